"""Pools of threads in a notebook: they need no semaphore of processes, and go on in copies.

A copy of a process has only the thread that copied it. The threads of a pool are missing there, and
whoever waited for them would wait for ever, so a copy begins a pool anew. It does so when the pool
is used: most copies use none, and all their threads together would be more than there may be.
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

_without_threads: WeakSet[Any] = WeakSet()
"""Those of `multiprocessing` that this process has not begun."""


class ThreadContext:
    """What a pool of threads takes from its context, with locks that need no semaphore."""

    Lock = staticmethod(threading.Lock)

    def SimpleQueue(self) -> object:
        """Return a queue."""
        return queues.SimpleQueue(ctx=self)


def prepare() -> None:
    """Let `multiprocessing` make pools of threads, as semaphores of processes are refused here.

    Note these pools, and those of `concurrent.futures`.
    """
    pool.ThreadPool.__init__ = _begin  # type: ignore[method-assign]
    pool.ThreadPool._check_running = _check_running  # type: ignore[attr-defined]
    make: Any = ThreadPoolExecutor.__init__

    @functools.wraps(make)
    def make_and_note(self: object, *args: object, **kwargs: object) -> None:
        make(self, *args, **kwargs)
        with contextlib.suppress(TypeError):  # a class of the student's that can't be hashed
            _executors.add(self)

    ThreadPoolExecutor.__init__ = make_and_note  # type: ignore[method-assign]


def _begin(self: Any, processes: Any = None, initializer: Any = None, initargs: Any = ()) -> None:
    context: Any = ThreadContext()
    try:
        pool.Pool.__init__(self, processes, initializer, initargs, context=context)
    except AttributeError as error:  # Python would end the threads that it did start, and can't
        raise error.__context__ or error from None
    with contextlib.suppress(TypeError):
        _pools[self] = (processes, initializer, initargs)


def _check_running(self: object) -> None:
    """Do what each use of a pool begins with."""
    lacking = False
    with contextlib.suppress(TypeError):
        lacking = self in _without_threads
    if lacking:
        _without_threads.discard(self)
        _begin(self, *_pools[self])
    pool.Pool._check_running(self)  # type: ignore[attr-defined]


def begin_anew() -> None:
    """Have each open pool start threads when it is used, and drop what it had in hand."""
    for executor in [*_executors]:
        if not executor._shutdown:
            executor._threads = set()
            executor._idle_semaphore = threading.Semaphore(0)
            executor._work_queue = SimpleQueue()
            executor._shutdown_lock = threading.Lock()
    for one in [*_pools]:
        if one._state == pool.RUN:
            _without_threads.add(one)
