"""The submitter's side of a cluster, with the interface of a local pool: a job in, a future out.

Submissions are untrusted files and are read here, each shortly before a worker has time for it.
"""

from __future__ import annotations

import contextlib
import functools
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import msgspec

from grader.cluster import course_archive, dask_worker, messages
from grader.cluster.connection import check_address, connect, first_line
from grader.cluster.messages import CourseMessage, File, GradingRequest, PackedCourse
from grader.cluster.submission_archive import pack_submission
from grader.errors import GraderError
from grader.grading.jobs import Job, JobResult, WorkerReply
from grader.grading.pool import grade_all
from grader.limits import Limits
from grader.workflows.autograding import Grade

COURSE_SECONDS: Final = 120.0
"""Time for a worker to receive the course."""

SCHEDULER_SECONDS: Final = 60.0
"""A scheduler that does not answer for this long is considered lost."""

WORKERLESS_SECONDS: Final = 60.0
"""Time to wait for workers when there are none: a replacement needs a moment to start."""

POLL_SECONDS: Final = 1.0
"""Interval for counting the workers."""

MOST: Final = 1024
"""Submissions that are under way at a time, each with a thread that waits for it."""

SAME_VERSIONS: Final = (
    "The scheduler and the workers need the same versions of grader and Dask as this machine"
)
SAVED: Final = "What was graded is saved, and the rest is graded the next time"

LOST_WORKERS: Final = (
    "{} workers of the cluster ended while they had it; their logs may say why. It is graded the"
    " next time"
)


