"""Functions that Dask calls by name in a Dask worker.

They keep courses, each with a folder and a pool of grading processes. Nothing is graded in the Dask
worker itself, so no fault of a grading process reaches it.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import threading
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any, Final

import msgspec

from grader.cluster import messages
from grader.cluster.messages import (
    CourseMessage,
    CourseReady,
    CourseRefused,
    CourseWanted,
    GradingRequest,
    PackedSubmission,
    SubmissionGraded,
)
from grader.errors import GraderError
from grader.grading.jobs import Job, JobResult, WorkerReply
from grader.grading.pool import Pool
from grader.sandbox import tempdirs

MAX_COURSES: Final = 4
"""Number of courses that a worker keeps. An older one is sent again when it is needed."""

IDLE_SECONDS: Final = 300.0
"""A grading process with nothing to do for this long ends, to free its memory."""


class KeptCourse:
    """A course, unpacked in a folder of its own, and the processes that grade by it."""

    def __init__(self, data: bytes, processes: int) -> None:
        course = msgspec.msgpack.decode(data, type=messages.PackedCourse)
        self._root, self._lock = tempdirs.create()
        self.folder = self._root / "course"
        try:
            messages.write_files(course.files, self.folder)
            self.pool = Pool(
                self.folder, course.limits, course.sandbox, processes, idle_seconds=IDLE_SECONDS
            )
        except BaseException:
            self._remove()
            raise

    def close(self) -> None:
        """End the processes and remove the folder."""
        self.pool.close()
        self._remove()

    def _remove(self) -> None:
        tempdirs.remove_tree(self._root)
        os.close(self._lock)


_courses: dict[str, KeptCourse] = {}
"""The courses by their digests, the oldest first."""
_change: Final = threading.Lock()


async def receive_course(data: bytes, dask_worker: Any) -> bytes:
    """Keep a course. Runs in a thread, so that Dask's event loop stays responsive.

    Dask gives the worker itself to an argument of this name.
    """
    return await asyncio.to_thread(_receive_course, data, dask_worker.state.nthreads)


def _receive_course(data: bytes, processes: int) -> bytes:
    if refused := messages.version_mismatch(data):
        return messages.encode(refused)
    message = msgspec.msgpack.decode(data, type=CourseMessage)
    if messages.archive_digest(message.course) != message.digest:
        return messages.encode(CourseRefused(messages.WRONG_DIGEST))
    with _change:
        if message.digest not in _courses:
            try:
                _courses[message.digest] = KeptCourse(message.course, processes)
            except (GraderError, OSError) as error:
                return messages.encode(CourseRefused(str(error)))
            _close_old()
    return messages.encode(CourseReady())


def _close_old() -> None:
    """Forget the oldest courses that nothing is graded by, if there are too many."""
    unused = [digest for digest, course in _courses.items() if not course.pool.busy]
    for digest in unused[: max(0, len(_courses) - MAX_COURSES)]:
        _courses.pop(digest).close()


@atexit.register
def _close_all() -> None:
    for course in _courses.values():
        course.close()


def grade_on_worker(data: bytes) -> bytes:
    """Have a submission graded by a grading process of its course, and return the reply."""
    from distributed import get_worker

    if refused := messages.version_mismatch(data):
        return messages.encode(refused)
    request = msgspec.msgpack.decode(data, type=GradingRequest)
    if (course := _courses.get(request.course)) is None:
        return messages.encode(CourseWanted(get_worker().address))
    packed = msgspec.msgpack.decode(request.packed, type=PackedSubmission)
    root, lock = tempdirs.create()
    try:
        done = _grade_packed(packed, root / "submission", course)
    except CancelledError:  # the course was closed meanwhile, for others
        return messages.encode(CourseWanted(get_worker().address))
    except (GraderError, OSError) as error:
        done = WorkerReply(problem=str(error))
    finally:
        tempdirs.remove_tree(root)
        os.close(lock)
    return messages.encode(SubmissionGraded(messages.encode(done)))


def _grade_packed(packed: PackedSubmission, folder: Path, course: KeptCourse) -> WorkerReply:
    """Write a submission to a folder, and grade it as on one machine."""
    messages.write_files(packed.files, folder)
    job = Job(
        student="",
        assignment=packed.assignment,
        base=str(folder.parent),
        folder=folder.name,
        keys=packed.keys,
        data_files={name: str(course.folder / path) for name, path in packed.data_files.items()},
    )
    done: JobResult = course.pool.submit(job).result()
    return WorkerReply(graded=done.graded, problem=done.problem)
