"""Who grades what, where several graders work on one course at once.

A claim is a lock on one byte of a file in the course's folder; the byte is found from the name. The
system frees the claims of a process that ends, however it ends, and keeps them across machines
where the folder's file system does.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from pathlib import Path
from typing import Final

from grader.errors import CourseError

LOCK_FILE: Final = ".grader.lock"


class SubmissionLocks:
    """The claims of this process. A name that is ours can be taken again."""

    def __init__(self, folder: Path) -> None:
        path = folder / LOCK_FILE
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        except OSError as error:
            raise CourseError(
                f"{path} can't be written: {error.strerror}. See that the course's folder is yours"
                " to write in."
            ) from error

    def __enter__(self) -> SubmissionLocks:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    def take(self, name: str) -> bool:
        """Claim a name, if nobody else has it."""
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _lock_place(name))
        except (BlockingIOError, PermissionError):  # what the system says of a lock in other hands
            return False
        return True

    def wait(self, name: str) -> None:
        """Claim a name when whoever has it gives it up, or ends."""
        fcntl.lockf(self._file, fcntl.LOCK_EX, 1, _lock_place(name))

    def release(self, name: str) -> None:
        """Give a name up."""
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _lock_place(name))


def _lock_place(name: str) -> int:
    """Two names at one place would only wait for each other."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=7).digest())
