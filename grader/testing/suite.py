"""Runs the test functions of one grade cell under pytest, against a student's namespace.

The same code runs them in a notebook, where the namespace is the kernel's, and in the supervisor,
where it is a stand-in. A grade cell is Python with functions `test_*`, fixtures and imports of its
own; names that it neither defines nor imports are the student's. Its last line is `run_tests(...)`.

    @pytest.mark.points(2)         the weight of a test among those of its cell (1 without it)
    @pytest.mark.hint("…")         what to think about when it fails
    @pytest.mark.counterexample    a failing hidden test may show its call, its result, the expected
    @pytest.mark.forbids("a.b")    fails where the student's code uses this function of a library
                                   (all tests of a cell: pytestmark = pytest.mark.forbids("a.b"))
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import functools
import io
import itertools
import math
import symtable
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from _pytest.assertion.rewrite import rewrite_asserts
from _pytest.config import Config, _prepareconfig
from _pytest.main import Session

from grader.testing import forbidden_names, outcomes
from grader.testing import namespace as student
from grader.verdict import TestResult

BEGIN_HIDDEN: Final = "### BEGIN HIDDEN TESTS"
END_HIDDEN: Final = "### END HIDDEN TESTS"
RUNNER: Final = "run_tests"

CELLS_A_SESSION: Final = 64
"""Cells that share one session of pytest, which remembers the fixtures of each."""

MARKERS: Final = (
    "points(weight): the weight of a test among those of its cell",
    "hint(text): what to think about when the test fails",
    "counterexample: a hidden test that may show the call that failed",
    "forbids(*names): functions of libraries that the student is to do without",
)


class GradeCell(msgspec.Struct, frozen=True, kw_only=True):
    """A grade cell, read once and run against many students."""

    name: str
    code: types.CodeType
    imports: types.CodeType
    """What the cell imports: done before its time begins, since the first cell loads libraries."""
    wanted: tuple[str, ...]
    """Names that the tests use and the student is to define."""
    hidden: frozenset[str]
    """Names of test functions between the markers of hidden tests."""


@functools.lru_cache(maxsize=512)
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


def parse_grade_cell(name: str, source: str) -> GradeCell:
    """Compile a grade cell. Its asserts explain themselves where the test may be seen."""
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not _is_runner(node)]
    lines = _hidden_lines(source)
    set_aside: dict[ast.stmt, ast.stmt] = {
        ast.copy_location(ast.Pass(), node): node for node in tree.body if node.lineno in lines
    }
    shown = {node: stand_in for stand_in, node in set_aside.items()}
    tree.body = [shown.get(node, node) for node in tree.body]
    rewrite_asserts(tree, source.encode())
    tree.body = [set_aside.get(node, node) for node in tree.body]
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return GradeCell(
        name=name,
        code=compile(tree, outcomes.TEST_FILE.format(name), "exec"),
        imports=compile(_imported_names(tree), outcomes.TEST_FILE.format(name), "exec"),
        wanted=wanted(source),
        hidden=frozenset(node.name for node in functions if node.lineno in lines),
    )


def _imported_names(tree: ast.Module) -> ast.Module:
    """The imports of a cell, alone."""
    found: list[ast.stmt] = [
        node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    return ast.Module(found, [])


def _hidden_lines(source: str) -> set[int]:
    """The numbers of the lines between the markers of hidden tests."""
    inside, found = False, set()
    for number, line in enumerate(source.split("\n"), 1):
        if BEGIN_HIDDEN.strip("# ") in line:
            inside = True
        elif END_HIDDEN.strip("# ") in line:
            inside = False
        elif inside:
            found.add(number)
    return found


def wanted(source: str) -> tuple[str, ...]:
    """Names that a cell reads and neither defines, imports nor finds among the built-ins."""
    table = symtable.symtable(source, "<cell>", "exec")
    defined = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    defined |= {child.get_name() for child in table.get_children()}
    used = {name for inner in _symbol_tables(table) for name in _global_names(inner)}
    return tuple(sorted(used - defined - set(dir(builtins)) - {RUNNER, "__name__"}))


def _symbol_tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _symbol_tables(child)


def _global_names(table: symtable.SymbolTable) -> list[str]:
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

    def __init__(self, namespace: student.Namespace, wanted: tuple[str, ...]) -> None:
        self._namespace = namespace
        self._wanted = wanted
        self.errors: dict[str, BaseException | None] = {}
        self.failed: set[str] = set()
        self.calls: dict[str, student.Calls] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        names = [name for mark in item.iter_markers("forbids") for name in mark.args]
        self._namespace.next_test(names)
        if found := forbidden_names.find_forbidden(self._namespace.cells, self._wanted, names):
            raise student.StudentForbidden(found)

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


_config: Config | None = None


def warm_up() -> Config:
    """One configuration of pytest for all cells: making it takes longer than a cell's tests."""
    global _config
    if _config is None:
        options = ["no:cacheprovider", "no:terminal", "no:capture", "no:logging", "no:faulthandler"]
        args = [arg for option in options for arg in ("-p", option)]
        args += ["--noconftest", "-c", "/dev/null", "--rootdir", "/", "--strict-markers"]
        args += ["--disable-plugin-autoload"]  # whatever is installed beside us: it takes a second
        _config = _prepareconfig(args)
        _config.option.tbstyle = "no"  # to print where a test failed, for nobody, takes longer
        for marker in MARKERS:
            _config.addinivalue_line("markers", marker)
        _config._do_configure()
    return _config


