// How a conversation is kept, goes on later, and leaves the browser as a file.
import { checkCitations, exported } from "./api.js";
import { el } from "./dom.js";
import { say } from "./saying.js";
import { t } from "./strings.js";

const MOST_CHECKED = 200; // citations that the server checks at once
const UNTIL_SAVED = 10000; // milliseconds

/** An exchange as it is kept: without what can be had again or is true only now. */
export function bare(exchange) {
  const citation = ({ standing: _, ...rest }) => rest;
  const { answer, citations, statements, ...held } = exchange;
  const { replaces: _replaces, draft: _draft, withdrawn: _withdrawn, ...rest } = held;
  if (!answer) return { ...rest, answer, citations: citations.map(citation), statements };
  const { explanation: _, ...told } = answer;
  const passages = answer.refused ? answer.passages : [];
  const bareAnswer = { ...told, citations: answer.citations.map(citation), passages };
  return { ...rest, answer: bareAnswer, citations: [], statements: [] };
}

/** A kept conversation as it goes on: what was cut off in mid-answer has stopped. */
export function restored(kept) {
  for (const exchange of kept?.exchanges ?? []) {
    if (exchange.state === "reading") exchange.state = "stopped";
    const { statements, citations, lead = "", confidence = null } = exchange.answer ?? exchange;
    Object.assign(exchange, { statements, citations, lead, confidence });
  }
  return kept;
}

/** What the server needs to know of a citation to say how it stands. */
function factsOf({ document, start, end, quote, digest }) {
  return { document, start, end, quote, digest };
}

/** Notes on each citation of a changed document how it stands now; the exchanges with news. */
export async function placedAnew(exchanges, documents) {
  const current = ({ document }) => documents.get(document)?.digest ?? null;
  const again = (one) => one.standing && one.digest === current(one); // as when it was cited
  const stale = (one) => one.digest !== current(one) && one.standing?.digest !== current(one);
  const news = (one) => again(one) || stale(one);
  const holders = exchanges.filter(({ citations }) => citations.some(news));
  const old = holders.flatMap(({ citations }) => citations.filter(stale));
  for (const { citations } of holders) {
    for (const one of citations.filter(again)) delete one.standing;
  }
  for (let from = 0; from < old.length; from += MOST_CHECKED) {
    const some = old.slice(from, from + MOST_CHECKED);
    const standings = await checkCitations(some.map(factsOf));
    some.forEach((citation, at) => (citation.standing = standings[at]));
  }
  return holders;
}

/** Saves a conversation as a file with its sources. */
export async function saveAs(format, { title, exchanges }) {
  const answers = exchanges.map((one) => bare(one).answer).filter(Boolean);
  const n = exchanges.length - answers.length; // failed or stopped
  if (!answers.length) return say(t("export_none"));
  try {
    const { blob, name } = await exported(format, title || null, answers);
    const address = URL.createObjectURL(blob);
    el("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), UNTIL_SAVED);
    if (n) say(t("export_left_out", { n }));
  } catch (error) {
    say(t("export_failed", { why: error.message }));
  }
}
