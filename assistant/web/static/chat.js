// What happens on the chat page beyond Gradio's own: footnotes open, new questions come in view.
import { closeSource, isOpen, openSource } from "./source.js";

const CITATION = /^#cite\/([^/]+)\/(\d+)-(\d+)$/;
const DOCUMENT = /^#document\/([^/]+)$/;

/** Where a link points: {id, span} for cited words, {id, span: null} for a whole document. */
function target(hash) {
  const [, id, start, end] = CITATION.exec(hash ?? "") ?? DOCUMENT.exec(hash ?? "") ?? [];
  if (id === undefined) return null;
  const span = start === undefined ? null : { start: Number(start), end: Number(end) };
  return { id: decodeURIComponent(id), span };
}

/** Every span that the same answer cites in the document. */
function citedBeside(link, id) {
  const links = link.closest(".turn")?.querySelectorAll('a[href^="#cite/"]') ?? [link];
  return [...links]
    .map((other) => target(other.getAttribute("href")))
    .filter((other) => other !== null && other.id === id && other.span !== null)
    .map((other) => other.span);
}

function follow(link) {
  const { id, span } = target(link.getAttribute("href"));
  const spans = span ? citedBeside(link, id) : [];
  openSource({ id, digest: link.dataset.digest ?? "", spans, chosen: span, link });
  document.querySelector("a[aria-current]")?.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
}

document.addEventListener("click", (event) => {
  if (event.target.closest("#source-panel .close")) return closeSource();
  const link = event.target.closest("a[href^='#cite/'], a[href^='#document/']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  follow(link);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !isOpen()) return;
  event.preventDefault();
  closeSource();
});

/** A new question goes to the top of the conversation; a finished answer is announced. */
function watch(conversation) {
  let turns = 0;
  let state = null;
  new MutationObserver(() => {
    const all = conversation.querySelectorAll(".turn");
    const last = all[all.length - 1];
    if (!last) return;
    const isNew = all.length !== turns;
    if (isNew) conversation.scrollTop += topIn(conversation, last);
    if (!isNew && last.dataset.state !== state && last.dataset.state !== "reading") {
      document.getElementById("announcement").textContent = last.dataset.announce;
    }
    turns = all.length;
    state = last.dataset.state;
  }).observe(conversation, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-state"],
  });
}

function topIn(scroller, element) {
  return element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
}

/** Gradio builds the page after this script has loaded. */
function whenPresent(id, use) {
  const present = document.getElementById(id);
  if (present) return use(present);
  const waiting = new MutationObserver(() => {
    const element = document.getElementById(id);
    if (!element) return;
    waiting.disconnect();
    use(element);
  });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
}

whenPresent("conversation", watch);
whenPresent("source-panel", () => {
  const linked = target(location.hash);
  if (!linked) return;
  const spans = linked.span ? [linked.span] : [];
  openSource({ id: linked.id, digest: "", spans, chosen: linked.span, link: null });
});
