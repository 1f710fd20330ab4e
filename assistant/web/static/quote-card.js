// The quote behind a footnote, shown beside it while the pointer or the focus is there.
import { el } from "./dom.js";
import { t } from "./strings.js";

const LINGER = 200; // milliseconds in which the pointer may go from the footnote to the card
let leaving = null;

/** The card, and the listeners that show it; `exchangeOf` gives an exchange by its id. */
export function quoteCard(exchangeOf) {
  const card = el("div", { id: "quote-card", role: "tooltip", hidden: true });
  const over = ({ target }) => {
    const chip = target.closest?.(".chip");
    if (chip) show(card, chip, exchangeOf(chip.dataset.turn));
    else if (card.contains(target)) clearTimeout(leaving);
    else leave(card);
  };
  if (matchMedia("(hover: hover)").matches) document.addEventListener("pointerover", over);
  document.addEventListener("focusin", over);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide(card));
  document.addEventListener("click", () => hide(card));
  addEventListener("scroll", () => hide(card), { capture: true, passive: true });
  return card;
}

function show(card, chip, exchange) {
  clearTimeout(leaving);
  const marker = Number(chip.dataset.marker);
  const citation = exchange?.citations.find((one) => one.marker === marker);
  if (!citation) return;
  const page = citation.page === null ? null : `, ${t("page", { n: citation.page })}`;
  card.replaceChildren(
    el("q", { dir: "auto" }, citation.quote.trim()),
    el("span", { class: "title", dir: "auto" }, citation.title, page),
  );
  card.hidden = false;
  chip.setAttribute("aria-describedby", card.id);
  put(card, chip.getBoundingClientRect());
}

/** Below the footnote, or above it where there is more room; within the window. */
function put(card, { top, bottom, left }) {
  const { width, height } = card.getBoundingClientRect();
  const below = bottom + 6 + height <= innerHeight || top < innerHeight - bottom;
  card.style.top = `${below ? bottom + 6 : top - 6 - height}px`;
  card.style.left = `${Math.max(8, Math.min(left - 16, innerWidth - width - 8))}px`;
}

function leave(card) {
  if (card.hidden) return;
  clearTimeout(leaving);
  leaving = setTimeout(() => hide(card), LINGER);
}

function hide(card) {
  card.hidden = true;
  for (const chip of document.querySelectorAll(`[aria-describedby="${card.id}"]`)) {
    chip.removeAttribute("aria-describedby");
  }
}

