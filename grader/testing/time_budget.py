"""The time that tests may wait for the student's process, and the alarm for those that hang."""

from __future__ import annotations

import contextlib
import math
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

from grader.limits import Limits
from grader.testing.namespace import StudentOverdue, StudentTimedOut

LIMIT: Final = "limit test_seconds"


class TimeBudget:
    """What the tests of one cell may still wait, by the limits and the notebook's end."""

    def __init__(self, limits: Limits, until: float = math.inf) -> None:
        self._limits = limits
        self._until = until
        self._left = limits.test_seconds
        self._asked: float | None = None  # when the outermost request began
        self._late = False
        self._timeouts = 0

    def begin_session(self, until: float) -> None:
        """Take the end of another process of the notebook; timeouts so far count on."""
        self._until = until

    def next_test(self) -> None:
        """Count the last test if it ran out of time, and renew the time for the next one."""
        self._timeouts += self._late
        self._late = False
        self.renew()

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
                f"{self._timeouts} tests waited in vain, and this one did not (limit timeouts)"
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
        deadline = min(started + max(self._left, 0.0) + 3 * self._limits.grace_seconds, self._until)
        outermost, self._asked = self._asked is None, self._asked or started
        try:
            yield deadline
        finally:
            if outermost:
                self._left -= time.monotonic() - started
                self._asked = None

    def limit_at(self, deadline: float) -> str:
        """Return the name of the limit that a deadline comes from."""
        return "notebook_seconds" if deadline == self._until else "test_seconds"

    # The alarm --------------------------------------------------------------------------

    @contextlib.contextmanager
    def alarm(self, interrupted: Callable[[], None]) -> Iterator[None]:
        """Interrupt Python code that takes too long with a StudentOverdue.

        `interrupted` is called if that happens during a request, whose reply would then be taken
        for the next one's. Code that no signal interrupts is ended by the batch.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def ring(*_: object) -> None:
            if self._asked is not None:
                interrupted()
            raise StudentOverdue(f"{self._limits.judge_seconds:g} s")

        before = signal.signal(signal.SIGALRM, ring)
        waits = min(self._limits.test_seconds, max(0.0, self._until - time.monotonic()))
        spare = 4 * self._limits.grace_seconds + self._limits.judge_seconds
        signal.setitimer(signal.ITIMER_REAL, waits + spare)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
