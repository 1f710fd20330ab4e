// Who writes the answers, where text goes for that, and what became of the writing.
import { byId, el } from "./dom.js";
import { t } from "./strings.js";

const OWN_WORDS = "These are the documents’ own words."; // as in assistant/composing.py
const LEFT_OUT = /^(One|\d+) sentences? (?:was|were) left out, as the documents don’t/;

/** The line near the composer; it is empty as long as no model writes. */
export const writerLine = () => el("p", { id: "writer", hidden: true });

/** Says on that line where text goes; `writer` is {model, where, local}, or null. */
export function tellWriter(writer) {
  const line = byId("writer");
  line.hidden = !writer;
  line.textContent = writer ? t(writer.local ? "writes_here" : "writes_there", writer) : "";
}

/** Under a written answer: by whom, and that it was checked. */
export function writtenBy({ mode, model }) {
  return mode === "written" ? el("p", { class: "by" }, t("written_by", { model })) : null;
}

/** A note on the writing in the page's language; null for any other note. */
export function writingNote(note, { writing }) {
  if (!writing) return null;
  const [, count] = LEFT_OUT.exec(note) ?? [];
  if (count) return t("left_out_sentences", { n: count === "One" ? 1 : Number(count) });
  if (!note.endsWith(OWN_WORDS)) return null;
  const declined = note.includes("saw no answer") ? "why_declined" : "why_nothing";
  return `${t(writing.failure ? `why_${writing.failure}` : declined)} ${t("own_words")}`;
}
