"""Which submissions are new or changed, and when they are written to their end.

Events of the file system only say where to look. All is looked at again from time to time, so an
event that is lost costs a minute and no submission.

A submission is complete as soon as all its notebooks are there and end as notebooks do. Until
then, and if a notebook was not handed in at all, it is waited for until nothing changes any more.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import psutil

from grader.errors import GraderError
from grader.notebooks.door import Door
from grader.notebooks.files import Unreadable
from grader.plugin import Course
from grader.service.watch.fair_queue import Place

SETTLE_SECONDS: Final = 2.0
"""Time without any change after which a submission counts as complete. A copy pauses less than
this between two files, and it is not long for who waits."""

BREATH_SECONDS: Final = 0.05
"""The same where all notebooks are there: files beside them may still be written."""

ENTRIES: Final = 1000
"""Files of a submission that are looked at for changes."""

POLL_MS: Final = 500

SILENT: Final = (
    *("9p", "afs", "beegfs", "ceph", "cifs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3"),
    *("smbfs", "vboxsf", "virtiofs"),
)
"""File systems that tell nothing of what other machines change; those in user space do not either.
"""

Snapshot: TypeAlias = dict[str, tuple[int, ...]]
"""What the system tells of the files of a submission, by their paths, without opening them."""


class Changing(NamedTuple):
    """A submission that is not complete yet."""

    found: Snapshot
    since: float
    """When it changed last."""
    first: float
    """When that began."""


def is_silent(folder: Path) -> bool:
    """Return whether the file system of a folder tells nothing of changes."""
    path = str(folder.resolve())
    mounted = [
        (len(part.mountpoint), part.fstype)
        for part in psutil.disk_partitions(all=True)
        if part.mountpoint.startswith("/")
        and os.path.commonpath([path, part.mountpoint]) == part.mountpoint
    ]
    _, kind = max(mounted, default=(0, ""))
    return kind in SILENT or kind.startswith("fuse.")


async def changed_paths(submitted: Path, *, polling: bool) -> AsyncIterator[set[Path]]:
    """Yield what changes in a folder, some paths at a time."""
    import watchfiles  # of an extra

    async for changes in watchfiles.awatch(
        submitted,
        watch_filter=None,
        debounce=200,
        step=10,
        force_polling=polling,
        poll_delay_ms=POLL_MS,
        ignore_permission_denied=True,
    ):
        yield {Path(path) for _, path in changes}


def first_cause(error: Exception) -> Exception:
    """Return the first error in a group of errors, which is how a task tells of one."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


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

    def look_at(self, paths: Iterable[Path], submitted: Path, now: float) -> None:
        """Look at the submissions that changed paths in the folder `submitted` belong to."""
        places: set[Place] = set()
        for path in paths:
            parts = path.relative_to(submitted).parts if path.is_relative_to(submitted) else ()
            if any(part.startswith(".") for part in parts[:2]):
                continue
            if len(parts) >= 2:
                places.add((parts[0], parts[1]))
            elif parts:  # a student's whole folder came or went
                places |= {(parts[0], assignment) for assignment in self._assignments}
        for place in places:
            if place[1] in self._assignments:
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
