"""State that outlives a call or is shared by objects, as the source of the student's code tells.

A new optimizer that begins with an earlier one's velocity fails wherever the order of the tests
happens to show it, and is told only numbers. So where the source has a place that keeps things (a
list in the class body, a default argument, a name of the notebook that a function changes), that
place is named. That it is the cause is likely, not sure: it is told only where the first test of
the cell passes and nothing explains the numbers.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Final

from grader.testing.source_text import Function, definition_of, parse_cells, stored_names
from grader.testing.watcher import EndedTest
from grader.verdict import Remark

MUTABLE: Final = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MAKERS: Final = {
    *("bytearray", "Counter", "OrderedDict", "defaultdict", "deque", "dict", "list", "set"),
    *("arange", "array", "empty", "eye", "full", "identity", "linspace", "ones", "zeros"),
    *("empty_like", "full_like", "ones_like", "zeros_like"),
}
"""Functions and classes that make something which can be changed."""

CHANGES: Final = {
    *("add", "append", "clear", "extend", "insert", "pop", "remove", "setdefault", "update"),
}
"""Methods that change what they are called of."""


def find(ended: EndedTest) -> list[Remark]:
    """Return a remark on the first place at which what was called keeps things."""
    names = [call.name for call in ended.calls.records()]
    return [Remark("state", said) for said in places(ended.namespace.cells, names)[:1]]


def places(cells: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return a sentence for each place at which functions or classes of these names keep things."""
    trees = parse_cells(tuple(cells))
    statements = [node for tree in trees for node in tree.body]
    values = {
        name
        for node in statements
        if not isinstance(node, ast.ClassDef | Function)
        for name in stored_names(node)
    }
    tops = dict.fromkeys(name.partition(".")[0] for name in names)
    found = (node for name in tops if (node := definition_of(trees, name)) is not None)
    return [said for node in found for said in _keeping_places(node, values)]


def _keeping_places(node: ast.ClassDef | Function, values: set[str]) -> Iterator[str]:
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
    own = {attribute.attr for maker in makers for attribute in _stored_attributes(maker)}
    for target, value in _assignments(node.body):
        name = target.id if isinstance(target, ast.Name) else "__"
        if _is_mutable(value) and name not in own and not name.startswith("__"):
            yield (
                f"`{name}` stands in the class body, where all objects of the class share it. Make"
                f" it in `__init__`: `self.{name} = …`."
            )
    for one in _stored_attributes(node):
        if ast.unparse(one.value) in (node.name, "cls", "type(self)"):
            yield (
                f"`{one.attr}` is kept on the class `{node.name}`, where all its objects share it."
                f" Keep it on the object: `self.{one.attr} = …`."
            )


def _assignments(body: Sequence[ast.stmt]) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """Yield each target of the assignments in a body with its value, also of `a, b = {}, {}`."""
    for part in body:
        if not isinstance(part, ast.Assign | ast.AnnAssign):
            continue
        for target in part.targets if isinstance(part, ast.Assign) else [part.target]:
            if isinstance(target, ast.Tuple) and isinstance(part.value, ast.Tuple):
                yield from zip(target.elts, part.value.elts, strict=False)
            else:
                yield target, part.value


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


def _stored_attributes(node: ast.AST) -> list[ast.Attribute]:
    """Return the attributes to which some code assigns."""
    found = (n for n in ast.walk(node) if isinstance(n, ast.Attribute))
    return [attribute for attribute in found if isinstance(attribute.ctx, ast.Store)]


def _is_mutable(value: ast.expr | None) -> bool:
    """Return whether an expression makes something that can be changed."""
    if not isinstance(value, ast.Call):
        return isinstance(value, MUTABLE)
    return ast.unparse(value.func).rpartition(".")[2] in MAKERS
