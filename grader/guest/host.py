"""The warm host: imports once, forks one confined child a notebook, and is its warden.

It never runs a line of a student's. It is started confined by `sandbox`, with the control socket as
its standard input, and reads orders from it:

    Spawn   fork a child in a scratch folder; the child's end of a new wire is handed over
    Kill    end the child that runs, with all that it started

and says `Spawned` and, when nothing of the child is left, `Exited` (with the wait status).
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import resource
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any, Final, Literal

import msgspec

from grader.guest.accounting import cannot_fork, resident_memory, unlinked_files_exceed
from grader.guest.scratch import exceeds_quota
from grader.limits import MB, Limits

PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
PR_SET_CHILD_SUBREAPER: Final = 36

MODULES: Final = (
    "scipy.fft",
    "scipy.integrate",
    "scipy.linalg",
    "scipy.optimize",
    "scipy.signal",
    "scipy.spatial.distance",
    "scipy.special",
    "scipy.stats",
    "sklearn.decomposition",
    "sklearn.feature_selection",
    "sklearn.metrics",
    "sklearn.preprocessing",
    "sympy",
)
"""What notebooks import beside NumPy and Matplotlib. The first that mentions a module has it
imported here, before its process is forked; then it is there for all that follow."""

UNFIT: Final = 70
"""Exit status of a child that could not be set up."""

OUT_OF_MEMORY: Final = 71
"""Exit status of a child that had no memory left to go on."""

SPARE: Final = 8
"""Processes that a notebook has a use for."""

WATCH_SECONDS: Final = 0.2
"""Time between two looks at the size of a child's files."""

Why = Literal["itself", "files", "memory", "order"]


class Spawn(msgspec.Struct, tag="spawn", frozen=True, kw_only=True):
    """Fork a child which works in `scratch`; `readable` is all else that it may read."""

    scratch: str
    readable: list[str]
    modules: list[str]
    """Which of `MODULES` are to be imported first."""
    limits: Limits
    confined: bool
    restrained: bool
    """Whether the child sets its own limits."""
    alone: bool
    """Whether the host sees no processes but its own and the child's: it has a namespace."""
    user: int | None
    """Who the child becomes, where the host is root."""


class Kill(msgspec.Struct, tag="kill", frozen=True):
    """End the child."""


class Spawned(msgspec.Struct, tag="spawned", frozen=True):
    """The child runs; its wire comes with this message. It waits there for its first order, so that
    the supervisor can set its limits by its number."""

    pid: int = 0


class Exited(msgspec.Struct, tag="gone", frozen=True):
    """The child and all that it started are gone."""

    status: int
    seconds: float
    memory_kb: int
    why: Why = "itself"
    """What ended it: its files, the memory of its processes, an order, or itself."""
    worn: bool = False
    """Whether the next child would find its sandbox used up."""


HostOrder = Spawn | Kill
News = Spawned | Exited
ORDERS: Final = msgspec.msgpack.Decoder(HostOrder)
NEWS: Final = msgspec.msgpack.Decoder(News)


def main() -> None:
    """Import, then obey until the control socket closes."""
    control = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    tolerate_walls()
    shell = warm()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # whoever gave orders is gone
        control.send(msgspec.msgpack.encode(Spawned()))
        while data := control.recv(65536):
            order = ORDERS.decode(data)
            if isinstance(order, Spawn):
                import_modules(shell, order.modules)
                supervise(control, spawn(control, shell, order), order)


def tolerate_walls() -> None:
    """Let a copied file keep its default mode and times: the walls refuse to change either, and
    Python's own `shutil.copy` would fail for it."""
    for name in ("chmod", "utime", "setxattr"):
        setattr(os, name, _where_allowed(getattr(os, name)))


def _where_allowed(change: Callable[..., None]) -> Callable[..., None]:
    def attempt(*args: Any, **kwargs: Any) -> None:
        with contextlib.suppress(PermissionError):
            change(*args, **kwargs)

    return attempt


def warm() -> Any:
    """Import what every notebook needs, take the slow first steps, and make forks cheap."""
    # Imported for the children. NumPy by itself leaves out what it may not need.
    import numpy.fft
    import numpy.random  # noqa: F401
    import sandlock  # noqa: F401

    from grader import lesson  # noqa: F401
    from grader.guest import kernel, seccomp  # noqa: F401

    shell = kernel.warm_shell()
    freeze_heap()
    return shell


def import_modules(shell: Any, modules: Iterable[str]) -> None:
    """Import modules for all notebooks that follow."""
    from grader.guest import kernel

    missing = [name for name in modules if name in MODULES and name not in sys.modules]
    for name in missing:
        importlib.import_module(name)
        if name in kernel.FIRST_USE:
            kernel.rehearse(shell, kernel.FIRST_USE[name])
    if missing:
        freeze_heap()


