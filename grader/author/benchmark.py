"""Benchmark of this engine against stock nbgrader, on the same submissions.

Each way grades the same class, one after the other:

    stock nbgrader           nbgrader's autograde: one kernel per notebook, which runs tests too
    grader in a sandbox      grader autograde with all hidden tests, in each available sandbox
    grader without a sandbox the same without isolation, to show what isolation costs
    grader, nothing to do    the command again when everything is graded: its start-up time
    bare cells               the students' cells in forks of a warm process; no sandbox, no tests
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import msgspec
import psutil

from grader.author.sample_class import ClassOf, class_of
from grader.errors import GraderError, Unreadable
from grader.grading import pipeline, submission
from grader.grading.session import Session
from grader.grading.submission import HandIn
from grader.grading.used_libraries import mentioned_modules
from grader.limits import MB
from grader.notebooks import ipynb
from grader.notebooks.door import HandInPlace
from grader.notebooks.ipynb import Key
from grader.notebooks.tempdirs import temporary_folder
from grader.plugin import Course
from grader.plugin.verdict_metadata import verdict_in
from grader.sandbox import backends
from grader.sandbox.host_process import Host

STOCK: Final = "stock nbgrader"
IN: Final = "grader in "
WITHOUT: Final = "grader without a sandbox"
IDLE: Final = "grader, nothing to do"
BARE: Final = "bare cells"

SAMPLE_SECONDS: Final = 1.0
"""Interval between memory measurements."""

STOCK_CONFIG: Final = """
c = get_config()
c.CourseDirectory.course_id = {course_id!r}
c.Execute.timeout = {timeout}
c.Execute.interrupt_on_timeout = True
"""

Way = Callable[[Course, str], None]
"""A way of grading an assignment of a course."""


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """Measurement of one way of grading a class."""

    way: str
    answers: str
    submissions: int
    notebooks: int
    seconds: float
    cpu_seconds: float
    """CPU time of the whole machine during the run."""
    students_cpu_seconds: float
    """CPU time of the students' processes, as the verdicts tell it; 0 if none does."""
    peak_mb: float
    """Peak memory of all processes of the run; shared memory counts once."""


# Comparison ---------------------------------------------------------------------------------


def compare_ways(
    course: Course, assignment: str, students: int = 0, *, with_stock: bool = True
) -> Iterator[Measured]:
    """Measure all ways on one class. New tests are tried before."""
    with class_of(course, assignment, students) as present:
        first, *_ = present.course.students_with(assignment)
        ours(present.course, assignment, options=("--student", first))
        for name, grade in ways().items():
            if with_stock or name != STOCK:
                yield measure(name, grade, present)


def ways() -> dict[str, Way]:
    """Return the ways, slowest first, with every sandbox that works on this machine."""
    walled: dict[str, Way] = {
        f"{IN}{sandbox}": functools.partial(ours, options=("--force", "--sandbox", sandbox))
        for sandbox in backends.available()
    }
    without = functools.partial(ours, options=("--force", "--unsafe-no-sandbox"))
    return {STOCK: stock, **walled, WITHOUT: without, IDLE: ours, BARE: bare}


def comparison(runs: Sequence[Measured]) -> list[list[str]]:
    """Return a row of headings, and a row for each way.

    That is time and CPU time of a notebook, the engine's share of the latter, peak memory, the
    throughput beside stock nbgrader's and the time beside that of the bare cells.
    """
    seconds = {run.way: run.seconds for run in runs}
    rows = [["", "ms each", "CPU ms", "engine", "MB", "vs stock", "vs bare"]]
    for run in runs:
        if run.way == IDLE:
            continue
        each = 1000 / run.notebooks
        own = 1 - run.students_cpu_seconds / run.cpu_seconds if run.students_cpu_seconds else None
        rows.append(
            [
                run.way,
                f"{run.seconds * each:.0f}",
                f"{run.cpu_seconds * each:.0f}",
                "–" if own is None else f"{own:.0%}".replace("%", " %"),
                f"{run.peak_mb:.0f}",
                f"{seconds[STOCK] / run.seconds:.1f} ×" if STOCK in seconds else "–",
                f"{run.seconds / seconds[BARE]:.2f} ×",
            ]
        )
    return rows


