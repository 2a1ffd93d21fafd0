"""Questions in a student's own notebook: on their code, by its tests, in no sandbox."""

from __future__ import annotations

import copy
import random
import sys
from typing import Any

import pytest

from grader.questions import practice
from grader.questions.question import LETTERS
from tests.test_questions import HONEST, holds

TESTS = """\
from grader.lesson import run_tests

def test_a_few():
    assert total([3, 1]) == 8
    assert total([2, 2, 5]) == 18
    assert total([1, 2, 9, 3]) == 30
    assert total([4]) == 8

run_tests(points=1)"""


def notebook(*cells: str) -> dict[str, Any]:
    """The names of a notebook whose cells ran; tests did, too, and left nothing."""
    names: dict[str, Any] = {"__name__": "__main__", "In": ["", *cells]}
    for cell in cells:
        if "run_tests" not in cell:
            exec(cell, names)
    return names


def test_keys_are_true_when_the_students_function_is_called() -> None:
    names = notebook(HONEST, TESTS)
    checked = 0
    for seed in "abcdefgh":
        found = practice.ask("total", names, random.Random(seed))
        assert len(found) == practice.COUNT
        assert len({question.kind for question in found}) >= 3
        checked += sum(map(holds, found))
    assert checked >= 6


def test_each_answer_is_folded_below_its_question_and_says_why() -> None:
    names = notebook(HONEST, TESTS)
    text = practice.questions_on(names["total"], names)
    welcome, *parts = text.split("## Question ")
    assert "about `total` as you wrote it" in welcome
    assert len(parts) == practice.COUNT
    for number, part in enumerate(parts, 1):
        question, _, answer = part.partition("<details>")
        assert f"<summary>Answer to question {number}</summary>" in answer
        assert " is right." not in question
        assert all(f"- **{letter}**: " in question for letter in LETTERS)
        assert all(f"- **{letter}**: " in answer for letter in LETTERS)


def test_the_last_definition_is_asked_about() -> None:
    names = notebook("def total(values):\n    return 7", TESTS, HONEST)
    assert "found += 2 * value" in practice.questions_on(names["total"], names)


def test_the_notebook_and_its_process_stay_as_they_were() -> None:
    names = notebook("import numpy as np\ntable = [1, 2]", HONEST, TESTS)
    before, traced = copy.copy(names), sys.gettrace()
    practice.ask("total", names, random.Random(1))
    assert (names, sys.gettrace()) == (before, traced)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ((HONEST,), "no test in this notebook has got a value from it yet"),
        (("def total(values):\n    return open('x').read()", TESTS), "it uses `open`"),
        (("from math import fsum as total", TESTS), "it is imported"),
    ],
)
def test_where_nothing_is_asked_a_sentence_says_why(cells: tuple[str], reason: str) -> None:
    names = notebook(*cells)
    said = practice.questions_on(names["total"], names)
    assert said.startswith("Nothing is asked about `total`: ")
    assert reason in said


def test_what_is_no_function_of_the_notebook_is_told_so() -> None:
    assert "questions(mean)" in practice.questions_on("total", notebook(HONEST, TESTS))


def test_a_call_that_never_ends_for_other_numbers_is_left_out() -> None:
    """The numbers of the tests are varied: a loop that ends for these may not end for others."""
    answer = """\
def total(values):
    left = 2 * sum(values)
    found = 0
    while left != 0:
        found += 2
        left -= 2
    return found"""
    tests = TESTS.replace("total([4]) == 8", "total([4.0, 2.0]) == 12")
    names = notebook(answer, tests)
    for seed in "abc":
        found = practice.ask("total", names, random.Random(seed))
        assert found
        for question in found:
            holds(question)  # runs its calls, and checks the key
