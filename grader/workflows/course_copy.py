"""A throwaway copy of a course, generated afresh, in which answers can be graded at no cost."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.plugin import Course


@contextlib.contextmanager
def temporary_copy(course: Course) -> Iterator[Course]:
    """A course with the same sources, the modules that its tests import, and a gradebook of its
    own; afterwards, back in the first."""
    with tempfile.TemporaryDirectory(prefix="grader-trial-") as name:
        copy = Path(name)
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


def answer_mark(gradebook: Path) -> None:
    """Begin a gradebook that nobody will upgrade, with a table for its version: where there is
    none, nbgrader runs `alembic` to find one, which takes longer than all the rest."""
    with contextlib.closing(sqlite3.connect(gradebook)) as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
