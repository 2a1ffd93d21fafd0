"""A worker: a process that does one task at a time, bytes in and bytes out, and its parent's side.

The parent first sends where modules are found, then what to begin with. It learns how a worker
ended, and what that had noted down last. A worker ends with the thread that started it, however
that ends: none is left behind. That is no fault that anybody has to be told of, so it ends without
a word; processes of `multiprocessing` would print a traceback.
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe
from typing import Any, Final, TypeAlias

import msgspec

from grader.sandbox.leaving_nothing import Reaped, reaped

LEAVING_SECONDS: Final = 5.0
"""Time that a worker has to exit when there is nothing left to do."""

PROGRAM: Final = "from grader.grading import worker_process; worker_process.serve({}, {})"
"""What the process runs, with the descriptors of its wire and of its note."""

NOTE_BYTES: Final = 1024
PR_SET_PDEATHSIG: Final = 1

Work: TypeAlias = Callable[[bytes], bytes]
Begin: TypeAlias = Callable[..., Work]

note: Any = None
"""In a worker: characters shared with its parent, which reads them if the worker ends over a task.
Their `value` may be set to bytes without zeros that tell what it is at."""


class Crash(msgspec.Struct, frozen=True):
    """The end of a worker over its task: an exit status, or minus the number of a signal."""

    status: int
    note: bytes = b""
    """What the worker had written down last, see `note`."""


class WorkerProcess:
    """The parent's side. Ctrl-C must be blocked in the thread that starts it, see `serve`."""

    def __init__(self, begin: Begin, arguments: tuple[Any, ...]) -> None:
        self.tasks = 0
        self._wire, theirs = Pipe()
        with theirs, tempfile.TemporaryFile() as file:
            file.truncate(NOTE_BYTES)
            given = (theirs.fileno(), file.fileno())
            self._note = shared_note(given[1])
            # -P: no module comes out of the folder in which the command happens to be
            self._process = Reaped(
                reaped(sys.executable, "-P", "-c", PROGRAM.format(*given)),
                pass_fds=given,
                stdin=subprocess.DEVNULL,
            )
        with contextlib.suppress(OSError):  # it has ended, as its silence tells next
            self._wire.send_bytes(msgspec.msgpack.encode((self._process.pid, sys.path)))
            self._wire.send_bytes(pickle.dumps((begin, arguments)))

    @property
    def running(self) -> bool:
        """Whether the process has not ended."""
        return self._process.poll() is None

    def begun(self) -> bool:
        """Wait until the process is ready for tasks; return whether it is."""
        return self._receive() is not None

    def ask(self, data: bytes) -> bytes | Crash:
        """Have a task done, and return the outcome."""
        self.tasks += 1
        self._note.value = b""
        with contextlib.suppress(OSError):  # it has ended, as its silence tells next
            self._wire.send_bytes(data)
        answer = self._receive()
        return Crash(self.end(), self._note.value) if answer is None else answer

    def end(self) -> int:
        """Let the process exit, or kill it after some seconds; return its exit status."""
        self._wire.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(LEAVING_SECONDS)
        self._process.kill()
        return self._process.wait()

    def kill(self) -> None:
        """Kill the process; the thread that waits for its answer goes on."""
        self._process.kill()

    def _receive(self) -> bytes | None:
        """Read what the process sent; return None if it has ended."""
        try:
            return self._wire.recv_bytes()
        except (EOFError, OSError):
            return None


def shared_note(file: int) -> ctypes.Array[ctypes.c_char]:
    """Map the file of a note into memory."""
    return (ctypes.c_char * NOTE_BYTES).from_buffer(mmap.mmap(file, NOTE_BYTES))


def serve(wire_file: int, note_file: int) -> None:
    """Begin, then do tasks until the wire is closed: the life of a worker.

    Ctrl-C is for the parent. A worker ignores it, and starts with it blocked, so that none comes
    before it can say so itself.
    """
    global note
    wire = Connection(wire_file)
    try:
        parent, sys.path[:] = msgspec.msgpack.decode(wire.recv_bytes(), type=tuple[int, list[str]])
        _end_with(parent)
        note = shared_note(note_file)
        signal.signal(signal.SIGINT, lambda *_: None)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        begin, arguments = pickle.loads(wire.recv_bytes())  # noqa: S301 - from the parent itself
        work = begin(*arguments)
        wire.send_bytes(b"begun")
        while True:
            wire.send_bytes(work(wire.recv_bytes()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _end_with(parent: int) -> None:
    """Have the system kill this process when the thread that started it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
