"""Which cells draw figures that later code may look at: these are drawn in any case.

Drawing changes a figure: it lays out axes, maps colours and settles limits, which code may read
afterwards. All is judged by names. A cell's figures are out of reach when no later cell reads a
name that may hold them before it is set again, and the cell itself does not go on to read such a
name once it has shown them. Names that may hold a cell's figures are

- those that it sets, and if it reads one that some cell sets to something drawn, all such names;
- objects in which it stores something, or whose methods get something that it made; where the
  notebook has classes of its own, all objects whose methods it calls;
- what any function of the notebook sets or fills outside itself.
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

DRAWING: Final = frozenset(
    {"plt", "sns", "plot", "hist", "boxplot", "Figure", "figure", "gcf", "add_subplot", "twinx"}
    | {"subplots", "subplot", "subplot_mosaic", "axes", "gca", "add_axes", "inset_axes", "twiny"}
)
"""Names by which a call is taken for one that returns something drawn."""

RESULTS: Final = frozenset({"_", "__", "___", "Out", "_oh"})
"""Names that IPython gives to the results of cells."""

NONE: Final = frozenset[str]()


class CellNames(NamedTuple):
    """The names in a cell's source, by what the cell does with them."""

    reads: frozenset[str] = NONE
    """Those that are read before the cell sets them."""
    sets: frozenset[str] = NONE
    """Those that the cell sets in any case."""
    stored: frozenset[str] = NONE
    """Those that the cell sets in some case, its functions' own names among them."""
    drawn: frozenset[str] = NONE
    """Those that it sets to something drawn."""
    filled: frozenset[str] = NONE
    """Objects in which the cell stores something, or whose methods get something that it made."""
    passed: frozenset[tuple[str, str]] = frozenset()
    """Functions that it calls by name, each with a name that it hands to it."""
    asked: frozenset[str] = NONE
    """Objects whose methods are called."""
    imported: frozenset[str] = NONE
    everywhere: frozenset[str] = NONE
    """Those that its functions set or fill outside themselves."""
    fillers: frozenset[str] = NONE
    """Its functions that draw and fill one of their arguments."""
    classes: bool = False
    functions: bool = False
    after_show: frozenset[str] = NONE
    """Those that code of the cell reads once it has shown figures."""


def read_later(sources: Sequence[str]) -> list[bool]:
    """Return for each cell of a notebook whether code may read its figures once they are shown."""
    if sum(map(len, sources)) > MOST_CHARS:
        return [True] * len(sources)
    cells = [names_in(source) for source in sources]
    imported = NONE.union(*(cell.imported for cell in cells))
    everywhere = NONE.union(*(cell.everywhere for cell in cells))
    drawn = NONE.union(*(cell.drawn for cell in cells))
    fillers = NONE.union(*(cell.fillers for cell in cells))
    classes = any(cell.classes for cell in cells)
    anywhere = any(cell.functions and _looks_back(cell, drawn) for cell in cells)
    found = []
    for number, cell in enumerate(cells):
        filled = {name for function, name in cell.passed if function in fillers}
        given = cell.filled | filled | everywhere | (cell.asked if classes else NONE)
        goes_on = drawn if cell.reads & drawn else NONE
        held = RESULTS | cell.stored | goes_on | (given - imported)
        found.append(anywhere or _looks_back(cell, drawn) or _are_read(held, cells[number + 1 :]))
    return found


def _looks_back(cell: CellNames, drawn: frozenset[str]) -> bool:
    return bool(cell.after_show & (cell.stored | drawn))


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
    words = frozenset(words_in(source))
    return CellNames(reads=words, stored=words, drawn=words, after_show=words, classes=True)


def words_in(text: str) -> list[str]:
    """Return all that may be a name in a text."""
    return re.findall(r"[^\W\d]\w*", text)


