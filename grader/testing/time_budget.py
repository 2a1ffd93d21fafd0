"""The time that tests may take of the student's process, and the alarm for those that hang."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
import types
from collections.abc import Callable, Iterator
from typing import Final

from grader.limits import Limits
from grader.testing import hard_deadline
from grader.testing.namespace import (
    StudentFault,
    StudentKilled,
    StudentOverdue,
    StudentTimedOut,
)
from grader.testing.waiting import (
    WAITING,
    Allowance,
    Meter,
    Wait,
    cpu_in_words,
)

OVERTIME: Final = 3
"""Multiple of the limit grace_seconds after its time at which a process of tests is ended."""

LEAST: Final = 0.01
"""CPU seconds by which the kernel's clocks of a thread and of its process may differ."""

TICK: Final = 1.0
"""Seconds between two ticks."""


class TimeBudget:
    """What the tests of one cell may still use, by the limits of each and of the notebook."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._wait: Wait | None = None  # for the answer to the outermost request
        self._judged_since = float("inf")
        self._stopped = ""
        self._late = False
        self._timeouts = 0

    def begin_session(self, meter: Meter, notebook: Allowance) -> None:
        """Take another process of the notebook; timeouts so far count on."""
        self._meter, self._notebook = meter, notebook

    def next_test(self) -> None:
        """Count the last test if it ran out of time, and allow the next one its whole time."""
        self._timeouts += self._late
        self._late, self._stopped = False, ""
        seconds, factor = self.limits.test_seconds, self.limits.wall_factor
        self._test = Allowance(self._meter, "test_seconds", seconds, factor=factor)

    @property
    def _judging(self) -> str:
        return cpu_in_words(self.limits.judge_seconds, "judge_seconds")

    @property
    def _judging_left(self) -> float:
        """The CPU seconds that judging may still take."""
        return self.limits.judge_seconds - (self._worked() - self._judged_since)

    def _worked(self) -> float:
        """Return this thread's CPU time: walls at work in others, and looks, are no judging."""
        return time.thread_time() - self._meter.looking

    def use_up(self) -> None:
        """Leave the test no time."""
        self._stopped = self._stopped or self._test.in_words

    def mark_late(self, late: bool) -> None:
        """Note whether the test ran out of time."""
        self._late = late

    def remaining(self) -> float:
        """Return the CPU seconds that the test may still use; raise a StudentTimedOut if none.

        The alarm's timer misses much of a test that waits often: so it looks here, too.
        """
        if self._judging_left <= 0:
            self._late = True
            raise StudentOverdue(self._judging)
        if self._timeouts >= self.limits.timeouts:
            raise StudentTimedOut(
                f"{self._timeouts} tests ran out of time, and this one did not run (limit timeouts)"
            )
        left = self._test.left
        if left <= 0:
            self.use_up()
        if self._stopped:
            self._late = True
            raise StudentTimedOut(stopped_after(self._stopped))
        return left

    @contextlib.contextmanager
    def waiting(self) -> Iterator[Wait]:
        """Count the time of a request, for as long as there is any left.

        What is asked in answering a callback is part of the outermost request.
        """
        if self._wait is not None:
            yield self._wait
            return
        overtime = OVERTIME * self.limits.grace_seconds
        self._wait = wait = Wait(self._meter, self._test, self._notebook, overtime=overtime)
        try:
            yield wait
        finally:
            wait.count()
            self._stopped = self._stopped or wait.stopped
            self._wait = None

    # The alarm --------------------------------------------------------------------------

    @contextlib.contextmanager
    def alarm(
        self, interrupted: Callable[[], None], cell: str = "", test: str = ""
    ) -> Iterator[None]:
        """Interrupt a test that takes too long with a StudentOverdue.

        It counts the CPU time of this thread. For a test that waits for ever there is a generous
        wall time, counted in ticks, of which a pause of the whole machine sends one. `interrupted`
        is called if the alarm rings during a request, whose reply would then be taken for the next
        one's. Code that no signal interrupts ends the process, a grace later (see `hard_deadline`).
        A test that imports something gets the whole time again: it is slow only the first time, and
        a module that is loaded by half would break the tests of all who come later.
        """
        if hard_deadline.deadline.enter(cell, test):
            self._late = True
            raise StudentOverdue(self._judging)
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        limits = self.limits
        most = WAITING * limits.wall_factor * (limits.test_seconds + limits.judge_seconds)
        ticks = iter(range(int(most / TICK)))

        def ring(number: int, frame: types.FrameType | None) -> None:
            by_ticks = number == signal.SIGALRM
            if next(ticks, None) is not None if by_ticks else self._is_given_time(frame):
                return
            if self._wait is not None:
                interrupted()
            self._late = True
            signal.setitimer(signal.ITIMER_REAL, 0)
            lasted = f"{most:g} s of wall time (limit wall_factor)"
            raise StudentOverdue(lasted if by_ticks else self._judging)

        before = {
            number: signal.signal(number, ring) for number in (signal.SIGPROF, signal.SIGALRM)
        }
        self._begin_judging()
        try:
            yield
        finally:
            self._end_judging()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _begin_judging(self) -> None:
        self._judged_since = self._worked()
        signal.setitimer(signal.ITIMER_REAL, TICK, TICK)
        self._ring_after(self.limits.judge_seconds)

    def _end_judging(self) -> None:
        self._judged_since = float("inf")
        signal.setitimer(signal.ITIMER_REAL, 0)
        self._ring_after(0.0)

    def _is_given_time(self, frame: types.FrameType | None) -> bool:
        """Return whether a test goes on though the alarm rang, which then is set again."""
        if self._wait is None and _is_importing(frame):
            self._begin_judging()
            return True
        left = self._judging_left
        if left > LEAST:
            self._ring_after(left)  # the ticks go on
        return left > LEAST

    def _ring_after(self, seconds: float) -> None:
        """Let the alarm ring after so many CPU seconds, and the process end if it is not heard."""
        signal.setitimer(signal.ITIMER_PROF, seconds)
        hard_deadline.deadline.set(seconds and seconds + self.limits.grace_seconds)


def stopped_after(passed: str) -> str:
    """Say of a test's code that it was stopped."""
    return f"it was stopped after {passed}"


def _is_importing(frame: types.FrameType | None) -> bool:
    """Return whether a module is being loaded in this frame or in one that called it."""
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False


# The end of a process -----------------------------------------------------------------------

KILLED: Final = (
    "it ended with the signal SIGKILL, by its own code or because its processes together took too"
    " much memory (limit memory_mb)"
)
"""Both walls and the kernel kill what takes too much memory, and the status tells no more."""


def exit_fault(status: int, limits: Limits) -> StudentFault:
    """Return the fault by which a fork of the process ended, from its wait status.

    The words are for tests and name no exit status: a student's code could put a hidden test's
    input into it.
    """
    stopped = stopped_after(cpu_in_words(limits.test_seconds, "test_seconds"))
    if not 0 <= status < 1 << 16:
        return StudentKilled("its process ended")
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            whole = cpu_in_words(limits.notebook_seconds, "notebook_seconds")
            return StudentTimedOut(stopped_after(whole))
        if number == signal.SIGVTALRM:
            return StudentTimedOut(stopped)
        if number == signal.SIGKILL:
            return StudentKilled(KILLED)
        name = next((s.name for s in signal.Signals if s == number), str(number))
        return StudentKilled(f"it ended with the signal {name}")
    if os.WEXITSTATUS(status) == 124:
        return StudentTimedOut(stopped)
    return StudentKilled("it left its process in the middle of a call")
