"""The processes of one notebook: the one in which its cells run, and copies of it.

    host ──▶ the notebook's process ── a grade cell ──▶ a checkpoint ── a pass ──▶ a copy

Each serves a wire of its own, made here. Whoever was asked to make a copy also ends it, and tells
how it ended.
"""

from __future__ import annotations

import contextlib
import socket
from typing import Final, TypeVar

from grader.errors import ProtocolError
from grader.limits import MB, Limits
from grader.protocol import messages
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
                self.channel.send(messages.Fork())
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
            self.channel.send(messages.Reap(copy.pid, seconds))
            return self._reply(messages.Reaped).status
        return None

    def _reply(self, wanted: type[M]) -> M:
        seconds = GRACE * self._limits.grace_seconds
        allowance = Allowance(self._meter, "grace_seconds", seconds, factor=1)
        patience = Wait(self._meter, allowance, overtime=0)
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
