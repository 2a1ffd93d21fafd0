"""What travels to the workers of a cluster: the course that they grade by, and submissions.

Of a course these are the files that its tests import and the assignments' data files; files that
tests open in other ways are listed in `c.Cluster.files`. Nothing else is sent: no gradebook, no
configuration (which may contain the database password), no name and no other work of a student.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath, PurePosixPath
from typing import Final, TypeAlias

import msgspec

from grader.errors import CourseError, GraderError
from grader.grading import jobs, submission
from grader.grading.jobs import Job
from grader.grading.submission import ENGINE
from grader.limits import Limits

File: TypeAlias = tuple[bytes, bytes]
"""A file's path within its folder, which need not be valid text, and its content."""


SAVED: Final = "What was graded is saved, and the rest is graded the next time"


class FromEngine(msgspec.Struct, frozen=True, kw_only=True):
    """A record that says which engine made it. It is decoded further only by the same engine."""

    engine: str = ENGINE


class PackedCourse(FromEngine, frozen=True, kw_only=True):
    """What all submissions have in common that the same processes grade."""

    files: list[File]
    limits: Limits
    sandbox: str


# The course -----------------------------------------------------------------------------------


def course_files(root: Path, of_class: Iterable[Job], patterns: Iterable[str]) -> list[File]:
    """Read the files needed to grade some jobs, with their paths in the course."""
    keys = {id(job.keys): job.keys for job in of_class}.values()  # a class shares its tests
    tests = [key for shared in keys for key in shared]
    found = [*submission.imported_files(tests, root), *configured_files(root, patterns)]
    paths = {str(path.relative_to(root)): path for path in found}
    for job in of_class:
        paths |= {_data_path(job, name): Path(path) for name, path in job.data_files.items()}
    try:
        return [(os.fsencode(name), path.read_bytes()) for name, path in paths.items()]
    except OSError as error:
        raise CourseError(
            f"The course cannot be sent to the cluster: {error.filename}: {error.strerror}."
        ) from error


def configured_files(root: Path, patterns: Iterable[str]) -> Iterator[Path]:
    """Find the files listed in the course's configuration."""
    for pattern in patterns:
        found = [path for path in root.glob(pattern) if path.is_file()]
        if not found:
            raise CourseError(f"c.Cluster.files: {pattern!r} matches no file in {root}.")
        yield from found


def _data_path(job: Job, name: str) -> str:
    return str(PurePath("source", job.assignment, name))


def write_files(files: Sequence[File], folder: Path) -> None:
    """Write files into a new folder, and nowhere else."""
    folder.mkdir()
    for name, content in files:
        path = folder / _relative(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "xb") as file:
            file.write(content)


def _relative(name: bytes) -> PurePosixPath:
    """Return the path if it stays within its folder; otherwise raise an error."""
    path = PurePosixPath(os.fsdecode(name))
    if path.is_absolute() or not path.parts or ".." in path.parts or b"\0" in name:
        raise GraderError(f"a packed file has a path outside its folder: {name!r}")
    return path


# A submission ---------------------------------------------------------------------------------


def for_worker(job: Job, limits: Limits) -> Job:
    """Return a submission with its files and without the student's name.

    The assignment's own files have their paths in the course.
    """
    return Job(
        student="",
        assignment=job.assignment,
        hand_in=jobs.read_job(job, limits),
        keys=job.keys,
        data_files={name: _data_path(job, name) for name in job.data_files},
    )
