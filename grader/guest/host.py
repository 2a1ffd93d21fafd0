"""The warm host: imports the libraries once and forks one child per notebook.

It never runs a line of a student's code. The trusted side starts it inside the sandbox, with the
control socket as its standard input, and sends it orders (see `protocol.control`): fork a child
(`Spawn`), and end it (`Kill`). The host answers `Spawned`, together with the trusted side's end of
the child's wire, and `Exited` once nothing of the child is left.
"""

from __future__ import annotations

import asyncio.selector_events
import contextlib
import ctypes
import gc
import importlib
import os
import resource
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from grader.guest import own_tmp, thread_pools
from grader.guest.front_end import name_localhost
from grader.guest.supervision import supervise
from grader.guest.text import exceptions_behind
from grader.limits import MB
from grader.protocol import control
from grader.protocol.control import STOP, Spawn, Spawned, resource_limits

if TYPE_CHECKING:
    from grader.guest.shell import Shell

PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
PR_SET_CHILD_SUBREAPER: Final = 36
PR_CAP_AMBIENT: Final = 47
PR_CAP_AMBIENT_CLEAR_ALL: Final = 4
CAPABILITY_VERSION: Final = 0x20080522
MADV_COLLAPSE: Final = 25

HUGE: Final = 2 * 1024 * 1024
"""Bytes of a huge page on usual machines; elsewhere the kernel refuses."""


def main() -> None:
    """Import the libraries, then obey orders until the control socket closes."""
    orders = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    ignore_refused_changes()
    own_tmp.redirect()
    vars(asyncio.selector_events)["_HAS_SENDMSG"] = False  # it is refused
    name_localhost()
    thread_pools.prepare()
    shell = warm_up(sys.argv[1:])
    del sys.argv[1:]
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the trusted side ended
        orders.send(control.encode(Spawned()))
        while received := orders.recv(65536):
            order = control.ORDERS.decode(received)
            if isinstance(order, Spawn):
                import_modules(shell, order.modules)
                supervise(orders, fork_child(orders, shell, order), order)


def ignore_refused_changes() -> None:
    """Let changes of modes, owners, times and attributes pass silently, since they are refused.

    Python's own `shutil.copy` and archives would fail otherwise. A missing file is told, as the
    filter of system calls does not tell: `Path.touch` asks so whether to make one.
    """
    for name in ("chmod", "fchmod", "chown", "fchown", "lchown", "utime", "setxattr"):
        setattr(os, name, _where_permitted(getattr(os, name)))


def _where_permitted(change: Callable[..., None]) -> Callable[..., None]:
    def attempt(*args: object, **kwargs: Any) -> None:
        path = args[0] if args else kwargs.get("path", kwargs.get("fd"))
        if isinstance(path, str | bytes | os.PathLike):
            os.lstat(path, dir_fd=kwargs.get("dir_fd"))
        with contextlib.suppress(PermissionError):
            change(*args, **kwargs)

    return attempt


FIRST_USE: Final = {
    "sympy": (
        "import sympy\nx = sympy.Symbol('x')\nsympy.sqrt(x / 2)",
        "sympy.simplify(x.diff(x)), sympy.simplify(sympy.sin(x) + x / 2)",
        "sympy.solve(x**3 - 2 * x, x), sympy.solveset(x**2 - 1, x), sympy.lambdify(x, x)",
    )
}
"""Cells that are slow the first time, by the module that they use."""


def warm_up(modules: Iterable[str]) -> Shell:
    """Import what every notebook needs, and these modules; return a shell that ran slow cells."""
    # Imported for the children; NumPy defers some of its own modules.
    import numpy.fft
    import numpy.random  # noqa: F401
    import sandlock  # noqa: F401

    from grader import checks  # noqa: F401
    from grader.guest import kernel, lesson_functions, seccomp, shell  # noqa: F401

    lesson_functions.stand_in_for_lesson()
    warm = shell.warm_shell()
    if not import_modules(warm, modules):
        freeze_heap()
    return warm


