"""What a running service tells: its state, for `grader status` and the next start.

The state is in a file of the course, which also keeps what the next start has to know. Whether a
service runs is told by a lock, which the system releases however it ends.
"""

from __future__ import annotations

import contextlib
import os
import platform
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import CourseError, GraderError, exception_line, in_one_line
from grader.notebooks.files import write_whole
from grader.service.watch.fair_queue import FairQueue, Waiting
from grader.workflows.locks import SubmissionLocks

FILE: Final = ".grader/watch.json"

LOCK: Final = "grader watch"
"""Name of the service's lock; no submission is called so."""

WRITE_SECONDS: Final = 1.0
"""Time between two writings of the file."""


class StateLine(msgspec.Struct, kw_only=True):
    """A submission that waits or is in progress. Names of strangers are shown in one line."""

    student: str
    assignment: str
    since: float
    """When it was noticed, in seconds since 1970."""
    what: str = ""
    """Why it waits, or what is done with it."""

    def __post_init__(self) -> None:
        self.student, self.assignment = in_one_line(self.student), in_one_line(self.assignment)
        self.what = in_one_line(self.what)

    def __str__(self) -> str:
        return f"{self.student}, {self.assignment}"


class WatchState(msgspec.Struct, kw_only=True):
    """All that the file holds."""

    process: int = 0
    machine: str = ""
    started: float = 0.0
    done: dict[str, int] = msgspec.field(
        default_factory=lambda: {"graded": 0, "elsewhere": 0, "not_graded": 0}
    )
    """Submissions that were done since the start, by what came of them."""
    seconds: float = 0.0
    """Time from landing to the last page, of all that were graded."""
    in_progress: list[StateLine] = []
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


def used_before(root: Path) -> dict[str, list[float]]:
    """Return what the last service counted for the limit, by this process's monotonic clock."""
    ago = time.monotonic() - time.time()
    return {who: [moment + ago for moment in times] for who, times in read_state(root).used.items()}


def on_wall_clock(moment: float) -> float:
    """Return a time of this process's monotonic clock in whole seconds since 1970."""
    return float(round(moment + time.time() - time.monotonic()))


def refuse_second_service(root: Path, locks: SubmissionLocks) -> None:
    """Take the lock of a course's service; raise a CourseError if one runs."""
    if not locks.try_acquire(LOCK):
        other = read_state(root)
        which = f"process {other.process} on {other.machine}" if other.process else "or starts"
        raise CourseError(
            f"A `grader watch` runs on this course already ({which}). End it first, or let it do"
            " the work."
        )


class StatusReporter:
    """Writes the state when it has changed, but not all the time; also as `metrics`, if wanted."""

    def __init__(self, root: Path, metrics: Path | None = None) -> None:
        self._file, self._metrics = root / FILE, metrics
        self.state = WatchState(process=os.getpid(), machine=platform.node(), started=time.time())
        self._due, self._written = 0.0, b""
        if metrics:
            write_whole(metrics, as_metrics(self.state))  # now, so that a wrong path is told of

    def seconds_left(self, now: float) -> float:
        """Return the time until the state may be written again."""
        return max(0.0, self._due - now) or WRITE_SECONDS

    def report(
        self,
        in_progress: Iterable[Waiting],
        queue: FairQueue,
        refused: Iterable[StateLine],
        *,
        last: bool = False,
    ) -> None:
        """Report what is in progress, what waits and what is refused; the last time at once."""
        now = time.monotonic()
        if now < self._due and not last:
            return
        self._due = now + WRITE_SECONDS
        state, waiting = self.state, queue.waiting()
        state.in_progress = [
            _line(one, "graded" if one.grading else "its pages are written") for one in in_progress
        ]
        state.waiting = [_line(one) for one in waiting if one.not_before <= now]
        held = [_line(one, one.why) for one in waiting if one.not_before > now]
        state.stuck = [*held, *refused]
        state.used = {who: [*map(on_wall_clock, times)] for who, times in queue.used().items()}
        with contextlib.suppress(OSError):  # a full disk is told of by what is graded
            if (data := msgspec.json.encode(state)) != self._written:
                self._written = data
                write_whole(self._file, data)
                if self._metrics:
                    write_whole(self._metrics, as_metrics(state))
            if self._metrics and last:
                self._metrics.unlink(missing_ok=True)  # it would tell of a service that runs


def _line(one: Waiting, what: str = "") -> StateLine:
    student, assignment = one.place
    since = on_wall_clock(one.since)
    return StateLine(student=student, assignment=assignment, since=since, what=what)


def as_metrics(state: WatchState) -> str:
    """Return the numbers of a state in Prometheus's format."""
    lines = ["# TYPE grader_submissions_total counter"]
    lines += [f'grader_submissions_total{{outcome="{it}"}} {n}' for it, n in state.done.items()]
    lines += ["# TYPE grader_latency_seconds summary"]
    lines += [f"grader_latency_seconds_sum {state.seconds:g}"]
    lines += [f"grader_latency_seconds_count {state.done['graded'] + state.done['elsewhere']}"]
    for name in ("waiting", "in_progress", "stuck"):
        lines += [f"# TYPE grader_{name} gauge", f"grader_{name} {len(getattr(state, name))}"]
    return "\n".join([*lines, ""])


def status_lines(root: Path) -> Iterator[str]:
    """Yield what `grader status` says of a running service: its queue, and what is stuck."""
    if not (root / FILE).exists():
        return
    with SubmissionLocks(root) as locks:
        if locks.try_acquire(LOCK):
            return
    found, now = read_state(root), time.time()
    yield (
        f"grader watch (process {found.process} on {found.machine}): {found.done['graded']} graded"
        f" in {_since(found.started, now)}, {len(found.in_progress)} in progress,"
        f" {len(found.waiting)} waiting, {len(found.stuck)} stuck"
    )
    for line in found.in_progress:
        yield f"  in progress: {line}: {line.what}, {_since(line.since, now)} after it landed"
    for line in found.stuck:
        yield f"  stuck for {_since(line.since, now)}: {line}: {line.what}"


def _since(then: float, now: float) -> str:
    seconds = max(0.0, now - then)
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def failure_sentence(error: BaseException) -> str:
    """Return what went wrong as a sentence."""
    if isinstance(error, GraderError):
        return str(error)
    return f"the service's own fault: {exception_line(error)}"
