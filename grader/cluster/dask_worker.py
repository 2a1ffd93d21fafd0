"""Functions that Dask calls by name in a Dask worker.

They keep course archives and start grading processes. Nothing is graded in the Dask worker itself,
so no fault of a grading process reaches it.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Final

import msgspec

from grader.cluster import grading_processes, messages
from grader.cluster.grading_processes import IdleProcesses
from grader.cluster.messages import (
    CourseMessage,
    CourseReady,
    CourseRefused,
    CourseWanted,
    GradingRequest,
)
from grader.errors import GraderError, SandboxError
from grader.grading.engine import ENGINE
from grader.sandbox import backends

MAX_COURSES: Final = 4
"""Number of archives that a worker keeps. An older one is sent again when it is needed."""

_archives: dict[str, bytes] = {}
_lock: Final = threading.Lock()

processes: Final = IdleProcesses()


async def receive_course(data: bytes) -> bytes:
    """Store a course. Runs in a thread, so that Dask's event loop stays responsive."""
    return await asyncio.to_thread(_receive_course, data)


def _receive_course(data: bytes) -> bytes:
    if refused := messages.version_mismatch(data):
        return messages.encode(refused)
    course = msgspec.msgpack.decode(data, type=CourseMessage)
    if messages.archive_digest(course.archive) != course.settings.course:
        return messages.encode(CourseRefused(messages.WRONG_DIGEST))
    try:
        backends.choose_backend(course.settings.sandbox)
    except SandboxError as error:
        return messages.encode(CourseRefused(str(error)))
    with _lock:
        _archives.pop(course.settings.course, None)
        _archives[course.settings.course] = course.archive
        for old in list(_archives)[:-MAX_COURSES]:
            del _archives[old]
    return messages.encode(CourseReady())


def grade_on_worker(data: bytes) -> bytes:
    """Have a submission graded by a grading process of its course, and return its reply."""
    from distributed import get_worker

    if refused := messages.version_mismatch(data):
        return messages.encode(refused)
    request = msgspec.msgpack.decode(data, type=GradingRequest)
    archive = _archives.get(request.settings.course)
    worker = get_worker()
    if archive is None:
        return messages.encode(CourseWanted(worker.address))
    course = CourseMessage(engine=ENGINE, settings=request.settings, archive=archive)
    try:
        keep = worker.state.nthreads + 1
        return grading_processes.grade_with(processes, course, request.packed, keep=keep)
    except (GraderError, OSError) as error:
        return messages.encode(CourseRefused(str(error)))