def import_modules(shell: Shell, modules: Iterable[str]) -> bool:
    """Import modules for this notebook and all that follow; return whether any was missing."""
    missing = [name for name in modules if name not in sys.modules]
    draws = "matplotlib" in sys.modules
    for name in missing:
        # Some ask for the shell as they are imported. A notebook tells what is missing.
        with contextlib.suppress(ImportError), shell.builtin_trap:
            importlib.import_module(name)
        if name in FIRST_USE:
            shell.rehearse(FIRST_USE[name])
    if "matplotlib" in sys.modules and not draws:
        from grader.guest import figures

        figures.show_inline(shell)
    if missing:
        freeze_heap()
    return bool(missing)


def freeze_heap() -> None:
    """Exempt all present objects from garbage collection, so that no child copies their pages."""
    gc.collect()
    gc.freeze()
    gather_heap()


def gather_heap() -> None:
    """Have the kernel gather the pages of this process's own memory into huge ones.

    It copies an entry for each page when a process forks, and drops it when that ends: a third of
    what a copy costs. Where it cannot gather pages (before Linux 6.1), nothing changes.
    """
    libc = ctypes.CDLL(None)
    with open("/proc/self/maps") as file:
        lines = file.read().splitlines()
    for line in lines:
        place, mode, _, _, inode = line.split()[:5]
        if mode == "rw-p" and inode == "0":  # it can be written, and belongs to no file
            start, end = (int(address, 16) for address in place.split("-"))
            for page in range(-(-start // HUGE) * HUGE, end - HUGE + 1, HUGE):
                libc.madvise(ctypes.c_void_p(page), ctypes.c_size_t(HUGE), MADV_COLLAPSE)


def fork_child(orders: socket.socket, shell: Shell, order: Spawn) -> int:
    """Fork the child and return its pid; the child itself never returns from here."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pid = os.fork()
    if pid:
        theirs.close()
        socket.send_fds(orders, [control.encode(Spawned(pid))], [ours.fileno()])
        ours.close()
        return pid
    status = 0
    try:
        orders.close()
        ours.close()
        serve_notebook(shell, theirs, order)
    except Exception as error:  # noqa: BLE001 - before the student's first line, or in IPython
        if any(isinstance(one, MemoryError) for one in exceptions_behind(error)):
            status = control.OUT_OF_MEMORY
        else:
            status = control.SETUP_FAILED
            if os.path.isdir(order.scratch):  # else the trusted side was killed: nobody reads this
                traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(status)


def serve_notebook(shell: Shell, sock: socket.socket, order: Spawn) -> None:
    """Give up all rights that the notebook does not need, then answer requests."""
    from grader.guest.front_end import enter_folder
    from grader.guest.kernel import Kernel
    from grader.protocol.messages import Channel

    signal.signal(STOP, signal.SIG_IGN)  # until code runs that it may interrupt
    set_limits(order)
    drop_privileges(order.user)
    drop_capabilities()
    tie_to_host()
    os.chdir(order.scratch)
    os.environ["HOME"] = os.environ["TMPDIR"] = order.scratch
    for name in ("MPLCONFIGDIR", "IPYTHONDIR"):
        del os.environ[name]  # the host's, which this process may not read
    find_modules_here()
    own_tmp.begin(order.scratch, order.readable)
    enter_folder(shell, order.scratch)
    confine(order)
    shell.capture_descriptors()
    channel = Channel(sock, order.limits.value_mb * MB)
    sys.setrecursionlimit(order.limits.recursion)
    Kernel(channel, shell, order.limits).serve()


def find_modules_here() -> None:
    """Let a notebook import modules of its current folder, after the standard library's."""
    del sys.path[0]
    packages = (n for n, path in enumerate(sys.path) if path.endswith("site-packages"))
    sys.path.insert(next(packages, len(sys.path)), "")


# What a child gives up before the student's first line runs ------------------------------------


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


if __name__ == "__main__":
    main()
