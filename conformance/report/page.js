"use strict";

const byId = (id) => document.getElementById(id);
const form = byId("filters");
const tally = byId("status");
const rows = [...document.querySelectorAll("#rows > li")].map((item) => ({
  item,
  words: null,
  verdict: item.dataset.verdict,
  level: item.dataset.level,
  phase: item.dataset.phase,
  cause: item.dataset.cause,
}));

let details = null;

/** Returns what was recorded of a check's failures: calls and snippets; parsed when it is first asked for. */
function recorded(index) {
  details ??= JSON.parse(byId("data").textContent);
  return details[index] ?? [];
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** Returns a text with its name and a button that copies it. */
function code(name, text) {
  const box = element("div", undefined, "code");
  const head = element("div");
  const button = element("button", "Copy");
  button.type = "button";
  button.dataset.copy = "";
  head.append(element("span", name), button);
  const pre = element("pre", text);
  pre.tabIndex = 0;
  box.append(head, pre);
  return box;
}

function folded(label, ...content) {
  const made = element("details");
  made.append(element("summary", label), ...content);
  return made;
}

/** Adds calls and snippets to the failures of a check, when it is opened for the first time. */
function fill(row) {
  if (row.dataset.filled !== undefined || row.parentElement.parentElement !== byId("rows")) return;
  row.dataset.filled = "";
  const failures = recorded(Number(row.parentElement.dataset.index));
  for (const [number, box] of row.querySelectorAll(".failure").entries()) {
    const failure = failures[number];
    const calls = failure.calls.flatMap(([operation, request, answer, response]) => [
      code(`Request: ${operation}`, request),
      code(`Response: ${answer}`, response),
    ]);
    box.append(
      folded("Request and response", ...calls),
      folded("curl", code("For a shell", failure.curl)),
      folded("Python", code("For Python", failure.python)),
    );
  }
}

function chosen(name) {
  return new Set([...form.querySelectorAll(`input[name="${name}"]:checked`)].map((input) => input.value));
}

function apply() {
  const [verdicts, levels, phases] = ["verdict", "level", "phase"].map(chosen);
  const cause = form.elements.cause?.value ?? "";
  const wanted = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    if (wanted.length) row.words ??= row.item.textContent.toLowerCase();
    const fits =
      verdicts.has(row.verdict) &&
      levels.has(row.level) &&
      phases.has(row.phase) &&
      (!cause || row.cause === cause) &&
      wanted.every((word) => row.words.includes(word));
    if (row.item.hidden === fits) row.item.hidden = !fits;
    shown += fits;
  }
  tally.textContent = `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} checks`;
  byId("none").hidden = shown > 0;
}

/** Shows every check, whatever the filters were. */
function clear() {
  for (const input of form.querySelectorAll('input[type="checkbox"]')) input.checked = true;
  form.elements.text.value = "";
  if (form.elements.cause) form.elements.cause.value = "";
  apply();
}

/** Opens the check that the address names. */
function visit() {
  const item = byId(decodeURIComponent(location.hash.slice(1)));
  if (!item?.matches("#rows > li")) return;
  if (item.hidden) clear();
  item.querySelector("details").open = true;
  item.scrollIntoView();
  item.querySelector("summary").focus();
}

async function copy(button) {
  const pre = button.closest(".code").querySelector("pre");
  try {
    await navigator.clipboard.writeText(pre.textContent);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(pre);
    button.textContent = "Selected";
  }
  setTimeout(() => (button.textContent = "Copy"), 2000);
}

document.addEventListener("toggle", (event) => event.target.open && fill(event.target), true);
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.copy !== undefined) copy(button);
  if (button.dataset.clear !== undefined) clear();
  if (button.dataset.shows !== undefined) {
    clear();
    form.elements.cause.value = button.dataset.shows;
    apply();
    byId("checks").focus();
    byId("checks").scrollIntoView();
  }
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", apply);
addEventListener("hashchange", visit);
form.hidden = false;
apply();
visit();
