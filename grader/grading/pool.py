"""Grades submissions in worker processes of this machine: a job in, a future of its verdict out.

Each worker has a warm host of its own, and grades one notebook at a time: those of a submission are
shared among all workers. Only the calling process writes the gradebook and `autograded/`.

An answer may keep a test busy forever in code that nothing interrupts. Then its worker ends, and
the notebook is graded again without that test, which counts as timed out. Too many such tests are a
recorded zero. An answer may also end its worker in another way. The notebook is then graded again;
if that worker ends too, the notebook gets a recorded zero. A killed worker may have been killed by
anyone, so that is retried more often.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import itertools
import signal
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, InvalidStateError, wait
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from grader.errors import GraderError
from grader.grading import course_folder
from grader.grading.jobs import Job, JobResult, WorkerReply, invalid_notebook
from grader.grading.worker_process import Crash, Worker, WorkerThreads
from grader.limits import Limits
from grader.notebooks.tempdirs import remove_stale
from grader.sandbox import backends, environment
from grader.sandbox.worker_memory import prefer_to_kill
from grader.testing.hard_deadline import SIGNAL, test_in

if TYPE_CHECKING:
    from grader.grading.worker import SubmissionGrader

ENDED: Final = "the tests could not examine its answers: the process that ran them had to be ended"
HUNG: Final = (
    "the tests could not examine its answers: too many of them were busy after their time, and the "
    "process that ran them had to be ended (limit judge_seconds)"
)

HANGING_TESTS: Final = 2
"""Tests of a notebook that may hang before it gets a zero."""

ENDINGS: Final = 2
KILLINGS: Final = 4
"""Workers that may end over one notebook before it gets a zero: by themselves, and in all."""

HUNG_STATUS: Final = -SIGNAL
"""Exit status of a worker that hung over a test."""


class JobPool(Protocol):
    """Grades submissions, here or on other machines."""

    @property
    def size(self) -> int:
        """How many submissions are graded at a time."""

    def start(self) -> None:
        """Make ready, so that the first submission need not wait; raise where that fails."""

    def submit(self, job: Job) -> Future[JobResult]:
        """Have a submission graded."""

    def close(self) -> None:
        """End at once; submissions that are not graded yet are cancelled."""


class Pool:
    """Workers of this machine, until the end of a `with` statement."""

    def __init__(
        self,
        root: Path,
        limits: Limits,
        sandbox: str,
        size: int,
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
        remove_stale()
        self.size, self.limits = size, limits
        arguments = (str(root), limits, sandbox, modules, [*map(str, private)])
        self._threads = WorkerThreads(size, start_grader, arguments)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start all workers; raise a GraderError if one does not begin."""
        for started in self._threads.start():
            started.result()

    def close(self) -> None:
        """End all workers, and remove the temporary folders that killed ones left."""
        self._threads.close()
        remove_stale()

    def submit(self, job: Job) -> Future[JobResult]:
        """Have the notebooks of a submission graded."""
        notebooks = [msgspec.structs.replace(job, keys=[key]) for key in job.keys]
        return _together(
            job, [self._threads.submit(functools.partial(grade_job, one)) for one in notebooks]
        )


@functools.cache
def shared_pool(root: Path, limits: Limits, private: tuple[Path, ...]) -> Pool:
    """Return the one worker of this process for a course, for nbgrader's own commands.

    A test that hangs over an answer in code that nothing interrupts ends that worker and not the
    command. It works the same in any thread, as behind formgrader's button.
    """
    pool = Pool(root, limits, "auto", 1, private=private)
    atexit.register(pool.close)
    return pool


def start_grader(
    root: str,
    limits: Limits,
    sandbox: str,
    modules: Sequence[str] = (),
    private: Sequence[str] = (),
) -> SubmissionGrader:
    """Make a worker's grader. Its host warms up while what only workers need is imported here."""
    from grader.sandbox.host_process import Host

    prefer_to_kill("self")
    course_folder.enter(Path(root))
    host = Host(limits, sandbox=sandbox, modules=modules)
    with contextlib.suppress(GraderError, OSError):  # the first submission reports it
        host.start()

    from grader.grading.worker import SubmissionGrader

    return SubmissionGrader(host, private)


