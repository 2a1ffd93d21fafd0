"""The house rules of a course that asks for them: form, hints, visible and hidden tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.author.course_check.cell_marks import exercises_in, test_cells
from grader.diagnosis import unread
from grader.notebooks import ipynb, regions
from grader.notebooks.source_cells import SourceCell
from grader.testing.source_text import parse_tree


def form_faults(path: Path) -> Iterator[str]:
    nb = ipynb.read_source(path)
    ids = [cell.get("id") for cell in nb["cells"]]
    if None in ids or len(set(ids)) < len(ids):
        yield "a cell has no id, or two cells have the same; run `grader tidy`."
    elif path.read_text(encoding="utf-8") != ipynb.dumps(ipynb.canonical(nb)):
        yield "not in canonical form (outputs, counts, metadata or layout); run `grader tidy`."


def teaching_faults(nb: dict[str, Any]) -> Iterator[str]:
    """Check that each exercise has a hint, and each cell of tests visible and hidden ones."""
    for solution, following in exercises_in(nb):
        if not any("<details" in cell.source for cell in following if cell.is_markdown):
            yield (
                f"the exercise `{solution.name}` has no folded hint (<details>) after it; add one."
            )
        sources = [cell.source for cell in following if cell.is_code and cell.grade]
        yield from _lint_arguments(solution.source, sources)
    for _, exercise, tests in test_cells(nb):
        if not set(tests) - exercise.hidden:
            yield f"`{exercise.name}` has no visible test; add one that teaches."
        if not exercise.hidden & set(tests):
            marker = f"### {regions.BEGIN_HIDDEN}"
            yield f"`{exercise.name}` has no hidden test; add one between {marker} and its end."


def _lint_arguments(solution: str, tests: list[str]) -> Iterator[str]:
    """Check that tests say which arguments a right answer need not read."""
    tree = parse_tree(solution)
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)] if tree else []
    calls = (node for source in tests for node in _calls(source))
    allowed = {
        argument.value
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "may_ignore"
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    for found in unread.find_unread([solution], names, allowed):
        yield (
            f"the solution does not read the argument `{found.argument}` of `{found.function}`, and"
            " wrong answers that do not either are told so; mark the tests"
            f' `pytest.mark.may_ignore("{found.argument}")`.'
        )


def _calls(source: str) -> Iterator[ast.Call]:
    tree = parse_tree(source)
    return (node for node in ast.walk(tree or ast.Module([], [])) if isinstance(node, ast.Call))


def has_written_question(nb: dict[str, Any]) -> bool:
    cells = map(SourceCell, nb["cells"])
    return any(cell.task or (cell.is_markdown and cell.grade) for cell in cells)
