"""Rules for a student's id, which becomes a folder's name and a key in the gradebook."""

from __future__ import annotations

from typing import Final

MAX_STUDENT_ID_CHARS: Final = 128
"""Length of the gradebook's column. PostgreSQL refuses longer ids; SQLite does not count."""


def id_problem(student: str) -> str:
    """Return why a text cannot be a student's id, or "" if it can."""
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