# Many submissions ---------------------------------------------------------------------------


def grade_all(pool: JobPool, jobs: Iterable[Job]) -> Generator[JobResult, None, None]:
    """Grade all jobs and yield results as they come.

    A job is taken when there is room for it, so memory does not grow with the class.
    """
    waiting, running = iter(jobs), set[Future[JobResult]]()
    done: Iterable[Future[JobResult]] = ()
    while True:
        room = 2 * pool.size - len(running)  # twice, so that no worker waits for what is recorded
        running |= {pool.submit(job) for job in itertools.islice(waiting, max(0, room))}
        yield from (future.result() for future in done)
        if not running:
            return
        done, running = wait(running, return_when=FIRST_COMPLETED)


def grade_batch(
    jobs: Iterable[Job], *, root: Path, limits: Limits, sandbox: str, workers: int
) -> Iterator[JobResult]:
    """Grade all jobs with workers that end then; yield results as they come."""
    with Pool(root, limits, sandbox, workers) as pool:
        yield from grade_all(pool, jobs)


# One submission -----------------------------------------------------------------------------


def _together(job: Job, notebooks: Sequence[Future[WorkerReply]]) -> Future[JobResult]:
    """Return the future of a submission, whose notebooks are graded one by one."""
    whole: Future[JobResult] = Future()

    def finish(_: object = None) -> None:
        if not all(notebook.done() for notebook in notebooks):
            return
        with contextlib.suppress(InvalidStateError):  # two ended at once, and both came here
            try:
                whole.set_result(_joined(job, [notebook.result() for notebook in notebooks]))
            except BaseException as error:  # noqa: BLE001 - raised by whoever asks the future
                whole.set_exception(error)

    for notebook in notebooks:
        notebook.add_done_callback(finish)
    finish()
    return whole


def _joined(job: Job, replies: Sequence[WorkerReply]) -> JobResult:
    if problem := next((reply.problem for reply in replies if reply.problem), ""):
        return JobResult(job=job, graded=[], problem=problem)
    return JobResult(job=job, graded=[one for reply in replies for one in reply.graded])


def grade_job(job: Job, worker: Worker) -> WorkerReply:
    """Have a notebook graded, and again if its worker ends, until it is or that is hopeless."""
    endings: list[int] = []
    while not (reason := hopeless(job, endings)):
        answer = ask(job, worker)
        if isinstance(answer, WorkerReply):
            return answer
        test = test_in(answer.note) if answer.status == HUNG_STATUS else None
        if test is not None and test not in job.hung:
            job = msgspec.structs.replace(job, hung=(*job.hung, test))
            continue
        endings.append(answer.status)
        if answer.status == -signal.SIGKILL:  # perhaps for lack of memory: others need a moment
            worker.pause(endings.count(-signal.SIGKILL) ** 2)
    return WorkerReply(graded=[invalid_notebook(key, reason) for key in job.keys])


def ask(job: Job, worker: Worker) -> WorkerReply | Crash:
    """Return what the worker says of a notebook, or how it ended over it."""
    answer = worker.ask(msgspec.msgpack.encode(job))
    if isinstance(answer, Crash):
        return answer
    return msgspec.msgpack.decode(answer, type=WorkerReply)


def hopeless(job: Job, endings: Sequence[int]) -> str:
    """Return why a notebook is not graded again, if enough workers ended over it.

    A kill counts less: it may have come from the system for lack of memory, or from a person.
    """
    if len(job.hung) > HANGING_TESTS:
        return HUNG
    of_itself = [status for status in endings if status != -signal.SIGKILL]
    if len(of_itself) < ENDINGS and len(endings) < KILLINGS:
        return ""
    return HUNG if HUNG_STATUS in endings else ENDED
