/*! Footnote, Apache-2.0 */
(() => {
if (window.Footnote?.ask) return;

const STRINGS = `
title|Ask the documents|Pregunte a los documentos
ask|Ask|Preguntar
stop|Stop|Parar
close|Close|Cerrar
reset|New conversation|Nueva conversación
question|Question|Pregunta
greeting|Each sentence has a footnote: the words it comes from.|Cada frase lleva una nota: las palabras de que procede.
end|Answers come from the documents.|Las respuestas salen de los documentos.
writer|{model} at {where} writes the answers and is sent this chat.|{model}, en {where}, escribe las respuestas y recibe este chat.
could|You could ask|Puede preguntar
reading|Reading…|Leyendo…
draft|Not yet checked…|Sin comprobar…
read_as|Read as:|Leído como:
unsure|The documents may not answer this.|Quizá los documentos no respondan.
fairly|This may answer it, or only be near it.|Quizá responda o solo se acerque.
lead||Los documentos dicen:
unconfirmed|Not borne out.|Sin respaldo.
refusal|The documents don’t say.|Los documentos no lo dicen.
nearest|Nearest passages (not an answer)|Pasajes cercanos (no son una respuesta)
footnote|Footnote {n}, {title}|Nota {n}, {title}
cut|Interrupted.|Interrumpido.
again|Ask again|Preguntar otra vez
offline|The assistant cannot be reached.|No se llega al asistente.
busy|Too many questions. Ask again in {n} s.|Demasiadas preguntas. Pregunte en {n} s.
many|Too many questions.|Demasiadas preguntas.
failed|Something went wrong.|Algo falló.
back|Back|Volver
previous|Previous source|Fuente anterior
next|Next source|Fuente siguiente
page|Page {n}|Página {n}
row|Row {n}|Fila {n}
paragraph|Paragraph {n} of {of}|Párrafo {n} de {of}
moved|The document has changed since.|El documento ha cambiado.
gone|The document no longer says this.|El documento ya no dice esto.
whole|Open the document|Abrir el documento
marked|Marked on this page.|Marcado en esta página.
source|Show the source|Ver la fuente
good|Good answer|Buena respuesta
bad|Something is wrong|Algo falla
thanks|Noted. Thank you.|Gracias.
`;

const SHEET = `
:host { all: initial !important; display: block !important; color-scheme: inherit !important; }
:host(.floating) { position: fixed !important; z-index: LAYER !important; }
:host(.inline) { height: var(--footnote-height, 36em) !important; }
* { box-sizing: border-box; margin: 0; padding: 0; font: inherit; color: inherit; list-style: none; unicode-bidi: plaintext; }
[hidden] { display: none !important; }
.all {
  --sheet: light-dark(#fff, #1e2124); --ink: light-dark(#1e2124, #e7e5e0);
  --link: light-dark(#1d4f86, #93bdec);
  --soft: color-mix(in srgb, var(--ink) 70%, var(--sheet));
  --line: color-mix(in srgb, var(--ink) 15%, var(--sheet));
  --black: clamp(0, 9999 * (0.179 - y), 1);
  --serif: Charter, Georgia, serif;
  height: 100%; color: var(--ink); font: 1em/1.5 system-ui, sans-serif;
}
button { min-height: 44px; padding: 8px 12px; border: 1px solid transparent; border-radius: 8px; background: none; text-align: start; cursor: pointer; }
:focus-visible, .box:focus-within { outline: 2px solid var(--link); }
.fill { padding: 8px 16px; background: var(--fill); color: color(from var(--fill) xyz calc(0.95 * var(--black)) var(--black) calc(1.09 * var(--black))); }
.launcher, dialog { position: fixed; inset: auto 20px 20px auto; box-shadow: 0 6px 28px #0003; }
.left :is(.launcher, dialog) { right: auto; left: 20px; }
.launcher { max-width: calc(100vw - 40px); border-radius: 28px; }
section, iframe { width: 100%; height: 100%; border: 0; }
.panel[open] { display: flex; flex-direction: column; overflow: hidden; border: 1px solid var(--line); border-radius: 14px; background: var(--sheet); overflow-wrap: anywhere; }
dialog { width: min(27em, 100vw - 40px); height: min(44em, 100dvh - 40px); }
.bar, .box { display: flex; gap: 8px; align-items: center; justify-content: space-between; }
header { padding-inline-start: 16px; border-bottom: 1px solid var(--line); }
h2, .bar h3 { flex: 1; }
h2 { font: 600 1.0625em/1.6 var(--serif); }
h2:focus, textarea:focus { outline: 0; }
.icon { flex: none; width: 44px; padding: 0; font-size: 1.25em; text-align: center; }
button:not(.fill):hover, .chip { background-color: color-mix(in srgb, var(--link) 10%, var(--sheet)); color: var(--link); }
.main { position: relative; flex: 1; min-height: 0; }
.log, .source { position: absolute; inset: 0; overflow: hidden auto; overscroll-behavior: contain; padding: 0 16px; container-type: size; background: var(--sheet); outline-offset: -2px; }
.turn { position: relative; padding-block: 14px; }
.turn + .turn { border-top: 1px solid var(--line); }
.turn + .turn:last-child { min-height: 100cqh; }
.turn:not(:last-child) .could { display: none; }
h3, .fill { font-weight: 600; }
.soft, small { font-size: 0.875em; }
.soft, small, .icon, .context, blockquote, ::placeholder { color: var(--soft); opacity: 1; }
p, .refusal, blockquote, .rows { margin-top: 8px; }
.statement, blockquote, .rows span { font: 1.0625em/1.6 var(--serif); }
.chips { margin-inline-start: 8px; white-space: nowrap; }
.chip { min-width: 44px; margin: -9px -8px; padding: 0; border-width: 9px; border-radius: 14px; background-clip: padding-box; font: 600 0.75em/1 system-ui; outline-offset: -9px; text-align: center; }
.chip:is(:hover, :focus-visible)::before { position: absolute; z-index: 1; inset-inline: 0; margin-top: 24px; padding: 8px 12px; border: 1px solid var(--soft); border-radius: 8px; background: var(--sheet); color: var(--ink); font: 1.25em/1.6 var(--serif); text-align: start; white-space: normal; content: attr(aria-description); animation: wait 0.4s steps(1); }
@keyframes wait { from { visibility: hidden; } }
button.soft { margin-inline-start: -12px; }
.warn { color: light-dark(#8a3b12, #f0a37c); }
.plain { margin-block: 4px; border-color: var(--soft); color: var(--link); }
.refusal { padding: 8px 16px 16px; border: 1px dashed var(--soft); border-radius: 8px; }
.rows button { width: 100%; margin-top: 8px; border-color: var(--line); font-size: 0.875em; }
.rows span, .bar h3 { display: block; overflow: hidden; max-height: 4.8em; }
.top { position: sticky; top: 0; padding-top: 8px; background: var(--sheet); }
a { padding-block: 12px; color: var(--link); }
blockquote { white-space: pre-wrap; }
mark { background: light-dark(#f9cf4a, #765700); color: var(--ink); }
.box { align-items: end; margin: 8px; padding: 3px; border: 1px solid var(--soft); border-radius: 14px; }
textarea { flex: 1; min-width: 0; height: 44px; max-height: 8em; padding: 10px 12px; border: 0; background: none; resize: none; field-sizing: content; }
.end { margin: 0 16px 8px; }
.unseen { position: absolute; overflow: hidden; width: 1px; height: 1px; }
@media (width < 640px) {
  dialog { inset: 0 !important; min-width: 100vw; min-height: 100dvh; border: 0; border-radius: 0; }
}
@media print { :host { display: none !important; } }`;

const script = document.currentScript;
const server = new URL(".", script.src);
const set = { site: "own", ...script.dataset };
const mount = set.mount && attempt(() => document.querySelector(set.mount));
const framed = set.mode === "frame";
const narrow = matchMedia("(width < 640px)");
const tags = [set.lang, document.documentElement.lang, ...navigator.languages, "en"];
const lang = tags.find((tag) => /^e[ns]/.test(tag)).slice(0, 2);
const { direction } = getComputedStyle(mount || document.documentElement);

function t(key, values) {
  const words = STRINGS.split(`\n${key}|`)[1].split(/[|\n]/)[+(lang === "es")];
  return words.replace(/{(\w+)}/g, (_, name) => values[name]);
}

function attempt(act) {
  try {
    return act();
  } catch {}
}

const fill = (element, ...children) => element.replaceChildren(...children.flat(9).filter(Boolean));

function el(name, given = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  element.className = classes.join(" ");
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === "function") element[key] = value;
    else if (value) element.setAttribute(key, value);
  }
  fill(element, children);
  return element;
}

