"""The functions of a course's exercises that can be asked about.

Only the course's own code runs here.
"""

from __future__ import annotations

import ast
import contextlib
import random
import warnings
from collections.abc import Mapping
from typing import Any

from grader.diagnosis import misconception_runs
from grader.diagnosis.misconception_runs import Cells, Library
from grader.notebooks.source_cells import SourceCell
from grader.questions import driver
from grader.questions.closure import earlier_names
from grader.questions.inputs import Asked, Call, asked_about, functions_among
from grader.questions.preamble import helpers_in
from grader.questions.recorded import Step, recorded_steps
from grader.questions.values import Value, value_of
from grader.testing.source_text import parse_tree
from grader.testing.suite import undisturbed


def functions_of(notebook: str, cells: Cells, library: Library) -> list[Asked]:
    """Return the functions of a notebook's exercises that can be asked about."""
    names = misconception_runs.solved_names(cells, library)
    marked = [*map(SourceCell, cells)]
    helpers: dict[str, str] = {}
    for cell in (cell for cell in marked if cell.is_code and not cell.is_tests):
        helpers |= helpers_in(cell.source) if cell.locked else {}
        for node in getattr(parse_tree(cell.source), "body", ()):
            for new, old in earlier_names(node).items():
                names[new] = getattr(library.reference, old, names.get(new))
    programs: dict[str, list[list[Step]]] = {name: [] for name in _solved(cells)}
    for cell in marked:
        if cell.is_tests and cell.name:
            with contextlib.suppress(Exception):  # `grader check` tells what is wrong there
                for name, steps in recorded_steps(cell, names).items():
                    programs.get(name, []).extend(steps)
    found = [
        _asked(Asked(name, notebook, [], [], {}), steps, names, helpers, library)
        for name, steps in programs.items()
    ]
    return [one for one in found if one.calls]


def _asked(
    asked: Asked,
    programs: list[list[Step]],
    names: dict[str, Any],
    helpers: Mapping[str, str],
    library: Library,
) -> Asked:
    """Add calls, and what the course's functions give for them."""
    draw = random.Random(asked.name)  # noqa: S311 - no secret
    defined = functions_among(names)
    found = asked_about(asked, programs, defined, helpers, lambda call: _given(call, names), draw)
    for name, wrong in library.of(asked.name).items():
        results = [_given(call, {**names, asked.name: wrong}) for call in found.calls]
        none = Value("an error", ("e", ""), error="error")
        found.known[name] = [result or none for result in results]
    return found


def _given(call: Call, names: Mapping[str, Any]) -> Value | None:
    """Return what the course's functions give for a call; None for an error or a warning."""
    namespace = dict(names)
    try:
        with undisturbed(), warnings.catch_warnings():
            warnings.simplefilter("error")
            exec(call.before, namespace)  # noqa: S102 - our own text
            found = []
            for seed in (0, *call.seeds()):
                with driver.seeded(seed):
                    found.append(driver.told(eval(call.asked, namespace)))  # noqa: S307 - the same
            return value_of(driver.sure(found[0], found))
    except Exception:  # noqa: BLE001 - nobody is asked about this call
        return None


def _solved(cells: Cells) -> list[str]:
    """Return the functions and classes that solutions define."""
    exercises = [cell for cell in map(SourceCell, cells) if cell.is_exercise]
    trees = [tree for cell in exercises if (tree := parse_tree(cell.source))]
    nodes = [node for tree in trees for node in tree.body]
    return [node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)]