def _names_of(tree: ast.Module, magic: frozenset[str]) -> CellNames:
    nodes = [*ast.walk(tree)]
    reads = {*magic}
    sets = _follow(tree.body, reads, set())
    functions = [*_outer_functions(tree)]
    imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    aliases = [alias for node in imports for alias in node.names]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    everywhere = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
    for function in functions:
        everywhere |= _names_filled([*ast.walk(function)]) & _free_names(function)
    return CellNames(
        reads=frozenset(reads),
        sets=frozenset(sets),
        stored=frozenset(_names_set(nodes)),
        drawn=frozenset(_names_drawn(nodes)),
        filled=_names_filled(nodes),
        passed=frozenset(pair for call in calls for pair in _passed_by(call)),
        asked=frozenset(_base(call.func) for call in calls),
        imported=frozenset(alias.asname or alias.name.partition(".")[0] for alias in aliases),
        everywhere=frozenset(everywhere),
        fillers=frozenset(_fillers(functions)),
        classes=any(isinstance(node, ast.ClassDef) for node in nodes),
        functions=bool(functions),
        after_show=frozenset(name for node in nodes for name in _read_after_show(node)),
    )


def _names_drawn(nodes: Sequence[ast.AST]) -> set[str]:
    """Return the names that are set to something drawn."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr | ast.withitem | ast.For):
            inside = [node.target, node.iter] if isinstance(node, ast.For) else [node]
            parts = [part for one in inside for part in ast.walk(one)]
            if _calls_drawing(parts):
                found |= _names_set(parts)
    return found


def _calls_drawing(nodes: Iterable[ast.AST]) -> bool:
    """Return whether one of these nodes is a call that is taken for one that draws."""
    calls = (node.func for node in nodes if isinstance(node, ast.Call))
    return any(not DRAWING.isdisjoint(_words_of(function)) for function in calls)


def _words_of(function: ast.expr) -> set[str]:
    inside = [*ast.walk(function)]
    words = {node.attr for node in inside if isinstance(node, ast.Attribute)}
    return words | {node.id for node in inside if isinstance(node, ast.Name)}


def _fillers(functions: Iterable[ast.AST]) -> Iterator[str]:
    for function in functions:
        nodes = [*ast.walk(function)]
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and _calls_drawing(nodes):
            arguments = {node.arg for node in nodes if isinstance(node, ast.arg)}
            if arguments & _names_filled(nodes):
                yield function.name


def _passed_by(call: ast.Call) -> Iterator[tuple[str, str]]:
    if isinstance(call.func, ast.Name):
        for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
            for part in ast.walk(argument):
                if isinstance(part, ast.Name):
                    yield call.func.id, part.id


def _outer_functions(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FUNCTIONS):
            yield child
        else:
            yield from _outer_functions(child)


def _read_after_show(block: ast.AST) -> set[str]:
    """Return the names that a block's statements read after one that shows figures."""
    reads: set[str] = set()
    statements = [*_statements_in(block)]
    shows = [number for number, statement in enumerate(statements) if _shows(statement)]
    if shows:
        _follow(statements[shows[0] + 1 :], reads, set())
    return reads


def _statements_in(block: ast.AST) -> Iterator[ast.stmt]:
    for _, part in ast.iter_fields(block):
        for inner in part if isinstance(part, list) else ():
            if isinstance(inner, ast.stmt):
                yield inner
            elif isinstance(inner, ast.ExceptHandler):
                yield from inner.body


def _shows(statement: ast.AST) -> bool:
    calls = (node.func for node in ast.walk(statement) if isinstance(node, ast.Call))
    return any(getattr(call, "attr", getattr(call, "id", "")) in SHOWING for call in calls)


def _follow(statements: Iterable[ast.stmt], reads: set[str], sets: set[str]) -> set[str]:
    """Add to `reads` what is read before it is set; return what is certainly set afterwards."""
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
                sets = _follow(body, reads, sets)
            case ast.For(target, iterated, body, orelse):
                reads |= _free_names(iterated) - sets
                _follow([*body, *orelse], reads, sets | _names_set(ast.walk(target)))
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
    """Return objects in which something is stored, or whose methods get something made here."""
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
    """Return the name that a chain of attributes, items and calls begins with; "" for one alone."""
    if isinstance(node, ast.Name):
        return ""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
