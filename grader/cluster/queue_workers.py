"""The service's side of the queue, with the interface of `WarmWorkers`: a job in, its verdict out.

Submissions are untrusted files and are read here. A reply stays in the queue until the transaction
that writes the scores deletes it, so a service that is killed in between finds it again.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future
from typing import Final

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from grader.cluster import course_archive, messages
from grader.cluster.messages import CourseMessage, GradingRequest, GradingSettings
from grader.cluster.queue_rows import QueueRows, WaitingRow, reason_of
from grader.cluster.submission_archive import SentSubmission, pack_submission
from grader.errors import GraderError
from grader.grading import batch
from grader.grading.batch import Suspect
from grader.grading.engine import ENGINE
from grader.grading.jobs import Job, JobResult, WorkerReply, digest_of
from grader.grading.pool import Crash
from grader.plugin import Course

LOOK_SECONDS: Final = 0.1
"""Interval at which replies are looked for."""

LOST_SECONDS: Final = 2.0
"""Interval at which a database is tried again that does not answer."""

ATTEMPTS: Final = 5
"""How often a submission is taken before it counts as one that cannot be graded."""

UNANSWERED: Final = (
    f"{ATTEMPTS} graders took it from the queue and none of them answered. See their logs, and that"
    " they reach the database"
)
WITHDRAWN: Final = "the service ended before a grader took it from the queue"


class Withdrawn(GraderError):
    """A submission was taken out of the queue again."""


class QueueWorkers:
    """Graders on other machines, as far as the queue tells of them."""

    def __init__(self, course: Course, sandbox: str) -> None:
        self.count = course.watch_settings.in_flight
        """How many submissions are in the queue at a time."""
        self._root, self._limits, self._sandbox = course.root, course.limits, sandbox
        self._files, self._lease = course.cluster_files, course.watch_settings.lease_seconds
        self._rows = QueueRows(str(course.folders.db_url))
        self._courses: dict[tuple[str, str], tuple[GradingSettings, str]] = {}
        self._waiting: dict[int, Future[bytes]] = {}
        self._change = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._look, name="queue", daemon=True)

    def start(self) -> None:
        """Make the tables and begin to look for replies; raise a GraderError where that fails."""
        with _translated():
            self._rows.create()
        self._thread.start()

    def stop(self) -> None:
        """Stop looking. Rows that wait stay for the next service."""
        with self._change:
            self._stopped = True
            self._change.notify_all()
        if self._thread.ident is not None:
            self._thread.join()
        self._rows.close()

    def take_back(self) -> None:
        """Take out what no grader has begun, so that the service can end soon."""
        with self._change:
            waiting = list(self._waiting)
        if not waiting:
            return
        with contextlib.suppress(GraderError), _translated():
            for row in self._rows.remove(waiting, untaken_only=True):
                self._end(row, Withdrawn(WITHDRAWN))

    def forget(self, done: JobResult) -> None:
        """Remove the row of a result that nobody records."""
        if done.queued:
            self._remove(done.queued)

    def grade(self, job: Job, most: int = 1) -> JobResult:
        """Have a submission graded by whoever takes it, and wait for the result."""
        [result] = batch.retry_suspects(self._ask, [job])
        return result

    # One submission -----------------------------------------------------------------------

    def _ask(self, jobs: Iterable[Job]) -> Generator[JobResult, None, list[Suspect]]:
        suspects: list[Suspect] = []
        for job in jobs:
            sent = pack_submission(job, self._limits)
            if not sent.packed.keys:
                yield sent.result(WorkerReply())
                continue
            row, future = self._put(sent)
            reply = messages.decode_reply(future.result())
            match reply:
                case messages.SubmissionGraded(data):
                    said = msgspec.msgpack.decode(data, type=WorkerReply)
                    if said.problem:
                        yield sent.result(said)
                    else:
                        yield msgspec.structs.replace(sent.result(said), queued=row)
                        continue  # its row goes with the scores
                case messages.GradingProcessEnded(status, note):
                    suspects.append(batch.suspect(job, Crash(status, note)))
                case messages.CourseRefused(reason):
                    self._remove(row)
                    raise GraderError(f"a grader cannot grade it: {reason}")
                case other:
                    self._remove(row)
                    raise GraderError(f"a grader sent {type(other).__name__} for a verdict")
            self._remove(row)
        return suspects

    def _put(self, sent: SentSubmission) -> tuple[int, Future[bytes]]:
        """Put a submission into the queue and return its row, and its reply when it comes."""
        settings, course = self._course_for(sent.job)
        packed = messages.encode(sent.packed)
        request = GradingRequest(engine=ENGINE, settings=settings, packed=packed)
        key = _row_key(sent.job, digest_of(sent.job, self._limits), course)
        future: Future[bytes] = Future()
        with _translated():
            row = self._rows.put(key, course, messages.encode(request), self._lease)
        with self._change:
            self._waiting[row] = future
            self._change.notify_all()
        return row, future

    def _remove(self, row: int) -> None:
        """Remove a row whose reply is used up; one that stays is removed a day later."""
        with contextlib.suppress(GraderError), _translated():
            self._rows.remove([row])

    def _course_for(self, job: Job) -> tuple[GradingSettings, str]:
        """Return what a submission is graded by, and the name under which graders find it."""
        place = (job.assignment, job.basis)
        with self._change:
            known = self._courses.get(place)
        if known is None:
            files = course_archive.course_files(self._root, [job], self._files)
            archive = messages.pack_files(files)
            settings = GradingSettings(
                course=messages.archive_digest(archive), limits=self._limits, sandbox=self._sandbox
            )
            key = messages.archive_digest(messages.encode(settings))
            course = CourseMessage(engine=ENGINE, settings=settings, archive=archive)
            with _translated():
                self._rows.put_course(key, messages.encode(course))
            known = settings, key
            with self._change:
                self._courses[place] = known
        return known

    # Replies ------------------------------------------------------------------------------

    def _look(self) -> None:
        """Look for replies until the end."""
        while True:
            with self._change:
                self._change.wait_for(lambda: self._waiting or self._stopped)
                if self._stopped:
                    return
                waiting = list(self._waiting)
            pause = LOOK_SECONDS
            try:
                found = {row.id: row for row in self._rows.look(waiting)}
                for row in waiting:
                    self._take_reply(row, found.get(row))
            except SQLAlchemyError:
                pause = LOST_SECONDS
            with self._change:
                self._change.wait_for(lambda: self._stopped, timeout=pause)

    def _take_reply(self, row: int, found: WaitingRow | None) -> None:
        if found is None:
            self._end(row, Withdrawn("it was removed from the queue"))
        elif found.reply is not None:
            self._end(row, found.reply)
        elif found.attempts >= ATTEMPTS and not found.held and self._rows.remove([row]):
            self._end(row, GraderError(UNANSWERED))

    def _end(self, row: int, outcome: bytes | GraderError) -> None:
        with self._change:
            future = self._waiting.pop(row, None)
        if future is None:
            return
        if isinstance(outcome, bytes):
            future.set_result(outcome)
        else:
            future.set_exception(outcome)


def _row_key(job: Job, digest: str, course: str) -> str:
    """Return the name of a submission in the queue: the same only if the same is to be done."""
    parts = (job.student, job.assignment, digest, course, job.hung)
    return hashlib.blake2b(messages.encode(parts), digest_size=20).hexdigest()


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Turn the database's errors into one sentence."""
    try:
        yield
    except SQLAlchemyError as error:
        raise GraderError(f"The queue's database failed: {reason_of(error)}.") from error
