"""Submissions put into their places, each whole: it is written beside its place and moved there.

    submitted/<student>/.<assignment>.new      being written
    submitted/<student>/.<assignment>.before   what it replaces, for as long as it takes to move

Whatever is killed and when, the next run finds one or the other, and settles it first.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from grader.errors import CourseError
from grader.limits import MB
from grader.notebooks.files import Unreadable, read_bytes
from grader.workflows.collect.planning import ReceivedSubmission

WHEN = "timestamp.txt"
TOO_MUCH = "the files beside the notebooks are together larger than the limit submission_mb ({} MB)"


class LandedSubmission(Exception):
    """What is in the place stays there; the sentence says why."""


def read_landed(submission: ReceivedSubmission, limit_mb: int) -> dict[str, bytes]:
    """The files of a submission. Those that can't be read are told in their lines. What is beside
    the notebooks has together no more than a notebook may have: a small zip can become a large
    folder, and grading looks at no more of it."""
    found: dict[str, bytes] = {}
    left = limit_mb * MB
    for name in sorted(submission.parts, key=lambda name: (not _is_notebook(name), name)):
        part = submission.parts[name]
        try:
            if left < 0:
                raise Unreadable(TOO_MUCH.format(limit_mb))
            data = part.received.read(limit_mb)
            left -= 0 if _is_notebook(name) else len(data)
            if left < 0:
                raise Unreadable(TOO_MUCH.format(limit_mb))
        except Unreadable as error:
            part.line.leave(error)
        else:
            found[name] = data
    if found and submission.handed_in:
        moment = datetime.fromtimestamp(submission.handed_in, UTC)
        found[WHEN] = f"{moment:%Y-%m-%d %H:%M:%S} UTC\n".encode()
    return found


def _is_notebook(name: str) -> bool:
    return name.endswith(".ipynb")


def compare_submission(
    place: Path,
    submission: ReceivedSubmission,
    files: dict[str, bytes],
    limit_mb: int,
    *,
    force: bool,
) -> str:
    """What landing would do: `new`, `unchanged` or `replaced`. An older download is no reason to
    replace what is there, and raises Kept."""
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise LandedSubmission(f"{place} is no folder; move it away")
    if not place.exists():
        return "new"
    kept = there(place)
    if kept.keys() == files.keys() and all(
        _same_files(kept[name], data, limit_mb) for name, data in files.items()
    ):
        return "unchanged"
    before = max((path.lstat().st_mtime for path in kept.values()), default=0.0)
    if latest(submission) < before and not force:
        raise LandedSubmission(
            "older than what was collected before; --force takes it all the same"
        )
    return "replaced"


def latest(submission: ReceivedSubmission) -> float:
    """The time of the newest file."""
    return max(part.received.when for part in submission.parts.values())


def there(place: Path) -> dict[str, Path]:
    """What is in a place already."""
    found = place.rglob("*") if place.is_dir() else ()
    files = (path for path in found if path.is_symlink() or not path.is_dir())
    return {path.relative_to(place).as_posix(): path for path in files}


def _same_files(path: Path, data: bytes, limit_mb: int) -> bool:
    try:
        return read_bytes(path, limit_mb) == data
    except Unreadable:
        return False


def land(place: Path, submission: ReceivedSubmission, files: dict[str, bytes]) -> None:
    """Put a submission into its place, which is settled. Its files keep their times, by which
    later downloads are compared with it."""
    new, before = _beside(place)
    try:
        new.mkdir(parents=True)
        for name, data in files.items():
            (new / name).write_bytes(data)
            part = submission.parts.get(name)
            moment = part.received.when if part else latest(submission)
            os.utime(new / name, (moment, moment))
        if place.exists():
            place.rename(before)
        new.rename(place)
        remove_leftovers(place)
    except OSError as error:
        raise CourseError(
            f"{place} can't be written: {error.strerror or error}. What was collected before is"
            " kept; run the same command again to go on."
        ) from error


def remove_leftovers(place: Path) -> None:
    """End what an interrupted run began."""
    new, before = _beside(place)
    if before.exists() and not place.exists():
        before.rename(place)
    for left in (new, before):
        if left.exists():
            shutil.rmtree(left)


def _beside(place: Path) -> tuple[Path, Path]:
    return place.with_name(f".{place.name}.new"), place.with_name(f".{place.name}.before")
