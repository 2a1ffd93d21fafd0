"""A throwaway copy of a course, generated afresh, in which answers can be graded at no cost."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.plugin import Course


@contextlib.contextmanager
def copy_of(course: Course) -> Iterator[Course]:
    """A course with the same sources and a gradebook of its own; afterwards, back in the first."""
    with tempfile.TemporaryDirectory(prefix="grader-check-") as name:
        copy = Path(name)
        for path in course.root.iterdir():
            if path.name in (course.folders.source_directory, "nbgrader_config.py"):
                (copy / path.name).symlink_to(path)
        trial = Course(copy)
        trial.folders.db_url = f"sqlite:///{copy}/gradebook.db"
        try:
            yield trial
        finally:
            Course(course.root)
