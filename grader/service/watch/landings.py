"""Which submissions are new or changed, and when they are written to their end.

A submission is whole if its notebooks end as notebooks do and one of these holds:

- It was moved to its place: the system changed its folder after everything in it.
- All its notebooks are there, and `timestamp.txt` was written last.

Anything else is waited for, until nothing has changed for a while.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from grader.errors import GraderError
from grader.notebooks.door import Door
from grader.notebooks.files import Unreadable
from grader.plugin import Course
from grader.service.watch.settings import watch_settings_of

Place: TypeAlias = tuple[str, str]
"""A submission: its student and its assignment."""

ENTRIES: Final = 1000
"""Files of a submission that are looked at for changes."""

TIMESTAMP: Final = "timestamp.txt"

BREATH: Final = 0.02
"""Seconds without any change before a submission may count as whole."""


def shown(name: str) -> str:
    """Return a name of a folder as it can be printed."""
    return name if name.isprintable() else ascii(name)


class FileStamp(NamedTuple):
    """What the system tells of a file without opening it."""

    inode: int
    size: int
    modified: int
    changed: int


Snapshot: TypeAlias = dict[str, FileStamp]
"""The files of a submission by their path in it; its folder has the empty path."""


def snapshot(door: Door, folder: str) -> Snapshot:
    """Look at a submission, which may be written at this moment; it is empty if nothing is there.

    What goes away meanwhile, or is locked to us, is left out.
    """
    there = door.find(folder)
    if there is None:
        return {}
    inside = door.walk(folder, most=ENTRIES)
    return {one.path[len(folder) + 1 :]: _stamp(one.state) for one in (there, *inside)}


def _stamp(found: os.stat_result) -> FileStamp:
    return FileStamp(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def is_whole(
    door: Door, folder: str, seen: Snapshot, notebooks: Sequence[str], limit_mb: int
) -> bool:
    """Return whether a submission is sure to be written to its end, see the top of this module."""
    inside = {name: entry.changed for name, entry in seen.items() if name}
    books = [name for name in notebooks if name in inside]
    if not books or not all(_ends(door, f"{folder}/{name}", limit_mb) for name in books):
        return False
    last, complete = max(inside.values()), len(books) == len(notebooks)
    moved = seen[""].changed
    if moved > last or (complete and moved == last):  # the system's clock ticks in milliseconds
        return True
    stamped = TIMESTAMP in inside and seen[TIMESTAMP].size > 0
    return complete and stamped and inside[TIMESTAMP] == last


def _ends(door: Door, path: str, limit_mb: int) -> bool:
    """Return whether a file ends as a notebook does."""
    try:
        return door.read(path, limit_mb).rstrip().endswith(b"}")
    except Unreadable:
        return False


class Landings:
    """The submissions of a course: as they were seen last, and those that still change."""

    def __init__(self, course: Course, assignments: Sequence[str]) -> None:
        self._course, self._assignments = course, assignments
        self._settle = watch_settings_of(course.config).settle_seconds
        self._seen: dict[Place, Snapshot] = {}
        self._changing: dict[Place, tuple[Snapshot, float, float]] = {}

    def scan(self, now: float) -> None:
        """Look at all submissions."""
        places = {
            (student, assignment)
            for assignment in self._assignments
            for student in self._course.students_with(assignment)
        }
        for place in places | self._seen.keys() | self._changing.keys():
            self.look(place, now)

    def look(self, place: Place, now: float) -> None:
        """Look at a submission of which the system told that it changed."""
        if place[1] not in self._assignments:
            return
        where = self._course.hand_in(*place)
        try:
            with Door(where.base) as door:
                found = snapshot(door, where.folder)
        except GraderError:
            return  # it is looked at again
        if not found:
            self._seen.pop(place, None)
            self._changing.pop(place, None)
        elif place in self._changing:
            before, since, first = self._changing[place]
            self._changing[place] = (found, since if found == before else now, first)
        elif found != self._seen.get(place):
            self._changing[place] = (found, now, now)

    def call_known(self, place: Place) -> None:
        """Take a submission, as it was looked at, for one that is graded already."""
        if place in self._changing:
            self._seen[place], *_ = self._changing.pop(place)

    def landed(self, now: float) -> Iterator[tuple[Place, float]]:
        """Yield each submission that is whole or has settled, and when it was first noticed."""
        for place in [*self._changing]:
            self.look(place, now)
            if place not in self._changing:
                continue
            found, since, first = self._changing[place]
            quiet = now - since
            if quiet >= self._settle or (quiet >= BREATH and self._is_whole(place, found)):
                self._seen[place] = found
                del self._changing[place]
                yield place, first

    def seconds_left(self, now: float) -> float:
        """Return the time until something may have settled."""
        waits = (
            (BREATH if now - since < BREATH else self._settle) - (now - since)
            for _, since, _ in self._changing.values()
        )
        return max(0.0, min(waits, default=float("inf")))

    def changing(self) -> dict[Place, float]:
        """Return the submissions that still change, each with the time at which that began."""
        return {place: first for place, (_, _, first) in self._changing.items()}

    def _is_whole(self, place: Place, found: Snapshot) -> bool:
        names = [path.name for path in self._course.notebooks(place[1])]
        limit_mb = self._course.limits.submission_mb
        where = self._course.hand_in(*place)
        with contextlib.suppress(GraderError), Door(where.base) as door:
            return is_whole(door, where.folder, found, names, limit_mb)
        return False
