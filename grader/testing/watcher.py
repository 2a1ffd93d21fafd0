"""A pytest plugin that judges the tests of a grade cell as they end.

Texts are kept of a test, and no exception: its frames hold all that was made of the answers. What
can be said of why a test failed is therefore found as it ends, by the function `diagnose` that
whoever runs the tests hands over.
"""

from __future__ import annotations

import contextlib
import dataclasses
import math
import sys
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import pytest

from grader import checks
from grader.testing import forbidden_names, outcomes, student_files
from grader.testing.calls import Calls
from grader.testing.grade_cell import GradeCell, Pass
from grader.testing.namespace import Namespace, StudentForbidden, StudentGone
from grader.testing.outcomes import Quoting
from grader.verdict import TestResult


class EndedTest(NamedTuple):
    """A test as it ended, or one of its cases, with all that is known of it at that moment."""

    function: pytest.Function
    error: BaseException | None
    """None if it passed."""
    calls: Calls
    cell: GradeCell
    namespace: Namespace
    shows_values: bool
    """Whether the call may be shown: not that of a hidden test without a counterexample."""

    @property
    def visible(self) -> bool:
        """Whether students have this test."""
        return self.function.originalname not in self.cell.hidden

    def mark(self, name: str) -> object:
        """Return the first argument of a mark, or an empty text."""
        found = self.function.get_closest_marker(name)
        return found.args[0] if found and found.args else ""


Diagnose: TypeAlias = Callable[[EndedTest, TestResult], TestResult]
"""Adds to a result what can be said of why the test ended as it did."""


@dataclasses.dataclass(eq=False)
class Watcher:
    """Judges tests as they end, and tells the namespace where one begins."""

    namespace: Namespace
    exercise: GradeCell
    which: Pass | None
    diagnose: Diagnose
    missing: set[str]
    """Names that the tests use and the student has not defined."""
    given: bool
    """Whether one of those names is a value of the student's, and no function."""
    results: dict[str, TestResult] = dataclasses.field(default_factory=dict)
    """By test: that of the first of its cases that did not pass."""
    failed: set[str] = dataclasses.field(default_factory=set)
    gone: bool = False
    """Whether a test found no process of the student's any more."""

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> object:
        names = [name for mark in item.iter_markers("forbids") for name in mark.args]
        in_place = item.get_closest_marker("changes_arguments") is not None
        checks.forget_test()
        self.namespace.next_test(names, in_place=in_place)
        hidden = {} if self.which is Pass.VISIBLE else self.exercise.hidden_files
        item.stash[student_files.GIVER] = student_files.Giver(self.namespace, hidden)
        wanted = self.exercise.definition(self.which).wanted
        if found := forbidden_names.find_forbidden(self.namespace.cells, wanted, names):
            raise StudentForbidden(found)
        with self._clock(item):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> object:
        with self._clock(item):
            return (yield)

    def _clock(self, item: pytest.Item) -> contextlib.AbstractContextManager[None]:
        return self.namespace.clock(self.exercise.name, item.name)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> object:
        report = yield
        error = call.excinfo.value if call.excinfo else None
        if call.when == "call" or error is not None:
            self._judge(item, outcomes.first_of_group(error))
        if call.excinfo is not None:
            _forget_frames(call.excinfo)
        return report

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            raise RuntimeError(f"the tests can't be collected: {report.longreprtext}")

    def _judge(self, item: pytest.Item, error: BaseException | None) -> None:
        """Keep the result of a test by how it ended, or one of its cases."""
        if not isinstance(item, pytest.Function) or item.originalname in self.failed:
            return
        if isinstance(error, StudentGone):
            self.gone = True
            self.results.pop(item.originalname, None)
            return
        if error is not None:
            self.failed.add(item.originalname)
        elif item.originalname in self.results:
            return
        self.namespace.calls.got_value |= self.given
        self.results[item.originalname] = self._result(item, error)

    def _result(self, item: pytest.Function, error: BaseException | None) -> TestResult:
        calls, visible = self.namespace.calls, item.originalname not in self.exercise.hidden
        shows = visible or (self.which is not Pass.HIDDEN and is_open(item))
        quoting = Quoting.ALL if visible else Quoting.VALUES if shows else Quoting.NOTHING
        outcome, message, log = outcomes.classify(
            error, calls, self.missing, quoting, self.namespace.cells
        )
        result = TestResult(
            name=item.originalname,
            title=title(item),
            outcome=outcome,
            weight=_weight(item),
            visible=visible,
            message=message,
            log=log,
        )
        ended = EndedTest(item, error, calls, self.exercise, self.namespace, shows)
        return self.diagnose(ended, result)


def is_open(item: pytest.Function) -> bool:
    """True for a case of a hidden test that may show the call that failed."""
    return item.get_closest_marker("counterexample") is not None


def _forget_frames(found: pytest.ExceptionInfo[BaseException]) -> None:
    """Drop the frames of a failed test, which pytest would keep until the collector comes."""
    found.value.__traceback__ = None
    found._excinfo = (found.type, found.value, None)  # type: ignore[assignment]
    found._traceback = None
    for name in ("last_value", "last_exc", "last_traceback"):
        sys.__dict__.pop(name, None)


def title(item: pytest.Function) -> str:
    """Return a test's title: the first line of its docstring, or its name with spaces."""
    doc = (item.function.__doc__ or "").strip().split("\n")[0].rstrip(".")
    return doc or item.originalname.removeprefix("test_").replace("_", " ")


def _weight(item: pytest.Function) -> float:
    marker = item.get_closest_marker("points")
    weight = float(marker.args[0]) if marker else 1.0
    if not 0 <= weight < math.inf:
        raise ValueError(f"{item.originalname}: {weight} is no weight of a test")
    return weight
