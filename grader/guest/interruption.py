"""A time limit on the student's code, kept by signals."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator

from grader.protocol.control import TIME_LIMIT_IGNORED


class TimeLimitReached(KeyboardInterrupt):
    """Raised in the middle of code that runs too long."""


@contextlib.contextmanager
def time_limit(seconds: float, grace: float) -> Iterator[None]:
    """Interrupt the code inside after `seconds`; end the process if it goes on regardless.

    Code that swallows the interrupt, or never returns to the interpreter, is ended by a second
    signal, which needs no Python handler. Limits nest: the inner code stops when either is over.
    """
    ticks = 0

    def tick(*_: object) -> None:
        nonlocal ticks
        ticks += 1
        if ticks > 1:
            os._exit(TIME_LIMIT_IGNORED)
        raise TimeLimitReached(f"stopped after {seconds:g} s")

    outer = signal.signal(signal.SIGALRM, tick)
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    cpu, _ = signal.setitimer(signal.ITIMER_VIRTUAL, seconds + grace)
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds, grace)
    started = time.monotonic()
    try:
        yield
    finally:
        used = time.monotonic() - started
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, outer)
        signal.setitimer(signal.ITIMER_VIRTUAL, max(cpu - used, 0.01) if cpu else 0)
        signal.setitimer(signal.ITIMER_REAL, max(left - used, 0.01) if left else 0, grace)
