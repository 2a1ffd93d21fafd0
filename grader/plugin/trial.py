"""The trial of tests in nbgrader's own commands: faulty ones must not become a score there."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from grader import verdict
from grader.grading import pipeline, trial
from grader.grading.jobs import GradedNotebook
from grader.grading.pool import Pool, grade_all
from grader.notebooks.ipynb import Key
from grader.plugin.course import data_files_in
from grader.verdict import CellVerdict, Outcome, TestResult

REASON = "The tests of this cell do not work; it is graded by hand."


def faulty_cells(config: Config, assignment: str, key: Key, workers: Pool) -> dict[str, str]:
    """Return the cells of a notebook by which nobody can be graded, each with the reason.

    The current folder is the course's. Tests that are new are tried now.
    """
    root = Path.cwd()
    folders = CourseDirectory(config=config)
    folder = root / str(folders.source_directory) / assignment
    candidate = trial.Candidate(
        assignment=assignment,
        key=key,
        source=folder / f"{key.notebook}.ipynb",
        data_files={name: str(path) for name, path in data_files_in(folder, folders).items()},
    )
    if not candidate.source.is_file():
        return {fault.cell: fault.sentence for fault in trial.static(key)}
    tried = trial.Trial(root, workers.limits)
    if tried.is_due(candidate):
        tried.run([candidate], functools.partial(grade_all, workers))
    return {fault.cell: fault.sentence for fault in tried.faults(candidate)}


def without_scores(graded: GradedNotebook, faults: Mapping[str, str]) -> GradedNotebook:
    """Take the scores of faulty cells away, so that a person grades them."""
    cells = [
        _unscored(cell, faults[cell.grade_id]) if cell.grade_id in faults else cell
        for cell in graded.verdict.cells
    ]
    shown = {cell.grade_id: cell for cell in cells if cell.grade_id in faults}
    book = {**graded.notebook, "cells": [_shown(cell, shown) for cell in graded.notebook["cells"]]}
    judged = msgspec.structs.replace(graded.verdict, cells=cells)
    return GradedNotebook(verdict=judged, notebook=book)


def _unscored(cell: CellVerdict, fault: str) -> CellVerdict:
    test = TestResult(
        name="tests",
        title="The tests of this cell",
        outcome=Outcome.BROKEN,
        message=REASON,
        log=fault,
    )
    return verdict.scored(cell.grade_id, cell.max_score, [test])


def _shown(cell: dict[str, Any], judged: Mapping[str, CellVerdict]) -> dict[str, object]:
    name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
    if cell["cell_type"] == "code" and name in judged:
        return {**cell, "outputs": pipeline.verdict_outputs(judged[name])}
    return cell
