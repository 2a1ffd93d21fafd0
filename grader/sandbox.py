"""Walls around the student's process. Theory of operation:

    supervisor ── control socket ──▶ host (confined, warm) ── fork ──▶ child (confined further)
        └────────────────────── the child's own wire ──────────────────────┘

The host is started inside a sandbox which lets it read the interpreter, its packages and this
package's files, write one scratch folder, and reach no network. It forks one child a notebook, and
the child narrows its walls once more, to that notebook's own scratch folder, before the first
line of the student's runs. The host holds no secret; it is started with an empty environment and
without privileges, and what happens in a child can reach neither it nor the next child.

Deadlines are kept three times: by a timer in the child (polite), by the supervisor, who has the
host end the child (certain), and by the system's limit on CPU time (for when all else sleeps).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
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
            raise SandboxError("the host of the students' processes does not answer") from error
        if not data:
            raise SandboxError(
                "the host of the students' processes ended; its own message stands above this line"
            )
        news: host.News = host.NEWS.decode(data)
        return news

    @contextlib.contextmanager
    def folder(self) -> Iterator[Path]:
        """A fresh folder for one notebook's process; it goes with the process."""
        self._children += 1
        path = self._root / "scratch" / str(self._children)
        path.mkdir(mode=0o700)
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)

    def spawn(self, folder: Path) -> Child:
        """A new child, working in `folder`."""
        order = host.Spawn(str(folder), readable(), self.confined, self.limits)
        self._control.send(msgspec.msgpack.encode(order))
        self._control.settimeout(START_SECONDS)
        data, handles, _, _ = socket.recv_fds(self._control, 65536, 1)
        if not data or len(handles) != 1:
            raise SandboxError("the host of the students' processes ended")
        sock = socket.socket(fileno=handles[0])
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
        shutil.rmtree(self._root, ignore_errors=True)


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
        fs_readable=[*readable(), *extra, "/proc"],
        fs_writable=[str(home.parent), os.devnull],
        clean_env=True,
        env=env,
        cwd=str(home),
        max_processes=limits.processes + 1,
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
    import subprocess

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
