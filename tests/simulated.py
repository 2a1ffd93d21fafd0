"""Simulated students: release notebooks filled in with answers from `tests/variants/`."""

from __future__ import annotations

import json
import os
from collections.abc import Container
from pathlib import Path
from typing import Any

from grader.author.course_check import variants as answers
from grader.author.course_check.variants import Variant
from grader.notebooks import ipynb
from grader.notebooks.files import write_whole

ROOT = Path(__file__).resolve().parent.parent

WHOLE = "GRADER_PROOF" in os.environ
"""Whether all is tried, as `make thorough`, `make hostile` and `make proof` do. In `make test`, a
part stands for the rest: fewer kills and attacks, one exercise of an assignment, one kind of
walls."""


def variants(exercise: str) -> list[Variant]:
    """The answers in `tests/variants/<exercise>.py`, in their order."""
    return answers.read_variants(ROOT, exercise)


def exercises() -> list[str]:
    """The exercises that have variants."""
    return answers.exercises_with_variants(ROOT)


def read(path: Path) -> dict[str, Any]:
    """A notebook file as plain data, with its cells' text in one piece."""
    nb: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for cell in nb["cells"]:
        cell["source"] = "".join(cell["source"])
    return nb


def graded_name(cell: dict[str, Any]) -> str:
    """The nbgrader name of a cell, or nothing."""
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def fill(nb: dict[str, Any], answers: dict[str, str]) -> dict[str, Any]:
    """The notebook with the named cells' text replaced."""
    cells = [
        {**cell, "source": answers.get(graded_name(cell), cell["source"])} for cell in nb["cells"]
    ]
    return {**nb, "cells": cells}


def hand_in(
    course: Path,
    student: str,
    answers: dict[str, str],
    *,
    assignment: str = "01_linear_algebra",
    only: Container[str] | None = None,
) -> Path:
    """Write a student's submission of an assignment: the release notebooks, with answers.

    With `only`, it holds what these exercises need: other notebooks are left out, and so are cells
    between the exercises, figures above all.
    """
    folder = course / "submitted" / student / assignment
    for path in sorted((course / "release" / assignment).glob("*.ipynb")):
        nb = read(path)
        if only is not None:
            nb["cells"] = [cell for cell in nb["cells"] if graded_name(cell)]
        if only is None or any(graded_name(cell) in only for cell in nb["cells"]):
            write_whole(folder / path.name, ipynb.dumps(fill(nb, answers)))
    return folder
