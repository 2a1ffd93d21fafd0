"""State that outlives a call or is shared by objects: suspected in the source, proved by a replay.

A new optimizer that begins with an earlier one's velocity fails wherever the order of the tests
happens to show it, and is told only numbers. So where the source has a place that can keep things
(a list in the class body, a default argument, a name of the notebook that a function changes), the
failed test's calls are made once more, with a new object. If other numbers come back, that place is
named. So it is if the very same numbers come back though the last entry of an array was changed: a
result was remembered by the shape of an array, or by its first entry.
"""

from __future__ import annotations

import ast
import contextlib
import types
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np

from grader.testing.calls import CallRecord, Calls
from grader.testing.proxies import Proxy
from grader.testing.source_text import parse_cells

MUTABLE: Final = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MAKERS: Final = {
    *("bytearray", "Counter", "OrderedDict", "defaultdict", "deque", "dict", "list", "set"),
    *("arange", "array", "empty", "eye", "full", "identity", "linspace", "ones", "zeros"),
    *("empty_like", "full_like", "ones_like", "zeros_like"),
}
"""Functions and classes that make something which can be changed."""

CHANGES: Final = {
    "add",
    "append",
    "clear",
    "extend",
    "insert",
    "pop",
    "remove",
    "setdefault",
    "update",
}
"""Methods that change what they are called of."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Call = Callable[[Any, tuple[Any, ...], dict[str, Any]], Any]
"""Calls an object of the student's."""


# Suspected ----------------------------------------------------------------------------------


