// Short remarks of the page itself: read out politely, and shown for a few seconds.
import { byId } from "./dom.js";

const SECONDS = 5;
let timer = null;

/** Says something, to eyes and to screen readers. */
export function say(words) {
  const place = byId("saying");
  place.textContent = words;
  clearTimeout(timer);
  timer = setTimeout(() => (place.textContent = ""), SECONDS * 1000);
}

/** Tells screen readers alone: that an answer is there. */
export function announce(words) {
  byId("announcement").textContent = words;
}
