// The panel that shows a whole document with the cited words marked in it.
import { originalOf, readDocument } from "./api.js";
import { blocks, placeIn } from "./document-text.js";
import { button, byId, el } from "./dom.js";
import { Find } from "./find.js";
import { placedAnew } from "./keeping.js";
import { pagePart, showPages } from "./page-picture.js";
import { announce } from "./saying.js";
import { bring } from "./scrolling.js";
import { t } from "./strings.js";

const NARROW = matchMedia("(max-width: 899.98px)");
const kept = new Map(); // documents by id and digest

let opener = null; // the link that opened the panel: focus goes back to it
let latest = 0; // the newest request; an older one that arrives late is dropped
let shown = null; // what is open: {id, cited, at, onBack}
let find = null;

const panel = () => byId("source-panel");
const part = (selector) => panel().querySelector(selector);

/** The panel's element, empty and closed. */
export function sourcePanel() {
  const step = (by) => button(by < 0 ? "‹" : "›", () => stepTo(by), {
      class: "step",
      "aria-label": t(by < 0 ? "previous" : "next"),
    });
  const seek = (event) => {
    if (event.type === "input") find?.look(event.target.value);
    else if (event.key === "Enter") find?.step(event.shiftKey ? -1 : 1);
    tellFound();
  };
  return el(
    "aside",
    { id: "source-panel", "aria-label": t("source") },
    el(
      "header",
      {},
      el("h2", { id: "source-title", dir: "auto", tabindex: "-1" }, t("source")),
      el("a", { class: "original", download: "" }, t("original")),
      button(t("close"), closeSource, { class: "close" }),
    ),
    el(
      "div",
      { class: "source-tools" },
      el("span", { class: "place" }),
      el("span", { class: "steps", hidden: true }, step(-1), el("span", { class: "count" }), step(1)),
      el("span", { class: "finding" }, searchBox(seek), el("span", { class: "found", role: "status" })),
    ),
    el("p", { class: "source-note", role: "status", hidden: true }),
    pagePart(),
    el("div", {
      class: "source-text",
      tabindex: "0",
      role: "region",
      "aria-labelledby": "source-title",
      on: { click: goBack },
    }),
  );
}

function searchBox(seek) {
  const on = { input: seek, keydown: seek };
  return el("input", { type: "search", "aria-label": t("find"), placeholder: t("find"), on });
}

/**
 * Shows a document. `cited` are the citations of the answer that the link belongs to (or the one
 * passage), `at` is the place of the chosen one, none for the whole document; `onBack` is told the
 * marker whose words were chosen in the panel.
 */
export function openSource({ id, cited = [], at = -1, words = null, link = null, onBack = null }) {
  opener = link;
  shown = { id, cited, at, words, onBack };
  reveal(link);
  return showDocument();
}

async function showDocument() {
  const request = (latest += 1);
  const { id, cited, at } = shown;
  panel().setAttribute("aria-busy", "true");
  find = null;
  part("input").value = "";
  let source;
  try {
    // What was fetched as it was cited is no longer what a changed footnote's place counts in.
    source = await fetchDocument(id, cited[at]?.standing ? null : cited[at]?.digest);
    await placeAnew(source, cited);
  } catch (error) {
    const note = [t("source_missing", { why: error.message })];
    if (request === latest) fill({ id, title: cited[at]?.title ?? id, text: "" }, note);
    return;
  }
  if (request === latest) fill(source, noteOn(cited[at]));
}

/** Finds out how the citations of a document stand where it has changed since. */
async function placeAnew(source, cited) {
  const here = cited.filter(({ document, digest }) => document === source.id && digest);
  const news = await placedAnew([{ citations: here }], new Map([[source.id, source]]));
  if (news.length) dispatchEvent(new Event("footnote-placed"));
}

/** What is to be said of a citation's words in the document of today; they follow if gone. */
function noteOn(citation) {
  const state = citation?.standing?.state;
  if (state === "moved") return [t("source_moved")];
  if (state !== "changed") return [];
  return [t("source_changed"), " ", el("q", { dir: "auto" }, citation.quote.trim())];
}

/** The span at which a citation stands today; null where its words are gone. */
function spanOf({ start, end, marker, standing }) {
  if (!standing || standing.state === "holds") return { start, end, marker };
  return standing.state === "moved" ? { start: standing.start, end: standing.end, marker } : null;
}

/** Closes the panel; the focus, if it was there, goes back to the link that opened it. */
export function closeSource() {
  hide();
  if (history.state?.sheet) history.back();
}

