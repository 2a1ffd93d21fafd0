"""A deadline that ends this process even if a test hangs in C code, where no Python alarm rings.

A timer of the process's CPU time sends a signal whose default action is the end of the process.
Before a test begins, its name is written where the parent process can read it, so that the parent
knows which test it was. Such tests are left out when the submission is graded again.
"""

from __future__ import annotations

import ctypes
import signal
import struct
from collections.abc import Collection
from typing import Any, Final

import msgspec

_CLOCK_PROCESS_CPUTIME_ID: Final = 2
_LIBC: Final[Any] = ctypes.CDLL(None)
_ITIMERSPEC: Final = struct.Struct("@qqqq")
_SIGEVENT: Final = struct.Struct("@Pii48x")

SIGNAL: Final = signal.SIGVTALRM
"""The signal that ends a worker that hangs; nothing else here uses it."""


class TestName(msgspec.Struct, frozen=True, array_like=True):
    """A test of a submission: its notebook, its grade cell, and itself ("" for the whole cell)."""

    notebook: str
    cell: str
    test: str = ""

    __test__ = False


def test_in(note: bytes) -> TestName | None:
    """Return the test whose name a process left, or None if it left none."""
    try:
        return msgspec.msgpack.decode(note, type=TestName) if note else None
    except msgspec.DecodeError:
        return None


test_in.__test__ = False  # type: ignore[attr-defined]


class CpuTimer:
    """A timer of this process's CPU time that sends a signal.

    The system's own interval timer counts in ticks, and misses much of a process that waits often.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        self._timer: ctypes.c_void_p | None = None
        self._set: Any = None

    def set(self, seconds: float) -> None:
        """Send the signal when so many seconds of CPU time are used; 0 sends none."""
        if self._timer is None:
            self._create()
        if self._set is not None:
            whole = int(seconds)
            spec = _ITIMERSPEC.pack(0, 0, whole, int((seconds - whole) * 1e9))
            self._set(self._timer, 0, spec, None)
        elif self._number == signal.SIGPROF:
            signal.setitimer(signal.ITIMER_PROF, seconds)

    def _create(self) -> None:
        """Create the timer. Where the system has none, the deadline of a whole notebook is left."""
        self._timer = ctypes.c_void_p()
        event = _SIGEVENT.pack(0, self._number, 0)
        try:
            failed = _LIBC.timer_create(_CLOCK_PROCESS_CPUTIME_ID, event, ctypes.byref(self._timer))
            self._set = None if failed else _LIBC.timer_settime
        except AttributeError:  # not Linux, or a C library before 2021
            self._set = None


class HardDeadline:
    """The deadline of the test that runs now, and the tests that had passed theirs before.

    Where the system has no timers, the deadline of a whole notebook is left.
    """

    def __init__(self) -> None:
        self._notebook = ""
        self._skipped: frozenset[TestName] = frozenset()
        self._note: Any = None
        self.set = CpuTimer(SIGNAL).set
        """Ends the process when it has used so many seconds of CPU time; 0 sets no deadline."""

    def write_to(self, note: object) -> None:
        """Write the name of each test to a shared array of characters."""
        self._note = note

    def begin(self, notebook: str, skipped: Collection[TestName]) -> None:
        """Begin a notebook, some of whose tests are known to hang."""
        self._notebook = notebook
        self._skipped = frozenset(skipped)

    def enter(self, cell: str, test: str) -> bool:
        """Begin a test; return whether it is known to hang."""
        name = TestName(self._notebook, cell, test)
        if self._note is not None and name not in self._skipped:
            data = msgspec.msgpack.encode(name)
            self._note.value = data if len(data) < len(self._note) else b""
        return name in self._skipped


deadline: Final = HardDeadline()
"""The deadline of this process."""

alarm: Final = CpuTimer(signal.SIGPROF)
"""The alarm of this process, which a Python function answers."""
