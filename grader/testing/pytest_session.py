"""One pytest configuration and session for many grade cells: making them takes longer than tests.

This uses private names of pytest, which has no public way to run tests without files.
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Iterator
from typing import Final

from _pytest.config import Config, _prepareconfig
from _pytest.main import Session

from grader.testing import student_files

CELLS_A_SESSION: Final = 64
"""Cells that share one pytest session, which remembers the fixtures of each."""

OPTIONS: Final = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")

MARKERS: Final = (
    "points(weight): the weight of a test among those of its cell",
    "hint(text): what to think about when the test fails",
    "counterexample: a hidden test that may show the call that failed",
    "forbids(*names): functions of libraries that the student is to do without",
    "may_ignore(*names): arguments that a right answer need not read",
    "changes_arguments: a call that returns a value changes the test's arguments, too",
)


@functools.cache
def warm_up_pytest() -> Config:
    """Make the pytest configuration of all cells."""
    options = ["no:cacheprovider", "no:terminal", "no:capture", "no:logging", "no:faulthandler"]
    # What is raised where nobody can catch it is none of a test's doing.
    options += ["no:unraisableexception", "no:threadexception"]
    args = [arg for option in options for arg in ("-p", option)]
    args += ["--noconftest", "-c", "/dev/null", "--rootdir", "/", "--strict-markers"]
    args += ["--disable-plugin-autoload"]  # loading whatever is installed takes a second
    with _without_options():
        config = _prepareconfig(args)
    config.option.tbstyle = "no"  # formatting tracebacks that nobody reads takes longer
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    config._do_configure()
    config.pluginmanager.register(student_files)
    return config


@contextlib.contextmanager
def _without_options() -> Iterator[None]:
    """Leave out what the environment wants of pytest, which is meant for another suite."""
    kept = {name: os.environ.pop(name) for name in OPTIONS if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


@functools.cache
def quiet_hypothesis() -> None:
    """Have Hypothesis draw the same examples at every grading, and store none."""
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
"""The session in use, and how many cells it has run."""


@contextlib.contextmanager
def opened(plugin: object) -> Iterator[Session]:
    """Provide a session with a plugin for one cell; later cells reuse it unless one raised."""
    config = warm_up_pytest()
    session, count = _sessions.pop() if _sessions else (_start(config), 0)
    config.pluginmanager.register(plugin)
    try:
        yield session
    except BaseException:
        count = CELLS_A_SESSION
        raise
    finally:
        config.pluginmanager.unregister(plugin)
        if count + 1 < CELLS_A_SESSION:
            _sessions.append((session, count + 1))
        else:
            _finish(session)


def _start(config: Config) -> Session:
    session = Session.from_config(config)
    config.hook.pytest_sessionstart(session=session)
    return session


def _finish(session: Session) -> None:
    """Finish a session and drop all that it knows of its tests."""
    session.config.hook.pytest_sessionfinish(session=session, exitstatus=0)
    session.config.pluginmanager.unregister(session._fixturemanager)
    session.config.pluginmanager.unregister(session)
