"""Collects from nbgrader's exchange what students submit, and releases their feedback to it.

Collected submissions land in `submitted/` and are found there as any others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from grader.plugin import Course
from grader.plugin.exchange_collect import COLLECTED, FAILED, Row
from grader.plugin.names import in_one_line
from grader.service.watch import notes
from grader.service.watch.exchange import CourseExchange
from grader.service.watch.landings import Place
from grader.service.watch.state import StateLine
from grader.service.watch.telling import failure_sentence

LOOK_SECONDS: Final = 0.5
"""Time between two looks at the exchange."""


MINUTE: Final = 60.0
SENTENCES_A_MINUTE: Final = 10
"""Sentences that are said in a minute about the folders of one account."""


class Exchanging:
    """The exchange of a course, used in a thread of its own."""

    def __init__(
        self,
        course: Course,
        assignments: Collection[str],
        say: Callable[[str], None],
        *,
        feedback: bool,
    ) -> None:
        self._course, self._exchange = course, CourseExchange(course, assignments)
        self._say, self._feedback = say, feedback
        self._said: dict[str, dict[str, float]] = {}
        """What was said of each account's folders, and when."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="exchange")
        self._looking: Future[None] | None = None
        self._next = 0.0
        self._since: dict[str, float] = {}
        self.stuck: list[StateLine] = []
        """The folders that are not collected, and why."""

    def look(self, now: float) -> None:
        """Have new submissions collected, from time to time."""
        if now >= self._next and (self._looking is None or self._looking.done()):
            self._next = now + LOOK_SECONDS
            self._looking = self._thread.submit(self._collect)

    def seconds_left(self, now: float) -> float:
        """Return the time until the next look."""
        return max(LOOK_SECONDS / 10, self._next - now)

    def is_to_be_released(self, place: Place) -> bool:
        """Return whether a student's pages are to be released."""
        return self._exchange.is_to_be_released(*place)

    def release(self, place: Place) -> Future[None]:
        """Release a student's pages."""
        return self._thread.submit(self._exchange.release, *place)

    def stop(self) -> None:
        """End the thread after what it is at."""
        self._thread.shutdown()

    def _collect(self) -> None:
        """Collect what is new. Whatever goes wrong is said, and the next look goes on."""
        try:
            rows = self._exchange.collect_new()
            self._say_new({f"{str(row).rstrip('.')}.": row.owner for row in rows})
            left = [row for row in rows if row.state != COLLECTED]
            self._since = {one.folder: self._since.get(one.folder, time.time()) for one in left}
            self.stuck = [self._state_line(row) for row in left]
            newest = {(row.student, row.assignment): row for row in left if row.state != FAILED}
            for place, row in newest.items() if self._feedback else ():
                if row.student:
                    self._note(place, row)
        except Exception as error:  # noqa: BLE001 - else the thread would end, and nobody be collected
            self._say_new({f"Collecting from the exchange: {failure_sentence(error)}": ""})

    def _note(self, place: Place, row: Row) -> None:
        """Tell a student why a folder is not collected; if that fails, the others are told."""
        try:
            notes.write_refused_note(self._course, place, in_one_line(row.folder), row.what)
        except OSError as error:
            self._say_new({f"The note of {row.student} can't be written: {error}": row.owner})

    def _say_new(self, sentences: Mapping[str, str]) -> None:
        """Say what is new, by whose folder it is: of each account so many sentences a minute."""
        now = time.monotonic()
        for who, said in [*self._said.items()]:
            kept = {one: at for one, at in said.items() if one in sentences or now - at < MINUTE}
            self._said[who] = kept
            if not kept:
                del self._said[who]
        for sentence, who in sentences.items():
            said = self._said.setdefault(who, {})
            lately = sum(now - at < MINUTE for at in said.values())
            if sentence not in said and lately < SENTENCES_A_MINUTE:
                said[sentence] = now
                self._say(sentence)

    def _state_line(self, row: Row) -> StateLine:
        return StateLine(
            student=row.student or in_one_line(row.folder),
            assignment=row.assignment or "in the exchange",
            since=self._since[row.folder],
            what=row.what,
        )
