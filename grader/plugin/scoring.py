"""nbgrader's steps that write grades: scores from our verdicts, and late penalties."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import nbformat
from nbformat import NotebookNode
from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.preprocessors import SaveAutoGrades as Stock
from traitlets.config import Config

from grader.grading.jobs import GradedNotebook
from grader.notebooks.source_cells import CellData, SourceCell
from grader.plugin.class_records import cell_rows
from grader.plugin.kept_points import kept_assignments, larger
from grader.plugin.late_policy import LatePolicy, late_submissions
from grader.verdict import CellVerdict, NotebookVerdict


class Answer(NamedTuple):
    """What a mark by hand was given for."""

    source: str
    attachments: str
    points: float


def answer_of(cell: CellData) -> Answer:
    """Return what is marked in a cell."""
    points = SourceCell(cell).marks.get("points", 0)
    attachments = json.dumps(cell.get("attachments") or {}, sort_keys=True)
    return Answer("".join(cell["source"]), attachments, float(points))


def answers_of(notebook: Mapping[str, Any]) -> dict[str, Answer]:
    """Return the answers of a graded notebook, by the name of their cell."""
    cells = map(SourceCell, notebook["cells"])
    return {cell.name: answer_of(cell.data) for cell in cells if cell.marks}


class ScoreWriter(Stock):
    """nbgrader's step, with scores from our verdict where there is one."""

    verdict: NotebookVerdict | None = None
    before: Mapping[str, Answer] = {}
    """The answers of the notebook as it was graded last, by the name of their cell."""
    never_lower = False
    """Whether a cell keeps its points where the new ones are fewer."""

    def open(
        self, gradebook: Gradebook | ScoreSheet, student: str, assignment: str, notebook: str
    ) -> None:
        """Set the gradebook and the notebook to work on."""
        self.gradebook = gradebook
        self.student_id, self.assignment_id, self.notebook_id = student, assignment, notebook

    def _add_score(self, cell: NotebookNode, resources: object) -> None:
        """Record a score; a mark by hand stays where neither answer nor score nor maximum changed.

        nbgrader's own step asks for every mark again.
        """
        name = cell.metadata.nbgrader["grade_id"]
        grade = self._grade(name)
        marked = grade.manual_score is not None and not grade.needs_manual_grade
        score = grade.auto_score
        judged = self.judged(name)
        if judged is None:
            super()._add_score(cell, resources)
        else:
            self.put(judged)
        same = name in self.before and self.before[name] == answer_of(cell)
        if marked and same and grade.auto_score == score and not (judged and judged.broken):
            grade.needs_manual_grade = False

    def _grade(self, name: str) -> Grade:
        return self.gradebook.find_grade(
            name, self.notebook_id, self.assignment_id, self.student_id
        )

    def judged(self, name: str) -> CellVerdict | None:
        """Return our verdict on a cell."""
        cells = self.verdict.cells if self.verdict else []
        return next((cell for cell in cells if cell.grade_id == name), None)

    def put(self, judged: CellVerdict) -> None:
        """Record a cell's score. A broken cell has none, and is flagged for manual grading."""
        grade = self._grade(judged.grade_id)
        self._set(grade, judged.score)
        grade.needs_manual_grade = judged.broken or grade.manual_score is not None
        self.gradebook.db.commit()

    def _set(self, grade: Grade, score: float | None) -> None:
        grade.auto_score = larger(grade.auto_score, score) if self.never_lower else score

    def put_missing(self, cells: Iterable[NotebookNode]) -> None:
        """Give an explicit score to every grade cell that is not among these cells."""
        present = {SourceCell(cell).name for cell in cells}
        submitted = self.gradebook.find_submission_notebook(
            self.notebook_id, self.assignment_id, self.student_id
        )
        for grade in submitted.grades:
            if grade.name in present:
                continue
            judged = self.judged(grade.name)
            self._set(grade, judged.score if judged else 0.0)
            grade.needs_manual_grade = bool(judged and judged.broken)
        self.gradebook.db.commit()


