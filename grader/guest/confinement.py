"""What a child gives up before the student's first line runs.

Resources, privileges, files, system calls.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import struct
from typing import Final

from grader.protocol.control import Spawn, resource_limits

PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
PR_CAP_AMBIENT: Final = 47
PR_CAP_AMBIENT_CLEAR_ALL: Final = 4
CAPABILITY_VERSION: Final = 0x20080522


def set_limits(order: Spawn) -> None:
    """Set the process's own resource limits; without a PID namespace the trusted side does."""
    if not order.has_pid_namespace:
        return
    for what, both in resource_limits(os.getpid(), order.limits):
        resource.setrlimit(what, both)
    resource.setrlimit(resource.RLIMIT_NPROC, (order.limits.processes, order.limits.processes))


def drop_privileges(user: int | None) -> None:
    """Become an unprivileged user where the host is root."""
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)


def drop_capabilities() -> None:
    """Clear all sets of capabilities, also those that a new program would get."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    header, none = struct.pack("Ii", CAPABILITY_VERSION, 0), bytes(24)
    libc.capset(header, none)


def tie_to_host() -> None:
    """Die with the host and before it, and let it count the files of this process."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")  # when memory runs out, the kernel begins here


def confine(order: Spawn) -> None:
    """Narrow the host's walls to this notebook's own folder.

    The host and other processes are outside the new walls: they cannot be signalled, traced or
    read from within.
    """
    if not order.confined:
        return
    import sandlock

    from grader.guest.seccomp import install_filter

    # scikit-learn looks in /proc for the libraries that are loaded.
    own = ["/proc"] if order.has_pid_namespace else []
    readable, writable = [*order.readable, *own], [order.scratch, os.devnull]
    sandlock.confine(sandlock.Sandbox(fs_readable=readable, fs_writable=writable))
    install_filter()
