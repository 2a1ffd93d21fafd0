"""Runs the test functions of one grade cell under pytest, against a student's namespace.

The same code runs them in a notebook, where the namespace is the kernel's, and in the supervisor,
where it is a remote one. A grade cell is Python with functions `test_*`, fixtures and imports of
its own; names that it neither defines nor imports are the student's. Its last line is
`run_tests(...)`.

    @pytest.mark.points(2)         the weight of a test among those of its cell (1 without it)
    @pytest.mark.hint("…")         what to think about when it fails
    @pytest.mark.counterexample    a failing hidden test may show its call, its result, the expected
    @pytest.mark.forbids("a.b")    fails where the student's code uses this function of a library
                                   (all tests of a cell: pytestmark = pytest.mark.forbids("a.b"))
    @pytest.mark.changes_arguments a call that returns a value changes the test's arguments, too

Long because running the tests and reading their results is one exchange with pytest.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import math
import sys
import types
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.testing import forbidden_names, outcomes, pytest_session
from grader.testing.grade_cell import Definition, GradeCell, Pass
from grader.testing.namespace import (
    CalledTooEarly,
    Calls,
    Namespace,
    ProxyFunction,
    StudentFault,
    StudentForbidden,
    StudentGone,
)
from grader.testing.outcomes import Quoting
from grader.verdict import TestResult


class PassResults(msgspec.Struct, frozen=True):
    """What came of a grade cell's tests, or of one pass of them."""

    results: list[TestResult]
    complete: bool = True
    """False if tests are missing that found no process of the student's any more."""
    whole: bool = False
    """Whether the one result is that of the cell, none of whose tests could begin."""


def run_grade_cell(exercise: GradeCell, namespace: Namespace) -> list[TestResult]:
    """Run a cell's test functions and return their results in order.

    An exception that leaves this function is the instructor's fault: the cell cannot be run.
    """
    return run_pass(exercise, namespace, None).results


def run_pass(
    exercise: GradeCell,
    namespace: Namespace,
    which: Pass | None,
    done: Collection[str] = (),
) -> PassResults:
    """Run a cell's tests of one pass, or of all; leave out those that are done."""
    definition = exercise.definition(which)
    with contextlib.suppress(Exception):  # a failing import is reported when the cell itself runs
        exec(exercise.imports, {})
    if "hypothesis" in sys.modules:
        pytest_session.quiet_hypothesis()
    try:
        with namespace.clock():
            bound = namespace.bind(definition.wanted)
    except StudentFault as fault:
        return _ran_for_all(exercise, fault, set(), which)
    given = any(not isinstance(value, ProxyFunction) for value in bound.values())
    missing = set(definition.wanted) - set(bound)
    module = types.ModuleType(f"tests_of_{exercise.name}")
    module.__dict__.update(bound)
    pytest_session.warm_up_pytest()  # outside of _quiet: pytest keeps the streams it finds
    watcher = _Watcher(namespace, definition.wanted)
    early = which is Pass.COUNTEREXAMPLE  # hidden arguments that are not to be shown
    with _quiet(), pytest_session.opened(watcher) as session:
        try:
            with namespace.reserved() if early else contextlib.nullcontext():
                error = _define_tests(definition, module, namespace, missing, given=given)
        except CalledTooEarly:
            return PassResults([])
        if error is not None:
            return _ran_for_all(exercise, error, missing, which)
        left_out = exercise.left_out(which, done)
        groups = _groups(exercise, _collect_tests(session, exercise, module, left_out), which, done)
        _run_items(session, [item for group in groups for item in group], watcher)
    for calls in watcher.calls.values():
        calls.got_value |= given  # a bound value came from the student, too
    reached = [group for group in groups if not watcher.gone(group)]
    results = [_result(exercise, group, watcher, missing, which) for group in reached]
    return PassResults(results, complete=len(reached) == len(groups))


def _define_tests(
    definition: Definition,
    module: types.ModuleType,
    namespace: Namespace,
    missing: set[str],
    *,
    given: bool,
) -> BaseException | None:
    """Execute the cell in its module; return the error if the student may have caused it."""
    try:
        with namespace.clock():
            exec(definition.code, module.__dict__)
    except StudentFault as fault:
        return fault
    except pytest.fail.Exception as error:  # a marker that does not exist
        raise RuntimeError(str(error)) from error
    except Exception as error:
        undefined = isinstance(error, NameError) and error.name in missing
        if undefined or given or namespace.calls.got_value:
            return error
        raise
    return None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Discard what tests print."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


def _run_items(session: pytest.Session, items: list[pytest.Function], watcher: _Watcher) -> None:
    """Run tests. Once a parametrized case fails, the others are left out."""
    session.items = list(items)
    for item, following in itertools.zip_longest(items, items[1:]):
        if item.originalname not in watcher.failed:
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    session._setupstate.teardown_exact(None)


def _collect_tests(
    session: pytest.Session, exercise: GradeCell, module: types.ModuleType, left_out: set[str]
) -> list[pytest.Function]:
    collector = _Module.from_parent(session, path=Path(f"/{exercise.name}.py"))
    collector.prepared, collector.left_out = module, left_out
    session.testscollected = 0
    return [item for item in session.genitems(collector) if isinstance(item, pytest.Function)]


