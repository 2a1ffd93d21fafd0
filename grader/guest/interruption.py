"""Limits on the CPU time of the student's code, kept by signals.

Wall time is counted by the trusted side, which sends `STOP` when it is over.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator

from grader.protocol.control import STOP, TIME_LIMIT_IGNORED


class TimeLimitReached(KeyboardInterrupt):
    """Raised in the middle of code that runs too long."""


@contextlib.contextmanager
def time_limit(seconds: float, grace: float) -> Iterator[Callable[[], bool]]:
    """Interrupt the code inside after so many seconds of CPU time, or when the grader stops it.

    Yields what tells whether it was interrupted, though another error came of it.

    Code that goes on regardless for `grace` seconds of CPU time ends its process. If it never
    returns to the interpreter, a timer ends it that needs no Python handler. A process that the
    code forked ends at once. Limits nest: the inner code stops when either is over.
    """
    stopped, pid = False, os.getpid()

    def stop(number: int, _: object) -> None:
        nonlocal stopped
        if os.getpid() != pid or (stopped and number == signal.SIGPROF):
            os._exit(TIME_LIMIT_IGNORED)
        stopped = True
        # whatever stopped it, the next tick comes when the grace is over
        signal.setitimer(signal.ITIMER_PROF, grace, grace)
        why = f"after {seconds:g} s of CPU time" if number == signal.SIGPROF else "by the wall time"
        raise TimeLimitReached(f"stopped {why}")

    handlers = {number: signal.signal(number, stop) for number in (signal.SIGPROF, STOP)}
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    hard, _ = signal.setitimer(signal.ITIMER_VIRTUAL, seconds + grace)
    soft, _ = signal.setitimer(signal.ITIMER_PROF, seconds, grace)
    started = time.process_time()
    try:
        yield lambda: stopped
    finally:
        used = time.process_time() - started
        signal.setitimer(signal.ITIMER_PROF, 0)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        signal.setitimer(signal.ITIMER_VIRTUAL, max(hard - used, 0.01) if hard else 0)
        signal.setitimer(signal.ITIMER_PROF, max(soft - used, 0.01) if soft else 0, grace)
