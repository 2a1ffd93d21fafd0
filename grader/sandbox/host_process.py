"""The trusted side of the sandbox: start a host, give it orders, follow its children.

    trusted side ── control socket ──▶ host (confined, warm) ── fork ──▶ child (confined further)
         └──────────────────────── the child's own wire ───────────────────────┘

The host starts inside a sandbox that lets it read the interpreter, its packages and a part of this
package (see `environment`), write to one scratch folder, and reach no network. It forks one child
per notebook. Before the first line of the student's code the child narrows its walls to that
notebook's own scratch folder. The host holds no secret: it starts with an empty environment and
without privileges. What happens in a child can reach neither the host nor the next child.

`backends` builds the outer walls. Inside namespaces, a child becomes an unprivileged user and sets
its own resource limits. Inside sandlock, which refuses the system calls that Landlock does not
cover, setting limits among them, the trusted side sets the child's limits.

Limits of time are kept three times: by a timer in the child (which interrupts), by the trusted side
(which looks at what the processes use, interrupts, and has the host kill the child), and by the
kernel's limit on CPU time (if all else fails).

Long because a host, its orders and its children are one protocol.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import resource
import socket
import struct
import sys
from collections.abc import Iterator, Sequence
from multiprocessing.util import Finalize
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from grader.errors import SandboxError
from grader.limits import MB, Limits
from grader.notebooks import tempdirs
from grader.protocol import control
from grader.sandbox import backends
from grader.sandbox.environment import (
    PACKAGE,
    create_library,
    exposed_packages,
    granted_paths,
    host_environment,
    readable_paths,
    refuse_exposed,
)
from grader.sandbox.usage import ProcessUsage
from grader.sandbox.worker_memory import prefer_to_kill, unlimited_memory

if TYPE_CHECKING:
    from grader.protocol import messages

START_SECONDS: Final = 900.0
"""Time limit on a host's start and on its answers, however busy the machine is."""

HOST_MODULE: Final = "grader.guest.host"

CREDENTIALS: Final = struct.Struct("iII")
"""The pid, uid and gid that the kernel tells of a message's sender, as the receiver sees them."""

FIRST_UID: Final = 0x70000000
"""First of a range of unused uids: where we are root, each host's children get a uid of their own,
because the kernel counts processes (RLIMIT_NPROC) per uid."""

