"""Arguments that the student's code never reads, as its source tells.

A function that leaves an argument out, or overwrites it, often reads a name of the notebook in its
place, which happened to hold the same numbers when the function was written. Nothing is run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from grader.testing.source_text import parse_cells

Function = ast.FunctionDef | ast.AsyncFunctionDef

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
        if not self.instead:
            return f"{said}."
        names = " and ".join(f"`{name}`" for name in self.instead)
        return f"{said}; your code reads the notebook's {names}."


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
        if (function := _definition(trees, name)) is not None
        for found in _of_function(name, function, values)
        if found.argument not in allowed
    ]


def _definition(trees: Sequence[ast.Module], name: str) -> Function | None:
    """Return the definition of a function or a method that stands last."""
    first, _, method = name.partition(".")
    for tree in reversed(trees):
        for node in reversed(tree.body):
            if isinstance(node, Function) and not method and node.name == first:
                return node
            if isinstance(node, ast.ClassDef) and node.name == first:
                wanted = method or "__init__"
                inner = (n for n in node.body if isinstance(n, Function) and n.name == wanted)
                return next(inner, None)
            if first in _stored_names([node]):  # another thing has that name now
                return None
    return None


def _of_function(name: str, function: Function, values: set[str]) -> Iterator[Unread]:
    read = {
        node.id
        for part in function.body
        for node in ast.walk(part)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load | ast.Del)
    }
    read |= {n for part in function.body for n in _stored_names(_changed(part))}
    if read & SEES_ALL or _is_stub(function):
        return
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    names = [one.arg for one in named]
    if "." in name or (named and named[0].arg == "self"):
        names = names[1:]
    bound = set(names) | set(_stored_names(function.body)) | set(_inner_names(function))
    data = {value for value in values if len(value) == 1 or not value.isupper()}  # no constants
    instead = tuple(sorted((read & data) - bound))[:2]
    for place, argument in enumerate(names):
        if argument.startswith("_"):
            continue
        overwritten = argument in read and _is_overwritten(function, argument)
        if argument not in read or overwritten:
            yield Unread(name, argument, place, overwritten, instead)


def _inner_names(function: Function) -> Iterator[str]:
    """Yield the names that functions within a function give to their arguments and themselves."""
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.ClassDef | Function):
            yield node.name


def _changed(part: ast.AST) -> Iterator[ast.AST]:
    """Yield what is changed by operators like `+=`, which read it."""
    return (node.target for node in ast.walk(part) if isinstance(node, ast.AugAssign))


def _is_stub(function: Function) -> bool:
    return any(isinstance(node, ast.Raise) for node in function.body[:2])


def _is_overwritten(function: Function, name: str) -> bool:
    """Return whether the first statement that names an argument gives it another value."""
    for part in function.body:
        mentioned = [n for n in ast.walk(part) if isinstance(n, ast.Name) and n.id == name]
        if not mentioned:
            continue
        return (
            isinstance(part, ast.Assign)
            and any(isinstance(t, ast.Name) and t.id == name for t in part.targets)
            and all(isinstance(n.ctx, ast.Store) for n in mentioned)
        )
    return False


def _values(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a cell gives a value, and no function, class or module."""
    yield from _stored_names(
        node
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and not _is_from_earlier(node.value)
    )


def _is_from_earlier(value: ast.expr | None) -> bool:
    """Return whether a value is what earlier notebooks defined: functions and classes."""
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id == "from_earlier"
    )


def _stored_names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        for one in ast.walk(node):
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
                yield one.id
