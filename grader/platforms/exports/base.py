"""The base of all exports: their common settings, their report, how they write.

`Filling` is the base of those that fill our grades into another system's file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import msgspec
from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Dict, Enum, Unicode
from traitlets.config import Application

from grader.errors import CourseError, GraderError, UsageError
from grader.notebooks.files import write_whole
from grader.plugin.class_records import Assignment, Class, Grade, read_class
from grader.plugin.roster import Student
from grader.plugin.sheet import Sheet, number, read_sheet


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

    def run(self, gradebook: Gradebook) -> Report:
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

    def write(self, gradebook: Gradebook, chosen: Class) -> None:
        """Write the files, and add to the report."""
        raise NotImplementedError

    def export(self, gradebook: Gradebook) -> None:
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


def match(
    students: Sequence[Student],
    sheet: Sheet,
    rows: Sequence[int],
    rules: Sequence[tuple[str, str]],
) -> dict[str, int]:
    """Find each student's row.

    Rules, a field and a column each, are tried in turn, ignoring case. A match counts if it is
    unique on both sides.
    """
    found: dict[str, int] = {}
    for field, name in rules:
        column = sheet.column(name)
        places, claims = defaultdict[str, list[int]](list), defaultdict[int, list[str]](list)
        for row in set(rows) - set(found.values()):
            places[_same_text(sheet.cell(row, column))].append(row)
        for student in students:
            text = _same_text(getattr(student, field))
            fitting = places[text] if text and student.id not in found else []
            if len(fitting) == 1:
                claims[fitting[0]].append(student.id)
        found |= {ids[0]: row for row, ids in claims.items() if len(ids) == 1}
    return found


def _same_text(text: str) -> str:
    return text.strip().casefold()


class Filling(Export):
    """An export that fills our grades into another system's file and keeps the rest of it."""

    fill = Unicode("", help="The other system's file, to be filled in.").tag(config=True)
    columns = Dict(
        help="Names of assignments in the other system, by their names here.",
        value_trait=Unicode(),
        key_trait=Unicode(),
    ).tag(config=True)
    scale = Bool(
        False,
        help="Whether to scale points if an assignment has another maximum in the other system.",
    ).tag(config=True)

    what: ClassVar[str] = ""
    """The file to fill, and where the other system offers it."""

    def write(self, gradebook: Gradebook, chosen: Class) -> None:
        """Fill the grades into the file."""
        if not self.fill:
            raise UsageError(
                f"Download {self.what}, to be filled in here, and name it with --fill FILE, or in"
                f" c.{type(self).__name__}.fill."
            )
        sheet = read_sheet(Path(self.fill))
        self.fill_in(gradebook, chosen, sheet)
        self.save(self.destination(), sheet.text())

    def fill_in(self, gradebook: Gradebook, chosen: Class, sheet: Sheet) -> None:
        """Change the table; raise if it is not the one that was asked for."""
        raise NotImplementedError

    def points(
        self, chosen: Class, rows: Mapping[str, int], assignment: Assignment, factor: float
    ) -> Iterator[tuple[Student, int, float]]:
        """Yield the students of the table who have points to write, with their rows."""
        for student in chosen.students:
            score = self.score(chosen.grades.get((assignment.name, student.id)))
            if score is not None and student.id in rows:
                yield student, rows[student.id], score * factor

    def rows(
        self,
        chosen: Class,
        sheet: Sheet,
        rows: Sequence[int],
        name: str,
        rules: Sequence[tuple[str, str]],
    ) -> dict[str, int]:
        """Return each student's row, and report students and rows without a counterpart."""
        if not any(sheet.column(column) is not None for _, column in rules):
            raise CourseError(
                f"{sheet.path} has none of the columns that students are matched by"
                f" ({', '.join(column for _, column in rules)}). It has {', '.join(sheet.header)}."
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
                    f" {', '.join(f'{field} = {column}' for field, column in rules)}."
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
