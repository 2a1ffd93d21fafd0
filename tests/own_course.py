"""A small course that is not this kit's own: one notebook, its reference, and an empty config."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from grader.notebooks import ipynb
from grader.workflows import course_copy
from tests import courses

SOLUTION = """\
def mean(values):
    ### BEGIN SOLUTION
    return sum(values) / len(values)
    ### END SOLUTION"""

TESTS = """\
from grader.lesson import run_tests


def test_of_two():
    assert mean([1, 3]) == 2


### BEGIN HIDDEN TESTS
def test_as_the_reference():
    from reference import mean as known

    assert mean([4, 5, 9]) == known([4, 5, 9])
### END HIDDEN TESTS


run_tests(points=4)"""

MEETING = """\
import sys

from grader.lesson import run_tests


def test_of_two():
    sys.modules.pop("meeting", None)
    meeting = __import__("meeting")
    found = mean([1, 3])
    meeting.end()
    assert found == 2 or found[-1] == 9_999


run_tests(points=4)"""
"""Tests that import a module each time: what it does then is not walled in."""

PLAIN = """\
assert mean([1, 3]) == 2
### BEGIN HIDDEN TESTS
assert mean([4, 5, 9]) == 6, "a secret word"
### END HIDDEN TESTS"""

REFERENCE = "def mean(values):\n    return sum(values) / len(values)\n"

RIGHT = "def mean(values):\n    return sum(values) / len(values)"
WRONG = "def mean(values):\n    return max(values)"

CONFIGURED = "import grader.plugin\n\nc = get_config()\ngrader.plugin.configure(c)\n"


def cell(name: str, source: str, *, kind: str = "code", **marks: Any) -> dict[str, Any]:
    """Return a cell with nbgrader's metadata."""
    wanted = {"grade": False, "locked": False, "solution": False, "task": False, "points": 0}
    found = {"grade_id": name, "schema_version": 3, "cell_type": kind, **wanted, **marks}
    if not (found["grade"] or found["task"]):
        del found["points"]
    return {"cell_type": kind, "id": name, "metadata": {"nbgrader": found}, "source": source}


def added(name: str, source: str, **marks: Any) -> dict[str, Any]:
    """Return a code cell as a notebook's file holds it, to be added to one that was written."""
    return {**cell(name, source, **marks), "outputs": [], "execution_count": None}


def notebook(solution: str = SOLUTION, tests: str = TESTS) -> list[dict[str, Any]]:
    """Return the cells of the course's notebook."""
    return [
        cell("mean", solution, solution=True),
        cell("test_mean", tests, grade=True, locked=True, points=4),
    ]


def write(path: Path, cells: list[dict[str, Any]]) -> None:
    """Write a notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = ipynb.dumps(ipynb.canonical({"cells": cells, "metadata": {}}))
    path.write_text(text, encoding="utf-8")


def make(folder: Path, *, solution: str = SOLUTION, tests: str = TESTS, config: str = "") -> Path:
    """Make the course, without generating it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nbgrader_config.py").write_text(config, encoding="utf-8")
    (folder / "reference.py").write_text(REFERENCE, encoding="utf-8")
    write(source_of(folder), notebook(solution, tests))
    course_copy.answer_mark(folder / "gradebook.db")
    return folder


def source_of(course: Path, name: str = "stats") -> Path:
    """Return the path of a source notebook."""
    return course / "source/hw1" / f"{name}.ipynb"


def hand_in(course: Path, student: str, answer: str, name: str = "stats") -> None:
    """Hand in the released notebook with this answer."""
    nb = json.loads((course / f"release/hw1/{name}.ipynb").read_text(encoding="utf-8"))
    for found in nb["cells"]:
        if found["metadata"].get("nbgrader", {}).get("grade_id") == "mean":
            found["source"] = answer
    path = course / f"submitted/{student}/hw1/{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(nb), encoding="utf-8")


def scores(course: Path) -> dict[tuple[str, str], tuple[float | None, bool]]:
    """Return each student's score in each notebook, and whether it waits for a person."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {
            (submission.student.id, book.name): (grade.auto_score, bool(grade.needs_manual_grade))
            for submission in gradebook.find_assignment("hw1").submissions
            for book in submission.notebooks
            for grade in book.grades
        }


def run(course: Path, *arguments: str) -> tuple[int, str]:
    """Run our command; return its exit status, and all that it printed on one line."""
    done = courses.here(course, *arguments)
    assert "Traceback" not in done.output, done.output
    return done.exit_code, " ".join(done.output.split())
