"""Sentences that say why a student's process ended and name the limit that it hit."""

from __future__ import annotations

import os
import signal

from grader.limits import Limits
from grader.protocol.control import OUT_OF_MEMORY, TIME_LIMIT_IGNORED, Exited


def host_reason(exited: Exited, limits: Limits) -> str:
    """Return why the host killed the process, naming the limit; "" if it did not kill it."""
    match exited.why:
        case "files":
            return too_many_files(limits)
        case "memory":
            most = f"{2 * limits.memory_mb} MB (twice the limit memory_mb)"
            return f"its processes together took more than {most}"
        case _:
            return ""


def too_many_files(limits: Limits) -> str:
    """Say that a notebook's files are over their limits."""
    most = f"{limits.folder_mb} MB (limit folder_mb)"
    return f"it wrote more than {most}, thousands of files, or folders nobody can look into"


def exit_cause(status: int, limits: Limits) -> str:
    """Return what a wait status means, naming the limit that was hit."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            most = f"{limits.notebook_seconds:g} s of CPU time (limit notebook_seconds)"
            return f"it used more than {most}"
        if number == signal.SIGVTALRM:
            return "a cell used more CPU time than it may (limit cell_seconds)"
        if number == signal.SIGXFSZ:
            return f"it wrote a file of more than {limits.file_mb} MB (limit file_mb)"
        if number == signal.SIGKILL:
            return (
                "it was killed, perhaps for too much memory (limit memory_mb), or cut its own"
                " connection"
            )
        return f"it crashed with the signal {signal_name(number)}"
    code = os.WEXITSTATUS(status)
    if code == OUT_OF_MEMORY:
        return f"it had no memory left of its {limits.memory_mb} MB (limit memory_mb)"
    if code == TIME_LIMIT_IGNORED:
        return "a cell ran on after its time was up (limit cell_seconds)"
    return f"the notebook left its own process with exit status {code}"


def signal_name(number: int) -> str:
    """Return the name of a signal; real-time signals have a number only."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
