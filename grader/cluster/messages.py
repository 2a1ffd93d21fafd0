"""Messages between the submitter, the Dask workers and their grading processes.

Quick to import, because a Dask worker needs little else.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias

import msgspec

from grader.errors import GraderError
from grader.grading.engine import ENGINE
from grader.limits import Limits
from grader.notebooks.ipynb import Key

File: TypeAlias = tuple[bytes, bytes]
"""A file's path within its folder, which need not be valid text, and its content."""

encode = msgspec.msgpack.encode


def archive_digest(data: bytes) -> str:
    """Return the digest that names an archive."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


# Files --------------------------------------------------------------------------------------


def pack_files(files: Sequence[File]) -> bytes:
    """Pack files into one archive; their order does not matter."""
    return encode(sorted(files))


def unpack_files(data: bytes) -> list[File]:
    """Return the files of an archive."""
    return msgspec.msgpack.decode(data, type=list[File])


WRONG_DIGEST: Final = "the course archive does not match its digest"


def write_files(files: Sequence[File], folder: Path) -> None:
    """Write files into a new folder, and nowhere else."""
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


# From the submitter -------------------------------------------------------------------------


class GradingSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What all submissions of one grading process have in common."""

    course: str
    """Digest of the course archive."""
    limits: Limits
    sandbox: str


class Versioned(msgspec.Struct, frozen=True, kw_only=True):
    """A message that says which engine sent it. Decoded further only by the same engine."""

    engine: str


class CourseMessage(Versioned, frozen=True, kw_only=True):
    """A course, sent to a worker, which passes it on to its grading processes."""

    settings: GradingSettings
    archive: bytes


class GradingRequest(Versioned, frozen=True, kw_only=True):
    """A packed submission for a worker, and how to grade it."""

    settings: GradingSettings
    packed: bytes


class PackedSubmission(msgspec.Struct, frozen=True, kw_only=True):
    """A submission for a grading process."""

    assignment: str
    keys: list[Key]
    files: list[File]
    data_files: dict[str, str]
    """The assignment's own files: name to path in the course archive."""
    hung: list[tuple[str, str, str]] = []
    """Tests over which grading processes hung: notebook, cell and test, see `Job.hung`."""


# To the submitter ---------------------------------------------------------------------------


class ReplyRecord(msgspec.Struct, frozen=True, tag=True):
    """Base of the replies."""


class CourseReady(ReplyRecord, frozen=True):
    """The course arrived intact."""


class CourseRefused(ReplyRecord, frozen=True):
    """This worker or grading process cannot grade this course."""

    reason: str


class CourseWanted(ReplyRecord, frozen=True):
    """The worker at this address does not have the course."""

    address: str


class SubmissionGraded(ReplyRecord, frozen=True):
    """An encoded `jobs.WorkerReply`, as a local worker sends it."""

    reply: bytes


class GradingProcessEnded(ReplyRecord, frozen=True):
    """The grading process ended during a submission, with an exit status or minus a signal."""

    status: int
    note: bytes = b""
    """What it had written down last, see `pool.note`."""


Reply: TypeAlias = (
    CourseReady | CourseRefused | CourseWanted | SubmissionGraded | GradingProcessEnded
)

_reply_decoder: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


def decode_reply(data: bytes) -> Reply:
    """Decode a reply."""
    return _reply_decoder.decode(data)


def version_mismatch(data: bytes) -> CourseRefused | None:
    """Return a refusal if the message was sent by another version of the engine."""
    theirs = msgspec.msgpack.decode(data, type=Versioned).engine
    if theirs == ENGINE:
        return None
    return CourseRefused(
        f"it has {ENGINE}, and the submitter has {theirs}; install the same on both"
    )
