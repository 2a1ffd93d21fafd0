"""What `grader.lesson` is in a graded notebook's process: no tests can be run there.

A student may copy the imports of a test cell into a cell of their own, and then the right answer
must not fail.
"""

from __future__ import annotations

import sys

import grader
from grader.render.figure_guard import when_written

__all__ = ["run_tests", "when_written"]


def run_tests(*, points: float) -> float:
    """Say that the tests run elsewhere; return no points."""
    print("The tests run when the notebook is graded.")
    return 0.0


def register() -> None:
    """Let `import grader.lesson` find this module."""
    sys.modules["grader.lesson"] = sys.modules[__name__]
    grader.lesson = sys.modules[__name__]  # type: ignore[attr-defined]