class ScoreSheet:
    """A submission's gradebook entries, fetched at once.

    nbgrader's step looks up each cell with a query of its own; this answers it from memory.
    """

    def __init__(self, gradebook: Gradebook, submission: SubmittedAssignment) -> None:
        self.db = self
        self._notebooks = {notebook.name: notebook for notebook in submission.notebooks}
        self._grades = _by_place(gradebook, Grade, submission)
        self._comments = _by_place(gradebook, Comment, submission)

    def commit(self) -> None:
        """Do nothing: the transaction around it commits."""

    def find_grade(self, name: str, notebook: str, *_: str) -> object:
        return self._found(self._grades, name, notebook)

    def find_comment(self, name: str, notebook: str, *_: str) -> object:
        return self._found(self._comments, name, notebook)

    def find_submission_notebook(self, notebook: str, *_: str) -> SubmittedNotebook:
        return self._notebooks[notebook]

    def _found(self, entries: dict[tuple[str, str], object], name: str, notebook: str) -> object:
        if (notebook, name) not in entries:
            raise MissingEntry(f"The gradebook has no cell {name} in {notebook}.")
        return entries[notebook, name]


def _by_place(
    gradebook: Gradebook, kind: type[Grade | Comment], submission: SubmittedAssignment
) -> dict[tuple[str, str], object]:
    """Return the grades or comments of a submission, by notebook and cell."""
    rows = cell_rows(gradebook, kind, [kind], submission.name, submission.student_id)
    return {(notebook, cell): entry for _, notebook, cell, entry in rows}


def write_scores(
    gradebook: Gradebook,
    config: Config,
    submission: SubmittedAssignment,
    graded: Sequence[GradedNotebook],
    before: Mapping[str, Mapping[str, object]],
) -> None:
    """Write the scores and comments of a submission's notebooks to the gradebook.

    `before` holds the notebooks as they were graded last, by name.
    """
    saver = ScoreWriter(config=config)
    saver.never_lower = submission.name in kept_assignments(gradebook)
    sheet = ScoreSheet(gradebook, submission)
    for item in graded:
        saver.open(sheet, submission.student_id, submission.name, item.verdict.notebook)
        saver.verdict = item.verdict
        saver.before = answers_of(before.get(item.verdict.notebook, {"cells": []}))
        marked = [cell for cell in item.notebook["cells"] if SourceCell(cell).marks]
        cells = [nbformat.from_dict(cell) for cell in marked]
        for index, cell in enumerate(cells):
            saver.preprocess_cell(cell, {}, index)
        saver.put_missing(cells)
    flag_ungraded(submission, {item.verdict.notebook for item in graded})


def flag_ungraded(submission: SubmittedAssignment, graded: Collection[str]) -> None:
    """Flag what has never had a score for manual grading, so that it does not count as a zero."""
    for notebook in submission.notebooks:
        for grade in notebook.grades if notebook.name not in graded else ():
            if grade.auto_score is None and grade.manual_score is None:
                grade.needs_manual_grade = True


def penalty_step(config: Config, gradebook: Gradebook) -> AssignLatePenalties:
    """Return nbgrader's step with the course's policy, which may ask for the gradebook."""
    step = AssignLatePenalties(config=config)
    step.log.setLevel(logging.ERROR)
    step.gradebook = gradebook
    step.init_plugin()
    return step


def late_policy_of(config: Config, gradebook: Gradebook) -> LatePolicy | None:
    """Return the course's late policy; None if it is one of another class."""
    policy = penalty_step(config, gradebook).plugin_inst
    return policy if isinstance(policy, LatePolicy) else None


def penalize(
    config: Config, gradebook: Gradebook, submission: SubmittedAssignment, student: str
) -> None:
    """Apply the course's late penalty, as nbgrader's own step does.

    Where free days are shared by assignments, the student's other penalties follow.
    """
    step = penalty_step(config, gradebook)
    _penalize_one(step, submission, student)
    if isinstance(step.plugin_inst, LatePolicy) and step.plugin_inst.free_days:
        for other in late_submissions(gradebook, student):
            if other.id != submission.id:
                _penalize_one(step, other, student)
    gradebook.db.commit()


def _penalize_one(step: AssignLatePenalties, submission: SubmittedAssignment, student: str) -> None:
    late = submission.total_seconds_late
    step.assignment_id, step.student_id = submission.name, student
    for notebook in submission.notebooks:
        notebook.late_submission_penalty = None
        if late > 0:
            step.notebook_id = notebook.name
            penalty = step.plugin_inst.late_submission_penalty(student, notebook.score, late)
            if penalty is not None:
                notebook.late_submission_penalty = step._check_late_penalty(notebook, penalty)
