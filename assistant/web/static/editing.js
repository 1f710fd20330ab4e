// A question in its place, being changed.
import { button, el } from "./dom.js";
import { t } from "./strings.js";

/** The form; `again` is told the new words, `close` that nothing is to change. */
export function editing(question, { again, close }) {
  const given = { "aria-label": t("edit_label"), rows: "2", maxlength: "4000", dir: "auto" };
  const field = el("textarea", given);
  field.value = question;
  const submit = (event) => {
    event.preventDefault();
    again(field.value);
  };
  const keydown = (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      submit(event);
    }
  };
  return el(
    "form",
    { class: "editing", on: { keydown, submit } },
    el("h2", { class: "unseen" }, t("edit_label")), // the turn keeps a heading
    field,
    el("button", { type: "submit" }, t("edit_save")),
    button(t("cancel"), close),
  );
}
