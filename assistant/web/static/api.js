// The HTTP API as the page uses it. Errors carry the server's own words for what went wrong,
// and the status of its answer; there is none where it did not answer.
import { t } from "./strings.js";
import { inWords } from "./told.js";

const at = (path) => new URL(`api/v1/${path}`, document.baseURI);
const pathOf = (id) => id.split("/").map(encodeURIComponent).join("/");

async function call(path, given = {}) {
  let response;
  try {
    response = await fetch(at(path), given);
  } catch {
    throw new Error(t("unreachable"));
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => null);
  const why = inWords(problem?.detail ?? `${response.status} ${response.statusText}`);
  throw Object.assign(new Error(why), { status: response.status });
}

const posted = (body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

const json = async (path, given) => (await call(path, given)).json();

export const getStatus = () => json("status");
export const listDocuments = () => json("documents");
export const readDocument = (id) => json(`documents/${pathOf(id)}`);
export const pictureOf = (id, page) => at(`documents/${pathOf(id)}/pages/${page}`).href;
export const boxesOn = (id, page, start, end) =>
  json(`documents/${pathOf(id)}/pages/${page}/boxes?start=${start}&end=${end}`);
export const starters = (ids) => {
  const named = new URLSearchParams(ids.map((id) => ["document", id]));
  return json(ids.length ? `suggestions?${named}` : "suggestions");
};
export const checkCitations = (citations) => json("citations", posted({ citations }));
export const copyOf = async (format, answer) =>
  (await json("copy", posted({ format, answer }))).text;
export const sendFeedback = (feedback) => call("feedback", posted(feedback));
export const removeDocument = (id) => call(`documents/${pathOf(id)}`, { method: "DELETE" });
export const originalOf = (id) => at(`originals/${pathOf(id)}`).href;

/** The exported conversation as a Blob, with the name that the server gives it. */
export async function exported(format, title, answers) {
  const response = await call("export", posted({ format, title, answers }));
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "");
  return { blob: await response.blob(), name: name?.[1] ?? `conversation.${format}` };
}

/** Uploads a file as document `id`; `onShare` is told how much of it is there, from 0 to 1. */
export function upload(id, file, onShare) {
  // fetch cannot tell the progress of an upload.
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", at(`documents/${pathOf(id)}`));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => onShare(event.loaded / Math.max(1, event.total));
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error(reason(request))));
    request.onerror = () => reject(new Error(t("unreachable")));
    request.send(file);
  });
}

function reason(request) {
  try {
    return inWords(JSON.parse(request.responseText).detail);
  } catch {
    return `${request.status} ${request.statusText}`;
  }
}
