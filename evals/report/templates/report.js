"use strict";
// Filters the cases by kind, outcome and words. The choice is kept in the address, after "#".

const find = (id) => document.getElementById(id);
const kind = find("kind"), show = find("show"), words = find("words");
const cases = [...document.querySelectorAll(".case")].map((element) => ({
  element,
  kind: element.dataset.kind,
  states: element.dataset.states.split(" "),
  text: element.querySelector("summary").textContent.toLowerCase(),
}));
const counted = (number) => `${number} case${number === 1 ? "" : "s"}`;

function filter() {
  const wanted = words.value.trim().toLowerCase().split(/\s+/);
  let shown = 0;
  for (const one of cases) {
    const fits = (!kind.value || one.kind === kind.value)
      && (!show.value || one.states.includes(show.value))
      && wanted.every((word) => one.text.includes(word));
    one.element.hidden = !fits;
    shown += fits;
  }
  find("shown").textContent = shown === cases.length
    ? `${counted(shown)}, those that are not ok first`
    : `${shown} of ${counted(cases.length)}`;
  find("none").hidden = shown > 0;
}

function choose(state) {
  kind.value = state.get("kind") ?? "";
  show.value = state.get("show") ?? "";
  words.value = state.get("words") ?? "";
  // A choice that this report does not have is none.
  if (kind.selectedIndex < 0) kind.value = "";
  if (show.selectedIndex < 0) show.value = "";
  filter();
}

function keep() {
  const state = new URLSearchParams();
  for (const field of [kind, show, words]) if (field.value) state.set(field.id, field.value);
  const hash = state.toString();
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}

// The address names a choice, or a place: a case, a citation in it, a heading.
function follow() {
  const hash = location.hash.slice(1);
  const place = hash && find(hash);
  if (!place) {
    choose(new URLSearchParams(hash));
    return;
  }
  const one = place.closest(".case");
  if (!one) return;
  if (one.hidden) choose(new URLSearchParams());
  one.open = true;
  (place.classList.contains("body") ? one : place).scrollIntoView();
  (place.classList.contains("body") ? one.querySelector("summary") : place).focus({ preventScroll: true });
}

find("filter").hidden = false;
find("filter").addEventListener("submit", (event) => event.preventDefault());
for (const field of [kind, show, words]) field.addEventListener("input", () => { filter(); keep(); });
find("clear").addEventListener("click", () => { choose(new URLSearchParams()); keep(); words.focus(); });
for (const id of ["open", "close"]) {
  find(id).addEventListener("click", () => {
    for (const { element } of cases) if (!element.hidden) element.open = id === "open";
  });
}
for (const link of document.querySelectorAll("a[data-show]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    choose(new URLSearchParams({ show: link.dataset.show }));
    keep();
    find("cases").scrollIntoView();
    show.focus({ preventScroll: true });
  });
}
addEventListener("hashchange", follow);
follow();
