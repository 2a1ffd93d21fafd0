"""Temporary folders, locked while the process runs that made them.

A folder without a lock was left by a killed process, and the next grader removes it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PREFIX: Final = "math-notebook-grader-"
"""Start of these folders' names. No other program's have it: what begins so may be removed."""


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """Lend a folder; if this process is killed, the next grader removes it."""
    folder, lock = create()
    try:
        yield folder
    finally:
        remove(folder, lock)


def create() -> tuple[Path, int]:
    """Create a temporary folder; return it with the descriptor that holds its lock."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:  # another grader took it for one that was left
            continue
        with contextlib.suppress(OSError):  # a file system without locks: nobody removes it either
            fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.exists():  # not removed before it was locked
            return folder, lock
        os.close(lock)


def remove(folder: Path, lock: int) -> None:
    """Remove a folder that was created here, and give up its lock."""
    remove_tree(folder)
    os.close(lock)


def remove_stale() -> None:
    """Remove the folders that no running process has locked."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}????????"):
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:  # removed meanwhile, or another user's
            continue
        try:
            if os.fstat(lock).st_uid == os.geteuid():
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove_tree(folder)
        except OSError:  # in use
            pass
        finally:
            os.close(lock)


def remove_tree(folder: Path) -> None:
    """Remove a folder that no process uses any more, whatever a student left in it.

    Nested, closed and linked folders are no obstacle. What cannot be removed stays.
    """
    with contextlib.suppress(OSError, RecursionError):
        shutil.rmtree(folder)
    if folder.exists():  # Python opens no closed folders, and descends only so far
        for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
            subprocess.run(  # noqa: S603 - programs of every system; no shell
                [*command, "--", str(folder)], stderr=subprocess.DEVNULL, check=False
            )
