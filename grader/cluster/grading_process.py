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
from grader.cluster.messages import Brief, Graded, Parcel, Ready, Refused
from grader.errors import GraderError
from grader.grading import worker
from grader.grading.jobs import Answer, Job
from grader.grading.pool import TASKS
from grader.guest.scratch import remove
from grader.sandbox import tempdirs

IDLE_SECONDS: Final = 300.0
"""A station to which nothing comes for so long gives its memory back."""


def main(handle: int) -> None:
    """Grade what comes through the door."""
    door = Connection(handle)
    tempdirs.sweep()
    root, _held = tempdirs.folder()
    try:
        brief = briefed(door.recv_bytes(), root / "course")
        grade = worker.Grader(str(root / "course"), brief.setting.limits, brief.setting.sandbox)
        door.send_bytes(messages.encode(Ready()))
        with contextlib.suppress(EOFError, OSError):
            for _ in range(TASKS):
                if not door.poll(IDLE_SECONDS):
                    break
                answer = graded(door.recv_bytes(), root, grade)
                door.send_bytes(messages.encode(Graded(answer)))
    except GraderError as error:
        door.send_bytes(messages.encode(Refused(str(error))))
    finally:
        remove(root)


def briefed(data: bytes, folder: Path) -> Brief:
    """Lay out the course, if it is the one that was meant."""
    if refused := messages.misfit(data):
        raise GraderError(refused.reason)
    brief = msgspec.msgpack.decode(data, type=Brief)
    if messages.digest(brief.archive) != brief.setting.course:
        raise GraderError(messages.OTHER_COURSE)
    folder.mkdir()
    messages.lay(messages.unpacked(brief.archive), folder)
    return brief


def graded(data: bytes, root: Path, grade: worker.Grader) -> bytes:
    """A submission's answer: it is laid out in a folder of its own, and graded as any."""
    sent = msgspec.msgpack.decode(data, type=Parcel)
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
        messages.lay(sent.files, folder)
        return grade(messages.encode(job))
    except (GraderError, OSError) as error:
        return messages.encode(Answer(problem=worker.sentence(error)))
    finally:
        remove(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]))
