// The line to the server: Gradio's queue carries a question there and the growing answer back.
import { getStatus } from "./api.js";
import { t } from "./strings.js";

const SILENCE = 5000; // milliseconds without a word after which the server is looked for
const UNANSWERED = 30000; // milliseconds in which a question is taken up, even on a busy server
const UNTIL_KEPT = 500; // milliseconds

let first = null; // the run of the server that this page belongs to, once it is known

/** Learns which run of the server answers the page; of a silent one, at the next question. */
const meet = () => getStatus().then(({ server }) => (first ??= server), () => {});
meet();

/** What Gradio's component gives once it is on the page: ask, stop and watch. */
const line = new Promise((resolve) => {
  if (window.footnote) resolve(window.footnote);
  else addEventListener("footnote", () => resolve(window.footnote), { once: true });
});

// Gradio keeps to itself that the server turned a question away, and why.
const send = window.fetch;
window.fetch = async (...given) => {
  const response = await send(...given);
  if (!response.ok && new URL(response.url).pathname.endsWith("/gradio_api/queue/join"))
    turnedAway(await response.clone().json().catch(() => null));
  return response;
};

let current = null; // the question that is being answered: {id, onPart, heard, begun}

line.then(({ watch }) =>
  watch((part) => {
    if (!current || part?.id !== current.id) return;
    const { onPart } = current;
    current.heard = Date.now();
    current.begun = true;
    if (part.done) end();
    onPart(part);
  }),
);

/**
 * Asks; `question` is the body of the API's ask, `onPart` is called with each state of the answer,
 * the last of which is `done`. One question at a time: another one stops the one before.
 */
export async function ask(id, question, onPart) {
  if (current) await stop();
  if (!first) meet();
  current = { id, onPart, heard: Date.now(), begun: false, timer: setInterval(look, SILENCE) };
  (await line).ask({ id, question });
}

/** Stops the answer that is on its way. */
export async function stop() {
  end();
  (await line).stop();
}

export const isBusy = () => current !== null;

function turnedAway(problem) {
  const asked = current;
  if (!asked || asked.begun) return;
  end();
  asked.onPart({ id: asked.id, done: true, failure: problem?.detail ?? t("no_reply") });
}

function end() {
  clearInterval(current?.timer);
  current = null;
}

/** Fails the question where the server is gone or lost it; a slow answer is waited for. */
async function look() {
  const asked = current;
  if (!asked || Date.now() - asked.heard < SILENCE) return;
  const why = await lost(asked);
  if (!why || asked !== current) return;
  stop(); // where it was not lost but out of reach, it would be worked on for nobody
  asked.onPart({ id: asked.id, done: true, failure: t(why) });
  // Gradio listens no more to a stream that broke off: only a new page does.
  if (why !== "unreachable") setTimeout(() => location.reload(), UNTIL_KEPT);
}

/** The name of the reason why no answer will come; null while it still may. */
async function lost(asked) {
  try {
    const { server } = await getStatus();
    first ??= server;
    if (server !== first) return "restarted";
  } catch (error) {
    if (!error.status) return "unreachable"; // else it is there, but for example busy
  }
  return asked.begun || Date.now() - asked.heard < UNANSWERED ? null : "no_reply";
}
