// Marking by keyboard. What is typed goes to the server at once, as a draft; Enter makes it a mark.
"use strict";

const POINTS = /^([0-9]{1,6}([.,][0-9]{0,6})?|[.,][0-9]{1,6})$/; // as in marks.py
const MARKED = "marked";
const RETRY = 1000; // milliseconds
const SHORT = 20000; // characters of a request that goes on when the page is left; browsers limit it

const main = document.querySelector("main");
const forms = [...document.querySelectorAll("#answers > li > article > form")];
const rubric = document.getElementById("rubric");
const told = main.querySelector(":scope > .progress [data-role=told]");
const alarm = main.querySelector(":scope > [data-role=alert]");
const unsaved = new Set(); // forms with something that the server does not have yet

const field = (form, name) => form.elements.namedItem(name);
const items = (form) => [...form.querySelectorAll("[name=items]")];
const pause = () => new Promise((resolve) => setTimeout(resolve, RETRY));

let turn = 0;

// The turn tells the server what was typed last, if requests arrive in another order.
function typed(form) {
  turn = Math.max(turn + 1, Date.now() * 1000);
  return JSON.stringify({
    turn,
    ident: form.dataset.ident,
    answer: form.dataset.answer,
    seen: form.dataset.seen,
    points: field(form, "points").value,
    comment: field(form, "comment")?.value ?? "",
    items: items(form).filter((item) => item.checked).map((item) => item.value),
    rubric: rubric?.dataset.rubric ?? "",
  });
}

async function post(what, form) {
  return send(what, typed(form));
}

async function send(what, body) {
  const reply = await fetch(what, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
    keepalive: body.length < SHORT,
  });
  return { ok: reply.ok, ...(await reply.json()) };
}

function show(form, state, said) {
  form.dataset.state = state;
  form.querySelector("[data-role=state]").textContent = said;
  field(form, "points").setAttribute("aria-invalid", state === "refused");
}

function count(marked, all) {
  document.title = document.title.replace(/^\d+ of \d+/, `${marked} of ${all}`);
  return `${marked} of ${all} marked`;
}

function lost(yes) {
  alarm.hidden = !yes;
  alarm.textContent = yes
    ? "Not saved: grader mark does not answer. What you typed is on this page only; it is tried again each second. If the command has ended, start it again, open its new address, and type the rest there."
    : "";
}

// One request of a form after the other: a draft never overtakes a mark.
function queue(form, task) {
  form.last = (form.last ?? Promise.resolve()).then(task);
}

async function untilAnswered(what, form) {
  for (;;) {
    try {
      const reply = await post(what, form);
      lost(false);
      return reply;
    } catch {
      lost(true);
      await pause();
    }
  }
}

function keep(form) {
  unsaved.add(form);
  if (form.waiting) return; // the draft that waits will take along what is typed now
  form.waiting = true;
  queue(form, async () => {
    form.waiting = false;
    const tried = form.tried;
    const reply = await untilAnswered("draft", form);
    if (!form.waiting) unsaved.delete(form);
    if (form.tried !== tried) return; // what is said of the mark stays
    if (reply.problem) show(form, "refused", reply.problem);
    else show(form, reply.state, reply.said);
  });
}

function mark(form) {
  form.tried = (form.tried ?? 0) + 1;
  const points = field(form, "points").value.trim();
  const number = POINTS.test(points) ? Number(points.replace(",", ".")) : -1;
  if (number < 0 || number > Number(form.dataset.most)) {
    show(form, "refused", `Type a number of points from 0 to ${Number(form.dataset.most)}.`);
    told.textContent = `Answer ${form.dataset.number} is not marked: type a number of points from 0 to ${Number(form.dataset.most)}.`;
    return false;
  }
  unsaved.add(form);
  form.marking = true;
  queue(form, async () => {
    const reply = await untilAnswered("mark", form);
    form.marking = false;
    if (!form.waiting) unsaved.delete(form);
    if (reply.seen) form.dataset.seen = reply.seen;
    if (reply.problem) {
      show(form, "refused", reply.problem);
      alarm.hidden = false;
      alarm.textContent = `Answer ${form.dataset.number} is not marked. ${reply.problem}`;
    } else {
      show(form, reply.state, reply.said);
      told.textContent = count(reply.marked, reply.to_mark);
    }
  });
  return true;
}

