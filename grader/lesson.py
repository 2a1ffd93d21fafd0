"""Functions for notebooks: `run_tests`, `when_written` around a figure, `from_earlier`.

All work in any kernel with this package, NumPy and pytest. None stops a notebook that runs from
top to bottom before every exercise is solved.
"""

from __future__ import annotations

import functools
import linecache
import sys
from typing import TYPE_CHECKING

from grader.notebooks.earlier import from_earlier
from grader.render.figure_guard import when_written
from grader.testing import kernel_names

if TYPE_CHECKING:
    from grader.testing import dependencies

__all__ = ["from_earlier", "run_tests", "when_written"]


def run_tests(*, points: float, misconceptions: str = "") -> float:
    """Run the calling cell's tests, display the results, and return the points as a plain float.

    `misconceptions` is written by `grader generate`, and read from the cell's source: see
    `grader.testing.traces`.
    """
    from IPython.display import display

    from grader import verdict
    from grader.render import card
    from grader.testing import grade_cell, local, suite

    frame = sys._getframe(1)
    source = "".join(linecache.getlines(frame.f_code.co_filename))
    kernel_names.restore_names(frame.f_globals, source)
    exercise = grade_cell.parse_grade_cell("this_cell", source)
    namespace = local.LocalNamespace(frame.f_globals)
    results = suite.run_grade_cell(exercise, namespace)
    roots = _root_causes().add(exercise.wanted, source, results, namespace.cells, frame.f_globals)
    display(card.Card(results, points=points, depends_on=roots))
    return verdict.points(points, results)


@functools.cache
def _root_causes() -> dependencies.RootCauses:
    """Return what this notebook's tests have found so far."""
    from grader.testing import dependencies

    return dependencies.RootCauses()


kernel_names.watch()
