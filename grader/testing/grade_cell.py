"""Reading a grade cell: its tests, their names, and what they expect of the student."""

from __future__ import annotations

import ast
import builtins
import functools
import symtable
import types
from typing import Final

import msgspec
from _pytest.assertion.rewrite import rewrite_asserts

from grader.notebooks import regions
from grader.testing import outcomes
from grader.testing.source_text import bound_names, global_names

RUNNER: Final = "run_tests"
"""The function whose call ends a grade cell of test functions."""


class GradeCell(msgspec.Struct, frozen=True, kw_only=True):
    """A grade cell, read once and run against many students."""

    name: str
    code: types.CodeType
    imports: types.CodeType
    """The cell's imports, run before its time begins: the first cell loads whole libraries."""
    wanted: tuple[str, ...]
    """Names that the tests use and the student is to define."""
    hidden: frozenset[str]
    """Names of the hidden test functions."""


@functools.lru_cache(maxsize=512)
def is_suite(source: str) -> bool:
    """True if a grade cell holds test functions; False if it is one of plain asserts."""
    try:
        last = ast.parse(source).body[-1:]
    except SyntaxError:
        return False
    return bool(last) and _is_runner(last[0])


def _is_runner(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == RUNNER
    )


def parse_grade_cell(name: str, source: str) -> GradeCell:
    """Compile a grade cell. Asserts of visible tests are rewritten to explain themselves."""
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not _is_runner(node)]
    lines = regions.hidden_lines(source)
    _rewrite_visible_asserts(tree, source, lines)
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return GradeCell(
        name=name,
        code=compile(tree, outcomes.TEST_FILE.format(name), "exec"),
        imports=compile(_imports_alone(tree), outcomes.TEST_FILE.format(name), "exec"),
        wanted=wanted(source),
        hidden=frozenset(node.name for node in functions if node.lineno in lines),
    )


def _rewrite_visible_asserts(tree: ast.Module, source: str, hidden: set[int]) -> None:
    """Let pytest rewrite a cell's asserts, with the hidden statements set aside meanwhile."""
    set_aside: dict[ast.stmt, ast.stmt] = {
        ast.copy_location(ast.Pass(), node): node for node in tree.body if node.lineno in hidden
    }
    placeholders = {node: placeholder for placeholder, node in set_aside.items()}
    tree.body = [placeholders.get(node, node) for node in tree.body]
    rewrite_asserts(tree, source.encode())
    tree.body = [set_aside.get(node, node) for node in tree.body]


def _imports_alone(tree: ast.Module) -> ast.Module:
    """Return a module of a cell's imports alone."""
    found: list[ast.stmt] = [
        node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    return ast.Module(found, [])


def wanted(source: str) -> tuple[str, ...]:
    """Return the names that a cell reads and neither defines nor imports, built-ins aside."""
    table = symtable.symtable(source, "<cell>", "exec")
    known = bound_names(source) | set(dir(builtins)) | {RUNNER, "__name__"}
    return tuple(sorted(set(global_names(table)) - known))
