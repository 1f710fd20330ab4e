// The conversations that this browser keeps, in a dialog, and what can be done with the open one.
import { clear, isOpen, open, save, undo } from "./conversation.js";
import { write } from "./composer.js";
import { button, byId, el } from "./dom.js";
import { forget, listed, load } from "./store.js";
import { moment, t } from "./strings.js";
import { sure } from "./sure.js";
import { appearance } from "./theme.js";
import { show } from "./views.js";

/** The menu of the page: the conversation's tools and the page's appearance. */
export function toolsMenu() {
  const item = (key, act, given = {}) =>
    el("li", {}, button(t(key), (event) => (closeMenu(event), act()), given));
  return el(
    "details",
    { class: "menu" },
    el("summary", { "aria-label": t("tools") }, "⋯"),
    el(
      "ul",
      {},
      item("new_conversation", () => goOn(null)),
      item("undo", takeBack, { "aria-label": t("undo_label") }),
      item("clear", clearIfSure, { "aria-label": t("clear_label") }),
      item("export_markdown", () => save("markdown")),
      item("export_html", () => save("html")),
      item("print", () => print()),
      el("li", {}, appearance()),
    ),
  );
}

/** Shows another conversation, or a new one. */
function goOn(conversation) {
  open(conversation);
  show("chat");
}

function takeBack() {
  show("chat");
  const question = undo();
  if (question !== null) write(question);
}

async function clearIfSure() {
  if (!(await sure(t("clear_sure"), t("clear")))) return;
  clear();
  show("chat");
}

function closeMenu(event) {
  event.target.closest("details").open = false;
}

/** The dialog with the kept conversations, closed. */
export function keptDialog() {
  return el(
    "dialog",
    { id: "kept", "aria-labelledby": "kept-title" },
    el(
      "header",
      {},
      el("h2", { id: "kept-title" }, t("conversations")),
      button(t("close"), () => byId("kept").close()),
    ),
    el("p", { class: "note" }, t("kept_here")),
    el("ul", { class: "kept-list" }),
    button(t("new_conversation"), () => (byId("kept").close(), goOn(null)), { class: "primary" }),
  );
}

/** Opens the dialog on what is kept now. */
export function showKept() {
  fill();
  byId("kept").showModal();
}

function fill() {
  const rows = listed().map(row);
  const none = el("li", {}, t("none_kept"));
  byId("kept").querySelector("ul").replaceChildren(...(rows.length ? rows : [none]));
}

function row({ id, title, updated }) {
  const remove = async () => {
    if (!(await sure(t("delete_sure", { title }), t("delete")))) return;
    if (isOpen(id)) open(null);
    forget(id);
    fill();
    byId("kept").querySelector("button").focus();
  };
  return el(
    "li",
    {},
    el("button", { type: "button", class: "open", "data-conversation": id },
      el("span", { dir: "auto" }, title), el("time", { datetime: updated }, moment(updated))),
    button(t("delete"), remove, { class: "quiet", "aria-label": t("delete_named", { title }) }),
  );
}

/** Opens a kept conversation by its id. */
export function openKept(id) {
  if (byId("kept").open) byId("kept").close();
  goOn(load(id));
}
