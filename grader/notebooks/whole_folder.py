"""A submission's folder is written whole or not at all: beside its place, then moved there.

    submitted/<student>/.<assignment>.new      the new submission, while it is written
    submitted/<student>/.<assignment>.before   the old submission, while it is replaced

If a run is killed at any step, the next run finds one of these folders and cleans up first.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.errors import CourseError


def write_folder_whole(
    place: Path, files: Mapping[str, bytes], times: Mapping[str, float], *, shared: bool = False
) -> None:
    """Write files, by their paths in the folder, and set their times.

    `shared` gives the folder's group the same rights as its owner.
    """
    new, before = _beside(place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with _alone_in(place.parent):
            _settle(place)
            new.mkdir()
            for name, data in files.items():
                path = new / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                os.utime(path, (times[name], times[name]))
            if shared:
                _share(new)
            if place.exists():
                place.rename(before)
            new.rename(place)
            _settle(place)
    except OSError as error:
        raise CourseError(
            f"{place} cannot be written: {error.strerror or error}. What was collected"
            " before is kept; run the same command again to continue."
        ) from error


def remove_leftovers(place: Path) -> None:
    """Undo or remove what an interrupted run left."""
    if place.parent.is_dir():
        with _alone_in(place.parent):
            _settle(place)


def _settle(place: Path) -> None:
    new, before = _beside(place)
    if before.exists() and not place.exists():
        before.rename(place)
    for left in (new, before):
        if left.exists():
            shutil.rmtree(left)


def _beside(place: Path) -> tuple[Path, Path]:
    return place.with_name(f".{place.name}.new"), place.with_name(f".{place.name}.before")


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait until nobody else writes into a student's folder, where the file system has locks."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _share(folder: Path) -> None:
    for base, _, names in os.walk(folder):
        os.chmod(base, os.stat(base).st_mode | 0o2770)  # noqa: S103 - that is what groupshared asks
        for name in names:
            path = os.path.join(base, name)
            os.chmod(path, os.stat(path).st_mode | 0o660)
