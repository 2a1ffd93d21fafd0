"""The same submissions on an idle machine and on one that is far too busy: is any verdict another?

`python -m tests.load` takes kept answers from `tests/variants`, right and wrong ones, as the
submissions of a class. It grades them with the real command, then again at nice 10 beside busy
loops, and compares outcomes, points and messages of all tests. It exits with 1 if any differ.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

SEED = 20261130

SPIN = "while True: pass"


@contextlib.contextmanager
def busy(loops: int) -> Iterator[None]:
    """Keep every processor busy with so many loops, which end with the block."""
    count = loops * len(os.sched_getaffinity(0))
    # in this session: a scheduler that groups by sessions would give one as much as all loops
    running = [subprocess.Popen([sys.executable, "-S", "-c", SPIN]) for _ in range(count)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
        for process in running:
            process.wait()
