"""The call that ends a cell of test functions: `run_tests(points=…)`, of `grader.lesson`."""

from __future__ import annotations

import ast
import functools
from typing import Final

RUNNER: Final = "run_tests"
"""The function whose call ends a grade cell of test functions."""


@functools.lru_cache(maxsize=512)
def is_suite(source: str) -> bool:
    """True if a grade cell holds test functions; False if it is one of plain asserts."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return False
    return tree.body[-1:] == runner_calls(tree)[-1:] != []


def runner_calls(tree: ast.Module) -> list[ast.stmt]:
    """Return the statements of a cell that call our runner.

    It is told the points; a call without them is of a course's own function of that name.
    """
    return [node for node in tree.body if isinstance(node, ast.Expr) and _is_call(node.value)]


def _is_call(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == RUNNER
        and any(keyword.arg == "points" for keyword in node.keywords)
    )