OURS: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""Errors of the machine. Any other over a child's folder can come from a child: some systems clean
temporary folders of old files, but a notebook should be able to do nothing of the kind."""

_uids = itertools.count(FIRST_UID + 64 * os.getpid())


class HostLost(SandboxError):
    """The host ended while it had a child."""


def open_files() -> int:
    """Return how many files this process has open."""
    return len(os.listdir("/proc/self/fd"))


class Host:
    """A warm host and the folder in which its children live. A context manager.

    It imports `modules` as it starts, and others when a notebook asks for them.
    """

    def __init__(
        self, limits: Limits, *, sandbox: str = "auto", modules: Sequence[str] = ()
    ) -> None:
        self.limits = limits
        self.modules = modules
        self.walls = backends.choose_backend(sandbox)
        self._user = next(_uids) if self.walls.has_pid_namespace and os.geteuid() == 0 else None
        self._process: backends.Process | None = None
        self._children = 0

    @property
    def running(self) -> bool:
        """Whether it has been started and not stopped."""
        return self._process is not None

    @property
    def name(self) -> str:
        """Name of the walls, for logs and reports."""
        return self.walls.name

    def __enter__(self) -> Host:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process. It warms up in the background; the first child waits for it.

        The current folder is that of the course, which students must not read.
        """
        readable, granted = readable_paths(), granted_paths(self.limits.readable, [Path.cwd()])
        if self.walls.confines:
            refuse_exposed(readable, [Path.cwd()])
        self._root, self._lock = tempdirs.create()
        modules, home = self._root / "lib", self._root / "scratch" / "host"
        create_library(modules)
        home.mkdir(parents=True)
        self._readable = [*readable, *granted, str(modules)]
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        with theirs:
            self._process = self._launch(theirs, modules, home)
        self._control = ours
        self._finalizer = Finalize(None, self.stop, exitpriority=10)  # if nobody else stops it
        self._warm = self._exhausted = False

    def _launch(self, sock: socket.socket, modules: Path, home: Path) -> backends.Process:
        launch = backends.Launch(
            command=[sys.executable, "-m", HOST_MODULE, *self.modules],
            env=host_environment(modules, home),
            home=home,
            readable=self._readable,
            package=str(modules / PACKAGE.name),
            covered=exposed_packages(self._readable),
            limits=self.limits,
        )
        with unlimited_memory():
            return self.walls.start(launch, sock)

    def ready(self) -> None:
        """Wait until the host is warm."""
        if self._warm:
            return
        try:
            self._pid = self._receive(START_SECONDS)[1]
        except HostLost as error:  # no student's code has run yet: the fault is ours
            self.stop()
            raise SandboxError(f"the students' processes can't be started: {error}") from error
        self._control.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
        self._warm = True

    def _news(self) -> control.News:
        """Return the host's next message."""
        return control.NEWS.decode(self._receive(START_SECONDS)[0])

    def _receive(self, seconds: float) -> tuple[bytes, int]:
        """Return the host's next message, and its pid as we see it, where the kernel tells that."""
        self._control.settimeout(seconds)
        try:
            data, told, _, _ = self._control.recvmsg(65536, socket.CMSG_SPACE(CREDENTIALS.size))
        except (TimeoutError, OSError) as error:
            raise HostLost("the host of the students' processes does not answer") from error
        if not data:
            raise HostLost("the host of the students' processes ended")
        return data, CREDENTIALS.unpack(told[0][2])[0] if told else 0

    def restart(self) -> None:
        """Replace a lost host with a new one."""
        self.stop()
        self.start()

    @contextlib.contextmanager
    def folder(self) -> Iterator[Path]:
        """Create a fresh folder for one notebook's process; remove it afterwards."""
        if self._exhausted or open_files() > resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2:
            self.restart()  # sandlock keeps files open for processes that are gone
        self._children += 1
        path = self._root / "scratch" / str(self._children)
        try:
            path.mkdir(mode=0o700)
            if self._user is not None:
                os.chown(path, self._user, self._user)
        except OSError as error:
            if error.errno in OURS:
                raise
            raise HostLost("the host's temporary folder was removed or closed") from error
        try:
            yield path
        finally:
            tempdirs.remove_tree(path)

    def spawn(self, folder: Path, modules: Sequence[str] = ()) -> Child:
        """Fork a child that works in `folder`; import these modules first, for all that follow."""
        from grader.protocol import messages  # late: it imports NumPy, while the host warms up

        self.ready()
        order = control.Spawn(
            scratch=str(folder),
            readable=self._readable,
            modules=list(modules),
            limits=self.limits,
            confined=self.walls.confines,
            has_pid_namespace=self.walls.has_pid_namespace,
            user=self._user,
        )
        self._control.settimeout(START_SECONDS)
        try:
            self._control.send(control.encode(order))
            data, handles, _, _ = socket.recv_fds(self._control, 65536, 1)
        except OSError as error:
            raise HostLost("the host of the students' processes ended") from error
        if not data or len(handles) != 1:
            raise HostLost("the host of the students' processes ended")
        sock = socket.socket(fileno=handles[0])
        if not self.walls.has_pid_namespace:
            limit_child(control.NEWS.decode(data), self.limits)
        channel = messages.Channel(sock, self.limits.value_mb * MB + messages.PACKET)
        return Child(self, channel, ProcessUsage(self._pid))

    def kill_child(self) -> None:
        """Order the child's end."""
        with contextlib.suppress(OSError):
            self._control.send(control.encode(control.Kill()))

    def reap(self) -> control.Exited:
        """Wait until nothing of the child is left."""
        while not isinstance(news := self._news(), control.Exited):
            pass
        self._exhausted = news.exhausted
        return news

    def stop(self) -> None:
        """End the host and remove its folder."""
        if self._process is not None:
            self._control.close()
            self._process.kill()
            self._process.wait()
            relay_errors(self._process.stderr)
            self._process = None
            self._finalizer.cancel()
            tempdirs.remove(self._root, self._lock)


def relay_errors(errors: IO[bytes] | None) -> None:
    """Write what an ended host said on its stderr to ours."""
    if errors is None:
        return
    with errors:
        os.set_blocking(errors.fileno(), False)  # a process without walls may hold it open
        said = errors.read() or b""
    for line in said.decode(errors="replace").splitlines():
        print("".join(filter(str.isprintable, line)), file=sys.stderr)


class Child:
    """A running child: its wire, what it uses, and its end."""

    def __init__(self, owner: Host, channel: messages.Channel, usage: ProcessUsage) -> None:
        self._owner = owner
        self.channel = channel
        self.usage = usage
        self.gone: control.Exited | None = None

    def end(self, *, by_force: bool = False) -> control.Exited:
        """End the child, and return how it ended."""
        if self.gone is None:
            if by_force:
                self._owner.kill_child()
            self.channel.close()
            self.gone = self._owner.reap()
        return self.gone


def limit_child(news: control.News, limits: Limits) -> None:
    """Set the resource limits of a child that cannot set its own."""
    if not isinstance(news, control.Spawned):
        raise HostLost("the host of the students' processes is out of step")
    for what, both in control.resource_limits(news.pid, limits):
        resource.prlimit(news.pid, what, both)
    prefer_to_kill(news.pid, 1000)
