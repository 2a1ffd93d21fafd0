"""Runs what a student's own notebook runs. This file is loaded in CPython and in Pyodide alike.

It imports nothing but the student's side of the grader. In CPython:

    python visible.py TASKS RESULTS    one JSON object a line, in both
"""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import io
import json
import os
import random
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

SECONDS = 5.0
"""CPU time for an answer in CPython; many wrong answers loop forever."""

TOLD = ("name", "outcome", "misconception", "hint", "remark")
"""What is compared of a test beside its card; the outcome has to be the same in a browser."""


def answer(task: dict[str, Any]) -> dict[str, Any]:
    """Run an answer's cells and its visible tests in a namespace of their own."""
    from grader.diagnosis import diagnosers
    from grader.notebooks import misconceptions
    from grader.render import card
    from grader.testing import grade_cell, local

    namespace = _after(task["cells"])
    known = misconceptions.beside(Path())
    found: list[dict[str, str]] = []
    cards = []
    for source in task["tests"]:
        exercise = grade_cell.parse_grade_cell("this_cell", source).with_known(known)
        results = diagnosers.run_grade_cell(exercise, local.LocalNamespace(namespace))
        found += [{key: str(getattr(one, key)) for key in TOLD} for one in results]
        cards.append(card.as_text(results))
    return {"tests": found, "card": "\n".join(cards)}


def _after(cells: list[str]) -> dict[str, Any]:
    """Return the names of a notebook after some of its cells."""
    namespace: dict[str, Any] = {"__name__": "__main__", "In": [""]}
    for source in cells:
        namespace["In"].append(source)
        with contextlib.suppress(Exception, SystemExit):
            exec(compile(source, f"<cell {len(namespace['In'])}>", "exec"), namespace)
    return namespace


def questions(task: dict[str, Any]) -> dict[str, Any]:
    """Make questions on a function for practice, as its tests have run."""
    from grader.questions import practice

    namespace = _after(task["cells"])
    namespace["In"] += task["tests"]
    found = practice.ask(task["function"], namespace, random.Random(task["id"]))
    return {"questions": [dataclasses.asdict(one) for one in found]}


def notebook(task: dict[str, Any]) -> dict[str, Any]:
    """Run a notebook from top to bottom in IPython; return the points of its test cells."""
    from IPython.core.interactiveshell import InteractiveShell

    from grader import lesson

    lesson._root_causes.cache_clear()
    shell: Any = InteractiveShell.instance()
    shell.history_manager.enabled = False
    shell.reset(new_session=True)
    points, errors = {}, []
    for name, source in task["cells"]:
        done = shell.run_cell(source, store_history=True)
        error = done.error_before_exec or done.error_in_exec
        if error is not None:
            errors.append(f"{name}: {type(error).__name__}: {error}")
        if name in task["graded"]:
            points[name] = float(done.result or 0.0)
    return {"points": points, "errors": errors}


KINDS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "answer": answer,
    "notebook": notebook,
    "questions": questions,
}


def run(line: str, root: str) -> str:
    """Do a task, in the folder where its notebook is; return its result as JSON."""
    task = json.loads(line)
    os.chdir(os.path.join(root, task["folder"]))
    began = time.perf_counter()
    try:
        with _quiet() as printed:
            result = KINDS[task["kind"]](task)
        if task["kind"] == "notebook":
            result["printed"] = printed.getvalue()
    except KeyboardInterrupt:
        result = {"limit": True}
    except MemoryError as error:
        result = {"limit": True, "why": str(error)}
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
    gc.collect()
    return json.dumps({"id": task["id"], "seconds": time.perf_counter() - began, **result})


@contextlib.contextmanager
def _quiet() -> Iterator[io.StringIO]:
    printed = io.StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            yield printed


def main(tasks: Path, results: Path) -> None:
    """Do tasks in CPython, each within its CPU time."""
    import signal

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGPROF, stop)
    root = json.loads(tasks.read_text(encoding="utf-8").partition("\n")[0])["root"]
    with results.open("w", encoding="utf-8") as written:
        for line in tasks.read_text(encoding="utf-8").splitlines()[1:]:
            limited = json.loads(line)["kind"] == "answer"
            signal.setitimer(signal.ITIMER_PROF, SECONDS if limited else 0)
            try:
                done = run(line, root)
            except KeyboardInterrupt:  # between two steps
                done = json.dumps({"id": json.loads(line)["id"], "limit": True})
            signal.setitimer(signal.ITIMER_PROF, 0)
            written.write(done + "\n")
            written.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
