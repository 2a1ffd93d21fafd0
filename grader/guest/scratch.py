"""A notebook's scratch folder: whether there is too much in it, and its removal, whatever a student
nested, closed or linked there."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

MOST_FILES: Final = 10_000
"""Files and folders that a notebook may make."""

DEEPEST: Final = 100
"""Folders within each other. Deeper ones are slow to look into, the deeper the slower."""


def exceeds_quota(folder: str, limit: int) -> bool:
    """Whether there is too much in a folder: bytes, files, or what can't be looked into."""
    size, count, waiting = 0, 0, [(folder, 0)]
    while waiting:
        path, depth = waiting.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
                    count += 1
                    if size > limit or count > MOST_FILES or depth > DEEPEST:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((entry.path, depth + 1))
        except (FileNotFoundError, NotADirectoryError):
            continue  # gone meanwhile
        except OSError:  # closed to us
            return True
    return False


def remove_tree(folder: Path) -> None:
    """Remove a folder in which no process works any more. What can't be removed stays."""
    try:
        shutil.rmtree(folder)
    except (OSError, RecursionError):
        if not folder.exists():  # somebody else removed it
            return
        with tempfile.TemporaryDirectory(dir=folder.parent, ignore_cleanup_errors=True) as beside:
            _flatten(folder, Path(beside))
        shutil.rmtree(folder, ignore_errors=True)


def _flatten(folder: Path, beside: Path) -> None:
    """Open every closed folder, and move the nested ones side by side: each is looked into once,
    by a short path."""
    waiting, moved = [folder], 0
    while waiting:
        above = waiting.pop()
        os.chmod(above, 0o700)
        with os.scandir(above) as entries:
            nested = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        for path in nested:
            os.chmod(path, 0o700)  # one that may not be written can't be moved
            moved += 1
            os.rename(path, beside / str(moved))
            waiting.append(beside / str(moved))
