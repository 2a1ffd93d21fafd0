"""The submitter's side of a cluster, with the face of `batch`: jobs in, verdicts out.

Submissions are read here, with the care that strangers' files need, and only when a worker is about
to have time for them: a few for each worker are under way, so that memory is bounded.
"""

from __future__ import annotations

import contextlib
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
from grader.cluster.messages import CourseBrief, GradingOrder, Setting
from grader.cluster.submission_archive import Sent, pack_submission
from grader.errors import GraderError
from grader.grading import batch
from grader.grading.batch import Suspect
from grader.grading.engine import ENGINE
from grader.grading.jobs import Job, JobResult, WorkerReply
from grader.limits import Limits

BRIEF_SECONDS: Final = 120.0
"""Time in which the course must have arrived at a worker."""

ANSWER_SECONDS: Final = 60.0
"""A scheduler that says nothing for so long is lost."""

WORKERLESS_SECONDS: Final = 60.0
"""A cluster without any worker for so long is given up: a dead one's successor needs a moment."""

POLL_SECONDS: Final = 1.0
"""Time between looks at who is working."""

SAME: Final = "Scheduler and workers need the same grader and the same Dask as are installed here"
STAYS: Final = "What was graded is kept: give the command again to go on"


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
    """Grade all jobs, which are of those planned; what comes first is yielded first. A job is taken
    when a worker has or will soon have time for it."""
    archive = messages.pack_files(course_archive.course_files(root, planned, files))
    setting = Setting(course=messages.archive_digest(archive), limits=limits, sandbox=sandbox)
    brief = CourseBrief(engine=ENGINE, setting=setting, archive=archive)
    with connected(address) as client:
        yield from batch.retry_suspects(Cluster(client, address, brief).answers, jobs)


class Cluster:
    """Workers that know the course, and what they are asked to do."""

    def __init__(self, client: Any, address: str, brief: CourseBrief) -> None:
        self._client = client
        self._address = address
        self._brief = brief
        self._briefed: dict[str, float] = {}
        self._most = 0
        self._looked = -POLL_SECONDS
        self._seen = time.monotonic()
        self._answered: queue.SimpleQueue[tuple[Any, Any]] = queue.SimpleQueue()

    def answers(self, jobs: Iterable[Job]) -> Generator[JobResult, None, list[Suspect]]:
        """Yield what workers answer. Jobs over which a station ended, or worker after worker, are
        returned."""
        waiting, again = iter(jobs), deque[Job]()
        under_way: dict[Any, Sent] = {}
        suspects: list[Suspect] = []
        self._look()
        while True:
            while len(under_way) < self._most:
                job = again.popleft() if again else next(waiting, None)
                if job is None:
                    break
                sent = pack_submission(job, self._brief.setting.limits)
                if sent.parcel.keys:
                    under_way[self._submit(sent)] = sent
                else:
                    yield sent.done(WorkerReply())
            if self._most and not under_way:
                return suspects
            for future, answer in self._next():
                sent = under_way.pop(future)
                match answer:
                    case messages.SubmissionGraded(said):
                        yield sent.done(msgspec.msgpack.decode(said, type=WorkerReply))
                    case messages.GradingProcessEnded(status):
                        suspects.append((sent.job, [status]))
                    case messages.CourseWanted(address):
                        if self._briefed.get(address, 0.0) < sent.at:
                            self._bring([address])
                        again.append(sent.job)
                    case messages.CourseRefused(reason):
                        raise GraderError(
                            f"A worker of {self._address} can't grade: {reason}. {STAYS}."
                        )

    def _submit(self, sent: Sent) -> Any:
        inner = messages.encode(sent.parcel)
        order = GradingOrder(engine=ENGINE, setting=self._brief.setting, parcel=inner)
        with self._reached(), warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # large for a graph, not for a notebook
            future = self._client.submit(
                dask_worker.grade_archive, messages.encode(order), pure=False
            )
        future.add_done_callback(self._fetch_soon)
        return future

    def _fetch_soon(self, future: Any) -> None:
        threading.Thread(target=self._fetch, args=(future,), daemon=True).start()

    def _fetch(self, future: Any) -> None:
        """Fetch an answer, in a thread of its own: if it has gone with its worker, it is worked out
        again, and no other answer waits for it."""
        from distributed import KilledWorker

        found: messages.Reply | BaseException
        try:
            found = messages.decode_reply(future.result())
        except KilledWorker:
            found = messages.GradingProcessEnded(-signal.SIGKILL)
        except BaseException as error:
            found = error
        self._answered.put((future, found))

    def _next(self) -> Iterator[tuple[Any, messages.Reply]]:
        """The next future with its answer, if there is one within a moment."""
        with contextlib.suppress(queue.Empty):
            future, found = self._answered.get(timeout=POLL_SECONDS)
            with self._reached():
                if isinstance(found, BaseException):
                    raise found
            yield future, found
        self._look()

    def _look(self) -> None:
        """See who works. Whoever is new is told the course."""
        now = time.monotonic()
        if now < self._looked + POLL_SECONDS:
            return
        self._looked = now
        with self._reached():
            threads: dict[str, int] = self._client.nthreads(callback_timeout=ANSWER_SECONDS)
        self._most = sum(threads.values()) + len(threads)  # one more, so that nobody waits
        self._bring(threads.keys() - self._briefed.keys())
        if threads:
            self._seen = now
        elif now > self._seen + WORKERLESS_SECONDS:
            raise GraderError(
                f"The cluster at {self._address} has no worker. Start one by `dask worker"
                f" {self._address}`. {STAYS}."
            )

    def _bring(self, addresses: Collection[str]) -> None:
        """Send the course to workers, and hear whether they can grade it."""
        if not addresses:
            return
        with self._reached():
            answers: dict[str, Any] = self._client.run(
                dask_worker.bring,
                messages.encode(self._brief),
                workers=list(addresses),
                on_error="return",
                callback_timeout=BRIEF_SECONDS,
            )
        for address, found in answers.items():
            if isinstance(found, OSError):
                continue  # it is gone
            if isinstance(found, Exception):
                said = f"{type(found).__name__}: {first_line(found)}"
                raise GraderError(f"The worker {address} can't grade: {said}. {SAME}. {STAYS}.")
            if isinstance(answer := messages.decode_reply(found), messages.CourseRefused):
                raise GraderError(f"The worker {address} can't grade: {answer.reason}. {STAYS}.")
            self._briefed[address] = time.monotonic()

    @contextlib.contextmanager
    def _reached(self) -> Iterator[None]:
        """Make a sentence of what Dask says when it does not get through."""
        from distributed.client import CancelledError, ClosedClientError

        try:
            yield
        except (OSError, CancelledError, ClosedClientError) as error:
            said = f"The scheduler at {self._address} was lost ({type(error).__name__})"
            raise GraderError(f"{said}. {STAYS}.") from error
        except Exception as error:
            said = f"{type(error).__name__}: {first_line(error)}"
            raise GraderError(
                f"The cluster at {self._address} failed ({said}). {SAME}. {STAYS}."
            ) from error
