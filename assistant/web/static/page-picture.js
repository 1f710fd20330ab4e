// Pictures of the pages that cited words stand on, with boxes around the words.
import { boxesOn, pictureOf } from "./api.js";
import { el } from "./dom.js";
import { bring } from "./scrolling.js";
import { t } from "./strings.js";

const MOST = 3; // pages shown of one quote

/** The part of the panel that holds them: it can be folded, and scrolled by keyboard. */
export function pagePart() {
  return el(
    "details",
    { class: "source-page", open: true, hidden: true },
    el("summary", {}),
    el("div", { class: "sheets", tabindex: "0", role: "region" }),
  );
}

/** Shows the pages of a span, or nothing where the document has none that can be shown. */
export function showPages(part, source, span) {
  const pages = span && source.media_type === "application/pdf" ? pagesOf(source, span) : [];
  const sheets = part.querySelector(".sheets");
  part.hidden = !pages.length;
  part.querySelector("summary").textContent = pages.map((n) => t("page", { n })).join(", ");
  sheets.setAttribute("aria-label", t("page_pictures"));
  sheets.replaceChildren(...pages.map((n) => sheet(source, span, n, n === pages[0])));
  sheets.scrollTo({ top: 0 });
}

/** The pages, counted from one, that a span has words on; at most the first few. */
function pagesOf({ pages, text }, { start, end }) {
  const ends = [...pages.slice(1), [...text].length];
  const on = pages.map((from, at) => [at + 1, from, ends[at]]);
  return on.filter(([, from, to]) => from < end && start < to).map(([n]) => n).slice(0, MOST);
}

function sheet(source, span, n, first) {
  const alt = t("page_picture", { n, title: source.title });
  const picture = el("img", { alt, src: pictureOf(source.id, n), decoding: "async" });
  const made = el("figure", { class: "sheet", "aria-busy": "true" }, picture);
  const failed = () => made.replaceChildren(el("p", {}, t("page_missing")));
  const shown = picture.decode().catch(failed);
  mark(made, source, span, n).then(
    (box) => shown.then(() => first && box && come(made.parentElement, box)),
    () => {}, // the picture is worth having without them
  ).finally(() => made.removeAttribute("aria-busy"));
  return made;
}

/** Scrolls to a box, sideways too where the window is narrow. */
function come(sheets, box) {
  sheets.scrollLeft = box.offsetLeft - sheets.clientWidth / 8;
  bring(sheets, box, { share: 0.25 });
}

/** Draws the boxes of a span on a sheet; gives the first. */
async function mark(made, source, { start, end }, n) {
  const { boxes } = await boxesOn(source.id, n, start, end);
  const drawn = boxes.map(([left, top, right, bottom]) => {
    const box = el("span", { class: "box", "aria-hidden": "true" });
    const place = { left, top, width: right - left, height: bottom - top };
    for (const [side, share] of Object.entries(place)) box.style[side] = `${share * 100}%`;
    return box;
  });
  if (made.querySelector("img")) made.append(...drawn);
  return drawn[0];
}
