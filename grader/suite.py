"""Runs the test functions of one grade cell under pytest, against a student's namespace.

The same code runs them in a notebook, where the namespace is the kernel's, and in the supervisor,
where it is a stand-in. A grade cell is Python with functions `test_*`, fixtures and imports of its
own; names that it neither defines nor imports are the student's. Its last line is `run_tests(...)`.

    @pytest.mark.points(2)         the weight of a test among those of its cell (1 without it)
    @pytest.mark.hint("…")         what to think about when it fails
    @pytest.mark.counterexample    a failing hidden test may show its call, its result, the expected
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import copy
import io
import symtable
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from _pytest.assertion.rewrite import rewrite_asserts
from _pytest.config import Config, _prepareconfig
from _pytest.main import Session

from grader import checks, student
from grader.verdict import Counterexample, Outcome, TestResult

BEGIN_HIDDEN: Final = "### BEGIN HIDDEN TESTS"
END_HIDDEN: Final = "### END HIDDEN TESTS"
RUNNER: Final = "run_tests"

MARKERS: Final = (
    "points(weight): the weight of a test among those of its cell",
    "hint(text): what to think about when the test fails",
    "counterexample: a hidden test that may show the call that failed",
)


class Exercise(msgspec.Struct, frozen=True, kw_only=True):
    """A grade cell, read once and run against many students."""

    name: str
    code: types.CodeType
    wanted: tuple[str, ...]
    """Names that the tests use and the student is to define."""
    hidden: frozenset[str]
    """Names of test functions between the markers of hidden tests."""


def is_suite(source: str) -> bool:
    """Whether a grade cell holds test functions for us to run, and is no cell of plain asserts."""
    try:
        last = ast.parse(source).body[-1:]
    except SyntaxError:
        return False
    return bool(last) and _is_runner(last[0])


def _is_runner(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == RUNNER
    )


def read(name: str, source: str) -> Exercise:
    """Compile a grade cell. Its asserts explain themselves where the test may be seen."""
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not _is_runner(node)]
    hidden = _hidden(source, tree)
    plain = {node.name: copy.deepcopy(node) for node in _functions(tree) if node.name in hidden}
    rewrite_asserts(tree, source.encode())
    tree.body = [
        plain.get(node.name, node) if isinstance(node, ast.FunctionDef) else node
        for node in tree.body
    ]
    code = compile(tree, f"<tests of {name}>", "exec")
    return Exercise(name=name, code=code, wanted=wanted(source), hidden=frozenset(hidden))


def _functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def _hidden(source: str, tree: ast.Module) -> set[str]:
    """The functions that start between the markers."""
    inside, spans = False, set()
    for number, line in enumerate(source.split("\n"), 1):
        if BEGIN_HIDDEN.strip("# ") in line:
            inside = True
        elif END_HIDDEN.strip("# ") in line:
            inside = False
        elif inside:
            spans.add(number)
    return {node.name for node in _functions(tree) if node.lineno in spans}


def wanted(source: str) -> tuple[str, ...]:
    """Names that a cell reads and neither defines, imports nor finds among the built-ins."""
    table = symtable.symtable(source, "<cell>", "exec")
    defined = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    defined |= {child.get_name() for child in table.get_children()}
    used = {name for inner in _tables(table) for name in _globals(inner)}
    return tuple(sorted(used - defined - set(dir(builtins)) - {RUNNER, "__name__"}))


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)


def _globals(table: symtable.SymbolTable) -> list[str]:
    top = table.get_type() == "module"
    return [
        s.get_name() for s in table.get_symbols() if s.is_referenced() and (top or s.is_global())
    ]


# Running ------------------------------------------------------------------------------------


class _Module(pytest.Module):
    """A collected grade cell: the module exists already, and no file stands behind it."""

    prepared: types.ModuleType

    def _getobj(self) -> types.ModuleType:
        return self.prepared


class _Watcher:
    """Keeps what became of each test, and tells the student's side where one begins."""

    def __init__(self, namespace: student.Student) -> None:
        self._namespace = namespace
        self.errors: dict[str, BaseException | None] = {}
        self.calls: dict[str, list[student.Record]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self) -> None:
        self._namespace.next_test()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        report = yield
        error = call.excinfo.value if call.excinfo else None
        if call.when == "call" or error is not None:
            self.errors.setdefault(item.nodeid, error)
            self.calls.setdefault(item.nodeid, list(self._namespace.calls))
        return report


