"""Comparisons of an argument that hold whatever the student's function made of it.

A call works on copies. If it returns a value, the test's own argument stays as it was, so this
compares the test's own values; `checks.unchanged` looks at the copy, too:

    before = df.copy()
    clean(df)
    assert_frame_equal(df, before)

Where a function changes its argument and returns it, this compares one table with itself: in plain
asserts, and in tests with the marker `changes_arguments`:

    assert_frame_equal(df, fill(df))

Only what is certain is told: the solution has to show what its function returns, and the test has
to make the argument itself, of data.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from grader.testing.source_text import parse_tree, stored_names

COMPARING: Final = re.compile(r"assert_\w+|array_equal|array_equiv|allclose|equals|close")
"""Functions that compare their first two arguments, or an object with the first."""

LIBRARIES: Final = ("np", "numpy", "pd", "pandas")
MAKERS: Final = ("dict", "list", "set", "sorted", "tuple")
GENERATORS: Final = ("default_rng", "Generator", "RandomState")
"""Calls whose results a call does change."""

MARKER: Final = "changes_arguments"
INNER: Final = (ast.stmt, ast.ExceptHandler, ast.match_case)

Functions: TypeAlias = Mapping[str, ast.FunctionDef]


def vacuous_comparisons(
    source: str, cells: Iterable[str], wanted: Collection[str] | None
) -> Iterator[str]:
    """Yield a sentence for each comparison of a grade cell that says nothing of an argument.

    `cells` are the notebook's code cells that are no tests, `wanted` the student's names that tests
    use; None stands for plain asserts.
    """
    tree = parse_tree(source)
    theirs = {name: one for name, one in _functions(map(parse_tree, cells)).items() if _values(one)}
    if tree is None:
        return
    if wanted is None:
        yield from _compared_with_itself(tree, theirs)
        return
    own = _functions([tree])
    theirs = {name: one for name, one in theirs.items() if name in wanted}
    for test in [one for name, one in own.items() if name.startswith("test_")]:
        if _is_marked(tree, test):
            yield from _compared_with_itself(test, theirs)
        else:
            reader = _Reader(theirs, _imported(tree) | _independent(own, wanted), own)
            for node in _statements(test.body):
                yield from reader.read(node)


def _functions(trees: Iterable[ast.Module | None]) -> Functions:
    nodes = (node for tree in trees if tree for node in tree.body)
    return {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}


def _independent(own: Functions, wanted: Collection[str]) -> set[str]:
    """Return the functions of a cell that use nothing of the student's."""
    return {name for name, one in own.items() if _names(one).isdisjoint(wanted)}


def _imported(tree: ast.Module) -> set[str]:
    """Return the names that tests import, and those of built-in functions."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [alias.asname or alias.name.partition(".")[0] for node in nodes for alias in node.names]
    return {*names, *dir(builtins)}


def _is_marked(tree: ast.Module, test: ast.FunctionDef) -> bool:
    marks = [node for node in tree.body if isinstance(node, ast.Assign)]
    return any(MARKER in ast.unparse(node) for node in [*marks, *test.decorator_list])


def _values(function: ast.FunctionDef) -> list[ast.expr]:
    """Return the expressions that a function returns; none if it may return nothing."""
    found = _statements(function.body)
    values = [node.value for node in found if isinstance(node, ast.Return)]
    nothing = [one for one in values if one is None or ast.unparse(one) == "None"]
    ends = isinstance(function.body[-1], ast.Return)
    return [one for one in values if one is not None] if ends and not nothing else []


def _statements(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield statements in their order, of compound ones first what stands at their beginning."""
    for node in body:
        parts = [*ast.iter_child_nodes(node)]
        inner = [part for part in parts if isinstance(part, INNER)]
        if not inner or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node
            continue
        yield ast.Tuple([part for part in parts if part not in inner])  # type: ignore[misc]
        yield from _statements(inner)


def _comparisons(node: ast.AST) -> Iterator[tuple[ast.expr, list[ast.expr]]]:
    """Yield what compares in some code, each with its sides."""
    for part in ast.walk(node):
        match part:
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
                yield part, [_bare(left), _bare(right)]
            case ast.Call(func=ast.Name(name), args=[one, other, *_]) if COMPARING.fullmatch(name):
                yield part, [_bare(one), _bare(other)]
            case ast.Call(func=ast.Attribute(value=owner, attr=name), args=[one, *more]):
                if COMPARING.fullmatch(name):
                    yield part, [_bare(one), _bare(more[0] if more else owner)]


def _bare(side: ast.expr) -> ast.expr:
    """Return what a side is made of: `x` in `list(x)`, `x.tolist()` and `np.array(x)`."""
    match side:
        case ast.Call(func=ast.Name("list" | "tuple"), args=[inner]):
            return inner
        case ast.Call(func=ast.Attribute(attr="tolist", value=inner), args=[]):
            return inner
        case ast.Call(func=ast.Attribute(attr="array" | "asarray"), args=[inner]):
            return inner
    return side


# One object on both sides -------------------------------------------------------------------


def _compared_with_itself(node: ast.AST, theirs: Functions) -> Iterator[str]:
    for compared, sides in _comparisons(node):
        for call in sides:
            name = _returned_argument(call, theirs)
            if name and any(isinstance(one, ast.Name) and one.id == name for one in sides):
                yield (
                    f"`{ast.unparse(compared)}` compares `{name}` with itself, since"
                    f" `{ast.unparse(call)}` returns it: it holds whatever the call makes of it."
                    " Compare with what is expected."
                )


