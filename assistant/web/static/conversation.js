// The conversation on the page: asking, asking again, taking back, and how it is kept.
import { byId } from "./dom.js";
import { redraft } from "./draft.js";
import { editing } from "./editing.js";
import { bare, placedAnew, restored, saveAs } from "./keeping.js";
import { ask as askLine, isBusy, stop as stopLine } from "./line.js";
import { announce, say } from "./saying.js";
import { bring } from "./scrolling.js";
import * as store from "./store.js";
import { inWords, t } from "./strings.js";
import { announcement, turn } from "./turn.js";
import { welcome } from "./welcome.js";

const MOST_TURNS = 50; // what the server takes as history
const LONGEST_TURN = 20000; // characters; antecedents of a follow-up stand near the end or start

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
  place().replaceChildren(...(turns.length ? turns : [welcome(known)]));
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
  const history = () => historyBefore(exchanges().indexOf(exchange));
  return { last: exchange === exchanges().at(-1), documents: known.documents, feedback, history };
}

function redraw(exchange) {
  const before = exchange && elementOf(exchange);
  if (!before) return;
  const after = turn(exchange, standing(exchange));
  const open = [...before.querySelectorAll("details")].map((details) => details.open);
  const focused = linksOf(before).indexOf(document.activeElement);
  const reasons = before.querySelector("form.reasons");
  after.querySelector("header").remove(); // the one that stands there may have the focus
  const waiting = before.querySelector(".skeleton"); // told once, not with each sentence
  const waits = after.querySelector(".skeleton");
  if (waiting && waits) {
    waiting.className = waits.className;
    waits.replaceWith(waiting);
  }
  while (before.lastChild.localName !== "header") before.lastChild.remove();
  before.append(...after.childNodes);
  before.dataset.state = after.dataset.state;
  if (exchange.state !== "reading") {
    for (const [at, one] of before.querySelectorAll("details").entries()) one.open = open[at];
    if (reasons) before.querySelector(".actions")?.after(reasons);
  }
  if (focused < 0) return;
  const back = linksOf(before)[focused] ?? before.querySelector(".question");
  back.focus({ preventScroll: true });
}

const linksOf = (element) => [...element.querySelectorAll("a[data-marker]")];

/** Tells the parts of the page that a question is being answered, or no longer is. */
function busy() {
  dispatchEvent(new CustomEvent("footnote-busy", { detail: isBusy() }));
}

/** Asks a question as the next of the conversation. */
export function ask(question) {
  const words = question.trim();
  if (!words || isBusy()) return false;
  const history = historyBefore(exchanges().length);
  const exchange = store.newExchange(words, [...conversation.scope]);
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
  if (exchange.state === "failed" && exchange.replaces?.length && !exchange.statements.length) {
    putBack(exchange);
    return busy();
  }
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

/** The turns before a place, as a follow-up is understood by them. */
function historyBefore(at) {
  return exchanges()
    .slice(0, at)
    .filter(({ answer }) => answer)
    .slice(-MOST_TURNS)
    .map(({ question, answer }) => ({ question, answer: said(answer).slice(0, LONGEST_TURN) }));
}

/** What the documents said: remarks of the server's own are no part of the topic. */
function said({ statements, text }) {
  const stands = statements.filter((one) => one.supported);
  return stands.map((one) => one.text).join(" ") || text;
}

/** Stops the answer that is on its way; what has come stays. */
export function stop() {
  const exchange = exchanges().at(-1);
  if (!isBusy() || exchange?.state !== "reading") return;
  stopLine();
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

/** Takes the last question back and gives its words; null where there is none. */
export function undo() {
  if (isBusy()) stop();
  const question = exchanges().at(-1)?.question ?? null;
  cut(exchanges().length - 1);
  if (exchanges().length) redraw(exchanges().at(-1));
  else draw();
  return question;
}

/** Lets a question be edited in its place; asking it takes back what came after it. */
export function edit(exchange) {
  const header = elementOf(exchange).querySelector("header");
  if (header.querySelector("form")) return;
  const close = () => {
    header.replaceChildren(...turn(exchange, standing(exchange)).querySelector("header").childNodes);
    header.querySelector("[data-do=edit]").focus();
  };
  const again = (words) => {
    if (isBusy()) return say(t("wait"));
    if (words.trim()) askInstead(exchanges().indexOf(exchange), words);
  };
  const form = editing(exchange.question, { again, close });
  header.replaceChildren(form);
  form.querySelector("textarea").focus();
}

/** Asks in the place of an exchange and those after it; they come back where that fails. */
function askInstead(from, question) {
  const replaces = cut(from);
  ask(question);
  exchanges().at(-1).replaces = replaces;
  focusLast();
}

/** Puts back what a question that failed was to replace. */
function putBack(exchange) {
  cut(exchanges().indexOf(exchange));
  exchanges().push(...exchange.replaces);
  for (const one of exchange.replaces) keep(one);
  draw();
  say(inWords(exchange.failure));
}

/** Removes the exchanges from a place on, from the page too, and gives them. */
function cut(from) {
  const taken = exchanges().splice(Math.max(0, from));
  for (const exchange of taken) {
    elementOf(exchange)?.remove();
    store.drop(exchange.id);
  }
  keep();
  return taken;
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

/** Takes over what another tab has made of the conversation, unless an answer is on its way. */
export function takeOver(key) {
  if (store.conversationOf(key) !== conversation.id || isBusy()) return;
  open(store.load(conversation.id));
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
  if (changed) conversation.updated = new Date().toISOString();
  conversation.title = exchanges()[0]?.question ?? "";
  const kept = store.keep(conversation, changed && bare(changed));
  if (!kept && !warned) say(t("store_full"));
  warned = !kept;
}

/** Finds out how the citations stand whose documents have changed since they were given. */
export async function check() {
  for (const exchange of await placedAnew(exchanges(), known.documents)) redraw(exchange);
}

/** Saves the conversation as a file with its sources. */
export const save = (format) => saveAs(format, conversation);
