"""The base of all exports: their common settings, their report, how they write."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import click
import msgspec
from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Enum
from traitlets.config import Application

from grader.errors import CourseError, GraderError
from grader.notebooks.files import write_whole
from grader.plugin.class_records import Class, Grade, read_class


class Report(msgspec.Struct):
    """An export's result: the file written, notes, and what could not be done."""

    file: Path | None = None
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
        """Write the file, and add to the report."""
        raise NotImplementedError

    def export(self, gradebook: Gradebook) -> None:
        """Run the export for nbgrader: log the report, and exit with status 1 on a problem."""
        try:
            report = self.run(gradebook)
        except GraderError as error:
            report = Report(problems=[str(error)])
        if report.file:
            self.log.info("Written: %s", report.file)
        for note in report.notes:
            self.log.warning("%s", note)
        for problem in report.problems:
            self.log.error("%s", problem)
        if report.problems:
            if isinstance(self.parent, Application):
                self.parent.exit(1)
            raise CourseError(" ".join(report.problems))

    def save(self, text: str) -> None:
        """Write the file whole or not at all, or - to standard output, and report it."""
        path = Path(self.to or self.target)
        self.report.file = path
        if self.to == "-":
            click.echo(text.encode(), nl=False)
            return
        if path.is_dir():
            raise CourseError(f"{path} is a folder; name a file to write with -o.")
        try:
            write_whole(path, text)
        except OSError as error:
            raise CourseError(f"{path} can't be written: {error.strerror or error}.") from error

    def score(self, grade: Grade | None) -> float | None:
        """Return the points to export, or None for an empty cell."""
        if grade is not None:
            return grade.score
        return 0.0 if self.missing == "zero" else None


def unfinished(chosen: Class) -> list[str]:
    """Return one sentence per assignment that still has submissions to grade by hand."""
    if not chosen.grades:
        return ["Nothing is graded yet, so there are no points to export: grader autograde"]
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