def suspects(cells: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return a sentence for each place at which functions or classes of these names keep things."""
    trees = parse_cells(tuple(cells))
    values = {name for tree in trees for name in _assigned(tree)}
    found: dict[str, None] = {}
    for name in dict.fromkeys(name.partition(".")[0] for name in names):
        node = next(
            (
                node
                for tree in reversed(trees)
                for node in reversed(tree.body)
                if isinstance(node, ast.ClassDef | Function) and node.name == name
            ),
            None,
        )
        if node is not None:
            found |= dict.fromkeys(_keeping_places(node, values))
    return list(found)


def _assigned(tree: ast.Module) -> Iterator[str]:
    """Yield the names to which the lines of a cell assign something, outside of functions."""
    parts: list[ast.AST] = [tree]
    while parts:  # no recursion: a sum of thousands of terms nests as deeply
        part = parts.pop()
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id
        elif not isinstance(part, ast.ClassDef | ast.Lambda | Function):
            parts += ast.iter_child_nodes(part)


def _keeping_places(node: ast.ClassDef | Function, values: set[str]) -> Iterator[str]:
    if isinstance(node, ast.ClassDef):
        yield from _in_class_body(node)
    for function in ast.walk(node):
        if isinstance(function, Function):
            yield from _in_defaults(function)
    for function in _outermost(node):
        yield from _in_globals(function, values)


def _outermost(node: ast.AST) -> Iterator[Function]:
    """Yield the functions that stand in no other one, whose names those inside them may change."""
    parts = [node]
    while parts:
        part = parts.pop()
        if isinstance(part, Function):
            yield part
        else:
            parts += reversed([*ast.iter_child_nodes(part)])


def _in_class_body(node: ast.ClassDef) -> Iterator[str]:
    own = {
        target.attr
        for method in node.body
        if isinstance(method, Function) and method.name == "__init__"
        for target in _targets(method)
        if isinstance(target, ast.Attribute) and _is_named(target.value, "self")
    }
    for target, value in _assignments(node.body):
        if isinstance(target, ast.Name) and target.id not in own and _is_mutable(value):
            if target.id.startswith("__"):  # for Python, such as `__slots__`
                continue
            yield (
                f"`{target.id}` stands in the class body, where all objects of the class"
                f" share it. Make it in `__init__`: `self.{target.id} = …`."
            )
    for one in _targets(node):
        if isinstance(one, ast.Attribute) and _is_class(one.value, node.name):
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
    shared = {name for n in ast.walk(function) if isinstance(n, ast.Global) for name in n.names}
    local = {n.id for n in _targets(function) if isinstance(n, ast.Name)} - shared
    local |= {one.arg for one in ast.walk(function) if isinstance(one, ast.arg)}
    for node in ast.walk(function):
        changed: ast.expr | None = None
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
    if not isinstance(value, ast.Call):
        return isinstance(value, MUTABLE)
    made = value.func.attr if isinstance(value.func, ast.Attribute) else value.func
    return (made.id if isinstance(made, ast.Name) else made) in MAKERS


def _targets(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all that is assigned in a piece of code, other than by an index."""
    for one in ast.walk(node):
        if isinstance(one, ast.Name | ast.Attribute) and isinstance(one.ctx, ast.Store):
            yield one


def _is_named(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _is_class(node: ast.AST, name: str) -> bool:
    """Return whether an expression is the class: by its name, `cls` or `type(self)`."""
    return (
        _is_named(node, name)
        or _is_named(node, "cls")
        or (isinstance(node, ast.Call) and _is_named(node.func, "type"))
    )


# Proved -------------------------------------------------------------------------------------


def replay_differs(calls: Calls, call: Call) -> bool:
    """Return whether the last call gives something else when it is made once more.

    The call of a method is made of a new object, after all calls that came before it.
    """
    last = calls.last
    if last is None or not last.returned or not calls.complete:
        return False
    if last.owner is None:
        steps = [last]
    else:
        steps = calls.of_object(last.owner)
        if not steps or steps[0].result is not last.owner:
            return False
    if not all(_is_data((one.args, one.kwargs)) for one in steps):
        return False
    return _differs(steps, call)


def is_remembered(calls: Calls, call: Call) -> bool:
    """Return whether the last call returns the same though one of its arrays has changed."""
    last = calls.last
    if last is None or not last.returned or last.owner is not None or not _has_fractions(last):
        return False
    if not _is_data((last.args, last.kwargs)):
        return False
    return any(
        np.array_equal(np.asarray(last.result), np.asarray(call(last.held, changed, last.kwargs)))
        for changed in _with_another_end(last.args)
    )


def _has_fractions(record: CallRecord) -> bool:
    """Return whether a call returned numbers that would hardly come again by accident."""
    with contextlib.suppress(Exception):
        numbers = np.asarray(record.result)
        return numbers.dtype.kind in "fc" and not np.array_equal(numbers, np.round(numbers))
    return False


def _with_another_end(args: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield the arguments with another last entry in one array of floating-point numbers."""
    for place, value in enumerate(args):
        if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size:
            changed = value.copy()
            changed.flat[-1] = 1.01 * changed.flat[-1] + 0.01
            yield (*args[:place], changed, *args[place + 1 :])


def _differs(steps: Sequence[CallRecord], call: Call) -> bool:
    made: Any = None
    for one in steps:
        held = one.held
        if one.owner is not None:
            held = getattr(made, one.name.rpartition(".")[2])
        result = call(held, one.args, one.kwargs)
        if made is None and isinstance(result, Proxy):
            made = result
        elif not _same_results(one.result, result):
            return True
    return False


def _is_data(value: Any) -> bool:
    """Return whether a value is made of numbers, text, containers and a test's functions alone."""
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(_is_data, value))
    if isinstance(value, dict):
        return all(map(_is_data, value.values()))
    return value is None or isinstance(
        value, np.ndarray | np.generic | bool | int | float | complex | str | types.FunctionType
    )


def _same_results(one: Any, other: Any) -> bool:
    """Return whether two results are the same but for rounding; True if that can't be told."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same_results, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(
            _same_results(one[key], other[key]) for key in one
        )
    if isinstance(one, str) or isinstance(other, str):
        return bool(one == other)
    with contextlib.suppress(Exception):
        first, second = np.asarray(one), np.asarray(other)
        if first.dtype.kind in "biufc" and second.dtype.kind in "biufc":
            same = first.shape == second.shape
            return same and np.allclose(first, second, rtol=1e-6, atol=1e-9, equal_nan=True)
    return True
