"""Files of students that nobody grades, since they lie or are called as nothing asks for."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import Final

from grader.errors import Unreadable
from grader.grading.jobs import Job
from grader.notebooks.door import Door, Found
from grader.plugin import Course

MOST: Final = 20
"""Files that are named; of the others the number is told."""

ENTRIES: Final = 1000
"""Things in a student's or a submission's folder that are looked at."""

STRUCTURE: Final = str(Path("{nbgrader_step}") / "{student_id}" / "{assignment_id}")
"""nbgrader's usual place of a submission, the only one that is looked at."""


def misplaced_files(course: Course, jobs: Sequence[Job], students: Sequence[str]) -> list[str]:
    """Return sentences about misplaced files: of these students, or of all, and in these jobs."""
    if course.folders.directory_structure != STRUCTURE:
        return []
    with course.door() as door:
        chosen = filter(None, map(door.find, students)) if students else _what_is_in(door, "")
        found = [sentence for one in chosen for sentence in _at_student(course, door, one)]
        for job in jobs:
            found += _in_submission(course, door, job)
    more = len(found) - MOST
    return found[:MOST] + ([f"{more} more files like these are not graded."] if more > 0 else [])


def not_of_students(course: Course) -> list[str]:
    """Return sentences about what lies in the place of a student's folder and is none."""
    with course.door() as door:
        return [
            sentence for one in _what_is_in(door, "") for sentence in _no_student(course, door, one)
        ]


def _what_is_in(door: Door, folder: str, most: int | None = None) -> list[Found]:
    """Return what is in a folder and not hidden; nothing where it can't be read."""
    try:
        looked = door.look(folder, most=most)
        return [one for one in looked if not PurePath(one.path).name.startswith(".")]
    except Unreadable:
        return []


def _at_student(course: Course, door: Door, student: Found) -> Iterator[str]:
    """Yield what is wrong with a student's folder, and what lies beside its assignments."""
    yield from _no_student(course, door, student)
    known = course.assignments()
    for one in _what_is_in(door, student.path, most=ENTRIES):
        name, shown = PurePath(one.path).name, _shown_path(course, one.path)
        if name in known or not (one.is_file or one.is_folder):
            continue
        if name.endswith(".ipynb"):
            yield f"{shown} is not graded: it lies in no assignment's folder."
        elif meant := _meant_name(name, known):
            yield f"{shown} is not graded; did you mean {meant}?"


def _no_student(course: Course, door: Door, one: Found) -> Iterator[str]:
    """Yield why nothing is graded in the place of a student's folder, if nothing is."""
    shown = _shown_path(course, one.path)
    if one.path.endswith(".ipynb") and not one.is_folder:
        yield f"{shown} is not graded: it lies in no student's folder."
    elif not one.is_folder:
        kind = "a file" if one.is_file else "a link or special file"
        yield f"{shown} is not graded: it is {kind} in the place of a student's folder."
    else:
        yield from _unreadable(course, door, one.path)


def _unreadable(course: Course, door: Door, folder: str) -> Iterator[str]:
    try:
        door.look(folder, most=1)
    except Unreadable as error:
        yield f"{_shown_path(course, folder)} is not graded: {error}."


def _in_submission(course: Course, door: Door, job: Job) -> Iterator[str]:
    """Yield folders that can't be read, and notebooks that may be meant for one that is missing."""
    released = {f"{key.notebook}.ipynb" for key in job.keys}
    asked = sorted(released | {path.name for path in course.notebooks(job.assignment)})
    lacking = [name for name in asked if not door.find(f"{job.folder}/{name}")]
    for one in door.walk(job.folder, most=ENTRIES):
        path = PurePath(one.path).relative_to(job.folder)
        if any(part.startswith(".") for part in path.parent.parts):
            continue
        if one.is_folder:
            yield from _unreadable(course, door, one.path)
        elif one.is_file and lacking and path.suffix == ".ipynb" and str(path) not in asked:
            meant = path.name if path.name in lacking else _meant_name(path.name, lacking)
            wanted = _shown_path(course, f"{job.folder}/{meant or lacking[0]}")
            yield f"{_shown_path(course, one.path)} is not graded: {wanted} is asked for."


def _shown_path(course: Course, path: str) -> str:
    shown = f"{course.folders.submitted_directory}/{path}"
    return shown if shown.isprintable() else ascii(shown)


def _meant_name(name: str, names: Sequence[str]) -> str:
    """Return the name that is meant by one in other letters."""
    lower = {known.lower(): known for known in names}
    found = difflib.get_close_matches(name.lower(), list(lower), 1, 0.8)
    return lower[found[0]] if found else ""
