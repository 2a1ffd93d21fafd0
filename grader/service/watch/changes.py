"""Which submissions are new or changed, and when they are written to their end.

All are looked at again and again. What the system would tell of changes is not asked for: it tells
nothing on network drives, and of no more folders than it has room for.

A submission is complete as soon as all its notebooks are there and end as notebooks do. Until
then, and if a notebook was not handed in at all, it is waited for until nothing changes any more.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from grader.errors import GraderError, Unreadable
from grader.notebooks.door import Door
from grader.plugin import Course
from grader.service.watch.fair_queue import Place

SETTLE_SECONDS: Final = 2.0
"""Time without any change after which a submission counts as complete. A copy pauses less than
this between two files, and it is not long for who waits."""

BREATH_SECONDS: Final = 0.05
"""The same where all notebooks are there: files beside them may still be written."""

ENTRIES: Final = 1000
"""Files of a submission that are looked at for changes."""

Snapshot: TypeAlias = dict[str, tuple[int, ...]]
"""What the system tells of the files of a submission, by their paths, without opening them."""


class Changing(NamedTuple):
    """A submission that is not complete yet."""

    found: Snapshot
    since: float
    """When it changed last."""
    first: float
    """When that began."""


class ChangeDetector:
    """The submissions of a course: as they were seen last, and those that still change."""

    def __init__(self, course: Course, assignments: Sequence[str]) -> None:
        self._course, self._assignments = course, assignments
        self._seen: dict[Place, Snapshot] = {}
        self._changing: dict[Place, Changing] = {}

    def look_everywhere(self, now: float) -> None:
        """Look at all submissions."""
        places = {
            (student, assignment)
            for assignment in self._assignments
            for student in self._course.students_with(assignment)
        }
        for place in places | self._seen.keys() | self._changing.keys():
            self._look(place, now)

    def _look(self, place: Place, now: float) -> None:
        where = self._course.hand_in(*place)
        try:
            with Door(where.base) as door:
                found = snapshot(door, where.folder)
        except GraderError:
            return  # it is looked at again
        before = self._changing.get(place)
        if not found:
            self._seen.pop(place, None)
            self._changing.pop(place, None)
        elif before:
            since = before.since if found == before.found else now
            self._changing[place] = Changing(found, since, before.first)
        elif found != self._seen.get(place):
            self._changing[place] = Changing(found, now, now)

    def mark_known(self, place: Place) -> None:
        """Take a submission, as it was looked at, for one that is complete."""
        self._seen[place] = self._changing.pop(place).found

    def complete(self, now: float) -> Iterator[tuple[Place, float]]:
        """Yield each submission that is complete, once, and when it was first noticed."""
        for place in [*self._changing]:
            self._look(place, now)
            if (one := self._changing.get(place)) is None:
                continue
            quiet = now - one.since
            if quiet >= SETTLE_SECONDS or (quiet >= BREATH_SECONDS and self._is_whole(place)):
                self.mark_known(place)
                yield place, one.first

    def seconds_left(self, now: float) -> float:
        """Return the time until something may be complete."""
        waits = (
            (BREATH_SECONDS if now - one.since < BREATH_SECONDS else SETTLE_SECONDS)
            - (now - one.since)
            for one in self._changing.values()
        )
        return max(0.0, min(waits, default=float("inf")))

    def changing(self) -> list[Place]:
        """Return the submissions that still change."""
        return [*self._changing]

    def _is_whole(self, place: Place) -> bool:
        """Return whether all notebooks of a submission end as notebooks do."""
        where = self._course.hand_in(*place)
        names = [path.name for path in self._course.notebooks(place[1])]
        with contextlib.suppress(GraderError, Unreadable), Door(where.base) as door:
            return all(
                door.read(f"{where.folder}/{name}", self._course.limits.submission_mb)
                .rstrip()
                .endswith(b"}")
                for name in names
            )
        return False


def snapshot(door: Door, folder: str) -> Snapshot:
    """Look at a submission, which may be written at this moment; it is empty if nothing is there.

    What goes away meanwhile, or is locked to us, is left out.
    """
    there = door.find(folder)
    if there is None:
        return {}
    return {
        one.path: (
            *(one.state.st_ino, one.state.st_size),
            *(one.state.st_mtime_ns, one.state.st_ctime_ns),
        )
        for one in (there, *door.walk(folder, most=ENTRIES))
    }
