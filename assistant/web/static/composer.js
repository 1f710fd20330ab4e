// Where one asks: the box, the button that asks or stops, and which documents are asked.
import { setScope, scope, stop } from "./conversation.js";
import { button, byId, el } from "./dom.js";
import { t } from "./strings.js";
import { writerLine } from "./writer.js";

const LONGEST_QUESTION = 4000; // as in assistant/chain.py

/** The form; `ask` is told the question and says whether it is being asked. */
export function composer(ask) {
  const field = el("textarea", {
    id: "question",
    rows: "1",
    dir: "auto",
    maxlength: String(LONGEST_QUESTION),
    "aria-label": t("ask_label"),
    placeholder: t("ask_placeholder"),
  });
  const submit = () => {
    if (ask(field.value)) field.value = "";
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  const send = el("button", { type: "submit", class: "primary" }, t("ask"));
  const halt = button(t("stop"), stop, { class: "primary", hidden: true });
  addEventListener("footnote-busy", ({ detail }) => {
    const focused = [send, halt].includes(document.activeElement);
    [send.hidden, halt.hidden] = [detail, !detail];
    if (focused) field.focus();
  });
  addEventListener("footnote-scope", tellScope);
  return el(
    "form",
    { id: "composer", "aria-label": t("ask_label"), on: { submit: (event) => (event.preventDefault(), submit()) } },
    el("p", { id: "scope", hidden: true }),
    el("div", { class: "box" }, field, send, halt),
    writerLine(),
  );
}

/** Puts words into the box, ready to be changed and asked. */
export function write(words) {
  byId("question").value = words;
  byId("question").focus();
}

function tellScope() {
  const line = byId("scope");
  line.hidden = !scope().length;
  const askAll = () => (setScope([]), byId("question").focus()); // the button goes
  const all = button(t("scope_clear"), askAll, { class: "quiet" });
  line.replaceChildren(t("scope", { n: scope().length }), " ", all);
}