const said = (name, ...words) => words.at(-1) && el(`p.${name}`, {}, words);
const button = (name, click, words, given) => el(`button.${name}`, { type: "button", onclick: click, ...given }, words);
const icon = (name, sign, click) => button("icon", click, sign, { "aria-label": t(name), title: t(name) });
const focus = (element) => element?.focus({ preventScroll: true });

function sheetOf(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

const events = new EventTarget();
const emit = (event, detail = {}) => events.dispatchEvent(new CustomEvent(event, { detail }));

function on(event, act) {
  const listener = ({ detail }) => act(detail);
  events.addEventListener(event, listener);
  if (event === "ready") queueMicrotask(() => act({}));
  return () => events.removeEventListener(event, listener);
}

const KEY = `footnote ${server} ${set.site}`;
const kept = attempt(() => JSON.parse(sessionStorage[KEY]));
let { token, site, turns = [], wasOpen } = Date.now() - kept?.at < 7.2e6 ? kept : {};

function keep() {
  const now = { at: Date.now(), token, site, turns, wasOpen: panel.open };
  attempt(() => (sessionStorage[KEY] = JSON.stringify(now)));
}

async function send(path, body, { method = "POST", signal, ...headers }) {
  headers["Content-Type"] = "application/json";
  body &&= JSON.stringify(body);
  const response = await fetch(new URL(`api/v1/${path}`, server), { method, signal, headers, body }).catch(() => {
    throw { kind: "offline", words: t("offline") };
  });
  const { ok, status } = response;
  if (ok) return response;
  const n = response.headers.get("Retry-After");
  if (status === 429) throw { kind: "busy", status, words: t(n > 0 ? "busy" : "many", { n }) };
  throw { status, words: (await response.json().catch(() => null))?.detail };
}

let opening;

async function openSession() {
  const made = await (await send("sessions", { site: set.site }, {})).json();
  token = made.token;
  site = { ...made, ...made.site };
  describe();
}

async function call(path, body, given) {
  const known = token;
  if (!known) await (opening ??= openSession().finally(() => (opening = null)));
  return send(path, body, { ...given, Authorization: `Bearer ${token}` }).catch((failure) => {
    if (failure.status !== 401) throw failure;
    token = null;
    if (!known) throw failure;
    return call(path, body, given);
  });
}

async function* eventsOf({ body }) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ; ) {
    const silent = setTimeout(() => reader.cancel(), 4e4);
    const { value, done } = await reader.read();
    clearTimeout(silent);
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const [, id, event, data] = block.match(/id: (.+)\nevent: (.+)\ndata: (.+)/) ?? [];
      if (id) yield { id, event, data: JSON.parse(data) };
    }
  }
}

