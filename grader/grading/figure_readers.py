"""Which cells draw figures that a later cell may look at: these are drawn in any case.

Drawing changes a figure: it lays out axes, maps colours and settles limits, which code may read
afterwards. A cell's figures are out of reach when no later cell reads a name that may hold them
before it is set again. These are the names that the cell sets, and objects into which it stores
something or to whose methods it hands what it made; where the notebook has classes of its own, all
objects whose methods it calls; and what its functions set or fill for the whole notebook.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from grader.testing.source_text import magics_of, parse_tree

FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


MOST_CHARS: Final = 100_000
"""Characters of a notebook that is searched; the figures of a longer one are all drawn."""

SHOWING: Final = ("display", "show")
"""Functions that show figures."""


class CellNames(NamedTuple):
    """CellNames of a cell's source."""

    stored: frozenset[str]
    filled: frozenset[str]
    """Objects into which something is stored, or to whose methods something made is handed."""
    asked: frozenset[str]
    """Objects whose methods are called."""
    imported: frozenset[str]
    everywhere: frozenset[str]
    """Those that functions set or fill for the whole notebook."""
    classes: bool
    looks_back: bool
    """Whether the cell or a function of it goes on to read names that it sets after `show`."""
    functions: bool
    reads: frozenset[str]
    """Those that are read before the cell sets them."""
    sets: frozenset[str]
    """Those that the cell sets in any case."""


def read_later(sources: Sequence[str]) -> list[bool]:
    """Return for each cell of a notebook whether code may read its figures once they are shown."""
    if sum(map(len, sources)) > MOST_CHARS:
        return [True] * len(sources)
    cells = [names_in(source) for source in sources]
    imported = frozenset[str]().union(*(cell.imported for cell in cells))
    everywhere = frozenset[str]().union(*(cell.everywhere for cell in cells))
    classes = any(cell.classes for cell in cells)
    anywhere = any(cell.looks_back and cell.functions for cell in cells)
    found = []
    for number, cell in enumerate(cells):
        given = cell.filled | everywhere | (cell.asked if classes else frozenset[str]())
        later = _are_read(cell.stored | (given - imported), cells[number + 1 :])
        found.append(anywhere or cell.looks_back or later)
    return found


def _are_read(held: frozenset[str], later: Sequence[CellNames]) -> bool:
    for cell in later:
        if held & cell.reads:
            return True
        held -= cell.sets
    return False


@functools.lru_cache(maxsize=4096)
def names_in(source: str) -> CellNames:
    """Find the names of a cell; one that Python alone does not understand may do anything."""
    tree = parse_tree(source)
    if tree is not None:
        with contextlib.suppress(RecursionError):
            return _names_of(tree, frozenset(words_in(magics_of(source))))
    words, none = frozenset(words_in(source)), frozenset[str]()
    return CellNames(words, none, none, none, none, True, True, False, words, none)


def words_in(text: str) -> list[str]:
    """Return all that may be a name in a text."""
    return re.findall(r"[^\W\d]\w*", text)


def _names_of(tree: ast.Module, magic: frozenset[str]) -> CellNames:
    nodes = [*ast.walk(tree)]
    reads = {*magic}
    sets = _run(tree.body, reads, set())
    stored = _names_set(nodes)
    functions = [*_outer_functions(tree)]
    imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    aliases = [alias for node in imports for alias in node.names]
    everywhere = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
    for function in functions:
        everywhere |= _names_filled([*ast.walk(function)]) & _free_names(function)
    return CellNames(
        frozenset(stored),
        _names_filled(nodes),
        frozenset(_base(node.func) for node in nodes if isinstance(node, ast.Call)),
        frozenset(alias.asname or alias.name.partition(".")[0] for alias in aliases),
        frozenset(everywhere),
        any(isinstance(node, ast.ClassDef) for node in nodes),
        any(_looks_back(node, stored) for node in nodes),
        bool(functions),
        frozenset(reads),
        frozenset(sets),
    )


def _outer_functions(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FUNCTIONS):
            yield child
        else:
            yield from _outer_functions(child)


def _looks_back(block: ast.AST, stored: set[str]) -> bool:
    """Return whether a statement reads one of these names after one that shows figures."""
    body = getattr(block, "body", None)
    if not isinstance(body, list):
        return False
    shows = [
        any(
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", getattr(node.func, "id", "")) in SHOWING
            for node in ast.walk(statement)
        )
        for statement in body
    ]
    if True not in shows:
        return False
    after = body[shows.index(True) + 1 :]
    sets: set[str] = set()
    reads: set[str] = set()
    _run(after, reads, sets)
    return bool(reads & stored)


def _run(statements: Iterable[ast.stmt], reads: set[str], sets: set[str]) -> set[str]:
    """Add what statements read before it is set; return what is set after them in any case."""
    for statement in statements:
        match statement:
            case ast.Assign(targets, value):
                reads |= _free_names(value) - sets
                reads |= {name for target in targets for name in _free_names(target)} - sets
                sets = sets | _names_set(ast.walk(statement))
            case ast.With(items, body):
                for item in items:
                    reads |= _free_names(item.context_expr) - sets
                    sets = sets | _names_set(ast.walk(item))
                sets = _run(body, reads, sets)
            case ast.For(target, iterated, body, orelse):
                reads |= _free_names(iterated) - sets
                _run([*body, *orelse], reads, sets | _names_set(ast.walk(target)))
            case _:
                reads |= _free_names(statement) - sets
    return sets


def _free_names(node: ast.AST) -> set[str]:
    """Return the names that a node reads and does not bind as a function's own."""
    match node:
        case ast.Name(name, ast.Load()):
            return {name}
        case ast.AugAssign(ast.Name(name)):
            return {name} | _free_names(node.value)
    found = {name for child in ast.iter_child_nodes(node) for name in _free_names(child)}
    if isinstance(node, FUNCTIONS + COMPREHENSIONS):
        inside = [*ast.walk(node)]
        own = {argument.arg for argument in inside if isinstance(argument, ast.arg)}
        return found - own - _names_set(inside)
    return found


def _names_set(nodes: Iterable[ast.AST]) -> set[str]:
    names = (node for node in nodes if isinstance(node, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}


def _names_filled(nodes: Sequence[ast.AST]) -> frozenset[str]:
    """Return the objects into which something is stored, or to whose methods it is handed."""
    stored = _names_set(nodes)
    found = set()
    for node in nodes:
        if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
            found.add(_base(node))
        elif isinstance(node, ast.Call) and any(
            isinstance(part, ast.Call) or (isinstance(part, ast.Name) and part.id in stored)
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]
            for part in ast.walk(argument)
        ):
            found.add(_base(node.func))
    return frozenset(found)


def _base(node: ast.AST) -> str:
    """Return the name of the object that a chain of attributes, items and calls begins with."""
    if isinstance(node, ast.Name):
        return ""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
