"""Arguments that the student's code never reads, as its source tells.

A function that leaves an argument out, or overwrites it, often reads a name of the notebook in its
place, which happened to hold the same numbers when the function was written. Nothing is run. An
argument that a call leaves at its default is not told.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from grader.testing.source_text import Function, definition_of, parse_cells, stored_names
from grader.testing.watcher import EndedTest
from grader.verdict import Remark

SEES_ALL = {"locals", "vars", "eval", "exec"}
"""Functions through which code reads arguments that it does not name."""


class Unread(msgspec.Struct, frozen=True):
    """An argument that is not read, and the names of the notebook's values that are."""

    function: str
    argument: str
    place: int
    """Where it stands among the arguments that a call gives."""
    overwritten: bool
    instead: tuple[str, ...]

    def sentence(self) -> str:
        """Say so."""
        what = "is overwritten before it is read" if self.overwritten else "is never read"
        said = f"The argument `{self.argument}` of `{self.function}` {what}"
        names = " and ".join(f"`{name}`" for name in self.instead)
        return f"{said}; your code reads the notebook's {names}." if names else f"{said}."


def find(ended: EndedTest) -> list[Remark]:
    """Return a remark on the first argument that a call of the test gives and nothing reads."""
    records = ended.calls.records()
    marks = ended.function.iter_markers("may_ignore")
    allowed = [name for mark in marks for name in mark.args]
    for one in find_unread(ended.namespace.cells, (call.name for call in records), allowed):
        calls = [call for call in records if call.name == one.function]
        if any(one.argument in call.kwargs or one.place < len(call.args) for call in calls):
            return [Remark("unread", one.sentence())]
    return []


def find_unread(
    cells: Sequence[str], called: Iterable[str], allowed: Iterable[str] = ()
) -> list[Unread]:
    """Return the arguments that functions of these names don't read, as they were defined last.

    A name is that of a function, of a class, whose `__init__` is meant, or `Class.method`. An
    argument that is `allowed` may be left out by a right answer.
    """
    trees = parse_cells(tuple(cells))
    values = {name for tree in trees for name in _values(tree)}
    return [
        found
        for name in dict.fromkeys(called)
        if (function := _function(trees, name)) is not None
        for found in _of_function(name, function, values)
        if found.argument not in allowed
    ]


def _function(trees: Sequence[ast.Module], name: str) -> Function | None:
    """Return the last definition of a function or a method."""
    first, _, method = name.partition(".")
    node = definition_of(trees, first)
    if isinstance(node, ast.ClassDef):
        wanted = method or "__init__"
        inner = (n for n in node.body if isinstance(n, Function) and n.name == wanted)
        return next(inner, None)
    return None if method else node


def _of_function(name: str, function: Function, values: set[str]) -> Iterator[Unread]:
    nodes = [node for part in function.body for node in ast.walk(part)]
    read = {n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Store)}
    read |= {
        n for node in nodes if isinstance(node, ast.AugAssign) for n in stored_names(node.target)
    }
    is_stub = any(isinstance(node, ast.Raise) for node in function.body[:2])
    if read & SEES_ALL or is_stub:
        return
    given = function.args
    names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    if "." in name or names[:1] == ["self"]:
        names = names[1:]
    bound = {n for node in function.body for n in stored_names(node)}
    bound |= {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    bound |= {node.name for node in nodes if isinstance(node, Function | ast.ClassDef)}
    instead = tuple(sorted((read & values) - bound))[:2]
    for place, argument in enumerate(names):
        overwritten = argument in read and _is_overwritten(function, argument)
        if not argument.startswith("_") and (argument not in read or overwritten):
            yield Unread(name, argument, place, overwritten, instead)


def _is_overwritten(function: Function, name: str) -> bool:
    """Return whether the first statement that names an argument gives it another value."""
    for part in function.body:
        named = [n for n in ast.walk(part) if isinstance(n, ast.Name) and n.id == name]
        if named:
            stores = all(isinstance(n.ctx, ast.Store) for n in named)
            return stores and isinstance(part, ast.Assign) and name in map(_name_of, part.targets)
    return False


def _name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _values(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a cell gives values: no function of an earlier notebook, no constant."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            value = node.value
            if isinstance(value, ast.Call) and _name_of(value.func) == "from_earlier":
                continue
            yield from (n for n in stored_names(node) if len(n) == 1 or not n.isupper())