let running = null;

function ask(question) {
  const words = String(question ?? "").trim();
  open();
  if (framed) return pass("ask", words);
  if (!words || running) return false;
  const turn = { question: words, state: "reading", statements: [], citations: [] };
  if (!turns[0]) fill(log);
  cover(false);
  turns.push(turn);
  emit("question");
  draw(turn);
  log.scrollTop = log.lastChild.offsetTop;
  answer(turn);
  return true;
}

async function answer(turn) {
  const mine = (running = new AbortController());
  const { signal } = mine;
  go.textContent = t("stop");
  for (let tries = 0; turn.state === "reading"; ) {
    try {
      const body = { question: turn.question, history: history() };
      const last = turn.last && { "Last-Event-ID": turn.last };
      for await (const { id, event, data } of eventsOf(await call("chat", body, { signal, ...last }))) {
        if (event === "error") throw { status: 1, words: data.retry ? t("cut") : data.detail };
        [turn.last, tries] = [id, 0];
        take(turn, event, data);
        draw(turn);
        if (turn.state !== "reading") break;
      }
      if (turn.state === "reading") throw {};
    } catch ({ kind = "failed", status, words }) {
      if (signal.aborted) turn.state = "stopped";
      else if (turn.last && !status && tries++ < 2) await new Promise((on) => setTimeout(on, tries * 200));
      else {
        Object.assign(turn, { state: kind, words: turn.last && status !== 1 ? t("cut") : words || t("failed") });
        emit("error", { kind });
      }
    }
  }
  if (running === mine) stop();
  draw(turn);
  live.textContent = turn.words ?? turn.text ?? t("cut");
}

