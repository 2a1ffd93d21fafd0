"""A grader on any machine: takes submissions from the queue, grades them and answers.

It needs this package and the database, and no file of the course. A thread renews its leases; if
that fails for too long, or the grader is killed, another one takes what it held.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from grader.cluster import grading_processes, messages
from grader.cluster.grading_processes import IdleProcesses
from grader.cluster.messages import CourseMessage, CourseRefused, GradingRequest
from grader.cluster.queue_rows import QueueRows, TakenRow, reason_of
from grader.errors import GraderError
from grader.sandbox import backends

RENEW_SECONDS: Final = 1.0
"""Interval at which leases are renewed; see `c.Watch.lease_seconds`."""

IDLE_SECONDS: Final = 0.25
"""Interval at which an idle grader asks for a submission."""

LOST_SECONDS: Final = 5.0
"""Interval at which a database is tried again that does not answer."""

ANSWER_TRIES: Final = 60
"""How often an answer is tried to be written, `LOST_SECONDS` apart."""

MAX_COURSES: Final = 4
"""Courses that a grader keeps. An older one is fetched again when it is needed."""


class QueueGrader:
    """A grader with a number of slots, each of which grades one submission at a time."""

    def __init__(self, url: str, slots: int, say: Callable[[str], None]) -> None:
        backends.choose_backend("auto")  # raises if there is no sandbox
        self._rows, self._slots, self._say = QueueRows(url), slots, say
        self._name = f"{socket.gethostname()[:60]}:{os.getpid()}:{os.urandom(4).hex()}"
        self._processes = IdleProcesses()
        self._courses: OrderedDict[str, CourseMessage] = OrderedDict()
        self._lock = threading.Lock()
        self._told: set[str] = set()
        self._stop = threading.Event()
        self.graded = 0

    def stop(self) -> None:
        """Take nothing more. What is in hand is graded and answered."""
        self._stop.set()

    def run(self) -> None:
        """Grade until `stop` is called."""
        self._probe()
        ended = threading.Event()
        renewer = threading.Thread(target=self._renew, args=(ended,), daemon=True)
        slots = [threading.Thread(target=self._serve) for _ in range(self._slots)]
        renewer.start()
        for slot in slots:
            slot.start()
        for slot in slots:
            while slot.is_alive():  # join alone lets no signal through
                slot.join(0.2)
        ended.set()
        renewer.join()
        self._processes.close()
        self._rows.close()

    def _probe(self) -> None:
        """Raise a GraderError if the database does not answer, and say what is waited for."""
        try:
            if not self._rows.exist():
                self._say("The database has no queue yet: grader watch --queue makes it.")
            elif other := self._rows.others_wait():
                self._say(f"Submissions wait for graders of another version: {other}")
        except SQLAlchemyError as error:
            raise GraderError(f"The queue's database fails: {reason_of(error)}.") from error

    # Threads ------------------------------------------------------------------------------

    def _renew(self, ended: threading.Event) -> None:
        while not ended.wait(RENEW_SECONDS):
            try:
                self._rows.renew(self._name)
            except SQLAlchemyError as error:
                self._say_lost(error)

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                row = self._rows.take(self._name)
            except SQLAlchemyError as error:
                self._say_lost(error)
                self._stop.wait(LOST_SECONDS)
                continue
            if row is None:
                self._stop.wait(IDLE_SECONDS)
                continue
            started = time.monotonic()
            reply = self._reply_to(row)
            self._answer(row, reply, time.monotonic() - started)

    def _reply_to(self, row: TakenRow) -> bytes:
        """Grade a submission, or say why this grader can't."""
        try:
            course = self._course(row.course)
            request = msgspec.msgpack.decode(row.request, type=GradingRequest)
            keep = self._slots + 1
            return grading_processes.grade_with(self._processes, course, request.packed, keep=keep)
        except (GraderError, OSError, msgspec.DecodeError) as error:
            self._say(f"A submission could not be graded: {error}")
            return messages.encode(CourseRefused(str(error)))
        except SQLAlchemyError as error:
            return messages.encode(CourseRefused(f"its course can't be read: {reason_of(error)}"))

    def _course(self, key: str) -> CourseMessage:
        with self._lock:
            if key in self._courses:
                self._courses.move_to_end(key)
                return self._courses[key]
        message = self._rows.course(key)
        if message is None:
            raise GraderError("its course is no longer in the database")
        course = msgspec.msgpack.decode(message, type=CourseMessage)
        if messages.archive_digest(course.archive) != course.settings.course:
            raise GraderError(messages.WRONG_DIGEST)
        with self._lock:
            self._courses[key] = course
            while len(self._courses) > MAX_COURSES:
                self._courses.popitem(last=False)
        return course

    def _answer(self, row: TakenRow, reply: bytes, seconds: float) -> None:
        for _ in range(ANSWER_TRIES):
            try:
                mine = self._rows.answer(row.id, self._name, reply)
            except SQLAlchemyError as error:
                self._say_lost(error)
                time.sleep(LOST_SECONDS)
                continue
            with self._lock:
                self.graded += mine
                number = self.graded
            self._say(
                f"Submission {number} graded in {seconds:.1f} s"
                if mine
                else "A submission was graded for nothing: its lease had run out"
            )
            return

    def _say_lost(self, error: SQLAlchemyError) -> None:
        """Say what is wrong with the database, once for each reason."""
        sentence = f"The queue's database fails and is tried again: {reason_of(error)}."
        with self._lock:
            new = sentence not in self._told
            self._told.add(sentence)
        if new:
            self._say(sentence)
