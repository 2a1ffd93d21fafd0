"""Check that the engine is installed: a student's install has nothing but the visible tests."""

from __future__ import annotations

import importlib.util
import sys
from typing import Final

from grader.errors import GraderError

ENGINE: Final = (
    *("click", "hypothesis", "jinja2", "latex2mathml", "msgspec", "nbconvert", "nbgrader"),
    *("nh3", "psutil", "rich", "scipy", "sklearn", "sympy", "tornado", "yaml"),
)
"""Modules of the extra `grading` that the commands can't do without."""


def require_engine() -> None:
    """End the command with one sentence if a package of the extra `grading` is missing."""
    for name in ENGINE:
        if importlib.util.find_spec(name) is None:
            sys.exit(
                f"✗ The command grader needs {name}, which a student's install leaves out: install"
                f" the wheel with its extra, by pip install '{_wheel()}[grading]'."
            )


def require_extra(extra: str, *names: str) -> None:
    """Raise a GraderError if a module of an extra is missing."""
    for name in names:
        if importlib.util.find_spec(name) is None:
            raise GraderError(
                f"This needs {name}: install the wheel with its extra, by pip install"
                f" '{_wheel()}[{extra}]'."
            )


def _wheel() -> str:
    from grader.workflows.archives import WHEEL  # takes a while, and is seldom needed

    return WHEEL
