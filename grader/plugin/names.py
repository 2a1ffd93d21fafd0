"""Names that people give: how they are sorted and shown, what was meant, and which can be an id."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Final

from grader.errors import in_one_line

MAX_PATH_CHARS: Final = 120
"""Characters of a file's path that are shown."""

MAX_STUDENT_ID_CHARS: Final = 128
"""Length of the gradebook's column. PostgreSQL refuses longer ids; SQLite does not count."""


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return the end of a sentence about a name that does not exist."""
    meant = difflib.get_close_matches(name, list(names), 1)
    return f"; did you mean {meant[0]}?" if meant else "."


def by_number(name: str) -> tuple[list[str | int], str]:
    """Return what names are sorted by, so that `h2` comes before `h10`."""
    parts = re.split(r"(\d+)", name)
    return [int(part) if part.isdecimal() else part for part in parts], name


def shown_path(text: str) -> str:
    """Return a stranger's path as text of one line, shortened in the middle."""
    plain = in_one_line(text)
    if len(plain) <= MAX_PATH_CHARS:
        return plain
    half = MAX_PATH_CHARS // 2
    return f"{plain[:half]}…{plain[-half:]}"


def id_problem(student: str) -> str:
    """Return why a text cannot be a student's id, or "" if it can.

    An id becomes a folder's name and a key in the gradebook.
    """
    if not student:
        return "it is empty"
    if not student.isprintable():  # bytes that are no text, or control characters
        return "it is not readable text"
    if "/" in student:
        return "it contains a slash"
    if student.startswith("."):
        return "it starts with a dot"
    if set(student) & set("*?[]"):  # nbgrader reads them as a pattern, of other students too
        return "it contains one of * ? [ ]"
    if student != student.strip():
        return "it starts or ends with a space"
    if len(student) > MAX_STUDENT_ID_CHARS:
        return f"it has more than {MAX_STUDENT_ID_CHARS} characters"
    return ""
