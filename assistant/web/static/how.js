// How an answer was found, as a closed panel below it.
import { el } from "./dom.js";
import { count, percent, t } from "./strings.js";
import { inWords } from "./told.js";

const STEPS = [
  "encode",
  "dense",
  "lexical",
  "load",
  "retrieve",
  "read",
  "first",
  "write",
  "check",
  "total",
];
const COUNTS = ["statements", "recited", "rewritten", "dropped", "unknown", "evidence", "trimmed"];
const TOKENS = ["prompt_tokens", "completion_tokens"];
const TASKS = ["rewriting", "expansion", "repair", "translation"];

/** The panel of an answer's explanation, of the account of its writing, and of a model's help. */
export function howFound({ explanation, writing, helping }) {
  const steps = [
    explanation ? found(explanation) : null,
    writing ? written(writing) : null,
    helping ? helped(helping) : null,
  ];
  return el(
    "details",
    { class: "how" },
    el("summary", {}, t("how")),
    el("div", { class: "steps" }, steps.flat()),
  );
}

function found(explanation) {
  return [
    el("p", {}, t("understood"), quoted(explanation.understood)),
    el("p", {}, confidence(explanation)),
    ...explanation.searches.map((search) => searchOf(search, explanation)),
    section(t("time"), numbers(times(explanation.seconds))),
  ];
}

function written(writing) {
  const rows = (names) => names.map((name) => [t(`writing_${name}`), count(writing[name] ?? 0)]);
  return [
    section(t("writing"), numbers(rows(COUNTS))),
    section(t("writing_cost"), numbers([...rows(TOKENS), ...times(writing.seconds)])),
    writing.failure ? el("p", {}, t(`why_${writing.failure}`)) : null,
  ];
}

function helped(helping) {
  const row = ([task, { calls, prompt_tokens: read, completion_tokens: said, seconds }]) => [
    TASKS.includes(task) ? t(`helping_${task}`) : task,
    t("helping_cost", { n: calls, read, said, ms: Math.round(1000 * seconds) }),
  ];
  return section(t("helping"), numbers(Object.entries(helping).map(row)));
}

function confidence({ confidence: sure, refuse_below: least, searches }) {
  const words = t("confidence", { share: percent(sure), least: percent(least) });
  return searches.length ? words : words + t("whole");
}

function searchOf(search, { understood, refuse_below: least }) {
  const chosen = t(search.confidence < least ? "came_nearest" : "chosen");
  const best = { shown: search.passages.length, n: search.searched };
  const weights = Object.entries(search.words).map(([word, weight]) => [word, weight.toFixed(1)]);
  const parts = Object.entries(search.parts).map(([name, adds]) => [inWords(name), signed(adds)]);
  return el(
    "section",
    {},
    search.query === understood ? null : el("h3", { class: "query" }, t("searched_for"), quoted(search.query)),
    section(t("words_searched"), numbers(weights)),
    search.sentences.length ? section(chosen, list(search.sentences.map(sentence))) : null,
    section(t("parts", { share: percent(search.confidence) }), numbers(parts)),
    section(t("best_of", best), list(search.passages.map(passage))),
  );
}

const quoted = (words) => el("q", { dir: "auto" }, words);
const list = (rows) => el("ol", { class: "found" }, rows);
const minus = (text) => text.replaceAll("-", "−");
const signed = (value) => minus(`${value < 0 ? "" : "+"}${value.toFixed(2)}`);

function section(heading, content) {
  return el("section", {}, el("h3", {}, heading), content);
}

function numbers(rows) {
  const row = ([name, value]) =>
    el("div", {}, el("dt", { dir: "auto" }, name), el("dd", {}, value));
  return el("dl", {}, rows.map(row));
}

function times(seconds) {
  const name = (step) => (STEPS.includes(step) ? t(`step_${step}`) : step);
  const milliseconds = (took) => `${Math.round(1000 * took)} ms`;
  return Object.entries(seconds).map(([step, took]) => [name(step), milliseconds(took)]);
}

function sentence({ beginning, share }) {
  return el(
    "li",
    {},
    el("p", { class: "words", dir: "auto" }, beginning),
    el("p", { class: "scores" }, shareOf(share)),
  );
}

const shareOf = (share) =>
  share === null ? t("context_share") : t("share", { share: percent(share) });

function passage(found) {
  const rank = (place) => (place ? t("rank", { n: place }) : t("no_rank"));
  const scores = [
    t("score", { n: found.score.toFixed(2) }),
    t("meaning", { n: found.similarity.toFixed(2), rank: rank(found.dense_rank) }),
    t("best_sentence", { n: found.best_sentence.toFixed(2) }),
    t("by_words", { n: found.lexical.toFixed(2), rank: rank(found.lexical_rank) }),
  ];
  return el(
    "li",
    {},
    el("p", { class: "title", dir: "auto" }, t("found_place", found)),
    el("p", { class: "words", dir: "auto" }, found.beginning),
    el("p", { class: "scores" }, minus(scores.join(" · "))),
  );
}
