"""What the source of code cells tells without running it."""

from __future__ import annotations

import ast
import contextlib
import dis
import functools
import re
import symtable
import types
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

CLASS_MAKERS: Final = frozenset(
    ("namedtuple", "NamedTuple", "make_dataclass", "type", "Enum", "IntEnum", "StrEnum", "Flag")
)
"""Functions that make a class."""

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

TESTS_OF: Final = "<tests of "
"""How the file name begins of a grade cell's code."""

RAISE: Final = dis.opmap["RAISE_VARARGS"]
"""What Python makes of a `raise` statement."""

TEST_MODULE: Final = "tests_of_"
"""How the name begins of the module in which a grade cell's tests are defined."""

MAX_NOTEBOOK_CHARS: Final = 200_000
"""Characters of a notebook's code that are searched."""

UNREADABLE: Final = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What Python's parser raises over a student's source."""


def bounded(cells: Iterable[str]) -> Iterator[str]:
    """Yield the cells to be searched, without those that would exceed the limit."""
    left = MAX_NOTEBOOK_CHARS
    for cell in cells:
        if len(cell) <= left:
            left -= len(cell)
            yield cell


def without_magics(cell: str) -> str:
    """Empty the lines that are for IPython: magics, shell commands and questions."""
    lines = cell.split("\n")
    return "\n".join("" if line.lstrip()[:1] in ("%", "!", "?") else line for line in lines)


def parse_tree(cell: str) -> ast.Module | None:
    """Parse a student's cell; return None if that fails."""
    with contextlib.suppress(*UNREADABLE), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what students write
        return ast.parse(without_magics(cell))
    return None


def syntax_error(cells: Iterable[str], name: str) -> SyntaxError | None:
    """Return why the last cell that would define a name is no Python, or None."""
    name = re.escape(name)
    definition = re.compile(rf"^[ \t]*(?:def|class) +{name}\b|^{name} *=(?!=)", re.MULTILINE)
    last = next((cell for cell in reversed([*bounded(cells)]) if definition.search(cell)), "")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(without_magics(last))
    except SyntaxError as error:
        return error
    except UNREADABLE:
        pass
    return None


@functools.lru_cache(maxsize=2)
def parse_cells(cells: tuple[str, ...]) -> tuple[ast.Module, ...]:
    """Parse a student's cells, but for those that can't be; the trees are for reading alone."""
    return tuple(tree for cell in bounded(cells) if (tree := parse_tree(cell)))


def definition_of(trees: Sequence[ast.Module], name: str) -> ast.ClassDef | Function | None:
    """Return the last definition of a function or class, if the name is still its own."""
    for tree in reversed(trees):
        for node in reversed(tree.body):
            if isinstance(node, ast.ClassDef | Function):
                if node.name == name:
                    return node
            elif name in stored_names(node):
                return None
    return None


def stored_names(node: ast.AST) -> Iterator[str]:
    """Yield the names to which some code assigns, in any order."""
    parts = [node]
    while parts:  # no recursion: a sum of thousands of terms nests as deeply
        part = parts.pop()
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id
        parts += ast.iter_child_nodes(part)


@functools.lru_cache(maxsize=512)
def names_of_no_class(cell: str) -> frozenset[str]:
    """Return the names that a cell binds for all others, as its text tells, but to no class."""
    nodes = [*ast.walk(parse_tree(cell) or ast.Module([], []))]
    classes = {node.name for node in nodes if isinstance(node, ast.ClassDef)}
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(name)], value=ast.Name(other)) if other in classes:
                classes.add(name)
            case ast.Assign(targets=[ast.Name(name)], value=ast.Call(func=maker)):
                made_by = ast.unparse(maker).rpartition(".")[2]
                if made_by in CLASS_MAKERS or (made_by == "from_earlier" and name[0].isupper()):
                    classes.add(name)
    return frozenset(bound_names(cell) - classes)


def called_names(source: str) -> set[str]:
    """Return the names that tests call, or ask whether something is of that class."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    asked = [call for call in calls if ast.unparse(call.func) in ("isinstance", "issubclass")]
    parts = [call.func for call in calls] + [part for call in asked for part in call.args[1:]]
    return {part.id for part in parts if isinstance(part, ast.Name)}


def symbol_table(cell: str) -> symtable.SymbolTable | None:
    """Make the symbol table of a student's cell; return None if that fails."""
    with contextlib.suppress(*UNREADABLE), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return symtable.symtable(without_magics(cell), "<cell>", "exec")
    return None


def bound_names(cell: str) -> set[str]:
    """Return the names that a cell assigns, imports or defines at its top level."""
    table = symbol_table(cell)
    if table is None:
        return set()
    return {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}


def global_names(table: symtable.SymbolTable) -> Iterator[str]:
    """Yield the global names that a module, a function or a class reads, in its inner ones too."""
    top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (top or symbol.is_global()):
            yield symbol.get_name()
    for child in table.get_children():
        yield from global_names(child)


def is_raised_by_test(traceback: types.TracebackType | None) -> bool:
    """Return whether an error comes of a `raise` that stands in a test."""
    if traceback is None:
        return False
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    code = traceback.tb_frame.f_code
    raises = code.co_code[traceback.tb_lasti] == RAISE
    return raises and code.co_filename.startswith(TESTS_OF)
