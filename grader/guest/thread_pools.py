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
from weakref import WeakSet

_pools: WeakSet[Any] = WeakSet()
"""Those that this process has made, of either library."""


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
        _note(self)

    ThreadPoolExecutor.__init__ = make_and_note  # type: ignore[method-assign]


def _note(made: object) -> None:
    with contextlib.suppress(TypeError):  # a class of the student's that can't be hashed
        _pools.add(made)


def _begin(self: Any, processes: Any = None, initializer: Any = None, initargs: Any = ()) -> None:
    context: Any = ThreadContext()
    try:
        pool.Pool.__init__(self, processes, initializer, initargs, context=context)
    except AttributeError as error:  # Python would end the threads that it did start, and can't
        raise error.__context__ or error from None
    self._lacks_threads = False
    _note(self)


def _check_running(self: Any) -> None:
    """Do what each use of a pool of `multiprocessing` begins with."""
    if self._lacks_threads:
        _begin(self, self._processes, self._initializer, self._initargs)
    pool.Pool._check_running(self)  # type: ignore[attr-defined]


def begin_anew() -> None:
    """Have each open pool start threads when it is used, and drop what it had in hand."""
    for one in [*_pools]:
        if isinstance(one, pool.ThreadPool):
            one._lacks_threads = one._state == pool.RUN  # type: ignore[attr-defined]
        elif not one._shutdown:
            one._threads = set()
            one._idle_semaphore = threading.Semaphore(0)
            one._work_queue = SimpleQueue()
            one._shutdown_lock = threading.Lock()
