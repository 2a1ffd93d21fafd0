"""What `grader.lesson` is in a graded notebook's process: no tests can be run there.

A student may copy the imports of a test cell into a cell of their own, and then the right answer
must not fail.
"""

from __future__ import annotations

import sys
from types import ModuleType

import grader
from grader.notebooks.earlier import from_earlier
from grader.render.figure_guard import when_written

__all__ = ["from_earlier", "postpone_tests", "when_written"]


def postpone_tests(*, points: float) -> float:
    """Say that the tests run elsewhere; return no points."""
    print("The tests run when the notebook is graded.")
    return 0.0


def register() -> None:
    """Let `import grader.lesson` find a module with the names of the real one."""
    stand_in = ModuleType("grader.lesson", __doc__)
    vars(stand_in).update(
        from_earlier=from_earlier, run_tests=postpone_tests, when_written=when_written
    )
    sys.modules["grader.lesson"] = stand_in
    grader.lesson = stand_in  # type: ignore[attr-defined]
