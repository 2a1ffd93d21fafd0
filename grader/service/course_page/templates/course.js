// Commands from the course's page: one runs at a time, and what it says is shown as it comes.
"use strict";

const EVERY = 700; // milliseconds between two looks at the command that runs

const main = document.querySelector("main");
const run = document.getElementById("run");
const part = (role) => run.querySelector(`[data-role=${role}]`);
const address = `${main.dataset.up}run`;

let following = false;

async function ask(typed) {
  const body = typed && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(typed) };
  const reply = await fetch(address, body);
  return { ok: reply.ok, ...(await reply.json()) };
}

function show(text, role) {
  if (part(role).textContent !== text) part(role).textContent = text;
}

function tell(found) {
  show(found.said, "said");
  show(found.output, "output");
  part("what").firstElementChild.textContent = found.what;
  part("what").hidden = false;
  part("output").hidden = !found.output;
  run.querySelector("form").hidden = !found.running;
}

async function refresh() {
  const reply = await fetch("");
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const fresh = page.getElementById("state");
  if (reply.ok && fresh) document.getElementById("state")?.replaceWith(fresh);
}

async function follow() {
  if (following) return;
  following = true;
  try {
    for (;;) {
      const found = await ask();
      tell(found);
      if (!found.running) break;
      await new Promise((resolve) => setTimeout(resolve, EVERY));
    }
    await refresh();
  } catch {
    show("grader serve does not answer. If it has ended, start it again and open its new address.", "said");
  }
  following = false;
}

main.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const what = event.submitter?.dataset.what ?? form.dataset.what;
  const typed = { what, ...Object.fromEntries(new FormData(form)) };
  try {
    const reply = await ask(typed);
    if (!reply.ok) return show(reply.problem, "said");
  } catch {
    return show("grader serve does not answer; nothing was done.", "said");
  }
  follow();
});

if (!run.querySelector("form").hidden) follow();