function take(turn, event, data) {
  const { statement, answer, text: draft } = data;
  turn.draft = draft;
  if (event === "status") turn.id = answer;
  else if (event === "citation") turn.citations.push(data);
  else if (event === "withdrawn") Object.assign(turn, { statements: [], citations: [] });
  else if (statement) turn.statements.push(statement);
  else if (answer) {
    const state = answer.mode === "notice" ? "notice" : answer.refused ? "refused" : "answered";
    Object.assign(turn, answer, { state, could: data.follow_ups });
    emit("answer", { refused: answer.refused, citations: answer.citations.length });
  } else if (!draft) Object.assign(turn, data);
}

function history() {
  return turns.slice(-11, -1).filter(({ text }) => text).map(({ question, statements, text }) => {
    const words = statements.map((one) => one.supported && one.text).filter(Boolean).join(" ") || text;
    return { question, answer: words.slice(0, 5000).toWellFormed() };
  });
}

function stop() {
  running?.abort();
  running = null;
  go.textContent = t("ask");
}

function reset() {
  stop();
  if (token) call("sessions/me", null, { method: "DELETE" }).catch(() => {});
  [turns, token] = [[], null];
  closeSource();
  unmark();
  keep();
  if (!pass("reset")) welcome();
}

function draw(turn) {
  if (!turns.includes(turn)) return;
  const view = log.children[turns.indexOf(turn)] ?? log.appendChild(el("article.turn"));
  const buttons = view.getElementsByTagName("button");
  const at = [...buttons].indexOf(root.activeElement);
  const { question, standalone_question: read, confidence, lead, statements } = turn;
  fill(
    view,
    el("h3", {}, question),
    read !== question && said("soft", t("read_as"), " ", read),
    statements[0] && confidence < 0.6 && said("soft", t(confidence < 0.4 ? "unsure" : "fairly")),
    said("soft", lead && (t("lead") || lead)),
    statements.map((one) => statement(turn, one)),
    conclusion(turn),
  );
  focus(buttons[at]);
  keep();
}

function statement({ citations }, { text, citations: markers, supported, reason }) {
  const cited = citations.filter(({ marker }) => markers.includes(marker));
  const chips = cited.map((one) => {
    const { marker: n, title, quote } = one;
    const given = { "aria-label": t("footnote", { n, title }), "aria-description": quote };
    return button("chip", () => cite(citations, citations.indexOf(one)), n, given);
  });
  const paler = cited.some(({ role }) => role !== "context") ? "" : ".context";
  const words = supported ? text : [el("small.warn", {}, t("unconfirmed"), " ", reason), el("s", {}, text)];
  return (cited[0] || !supported) && el(`p.statement${paler}`, {}, words, el("span.chips", {}, chips));
}

