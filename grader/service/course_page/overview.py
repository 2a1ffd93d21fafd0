"""What the course's page shows, read anew each time."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import msgspec

from grader.errors import CourseError
from grader.plugin import Course, class_records, due_dates
from grader.plugin.names import by_number
from grader.service.watch import status as watching
from grader.workflows import status
from grader.workflows.status import AssignmentStatus

REPORT: Final = "report"
"""The folder that `grader report` writes."""


class MarkingShare(msgspec.Struct, frozen=True, kw_only=True):
    """How far somebody's share of an assignment is marked."""

    assignment: str
    marked: int
    to_mark: int


class CourseSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What the first page shows."""

    name: str
    assignments: list[AssignmentStatus]
    notes: list[str]
    reported: bool
    """Whether there is a report to read."""


class StudentRow(msgspec.Struct, frozen=True, kw_only=True):
    """How a student stands in an assignment."""

    id: str
    name: str
    section: str
    handed_in: str
    score: str
    state: list[str]
    """What is still to be done, and what is special."""
    until: str
    """An extension."""
    pages: dict[str, str]
    """Addresses of the feedback pages below `files/`, by notebook."""


class AssignmentSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What the page of an assignment shows."""

    status: AssignmentStatus
    students: list[StudentRow]
    reported: bool
    clock: str
    """The time zone that dates are meant in."""


def read_course(course: Course) -> CourseSheet:
    """Return where all assignments stand."""
    problems: list[str] = []
    found, misplaced = status.course_status(course, (), problems)
    return CourseSheet(
        name=course.folders.course_id or course.root.name,
        assignments=found,
        notes=[*problems, *misplaced, *watching.status_lines(course.root)],
        reported=(course.root / REPORT / "index.html").is_file(),
    )


def read_assignment(course: Course, name: str) -> AssignmentSheet:
    """Return where an assignment and its students stand."""
    (found,), _ = status.course_status(course, [name], [])
    return AssignmentSheet(
        status=found,
        students=_rows(course, found) if found.generated else [],
        reported=(course.root / REPORT / name / "index.html").is_file(),
        clock=time.strftime("UTC%z"),
    )


def _rows(course: Course, found: AssignmentStatus) -> list[StudentRow]:
    name = found.assignment
    with course.gradebook() as gradebook:
        of_class = class_records.read_class(gradebook, [name], ())[0]
        extended = due_dates.extensions(gradebook, name)
    known = {student.id: student for student in of_class.students}
    rows = []
    for one in sorted(known.keys() | {*found.submitted}, key=by_number):
        student, grade = known.get(one), of_class.grades.get((name, one))
        handed_in = "yes" if one in found.submitted else "no"
        rows.append(
            StudentRow(
                id=one,
                name=student.full if student else "",
                section=student.section if student else "",
                handed_in=_date(grade.timestamp) if grade and grade.timestamp else handed_in,
                score=f"{grade.score:.4g}" if grade else "",
                state=_states(found, one),
                until=_date(extended[one]) if one in extended else "",
                pages=_feedback_pages(course, one, name),
            )
        )
    return rows


def _states(found: AssignmentStatus, student: str) -> list[str]:
    lists = {
        "late": found.late,
        "to grade": found.to_grade,
        "to mark by hand": found.by_hand,
    }
    return [word for word, students in lists.items() if student in students]


def _date(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC"


def _feedback_pages(course: Course, student: str, assignment: str) -> dict[str, str]:
    folder = course.folder(course.folders.feedback_directory, student, assignment)
    pages = sorted(folder.glob("*.html"), key=lambda path: by_number(path.name))
    return {path.stem: quote(os.fsencode(path.relative_to(course.root))) for path in pages}


def shown_file(course: Course, path: str) -> Path | None:
    """Return a page of the report or of feedback that an address names, if there is one."""
    wanted = Path(os.path.normpath(course.root / path))
    for folder in (REPORT, str(course.folders.feedback_directory)):
        below = wanted.is_relative_to(course.root / folder)
        if below and wanted.suffix == ".html" and wanted.is_file() and wanted.resolve() == wanted:
            return wanted
    return None


def has_exchange(course: Course) -> bool:
    """Return whether the course's folder in nbgrader's exchange is there."""
    from nbgrader.exchange import ExchangeFactory

    config: Any = course.config
    try:
        root = ExchangeFactory(config=config).collect(config=config).root
    except CourseError:
        return False
    course_id = course.folders.course_id
    return bool(root and course_id) and (Path(root) / course_id / "inbound").is_dir()
