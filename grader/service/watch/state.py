"""What a running service does, in a file of the course that `grader status` reads.

The file also keeps what the next start has to know. Whether a service runs is told by a lock, which
the system releases however it ends.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import CourseError
from grader.notebooks.files import write_whole
from grader.service.watch.landings import shown
from grader.workflows.locks import SubmissionLocks

FILE: Final = ".grader.watch.json"

LOCK: Final = "grader watch"
"""Name of the service's lock; no submission is called so."""


class StateLine(msgspec.Struct, frozen=True, kw_only=True):
    """A submission that waits or is in hand."""

    student: str
    assignment: str
    since: float
    """When it was noticed, in seconds since 1970."""
    what: str = ""
    """Why it waits, or what is done with it."""

    def __str__(self) -> str:
        return f"{shown(self.student)}, {shown(self.assignment)}"


class WatchState(msgspec.Struct, kw_only=True):
    """All that the file holds."""

    process: int = 0
    machine: str = ""
    started: float = 0.0
    graded: int = 0
    """Submissions graded since the start."""
    in_hand: list[StateLine] = []
    waiting: list[StateLine] = []
    """Submissions that wait for others, in the order in which they were noticed."""
    stuck: list[StateLine] = []
    """Submissions that wait for something else, and for what."""
    used: dict[str, list[float]] = {}
    """Times in the last hour that count for the limit of each student."""


def read_state(root: Path) -> WatchState:
    """Read the state of a course's service; an empty one if the file is not there or damaged."""
    try:
        return msgspec.json.decode((root / FILE).read_bytes(), type=WatchState)
    except (OSError, msgspec.DecodeError):
        return WatchState()


def on_wall_clock(moment: float) -> float:
    """Return a time of this process's monotonic clock in whole seconds since 1970."""
    return float(round(moment + time.time() - time.monotonic()))


def on_monotonic_clock(used: Mapping[str, list[float]]) -> dict[str, list[float]]:
    """Return times since 1970, of each student, as times of this process's monotonic clock."""
    ago = time.monotonic() - time.time()
    return {student: [moment + ago for moment in times] for student, times in used.items()}


def write_state(root: Path, state: WatchState) -> None:
    """Write the state of a course's service."""
    write_whole(root / FILE, msgspec.json.encode(state))


def fresh_state(started: float) -> WatchState:
    """Return the state of a service that starts in this process."""
    return WatchState(process=os.getpid(), machine=platform.node(), started=started)


def be_the_only_one(root: Path, locks: SubmissionLocks) -> None:
    """Take the lock of a course's service; raise a CourseError if one runs."""
    if not locks.try_acquire(LOCK):
        other = read_state(root)
        which = f"process {other.process} on {other.machine}" if other.process else "or starts"
        raise CourseError(
            f"A `grader watch` runs on this course already ({which}). End it first, or let it do"
            " the work."
        )


def running(root: Path) -> WatchState | None:
    """Return the state of the service that runs on a course, or None if there is none."""
    if not (root / FILE).exists():
        return None
    with SubmissionLocks(root) as locks:
        if locks.try_acquire(LOCK):
            return None
    return read_state(root)


def status_lines(root: Path) -> Iterator[str]:
    """Yield what `grader status` says of a running service: its queue, and what is stuck."""
    found = running(root)
    if not found:
        return
    now = time.time()
    yield (
        f"grader watch (process {found.process} on {found.machine}): {found.graded} graded in"
        f" {_since(found.started, now)}, {len(found.in_hand)} in hand, {len(found.waiting)}"
        f" waiting, {len(found.stuck)} stuck"
    )
    for line in found.in_hand:
        yield f"  in hand: {line}: {line.what}, {_since(line.since, now)} after it landed"
    for line in found.stuck:
        yield f"  stuck for {_since(line.since, now)}: {line}: {line.what}"


def _since(then: float, now: float) -> str:
    seconds = max(0.0, now - then)
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
