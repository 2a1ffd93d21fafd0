"""The files of a course that workers need: what its tests import, and the assignments' data files.

Nothing else is sent: no gradebook, no configuration (which may contain the database password), no
student's work. Files that tests open in other ways are listed in `c.Cluster.files`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from grader.cluster.messages import File
from grader.errors import CourseError
from grader.grading import submission
from grader.grading.jobs import Job


def course_files(root: Path, jobs: Iterable[Job], patterns: Iterable[str]) -> list[File]:
    """Read the files needed to grade the jobs, with their paths in the archive."""
    keys = {id(job.keys): job.keys for job in jobs}.values()  # a class shares its tests
    tests = [key for shared in keys for key in shared]
    found = [*submission.imported_files(tests, root), *configured_files(root, patterns)]
    paths = {str(path.relative_to(root)): path for path in found}
    for job in jobs:
        paths |= {data_path(job, name): Path(path) for name, path in job.data_files.items()}
    try:
        return [(os.fsencode(name), path.read_bytes()) for name, path in paths.items()]
    except OSError as error:
        raise CourseError(
            f"The course cannot be sent to the cluster: {error.filename}: {error.strerror}."
        ) from error


def data_path(job: Job, name: str) -> str:
    """Return the archive path of one of an assignment's data files."""
    return str(PurePath("source", job.assignment, name))


def configured_files(root: Path, patterns: Iterable[str]) -> Iterator[Path]:
    """Find the files listed in the course's configuration."""
    for pattern in patterns:
        found = [path for path in root.glob(pattern) if path.is_file()]
        if not found:
            raise CourseError(f"c.Cluster.files: {pattern!r} matches no file in {root}.")
        yield from found
