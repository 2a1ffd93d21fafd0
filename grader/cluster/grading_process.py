"""A station: a process of a Dask worker's which grades the submissions of one version of a course.

It is told the course first, which it lays out in a folder of its own; then it is a local worker to
which submissions come as bytes. It ends when the worker closes its door, when nothing comes for a
while, or, as a local worker, when an answer keeps the tests busy for ever.
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
    CourseBrief,
    CourseReady,
    CourseRefused,
    PackedSubmission,
    SubmissionGraded,
)
from grader.errors import GraderError
from grader.grading import worker
from grader.grading.jobs import Job, WorkerReply
from grader.grading.pool import TASKS
from grader.sandbox import tempdirs

IDLE_SECONDS: Final = 300.0
"""A station to which nothing comes for so long gives its memory back."""


def main(handle: int) -> None:
    """Grade what comes through the door."""
    door = Connection(handle)
    tempdirs.remove_stale()
    root, _held = tempdirs.create()
    try:
        brief = read_brief(door.recv_bytes(), root / "course")
        grade = worker.SubmissionGrader(
            str(root / "course"), brief.setting.limits, brief.setting.sandbox
        )
        door.send_bytes(messages.encode(CourseReady()))
        with contextlib.suppress(EOFError, OSError):
            for _ in range(TASKS):
                if not door.poll(IDLE_SECONDS):
                    break
                answer = grade_packed(door.recv_bytes(), root, grade)
                door.send_bytes(messages.encode(SubmissionGraded(answer)))
    except GraderError as error:
        door.send_bytes(messages.encode(CourseRefused(str(error))))
    finally:
        tempdirs.remove_tree(root)


def read_brief(data: bytes, folder: Path) -> CourseBrief:
    """Lay out the course, if it is the one that was meant."""
    if refused := messages.version_mismatch(data):
        raise GraderError(refused.reason)
    brief = msgspec.msgpack.decode(data, type=CourseBrief)
    if messages.archive_digest(brief.archive) != brief.setting.course:
        raise GraderError(messages.OTHER_COURSE)
    folder.mkdir()
    messages.write_files(messages.unpack_files(brief.archive), folder)
    return brief


def grade_packed(data: bytes, root: Path, grade: worker.SubmissionGrader) -> bytes:
    """A submission's answer: it is laid out in a folder of its own, and graded as any."""
    sent = msgspec.msgpack.decode(data, type=PackedSubmission)
    folder = root / "submission"
    job = Job(
        student="",
        assignment=sent.assignment,
        folder=str(folder),
        keys=sent.keys,
        data_files={name: str(root / "course" / path) for name, path in sent.data_files.items()},
    )
    try:
        folder.mkdir()
        messages.write_files(sent.files, folder)
        return grade(messages.encode(job))
    except (GraderError, OSError) as error:
        return messages.encode(WorkerReply(problem=worker.problem_sentence(error)))
    finally:
        tempdirs.remove_tree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]))
