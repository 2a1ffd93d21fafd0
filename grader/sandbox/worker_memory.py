"""A limit on the memory that answers may take in the process that runs the tests.

It is a soft limit (RLIMIT_DATA), so that hosts, which inherit it, can be started without.
"""

from __future__ import annotations

import contextlib
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from grader.limits import MB

OOM_SCORE: Final = 500
"""The kernel's score of a worker when memory runs out: it goes before the process that records."""


@contextlib.contextmanager
def limited_memory(mb: int) -> Iterator[None]:
    """Let this process take so much memory beyond what it has; more is a MemoryError."""
    with _soft_limit(_data_bytes() + mb * MB):
        yield


@contextlib.contextmanager
def unlimited_memory() -> Iterator[None]:
    """Lift the limit, for a process that is started meanwhile."""
    with _soft_limit(resource.RLIM_INFINITY):
        yield


@contextlib.contextmanager
def _soft_limit(most: int) -> Iterator[None]:
    before, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard != resource.RLIM_INFINITY:
        most = hard if most == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, hard))


def _data_bytes() -> int:
    """Return the bytes of private memory that this process has mapped."""
    fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(fields[5]) * resource.getpagesize()


def prefer_to_kill(pid: int | str, score: int = OOM_SCORE) -> None:
    """Have the kernel end a process before others when memory runs out."""
    with contextlib.suppress(OSError):  # no such file outside Linux, or a lower score than ours
        Path(f"/proc/{pid}/oom_score_adj").write_text(str(score), encoding="ascii")
