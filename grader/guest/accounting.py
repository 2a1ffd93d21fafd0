"""Totals of a notebook's processes: memory, files, and whether more processes can be forked.

Runs in the host. Inside a PID namespace every process but the host and the namespace's first one
belongs to the notebook.
"""

from __future__ import annotations

import contextlib
import os
import resource
import stat
import time
from typing import Final

from grader.limits import MAX_FOLDER_DEPTH
from grader.protocol.control import MOST_PIPES, ExitReason

INIT_PID: Final = 1
"""The first process of a PID namespace."""

MAX_FILES: Final = 10_000
"""Files and folders that a notebook may create."""

BYTES_A_SOCKET: Final = 450_000
"""Twice the kernel's default: it lets the last message of a socket go over it."""

PF_EXITING: Final = 0x4
"""The kernel's flag of a task that ends."""

LOOKS, LOOK_SECONDS = 30, 0.02
"""Times to look at a process that lets nobody look, and the time between two of them."""


def exceeds_quota(folder: str, limit: int) -> bool:
    """Return whether a folder holds too much: bytes, files, depth, or closed folders."""
    size, count, waiting = 0, 0, [(folder, 0)]
    while waiting:
        path, depth = waiting.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    found = entry.stat(follow_symlinks=False)
                    # Holes count: a copy of the file, which each pass of tests gets, has none
                    size += max(found.st_size, found.st_blocks * 512)
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


def memory_exceeds(limit: int) -> bool:
    """Return whether the processes together hold more than `limit` bytes of memory.

    What several of them share counts once, and what they share with the host does not count.
    """
    places = [tasks[0] for tasks in map(_tasks, _notebook_pids()) if tasks]
    left = limit - _socket_buffers()
    if sum(map(_resident, places)) <= left:  # no need to look closer, which takes longer
        return False
    anonymous, own = _memory_of("self")
    return sum(_memory_of(place)[1] for place in places) - (anonymous - own) > left


def _socket_buffers() -> int:
    """Return the most that the kernel may hold for sockets, which belongs to no process.

    A connection that waits to be accepted is among them, though whoever made it has closed it.
    """
    with open("/proc/self/net/unix") as file:
        return BYTES_A_SOCKET * sum(1 for _ in file)


def _memory_of(place: str) -> tuple[int, int]:
    """Return the bytes of a process's memory that no file backs: all, and its share of them."""
    found: dict[str, int] = {}
    with contextlib.suppress(OSError), open(f"/proc/{place}/smaps_rollup") as file:  # or ended
        next(file, None)
        for line in file:
            name, _, rest = line.partition(":")
            found[name] = int(rest.split()[0]) * 1024
    share = found.get("Pss_Anon", found.get("Pss", 0)) + found.get("Pss_Shmem", 0)
    return found.get("Anonymous", 0), share


def _stat(place: int | str) -> list[bytes]:
    """Return the kernel's fields of a process after its name, which may be any bytes."""
    with open(f"/proc/{place}/stat", "rb") as file:
        return file.read().rpartition(b")")[2].split()


def open_files_exceed(limit: int, file_limit: int) -> ExitReason:
    """Return what is too much of what processes have open, or "itself".

    These are files without a name, open or mapped, of more than `limit` bytes together, or which
    cannot be inspected; and pipes, of which the kernel gives a user only so many pages. A scan of
    the folder does not see such files. The size of one that is mapped and not open cannot be seen:
    it counts for all that a file may have.
    """
    sizes: dict[int, int] = {}
    mapped, pipes = set[int](), set[int]()
    for pid in _notebook_pids():
        for place in _tasks(pid):  # a thread may have open files of its own
            descriptors = _descriptors(place)
            if descriptors is None:
                return "files"
            for descriptor in descriptors:
                with contextlib.suppress(OSError):
                    found = os.stat(f"/proc/{place}/fd/{descriptor}")
                    if stat.S_ISREG(found.st_mode) and found.st_nlink == 0:
                        sizes[found.st_ino] = found.st_blocks * 512
                    elif stat.S_ISFIFO(found.st_mode):
                        pipes.add(found.st_ino)
        mapped |= set().union(*map(_unlinked_maps, _tasks(pid)[:1]))
    if sum(sizes.values()) + len(mapped - sizes.keys()) * file_limit > limit:
        return "files"
    return "pipes" if len(pipes) > MOST_PIPES else "itself"


def _tasks(pid: int) -> list[str]:
    """Return the threads of a process that have not ended, by their places in /proc.

    All share their memory, but the process's own place shows none if its first thread has ended.
    """
    with contextlib.suppress(OSError):  # ended meanwhile
        places = [f"{pid}/task/{name}" for name in os.listdir(f"/proc/{pid}/task")]
        return [place for place in places if _runs(place)]
    return []


def _runs(place: str) -> bool:
    """Return whether a thread has not ended."""
    with contextlib.suppress(OSError):  # ended meanwhile
        return _stat(place)[0] not in (b"Z", b"X")
    return False


def _descriptors(place: int | str) -> list[str] | None:
    """Return the open files of a process or thread, or None if it lets nobody look.

    One that begins another program lets nobody look for a moment. One that ends or has ended lets
    nobody look until its parent has waited for it; its files are closed, or will be at once.
    """
    for _ in range(LOOKS):
        try:
            return os.listdir(f"/proc/{place}/fd")
        except PermissionError:
            if _ends(place):
                return []
            time.sleep(LOOK_SECONDS)
        except OSError:  # ended meanwhile
            return []
    return None


def _ends(place: int | str) -> bool:
    """Return whether a process ends or has ended, with all its threads: one look tells both.

    To free its memory takes the kernel seconds if it is much, beside other work.
    """
    try:
        fields = _stat(place)
    except OSError:  # its parent has waited for it meanwhile
        return False
    flags, threads = int(fields[6]), int(fields[17])
    return bool(flags & PF_EXITING) and threads <= 1


def _unlinked_maps(place: str) -> set[int]:
    """Return the inodes of files that a process has mapped and that have no name any more."""
    try:
        with open(f"/proc/{place}/maps", "rb") as file:
            text = file.read()
    except OSError:  # ended meanwhile
        return set()
    if b" (deleted)\n" not in text:
        return set()
    lines = [line for line in text.splitlines() if line.endswith(b" (deleted)")]
    return {int(line.split()[4]) for line in lines}


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


def _resident(place: str) -> int:
    try:
        with open(f"/proc/{place}/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):  # ended meanwhile
        return 0
