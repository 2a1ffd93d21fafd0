"""A pytest plugin that judges the tests of a grade cell as they end.

Texts are kept of a test, and no exception: its frames hold all that was made of the answers.
"""

from __future__ import annotations

import contextlib
import math
import sys
import time
from collections.abc import Sequence
from typing import Any, Final

import pytest

from grader import checks
from grader.testing import (
    examples,
    expected_errors,
    forbidden_names,
    hints,
    outcomes,
    remarks,
    traces,
)
from grader.testing.calls import Calls
from grader.testing.grade_cell import Definition, GradeCell, Pass
from grader.testing.namespace import Namespace, StudentFault, StudentForbidden, StudentGone
from grader.testing.outcomes import Quoting
from grader.testing.remarks import Noticed
from grader.testing.traces import Trace
from grader.verdict import Counterexample, Outcome, Suspicion, TestResult

QUICK_SECONDS: Final = 0.25
"""A failed test is replayed only if it took no more CPU time, in all processes."""


class Watcher:
    """Judges tests as they end, and tells the namespace where one begins."""

    def __init__(
        self,
        namespace: Namespace,
        exercise: GradeCell,
        definition: Definition,
        missing: set[str],
        which: Pass | None,
        *,
        given: bool,
    ) -> None:
        self._namespace = namespace
        self._exercise = exercise
        self._wanted = definition.wanted
        self._missing = missing
        self._which = which
        self._given = given
        self._open: set[str] = set()
        self._gone: set[str] = set()
        self._results: dict[str, TestResult] = {}
        self.traces: dict[str, Trace] = {}
        """What visible tests left that failed, by their name."""
        self.called: dict[str, set[str]] = {}
        """The functions of the student's that each test called."""
        self.failed: set[str] = set()
        self.noticed: dict[str, Noticed] = {}
        self._began = 0.0

    def expect(self, groups: Sequence[list[pytest.Function]]) -> None:
        """Note which tests come, each with its cases."""
        self._open = {group[0].originalname for group in groups if is_open(group)}

    def is_gone(self, items: list[pytest.Function]) -> bool:
        """True if a test found no process of the student's any more."""
        return items[0].originalname in self._gone

    def result(self, items: list[pytest.Function]) -> TestResult:
        """Return a test's result: that of the first of its cases that did not pass."""
        found = [self._results[item.nodeid] for item in items if item.nodeid in self._results]
        wrong = (result for result in found if result.outcome is not Outcome.PASSED)
        if len(found) == len(items):
            return next(wrong, found[0])
        error = RuntimeError("the test did not run")
        return next(wrong, None) or self._result(items[0], error, Calls())

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Any:
        names = [name for mark in item.iter_markers("forbids") for name in mark.args]
        in_place = item.get_closest_marker("changes_arguments") is not None
        self._namespace.next_test(names, in_place=in_place)
        self._began = time.process_time()
        if found := forbidden_names.find_forbidden(self._namespace.cells, self._wanted, names):
            raise StudentForbidden(found)
        with self._clock(item):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Any:
        with self._clock(item):
            return (yield)

    def _clock(self, item: pytest.Item) -> contextlib.AbstractContextManager[None]:
        return self._namespace.clock(self._exercise.name, item.name)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        report = yield
        error = call.excinfo.value if call.excinfo else None
        if call.when == "call" or error is not None:
            self._judge(item, error)
        if call.excinfo is not None:
            _forget_frames(call.excinfo)
        return report

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            raise RuntimeError(f"the tests can't be collected: {report.longreprtext}")

    def _judge(self, item: pytest.Item, error: BaseException | None) -> None:
        if not isinstance(item, pytest.Function):
            return
        if error is not None:
            self.failed.add(item.originalname)
        if isinstance(error, StudentGone):
            self._gone.add(item.originalname)
        if item.nodeid not in self._results:
            calls = self._namespace.calls
            calls.got_value |= self._given  # a bound value came from the student, too
            result = self._results[item.nodeid] = self._result(item, error, calls)
            if error is not None:
                self._notice(item, error, result)

    def _notice(self, item: pytest.Function, error: BaseException, result: TestResult) -> None:
        """Note what may be remarked upon a failed test; this may call the student's code again."""
        judged = result.outcome in (Outcome.FAILED, Outcome.RAISED)
        if not judged or item.originalname in self.noticed:
            return
        if result.message == outcomes.UNWRITTEN:
            return
        names = [name for mark in item.iter_markers("may_ignore") for name in mark.args]
        taken = time.process_time() - self._began + self._namespace.taken
        found = remarks.notice(error, self._namespace, names)
        if taken < QUICK_SECONDS and isinstance(error, AssertionError):
            with contextlib.suppress(StudentFault), self._clock(item):
                found = remarks.notice_shared(found, self._namespace)
        self.noticed[item.originalname] = found

    def _result(
        self, failed: pytest.Function, error: BaseException | None, calls: Calls
    ) -> TestResult:
        """Make the result of a test from how one of its cases ended."""
        visible = failed.originalname not in self._exercise.hidden
        open_ = visible or (self._which is not Pass.HIDDEN and failed.originalname in self._open)
        quoting = Quoting.ALL if visible else Quoting.VALUES if open_ else Quoting.NOTHING
        outcome, message, log = outcomes.classify(error, calls, self._missing, quoting)
        suspects = self._suspects(failed, error, calls, visible=visible)
        fault = hints.structural_fault(error)
        function = calls.last.name if calls.last else "the function"
        expected = expected_errors.expected_error(error, self._exercise.source) if error else ""
        if expected and visible:
            message = outcomes.with_expected(message, error, expected)
        return TestResult(
            name=failed.originalname,
            title=title(failed),
            outcome=outcome,
            weight=_weight(failed),
            visible=visible,
            message=message,
            hint=hints.hint_for(failed, error, whole=visible and not expected) if error else "",
            counterexample=(
                self._example(error, calls, expected, visible) if open_ and error else None
            ),
            picture=outcomes.draw_difference(error) if open_ and error else None,
            cause=f"{fault.aspect} of {function}" if fault else "",
            suspicion=Suspicion(
                suspects.fits,
                frozenset(suspects.against),
                hints.aspect_of(failed) or (fault.about if fault else ""),
                hints.property_of(failed),
            ),
            log=log,
        )

    def _suspects(
        self,
        item: pytest.Function,
        error: BaseException | None,
        calls: Calls,
        *,
        visible: bool,
    ) -> checks.Suspects:
        """Return the known misconceptions that the result of a test fits, or contradicts."""
        found = outcomes.mismatch_of(error)
        suspects = checks.Suspects()
        for mismatch in found.retold() if found else ():
            suspects.update(mismatch.suspects)
            if mismatch.suspects.against:  # what came before it was another comparison
                break
        self.called.setdefault(item.originalname, set()).update(calls.names)
        if visible:
            case = "" if item.name == item.originalname else item.name
            trace = None
            with contextlib.suppress(Exception):  # values of the student's raise anything
                trace = traces.trace_of(error, calls, case) if error else None
            if error is not None and trace is None:
                return suspects
            if trace is not None:
                self.traces.setdefault(item.originalname, trace)
            other = found is not None and found.aspect is checks.Aspect.ARGUMENTS
            traces.add_suspects(
                suspects, self._exercise.known, item.originalname, trace, other_aspect=other
            )
        return suspects

    def _example(
        self, error: BaseException, calls: Calls, expected: str, visible: bool
    ) -> Counterexample | None:
        source = self._exercise.source
        return examples.example(error, calls, source, whole=visible, error_wanted=expected)


def is_hidden(exercise: GradeCell, group: list[pytest.Function]) -> bool:
    """True for a test that students do not have."""
    return group[0].originalname in exercise.hidden


def is_open(group: list[pytest.Function]) -> bool:
    """True for a hidden test that may show the call that failed, in each of its cases."""
    return all(item.get_closest_marker("counterexample") is not None for item in group)


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
