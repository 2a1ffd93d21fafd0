"""Processes that each do one task at a time: bytes in, bytes out.

The standard library's pool is given up whole when one of its processes ends, and nobody hears over
which task. Here the others go on, and the caller hears which task it was and how the process ended.
The processes end with the one that started them, however that ends: nothing is left behind.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any, Final, Generic, TypeVar

import msgspec

from grader.errors import GraderError

TASKS: Final = 250
"""Tasks after which a process is replaced, so that what a library never gives back stays small."""

LEAVING_SECONDS: Final = 5.0
"""Time that a process has for its end, when there is nothing more to do."""

PATIENCE_SECONDS: Final = 1.0
"""Time that all may be busy before another process begins."""

STILLBORN: Final = "The processes that grade end before they begin; nothing was graded."

PR_SET_PDEATHSIG: Final = 1

Task = TypeVar("Task")
Work = Callable[[bytes], bytes]


class Crash(msgspec.Struct, frozen=True):
    """The process ended over its task: an exit status, or minus the number of a signal."""

    status: int


class Worker(Generic[Task]):
    """A process with the task that it has, or will have when it has begun."""

    def __init__(self, task: Task, begin: Callable[..., Work], arguments: tuple[Any, ...]) -> None:
        self.task = task
        self.begun = False
        self.tasks = 0
        context = multiprocessing.get_context("spawn")
        self.wire, theirs = context.Pipe()
        with theirs:
            self.process = context.Process(
                target=_serve, args=(theirs, os.getpid(), begin, arguments), daemon=True
            )
            # Ctrl-C is for us: until the process can say so itself, it does not hear it.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                self.process.start()
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)

    @property
    def running(self) -> bool:
        """Whether it was not ended."""
        return not self.wire.closed

    def end(self, seconds: float = LEAVING_SECONDS) -> int:
        """Let the process end, or end it."""
        self.wire.close()
        self.process.join(seconds)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        return self.process.exitcode or 0


class WorkerPool(Generic[Task]):
    """Processes as they are to be begun: `begin(*arguments)`, called in each, gives its work."""

    def __init__(
        self,
        begin: Callable[..., Work],
        arguments: tuple[Any, ...],
        encode: Callable[[Task], bytes],
    ) -> None:
        self._begin, self._arguments, self._encode = begin, arguments, encode

    def do(
        self, tasks: Iterator[Task], count: int, at_once: int
    ) -> Generator[tuple[Task, bytes | Crash], None, None]:
        """Do all tasks with that many processes, of which some begin at once, and the others while
        these are busy for long; what ends first comes first. A task is taken when there is a
        process for it, and never sooner."""
        busy: list[Worker[Task]] = []
        leaving: list[Worker[Task]] = []
        stillborn = 0
        try:
            busy += map(self._member, itertools.islice(tasks, min(count, at_once)))
            while busy:
                found: list[tuple[Task, bytes | Crash]] = []
                room = len(busy) < count and all(member.begun for member in busy)
                ready = _ready(busy, PATIENCE_SECONDS if room else None)
                if not ready:
                    busy += map(self._member, itertools.islice(tasks, 1))
                for member in ready:
                    said = _heard(member)
                    if member.begun:
                        found.append((member.task, said or Crash(member.end())))
                        busy.remove(member)
                        busy += self._follow(member, tasks, leaving)
                    elif said:
                        member.begun, stillborn = True, 0
                        self._give(member, member.task)
                    else:
                        stillborn += 1
                        if stillborn > count + 2:
                            raise GraderError(STILLBORN)
                        member.end()
                        busy.remove(member)
                        busy.append(self._member(member.task))
                yield from found
        finally:
            for member in busy:
                member.end(0)
            for member in leaving:
                member.end()

    def _follow(
        self, member: Worker[Task], tasks: Iterator[Task], leaving: list[Worker[Task]]
    ) -> list[Worker[Task]]:
        """Who does the next task, if there is one: the same process, or a new one."""
        following = next(tasks, None)
        if following is not None and member.running and member.tasks < TASKS:
            self._give(member, following)
            return [member]
        if member.running:
            member.wire.close()
            leaving.append(member)
        return [] if following is None else [self._member(following)]

    def _member(self, task: Task) -> Worker[Task]:
        return Worker(task, self._begin, self._arguments)

    def _give(self, member: Worker[Task], task: Task) -> None:
        member.task = task
        member.tasks += 1
        with contextlib.suppress(OSError):  # it has ended; we hear that next
            member.wire.send_bytes(self._encode(task))


def _ready(members: list[Worker[Task]], seconds: float | None) -> list[Worker[Task]]:
    """The processes that said something, or ended; none if that takes longer."""
    by_wire = {member.wire: member for member in members}
    said = wait(list(by_wire), seconds)
    return [by_wire[wire] for wire in said if isinstance(wire, Connection)]


def _heard(member: Worker[Task]) -> bytes | None:
    try:
        return member.wire.recv_bytes()
    except (EOFError, OSError):
        return None


def _serve(
    wire: Connection, parent: int, begin: Callable[..., Work], arguments: tuple[Any, ...]
) -> None:
    """The life of a process."""
    _end_with(parent)
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    work = begin(*arguments)
    try:
        wire.send_bytes(b"begun")
        while True:
            wire.send_bytes(work(wire.recv_bytes()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _end_with(parent: int) -> None:
    """Have the system end this process when the one that started it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
