"""The tests in the notebooks pass every right answer and catch every wrong one.

`make test` grades some answers to one exercise, `make thorough` all of an assignment, and `make
proof` all that there are: about two thousand.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from grader.author.course_check.variants import Variant
from tests import courses
from tests.simulated import ROOT, WHOLE, exercises, hand_in, read, variants

ASSIGNMENT, EXERCISE = "07_fourier", "fft"


class Place(NamedTuple):
    """Where an exercise stands."""

    assignment: str
    notebook: str
    points: float


def places() -> dict[str, Place]:
    """Every exercise of the course, by the name of its solution cell."""
    found = {}
    for path in sorted((ROOT / "source").glob("*/*.ipynb")):
        for cell in read(path)["cells"]:
            marks = cell["metadata"].get("nbgrader", {})
            if cell["cell_type"] == "code" and marks.get("grade"):
                name = marks["grade_id"].removeprefix("test_")
                found[name] = Place(path.parent.name, path.stem, marks["points"])
    return found


EVERYWHERE = places()
PLACES = {
    name: place
    for name, place in EVERYWHERE.items()
    if place.assignment == ASSIGNMENT and (WHOLE or name == EXERCISE)
}


def answers_to(name: str) -> list[Variant]:
    """The answers to an exercise that are graded: all, or twenty to forty of them."""
    found = variants(name)
    return found[:: 1 if WHOLE else max(1, len(found) // 20)]


def student_of(variant: Variant) -> str:
    """The simulated student who hands in this variant."""
    same = [v for v in variants(variant.exercise) if v.right == variant.right]
    return f"{'right' if variant.right else 'wrong'}{same.index(variant):03}"


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], float]:
    """Every variant graded by the real command in one batch; scores by student and exercise."""
    notebooks = {place.notebook for place in PLACES.values()}
    course = courses.make(
        tmp_path_factory.mktemp("variants"), assignment=ASSIGNMENT, notebooks=notebooks
    )
    answers: dict[str, dict[str, str]] = {}
    for name in PLACES:
        for variant in answers_to(name):
            answers.setdefault(student_of(variant), {})[name] = variant.source
    for student, given in answers.items():
        hand_in(course, student, given, assignment=ASSIGNMENT, only=given)
    done = courses.here(course, "autograde")
    assert done.exit_code == 0, done.output
    found = courses.scores(course, ASSIGNMENT)
    return {
        (student, name): found[student, place.notebook, f"test_{name}"].auto or 0
        for name, place in PLACES.items()
        for student in {student_of(variant) for variant in answers_to(name)}
    }


def test_each_exercise_has_six_right_and_twelve_wrong_variants() -> None:
    assert PLACES
    for name in EVERYWHERE:
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
        for v in answers_to(name)
        if v.right and scores[student_of(v), name] < PLACES[name].points
    ]
    assert short == []


@pytest.mark.parametrize("name", PLACES)
def test_every_wrong_variant_loses_points(name: str, scores: dict[tuple[str, str], float]) -> None:
    passed = [
        v.name
        for v in answers_to(name)
        if not v.right and scores[student_of(v), name] >= PLACES[name].points
    ]
    assert passed == []


def test_every_file_of_variants_belongs_to_an_exercise() -> None:
    assert set(EVERYWHERE) <= set(exercises())
