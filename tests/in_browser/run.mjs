// Does tasks in Pyodide under Node: node run.mjs PYODIDE TASKS RESULTS
// What visible.py does in CPython; an answer that loops forever is interrupted by its CPU time.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

const [pyodideFolder, tasksFile, resultsFile] = process.argv.slice(2);
const [head, ...tasks] = fs.readFileSync(tasksFile, "utf8").trim().split("\n");
const { root, seconds } = JSON.parse(head);

// A process can't interrupt itself while Python runs, but another thread of it can.
const shared = new SharedArrayBuffer(8);
const state = new Int32Array(shared); // the interrupt that Python looks at; whether a task runs
const watch = `
  const { workerData } = require("node:worker_threads");
  const state = new Int32Array(workerData.shared);
  let task = 0, began = 0;
  setInterval(() => {
    const now = process.cpuUsage().user / 1e6;
    if (state[1] !== task) { task = state[1]; began = now; }
    if (task && now - began > workerData.seconds) Atomics.store(state, 0, 2);
  }, 100);`;
new Worker(watch, { eval: true, workerData: { shared, seconds } }).unref();

const { loadPyodide } = await import(pathToFileURL(path.join(pyodideFolder, "pyodide.mjs")));
const pyodide = await loadPyodide({
  indexURL: pyodideFolder + "/",
  env: { MPLBACKEND: "Agg", HOME: "/home/pyodide" },
});
const lock = JSON.parse(fs.readFileSync(path.join(pyodideFolder, "pyodide-lock.json"), "utf8"));
const ofTheKernel = ["jedi", "micropip", "openssl", "parso", "ssl"];
const packages = Object.keys(lock.packages).filter((name) => !ofTheKernel.includes(name));
await pyodide.loadPackage(packages, { messageCallback: () => {} });
pyodide.mountNodeFS("/drive", root);
pyodide.FS.writeFile(
  "/home/pyodide/visible.py",
  fs.readFileSync(new URL("visible.py", import.meta.url), "utf8"),
);
pyodide.runPython("import sys; sys.path.insert(0, '/home/pyodide')");
const visible = pyodide.pyimport("visible");
pyodide.setInterruptBuffer(state);

for (const [number, line] of tasks.entries()) {
  const { id, kind } = JSON.parse(line);
  state[0] = 0;
  state[1] = kind === "answer" ? number + 1 : 0;
  let result;
  let crash = false;
  try {
    result = visible.run(line, "/drive");
  } catch (error) {
    crash = !String(error).includes("KeyboardInterrupt");
    result = JSON.stringify(crash ? { id, crash: String(error).slice(-2000) } : { id, limit: true });
  }
  state[1] = 0;
  fs.appendFileSync(resultsFile, result + "\n");
  if (crash) process.exit(3); // nothing runs in it any more
}
process.exit(0);
