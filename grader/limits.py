"""Every limit on a student's process, with its default, in one immutable record."""

from __future__ import annotations

import errno
from typing import Annotated, Final

import msgspec

MB = 1024 * 1024

MAX_FOLDER_DEPTH: Final = 100
"""Levels of folders that a notebook may nest; the deeper they are, the longer a scan takes."""

Seconds = Annotated[float, msgspec.Meta(gt=0, le=1e6)]
Factor = Annotated[float, msgspec.Meta(ge=1, le=1000)]
Count = Annotated[int, msgspec.Meta(gt=0, le=1 << 30)]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of one notebook's process.

    A course sets those that `settings` names, as `c.Limits.<name>`. The others are fixed, or follow
    from these (`of_course`).
    """

    cell_seconds: Seconds = 30.0
    """CPU time of one code cell."""
    test_seconds: Seconds = 5.0
    """CPU time that the student's functions may take in one test."""
    timeouts: Count = 3
    """Tests of one cell that may run out of time; the others then fail without waiting."""
    judge_seconds: Seconds = 10.0
    """CPU time that a test may take to examine what came back."""
    notebook_seconds: Seconds = 300.0
    """CPU time of all processes of one notebook together, its tests included."""
    wall_factor: Factor = 4.0
    """Multiple of cell_seconds, test_seconds and notebook_seconds that each may last in wall time,
    for code that sleeps. Time in which it waits for a processor does not count."""
    worker_mb: Count = 512
    """Memory that a notebook's answers may take in the process that runs its tests."""
    grace_seconds: Seconds = 1.0
    """CPU time between asking code to stop and ending its process; for a cell, which shows its
    error meanwhile, five times as long."""
    memory_mb: Count = 2048
    """Address space of each process; a notebook's processes together may have twice that. Only
    memory that belongs to a file may be shared."""
    processes: Count = 64
    """Processes and threads at once. A copy of the notebook's process for each cell of tests
    counts, too: a notebook with more than sixty needs more."""
    open_files: Count = 128
    """Open files of one process."""
    file_mb: Count = 64
    """Size of one written file."""
    folder_mb: Count = 512
    """Total size of a notebook's files. Deleted ones count while they are open or mapped, but not
    under sandlock, where file_mb and open_files bound them."""
    output_kb: Count = 1024
    """Text that one notebook may show. Each cell may show a little, whatever came before."""
    cell_output_kb: Count = 512
    """Text that one code cell may show."""
    picture_kb: Count = 16384
    """Pictures that one notebook may show."""
    value_mb: Count = 32
    """Size of one argument list or result that crosses to or from the process."""
    recursion: Count = 3000
    """Python's recursion limit. Code may raise it, up to its memory."""
    submission_mb: Count = 32
    """Size of one submitted notebook file."""
    readable: tuple[str, ...] = ()
    """Folders beside the assignment's that students' code may read. Set as `c.Sandbox.readable`."""
    ignored: str = ""
    """Regular expression of what a cell may write to stderr. Set as `c.IgnorePattern.pattern`."""

    @classmethod
    def settings(cls) -> list[str]:
        """Return the names that `c.Limits` has."""
        return [name for name in cls.__struct_fields__ if name not in FIXED]

    def of_course(self) -> Limits:
        """Return these limits with the fixed ones that follow from what a course sets."""
        return msgspec.structs.replace(
            self,
            judge_seconds=2 * self.test_seconds,  # a reference may take as long as an answer
            grace_seconds=min(1.0, self.test_seconds / 5),
            cell_output_kb=max(1, self.output_kb // 2),  # so that one cell leaves some to others
            picture_kb=16 * self.output_kb,
        )


FIXED: Final = frozenset(
    {
        *(
            "judge_seconds",
            "grace_seconds",
            "cell_output_kb",
            "picture_kb",
        ),  # follow from other limits
        *("timeouts", "worker_mb"),  # bound the grader, whatever the course
        *("open_files", "recursion"),  # far beyond what any exercise needs
        *("readable", "ignored"),  # nothing that is limited
    }
)
"""Limits that no course sets."""


_REFUSALS: Final = {
    errno.EAGAIN: "processes",
    errno.EFBIG: "file_mb",
    errno.EMFILE: "open_files",
    errno.ENOMEM: "memory_mb",
}


def behind(error: str, text: str) -> str:
    """Return the limit behind an exception of the student's code, or the empty string.

    `error` is the name of its class, `text` its message.
    """
    if error.endswith("MemoryError"):
        return "memory_mb"
    if error == "RecursionError":
        return "recursion"
    if error == "RuntimeError" and text == "can't start new thread":
        return "processes"
    said = (name for number, name in _REFUSALS.items() if text.startswith(f"[Errno {number}]"))
    return next(said, "")