@functools.cache
def _quiet_hypothesis() -> None:
    """The same examples at every grading, and no file of them kept."""
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


_sessions: list[tuple[Session, int]] = []
"""The session that goes on, and how many cells it has run: to begin one takes longer than a cell's
tests."""


@contextlib.contextmanager
def _session(config: Config, watcher: _Watcher) -> Iterator[Session]:
    """A session for one cell. It serves the next one too, unless something came out of this one."""
    session, count = _sessions.pop() if _sessions else (_begun(config), 0)
    config.pluginmanager.register(watcher)
    try:
        yield session
    except BaseException:
        count = CELLS_A_SESSION
        raise
    finally:
        config.pluginmanager.unregister(watcher)
        if count + 1 < CELLS_A_SESSION:
            _sessions.append((session, count + 1))
        else:
            _end(session)


def _begun(config: Config) -> Session:
    session = Session.from_config(config)
    config.hook.pytest_sessionstart(session=session)
    return session


def _end(session: Session) -> None:
    """Let go of all that the session knows of its tests."""
    session.config.hook.pytest_sessionfinish(session=session, exitstatus=0)
    session.config.pluginmanager.unregister(session._fixturemanager)
    session.config.pluginmanager.unregister(session)


def run_grade_cell(exercise: GradeCell, namespace: student.Namespace) -> list[TestResult]:
    """The results of the cell's test functions, in their order.

    An exception that comes out of here is the instructor's fault: the cell can't be run at all.
    """
    with contextlib.suppress(Exception):  # what is lacking is told when the cell itself runs
        exec(exercise.imports, {})
    if "hypothesis" in sys.modules:
        _quiet_hypothesis()
    try:
        with namespace.clock():
            bound = namespace.bind(exercise.wanted)
    except student.StudentFault as fault:
        return [_stillborn(exercise, fault, set())]
    given = any(not isinstance(value, student.ProxyFunction) for value in bound.values())
    missing = set(exercise.wanted) - set(bound)
    module = types.ModuleType(f"tests_of_{exercise.name}")
    module.__dict__.update(bound)
    config = warm_up()
    watcher = _Watcher(namespace, exercise.wanted)
    with _quiet(), _session(config, watcher) as session:
        try:
            with namespace.clock():
                exec(exercise.code, module.__dict__)
        except student.StudentFault as fault:
            return [_stillborn(exercise, fault, missing)]
        except pytest.fail.Exception as error:  # a marker that does not exist
            raise RuntimeError(str(error)) from error
        except Exception as error:
            undefined = isinstance(error, NameError) and error.name in missing
            if not (undefined or given or namespace.calls.answered):
                raise
            return [_stillborn(exercise, error, missing)]
        items = _collect_tests(session, exercise, module)
        for item, following in itertools.zip_longest(items, items[1:]):
            if item.originalname not in watcher.failed:  # one failed case decides its test
                config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        session._setupstate.teardown_exact(None)
    for calls in watcher.calls.values():
        calls.answered |= given  # a value is an answer, too
    return [_result(exercise, group, watcher, missing) for group in _by_function(items)]


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """What tests print is for nobody."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


def _stillborn(exercise: GradeCell, error: BaseException, missing: set[str]) -> TestResult:
    """One result for all tests of a cell, where what is the student's lets none of them begin."""
    calls = student.Calls()
    calls.answered = True
    outcome, message, log = outcomes.classify(error, calls, missing, show_values=False)
    title = "The tests of this cell"
    return TestResult(name=exercise.name, title=title, outcome=outcome, message=message, log=log)


def _collect_tests(
    session: Session, exercise: GradeCell, module: types.ModuleType
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
    exercise: GradeCell, items: list[pytest.Function], watcher: _Watcher, missing: set[str]
) -> TestResult:
    """A test's result: that of its first case which did not pass."""
    failed = next((item for item in items if watcher.errors.get(item.nodeid, True)), items[0])
    error = watcher.errors.get(failed.nodeid, RuntimeError("the test did not run"))
    calls = watcher.calls.get(failed.nodeid, student.Calls())
    visible = failed.originalname not in exercise.hidden
    open_ = visible or failed.get_closest_marker("counterexample") is not None
    outcome, message, log = outcomes.classify(error, calls, missing, show_values=open_)
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
    """A test's plain name: the first line of its docstring, or its name with blanks."""
    doc = (item.function.__doc__ or "").strip().split("\n")[0].rstrip(".")
    return doc or item.originalname.removeprefix("test_").replace("_", " ")


def _weight(item: pytest.Function) -> float:
    marker = item.get_closest_marker("points")
    weight = float(marker.args[0]) if marker else 1.0
    if not 0 <= weight < math.inf:
        raise ValueError(f"{item.originalname}: {weight} is no weight of a test")
    return weight
