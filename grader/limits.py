"""Every limit on a student's process, with its default. One record, handed down unchanged."""

from __future__ import annotations

import errno
from typing import Annotated, Final

import msgspec

MB = 1024 * 1024

Seconds = Annotated[float, msgspec.Meta(gt=0, le=1e6)]
Count = Annotated[int, msgspec.Meta(gt=0, le=1 << 30)]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of one notebook's process. Set them in `nbgrader_config.py` as `c.Limits.<name>`."""

    cell_seconds: Seconds = 30.0
    """Wall time of one code cell."""
    test_seconds: Seconds = 5.0
    """Wall time that one test may wait for the student's functions."""
    timeouts: Count = 3
    """Tests of one cell that may run out of time; for the others it is then not waited."""
    judge_seconds: Seconds = 10.0
    """Time that a test may take beyond that, to compare what came back."""
    notebook_seconds: Seconds = 300.0
    """Wall time of one notebook, its tests included."""
    worker_seconds: Seconds = 5.0
    """Time over all limits of a notebook after which the process that runs its tests ends itself,
    whatever keeps it busy."""
    grace_seconds: Seconds = 1.0
    """Time between asking code to stop and stopping it."""
    memory_mb: Count = 2048
    """Address space of each process; all of a notebook's processes together may have twice that."""
    processes: Count = 64
    """Processes and threads at once."""
    open_files: Count = 128
    """Open files of one process."""
    file_mb: Count = 64
    """Size of one written file."""
    folder_mb: Count = 512
    """Size of all files of one notebook together. Within sandlock, those that were deleted while
    open do not count; there, file_mb and open_files bound them."""
    output_kb: Count = 1024
    """Text and pictures that one notebook may print."""
    cell_output_kb: Count = 512
    """Text and pictures that one code cell may print."""
    value_mb: Count = 32
    """Size of one argument list or result crossing the wire."""
    recursion: Count = 3000
    """Calls within each other, as Python counts them. Code may ask for more, up to its memory."""
    submission_mb: Count = 32
    """Size of one submitted notebook file."""


_REFUSALS: Final = {
    errno.EAGAIN: "processes",
    errno.EFBIG: "file_mb",
    errno.EMFILE: "open_files",
    errno.ENOMEM: "memory_mb",
}


def behind(error: str, text: str) -> str:
    """The limit that an exception of the student's code speaks of, by the names of its class and
    what it says; nothing where it is none of those."""
    if error.endswith("MemoryError"):
        return "memory_mb"
    if error == "RecursionError":
        return "recursion"
    if error == "RuntimeError" and text == "can't start new thread":
        return "processes"
    said = (name for number, name in _REFUSALS.items() if text.startswith(f"[Errno {number}]"))
    return next(said, "")
