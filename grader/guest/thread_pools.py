"""Pools of threads in a notebook: they need no semaphore of processes, and go on in copies.

A copy of a process has only the thread that copied it. The threads of a pool are missing there, and
whoever waited for them would wait for ever, so each copy begins its pools anew.
"""

from __future__ import annotations

import contextlib
import functools
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import pool, queues
from queue import SimpleQueue
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

_executors: WeakSet[Any] = WeakSet()
_pools: WeakKeyDictionary[Any, tuple[Any, ...]] = WeakKeyDictionary()
"""The pools of `multiprocessing`, with what they were begun with."""


class ThreadContext:
    """What a pool of threads takes from its context, with locks that need no semaphore."""

    Lock = staticmethod(threading.Lock)

    def SimpleQueue(self) -> Any:
        """Return a queue."""
        return queues.SimpleQueue(ctx=self)


def prepare() -> None:
    """Let `multiprocessing` make pools of threads, as semaphores of processes are refused here.

    Note these pools, and those of `concurrent.futures`.
    """
    pool.ThreadPool.__init__ = _begin  # type: ignore[method-assign]
    make: Any = ThreadPoolExecutor.__init__

    @functools.wraps(make)
    def make_and_note(self: Any, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        with contextlib.suppress(TypeError):  # a class of the student's that can't be hashed
            _executors.add(self)

    ThreadPoolExecutor.__init__ = make_and_note  # type: ignore[method-assign]


def _begin(self: Any, processes: Any = None, initializer: Any = None, initargs: Any = ()) -> None:
    context: Any = ThreadContext()
    pool.Pool.__init__(self, processes, initializer, initargs, context=context)
    with contextlib.suppress(TypeError):
        _pools[self] = (processes, initializer, initargs)


def begin_anew() -> None:
    """Give each open pool new threads, and drop what it had in hand."""
    for executor in [*_executors]:
        if not executor._shutdown:
            executor._threads = set()
            executor._idle_semaphore = threading.Semaphore(0)
            executor._work_queue = SimpleQueue()
            executor._shutdown_lock = threading.Lock()
    for one, begun_with in [*_pools.items()]:
        if one._state == pool.RUN:
            _begin(one, *begun_with)