// The points that the chosen items give, as `points_by` in rubric.py; null where they say nothing.
function pointsBy(form) {
  const worth = (item) => Number(item.dataset.points);
  const isLevel = (item) => "level" in item.dataset;
  const adding = items(form).filter((item) => !isLevel(item) && worth(item));
  const added = adding.filter((item) => item.checked);
  const level = items(form).find((item) => isLevel(item) && item.checked);
  let start = null;
  if (level) start = worth(level);
  else if (adding.length && adding.every((item) => worth(item) < 0)) start = Number(form.dataset.most);
  else if (added.length) start = 0;
  if (start === null) return null;
  const sum = added.reduce((total, item) => total + worth(item), start);
  return Number(Math.min(Math.max(sum, 0), Number(form.dataset.most)).toFixed(6));
}

// What is chosen fills in the points. One level at most is chosen.
function choose(form, item) {
  if (item.checked && "level" in item.dataset)
    for (const other of items(form))
      if (other !== item && "level" in other.dataset) other.checked = false;
  const points = pointsBy(form);
  if (points !== null) field(form, "points").value = points;
}

// Who chose an item goes on among the items of the next answer, all others in its points.
function go(form) {
  if (!form) return;
  const amongItems = document.activeElement?.name === "items";
  const next = amongItems ? items(form)[0] : field(form, "points");
  next.focus({ preventScroll: true });
  if (!amongItems) next.select(); // which takes the focus
  const article = form.closest("article");
  const tall = article.offsetHeight > window.innerHeight;
  article.scrollIntoView({ block: tall ? "end" : "nearest" });
}

function step(form, by) {
  go(forms[forms.indexOf(form) + by]);
}

function nextOpen(form) {
  const place = forms.indexOf(form);
  const order = [...forms.slice(place + 1), ...forms.slice(0, place)];
  const open = order.find((one) => one.dataset.state !== MARKED && !one.marking);
  if (open) go(open);
  else go(form);
}

function follow(rel) {
  document.querySelector(`header > nav > a[rel=${rel}]`)?.click();
}

const KEYS = {
  j: (form) => step(form, 1),
  ArrowDown: (form) => step(form, 1),
  k: (form) => step(form, -1),
  ArrowUp: (form) => step(form, -1),
  c: (form) => field(form, "comment")?.focus(),
  r: (form) => items(form)[0]?.focus(),
  s: (form) => split(form),
  n: () => follow("next"),
  p: () => follow("prev"),
};

function follows(form, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) return;
  event.preventDefault();
  KEYS[event.key](form);
}

function toPoints(form) {
  field(form, "points").focus();
  field(form, "points").select();
}

for (const form of forms) {
  const points = field(form, "points");
  form.addEventListener("input", () => keep(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (mark(form)) nextOpen(form);
    else points.focus();
  });
  points.addEventListener("keydown", (event) => follows(form, event));
  field(form, "comment")?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape") toPoints(form);
  });
  field(form, "split")?.addEventListener("click", () => split(form));
  for (const item of items(form)) {
    item.addEventListener("input", () => choose(form, item));
    item.addEventListener("keydown", (event) => {
      if (event.key === "Escape") toPoints(form);
      else if (/^[1-9]$/.test(event.key)) items(form)[event.key - 1]?.click();
      else follows(form, event);
    });
  }
}

// What changes the page is done when all that was typed is kept, and the page is loaded again.
async function change(what, body, told) {
  try {
    await Promise.all(forms.map((form) => form.last));
    const reply = await send(what, JSON.stringify(body));
    if (reply.ok) location.reload();
    else told.textContent = reply.problem;
  } catch {
    told.textContent = "Not saved: grader mark does not answer.";
  }
}

function split(form) {
  const told = form.querySelector("[data-role=state]");
  if (field(form, "split")) change("split", { ident: form.dataset.ident }, told);
}

function changeRubric(remove) {
  const told = rubric.querySelector("[data-role=said]");
  const [item, points, text] = ["item", "points", "text"].map((name) => field(rubric, name).value);
  change("rubric", { item, points, text, remove, rubric: rubric.dataset.rubric }, told);
}

if (rubric) {
  field(rubric, "item").addEventListener("change", (event) => {
    const { points = "0", text = "" } = event.target.selectedOptions[0].dataset;
    field(rubric, "points").value = points;
    field(rubric, "text").value = text;
    field(rubric, "remove").hidden = !event.target.value;
  });
  field(rubric, "remove").addEventListener("click", () => changeRubric(true));
  rubric.addEventListener("submit", (event) => {
    event.preventDefault();
    changeRubric(false);
  });
}

// A page that is left waits for nothing: what the server does not have yet is sent at once.
window.addEventListener("pagehide", () => {
  for (const form of unsaved) if (!form.marking) post("draft", form).catch(() => {});
});

window.addEventListener("beforeunload", (event) => {
  if (unsaved.size && !alarm.hidden) event.preventDefault();
});

history.scrollRestoration = "manual"; // a page that is loaded again begins where the work does
go(forms.find((form) => form.dataset.state !== MARKED));
