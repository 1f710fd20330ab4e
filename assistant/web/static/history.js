// What has been said before a question, as the server is told it to understand a follow-up.

const MOST_TURNS = 50; // what the server takes as history
const LONGEST_TURN = 20000; // characters; antecedents of a follow-up stand near the end or start

/** The turns of exchanges that were answered, the last ones of many. */
export function historyOf(exchanges) {
  return exchanges
    .filter(({ answer }) => answer)
    .slice(-MOST_TURNS)
    .map(({ question, answer }) => ({ question, answer: said(answer).slice(0, LONGEST_TURN) }));
}

/** What the documents said: remarks of the server's own are no part of the topic. */
function said({ statements, text }) {
  const stands = statements.filter((one) => one.supported);
  return stands.map((one) => one.text).join(" ") || text;
}
