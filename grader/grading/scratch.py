"""A notebook's folder: filled at first, kept when all cells have run, restored for each pass.

Once it is filled, a student's process may change it at any time: no link is followed then, and all
paths begin at the folder's own descriptor.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Final, TypeAlias

import msgspec

from grader.limits import MAX_FOLDER_DEPTH
from grader.notebooks.hidden_files import is_hidden

READ: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
ENTER: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC
REWRITE: Final = os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC

Files: TypeAlias = Mapping[str, bytes | Path]
"""What a folder is filled with, by its path there: a student's files as they were read, and paths
of the instructor's."""


class TooMuch(Exception):
    """The files have more bytes than may be kept."""


class Entry(msgspec.Struct, frozen=True):
    """A file, folder or link as it was kept."""

    state: tuple[int, ...]
    mode: int
    copy: int = -1
    """Number of the file's copy; -1 if it has none."""
    target: str = ""
    """Where a link points to."""


class Scratch:
    """The folder of a notebook's process, and copies of its files in a folder beside it."""

    def __init__(self, folder: Path, beside: Path) -> None:
        self._folder, self._beside = folder, beside
        self._kept: dict[str, Entry] = {}

    def keep(self, most: int) -> None:
        """Copy what is there now; raise an OSError if that can't be done.

        Raises `TooMuch` if the files have more than so many bytes.
        """
        self._kept = {}
        left = most
        for path, parent, state in _entries(self._folder):
            name, entry = PurePath(path).name, Entry(_summary(state), stat.S_IMODE(state.st_mode))
            with contextlib.suppress(OSError):  # nobody can look into it
                if stat.S_ISLNK(state.st_mode):
                    target = os.readlink(name, dir_fd=parent)
                    entry = msgspec.structs.replace(entry, target=target)
                elif stat.S_ISREG(state.st_mode):
                    number = len(self._kept)
                    left -= self._copy(name, parent, number, left)
                    entry = msgspec.structs.replace(entry, copy=number)
            self._kept[path] = entry

    def _copy(self, name: str, parent: int, number: int, most: int) -> int:
        """Copy a file to its place beside the folder; return its bytes, which may be so many."""
        copied = 0
        with (
            open(os.open(name, READ, dir_fd=parent), "rb") as source,
            open(self._beside / str(number), "wb") as target,
        ):
            while data := source.read(1 << 20):
                if (copied := copied + len(data)) > most:
                    raise TooMuch
                target.write(data)
        return copied

    def restore(self) -> None:
        """Remove what is new, and bring back what is changed or gone."""
        found = {path: _summary(state) for path, _, state in _entries(self._folder)}
        changed = {
            path for path in {*found, *self._kept} if not self._is_as_kept(path, found.get(path))
        }
        changed -= {
            path for path in changed & found.keys() if self._written_back(path, found[path])
        }
        for path in sorted(changed & found.keys(), reverse=True):
            self._remove(path)
        for path in sorted(changed & self._kept.keys()):
            self._bring_back(path, self._kept[path])

    def _is_as_kept(self, path: str, state: tuple[int, ...] | None) -> bool:
        entry = self._kept.get(path)
        return entry is not None and entry.state == state

    def _written_back(self, path: str, state: tuple[int, ...]) -> bool:
        """Write what a file held into it again; return whether that could be done.

        The notebook may keep it open: a new file of its name would not be the one that it reads.
        """
        entry = self._kept.get(path)
        if entry is None or entry.copy < 0 or state[:2] != entry.state[:2]:
            return False
        with contextlib.suppress(OSError), self._parent(path) as (parent, name):
            with (
                open(self._beside / str(entry.copy), "rb") as source,
                open(os.open(name, REWRITE, dir_fd=parent), "wb") as target,
            ):
                if _summary(os.fstat(target.fileno()))[:2] != state[:2]:
                    return False
                target.truncate()
                shutil.copyfileobj(source, target)
            state = _summary(os.stat(name, dir_fd=parent, follow_symlinks=False))
            self._kept[path] = msgspec.structs.replace(entry, state=state)
            return True
        return False

    def _remove(self, path: str) -> None:
        with self._parent(path) as (parent, name):
            try:
                os.unlink(name, dir_fd=parent)
            except (IsADirectoryError, PermissionError):
                shutil.rmtree(name, dir_fd=parent)

    def write(self, path: str, content: bytes) -> None:
        """Write a file, in new folders if need be; raise an OSError if that can't be done."""
        for folder in [*PurePath(path).parents][-2::-1]:
            with contextlib.suppress(FileExistsError), self._parent(folder) as (parent, name):
                os.mkdir(name, dir_fd=parent)
                self._hand_over(name, parent)
        with self._parent(path) as (parent, name):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name, dir_fd=parent)
            with open(os.open(name, CREATE, 0o644, dir_fd=parent), "wb") as target:
                target.write(content)
            self._hand_over(name, parent)

    def remove(self, path: str) -> None:
        """Remove what is at a path, as far as that can be done."""
        with contextlib.suppress(OSError, RecursionError):
            self._remove(path)

    def _hand_over(self, name: str, parent: int) -> None:
        """Let what was made belong to the folder's owner."""
        if os.geteuid() == 0:
            owner = self._folder.stat()
            os.chown(name, owner.st_uid, owner.st_gid, dir_fd=parent, follow_symlinks=False)

    def _bring_back(self, path: str, entry: Entry) -> None:
        with self._parent(path) as (parent, name):
            if entry.target:
                os.symlink(entry.target, name, dir_fd=parent)
            elif entry.copy >= 0:
                with (
                    open(self._beside / str(entry.copy), "rb") as source,
                    open(os.open(name, CREATE, entry.mode, dir_fd=parent), "wb") as target,
                ):
                    shutil.copyfileobj(source, target)
            elif stat.S_ISDIR(entry.state[0]):
                os.mkdir(name, entry.mode, dir_fd=parent)
            else:
                return
            self._hand_over(name, parent)
            state = os.stat(name, dir_fd=parent, follow_symlinks=False)
        self._kept[path] = msgspec.structs.replace(entry, state=_summary(state))

    @contextlib.contextmanager
    def _parent(self, path: str | PurePath) -> Iterator[tuple[int, str]]:
        """Provide the descriptor of the folder that holds a path, and the name in it."""
        *folders, name = PurePath(path).parts
        with contextlib.ExitStack() as stack:
            parent = os.open(self._folder, ENTER)
            stack.callback(os.close, parent)
            for folder in folders:
                parent = os.open(folder, ENTER, dir_fd=parent)
                stack.callback(os.close, parent)
            yield parent, name


