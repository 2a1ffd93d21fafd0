"""Benchmark of two cluster workers against one, on this machine, with correct submissions."""

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

from grader.author.benchmark import submit_class
from grader.cluster.dask_pool import DaskPool
from grader.errors import GraderError
from grader.plugin import Course
from grader.workflows import autograding
from grader.workflows.course_copy import temporary_copy

CLASS_SIZE: Final = 24
CLUSTER_START_SECONDS: Final = 60.0
QUIET: Final = {
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "5s",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__SCHEDULER__WORK_STEALING_INTERVAL": "1s",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
}
"""Dask settings from docs/cluster.md: no profiler and slow timers. By default they tick up to a
hundred times a second, which suits tasks far shorter than grading a submission."""


class Round(msgspec.Struct, frozen=True):
    """Seconds in which one worker and two workers graded one class.

    From connecting to the last verdict written, with warm workers.
    """

    notebooks: int
    one: float
    two: float


def measure_scaling(
    course: Course, assignment: str, *, students: int, rounds: int
) -> Iterator[Round]:
    """Time one and two workers alternately, so that other load on this machine affects both."""
    with temporary_copy(course) as trial:
        submit_class(trial, trial, assignment, students or CLASS_SIZE)
        names = trial.students_with(assignment)
        for _ in range(rounds):
            seconds, notebooks = [], 0
            for workers in (1, 2):
                with cluster(workers) as (address, _processes):
                    _grade(trial, assignment, names[: 2 * workers], address)  # warm up
                    started = time.monotonic()
                    notebooks = _grade(trial, assignment, names, address)
                    seconds.append(time.monotonic() - started)
            yield Round(notebooks, *seconds)


def _grade(course: Course, assignment: str, students: list[str], address: str) -> int:
    """Grade on a cluster and return the number of notebooks."""
    jobs = autograding.plan_autograding(course, [assignment], students, force=True).jobs
    notebooks = 0
    with DaskPool(
        course.root, course.limits, "auto", address, files=course.cluster_files
    ) as workers:
        for done in autograding.autograde_jobs(course, jobs, workers.choose(jobs), force=True):
            for graded in done.graded:
                if graded.verdict.score < graded.verdict.max_score:
                    raise GraderError(f"{done.job.student}: a correct notebook lost points.")
            if done.problem:
                raise GraderError(f"{done.job.student} was not graded: {done.problem}")
            notebooks += len(done.graded)
    return notebooks


@contextlib.contextmanager
def cluster(workers: int, port: int = 0) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler, at any port by default, and single-threaded workers without the course.

    Yields the scheduler's address and the processes, the scheduler first. TLS keys are those of
    Dask's configuration.
    """
    with tempfile.TemporaryDirectory(prefix="grader-cluster-") as name:
        folder = Path(name)
        where = folder / "scheduler.json"
        at = ["--scheduler-file", str(where), "--no-dashboard"]
        local = ["--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"]
        alone = ["--nthreads", "1", "--no-nanny", "--local-directory", name]
        processes = [_start_process(folder, "dask_scheduler", *at, *local, f"--port={port}")]
        processes += [_start_process(folder, "dask_worker", *at, *alone) for _ in range(workers)]
        try:
            yield _address(where, processes), processes
        finally:
            for process in processes:
                process.kill()  # grading processes end by themselves
                process.wait()


def _start_process(folder: Path, program: str, *arguments: str) -> subprocess.Popen[bytes]:
    with open(folder / f"{program}.log", "ab") as log:
        return subprocess.Popen(  # noqa: S603 - a program of Dask's, by this interpreter
            [sys.executable, "-P", "-m", f"distributed.cli.{program}", *arguments],
            cwd=folder,
            env=os.environ | QUIET,
            stdout=log,
            stderr=log,
        )


def _address(where: Path, processes: list[subprocess.Popen[bytes]]) -> str:
    """Wait for the scheduler to write its address, and return it."""
    deadline = time.monotonic() + CLUSTER_START_SECONDS
    while time.monotonic() < deadline and processes[0].poll() is None:
        with contextlib.suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode(where.read_bytes(), type=_SchedulerFile).address
        time.sleep(0.05)
    log = (where.parent / "dask_scheduler.log").read_text(errors="replace").strip()
    raise GraderError(f"A Dask scheduler cannot be started here: {log[-300:]}")


class _SchedulerFile(msgspec.Struct):
    address: str
