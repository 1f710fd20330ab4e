// Conversations, kept in this browser: an entry each, and an entry for every exchange, so that a
// long conversation costs no more to keep than a short one.

const CURRENT = "footnote:current"; // of this tab: two tabs hold two conversations
const entry = (id) => `footnote:conversation:${id}`;
const dropped = new Set(); // ids of exchanges that this tab has taken back
const part = (id) => `footnote:exchange:${id}`;

/** A conversation that nothing has been asked in. */
export const empty = () => ({ id: newId(), title: "", updated: null, scope: [], exchanges: [] });

/** An exchange of which there is only the question. */
export const newExchange = (question, scope) => ({
  id: newId(),
  question,
  scope,
  state: "reading",
  standalone: null,
  statements: [],
  citations: [],
  lead: "",
  confidence: null,
  draft: "",
  withdrawn: null,
  answer: null,
  failure: null,
  followUps: [],
});

/** A new id; `crypto.randomUUID` exists on secure pages only. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Id, title and time of every kept conversation, newest first. */
export function listed() {
  const kept = keys().flatMap((key) => {
    const id = conversationOf(key);
    const { title, updated, exchanges } = (id && read("localStorage", key)) ?? {};
    const isOurs = typeof title === "string" && Date.parse(updated) && Array.isArray(exchanges);
    return isOurs ? [{ id, title, updated }] : []; // else it is spoilt
  });
  return kept.sort((one, other) => (one.updated < other.updated ? 1 : -1));
}

/** A kept conversation; null where there is none. */
export function load(id) {
  const kept = read("localStorage", entry(id));
  if (!Array.isArray(kept?.exchanges)) return null;
  const exchanges = kept.exchanges.map((one) => read("localStorage", part(one)));
  return { ...empty(), ...kept, exchanges: exchanges.filter(fits) };
}

/** False for what is no exchange: of another version, or spoilt. */
function fits(exchange) {
  const { id, question, state, answer, statements, citations } = exchange ?? {};
  const said = answer ?? { statements, citations };
  const whole = Array.isArray(said.statements) && Array.isArray(said.citations);
  const answered = !["answered", "refused", "notice"].includes(state) || Boolean(answer);
  return typeof id === "string" && typeof question === "string" && whole && answered;
}

/** The id of the conversation that an entry of the store belongs to; null for other entries. */
export function conversationOf(key) {
  const [, id] = /^footnote:conversation:(.+)$/.exec(key ?? "") ?? [];
  return id ?? null;
}

/** The kept conversation that holds an exchange; null where none does. */
export function holding(exchange) {
  const holds = ({ id }) => read("localStorage", entry(id))?.exchanges?.includes(exchange);
  const found = listed().find(holds);
  return found ? load(found.id) : null;
}

/** The conversation of this tab, from before it was loaded anew; null in a new tab. */
export function loadCurrent() {
  const id = read("sessionStorage", CURRENT);
  return id ? load(id) : null;
}

/** Makes a conversation the one that this tab goes on with when it is loaded anew. */
export const enter = (id) => write("sessionStorage", CURRENT, id);

/**
 * Keeps a conversation; of its exchanges only `changed` is written, the others are there. False
 * where the browser has no room or does not allow it.
 */
export function keep(conversation, changed = null) {
  const { id, exchanges } = conversation;
  enter(id);
  if (!exchanges.length) {
    forget(id);
    return true;
  }
  const ids = exchanges.map((one) => one.id);
  // Another tab may have asked in the same conversation.
  const theirs = read("localStorage", entry(id))?.exchanges ?? [];
  ids.push(...theirs.filter((one) => !ids.includes(one) && !dropped.has(one)));
  const kept =
    (!changed || write("localStorage", part(changed.id), changed)) &&
    write("localStorage", entry(id), { ...conversation, exchanges: ids });
  if (!kept && changed && !theirs.includes(changed.id)) remove(part(changed.id));
  return kept;
}

/** Removes what was kept of an exchange that its conversation has no more. */
export function drop(exchange) {
  dropped.add(exchange);
  remove(part(exchange));
}

/** Removes a conversation from this browser. */
export function forget(id) {
  for (const exchange of read("localStorage", entry(id))?.exchanges ?? []) drop(exchange);
  remove(entry(id));
}

/** The keys of all entries; none where storage is denied. */
function keys() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

function read(storage, key) {
  try {
    return JSON.parse(window[storage].getItem(key));
  } catch {
    return null; // storage is denied, or holds what is not ours
  }
}

function write(storage, key, value) {
  try {
    window[storage].setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function remove(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Storage is denied: there is nothing to remove.
  }
}
