"""What is run in both Pythons, and how what comes of it is compared."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from grader.author.course_check.exercises import Exercise, exercises_in
from grader.notebooks import ipynb, regions
from grader.notebooks.ipynb import Key
from grader.notebooks.source_cells import SourceCell, is_suite
from grader.site import pyodide
from grader.workflows import requirements
from tests.in_browser import carrier
from tests.simulated import ROOT, fill, graded_name, read, variants

HERE: Final = Path(__file__).parent
SECONDS: Final = 150.0
"""Time for an answer in Pyodide: many times what one takes that CPython's limit lets pass, since a
busy machine is slow."""

Task = dict[str, Any]
Results = dict[str, dict[str, Any]]


# What is run --------------------------------------------------------------------------------


def notebooks(assignments: Sequence[str] = ()) -> list[Path]:
    """The source notebooks of some assignments, or all."""
    found = sorted((ROOT / "source").glob("*/*.ipynb"))
    return [path for path in found if not assignments or path.parent.name in assignments]


def answers(paths: Iterable[Path], count: int | None = None) -> list[Task]:
    """Kept answers to exercises of these notebooks, with the cells that each needs.

    All of them, or so many, as far apart as they can be.
    """
    kept = [
        (exercise, variant)
        for path in paths
        for exercise in _exercises(path)
        for variant in variants(exercise.name)
    ]
    if count is not None:
        step = max(1.0, len(kept) / count)
        kept = [kept[int(number * step)] for number in range(min(count, len(kept)))]
    return [
        {
            "id": f"{exercise.assignment}/{exercise.key.notebook}: {exercise.name},"
            f" {'right' if variant.right else 'wrong'}: {variant.name}",
            "kind": "answer",
            "right": variant.right,
            "folder": exercise.assignment,
            **_cells(exercise, variant.source),
        }
        for exercise, variant in kept
    ]


def _exercises(path: Path) -> Iterator[Exercise]:
    nb = ipynb.read_source(path)
    for solution, following in exercises_in(nb):
        last = [solution, *(cell for cell in following if cell.marks)][-1]
        yield Exercise(
            name=solution.name,
            solution=solution.source,
            graded_by=frozenset(c.name for c in following if c.grade and c.locked),
            assignment=path.parent.name,
            key=Key(notebook=path.stem, cells=[]),
            cells=nb["cells"][: nb["cells"].index(last.data) + 1],
        )


def _cells(exercise: Exercise, answer: str) -> dict[str, list[str]]:
    """The code of a solved notebook with an answer, and its visible tests as released."""
    cells = [SourceCell(cell) for cell in exercise.notebook_with(answer)["cells"]]  # type: ignore[attr-defined]
    code = [cell.source for cell in cells if cell.is_code]
    return {
        "cells": [source for source in code if not is_suite(source)],
        "tests": [regions.visible(source) for source in code if is_suite(source)],
    }


def whole_notebooks(paths: Iterable[Path]) -> Iterator[Task]:
    """Each released notebook with the instructor's answers, from top to bottom."""
    for path in paths:
        cells = [c for c in solved(path)["cells"] if c["cell_type"] == "code"]
        graded = {
            graded_name(cell): cell["metadata"]["nbgrader"]["points"]
            for cell in cells
            if is_suite(cell["source"])
        }
        yield {
            "id": f"{path.parent.name}/{path.stem}",
            "kind": "notebook",
            "folder": path.parent.name,
            "cells": [(graded_name(cell), cell["source"]) for cell in cells],
            "graded": graded,
        }


