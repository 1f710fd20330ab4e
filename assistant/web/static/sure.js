// A question of the page itself before something is done that cannot be undone.
import { button, byId, el } from "./dom.js";
import { t } from "./strings.js";

/** Whether somebody is sure; `doing` names what is done. */
export function sure(words, doing) {
  return new Promise((resolve) => {
    const close = () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    };
    const dialog = el(
      "dialog",
      { "aria-labelledby": "sure", on: { close } },
      el("p", { id: "sure" }, words),
      el(
        "p",
        { class: "choice" },
        button(doing, () => dialog.close("yes")),
        button(t("cancel"), () => dialog.close("no"), { autofocus: true }),
      ),
    );
    byId("app").append(dialog);
    dialog.showModal();
  });
}
