"""Lines that a call needs before it: imports, helpers of the tests or of locked cells, symbols.

Only the course's own code is read here.
"""

from __future__ import annotations

import ast
import builtins
import functools
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from grader.notebooks import regions
from grader.testing.source_text import global_names, parse_tree, symbol_table

NUMPY: Final = "import numpy as np"


class Unwritten(Exception):
    """A value or a call that has no short text."""


@functools.lru_cache(maxsize=64)
def helpers_in(source: str) -> dict[str, str]:
    """Return the functions and classes at the top of a cell, without docstrings, by name."""
    tree = parse_tree(regions.visible(source))
    found = {}
    for node in tree.body if tree else ():
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            for one in ast.walk(node):
                if isinstance(one, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(one):
                    one.body = one.body[1:] or [ast.Pass()]
            found[node.name] = "\n".join(filter(str.strip, ast.unparse(node).split("\n")))
    return found


def lines_before(
    lines: Iterable[str], helpers: Mapping[str, str], known: Collection[str]
) -> Iterator[str]:
    """Yield lines that define the names which some calls read, besides those known; or raise."""
    trees = [ast.parse(line) for line in lines]
    needed: dict[str, str] = {}
    read = waiting = {name for tree in trees for name in _read_by(tree)}
    while waiting:
        needed |= {name: helpers[name] for name in waiting if name in helpers}
        tables = [symbol_table(helpers[name]) for name in waiting if name in helpers]
        waiting = {name for table in tables if table for name in global_names(table)} - read
        read = read | waiting
    if "np" in read:
        yield NUMPY
    yield from (helpers[name] for name in helpers if name in needed)
    others = read - {"np", *needed, *known, *dir(builtins)}
    if needed and others:
        raise Unwritten
    if others:
        yield from _symbolic(others, trees)


def _read_by(tree: ast.AST) -> set[str]:
    nodes = [*ast.walk(tree)]
    bound = {node.arg for node in nodes if isinstance(node, ast.arg)}
    return {node.id for node in nodes if isinstance(node, ast.Name)} - bound


def _symbolic(names: set[str], trees: Iterable[ast.AST]) -> Iterator[str]:
    """Yield lines that define SymPy's functions and symbols."""
    import sympy

    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    called = {node.func.id for node in calls if isinstance(node.func, ast.Name)}
    functions = sorted(
        name for name in names if hasattr(sympy, name) and (name in called or name in ("pi", "E"))
    )
    symbols = sorted(names.difference(functions))
    yield f"from sympy import {', '.join([*functions, 'symbols'])}"
    if symbols:
        yield f"{', '.join(symbols)} = symbols({' '.join(symbols)!r})"
