"""Kept answers and misconceptions of exercises without a notebook are told apart by the contract.

Those of exercises with a notebook are graded by its tests: test_variants and test_misconceptions.
"""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt

import solutions
from grader.workflows.course_check.variants import Variant
from solutions import misconceptions
from tests.contracts import LOOKS, first_difference
from tests.simulated import exercises, variants

mpl.use("Agg")

ANSWERS = [answer for name in LOOKS for answer in variants(name)]
MISCONCEPTIONS = [(name, mistake) for name in LOOKS for mistake in misconceptions.of(name)]


def run(answer: Variant) -> Any:
    """What an answer defines, in a notebook whose first cell imports NumPy and Matplotlib."""
    namespace: dict[str, Any] = {"np": np, "plt": plt}
    exec(answer.source, namespace)
    return namespace[answer.exercise]


def described(answer: Variant) -> str:
    return f"{answer.exercise}, {'right' if answer.right else 'wrong'}: {answer.name}"


@pytest.mark.parametrize("name", LOOKS)
def test_the_reference_differs_from_itself_in_nothing(name: str) -> None:
    assert first_difference(name, getattr(solutions, name)) is None


@pytest.mark.parametrize("answer", [a for a in ANSWERS if a.right], ids=described)
def test_a_right_answer_is_as_the_reference_on_all_of_its_contract(answer: Variant) -> None:
    assert first_difference(answer.exercise, run(answer)) is None


@pytest.mark.parametrize("answer", [a for a in ANSWERS if not a.right], ids=described)
def test_a_wrong_answer_differs_from_the_reference_somewhere(answer: Variant) -> None:
    assert first_difference(answer.exercise, run(answer)) is not None


@pytest.mark.parametrize(("name", "mistake"), MISCONCEPTIONS)
def test_a_misconception_differs_from_the_reference_somewhere(name: str, mistake: str) -> None:
    assert first_difference(name, misconceptions.of(name)[mistake]) is not None


@pytest.mark.parametrize("name", LOOKS)
def test_each_exercise_has_right_and_wrong_answers_and_misconceptions(name: str) -> None:
    found = variants(name)
    assert sum(answer.right for answer in found) >= 6
    assert sum(not answer.right for answer in found) >= 12
    assert len({(answer.right, answer.name) for answer in found}) == len(found)
    assert 5 <= len(misconceptions.of(name)) <= 10


def test_every_exercise_with_kept_answers_is_in_the_reference() -> None:
    assert set(exercises()) <= set(solutions.__all__)
