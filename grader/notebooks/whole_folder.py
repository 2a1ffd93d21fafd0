"""A submission's folder is written whole or not at all: beside its place, then moved there.

    submitted/<student>/.<assignment>.new      the new submission, while it is written
    submitted/<student>/.<assignment>.before   the old submission, while it is replaced

If a run is killed at any step, the next run finds one of these folders and cleans up first. While a
run writes a submission, it holds a lock on the new folder, which nobody else can open.

The student's folder may be the student's own, who may put links there at any moment. So each folder
below the trusted one is opened from the one above, by no link, and used through its handle.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import itertools
import os
import stat
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from grader.errors import CourseError

_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def write_folder_whole(
    base: str,
    folder: str,
    files: Mapping[str, bytes],
    times: Mapping[str, float],
    *,
    shared: bool = False,
) -> None:
    """Write files, by their paths in a folder below a trusted one, and set their times.

    `shared` gives the folder's group the same rights as its owner.
    """
    with _errors_told(base, folder):
        os.makedirs(base, exist_ok=True)
        with _above(base, folder, make=True) as (at, name):
            new, before = _settle(at, name)
            old = _state(at, name)
            if old and not stat.S_ISDIR(old.st_mode):
                raise NotADirectoryError
            os.mkdir(new, dir_fd=at)
            with _opened(at, [new]) as handle:
                _locked(handle)
                try:
                    _write_files(handle, files, times, shared=shared)
                except BaseException:
                    with contextlib.suppress(OSError):
                        remove_tree(at, new)  # the disk may be full
                    raise
                if old:
                    os.rename(name, before, src_dir_fd=at, dst_dir_fd=at)
                os.rename(new, name, src_dir_fd=at, dst_dir_fd=at)
            _settle(at, name)


def remove_leftovers(base: str, folder: str) -> None:
    """Undo or remove what an interrupted run left."""
    with (
        _errors_told(base, folder),
        contextlib.suppress(FileNotFoundError),
        _above(base, folder) as (at, name),
    ):
        _settle(at, name)


def remove_tree(at: int, name: str) -> None:
    """Remove what has a name in an open folder, however deep it is; no link is followed.

    What is nested is moved to the top first, so no path is too long and no call too deep.
    """
    if _unlinked(at, name):
        return
    with _opened(at, [name]) as top:
        waiting = deque(os.listdir(top))
        moved = (f".{os.urandom(8).hex()}{number}" for number in itertools.count())
        while waiting:
            child = waiting.popleft()
            if _unlinked(top, child):
                continue
            with _opened(top, [child]) as inner:
                for below in os.listdir(inner):
                    if not _unlinked(inner, below):
                        waiting.append(next(moved))
                        os.rename(below, waiting[-1], src_dir_fd=inner, dst_dir_fd=top)
            os.rmdir(child, dir_fd=top)
    os.rmdir(name, dir_fd=at)


def _settle(at: int, name: str) -> tuple[str, str]:
    """Clean up beside a place; return the names of the new and the old submission there."""
    new, before = f".{name}.new", f".{name}.before"
    if _is_in_use(at, new):
        raise OSError(errno.EBUSY, "another run writes there")
    if _state(at, before) and not _state(at, name):
        os.rename(before, name, src_dir_fd=at, dst_dir_fd=at)
    for left in (new, before):
        remove_tree(at, left)
    return new, before


def _state(at: int, name: str) -> os.stat_result | None:
    """Describe what has a name in an open folder, a link as itself; None if nothing has."""
    with contextlib.suppress(FileNotFoundError):
        return os.stat(name, dir_fd=at, follow_symlinks=False)
    return None


def _unlinked(at: int, name: str) -> bool:
    """Remove what is no folder; return whether nothing is there any more."""
    state = _state(at, name)
    if state and not stat.S_ISDIR(state.st_mode):
        os.unlink(name, dir_fd=at)
    return state is None or not stat.S_ISDIR(state.st_mode)


@contextlib.contextmanager
def _errors_told(base: str, folder: str) -> Iterator[None]:
    """Raise a CourseError in the place of the system's errors."""
    place = os.path.join(base, folder)
    try:
        yield
    except NotADirectoryError as error:
        raise CourseError(
            f"{place} is not a folder; move it away, or what is above it: no link is followed."
        ) from error
    except OSError as error:
        raise CourseError(
            f"{place} cannot be written: {error.strerror or error}. What was collected"
            " before is kept; run the same command again to continue."
        ) from error


@contextlib.contextmanager
def _above(base: str, folder: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
    """Open the folder above one; yield it with the name that is left."""
    *above, name = folder.split("/")
    trusted = os.open(base, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with _opened(trusted, above, make=make) as at:
            yield at, name
    finally:
        os.close(trusted)


@contextlib.contextmanager
def _opened(at: int, names: Sequence[str], *, make: bool = False) -> Iterator[int]:
    """Open a folder by the names that lead to it from an open one; make what is missing."""
    handle = os.dup(at)
    try:
        for name in names:
            if make:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(name, dir_fd=handle)
            inner = os.open(name, _FOLDER, dir_fd=handle)
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)


def _is_in_use(at: int, name: str) -> bool:
    """Return whether another run of ours is writing a folder."""
    with contextlib.suppress(OSError), _opened(at, [name]) as handle:
        return os.fstat(handle).st_uid == os.geteuid() and not _locked(handle)
    return False


def _locked(handle: int) -> bool:
    """Lock an open folder until it is closed; return whether no other run has locked it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # the file system has no locks
    return True


def _write_files(
    folder: int, files: Mapping[str, bytes], times: Mapping[str, float], *, shared: bool
) -> None:
    """Write files into a folder that nobody else may enter before all is written.

    Until then nobody can put a link there, and modes are set by handles alone.
    """
    state = os.fstat(folder)
    if state.st_uid == os.geteuid():
        os.fchmod(folder, 0o700 | (state.st_mode & stat.S_ISGID))
    if state.st_uid != os.geteuid() or os.listdir(folder):
        raise OSError(errno.EPERM, "somebody else has put another folder there")
    for path, data in files.items():
        *above, name = path.split("/")
        with _opened(folder, above, make=True) as at:
            handle = os.open(name, _NEW_FILE, 0o666, dir_fd=at)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.utime(handle, (times[path], times[path]))
            if shared:
                os.fchmod(handle, os.fstat(handle).st_mode | 0o660)
    more = 0o2770 if shared else 0  # that is what groupshared asks
    if shared:
        for place, _, _, at in os.fwalk(".", dir_fd=folder):
            if place != ".":
                os.fchmod(at, os.fstat(at).st_mode | more)
    os.fchmod(folder, state.st_mode | more)
