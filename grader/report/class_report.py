"""The report of a class: pages to read, and tables and JSON for further calculation.

facts       reads gradebook, verdicts and logs, one submission at a time
troubles    says what went wrong in which submission
items       item statistics, as pure functions
comparison  compares them with those of earlier terms
likeness    finds similar answers
summary     computes the numbers of a report
page        renders HTML, with plots and templates
tables      writes CSV and JSON
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from grader.errors import CourseError, GraderError
from grader.notebooks.files import write_whole
from grader.notebooks.ipynb import Key
from grader.plugin import Course
from grader.plugin import class_records as grades
from grader.plugin import test_details as exported
from grader.plugin.verdict_metadata import answers_in
from grader.report import anonymity, facts, likeness, page, summary, tables
from grader.report.anonymity import Pseudonyms
from grader.report.comparison import EarlierReport
from grader.report.facts import Facts
from grader.report.likeness import Answers, Likeness
from grader.report.settings import report_settings_of
from grader.report.summary import Overview, Summary

PAGE: Final = "index.html"


def write_report(
    course: Course,
    assignments: Sequence[str],
    folder: Path,
    problems: list[str],
    *,
    names: Pseudonyms | None = None,
    earlier: Sequence[Sequence[EarlierReport]] = (),
) -> list[Path]:
    """Write the pages of assignments and of the course, and return them.

    Without assignments, all that are graded are meant. What cannot be done becomes a problem. With
    `names`, students are called by these alone. Exercises are compared with those of `earlier`
    terms, one sequence for each that the user named.
    """
    made = datetime.now(UTC).replace(microsecond=0)
    with course.gradebook() as gradebook:
        summaries = list(summarised(course, gradebook, assignments, made, problems, names))
    summaries = compared(summaries, earlier, problems)
    if summaries:
        whole = summary.overview(summaries, made, len(course.assignments()))
        return put_files(course, whole, folder, linked=names is None)
    if not problems:
        problems.append("Nothing is graded yet. Grade first: grader autograde")
    return []


def summarised(
    course: Course,
    gradebook: Any,
    assignments: Sequence[str],
    made: datetime,
    problems: list[str],
    names: Pseudonyms | None = None,
) -> Iterator[Summary]:
    """Yield the summaries of assignments. A named assignment without grades is a problem."""
    chosen, unknown = grades.read_class(gradebook, assignments, ())
    problems += unknown
    details = exported.Details(gradebook, course.folders)
    for assignment in chosen.assignments:
        try:
            keys = course.keys(gradebook, assignment.name)
            found = facts.gather(course, details, chosen, assignment, keys)
        except CourseError as error:
            problems += [str(error)] if assignments else []
            continue
        if names is not None:
            yield summary.of(anonymity.anonymous(found, names), Likeness(), made)
            continue
        alike = likeness.compare_answers(stub(keys), student_answers(course.root, found))
        yield summary.of(found, alike, made)
    problems += details.problems


def compared(
    summaries: Sequence[Summary],
    earlier: Sequence[Sequence[EarlierReport]],
    problems: list[str],
) -> list[Summary]:
    """Return the summaries with their comparison.

    An earlier report without any of these assignments is a problem.
    """
    names = [one.assignment for one in summaries]
    for reports in earlier:
        if not any(report.assignment in names for report in reports):
            others = ", ".join(report.assignment for report in reports)
            problems.append(
                f"Nothing is compared with the earlier report of {others}, since this report is"
                f" about {', '.join(names) or 'nothing'}."
            )
    found = []
    for one in summaries:
        before = [e for reports in earlier for e in reports if e.assignment == one.assignment]
        told = summary.comparison_of(one, before) if before else None
        found.append(msgspec.structs.replace(one, comparison=told))
    return found


def stub(keys: Mapping[str, Key]) -> Answers:
    """Return what students were given to fill in, by exercise."""
    return {
        f"{key.notebook}/{cell.name}": cell.source
        for key in keys.values()
        for cell in key.cells
        if cell.solution and cell.cell_type == "code"
    }


def student_answers(root: Path, found: Facts) -> dict[str, Answers]:
    """Return each student's answers by exercise, from the notebooks that can be read."""
    written: dict[str, Answers] = {}
    for person in found.people:
        own: dict[str, str] = {}
        for kept in person.pages:
            try:
                texts = answers_in(root / kept.autograded) if kept.autograded else {}
            except GraderError:
                continue  # reported with its verdict
            own |= {f"{kept.notebook}/{name}": text for name, text in texts.items()}
        written[person.student] = own
    return written


def put_files(course: Course, whole: Overview, folder: Path, *, linked: bool) -> list[Path]:
    """Write all files, each whole or not at all."""
    pages = []
    formgrader = report_settings_of(course.config).formgrader if linked else ""
    for told in whole.assignments:
        place = folder / told.assignment
        _save(place / "students.csv", tables.students_table(told))
        _save(place / "exercises.csv", tables.exercises_table(told))
        _save(place / "report.json", tables.as_json(told))
        if told.comparison:
            _save(place / "comparison.csv", tables.comparison_table(told.comparison))
        text = page.of_assignment(told, course.root, place, formgrader)
        pages.append(_save(place / PAGE, text))
    return [*pages, _save(folder / PAGE, page.of_course(whole))]


def _save(path: Path, text: str) -> Path:
    try:
        write_whole(path, text)
    except OSError as error:
        raise CourseError(
            f"The report cannot be written to {path}: {error.strerror or error}. Name another"
            " folder with -o."
        ) from error
    return path


__all__ = ["write_report"]
