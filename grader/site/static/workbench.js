// The bar above a notebook in JupyterLite: save each change, hand in, keep a copy, start anew.
"use strict";

const PAUSE = 250;  // milliseconds between two saves

const name = decodeURIComponent(location.search.slice(1));
const path = `${name}.ipynb`;
const file = path.split("/").pop();
const frame = document.getElementById("notebook");
const element = (id) => document.getElementById(id);
const tell = (text) => { element("status").textContent = text; };

let context;  // of the open document: JupyterLab's, with the model, `save` and `revert`
let contents;

async function begin() {
  if (!/^[^/]+\/[^/]+$/.test(name)) {
    return tell("No notebook is named. Choose one from the course's pages.");
  }
  element("title").textContent = document.title = name;
  element("page").href = `${name.split("/").map(encodeURIComponent).join("/")}.html`;
  if (!isSecureContext || !navigator.serviceWorker) {
    return tell("Your browser runs notebooks only from an address that begins with https.");
  }
  // Two tabs with one notebook would overwrite each other: the second waits for the first.
  const lock = `grader:${progress.key}:${path}`;
  const hold = () => {
    open();
    return new Promise(() => {});  // held until the tab is closed
  };
  const {held} = await navigator.locks.query();
  if (held.some(({name: taken}) => taken === lock)) {
    tell("This notebook is open in another tab. It opens here when that one is closed.");
  }
  navigator.locks.request(lock, hold);
}

async function open() {
  frame.inert = true;
  frame.src = `lite/notebooks/index.html?path=${encodeURIComponent(path)}`;
  const panel = await found(() => {
    const app = frame.contentWindow.jupyterapp;
    const opened = app && app.shell.currentWidget;
    return opened && opened.context && opened.context.isReady && opened;
  });
  context = panel.context;
  contents = frame.contentWindow.jupyterapp.serviceManager.contents;
  context.model.contentChanged.connect(save);
  for (const id of ["hand-in", "keep", "bring", "anew"]) element(id).disabled = false;
  count();
  // JupyterLite forgets a cell that is run before its kernel is there.
  tell("You can read already; Python is starting, which takes a while the first time…");
  await found(() => context.sessionContext.kernelDisplayStatus === "idle");
  frame.inert = false;
  tell("All that you write and run is kept in this browser.");
}

async function found(look) {
  for (;;) {
    const it = look();
    if (it) return it;
    await new Promise((done) => setTimeout(done, 50));
  }
}

// A change is saved at once: a tab may be killed at any moment. What changes during a save, and in
// the pause after it, is saved by the next one.
let saving;
let again = false;

function save() {
  again = true;
  saving ||= saveChanges().finally(() => { saving = undefined; });
  return saving;
}

async function saveChanges() {
  try {
    while (again) {
      again = false;
      if (!context.model.dirty) continue;
      await context.save();
      count();
      await new Promise((done) => setTimeout(done, PAUSE));
    }
  } catch (error) {
    tell(`Your browser can't keep this notebook (${error.message}). Keep a copy now.`);
  }
}

// A cell of tests returns its points. One of plain asserts returns nothing, and stops where one fails.
function passes(cell) {
  const outputs = cell.outputs || [];
  const result = outputs.find((output) => output.output_type === "execute_result");
  if (result) return parseFloat(result.data["text/plain"]) >= cell.metadata.nbgrader.points;
  return cell.execution_count != null && !outputs.some((output) => output.output_type === "error");
}

function count() {
  const graded = context.model.toJSON().cells.filter((cell) => {
    const marks = cell.metadata.nbgrader || {};
    return cell.cell_type === "code" && marks.grade && !marks.solution;
  });
  const passed = graded.filter(passes).length;
  progress.keep(name, {passed, exercises: graded.length});
}

function download(text, as) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], {type: "application/x-ipynb+json"}));
  link.download = as;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function written() {
  await save();
  const saved = await contents.get(path, {content: true});
  return JSON.stringify(saved.content, null, 1) + "\n";
}

element("hand-in").addEventListener("click", async () => {
  download(await written(), file);
  tell(`${file} is in your downloads. Upload it where your course takes work in, under this name.`);
});

element("keep").addEventListener("click", async () => {
  const now = new Date().toISOString().slice(0, 16).replace("T", " ").replace(":", ".");
  download(await written(), `${file.replace(/\.ipynb$/, "")} ${now}.ipynb`);
  tell("A copy is in your downloads.");
});

element("bring").addEventListener("change", async (event) => {
  const [chosen] = event.target.files;
  event.target.value = "";
  if (!chosen) return;
  let copy;
  try {
    copy = JSON.parse(await chosen.text());
  } catch {
    copy = {};
  }
  if (!Array.isArray(copy.cells)) return tell(`${chosen.name} is no notebook.`);
  if (!confirm(`Put ${chosen.name} in the place of what you have written here?`)) return;
  for (const cell of copy.cells) {  // whoever made it: nothing in it is shown or run before it is read
    delete cell.metadata?.trusted;
    if (cell.cell_type === "code") Object.assign(cell, {outputs: [], execution_count: null});
  }
  await saving;
  await contents.save(path, {type: "notebook", format: "json", content: copy});
  location.reload();
});

element("anew").addEventListener("click", async () => {
  if (!confirm("Remove all that you have written in this notebook?")) return;
  context.model.dirty = false;
  await saving;
  await contents.delete(path);
  progress.keep(name, undefined);
  location.reload();
});

begin();
