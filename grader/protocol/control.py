"""Messages between the trusted side and a host, over the host's control socket.

    trusted side ──▶ host    Spawn  Kill
    host ──▶ trusted side    Spawned  Exited

Also what both sides must agree on beside the messages: the exit statuses that a notebook's process
chooses itself, and the resource limits of a process. It sets its own where it has a PID namespace;
elsewhere the trusted side sets them.
"""

from __future__ import annotations

import math
import resource
import signal
from typing import Final, Literal

import msgspec

from grader.limits import MB, Limits

SETUP_FAILED: Final = 70
"""Exit status of a child that could not be set up."""

OUT_OF_MEMORY: Final = 71
"""Exit status of a child that ran out of memory outside the student's own code."""

TIME_LIMIT_IGNORED: Final = 124
"""Exit status of a process that went on after its time limit had interrupted it."""

SHOWING: Final = 5
"""Multiple of the limit grace_seconds in which a cell that was interrupted may show its error."""

STOP: Final = signal.SIGRTMIN + 5
"""The signal by which the grader interrupts a notebook's code whose wall time is over. Students'
code has SIGALRM for itself."""

ExitReason = Literal["itself", "files", "memory", "order", "pipes"]
"""What ended a child: itself, its files, the memory of its processes, or an order."""


class ControlMessage(msgspec.Struct, frozen=True, tag=str.lower):
    """Base of all control messages."""


class Spawn(ControlMessage, frozen=True, kw_only=True):
    """Order to fork a child."""

    scratch: str
    """The child's working folder, the only one that it may write to."""
    readable: list[str]
    """All other paths that it may read."""
    modules: list[str]
    """What to import first."""
    limits: Limits
    confined: bool
    """Whether the child narrows its own walls with Landlock and seccomp."""
    has_pid_namespace: bool
    """Whether the host sees no processes but its own and the child's. Then the child sets its own
    resource limits, and the host adds up what the child's processes take."""
    user: int | None
    """The child's uid where the host is root."""


class Kill(ControlMessage, frozen=True):
    """Order to end the child."""


class Spawned(ControlMessage, frozen=True):
    """The child runs; its end of the wire comes with this message.

    The child waits for its first request, so that the trusted side can set its resource limits by
    `pid`. The host sends one without a child when it is warm.
    """

    pid: int = 0


class Exited(ControlMessage, frozen=True):
    """The child and every process that it started are gone."""

    status: int
    """Its wait status."""
    seconds: float
    """CPU time."""
    memory_kb: int
    """Resident memory at its peak."""
    why: ExitReason = "itself"
    exhausted: bool = False
    """Whether the sandbox has no processes left for another child."""


Order = Spawn | Kill
News = Spawned | Exited

encode: Final = msgspec.msgpack.encode
ORDERS: Final[msgspec.msgpack.Decoder[Order]] = msgspec.msgpack.Decoder(Order)
NEWS: Final[msgspec.msgpack.Decoder[News]] = msgspec.msgpack.Decoder(News)


MOST_PIPES: Final = 128
"""Pipes that are open in all processes of a notebook: of the memory for pipes, which all processes
of a user share, that is an eighth where nobody has set another."""

SIGNALS: Final = 1024
"""Timers and signals that wait, of all processes of the user: the grader's own are among them."""


def resource_limits(pid: int, limits: Limits) -> list[tuple[int, tuple[int, int]]]:
    """Return each resource with its soft and its hard limit.

    Memory counts beyond what the process has mapped already. At the soft limit of CPU time a signal
    tells what it was; the hard one ends the process.
    """
    with open(f"/proc/{pid}/statm") as file:
        mapped = int(file.read().split()[0]) * resource.getpagesize()
    memory, size = mapped + limits.memory_mb * MB, limits.file_mb * MB
    seconds = math.ceil(limits.notebook_seconds)
    return [
        (resource.RLIMIT_AS, (memory, memory)),
        (resource.RLIMIT_FSIZE, (size, size)),
        (resource.RLIMIT_NOFILE, (limits.open_files, limits.open_files)),
        (resource.RLIMIT_CPU, (seconds, seconds + 1)),
        (resource.RLIMIT_CORE, (0, 0)),
        (resource.RLIMIT_SIGPENDING, (SIGNALS, SIGNALS)),
    ]
