"""A pool of processes that do one task at a time: bytes in, bytes out.

`ProcessPoolExecutor` breaks as a whole when one worker dies, and does not say which task it had.
Here the other workers go on, and the caller learns which task crashed its worker and how that
ended. Workers end with the process that started them, however it ends: none is left behind.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import mmap
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, Final, Generic, TypeVar

import msgspec

from grader.errors import GraderError

TASKS: Final = 250
"""Tasks after which a worker is replaced, to bound what libraries leak."""

LEAVING_SECONDS: Final = 5.0
"""Time that a worker has to exit when there is nothing left to do."""

PATIENCE_SECONDS: Final = 1.0
"""Time that all workers may be busy before another one starts."""

SPARE_STARTS: Final = 2
"""Starts that may fail in a row, beyond one for each worker, before the pool gives up."""

NONE_BEGINS: Final = "The grading processes end before they begin; nothing was graded."

PROCESS: Final = "grader.grading.worker_process"
"""The module that a worker runs."""

NOTE_BYTES: Final = 1024

note: Any = None
"""In a worker: characters shared with its parent, which reads them if the worker ends over a task.
Their `value` may be set to bytes without zeros that tell what it is at."""

Task = TypeVar("Task")
Work = Callable[[bytes], bytes]


def shared_note(file: int) -> ctypes.Array[ctypes.c_char]:
    """Map the file of a note into memory."""
    return (ctypes.c_char * NOTE_BYTES).from_buffer(mmap.mmap(file, NOTE_BYTES))


class Crash(msgspec.Struct, frozen=True):
    """The end of a worker over its task: an exit status, or minus the number of a signal."""

    status: int
    note: bytes = b""
    """What the worker had written down last, see `note`."""


class Worker(Generic[Task]):
    """A process with its task, which it is given once it has begun."""

    def __init__(self, task: Task, begin: Callable[..., Work], arguments: tuple[Any, ...]) -> None:
        self.task = task
        self.begun = False
        self.tasks = 0
        self.wire, theirs = Pipe()
        with theirs, tempfile.TemporaryFile() as file:
            file.truncate(NOTE_BYTES)
            given = (theirs.fileno(), file.fileno())
            self.note = shared_note(given[1])
            # Ctrl-C is for the parent: a worker ignores it, from before it can say so itself.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                # -P: no module comes out of the folder in which the pool happens to be
                self.process = subprocess.Popen(  # noqa: S603 - our own command; no shell
                    [sys.executable, "-P", "-m", PROCESS, *map(str, given)],
                    pass_fds=given,
                    stdin=subprocess.DEVNULL,
                )
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
        with contextlib.suppress(OSError):  # it has ended, as its silence tells next
            self.wire.send_bytes(msgspec.msgpack.encode((os.getpid(), sys.path)))
            self.wire.send_bytes(pickle.dumps((begin, arguments)))

    def give(self, task: Task, data: bytes) -> None:
        """Send the worker a task."""
        self.task = task
        self.tasks += 1
        self.note.value = b""
        with contextlib.suppress(OSError):  # it has ended, as its silence tells next
            self.wire.send_bytes(data)

    def receive(self) -> bytes | None:
        """Read what the worker sent; return None if it has ended."""
        try:
            return self.wire.recv_bytes()
        except (EOFError, OSError):
            return None

    def end(self, seconds: float = LEAVING_SECONDS) -> int:
        """Let the process exit, or kill it after some seconds; return its exit code."""
        self.wire.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.process.wait(seconds)
        self.process.kill()
        return self.process.wait()


class WorkerPool(Generic[Task]):
    """Starts workers: each calls `begin(*arguments)`, which returns what does its tasks.

    Those that have no more to do wait for the next round of tasks, until the pool is closed.
    """

    def __init__(
        self,
        begin: Callable[..., Work],
        arguments: tuple[Any, ...],
        encode: Callable[[Task], bytes],
    ) -> None:
        self._begin, self._arguments, self._encode = begin, arguments, encode
        self._idle: list[Worker[Task]] = []

    def __enter__(self) -> WorkerPool[Task]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers that wait."""
        idle, self._idle = self._idle, []
        for worker in idle:
            worker.wire.close()  # all at once, since each takes a moment to exit
        for worker in idle:
            worker.end()

    def map(
        self, tasks: Iterator[Task], count: int, at_once: int
    ) -> Generator[tuple[Task, bytes | Crash], None, None]:
        """Do all tasks with up to `count` workers; yield each task with its outcome as it ends.

        `at_once` workers start at once, others while all are busy for long. A task is taken from
        the iterator only when there is a worker for it.
        """
        run = _Run(self, tasks, count)
        try:
            run.start_workers(min(count, at_once))
            while run.workers:
                yield from run.step()
        finally:
            run.end()

    def start_worker(self, task: Task) -> Worker[Task]:
        """Return a worker for a task: one that waits gets it now, a new one when it has begun."""
        while self._idle:
            worker = self._idle.pop()
            if worker.process.poll() is None:
                self.give(worker, task)
                return worker
            worker.end()
        return Worker(task, self._begin, self._arguments)

    def keep(self, worker: Worker[Task]) -> None:
        """Have a worker wait that has no more to do."""
        self._idle.append(worker)

    def give(self, worker: Worker[Task], task: Task) -> None:
        """Send a worker a task."""
        worker.give(task, self._encode(task))


