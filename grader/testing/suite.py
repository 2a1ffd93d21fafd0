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
    @pytest.mark.may_ignore("w1")  an argument that a right answer need not read
    @pytest.mark.changes_arguments a call that returns a value changes the test's arguments, too
"""

from __future__ import annotations

import contextlib
import io
import itertools
import types
import warnings
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.testing import outcomes, pytest_session
from grader.testing.calls import Calls
from grader.testing.grade_cell import Definition, GradeCell, Pass
from grader.testing.namespace import CalledTooEarly, Namespace, StudentFault, StudentGone
from grader.testing.outcomes import Quoting
from grader.testing.proxies import ProxyFunction
from grader.testing.source_text import TEST_MODULE
from grader.testing.watcher import Diagnose, Watcher, is_open
from grader.verdict import TestResult


@dataclass(frozen=True)
class PassResults:
    """What came of a grade cell's tests, or of one pass of them."""

    results: list[TestResult]
    complete: bool = True
    """False if tests are missing that found no process of the student's any more."""
    whole: bool = False
    """Whether the one result is that of the cell, none of whose tests could begin."""


def run_pass(
    exercise: GradeCell,
    namespace: Namespace,
    which: Pass | None,
    done: Collection[str] = (),
    *,
    diagnose: Diagnose,
) -> PassResults:
    """Run a cell's tests of one pass, or of all; leave out those that are done.

    An exception that leaves this function is the instructor's fault: the cell cannot be run.
    """
    definition = exercise.definition(which)
    if "hypothesis" in exercise.source:
        with contextlib.suppress(ImportError):  # the cell itself reports that
            pytest_session.quiet_hypothesis()
    try:
        with namespace.clock(exercise.name):
            bound = namespace.bind(definition.wanted)
    except StudentFault as fault:
        return _ran_for_all(exercise, fault, which)
    given = any(not isinstance(value, ProxyFunction) for value in bound.values())
    missing = set(definition.wanted) - set(bound)
    module = types.ModuleType(f"{TEST_MODULE}{exercise.name}")
    module.__dict__.update(bound)
    pytest_session.warm_up_pytest()  # outside of _quiet: pytest keeps the streams it finds
    watcher = Watcher(namespace, exercise, which, diagnose, missing, given)
    # In the second pass the cell's own lines hold hidden arguments that are not to be shown.
    early = namespace.reserved() if which is Pass.COUNTEREXAMPLE else contextlib.nullcontext()
    with _quiet(), pytest_session.opened(watcher) as session:
        try:
            with early:
                error = _define_tests(exercise, definition, module, namespace, missing, given)
        except CalledTooEarly:
            return PassResults([])
        if error is not None:
            return _ran_for_all(exercise, error, which, missing, namespace.cells)
        items = _collect_tests(session, exercise, module)
        _run_items(session, _of_pass(exercise, items, which, done), watcher)
    return PassResults([*watcher.results.values()], complete=not watcher.gone)


def _define_tests(
    exercise: GradeCell,
    definition: Definition,
    module: types.ModuleType,
    namespace: Namespace,
    missing: set[str],
    given: bool,
) -> BaseException | None:
    """Execute the cell in its module; return the error if the student may have caused it."""
    try:
        with namespace.clock(exercise.name):
            exec(definition.code, module.__dict__)  # noqa: S102 - the instructor's code
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


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Show neither warnings nor what is printed."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def _run_items(session: pytest.Session, items: list[pytest.Function], watcher: Watcher) -> None:
    """Run tests while there is a process. Once a case of one fails, its others are left out."""
    session.items = list(items)
    for item, following in itertools.zip_longest(items, items[1:]):
        if not watcher.gone and item.originalname not in watcher.failed:
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    session._setupstate.teardown_exact(None)


def _collect_tests(
    session: pytest.Session, exercise: GradeCell, module: types.ModuleType
) -> list[pytest.Function]:
    collector = _Module.from_parent(session, path=Path(f"/{exercise.name}.py"))
    collector.prepared = module
    session.testscollected = 0
    return [item for item in session.genitems(collector) if isinstance(item, pytest.Function)]


class _Module(pytest.Module):
    """A collected grade cell: its module exists already, without a file."""

    prepared: types.ModuleType

    def _getobj(self) -> types.ModuleType:
        return self.prepared


def _of_pass(
    exercise: GradeCell,
    items: list[pytest.Function],
    which: Pass | None,
    done: Collection[str],
) -> list[pytest.Function]:
    """Return the tests of a pass that are not done; a test is open if all of its cases are."""
    names = {item.originalname for item in items} - set(done)
    if which is not None:
        names &= exercise.hidden if which is not Pass.VISIBLE else names - exercise.hidden
    if which is Pass.COUNTEREXAMPLE:
        names -= {item.originalname for item in items if not is_open(item)}
    return [item for item in items if item.originalname in names]


def _ran_for_all(
    exercise: GradeCell,
    error: BaseException,
    which: Pass | None,
    missing: Collection[str] = (),
    cells: Sequence[str] = (),
) -> PassResults:
    """Return one result for a whole cell, none of whose tests could begin."""
    if isinstance(error, StudentGone):
        return PassResults([], complete=False)
    calls = Calls()
    calls.got_value = True
    quoting = Quoting.KIND if which in (Pass.VISIBLE, None) else Quoting.NOTHING
    outcome, message, log = outcomes.classify(error, calls, missing, quoting, cells)
    title = "The tests of this cell"
    result = TestResult(name=exercise.name, title=title, outcome=outcome, message=message, log=log)
    return PassResults([result], whole=True)
