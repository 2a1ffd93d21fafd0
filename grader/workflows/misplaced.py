"""Files of students that nobody grades, since they lie or are called as nothing asks for."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from grader.grading import submission
from grader.grading.jobs import Job
from grader.plugin import Course

MOST: Final = 20
"""Files that are named; of the others the number is told."""

STRUCTURE: Final = str(Path("{nbgrader_step}") / "{student_id}" / "{assignment_id}")
"""nbgrader's usual place of a submission, the only one that is looked at."""


def misplaced_files(course: Course, jobs: Sequence[Job], students: Sequence[str]) -> list[str]:
    """Return sentences about misplaced files: of these students, or of all, and in these jobs."""
    if course.folders.directory_structure != STRUCTURE or not course.submitted.is_dir():
        return []
    chosen = [course.submitted / student for student in students] or course.submitted.iterdir()
    found = [] if students else [*_beside_students(course)]
    found += _beside_assignments(course, sorted(chosen))
    for job in jobs:
        found += [*_beside_notebooks(course, job), *_below_notebooks(course, job)]
    more = len(found) - MOST
    return found[:MOST] + ([f"{more} more files like these are not graded."] if more > 0 else [])


def _beside_students(course: Course) -> Iterator[str]:
    for path in sorted(course.submitted.glob("*.ipynb")):
        if not path.is_dir():
            yield f"{_shown_path(course, path)} is not graded: it lies in no student's folder."


def _beside_assignments(course: Course, students: Sequence[Path]) -> Iterator[str]:
    known = course.assignments()
    for student in students:
        if student.name.startswith(".") or student.is_symlink() or not student.is_dir():
            continue
        for path in sorted(student.iterdir()):
            shown = _shown_path(course, path)
            if path.name in known or path.name.startswith(".") or path.is_symlink():
                continue
            if path.suffix == ".ipynb":
                yield f"{shown} is not graded: it lies in no assignment's folder."
            elif meant := _meant_name(path.name, known):
                yield f"{shown} is not graded; did you mean {meant}?"


def _beside_notebooks(course: Course, job: Job) -> Iterator[str]:
    asked = {f"{key.notebook}.ipynb" for key in job.keys}
    if lacking := _lacking_notebooks(job):
        for path in sorted(Path(job.folder).glob("*.ipynb")):
            if path.name not in asked:
                meant = _meant_name(path.name, lacking)
                end = f"; did you mean {meant}?" if meant else f": {lacking[0]} is asked for."
                yield f"{_shown_path(course, path)} is not graded{end}"


def _below_notebooks(course: Course, job: Job) -> Iterator[str]:
    """Yield what lies in folders of a submission that lacks a notebook."""
    folder = Path(job.folder)
    if not (lacking := _lacking_notebooks(job)):
        return
    for name, path in sorted(
        submission.notebooks_beside(folder, course.limits.submission_mb).items()
    ):
        inside = Path(name).parts[:-1]
        if not inside or any(part.startswith(".") for part in inside):
            continue
        shown, place = _shown_path(course, path), _shown_path(course, folder)
        if path.name in lacking:
            yield f"{shown} is not graded: it belongs in {place}/."
        elif meant := _meant_name(path.name, lacking):
            yield f"{shown} is not graded; did you mean {place}/{meant}?"
        else:
            yield f"{shown} is not graded: {lacking[0]} is asked for."


def _lacking_notebooks(job: Job) -> list[str]:
    """Return the names of the notebooks that a submission lacks, if it is a folder."""
    folder = Path(job.folder)
    if folder.is_symlink() or not folder.is_dir():
        return []
    return [path.name for path in submission.notebook_paths(folder, job.keys) if not path.exists()]


def _shown_path(course: Course, path: Path) -> str:
    shown = str(path.relative_to(course.root))
    return shown if shown.isprintable() else ascii(shown)


def _meant_name(name: str, names: Sequence[str]) -> str:
    """Return the name that is meant by one in other letters."""
    lower = {known.lower(): known for known in names}
    found = difflib.get_close_matches(name.lower(), list(lower), 1, 0.8)
    return lower[found[0]] if found else ""
