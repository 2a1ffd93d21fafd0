"""The base of all exports: their common settings, their report, how they write.

`Filling` is the base of those that fill our grades into another system's file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

import msgspec
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Dict, Enum, List, Unicode, validate
from traitlets.config import Application

from grader.errors import CourseError, GraderError, UsageError
from grader.notebooks.files import write_whole
from grader.plugin import sheet as sheets
from grader.plugin.class_records import Assignment, Class, Grade, read_class
from grader.plugin.roster import Student
from grader.plugin.settings import CONFIG_FILE
from grader.plugin.sheet import Sheet, number


class Report(msgspec.Struct):
    """An export's result: files written, notes, and what could not be done."""

    files: list[Path] = []
    notes: list[str] = []
    problems: list[str] = []


class Export(ExportPlugin):
    """An nbgrader export whose failures are sentences."""

    missing = Enum(
        ("blank", "zero"),
        "blank",
        help="The grade of a student who submitted nothing: none, or 0.",
    ).tag(config=True)

    target: ClassVar[str] = ""
    """Path to write to if `to` is not set."""

    def run(self, gradebook: object) -> Report:
        """Write the export. Raise if it cannot be written at all."""
        self.report = Report()
        chosen, problems = read_class(
            gradebook, [str(a) for a in self.assignment], [str(s) for s in self.student]
        )
        self.report.problems += problems
        if chosen.assignments:
            self.report.notes += unfinished(chosen)
            self.write(gradebook, chosen)
        return self.report

    def write(self, gradebook: Any, chosen: Class) -> None:
        """Write the files, and add to the report."""
        raise NotImplementedError

    def export(self, gradebook: object) -> None:
        """Run the export for nbgrader: log the report, and exit with status 1 on a problem."""
        try:
            report = self.run(gradebook)
        except GraderError as error:
            report = Report(problems=[str(error)])
        for path in report.files:
            self.log.info("Written: %s", path)
        for note in report.notes:
            self.log.warning("%s", note)
        for problem in report.problems:
            self.log.error("%s", problem)
        if report.problems:
            if isinstance(self.parent, Application):
                self.parent.exit(1)
            raise CourseError(" ".join(report.problems))

    def destination(self) -> Path:
        """Return the file or folder to write."""
        return Path(self.to or self.target)

    def save(self, path: Path, text: str) -> None:
        """Write a file whole or not at all, and report it."""
        if path.is_dir():
            raise CourseError(f"{path} is a folder; name a file to write with -o.")
        try:
            write_whole(path, text)
        except OSError as error:
            raise CourseError(f"{path} can't be written: {error.strerror or error}.") from error
        self.report.files.append(path)

    def score(self, grade: Grade | None) -> float | None:
        """Return the points to export, or None for an empty cell."""
        if grade is not None:
            return grade.score
        return 0.0 if self.missing == "zero" else None


def unfinished(chosen: Class) -> list[str]:
    """Return one sentence per assignment that still has submissions to grade by hand."""
    found = []
    for assignment in chosen.assignments:
        grades = [g for (name, _), g in chosen.grades.items() if name == assignment.name]
        waiting = sum(grade.waits for grade in grades)
        if waiting:
            found.append(
                f"{assignment.name}: {waiting} of {len(grades)} submissions still need manual"
                " grading; their ungraded parts count 0, as in nbgrader."
            )
    return found


# Another system's file ------------------------------------------------------------------------


FIELDS: Final[dict[str, Callable[[Student], set[str]]]] = {
    "id": lambda student: {student.id},
    "email": lambda student: {student.email},
    "lms_user_id": lambda student: {student.lms_user_id},
    "name": lambda student: {student.full, student.sortable},
}
"""Fields that identify a student in the gradebook."""


def rules_of(texts: Iterable[str], setting: str) -> list[tuple[str, str]]:
    """Parse rules as the settings have them, `id=SIS Login ID`: fields, each with its column."""
    found = []
    for text in texts:
        field, sign, column = text.partition("=")
        if not sign or field not in FIELDS or not column.strip():
            raise UsageError(
                f"{CONFIG_FILE}: {setting}: {text!r} is not a rule; write a field, `=` and a"
                f" column, such as 'id=SIS Login ID'. Fields are {', '.join(FIELDS)}."
            )
        found.append((field, column.strip()))
    return found