def freeze_heap() -> None:
    """Have the collector leave alone what is here to stay: no child copies its pages for that."""
    gc.collect()
    gc.freeze()


def spawn(control: socket.socket, shell: Any, order: Spawn) -> int:
    """Fork the child; it never returns from here."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pid = os.fork()
    if pid:
        theirs.close()
        socket.send_fds(control, [msgspec.msgpack.encode(Spawned(pid))], [ours.fileno()])
        ours.close()
        return pid
    try:
        control.close()
        ours.close()
        child(shell, theirs, order)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception:  # before the student's first line
        if os.path.isdir(order.scratch):  # a fault of ours: who gave the order is still there
            traceback.print_exc(file=sys.__stderr__)
        os._exit(UNFIT)
    finally:
        os._exit(0)


def child(shell: Any, sock: socket.socket, order: Spawn) -> None:
    """Give up what is not needed, then serve the student's notebook."""
    from grader.guest import kernel
    from grader.protocol import messages

    if order.restrained:
        for what, most in resource_limits(os.getpid(), order.limits):
            resource.setrlimit(what, (most, most))
        resource.setrlimit(resource.RLIMIT_NPROC, (order.limits.processes, order.limits.processes))
    if order.user is not None:
        os.setgroups([])
        os.setresgid(order.user, order.user, order.user)
        os.setresuid(order.user, order.user, order.user)
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)  # so that the host may count its files
    os.chdir(order.scratch)
    os.environ["HOME"] = os.environ["TMPDIR"] = order.scratch
    sys.path[0] = order.scratch  # where a notebook finds the modules beside it
    if order.confined:
        confine(order)
    shell.capture_descriptors()
    channel = messages.Channel(sock, order.limits.value_mb * MB)
    sys.setrecursionlimit(order.limits.recursion)
    kernel.Kernel(channel, shell, order.limits).serve()


def resource_limits(pid: int, limits: Limits) -> list[tuple[int, int]]:
    """The limits that the system keeps for one process, beyond the memory that it has already."""
    with open(f"/proc/{pid}/statm") as file:
        mapped = int(file.read().split()[0]) * resource.getpagesize()
    return [
        (resource.RLIMIT_AS, mapped + limits.memory_mb * MB),
        (resource.RLIMIT_FSIZE, limits.file_mb * MB),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CPU, int(limits.notebook_seconds) + 1),
        (resource.RLIMIT_CORE, 0),
    ]


def confine(order: Spawn) -> None:
    """Narrow the walls around the host to this notebook's own folder.

    The host and other processes are outside of the new walls: they can't be signalled, traced or
    read from within.
    """
    import sandlock

    from grader.guest.seccomp import refuse_calls

    own = ["/proc"] if order.alone else []  # scikit-learn looks there for the libraries it has
    readable, writable = [*order.readable, *own], [order.scratch, os.devnull]
    sandlock.confine(sandlock.Sandbox(fs_readable=readable, fs_writable=writable))
    refuse_calls()


def supervise(control: socket.socket, pid: int, order: Spawn) -> None:
    """Wait for the child's end, or bring it about; then leave nothing of it behind."""
    handle = os.pidfd_open(pid)
    why: Why = "itself"
    deserted = False
    try:
        while why == "itself":
            ready, _, _ = select.select([handle, control.fileno()], [], [], WATCH_SECONDS)
            if handle in ready:
                break
            if ready:
                deserted, why = not control.recv(65536), "order"
            else:
                why = excess(order)
        if why != "itself":
            os.kill(pid, signal.SIGKILL)
    finally:
        os.close(handle)
    if order.alone:
        os.kill(-1, signal.SIGKILL)  # all at once: nothing of them can fork meanwhile
    _, status, usage = os.wait4(pid, 0)
    kill_children()
    if deserted:
        sys.exit(0)
    gone = Exited(status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, why, exhausted(order))
    control.send(msgspec.msgpack.encode(gone))


def excess(order: Spawn) -> Why:
    """What a notebook took too much of."""
    most = order.limits.folder_mb * MB
    if exceeds_quota(order.scratch, most) or (order.alone and unlinked_files_exceed(most)):
        return "files"
    if order.alone and resident_memory() > 2 * order.limits.memory_mb * MB:
        return "memory"
    return "itself"


def exhausted(order: Spawn) -> bool:
    """Whether the sandbox is used up: sandlock goes on counting processes that were killed."""
    counts = order.confined and not order.alone
    return counts and cannot_fork(min(SPARE, order.limits.processes))


def kill_children() -> None:
    """End whatever the child left running: orphans come to us, the subreaper."""
    while True:
        for pid in child_pids():
            os.kill(pid, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def child_pids() -> list[int]:
    """Our children by number."""
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return [int(pid) for pid in file.read().split()]


if __name__ == "__main__":
    main()
