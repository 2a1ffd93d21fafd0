"""The call that ends a cell of test functions, told from a course's own function of that name."""

from __future__ import annotations

import ast
import functools
from typing import Final

RUNNER: Final = "run_tests"
"""The function whose call ends a grade cell of test functions."""

LESSON: Final = "grader.lesson"
"""The module that it is imported from."""


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

    Ours is imported from `grader.lesson`, in the cell or before it, and is told the points. A
    function of the same name that the cell defines, or imports from elsewhere, is the course's own.
    """
    calls = [node for node in tree.body if _is_call(node)]
    if any(_imports_runner(node) for node in ast.walk(tree)):
        return calls
    if any(_binds_runner(node) for node in ast.walk(tree)):
        return []
    return [node for node in calls if _is_told_points(node)]


def _is_call(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == RUNNER
    )


def _is_told_points(node: ast.stmt) -> bool:
    assert isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)  # noqa: S101, PT018 - narrows types
    return any(keyword.arg == "points" for keyword in node.value.keywords)


def _imports_runner(node: ast.AST) -> bool:
    """Return whether a statement imports our runner under its own name."""
    return (
        isinstance(node, ast.ImportFrom)
        and node.module == LESSON
        and any(alias.name in (RUNNER, "*") and not alias.asname for alias in node.names)
    )


def _binds_runner(node: ast.AST) -> bool:
    """Return whether a statement gives the name of the runner to something else."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name == RUNNER
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return any((alias.asname or alias.name) == RUNNER for alias in names)
        case ast.Name(id=name, ctx=ast.Store()):
            return name == RUNNER
        case _:
            return False
