"""The tests in the notebooks pass every right answer and catch every wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import courses
from tests.simulated import Variant, exercises, hand_in, variants

NOTEBOOK_OF = {
    "cosine_similarity": "vectors",
    "eigendecomposition": "eigenvalues",
    "linear_layer": "matrices",
    "pca": "pca",
    "simple_attention": "attention_matrix",
}


def student_of(variant: Variant) -> str:
    """The simulated student who hands in this variant."""
    same = [v for v in variants(variant.exercise) if v.right == variant.right]
    return f"{'right' if variant.right else 'wrong'}{same.index(variant):03}"


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], float]:
    """Every variant graded by the real command in one batch; scores by student and exercise."""
    course = courses.make(tmp_path_factory.mktemp("variants"))
    answers: dict[str, dict[str, str]] = {}
    for name in exercises():
        for variant in variants(name):
            answers.setdefault(student_of(variant), {})[name] = variant.source
    for student, given in answers.items():
        hand_in(course, student, given)
    done = courses.grader(course, "autograde", timeout=500)
    assert done.returncode == 0, done.stderr
    found = courses.scores(course)
    return {
        (student, name): found[student, notebook, f"test_{name}"].auto or 0.0
        for student in answers
        for name, notebook in NOTEBOOK_OF.items()
    }


def test_each_exercise_has_six_right_and_twelve_wrong_variants() -> None:
    for name in NOTEBOOK_OF:
        found = variants(name)
        assert sum(v.right for v in found) >= 6, name
        assert sum(not v.right for v in found) >= 12, name
        assert len({(v.right, v.name) for v in found}) == len(found), name


@pytest.mark.parametrize("name", NOTEBOOK_OF)
def test_every_right_variant_gets_full_marks(
    name: str, scores: dict[tuple[str, str], float]
) -> None:
    short = [v.name for v in variants(name) if v.right and scores[student_of(v), name] < 4]
    assert short == []


@pytest.mark.parametrize("name", NOTEBOOK_OF)
def test_every_wrong_variant_loses_points(name: str, scores: dict[tuple[str, str], float]) -> None:
    passed = [v.name for v in variants(name) if not v.right and scores[student_of(v), name] >= 4]
    assert passed == []


def test_the_notebooks_named_here_hold_the_exercises() -> None:
    root = Path(__file__).parent.parent / "source" / "linear_algebra"
    for name, notebook in NOTEBOOK_OF.items():
        assert f'"grade_id": "{name}"' in (root / f"{notebook}.ipynb").read_text(encoding="utf-8")
