"""A submission of a download, and what is there of the student's already: which one counts."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from grader.limits import MB
from grader.notebooks.door import Door, Found
from grader.notebooks.files import Unreadable
from grader.notebooks.whole_folder import write_folder_whole
from grader.platforms.collect.planning import Part
from grader.plugin.course import HandInPlace

WHEN = "timestamp.txt"

EXISTING: Final = 10_000
"""Most files and folders of an existing submission that are compared with a new one."""


class NotReplaced(Exception):
    """The existing submission is kept; the message says why."""


class ReadSubmission(msgspec.Struct, frozen=True):
    """What was read of a student's submission, by the names that the files get."""

    files: dict[str, bytes]
    parts: dict[str, Part]
    """Where the files come from."""

    @property
    def latest(self) -> float:
        """The time of the newest file."""
        return max(part.received.when for part in self.parts.values())


def read_submission(parts: Mapping[str, Sequence[Part]], limit_mb: int) -> ReadSubmission:
    """Read the files of a submission; note in its line why a file cannot be read.

    Of several with one name the newest counts that can be read. The files beside the notebooks are
    limited in total to the size of one notebook, since a small zip can become a large folder and
    grading reads no more than that.
    """
    read = ReadSubmission({}, {})
    left = limit_mb * MB
    for name in sorted(parts, key=lambda name: (not name.endswith(".ipynb"), name)):
        for part in parts[name]:
            try:
                data = part.received.read(limit_mb) if left >= 0 else b""
                left -= 0 if name.endswith(".ipynb") else len(data)
                if left < 0:
                    raise Unreadable(
                        "the files beside the notebooks together exceed the limit submission_mb"
                        f" ({limit_mb} MB)"
                    )
            except Unreadable as error:
                part.line.leave(error)
            else:
                read.files[name], read.parts[name] = data, part
                part.line.target, part.line.note = name, ""
                break
    moments = [part.handed_in for part in read.parts.values() if part.handed_in]
    if moments:
        moment = datetime.fromtimestamp(max(moments), UTC)
        read.files[WHEN] = f"{moment:%Y-%m-%d %H:%M:%S} UTC\n".encode()
    return read


def compare_submission(
    place: HandInPlace, read: ReadSubmission, limit_mb: int, *, force: bool
) -> str:
    """Return what landing would do: `new`, `unchanged` or `replaced`.

    Raises `NotReplaced` if the download is older than the existing submission.
    """
    with Door(place.base) as door:
        if not _is_there(door, place):
            return "new"
        kept = existing_files(place)
        if kept.keys() == read.files.keys() and all(
            _is_same(door, kept[name], data, limit_mb) for name, data in read.files.items()
        ):
            return "unchanged"
    before = max((one.state.st_mtime for one in kept.values()), default=0.0)
    if read.latest < before and not force:
        raise NotReplaced("older than what was collected before; use --force to collect it anyway")
    return "replaced"


def _is_there(door: Door, place: HandInPlace) -> bool:
    """Return whether there is a submission; raise where something else is in its place."""
    for folder in itertools.accumulate(place.folder.split("/"), "{}/{}".format):
        if (found := door.find(folder)) is None:
            return False
        if not found.is_folder:
            raise NotReplaced(f"{Path(place.base, folder)} is not a folder; move it away")
    return True


def existing_files(place: HandInPlace) -> dict[str, Found]:
    """Find the files of an existing submission."""
    with Door(place.base) as door:
        below = [*door.walk(place.folder, most=EXISTING)]
    return {one.path.removeprefix(f"{place.folder}/"): one for one in below if not one.is_folder}


def _is_same(door: Door, kept: Found, data: bytes, limit_mb: int) -> bool:
    try:
        return door.read(kept.path, limit_mb) == data
    except Unreadable:
        return False


def land(place: HandInPlace, read: ReadSubmission) -> None:
    """Write a submission to its place. Its files keep their times, for later downloads."""
    times = dict.fromkeys(read.files, read.latest)
    times |= {name: part.received.when for name, part in read.parts.items()}
    write_folder_whole(*place, read.files, times)
