"""What travels between the submitter, the workers and their stations: files as bytes, records.

Light to import: a Dask worker needs no more than this.
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
"""A file's path within its folder, which need not be text, and its content."""

encode = msgspec.msgpack.encode


def archive_digest(data: bytes) -> str:
    """The name of an archive: a fingerprint of its bytes."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


# Files --------------------------------------------------------------------------------------


def pack_files(files: Sequence[File]) -> bytes:
    """Files as one piece, the same whatever their order."""
    return encode(sorted(files))


def unpack_files(data: bytes) -> list[File]:
    """The files of an archive."""
    return msgspec.msgpack.decode(data, type=list[File])


OTHER_COURSE: Final = "the course did not arrive as it was sent"


def write_files(files: Sequence[File], folder: Path) -> None:
    """Write files into a fresh folder of ours, and nowhere else."""
    for name, content in files:
        path = folder / _within(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "xb") as file:
            file.write(content)


def _within(name: bytes) -> PurePosixPath:
    """The path, if it leads to a place below the folder that it starts from."""
    path = PurePosixPath(os.fsdecode(name))
    if path.is_absolute() or not path.parts or ".." in path.parts or b"\0" in name:
        raise GraderError(f"a file of a parcel is to be written outside of its folder: {name!r}")
    return path


# From the submitter -------------------------------------------------------------------------


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What all submissions at a station have in common."""

    course: str
    """The digest of the course's archive."""
    limits: Limits
    sandbox: str


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What is read first: the rest is only for an engine that is the same."""

    engine: str


class CourseBrief(Head, frozen=True, kw_only=True):
    """A course for a worker, and then for a station."""

    setting: Setting
    archive: bytes


class GradingOrder(Head, frozen=True, kw_only=True):
    """A submission for a worker."""

    setting: Setting
    parcel: bytes


class PackedSubmission(msgspec.Struct, frozen=True, kw_only=True):
    """A submission for a station."""

    assignment: str
    keys: list[Key]
    files: list[File]
    data_files: dict[str, str]
    """The assignment's own files, by their place in the archive."""


# To the submitter ---------------------------------------------------------------------------


class CourseReady(msgspec.Struct, frozen=True, tag=True):
    """The course has arrived as it was sent."""


class CourseRefused(msgspec.Struct, frozen=True, tag=True):
    """This worker, or this station, can't grade this course."""

    reason: str


class CourseWanted(msgspec.Struct, frozen=True, tag=True):
    """The worker has not got the course."""

    address: str


class SubmissionGraded(msgspec.Struct, frozen=True, tag=True):
    """What a local worker says, packed: a `jobs.WorkerReply`."""

    answer: bytes


class GradingProcessEnded(msgspec.Struct, frozen=True, tag=True):
    """The station ended over the submission: an exit status, or minus the number of a signal."""

    status: int


Reply: TypeAlias = (
    CourseReady | CourseRefused | CourseWanted | SubmissionGraded | GradingProcessEnded
)

_reply_decoder: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


def decode_reply(data: bytes) -> Reply:
    """What came back."""
    return _reply_decoder.decode(data)


def version_mismatch(data: bytes) -> CourseRefused | None:
    """The refusal of what was sent by another version of the engine."""
    theirs = msgspec.msgpack.decode(data, type=Head).engine
    if theirs == ENGINE:
        return None
    return CourseRefused(
        f"it has {ENGINE}, and the submitter has {theirs}; install the same on both"
    )
