"""Collects from nbgrader's exchange what students submit, and releases their feedback to it.

Collected submissions land in `submitted/` and are found there as any others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

from grader.errors import GraderError
from grader.plugin import Course
from grader.plugin.exchange import CourseExchange, Inbound
from grader.workflows.watch.landings import Place

LOOK_SECONDS: Final = 0.5
"""Time between two looks at the exchange."""


class Exchanging:
    """The exchange of a course, used in a thread of its own."""

    def __init__(
        self, course: Course, assignments: Collection[str], say_once: Callable[[str], None]
    ) -> None:
        self._exchange = CourseExchange(course)
        self._assignments, self._say_once = assignments, say_once
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="exchange")
        self._done: set[Path] = set()
        self._looking: Future[None] | None = None
        self._next = 0.0

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
        try:
            found: dict[Place, list[Inbound]] = defaultdict(list)
            for one in self._exchange.submissions():
                if one.path not in self._done and one.assignment in self._assignments:
                    found[one.student, one.assignment].append(one)
            for place, waiting in found.items():
                if not all(one.complete for one in waiting):
                    continue
                if not self._exchange.is_collected(max(waiting, key=lambda one: one.timestamp)):
                    self._exchange.collect(*place)
                self._done |= {one.path for one in waiting}
        except (GraderError, OSError) as error:
            self._say_once(str(error))
