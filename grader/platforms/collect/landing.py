"""A submission of a download, and what is there of the student's already: which one counts."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from grader.limits import MB
from grader.notebooks.door import Door, Found
from grader.notebooks.files import Unreadable
from grader.notebooks.whole_folder import write_folder_whole
from grader.platforms.collect.planning import NotebookPart, ReceivedSubmission
from grader.plugin.course import HandInPlace

WHEN = "timestamp.txt"
TOO_LARGE = "the files beside the notebooks together exceed the limit submission_mb ({} MB)"
TOO_MANY = "{} files of this submission can't be read, so the others are left out"


MOST_UNREADABLE: Final = 20
"""Files of a submission that are found to be unreadable, after which no other is unpacked."""

EXISTING: Final = 10_000
"""Most files and folders of an existing submission that are compared with a new one."""


class NotReplaced(Exception):
    """The existing submission is kept; the message says why."""


def read_landed(submission: ReceivedSubmission, limit_mb: int) -> dict[str, bytes]:
    """Read the files of a submission; note in its line why a file cannot be read.

    Of several with one name the newest counts that can be read. After `MOST_UNREADABLE` that can't
    be, the others are left out unread: each may have been unpacked up to the limit.

    The files beside the notebooks are limited in total to the size of one notebook, since a small
    zip can become a large folder and grading reads no more than that.
    """
    found: dict[str, bytes] = {}
    left = limit_mb * MB
    unreadable = 0
    for name in sorted(submission.parts, key=lambda name: (not _is_notebook(name), name)):
        part: NotebookPart | None = submission.parts[name]
        while part and name not in found:
            try:
                if left < 0:
                    raise Unreadable(TOO_LARGE.format(limit_mb))
                if unreadable == MOST_UNREADABLE:
                    raise Unreadable(TOO_MANY.format(MOST_UNREADABLE))
                data = part.received.read(limit_mb)
                left -= 0 if _is_notebook(name) else len(data)
                if left < 0:
                    raise Unreadable(TOO_LARGE.format(limit_mb))
            except Unreadable as error:
                unreadable = min(unreadable + 1, MOST_UNREADABLE)
                part.line.leave(error)
                part = part.older
            else:
                found[name], submission.parts[name] = data, part
                part.line.target, part.line.note = name, ""
    if found and submission.handed_in:
        moment = datetime.fromtimestamp(submission.handed_in, UTC)
        found[WHEN] = f"{moment:%Y-%m-%d %H:%M:%S} UTC\n".encode()
    return found


def _is_notebook(name: str) -> bool:
    return name.endswith(".ipynb")


def compare_submission(
    place: HandInPlace,
    submission: ReceivedSubmission,
    files: dict[str, bytes],
    limit_mb: int,
    *,
    force: bool,
) -> str:
    """Return what landing would do: `new`, `unchanged` or `replaced`.

    Raises `NotReplaced` if the download is older than the existing submission.
    """
    with Door(place.base) as door:
        if not _is_there(door, place):
            return "new"
        kept = existing_files(place)
        if kept.keys() == files.keys() and all(
            _is_same(door, kept[name], data, limit_mb) for name, data in files.items()
        ):
            return "unchanged"
    before = max((one.state.st_mtime for one in kept.values()), default=0.0)
    if latest(submission) < before and not force:
        raise NotReplaced("older than what was collected before; use --force to collect it anyway")
    return "replaced"


def latest(submission: ReceivedSubmission) -> float:
    """Return the time of the newest file."""
    return max(part.received.when for part in submission.parts.values())


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


def land(place: HandInPlace, submission: ReceivedSubmission, files: dict[str, bytes]) -> None:
    """Write a submission to its place. Its files keep their times, for later downloads."""
    times = dict.fromkeys(files, latest(submission))
    times |= {name: part.received.when for name, part in submission.parts.items()}
    write_folder_whole(*place, files, times)
