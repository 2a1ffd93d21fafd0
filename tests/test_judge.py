"""An error is judged by what it is, whoever raised it."""

import builtins
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from grader import checks
from grader.errors import CourseError
from grader.limits import Limits
from grader.testing import argument_changes, namespace, time_budget
from grader.testing.calls import Calls
from grader.testing.outcomes import Quoting, classify
from grader.testing.time_budget import exit_fault
from grader.testing.waiting import cpu_in_words, wall_in_words, whole_notebook
from grader.verdict import Outcome
from tests import waits


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


CANARY = "4321"
ANSWERS: list[Any] = [
    *(None, CANARY, [4321.0], [None], [[1.0], [1.0, 2.0]], {"a": 1}, 4321, 4321.5, np.nan, np.inf),
    *(np.full(2, 4321.0), np.array([np.nan, 1.0]), np.array([np.inf, 1.0]), object(), 2.0, 3.0),
]
"""What a student's function may return where 1.0, or an array of two ones, is right."""


def ends() -> Iterator[BaseException | None]:
    """Ways in which a test of one function by `close`, with two mistakes, may end."""
    yield None
    for wanted in (1.0, np.ones(2)):
        for answer in ANSWERS:
            try:
                checks.close(answer, wanted, mistakes={"doubled": 2 * wanted, "tripled": 3.0})
            except AssertionError as error:
                yield error
    yield checks.Mismatch(argument_changes.SPOILED, CANARY)
    for kind in dir(builtins):
        if namespace.built_in_error(kind):
            yield namespace.raised_in_student([CANARY, kind], CANARY, CANARY)
    yield namespace.StudentUnsendable(CANARY)
    yield from (AssertionError(CANARY), MemoryError(CANARY), IndexError(CANARY), TypeError(CANARY))
    yield NameError(CANARY, name="f")
    limits = Limits(test_seconds=1.0)
    yield from (exit_fault(status, limits) for status in range(1 << 16))
    late, meter = time_budget.TimeBudget(limits), waits.meter()
    late.begin_session(meter, whole_notebook(meter, limits))
    late.next_test()
    late.use_up()
    with pytest.raises(namespace.StudentTimedOut) as found:
        late.remaining()
    yield found.value
    for _ in range(limits.timeouts):
        late.mark_late(late=True)
        late.next_test()
    with pytest.raises(namespace.StudentTimedOut) as found:
        late.remaining()
    yield found.value
    for limit in ("test_seconds", "notebook_seconds"):
        for words in (cpu_in_words(getattr(limits, limit), limit), wall_in_words(1.0, limit, 4.0)):
            yield namespace.StudentTimedOut(time_budget.stopped_after(words))
    yield namespace.StudentTimedOut(time_budget.stopped_after("60 s in which it took no message"))
    for words in (cpu_in_words(1.0, "judge_seconds"), "60 s of wall time (limit wall_factor)"):
        yield namespace.StudentOverdue(words)


def test_a_hidden_test_tells_five_bits_and_none_of_the_students_words() -> None:
    told = {classify(error, with_a_value(), {"f"}, Quoting.NOTHING)[:2] for error in ends()}
    assert not any(CANARY in message for _, message in told)
    assert {outcome for outcome, _ in told} == {
        *(Outcome.PASSED, Outcome.FAILED, Outcome.RAISED, Outcome.TIMED_OUT, Outcome.NOT_DEFINED)
    }
    assert 20 < len(told) < 32, sorted(told)
