"""Preprocessors for nbgrader's lists."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec
import nbformat
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute as StockExecute
from nbgrader.preprocessors import NbGraderPreprocessor

from grader.diagnosis import misconception_runs, traces
from grader.errors import GraderError
from grader.grading import pool, submission
from grader.grading.jobs import GradedNotebook, Job
from grader.grading.pool import Pool
from grader.grading.submission import HandIn
from grader.notebooks import ipynb, misconceptions, regions
from grader.notebooks.ipynb import Key
from grader.notebooks.source_cells import SourceCell, alternative_text, titles_of
from grader.plugin import scoring, trial
from grader.plugin.course import hand_in, private_paths, released_key
from grader.plugin.marks import marks_digests
from grader.plugin.settings import hidden_region_of, limits_of
from grader.plugin.verdict_metadata import RECORD, verdict_of
from grader.render import card, feedback_summary
from grader.verdict import CellVerdict


class Execute(StockExecute):
    """The replacement for nbgrader's step: cells run in a sandbox, tests in a worker."""

    def preprocess(self, nb: Any, resources: Any, km: object = None) -> object:
        names = resources["nbgrader"]
        key = self._key(names["db_url"], names["assignment"], names["notebook"])
        private = private_paths(CourseDirectory(config=self.config), Path.cwd())
        workers = pool.shared_pool(Path.cwd(), limits_of(self.config), tuple(private))
        graded = self._graded(nb, key, resources, workers)
        faults = trial.faulty_cells(self.config, names["assignment"], key, workers)
        graded = trial.without_scores(graded, faults)
        if len(graded.notebook["cells"]) != len(nb.cells):  # it could not be run
            nb.cells = [nbformat.from_dict(cell) for cell in graded.notebook["cells"]]
        for cell, ran in zip(nb.cells, graded.notebook["cells"], strict=True):
            cell.source = ran["source"]
            cell.pop("attachments", None)
            if pictures := ran.get("attachments"):
                cell.attachments = nbformat.from_dict(pictures)
            if cell.cell_type == "code":
                cell.outputs = [nbformat.from_dict(output) for output in ran["outputs"]]
                cell.execution_count = ran["execution_count"]
        nb.metadata[RECORD] = nbformat.from_dict({"verdict": msgspec.to_builtins(graded.verdict)})
        return nb, resources

    def _graded(self, nb: object, key: Key, resources: Any, workers: Pool) -> GradedNotebook:
        """Have a worker grade a notebook, as in a batch."""
        names = resources["nbgrader"]
        files = self._handed_in(names["student"], names["assignment"])
        beside = {name: str(path.absolute()) for name, path in files_beside(resources).items()}
        files[f"{key.notebook}.ipynb"] = nbformat.writes(self._without_hidden_tests(nb)).encode()
        job = Job(
            student=names["student"],
            assignment=names["assignment"],
            hand_in=HandIn(files=files),
            keys=[key],
            data_files=beside,
        )
        done = workers.submit(job).result()
        if done.problem:
            raise GraderError(done.problem)
        return done.graded[0]

    def _without_hidden_tests(self, nb: Any) -> Any:
        """Return a notebook for the student's folder; grading has the tests from the gradebook."""
        region, copy = hidden_region_of(self.config), deepcopy(nb)
        for cell in copy.cells:
            if SourceCell(cell).locked:
                usual = regions.with_usual_markers(cell.source, region.begin, region.end)
                cell.source = regions.visible(usual)
        return copy

    def _key(self, db_url: str, assignment: str, name: str) -> Key:
        folders = CourseDirectory(config=self.config)
        release = Path(folders.format_path(folders.release_directory, ".", assignment))
        with Gradebook(db_url) as gradebook:
            notebook = gradebook.find_notebook(name, assignment)
            return released_key(notebook, release, hidden_region_of(self.config))

    def _handed_in(self, student: str, assignment: str) -> dict[str, bytes]:
        """Return the files as they were handed in.

        nbgrader's copies of notebooks hold hidden tests, and of other files it has not all.
        """
        place = hand_in(CourseDirectory(config=self.config), student, assignment)
        return submission.read_hand_in(*place, (), limits_of(self.config).submission_mb).files


