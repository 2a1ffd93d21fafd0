"""What the source of the student's code tells of a failure. Nothing is run.

An argument that is never read: often a name of the notebook is read in its place, which happened to
hold the same numbers when the function was written. One that a call leaves at its default is not
told.

State that outlives a call or is shared by objects: a new optimizer that begins with an earlier
one's velocity fails wherever the order of the tests happens to show it. So the place that keeps
things is named: a list in the class body, a default argument, a name of the notebook that a
function changes. That it is the cause is likely, not sure: it is told only where the first test of
the cell passes and nothing explains the numbers.
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
    place: int
    """Where it stands among the arguments that a call gives."""
    instead: tuple[str, ...]

    def sentence(self) -> str:
        """Say so."""
        said = f"The argument `{self.argument}` of `{self.function}` is never read"
        names = " and ".join(f"`{name}`" for name in self.instead)
        return f"{said}; your code reads the notebook's {names}." if names else f"{said}."


def find_unread_argument(ended: EndedTest) -> list[Remark]:
    """Return a remark on the first argument that a call of the test gives and nothing reads."""
    records = ended.calls.records()
    marks = ended.function.iter_markers("may_ignore")
    allowed = [name for mark in marks for name in mark.args]
    for one in unread_arguments(ended.namespace.cells, (call.name for call in records), allowed):
        calls = [call for call in records if call.name == one.function]
        if any(one.argument in call.kwargs or one.place < len(call.args) for call in calls):
            return [Remark("unread", one.sentence())]
    return []


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
    for place, argument in enumerate(names):
        if argument not in read and not argument.startswith("_"):
            yield Unread(name, argument, place, tuple(instead))


# State that calls share -----------------------------------------------------------------------

MUTABLE: Final = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MAKERS: Final = {
    *("Counter", "defaultdict", "deque", "dict", "list", "set"),
    *("array", "empty", "full", "ones", "zeros", "zeros_like"),
}
"""Functions and classes that make something which can be changed."""

CHANGES: Final = {
    *("add", "append", "clear", "extend", "insert", "pop", "remove", "setdefault", "update"),
}
"""Methods that change what they are called of."""


def find_shared_state(ended: EndedTest) -> list[Remark]:
    """Return a remark on the first place at which what was called keeps things."""
    trees = parse_cells(tuple(ended.namespace.cells))
    values = _values(trees)
    tops = dict.fromkeys(call.name.partition(".")[0] for call in ended.calls.records())
    nodes = (node for name in tops if (node := definition_of(trees, name)) is not None)
    said = (said for node in nodes for said in _keeping_places(node, values))
    return [Remark("state", one) for one in [*said][:1]]


def _keeping_places(node: ast.ClassDef | Function, values: set[str]) -> Iterator[str]:
    """Yield a sentence for each place at which a function or a class keeps things."""
    if isinstance(node, ast.ClassDef):
        yield from _in_class_body(node)
    for function in ast.walk(node):
        if isinstance(function, Function):
            yield from _in_defaults(function)
    for function in node.body if isinstance(node, ast.ClassDef) else [node]:
        if isinstance(function, Function):
            yield from _in_globals(function, values)


def _in_class_body(node: ast.ClassDef) -> Iterator[str]:
    makers = [n for n in node.body if isinstance(n, Function) and n.name == "__init__"]
    inner = [n for maker in makers for n in ast.walk(maker) if isinstance(n, ast.Attribute)]
    own = {attribute.attr for attribute in inner if isinstance(attribute.ctx, ast.Store)}
    for part in node.body:
        if isinstance(part, ast.Assign | ast.AnnAssign) and _is_mutable(part.value):
            for name in stored_names(part):
                if name not in own and not name.startswith("__"):
                    yield (
                        f"`{name}` stands in the class body, where all objects of the class share"
                        f" it. Make it in `__init__`: `self.{name} = …`."
                    )


def _in_defaults(function: Function) -> Iterator[str]:
    given = function.args
    named = [*given.posonlyargs, *given.args]
    pairs = [
        *zip(named[len(named) - len(given.defaults) :], given.defaults, strict=True),
        *zip(given.kwonlyargs, given.kw_defaults, strict=True),
    ]
    for one, default in pairs:
        if _is_mutable(default):
            yield (
                f"The default of `{one.arg}` is made once, and all calls of `{function.name}` share"
                f" it. Use `{one.arg}=None`, and make it inside the function."
            )


def _in_globals(function: Function, values: set[str]) -> Iterator[str]:
    """Yield the notebook's values that a function changes."""
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
            yield (
                f"`{changed.id}` is a name of the notebook that `{function.name}` changes: what one"
                " call leaves there, the next one finds. Make it inside the function."
            )


def _is_mutable(value: ast.expr | None) -> bool:
    """Return whether an expression makes something that can be changed."""
    if isinstance(value, ast.Call):
        return ast.unparse(value.func).rpartition(".")[2] in MAKERS
    return isinstance(value, MUTABLE)
