// Elements made from plain values: words become text nodes, so nothing they say takes effect.

/**
 * An element. `given` holds attributes (true: without a value; null or false: left out),
 * `on` maps events to listeners, `data` goes to the dataset. Strings among children are text.
 */
export function el(name, given = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") listen(element, value);
    else if (key === "data") Object.assign(element.dataset, value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

function listen(element, listeners) {
  for (const [event, listener] of Object.entries(listeners)) {
    element.addEventListener(event, listener);
  }
}

/** A button that does something; `given` as in `el`. */
export function button(words, act, given = {}) {
  return el("button", { type: "button", on: { click: act }, ...given }, words);
}

const SVG = "http://www.w3.org/2000/svg";

/** A drawing of one line, 24 by 24; names and colours come from what it stands in. */
export function icon(path, given = {}) {
  const drawing = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  const attributes = { viewBox: "0 0 24 24", "aria-hidden": "true", ...given };
  for (const [key, value] of Object.entries(attributes)) drawing.setAttribute(key, value);
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
}

/** An element of the page by its id. */
export const byId = (id) => document.getElementById(id);
