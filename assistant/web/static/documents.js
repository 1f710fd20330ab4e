// The documents: which there are, how they stand, which are asked; with leave, adding and removing.
import { removeDocument } from "./api.js";
import { known, scope, setScope } from "./conversation.js";
import { button, byId, el } from "./dom.js";
import { say } from "./saying.js";
import { duration, moment, speed, t } from "./strings.js";
import { sure } from "./sure.js";
import { inWords } from "./told.js";
import { uploadArea, uploadOne } from "./uploads.js";
import { documentLink } from "./welcome.js";

const AGAIN = 700; // milliseconds between two looks at a server that is reading

let refreshPage = null;
let looking = null;
let drawn = null; // the documents that are on the page

/** The view, empty and hidden; `refresh` asks the server anew and gives its status. */
export function documentsView(refresh) {
  refreshPage = refresh;
  const filter = (event) => narrow(event.target.value);
  return el(
    "section",
    {
      id: "documents",
      class: "scroller",
      "aria-labelledby": "documents-title",
      hidden: true,
      tabindex: "-1",
    },
    el(
      "div",
      { class: "column" },
      el("h2", { id: "documents-title" }, t("documents")),
      el("div", { id: "sync", role: "status" }),
      el("div", { id: "uploads" }),
      el("input", {
        type: "search",
        id: "filter",
        "aria-label": t("filter"),
        placeholder: t("filter"),
        on: { input: filter },
      }),
      el("ul", { id: "document-list" }),
      el("div", { id: "unread" }),
    ),
  );
}

/** Draws what the server says; looks again while it is reading. */
export function drawDocuments({ documents, status }) {
  byId("sync").replaceChildren(...syncing(status));
  const uploads = byId("uploads");
  if (!status.upload) uploads.replaceChildren();
  else if (!uploads.firstChild) uploads.append(uploadArea(follow));
  const told = JSON.stringify([...documents.values()]);
  if (told !== drawn) {
    drawn = told; // where nothing is new, the focus within the list stays
    const list = [...documents.values()].map((one) => row(one, status.upload));
    byId("document-list").replaceChildren(...list);
    narrow(byId("filter").value);
  }
  const unread = [...reasons("not_read", status.failed), ...reasons("left_out", status.skipped)];
  byId("unread").replaceChildren(...unread);
  const gone = scope().filter((id) => !documents.has(id));
  if (gone.length) {
    setScope(scope().filter((id) => documents.has(id)));
    say(t("scope_gone", { n: gone.length }));
  }
  clearTimeout(looking);
  if (status.state === "indexing") looking = setTimeout(() => refreshPage().catch(() => {}), AGAIN);
}

/** Looks at the server until it has read what was sent to it. */
export async function follow() {
  await refreshPage().catch(() => {});
}

function syncing({ state, done, total, rate, seconds_left: left, error, synced }) {
  if (state === "indexing") {
    const share = total ? Math.round((100 * done) / total) : 0;
    const paced = rate && left !== null ? t("pace", { rate: speed(rate), left: duration(left) }) : "";
    return [
      el("p", {}, t("indexing", { share }), paced && ` · ${paced}`),
      el("progress", { max: "100", value: String(share), "aria-label": t("indexing", { share }) }),
    ];
  }
  if (error) return [el("p", { class: "failure" }, t("sync_error", { why: inWords(error) }))];
  return synced ? [el("p", { class: "note" }, t("synced", { when: moment(synced) }))] : [];
}

function row(one, mayChange) {
  const { id, title, passages, pages, indexed, characters, date } = one;
  const facts = [
    pages === null || pages === undefined ? null : t("pages", { n: pages }),
    t("passages", { n: passages }),
    t("characters", { n: characters }),
    date ? t("dated", { day: date }) : null,
    indexed ? t("indexed", { when: moment(indexed) }) : null,
  ].filter(Boolean);
  return el(
    "li",
    { data: { words: `${title} ${id}`.toLowerCase() } },
    el("input", {
      type: "checkbox",
      checked: scope().includes(id),
      "aria-label": t("ask_about", { title }),
      on: { change: (event) => choose(id, event.target.checked) },
    }),
    el(
      "div",
      {},
      documentLink(one),
      el("p", { class: "id" }, id),
      el("p", { class: "facts" }, facts.join(" · ")),
      mayChange ? changes(one) : null,
    ),
  );
}

function choose(id, chosen) {
  const others = scope().filter((other) => other !== id);
  setScope(chosen ? [...others, id] : others);
}

function changes({ id, title }) {
  const hidden = { class: "unseen", tabindex: "-1", "aria-hidden": "true" };
  const file = el("input", { type: "file", ...hidden });
  file.addEventListener("change", async () => {
    if (file.files[0]) await uploadOne(id, file.files[0], say);
    follow();
  });
  const remove = async () => {
    if (!(await sure(t("remove_sure", { title }), t("remove")))) return;
    try {
      await removeDocument(id);
    } catch (error) {
      say(error.message);
    }
    follow();
  };
  return el(
    "p",
    { class: "changes" },
    file,
    button(t("replace"), () => file.click(), {
      class: "quiet",
      "aria-label": t("replace_named", { title }),
    }),
    button(t("remove"), remove, { class: "quiet", "aria-label": t("remove_named", { title }) }),
  );
}

function reasons(key, files) {
  if (!files.length) return [];
  const one = ({ path, reason }) =>
    el("li", {}, el("span", { class: "id" }, path), `: ${inWords(reason)}`);
  const summary = el("summary", {}, t(key, { n: files.length }));
  return [el("details", { open: key === "not_read" }, summary, el("ul", {}, files.map(one)))];
}

/** Shows the documents whose title or path holds the words. */
function narrow(words) {
  const sought = words.trim().toLowerCase();
  for (const one of byId("document-list").children) {
    one.hidden = !one.dataset.words.includes(sought);
  }
}

addEventListener("footnote-scope", () => {
  for (const [at, id] of [...known.documents.keys()].entries()) {
    const box = byId("document-list")?.children[at]?.querySelector("input");
    if (box) box.checked = scope().includes(id);
  }
});
