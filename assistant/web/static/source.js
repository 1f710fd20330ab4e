// The panel that shows a whole document with the cited words marked in it.
import { pieces } from "./offsets.js";

const NARROW = matchMedia("(max-width: 899.98px)");
const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const documents = new Map();

let opener = null; // the link that opened the panel: focus goes back to it
let latest = 0; // the newest request; an older one that arrives late is dropped

const panel = () => document.getElementById("source-panel");
const part = (selector) => panel().querySelector(selector);

/** Shows document `id` with `spans` marked and `chosen` marked more strongly, scrolled to. */
export async function openSource({ id, digest, spans, chosen, link }) {
  const request = (latest += 1);
  opener = link;
  panel().setAttribute("aria-busy", "true");
  reveal(link);
  let source;
  try {
    source = await fetchDocument(id, digest);
  } catch {
    if (request === latest) fill({ title: id, text: "" }, [], null, "missing");
    return;
  }
  if (request !== latest) return;
  const changed = Boolean(digest) && source.digest !== digest;
  if (changed) fill(source, [], null, "changed");
  else fill(source, spans, chosen, null);
}

/** Closes the panel and gives focus back to the link that opened it. */
export function closeSource() {
  latest += 1;
  delete document.documentElement.dataset.source;
  setBehind(false);
  opener?.focus({ preventScroll: true });
  opener = null;
}

export function isOpen() {
  return document.documentElement.dataset.source === "open";
}

/** A document's id, title, text and digest. One whose digest is known is fetched once. */
function fetchDocument(id, digest) {
  const key = JSON.stringify([id, digest]);
  if (digest && documents.has(key)) return documents.get(key);
  const path = id.split("/").map(encodeURIComponent).join("/");
  const found = fetch(new URL(`api/v1/documents/${path}`, document.baseURI)).then((response) => {
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.json();
  });
  if (digest) {
    documents.set(key, found);
    found.then(
      (source) => source.digest === digest || documents.delete(key),
      () => documents.delete(key),
    );
  }
  return found;
}

function fill(source, spans, chosen, note) {
  panel().setAttribute("aria-busy", "false");
  part("h2").textContent = source.title;
  const message = part(".source-note");
  message.hidden = note === null;
  message.textContent = note === null ? "" : message.dataset[note];
  const words = part(".source-text");
  words.replaceChildren(...pieces(source.text, spans, chosen).map(nodeOf));
  scrollTo(words, words.querySelector("mark.chosen") ?? words.querySelector("mark"));
}

function nodeOf(piece) {
  const text = document.createTextNode(piece.text);
  if (!piece.cited) return text;
  const mark = document.createElement("mark");
  if (piece.chosen) mark.className = "chosen";
  mark.append(text);
  return mark;
}

function scrollTo(words, mark) {
  // Only the panel scrolls: scrollIntoView would move the page around it as well.
  const top = mark ? Math.max(0, mark.offsetTop - words.clientHeight / 4) : 0;
  words.scrollTo({ top, behavior: CALM.matches || !mark ? "auto" : "smooth" });
}

function reveal(link) {
  const before = link?.getBoundingClientRect().top;
  const wasOpen = isOpen();
  document.documentElement.dataset.source = "open";
  setBehind(NARROW.matches);
  if (NARROW.matches) part("button.close").focus({ preventScroll: true });
  else if (!wasOpen && link) keepInPlace(link, before);
}

/** The chat becomes narrower as the panel opens: the line with the link stays where it was. */
function keepInPlace(link, before) {
  const scroller = link.closest("#conversation");
  if (scroller) scroller.scrollTop += link.getBoundingClientRect().top - before;
}

/** A sheet covers the chat: what lies behind it cannot be reached by keyboard. */
function setBehind(covered) {
  document.getElementById("chat")?.toggleAttribute("inert", covered);
}

NARROW.addEventListener("change", () => setBehind(NARROW.matches && isOpen()));
