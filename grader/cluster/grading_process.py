"""A process that grades submissions of one version of a course for a Dask worker.

It first receives the course and writes it to a folder of its own. From then on it works like a
local worker, except that submissions arrive as bytes. It ends when the worker closes the pipe, when
nothing has arrived for a while, or, like a local worker, when an answer keeps the tests busy for
too long.
"""

from __future__ import annotations

import contextlib
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import msgspec

from grader.cluster import messages
from grader.cluster.messages import (
    CourseMessage,
    CourseReady,
    CourseRefused,
    PackedSubmission,
    SubmissionGraded,
)
from grader.errors import GraderError
from grader.grading import batch, pool, worker
from grader.grading.jobs import HungTests, Job, WorkerReply
from grader.sandbox import tempdirs

IDLE_SECONDS: Final = 300.0
"""A grading process with nothing to do for this long ends, to free its memory."""


def main(handle: int, note: int) -> None:
    """Receive a course, then grade the submissions that arrive through the pipe.

    The other descriptor is a file that is shared with the worker, see `pool.note`.
    """
    pipe = Connection(handle)
    pool.note = pool.shared_note(note)
    tempdirs.remove_stale()
    root, _lock = tempdirs.create()
    try:
        course = unpack_course(pipe.recv_bytes(), root / "course")
        settings = course.settings
        grade = batch.start_grader(str(root / "course"), settings.limits, settings.sandbox)
        pipe.send_bytes(messages.encode(CourseReady()))
        with contextlib.suppress(EOFError, OSError):
            for _ in range(pool.TASKS):
                if not pipe.poll(IDLE_SECONDS):
                    break
                reply = grade_packed(pipe.recv_bytes(), root, grade)
                pipe.send_bytes(messages.encode(SubmissionGraded(reply)))
    except GraderError as error:
        pipe.send_bytes(messages.encode(CourseRefused(str(error))))
    finally:
        tempdirs.remove_tree(root)


def unpack_course(data: bytes, folder: Path) -> CourseMessage:
    """Write the course to a folder, after checking engine and digest."""
    if refused := messages.version_mismatch(data):
        raise GraderError(refused.reason)
    course = msgspec.msgpack.decode(data, type=CourseMessage)
    if messages.archive_digest(course.archive) != course.settings.course:
        raise GraderError(messages.WRONG_DIGEST)
    folder.mkdir()
    messages.write_files(messages.unpack_files(course.archive), folder)
    return course


def grade_packed(data: bytes, root: Path, grade: worker.SubmissionGrader) -> bytes:
    """Write a submission to a folder of its own, grade it, and return the encoded reply."""
    packed = msgspec.msgpack.decode(data, type=PackedSubmission)
    folder = root / "submission"
    data_files = {name: str(root / "course" / path) for name, path in packed.data_files.items()}
    job = Job(
        student="",
        assignment=packed.assignment,
        base=str(root),
        folder=folder.name,
        keys=packed.keys,
        data_files=data_files,
        hung=msgspec.convert(packed.hung, HungTests),
    )
    try:
        folder.mkdir()
        messages.write_files(packed.files, folder)
        return grade(messages.encode(job))
    except (GraderError, OSError) as error:
        return messages.encode(WorkerReply(problem=worker.problem_sentence(error)))
    finally:
        tempdirs.remove_tree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
