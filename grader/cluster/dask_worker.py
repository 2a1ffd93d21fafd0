"""Functions that Dask calls by name in a Dask worker.

They keep courses, each with a folder and a pool of grading processes. Nothing is graded in the Dask
worker itself, so no fault of a grading process reaches it.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import hashlib
import os
import threading
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any, Final

import msgspec

from grader.cluster.packing import (
    CourseWanted,
    FromEngine,
    Graded,
    PackedCourse,
    PackedSubmission,
    Reply,
    encode,
    write_files,
)
from grader.errors import GraderError
from grader.grading.jobs import Job, WorkerReply
from grader.grading.pool import Pool
from grader.grading.submission import ENGINE
from grader.sandbox import tempdirs

MAX_COURSES: Final = 4
"""Number of courses that a worker keeps. An older one is sent again when it is needed."""

IDLE_SECONDS: Final = 300.0
"""A grading process with nothing to do for this long ends, to free its memory."""


class KeptCourse:
    """A course, unpacked in a folder of its own, and the processes that grade by it."""

    def __init__(self, course: PackedCourse, processes: int) -> None:
        self._root, self._lock = tempdirs.create()
        self.folder = self._root / "course"
        try:
            write_files(course.files, self.folder)
            self.pool = Pool(
                self.folder, course.limits, course.sandbox, processes, idle_seconds=IDLE_SECONDS
            )
        except BaseException:
            _remove_folder(self._root, self._lock)
            raise

    def close(self) -> None:
        """End the processes and remove the folder."""
        self.pool.close()
        _remove_folder(self._root, self._lock)


_courses: dict[str, KeptCourse] = {}
"""The courses by their digests, the oldest first."""
_change: Final = threading.Lock()


def course_digest(data: bytes) -> str:
    """Return the digest that names a packed course."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


async def receive_course(data: bytes, dask_worker: Any) -> str:
    """Keep a course; return why that can't be done, or nothing.

    It runs in a thread, so that Dask's event loop stays responsive. Dask gives the worker itself to
    an argument of this name.
    """
    return await asyncio.to_thread(_receive_course, data, dask_worker.state.nthreads)


def _receive_course(data: bytes, processes: int) -> str:
    theirs = msgspec.msgpack.decode(data, type=FromEngine).engine
    if theirs != ENGINE:
        return f"it has {ENGINE}, and the submitter has {theirs}; install the same on both"
    digest = course_digest(data)
    with _change:
        if digest not in _courses:
            try:
                course = msgspec.msgpack.decode(data, type=PackedCourse)
                _courses[digest] = KeptCourse(course, processes)
            except (GraderError, OSError) as error:
                return str(error)
            _close_old()
    return ""


def _close_old() -> None:
    """Forget the oldest courses that nothing is graded by, if there are too many."""
    unused = [digest for digest, course in _courses.items() if not course.pool.busy]
    for digest in unused[: max(0, len(_courses) - MAX_COURSES)]:
        _courses.pop(digest).close()


@atexit.register
def _close_all() -> None:
    for course in _courses.values():
        course.close()


def grade_on_worker(digest: str, data: bytes) -> bytes:
    """Have a submission graded by a grading process of its course, and return the reply."""
    from distributed import get_worker

    reply: Reply = CourseWanted(get_worker().address)
    if course := _courses.get(digest):
        packed = msgspec.msgpack.decode(data, type=PackedSubmission)
        with contextlib.suppress(CancelledError):  # the course was closed meanwhile, for others
            reply = Graded(_grade(packed, course))
    return encode(reply)


def _grade(packed: PackedSubmission, course: KeptCourse) -> WorkerReply:
    """Write a submission to a folder, and grade it as on one machine."""
    root, lock = tempdirs.create()
    folder = root / "submission"
    try:
        write_files(packed.files, folder)
        job = Job(
            student="",
            assignment=packed.assignment,
            base=str(root),
            folder=folder.name,
            keys=packed.keys,
            data_files={
                name: str(course.folder / path) for name, path in packed.data_files.items()
            },
        )
        done = course.pool.submit(job).result()
        return WorkerReply(graded=done.graded, problem=done.problem)
    except (GraderError, OSError) as error:
        return WorkerReply(problem=str(error))
    finally:
        _remove_folder(root, lock)


def _remove_folder(folder: Path, lock: int) -> None:
    tempdirs.remove_tree(folder)
    os.close(lock)
