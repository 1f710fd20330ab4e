// The conversation on the page: asking, asking again, taking back, and how it is kept.
import { byId } from "./dom.js";
import { redraft } from "./draft.js";
import { editing } from "./editing.js";
import { historyOf } from "./history.js";
import { bare, placedAnew, restored, saveAs } from "./keeping.js";
import { ask as askLine, isBusy, stop as stopLine } from "./line.js";
import { holdingFocus, redrawn } from "./redrawing.js";
import { announce, say } from "./saying.js";
import { bring } from "./scrolling.js";
import * as store from "./store.js";
import { t } from "./strings.js";
import { sure } from "./sure.js";
import { inWords } from "./told.js";
import { allOf, announcement, turn } from "./turn.js";
import { welcome } from "./welcome.js";

/** What the page knows of the server: documents by id, its status, questions to start with. */
export const known = { documents: new Map(), status: null, starters: [], failure: null };

let warned = false; // that there is no room to keep the conversation
let conversation = restored(store.loadCurrent()) ?? store.empty();

const place = () => byId("turns");
const exchanges = () => conversation.exchanges;
const elementOf = (exchange) => byId(`turn-${exchange.id}`);

export const exchangeOf = (id) => exchanges().find((exchange) => exchange.id === id);
export const scope = () => conversation.scope;

/** Draws the whole conversation, or the welcome where nothing has been asked. */
export function draw() {
  const turns = exchanges().map((exchange) => turn(exchange, standing(exchange)));
  const fill = () => place().replaceChildren(...(turns.length ? turns : [welcome(known)]));
  holdingFocus(place(), fill, byId("conversation"));
  busy();
  if (turns.length) bring(byId("conversation"), place().lastElementChild);
}

/** Draws anew what the page has come to know of the server; what is being written stays. */
export function update() {
  if (!exchanges().length) return draw();
  for (const exchange of exchanges()) redraw(exchange);
}

function standing(exchange) {
  const feedback = Boolean(known.status?.feedback);
  const history = () => historyOf(exchanges().slice(0, exchanges().indexOf(exchange)));
  return { last: exchange === exchanges().at(-1), documents: known.documents, feedback, history };
}

function redraw(exchange) {
  const before = exchange && elementOf(exchange);
  if (before) redrawn(before, turn(exchange, standing(exchange)));
}

/** Tells the parts of the page that a question is being answered, or no longer is. */
function busy() {
  dispatchEvent(new CustomEvent("footnote-busy", { detail: isBusy() }));
}

/** Asks a question as the next of the conversation; what it `replaces` is kept until it ends. */
export function ask(question, replaces = null) {
  const words = question.trim();
  if (!words || isBusy()) return false;
  const history = historyOf(exchanges());
  const exchange = { ...store.newExchange(words, [...conversation.scope]), replaces };
  const earlier = exchanges().at(-1);
  exchanges().push(exchange);
  if (earlier) redraw(earlier);
  else place().replaceChildren();
  place().append(turn(exchange, standing(exchange)));
  bring(byId("conversation"), elementOf(exchange));
  keep(exchange);
  const body = { question: words, history, documents: exchange.scope };
  askLine(exchange.id, body, (part) => receive(exchange, part));
  busy();
  return true;
}

function receive(exchange, part) {
  const before = settled(exchange);
  const said = exchange.statements.length;
  const taken = part.withdrawn && !exchange.withdrawn && said;
  Object.assign(exchange, {
    standalone: part.standalone_question ?? exchange.standalone,
    statements: part.answer?.statements ?? part.statements ?? exchange.statements,
    citations: part.answer?.citations ?? part.citations ?? exchange.citations,
    answer: part.answer ?? null,
    failure: part.failure ?? null,
    followUps: part.follow_ups ?? [],
    lead: part.answer?.lead ?? part.lead ?? "",
    confidence: part.answer?.confidence ?? part.confidence ?? null,
    draft: part.done ? "" : (part.draft ?? ""),
    withdrawn: taken ? part.withdrawn : exchange.withdrawn,
    state: part.done ? stateOf(part) : "reading",
  });
  if (settled(exchange) !== before) redraw(exchange);
  else redraft(elementOf(exchange), exchange.draft);
  if (taken) announce(t("taken_back"));
  if (!part.done) return;
  exchange.searched = allOf(known.documents);
  if (exchange.state === "failed" && exchange.replaces) {
    putBack(exchange, inWords(exchange.failure));
    return busy();
  }
  dropReplaced(exchange);
  announce(announcement(exchange));
  keep(exchange);
  busy();
}

/** What stands of an exchange whatever is being drafted, to be compared. */
function settled({ state, standalone, statements, citations, lead, confidence, withdrawn }) {
  const counts = [statements.length, citations.length];
  return JSON.stringify([state, standalone, ...counts, lead, confidence, withdrawn]);
}

function stateOf({ answer, failure }) {
  if (failure || !answer) return "failed";
  if (answer.mode === "notice") return "notice";
  return answer.refused ? "refused" : "answered";
}

/** Stops the answer that is on its way; what has come stays, or what it was to replace. */
export function stop() {
  const exchange = exchanges().at(-1);
  if (!isBusy() || exchange?.state !== "reading") return;
  stopLine();
  if (exchange.replaces) {
    putBack(exchange, t("stopped"));
    return busy();
  }
  Object.assign(exchange, { state: "stopped", draft: "" });
  redraw(exchange);
  announce(t("stopped"));
  keep(exchange);
  busy();
}

