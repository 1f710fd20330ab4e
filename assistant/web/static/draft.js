// The sentence that a language model is writing: pale, and said to be unchecked.
import { el } from "./dom.js";
import { t } from "./strings.js";

/** The draft as an element; where it becomes a statement, that stands at the same place. */
export function drafted(draft) {
  return el(
    "p",
    { class: "statement draft", dir: "auto", "aria-busy": "true", "aria-live": "off" },
    el("span", { class: "unseen", dir: "auto" }, t("unchecked"), ": "),
    el("span", { class: "written" }, draft),
    el("em", { class: "checking", dir: "auto", "aria-hidden": "true" }, t("unchecked")),
  );
}

/** Brings the draft of a turn up to date, and nothing else: what is settled stays untouched. */
export function redraft(turn, draft) {
  const before = turn.querySelector(".draft");
  if (before && draft) before.querySelector(".written").textContent = draft;
  else if (draft) turn.querySelector(".answer").append(drafted(draft));
  else before?.remove();
  turn.querySelector(".skeleton")?.classList.toggle("drafting", Boolean(draft));
}