function conclusion(turn) {
  const { state, words, text, draft, notes = [], passages = [], could = [] } = turn;
  if (state === "reading") return [said("statement.context", draft), said("soft", t(draft ? "draft" : state))];
  if (state === "notice") return said("", text);
  const remarks = notes.map((one) => said("soft", one));
  const near = passages.map((one) => ({ title: one.document, ...one, quote: one.text }));
  const nearest = near.map(({ title, quote }, at) =>
    button("", () => cite(near, at), [el("small", {}, title), el("span", {}, quote.trim())]));
  const next = [site?.feedback && thumbs(turn), questions(could)];
  if (state === "answered") return [remarks, next];
  if (state === "refused") return [el("div.refusal", {}, said("", t("refusal")), remarks, rows("nearest", nearest)), next];
  const again = () => {
    turns.pop();
    log.lastChild.remove();
    ask(turn.question);
  };
  return [said("warn", words ?? t("cut")), button("plain.could", again, t("again"))];
}

const rows = (name, buttons) =>
  buttons[0] && el(`div.rows.${name}`, {}, said("soft", t(name)), el("ul", {}, buttons.map((one) => el("li", {}, one))));

const questions = (asked) => rows("could", asked.slice(0, 4).map((one) => button("", () => ask(one), one)));

function thumbs({ id, state }) {
  const place = el("div", { role: "status" });
  const thumb = (name, verdict = name) => button("soft", async () => {
    try {
      await call("sessions/me/feedback", { answer: id, verdict });
      fill(place, said("soft", t("thanks")));
      emit("feedback", { verdict });
    } catch {
      place.append(t("failed"));
    }
  }, t(name));
  fill(place, thumb("good"), thumb("bad", state === "refused" ? "should_answer" : "answer_wrong"));
  return place;
}

async function welcome() {
  const place = el("div.turn");
  let asked = [attempt(() => JSON.parse(set.questions))].flat().filter((one) => one?.trim?.());
  fill(log, place);
  const greet = () => fill(place, said("", set.greeting || site?.greeting || t("greeting")), questions(asked));
  greet();
  try {
    const found = await (await call("sessions/me/suggestions", null, { method: "GET" })).json();
    if (!asked[0]) asked = found.questions;
    greet();
  } catch ({ kind = "failed", words }) {
    fill(place, said("warn", words || t("failed")), button("plain", welcome, t("again")));
    emit("error", { kind });
  }
}

let shown = null;

async function cite(cited, at) {
  shown = { cited, at, from: root.activeElement };
  const range = await onPage(cited[at]).catch(() => null);
  emit("citation", { document: cited[at].document, shown: range ? "page" : "panel" });
  if (range) mark(range);
  else openSource(0);
}

const around = async (one) => (await call("sources", { ...one, digest: one.digest ?? "" })).json();

async function openSource(by) {
  const { cited, at: before } = shown;
  const at = (shown.at = (before + by + cited.length) % cited.length);
  const show = ({ title, place, before, quote, after, view }, note) => {
    if (shown.at !== at || source.hidden) return;
    const words = el("mark", {}, quote);
    const given = { href: new URL(`${view}#cited`, server), target: "_blank", rel: "noreferrer" };
    const where = place && [place.sheet && `${place.sheet}, `, t(place.kind, place)];
    const link = view && el("a", given, t("whole"));
    named.textContent = title;
    fill(about, el("div.bar", {}, el("span.soft", {}, where), link), said("warn", note));
    fill(quoted, before, words, after);
    source.scrollTop = words.offsetTop - top.offsetHeight - 60;
  };
  unmark();
  cover(true);
  steps.hidden = !cited[1];
  count.textContent = `${at + 1} / ${cited.length}`;
  if (!by) focus(source);
  show(cited[at]);
  try {
    const found = await around(cited[at]);
    show(found, found.state === "moved" && t("moved"));
  } catch ({ status, words }) {
    show(cited[at], status === 410 ? t("gone") : words || t("failed"));
  }
}

function cover(on) {
  source.hidden = !on;
  log.inert = on;
}