/** Asks the last question again. */
export function retry() {
  const last = exchanges().at(-1);
  if (last && !isBusy()) askInstead(exchanges().length - 1, last.question);
}

/** Puts the focus on the newest question: what had it before is gone. */
export function focusLast() {
  place().lastElementChild?.querySelector(".question")?.focus({ preventScroll: true });
}

/** Takes the last question back and gives its words; null where there is none to write anew. */
export function undo() {
  const replacing = exchanges().at(-1)?.replaces;
  if (isBusy()) stop();
  if (replacing) return null; // what it was to replace is back
  const question = exchanges().at(-1)?.question ?? null;
  cut(exchanges().length - 1);
  if (exchanges().length) redraw(exchanges().at(-1));
  else draw();
  return question;
}

/** Lets a question be edited in its place; its answer takes the place of what came after it. */
export function edit(exchange, words = exchange.question) {
  const header = elementOf(exchange).querySelector("header");
  if (header.querySelector("form")) return;
  const close = () => {
    header.replaceChildren(...turn(exchange, standing(exchange)).querySelector("header").childNodes);
    header.querySelector("[data-do=edit]").focus();
  };
  const again = async (asked) => {
    const later = exchanges().slice(exchanges().indexOf(exchange) + 1);
    const costs = later.length && asked.trim() && !isBusy();
    if (costs && !(await sure(t("edit_sure", { n: later.length }), t("edit_save")))) return;
    if (isBusy()) return say(t("wait"));
    if (asked.trim()) askInstead(exchanges().indexOf(exchange), asked);
  };
  const form = editing(words, { again, close });
  header.replaceChildren(form);
  form.querySelector("textarea").focus();
}

/** Asks in the place of an exchange and those after it; they come back where that fails. */
function askInstead(from, question) {
  ask(question, takeFrom(from));
  focusLast();
}

/** Puts back what a question without an answer was to replace, and says why; its words stay. */
function putBack(exchange, why) {
  const { question, replaces } = exchange;
  takeFrom(exchanges().indexOf(exchange));
  exchanges().push(...replaces);
  draw();
  say(why);
  if (question !== replaces[0].question) edit(replaces[0], question);
}

/** Forgets what a question that was answered has replaced. */
function dropReplaced(exchange) {
  for (const one of exchange.replaces ?? []) store.drop(one.id);
  exchange.replaces = null;
}

/** Takes the exchanges from a place on off the page and gives them; they are still kept. */
function takeFrom(from) {
  const taken = exchanges().splice(Math.max(0, from));
  for (const exchange of taken) elementOf(exchange)?.remove();
  return taken;
}

/** Removes the exchanges from a place on for good. */
function cut(from) {
  for (const exchange of takeFrom(from)) store.drop(exchange.id);
  keep();
}

/** Empties the conversation. */
export function clear() {
  if (isBusy()) stop();
  cut(0);
  draw();
}

/** Goes on with another conversation; without one, a new one begins. */
export function open(other) {
  if (isBusy()) stop();
  conversation = restored(other) ?? store.empty();
  store.enter(conversation.id);
  draw();
  dispatchEvent(new Event("footnote-scope"));
  check().catch(() => {}); // the server is away: said once something is asked of it
}

/**
 * Takes over what another tab has made of the conversation. An answer that is on its way goes on,
 * unless the conversation was deleted.
 */
export function takeOver(key) {
  if (store.conversationOf(key) !== conversation.id) return;
  const theirs = store.load(conversation.id);
  if (theirs && isBusy()) return;
  if (isBusy()) stopLine();
  open(theirs);
}

/** Whether a conversation is the one on the page. */
export const isOpen = (id) => conversation.id === id;

/** Limits what is asked from now on to some documents; none means all. */
export function setScope(ids) {
  conversation.scope = [...ids];
  keep();
  dispatchEvent(new Event("footnote-scope"));
}

/** Goes to an answer: of this conversation, of a kept one, or by asking its question anew. */
export function goTo(id, question) {
  if (!exchangeOf(id)) {
    const found = store.holding(id);
    open(found ?? null);
    if (!found) return void ask(question);
  }
  const element = byId(`turn-${id}`);
  bring(byId("conversation"), element);
  element.querySelector(".question")?.focus({ preventScroll: true });
}

/** Keeps the conversation with what has changed in it; says once where there is no room. */
export function keep(changed = null) {
  if (changed?.replaces) return; // until it is answered, what it replaces is kept
  if (changed) conversation.updated = new Date().toISOString();
  const lasting = exchanges().flatMap((one) => one.replaces ?? [one]);
  conversation.title = lasting[0]?.question ?? "";
  const kept = store.keep({ ...conversation, exchanges: lasting }, changed && bare(changed));
  if (!kept && !warned) say(t("store_full"));
  warned = !kept;
}

/** Finds out how the citations stand whose documents have changed since they were given. */
export async function check() {
  for (const exchange of await placedAnew(exchanges(), known.documents)) redraw(exchange);
}

/** Saves the conversation as a file with its sources. */
export const save = (format) => saveAs(format, conversation);
