"""Preprocessors for nbgrader's lists."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

import msgspec
import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute as StockExecute
from nbgrader.preprocessors import NbGraderPreprocessor

from grader.diagnosis import misconception_runs
from grader.errors import CourseError, GraderError
from grader.grading import pool, trial
from grader.grading.jobs import GradedNotebook, Job
from grader.grading.pool import Pool, grade_all
from grader.grading.trial import Candidate
from grader.notebooks import hidden_files, ipynb, misconceptions, regions
from grader.notebooks.door import HandInPlace
from grader.notebooks.ipynb import Key
from grader.notebooks.source_cells import SourceCell, alternative_text, titles_of
from grader.plugin import scoring
from grader.plugin.class_records import NotebookGrade, by_cell
from grader.plugin.course import graded_files_in, hand_in, private_paths, released_key
from grader.plugin.kept_points import kept_assignments
from grader.plugin.settings import fixed_files, hidden_region_of, limits_of
from grader.plugin.verdict_metadata import RECORD, verdict_of
from grader.render import card, feedback_summary
from grader.verdict import CellVerdict, NotebookVerdict, Outcome, TestResult, scored


class Execute(StockExecute):
    """The replacement for nbgrader's step: cells run in a sandbox, tests in a worker.

    What was handed in is graded as `grader autograde` does it, and takes the place of nbgrader's
    copy: that holds hidden tests, and beside it are not all files.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict, km: object = None) -> object:
        names, root = resources["nbgrader"], Path.cwd()
        folders = CourseDirectory(config=self.config)
        release = Path(folders.format_path(folders.release_directory, ".", names["assignment"]))
        with Gradebook(names["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(names["notebook"], names["assignment"])
            key = released_key(notebook, release, hidden_region_of(self.config))
        private = tuple(private_paths(folders, root))
        workers = pool.shared_pool(root, limits_of(self.config), private)
        source = root / str(folders.source_directory) / names["assignment"]
        candidate = Candidate(
            assignment=names["assignment"],
            key=key,
            source=source / f"{key.notebook}.ipynb",
            data_files=graded_files_in(source, folders),
        )
        if faults := _faults(candidate, root, workers):
            verdict = _ungraded(key, faults)
        else:
            place = hand_in(folders, names["student"], names["assignment"])
            files = fixed_files(candidate.data_files, self.config, candidate.assignment)
            graded = _graded(names["student"], place, candidate, files, workers)
            nb.cells = nbformat.from_dict(graded.notebook["cells"])
            verdict = graded.verdict
        nb.metadata[RECORD] = nbformat.from_dict({"verdict": msgspec.to_builtins(verdict)})
        return nb, resources


def _faults(candidate: Candidate, root: Path, workers: Pool) -> dict[str, str]:
    """Return why nobody can be graded by some cells of a notebook; new tests are tried now."""
    if not candidate.source.is_file():
        return {fault.cell: fault.sentence for fault in trial.static(candidate.key)}
    tried = trial.Trial(root, workers.limits)
    if tried.is_due(candidate):
        tried.run([candidate], functools.partial(grade_all, workers))
    return {fault.cell: fault.sentence for fault in tried.faults(candidate)}


def _graded(
    student: str, place: HandInPlace, candidate: Candidate, files: dict[str, str], workers: Pool
) -> GradedNotebook:
    """Have a worker grade a notebook, as in a batch."""
    job = Job(
        student=student,
        assignment=candidate.assignment,
        base=place.base,
        folder=place.folder,
        keys=[candidate.key],
        data_files=files,
    )
    done = workers.submit(job).result()
    if done.problem:
        raise GraderError(done.problem)
    return done.graded[0]


def _ungraded(key: Key, faults: Mapping[str, str]) -> NotebookVerdict:
    """Return the verdict on a notebook whose tests are faulty: a person gives its scores."""
    cells = []
    for cell in key.autograded():
        broken = TestResult(
            name="tests",
            title="The tests of this cell",
            outcome=Outcome.BROKEN,
            message="The tests of this notebook do not work; it is graded by hand.",
            log=faults.get(cell.name, ""),
        )
        cells.append(scored(cell.name, cell.points, [broken]))
    return NotebookVerdict(notebook=key.notebook, cells=cells)


class SaveAutoGrades(scoring.ScoreWriter):
    """The replacement for nbgrader's step, with the scores from our verdict."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> object:
        self.verdict = verdict_of(nb)
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            self.never_lower = names["assignment"] in kept_assignments(gradebook)
        nb, resources = super().preprocess(nb, resources)
        with Gradebook(names["db_url"]) as gradebook:
            self.open(gradebook, names["student"], names["assignment"], names["notebook"])
            self.put_missing(nb.cells)
        return nb, resources


class NameMisconceptions(NbGraderPreprocessor):
    """A first step of generating an assignment: lets visible tests name known misconceptions.

    It runs where solutions are still there. What it finds is written beside the notebook, see
    `grader.diagnosis.traces`. A configuration by which nbgrader has copied hidden files is refused.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> object:
        folders = CourseDirectory(config=self.config)
        step, assignment = folders.release_directory, resources["nbgrader"]["assignment"]
        if hidden_files.beside(Path(folders.format_path(step, ".", assignment))):
            raise CourseError(
                f"nbgrader_config.py: c.CourseDirectory.ignore lacks {hidden_files.FOLDER!r}, and"
                " students would get these files. Add it."
            )
        if known := misconception_runs.released_lines(nb.cells):
            file = misconceptions.file_of(resources["nbgrader"]["notebook"])
            resources.setdefault("outputs", {})[str(file)] = known
        return nb, resources


class Canonical(NbGraderPreprocessor):
    """The last step of generating an assignment.

    It removes what an editor leaves in a notebook, and folds the test cells.
    """

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        made = nbformat.from_dict(ipynb.canonical(nb))
        for cell in made.cells:
            if SourceCell(cell).is_tests:  # shows its results alone, and opens at a click
                cell.metadata["jupyter"] = {"source_hidden": True}
        return made, resources


class Feedback(NbGraderPreprocessor):
    """The step that prepares feedback.

    It adds results test by test and the summary at the top of the page, and removes the source of
    hidden tests.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> object:
        verdict = verdict_of(nb)
        judged = {cell.grade_id: cell for cell in verdict.cells} if verdict else {}
        marks = _marks_of(resources["nbgrader"])
        resources["overview"] = feedback_summary.entries(
            [SourceCell(cell).marks for cell in nb.cells],
            titles_of(nb.cells),
            judged,
            [cell.name for cell in marks.cells if cell.needs_manual_grade],
        )
        resources["marks"] = marks.digest
        resources["note"] = verdict.reason if verdict else ""
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


def _marks_of(names: Mapping[str, str]) -> NotebookGrade:
    """Return the marks of a submitted notebook."""
    with Gradebook(names["db_url"]) as gradebook:
        books = by_cell(gradebook, names["assignment"], names["student"])[names["student"]]
    return next(book for book in books if book.name == names["notebook"])
