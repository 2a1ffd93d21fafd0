"""Visible tests catch every misconception in the table, and cards call it by its name alone.

The suite looks at linear algebra's; `make proof` at all, by `grader check --misconceptions`.
"""

from __future__ import annotations

import functools

import pytest

import solutions
from grader.author.course_check import misconceptions as check
from grader.author.course_check.misconceptions import Examined
from grader.grading.course_folder import inside_course
from grader.notebooks import ipynb
from grader.plugin import Course
from grader.testing import grade_cell
from solutions import misconceptions
from tests.simulated import ROOT, graded_name

EXERCISES = [
    name
    for name in solutions.__all__
    if getattr(solutions, name).__module__ == "solutions.linear_algebra"
]
ENTRIES = [(exercise, name) for exercise in EXERCISES for name in misconceptions.of(exercise)]


@functools.cache
def examined() -> dict[tuple[str, str], Examined]:
    """What the tests of linear algebra say of each misconception."""
    with inside_course(ROOT):
        found = check.examine_course(Course(ROOT), ["01_linear_algebra"])
    return {(one.function, one.name): one for one in found}


@pytest.mark.parametrize(("exercise", "mistake"), ENTRIES)
def test_a_misconception_loses_visible_points_and_is_named_alone(
    exercise: str, mistake: str
) -> None:
    one = examined()[exercise, mistake]
    assert one.caught
    assert one.visible.names == {mistake}
    assert one.all.names == {mistake}


def test_every_exercise_is_graded_in_a_notebook() -> None:
    wanted = {
        name
        for path in (ROOT / "source").glob("*/*.ipynb")
        for cell in ipynb.read_source(path)["cells"]
        if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("grade")
        for name in grade_cell.parse_grade_cell(graded_name(cell), cell["source"]).wanted
    }
    assert set(solutions.__all__) <= wanted


def test_every_exercise_has_misconceptions() -> None:
    missing = [name for name in solutions.__all__ if not misconceptions.of(name)]
    assert missing == []
