"""An event loop as a kernel has one: any line of a cell may begin a task.

In a kernel the loop runs all the time. Here it runs while a cell awaits something, and for a moment
after each cell; meanwhile a line finds it as if it ran.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from typing import Any

from IPython.core.async_helpers import get_asyncio_loop

from grader.guest.interruption import TimeLimitReached


@contextlib.contextmanager
def at_hand() -> Iterator[None]:
    """Let the code inside find a running loop, unless it is run by one."""
    if asyncio._get_running_loop() is not None:
        yield
        return
    loop: Any = get_asyncio_loop()
    loop._thread_id = threading.get_ident()  # by which it tells that it is running
    asyncio._set_running_loop(loop)
    try:
        yield
    finally:
        asyncio._set_running_loop(None)
        loop._thread_id = None


def go_on() -> None:
    """Let tasks go on that a cell began, as a kernel does between two cells."""
    loop: Any = get_asyncio_loop()
    try:
        if asyncio.all_tasks(loop):
            loop.run_until_complete(asyncio.sleep(0))
    except TimeLimitReached:
        raise
    except BaseException:  # noqa: BLE001 - a task exits or cancels all; the loop may be closed
        return
