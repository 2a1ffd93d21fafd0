"""What the source of the student's code tells of a failure. Nothing is run.

An argument that is never read: often a name of the notebook is read in its place, which happened to
hold the same numbers when the function was written. One that a call leaves at its default is not
told.

A name of the notebook that a function changes, a default argument, or an object that stands in the
body of a class: what one call leaves there, the next one finds, so that tests fail wherever their
order happens to show it. That it is the cause is likely, not sure: it is told only where nothing
explains the numbers and, of what a function keeps, where the first test of the cell passes. A test
of a class may well make several objects, so that even the first one fails.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from types import UnionType
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


def find_state_of_calls(ended: EndedTest) -> list[Remark] | None:
    """Return a remark on the first thing that calls of a function share and change."""
    return _find_shared(ended, Function)


def find_state_of_objects(ended: EndedTest) -> list[Remark] | None:
    """Return a remark on the first thing that objects of a class share and change."""
    return _find_shared(ended, ast.ClassDef)


def _find_shared(ended: EndedTest, kind: type | UnionType) -> list[Remark] | None:
    trees = parse_cells(tuple(ended.namespace.cells))
    values = _values(trees)
    tops = dict.fromkeys(call.name.partition(".")[0] for call in ended.calls.records())
    found = (definition_of(trees, name) for name in tops)
    for node in (one for one in found if isinstance(one, kind)):
        for function in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(function, Function) and (what := _shared(function, node, values)):
                summary = (
                    f"{what} that `{function.name}` changes: what one call leaves there, the next"
                    f" one finds. Make it inside {_PLACES[what.rpartition('` is ')[2]]}."
                )
                return [Remark("state", summary)]
    return None


_PLACES: Final = {
    "a name of the notebook": "the function",
    "a default argument": "the function (`=None` is a default that nothing changes)",
    "a name of the class body": "`__init__`",
}
"""What calls share, and where it is to be made instead."""


def _shared(function: Function, owner: ast.AST | None, values: set[str]) -> str:
    """Return what a function changes that its calls share, or an empty text."""
    nodes = [*ast.walk(function)]
    named = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
    local = {*stored_names(function)} - named
    given = {node.arg for node in nodes if isinstance(node, ast.arg)}
    defaults = _defaults(function) - local
    of_class = _of_class(owner) if isinstance(owner, ast.ClassDef) else set()
    of_start = _kept_defaults(owner) if isinstance(owner, ast.ClassDef) else set()
    for node in nodes:
        changed: ast.AST | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            changed = node.func.value if node.func.attr in CHANGES else None
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            changed = node.value
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in named:
            changed = node
        if isinstance(changed, ast.Name) and changed.id in (values | named) - local - given:
            return f"`{changed.id}` is a name of the notebook"
        if isinstance(changed, ast.Name) and changed.id in defaults:
            return f"`{changed.id}` is a default argument"
        if isinstance(changed, ast.Attribute) and changed.attr in of_class:
            return f"`{changed.attr}` is a name of the class body"
        if isinstance(changed, ast.Attribute) and changed.attr in of_start:
            return f"`{changed.attr}` is a default argument"
    return ""


def _defaults(function: Function) -> set[str]:
    """Return the arguments whose defaults are objects that can be changed."""
    args = function.args
    names = [one.arg for one in (*args.posonlyargs, *args.args)]
    by_place = zip(reversed(names), reversed(args.defaults), strict=False)
    by_name = zip((one.arg for one in args.kwonlyargs), args.kw_defaults, strict=True)
    return {name for name, value in (*by_place, *by_name) if _is_container(value)}


def _of_class(owner: ast.ClassDef) -> set[str]:
    """Return the containers in a class's body that no method replaces by an object's own."""
    made = {
        name
        for node in owner.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_container(node.value)
        for name in stored_names(node)
    }
    nodes = [*ast.walk(owner)]
    return made - {
        n.attr for n in nodes if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)
    }


def _kept_defaults(owner: ast.ClassDef) -> set[str]:
    """Return the attributes in which `__init__` keeps a default argument itself, not a copy."""
    kept = set()
    for start in owner.body:
        if isinstance(start, Function) and start.name == "__init__":
            assigned = [node for node in ast.walk(start) if isinstance(node, ast.Assign)]
            for target, value in (pair for node in assigned for pair in _assigned_pairs(node)):
                if isinstance(value, ast.Name) and value.id in _defaults(start):
                    kept |= {target.attr} if isinstance(target, ast.Attribute) else set()
    return kept


def _assigned_pairs(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what is assigned to what, also in `a, b = c, d`."""
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=False)
        else:
            yield target, node.value


def _is_container(value: ast.expr | None) -> bool:
    called = isinstance(value, ast.Call) and ast.unparse(value.func)
    return called in ("dict", "list", "set", "defaultdict", "Counter") or isinstance(
        value, ast.Dict | ast.List | ast.Set | ast.ListComp
    )
