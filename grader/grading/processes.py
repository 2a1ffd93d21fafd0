"""The processes of one notebook: the one in which its cells run, and copies of it.

    host ──▶ the notebook's process ── a grade cell ──▶ a checkpoint ── a pass ──▶ a copy

Each serves a wire of its own, made here. Whoever was asked to make a copy also ends it, and tells
how it ended. What the end of the notebook's process means is said here, naming the limit that it
hit.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from typing import Final, TypeVar

from grader.errors import ProtocolError
from grader.limits import MB, Limits
from grader.protocol import messages
from grader.protocol.control import MOST_PIPES, OUT_OF_MEMORY, TIME_LIMIT_IGNORED, Exited
from grader.testing.waiting import Allowance, Meter, Wait

M = TypeVar("M", bound=messages.Reply)

GRACE: Final = 10
"""Multiple of the limit grace_seconds that a process may take to make a copy, or to end one."""

SILENT: Final = (messages.ChannelClosed, messages.Timeout, ProtocolError)
"""What comes of asking a process that is gone, hangs, or is no longer honest."""


class StudentProcess:
    """A process of the notebook, reached by its wire."""

    def __init__(
        self, channel: messages.Channel, limits: Limits, meter: Meter, pid: int = 0
    ) -> None:
        self.channel = channel
        self.pid = pid
        self._limits = limits
        self._meter = meter

    def copy(self) -> StudentProcess:
        """Have it make a copy of itself; raise one of `SILENT` if there is none."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs:
                self.channel.send(messages.Fork(), self._patience())
                self.channel.send_socket(theirs)
            pid = self._reply(messages.Forked).pid
            if not pid:
                raise messages.Timeout("it had no process left (limit processes)")
        except SILENT:
            ours.close()
            raise
        most = self._limits.value_mb * MB + messages.PACKET
        return StudentProcess(messages.Channel(ours, most), self._limits, self._meter, pid)

    def end_copy(self, copy: StudentProcess, *, by_force: bool = False) -> int | None:
        """End a copy that it made; return its wait status, or None if nobody can tell."""
        copy.channel.close()
        seconds = 0.0 if by_force else self._limits.grace_seconds
        with contextlib.suppress(*SILENT):
            self.channel.send(messages.Reap(copy.pid, seconds), self._patience())
            return self._reply(messages.Reaped).status
        return None

    def _patience(self) -> Wait:
        seconds = GRACE * self._limits.grace_seconds
        allowance = Allowance(self._meter, "grace_seconds", seconds, factor=1)
        return Wait(self._meter, allowance, overtime=0)

    def _reply(self, wanted: type[M]) -> M:
        patience = self._patience()
        while not isinstance(reply := self.channel.receive(messages.REPLIES, patience), wanted):
            if not isinstance(reply, messages.OUTPUTS):
                raise ProtocolError("a reply that was not asked for")
        return reply


class Copies:
    """Processes for a pass of tests: a copy of the checkpoint, and a new one when that is lost."""

    def __init__(self, checkpoint: StudentProcess) -> None:
        self._checkpoint = checkpoint
        self._copy: StudentProcess | None = None

    def start(self) -> messages.Channel | None:
        """Return the wire of a fresh process, or None if there is none."""
        try:
            self._copy = self._checkpoint.copy()
        except SILENT:
            return None
        return self._copy.channel

    def end(self, *, by_force: bool = False) -> int | None:
        """End the process; return its wait status, or None if nobody can tell."""
        copy, self._copy = self._copy, None
        return self._checkpoint.end_copy(copy, by_force=by_force) if copy else None


# Why one ended ------------------------------------------------------------------------------


def host_reason(exited: Exited, limits: Limits) -> str:
    """Return why the host killed the process, naming the limit; "" if it did not kill it."""
    match exited.why:
        case "files":
            return too_many_files(limits)
        case "memory":
            most = f"{2 * limits.memory_mb} MB (twice the limit memory_mb)"
            return f"its processes together took more than {most}"
        case "pipes":
            return f"its processes had more than {MOST_PIPES} pipes open"
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
