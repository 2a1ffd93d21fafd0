"""Worker processes, each driven by a thread of its parent: one task at a time, bytes in, bytes out.

The parent first sends where modules are found, then what to begin with. It learns how a worker
ended, and what that had noted last. A worker ends with the thread that started it, however
that ends: none is left behind. That is no fault that anybody has to be told of, so it ends without
a word; processes of `multiprocessing` would print a traceback.

`ProcessPoolExecutor` breaks as a whole when one process dies, and does not say which task it had.
Here the other workers go on, and the task learns how its worker ended.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from multiprocessing.connection import Connection, Pipe
from typing import Any, Final, TypeAlias, TypeVar

import msgspec

from grader.errors import GraderError
from grader.sandbox.leaving_nothing import Reaped, hear_of_ends, reaped

TASKS: Final = 500
"""Tasks after which a worker is replaced, to bound what libraries leak."""

STARTS: Final = 2
"""Starts that may fail in a row before a task is given up."""

NONE_BEGINS: Final = "The grading processes end before they begin; what was graded before is kept."

LEAVING_SECONDS: Final = 5.0
"""Time that a worker has to exit when there is nothing left to do."""

PROGRAM: Final = "from grader.grading import worker_process; worker_process.serve({})"
"""What the process runs, with the descriptor of its wire."""

ANSWER, NOTE = b"a", b"n"
"""What a worker sends: the first byte tells which."""

PR_SET_PDEATHSIG: Final = 1

Work: TypeAlias = Callable[[bytes], bytes]
Begin: TypeAlias = Callable[..., Work]
T = TypeVar("T")

_wire: Connection[bytes, bytes] | None = None
"""In a worker: the wire to its parent."""


class Crash(msgspec.Struct, frozen=True):
    """The end of a worker over its task: an exit status, or minus the number of a signal."""

    status: int
    note: bytes = b""
    """What the worker had noted last."""


class WorkerProcess:
    """The parent's side. Ctrl-C must be blocked in the thread that starts it, see `serve`."""

    def __init__(self, begin: Begin, arguments: tuple[Any, ...]) -> None:
        self.tasks = 0
        self._closing = threading.Lock()
        self._wire, theirs = Pipe()
        with theirs:
            # -P: no module comes out of the folder in which the command happens to be
            self._process = Reaped(
                reaped(sys.executable, "-P", "-c", PROGRAM.format(theirs.fileno())),
                pass_fds=[theirs.fileno()],
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
        with contextlib.suppress(OSError):  # it has ended, as its silence tells next
            self._wire.send_bytes(data)
        note = b""
        while (received := self._receive()) is not None:
            if received.startswith(ANSWER):
                return received[1:]
            note = received[1:]
        return Crash(self.end(), note)

    def dismiss(self) -> None:
        """Tell the process that there is nothing left to do."""
        with self._closing:  # also by another thread: a number of a file is closed once
            self._wire.close()

    def end(self) -> int:
        """Let the process exit, or kill it after some seconds; return its exit status."""
        self.dismiss()
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


class Worker:
    """The worker process of a thread: started when it is needed, and anew when it has ended."""

    def __init__(self, start: Callable[[], WorkerProcess], closed: threading.Event) -> None:
        self._start, self._closed = start, closed
        self._process: WorkerProcess | None = None
        self.busy = False

    def ready(self) -> WorkerProcess:
        """Return the running process, which is started if need be."""
        process = self._process
        if process is not None and process.tasks < TASKS and process.running:
            return process
        self.end()
        for _ in range(STARTS):
            self._refuse_if_closed()
            try:
                self._process = process = self._start()
            except OSError as error:
                raise GraderError(f"A grading process can't be started: {error}.") from error
            self._refuse_if_closed()  # it was not there yet to be killed
            if process.begun():
                return process
            self.end()
        raise GraderError(NONE_BEGINS)

    def ask(self, data: bytes) -> bytes | Crash:
        """Have the process do a task."""
        answer = self.ready().ask(data)
        if isinstance(answer, Crash):
            self._process = None
            self._refuse_if_closed()
        return answer

    def pause(self, seconds: float) -> None:
        """Wait, but not longer than until the end."""
        self._closed.wait(seconds)

    def stop(self) -> None:
        """Have the process end, from another thread: at once if it is busy."""
        if (process := self._process) is not None:
            process.kill() if self.busy else process.dismiss()

    def end(self) -> None:
        """Let the process exit, and wait for that."""
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def _refuse_if_closed(self) -> None:
        if self._closed.is_set():
            raise CancelledError


class WorkerThreads:
    """At most `size` threads. One starts when there is a task for which no other one is free."""

    def __init__(self, size: int, begin: Begin, arguments: tuple[Any, ...]) -> None:
        hear_of_ends()  # for nbgrader's commands; ours have done so
        self.size = size
        self._start = functools.partial(WorkerProcess, begin, arguments)
        self._executor = ThreadPoolExecutor(size, "worker", self._begin_thread)
        self._of_thread = threading.local()
        self._workers: list[Worker] = []
        self._closed = threading.Event()

    def __enter__(self) -> WorkerThreads:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, do: Callable[[Worker], T]) -> Future[T]:
        """Have a thread do something with its worker."""
        try:
            return self._executor.submit(self._do, do)
        except RuntimeError:  # it was closed
            raise CancelledError from None

    def start(self) -> list[Future[WorkerProcess]]:
        """Start all workers; the futures tell when each has begun, or that it does not."""
        return [self.submit(Worker.ready) for _ in range(self.size)]

    def close(self) -> None:
        """End the workers: those that wait exit, busy ones are killed. What waits is cancelled."""
        self._closed.set()
        for worker in self._workers:
            worker.stop()
        for worker in self._workers:
            worker.end()  # as long as its thread is there
        self._executor.shutdown(cancel_futures=True)

    def _begin_thread(self) -> None:
        """Give a thread its worker, whose process starts with what the thread blocks."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # it is for the command
        self._of_thread.worker = Worker(self._start, self._closed)
        self._workers.append(self._of_thread.worker)

    def _do(self, do: Callable[[Worker], T]) -> T:
        worker: Worker = self._of_thread.worker
        worker.busy = True
        try:
            return do(worker)
        finally:
            worker.busy = False


def note(data: bytes) -> None:
    """Tell the parent what this worker is at, for when it ends over a task."""
    if _wire is not None:
        _wire.send_bytes(NOTE + data)


def serve(wire_file: int) -> None:
    """Begin, then do tasks until the wire is closed: the life of a worker.

    Ctrl-C is for the parent. A worker ignores it, and starts with it blocked, so that none comes
    before it can say so itself.
    """
    global _wire
    _wire = wire = Connection(wire_file)
    try:
        parent, sys.path[:] = msgspec.msgpack.decode(wire.recv_bytes(), type=tuple[int, list[str]])
        _end_with(parent)
        signal.signal(signal.SIGINT, lambda *_: None)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        begin, arguments = pickle.loads(wire.recv_bytes())  # noqa: S301 - from the parent itself
        work = begin(*arguments)
        wire.send_bytes(b"begun")
        while True:
            wire.send_bytes(ANSWER + work(wire.recv_bytes()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _end_with(parent: int) -> None:
    """Have the system kill this process when the thread that started it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
