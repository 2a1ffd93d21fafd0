"""Walls around the student's process. Theory of operation:

    supervisor ── control socket ──▶ host (confined, warm) ── fork ──▶ child (confined further)
        └────────────────────── the child's own wire ──────────────────────┘

The host is started inside a sandbox which lets it read the interpreter, its packages and this
package's files, write one scratch folder, and reach no network. It forks one child a notebook, and
the child narrows its walls once more, to that notebook's own scratch folder, before the first
line of the student's runs. The host holds no secret; it is started with an empty environment and
without privileges, and what happens in a child can reach neither it nor the next child.

What Landlock does not see is refused as a system call: changing the mode, owner, times or
attributes of a file (which may be one that can only be read), and the limits, priority or
processors of another process (which may be the host). So a child's limits are set from here.

Deadlines are kept three times: by a timer in the child (polite), by the supervisor, who has the
host end the child (certain), and by the system's limit on CPU time (for when all else sleeps).
"""

from __future__ import annotations

import contextlib
import os
import platform
import resource
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec

from grader import host, wire
from grader.errors import SandboxError
from grader.limits import MB, Limits

HOST_MB: Final = 1024
"""Memory of the host itself, all its libraries loaded."""

START_SECONDS: Final = 60.0
"""A host that is not warm after this time never will be."""

SYSTEM: Final = (
    "/usr",
    "/lib",
    "/lib64",
    "/bin",
    "/sbin",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/fonts",
    "/dev/zero",
    "/dev/urandom",
)

NOBODY: Final = 65534

REFUSED: Final = (
    *("fchmod", "fchmodat", "fchmodat2", "fchown", "fchownat", "utimensat"),
    *("setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr"),
    *("prlimit64", "setpriority", "ioprio_set", "process_madvise"),
    *("sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr"),
    "memfd_create",  # memory that no limit counts
)
"""System calls that reach past the walls."""

REFUSED_X86: Final = ("chmod", "chown", "lchown", "utime", "utimes", "futimesat")
"""Older forms of the same, which other machines do not have."""


class HostLost(SandboxError):
    """The host ended while it had a child."""


class Process(Protocol):
    """A running host, whatever started it."""

    def kill(self) -> object: ...
    def wait(self) -> object: ...


def readable() -> list[str]:
    """What the student's code may read: the interpreter, its packages, this package."""
    paths = sysconfig.get_paths()
    wanted = [sys.prefix, sys.base_prefix, paths["stdlib"], paths["purelib"], *SYSTEM]
    wanted.append(str(Path(__file__).parent))
    return sorted({os.path.realpath(path) for path in wanted if os.path.exists(path)})


def environment(library: Path, home: Path) -> dict[str, str]:
    """The host's whole environment. Nothing is inherited."""
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(library),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "JOBLIB_MULTIPROCESSING": "0",
        "MPLCONFIGDIR": str(home),
        "IPYTHONDIR": str(home),
        "NBGRADER_EXECUTION": "autograde",
    }


class Host:
    """A warm host and the scratch folder in which its children live; start it with `with`."""

    def __init__(self, limits: Limits, *, confined: bool = True) -> None:
        self.limits = limits
        self.confined = confined
        self._process: Process | None = None
        self._children = 0

    @property
    def running(self) -> bool:
        """Whether it was started and not stopped."""
        return self._process is not None

    @property
    def name(self) -> str:
        """How the walls are called in logs and reports."""
        return "sandlock" if self.confined else "none (--unsafe-no-sandbox)"

    def __enter__(self) -> Host:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process and wait until it is warm."""
        self._root = Path(tempfile.mkdtemp(prefix="grader-"))
        library = self._root / "lib"
        library.mkdir()
        (library / "grader").symlink_to(Path(__file__).parent)
        (self._root / "scratch").mkdir()
        home = self._root / "scratch" / "host"
        home.mkdir()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = self._launch(theirs, library, home)
        self._control = ours
        self._news(START_SECONDS)

    def _launch(self, control: socket.socket, library: Path, home: Path) -> Process:
        command = [sys.executable, "-m", "grader.host"]
        env = environment(library, home)
        if self.confined:
            return _confined(command, control, env, home, self.limits, [str(library)])
        return _unconfined(command, control, env, home)

    def _news(self, seconds: float) -> host.News:
        """The next message of the host."""
        self._control.settimeout(seconds)
        try:
            data = self._control.recv(65536)
        except (TimeoutError, OSError) as error:
            raise HostLost("the host of the students' processes does not answer") from error
        if not data:
            raise HostLost("the host of the students' processes ended")
        news: host.News = host.NEWS.decode(data)
        return news

    def restart(self) -> None:
        """A new host in the place of one that is lost."""
        self.stop()
        self.start()

    @contextlib.contextmanager
    def folder(self) -> Iterator[Path]:
        """A fresh folder for one notebook's process; it goes with the process."""
        self._children += 1
        path = self._root / "scratch" / str(self._children)
        path.mkdir(mode=0o700)
        try:
            yield path
        finally:
            remove(path)

    def spawn(self, folder: Path) -> Child:
        """A new child, working in `folder`."""
        order = host.Spawn(str(folder), readable(), self.confined, self.limits)
        self._control.settimeout(START_SECONDS)
        try:
            self._control.send(msgspec.msgpack.encode(order))
            data, handles, _, _ = socket.recv_fds(self._control, 65536, 1)
        except OSError as error:
            raise HostLost("the host of the students' processes ended") from error
        if not data or len(handles) != 1:
            raise HostLost("the host of the students' processes ended")
        sock = socket.socket(fileno=handles[0])
        restrain(host.NEWS.decode(data), self.limits)
        return Child(self, wire.Channel(sock, self.limits.value_mb * MB + wire.PACKET))

    def kill_child(self) -> None:
        """Order the child's end."""
        with contextlib.suppress(OSError):
            self._control.send(msgspec.msgpack.encode(host.Kill()))

    def reap(self) -> host.Gone:
        """Wait until nothing of the child is left."""
        while True:
            news = self._news(START_SECONDS)
            if isinstance(news, host.Gone):
                return news

    def stop(self) -> None:
        """End the host, and clean up."""
        if self._process is not None:
            self._control.close()
            self._process.kill()
            self._process.wait()
            self._process = None
            remove(self._root)


