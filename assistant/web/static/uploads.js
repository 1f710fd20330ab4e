// Sending files and folders to the server, each with its progress.
import { upload } from "./api.js";
import { known } from "./conversation.js";
import { button, el } from "./dom.js";
import { t } from "./strings.js";
import { sure } from "./sure.js";

const AT_ONCE = 3;

// A file that is dropped beside the area would take the place of the page.
for (const kind of ["dragover", "drop"]) {
  addEventListener(kind, (event) => {
    if (event.defaultPrevented) return; // the area takes it
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
}

/** Where files are dropped or chosen; `done` is called as files have arrived. */
export function uploadArea(done) {
  const list = el("ul", { class: "progress" });
  const files = picker({ multiple: true }, (chosen) => send(chosen, list, done));
  const folder = picker({ webkitdirectory: true }, (chosen) => send(chosen, list, done));
  const area = el(
    "section",
    { class: "drop", "aria-label": t("upload") },
    el("p", {}, t("upload_drop")),
    files,
    folder,
    button(t("upload_files"), () => files.click()),
    button(t("upload_folder"), () => folder.click()),
    list,
  );
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.classList.add("over");
  });
  area.addEventListener("dragleave", () => area.classList.remove("over"));
  area.addEventListener("drop", async (event) => {
    event.preventDefault();
    area.classList.remove("over");
    send(await dropped(event.dataTransfer), list, done);
  });
  return area;
}

function picker(given, chosen) {
  const hidden = { class: "unseen", tabindex: "-1", "aria-hidden": "true" };
  const input = el("input", { type: "file", ...hidden, ...given });
  input.addEventListener("change", () => {
    chosen([...input.files].map((file) => [file.webkitRelativePath || file.name, file]));
    input.value = "";
  });
  return input;
}

async function send(files, list, done) {
  const tell = (words) => list.append(el("li", { dir: "auto" }, words));
  const waiting = await allowed(files, tell);
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const line = el("li", { dir: "auto" });
      list.append(line);
      await uploadOne(next[0], next[1], (words) => (line.textContent = words));
      done();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** The files that may be sent; of each other one is told why not. */
async function allowed(files, tell) {
  const chosen = new Map();
  for (const [name, file] of files) {
    if (name.split("/").some((part) => part.startsWith("."))) tell(t("upload_hidden", { name }));
    else if (chosen.has(name)) tell(t("upload_twice", { name }));
    else if (known.documents.has(name) && !(await sure(t("replace_sure", { name }), t("replace"))))
      tell(t("upload_kept", { name }));
    else chosen.set(name, file);
  }
  return [...chosen];
}

/** Uploads one file as a document; `tell` is told in words how it goes. */
export async function uploadOne(id, file, tell) {
  const name = file.name;
  tell(t("uploading", { name, share: 0 }));
  try {
    await upload(id, file, (share) => tell(t("uploading", { name, share: Math.round(100 * share) })));
    tell(t("uploaded", { name }));
  } catch (error) {
    tell(t("upload_failed", { name, why: error.message }));
  }
}

/** The files of a drop with their paths, those of folders too. */
async function dropped({ items }) {
  const entries = [...items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const found = await Promise.all(entries.map(filesOf));
  return found.flat();
}

async function filesOf(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [[entry.fullPath.slice(1), file]];
  }
  const reader = entry.createReader();
  const inside = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) break;
    inside.push(...some);
  }
  return (await Promise.all(inside.map(filesOf))).flat();
}
