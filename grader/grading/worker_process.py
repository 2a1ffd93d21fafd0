"""The life of a worker of a pool: `python -m grader.grading.worker_process WIRE NOTE`.

Both arguments are descriptors: the wire to the pool, and a file that is shared with it. The pool
first sends where modules are found, then what to begin with. A pool that is killed meanwhile is no
fault that anybody has to be told of, so the worker ends without a word; processes of
`multiprocessing` would print a traceback.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
from multiprocessing.connection import Connection

import msgspec

from grader.grading import pool

PR_SET_PDEATHSIG = 1


def main(wire: Connection, note: int) -> None:
    """Begin, then do tasks until the wire is closed."""
    try:
        parent, sys.path[:] = msgspec.msgpack.decode(wire.recv_bytes(), type=tuple[int, list[str]])
        _end_with(parent)
        pool.note = pool.shared_note(note)
        signal.signal(signal.SIGINT, lambda *_: None)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        begin, arguments = pickle.loads(wire.recv_bytes())  # noqa: S301 - from the pool itself
        work = begin(*arguments)
        wire.send_bytes(b"begun")
        while True:
            wire.send_bytes(work(wire.recv_bytes()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _end_with(parent: int) -> None:
    """Have the system kill this process when its parent ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


if __name__ == "__main__":
    main(Connection(int(sys.argv[1])), int(sys.argv[2]))
