"""Every misconception in the table loses points, and a test calls it by its name.

The suite looks at linear algebra's, `make proof` at all.
"""

from __future__ import annotations

import functools
import os
from typing import Any

import pytest

import solutions
from grader.notebooks import ipynb
from grader.testing import grade_cell, suite
from grader.testing.local import LocalNamespace
from grader.verdict import Outcome, TestResult
from solutions import misconceptions
from tests.simulated import ROOT, graded_name

EXERCISES = [
    name
    for name in solutions.__all__
    if os.environ.get("GRADER_PROOF")
    or getattr(solutions, name).__module__ == "solutions.linear_algebra"
]


@functools.cache
def grade_cells() -> dict[str, list[grade_cell.GradeCell]]:
    """The cells of tests that use a name of the student's."""
    found: dict[str, list[grade_cell.GradeCell]] = {}
    for path in sorted((ROOT / "source").glob("*/*.ipynb")):
        for cell in ipynb.read_source(path)["cells"]:
            marks = cell["metadata"].get("nbgrader", {})
            if cell["cell_type"] == "code" and marks.get("grade"):
                exercise = grade_cell.parse_grade_cell(graded_name(cell), cell["source"])
                for name in exercise.wanted:
                    found.setdefault(name, []).append(exercise)
    return found


ENTRIES = [(exercise, name) for exercise in EXERCISES for name in misconceptions.of(exercise)]


def deciding(name: str) -> grade_cell.GradeCell:
    """The cell that grades a function: the first that uses it, or the one of its own name."""
    cells = grade_cells()[name]
    return next((cell for cell in cells if cell.name == f"test_{name}"), cells[0])


def results_of(exercise: str, mistake: str) -> list[TestResult]:
    """What the tests say of a student with one misconception, who has all else right."""
    cell = deciding(exercise)
    names = {name: getattr(solutions, name) for name in cell.wanted if hasattr(solutions, name)}
    names[exercise] = misconceptions.of(exercise)[mistake]
    if not set(cell.wanted) <= names.keys():
        names = with_locked_cells(cell, names)
    return suite.run_grade_cell(cell, LocalNamespace(names))


def with_locked_cells(cell: grade_cell.GradeCell, names: dict[str, Any]) -> dict[str, Any]:
    """The names, and those that its notebook's locked cells define beside them."""
    found = dict(names)
    for path in sorted((ROOT / "source").glob("*/*.ipynb")):
        cells = ipynb.read_source(path)["cells"]
        if any(graded_name(c) == cell.name for c in cells):
            for c in cells:
                marks = c["metadata"].get("nbgrader", {})
                if c["cell_type"] == "code" and marks.get("locked") and not marks.get("grade"):
                    exec(c["source"], found)
    return found | names


@pytest.mark.parametrize(("exercise", "mistake"), ENTRIES)
def test_a_misconception_loses_points_and_is_named(exercise: str, mistake: str) -> None:
    results = results_of(exercise, mistake)
    assert any(result.outcome is not Outcome.PASSED for result in results)
    assert any(f"This looks like {mistake}." in result.message for result in results)


def test_every_exercise_is_graded_in_a_notebook() -> None:
    assert set(solutions.__all__) <= set(grade_cells())


def test_every_exercise_has_misconceptions() -> None:
    missing = [name for name in solutions.__all__ if not misconceptions.of(name)]
    assert missing == []
