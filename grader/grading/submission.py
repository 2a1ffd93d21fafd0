"""The files of a submission, and the digest of all that its verdict depends on.

Verdicts of two engines are not to be taken for each other, so the digest counts in `ENGINE`: a
batch skips what the same engine has graded, and a cluster's workers refuse the orders of another.
The version alone does not tell engines apart, as a tolerance may change without a release.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from grader import __version__
from grader.errors import Unreadable
from grader.limits import MB, Limits
from grader.notebooks.door import Door, Found, read_bytes
from grader.notebooks.ipynb import Key

STUDENT_FILES: Final = 64
"""Notebooks, and other files, beside those that are graded: its process may read so many of each.
"""

ENTRIES: Final = 2000
"""Things in a submission's folder, at most, that are looked at."""

NOT_HANDED_IN: Final = "{} was not handed in"
"""Why a notebook gets no points of which there is no file, by the name of the file."""

_IMPORT: Final = re.compile(
    r"(?:^|[;:])[ \t]*(?:from[ \t\\\n]+(\w+)|import[ \t\\\n]+([^\n#;]+))", re.MULTILINE
)


class HandIn(msgspec.Struct, frozen=True, kw_only=True):
    """The files of a submission, read once and through the door: nothing else opens them."""

    files: dict[str, bytes] = {}
    """By their paths in its folder."""
    refused: dict[str, str] = {}
    """Why a notebook can't be read, by the name of its file; the empty name stands for all."""

    def notebook(self, name: str) -> bytes:
        """Return the file of a notebook; raise an `Unreadable` that says why there is none."""
        file = f"{name}.ipynb"
        if fault := self.refused.get(""):
            raise Unreadable(fault)
        if fault := self.refused.get(file):
            raise Unreadable(f"{file}: {fault}")
        if file not in self.files:
            raise Unreadable(NOT_HANDED_IN.format(file))
        return self.files[file]


def read_hand_in(base: str, folder: str, notebooks: Iterable[str], limit_mb: int) -> HandIn:
    """Read the submission in a folder below a trusted one, of which these notebooks are graded.

    Each of them is at most as large as the limit. The notebooks beside them are so together, and
    so are the other files, such as modules and data; what is too large or no file is left out.
    """
    found = HandIn()
    with Door(base) as door:
        below = [*door.walk(folder, most=ENTRIES)]
        _read_notebooks(door, folder, notebooks, limit_mb, found)
        _read_others(door, folder, below, limit_mb, found)
        if not found.files and (fault := _fault_of(door, folder)):
            found.refused[""] = fault
    return found


def _fault_of(door: Door, folder: str) -> str:
    """Return why the folder of a submission can't be read, or an empty string."""
    name = folder.rpartition("/")[2]
    there = door.find(folder)
    if there and not there.is_folder:
        return f"{name} is not a folder"
    try:
        door.look(folder, most=1)
    except Unreadable as error:
        return f"{name}: {error}"
    return ""


def _read_notebooks(
    door: Door, folder: str, notebooks: Iterable[str], limit_mb: int, found: HandIn
) -> None:
    """Read the notebooks that are graded."""
    for file in (f"{name}.ipynb" for name in notebooks):
        path = f"{folder}/{file}"
        try:
            found.files[file] = door.read(path, limit_mb)
        except Unreadable as error:
            if door.find(path):
                found.refused[file] = str(error)


def _read_others(
    door: Door, folder: str, below: Iterable[Found], limit_mb: int, found: HandIn
) -> None:
    """Read the files beside the notebooks that are graded, the highest first."""
    room = Room(limit_mb)
    for one in below:
        name = one.path.removeprefix(f"{folder}/")
        size = one.state.st_size
        if name in found.files or not one.is_file or room.refuses(name, size):
            continue
        with contextlib.suppress(Unreadable, UnicodeEncodeError):  # gone, or swapped meanwhile
            name.encode()  # what has no text as its name stays out
            data = door.read(one.path, limit_mb)
            if len(data) <= size:
                found.files[name] = data