_config: Config | None = None


def _pytest() -> Config:
    """One configuration of pytest for all cells: making it takes longer than a cell's tests."""
    global _config
    if _config is None:
        options = ["no:cacheprovider", "no:terminal", "no:capture", "no:logging", "no:faulthandler"]
        args = [arg for option in options for arg in ("-p", option)]
        args += ["--noconftest", "-c", "/dev/null", "--rootdir", "/", "--strict-markers"]
        _config = _prepareconfig(args)
        for marker in MARKERS:
            _config.addinivalue_line("markers", marker)
        _config._do_configure()
        _quiet_hypothesis()
    return _config


def _quiet_hypothesis() -> None:
    """The same examples at every grading, and no file of them kept."""
    with contextlib.suppress(ImportError):
        from hypothesis import HealthCheck, settings

        settings.register_profile(
            "grader",
            derandomize=True,
            database=None,
            deadline=None,
            max_examples=50,
            suppress_health_check=list(HealthCheck),
        )
        settings.load_profile("grader")


@contextlib.contextmanager
def _session(config: Config, watcher: _Watcher) -> Iterator[Session]:
    manager = config.pluginmanager
    session = Session.from_config(config)
    manager.register(watcher)
    config.hook.pytest_sessionstart(session=session)
    try:
        yield session
    finally:
        config.hook.pytest_sessionfinish(session=session, exitstatus=0)
        manager.unregister(watcher)
        manager.unregister(session._fixturemanager)
        manager.unregister(session)


def run(exercise: Exercise, namespace: student.Student) -> list[TestResult]:
    """The results of the cell's test functions, in their order."""
    bound = namespace.bind(exercise.wanted)
    missing = set(exercise.wanted) - set(bound)
    module = types.ModuleType(f"tests_of_{exercise.name}")
    module.__dict__.update(bound)
    config = _pytest()
    watcher = _Watcher(namespace)
    with contextlib.redirect_stdout(io.StringIO()), _session(config, watcher) as session:
        exec(exercise.code, module.__dict__)
        items = _collect(session, exercise, module)
        for item, following in zip(items, [*items[1:], None], strict=True):
            config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    return [_result(exercise, group, watcher, missing) for group in _by_function(items)]


def _collect(
    session: Session, exercise: Exercise, module: types.ModuleType
) -> list[pytest.Function]:
    collector = _Module.from_parent(session, path=Path(f"/{exercise.name}.py"))
    collector.prepared = module
    session.testscollected = 0
    items = [item for item in session.genitems(collector) if isinstance(item, pytest.Function)]
    session.items = list(items)
    return items


def _by_function(items: list[pytest.Function]) -> list[list[pytest.Function]]:
    """Parametrized cases belong to one test."""
    groups: dict[str, list[pytest.Function]] = {}
    for item in items:
        groups.setdefault(item.originalname, []).append(item)
    return list(groups.values())


def _result(
    exercise: Exercise, items: list[pytest.Function], watcher: _Watcher, missing: set[str]
) -> TestResult:
    """A test's result: that of its first case which did not pass."""
    failed = next((item for item in items if watcher.errors.get(item.nodeid, True)), items[0])
    error = watcher.errors.get(failed.nodeid, RuntimeError("the test did not run"))
    calls = watcher.calls.get(failed.nodeid, [])
    visible = failed.originalname not in exercise.hidden
    open_ = visible or failed.get_closest_marker("counterexample") is not None
    outcome, message, log = judge(error, calls, missing, show_values=open_)
    hint = failed.get_closest_marker("hint")
    return TestResult(
        name=failed.originalname,
        title=title(failed),
        outcome=outcome,
        weight=_weight(failed),
        visible=visible,
        message=message,
        hint=str(hint.args[0]) if hint and outcome is not Outcome.PASSED else "",
        counterexample=example(error, calls) if open_ and outcome is not Outcome.PASSED else None,
        log=log,
    )


