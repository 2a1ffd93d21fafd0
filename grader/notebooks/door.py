"""The one door for students' files: every byte of theirs that we read comes through here.

    trusted folder (submitted/, inbound/, an unpacked download)
      └─ below it everything is a stranger's: names, links, pipes, sizes, times, owners

A `Door` holds the trusted folder open. Below it, each part of a path is opened from the folder
before it: every link, every mounted file system and every way out of the folder is refused, also if
a stranger swaps a folder for a link at that moment. Only regular files are read, and never more
than the limit.

An `Unreadable` is the student's fault, a `GraderError` this machine's.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import stat
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple, Self

from grader.errors import GraderError, Unreadable

DEPTH: Final = 20
"""Levels of folders below a student's that are looked into."""

PATH_BYTES: Final = 1000
"""Length of a path below a folder that is walked: the system opens none of more than 4,096."""

_THEIRS: Final = (
    *(errno.EACCES, errno.EILSEQ, errno.EINVAL, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG),
    *(errno.ENODEV, errno.ENOENT, errno.ENOTDIR, errno.ENXIO, errno.EPERM, errno.EXDEV),
)
"""Errors that what lies there explains. All others are this machine's, or pass by, as that of a
file which a file server has lent: what can't be opened because of them may be all right."""

_FILE: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FOLDER: Final = _FILE | os.O_DIRECTORY
_WAY: Final = os.O_PATH | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC
"""A folder that is passed, and need not be readable."""


class Found(NamedTuple):
    """Something below a door, as the system describes it: its path and state; a link is itself."""

    path: str
    state: os.stat_result

    @property
    def is_file(self) -> bool:
        """Whether it is a regular file."""
        return stat.S_ISREG(self.state.st_mode)

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return stat.S_ISDIR(self.state.st_mode)


class HandInPlace(NamedTuple):
    """Where a submission is: a trusted folder, and the path below it."""

    base: str
    folder: str


class Door:
    """A trusted folder, held open. A context manager; paths are relative to the folder.

    One that doesn't exist is as an empty one.
    """

    def __init__(self, folder: str | Path) -> None:
        self._handle = -1
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            self._handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._handle >= 0:
            os.close(self._handle)

    def find(self, path: str) -> Found | None:
        """Describe what is at a path; None if nothing is there that can be reached."""
        parent, _, name = path.rpartition("/")
        try:
            with self._open(parent, _WAY) as handle:
                return Found(path, os.stat(name, dir_fd=handle, follow_symlinks=False))
        except OSError as error:
            _raise_if_ours(path, error)
            return None

    def names(self, path: str = "", *, most: int | None = None) -> list[str]:
        """Return the names in a folder, at most so many, sorted; none where it can't be read."""
        try:
            with self._open(path, _FOLDER) as handle:
                return _names_in(handle, most)
        except OSError as error:
            _raise_if_ours(path, error)
            return []

    def look(self, path: str = "", *, most: int | None = None) -> list[Found]:
        """Describe what is in a folder, at most so many things, by name.

        Raises an `Unreadable` if it can't be read. What somebody mounted there for themselves alone
        is left out: the system describes it to nobody else.
        """
        found = []
        try:
            with self._open(path, _FOLDER) as handle:
                for name in _names_in(handle, most):
                    below = f"{path}/{name}" if path else name
                    try:
                        state = os.stat(name, dir_fd=handle, follow_symlinks=False)
                    except FileNotFoundError:  # gone meanwhile
                        continue
                    except PermissionError:
                        os.stat(".", dir_fd=handle)  # raises where the folder itself is closed
                        continue
                    found.append(Found(below, state))
        except OSError as error:
            _raise_if_ours(path, error)
            reason = self._reason(path, error)
            raise Unreadable(f"the folder can't be opened: {reason}") from error
        return found

    def walk(
        self, path: str = "", *, most: int, left_out: dict[str, Unreadable] | None = None
    ) -> Iterator[Found]:
        """Yield what is below a folder, the highest first: at most so many things.

        What can't be read, goes away meanwhile, lies deeper than `DEPTH` or has a path longer than
        `PATH_BYTES` is left out; `left_out` gets the reasons.
        """
        reasons = {} if left_out is None else left_out
        waiting = deque([path])
        while waiting:
            place, below = waiting.popleft(), list[Found]()
            try:
                below = self.look(place, most=most)
            except Unreadable as error:
                reasons[place] = error
            for found in below:
                if most <= 0:
                    return
                most -= 1
                if len(os.fsencode(found.path)) - len(os.fsencode(path)) > PATH_BYTES:
                    reasons[found.path] = Unreadable(f"a path has at most {PATH_BYTES} bytes")
                    continue
                yield found
                if found.is_folder and found.path.count("/") - path.count("/") < DEPTH:
                    waiting.append(found.path)
                elif found.is_folder:
                    reasons[found.path] = Unreadable(f"folders lie at most {DEPTH} deep")

    def read(self, path: str, limit_mb: int, *, found: Found | None = None) -> bytes:
        """Read a regular file; raise an `Unreadable` if it is none, or larger than the limit.

        Or if it is not the one that was `found` there: somebody may have swapped folders since.
        """
        try:
            with self._open(path, _FILE) as handle:
                state = os.fstat(handle)
                if found and not os.path.samestat(state, found.state):
                    raise Unreadable("another file took its place while it was read")
                if not stat.S_ISREG(state.st_mode):
                    raise Unreadable("it is not a regular file")
                if state.st_size > limit_mb << 20:
                    raise Unreadable(
                        f"the file has {state.st_size >> 20} MB, more than the limit submission_mb"
                        f" ({limit_mb} MB); clear the outputs and hand it in again"
                    )
                return _read_all(handle, limit_mb << 20)
        except OSError as error:
            _raise_if_ours(path, error)
            raise Unreadable(f"the file can't be opened: {self._reason(path, error)}") from error

    def _reason(self, path: str, error: OSError) -> str:
        """Return in words why something can't be opened."""
        if error.errno == errno.ELOOP:
            found = self.find(path)
            return "it is a symbolic link" if found else "a folder above it is a symbolic link"
        if error.errno == errno.EXDEV:
            return "it lies outside of the submission's folder, or on another file system"
        return error.strerror or "unknown"

    @contextlib.contextmanager
    def _open(self, path: str, flags: int) -> Iterator[int]:
        """Open something below the folder, by no link and on no other file system."""
        handle = _open_beneath(self._handle, path, flags)
        try:
            yield handle
        finally:
            os.close(handle)


