"""Benchmark of this engine against stock nbgrader, on the same submissions.

Each round grades the same class in several ways, one after the other:

    stock nbgrader           nbgrader's autograde: one kernel per notebook, which runs tests too
    grader in a sandbox      grader autograde with all hidden tests, in each available sandbox
    grader without a sandbox the same without isolation, to show what isolation costs
    grader, nothing to do    the command again when everything is graded: its start-up time
    bare cells               the students' cells in forks of a warm process; no sandbox, no tests

Long because all ways of grading one class stand side by side.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec
import psutil

from grader.errors import GraderError
from grader.grading import pipeline, submission
from grader.grading.session import Session
from grader.grading.submission import HandIn
from grader.limits import MB
from grader.notebooks.files import Unreadable, write_whole
from grader.notebooks.ipynb import Key, read_submission, restore
from grader.plugin import Course, run_converters
from grader.plugin.course import HandInPlace
from grader.sandbox import backends
from grader.sandbox.host_process import Host
from grader.workflows.course_copy import temporary_copy

STOCK: Final = "stock nbgrader"
OURS: Final = "grader"
IN: Final = "grader in "
WITHOUT: Final = "grader without a sandbox"
IDLE: Final = "grader, nothing to do"
BARE: Final = "bare cells"

DEFAULT_CLASS_SIZE: Final = 40
"""Default class size if there are no submissions."""

SAMPLE_SECONDS: Final = 1.0
"""Interval between memory measurements."""

STOCK_CONFIG: Final = """
c = get_config()
c.CourseDirectory.course_id = {course_id!r}
c.Execute.timeout = {timeout}
c.Execute.interrupt_on_timeout = True
"""


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """Measurement of one way of grading a class."""

    way: str
    submissions: int
    notebooks: int
    seconds: float
    cpu_seconds: float
    """CPU time of the whole machine during the run."""
    peak_mb: float
    """Peak memory of all processes of the run; shared memory counts once."""


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A way of grading a class, and its number of rounds."""

    name: str
    go: Callable[[Course, str], None]
    rounds: int


def ways(*, rounds: int, stock_rounds: int) -> list[Way]:
    """List the ways, slowest first, with every sandbox that works on this machine."""
    found = [Way(name=STOCK, go=stock, rounds=stock_rounds)]
    for sandbox in backends.available():
        go = functools.partial(ours, options=("--force", "--sandbox", sandbox))
        found.append(Way(name=f"{IN}{sandbox}", go=go, rounds=rounds))
    go = functools.partial(ours, options=("--force", "--unsafe-no-sandbox"))
    found.append(Way(name=WITHOUT, go=go, rounds=rounds))
    found.append(Way(name=IDLE, go=ours, rounds=rounds))
    return [*found, Way(name=BARE, go=bare, rounds=rounds)]


def compare_ways(
    course: Course, assignment: str, *, students: int, rounds: int, stock_rounds: int
) -> Iterator[Measured]:
    """Measure all ways on the same class, round by round."""
    with temporary_copy(course) as trial:
        submit_class(trial, course, assignment, students)
        chosen = ways(rounds=rounds, stock_rounds=stock_rounds)
        for number in range(max(rounds, stock_rounds)):
            for way in chosen:
                if number < way.rounds:
                    yield measure(way, trial, assignment)


def grow(course: Course, assignment: str, sizes: Sequence[int]) -> Iterator[Measured]:
    """Grade a new class of each size once."""
    for size in sizes:
        with temporary_copy(course) as trial:
            submit_class(trial, course, assignment, size)
            yield measure(Way(name=OURS, go=ours, rounds=1), trial, assignment)


class TimingSummary(msgspec.Struct, frozen=True):
    """Medians of a comparison, and their ratios as sentences."""

    medians: list[Measured]
    sentences: list[str]


