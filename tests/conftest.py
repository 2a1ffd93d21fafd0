"""What the tests share: one warm host, and one way to run a grade cell both where it is graded and
where the student sees it."""

import contextlib
import fcntl
import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

import grader.plugin  # noqa: F401 - before any import of nbgrader: that alone takes three times as long
from grader.diagnosis import diagnosers
from grader.grading.passes import CellTests, run_passes
from grader.grading.session import Session
from grader.limits import Limits
from grader.sandbox import backends
from grader.sandbox.host_process import Host
from grader.testing import grade_cell, local
from grader.verdict import TestResult
from grader.workflows.archives import WHEEL
from tests import lent_hosts
from tests.courses import BIN, build_wheel
from tests.simulated import ROOT


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End what was lent. Where all can be installed, a skipped test is a failure."""
    if lent_hosts.lender.cache_info().currsize:
        lent_hosts.lender().close()
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("GRADER_FAIL_ON_SKIP") and skipped:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


LONGEST = (
    "site",
    "in_browser",
    "hostile",
    "resume",
    "limits",
    "course",
    "bad_input",
    "variants",
    "trial",
    "nbgrader",
    "accessibility",
    "host",
    "postgres",
    "cluster_losses",
    "marking",
    "course_page",
    "misconceptions",
    "regrading",
    "other_courses",
    "reaper",
    "watch",
    "repository",
    "gradescope",
    "passback",
    "inbound",
    "slow_pages",
    "spoilt_submissions",
    "hand_ins",
    "answers",
    "cluster",
    "configure",
    "new_course",
    "student",
    "suite",
    "check",
    "proof",
    "processors",
    "named_misconceptions",
    "engine",
    "batch",
    "clock",
    "leaks",
    "exchange",
    "comparisons",
    "tables",
    "report",
    "pages",
    "scratch",
    "exports",
    "data",
    "scale",
    "fuzz",
)
"""Files that take longest: begun first, none of them is still at it when the others are done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order whole files, the longest first."""
    first = {f"test_{name}.py": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: first.get(item.path.name, len(first)))


def pytest_collection_finish() -> None:
    """Spare the collector from scanning tests and libraries, which stay."""
    gc.collect()
    gc.freeze()


LIMITS = Limits(test_seconds=1.0, grace_seconds=0.3, cell_seconds=20.0, value_mb=6, memory_mb=1024)

Grade = Callable[[str, str], list[TestResult]]
MadeOnce = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(autouse=True)
def figures_are_closed() -> Iterator[None]:
    """Close what a test drew: Matplotlib warns of too many, in whatever test opens the next one."""
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """A warm host in its walls."""
    with Host(LIMITS) as warm:
        yield warm


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """What all workers of a run share: the first that asks makes it, and the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def get(name: str, make: Callable[[Path], object]) -> Path:
        folder = shared / name
        folder.mkdir(exist_ok=True)
        with open(folder / "lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "made").exists():
                make(folder)
                (folder / "made").touch()
        return folder

    return get


@pytest.fixture(scope="session")
def graded_copy(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """A copy of a graded course, which is made once for all workers."""

    def get(name: str, make: Callable[[Path], object]) -> Path:
        course = made_once(name, lambda folder: make(folder / "course")) / "course"
        return Path(shutil.copytree(course, tmp_path_factory.mktemp(name) / "course"))

    return get


@pytest.fixture(scope="session")
def wheel(made_once: MadeOnce) -> Path:
    """The wheel that students install."""
    return made_once("wheel", build_wheel) / WHEEL


@pytest.fixture(scope="session")
def guides(made_once: MadeOnce) -> Path:
    """The documentation, built as `make docs` builds it, where there is no network at all."""
    return made_once("docs", _build_guides) / "html"


def _build_guides(folder: Path) -> None:
    command = ["sphinx-build", "--quiet", "--fail-on-warning", "--keep-going"]
    assert " ".join(command) in (ROOT / "Makefile").read_text(encoding="utf-8")
    program = backends._bubblewrap_program() or "bwrap"
    alone = [program, "--dev-bind", "/", "/", "--unshare-net", "--"]
    places: list[str | Path] = ["-d", folder / "doctrees", ROOT / "docs", folder / "html"]
    done = subprocess.run(
        [*alone, BIN / command[0], *command[1:], *places],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def graded(host: Host) -> Grade:
    """Run tests as grading does: the student's code in a process of its own, and the tests in
    copies of that."""

    def run(code: str, tests: str) -> list[TestResult]:
        with host.folder() as folder:
            session = Session(host.spawn(folder), host.limits)
            try:
                session.run(dedent(code))
                return results_of(session, exercise(tests))
            finally:
                session.end()

    return run


def results_of(session: Session, exercise: grade_cell.GradeCell) -> list[TestResult]:
    """What comes of a grade cell's tests at this place of a notebook."""
    tests = CellTests(exercise, session.limits)
    place = session.checkpoint()
    if place is not None:
        run_passes([(tests, place)], session)
    if not tests.finished and (found := tests.results()):
        return found  # the rest would be tested in another run of the notebook
    tests.give_up(session.lost or "its process ended before its tests")
    if tests.fault is not None:
        raise tests.fault
    return tests.results()


@pytest.fixture
def shown() -> Grade:
    """Run tests as a student's notebook does: all in one process."""

    def run(code: str, tests: str) -> list[TestResult]:
        namespace: dict[str, Any] = {"__name__": "__main__", "In": ["", dedent(code)]}
        with contextlib.suppress(SyntaxError):  # a cell that is no Python runs nothing
            exec(compile(dedent(code), "<student>", "exec"), namespace)
        return diagnosers.run_grade_cell(exercise(tests), local.LocalNamespace(namespace))

    return run


@pytest.fixture(params=["graded", "shown"])
def run(request: pytest.FixtureRequest) -> Grade:
    """Run tests in either way: what they find is the same."""
    found: Grade = request.getfixturevalue(request.param)
    return found


def exercise(tests: str) -> grade_cell.GradeCell:
    """A grade cell, read."""
    return grade_cell.parse_grade_cell("cell", dedent(tests) + "\nrun_tests(points=1)\n")