class Room:
    """What may still be read of a submission beside the notebooks that are graded."""

    def __init__(self, limit_mb: int) -> None:
        self._limit_mb = limit_mb
        self._files = {True: STUDENT_FILES, False: STUDENT_FILES}
        self._bytes = {True: limit_mb * MB, False: limit_mb * MB}

    def refuses(self, name: str, size: int) -> str:
        """Return why a file is not read, or an empty string for one that is, and counts."""
        kind = name.endswith(".ipynb")
        if not self._files[kind]:
            return f"grading reads {STUDENT_FILES} files beside the notebooks"
        if size > self._bytes[kind]:
            return (
                "with it, the files beside the notebooks exceed the limit c.Limits.submission_mb"
                f" ({self._limit_mb} MB)"
            )
        self._files[kind] -= 1
        self._bytes[kind] -= size
        return ""


# Digests ------------------------------------------------------------------------------------


def digest_of_package(folder: Path) -> str:
    """Digest the names and contents of a package's modules."""
    total = hashlib.blake2b(digest_size=6)
    for path in sorted(folder.rglob("*.py")):
        total.update(str(path.relative_to(folder)).encode() + b"\0")
        total.update(hashlib.blake2b(path.read_bytes()).digest())
    return total.hexdigest()


ENGINE: Final = f"grader {__version__} ({digest_of_package(Path(__file__).parent.parent)})"
"""This package as it was loaded: its version and the digest of its modules."""


def submission_digest(common: str, hand_in: HandIn) -> str:
    """Digest all that a submission's verdict depends on: `assignment_digest` and its files."""
    total = hashlib.blake2b(common.encode(), digest_size=20)
    for name, data in sorted(hand_in.files.items()):
        total.update(msgspec.msgpack.encode(os.fsencode(name)))
        total.update(hashlib.blake2b(data).digest())
    total.update(msgspec.msgpack.encode(sorted(hand_in.refused.items())))
    return total.hexdigest()


def assignment_digest(
    keys: Sequence[Key], data_files: Iterable[str], limits: Limits, root: Path
) -> str:
    """Digest what all verdicts of an assignment depend on.

    That is the engine, the limits, the tests, the assignment's own files, and the course's modules
    that the tests import.
    """
    total = hashlib.blake2b(digest_size=20)
    total.update(msgspec.msgpack.encode([ENGINE, keys, limits]))
    for path in [*map(Path, sorted(data_files)), *imported_files(keys, root)]:
        total.update(_digest_of(path, limits))
    return total.hexdigest()


def imported_files(keys: Sequence[Key], root: Path) -> list[Path]:
    """Find the files of the course's own modules that the tests import, directly or indirectly."""
    found: set[Path] = set()
    seen = {"grader"}  # ENGINE stands for all of it
    waiting = [cell.source for key in keys for cell in key.autograded()]
    while waiting:
        for name in _names(waiting.pop()) - seen:
            seen.add(name)
            files = _files(root, name)
            found.update(files)
            for path in files:
                if path.suffix == ".py":
                    with contextlib.suppress(OSError):  # whoever imports it reports that
                        waiting.append(path.read_text(encoding="utf-8", errors="replace"))
    return sorted(found)


def _names(source: str) -> set[str]:
    """Return the top-level names of the modules that a source imports, found by a pattern.

    Parsing would take longer than all the rest, and a file too many in a digest does no harm.
    """
    names = set()
    for origin, listed in _IMPORT.findall(source):
        modules = [origin] if origin else listed.split(",")
        names |= {found[0] for module in modules if (found := re.match(r"\w+", module.strip()))}
    return names


def _files(root: Path, name: str) -> list[Path]:
    """Find the files of a module or package at the top of the course."""
    package = root / name
    inside = package.rglob("*") if package.is_dir() else []
    return [
        path
        for path in [root / f"{name}.py", *inside]
        if path.is_file() and not _is_leftover(root, path)
    ]


def _is_leftover(root: Path, path: Path) -> bool:
    parts = path.relative_to(root).parts
    return any(part.startswith(".") or part == "__pycache__" for part in parts)


def _digest_of(path: Path, limits: Limits) -> bytes:
    try:
        return hashlib.blake2b(read_bytes(path, limits.submission_mb)).digest()
    except Unreadable as error:
        return hashlib.blake2b(str(error).encode()).digest()