def match(
    students: Sequence[Student],
    sheet: Sheet,
    rows: Sequence[int],
    rules: Sequence[tuple[str, str]],
) -> dict[str, int]:
    """Find each student's row.

    Rules are tried in turn, ignoring case. A match counts if it is unique on both sides.
    """
    found: dict[str, int] = {}
    for field, name in rules:
        if (column := sheet.column(name)) is None:
            continue
        index = defaultdict(set)
        for row in set(rows) - set(found.values()):
            index[_same_text(sheet.cell(row, column))].add(row)
        claims: dict[int, list[str]] = defaultdict(list)
        for student in students:
            keys = {_same_text(key) for key in FIELDS[field](student)} - {""}
            fit = set().union(*(index.get(key, set()) for key in keys))
            if student.id not in found and len(fit) == 1:
                claims[fit.pop()].append(student.id)
        found |= {ids[0]: row for row, ids in claims.items() if len(ids) == 1}
    return found


def _same_text(text: str) -> str:
    return text.strip().casefold()


class Filling(Export):
    """An export that fills our grades into another system's file and keeps the rest of it."""

    fill = Unicode("", help="The other system's file, to be filled in.").tag(config=True)
    match = List(
        Unicode(),
        help="How to find students in the file: pairs of a gradebook field (id, email, lms_user_id,"
        " name) and a column, such as 'id=SIS Login ID', tried in turn.",
    ).tag(config=True)
    columns = Dict(
        help="Names of assignments in the other system, by their names here.",
        value_trait=Unicode(),
        key_trait=Unicode(),
    ).tag(config=True)
    scale = Bool(
        False,
        help="Whether to scale points if an assignment has another maximum in the other system.",
    ).tag(config=True)

    @validate("match")  # type: ignore[untyped-decorator]
    def _check_match(self, proposal: dict[str, list[str]]) -> list[str]:
        rules_of(proposal["value"], f"c.{type(self).__name__}.match")
        return proposal["value"]

    def sheet(self) -> Sheet:
        """Read the file to fill."""
        return sheets.read_sheet(Path(self.fill))

    def rows(self, chosen: Class, sheet: Sheet, rows: Sequence[int], name: str) -> dict[str, int]:
        """Return each student's row, and report students and rows without a counterpart."""
        setting = f"c.{type(self).__name__}.match"
        rules = rules_of(self.match, setting)
        if not any(sheet.column(column) is not None for _, column in rules):
            raise CourseError(
                f"{sheet.path} has none of the columns that students are matched by"
                f" ({', '.join(column for _, column in rules)}). It has"
                f" {', '.join(sheet.header)}; set the right one in {setting}."
            )
        matched = match(chosen.students, sheet, rows, rules)
        for student in chosen.students:
            scores = [
                self.score(chosen.grades.get((a.name, student.id))) for a in chosen.assignments
            ]
            if student.id not in matched and any(score is not None for score in scores):
                self.report.problems.append(
                    f"{student.called} was not found in exactly one row of {sheet.path.name},"
                    " so no grade was written for them. Students are matched by"
                    f" {', '.join(self.match)} ({setting})."
                )
        if not self.student:
            column, taken = sheet.column(name), set(matched.values())
            self.report.problems += [
                f"{sheet.path.name}, row {row + 1} ({sheet.cell(row, column).strip() or 'no name'})"
                " matches nobody in the gradebook; the row was left as it is."
                for row in rows
                if row not in taken
            ]
        return matched

    def factor(self, assignment: Assignment, most: float | None, where: str) -> float:
        """Return the factor to multiply points by, and report points that do not agree."""
        if most is None or abs(most - assignment.max_score) < 1e-6:
            return 1.0
        if self.scale and assignment.max_score:
            return most / assignment.max_score
        self.report.problems.append(
            f"{assignment.name} is out of {number(assignment.max_score)} points here and out of"
            f" {number(most)} in {where}; points were written without scaling. Make the"
            f" maximums equal, or set c.{type(self).__name__}.scale = True."
        )
        return 1.0
