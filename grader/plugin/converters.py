"""nbgrader's converters, extended."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec
import nbformat
import nbgrader.apps.api
import nbgrader.apps.autogradeapp
import nbgrader.converters.autograde
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException

from grader import notebook, pipeline
from grader.notebook import Unreadable, read_submission
from grader.plugin import records
from grader.plugin.course import key_of, limits_of
from grader.plugin.steps import RECORD, verdict_of


class Autograde(nbgrader.converters.autograde.Autograde):
    """Autograding that stops neither at a file which is no notebook (it records a zero, and why)
    nor at a fault of ours (it records that a person has to look, and fails in the end)."""

    def start(self) -> None:
        self.broken: list[str] = []
        super().start()
        for name in self.broken:
            self.log.error("%s could not be judged and has no score; it needs a look by hand", name)
        if self.broken:
            raise NbGraderException("; ".join(self.broken))

    def convert_single_notebook(self, notebook_filename: str) -> None:
        path = Path(notebook_filename)
        try:
            read_submission(path, limits_of(self.config).submission_mb)
        except Unreadable as error:
            self.log.warning("%s: %s", notebook_filename, error)
            self._record_invalid(path, str(error))
            return
        super().convert_single_notebook(notebook_filename)
        written = Path(self.writer.build_directory) / path.name
        verdict = verdict_of(nbformat.read(written, as_version=notebook.FORMAT))
        cells = verdict.cells if verdict else []
        self.broken += [f"{path}: {cell.grade_id}" for cell in cells if cell.broken]

    def _record_invalid(self, path: Path, reason: str) -> None:
        names = self.init_single_notebook_resources(str(path))["nbgrader"]
        student, assignment = names["student"], names["assignment"]
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            key = key_of(gradebook.find_notebook(names["notebook"], assignment))
            graded = pipeline.invalid(key, f"{path.name}: {reason}")
            submitted_at = records.timestamp(path.parent)
            records.record(gradebook, self.config, student, assignment, [graded], submitted_at)
        folder = Path(os.path.normpath(self._format_dest(assignment, student)))
        write_autograded(folder, graded, "")


def write_autograded(folder: Path, graded: pipeline.Graded, digest: str) -> None:
    """Write a notebook as it ran, with its verdict."""
    kept = {"digest": digest, "verdict": msgspec.to_builtins(graded.verdict)}
    plain = {**graded.notebook, "metadata": {**graded.notebook["metadata"], RECORD: kept}}
    notebook.write(folder / f"{graded.verdict.notebook}.ipynb", notebook.dumps(plain))


def take_over(config_file: str) -> None:
    """Let `nbgrader autograde` and formgrader use our converter. Calling it again is harmless."""
    nbgrader.apps.autogradeapp.Autograde = Autograde
    nbgrader.apps.api.Autograde = Autograde
    course = str(Path(config_file).resolve().parent)
    if course not in sys.path:  # its tests import its reference
        sys.path.insert(0, course)
    beside = str(Path(sys.executable).parent)
    if beside not in os.environ.get("PATH", "").split(
        os.pathsep
    ):  # nbgrader runs `alembic` from it
        os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", os.defpath)])