def _raise_if_ours(path: str, error: OSError) -> None:
    """Raise a GraderError for an error of this machine's."""
    if error.errno not in _THEIRS:
        raise GraderError(f"{path} can't be opened: {error.strerror}") from error


def read_bytes(path: Path, limit_mb: int) -> bytes:
    """Read a file in a trusted folder, which a stranger may have put there."""
    with Door(path.parent) as door:
        return door.read(path.name, limit_mb)


def _names_in(folder: int, most: int | None) -> list[str]:
    """Return the names in an open folder, at most so many, sorted."""
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in itertools.islice(entries, most))


def _read_all(handle: int, most: int) -> bytes:
    """Read a file to its end; raise an `Unreadable` if it has grown beyond the limit."""
    with os.fdopen(os.dup(handle), "rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise Unreadable("the file grew while it was read, beyond the limit submission_mb")
    return data


def _open_beneath(folder: int, path: str, flags: int) -> int:
    """Open a path below a folder, part by part. One with `..`, or an absolute one, is refused."""
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if folder < 0:
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
    if "\0" in path:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    if path.startswith("/") or ".." in parts:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
    at = os.dup(folder)
    for number, part in enumerate(parts or ["."], 1):
        at = _step(at, part, flags if number >= len(parts) else _WAY, folder)
    return at


def _step(at: int, part: str, flags: int, door: int) -> int:
    """Open a part of a path from the folder before it, which is closed."""
    try:
        handle = os.open(part, flags, dir_fd=at)
    except NotADirectoryError:
        if stat.S_ISLNK(os.stat(part, dir_fd=at, follow_symlinks=False).st_mode):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None
        raise
    finally:
        os.close(at)
    try:
        if os.fstat(handle).st_dev == os.fstat(door).st_dev or _mount(handle) == _mount(door):
            return handle
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
    except OSError:
        os.close(handle)
        raise


def _mount(handle: int) -> str:
    """Return where something open is mounted: files of one overlay may have several devices."""
    told = Path(f"/proc/self/fdinfo/{handle}").read_text(encoding="ascii")
    return next(line for line in told.splitlines() if line.startswith("mnt_id:"))
