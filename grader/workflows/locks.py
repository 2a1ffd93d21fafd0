"""Locks on submissions, for graders that work on one course at the same time.

Each lock is on one byte of a file in the course folder; the byte's offset is a hash of the name.
The system releases a process's locks when it ends, however it ends, and shares them between
machines if the file system does.

Whoever can open the file can keep its bytes locked, so it is for its owner alone; under a umask
that lets a group write, for this group too.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from pathlib import Path
from typing import Final

from grader.notebooks.files import KEPT

LOCK_FILE: Final = f"{KEPT}/lock"


class SubmissionLocks:
    """The locks of this process. Acquiring a name again that it already holds succeeds."""

    def __init__(self, folder: Path) -> None:
        path = folder / LOCK_FILE
        path.parent.mkdir(exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o660)
        state = os.fstat(self._file)
        if state.st_uid == os.geteuid():
            os.fchmod(self._file, 0o660 if state.st_mode & 0o020 else 0o600)

    def __enter__(self) -> SubmissionLocks:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    def try_acquire(self, name: str) -> bool:
        """Lock a name if no other process holds it; return whether that worked."""
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _offset(name))
        except (BlockingIOError, PermissionError):  # which one depends on the system
            return False
        return True

    def acquire(self, name: str) -> None:
        """Lock a name, waiting until its holder releases it or ends."""
        fcntl.lockf(self._file, fcntl.LOCK_EX, 1, _offset(name))

    def release(self, name: str) -> None:
        """Unlock a name."""
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _offset(name))


def _offset(name: str) -> int:
    """Hash a name to its byte's offset. In a collision one of the two only has to wait."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=7).digest())