class DaskPool:
    """The workers of a Dask cluster. It connects when there is something to do, and again."""

    def __init__(
        self, root: Path, limits: Limits, sandbox: str, address: str, *, files: Sequence[str] = ()
    ) -> None:
        """Prepare to grade on the cluster with this scheduler address.

        `files` are patterns for files of the course that its tests read, see `c.Cluster.files`.
        """
        check_address(address)
        self.size = 1
        self._address, self._root, self._patterns = address, root, files
        self._limits, self._sandbox = limits, sandbox
        self._threads = ThreadPoolExecutor(MOST, thread_name_prefix="cluster")
        self._closed = threading.Event()
        self._client: Any = None
        self._workers_seen = 0.0
        self._connecting, self._packing, self._sending = (threading.Lock() for _ in range(3))
        self._sent: dict[tuple[str, str], float] = {}
        """When a worker last received a course: by its address and the course's digest."""
        self._files: dict[bytes, bytes] = {}
        self._course: CourseMessage | None = None
        self._keys: Any = None

    def __enter__(self) -> DaskPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Connect to the scheduler; raise a GraderError if it can't be reached."""
        with self._translated_errors():
            self._connected()

    def choose(self, jobs: Sequence[Job]) -> Grade:
        """Return a function that grades these jobs by one version of the course."""
        with self._packing:
            self._add(jobs)
        self.start()
        return functools.partial(grade_all, self)

    def submit(self, job: Job) -> Future[JobResult]:
        """Have a submission graded. Its future raises a GraderError if the cluster fails."""
        return self._threads.submit(self._grade, job)

    def close(self) -> None:
        """Leave the cluster; what it still grades for us is cancelled there."""
        self._closed.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._client is not None:
            with contextlib.suppress(Exception):
                self._client.close(timeout=2)
        self._threads.shutdown()

    # One submission -----------------------------------------------------------------------

    def _grade(self, job: Job) -> JobResult:
        sent = pack_submission(job, self._limits)
        if not sent.packed.keys:
            return sent.result(WorkerReply())
        course = self._course_of(job)
        request = GradingRequest(course=course.digest, packed=messages.encode(sent.packed))
        while True:
            asked = time.monotonic()
            match self._reply(messages.encode(request)):
                case messages.SubmissionGraded(data):
                    return sent.result(msgspec.msgpack.decode(data, type=WorkerReply))
                case messages.CourseWanted(worker):
                    self._send(course, worker, asked)
                case messages.CourseRefused(reason):
                    raise self._refusal(reason)
                case other:
                    raise self._refusal(f"it sent {type(other).__name__} for a verdict")

    def _reply(self, request: bytes) -> messages.Reply:
        """Have a request done by any worker; if that is lost, Dask gives it to another one."""
        from distributed import KilledWorker

        with self._translated_errors():
            future = self._connected().submit(dask_worker.grade_on_worker, request, pure=False)
            done = threading.Event()
            future.add_done_callback(lambda _: done.set())
            while not done.wait(POLL_SECONDS):  # Dask's own wait with a timeout fails at times
                self._refuse_without_workers()
            try:
                return messages.decode_reply(future.result())
            except KilledWorker as error:
                problem = LOST_WORKERS.format(error.allowed_failures + 1)
                return messages.SubmissionGraded(messages.encode(WorkerReply(problem=problem)))

    def _send(self, course: CourseMessage, worker: str, asked: float) -> None:
        """Send a course to a worker that has said that it lacks it, unless this was done since."""
        with self._sending:
            if self._sent.get((worker, course.digest), 0.0) > asked:
                return
            with self._translated_errors():
                replies = self._connected().run(
                    dask_worker.receive_course,
                    messages.encode(course),
                    workers=[worker],
                    on_error="return",
                    callback_timeout=COURSE_SECONDS,
                )
                for found in replies.values():
                    if isinstance(found, Exception) and not isinstance(found, OSError):
                        raise found  # an OSError: the worker is gone
            for found in replies.values():
                if isinstance(found, bytes):
                    reply = messages.decode_reply(found)
                    if isinstance(reply, messages.CourseRefused):
                        raise self._refusal(reply.reason)
            self._sent[worker, course.digest] = time.monotonic()

    def _refusal(self, reason: str) -> GraderError:
        return GraderError(f"A worker of {self._address} cannot grade: {reason}. {SAVED}.")

    # The course ---------------------------------------------------------------------------

    def _course_of(self, job: Job) -> CourseMessage:
        """Return the course that a submission is graded by."""
        with self._packing:
            if self._course is None or job.keys is not self._keys:  # a class shares its keys
                self._add([job])
            self._keys = job.keys
            assert self._course is not None  # noqa: S101 - made above
            return self._course

    def _add(self, jobs: Sequence[Job]) -> None:
        """Let the course hold what these jobs need; it is another one if that is new."""
        files = dict(course_archive.course_files(self._root, jobs, self._patterns))
        if self._course is not None and files.items() <= self._files.items():
            return
        self._files |= files
        packed: list[File] = sorted(self._files.items())
        course = PackedCourse(files=packed, limits=self._limits, sandbox=self._sandbox)
        self._course = messages.course_message(course)

    # The cluster --------------------------------------------------------------------------

    def _connected(self) -> Any:
        """Return the client, connected anew if the scheduler was lost."""
        with self._connecting:
            if self._closed.is_set():
                raise CancelledError
            if self._client is None or self._client.status == "closed":
                self._client = connect(self._address)
                self._workers_seen = time.monotonic()
                self._count_workers(self._client)
                watch = functools.partial(self._watch_workers, self._client)
                threading.Thread(target=watch, name="cluster", daemon=True).start()
            return self._client

    def _watch_workers(self, client: Any) -> None:
        """Keep the number of workers up to date while there is a connection."""
        while not self._closed.wait(POLL_SECONDS) and client.status != "closed":
            with contextlib.suppress(Exception):  # told by what waits for the scheduler
                self._count_workers(client)

    def _count_workers(self, client: Any) -> None:
        threads: dict[str, int] = client.nthreads(callback_timeout=SCHEDULER_SECONDS)
        self.size = max(1, sum(threads.values()))
        if threads:
            self._workers_seen = time.monotonic()

    def _refuse_without_workers(self) -> None:
        if time.monotonic() > self._workers_seen + WORKERLESS_SECONDS:
            raise GraderError(
                f"The cluster at {self._address} has no workers. Start one with `dask worker"
                f" {self._address}`. {SAVED}."
            )

    @contextlib.contextmanager
    def _translated_errors(self) -> Iterator[None]:
        """Translate Dask's errors into a `GraderError` of one sentence."""
        from distributed.client import CancelledError as Lost
        from distributed.client import ClosedClientError

        try:
            yield
        except GraderError:
            raise
        except (OSError, Lost, ClosedClientError) as error:
            if self._closed.is_set():
                raise CancelledError from None
            lost = f"The scheduler at {self._address} was lost ({type(error).__name__})"
            raise GraderError(f"{lost}. {SAVED}.") from error
        except Exception as error:
            raise GraderError(
                f"The cluster at {self._address} failed ({type(error).__name__}:"
                f" {first_line(error)}). {SAME_VERSIONS}. {SAVED}."
            ) from error
