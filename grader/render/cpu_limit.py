"""A limit on the processor time that a piece of work takes, in the process that does it.

Wall time does not matter, so a busy machine comes to the same end as an idle one.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

TICK: Final = 0.02
"""CPU time between two looks at the limits."""

_deadlines: list[float] = []
"""When each piece of work that runs has to end, the outermost first, in CPU time of the process."""

T = TypeVar("T")


class TooSlowError(Exception):
    """A piece of work took more CPU time than it had."""


class _Interrupt(BaseException):
    """Ends the work: no `except Exception` of a library holds it back."""


def limited(seconds: float, work: Callable[[], T]) -> T:
    """Return what `work` returns; raise a `TooSlowError` if it takes more CPU time than this.

    One piece of work may limit another. Code in C is interrupted where it looks for signals, as
    regular expressions do. Outside the main thread, where Python handles no signals, nothing is
    limited: all commands work in the main thread of a process.
    """
    if threading.current_thread() is not threading.main_thread():
        return work()
    depth = len(_deadlines)
    try:
        try:
            _deadlines.append(time.process_time() + seconds)
            if not depth:
                signal.signal(signal.SIGPROF, _look)
                signal.setitimer(signal.ITIMER_PROF, TICK, TICK)
            return work()
        finally:
            _end(depth)
    except _Interrupt:
        _end(depth)  # again, in case that it was interrupted
        raise TooSlowError from None


def _look(*_: object) -> None:
    if _deadlines and time.process_time() >= min(_deadlines):
        raise _Interrupt


def _end(depth: int) -> None:
    del _deadlines[depth:]
    if not depth:
        signal.setitimer(signal.ITIMER_PROF, 0)
