"""Simulated students: release notebooks filled in with answers from `tests/variants/`."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import notebook

ROOT = Path(__file__).resolve().parent.parent
VARIANTS = ROOT / "tests" / "variants"
_BLOCK = re.compile(r"^# %% (right|wrong): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Variant:
    """One way to answer an exercise."""

    exercise: str
    right: bool
    name: str
    source: str


@functools.cache
def variants(exercise: str) -> list[Variant]:
    """The answers in `tests/variants/<exercise>.py`, in their order."""
    text = (VARIANTS / f"{exercise}.py").read_text(encoding="utf-8")
    parts = _BLOCK.split(text)[1:]
    return [
        Variant(exercise, kind == "right", name.strip(), body.strip())
        for kind, name, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


def exercises() -> list[str]:
    """The exercises that have variants."""
    return sorted(path.stem for path in VARIANTS.glob("*.py"))


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
    assignment: str = "linear_algebra",
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
            notebook.write(folder / path.name, notebook.dumps(fill(nb, answers)))
    return folder
