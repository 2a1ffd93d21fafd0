"""Messages between the submitter and the Dask workers, which need little else to import."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias

import msgspec

from grader.errors import GraderError
from grader.grading.submission import ENGINE
from grader.limits import Limits
from grader.notebooks.ipynb import Key

File: TypeAlias = tuple[bytes, bytes]
"""A file's path within its folder, which need not be valid text, and its content."""

encode = msgspec.msgpack.encode


# Files --------------------------------------------------------------------------------------


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


# From the submitter -------------------------------------------------------------------------


class Versioned(msgspec.Struct, frozen=True, kw_only=True):
    """A message that says which engine sent it. Decoded further only by the same engine."""

    engine: str = ENGINE


class PackedCourse(msgspec.Struct, frozen=True, kw_only=True):
    """What all submissions have in common that the same processes grade."""

    files: list[File]
    limits: Limits
    sandbox: str


class CourseMessage(Versioned, frozen=True, kw_only=True):
    """A course, sent to a worker."""

    digest: str
    course: bytes
    """An encoded `PackedCourse`."""


class GradingRequest(Versioned, frozen=True, kw_only=True):
    """A packed submission for a worker."""

    course: str
    """Digest of the course that it is graded by."""
    packed: bytes
    """An encoded `PackedSubmission`."""


class PackedSubmission(msgspec.Struct, frozen=True, kw_only=True):
    """A submission for a grading process."""

    assignment: str
    keys: list[Key]
    files: list[File]
    data_files: dict[str, str]
    """The assignment's own files: name to path in the course archive."""


def course_message(course: PackedCourse) -> CourseMessage:
    """Return a course as it is sent."""
    data = encode(course)
    return CourseMessage(digest=archive_digest(data), course=data)


def archive_digest(data: bytes) -> str:
    """Return the digest that names a course."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


# To the submitter ---------------------------------------------------------------------------


class ReplyRecord(msgspec.Struct, frozen=True, tag=True):
    """Base of the replies."""


class CourseReady(ReplyRecord, frozen=True):
    """The course arrived intact."""


class CourseRefused(ReplyRecord, frozen=True):
    """This worker cannot grade this course."""

    reason: str


class CourseWanted(ReplyRecord, frozen=True):
    """The worker at this address does not have the course."""

    address: str


class SubmissionGraded(ReplyRecord, frozen=True):
    """An encoded `jobs.WorkerReply`, as a local worker sends it."""

    reply: bytes


Reply: TypeAlias = CourseReady | CourseRefused | CourseWanted | SubmissionGraded

_reply_decoder: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


def decode_reply(data: bytes) -> Reply:
    """Decode a reply."""
    return _reply_decoder.decode(data)


WRONG_DIGEST: Final = "the course does not match its digest"


def version_mismatch(data: bytes) -> CourseRefused | None:
    """Return a refusal if the message was sent by another version of the engine."""
    theirs = msgspec.msgpack.decode(data, type=Versioned).engine
    if theirs == ENGINE:
        return None
    return CourseRefused(
        f"it has {ENGINE}, and the submitter has {theirs}; install the same on both"
    )
