"""A pytest plugin: nbgrader's own tests, with our classes in the place of nbgrader's.

`make test-nbgrader` runs modules that nbgrader ships, named in `pytest.ini`. Each test passes, or
stands in `exceptions.toml` with the reason why; a name there that passes after all, or that no test
bears any more, is an error. So that a missed replacement does not look green, the calls of each of
our classes are counted, and none may be idle.

nbgrader's tests make courses with a configuration of their own, which can't name our classes. So
the lists of our `nbgrader_config.py` become the defaults of nbgrader's converters.
"""

from __future__ import annotations

import atexit
import functools
import importlib
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Final

import pytest
import sqlalchemy.event
from traitlets import List
from traitlets.config import PyFileConfigLoader
from traitlets.utils.importstring import import_item

import grader.plugin  # before any import of nbgrader: that alone takes three times as long
from grader.errors import GraderError
from grader.grading import pool, worker
from grader.grading.jobs import Job, JobResult
from grader.limits import Limits
from grader.sandbox.host_process import Host

ROOT: Final = Path(__file__).parents[2]
EXCEPTIONS: Final = Path(__file__).with_name("exceptions.toml")
APPS: Final = "nbgrader.apps"

calls: Counter[str] = Counter()
"""How often each of our classes was at work, in this process and in its workers."""


def pytest_configure(config: pytest.Config) -> None:
    """Before any of nbgrader's test modules is imported. `nbgrader validate` keeps nbgrader's
    classes: it runs where the student works."""
    import nbgrader.api
    import nbgrader.converters
    import nbgrader.exchange
    import nbgrader.preprocessors

    settings = PyFileConfigLoader("nbgrader_config.py", str(ROOT)).load_config()
    shared()
    counted(grader.plugin.Autograde, "start")
    for ours in (grader.plugin.Execute, grader.plugin.SaveAutoGrades, grader.plugin.Feedback):
        counted(ours, "preprocess")
    counted(grader.plugin.ExchangeCollect, "copy_files")
    nbgrader.exchange.ExchangeFactory.collect.default_value = grader.plugin.ExchangeCollect
    nbgrader.preprocessors.SaveAutoGrades = grader.plugin.SaveAutoGrades
    by_default("autogradeapp", grader.plugin.Autograde, settings)
    by_default("generatefeedbackapp", nbgrader.converters.GenerateFeedback, settings)
    by_default("generateassignmentapp", nbgrader.converters.GenerateAssignment, settings)


def shared() -> None:
    """Let all tests share what each of them would make anew, and none is about: the version of
    nbgrader's tables, an engine a gradebook, with its compiled statements, and the warm host."""
    import nbgrader.api

    nbgrader.api.get_alembic_version = functools.cache(nbgrader.api.get_alembic_version)
    nbgrader.api.create_engine = functools.lru_cache(4)(hasty(nbgrader.api.create_engine))
    vars(pool)["shared_pool"] = InProcess


class InProcess:
    """Grades in this process, with one host for all courses: a worker a course takes long."""

    size = 1

    def __init__(self, _: Path, limits: Limits, _private: tuple[Path, ...]) -> None:
        self.limits = limits

    def submit(self, job: Job) -> Future[JobResult]:
        host = one_host()
        host.limits = self.limits  # each child is told its own
        done: Future[JobResult] = Future()
        try:
            done.set_result(JobResult(job=job, graded=worker.grade_submission(job, host)))
        except GraderError as error:
            done.set_exception(error)
        return done


@functools.cache
def one_host() -> Host:
    """The host of all tests."""
    host = Host(Limits())
    host.start()
    atexit.register(host.stop)
    return host


def hasty(create_engine: Callable[..., Any]) -> Callable[..., Any]:
    """Engines whose databases need not outlive the power."""

    def create(url: str, **options: Any) -> Any:
        engine = create_engine(url, **options)
        sqlalchemy.event.listen(
            engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF")
        )
        return engine

    return create


def by_default(app: str, converter: Any, settings: Any) -> None:
    """Let an app, and the API, use a converter that has our lists for defaults."""
    name = converter.__name__
    lists = {
        trait: List([import_item(step) for step in steps]).tag(config=True)
        for trait, steps in settings[name].items()
        if isinstance(steps, list)
    }
    ours = type(converter)(name, (converter,), lists)
    for module in (app, "api"):
        setattr(importlib.import_module(f"{APPS}.{module}"), name, ours)


def counted(ours: Any, method: str) -> None:
    """Count the calls of a method."""
    plain = getattr(ours, method)

    @functools.wraps(plain)
    def counting(*arguments: Any, **options: Any) -> Any:
        calls[ours.__name__] += 1
        return plain(*arguments, **options)

    calls[ours.__name__] = 0
    setattr(ours, method, counting)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the exceptions; each of them must be a test that exists."""
    listed = dict(exceptions())
    for item in items:
        name = f"{Path(item.path).stem}::{item.name}"
        reason = " ".join(listed.pop(name, "").split())
        if reason:
            fault = (AssertionError, FileNotFoundError)
            item.add_marker(pytest.mark.xfail(strict=True, raises=fault, reason=reason))
    if listed:
        raise pytest.UsageError(f"{EXCEPTIONS.name} names tests that don't exist: {sorted(listed)}")


def exceptions() -> Iterator[tuple[str, str]]:
    """The tests that may not pass, and why."""
    for module, tests in tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8")).items():
        for test, reason in tests.items():
            yield f"{module}::{test}", reason


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker tells what it counted."""
    calls.update(getattr(node, "workeroutput", {}).get("calls", {}))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Green only if each of our classes was at work."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["calls"] = dict(calls)
    elif not session.config.option.collectonly and not all(calls.values()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how often."""
    told = ", ".join(f"{name} {count}" for name, count in sorted(calls.items()))
    terminalreporter.write_line(f"Calls of our classes in nbgrader's tests: {told}")