class _Run(Generic[Task]):
    """One pass over some tasks: the workers at them, and those that have done enough."""

    def __init__(self, pool: WorkerPool[Task], tasks: Iterator[Task], count: int) -> None:
        self._pool, self._tasks, self._count = pool, tasks, count
        self.workers: list[Worker[Task]] = []
        self._leaving: list[Worker[Task]] = []
        self._failed_starts = 0

    def start_workers(self, count: int) -> None:
        """Start workers for the next tasks, up to a number of them."""
        tasks = itertools.islice(self._tasks, count)
        self.workers += map(self._pool.start_worker, tasks)

    def step(self) -> list[tuple[Task, bytes | Crash]]:
        """Wait until workers say something or another one should start; return what is done."""
        may_grow = len(self.workers) < self._count and all(w.begun for w in self.workers)
        ready = _ready(self.workers, PATIENCE_SECONDS if may_grow else None)
        if not ready:
            self.start_workers(1)
        done = []
        for worker in ready:
            said = worker.receive()
            if worker.begun:
                done.append((worker.task, self._take(worker, said)))
            else:
                self._greet(worker, begun=said is not None)
        return done

    def _take(self, worker: Worker[Task], said: bytes | None) -> bytes | Crash:
        """Return the outcome of a worker's task, and see to the next task."""
        following = next(self._tasks, None)
        if said is None:
            outcome: bytes | Crash = Crash(worker.end(), worker.note.value)
            self._replace(worker, following)
        else:
            outcome = said
            if worker.tasks >= TASKS:
                worker.wire.close()
                self._leaving = [one for one in self._leaving if one.process.poll() is None]
                self._leaving.append(worker)
                self._replace(worker, following)
            elif following is not None:
                self._pool.give(worker, following)
            else:
                self.workers.remove(worker)
                self._pool.keep(worker)
        return outcome

    def _greet(self, worker: Worker[Task], *, begun: bool) -> None:
        """Give a new worker its first task, or start another one if it failed to begin."""
        if begun:
            worker.begun, self._failed_starts = True, 0
            self._pool.give(worker, worker.task)
            return
        self._failed_starts += 1
        if self._failed_starts > self._count + SPARE_STARTS:
            raise GraderError(NONE_BEGINS)
        worker.end()
        self._replace(worker, worker.task)

    def _replace(self, worker: Worker[Task], task: Task | None) -> None:
        """Put a new worker in the place of one, or none if there is no task for it."""
        self.workers.remove(worker)
        if task is not None:
            self.workers.append(self._pool.start_worker(task))

    def end(self) -> None:
        """Kill the workers that are still busy, and wait for those that leave."""
        for worker in self.workers:
            worker.end(0)
        for worker in self._leaving:
            worker.end()


def _ready(workers: list[Worker[Task]], seconds: float | None) -> list[Worker[Task]]:
    """Wait for workers that said something or ended; return none if that takes longer."""
    by_wire = {worker.wire: worker for worker in workers}
    said = wait(list(by_wire), seconds)
    return [by_wire[wire] for wire in said if isinstance(wire, Connection)]
