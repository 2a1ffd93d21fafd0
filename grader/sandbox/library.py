"""The part of this package that a student's process can read: the guest, and what it imports.

Each host gets a copy of these files in a folder of its own, first on its import path. Where the
package itself lies inside a folder that the sandbox must show (site-packages, say), the copy covers
it in bubblewrap, and sandlock denies it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parent.parent

READABLE: Final = ("__init__.py", "checks.py", "errors.py", "limits.py", "guest", "protocol")
"""Modules and packages that the guest imports, relative to this package."""


def create_library(folder: Path) -> None:
    """Copy the readable modules into `folder`, with their byte-code: a host writes none."""
    for source in readable_files():
        for file in (source, Path(importlib.util.cache_from_source(str(source)))):
            if file.exists():
                target = folder / PACKAGE.name / file.relative_to(PACKAGE)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(file, target)


def readable_files() -> Iterator[Path]:
    """Yield the source files of the readable modules."""
    for name in READABLE:
        path = PACKAGE / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def exposed_packages(readable: Iterable[str]) -> list[str]:
    """Return the paths by which this package could be read inside the readable folders."""
    real = os.path.realpath(PACKAGE)
    found = set()
    for path in readable:
        above = os.path.realpath(path)
        if os.path.commonpath([above, real]) == above:
            found.add(os.path.join(path, os.path.relpath(real, above)))
    return sorted(found)
