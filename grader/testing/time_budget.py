"""The time that tests may wait for the student's process, and the alarm for those that hang."""

from __future__ import annotations

import contextlib
import math
import signal
import threading
import time
import types
from collections.abc import Callable, Iterator
from typing import Final

from grader.limits import Limits
from grader.testing import hard_deadline
from grader.testing.namespace import StudentOverdue, StudentTimedOut

LIMIT: Final = "limit test_seconds"

IMPORTS: Final = 3
"""Times that a test may be overdue over an import before it is interrupted."""


class TimeBudget:
    """What the tests of one cell may still wait, by the limits and the notebook's end."""

    def __init__(self, limits: Limits, until: float = math.inf) -> None:
        self._limits = limits
        self._until = until
        self._left = limits.test_seconds
        self._asked: float | None = None  # when the outermost request began
        self._late = False
        self._timeouts = 0
        self._alarmed = False

    def begin_session(self, until: float) -> None:
        """Take the end of another process of the notebook; timeouts so far count on."""
        self._until = until

    def next_test(self) -> None:
        """Count the last test if it ran out of time, and renew the time for the next one."""
        self._timeouts += self._late
        self._late = False
        self.renew()

    def _enter(self, cell: str, test: str) -> None:
        """Begin a test, or its cell; raise a StudentOverdue if it is known to hang."""
        try:
            hard_deadline.deadline.enter(cell, test, f"{self._limits.judge_seconds:g} s")
        except StudentOverdue:
            self._late = True
            raise

    def renew(self) -> None:
        """Allow the whole time of a test again."""
        self._left = self._limits.test_seconds

    def use_up(self) -> None:
        """Leave the test no time to wait."""
        self._left = 0.0

    def mark_late(self, late: bool) -> None:
        """Note whether the test ran out of time."""
        self._late = late

    def remaining(self) -> float:
        """Return the seconds that the test may still wait; raise a StudentTimedOut if none."""
        if self._timeouts >= self._limits.timeouts:
            raise StudentTimedOut(
                f"{self._timeouts} tests ran out of time, and this one did not run (limit timeouts)"
            )
        left = self._left - (time.monotonic() - self._asked if self._asked else 0.0)
        if left <= 0:
            self._late = True
            raise StudentTimedOut(f"it was stopped after {self._limits.test_seconds:g} s ({LIMIT})")
        return left

    # Requests ---------------------------------------------------------------------------

    @contextlib.contextmanager
    def waiting(self) -> Iterator[float]:
        """Subtract the time of a request, and yield its deadline.

        What is asked in answering a callback is part of the outermost request.
        """
        started = time.monotonic()
        judging_left = self._pause_judging() if self._asked is None else 0.0
        deadline = min(started + max(self._left, 0.0) + 3 * self._limits.grace_seconds, self._until)
        outermost, self._asked = self._asked is None, self._asked or started
        try:
            yield deadline
        finally:
            if outermost:
                self._left -= time.monotonic() - started
                self._asked = None
                self._go_on_judging(judging_left)

    def limit_at(self, deadline: float) -> str:
        """Return the name of the limit that a deadline comes from."""
        return "notebook_seconds" if deadline == self._until else "test_seconds"

    # The alarm --------------------------------------------------------------------------

    @contextlib.contextmanager
    def alarm(
        self, interrupted: Callable[[], None], cell: str = "", test: str = ""
    ) -> Iterator[None]:
        """Interrupt Python code that takes too long with a StudentOverdue.

        The time that a request takes is not counted. `interrupted` is called if the alarm rings
        during a request, whose reply would then be taken for the next one's. Code that no signal
        interrupts ends the process, a grace later (see `hard_deadline`). A test that imports
        something gets the whole time again: it is slow only the first time, and a module that is
        loaded by half would break the tests of all who come later.
        """
        self._enter(cell, test)
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        imports = iter(range(IMPORTS))

        def ring(_: int, frame: types.FrameType | None) -> None:
            if self._asked is not None:
                interrupted()
            elif _is_importing(frame) and next(imports, None) is not None:
                self._go_on_judging(self._limits.judge_seconds)
                return
            self._late = True
            raise StudentOverdue(f"{self._limits.judge_seconds:g} s")

        before = signal.signal(signal.SIGALRM, ring)
        self._alarmed = True
        self._go_on_judging(self._limits.judge_seconds)
        try:
            yield
        finally:
            self._go_on_judging(0.0)
            self._alarmed = False
            signal.signal(signal.SIGALRM, before)

    def _go_on_judging(self, seconds: float) -> None:
        """Let the alarm ring after so many seconds, and the process end if it is not heard."""
        if self._alarmed:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            hard_deadline.deadline.set(seconds and seconds + self._limits.grace_seconds)

    def _pause_judging(self) -> float:
        """Give a request its time instead, and return the seconds left for judging."""
        if not self._alarmed:
            return 0.0
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        left = left or 1e-3  # the alarm is about to ring
        waits = min(max(self._left, 0.0), max(0.0, self._until - time.monotonic()))
        self._go_on_judging(waits + 4 * self._limits.grace_seconds + self._limits.judge_seconds)
        return left


def _is_importing(frame: types.FrameType | None) -> bool:
    """Return whether a module is being loaded in this frame or in one that called it."""
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False
