"""Functions for notebooks: tests, questions, guesses, figures that wait or move, `from_earlier`.

All work in any kernel with this package, NumPy and pytest. None stops a notebook that runs from
top to bottom before every exercise is solved.
"""

from __future__ import annotations

import functools
import linecache
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import addons
from grader.guest.lesson_functions import from_earlier, predict, reveal, when_written
from grader.notebooks import hidden_files, misconceptions
from grader.notebooks.source_cells import alternative_text, is_suite
from grader.testing.source_text import bound_names

if TYPE_CHECKING:
    from grader.diagnosis import dependencies
    from grader.verdict import TestResult

__all__ = [
    "Points",
    "from_earlier",
    "predict",
    "questions",
    "reveal",
    "run_tests",
    "slider",
    "when_written",
]

NOTHING = "Nothing is written yet."
"""What `nbgrader validate` is told of an exercise that still is as it was handed out."""


class Points(float):
    """The points of a cell, which are its result, and which look like its card.

    As text, they are the number that nbgrader reads; a person sees the card in its place.
    """

    html: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": float.__repr__(self), "text/html": self.html}


def run_tests(*, points: float) -> Points:
    """Run the calling cell's tests, display the results, and return the points.

    Misconceptions are named by the files that `grader generate` writes into `misconceptions/`,
    beside the notebook; see `grader.diagnosis.traces`.
    """
    from IPython.display import display

    from grader import verdict
    from grader.diagnosis import diagnosers
    from grader.render import card
    from grader.testing import grade_cell, local

    frame = sys._getframe(1)
    source = "".join(linecache.getlines(frame.f_code.co_filename))
    _restore_names(frame.f_globals, source)
    exercise = grade_cell.parse_grade_cell("this_cell", source)
    exercise = exercise.with_known(
        misconceptions.beside(Path()), (), hidden_files.among(hidden_files.beside(Path()))
    )
    namespace = local.LocalNamespace(frame.f_globals)
    results = diagnosers.run_grade_cell(exercise, namespace)
    roots = _root_causes().add(exercise.wanted, source, results, namespace.cells, frame.f_globals)
    earned = Points(verdict.points(points, results))
    earned.html = card.as_html(results, card.NOTE, points=points, depends_on=roots)
    display(card.TextCard(results, depends_on=roots))
    _tell_validation(results, roots)
    return earned


def _tell_validation(results: Sequence[TestResult], roots: Sequence[str]) -> None:
    """Say to `nbgrader validate` what is wrong: it shows nothing but what stands on stderr."""
    from grader import verdict
    from grader.render import card

    passed = all(result.outcome is verdict.Outcome.PASSED for result in results)
    if os.environ.get("NBGRADER_VALIDATING") and not passed:
        unwritten = card.headline(results) == card.UNWRITTEN
        told = NOTHING if unwritten else card.as_text(results, depends_on=roots)
        print(told, file=sys.stderr)


@functools.cache
def _root_causes() -> dependencies.RootCauses:
    """Return what this notebook's tests have found so far."""
    from grader.diagnosis import dependencies

    return dependencies.RootCauses()


def questions(function: Callable[..., Any]) -> None:
    """Ask a few questions on a function of the student's, for practice, with folded answers.

    They are on what the function does in calls like those of its visible tests, which have to run
    before in the same notebook. Each time there are others. Nothing is graded or kept, and while a
    notebook is graded, nothing is asked.
    """
    from IPython.display import display

    questions_on = addons.find("lesson", "questions")
    if questions_on is None:
        print("The package is installed here without its questions.")
        return
    text = questions_on(function, sys._getframe(1).f_globals)
    display({"text/plain": text, "text/markdown": text}, raw=True)


def slider(
    draw: Callable[[Any], object], values: Iterable[Any], label: str, *, start: object
) -> None:
    """Show a figure that a reader moves with a slider, by mouse, touch or arrow keys.

    `draw` is called once for each of the `values`, of which 8 to 20 are enough. It draws a figure
    with pyplot, the same size and limits each time, and leaves it open, without `plt.show()`. The
    pictures are kept in the output, so the slider also moves on a page that has no kernel. `label`
    stands beside it. The picture for `start`, one of the values, is shown first, and alone where
    nobody can move a slider: while a notebook is graded, on feedback pages and in PDF. Those who
    can't see it are told the cell's alternative text.

    Put it into `when_written`: an error in `draw`, or numbers that are all NaN, is then one line.
    """
    from IPython.display import display

    from grader.render import sliding

    drawn = [start] if "NBGRADER_EXECUTION" in os.environ else [*values]
    if start not in drawn:
        raise ValueError(f"`start` is {start}, which is none of the slider's values")
    frames = [(sliding.named(value), sliding.as_png(draw, value)) for value in drawn]
    at = drawn.index(start)
    cell = linecache.getlines(sys._getframe(1).f_code.co_filename)
    told = alternative_text("".join(cell)) or f"A figure for {label}"
    shown = {"text/plain": told, "image/png": frames[at][1]}
    if len(frames) > 1:
        shown["text/html"] = sliding.as_html(frames, at, label=label, alternative=told)
    display(shown, raw=True)


# The notebook's names -------------------------------------------------------------------------
#
# A test cell imports and defines names at the top of the notebook's namespace. A student's function
# may have a helper of the same name, and would call the test's in its place. So the names from
# before the cell are put back before its tests run, which is also what happens when the notebook is
# graded: there, tests have a namespace of their own.

_names_before: dict[str, object] | None = None
"""The notebook's names and values when the running cell began; None outside of IPython."""


def _restore_names(namespace: dict[str, object], source: str) -> None:
    """Give the names that a cell bound the values from before it, and remove the new ones."""
    if _names_before is None:
        return
    for name in bound_names(source):
        if name in _names_before:
            namespace[name] = _names_before[name]
        else:
            namespace.pop(name, None)


def _watch_names() -> None:
    """Note the notebook's names before each cell from now on, if this is a notebook."""
    if "IPython" not in sys.modules:
        return
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    if shell is None:
        return

    def note(*_: object) -> None:
        global _names_before
        _names_before = dict(shell.user_ns)

    def leave(result: Any) -> None:  # also where a test cell stopped before its tests ran
        if is_suite(result.info.raw_cell):
            _restore_names(shell.user_ns, result.info.raw_cell)

    note()
    shell.events.register("pre_run_cell", note)
    shell.events.register("post_run_cell", leave)


_watch_names()
