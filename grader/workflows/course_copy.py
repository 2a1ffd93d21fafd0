"""A temporary copy of a course, in which answers can be graded without touching the original."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from grader.notebooks.tempdirs import temporary_folder
from grader.plugin import Course


@contextlib.contextmanager
def temporary_copy(course: Course) -> Iterator[Course]:
    """Make a copy with the same sources and modules, and a gradebook of its own.

    Afterwards the process is in the original course again.
    """
    with temporary_folder() as copy:
        for path in course.root.iterdir():
            module = path.suffix == ".py" or (path / "__init__.py").exists()
            if path.name == course.folders.source_directory or (module and path.name != "grader"):
                (copy / path.name).symlink_to(path)
        trial = Course(copy)
        trial.enter()
        trial.folders.db_url = f"sqlite:///{copy}/gradebook.db"
        answer_mark(copy / "gradebook.db")
        try:
            yield trial
        finally:
            course.enter()
            _forget_modules(trial.root)


def _forget_modules(folder: Path) -> None:
    """Forget the modules that were imported from a folder that is about to go."""
    for name, module in list(sys.modules.items()):
        path = getattr(module, "__dict__", {}).get("__file__")
        if isinstance(path, str) and Path(path).is_relative_to(folder):
            del sys.modules[name]
    sys.path[:] = [entry for entry in sys.path if entry != str(folder)]


def answer_mark(gradebook: Path) -> None:
    """Create a gradebook with an empty version table.

    Without the table nbgrader runs `alembic`, which takes longer than everything else. A temporary
    gradebook is never upgraded.
    """
    with contextlib.closing(sqlite3.connect(gradebook)) as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
