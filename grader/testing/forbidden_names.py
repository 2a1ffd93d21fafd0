"""A search for names that an exercise forbids, so that the answer is the student's own.

Searches the source of the cells that define what is graded. `guest.call_watch` watches the calls
made while it runs, where an alias, `getattr` or `importlib` hides nothing. NumPy's universal
functions are found in the source alone.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from grader.testing.source_text import parse_cells, stored_names

# In the source ------------------------------------------------------------------------------

DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

DOTTED: Final = 20
"""Parts of a dotted name; no library has a name of more."""


def find_forbidden(cells: Sequence[str], wanted: Iterable[str], forbidden: Iterable[str]) -> str:
    """Return a forbidden name used in a cell that defines a wanted one, or the empty string.

    Names that other cells import are resolved. An import under a wanted name counts no longer where
    a function or class takes that name afterwards: an earlier exercise may use what this forbids.
    """
    wanted, names = set(wanted), set(forbidden)
    if not names:
        return ""
    trees = parse_cells(tuple(cells))
    bound, starred = _imports(trees, wanted)
    for number, tree in enumerate(trees):
        taken = wanted & {name for later in trees[number + 1 :] for name in _functions(later)}
        if not wanted & _defined(tree) - (taken & _imported(tree)):
            continue
        for node in ast.walk(tree):
            if found := names & set(_meanings(node, bound, starred)):
                return min(found)
    return ""


def _imports(
    trees: Iterable[ast.Module], wanted: Collection[str]
) -> tuple[dict[str, str], list[str]]:
    """Map imported names to what they stand for, and list the modules imported by `*`.

    A wanted name that a function or class takes afterwards stands for the import no longer.
    """
    bound: dict[str, str] = {}
    starred: list[str] = []
    for statement in (statement for tree in trees for statement in tree.body):
        if isinstance(statement, DEFINITIONS) and statement.name in wanted:
            bound.pop(statement.name, None)
        for node in ast.walk(statement):
            _note_import(node, bound, starred)
    return bound, starred


def _note_import(node: ast.AST, bound: dict[str, str], starred: list[str]) -> None:
    if isinstance(node, ast.Import):
        for alias in node.names:
            top = alias.name.split(".")[0]
            bound[alias.asname or top] = alias.name if alias.asname else top
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        for alias in node.names:
            if alias.name == "*":
                starred.append(node.module)
            else:
                bound[alias.asname or alias.name] = f"{node.module}.{alias.name}"


def _defined(tree: ast.Module) -> set[str]:
    """Return the names that a cell defines, imports or assigns."""
    return {*stored_names(tree)} | _functions(tree) | _imported(tree)


def _functions(tree: ast.Module) -> set[str]:
    """Return the names of a cell's functions and classes."""
    return {node.name for node in tree.body if isinstance(node, DEFINITIONS)}


def _imported(tree: ast.Module) -> set[str]:
    """Return the names that a cell imports from modules."""
    imports = (node for node in tree.body if isinstance(node, ast.ImportFrom))
    return {alias.asname or alias.name for node in imports for alias in node.names}


def _meanings(node: ast.AST, bound: dict[str, str], starred: list[str]) -> Iterator[str]:
    """Yield the full names that a node may refer to."""
    if isinstance(node, ast.ImportFrom) and node.module:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Attribute | ast.Name | ast.Call):
        name = _path(node)
        first, _, rest = name.partition(".")
        if first in bound:
            yield f"{bound[first]}.{rest}" if rest else bound[first]
        elif name:
            yield f"builtins.{name}"
            yield from (f"{module}.{name}" for module in starred)


def _path(node: ast.AST, parts: int = DOTTED) -> str:
    """Return a node's dotted name, through `getattr` too; empty if none or too long."""
    match node:
        case _ if not parts:
            return ""
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{base}.{name}" if (base := _path(value, parts - 1)) else ""
        case ast.Call(func=ast.Name(id="getattr"), args=[value, ast.Constant(value=str(name)), *_]):
            return f"{base}.{name}" if (base := _path(value, parts - 1)) else ""
    return ""
