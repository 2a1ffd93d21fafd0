"""What Dask calls by name in a Dask worker, which keeps courses and grades submissions by them.

Each course has a folder and a pool of grading processes. Nothing is graded in the Dask worker
itself, so no fault of a grading process reaches it.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias

import msgspec

from grader.errors import GraderError
from grader.grading.jobs import Job, WorkerReply
from grader.grading.pool import Pool
from grader.grading.submission import ENGINE
from grader.limits import Limits
from grader.notebooks import tempdirs

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


IDLE_SECONDS: Final = 300.0
"""A course by which nothing was graded for so long is forgotten, to free its processes' memory."""


class KeptCourse:
    """A course, unpacked in a folder of its own, and the processes that grade by it."""

    def __init__(self, course: PackedCourse, processes: int) -> None:
        self._root, self._lock = tempdirs.create()
        self.folder = self._root / "course"
        self.users = 0
        self.forgetting = threading.Timer(IDLE_SECONDS, lambda: None)
        try:
            write_files(course.files, self.folder)
            self.pool = Pool(self.folder, course.limits, course.sandbox, processes)
        except BaseException:
            tempdirs.remove(self._root, self._lock)
            raise

    def close(self) -> None:
        """End the processes and remove the folder."""
        self.pool.close()
        tempdirs.remove(self._root, self._lock)


_courses: dict[str, KeptCourse] = {}
"""The courses by their digests."""
_change: Final = threading.Lock()


def course_digest(data: bytes) -> str:
    """Return the digest that names a packed course."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def packed_course(data: bytes) -> bytes:
    """Return a packed course: as the result of a task, Dask gives it to each worker once."""
    return data


def grade_on_worker(course: bytes, submission: bytes) -> bytes:
    """Have a submission graded by a grading process of its course, and return the reply."""
    from distributed import get_worker

    worker = get_worker()
    job = msgspec.msgpack.decode(submission, type=Job)
    try:
        with _in_use(course, worker.state.nthreads) as kept:
            files = {name: str(kept.folder / path) for name, path in job.data_files.items()}
            done = kept.pool.submit(msgspec.structs.replace(job, data_files=files)).result()
    except (GraderError, OSError) as error:
        raise GraderError(f"{worker.address} cannot grade: {error}. {SAVED}.") from None
    return msgspec.msgpack.encode(WorkerReply(graded=done.graded, problem=done.problem))


@contextlib.contextmanager
def _in_use(data: bytes, processes: int) -> Iterator[KeptCourse]:
    """Provide a course, which is unpacked if it is not there."""
    digest = course_digest(data)
    with _change:
        course = _courses.get(digest)
        if course is None:
            course = _courses[digest] = KeptCourse(_unpacked(data), processes)
        course.users += 1
    try:
        yield course
    finally:
        with _change:
            course.users -= 1
            course.forgetting.cancel()
            course.forgetting = threading.Timer(IDLE_SECONDS, _forget_unused, [digest])
            course.forgetting.daemon = True
            course.forgetting.start()


def _unpacked(data: bytes) -> PackedCourse:
    theirs = msgspec.msgpack.decode(data, type=FromEngine).engine
    if theirs != ENGINE:
        raise GraderError(
            f"it has {ENGINE}, and the submitter has {theirs}; install the same on both"
        )
    return msgspec.msgpack.decode(data, type=PackedCourse)


def _forget_unused(digest: str) -> None:
    with _change:
        if digest in _courses and not _courses[digest].users:
            _courses.pop(digest).close()


@atexit.register
def _close_all() -> None:
    for course in _courses.values():
        course.close()


# Files ---------------------------------------------------------------------------------------


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
