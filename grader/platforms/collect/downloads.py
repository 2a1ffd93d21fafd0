"""Reading of downloaded files from a folder or a zip.

Names and contents are untrusted: no file is unpacked to a path taken from its name, no link is
followed, no pipe is read, and no more is read than the limit allows.
"""

from __future__ import annotations

import contextlib
import functools
import io
import stat
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import Unreadable, UsageError
from grader.limits import MB
from grader.notebooks.door import Door

MAX_ZIP_FILES: Final = 1000
"""Most files in a zip submitted by a student."""

MAX_FILES: Final = 1_000_000
"""Most files and folders in a download."""

SYSTEM_FILES: Final = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints")
"""Files that operating systems and Jupyter create in folders and zips."""


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A downloaded file. `read(limit_mb)` returns its bytes or raises `Unreadable`."""

    path: str
    when: float
    read: Callable[[int], bytes]


@contextlib.contextmanager
def open_downloads(path: Path) -> Iterator[list[Received]]:
    """Open a folder or a zip and return its files, sorted by path."""
    with Door(path) if path.is_dir() else _archive(path) as opened:
        found = (
            _in_folder(opened)
            if isinstance(opened, Door)
            else _in_zip(opened.infolist(), lambda: opened)
        )
        yield sorted(found, key=lambda file: file.path)


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error
    except Exception as error:  # zipfile raises errors of many kinds
        raise UsageError(f"{path} is neither a folder nor a readable zip: {error}.") from error


def files_in_zip(zipped: Received, limit_mb: int) -> list[Received]:
    """List the files in a zip submitted by a student. Zips inside it are not opened.

    It is read again for what is taken from it: together, those of a class may not fit into memory.
    """
    opened = functools.partial(_submitted, zipped.read, limit_mb)
    return _in_zip(opened().infolist(), opened)


@functools.lru_cache(maxsize=4)
def _submitted(read: Callable[[int], bytes], limit_mb: int) -> zipfile.ZipFile:
    """Open a zip submitted by a student. Of a class's the last ones are kept open."""
    data = read(limit_mb)
    if data.count(b"PK\x01\x02") > MAX_ZIP_FILES:
        raise Unreadable(f"the zip holds more than {MAX_ZIP_FILES} files")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:  # zipfile raises errors of many kinds
        raise Unreadable(f"it is not a readable zip ({error})") from error


def _in_folder(door: Door) -> Iterator[Received]:
    for file in door.walk(most=MAX_FILES):
        if not file.is_folder and not is_system_file(file.path):
            read = functools.partial(door.read, file.path)
            yield Received(path=file.path, when=file.state.st_mtime, read=read)


def _in_zip(
    members: Iterable[zipfile.ZipInfo], opened: Callable[[], zipfile.ZipFile]
) -> list[Received]:
    return [
        Received(path=name, when=_zip_time(info), read=_member(opened, info))
        for info in members
        if not (name := _name(info)).endswith("/") and not is_system_file(name)
    ]


def is_system_file(path: str) -> bool:
    """Return whether an operating system or Jupyter made a file, or a folder above it."""
    return any(part in SYSTEM_FILES or part.startswith("._") for part in path.split("/"))


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name, decoded as UTF-8 if possible even without the UTF-8 flag.

    Zips of Windows PowerShell have backslashes between the folders.
    """
    name = info.filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _zip_time(info: zipfile.ZipInfo) -> float:
    """Return a member's time, taken in this machine's time zone since zips store none."""
    with contextlib.suppress(ValueError, OverflowError):
        return time.mktime((*info.date_time, 0, 0, -1))
    return 0.0


def _member(opened: Callable[[], zipfile.ZipFile], info: zipfile.ZipInfo) -> Callable[[int], bytes]:
    def read(limit_mb: int) -> bytes:
        path = _name(info)
        if path.startswith("/") or ".." in path.split("/"):
            raise Unreadable("its path in the zip leads out of it")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise Unreadable(
                "it is a symbolic link" if kind == stat.S_IFLNK else "it is not a regular file"
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable("its compression method is not supported")
        try:
            with opened().open(info) as file:
                data = file.read(limit_mb * MB + 1)  # do not trust the stated size
        except Exception as error:  # zipfile raises errors of many kinds
            raise Unreadable(f"it cannot be unpacked ({error})") from error
        if len(data) > limit_mb * MB:
            raise Unreadable(f"it is larger than the limit submission_mb ({limit_mb} MB)")
        return data

    return read