def files_beside(resources: Any) -> dict[str, Path]:
    """Return the files beside a notebook, where nbgrader put copies of all that are no notebooks.

    The assignment's own took the place of the student's.
    """
    base = Path(resources.get("metadata", {}).get("path") or ".")
    return {
        str(path.relative_to(base)): path
        for path in base.rglob("*")
        if path.is_file() and not path.is_symlink() and path.suffix != ".ipynb"
    }


class SaveAutoGrades(scoring.ScoreWriter):
    """The replacement for nbgrader's step, with the scores from our verdict."""

    def preprocess(self, nb: Any, resources: Any) -> object:
        self.verdict = verdict_of(nb)
        nb, resources = super().preprocess(nb, resources)
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            self.open(gradebook, names["student"], names["assignment"], names["notebook"])
            self.put_missing(nb.cells)
        return nb, resources


class NameMisconceptions(NbGraderPreprocessor):
    """A first step of generating an assignment: lets visible tests name known misconceptions.

    It runs where solutions are still there. What it finds is written beside the notebook, see
    `grader.diagnosis.traces`.
    """

    def preprocess(self, nb: Any, resources: Any) -> object:
        if known := misconception_runs.known_of(nb.cells):
            file = misconceptions.file_of(resources["nbgrader"]["notebook"])
            resources.setdefault("outputs", {})[str(file)] = traces.as_lines(known)
        return nb, resources


class Canonical(NbGraderPreprocessor):
    """The last step of generating an assignment.

    It removes what an editor leaves in a notebook, and folds the test cells.
    """

    def preprocess(self, nb: Any, resources: Any) -> Any:
        return nbformat.from_dict(ipynb.with_folded_tests(ipynb.canonical(nb))), resources


class Names(NbGraderPreprocessor):
    """The first step of sanitizing: removes grade ids that no instructor can have given.

    The database is then never queried for them.
    """

    def preprocess_cell(self, cell: Any, resources: object, index: int) -> object:
        marks = cell.metadata.get("nbgrader", {})
        name = marks.get("grade_id", "") if isinstance(marks, dict) else None
        if not (isinstance(name, str) and name.isprintable()):
            del cell.metadata["nbgrader"]
        return cell, resources


class Feedback(NbGraderPreprocessor):
    """The step that prepares feedback.

    It adds results test by test and the summary at the top of the page, and removes the source of
    hidden tests.
    """

    def preprocess(self, nb: Any, resources: Any) -> object:
        verdict = verdict_of(nb)
        judged = {cell.grade_id: cell for cell in verdict.cells} if verdict else {}
        resources["overview"] = feedback_summary.entries(
            [SourceCell(cell).marks for cell in nb.cells],
            titles_of(nb.cells),
            judged,
            _waiting(resources["nbgrader"]),
        )
        resources["marks"] = _marks_digest(resources["nbgrader"])
        resources["note"] = ipynb.plain(verdict.reason) if verdict and verdict.reason else ""
        for cell in nb.cells:
            found = judged.get(SourceCell(cell).name)
            if cell.cell_type != "code":
                continue
            if regions.hidden_lines(cell.source):
                cell.source = regions.visible(cell.source)
                cell.outputs = []  # a traceback quotes the source
            if found is not None:
                cell.outputs = [nbformat.v4.new_output("display_data", _card(found))]
            if told := alternative_text(cell.source):
                cell.metadata["alt"] = told  # nbconvert's templates put it beside the pictures
        return nb, resources


def _card(judged: CellVerdict) -> dict[str, str]:
    shown = card.as_html(
        judged.tests, judged.reason, points=judged.max_score, depends_on=judged.depends_on
    )
    return {"text/html": shown}


def _marks_digest(names: Any) -> str:
    """Return the digest of the marks that the page shows."""
    with Gradebook(names["db_url"]) as gradebook:
        found = marks_digests(gradebook, names["assignment"], names["student"])
    return found.get((names["student"], names["notebook"]), "")


def _waiting(names: Any) -> list[str]:
    """Return the cells of a submitted notebook that still need manual grading."""
    with Gradebook(names["db_url"]) as gradebook:
        submitted = gradebook.find_submission_notebook(
            names["notebook"], names["assignment"], names["student"]
        )
        return [grade.name for grade in submitted.grades if grade.needs_manual_grade]
