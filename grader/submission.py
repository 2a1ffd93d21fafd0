"""A submission as it lies in its folder: which files count, and their fingerprint."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from grader import __version__
from grader.limits import MB, Limits
from grader.notebook import Key, Unreadable, read_bytes

STUDENT_FILES: Final = 64
"""Files beside a submission that its process may read, at most."""


def notebooks(folder: Path, keys: Sequence[Key]) -> list[Path]:
    """Where the notebooks of a submission are, if they were handed in."""
    return [folder / f"{key.notebook}.ipynb" for key in keys]


def beside(folder: Path, limit_mb: int) -> dict[str, Path]:
    """The student's own small files beside the notebook: modules and data they brought along.
    Together they have no more than a notebook may have."""
    found: dict[str, Path] = {}
    left = limit_mb * MB
    if folder.is_symlink():
        return found
    for base, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(names):
            path = Path(base) / name
            if path.suffix == ".ipynb" or path.is_symlink() or not path.is_file():
                continue
            if (size := path.stat().st_size) <= left:
                left -= size
                found[str(path.relative_to(folder))] = path
            if len(found) >= STUDENT_FILES:
                return found
    return found


def digest(common: str, folder: Path, keys: Sequence[Key], limits: Limits) -> str:
    """A fingerprint of all that a submission's verdict depends on: its files, and `basis`."""
    total = hashlib.blake2b(common.encode(), digest_size=20)
    for path in notebooks(folder, keys):
        total.update(_digest_of(path, limits))
    for name, path in sorted(beside(folder, limits.submission_mb).items()):
        total.update(msgspec.msgpack.encode(os.fsencode(name)))
        total.update(_digest_of(path, limits))
    return total.hexdigest()


def basis(keys: Sequence[Key], data_files: Iterable[str], limits: Limits, root: Path) -> str:
    """A fingerprint of what all verdicts of an assignment depend on: its tests, its own files, the
    reference that the tests import, the limits."""
    total = hashlib.blake2b(digest_size=20)
    total.update(msgspec.msgpack.encode([__version__, keys, limits]))
    for path in [*map(Path, sorted(data_files)), *_imported(keys, root)]:
        total.update(_digest_of(path, limits))
    return total.hexdigest()


def _imported(keys: Sequence[Key], root: Path) -> list[Path]:
    """The course's own modules that the tests import, with the packages that they are in."""
    names: set[str] = set()
    for cell in (cell for key in keys for cell in key.autograded()):
        with contextlib.suppress(SyntaxError, ValueError):
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names.add(node.module.split(".")[0])
                elif isinstance(node, ast.Import):
                    names |= {alias.name.split(".")[0] for alias in node.names}
    names -= {"grader"}  # its version says enough
    packages = [path for name in names for path in (root / name).rglob("*.py")]
    modules = [root / f"{name}.py" for name in names]
    return sorted(path for path in [*packages, *modules] if path.is_file())


def _digest_of(path: Path, limits: Limits) -> bytes:
    try:
        return hashlib.blake2b(read_bytes(path, limits.submission_mb)).digest()
    except Unreadable as error:
        return hashlib.blake2b(str(error).encode()).digest()
