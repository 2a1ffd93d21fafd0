// Mark on the map what the reader has begun and passed.
"use strict";

for (const [notebook, {passed, exercises}] of Object.entries(progress.all())) {
  const station = document.querySelector(`[data-notebook="${CSS.escape(notebook)}"]`);
  if (!station) continue;
  const all = exercises > 0 && passed >= exercises;
  station.classList.add(all ? "passed" : "begun");
  station.querySelector(".state").textContent = all ? "passed" : `${passed} of ${exercises}`;
}
