"""A wrong helper costs its own points, not those of what calls it.

Where a test failed, and the student's function that it tests calls another one that is wrong, the
test runs again with the reference in that one's place. It counts as passed if it passes either way:
whoever changed both functions together may be right with their own alone.

The reference stays on the trusted side: the student's code calls it as it calls a function that a
test hands over, and gets its results. It could use them in tests of the helper itself, but those
are over by then.

The student's code chooses what the reference is called with. So the reference reaches nothing
outside of itself then (see `closed_calls`), and is one of a copy of the course's modules: what it
keeps of a call (`functools.cache`) is not there in a test.

The reference of a function is what the tests of its own grade cell import under its name. Classes
have none: their objects would have to be on both sides. Nor does a function stand in that draws
from a generator, or returns nothing since it changes its arguments: it has copies of them.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import itertools
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from grader.diagnosis.dependencies import RootCauses
from grader.errors import CourseError
from grader.grading.passes import CellTests
from grader.grading.session import Checkpoint, Session
from grader.notebooks.ipynb import Cell
from grader.testing.shared_objects import is_own
from grader.testing.source_text import bound_names
from grader.verdict import Outcome


def trace_failures(
    to_test: Sequence[tuple[Cell, CellTests]],
    cells: Sequence[Cell],
    session: Session | None = None,
    places: Sequence[Checkpoint | None] = (),
) -> None:
    """Run tests again that failed for a wrong helper, and note what the others depend on.

    `cells` are the student's. Without the session in which all of them ran, nothing runs again.
    """
    sources = [cell.source for cell in cells]
    written = {name for cell in cells if _is_answer(cell) for name in bound_names(cell.source)}
    references = _references(tests for _, tests in to_test)
    causes = RootCauses()
    for (_, tests), place in itertools.zip_longest(to_test, places):
        exercise = tests.exercise
        results = tests.results()
        if tests.fault is not None or any(one.outcome is Outcome.BROKEN for one in results):
            continue
        about = exercise.wanted, exercise.source
        failed: set[str] = set()
        helpers = causes.helpers(*about, results, sources, written)
        # What calls a function has more helpers than it: its own tests run before it is handed out.
        for names in sorted({*helpers.values()}, key=len):
            right = {name: one for name in names if (one := references(name))}
            if session is not None and place is not None and right:
                of_these = [test for test, its in helpers.items() if its == names]
                failed |= tests.run_with_right_helpers(of_these, right, session, place)
        tests.depends_on = causes.add(*about, tests.results(), sources, {}, failed)


def _is_answer(cell: Cell) -> bool:
    """Return whether a cell is for the student to fill in, and is not as it was handed out."""
    return bool(cell.key and cell.key.solution and cell.source != cell.key.source)


def _references(
    tested: Iterable[CellTests],
) -> Callable[[str], Callable[..., object] | None]:
    """Return how the right function of a name is found."""
    modules: dict[str, str] = {}
    for tests in tested:
        modules = tests.exercise.references | modules

    @functools.cache
    def find(name: str) -> Callable[..., object] | None:
        with contextlib.suppress(Exception), _modules_anew():  # its tests tell of what it raises
            found = getattr(importlib.import_module(modules[name]), name)
            return _stand_in(found) if callable(found) and not isinstance(found, type) else None
        return None

    return find


@contextlib.contextmanager
def _modules_anew() -> Iterator[None]:
    """Import modules of the course's once more; what the tests have of them stays as it is."""
    kept = _modules_of_course()
    try:
        for name in kept:
            del sys.modules[name]
        yield
    finally:
        for name in _modules_of_course():
            del sys.modules[name]
        sys.modules.update(kept)


def _modules_of_course() -> dict[str, types.ModuleType]:
    tops = {name.partition(".")[0] for name in sys.modules} - {"__main__"}
    own = {top for top in tops if is_own(top)}
    return {name: one for name, one in sys.modules.items() if name.partition(".")[0] in own}


def _stand_in(right: Callable[..., object]) -> Callable[..., object]:
    """Return a right function that refuses calls of which more is left than what it returns."""

    def call(*args: object, **kwargs: object) -> object:
        result = right(*args, **kwargs)
        given = (*args, *kwargs.values())
        if result is None or any(isinstance(one, np.random.Generator) for one in given):
            raise CourseError("what a right helper makes of its arguments does not cross")
        return result

    return call
