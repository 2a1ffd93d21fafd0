"""Totals of a notebook's processes: memory, files, and whether more processes can be forked.

Runs in the host. Inside a PID namespace every process but the host and the namespace's first one
belongs to the notebook.
"""

from __future__ import annotations

import contextlib
import os
import resource
import stat
from typing import Final

INIT_PID: Final = 1
"""The first process of a PID namespace."""

MAX_FILES: Final = 10_000
"""Files and folders that a notebook may create."""

MAX_FOLDER_DEPTH: Final = 100
"""Levels of nested folders; the deeper they are, the longer a scan takes."""


def exceeds_quota(folder: str, limit: int) -> bool:
    """Return whether a folder holds too much: bytes, files, depth, or closed folders."""
    size, count, waiting = 0, 0, [(folder, 0)]
    while waiting:
        path, depth = waiting.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
                    count += 1
                    if size > limit or count > MAX_FILES or depth > MAX_FOLDER_DEPTH:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((entry.path, depth + 1))
        except (FileNotFoundError, NotADirectoryError):
            continue  # removed meanwhile
        except OSError:  # closed to us
            return True
    return False


def resident_memory() -> int:
    """Return the bytes of memory that the processes took.

    Each counts for what it has beyond the host's own memory, which it was forked with.
    """
    ours = _resident(os.getpid())
    return sum(max(0, _resident(pid) - ours) for pid in _notebook_pids())


def unlinked_files_exceed(limit: int) -> bool:
    """Return whether open files without a name exceed `limit` bytes together.

    Also true if they cannot be inspected. A scan of the folder does not see them.
    """
    sizes: dict[tuple[int, int], int] = {}
    for pid in _notebook_pids():
        try:
            descriptors = os.listdir(f"/proc/{pid}/fd")
        except PermissionError:
            return True
        except OSError:  # ended meanwhile
            continue
        for descriptor in descriptors:
            with contextlib.suppress(OSError):
                found = os.stat(f"/proc/{pid}/fd/{descriptor}")
                if stat.S_ISREG(found.st_mode) and found.st_nlink == 0:
                    sizes[found.st_dev, found.st_ino] = found.st_blocks * 512
    return sum(sizes.values()) > limit


def cannot_fork(count: int) -> bool:
    """Return whether `count` processes cannot be forked even though the notebook has none left."""
    read, write = os.pipe()
    pids: list[int] = []
    try:
        for _ in range(count):
            pids.append(os.fork())
            if pids[-1] == 0:
                os.close(write)
                os.read(read, 1)  # until all of them run
                os._exit(0)
    except OSError:
        return True
    finally:
        os.close(write)
        os.close(read)
        for pid in pids:
            os.waitpid(pid, 0)
    return False


def _notebook_pids() -> list[int]:
    pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return [pid for pid in pids if pid not in (INIT_PID, os.getpid())]


def _resident(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):  # ended meanwhile
        return 0
