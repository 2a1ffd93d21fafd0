"""Make a course's folder the process's own.

nbgrader's paths are relative to the current folder, and a course's tests import the modules that
lie beside its configuration.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path


def add_to_import_path(root: Path) -> None:
    """Let this process import a course's modules, before any others of the same name."""
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))


def enter(root: Path) -> None:
    """Make a course's folder the current one, and its modules importable."""
    os.chdir(root)
    add_to_import_path(root)


@contextlib.contextmanager
def inside_course(root: Path) -> Iterator[None]:
    """Run a block inside a course's folder; restore the current folder and `sys.path` after it."""
    folder, path = os.getcwd(), sys.path.copy()
    enter(root)
    try:
        yield
    finally:
        os.chdir(folder)
        sys.path[:] = path
