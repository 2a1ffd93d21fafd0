"""Matching of file names with the notebooks of an assignment."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

AGAIN: Final = re.compile(
    r"(?:[ _]?\(([0-9]{1,6})\)|-([0-9]{1,6})|[ _-]?copy(?:[ _-]?([0-9]{1,6}))?)\Z", re.IGNORECASE
)
"""Suffix that a system adds to a duplicate file name: `(1)`, `-1`, `-Copy1`, ` copy 2`."""

COPIES: Final = 10_000_000
"""A copy that a student kept comes after what is called as was asked for."""

OWN: Final = re.compile(r"[^\W_][\w .()+-]{0,99}")
"""Allowed names of extra files, in courses that collect them."""

MAX_NAME_CHARS: Final = 255

MAX_NAME_BYTES: Final = 255
"""What file systems take."""


class NotAccepted(Exception):
    """The file cannot be part of a submission; the message says why."""


def part(path: str, notebooks: Sequence[str]) -> tuple[str, int]:
    """Return the name under which a file counts, and the rank by its duplicate suffix.

    The name is empty for a notebook that is called like none of the assignment.
    """
    name = PurePosixPath(path).name
    if found := notebook(name, notebooks):
        return found
    if name.endswith(".ipynb"):
        return "", 0
    if name.endswith(".zip"):
        raise NotAccepted("a zip inside a zip is not opened")
    too_long = len(name.encode(errors="surrogateescape")) > MAX_NAME_BYTES
    if too_long or not OWN.fullmatch(name) or name == "timestamp.txt":
        raise NotAccepted("no file of a submission may have this name")
    return name, 0


def notebook(name: str, notebooks: Sequence[str]) -> tuple[str, int] | None:
    """Return the notebook that a name means and the rank by its suffix, or None.

    A later upload gets a number, and a higher rank. A copy has a lower one than the file itself.

    Case is ignored, but where the assignment has two notebooks that differ in nothing else.
    """
    stem, dot, suffix = name.rpartition(".")
    if not dot or suffix != "ipynb" or len(name) > MAX_NAME_CHARS:
        return None
    again = 0
    while not (meant := _notebook_meant(stem, notebooks)):
        added = AGAIN.search(stem)
        if not added or not added.start():
            return None
        number = int(next((number for number in added.groups() if number), 1))
        again = max(again, number) if "copy" not in added[0].lower() else number - COPIES
        stem = stem[: added.start()]
    return f"{meant}.ipynb", again


def _notebook_meant(stem: str, notebooks: Sequence[str]) -> str:
    if stem in notebooks:
        return stem
    fitting = [name for name in notebooks if _without_case(name) == _without_case(stem)]
    return fitting[0] if len(fitting) == 1 else ""


def _without_case(name: str) -> str:
    """Return a name without case, composed: macOS takes ü apart."""
    return unicodedata.normalize("NFC", name).casefold()
