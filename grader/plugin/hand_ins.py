"""What is handed in under a name: an assignment, or the answers to questions about one."""

from __future__ import annotations

from typing import Final

from grader.plugin.course import Course

ANSWERS: Final = "-questions"
"""Answers to questions about an assignment are handed in under its name and this."""

WORKSHEET: Final = "questions"
"""The notebook of such answers, without its extension."""


def find_hand_in(course: Course, name: str) -> tuple[str, list[str]]:
    """Return the full name of what is handed in, and the names of its notebooks."""
    about = name.removesuffix(ANSWERS)
    if about != name and name not in course.assignments():
        return f"{course.find_assignment(about)}{ANSWERS}", [WORKSHEET]
    assignment = course.find_assignment(name)
    return assignment, [path.stem for path in course.notebooks(assignment)]
