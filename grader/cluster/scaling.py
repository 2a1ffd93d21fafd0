"""Two workers of a cluster beside one: schedulers and workers on this machine, an honest class."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import GraderError
from grader.plugin import Course
from grader.workflows import autograding
from grader.workflows.benchmark import hand_in
from grader.workflows.course_copy import temporary_copy

CLASS_SIZE: Final = 24
CLUSTER_START_SECONDS: Final = 60.0
QUIET: Final = {
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "5s",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__SCHEDULER__WORK_STEALING_INTERVAL": "1s",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
}
"""Dask without its profiler, and its other clocks slow, as docs/cluster.md has it: they tick up to
a hundred times a second, for tasks that are over in less than a submission takes."""


class Round(msgspec.Struct, frozen=True):
    """The same class graded by one worker and by two: seconds from connecting to the last written
    verdict, the workers warm."""

    notebooks: int
    one: float
    two: float


def measure_scaling(
    course: Course, assignment: str, *, students: int, rounds: int
) -> Iterator[Round]:
    """Time one worker and two by turns, so that what else this machine does is on both."""
    with temporary_copy(course) as trial:
        hand_in(trial, assignment, [], students or CLASS_SIZE)
        names = trial.students_with(assignment)
        for _ in range(rounds):
            seconds, notebooks = [], 0
            for workers in (1, 2):
                with cluster(workers) as (address, _processes):
                    _grade(
                        trial, assignment, names[: 2 * workers], address
                    )  # all stations are warm
                    started = time.monotonic()
                    notebooks = _grade(trial, assignment, names, address)
                    seconds.append(time.monotonic() - started)
            yield Round(notebooks, *seconds)


def _grade(course: Course, assignment: str, students: list[str], address: str) -> int:
    """Grade on a cluster; the number of notebooks."""
    jobs = autograding.plan_autograding(course, [assignment], students, force=True).jobs
    notebooks = 0
    for done in autograding.autograde_jobs(
        course, jobs, workers=1, sandbox="auto", force=True, cluster=address
    ):
        for graded in done.graded:
            if graded.verdict.score < graded.verdict.max_score:
                raise GraderError(f"{done.job.student}: a right notebook lost points.")
        if done.problem:
            raise GraderError(f"{done.job.student} was not graded: {done.problem}")
        notebooks += len(done.graded)
    return notebooks


@contextlib.contextmanager
def cluster(workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers of one thread each, which see nothing of the course: the scheduler's
    address, and the processes, the scheduler's first. Keys are those of Dask's configuration."""
    with tempfile.TemporaryDirectory(prefix="grader-cluster-") as name:
        folder = Path(name)
        where = folder / "scheduler.json"
        at = ["--scheduler-file", str(where), "--no-dashboard"]
        local = ["--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0"]
        alone = ["--nthreads", "1", "--no-nanny", "--local-directory", name]
        processes = [_start_process(folder, "dask_scheduler", *at, *local)]
        processes += [_start_process(folder, "dask_worker", *at, *alone) for _ in range(workers)]
        try:
            yield _address(where, processes), processes
        finally:
            for process in processes:
                process.kill()  # the stations end of themselves
                process.wait()


def _start_process(folder: Path, program: str, *arguments: str) -> subprocess.Popen[bytes]:
    with open(folder / f"{program}.log", "ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{program}", *arguments],
            cwd=folder,
            env=os.environ | QUIET,
            stdout=log,
            stderr=log,
        )


def _address(where: Path, processes: list[subprocess.Popen[bytes]]) -> str:
    """The scheduler's address, when it has told it."""
    deadline = time.monotonic() + CLUSTER_START_SECONDS
    while time.monotonic() < deadline and processes[0].poll() is None:
        with contextlib.suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode(where.read_bytes(), type=_Told).address
        time.sleep(0.05)
    log = (where.parent / "dask_scheduler.log").read_text(errors="replace").strip()
    raise GraderError(f"A Dask scheduler does not start here: {log[-300:]}")


class _Told(msgspec.Struct):
    address: str
