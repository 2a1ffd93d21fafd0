"""Which file of a submission a name means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

AGAIN: Final = re.compile(
    r"(?:[ _]?\(([0-9]{1,6})\)|-([0-9]{1,6})|[ _-]?copy(?:[ _-]?([0-9]{1,6}))?)$", re.IGNORECASE
)
"""What is added to the name of a file that is there already: `(1)`, `-1`, `-Copy1`, ` copy 2`."""

OWN: Final = re.compile(r"[^\W_][\w .()+-]{0,99}")
"""Names of other files that a student may bring along, where the course collects such files."""

MAX_NAME_CHARS: Final = 255


class NoPart(Exception):
    """A name that no file of a submission has; the sentence says why."""


def part(path: str, notebooks: Sequence[str]) -> tuple[str, int]:
    """The name under which a file is handed in, and the number that some system added to it."""
    name = PurePosixPath(path).name
    if found := notebook(name, notebooks):
        return found
    if name.endswith(".ipynb"):
        raise NoPart(f"no notebook of the assignment has this name ({', '.join(notebooks)})")
    if name.endswith(".zip"):
        raise NoPart("a zip within a zip stays closed")
    if not OWN.fullmatch(name) or name == "timestamp.txt":
        raise NoPart("no file of a submission may have this name")
    return name, 0


def notebook(name: str, notebooks: Sequence[str]) -> tuple[str, int] | None:
    """The notebook that a name means, with what was added to it, or None."""
    stem, dot, suffix = name.rpartition(".")
    if not dot or suffix != "ipynb" or len(name) > MAX_NAME_CHARS:
        return None
    again = 0
    while stem not in notebooks:
        added = AGAIN.search(stem)
        if not added or not added.start():
            return None
        again = max(again, int(next((number for number in added.groups() if number), 1)))
        stem = stem[: added.start()]
    return f"{stem}.ipynb", again
