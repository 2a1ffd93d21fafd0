"""The submitter's side of a cluster, with the interface of `batch`: jobs in, verdicts out.

Submissions are untrusted files and are read here, each only shortly before a worker has time for
it. A few per worker are in flight at a time, so memory use is bounded.
"""

from __future__ import annotations

import contextlib
import functools
import queue
import signal
import threading
import time
import warnings
from collections import deque
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from grader.cluster import course_archive, dask_worker, messages
from grader.cluster.connection import connected, first_line
from grader.cluster.messages import CourseMessage, GradingRequest, GradingSettings
from grader.cluster.submission_archive import SentSubmission, pack_submission
from grader.errors import GraderError
from grader.grading import batch
from grader.grading.batch import Suspect
from grader.grading.engine import ENGINE
from grader.grading.jobs import Job, JobResult, WorkerReply
from grader.grading.pool import Crash
from grader.limits import Limits
from grader.plugin import Course
from grader.workflows.autograding import Grade

COURSE_SECONDS: Final = 120.0
"""Time for a worker to receive the course."""

SCHEDULER_SECONDS: Final = 60.0
"""A scheduler that does not answer for this long is considered lost."""

WORKERLESS_SECONDS: Final = 60.0
"""Time to wait for workers when there are none: a replacement needs a moment to start."""

POLL_SECONDS: Final = 1.0
"""Interval for updating the list of workers."""

SAME_VERSIONS: Final = (
    "The scheduler and the workers need the same versions of grader and Dask as this machine"
)
SAVED: Final = "Finished submissions are saved; run the same command again to continue"


def grade_with_cluster(course: Course, jobs: Sequence[Job], *, address: str, sandbox: str) -> Grade:
    """Return a function that grades on the cluster with this scheduler address."""
    return functools.partial(
        grade_on_cluster,
        root=course.root,
        limits=course.limits,
        sandbox=sandbox,
        planned=jobs,
        address=address,
        files=course.cluster_files,
    )


def grade_on_cluster(
    jobs: Iterable[Job],
    *,
    root: Path,
    limits: Limits,
    sandbox: str,
    planned: Sequence[Job],
    address: str,
    files: Sequence[str] = (),
) -> Generator[JobResult, None, None]:
    """Grade jobs and yield results as they finish.

    Every job must be one of those planned, whose files are sent with the course. A job is taken
    when a worker has, or will soon have, time for it.
    """
    archive = messages.pack_files(course_archive.course_files(root, planned, files))
    settings = GradingSettings(
        course=messages.archive_digest(archive), limits=limits, sandbox=sandbox
    )
    course = CourseMessage(engine=ENGINE, settings=settings, archive=archive)
    with connected(address) as client:
        grade = Cluster(client, address, course).grade
        yield from batch.retry_suspects(grade, jobs)