def solved(path: Path) -> dict[str, Any]:
    """A released notebook with the instructor's answers."""
    source = {
        graded_name(cell): cell["source"]
        for cell in read(path)["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }
    return fill(read(ROOT / "release" / path.parent.name / path.name), source)


def lay_out(folder: Path) -> Path:
    """The course as a student has it who wrote all notebooks, side by side."""
    root = Path(shutil.copytree(ROOT / "release", folder / "drive"))
    for path in notebooks():
        (root / path.parent.name / path.name).write_text(json.dumps(solved(path)), encoding="utf-8")
    return root


def make_pyodide(folder: Path, paths: Iterable[Path]) -> Path:
    """The Pyodide that notebooks need."""
    imports = requirements.imports_of(path.read_bytes() for path in paths)
    pyodide.write_pyodide(folder, str(carrier.carrier()), imports)
    return folder


# Both Pythons -------------------------------------------------------------------------------


def in_cpython(tasks: Sequence[Task], root: Path, folder: Path) -> Results:
    """Do tasks in one process of this Python."""
    given, written = folder / "cpython.tasks", folder / "cpython.jsonl"
    _write(given, tasks, root)
    command: list[str | Path] = [sys.executable, "-P", HERE / "visible.py", given, written]
    subprocess.run(command, check=True, env={**os.environ, "MPLBACKEND": "Agg"}, cwd=folder)
    return _read(written)


def in_pyodide(tasks: Sequence[Task], root: Path, folder: Path, dist: Path) -> Results:
    """Do tasks in Pyodide; a process that ends on one is followed by another for the rest."""
    given, written = folder / "pyodide.tasks", folder / "pyodide.jsonl"
    written.touch()
    left = [*tasks]
    while left:
        _write(given, left, root)
        command: list[str | Path] = [carrier.node(), HERE / "run.mjs", dist, given, written]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found = _read(written)
        after = [task for task in left if task["id"] not in found]
        if after and len(after) == len(left):  # it ended before it wrote anything of one
            said = (done.stderr or done.stdout)[-1000:]
            _append(written, {"id": after.pop(0)["id"], "crash": said})
        left = after
    return _read(written)


def _write(path: Path, tasks: Iterable[Task], root: Path) -> None:
    head = {"root": str(root), "seconds": SECONDS}
    path.write_text("".join(json.dumps(one) + "\n" for one in (head, *tasks)), encoding="utf-8")


def _append(path: Path, result: dict[str, Any]) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(result) + "\n")


def _read(path: Path) -> Results:
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {one["id"]: one for one in lines}


# Comparing ----------------------------------------------------------------------------------


class Compared(NamedTuple):
    """What the two Pythons said."""

    answers: int
    skipped: list[str]
    """Answers that take too long in CPython, which are not run in Pyodide."""
    differences: list[str]
    cards: list[str]
    """Answers whose verdicts are equal, and whose cards differ in words. Signs and order of
    eigenvectors and singular vectors depend on the processor; so do names and hints that a wrong
    answer gets for them."""
    ours: float
    theirs: float
    """CPU-bound seconds in CPython and in Pyodide."""


def compare(tasks: Sequence[Task], root: Path, folder: Path, dist: Path) -> Compared:
    """Run answers in both, and compare them."""
    ours = in_cpython(tasks, root, folder)
    skipped = [task["id"] for task in tasks if "limit" in ours[task["id"]]]
    rest = [task for task in tasks if task["id"] not in {*skipped}]
    theirs = in_pyodide(rest, root, folder, dist)
    differences, cards = [], []
    for task in rest:
        one, other = ours[task["id"]], theirs[task["id"]]
        found = _difference(one, other)
        if not found and task["right"] and {t["outcome"] for t in other["tests"]} != {"passed"}:
            found = ["a right answer is not green in either"]
        differences += [f"{task['id']}: {sentence}" for sentence in found]
        if not found and (one["card"], one["tests"]) != (other["card"], other["tests"]):
            cards.append(task["id"])
    seconds = [sum(one.get("seconds", 0) for one in found.values()) for found in (ours, theirs)]
    return Compared(len(rest), skipped, differences, cards, *seconds)


def _difference(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    if "tests" not in other:
        return [f"no verdict: {other.get('crash', 'it takes too long')[-300:]}"]
    names = [[test["name"] for test in found["tests"]] for found in (one, other)]
    if names[0] != names[1]:
        return [f"other tests: {names[0]} / {names[1]}"]
    return [
        f"{ours['name']}: {ours['outcome']} / {theirs['outcome']}"
        for ours, theirs in zip(one["tests"], other["tests"], strict=True)
        if ours["outcome"] != theirs["outcome"]
    ]


def short_of_full_marks(tasks: Iterable[Task], found: Results) -> list[str]:
    """What notebooks with the instructor's answers lack."""
    return [
        f"{task['id']}: {found[task['id']]}"
        for task in tasks
        if found[task["id"]].get("points") != task["graded"]
    ]
