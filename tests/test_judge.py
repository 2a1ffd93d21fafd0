"""An error is judged by what it is, whoever raised it."""

from typing import Any

import numpy as np
import pytest

from grader import checks
from grader.errors import CourseError
from grader.testing.calls import Calls
from grader.testing.outcomes import Quoting, classify
from grader.verdict import Outcome


def with_a_value() -> Any:
    """Calls of which one returned."""
    calls = Calls()
    calls.end(calls.begin("f", (), {}), np.ones(1))
    return calls


def test_groups_are_judged_by_their_first_member() -> None:
    group = ExceptionGroup("two", [checks.Mismatch("The value is not right."), TypeError()])
    assert classify(group, Calls(), set(), Quoting.ALL)[:2] == (
        Outcome.FAILED,
        "The value is not right.",
    )


def test_our_own_errors_are_never_failures() -> None:
    outcome, message, log = classify(CourseError("x"), with_a_value(), set(), Quoting.ALL)
    assert outcome is Outcome.BROKEN
    assert "not your fault" in message
    assert "CourseError: x" in log


@pytest.mark.parametrize("show_values", [True, False])
def test_what_was_raised_elsewhere_is_not_the_instructors_words(show_values: bool) -> None:
    error = AssertionError("expected 4321")
    _, message, log = classify(
        error, Calls(), set(), Quoting.ALL if show_values else Quoting.NOTHING
    )
    assert ("4321" in message) is show_values
    assert "4321" in log


def test_an_exception_is_a_failure_only_after_an_answer() -> None:
    for calls, outcome in ((Calls(), Outcome.BROKEN), (with_a_value(), Outcome.FAILED)):
        assert classify(TypeError("x"), calls, set(), Quoting.ALL)[0] is outcome
