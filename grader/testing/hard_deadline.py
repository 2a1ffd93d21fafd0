"""A deadline that ends this process even if a test hangs in C code, where no Python alarm rings.

A timer of the process's CPU time sends a signal whose default action is the end of the process.
Before a test begins, its name is sent to the parent process, so that the parent knows which test it
was. Such tests are left out when the submission is graded again.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Collection
from typing import Final

import msgspec

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


class HardDeadline:
    """The deadline of the test that runs now, and the tests that had passed theirs before."""

    def __init__(self) -> None:
        self._notebook = ""
        self._skipped: frozenset[TestName] = frozenset()
        self._note: Callable[[bytes], None] | None = None

    def tell(self, note: Callable[[bytes], None]) -> None:
        """Note the name of each test that begins."""
        self._note = note

    def begin(self, notebook: str, skipped: Collection[TestName]) -> None:
        """Begin a notebook, some of whose tests are known to hang."""
        self._notebook = notebook
        self._skipped = frozenset(skipped)

    def enter(self, cell: str, test: str) -> bool:
        """Begin a test; return whether it is known to hang."""
        name = TestName(self._notebook, cell, test)
        if self._note is not None and name not in self._skipped:
            self._note(msgspec.msgpack.encode(name))
        return name in self._skipped

    @staticmethod
    def set(seconds: float) -> None:
        """End the process when it has used so many seconds of CPU time; 0 sets no deadline."""
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)


deadline: Final = HardDeadline()
"""The deadline of this process."""