def _entries(folder: Path) -> Iterator[tuple[str, int, os.stat_result]]:
    """Yield all that is in a folder, parents first: path, the parent's descriptor, state.

    Raise an OSError if folders are nested deeper than any notebook needs.
    """
    for root, folders, files, parent in os.fwalk(folder, follow_symlinks=False):
        if folders and root.count(os.sep) - str(folder).count(os.sep) >= MAX_FOLDER_DEPTH:
            raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
        for name in (*folders, *files):
            with contextlib.suppress(FileNotFoundError):  # removed meanwhile
                state = os.stat(name, dir_fd=parent, follow_symlinks=False)
                yield os.path.relpath(os.path.join(root, name), folder), parent, state


def _summary(state: os.stat_result) -> tuple[int, ...]:
    """Return what tells whether a file was changed; of a folder, only that it is one."""
    if stat.S_ISDIR(state.st_mode):
        return (state.st_mode,)
    return (state.st_mode, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)


def fill_scratch(folder: Path, files: Files) -> None:
    """Write files to their places, the instructor's first, which are the last of the mapping.

    A student's file whose place is taken stays out. All belong to the folder's owner, so that
    the notebook can overwrite them. Hidden files are for hidden tests alone.
    """
    given = [(name, content) for name, content in files.items() if not is_hidden(name)]
    for name, content in reversed(given):
        with contextlib.suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with open(folder / name, "xb") as target:
                if isinstance(content, bytes):
                    target.write(content)
                else:
                    with open(content, "rb") as source:
                        shutil.copyfileobj(source, target)
    if os.geteuid() == 0:
        owner = folder.stat()
        for path in folder.rglob("*"):
            os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
