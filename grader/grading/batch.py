"""Many submissions: workers that grade, one process that records.

A worker is a process of ours with a warm host of its own. It is told where a submission lies, and
says what it found; the calling process alone writes the gradebook and `autograded/`. Submissions
are taken one by one as workers get free, so that memory does not grow with the class.

An answer may keep the tests themselves busy for ever, in code that nothing interrupts, or take all
memory. Then its worker ends, of itself or by the system. The submission is graded once more when
all others are done; if that worker ends too, it gets its recorded zero. A worker that was killed
may have been killed by anyone: that is tried more often.
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

NOTEBOOKS_A_WORKER: Final = 10
"""A worker takes as long to get warm as it takes for some ten notebooks or more."""

ENDINGS: Final = 2
KILLINGS: Final = 4
"""Workers that may end over one submission before it gets a zero: of themselves, or in all."""


def grade_batch(
    jobs: Iterable[Job],
    *,
    root: Path,
    limits: Limits,
    sandbox: str,
    workers: int,
    at_once: int | None = None,
) -> Generator[JobResult, None, None]:
    """Grade all jobs; what comes first is yielded first. A job is taken when a worker is free. Of
    the workers all or some begin `at_once`, the others while these are busy for long."""
    backends.choose_backend(sandbox)  # where there are none, nothing begins
    pool = WorkerPool(start_grader, (str(root), limits, sandbox), msgspec.msgpack.Encoder().encode)
    with without_leftovers():
        yield from retry_suspects(
            functools.partial(_replies, pool, workers, at_once or workers), jobs
        )


def workers_worth_starting(jobs: Sequence[Job]) -> int:
    """Workers that are worth their start."""
    return math.ceil(sum(len(job.keys) for job in jobs) / NOTEBOOKS_A_WORKER)


def start_grader(root: str, limits: Limits, sandbox: str) -> SubmissionGrader:
    """A worker. The calling process has no need of what grades."""
    from grader.grading.worker import SubmissionGrader

    return SubmissionGrader(root, limits, sandbox)


Suspect: TypeAlias = tuple[Job, list[int]]
"""A job over which workers ended, with their statuses."""


def retry_suspects(
    answers: Callable[[Iterable[Job]], Generator[JobResult, None, list[Suspect]]],
    jobs: Iterable[Job],
) -> Generator[JobResult, None, None]:
    """Yield what workers answer. Suspects are graded again, each alone, until there is no hope."""
    suspects = deque((yield from answers(jobs)))
    while suspects:
        job, endings = suspects.popleft()
        for _, more in (yield from answers([job])):
            if hopeless(endings + more):
                yield JobResult(job=job, graded=[invalid_notebook(key, ENDED) for key in job.keys])
            else:
                suspects.append((job, endings + more))


def _replies(
    pool: WorkerPool[Job], workers: int, at_once: int, jobs: Iterable[Job]
) -> Generator[JobResult, None, list[Suspect]]:
    """Yield what workers answer. Jobs over which a worker ended are returned, with its status."""
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
    """Whether enough workers ended over a submission. Who killed one is not known: it may have been
    the system, for the memory that an answer took, or a person."""
    of_itself = [status for status in endings if status != -signal.SIGKILL]
    return len(of_itself) >= ENDINGS or len(endings) >= KILLINGS


@contextlib.contextmanager
def without_leftovers() -> Iterator[None]:
    """Before and after, remove what graders left that were killed."""
    remove_stale()
    try:
        yield
    finally:
        remove_stale()
