"""Grades many submissions with a pool of workers.

Each worker has a warm host of its own. It is given a submission's folder and returns verdicts;
only the calling process writes the gradebook and `autograded/`. A submission is taken when a
worker is free, so memory does not grow with the class.

An answer may keep a test busy forever in code that nothing interrupts. Then its worker ends, and
the submission is graded again without that test, which counts as timed out. Too many such tests are
a recorded zero.

An answer may also end its worker in another way. The submission is then graded again when all
others are done; if that worker ends too, the submission gets a recorded zero. A killed worker may
have been killed by anyone, so that is retried more often.
"""

from __future__ import annotations

import contextlib
import functools
import math
import signal
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from grader.errors import GraderError
from grader.grading import course_folder
from grader.grading.jobs import Job, JobResult, WorkerReply, invalid_notebook
from grader.grading.pool import Crash, WorkerPool
from grader.limits import Limits
from grader.sandbox import backends, environment
from grader.sandbox.tempdirs import remove_stale
from grader.sandbox.worker_memory import prefer_to_kill
from grader.testing.hung_tests import SIGNAL, test_in

if TYPE_CHECKING:
    from grader.grading.worker import SubmissionGrader

ENDED: Final = "the tests could not examine its answers: the process that ran them had to be ended"
OVERDUE: Final = (
    "the tests could not examine its answers: the process that ran them was busy after all limits "
    "of the notebook had passed, and ended itself (limit worker_seconds)"
)
HUNG: Final = (
    "the tests could not examine its answers: too many of them were busy after their time, and the "
    "process that ran them had to be ended (limit judge_seconds)"
)

HANGING_TESTS: Final = 2
"""Tests of a submission that may hang before it gets a zero."""

NOTEBOOKS_A_WORKER: Final = 10
"""Notebooks that are worth starting a worker: it takes as long to start as to grade these."""

ENDINGS: Final = 2
KILLINGS: Final = 4
"""Workers that may end over one submission before it gets a zero: by themselves, and in all."""

HUNG_STATUS: Final = -SIGNAL
"""Exit status of a worker that hung over a test."""

OVERDUE_STATUS: Final = 1
"""Exit status of a worker that ended itself after `worker_seconds`: faulthandler has no other."""


class Graders:
    """Workers that grade one batch after another, until the end of a `with` statement."""

    def __init__(
        self,
        root: Path,
        limits: Limits,
        sandbox: str,
        *,
        private: Sequence[Path] = (),
        modules: Sequence[str] = (),
    ) -> None:
        """Prepare workers whose hosts import `modules` as they start.

        Raises a GraderError where students' code could read the course, or another `private` path.
        """
        if backends.choose_backend(sandbox).confines:  # raises if there is none
            environment.refuse_exposed(environment.readable_paths(), [root, *private])
            environment.granted_paths(limits.readable, [root, *private])
        arguments = (str(root), limits, sandbox, modules)
        self._pool = WorkerPool(start_grader, arguments, msgspec.msgpack.Encoder().encode)

    def __enter__(self) -> Graders:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def grade(
        self, jobs: Iterable[Job], workers: int, at_once: int | None = None
    ) -> Generator[JobResult, None, None]:
        """Grade all jobs and yield results as they come. A job is taken when a worker is free.

        `at_once` workers start at once (all by default), the others while these are busy for long.
        """
        with without_leftovers():
            replies = functools.partial(_replies, self._pool, workers, at_once or workers)
            yield from retry_suspects(replies, jobs)


def grade_batch(
    jobs: Iterable[Job], *, root: Path, limits: Limits, sandbox: str, workers: int
) -> Generator[JobResult, None, None]:
    """Grade all jobs with workers that end then; yield results as they come."""
    with Graders(root, limits, sandbox) as graders:
        yield from graders.grade(jobs, workers)


def workers_worth_starting(jobs: Sequence[Job]) -> int:
    """Return how many workers are worth starting for some jobs."""
    return math.ceil(sum(len(job.keys) for job in jobs) / NOTEBOOKS_A_WORKER)


def start_grader(
    root: str, limits: Limits, sandbox: str, modules: Sequence[str] = ()
) -> SubmissionGrader:
    """Make a worker's grader. Its host warms up while what only workers need is imported here."""
    from grader.sandbox.host_process import Host

    prefer_to_kill("self")
    course_folder.enter(Path(root))
    host = Host(limits, sandbox=sandbox, modules=modules)
    with contextlib.suppress(GraderError, OSError):  # the first submission reports it
        host.start()

    from grader.grading.worker import SubmissionGrader

    return SubmissionGrader(host)


Suspect: TypeAlias = tuple[Job, list[int]]
"""A job over which workers ended, with their exit statuses."""


Answers: TypeAlias = Callable[[Iterable[Job]], Generator[JobResult, None, list[Suspect]]]
"""Grades jobs, yields the results, and returns those that are to be graded again."""


def retry_suspects(answers: Answers, jobs: Iterable[Job]) -> Generator[JobResult, None, None]:
    """Yield results. Grade suspects again when all others are done, until that is hopeless."""
    suspects = yield from answers(jobs)
    while suspects:
        endings: dict[tuple[str, str], list[int]] = {}
        again = []
        for job, ended in suspects:
            if reason := hopeless(job, ended):
                yield JobResult(job=job, graded=[invalid_notebook(key, reason) for key in job.keys])
            else:
                endings[job.student, job.assignment] = ended
                again.append(job)
        more = yield from answers(again)
        suspects = [(job, endings[job.student, job.assignment] + ended) for job, ended in more]


def _replies(
    pool: WorkerPool[Job], workers: int, at_once: int, jobs: Iterable[Job]
) -> Generator[JobResult, None, list[Suspect]]:
    """Yield results; return the jobs to be graded again, with how their workers ended."""
    suspects = []
    with contextlib.closing(pool.map(iter(jobs), workers, at_once)) as answers:
        for job, answer in answers:
            if isinstance(answer, Crash):
                suspects.append(suspect(job, answer))
            else:
                said = msgspec.msgpack.decode(answer, type=WorkerReply)
                yield JobResult(job=job, graded=said.graded, problem=said.problem)
    return suspects


def suspect(job: Job, crash: Crash) -> Suspect:
    """Return a job whose worker ended. A test that it hung over is left out from now on."""
    name = test_in(crash.note) if crash.status == HUNG_STATUS else None
    if name is None or name in job.hung:
        return job, [crash.status]
    return msgspec.structs.replace(job, hung=(*job.hung, name)), []


def hopeless(job: Job, endings: Sequence[int]) -> str:
    """Return why a submission is not graded again, if enough workers ended over it.

    A kill counts less: it may have come from the system for lack of memory, or from a person.
    """
    if len(job.hung) > HANGING_TESTS:
        return HUNG
    of_itself = [status for status in endings if status != -signal.SIGKILL]
    if len(of_itself) < ENDINGS and len(endings) < KILLINGS:
        return ""
    if HUNG_STATUS in endings:
        return HUNG
    return OVERDUE if OVERDUE_STATUS in endings else ENDED


@contextlib.contextmanager
def without_leftovers() -> Iterator[None]:
    """Remove the temporary folders that killed graders left, before and after."""
    remove_stale()
    try:
        yield
    finally:
        remove_stale()
