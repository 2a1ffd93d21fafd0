"""Files that an instructor downloaded for a class, in a folder or in the zip as it came.

Their names and contents are strangers': nothing is unpacked to a place that a name tells, no link
is followed, no pipe waited for, no more read than is allowed.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import UsageError
from grader.limits import MB
from grader.notebooks.files import Unreadable, read_bytes

INSIDE: Final = 1000
"""Files in a zip that a student handed in, at most."""

LITTER: Final = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints")
"""What systems leave in folders and zips, and nobody handed in."""


UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,  # it is encrypted
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
    OverflowError,
)
"""What a zip that was damaged, or made to harm, has the library raise."""


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the download. Its bytes are read when they are asked for, at most so many MB of
    them; Unreadable says why they are not to be had."""

    path: str
    when: float
    read: Callable[[int], bytes]


@contextlib.contextmanager
def open_downloads(path: Path) -> Iterator[list[Received]]:
    """The files in a folder or a zip, in the order of their paths."""
    archive = None if path.is_dir() else _archive(path)
    with archive or contextlib.nullcontext():
        found = _in_zip(archive) if archive else _in_folder(path)
        yield sorted(found, key=lambda file: file.path)


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror or error}.") from error
    except UNREADABLE as error:
        raise UsageError(
            f"{path} is neither a folder nor a zip that can be read: {error}."
        ) from error


def inside(data: bytes) -> list[Received]:
    """The files in a zip that a student handed in; zips within it stay closed."""
    if data.count(b"PK\x01\x02") > INSIDE:
        raise Unreadable(f"the zip holds more than {INSIDE} files")
    try:
        return _in_zip(zipfile.ZipFile(io.BytesIO(data)))
    except UNREADABLE as error:
        raise Unreadable(f"it is no zip that can be read ({error})") from error


def _in_folder(root: Path) -> Iterator[Received]:
    for base, folders, names in os.walk(root, followlinks=False):
        links = [name for name in folders if (Path(base) / name).is_symlink()]
        for name in [*names, *links]:
            path = Path(base) / name
            if not _is_system_file(relative := path.relative_to(root).as_posix()):
                yield Received(path=relative, when=_time_of(path), read=_member_reader(path))


def _time_of(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def _member_reader(path: Path) -> Callable[[int], bytes]:
    return lambda limit_mb: read_bytes(path, limit_mb)


def _in_zip(archive: zipfile.ZipFile) -> list[Received]:
    return [
        Received(path=_name(info), when=_zip_time(info), read=_member(archive, info))
        for info in archive.infolist()
        if not info.is_dir() and not _is_system_file(_name(info))
    ]


def _is_system_file(path: str) -> bool:
    return any(part in LITTER or part.startswith("._") for part in path.split("/"))


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name. Without the mark for UTF-8 it is read as that where it is that."""
    if info.flag_bits & 0x800:
        return info.filename
    with contextlib.suppress(UnicodeError):
        return info.filename.encode("cp437").decode("utf-8")
    return info.filename


def _zip_time(info: zipfile.ZipInfo) -> float:
    """A member's time, which has no zone: this machine's."""
    with contextlib.suppress(ValueError, OverflowError):
        return time.mktime((*info.date_time, 0, 0, -1))
    return 0.0


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[int], bytes]:
    def read(limit_mb: int) -> bytes:
        path = _name(info)
        if path.startswith("/") or "\\" in path or ".." in path.split("/"):
            raise Unreadable("its path in the zip leads out of it")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise Unreadable("it is a symbolic link" if kind == stat.S_IFLNK else "it is no file")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable("it is packed in a way that can't be unpacked piece by piece")
        try:
            with archive.open(info) as file:
                data = file.read(limit_mb * MB + 1)  # whatever size it says it has
        except UNREADABLE as error:
            raise Unreadable(f"it can't be unpacked ({error})") from error
        if len(data) > limit_mb * MB:
            raise Unreadable(f"it is larger than the limit submission_mb ({limit_mb} MB)")
        return data

    return read
