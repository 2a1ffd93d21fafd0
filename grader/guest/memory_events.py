"""What the kernel tells of a notebook's cgroup: whether it ended processes for their memory."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final

EVENTS_BYTES: Final = 4096
"""More than the file holds."""


class MemoryEvents:
    """A cgroup's `memory.events`, or nothing where the notebook has no cgroup.

    The trusted side opens it for each notebook: nothing of the cgroup's folder is there in the
    sandbox.
    """

    def __init__(self, files: Sequence[int]) -> None:
        self._files = [*files]
        self._before = self._kills()

    def __enter__(self) -> MemoryEvents:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        while self._files:
            os.close(self._files.pop())

    def killed(self) -> bool:
        """Return whether a process has been killed since this was opened."""
        return self._kills() > self._before

    def _kills(self) -> int:
        lines = [
            line for file in self._files for line in os.pread(file, EVENTS_BYTES, 0).split(b"\n")
        ]
        return sum(int(line.split()[1]) for line in lines if line.startswith(b"oom_kill "))
