"""Extensions of nbgrader's converters."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import nbgrader.converters.autograde
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException

from grader.grading.jobs import invalid_notebook
from grader.notebooks import ipynb
from grader.notebooks.files import Unreadable
from grader.notebooks.ipynb import read_submission
from grader.plugin import grade_records
from grader.plugin.course import key_of
from grader.plugin.preprocessors import Names
from grader.plugin.settings import hidden_region_of, limits_of
from grader.plugin.verdict_metadata import verdict_of, write_autograded
from grader.verdict import CellVerdict


class Autograde(nbgrader.converters.autograde.Autograde):
    """Autograding that continues after an unreadable file or a failure of the grader.

    A file that is no notebook scores zero, with the reason. After a failure of ours the submission
    is flagged for a person, and the command fails in the end.
    """

    def start(self) -> None:
        self.broken: list[str] = []
        super().start()
        for name in self.broken:
            self.log.error("%s could not be graded and has no score; please grade it by hand", name)
        if self.broken:
            raise NbGraderException("; ".join(self.broken))

    def _init_preprocessors(self) -> None:
        super()._init_preprocessors()
        if self._sanitizing:
            self.exporter._preprocessors.insert(0, Names(parent=self.exporter))

    def convert_single_notebook(self, notebook_filename: str) -> None:
        path = Path(notebook_filename)
        most = limits_of(self.config)
        try:
            read_submission(path, most.submission_mb, most_cells=most.cells, most_lines=most.lines)
        except Unreadable as error:
            self.log.warning("%s: %s", notebook_filename, error)
            self._record_invalid(path, str(error))
            return
        super().convert_single_notebook(notebook_filename)
        written = Path(self.writer.build_directory) / path.name
        verdict = verdict_of(nbformat.read(written, as_version=ipynb.FORMAT))
        cells = verdict.cells if verdict else []
        self.broken += [f"{path}: {cell.grade_id}{_why(cell)}" for cell in cells if cell.broken]

    def _record_invalid(self, path: Path, reason: str) -> None:
        names = self.init_single_notebook_resources(str(path))["nbgrader"]
        student, assignment = names["student"], names["assignment"]
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            notebook = gradebook.find_notebook(names["notebook"], assignment)
            key = key_of(notebook, hidden_region_of(self.config))
            graded = invalid_notebook(key, f"{path.name}: {reason}")
            submitted_at = grade_records.timestamp(path.parent)
            grade_records.record(
                gradebook, self.config, student, assignment, [graded], submitted_at
            )
        folder = Path(os.path.normpath(self._format_dest(assignment, student)))
        write_autograded(folder, graded, "")


def _why(cell: CellVerdict) -> str:
    """Return what the instructor should know of a cell that has no score."""
    logs = [test.log for test in cell.tests if test.outcome == "broken" and test.log]
    return f" ({'; '.join(logs)})" if logs else ""
