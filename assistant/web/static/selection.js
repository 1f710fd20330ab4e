// Words selected in an answer lead to the same words in the document.
import { button } from "./dom.js";
import { t } from "./strings.js";
import { flat } from "./turn.js";

/** Offers, beside words selected in a statement, to show them in the source. */
export function offerEvidence(exchangeOf, openSource, wayBack) {
  document.addEventListener("selectionchange", () => {
    document.querySelector(".show-selection")?.remove();
    const selected = selectedIn(getSelection());
    if (!selected) return;
    const act = () => open(selected, { exchangeOf, openSource, wayBack });
    const offer = button(t("show_in_source"), act, { class: "show-selection" });
    // The press would empty the selection before the click.
    offer.addEventListener("pointerdown", (event) => event.preventDefault());
    selected.statement.after(offer);
  });
}

/**
 * The words selected in one statement with footnotes: {statement, before, words, whole}, where
 * `before` is its text up to them and `whole` all of it; null where there are none.
 */
function selectedIn(selection) {
  if (!selection || selection.isCollapsed) return null;
  const of = (node) => node?.parentElement?.closest(".statement") ?? null;
  const statement = of(selection.anchorNode);
  const chips = statement?.querySelector(".chip") && statement.querySelector(".chips");
  if (!chips || statement !== of(selection.focusNode)) return null;
  const range = selection.getRangeAt(0);
  const upTo = (put) => {
    const part = document.createRange();
    part.setStart(statement, 0);
    put(part);
    return part.toString();
  };
  const whole = upTo((part) => part.setEndBefore(chips));
  const before = upTo((part) => part.setEnd(range.startContainer, range.startOffset));
  const last = upTo((part) => part.setEnd(range.endContainer, range.endOffset));
  const words = whole.slice(before.length, last.length); // without the footnotes' numbers
  return words.trim() ? { statement, before, words, whole } : null;
}

function open({ statement, before, words, whole }, { exchangeOf, openSource, wayBack }) {
  const chips = [...statement.querySelectorAll(".chip")];
  const exchange = exchangeOf(chips[0].dataset.turn);
  const markers = chips.map((chip) => Number(chip.dataset.marker));
  const cited = exchange.citations;
  const mine = cited.filter(({ marker }) => markers.includes(marker));
  const same = mine.find(({ quote }) => flat(quote) === flat(whole));
  const holder = same ?? mine.find(({ quote }) => flat(quote).includes(flat(words))) ?? mine[0];
  openSource({
    id: holder.document,
    cited,
    at: cited.indexOf(holder),
    words: same && !same.standing ? placeOf(before, words, same) : null, // else the whole quote
    link: chips[markers.indexOf(holder.marker)],
    onBack: wayBack(exchange.id),
  });
}

const letters = (text) => Array.from(text.replace(/\s+/gu, "")).length;

/** Where words of a statement stand in its quote, which differs from it in white space only. */
function placeOf(before, words, { start, quote, marker }) {
  const places = Array.from(quote).flatMap((one, at) => (/\s/u.test(one) ? [] : [at]));
  const first = letters(before);
  const last = first + letters(words) - 1;
  return { start: start + places[first], end: start + places[last] + 1, marker };
}
