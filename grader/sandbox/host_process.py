"""Walls around the student's process. Theory of operation:

    supervisor ── control socket ──▶ host (confined, warm) ── fork ──▶ child (confined further)
        └────────────────────── the child's own wire ──────────────────────┘

The host is started inside a sandbox which lets it read the interpreter, its packages and this
package's files, write one scratch folder, and reach no network. It forks one child a notebook, and
the child narrows its walls once more, to that notebook's own scratch folder, before the first
line of the student's runs. The host holds no secret; it is started with an empty environment and
without privileges, and what happens in a child can reach neither it nor the next child.

The outer walls are those of `backends`. Where they are namespaces, a child becomes nobody and sets
its own limits before it is the student's. Where they are sandlock's, what Landlock does not see is
refused as a system call, the setting of limits too; so there a child's limits are set from here.

Deadlines are kept three times: by a timer in the child (polite), by the supervisor, who has the
host end the child (certain), and by the system's limit on CPU time (for when all else sleeps).
"""

from __future__ import annotations

import contextlib
import itertools
import os
import resource
import socket
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import SandboxError
from grader.guest import host
from grader.guest.scratch import remove_tree
from grader.limits import MB, Limits
from grader.protocol import messages
from grader.sandbox import backends, tempdirs

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

PROCESSOR: Final = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
"""Variables by which a machine's owner makes linear algebra right on its processor."""


FIRST_UID: Final = 0x70000000
"""Users that no machine has: where we are root, each host's children are another one, so that the
processes of one count against nobody else's limit."""

_uids = itertools.count(FIRST_UID + 64 * os.getpid())


class HostLost(SandboxError):
    """The host ended while it had a child."""


def mentioned_modules(sources: Iterable[str]) -> list[str]:
    """The modules that these texts seem to use: every part of their names is there."""
    text = "\n".join(sources)
    return [name for name in host.MODULES if all(part in text for part in name.split("."))]


def readable_paths() -> list[str]:
    """What the student's code may read: the interpreter, its packages, this package, by the names
    that they have and by those behind links."""
    paths = sysconfig.get_paths()
    python = [sys.prefix, sys.base_prefix, paths["stdlib"], paths["purelib"]]
    behind = [
        os.path.realpath(path) for path in (*python, *SYSTEM, str(Path(__file__).parent.parent))
    ]
    return sorted({path for path in (*python, *behind) if os.path.exists(path)})


def host_environment(library: Path, home: Path) -> dict[str, str]:
    """The host's whole environment. Nothing is inherited but how to calculate."""
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(library),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",
        **{name: os.environ[name] for name in PROCESSOR if name in os.environ},
        "OMP_NUM_THREADS": "1",
        "JOBLIB_MULTIPROCESSING": "0",
        "MPLCONFIGDIR": str(home),
        "IPYTHONDIR": str(home),
        "NBGRADER_EXECUTION": "autograde",
    }


class Host:
    """A warm host and the scratch folder in which its children live; start it with `with`."""

    def __init__(self, limits: Limits, *, sandbox: str = "auto") -> None:
        self.limits = limits
        self.walls = backends.choose_backend(sandbox)
        self._user = next(_uids) if self.walls.has_pid_namespace and os.geteuid() == 0 else None
        self._process: backends.Process | None = None
        self._children = 0

    @property
    def running(self) -> bool:
        """Whether it was started and not stopped."""
        return self._process is not None

    @property
    def name(self) -> str:
        """How the walls are called in logs and reports."""
        return self.walls.name

    def __enter__(self) -> Host:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process. It gets warm meanwhile; the first child waits for it."""
        self._root, self._hold = tempdirs.create()
        self._readable = readable_paths()
        library = self._root / "lib"
        library.mkdir()
        (library / "grader").symlink_to(Path(__file__).parent.parent)
        (self._root / "scratch").mkdir()
        home = self._root / "scratch" / "host"
        home.mkdir()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = self._launch(theirs, library, home)
        self._control = ours
        self._last = Finalize(None, self.stop, exitpriority=10)  # if nobody else stops it
        self._warm = self._worn = False

    def _launch(self, control: socket.socket, library: Path, home: Path) -> backends.Process:
        launch = backends.Launch(
            command=[sys.executable, "-m", "grader.guest.host"],
            env=host_environment(library, home),
            home=home,
            readable=[*self._readable, str(library)],
            limits=self.limits,
        )
        return self.walls.start(launch, control)

    def ready(self) -> None:
        """Wait until the host is warm."""
        if self._warm:
            return
        try:
            self._news(START_SECONDS)
        except HostLost as error:  # no student's code ran yet: the fault is ours
            raise SandboxError(f"the students' processes can't be started: {error}") from error
        self._warm = True

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
        if self._worn:
            self.restart()
        self._children += 1
        path = self._root / "scratch" / str(self._children)
        try:
            path.mkdir(mode=0o700)
        except FileNotFoundError as error:  # temporary folders are swept, and servers run for long
            raise HostLost("the host's temporary folder was removed") from error
        if self._user is not None:
            os.chown(path, self._user, self._user)
        try:
            yield path
        finally:
            remove_tree(path)

    def spawn(self, folder: Path, sources: Iterable[str] = ()) -> Child:
        """A new child, working in `folder`. What the cells with these texts import is there."""
        self.ready()
        order = host.Spawn(
            scratch=str(folder),
            readable=self._readable,
            modules=mentioned_modules(sources),
            limits=self.limits,
            confined=self.walls.confines,
            restrained=self.walls.has_pid_namespace,
            alone=self.walls.has_pid_namespace,
            user=self._user,
        )
        self._control.settimeout(START_SECONDS)
        try:
            self._control.send(msgspec.msgpack.encode(order))
            data, handles, _, _ = socket.recv_fds(self._control, 65536, 1)
        except OSError as error:
            raise HostLost("the host of the students' processes ended") from error
        if not data or len(handles) != 1:
            raise HostLost("the host of the students' processes ended")
        sock = socket.socket(fileno=handles[0])
        if not self.walls.has_pid_namespace:
            restrain(host.NEWS.decode(data), self.limits)
        return Child(self, messages.Channel(sock, self.limits.value_mb * MB + messages.PACKET))

    def kill_child(self) -> None:
        """Order the child's end."""
        with contextlib.suppress(OSError):
            self._control.send(msgspec.msgpack.encode(host.Kill()))

    def reap(self) -> host.Exited:
        """Wait until nothing of the child is left."""
        while not isinstance(news := self._news(START_SECONDS), host.Exited):
            pass
        self._worn = news.worn
        return news

    def stop(self) -> None:
        """End the host, and clean up."""
        if self._process is not None:
            self._control.close()
            self._process.kill()
            self._process.wait()
            self._process = None
            self._last.cancel()
            remove_tree(self._root)
            os.close(self._hold)


class Child:
    """A running child: its wire, and its end."""

    def __init__(self, owner: Host, channel: messages.Channel) -> None:
        self._owner = owner
        self.channel = channel
        self.gone: host.Exited | None = None

    def end(self, *, by_force: bool = False) -> host.Exited:
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
    for what, most in host.resource_limits(child.pid, limits):
        resource.prlimit(child.pid, what, (most, most))
