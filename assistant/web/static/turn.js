// One exchange as a reader sees it: the question and, below it, as much of the reply as there is.
import { actions } from "./actions.js";
import { button, el } from "./dom.js";
import { drafted } from "./draft.js";
import { howFound } from "./how.js";
import { language, t } from "./strings.js";
import { inWords } from "./told.js";
import { writingNote, writtenBy } from "./writer.js";

const FAIRLY_SURE_BELOW = 0.6;
const UNSURE_BELOW = 0.4; // as in assistant/answer.py

/** The exchange as an article; `at` says where it stands: {last, documents, feedback, history}. */
export function turn(exchange, at) {
  return el(
    "article",
    { class: "turn", id: `turn-${exchange.id}`, data: { state: exchange.state, id: exchange.id } },
    el(
      "header",
      {},
      el("h2", { class: "question", dir: "auto", tabindex: "-1" }, exchange.question),
      button(t("edit"), null, {
        class: "quiet",
        "data-do": "edit",
        "aria-label": t("edit_label"),
      }),
    ),
    readAs(exchange),
    ...reply(exchange, at),
  );
}

/** What a screen reader is told once the exchange is done. */
export function announcement(exchange) {
  const { state, answer, failure } = exchange;
  if (state === "answered") return t("announce", { n: answer.citations.length });
  if (state === "refused") return refusalOf(answer);
  return inWords(failure ?? answer?.text ?? t("stopped"));
}

function readAs({ question, standalone }) {
  if (!standalone || standalone.trim() === question.trim()) return null;
  return el("p", { class: "read-as" }, t("read_as"), el("q", { dir: "auto" }, standalone));
}

function reply(exchange, at) {
  const { state, answer, failure } = exchange;
  if (state === "reading") {
    const takenBack = exchange.withdrawn ? el("p", { class: "note" }, t("taken_back")) : null;
    return [...before(exchange), statements(exchange, null), takenBack, skeleton(exchange)];
  }
  if (state === "stopped" || state === "failed") {
    const why = state === "failed" ? inWords(failure) : t("stopped");
    const said = statements(exchange, null);
    return [said, el("p", { class: "failure" }, why), ...after(exchange, at)];
  }
  if (state === "notice") return [el("p", { class: "notice", dir: "auto" }, inWords(answer.text))];
  if (state === "refused") return [refusal(exchange, at), ...after(exchange, at)];
  return [
    ...before(exchange),
    statements(exchange, answer.short_answer),
    ...notes(answer),
    writtenBy(answer),
    sources(exchange),
    ...after(exchange, at),
  ];
}

function after(exchange, at) {
  const { answer } = exchange;
  return [
    answer?.explanation || answer?.writing || answer?.helping ? howFound(answer) : null,
    actions(exchange, at),
    at.last && exchange.state !== "refused" ? questions(t("follow_ups"), exchange.followUps) : null,
  ];
}

/** What stands before the statements, from the first of them on, so that nothing moves later. */
function before(exchange) {
  const { lead, confidence } = exchange;
  return [
    confidence === null ? null : sureness(confidence),
    lead ? el("p", { class: "lead" }, leadOf(lead)) : null,
  ];
}

function skeleton({ draft }) {
  const drafting = draft ? "skeleton drafting" : "skeleton";
  const line = () => el("span", { class: "line" });
  const told = el("span", { class: "unseen" }, t("reading"));
  return el("div", { class: drafting, role: "status" }, told, line(), line(), line());
}

function sureness(confidence) {
  if (confidence >= FAIRLY_SURE_BELOW) return null;
  return el("p", { class: "unsure" }, t(confidence < UNSURE_BELOW ? "unsure" : "fairly"));
}

/** The server's fixed words in the page's language; what it does not know stays as it is. */
function leadOf(lead) {
  if (lead === "The document says:") return t("lead_one");
  return lead === "The documents say:" ? t("lead_several") : lead;
}

function notes(answer) {
  return (answer.notes ?? []).map((note) => {
    const words = writingNote(note, answer) ?? inWords(note);
    return el("p", { class: "note", dir: "auto" }, words);
  });
}

function statements({ id, statements: said, citations, draft }, short) {
  const byMarker = new Map(citations.map((citation) => [citation.marker, citation]));
  const shown = said
    .map((statement) => ({
      statement,
      cited: statement.citations.map((marker) => byMarker.get(marker)).filter(Boolean),
    }))
    // What has no citation is never shown as an answer.
    .filter(({ statement, cited }) => cited.length || !statement.supported)
    .map((one) => statementOf(id, one, short));
  return el("div", { class: "answer" }, shown, draft ? drafted(draft) : null);
}

