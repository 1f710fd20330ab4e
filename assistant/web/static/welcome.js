// Before the first question: what this is, what it has read, what one might ask.
import { el } from "./dom.js";
import { listed } from "./store.js";
import { moment, t } from "./strings.js";
import { questions } from "./turn.js";

const LISTED_DOCUMENTS = 8;
const LISTED_CONVERSATIONS = 3;

/** The empty conversation, from what the page knows of the server. */
export function welcome({ documents, status, starters, failure }) {
  const all = [...documents.values()];
  const more = all.length - LISTED_DOCUMENTS;
  if (failure) return el("section", { class: "welcome" }, el("p", { class: "failure" }, failure));
  if (status === null) return waiting();
  return el(
    "section",
    { class: "welcome" },
    el("h2", {}, all.length ? t("welcome", { n: all.length }) : t("welcome_empty")),
    el("p", {}, t("welcome_text")),
    el(
      "ul",
      { class: "documents", "aria-label": t("documents") },
      all.slice(0, LISTED_DOCUMENTS).map((one) => el("li", {}, documentLink(one))),
      more > 0 ? el("li", {}, t("welcome_more", { n: more })) : null,
    ),
    status.synced ? el("p", { class: "synced" }, t("synced", { when: moment(status.synced) })) : null,
    questions(t("could_ask"), starters),
    earlier(),
  );
}

function waiting() {
  const line = () => el("span", { class: "line" });
  const lines = el("div", { class: "skeleton" }, line(), line(), line(), line());
  return el("section", { class: "welcome waiting", "aria-busy": "true" }, lines);
}

/** A link that opens a document. */
export const documentLink = ({ id, title }) =>
  el("a", { href: `./#document/${encodeURIComponent(id)}`, dir: "auto" }, title);

function earlier() {
  const kept = listed().slice(0, LISTED_CONVERSATIONS);
  if (!kept.length) return null;
  const choice = ({ id, title }) =>
    el("li", {}, el("button", { type: "button", "data-conversation": id, dir: "auto" }, title));
  const list = el("ul", {}, kept.map(choice));
  return el("div", { class: "questions" }, el("h3", {}, t("earlier")), list);
}