function closeSource() {
  if (source.hidden) return;
  cover(false);
  focus(heading);
  focus(shown.from);
}

const folds = {};
const fold = (one) => (folds[one] ??= one.normalize("NFKD").replace(/[^!-~\p{L}\p{N}]|['"`-]/gu, ""));
const foldAll = (text) => Array.from(text, fold).join("");

function pageText() {
  const places = [];
  let text = "";
  const walker = document.createTreeWalker(document.body, 5, (node) => {
    if (node.nodeType === 3) return 1;
    const { display, visibility } = getComputedStyle(node);
    const seen = visibility === "visible" && (display === "contents" || node.checkVisibility());
    return seen && !node.matches("nav, textarea, select, [aria-hidden=true]") ? 3 : 2;
  });
  for (let node; (node = walker.nextNode()); ) {
    let end = 0;
    for (const one of node.data) {
      const start = end;
      end += one.length;
      text += fold(one);
      while (places.length < text.length) places.push([node, start, end]);
    }
  }
  return [text, places];
}

const cuts = ({ data }, at) => /[\p{LC}\p{Nd}]{2}/u.test(data.slice(at - 1, at + 1));

async function onPage(citation) {
  const { document: id, quote } = citation;
  const words = foldAll(quote);
  if ((set.document ?? id) !== id || set.highlight === "off" || !CSS.highlights || !words) return null;
  const [text, places] = pageText();
  const find = function* (before, after) {
    for (let at = -1; (at = text.indexOf(before + words + after, at + 1)) >= 0; ) {
      const [node, start] = places[at + before.length];
      const [last, , end] = places[at + before.length + words.length - 1];
      if (cuts(node, start) || cuts(last, end)) continue;
      const range = new Range();
      range.setStart(node, start);
      range.setEnd(last, end);
      yield range;
    }
  };
  let [found, another] = find("", "");
  if (another) {
    const { before, after } = await around(citation);
    found = null;
    for (const most of [9, 30, 99]) [found = found] = find(foldAll(before).slice(-most), foldAll(after).slice(0, most));
  }
  return found;
}

const ink = sheetOf("::highlight(footnote) { background-color: #f9cf4a; color: #1e2124; }");

function mark(range) {
  unmark();
  document.adoptedStyleSheets.push(ink);
  CSS.highlights.set("footnote", new Highlight(range));
  marked.hidden = false;
  live.textContent = t("marked");
  const [words, own] = [range.getBoundingClientRect(), panel.getBoundingClientRect()];
  if (!mount && words.right > own.left && words.left < own.right) hide();
  let part = range.startContainer.parentElement;
  while (!part.checkVisibility()) part = part.parentElement;
  part.scrollIntoView({ block: "center" });
  scrollBy(0, range.getBoundingClientRect().top - innerHeight / 3);
}

function unmark() {
  CSS.highlights?.delete("footnote");
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== ink);
  marked.hidden = true;
}

const silence = (event) => event.stopPropagation();

const host = el(`footnote-widget.${mount ? "inline" : "floating"}`);
const root = host.attachShadow({ mode: "open" });
const launcher = button("fill.launcher", open, "", { "aria-haspopup": "dialog" });
const heading = el("h2", { tabindex: "-1" });
const log = el("div.log", { tabindex: "0", role: "region", "aria-label": t("title") });
const [count, named, end] = [el("span"), el("h3"), el("p.soft.end")];
const [about, quoted] = [el("div"), el("blockquote")];
const steps = el("span.chips", {}, icon("previous", "‹", () => openSource(-1)), count, icon("next", "›", () => openSource(1)));
const top = el("div.top", {}, el("div.bar", {}, button("plain", closeSource, t("back")), named, steps), about);
const source = el("section.source", { hidden: "hidden", tabindex: "0", "aria-label": t("source") }, top, quoted);
const live = el("p.unseen", { role: "status" });
const box = el("textarea", { rows: "1", "aria-label": t("question"), placeholder: t("question") });
const go = button("fill", () => (running ? stop() : submit()), t("ask"));
const marked = el("div.bar.soft.end", { hidden: "hidden" }, el("span", {}, t("marked")), button("plain", () => openSource(0), t("source")));
const header = set.header !== "off" && el("header.bar", {}, heading, icon("reset", "+", reset), !mount && icon("close", "×", close));
const main = el("div.main", {}, !framed && [log, source]);
const foot = !framed && [marked, el("div.box", {}, box, go), end];
const panel = el(mount ? "section.panel" : "dialog.panel", { open: Boolean(mount), onkeydown: pressed, onkeypress: silence, oncancel: pressed, onclose: () => panel.open || hide() }, header, main, foot, live);
const all = el("div.all", { dir: direction, lang, onkeyup: silence }, !mount && launcher, panel);

function describe() {
  const { color, position } = site?.theme ?? {};
  const title = set.title || site?.title || t("title");
  heading.textContent = launcher.textContent = title;
  panel.setAttribute("aria-label", title);
  all.className = `all ${set.position || position || (direction === "rtl" && "left")}`;
  const { local = true, ...writer } = site?.writer ?? {};
  end.textContent = t(local ? "end" : "writer", writer);
  all.style.setProperty("--fill", set.color || color || "var(--link)");
}

function submit() {
  if (ask(box.value)) box.value = "";
  focus(box);
}

function pressed(event) {
  silence(event);
  const { key, target, shiftKey, isComposing } = event;
  if (isComposing) return;
  if (key === "Enter" && target === box && !shiftKey) submit();
  else if (key && key !== "Escape") return;
  else if (source.hidden) close();
  else closeSource();
  event.preventDefault();
}

function begin() {
  if (framed) return embed();
  if (log.firstChild) return;
  if (!turns[0]) return welcome();
  for (const turn of turns) {
    if (turn.last && turn.state === "reading") answer(turn);
    else if (turn.state === "reading") turn.state = "stopped";
    draw(turn);
  }
  log.scrollTop = log.scrollHeight;
}

function open() {
  if (!mount && !panel.open) {
    if (narrow.matches) panel.showModal();
    else panel.show();
    launcher.hidden = true;
    begin();
    keep();
    emit("open");
  }
  focus(narrow.matches || framed ? heading : box);
}

function hide() {
  if (!mount && !launcher.hidden) return;
  launcher.hidden = false;
  panel.close?.();
  if (document.activeElement === document.body) focus(launcher);
  keep();
  emit("close");
}

function close() {
  unmark();
  hide();
}

const toggle = () => (panel.open ? close() : open());

function destroy() {
  stop();
  unmark();
  host.remove();
  delete window.Footnote;
}

let port = null;
const waiting = [];

function pass(...message) {
  if (port) port.postMessage(message);
  else waiting.push(message);
  return framed;
}

function embed() {
  if (main.firstChild?.src) return;
  port = null;
  set.scheme = getComputedStyle(host).colorScheme;
  const src = new URL(`embed?site=${set.site}#${encodeURIComponent(JSON.stringify(set))}`, server);
  const sandbox = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox";
  const failed = setTimeout(() => fill(main, said("warn.end", t("offline"))), 1e4);
  const onload = () => {
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = ({ data: [event, detail] }) => {
      clearTimeout(failed);
      if (event === "close") close();
      else emit(event, detail);
    };
    frame.contentWindow.postMessage("footnote", server.origin, [channel.port2]);
    while (waiting[0]) pass(...waiting.shift());
  };
  const frame = el("iframe", { src, sandbox, title: heading.textContent, onload });
  fill(main, frame);
}

root.adoptedStyleSheets = [sheetOf(SHEET.replace("LAYER", parseInt(set.zIndex) || 1000))];
root.append(all);
(mount || document.documentElement).append(host);
describe();
window.Footnote = { open, close, toggle, ask, reset, destroy, on };
if (mount) begin();
else if (wasOpen && !narrow.matches) {
  panel.setAttribute("open", "");
  launcher.hidden = true;
  begin();
}
})();
