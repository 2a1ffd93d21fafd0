"""Our speed beside stock nbgrader's, on the same submissions, in one run.

Ways to get through the same class, one after the other, round by round:

    stock           nbgrader's own autograde: a kernel a notebook, tests inside of it
    ours            grader autograde: confined, every hidden test run; in either kind of walls
    without walls   the same, to tell what isolation costs
    nothing to do   the command once more, now that all is graded: its start
    bare            the students' cells alone, in forks of a warm process, without walls or tests
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
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
import psutil

from grader.errors import GraderError
from grader.grading import pipeline
from grader.grading.session import Session
from grader.limits import MB
from grader.notebooks.files import Unreadable
from grader.notebooks.ipynb import Key, read_submission, restore
from grader.plugin import Course, run_converters
from grader.sandbox import backends
from grader.sandbox.host_process import Host
from grader.workflows.course_copy import temporary_copy

STOCK: Final = "stock nbgrader"
OURS: Final = "grader"
IN: Final = "grader in "
WITHOUT: Final = "grader without walls"
IDLE: Final = "grader, nothing to do"
BARE: Final = "bare cells"

DEFAULT_CLASS_SIZE: Final = 40
"""In a class of nobody's."""

SAMPLE_SECONDS: Final = 1.0
"""Time between two looks at how much memory is taken."""

STOCK_CONFIG: Final = """
c = get_config()
c.CourseDirectory.course_id = {course_id!r}
c.Execute.timeout = {timeout}
c.Execute.interrupt_on_timeout = True
"""


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One run of one way through a class."""

    way: str
    submissions: int
    notebooks: int
    seconds: float
    cpu_seconds: float
    """Of the whole machine meanwhile, whoever took them."""
    peak_mb: float
    """Of the way's processes together; what they share counts once."""


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A way through a class, and how many rounds of it are run."""

    name: str
    go: Callable[[Course, str], None]
    rounds: int


def ways(*, rounds: int, stock_rounds: int) -> list[Way]:
    """Slowest first. Both walls where both are to be had."""
    found = [Way(name=STOCK, go=stock, rounds=stock_rounds)]
    walled = backends.available()
    for wall in walled:
        go = functools.partial(ours, options=("--force", "--sandbox", wall))
        found.append(Way(name=f"{IN}{wall}", go=go, rounds=rounds))
    go = functools.partial(ours, options=("--force", "--unsafe-no-sandbox"))
    found.append(Way(name=WITHOUT, go=go, rounds=rounds))
    found.append(Way(name=IDLE, go=ours, rounds=rounds))
    return [*found, Way(name=BARE, go=bare, rounds=rounds)]


def compare_ways(
    course: Course, assignment: str, *, students: int, rounds: int, stock_rounds: int
) -> Iterator[Measured]:
    """Run the ways in turn on the same class, round by round."""
    with temporary_copy(course) as trial:
        seated(trial, course, assignment, students)
        chosen = ways(rounds=rounds, stock_rounds=stock_rounds)
        for number in range(max(rounds, stock_rounds)):
            for way in chosen:
                if number < way.rounds:
                    yield measure(way, trial, assignment)


def grow(course: Course, assignment: str, sizes: Sequence[int]) -> Iterator[Measured]:
    """Grade classes of several sizes, each once, from nothing."""
    for size in sizes:
        with temporary_copy(course) as trial:
            seated(trial, course, assignment, size)
            yield measure(Way(name=OURS, go=ours, rounds=1), trial, assignment)


class TimingSummary(msgspec.Struct, frozen=True):
    """What a comparison comes to."""

    medians: list[Measured]
    sentences: list[str]


def summarize_times(runs: Sequence[Measured]) -> TimingSummary:
    """The median of each way, and what they are to each other."""
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
        told.append(f"{seconds[name] / seconds[WITHOUT]:.2f} times the time without walls")
        sentences.append(", ".join(told))
    sentences.append(f"{IDLE}: {seconds[IDLE]:.2f} s")
    return TimingSummary(list(medians.values()), sentences)


def median(name: str, runs: Sequence[Measured]) -> Measured:
    """The median run of a way: each of its figures apart."""
    same = [run for run in runs if run.way == name]
    return msgspec.structs.replace(
        same[0],
        seconds=statistics.median(run.seconds for run in same),
        cpu_seconds=statistics.median(run.cpu_seconds for run in same),
        peak_mb=statistics.median(run.peak_mb for run in same),
    )


def measure(way: Way, course: Course, assignment: str) -> Measured:
    """Wall time, CPU time and memory of one run."""
    submissions = course.students_with(assignment)
    notebooks = sum(1 for _ in course.submitted.glob(f"*/{assignment}/*.ipynb"))
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
    """Seconds that the machine's processors were at work. A process that is killed within its walls
    hands its own account to nobody."""
    times = psutil.cpu_times()
    return float(times.user + times.system + times.nice)


@contextlib.contextmanager
def _peak() -> Iterator[list[float]]:
    """Look at the memory of our descendants now and then; in MB."""
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


def seated(trial: Course, course: Course, assignment: str, students: int) -> None:
    """Have a class of that size hand in to a copy of the course: those who handed in to the course,
    over and over, or where nobody did the instructor's own notebooks."""
    present = course.students_with(assignment)
    origins = [course.folder(course.folders.submitted_directory, s, assignment) for s in present]
    hand_in(trial, assignment, origins, students or len(present) or DEFAULT_CLASS_SIZE)


def hand_in(trial: Course, assignment: str, origins: Sequence[Path], count: int) -> None:
    """Generate the assignment, and hand in copies of these folders in turn; without any, of the
    instructor's own."""
    run_converters.generate_assignment(trial, assignment)
    chosen = itertools.cycle(origins or [trial.source / assignment])
    for number in range(count):
        folder = trial.submitted / f"student{number:05}" / assignment
        shutil.copytree(next(chosen), folder, symlinks=True)


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


def ours(course: Course, assignment: str, *, options: Sequence[str] = ()) -> None:
    """The command, as an instructor runs it."""
    program = Path(sys.executable).with_name("grader")
    done = subprocess.run(
        [program, "-C", course.root, "autograde", assignment, *options],
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
    sources = pipeline.untested_sources(cells)
    with host.folder() as folder:
        session = Session(host.spawn(folder, sources), host.limits)
        for source in sources:
            session.run(source)
        session.end()
