"""The tests in the notebooks pass every right answer and catch every wrong one.

The suite looks at one assignment, `make proof` at all: there are some fifteen hundred answers.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from grader.workflows.course_check.variants import Variant
from tests import courses
from tests.simulated import ROOT, exercises, hand_in, read, variants

ASSIGNMENTS = "01_linear_algebra"


class Place(NamedTuple):
    """Where an exercise stands."""

    assignment: str
    notebook: str
    points: float


def places() -> dict[str, Place]:
    """Every exercise of the course, by the name of its solution cell."""
    found = {}
    for path in sorted((ROOT / "source").glob(f"{ASSIGNMENTS}/*.ipynb")):
        for cell in read(path)["cells"]:
            marks = cell["metadata"].get("nbgrader", {})
            if cell["cell_type"] == "code" and marks.get("grade"):
                name = marks["grade_id"].removeprefix("test_")
                found[name] = Place(path.parent.name, path.stem, marks["points"])
    return found


PLACES = places()


def student_of(variant: Variant) -> str:
    """The simulated student who hands in this variant."""
    same = [v for v in variants(variant.exercise) if v.right == variant.right]
    return f"{'right' if variant.right else 'wrong'}{same.index(variant):03}"


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], float]:
    """Every variant graded by the real command in one batch; scores by student and exercise."""
    course = courses.make(tmp_path_factory.mktemp("variants"), assignment=ASSIGNMENTS)
    answers: dict[str, dict[str, dict[str, str]]] = {}
    for name in PLACES:
        for variant in variants(name):
            by_assignment = answers.setdefault(student_of(variant), {})
            by_assignment.setdefault(PLACES[name].assignment, {})[name] = variant.source
    for student, by_assignment in answers.items():
        for assignment, given in by_assignment.items():
            hand_in(course, student, given, assignment=assignment, only=given)
    done = courses.here(course, "autograde")
    assert done.exit_code == 0, done.output
    found = {name: courses.scores(course, name) for name in {p.assignment for p in PLACES.values()}}
    return {
        (student, name): found[place.assignment][student, place.notebook, f"test_{name}"].auto or 0
        for name, place in PLACES.items()
        for student in {student_of(variant) for variant in variants(name)}
    }


def test_each_exercise_has_six_right_and_twelve_wrong_variants() -> None:
    assert PLACES
    for name in PLACES:
        found = variants(name)
        assert sum(v.right for v in found) >= 6, name
        assert sum(not v.right for v in found) >= 12, name
        assert len({(v.right, v.name) for v in found}) == len(found), name


@pytest.mark.parametrize("name", PLACES)
def test_every_right_variant_gets_full_marks(
    name: str, scores: dict[tuple[str, str], float]
) -> None:
    short = [
        v.name
        for v in variants(name)
        if v.right and scores[student_of(v), name] < PLACES[name].points
    ]
    assert short == []


@pytest.mark.parametrize("name", PLACES)
def test_every_wrong_variant_loses_points(name: str, scores: dict[tuple[str, str], float]) -> None:
    passed = [
        v.name
        for v in variants(name)
        if not v.right and scores[student_of(v), name] >= PLACES[name].points
    ]
    assert passed == []


def test_every_file_of_variants_belongs_to_an_exercise() -> None:
    assert set(PLACES) <= set(exercises())
