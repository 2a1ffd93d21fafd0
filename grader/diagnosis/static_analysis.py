"""What the source of the student's code tells of a failure. Nothing is run.

An argument that is never read: often a name of the notebook is read in its place, which happened to
hold the same numbers when the function was written. One that a call leaves at its default is not
told.

A name of the notebook that a function changes: what one call leaves there, the next one finds, so
that tests fail wherever their order happens to show it. That it is the cause is likely, not sure:
it is told only where the first test of the cell passes and nothing explains the numbers.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from grader.testing.source_text import Function, definition_of, parse_cells, stored_names
from grader.testing.watcher import EndedTest
from grader.verdict import Remark


def _values(trees: Sequence[ast.Module]) -> set[str]:
    """Return the names of the notebook's values: neither functions nor what is imported."""
    values = set()
    for node in (node for tree in trees for node in tree.body):
        earlier = isinstance(node, ast.Assign | ast.AnnAssign) and _is_from_earlier(node.value)
        if not (earlier or isinstance(node, ast.ClassDef | Function)):
            values |= {*stored_names(node)}
    return values


def _is_from_earlier(value: ast.expr | None) -> bool:
    """Return whether functions of an earlier notebook are the value of an assignment."""
    return isinstance(value, ast.Call) and ast.unparse(value.func) == "from_earlier"


# Arguments that are not read ------------------------------------------------------------------

SEES_ALL = {"locals", "vars", "eval", "exec"}
"""Functions through which code reads arguments that it does not name."""


class Unread(NamedTuple):
    """An argument that is not read, and the names of the notebook's values that are."""

    function: str
    argument: str
    position: int
    """Where it stands among the arguments that a call gives."""
    instead: tuple[str, ...]

    def sentence(self) -> str:
        """Say so."""
        sentence = f"The argument `{self.argument}` of `{self.function}` is never read"
        names = " and ".join(f"`{name}`" for name in self.instead)
        return f"{sentence}; your code reads the notebook's {names}." if names else f"{sentence}."


def find_unread_argument(ended: EndedTest) -> list[Remark] | None:
    """Return a remark on the first argument that a call of the test gives and nothing reads."""
    records = ended.calls.records()
    marks = ended.function.iter_markers("may_ignore")
    allowed = [name for mark in marks for name in mark.args]
    for one in unread_arguments(ended.namespace.cells, (call.name for call in records), allowed):
        calls = [call for call in records if call.name == one.function]
        if any(one.argument in call.kwargs or one.position < len(call.args) for call in calls):
            return [Remark("unread", one.sentence())]
    return None


def unread_arguments(
    cells: Sequence[str], called: Iterable[str], allowed: Iterable[str] = ()
) -> list[Unread]:
    """Return the arguments that functions of these names don't read, as they were defined last.

    A name is that of a function, of a class, whose `__init__` is meant, or `Class.method`. An
    argument that is `allowed` may be left out by a right answer.
    """
    trees = parse_cells(tuple(cells))
    return [
        found
        for name in dict.fromkeys(called)
        if (function := _function(trees, name)) is not None
        for found in _of_function(name, function, _values(trees))
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
    unread = (read & values) - bound
    instead = sorted(n for n in unread if len(n) == 1 or not n.isupper())[:2]  # no constants
    for position, argument in enumerate(names):
        if argument not in read and not argument.startswith("_"):
            yield Unread(name, argument, position, tuple(instead))


# State that calls share -----------------------------------------------------------------------

CHANGES: Final = {
    *("add", "append", "clear", "extend", "insert", "pop", "remove", "setdefault", "update"),
}
"""Methods that change what they are called of."""


def find_shared_state(ended: EndedTest) -> list[Remark] | None:
    """Return a remark on the first name of the notebook that what was called changes."""
    trees = parse_cells(tuple(ended.namespace.cells))
    values = _values(trees)
    tops = dict.fromkeys(call.name.partition(".")[0] for call in ended.calls.records())
    for node in (definition_of(trees, name) for name in tops):
        for function in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(function, Function) and (name := _changed_name(function, values)):
                summary = (
                    f"`{name}` is a name of the notebook that `{function.name}` changes: what one"
                    " call leaves there, the next one finds. Make it inside the function."
                )
                return [Remark("state", summary)]
    return None


def _changed_name(function: Function, values: set[str]) -> str:
    """Return one of the notebook's values that a function changes, or an empty text."""
    nodes = [*ast.walk(function)]
    shared = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
    local = {*stored_names(function)} - shared | {n.arg for n in nodes if isinstance(n, ast.arg)}
    for node in nodes:
        changed: ast.AST | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            changed = node.func.value if node.func.attr in CHANGES else None
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            changed = node.value
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in shared:
            changed = node
        if isinstance(changed, ast.Name) and changed.id in (values | shared) - local:
            return changed.id
    return ""
