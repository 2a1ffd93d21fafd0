"""The files of a submission, and the digest of all that its verdict depends on."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from grader.grading.engine import ENGINE
from grader.limits import MB, Limits
from grader.notebooks.files import Unreadable, read_bytes
from grader.notebooks.ipynb import Key

STUDENT_FILES: Final = 64
"""Files beside a submission, at most, that its process may read."""

_IMPORT: Final = re.compile(
    r"(?:^|[;:])[ \t]*(?:from[ \t\\\n]+(\w+)|import[ \t\\\n]+([^\n#;]+))", re.MULTILINE
)


def notebook_paths(folder: Path, keys: Sequence[Key]) -> list[Path]:
    """Return the paths of a submission's notebooks, whether or not they were handed in."""
    return [folder / f"{key.notebook}.ipynb" for key in keys]


def extra_files(folder: Path, limit_mb: int) -> dict[str, Path]:
    """Find the student's own files beside a notebook, such as modules, data and other notebooks.

    Together they are at most as large as a notebook may be, and so are the notebooks.
    """
    return notebooks_beside(folder, limit_mb) | _files_within(folder, limit_mb, notebooks=False)


def notebooks_beside(folder: Path, limit_mb: int) -> dict[str, Path]:
    """Find the notebooks of a submission, as they were handed in."""
    return _files_within(folder, limit_mb, notebooks=True)


def _files_within(folder: Path, limit_mb: int, *, notebooks: bool) -> dict[str, Path]:
    found: dict[str, Path] = {}
    left = limit_mb * MB
    if folder.is_symlink():
        return found
    for base, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(names):
            path = Path(base) / name
            other = (path.suffix == ".ipynb") is not notebooks
            if other or path.is_symlink() or not path.is_file():
                continue
            if (size := path.stat().st_size) <= left:
                left -= size
                found[str(path.relative_to(folder))] = path
            if len(found) >= STUDENT_FILES:
                return found
    return found


def submission_digest(common: str, folder: Path, keys: Sequence[Key], limits: Limits) -> str:
    """Digest all that a submission's verdict depends on: `assignment_digest` and its files."""
    total = hashlib.blake2b(common.encode(), digest_size=20)
    for path in notebook_paths(folder, keys):
        total.update(_digest_of(path, limits))
    for name, path in sorted(extra_files(folder, limits.submission_mb).items()):
        total.update(msgspec.msgpack.encode(os.fsencode(name)))
        total.update(_digest_of(path, limits))
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
