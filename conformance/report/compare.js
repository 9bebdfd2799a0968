"use strict";

const form = document.getElementById("filters");
const tally = document.getElementById("status");
const rows = [...document.querySelectorAll("#rows > tr")].map((row) => ({ row, words: row.textContent.toLowerCase() }));

function apply() {
  const groups = new Set([...form.querySelectorAll("input:checked")].map((input) => input.value));
  const wanted = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { row, words } of rows) {
    const fits = groups.has(row.dataset.group) && wanted.every((word) => words.includes(word));
    row.hidden = !fits;
    shown += fits;
  }
  tally.textContent = `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} checks`;
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", apply);
form.hidden = false;
apply();
