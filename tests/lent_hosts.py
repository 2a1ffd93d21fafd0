"""Warm hosts that the workers of tests borrow, one after the other: see `warm`.

To start a host takes a second of a processor, which is more than a small class takes. It holds
nothing of a course and runs no line of a student's. So a worker that is forked borrows one that the
tests keep; with other walls, or further folders to read, it starts its own. It gives its host back
as it exits. A host whose worker was ended, or that has something to say, is ended, too.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import os
import select
import socket
import tempfile
import threading
import time
from multiprocessing.util import Finalize
from pathlib import Path
from typing import IO, ClassVar, Final

from grader.errors import GraderError
from grader.limits import Limits
from grader.sandbox.environment import readable_paths, refuse_exposed
from grader.sandbox.host_process import START_SECONDS, Host

GIVEN_BACK: Final = b"."
FOLDERS: Final = 1000
"""Folders of notebooks that a worker makes at most."""

KEPT: Final = 2
"""Hosts that are kept for the next worker."""


class Lender:
    """The hosts of this process, and the thread that starts and lends them: they end with it."""

    def __init__(self) -> None:
        self.address = f"\0lent-hosts-{os.getpid()}"
        self._free: list[Host] = []
        self._loans = itertools.count(1)
        self._temporary = tempfile.gettempdir()
        self._asked = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._asked.bind(self.address)
        self._asked.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """End the hosts that nobody has."""
        while self._free:
            self._free.pop().stop()

    def _serve(self) -> None:
        while True:
            worker, _ = self._asked.accept()
            host = self._free.pop() if self._free else self._start()
            if host is None:
                worker.close()
            else:
                threading.Thread(target=self._lend, args=(worker, host), daemon=True).start()

    def _start(self) -> Host | None:
        """Start a host, but not where a test has changed what it is given."""
        with contextlib.suppress(GraderError, OSError):
            host = Host(Limits())
            if host.walls.has_pid_namespace and tempfile.gettempdir() == self._temporary:
                host.start()
                host.ready()
                return host
        return None

    def _lend(self, worker: socket.socket, host: Host) -> None:
        """Let a worker have the host until it exits."""
        told = {
            "root": str(host._root),
            "readable": host._readable,
            "pid": host._pid,
            "folders": next(self._loans) * FOLDERS,
        }
        with worker:
            socket.send_fds(worker, [json.dumps(told).encode()], [host._control.fileno()])
            back = worker.recv(len(GIVEN_BACK))
        silent = not select.select([host._control], [], [], 0)[0]
        if back and silent and len(self._free) < KEPT:
            self._free.append(host)
        else:
            host.stop()


@functools.cache
def lender() -> Lender:
    """Return the lender of this process."""
    return Lender()


class Elsewhere:
    """The process of a host that another process has started."""

    stderr: IO[bytes] | None = None

    def __init__(self, control: socket.socket, pid: int) -> None:
        self._control, self._pid = control.dup(), pid

    def kill(self) -> None:
        """Have it end, since nobody is there any more to give it orders."""
        with self._control, contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)

    def wait(self) -> None:
        """Wait for the end."""
        while Path(f"/proc/{self._pid}").exists():
            time.sleep(0.01)


class Borrowed(Host):
    """A worker's host, in the place of one that it starts."""

    address: ClassVar[str] = ""
    """Where a host is to be had; each worker borrows one."""

    _loan: ClassVar[socket.socket | None] = None

    def start(self) -> None:
        """Borrow a host, or start one."""
        refuse_exposed(readable_paths(), [Path.cwd()])
        if not self._borrow():
            super().start()

    def _borrow(self) -> bool:
        address, Borrowed.address = Borrowed.address, ""
        if not (address and self.walls.has_pid_namespace and not self.limits.readable):
            return False
        Borrowed._loan = loan = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        loan.connect(address)
        data, files, _, _ = socket.recv_fds(loan, 65536, 1)
        if not data:
            return False
        told = json.loads(data)
        self._root, self._readable = Path(told["root"]), told["readable"]
        self._control = socket.socket(fileno=files[0])
        self._control.settimeout(START_SECONDS)
        self._process, self._pid = Elsewhere(self._control, told["pid"]), told["pid"]
        self._lock = os.open(os.devnull, os.O_RDONLY)
        self._finalizer = Finalize(None, self.give_back, exitpriority=10)
        self._children, self._warm, self._exhausted = told["folders"], True, False
        return True

    @classmethod
    def give_back(cls) -> None:
        """Say that this process exits by itself, and has left nothing in its host."""
        if cls._loan is not None:
            cls._loan.send(GIVEN_BACK)