def summarize_times(runs: Sequence[Measured]) -> TimingSummary:
    """Compute the median of each way, and the ratios between them."""
    names = list(dict.fromkeys(run.way for run in runs))
    medians = {name: median(name, runs) for name in names}
    seconds = {name: run.seconds for name, run in medians.items()}
    sentences = []
    for name in names:
        if not name.startswith(IN):
            continue
        told = [f"{name}: {seconds[name] / seconds[BARE]:.2f} times the time of the bare cells"]
        if STOCK in seconds:
            told.append(f"{seconds[STOCK] / seconds[name]:.1f} times the throughput of stock")
        told.append(f"{seconds[name] / seconds[WITHOUT]:.2f} times the time without a sandbox")
        sentences.append(", ".join(told))
    sentences.append(f"{IDLE}: {seconds[IDLE]:.2f} s")
    return TimingSummary(list(medians.values()), sentences)


def median(name: str, runs: Sequence[Measured]) -> Measured:
    """Return the median of each figure of a way."""
    same = [run for run in runs if run.way == name]
    return msgspec.structs.replace(
        same[0],
        seconds=statistics.median(run.seconds for run in same),
        cpu_seconds=statistics.median(run.cpu_seconds for run in same),
        peak_mb=statistics.median(run.peak_mb for run in same),
    )


def measure(way: Way, course: Course, assignment: str) -> Measured:
    """Measure wall time, CPU time and memory of one run."""
    submissions = course.students_with(assignment)
    with course.gradebook() as gradebook:
        notebooks = len(submissions) * len(course.keys(gradebook, assignment))
    before, started = _busy(), time.monotonic()
    with _peak() as peak:
        way.go(course, assignment)
    return Measured(
        way=way.name,
        submissions=len(submissions),
        notebooks=notebooks,
        seconds=time.monotonic() - started,
        cpu_seconds=_busy() - before,
        peak_mb=max(peak, default=0.0),
    )


def _busy() -> float:
    """Return the CPU seconds of the whole machine.

    CPU times of child processes would miss those killed inside a sandbox.
    """
    times = psutil.cpu_times()
    return float(times.user + times.system + times.nice)


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


def submit_class(trial: Course, course: Course, assignment: str, students: int) -> None:
    """Submit a class of this size to a copy of the course, repeating the course's submissions.

    If the course has none, submit the instructor's own notebooks.
    """
    run_converters.generate_assignment(trial, assignment)
    present = course.students_with(assignment)
    chosen = itertools.cycle(origins(course, assignment))
    for number in range(students or len(present) or DEFAULT_CLASS_SIZE):
        place = trial.hand_in(f"student{number:05}", assignment)
        lay_out(read_origin(course, assignment, next(chosen)), Path(*place))


def origins(course: Course, assignment: str) -> list[HandInPlace]:
    """Return what is handed in again: the course's submissions, or else its own notebooks."""
    found = [course.hand_in(student, assignment) for student in course.students_with(assignment)]
    return found or [HandInPlace(str(course.source), assignment)]


def read_origin(course: Course, assignment: str, place: HandInPlace) -> HandIn:
    """Read what is handed in again."""
    names = [path.stem for path in course.notebooks(assignment)]
    return submission.read_hand_in(*place, names, course.limits.submission_mb)


def lay_out(files: HandIn, folder: Path) -> None:
    """Hand in files, as those of a student."""
    folder.mkdir(parents=True)
    for name, data in files.files.items():
        write_whole(folder / name, data)


def stock(course: Course, assignment: str) -> None:
    """Run stock nbgrader on the same files, with a copy of the gradebook."""
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
        subprocess.run(  # noqa: S603 - nbgrader beside this interpreter; no shell
            [program, "autograde", assignment],
            cwd=plain,
            env=environment,
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
    cores = os.cpu_count() or 1
    workers = []
    for core in range(cores):
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                with Host(course.limits, sandbox="none") as host:
                    for place in places[core::cores]:
                        for name, key in keys.items():
                            most = course.limits.submission_mb
                            run_bare(submission.read_hand_in(*place, [name], most), host, key)
                status = 0
            finally:
                os._exit(status)
        workers.append(pid)
    for pid in workers:
        os.waitpid(pid, 0)


def run_bare(files: HandIn, host: Host, key: Key) -> None:
    """Run the cells of one notebook, without its tests."""
    try:
        cells = restore(read_submission(files.notebook(key.notebook)), key)
    except Unreadable:
        return
    sources = pipeline.untested_sources(cells)
    with host.folder() as folder:
        session = Session(host.spawn(folder, sources), host.limits)
        for source in sources:
            session.run(source)
        session.end()