def _returned_argument(call: ast.expr, theirs: Functions) -> str:
    """Return the variable that a call hands over and gets back, or an empty text."""
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
        return ""
    function = theirs.get(call.func.id)
    returned = {ast.unparse(value) for value in _values(function)} if function else set()
    if function is None or len(returned) != 1 or not _changes(function, *returned):
        return ""
    names = [one.arg for one in function.args.args]
    given = dict(zip(names, call.args, strict=False)) | {k.arg: k.value for k in call.keywords}
    found = given.get(returned.pop())
    return found.id if isinstance(found, ast.Name) else ""


def _changes(function: ast.FunctionDef, name: str) -> bool:
    """Return whether a function changes what a name stands for, which it gives to nothing else."""
    parts = [*ast.walk(function)]
    steps = [
        one.value.func
        for one in parts
        if isinstance(one, ast.Expr) and isinstance(one.value, ast.Call)
    ]
    places = [
        one
        for one in parts
        if isinstance(one, ast.Subscript | ast.Attribute) and not isinstance(one.ctx, ast.Load)
    ]
    changed = any(_root(one) == name for one in [*steps, *places] if not isinstance(one, ast.Name))
    return changed and name not in stored_names(function)


# A test's own values on both sides ----------------------------------------------------------


class _Reader:
    """Reads a test, statement by statement, and knows which arguments no call can have changed."""

    def __init__(self, theirs: Functions, imported: Collection[str], own: Functions) -> None:
        self._theirs, self._imported, self._own = theirs, imported, own
        self._data: set[str] = set()
        """Names of data that the test has made, and that nothing else has had."""
        self._given: dict[str, str] = {}
        """Those that calls were given which returned a value: the call."""

    def read(self, node: ast.AST) -> Iterator[str]:
        """Yield what is wrong with a statement's comparisons; keep track of its names."""
        for compared, sides in _comparisons(node):
            names = {one.id for one in sides if isinstance(one, ast.Name)}
            given = sorted(names & self._given.keys())
            if given and self._data.union(self._imported).issuperset(_names(compared)):
                yield self._sentence(compared, given[0], sides)
        calls = [part for part in ast.walk(node) if isinstance(part, ast.Call)]
        handed = {
            arg: ast.unparse(call)
            for call in calls
            if getattr(call.func, "id", "") in self._theirs
            for arg in [*call.args, *(one.value for one in call.keywords)]
            if isinstance(arg, ast.Name)
        }
        self._follow(node, {part.id for part in _name_nodes(node) if part not in handed})
        self._given |= {arg.id: call for arg, call in handed.items() if arg.id in self._data}

    def _sentence(self, compared: ast.expr, name: str, sides: Iterable[ast.expr]) -> str:
        before = next(text for side in sides if (text := ast.unparse(side)) != name)
        return (
            f"`{ast.unparse(compared)}` holds whatever `{self._given[name]}` does to `{name}`,"
            f' since the call has a copy. Write `unchanged({name}, {before}, "{name}")`.'
        )

    def _follow(self, node: ast.AST, others: Collection[str]) -> None:
        """Keep track of a statement's names, but for those that only the calls are given."""
        stored = {*stored_names(node)}
        known = self._data.union(self._imported, stored).issuperset(others)
        made = known and isinstance(node, ast.Assign) and self._is_data(node.value)
        self._forget(stored if known else others)
        match node:
            case ast.Assign(targets=[ast.Name(name)]) if made:
                self._data.add(name)

    def _forget(self, names: Iterable[str]) -> None:
        for name in names:
            self._data.discard(name)
            self._given.pop(name, None)

    def _is_data(self, node: ast.expr) -> bool:
        """Return whether an expression makes data, and nothing with methods of the test's own."""
        match node:
            case ast.Constant():
                return True
            case ast.Name(name):
                return name in self._data
            case ast.List(elts) | ast.Tuple(elts) | ast.Set(elts):
                return all(map(self._is_data, elts))
            case ast.Dict(values=values):
                return all(map(self._is_data, values))
            case ast.UnaryOp(operand=inner) | ast.Subscript(value=inner):
                return self._is_data(inner)
            case ast.BinOp(left=left, right=right):
                return self._is_data(left) and self._is_data(right)
            case ast.Call(func=ast.Attribute(attr=attribute) as function, args=args):
                if _root(function) == "copy":
                    return all(map(self._is_data, args))
                return attribute not in GENERATORS and _root(function) in {*LIBRARIES, *self._data}
            case ast.Call(func=ast.Name(name), args=args):
                values = _values(self._own[name]) if name in self._own else []
                return all(map(self._is_data, values or args)) and bool(values or name in MAKERS)
        return False


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in _name_nodes(node)}


def _name_nodes(node: ast.AST) -> list[ast.Name]:
    return [part for part in ast.walk(node) if isinstance(part, ast.Name)]


def _root(node: Any) -> str:
    """Return the name at the beginning of `np.random.default_rng(1).normal`."""
    while not isinstance(node, ast.Name):
        node = getattr(node, "value", None) or getattr(node, "func", None)
        if node is None:
            return ""
    return node.id
