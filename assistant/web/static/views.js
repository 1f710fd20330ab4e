// The two views of the page: the conversation and the documents.
import { byId } from "./dom.js";

/** Shows one of them, "chat" or "documents". */
export function show(name) {
  document.documentElement.dataset.view = name;
  for (const one of document.querySelectorAll("[data-view]:not(:root)")) {
    one.toggleAttribute("aria-current", one.dataset.view === name);
    if (one.dataset.view === name) one.setAttribute("aria-current", "page");
  }
  byId("conversation").hidden = name !== "chat";
  byId("documents").hidden = name !== "documents";
  dispatchEvent(new CustomEvent("footnote-view", { detail: name }));
}
