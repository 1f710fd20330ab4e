// The widget's page in a frame. The page around it sends one port, over which it may ask and reset
// and is told what happens, never what is said.

const { parents } = document.currentScript.dataset;
const allowed = [location.origin, ...JSON.parse(parents)];
const widget = document.querySelector("#widget"); // runs after this script

if (window.parent !== window) {
  // Only pages of the site can be around this one (frame-ancestors); theirs are these wishes.
  const wishes = JSON.parse(decodeURIComponent(location.hash.slice(1)) || "{}");
  for (const name of ["title", "color", "greeting", "questions", "lang"]) {
    if (typeof wishes[name] === "string") widget.dataset[name] = wishes[name];
  }
  widget.dataset.header = "off"; // the page around it has one
  // A browser tells a frame of another origin the system's colours, not those of the page around.
  if (typeof wishes.scheme === "string") document.documentElement.style.colorScheme = wishes.scheme;
}

window.addEventListener("message", ({ source, origin, data, ports: [port] }) => {
  if (source !== window.parent || !allowed.includes(origin) || data !== "footnote" || !port) return;
  const { Footnote } = window;
  port.onmessage = ({ data: [name, words] }) => {
    if (name === "ask") Footnote.ask(words);
    else if (name === "reset") Footnote.reset();
  };
  for (const event of ["ready", "close", "question", "answer", "citation", "feedback", "error"]) {
    Footnote.on(event, (detail) => port.postMessage([event, detail]));
  }
});
