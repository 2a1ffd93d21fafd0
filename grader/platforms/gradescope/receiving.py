"""What of a submission's folder is taken for grading: notebooks and zips, read where they lie.

The folder is a stranger's, so nothing is copied from it. No link is followed, no pipe is waited
for, and no more is looked at than a submission needs.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import stat
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from grader.limits import MB
from grader.notebooks.door import Door, Found
from grader.notebooks.files import Unreadable
from grader.platforms.collect import names
from grader.platforms.collect.downloads import Received, is_system_file
from grader.platforms.collectors import EXTENSIONS

MOST_LEVELS: Final = 10
"""Levels of folders that are looked into."""

MOST_FOLDERS: Final = 1000
"""Folders that are looked into."""

MOST_FILES: Final = 64
"""Notebooks and zips that are read."""

MOST_SIZES: Final = 8
"""Size of all files that are read, as a multiple of the limit submission_mb."""


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is not graded, the notebook that its name means, and why."""

    file: str
    notebook: str = ""
    reason: str


class Reception(msgspec.Struct, kw_only=True):
    """The files of a submission that are taken, and those that are not."""

    files: list[Received] = []
    refusals: list[Refusal] = []


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A file or folder of a submission, by its path within it."""

    path: str
    fault: str = ""
    size: int = 0
    when: float = 0.0


def receive(door: Door, sender: str, notebooks: Sequence[str], limit_mb: int) -> Reception:
    """Return the files below a door as those of a sender's; notebooks of the assignment first."""

    def meant(entry: _Entry) -> str:
        found = names.notebook(entry.path.rpartition("/")[2], notebooks)
        return found[0] if found else ""

    taken = Reception()
    left = MOST_SIZES * limit_mb * MB
    for entry in sorted(_candidates(door), key=lambda entry: not meant(entry)):
        read = entry.size if entry.size <= limit_mb * MB else 0  # what is larger is not read
        fault = entry.fault
        if not fault and (len(taken.files) == MOST_FILES or read > left):
            fault = "there are too many files, or they are too large together"
        if fault:
            refusal = Refusal(file=entry.path, notebook=meant(entry), reason=fault)
            taken.refusals.append(refusal)
            continue
        left -= read
        reader = functools.partial(door.read, entry.path)
        file = Received(path=f"{sender}/{entry.path}", when=entry.when, read=reader)
        taken.files.append(file)
    return taken


def _candidates(door: Door) -> Iterator[_Entry]:
    """Yield what looks like a notebook or a zip, the highest in the folder first."""
    waiting = deque([""])
    for number in itertools.count():
        if not waiting:
            return
        inside = waiting.popleft()
        if number == MOST_FOLDERS:
            yield _Entry(path=f"{inside}/", fault="there are too many folders")
            return
        with contextlib.suppress(Unreadable):
            for found in door.look(inside):
                name = found.path.rpartition("/")[2]
                if is_system_file(name):
                    continue
                if found.is_folder:
                    if found.path.count("/") < MOST_LEVELS:
                        waiting.append(found.path)
                    else:
                        yield _Entry(path=found.path, fault="it lies in too many folders")
                if name.lower().endswith(tuple(EXTENSIONS)):
                    yield _described(found)


def _described(found: Found) -> _Entry:
    """Describe what was found, without opening it."""
    if stat.S_ISLNK(found.state.st_mode):
        return _Entry(path=found.path, fault="it is a link; hand in the file itself")
    if found.is_folder:
        return _Entry(path=found.path, fault="it is a folder")
    if not found.is_file:
        return _Entry(path=found.path, fault="it is not a regular file")
    return _Entry(path=found.path, size=found.state.st_size, when=found.state.st_mtime)
