"""What the processes of a notebook use, as the kernel counts it and nobody else tells it.

Time in which a process could run and had no processor is no fault of its code. The kernel keeps
count of that for each thread (`schedstat`). Where it does not, nothing is subtracted. The count
ends with its thread: for a short one it is estimated, if the machine is crowded.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Final, NamedTuple

from grader.protocol.control import STOP

NANO = 1e-9

TICKS: Final = os.sysconf("SC_CLK_TCK")
"""The kernel's count of a process in `/proc/PID/stat`, for a second."""

WAITED: Final = 40
"""Multiple of its CPU time that what ended between two looks is taken to have waited on a crowded
machine. Code that gets a fortieth of a processor has all its CPU time: see `testing/waiting.py`."""


class Used(NamedTuple):
    """Seconds that were used so far."""

    cpu: float
    """CPU time of all processes together."""
    delay: float
    """Time that they, and this process, waited for a processor."""


class ProcessUsage:
    """The processes that a host has started, and what they have used.

    The waiting of this process counts, too: an answer may be there before it can read it.
    """

    def __init__(self, host: int) -> None:
        self._host = host
        self._seen: dict[str, tuple[int, int]] = {}
        self._cpu = self._delay = 0
        self._before = _seconds(host)[1]
        self._whole = self._unseen = 0.0

    def look(self) -> Used:
        """Add up what was used since the last look, and return the sums.

        A thread's waiting counts from the first look at it, so that nobody gains by beginning many.
        The CPU time of those that ended since the last look is in the sums of processes, unless
        nobody waited for them.
        """
        seen = {}
        whole = _seconds(self._host)[1] - self._before
        pids = [*_descendants(self._host)]  # from above: whose end is waited for counts once
        self._whole = max(self._whole, whole + sum(sum(_seconds(pid)) for pid in pids))
        for pid in (os.getpid(), *pids):
            for thread in _threads(pid):
                cpu, delay = _times(thread)
                before = self._seen.get(thread)
                if before is None or cpu < before[0]:  # a new one, if of an old number
                    before = (0, delay)
                if pid != os.getpid():
                    self._cpu += cpu - before[0]
                self._delay += delay - before[1]
                seen[thread] = (cpu, delay)
        self._seen = seen
        ended, self._unseen = self._unseen, max(self._unseen, self._whole - self._cpu * NANO)
        if _is_crowded():
            self._delay += int(WAITED * (self._unseen - ended) / NANO)
        return Used(max(self._cpu * NANO, self._whole), self._delay * NANO)

    def interrupt(self) -> None:
        """Ask all processes to stop what they are at; those that only wait take no notice."""
        for pid in _descendants(self._host):
            with contextlib.suppress(OSError):  # ended meanwhile
                os.kill(pid, STOP)


def _is_crowded() -> bool:
    """Return whether more threads than there are processors could run now, beside this one."""
    running = _proc_text("/proc/loadavg").partition("/")[0].split()[-1:]
    return bool(running) and int(running[0]) - 1 > len(os.sched_getaffinity(0))


def _descendants(pid: int) -> Iterator[int]:
    """Yield the processes that a process has started, and those that these have started."""
    above = [pid]
    while above:
        for thread in _threads(above.pop()):
            children = [int(child) for child in _proc_text(f"{thread}/children").split()]
            yield from children
            above += children


def _threads(pid: int) -> list[str]:
    """Return the folders of a process's threads."""
    with contextlib.suppress(OSError):  # ended meanwhile
        return [f"/proc/{pid}/task/{name}" for name in os.listdir(f"/proc/{pid}/task")]
    return []


def _times(thread: str) -> tuple[int, int]:
    """Return how long a thread has run, and how long it has waited to run, in nanoseconds."""
    fields = _proc_text(f"{thread}/schedstat").split()
    return (int(fields[0]), int(fields[1])) if len(fields) == 3 else (0, 0)


def _seconds(pid: int) -> tuple[float, float]:
    """Return how long a process has run, and the children whose end it has waited for."""
    fields = _proc_text(f"/proc/{pid}/stat").rpartition(")")[2].split()
    own, children = (sum(map(int, fields[place : place + 2])) for place in (11, 13))
    return own / TICKS, children / TICKS


def _proc_text(path: str) -> str:
    with contextlib.suppress(OSError), open(path, errors="replace") as file:  # or ended
        return file.read()
    return ""
