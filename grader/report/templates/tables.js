
"use strict";
// Sorts and filters tables. It changes the order of rows and which of them are shown, nothing else.

const FEW_ROWS = 5; // as many are seen at a glance, so that a filter would only be in the way

function valueOf(row, column) {
  const cell = row.cells[column];
  const text = (cell.dataset.value ?? cell.textContent).trim();
  return text === "–" ? "" : text;
}

function compareValues(one, other) {
  const numbers = [Number(one), Number(other)];
  if (numbers.every(Number.isFinite)) return numbers[0] - numbers[1];
  return one.localeCompare(other, undefined, { numeric: true, sensitivity: "base" });
}

function sortRows(body, rows, column, direction) {
  const keyed = rows.map((row) => [valueOf(row, column), row]);
  const known = keyed.filter(([value]) => value !== "");
  const unknown = keyed.filter(([value]) => value === ""); // last in both directions
  known.sort(([one], [other]) => direction * compareValues(one, other));
  body.append(...[...known, ...unknown].map(([, row]) => row));
}

function makeSortable(table) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  let column = -1;
  for (const head of heads) {
    column += head.colSpan; // the last of a head's columns holds the number
    const sorted = column;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const order = head.getAttribute("aria-sort");
      for (const other of heads) other.removeAttribute("aria-sort");
      if (order === "descending") {
        body.append(...rows); // as they came
        return;
      }
      head.setAttribute("aria-sort", order ? "descending" : "ascending");
      sortRows(body, rows, sorted, order ? -1 : 1);
    });
  }
}

function makeFilterable(table) {
  const rows = [...table.tBodies[0].rows];
  if (rows.length <= FEW_ROWS) return;
  const place = table.closest(".wide");
  const line = document.createElement("p");
  const label = document.createElement("label");
  const input = document.createElement("input");
  const status = document.createElement("span");
  line.className = "filter";
  input.type = "search";
  status.setAttribute("role", "status");
  label.append("Filter the " + place.getAttribute("aria-label").toLowerCase() + " ", input);
  line.append(label, " ", status);
  place.before(line);
  const texts = rows.map((row) => row.textContent.replace(/\s+/g, " ").toLowerCase());
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, number) => {
      row.hidden = !words.every((word) => texts[number].includes(word));
      if (!row.hidden) shown += 1;
    });
    status.textContent = words.length ? `${shown} of ${rows.length} rows` : "";
  });
}

for (const table of document.querySelectorAll("table.sortable")) {
  makeSortable(table);
  makeFilterable(table);
}