def summary(runs: Sequence[Measured]) -> str:
    """Return how large the class was, what it submitted, and how long nothing to do takes."""
    run, *_ = runs
    idle = next(run.seconds for run in runs if run.way == IDLE)
    return (
        f"{run.submissions} submissions ({run.answers}), {run.notebooks} notebooks;"
        f" {idle:.2f} s with nothing to do"
    )


def measure(name: str, grade: Way, present: ClassOf) -> Measured:
    """Measure wall time, CPU time and memory of one run."""
    course, assignment, answers = present
    submissions = course.students_with(assignment)
    before, started, began = _busy(), time.monotonic(), time.time()
    with _peak() as peak:
        grade(course, assignment)
    return Measured(
        way=name,
        answers=answers,
        submissions=len(submissions),
        notebooks=len(submissions) * len(course.notebooks(assignment)),
        seconds=time.monotonic() - started,
        cpu_seconds=_busy() - before,
        students_cpu_seconds=sum(_verdicts_since(course, assignment, began)),
        peak_mb=max(peak, default=0.0),
    )


def _busy() -> float:
    """Return the CPU seconds of the whole machine.

    CPU times of child processes would miss those killed inside a sandbox.
    """
    times = psutil.cpu_times()
    return float(times.user + times.system + times.nice)


def _verdicts_since(course: Course, assignment: str, began: float) -> Iterator[float]:
    """Yield the CPU seconds of each notebook that was graded since a time."""
    for student in course.students_with(assignment):
        folder = course.folder(course.folders.autograded_directory, student, assignment)
        for path in folder.glob("*.ipynb"):
            if path.stat().st_mtime >= began and (verdict := verdict_in(path)):
                yield verdict.cpu_seconds


@contextlib.contextmanager
def _peak() -> Iterator[list[float]]:
    """Sample the memory of all descendant processes, in MB."""
    seen: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(SAMPLE_SECONDS):
            seen.append(sum(map(_memory, psutil.Process().children(recursive=True))) / MB)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _memory(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.Error):
        return float(process.memory_full_info().pss)
    return 0.0


# Ways of grading ----------------------------------------------------------------------------


def stock(course: Course, assignment: str) -> None:
    """Run stock nbgrader on the same files, with a copy of the gradebook."""
    with temporary_folder() as plain:
        for folder in ("source", "submitted"):
            (plain / folder).symlink_to(course.root / folder)
        shutil.copyfile(course.root / "gradebook.db", plain / "gradebook.db")
        config = STOCK_CONFIG.format(
            course_id=course.folders.course_id, timeout=int(course.limits.cell_seconds)
        )
        (plain / "nbgrader_config.py").write_text(config)
        subprocess.run(  # noqa: S603 - nbgrader beside this interpreter; no shell
            [Path(sys.executable).with_name("nbgrader"), "autograde", assignment],
            cwd=plain,
            env=os.environ | {"PYTHONPATH": str(course.root)},
            capture_output=True,
            check=False,  # it fails if a submitted file is not a notebook
        )


def ours(course: Course, assignment: str, *, options: Sequence[str] = ()) -> None:
    """Run the command as an instructor does."""
    program = Path(sys.executable).with_name("grader")
    done = subprocess.run(  # noqa: S603 - our own command; no shell
        [program, "-C", course.root, "autograde", assignment, *options],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise GraderError(f"grader autograde failed: {done.stderr.decode()[-500:]}")


def bare(course: Course, assignment: str) -> None:
    """Run all cells but the tests, in forks of a warm process, one process per core."""
    with course.gradebook() as gradebook:
        keys = course.keys(gradebook, assignment)
    places = [course.hand_in(student, assignment) for student in course.students_with(assignment)]

    def run(some: Sequence[HandInPlace]) -> None:
        with Host(course.limits, sandbox="none") as host:
            for place in some:
                files = submission.read_hand_in(*place, keys, course.limits.submission_mb)
                for key in keys.values():
                    run_bare(files, host, key)

    cores = os.cpu_count() or 1
    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(run, [places[core::cores] for core in range(cores)]))


def run_bare(files: HandIn, host: Host, key: Key) -> None:
    """Run the cells of one notebook, without its tests."""
    try:
        cells = ipynb.restore(ipynb.read_submission(files.notebook(key.notebook)), key)
    except Unreadable:
        return
    sources = [cell.source for cell in pipeline.untested(cells)]
    with host.folder() as folder:
        session = Session(host.spawn(folder, mentioned_modules(sources)), host.limits)
        for source in sources:
            session.run(source)
        session.end()
