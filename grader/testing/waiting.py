"""How long the grader waits for a notebook's processes: CPU time, and a generous wall time.

A limit is one of CPU time, which does not depend on what else the machine does. Code that sleeps
uses none, so each limit is also over after a multiple of it in wall time (`wall_factor`), not
counting time in which the processes waited for a processor.

The student's process keeps its limit of CPU time itself, precisely, as long as it is honest. What
is kept here is for all others: only what the kernel says of the processes is believed.
"""

from __future__ import annotations

import time
from typing import Final, Protocol

from grader.limits import Limits
from grader.protocol import messages

LOOK_SECONDS: Final = 0.25
"""Time of waiting between two looks at the processes. What takes less costs no look."""

MOST_AT_A_TIME: Final = 1.0
"""Seconds that may pass between two looks, beside what the grader itself computes. In what is
longer the grader did not run: its machine, container or job was paused, and so was the notebook."""

TOGETHER: Final = 2
"""Multiple of its CPU time after which a cell or a test is stopped from here. All processes of the
notebook count, and one may be busy for another cell."""


WAITING: Final = 10
"""Multiple of its wall time after which code is stopped even if it has waited for a processor.
What gets a fortieth of one can still use all its CPU time, with the default `wall_factor`; and
processes that hold each other up can't hold the grader for ever."""


class MeteredProcesses(Protocol):
    """The processes of a notebook."""

    def look(self) -> tuple[float, float]:
        """Return the seconds that they have run, and that they have waited for a processor."""

    def interrupt(self) -> None:
        """Ask all of them to stop what they are at."""


class Meter:
    """Adds up how long the grader has waited, and what the processes used meanwhile."""

    def __init__(self, processes: MeteredProcesses) -> None:
        self._processes = processes
        self.cpu = 0.0
        self.lasted = 0.0
        """Wall time, without that in which the processes waited for a processor."""
        self.elapsed = 0.0
        """Wall time, that included."""
        self.looking = 0.0
        """CPU time that the looks took: more with many processes."""
        self._delay = self._unseen = self._counted = 0.0
        self._own = time.process_time()

    def add(self, seconds: float) -> None:
        """Add time of waiting; look at the processes if it was long."""
        before, self._own = self._own, time.process_time()
        seconds = min(seconds, MOST_AT_A_TIME + self._own - before)
        self.elapsed += seconds
        self.lasted += seconds
        self._unseen += seconds
        if self._unseen >= LOOK_SECONDS:
            began = time.thread_time()
            self.cpu, delay = self._processes.look()
            self.looking += time.thread_time() - began
            # Many processes wait at a time; what is more than the wall time is not saved up. The
            # kernel tells of a wait at its end: up to a second of it may have counted by then
            self._counted += self._unseen
            waited = min(delay - self._delay, self._counted)
            self.lasted -= waited
            self._counted = min(self._counted - waited, MOST_AT_A_TIME)
            self._delay, self._unseen = delay, 0.0

    def interrupt(self) -> None:
        """Ask the processes to stop what they are at."""
        self._processes.interrupt()


class Allowance:
    """What may be used from now on, by a limit of CPU time."""

    def __init__(
        self, meter: Meter, name: str, seconds: float, *, factor: float, together: float = TOGETHER
    ) -> None:
        self._meter, self._name, self._seconds = meter, name, seconds
        self._factor, self._together = factor, together
        self._cpu, self._lasted, self._elapsed = meter.cpu, meter.lasted, meter.elapsed

    @property
    def left(self) -> float:
        """Seconds of CPU time that are left, as far as it was looked at."""
        used = min(self._meter.cpu - self._cpu, self._meter.lasted - self._lasted)
        return self._seconds - max(used, 0.0)

    @property
    def in_words(self) -> str:
        """The CPU time, with the limit's name."""
        return cpu_in_words(self._seconds, self._name)

    def passed(self) -> str:
        """Return what has passed, in words; an empty string if nothing has."""
        most = self._factor * self._seconds
        if self._meter.cpu - self._cpu > self._together * self._seconds:
            return self.in_words
        wall = wall_in_words(self._seconds, self._name, self._factor)
        if self._meter.lasted - self._lasted > most:
            return wall
        if self._meter.elapsed - self._elapsed > WAITING * most:
            return f"{WAITING} times {wall}, with waiting for a processor"
        return ""


def cpu_in_words(seconds: float, name: str) -> str:
    """Return a limit of CPU time with its name."""
    return f"{seconds:g} s of CPU time (limit {name})"


def wall_in_words(seconds: float, name: str, factor: float) -> str:
    """Return how long a limit of CPU time may last, and what that comes from."""
    most = factor * seconds
    return f"{most:g} s of wall time (limit wall_factor: {factor:g} times {name})"


def whole_notebook(meter: Meter, limits: Limits) -> Allowance:
    """Return what all processes of a notebook may use together."""
    seconds, factor = limits.notebook_seconds, limits.wall_factor
    return Allowance(meter, "notebook_seconds", seconds, factor=factor, together=1)


class Wait:
    """One wait for an answer: how long to wait before the next look, until allowances are over.

    Then the code is interrupted, and has `overtime` seconds to answer that.
    """

    def __init__(self, meter: Meter, *allowances: Allowance, overtime: float) -> None:
        self._meter, self._allowances, self._overtime = meter, allowances, overtime
        self._grace: Allowance | None = None
        self._since = time.monotonic()
        self.stopped = ""
        """What had passed when the code was interrupted."""

    def __call__(self) -> float:
        """Return the seconds until the next look; raise a `messages.Timeout` if time is over."""
        self.count()
        if self._grace is not None:
            if self._grace.passed():
                raise messages.Timeout(self.stopped)
        elif passed := next(filter(None, (one.passed() for one in self._allowances)), ""):
            self.stopped = passed
            self._grace = Allowance(
                self._meter, "grace_seconds", self._overtime, factor=1, together=1
            )
            self._meter.interrupt()
        return LOOK_SECONDS

    def count(self) -> None:
        """Count the time until now."""
        now = time.monotonic()
        self._meter.add(now - self._since)
        self._since = now