function hide() {
  latest += 1;
  const focused = document.activeElement;
  const isHeld = !focused || focused === document.body || panel().contains(focused);
  delete document.documentElement.dataset.source;
  setBehind(false);
  if (isHeld) (present(opener) ?? byId("question")).focus({ preventScroll: true });
  opener = null;
}

/** A link, or the one that stands in its place since the answer was drawn anew. */
function present(link) {
  if (!link || link.isConnected) return link;
  const { turn, marker } = link.dataset;
  const same = `.chip[data-turn="${turn}"][data-marker="${marker}"]`;
  return turn && marker ? document.querySelector(same) : null;
}

// Back closes the sheet of a narrow window.
addEventListener("popstate", () => isOpen() && NARROW.matches && hide());

export const isOpen = () => document.documentElement.dataset.source === "open";

/** A document's id, title, text and digest. One whose digest is known is fetched once. */
function fetchDocument(id, digest) {
  const key = JSON.stringify([id, digest]);
  if (digest && kept.has(key)) return kept.get(key);
  const found = readDocument(id);
  if (digest) {
    kept.set(key, found);
    found.then(
      (source) => source.digest === digest || kept.delete(key),
      () => kept.delete(key),
    );
  }
  return found;
}

function fill(source, note) {
  const { cited, at, words } = shown;
  const here = cited.filter((one) => one.document === source.id);
  const chosen = cited[at] && source.text ? (words ?? spanOf(cited[at])) : null;
  const marks = source.text ? here.map(spanOf).filter(Boolean) : [];
  panel().setAttribute("aria-busy", "false");
  part("h2").textContent = source.title;
  part(".place").textContent = chosen ? placeIn(source, chosen.start) : "";
  part(".original").hidden = !source.digest;
  part(".original").href = originalOf(source.id);
  part(".steps").hidden = cited.length < 2;
  part(".count").textContent = t("cited_of", { n: at + 1, of: cited.length });
  part(".source-note").hidden = !note.length;
  part(".source-note").replaceChildren(...note);
  showPages(part(".source-page"), source, chosen);
  const text = part(".source-text");
  text.replaceChildren(...blocks(source.text, marks, chosen));
  find = new Find(text);
  announce([source.title, part(".place").textContent].filter(Boolean).join(", "));
  const mark = text.querySelector("mark.chosen");
  // Only from one place to another of a text that is there already is there a way to watch.
  const smooth = text.dataset.document === source.id;
  text.dataset.document = source.id;
  if (mark) bring(text, mark, { share: 0.25, smooth });
  else text.scrollTo({ top: 0 });
  if (part("input").value) find.look(part("input").value); // it was typed while this was fetched
  tellFound();
}

function tellFound() {
  const none = part("input").value.trim() ? t("found_none") : "";
  const { at, matches } = find ?? { at: -1 };
  part(".found").textContent = at < 0 ? none : t("found_of", { n: at + 1, of: matches.length });
}

function stepTo(by) {
  const { cited, at } = shown;
  const next = (at + by + cited.length) % cited.length;
  shown = { ...shown, at: next, words: null, id: cited[next].document };
  shown.onBack?.(cited[next].marker, { stay: true });
  showDocument();
}

/** From the words in the document back to the sentence of the answer. */
function goBack(event) {
  const marker = event.target.closest("[data-marker]")?.dataset.marker;
  if (event.target.closest("a")) event.preventDefault();
  if (!marker || !shown.onBack) return;
  if (!getSelection().isCollapsed && !event.target.closest("a")) return; // words were selected
  if (NARROW.matches) closeSource();
  shown.onBack(Number(marker), { stay: false });
}

function reveal(link) {
  const before = link?.getBoundingClientRect().top;
  const wasOpen = isOpen();
  document.documentElement.dataset.source = "open";
  setBehind(NARROW.matches);
  if (NARROW.matches && !wasOpen) history.pushState({ sheet: true }, "");
  if (NARROW.matches) part("button.close").focus({ preventScroll: true });
  else if (!wasOpen && link) keepInPlace(link, before);
}

/** The chat becomes narrower as the panel opens: the line with the link stays where it was. */
function keepInPlace(link, before) {
  const scroller = link.closest(".scroller");
  if (scroller) scroller.scrollTop += link.getBoundingClientRect().top - before;
}

/** A sheet covers the chat: what lies behind it cannot be reached by keyboard. */
function setBehind(covered) {
  byId("chat")?.toggleAttribute("inert", covered);
}

NARROW.addEventListener("change", () => setBehind(NARROW.matches && isOpen()));