class Cluster:
    """Workers that have received the course, and the submissions in flight."""

    def __init__(self, client: Any, address: str, course: CourseMessage) -> None:
        self._client = client
        self._address = address
        self._course = course
        self._sent_to: dict[str, float] = {}
        """When each worker last received the course."""
        self._capacity = 0
        self._updated = -POLL_SECONDS
        self._workers_seen = time.monotonic()
        self._replies: queue.SimpleQueue[tuple[Any, Any]] = queue.SimpleQueue()

    def grade(self, jobs: Iterable[Job]) -> Generator[JobResult, None, list[Suspect]]:
        """Yield results as they arrive; return the jobs during which grading processes ended."""
        waiting, again = iter(jobs), deque[Job]()
        in_flight: dict[Any, SentSubmission] = {}
        suspects: list[Suspect] = []
        self._update_workers()
        while True:
            while len(in_flight) < self._capacity:
                job = again.popleft() if again else next(waiting, None)
                if job is None:
                    break
                sent = pack_submission(job, self._course.settings.limits)
                if sent.packed.keys:
                    in_flight[self._submit(sent)] = sent
                else:
                    yield sent.result(WorkerReply())
            if self._capacity and not in_flight:
                return suspects
            for future, reply in self._next_reply():
                sent = in_flight.pop(future)
                match reply:
                    case messages.SubmissionGraded(data):
                        yield sent.result(msgspec.msgpack.decode(data, type=WorkerReply))
                    case messages.GradingProcessEnded(status, note):
                        suspects.append(batch.suspect(sent.job, Crash(status, note)))
                    case messages.CourseWanted(address):
                        if self._sent_to.get(address, 0.0) < sent.packed_at:
                            self._send_course([address])
                        again.append(sent.job)
                    case messages.CourseRefused(reason):
                        raise GraderError(
                            f"A worker of {self._address} cannot grade: {reason}. {SAVED}."
                        )

    def _submit(self, sent: SentSubmission) -> Any:
        request = GradingRequest(
            engine=ENGINE,
            settings=self._course.settings,
            packed=messages.encode(sent.packed),
        )
        with self._translated_errors(), warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # large for a graph, normal for a notebook
            future = self._client.submit(
                dask_worker.grade_on_worker, messages.encode(request), pure=False
            )
        future.add_done_callback(self._start_fetch)
        return future

    def _start_fetch(self, future: Any) -> None:
        threading.Thread(target=self._fetch, args=(future,), daemon=True).start()

    def _fetch(self, future: Any) -> None:
        """Fetch a reply in a thread of its own, so that others need not wait for it.

        If its worker is gone, Dask computes it again.
        """
        from distributed import KilledWorker

        found: messages.Reply | BaseException
        try:
            found = messages.decode_reply(future.result())
        except KilledWorker:
            found = messages.GradingProcessEnded(-signal.SIGKILL)
        except BaseException as error:  # noqa: BLE001 - it is raised by whoever takes the reply
            found = error
        self._replies.put((future, found))

    def _next_reply(self) -> Iterator[tuple[Any, messages.Reply]]:
        """Yield the next future and its reply, or nothing if none arrives within a second."""
        with contextlib.suppress(queue.Empty):
            future, found = self._replies.get(timeout=POLL_SECONDS)
            with self._translated_errors():
                if isinstance(found, BaseException):
                    raise found
            yield future, found
        self._update_workers()

    def _update_workers(self) -> None:
        """Update the list of workers, and send the course to new ones."""
        now = time.monotonic()
        if now < self._updated + POLL_SECONDS:
            return
        self._updated = now
        with self._translated_errors():
            threads: dict[str, int] = self._client.nthreads(callback_timeout=SCHEDULER_SECONDS)
        self._capacity = sum(threads.values()) + len(threads)  # one more each, to keep them busy
        self._send_course(threads.keys() - self._sent_to.keys())
        if threads:
            self._workers_seen = now
        elif now > self._workers_seen + WORKERLESS_SECONDS:
            raise GraderError(
                f"The cluster at {self._address} has no workers. Start one with `dask worker"
                f" {self._address}`. {SAVED}."
            )

    def _send_course(self, addresses: Collection[str]) -> None:
        """Send the course to workers and check that each can grade it."""
        if not addresses:
            return
        with self._translated_errors():
            replies: dict[str, Any] = self._client.run(
                dask_worker.receive_course,
                messages.encode(self._course),
                workers=list(addresses),
                on_error="return",
                callback_timeout=COURSE_SECONDS,
            )
        for address, found in replies.items():
            if isinstance(found, OSError):
                continue  # the worker is gone
            problem = _refusal(found)
            if problem:
                raise GraderError(f"The worker {address} cannot grade: {problem}. {SAVED}.")
            self._sent_to[address] = time.monotonic()

    @contextlib.contextmanager
    def _translated_errors(self) -> Iterator[None]:
        """Translate Dask's errors into a `GraderError` of one sentence."""
        from distributed.client import CancelledError, ClosedClientError

        try:
            yield
        except (OSError, CancelledError, ClosedClientError) as error:
            lost = f"The scheduler at {self._address} was lost ({type(error).__name__})"
            raise GraderError(f"{lost}. {SAVED}.") from error
        except Exception as error:
            raise GraderError(
                f"The cluster at {self._address} failed ({type(error).__name__}:"
                f" {first_line(error)}). {SAME_VERSIONS}. {SAVED}."
            ) from error


def _refusal(reply: Any) -> str:
    """Return why a worker cannot grade a course, from what it returned or raised; else nothing."""
    if isinstance(reply, Exception):
        return f"{type(reply).__name__}: {first_line(reply)}. {SAME_VERSIONS}"
    decoded = messages.decode_reply(reply)
    return decoded.reason if isinstance(decoded, messages.CourseRefused) else ""
