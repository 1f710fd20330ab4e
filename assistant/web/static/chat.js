// The chat page: its frame, and what its links, buttons and keys do.
import { getStatus, listDocuments, starters } from "./api.js";
import { composer } from "./composer.js";
import * as conversation from "./conversation.js";
import { keptDialog, openKept, showKept, toolsMenu } from "./conversations.js";
import { documentsView, drawDocuments } from "./documents.js";
import { button, byId, el } from "./dom.js";
import { quoteCard } from "./quote-card.js";
import { offerEvidence } from "./selection.js";
import { closeSource, isOpen, openSource, sourcePanel } from "./source.js";
import { language, t } from "./strings.js";
import { show } from "./views.js";
import { tellWriter } from "./writer.js";

const CITATION = /^#cite\/([^/]+)\/(\d+)-(\d+)$/;
const DOCUMENT = /^#document\/([^/]+)$/;
const ANSWER = /^#ask\/([^/]+)\/([0-9a-f]{1,64})$/;
const RETRY_STARTERS = 1500; // milliseconds, while the server is still making questions

function frame() {
  const view = (name) =>
    button(t(name), () => show(name), { data: { view: name } });
  return el(
    "div",
    { id: "app" },
    el("a", { class: "skip", href: "#question" }, t("skip")),
    el(
      "div",
      { id: "chat" },
      el(
        "header",
        { id: "masthead" },
        el("h1", {}, t("title")),
        el("nav", { "aria-label": t("title") }, view("chat"), view("documents")),
        el(
          "div",
          { class: "tools" },
          button(t("conversations"), showKept, { class: "quiet" }),
          toolsMenu(),
        ),
      ),
      el(
        "main",
        { id: "conversation", class: "scroller", tabindex: "-1" },
        el("div", { id: "turns" }),
      ),
      documentsView(refresh),
      composer((question) => (show("chat"), conversation.ask(question))),
    ),
    sourcePanel(),
    el("p", { id: "saying", role: "status" }),
    el("p", { id: "announcement", class: "unseen", role: "status" }),
    keptDialog(),
  );
}

/** Asks the server for its documents and status anew, and brings the page in line with them. */
async function refresh() {
  const known = conversation.known;
  const before = [known.failure, known.status?.synced].join();
  try {
    const [status, documents] = await Promise.all([getStatus(), listDocuments()]);
    Object.assign(known, { status, documents: byIdOf(documents), failure: null });
    tellWriter(status.writer);
  } catch (error) {
    known.failure = error.message;
  }
  const news = before !== [known.failure, known.status?.synced].join();
  if (news) conversation.update();
  if (known.failure) return;
  if (news) fetchStarters().catch(() => {});
  drawDocuments(known);
  await conversation.check();
}

const byIdOf = (documents) => new Map(documents.map((one) => [one.id, one]));

let startersOf = ""; // the documents that the questions to begin with are of

/** The chosen documents that there are; none means all. */
const asked = () => conversation.scope().filter((id) => conversation.known.documents.has(id));

async function fetchStarters() {
  const ids = asked();
  const of = ids.join("\n");
  if (startersOf !== of) offer([]);
  startersOf = of;
  const { questions, ready } = await starters(ids);
  if (startersOf !== of) return; // others are chosen by now, and asked for
  offer(questions);
  if (!ready) setTimeout(() => fetchStarters().catch(() => {}), RETRY_STARTERS);
}

function offer(questions) {
  const news = questions.join("\n") !== conversation.known.starters.join("\n");
  conversation.known.starters = questions;
  if (news && byId("turns").querySelector(".welcome")) conversation.draw();
}

addEventListener("footnote-scope", () => {
  if (conversation.known.status && startersOf !== asked().join("\n")) {
    fetchStarters().catch(() => {});
  }
});

/** What a link within an answer, or the address of the page, points to. */
function follow(hash, link) {
  const [, cited, start, end] = CITATION.exec(hash) ?? [];
  if (cited) return openCitation(decoded(cited), Number(start), Number(end), link);
  const [, whole] = DOCUMENT.exec(hash) ?? [];
  if (whole) openSource({ id: decoded(whole), link });
  const [, question, id] = ANSWER.exec(hash) ?? [];
  if (!question) return;
  history.replaceState(null, "", location.pathname + location.search); // asked once, not each load
  show("chat");
  conversation.goTo(id, decoded(question));
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // an address that somebody typed
  }
}

function openCitation(id, start, end, link) {
  const exchange = conversation.exchangeOf(link?.dataset.turn);
  const marker = Number(link?.dataset.marker);
  const cited = exchange?.citations ?? [{ document: id, start, end, title: id }];
  const at = exchange ? cited.findIndex((one) => one.marker === marker) : 0;
  openSource({ id, cited, at, link, onBack: exchange ? wayBack(exchange.id) : null });
  if (link) current(link);
}

const wayBack = (id) => (marker, { stay }) => backTo(id, marker, stay);

function current(link) {
  document.querySelector("a[aria-current='true']")?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
}

/** From words in the document to their footnote; `stay`: the focus stays where it is. */
function backTo(id, marker, stay) {
  const chip = byId(`turn-${id}`)?.querySelector(`.chip[data-marker="${marker}"]`);
  current(chip);
  if (stay || !chip) return;
  show("chat");
  chip.closest(".statement").scrollIntoView({ block: "nearest" });
  chip.focus();
}

function askFrom(asked) {
  show("chat");
  if (conversation.ask(asked.dataset.ask)) conversation.focusLast();
}

const DO = {
  retry: () => conversation.retry(),
  edit: (exchange) => conversation.edit(exchange),
};

document.addEventListener("click", (event) => {
  const { target } = event;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
  const kept = target.closest("[data-conversation]");
  if (kept) return openKept(kept.dataset.conversation);
  const asked = target.closest("[data-ask]");
  if (asked) return askFrom(asked);
  const act = target.closest("[data-do]");
  if (act) return DO[act.dataset.do](conversation.exchangeOf(act.closest(".turn").dataset.id));
  const link = target.closest("a[href^='./#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  follow(link.hash, link);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (isOpen() && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    closeSource();
  }
});

addEventListener("storage", ({ key }) => conversation.takeOver(key));
addEventListener("footnote-view", ({ detail }) => detail === "documents" && refresh());
addEventListener("footnote-placed", () => conversation.update());
addEventListener("judged", ({ detail }) => conversation.keep(detail));
addEventListener("hashchange", () => follow(location.hash, null));
addEventListener("visibilitychange", () => document.hidden || refresh().catch(() => {}));

/** Builds the page, as soon as there is a body to build it in. */
function begin() {
  if (!document.body) return void requestAnimationFrame(begin);
  document.documentElement.lang = language;
  document.body.append(frame());
  document.querySelector("#app main").append(quoteCard(conversation.exchangeOf));
  offerEvidence(conversation.exchangeOf, openSource, wayBack);
  show("chat");
  conversation.draw();
  dispatchEvent(new Event("footnote-scope"));
  byId("question").focus();
  history.replaceState(null, ""); // a sheet that was open when the page was loaded anew
  refresh().catch(() => {});
  follow(location.hash, null);
}

begin();
