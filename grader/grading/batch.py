"""Grades many submissions with a pool of workers.

Each worker has a warm host of its own. It is given a submission's folder and returns verdicts;
only the calling process writes the gradebook and `autograded/`. A submission is taken when a
worker is free, so memory does not grow with the class.

An answer may keep the tests busy forever in code that nothing interrupts, or use up all memory.
Then its worker ends, by itself or killed by the system. The submission is graded again when all
others are done; if that worker ends too, the submission gets a recorded zero. A killed worker may
have been killed by anyone, so that is retried more often.
"""

from __future__ import annotations

import contextlib
import functools
import math
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from grader.grading.jobs import Job, JobResult, WorkerReply, invalid_notebook
from grader.grading.pool import Crash, WorkerPool
from grader.limits import Limits
from grader.sandbox import backends
from grader.sandbox.tempdirs import remove_stale

if TYPE_CHECKING:
    from grader.grading.worker import SubmissionGrader

ENDED: Final = "the tests could not examine its answers: the process that ran them had to be ended"
OVERDUE: Final = (
    "the tests could not examine its answers: the process that ran them was busy after all limits "
    "of the notebook had passed, and ended itself (limit worker_seconds)"
)

NOTEBOOKS_A_WORKER: Final = 10
"""Notebooks that are worth starting a worker: it takes as long to start as to grade these."""

ENDINGS: Final = 2
KILLINGS: Final = 4
"""Workers that may end over one submission before it gets a zero: by themselves, and in all."""

OVERDUE_STATUS: Final = 1
"""Exit status of a worker that ended itself after `worker_seconds`: faulthandler has no other."""


def grade_batch(
    jobs: Iterable[Job],
    *,
    root: Path,
    limits: Limits,
    sandbox: str,
    workers: int,
    at_once: int | None = None,
) -> Generator[JobResult, None, None]:
    """Grade all jobs and yield results as they come. A job is taken when a worker is free.

    `at_once` workers start at once (all by default), the others while these are busy for long.
    """
    backends.choose_backend(sandbox)  # raises if there is none
    pool = WorkerPool(start_grader, (str(root), limits, sandbox), msgspec.msgpack.Encoder().encode)
    with without_leftovers():
        yield from retry_suspects(
            functools.partial(_replies, pool, workers, at_once or workers), jobs
        )


def workers_worth_starting(jobs: Sequence[Job]) -> int:
    """Return how many workers are worth starting for some jobs."""
    return math.ceil(sum(len(job.keys) for job in jobs) / NOTEBOOKS_A_WORKER)


def start_grader(root: str, limits: Limits, sandbox: str) -> SubmissionGrader:
    """Make a worker's grader. It is imported here, since the calling process does not need it."""
    from grader.grading.worker import SubmissionGrader

    return SubmissionGrader(root, limits, sandbox)


Suspect: TypeAlias = tuple[Job, list[int]]
"""A job over which workers ended, with their exit statuses."""


def retry_suspects(
    answers: Callable[[Iterable[Job]], Generator[JobResult, None, list[Suspect]]],
    jobs: Iterable[Job],
) -> Generator[JobResult, None, None]:
    """Yield results. Suspects are graded again, each alone, until they succeed or are hopeless."""
    suspects = deque((yield from answers(jobs)))
    while suspects:
        job, endings = suspects.popleft()
        for _, more in (yield from answers([job])):
            if hopeless(endings + more):
                reason = OVERDUE if OVERDUE_STATUS in endings + more else ENDED
                yield JobResult(job=job, graded=[invalid_notebook(key, reason) for key in job.keys])
            else:
                suspects.append((job, endings + more))


def _replies(
    pool: WorkerPool[Job], workers: int, at_once: int, jobs: Iterable[Job]
) -> Generator[JobResult, None, list[Suspect]]:
    """Yield results; return the jobs over which a worker ended, with its status."""
    suspects = []
    with contextlib.closing(pool.map(iter(jobs), workers, at_once)) as answers:
        for job, answer in answers:
            if isinstance(answer, Crash):
                suspects.append((job, [answer.status]))
            else:
                said = msgspec.msgpack.decode(answer, type=WorkerReply)
                yield JobResult(job=job, graded=said.graded, problem=said.problem)
    return suspects


def hopeless(endings: Sequence[int]) -> bool:
    """True if enough workers ended over a submission.

    A kill counts less: it may have come from the system for lack of memory, or from a person.
    """
    of_itself = [status for status in endings if status != -signal.SIGKILL]
    return len(of_itself) >= ENDINGS or len(endings) >= KILLINGS


@contextlib.contextmanager
def without_leftovers() -> Iterator[None]:
    """Remove the temporary folders that killed graders left, before and after."""
    remove_stale()
    try:
        yield
    finally:
        remove_stale()