def _groups(
    exercise: GradeCell,
    items: list[pytest.Function],
    which: Pass | None,
    done: Collection[str],
) -> list[list[pytest.Function]]:
    """Group parametrized cases by their test, and keep those of a pass that are not done."""
    groups = [group for group in _by_function(items) if group[0].originalname not in done]
    match which:
        case Pass.VISIBLE:
            return [group for group in groups if group[0].originalname not in exercise.hidden]
        case Pass.COUNTEREXAMPLE:
            return [group for group in groups if _is_hidden(exercise, group) and _is_open(group)]
        case Pass.HIDDEN:
            return [group for group in groups if _is_hidden(exercise, group)]
        case None:
            return groups


def _is_hidden(exercise: GradeCell, group: list[pytest.Function]) -> bool:
    return group[0].originalname in exercise.hidden


def _is_open(group: list[pytest.Function]) -> bool:
    """True for a hidden test that may show the call that failed, in each of its cases."""
    return all(item.get_closest_marker("counterexample") is not None for item in group)


class _Module(pytest.Module):
    """A collected grade cell: its module exists already, without a file."""

    prepared: types.ModuleType
    left_out: set[str]
    """Names of functions that are not collected."""

    def istestfunction(self, obj: object, name: str) -> bool:
        return name not in self.left_out and super().istestfunction(obj, name)

    def _getobj(self) -> types.ModuleType:
        return self.prepared


class _Watcher:
    """A pytest plugin that records how tests end and tells the namespace where one begins."""

    def __init__(self, namespace: Namespace, wanted: tuple[str, ...]) -> None:
        self._namespace = namespace
        self._wanted = wanted
        self.errors: dict[str, BaseException | None] = {}
        self.failed: set[str] = set()
        self.calls: dict[str, Calls] = {}

    def gone(self, items: list[pytest.Function]) -> bool:
        """True if a test found no process of the student's any more."""
        return any(isinstance(self.errors.get(item.nodeid), StudentGone) for item in items)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        names = [name for mark in item.iter_markers("forbids") for name in mark.args]
        in_place = item.get_closest_marker("changes_arguments") is not None
        self._namespace.next_test(names, in_place=in_place)
        if found := forbidden_names.find_forbidden(self._namespace.cells, self._wanted, names):
            raise StudentForbidden(found)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Any:
        with self._namespace.clock():
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        report = yield
        error = call.excinfo.value if call.excinfo else None
        if call.when == "call" or error is not None:
            self.errors.setdefault(item.nodeid, error)
            if error is not None:
                self.failed.add(getattr(item, "originalname", ""))
            self.calls.setdefault(item.nodeid, self._namespace.calls)
        return report

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            raise RuntimeError(f"the tests can't be collected: {report.longreprtext}")


# Results ------------------------------------------------------------------------------------


def _ran_for_all(
    exercise: GradeCell, error: BaseException, missing: set[str], which: Pass | None
) -> PassResults:
    """Return one result for a whole cell, none of whose tests could begin."""
    if isinstance(error, StudentGone):
        return PassResults([], complete=False)
    calls = Calls()
    calls.got_value = True
    quoting = Quoting.KIND if which in (Pass.VISIBLE, None) else Quoting.NOTHING
    outcome, message, log = outcomes.classify(error, calls, missing, quoting)
    title = "The tests of this cell"
    result = TestResult(name=exercise.name, title=title, outcome=outcome, message=message, log=log)
    return PassResults([result], whole=True)


def _by_function(items: list[pytest.Function]) -> list[list[pytest.Function]]:
    """Group parametrized cases by their test."""
    groups: dict[str, list[pytest.Function]] = {}
    for item in items:
        groups.setdefault(item.originalname, []).append(item)
    return list(groups.values())


def _result(
    exercise: GradeCell,
    items: list[pytest.Function],
    watcher: _Watcher,
    missing: set[str],
    which: Pass | None,
) -> TestResult:
    """Make a test's result from the first of its cases that did not pass."""
    failed = next((item for item in items if watcher.errors.get(item.nodeid, True)), items[0])
    error = watcher.errors.get(failed.nodeid, RuntimeError("the test did not run"))
    calls = watcher.calls.get(failed.nodeid, Calls())
    visible = not _is_hidden(exercise, items)
    open_ = visible or (which is not Pass.HIDDEN and _is_open(items))
    quoting = Quoting.ALL if visible else Quoting.VALUES if open_ else Quoting.NOTHING
    outcome, message, log = outcomes.classify(error, calls, missing, quoting)
    hint = failed.get_closest_marker("hint")
    return TestResult(
        name=failed.originalname,
        title=title(failed),
        outcome=outcome,
        weight=_weight(failed),
        visible=visible,
        message=message,
        hint=str(hint.args[0]) if hint and error else "",
        counterexample=outcomes.example(error, calls.last) if open_ and error else None,
        picture=outcomes.draw_difference(error) if open_ and error else None,
        misconception=outcomes.misconception(error),
        log=log,
    )


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
