"""nbgrader's steps that write marks: scores from our verdicts, penalties for lateness."""

from __future__ import annotations

import logging
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.preprocessors import SaveAutoGrades as Stock
from traitlets.config import Config

from grader.verdict import CellVerdict, NotebookVerdict


class SaveAutoGrades(Stock):
    """nbgrader's step, with the scores from our record where we have one."""

    verdict: NotebookVerdict | None = None

    def open(self, gradebook: Gradebook, student: str, assignment: str, notebook: str) -> None:
        """Work on this gradebook, for this notebook."""
        self.gradebook = gradebook
        self.student_id, self.assignment_id, self.notebook_id = student, assignment, notebook

    def _add_score(self, cell: Any, resources: Any) -> None:
        judged = self.judged(cell.metadata.nbgrader["grade_id"])
        if judged is None:
            super()._add_score(cell, resources)
        else:
            self.put(judged)

    def judged(self, name: str) -> CellVerdict | None:
        """Our verdict of a cell."""
        cells = self.verdict.cells if self.verdict else []
        return next((cell for cell in cells if cell.grade_id == name), None)

    def put(self, judged: CellVerdict) -> None:
        """Record a cell's score. What is broken has none, and is flagged for a hand grade."""
        grade = self.gradebook.find_grade(
            judged.grade_id, self.notebook_id, self.assignment_id, self.student_id
        )
        grade.auto_score = judged.score
        grade.needs_manual_grade = judged.broken or grade.manual_score is not None
        self.gradebook.db.commit()

    def put_missing(self, nb: Any) -> None:
        """Give every grade cell that is not in the notebook its explicit number."""
        present = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells}
        submitted = self.gradebook.find_submission_notebook(
            self.notebook_id, self.assignment_id, self.student_id
        )
        for grade in submitted.grades:
            if grade.name in present:
                continue
            judged = self.judged(grade.name)
            grade.auto_score = judged.score if judged else 0.0
            grade.needs_manual_grade = bool(judged and judged.broken)
        self.gradebook.db.commit()


def penalize(config: Config, gradebook: Gradebook, submission: Any, student: str) -> None:
    """Apply the course's late penalty, as nbgrader's own step does."""
    step = AssignLatePenalties(config=config)
    step.log.setLevel(logging.ERROR)
    step.init_plugin()
    late = submission.total_seconds_late
    for notebook in submission.notebooks:
        notebook.late_submission_penalty = None
        if late > 0:
            penalty = step.plugin_inst.late_submission_penalty(student, notebook.score, late)
            if penalty is not None:
                notebook.late_submission_penalty = step._check_late_penalty(notebook, penalty)
    gradebook.db.commit()
