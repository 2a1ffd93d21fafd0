"""The fault that the end of a fork of the student's process is, by its exit status.

The words are for tests and name no exit status: a student's code could put a hidden test's input
into it.
"""

from __future__ import annotations

import os
import signal
from typing import Final

from grader.limits import Limits
from grader.testing.namespace import StudentFault, StudentKilled, StudentTimedOut
from grader.testing.time_budget import stopped_after
from grader.testing.waiting import cpu_in_words

KILLED: Final = (
    "it ended with the signal SIGKILL, by its own code or because its processes together took too"
    " much memory (limit memory_mb)"
)
"""Both walls and the kernel kill what takes too much memory, and the status tells no more."""


def exit_fault(status: int, limits: Limits) -> StudentFault:
    """Return the fault by which a fork of the process ended, from its wait status."""
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
