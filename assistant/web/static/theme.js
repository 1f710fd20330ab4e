// Light or dark: as the system says, or as it was chosen here.
import { el } from "./dom.js";
import { t } from "./strings.js";

const KEY = "footnote:theme";
const DARK = matchMedia("(prefers-color-scheme: dark)");

function chosen() {
  try {
    return localStorage.getItem(KEY) ?? "auto";
  } catch {
    return "auto"; // storage is denied
  }
}

function apply() {
  const theme = chosen();
  const dark = theme === "dark" || (theme === "auto" && DARK.matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

/** The switch. */
export function appearance() {
  const option = (theme) =>
    el("option", { value: theme, selected: theme === chosen() }, t(`theme_${theme}`));
  const change = (event) => {
    try {
      localStorage.setItem(KEY, event.target.value);
    } catch {
      return; // storage is denied: the system decides
    }
    apply();
  };
  return el("label", { class: "appearance" }, t("theme"), " ",
    el("select", { on: { change } }, ["auto", "light", "dark"].map(option)));
}

apply();
DARK.addEventListener("change", apply);
