"""Names of assignments, students and settings: their order, and what a mistyped one meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return the end of a sentence about a name that does not exist."""
    meant = difflib.get_close_matches(name, list(names), 1)
    return f"; did you mean {meant[0]}?" if meant else "."


def by_number(name: str) -> tuple[list[str | int], str]:
    """Return what names are sorted by, so that `h2` comes before `h10`."""
    parts = re.split(r"(\d+)", name)
    return [int(part) if part.isdecimal() else part for part in parts], name
