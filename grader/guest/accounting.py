"""What a notebook's processes hold together, and whether new ones are to be had; the host looks
from within. Of a namespace's processes it and the first one are ours, all others the notebook's."""

from __future__ import annotations

import contextlib
import os
import resource
import stat
from typing import Final

FIRST: Final = 1
"""The first process of the namespace."""


def resident_memory() -> int:
    """The bytes that the processes took. What they share with us they were given; each counts for
    what it has beyond that."""
    ours = _resident(os.getpid())
    return sum(max(0, _resident(number) - ours) for number in _others())


def unlinked_files_exceed(most: int) -> bool:
    """Whether the files which are open and have no name any more are larger than that together, or
    can't be looked at: nothing in the folder tells of them."""
    sizes: dict[tuple[int, int], int] = {}
    for number in _others():
        try:
            descriptors = os.listdir(f"/proc/{number}/fd")
        except PermissionError:
            return True
        except OSError:  # gone meanwhile
            continue
        for descriptor in descriptors:
            with contextlib.suppress(OSError):
                found = os.stat(f"/proc/{number}/fd/{descriptor}")
                if stat.S_ISREG(found.st_mode) and found.st_nlink == 0:
                    sizes[found.st_dev, found.st_ino] = found.st_blocks * 512
    return sum(sizes.values()) > most


def cannot_fork(count: int) -> bool:
    """Whether so many processes can't be had, although none of a notebook's is left."""
    read, write = os.pipe()
    tried: list[int] = []
    try:
        for _ in range(count):
            tried.append(os.fork())
            if tried[-1] == 0:
                os.close(write)
                os.read(read, 1)  # until all are there
                os._exit(0)
    except OSError:
        return True
    finally:
        os.close(write)
        os.close(read)
        for number in tried:
            os.waitpid(number, 0)
    return False


def _others() -> list[int]:
    numbers = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return [number for number in numbers if number not in (FIRST, os.getpid())]


def _resident(number: int) -> int:
    try:
        with open(f"/proc/{number}/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):  # gone meanwhile
        return 0