class Child:
    """A running child: its wire, and its end."""

    def __init__(self, owner: Host, channel: wire.Channel) -> None:
        self._owner = owner
        self.channel = channel
        self.gone: host.Gone | None = None

    def end(self, *, by_force: bool = False) -> host.Gone:
        """End the child, and say how it ended."""
        if self.gone is None:
            if by_force:
                self._owner.kill_child()
            self.channel.close()
            self.gone = self._owner.reap()
        return self.gone


def restrain(child: host.News, limits: Limits) -> None:
    """Set the limits that the system keeps for one process."""
    if not isinstance(child, host.Spawned):
        raise HostLost("the host of the students' processes is out of step")
    mapped = int(Path(f"/proc/{child.pid}/statm").read_text().split()[0]) * resource.getpagesize()
    for what, most in (
        (resource.RLIMIT_AS, mapped + limits.memory_mb * MB),
        (resource.RLIMIT_FSIZE, limits.file_mb * MB),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CPU, int(limits.notebook_seconds) + 1),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.prlimit(child.pid, what, (most, most))


def remove(folder: Path) -> None:
    """Remove a folder with all that a stranger put into it, however deep."""
    try:
        shutil.rmtree(folder)
    except (OSError, RecursionError):
        subprocess.run(["rm", "-rf", "--", str(folder)], stderr=subprocess.DEVNULL, check=False)


def refused() -> list[str]:
    """The system calls to refuse on this machine."""
    return [*REFUSED, *(REFUSED_X86 if platform.machine() == "x86_64" else ())]


def _confined(
    command: list[str],
    control: socket.socket,
    env: dict[str, str],
    home: Path,
    limits: Limits,
    extra: list[str],
) -> Process:
    try:
        import sandlock
    except ImportError as error:
        raise SandboxError(
            "no isolation for the students' code: install sandlock (pip install sandlock; Linux 6.7"
            " or newer), or grade without walls by --unsafe-no-sandbox if you trust every student"
        ) from error
    box = sandlock.Sandbox(
        fs_readable=[*readable(), *extra, "/proc/self"],
        fs_writable=[str(home.parent), os.devnull],
        clean_env=True,
        env=env,
        cwd=str(home),
        max_processes=limits.processes + 1,
        max_memory=f"{2 * limits.memory_mb + HOST_MB}M",
        extra_deny_syscalls=refused(),
        no_coredump=True,
        **({"uid": NOBODY, "gid": NOBODY} if os.geteuid() == 0 else {}),
    )
    try:
        with _standard_input(control), warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # gid has no effect in this release
            process: Any = box.popen(
                command,
                stdin=sandlock.StdioMode.INHERIT,
                stdout=sandlock.StdioMode.NULL,
                stderr=sandlock.StdioMode.INHERIT,
            )
    except Exception as error:
        raise SandboxError(
            f"no isolation for the students' code: sandlock refused ({error}); it needs Linux 6.7"
            " or newer with Landlock. Grade without walls by --unsafe-no-sandbox if you trust every"
            " student"
        ) from error
    return _Owned(process, box)


def _unconfined(
    command: list[str], control: socket.socket, env: dict[str, str], home: Path
) -> Process:
    return subprocess.Popen(
        command, stdin=control.fileno(), stdout=subprocess.DEVNULL, env=env, cwd=home
    )


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