def title(item: pytest.Function) -> str:
    """A test's plain name: the first line of its docstring, or its name with blanks."""
    doc = (item.function.__doc__ or "").strip().split("\n")[0].rstrip(".")
    return doc or item.originalname.removeprefix("test_").replace("_", " ")


def _weight(item: pytest.Function) -> float:
    marker = item.get_closest_marker("points")
    return float(marker.args[0]) if marker else 1.0


# Judging ------------------------------------------------------------------------------------


def judge(
    error: BaseException | None,
    calls: list[student.Record],
    missing: set[str],
    *,
    show_values: bool,
) -> tuple[Outcome, str, str]:
    """The outcome of a test, what the student is told, and what the instructor may read."""
    log = f"{type(error).__name__}: {error}" if error else ""
    match error:
        case None:
            return Outcome.PASSED, "", ""
        case BaseExceptionGroup() if error.exceptions:
            return judge(error.exceptions[0], calls, missing, show_values=show_values)
        case student.StudentRaised(kind="NotImplementedError"):
            return Outcome.RAISED, "This is not written yet.", log
        case student.StudentRaised(kind=kind, text=text):
            said = f": {text}" if text and show_values else "."
            return Outcome.RAISED, f"Your code stopped with {_article(kind)}{said}", log
        case student.StudentTimedOut():
            return Outcome.TIMED_OUT, f"Your code took too long: {error} (limit test_seconds).", log
        case student.StudentKilled():
            return Outcome.KILLED, f"Your code was stopped: {error}.", log
        case student.StudentUnsendable():
            return Outcome.NOT_SENDABLE, f"What came back can't be examined: {error}.", log
        case NameError(name=name) if name in missing:
            return Outcome.NOT_DEFINED, f"`{name}` is not defined when this test runs.", log
        case checks.Mismatch():
            said = error.detail if error.detail and show_values else error.kind
            slip = f" This looks like {error.mistake}." if error.mistake else ""
            return Outcome.FAILED, said + slip, log
        case AssertionError():
            return Outcome.FAILED, _said(error, show_values), log
        case pytest.fail.Exception():
            said = str(error).replace("DID NOT RAISE", "Nothing was raised, where expected is")
            return Outcome.FAILED, said, log
        case pytest.skip.Exception():
            return Outcome.BROKEN, "The test was skipped.", log
        case Exception() if any(call.returned for call in calls):
            said = f" ({type(error).__name__}: {error})" if show_values else ""
            return Outcome.FAILED, f"The test could not use what came back{said}.", log
        case _ if type(error).__name__ in ("Flaky", "FlakyFailure"):
            return Outcome.FAILED, "The same call gave different results.", log
        case _:
            return Outcome.BROKEN, "The test itself failed to run; this is not your fault.", log


def _said(error: AssertionError, show_values: bool) -> str:
    """The instructor's own words of an assert; pytest's explanation where the test may be seen."""
    text = str(error)
    if not text:
        return "An assertion does not hold."
    return text if show_values else text.split("\nassert ", maxsplit=1)[0]


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'AEIOU' else 'a'} {kind}"


def example(error: BaseException | None, calls: list[student.Record]) -> Counterexample | None:
    """The last call of the failed test, as text."""
    if not calls:
        return None
    call = calls[-1]
    args = [checks.short(arg) for arg in call.args]
    args += [f"{key}={checks.short(value)}" for key, value in call.kwargs.items()]
    return Counterexample(
        called=f"{call.name}({', '.join(args)})",
        returned=checks.short(call.result) if call.returned else "",
        expected=error.expected if isinstance(error, checks.Mismatch) else "",
    )
