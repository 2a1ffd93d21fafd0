"""Removal of all that a course keeps of one student: files, grades, extensions, drafts."""

from __future__ import annotations

import os
from pathlib import Path

from grader import addons
from grader.errors import CourseError, UsageError
from grader.notebooks.whole_folder import remove_tree
from grader.plugin import Course
from grader.plugin.grade_records import remove_student
from grader.plugin.names import id_problem

LOGS = "logs"
QUESTIONS = "questions"


def folders_of(course: Course, student: str) -> list[Path]:
    """Return the folders of a student's work, pages and logs."""
    if problem := id_problem(student):
        raise UsageError(f"{student!r} cannot be a student's id: {problem}.")
    steps = (
        course.folders.submitted_directory,
        course.folders.autograded_directory,
        course.folders.feedback_directory,
        LOGS,
        QUESTIONS,
    )
    places = (course.folder(str(step), student, "x").parent for step in steps)
    return [path for path in places if os.path.lexists(path) and path.name == student]


def _remove_place(place: Path) -> None:
    """Remove a folder, or what stands in its place; no link is followed."""
    try:
        above = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            remove_tree(above, place.name)
        finally:
            os.close(above)
    except OSError as error:
        why = error.strerror or error
        raise CourseError(f"{place} can't be removed: {why}.") from error


def forget(course: Course, student: str) -> list[str]:
    """Remove a student from the course; return what was removed."""
    removed = []
    with course.gradebook() as gradebook:
        if remove_student(gradebook, student):
            removed.append("grades and comments in the gradebook")
    forget_more = addons.find("steps", "forget")
    if forget_more and (what := forget_more(course.root, student)):
        removed.append(what)
    for folder in folders_of(course, student):
        _remove_place(folder)
        removed.append(f"{folder.relative_to(course.root)}/")
    return removed
