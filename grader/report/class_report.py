"""The report of a class: pages to read, and tables and JSON for further calculation.

gathering   reads gradebook, verdicts and logs, one submission at a time
predictions reads what students predicted
summary     the numbers of a report
items       item statistics, as pure functions
page        renders HTML by templates, which draw the plots
tables      writes CSV and JSON
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from grader.errors import CourseError
from grader.notebooks.files import write_whole
from grader.plugin import Course
from grader.plugin import class_records as grades
from grader.plugin.test_details import Details
from grader.report import gathering, page, tables
from grader.report.summary import Summary

PAGE: Final = "index.html"


def write_report(
    course: Course,
    assignments: Sequence[str],
    folder: Path,
    problems: list[str],
    *,
    section: str = "",
    anonymous: bool = False,
) -> list[Path]:
    """Write the pages of assignments and of the course, and return them.

    Without assignments, all that are graded are meant. What cannot be done becomes a problem.
    """
    made = datetime.now(UTC).replace(microsecond=0)
    numbers = pseudonyms() if anonymous else None
    summaries: list[Summary] = []
    with course.gradebook() as gradebook:
        chosen, unknown = grades.read_class(gradebook, assignments, ())
        problems += unknown
        chosen = chosen.only(section)
        details = Details(gradebook, course.folders)
        for assignment in chosen.assignments:
            try:
                keys = course.keys(gradebook, assignment.name)
                found = gathering.gather(course, details, chosen, assignment, keys, made, numbers)
            except CourseError as error:
                problems += [str(error)] if assignments else []
                continue
            summaries.append(found)
        problems += details.problems
    if summaries:
        return put_files(course, summaries, folder)
    if not problems:
        problems.append("Nothing is graded yet. Grade first: grader autograde")
    return []


def pseudonyms() -> Callable[[str], str]:
    """Return what gives students numbers: the same in one report, and others in the next.

    Their order tells nothing.
    """
    key = secrets.token_bytes(16)

    def number(student: str) -> str:
        digest = hashlib.blake2b(student.encode(), key=key, digest_size=6).hexdigest()
        return f"student {digest}"

    return number


def put_files(course: Course, summaries: Sequence[Summary], folder: Path) -> list[Path]:
    """Write all files, each whole or not at all; return the pages."""
    files = {}
    for summary in summaries:
        own = folder / summary.assignment
        files[own / "students.csv"] = tables.students_table(summary)
        files[own / "exercises.csv"] = tables.exercises_table(summary)
        files[own / "report.json"] = tables.as_json(summary)
        files[own / PAGE] = page.of_assignment(summary, course.root, own)
    files[folder / PAGE] = page.of_course(summaries, len(course.assignments()))
    for path, text in files.items():
        try:
            write_whole(path, text)
        except OSError as error:
            raise CourseError(
                f"The report cannot be written to {path}: {error.strerror or error}. Name another"
                " folder with -o."
            ) from error
    return [path for path in files if path.name == PAGE]
