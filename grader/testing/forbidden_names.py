"""A search for names that an exercise forbids, so that the answer is the student's own and not a
library's.

Searches the source of the cells that define what is graded. `guest.call_watch` watches the calls
made while it runs, where an alias, `getattr` or `importlib` hides nothing. NumPy's universal
functions are found in the source alone.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

MAX_CELL_CHARS: Final = 200_000
"""Characters of a notebook's code that are looked through."""

DOTTED: Final = 20
"""Parts of a name; with more, it is none of a library's."""


def find_forbidden(cells: Sequence[str], wanted: Iterable[str], forbidden: Iterable[str]) -> str:
    """The first forbidden name that stands in a cell which defines something wanted, or nothing.
    What is imported in other cells is known by its name there."""
    wanted, names = set(wanted), set(forbidden)
    if not names:
        return ""
    trees = [tree for cell in _bounded(cells) if (tree := _parsed(cell))]
    bound, starred = _imports(trees)
    for tree in trees:
        if wanted & _defined(tree):
            for node in ast.walk(tree):
                if found := names & set(_meanings(node, bound, starred)):
                    return min(found)
    return ""


def _bounded(cells: Sequence[str]) -> Iterator[str]:
    """The cells that are looked through, and not those that make it too much."""
    left = MAX_CELL_CHARS
    for cell in cells:
        if len(cell) <= left:
            left -= len(cell)
            yield cell


def _parsed(cell: str) -> ast.Module | None:
    """A cell's syntax tree; lines for IPython are none of it."""
    lines = [line for line in cell.split("\n") if line.lstrip()[:1] not in ("%", "!", "?")]
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.parse("\n".join(lines))
    return None


def _imports(trees: Iterable[ast.Module]) -> tuple[dict[str, str], list[str]]:
    """What imported names stand for, and the modules of which all was imported."""
    bound, starred = {}, []
    for node in (node for tree in trees for node in ast.walk(tree)):
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
    return bound, starred


def _defined(tree: ast.Module) -> set[str]:
    """Names that a cell gives a meaning to."""
    found = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.asname or alias.name for alias in node.names}
        found |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and _stored(n)}
    return found


def _stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _meanings(node: ast.AST, bound: dict[str, str], starred: list[str]) -> Iterator[str]:
    """What a piece of code may refer to, by its full name."""
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
    """A name with dots, also where its last part is read by `getattr`; no longer one."""
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
