// Scrolling one part of the page, and only it: scrollIntoView would move the page around it too.

const FRAMES = 6;
const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const FAR = 3; // heights of the scroller beyond which nobody wants to watch it scroll

/**
 * Brings an element or range to `share` of the scroller's height from its top: smoothly where it
 * is near and `smooth` is asked for.
 */
export function bring(scroller, target, { share = 0, smooth = false } = {}) {
  const away = () =>
    target.getBoundingClientRect().top -
    scroller.getBoundingClientRect().top -
    scroller.clientHeight * share;
  const near = Math.abs(away()) < FAR * scroller.clientHeight;
  if (smooth && near && !CALM.matches) {
    scroller.scrollTo({ top: scroller.scrollTop + away(), behavior: "smooth" });
  } else {
    settle(away, () => scroller.scrollTo({ top: scroller.scrollTop + away() }), FRAMES);
  }
}

/** Jumps anew for some frames: what is near the target is drawn only then, higher than thought. */
function settle(away, jump, frames) {
  if (Math.abs(away()) > 1) jump();
  if (frames) requestAnimationFrame(() => settle(away, jump, frames - 1));
}
