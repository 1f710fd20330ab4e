// Words selected in an answer lead to the same words in the document.
import { button } from "./dom.js";
import { t } from "./strings.js";
import { flat } from "./turn.js";

/** Offers, beside words selected in a statement, to show them in the source. */
export function offerEvidence(exchangeOf, openSource, wayBack) {
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const statement = statementOf(selection);
    const offered = document.querySelector(".show-selection");
    if (!statement) return offered?.remove();
    const words = flat(selection.toString());
    if (offered?.dataset.words === words) return;
    offered?.remove();
    const act = () => open(statement, words, { exchangeOf, openSource, wayBack });
    const offer = button(t("show_in_source"), act, { class: "show-selection", data: { words } });
    // The press would empty the selection before the click.
    offer.addEventListener("pointerdown", (event) => event.preventDefault());
    statement.after(offer);
  });
}

/** The one statement with footnotes that holds the whole selection. */
function statementOf(selection) {
  if (!selection || selection.isCollapsed || !flat(selection.toString())) return null;
  const of = (node) => node?.parentElement?.closest(".statement") ?? null;
  const statement = of(selection.anchorNode);
  const cited = statement?.querySelector(".chip");
  return cited && statement === of(selection.focusNode) ? statement : null;
}

function open(statement, words, { exchangeOf, openSource, wayBack }) {
  const chips = [...statement.querySelectorAll(".chip")];
  const exchange = exchangeOf(chips[0].dataset.turn);
  const markers = chips.map((chip) => Number(chip.dataset.marker));
  const cited = exchange.citations;
  const mine = cited.filter(({ marker }) => markers.includes(marker));
  const holder = mine.find((citation) => within(citation, words)) ?? mine[0];
  openSource({
    id: holder.document,
    cited,
    at: cited.indexOf(holder),
    words: holder.standing ? null : within(holder, words),
    link: chips[markers.indexOf(holder.marker)],
    onBack: wayBack(exchange.id),
  });
}

const literally = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Where in the citation the words stand, whatever white space parts them; null if they don't. */
function within({ start, quote, marker }, words) {
  const parts = words.split(" ").map(literally);
  const found = new RegExp(parts.join("\\s+"), "u").exec(quote);
  if (!found) return null;
  const first = start + Array.from(quote.slice(0, found.index)).length;
  return { start: first, end: first + Array.from(found[0]).length, marker };
}
