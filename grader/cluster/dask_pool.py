"""The submitter's side of a cluster, with the interface of a local pool: a job in, a future out.

Submissions are untrusted files and are read here, each shortly before a worker has time for it.
Of a course the files travel that its tests import, and the assignments' data files; files that
tests open in other ways are listed in `c.Cluster.files`. Nothing else is sent: no gradebook, no
configuration (which may contain the database password), no name and no other work of a student.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import os
import re
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final

import msgspec

from grader.cluster import dask_worker
from grader.cluster.dask_worker import SAVED, File, PackedCourse
from grader.errors import CourseError, GraderError, UsageError
from grader.grading import submission
from grader.grading.jobs import Job, JobResult, WorkerReply, read_job
from grader.grading.pool import grade_all
from grader.limits import Limits
from grader.workflows.autograding import Grade

if TYPE_CHECKING:
    from distributed import Client, Security

ADDRESS: Final = re.compile(r"((tls|tcp)://)?[^/\s]+:\d+")

CONNECT_SECONDS: Final = 10.0

SCHEDULER_SECONDS: Final = 60.0
"""A scheduler that does not answer for this long is considered lost."""

WORKERLESS_SECONDS: Final = 60.0
"""Time to wait for workers when there are none: a replacement needs a moment to start."""

POLL_SECONDS: Final = 1.0
"""Interval for counting the workers."""

MAX_UNDER_WAY: Final = 1024
"""Submissions that are under way at a time, each with a thread that waits for it."""

SAME_VERSIONS: Final = (
    "The scheduler and the workers need the same versions of grader and Dask as this machine"
)
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
        if not ADDRESS.fullmatch(address):
            raise UsageError(
                f"{address!r} is not the address of a Dask scheduler: use tls://HOST:PORT or"
                " tcp://HOST:PORT."
            )
        self.size = 1
        self._address, self._root, self._patterns = address, root, files
        self._limits, self._sandbox = limits, sandbox
        self._threads = ThreadPoolExecutor(MAX_UNDER_WAY, thread_name_prefix="cluster")
        self._closed = threading.Event()
        self._client: Any = None
        self._workers_seen = 0.0
        self._connecting, self._packing = threading.Lock(), threading.Lock()
        self._files: dict[bytes, bytes] = {}
        self._course = b""
        self._keys: Any = None
        self._sent: Any = None
        """The course in the cluster, which Dask keeps as long as it is referred to."""

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
        data = msgspec.msgpack.encode(for_worker(job, self._limits))
        reply = self._reply(self._course_of(job), data)
        return JobResult(job=job, graded=reply.graded, problem=reply.problem)

    def _reply(self, course: bytes, submission: bytes) -> WorkerReply:
        """Have a submission graded by any worker; if that is lost, Dask gives it to another one."""
        from distributed import KilledWorker

        with self._translated_errors():
            client = self._connected()
            name = f"course-{dask_worker.course_digest(course)}"
            self._sent = there = client.submit(dask_worker.packed_course, course, key=name)
            future = client.submit(dask_worker.grade_on_worker, there, submission, pure=False)
            done = threading.Event()
            future.add_done_callback(lambda _: done.set())
            while not done.wait(POLL_SECONDS):  # Dask's own wait with a timeout fails at times
                self._refuse_without_workers()
            try:
                return msgspec.msgpack.decode(future.result(), type=WorkerReply)
            except KilledWorker as error:
                return WorkerReply(problem=LOST_WORKERS.format(error.allowed_failures + 1))

    # The course ---------------------------------------------------------------------------

    def _course_of(self, job: Job) -> bytes:
        """Return the course that a submission is graded by."""
        with self._packing:
            if job.keys is not self._keys:  # a class shares its keys
                self._add([job])
            self._keys = job.keys
            return self._course

    def _add(self, jobs: Sequence[Job]) -> None:
        """Let the course hold what these jobs need; it is another one if that is new."""
        self._files |= course_files(self._root, jobs, self._patterns)
        course = PackedCourse(
            files=sorted(self._files.items()), limits=self._limits, sandbox=self._sandbox
        )
        self._course = msgspec.msgpack.encode(course)

    # The cluster --------------------------------------------------------------------------

    def _connected(self) -> Client:
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

    def _watch_workers(self, client: Client) -> None:
        """Keep the number of workers up to date while there is a connection."""
        while not self._closed.wait(POLL_SECONDS) and client.status != "closed":
            with contextlib.suppress(Exception):  # told by what waits for the scheduler
                self._count_workers(client)

    def _count_workers(self, client: Client) -> None:
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
                f" {_first_line(error)}). {SAME_VERSIONS}. {SAVED}."
            ) from error


def connect(address: str) -> Client:
    """Connect a Dask client, with its log silenced, since each failure is reported here."""
    import dask
    import distributed

    for name in ("distributed", "distributed.client", "tornado.application", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})  # notebooks
    try:
        asyncio.run(_probe(address, distributed.Security()))  # Client fails noisily
        return distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except GraderError:
        raise
    except Exception as error:
        raise GraderError(
            f"No Dask scheduler can be reached at {address} ({_first_line(error)}). Start one with"
            " `dask scheduler`, which prints its address."
        ) from error


async def _probe(address: str, security: Security) -> None:
    """Connect to the scheduler once, with the TLS keys from Dask's configuration."""
    from distributed.comm import connect as reach

    try:
        arguments = security.get_connection_args("client")
    except OSError as error:
        raise GraderError(f"Dask's keys (distributed.comm.tls) cannot be used: {error}.") from error
    if address.startswith("tls:") and arguments.get("ssl_context") is None:
        raise GraderError(
            f"{address} requires an encrypted connection, but Dask's configuration has no keys"
            " for it (distributed.comm.tls, see docs/cluster.md)."
        )
    async with asyncio.timeout(CONNECT_SECONDS + 1):  # another kind of server may never answer
        comm = await reach(address, timeout=CONNECT_SECONDS, **arguments)
    comm.abort()


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).split("\n")[0]


# What travels ---------------------------------------------------------------------------------


def course_files(root: Path, of_class: Iterable[Job], patterns: Iterable[str]) -> list[File]:
    """Read the files needed to grade some jobs, with their paths in the course."""
    keys = {id(job.keys): job.keys for job in of_class}.values()  # a class shares its tests
    found = submission.imported_files([key for shared in keys for key in shared], root)
    for pattern in patterns:
        configured = [path for path in root.glob(pattern) if path.is_file()]
        if not configured:
            raise CourseError(f"c.Cluster.files: {pattern!r} matches no file in {root}.")
        found += configured
    paths = {str(path.relative_to(root)): path for path in found}
    for job in of_class:
        paths |= {_data_path(job, name): Path(path) for name, path in job.data_files.items()}
    try:
        return [(os.fsencode(name), path.read_bytes()) for name, path in paths.items()]
    except OSError as error:
        raise CourseError(
            f"The course cannot be sent to the cluster: {error.filename}: {error.strerror}."
        ) from error


def _data_path(job: Job, name: str) -> str:
    return str(PurePath("source", job.assignment, name))


def for_worker(job: Job, limits: Limits) -> Job:
    """Return a submission with its files, with no student's name, and with paths of a course."""
    return Job(
        student="",
        assignment=job.assignment,
        hand_in=read_job(job, limits),
        keys=job.keys,
        data_files={name: _data_path(job, name) for name in job.data_files},
    )
