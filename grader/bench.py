"""Our speed beside stock nbgrader's, on the same submissions, in one run.

Three ways to get through the same class, one after the other:

    stock   nbgrader's own autograde: a kernel a notebook, tests inside of it
    ours    grader autograde: confined, every hidden test run
    bare    the students' cells alone, in forks of a warm process, without walls or tests
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from grader.errors import GraderError
from grader.notebook import Key, Unreadable, read_submission, restore
from grader.plugin import Course, convert
from grader.sandbox import Host
from grader.session import Session

STOCK_CONFIG = """
c = get_config()
c.CourseDirectory.course_id = {course_id!r}
c.Execute.timeout = {timeout}
c.Execute.interrupt_on_timeout = True
"""


class Timing(msgspec.Struct, frozen=True):
    """One way's medians."""

    name: str
    notebooks: int
    seconds: float
    cpu_seconds: float


def run(course: Course, assignment: str, *, students: int, rounds: int) -> Iterator[Timing]:
    """Time the three ways, slowest first."""
    with tempfile.TemporaryDirectory(prefix="grader-bench-") as name:
        trial = class_in(Path(name), course, assignment, students)
        notebooks = sum(1 for _ in trial.submitted.glob(f"*/{assignment}/*.ipynb"))
        ways: list[tuple[str, Callable[[], None], int]] = [
            ("stock nbgrader", lambda: stock(trial, assignment), 1),
            ("grader", lambda: ours(trial, assignment), rounds),
            ("bare cells", lambda: bare(trial, assignment), rounds),
        ]
        for label, way, times in ways:
            measured = [measure(way) for _ in range(times)]
            yield Timing(
                label,
                notebooks,
                statistics.median(seconds for seconds, _ in measured),
                statistics.median(cpu for _, cpu in measured),
            )


def measure(way: Callable[[], None]) -> tuple[float, float]:
    """Wall and CPU seconds, those of all processes together."""
    before, started = _cpu(), time.monotonic()
    way()
    return time.monotonic() - started, _cpu() - before


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def class_in(root: Path, course: Course, assignment: str, students: int) -> Course:
    """A copy of the course with a class: the one that handed in, or the solutions many times."""
    for path in course.root.iterdir():
        if path.name in (course.folders.source_directory, "solutions", "nbgrader_config.py"):
            (root / path.name).symlink_to(path)
    present = course.students_with(assignment)[: students or None]
    trial = Course(root)
    trial.folders.db_url = f"sqlite:///{root}/gradebook.db"
    convert.generate(trial, assignment)
    for student in present:
        origin = course.folder(course.folders.submitted_directory, student, assignment)
        shutil.copytree(origin, trial.submitted / student / assignment, symlinks=True)
    for number in range(0 if present else students or 24):
        folder = trial.submitted / f"student{number:04}" / assignment
        shutil.copytree(course.source / assignment, folder)
    return trial


def stock(course: Course, assignment: str) -> None:
    """nbgrader as it is installed, on the same files and the same gradebook's cells."""
    with tempfile.TemporaryDirectory(prefix="grader-stock-") as name:
        plain = Path(name)
        for path in course.root.iterdir():
            if path.name in ("submitted", "source", "solutions"):
                (plain / path.name).symlink_to(path)
        shutil.copyfile(course.root / "gradebook.db", plain / "gradebook.db")
        config = STOCK_CONFIG.format(
            course_id=course.folders.course_id, timeout=int(course.limits.cell_seconds)
        )
        (plain / "nbgrader_config.py").write_text(config)
        program = Path(sys.executable).with_name("nbgrader")
        environment = os.environ | {"PYTHONPATH": str(course.root)}
        subprocess.run(
            [program, "autograde", assignment],
            cwd=plain,
            env=environment,
            capture_output=True,
            check=False,  # it gives up on files that are no notebooks
        )


def ours(course: Course, assignment: str) -> None:
    """The command, as an instructor runs it."""
    program = Path(sys.executable).with_name("grader")
    done = subprocess.run(
        [program, "-C", course.root, "autograde", assignment, "--force"],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise GraderError(f"grader autograde failed: {done.stderr.decode()[-500:]}")


def bare(course: Course, assignment: str) -> None:
    """The cells that are not tests, in forks of a warm process, one process a core."""
    with course.gradebook() as gradebook:
        keys = course.keys(gradebook, assignment)
    paths = sorted(course.submitted.glob(f"*/{assignment}/*.ipynb"))
    cores = os.cpu_count() or 1
    workers = []
    for core in range(cores):
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                with Host(course.limits, sandbox="none") as host:
                    for path in paths[core::cores]:
                        run_bare(path, host, keys)
                status = 0
            finally:
                os._exit(status)
        workers.append(pid)
    for pid in workers:
        os.waitpid(pid, 0)


def run_bare(path: Path, host: Host, keys: Mapping[str, Key]) -> None:
    """One notebook's cells."""
    key = keys[path.stem]
    try:
        cells = restore(read_submission(path, host.limits.submission_mb), key)
    except Unreadable:
        return
    with host.folder() as folder:
        session = Session(host.spawn(folder), host.limits)
        for cell in cells:
            if cell.cell_type == "code" and not (cell.key and cell.key.autograded):
                session.run(cell.source)
        session.end()