function statementOf(id, { statement, cited }, short) {
  const { text, supported, reason } = statement;
  const background = cited.length && cited.every((citation) => citation.role === "context");
  const role = background ? "context" : "evidence";
  const confirmed = supported ? "" : " unsupported";
  const struck = [el("span", { class: "unseen", dir: "auto" }, t("struck")), el("s", {}, text)];
  return el(
    "p",
    { class: `statement ${role}${confirmed}`, dir: "auto", data: { markers: statement.citations } },
    supported ? withShortAnswer(text, cited, short) : struck,
    el("span", { class: "chips" }, cited.map((citation) => chip(id, citation))),
    supported ? null : el("em", { class: "warning", dir: "auto" }, t("not_confirmed"), reason && ` ${inWords(reason)}`),
  );
}

/** The statement's text, with the short answer in `strong` where it stands in it. */
function withShortAnswer(text, citations, short) {
  const holds = ({ document, start, end, quote }) =>
    document === short.document && start <= short.start && short.end <= end && flat(quote) === text;
  const citation = short && citations.find(holds);
  if (!citation) return [text];
  const before = Array.from(citation.quote).slice(0, short.start - citation.start).join("");
  const start = flat(`${before}.`).length - 1;
  const end = start + flat(short.text).length;
  return [text.slice(0, start), el("strong", {}, text.slice(start, end)), text.slice(end)];
}

/** A quote as a statement shows it: with a space for each stretch of white space. */
export const flat = (quote) => quote.split(/\s+/u).filter(Boolean).join(" ");

function chip(id, citation) {
  const stale = staleness(citation);
  const name = t("footnote", { n: citation.marker, title: citation.title });
  return el(
    "a",
    {
      class: stale ? "chip stale" : "chip",
      href: placeOf(citation),
      "aria-label": stale ? `${name}, ${stale}` : name,
      data: { turn: id, marker: citation.marker },
    },
    String(citation.marker),
  );
}

function staleness({ standing }) {
  if (standing?.state === "changed") return t("stale");
  return standing?.state === "missing" ? t("stale_missing") : null;
}

/** The link that opens a document at the cited words. */
const placeOf = ({ document, start, end }) =>
  `./#cite/${encodeURIComponent(document)}/${start}-${end}`;

function sources({ id, citations }) {
  if (!citations.length) return null;
  return el(
    "details",
    { class: "sources" },
    el("summary", {}, t("sources", { n: citations.length })),
    el("ol", {}, citations.map((citation) => el("li", {}, source(id, citation)))),
  );
}

function source(id, citation) {
  const { marker, title, page, role, quote } = citation;
  const stale = staleness(citation);
  const where = page === null ? title : `${title}, ${t("page", { n: page })}`;
  return el(
    "a",
    { href: placeOf(citation), data: { turn: id, marker } },
    el("span", { class: "marker" }, String(marker)),
    el("span", { class: "title", dir: "auto" }, where, role === "context" ? t("for_context") : null),
    el("q", { class: "words", dir: "auto", id: `quote-${id}-${marker}` }, quote),
    stale ? el("span", { class: "stale" }, stale) : null,
  );
}

const refusalOf = (answer) => (language === "en" ? withoutNotes(answer) : t("refusal"));

/** The text of a refusal, whose notes are shown apart. */
function withoutNotes({ text, notes = [] }) {
  const said = notes.join(" ");
  return (said && text.endsWith(said) ? text.slice(0, -said.length) : text).trimEnd();
}

function refusal(exchange, at) {
  const { answer, followUps = [] } = exchange;
  return el(
    "div",
    { class: "refusal" },
    el("p", { class: "refusal-text", dir: "auto" }, refusalOf(answer)),
    ...notes(answer),
    el("p", { class: "searched" }, searched(exchange, at), " ", t("rephrase")),
    at.last ? questions(t("instead"), followUps) : null,
    answer.passages.length ? el("h3", {}, t("nearest")) : null,
    answer.passages.length
      ? el("ol", { class: "passages" }, answer.passages.map((one) => passage(one, at)))
      : null,
  );
}

/** What a question without chosen documents is searched in: how many, and the title of one alone. */
export function allOf(documents) {
  const only = documents.size === 1 ? [...documents.values()][0].title : "";
  return { n: documents.size, title: only };
}

function searched({ scope = [], searched: then }, { documents }) {
  if (scope.length) return t("searched_scope", { n: scope.length });
  return t("searched", then ?? allOf(documents));
}

function passage({ document, start, end, text }, { documents }) {
  return el(
    "li",
    {},
    el(
      "a",
      { href: placeOf({ document, start, end }) },
      el("span", { class: "title", dir: "auto" }, documents.get(document)?.title ?? document),
      el("span", { class: "words", dir: "auto" }, text.trim()),
    ),
  );
}

/** Questions as buttons that ask them; nothing where there are none. */
export function questions(heading, asked = []) {
  if (!asked.length) return null;
  const choice = (one) => el("li", {}, button(one, null, { "data-ask": one, dir: "auto" }));
  const buttons = asked.map(choice);
  return el("div", { class: "questions" }, el("h3", {}, heading), el("ul", {}, buttons));
}
