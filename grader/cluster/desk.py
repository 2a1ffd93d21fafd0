"""A desk: a process of a Dask worker's which grades the submissions of one version of one course.

It is told the course first, in a folder of its own; then it waits for one submission after the
other, with a warm host. It ends when the worker closes its door, when nothing comes for a while,
or, as a local worker, when an answer keeps the tests busy for ever.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import msgspec

from grader import batch, suite
from grader.cluster import parcel
from grader.cluster.parcel import Brief, Fault, Graded, Parcel, Ready, Refused
from grader.errors import GraderError
from grader.sandbox import Host

IDLE_SECONDS: Final = 300.0
"""A desk to which nothing comes for so long gives its memory back."""


def main(handle: int) -> None:
    """Grade what comes through the door."""
    door = Connection(handle)
    with tempfile.TemporaryDirectory(prefix="grader-course-") as name:
        root = Path(name)
        try:
            brief = briefed(door.recv_bytes(), root)
        except GraderError as error:
            door.send_bytes(parcel.encode(Refused(str(error))))
            return
        with warm(brief) as host, contextlib.suppress(EOFError, BrokenPipeError):
            door.send_bytes(parcel.encode(Ready()))
            while door.poll(IDLE_SECONDS):
                door.send_bytes(parcel.encode(grade(door.recv_bytes(), host, root)))


def briefed(data: bytes, root: Path) -> Brief:
    """Lay out the course, if it is the one that was meant, and make its modules importable."""
    if refused := parcel.misfit(data):
        raise GraderError(refused.reason)
    brief = msgspec.msgpack.decode(data, type=Brief)
    if parcel.digest(brief.archive) != brief.setting.course:
        raise GraderError("the course did not arrive as it was sent")
    parcel.lay(parcel.unpacked(brief.archive), root)
    os.chdir(root)
    sys.path.insert(0, str(root))
    return brief


@contextlib.contextmanager
def warm(brief: Brief) -> Iterator[Host]:
    """A host that is warm before the first submission comes, whose time is not for that."""
    host = Host(brief.setting.limits, sandbox=brief.setting.sandbox)
    try:
        with contextlib.suppress(GraderError):  # the first submission tells
            host.start()
            suite.prepare()  # meanwhile
            with host.folder() as folder:
                host.spawn(folder).end()
        yield host
    finally:
        host.stop()


def grade(data: bytes, host: Host, root: Path) -> Graded | Fault:
    """Grade one submission in a folder of its own."""
    try:
        if not host.running:
            host.start()
        sent = msgspec.msgpack.decode(data, type=Parcel)
        with tempfile.TemporaryDirectory(prefix="grader-submission-") as name:
            parcel.lay(sent.files, Path(name))
            job = batch.Job(
                student="",
                assignment=sent.assignment,
                folder=name,
                keys=sent.keys,
                data_files={name: str(root / path) for name, path in sent.data_files.items()},
            )
            return Graded(parcel.encode(batch.grade(job, host)))
    except GraderError as error:
        host.stop()  # after trouble, the next submission gets a new one
        return Fault(str(error))


if __name__ == "__main__":
    main(int(sys.argv[1]))
