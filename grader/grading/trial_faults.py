"""What a trial of tests found: why nobody can be graded by them, a sentence for each cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from grader.grading.jobs import GradedNotebook
from grader.notebooks import runner, static_faults
from grader.notebooks.ipynb import Key
from grader.notebooks.markers import grade_id_of
from grader.verdict import CellVerdict, Outcome, TestResult


class CellFault(msgspec.Struct, frozen=True):
    """A grade cell by which nobody can be graded, and why."""

    cell: str
    sentence: str


def faults(key: Key, solution: GradedNotebook, untouched: GradedNotebook) -> Iterator[CellFault]:
    """Yield why nobody can be graded by the tests of a notebook, which were tried on these."""
    seen = list(static(key))
    unable = {fault.cell for fault in seen}
    yield from seen
    suites = suites_of(key)
    for graded, problem in ((solution, not_full), (untouched, not_zero)):
        for cell in graded.verdict.cells:
            counts = cell.grade_id in suites and cell.grade_id not in unable
            if counts and (said := problem(cell, graded.notebook)):
                yield CellFault(cell.grade_id, said)


def suites_of(key: Key) -> set[str]:
    """Return the names of a notebook's cells of test functions."""
    return {cell.name for cell in key.autograded() if runner.is_suite(cell.source)}


def static(key: Key) -> Iterator[CellFault]:
    """Yield the faults of a notebook's tests that are seen without running them."""
    for cell in key.autograded():
        for fault in static_faults.cell_faults(cell.name, cell.source):
            yield CellFault(cell.name, str(fault))


def not_full(cell: CellVerdict, notebook: Mapping[str, Any]) -> str:
    """Return why the solution does not get full marks in a cell, or an empty string."""
    if cell.score == cell.max_score:
        return ""
    failed = [
        f"{test.name} ({said})" if test.name != cell.grade_id else " ".join(said.split())
        for test in cell.tests
        if test.outcome is not Outcome.PASSED
        and (said := _instructors_sentence(test) or _error_in(notebook, cell.grade_id))
    ]
    why = "; ".join(failed) or cell.reason or f"{cell.score:g} of {cell.max_score:g} points"
    return f"the solution does not get full marks in `{cell.grade_id}`: {why.rstrip('.')}."


def _instructors_sentence(test: TestResult) -> str:
    """Return what an instructor should read of a test that failed: the error, or the limit."""
    limit = test.outcome in (Outcome.TIMED_OUT, Outcome.KILLED)
    return test.message if limit and test.message else test.log or test.message


def _error_in(notebook: Mapping[str, Any], name: str) -> str:
    """Return the error that a cell of plain asserts ended in."""
    outputs = [
        output
        for cell in notebook["cells"]
        if grade_id_of(cell) == name
        for output in cell.get("outputs", [])
    ]
    errors = [f"{o['ename']}: {o['evalue']}" for o in outputs if o["output_type"] == "error"]
    errors += ["something was written to stderr" for o in outputs if o.get("name") == "stderr"]
    return next(iter(errors), "")


def not_zero(cell: CellVerdict, notebook: Mapping[str, Any]) -> str:
    """Return why the untouched notebook does not get zero in a cell, or an empty string."""
    if cell.score == 0:
        return ""
    named = [test for test in cell.tests if test.name != cell.grade_id]
    passed = [test.name for test in named if test.outcome is Outcome.PASSED]
    broken = [f"{t.name} ({t.log or t.message})" for t in cell.tests if t.outcome == "broken"]
    what = "; ".join(broken) or ", ".join(passed) or cell.reason or _points_of(cell)
    return f"the untouched stub does not get zero in `{cell.grade_id}`: {what.rstrip('.')}."


def _points_of(cell: CellVerdict) -> str:
    """Say what plain asserts give, which have no names."""
    why = "none of its asserts fails, and " if cell.score == cell.max_score else ""
    return f"{why}it gets {cell.score:g} of {cell.max_score:g} points"
