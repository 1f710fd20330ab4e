// A document's text as elements: blocks that the browser draws only when they come near.
import { el } from "./dom.js";
import { codePointReader, pieces } from "./offsets.js";
import { t } from "./strings.js";

const BLOCK = 3000; // characters after which the next line starts a new block
const TABLES = /^text\/(?:csv|tab-separated-values)$|spreadsheetml\.sheet$/u;
const TOLD = /^(?:Row \d+ — |Columns: )/u; // how lines of a table begin but the names of sheets
const LONGEST_LINE = 20000; // characters after which even a line is broken, at a space

/** The blocks of a text, with its marks in them; joined, their text is the text. */
export function blocks(text, marks, chosen) {
  const result = [];
  let block = null;
  let size = 0;
  const add = (node, length, mayEnd) => {
    if (!block) result.push((block = el("div", { class: "block" })));
    block.append(node);
    size += length;
    if (mayEnd && size >= BLOCK) close();
  };
  const close = () => {
    block.style.containIntrinsicBlockSize = `auto ${Math.round((size / 75) * 28)}px`;
    block = null;
    size = 0;
  };
  for (const piece of pieces(text, marks, chosen)) {
    if (piece.cited) add(markOf(piece), piece.text.length, false);
    else for (const part of parts(piece.text)) add(part, part.length, true);
  }
  if (block) close();
  return result;
}

/** Uncited text in parts that may each end a block: whole lines, or much of a very long one. */
function* parts(text) {
  let from = 0;
  while (from < text.length) {
    let to = text.indexOf("\n", Math.min(from + BLOCK, text.length - 1)) + 1;
    if (!to) to = text.length;
    if (to - from > LONGEST_LINE) to = text.indexOf(" ", from + LONGEST_LINE / 2) + 1 || to;
    yield text.slice(from, to);
    from = to;
  }
}

function markOf({ text, chosen, marker, ends }) {
  const data = marker ? { marker } : {};
  const mark = el("mark", { class: chosen ? "chosen" : null, data }, text);
  if (marker && ends) {
    // Empty, so that the panel's text stays the document's; the style sheet writes the number.
    const label = t("back_to", { n: marker });
    mark.append(el("a", { class: "back", href: "#", "aria-label": label, data: { marker } }));
  }
  return mark;
}

/** Where in the document an offset stands: "page 3", "Sales, row 12", "paragraph 4 of 7". */
export function placeIn({ text, pages = [], media_type: type }, start) {
  if (pages.length) return t("page", { n: pages.filter((offset) => offset <= start).length });
  const at = codePointReader(text);
  const row = TABLES.test(type) ? rowAt(text, at(start)) : null;
  if (row) return t(row.sheet ? "sheet_row" : "row", row);
  const before = paragraphs(text.slice(0, at(start + 1)), text);
  return t("paragraph", { n: Math.max(1, before), of: paragraphs(text, text) });
}

/** The row of a table in which an offset stands, and its sheet; as the server tells it. */
function rowAt(text, offset) {
  const start = offset ? text.lastIndexOf("\n", offset - 1) + 1 : 0;
  const n = /^Row (\d+) — /u.exec(text.slice(start, start + 20))?.[1];
  if (!n) return null;
  for (let end = start; end > 0; ) {
    const gap = text.lastIndexOf("\n\n", end - 2);
    const first = gap < 0 ? 0 : gap + 2;
    if (!TOLD.test(text.slice(first, first + 20))) {
      return { n, sheet: text.slice(first, text.indexOf("\n", first)) };
    }
    end = gap;
  }
  return { n, sheet: null };
}

/** How many paragraphs: parted by blank lines where the document has any, else by line ends. */
function paragraphs(part, whole) {
  const parting = /\S[^\S\n]*\n[^\S\n]*\n\s*\S/u.test(whole) ? /\n[^\S\n]*\n/u : /\n/u;
  return part.split(parting).filter((one) => one.trim()).length;
}
