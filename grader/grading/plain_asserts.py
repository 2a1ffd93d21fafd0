"""The score of a grade cell of plain asserts, by nbgrader's rule."""

from __future__ import annotations

from typing import Any

from grader import verdict
from grader.notebooks.ipynb import KeyCell
from grader.verdict import CellVerdict


def plain_assert_score(key: KeyCell, outputs: list[dict[str, Any]], lost: str) -> CellVerdict:
    """Score a cell: an error is 0, a number is that many points, anything else is full marks.

    Where nbgrader fails open, this fails closed: a lost process earns nothing, and neither does a
    number outside the cell's points.
    """
    if lost:
        return verdict.zero(key.name, key.points, f"the process ended before this cell: {lost}")
    score = _score(outputs, key.points)
    outcome = verdict.Outcome.PASSED if score == key.points else verdict.Outcome.FAILED
    test = verdict.TestResult(name=key.name, title=key.name.replace("_", " "), outcome=outcome)
    return CellVerdict(grade_id=key.name, max_score=key.points, score=score, tests=[test])


def _score(outputs: list[dict[str, Any]], points: float) -> float:
    """Return the points by the first output that decides."""
    for output in outputs:
        kind = output["output_type"]
        if kind == "error" or (kind == "stream" and output["name"] == "stderr"):
            return 0.0
        if kind == "execute_result":
            return _points_in_range(output["data"].get("text/plain", ""), points)
    return points


def _points_in_range(text: str, points: float) -> float:
    """Read a cell's value as points: 0 if out of range, full marks if it is no number."""
    try:
        number = float(text)
    except ValueError:
        return points
    return number if 0 <= number <= points else 0.0
