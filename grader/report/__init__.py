"""The report of a class: pages to read, tables and JSON to calculate with.

facts       reads gradebook, kept verdicts and logs, submission by submission
items       statistics; pure
likeness    which answers are alike
summary     the numbers that a report tells
page        as HTML, with plots and templates
tables      as CSV and JSON
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from grader import notebook
from grader.errors import CourseError
from grader.notebook import Unreadable
from grader.plugin import Course
from grader.plugin.exports import details as exported
from grader.plugin.exports import grades
from grader.plugin.kept import answers_in
from grader.report import facts, likeness, page, summary, tables
from grader.report.facts import Facts
from grader.report.likeness import Answers, Likeness
from grader.report.summary import Summary

PAGE = "index.html"


def write(
    course: Course, assignments: Sequence[str], folder: Path, problems: list[str]
) -> list[Path]:
    """Write the pages of assignments (all graded ones without any) and that of the course; the
    pages that there are. What could not be done becomes a sentence."""
    made = datetime.now(UTC).replace(microsecond=0)
    summaries: list[Summary] = []
    with course.gradebook() as gradebook:
        chosen, unknown = grades.read(gradebook, assignments, ())
        problems += unknown
        details = exported.Details(gradebook, course.folders)
        for assignment in chosen.assignments:
            if not _is_graded(chosen, assignment.name) and not assignments:
                continue
            try:
                found = facts.gather(course, details, chosen, assignment)
            except CourseError as error:
                problems.append(str(error))
                continue
            alike = likeness.compare(stub(course, gradebook, assignment.name), answers(found))
            summaries.append(summary.of(found, alike, made))
    problems += details.problems
    if not summaries:
        if not problems:
            problems.append("Nothing is graded yet. Grade first: grader autograde")
        return []
    return put(summaries, made, folder)


def _is_graded(chosen: grades.Class, assignment: str) -> bool:
    return any(name == assignment for name, _ in chosen.grades)


def stub(course: Course, gradebook: Any, assignment: str) -> Answers:
    """What students were given to fill in, by exercise."""
    return {
        f"{key.notebook}/{cell.name}": cell.source
        for key in course.keys(gradebook, assignment).values()
        for cell in key.cells
        if cell.solution and cell.cell_type == "code"
    }


def answers(found: Facts) -> dict[str, Answers]:
    """What each student wrote, by exercise, of notebooks that can be read."""
    written: dict[str, Answers] = {}
    for person in found.people:
        own: dict[str, str] = {}
        for kept in person.pages:
            try:
                texts = answers_in(kept.autograded) if kept.autograded else {}
            except (Unreadable, msgspec.DecodeError):
                continue  # that it can't be read is told where its verdict is
            own |= {f"{kept.notebook}/{name}": text for name, text in texts.items()}
        written[person.student] = own
    return written


def put(summaries: Sequence[Summary], made: datetime, folder: Path) -> list[Path]:
    """Write all files, each whole or not at all."""
    pages = []
    for told in summaries:
        place = folder / told.assignment
        _save(place / "students.csv", tables.students(told))
        _save(place / "exercises.csv", tables.exercises(told))
        _save(place / "report.json", tables.as_json(told))
        pages.append(_save(place / PAGE, page.of_assignment(told, place)))
    whole = summary.overview(summaries, made)
    pages.append(_save(folder / PAGE, page.of_course(whole)))
    return pages


def _save(path: Path, text: str) -> Path:
    try:
        notebook.write(path, text)
    except OSError as error:
        raise CourseError(
            f"The report can't be written to {path}: {error.strerror or error}. Name another"
            " folder with -o."
        ) from error
    return path


__all__ = ["Likeness", "write"]
