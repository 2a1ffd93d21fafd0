"""The host's watch over its child.

It enforces the limits on files and memory of all processes together, obeys `Kill`, and leaves no
process behind.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
from typing import Final

from grader.guest.accounting import (
    cannot_fork,
    exceeds_quota,
    memory_exceeds,
    open_files_exceed,
)
from grader.limits import MB
from grader.protocol import control
from grader.protocol.control import Exited, ExitReason, Spawn

WATCH_SECONDS: Final = 0.2
"""Time between two looks at what the child's processes take."""

SPARE_PROCESSES: Final = 8
"""Processes that must be left for another notebook."""


def supervise(orders: socket.socket, pid: int, order: Spawn) -> None:
    """Wait for the child's end, or end it; then end all that it started and report."""
    why, deserted = _wait_for_end(orders, pid, order)
    if order.has_pid_namespace:
        os.kill(-1, signal.SIGKILL)  # all at once, so that none can fork meanwhile
    _, status, usage = os.wait4(pid, 0)
    seconds = usage.ru_utime + usage.ru_stime + kill_children()
    if deserted:
        sys.exit(0)
    exited = Exited(status, seconds, usage.ru_maxrss, why, exhausted(order))
    orders.send(control.encode(exited))


def _wait_for_end(orders: socket.socket, pid: int, order: Spawn) -> tuple[ExitReason, bool]:
    """Return what ended the child, and whether the trusted side is gone."""
    handle = os.pidfd_open(pid)
    why: ExitReason = "itself"
    deserted = False
    try:
        while why == "itself":
            ready, _, _ = select.select([handle, orders.fileno()], [], [], WATCH_SECONDS)
            if handle in ready:
                break
            if ready:
                deserted, why = not orders.recv(65536), "order"
            else:
                why = excess(order)
        if why != "itself":
            os.kill(pid, signal.SIGKILL)
    finally:
        os.close(handle)
    return why, deserted


def excess(order: Spawn) -> ExitReason:
    """Return which limit the notebook is over, or "itself"."""
    limits = order.limits
    if exceeds_quota(order.scratch, limits.folder_mb * MB):
        return "files"
    if not order.has_pid_namespace:
        return "itself"
    open_too_much = open_files_exceed(limits.folder_mb * MB, limits.file_mb * MB)
    if open_too_much != "itself":
        return open_too_much
    return "memory" if memory_exceeds(2 * limits.memory_mb * MB) else "itself"


def exhausted(order: Spawn) -> bool:
    """Return whether the sandbox is used up.

    sandlock goes on counting processes that were killed.
    """
    counts_killed = order.confined and not order.has_pid_namespace
    return counts_killed and cannot_fork(min(SPARE_PROCESSES, order.limits.processes))


def kill_children() -> float:
    """Kill what the child left running, and return the CPU time that it took.

    As the subreaper, the host inherits all orphans.
    """
    seconds = 0.0
    while True:
        for pid in child_pids():
            os.kill(pid, signal.SIGKILL)
        try:
            pid, _, usage = os.wait4(-1, 0)
            while pid:  # there may be thousands: each list of them takes a moment
                seconds += usage.ru_utime + usage.ru_stime
                pid, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return seconds


def child_pids() -> list[int]:
    """Return the pids of this process's children."""
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return [int(pid) for pid in file.read().split()]
