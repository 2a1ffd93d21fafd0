"""What Dask calls by name in a Dask worker, which keeps courses and grades submissions by them.

Each course has a folder and a pool of grading processes. Nothing is graded in the Dask worker
itself, so no fault of a grading process reaches it.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import threading
from collections.abc import Iterator
from typing import Final

import msgspec

from grader.cluster.packing import SAVED, FromEngine, PackedCourse, write_files
from grader.errors import GraderError
from grader.grading.jobs import Job, WorkerReply
from grader.grading.pool import Pool
from grader.grading.submission import ENGINE
from grader.notebooks import tempdirs

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
