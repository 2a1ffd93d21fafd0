"""What of a course travels to the workers: what its tests import, and the assignments' own files.

Nothing else does: no gradebook, no configuration (which may hold the database's password), no
student's work. Files that are found in other ways are named by `c.Cluster.files`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from grader.cluster.messages import File
from grader.errors import CourseError
from grader.grading import submission
from grader.grading.jobs import Job


def course_files(root: Path, jobs: Sequence[Job], more: Iterable[str]) -> list[File]:
    """The files which a station needs to grade the jobs, by their places in its own folder."""
    keys = {id(job.keys): job.keys for job in jobs}.values()  # a class shares its tests
    tests = [key for shared in keys for key in shared]
    wanted = {str(path.relative_to(root)): path for path in submission.imported_files(tests, root)}
    wanted |= {str(path.relative_to(root)): path for path in configured_files(root, more)}
    for job in jobs:
        wanted |= {place_of(job, name): Path(path) for name, path in job.data_files.items()}
    try:
        return [(os.fsencode(name), path.read_bytes()) for name, path in wanted.items()]
    except OSError as error:
        raise CourseError(
            f"The course can't be sent to the cluster: {error.filename}: {error.strerror}."
        ) from error


def place_of(job: Job, name: str) -> str:
    """Where one of an assignment's own files is at a station."""
    return str(PurePath("source", job.assignment, name))


def configured_files(root: Path, patterns: Iterable[str]) -> Iterator[Path]:
    """The files that the course's configuration names."""
    for pattern in patterns:
        found = [path for path in root.glob(pattern) if path.is_file()]
        if not found:
            raise CourseError(f"c.Cluster.files: {pattern!r} is no file of {root}.")
        yield from found
