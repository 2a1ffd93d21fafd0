"""Visible tests catch every misconception in the table, and cards call it by its name alone.

`make test` looks at one notebook of linear algebra, `make thorough` at all of its notebooks, and
`make proof` at the course, by `grader check --misconceptions`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

import solutions
from grader.author.course_check import misconceptions as check
from grader.author.course_check.misconceptions import Examined
from grader.grading.course_folder import inside_course
from grader.notebooks import ipynb
from grader.plugin import Course
from grader.testing import grade_cell
from solutions import misconceptions
from tests import courses
from tests.simulated import ROOT, WHOLE, graded_name

ASSIGNMENT = "01_linear_algebra"


def wanted_in(paths: Iterable[Path]) -> set[str]:
    """The functions that notebooks test."""
    return {
        name
        for path in paths
        for cell in ipynb.read_source(path)["cells"]
        if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("grade")
        for name in grade_cell.parse_grade_cell(graded_name(cell), cell["source"]).wanted
    }


NOTEBOOKS = [
    path
    for path in sorted((ROOT / "source" / ASSIGNMENT).glob("*.ipynb"))
    if WHOLE or path.stem == "01_vectors"
]
ENTRIES = [
    (exercise, name)
    for exercise in sorted(wanted_in(NOTEBOOKS) & {*solutions.__all__})
    for name in misconceptions.of(exercise)
]


@pytest.fixture(scope="module")
def examined(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Examined]:
    """What the tests of these notebooks say of each misconception."""
    names = {path.stem for path in NOTEBOOKS}
    course = courses.lay_out(tmp_path_factory.mktemp("examined"), notebooks=names)
    with inside_course(course):
        found = check.examine_course(Course(course), [ASSIGNMENT])
    return {(one.function, one.name): one for one in found}


@pytest.mark.parametrize(("exercise", "mistake"), ENTRIES)
def test_a_misconception_loses_visible_points_and_is_named_alone(
    exercise: str, mistake: str, examined: dict[tuple[str, str], Examined]
) -> None:
    one = examined[exercise, mistake]
    assert one.caught
    assert one.visible.names == {mistake}
    assert one.all.names == {mistake}


def test_every_exercise_is_graded_in_a_notebook() -> None:
    wanted = wanted_in((ROOT / "source").glob("*/*.ipynb"))
    assert set(solutions.__all__) <= wanted


def test_every_exercise_has_misconceptions() -> None:
    missing = [name for name in solutions.__all__ if not misconceptions.of(name)]
    assert missing == []
