"""Temporary folders, locked while the process runs that made them.

A folder without a lock was left by a killed process, and the next grader removes it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
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
    if not folder.exists():
        return
    with contextlib.suppress(OSError):
        beside = Path(tempfile.mkdtemp(dir=folder.parent))
        _flatten(folder, beside)
        for flat in (folder, *beside.iterdir(), beside):
            with contextlib.suppress(RecursionError):  # something still nests folders in it
                shutil.rmtree(flat, ignore_errors=True)


def _flatten(folder: Path, beside: Path) -> None:
    """Open every closed folder and move nested ones side by side, within reach of short paths.

    What vanishes or changes meanwhile is passed over.
    """
    waiting, moved = [folder], 0
    while waiting:
        parent, nested = waiting.pop(), []
        with contextlib.suppress(OSError):
            os.chmod(parent, 0o700)
            with os.scandir(parent) as entries:
                nested = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        for path in nested:
            moved += 1
            with contextlib.suppress(OSError):
                os.chmod(path, 0o700)  # a read-only folder cannot be moved
                os.rename(path, beside / str(moved))
                waiting.append(beside / str(moved))
