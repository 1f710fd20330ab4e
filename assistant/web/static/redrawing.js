// Drawing a part of the page anew while somebody reads, types or goes through it.

const CONTROLS = "a, button, summary, input, textarea, select";

/** Brings a turn up to date with one that was drawn anew; what is open or focused stays so. */
export function redrawn(before, after) {
  holdingFocus(before, () => replaceReply(before, after), before.querySelector(".question"));
}

function replaceReply(before, after) {
  const open = [...before.querySelectorAll("details")].map((details) => details.open);
  const reasons = before.querySelector("form.reasons");
  after.querySelector("header").remove(); // the one that stands there may be edited
  const waiting = before.querySelector(".skeleton"); // told once, not with each sentence
  const waits = after.querySelector(".skeleton");
  if (waiting && waits) {
    waiting.className = waits.className;
    waits.replaceWith(waiting);
  }
  while (before.lastChild.localName !== "header") before.lastChild.remove();
  before.append(...after.childNodes);
  before.dataset.state = after.dataset.state;
  if (before.dataset.state === "reading") return;
  for (const [at, one] of before.querySelectorAll("details").entries()) one.open = open[at];
  if (reasons) before.querySelector(".actions")?.after(reasons);
}

/**
 * Draws what is in `place` anew; the control in it that had the focus has it afterwards, or the
 * one that does the same now, or else `instead`.
 */
export function holdingFocus(place, draw, instead) {
  const had = document.activeElement;
  if (!place.contains(had)) return draw();
  const nth = alike(place, had).indexOf(had);
  draw();
  if (document.activeElement === had) return;
  const now = had.isConnected ? had : (alike(place, had)[nth] ?? instead);
  now.focus({ preventScroll: true });
}

/** The controls of a place that do the same as one; a footnote may stand there several times. */
function alike(place, control) {
  return [...place.querySelectorAll(CONTROLS)].filter((one) => deedOf(one) === deedOf(control));
}

function deedOf(control) {
  const { marker } = control.dataset;
  if (marker) return `${control.className.split(" ")[0]} ${marker}`;
  return `${control.localName} ${control.getAttribute("aria-label") ?? control.textContent}`;
}
