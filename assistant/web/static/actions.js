// What can be done with an answer: copy it, link to it, ask again, say whether it was right.
import { copyOf, sendFeedback } from "./api.js";
import { button, el, icon } from "./dom.js";
import { t } from "./strings.js";
import { say } from "./saying.js";

const THUMB =
  "M4 10.5h3.5V20H4zM7.5 10.5 11.6 3c1.5 0 2.4 1.2 2.1 2.6L13 9h5.4" +
  "c1.2 0 2 1 1.8 2.1l-1.3 7c-.2 1.1-1.1 1.9-2.2 1.9H7.5";
const REASONS = ["answer_wrong", "evidence_wrong", "should_refuse"];

/** The row of buttons below a reply; `at` says where it stands: {last, feedback, history}. */
export function actions(exchange, at) {
  const judged = at.feedback && exchange.answer;
  return el(
    "div",
    { class: "actions", role: "group", "aria-label": t("actions") },
    exchange.answer ? copyMenu(exchange) : null,
    exchange.answer
      ? button(t("link"), () => copyLink(exchange), { "aria-label": t("link_label") })
      : null,
    at.last ? button(t("retry"), null, { "data-do": "retry" }) : null,
    judged ? thumbs(exchange, at.history) : null,
  );
}

function copyMenu(exchange) {
  const choice = (format) =>
    el("li", {}, button(t(`copy_${format}`), (event) => copy(event, exchange, format)));
  return el(
    "details",
    { class: "menu" },
    el("summary", {}, t("copy")),
    el("ul", { "aria-label": t("copy_as") }, ["text", "markdown", "html"].map(choice)),
  );
}

async function copy(event, exchange, format) {
  const menu = event.target.closest("details");
  menu.open = false;
  menu.querySelector("summary").focus();
  try {
    const words = await copyOf(format, exchange.answer);
    await toClipboard(words, format === "html" ? words : null);
    say(t("copied"));
  } catch (error) {
    say(error.message || t("not_copied"));
  }
}

/** A link that asks the same question; in this browser it leads to this very answer. */
function linkTo({ id, standalone, question }) {
  const asked = encodeURIComponent(standalone || question);
  return new URL(`#ask/${asked}/${id}`, document.baseURI).href;
}

async function copyLink(exchange) {
  try {
    await toClipboard(linkTo(exchange), null);
    say(t("copied"));
  } catch {
    say(t("not_copied"));
  }
}

async function toClipboard(text, html) {
  if (html && navigator.clipboard?.write) {
    const item = { "text/plain": new Blob([text], { type: "text/plain" }) };
    item["text/html"] = new Blob([html], { type: "text/html" });
    return navigator.clipboard.write([new ClipboardItem(item)]);
  }
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // A page over plain HTTP on another machine has no clipboard but this old way.
  const field = el("textarea", { class: "unseen" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error(t("not_copied"));
}

function thumbs(exchange, history) {
  const pressed = (verdict) => String(exchange.verdict === verdict);
  const isBad = Boolean(exchange.verdict) && exchange.verdict !== "good";
  return el(
    "span",
    { class: "thumbs" },
    button(icon(THUMB), (event) => judge(event, exchange, { verdict: "good", history }), {
      "aria-label": t("good"),
      "aria-pressed": pressed("good"),
    }),
    button(icon(THUMB, { class: "down" }), (event) => openReasons(event, exchange, history), {
      "aria-label": t("bad"),
      "aria-pressed": String(isBad),
    }),
  );
}

function openReasons(event, exchange, history) {
  const row = event.target.closest(".actions");
  const open = row.parentElement.querySelector("form.reasons");
  if (open) return open.remove();
  const form = reasons(exchange, history);
  row.after(form);
  form.querySelector("input").focus();
}

function reasons(exchange, history) {
  const kinds = exchange.state === "refused" ? ["should_answer"] : REASONS;
  const name = `why-${exchange.id}`;
  const choice = (kind, place) =>
    el("label", {}, el("input", { type: "radio", name, value: kind, checked: place === 0 }), t(kind));
  return el(
    "form",
    {
      class: "reasons",
      on: {
        submit: (event) => {
          event.preventDefault();
          const given = Object.fromEntries(new FormData(event.target));
          judge(event, exchange, { verdict: given[name], comment: given.comment, history });
        },
      },
    },
    el("fieldset", {}, el("legend", {}, t("what_wrong")), kinds.map(choice)),
    el(
      "label",
      {},
      t("comment"),
      el("textarea", { name: "comment", rows: "2", maxlength: "2000", dir: "auto" }),
    ),
    el("button", { type: "submit" }, t("send")),
  );
}

async function judge(event, exchange, { verdict, comment = "", history }) {
  const { id, question, scope, answer } = exchange;
  const taken = exchange.verdict === verdict && verdict === "good" ? "none" : verdict;
  const { explanation, ...bare } = answer;
  const turnElement = event.target.closest(".turn");
  try {
    await sendFeedback({
      id,
      verdict: taken,
      comment,
      question,
      history: history(),
      documents: scope ?? [],
      answer: bare,
      expected: null,
    });
  } catch (error) {
    return say(t("feedback_failed", { why: error.message }));
  }
  exchange.verdict = taken === "none" ? null : taken;
  const judging = [...turnElement.querySelectorAll(".thumbs, form.reasons")];
  const isHeld = judging.some((part) => part.contains(document.activeElement));
  turnElement.querySelector("form.reasons")?.remove();
  const anew = thumbs(exchange, history);
  turnElement.querySelector(".thumbs").replaceWith(anew);
  if (isHeld) anew.children[verdict === "good" ? 0 : 1].focus({ preventScroll: true });
  turnElement.dispatchEvent(new CustomEvent("judged", { bubbles: true, detail: exchange }));
  say(t("thanks"));
}
