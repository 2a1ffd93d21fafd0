"""Small changes of a student's code, one expression each: what an edit question chooses from."""

from __future__ import annotations

import ast
import itertools
import random
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from grader.questions.values import DIGITS

MOST_EDITS: Final = 14
"""Edits that run for one student's function."""

MOST_TRIED: Final = 100
"""Edits that are tried for that: each has all lines parsed once or twice."""

MOST_CHARS: Final = 90
"""Characters of a line that is shown before and after."""

OPERATORS: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
}
COMPARISONS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
PAIRS: Final = """
max:min min:max argmax:argmin argmin:argmax sum:mean mean:sum exp:exp2 log:log2 log2:log
sqrt:square zeros:ones ones:zeros sin:cos cos:sin maximum:minimum minimum:maximum prod:sum
cumsum:cumprod floor:ceil abs:square zeros_like:ones_like ones_like:zeros_like append:extend
tanh:sin var:std std:var sorted:list dot:outer matmul:multiply
"""
FUNCTIONS: Final[dict[str, str]] = dict(re.findall(r"(\w+):(\w+)", PAIRS))
"""Functions, and what is written in their place."""


class Edit(NamedTuple):
    """A change of one line."""

    line: int
    after: str
    shown: str
    """All lines, with the change."""


class Change(NamedTuple):
    """A piece of text that another one replaces."""

    node: ast.expr | ast.stmt
    text: str


def edits_of(shown: str, draw: random.Random) -> list[Edit]:
    """Return some edits of some code, in a random order."""
    lines = shown.split("\n")
    found: dict[tuple[int, str], Edit] = {}
    nodes = [*_worth_changing(ast.parse(shown))]
    now = _meaning(lines, 1, lines[0])
    changes = (change for node in draw.sample(nodes, len(nodes)) for change in _changes(node))
    for change in itertools.islice(changes, MOST_TRIED):
        if len(found) < MOST_EDITS and (edit := _edited(lines, change, now)):
            found.setdefault((edit.line, edit.after), edit)
    return [*found.values()]


def _worth_changing(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and its descendants, without raises, annotations and imports."""
    if isinstance(node, ast.Raise | ast.Import | ast.ImportFrom | ast.JoinedStr | ast.Assert):
        return
    yield node
    if isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant):
        return  # a negative number is one
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "defaults", "kw_defaults"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _worth_changing(child)


def _edited(lines: list[str], change: Change, now: str) -> Edit | None:
    """Return the lines with a change; None if it changes nothing, is no Python, or is too long."""
    node, line = change.node, lines[change.node.lineno - 1]
    if node.lineno != node.end_lineno or len(_code_only(line)) > MOST_CHARS:
        return None
    data = line.encode()
    first, last = data[: node.col_offset], data[node.end_col_offset :]
    after = (first + change.text.encode() + last).decode()
    meaning = _meaning(lines, node.lineno, after)
    if change.text[0] == "(":
        bare = (first + change.text[1:-1].encode() + last).decode()
        if _meaning(lines, node.lineno, bare) == meaning:
            after = bare  # the parentheses do nothing there
    changed = _code_only(after)
    if meaning in ("", now) or len(changed) > MOST_CHARS:
        return None
    return Edit(node.lineno, changed, _with_line(lines, node.lineno, after))


def _with_line(lines: list[str], number: int, line: str) -> str:
    return "\n".join([*lines[: number - 1], line, *lines[number:]])


def _meaning(lines: list[str], number: int, line: str) -> str:
    """Return what Python reads with another line; empty if that is no Python."""
    try:
        return ast.unparse(ast.parse(_with_line(lines, number, line)))
    except (SyntaxError, ValueError):
        return ""


def _code_only(line: str) -> str:
    """Return a line without what stands around its code."""
    code, found, _ = line.partition("  #")
    return (code if found else line).strip()


def _changes(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            yield from _of_operation(node, left, op, right)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARISONS:
            new = ast.Compare(left, [COMPARISONS[type(op)]()], [right])
            yield Change(node, ast.unparse(new))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            yield Change(node, str(1 - value))
            yield Change(node, str(value))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield Change(node, ast.unparse(operand))
        case ast.Constant(value=bool() as value):
            yield Change(node, repr(not value))
        case ast.Constant(value=int() as value):
            yield from (Change(node, str(value + by)) for by in ((1, -1) if value > 0 else (1,)))
        case ast.Constant(value=float() as value):
            yield Change(node, f"{2 * value or 1.0:.{DIGITS}g}")
        case ast.Attribute(value=value, attr="T"):
            yield Change(node, ast.unparse(value))
        case ast.Call():
            yield from _of_call(node)
        case ast.AugAssign(target=target, op=op, value=value):
            if type(op) in OPERATORS:
                other = ast.AugAssign(target, OPERATORS[type(op)](), value)
                yield Change(node, ast.unparse(other))
            yield Change(node, ast.unparse(ast.Assign([target], value, lineno=1)))
        case ast.Subscript(value=value, slice=ast.Slice(lower=None, upper=None, step=ast.expr())):
            yield Change(node, ast.unparse(value))
        case ast.IfExp(orelse=otherwise):
            yield Change(node, ast.unparse(otherwise))


def _of_operation(
    node: ast.BinOp, left: ast.expr, op: ast.operator, right: ast.expr
) -> Iterator[Change]:
    if type(op) in OPERATORS:
        yield Change(node, _enclosed(ast.BinOp(left, OPERATORS[type(op)](), right)))
    if isinstance(op, ast.Sub | ast.Div | ast.MatMult | ast.Pow):
        yield Change(node, _enclosed(ast.BinOp(right, op, left)))
    if isinstance(op, ast.Add | ast.Sub | ast.Div):
        yield Change(node, _enclosed(left))


def _enclosed(node: ast.expr) -> str:
    """Write an expression that may stand inside of another one; parentheses where they count."""
    text = ast.unparse(node)
    return f"({text})" if isinstance(node, ast.BinOp) else text


def _of_call(node: ast.Call) -> Iterator[Change]:
    match node.func:
        case ast.Attribute(value=value, attr=name) if name in FUNCTIONS:
            new = ast.Attribute(value, FUNCTIONS[name], ast.Load())
            yield Change(node, ast.unparse(ast.Call(new, node.args, node.keywords)))
        case ast.Name(id=name) if name in FUNCTIONS and name in ("max", "min", "sorted", "abs"):
            if (other := FUNCTIONS[name]) != "square":
                yield Change(node, ast.unparse(ast.Call(ast.Name(other), node.args, node.keywords)))
    for keyword in node.keywords:
        if keyword.arg in ("axis", "keepdims", "reverse", "key"):
            others = [one for one in node.keywords if one is not keyword]
            yield Change(node, ast.unparse(ast.Call(node.func, node.args, others)))
    match node:
        case ast.Call(func=ast.Name(id="range"), args=[ast.expr() as stop]):
            yield Change(node, f"range(1, {ast.unparse(stop)})")
        case ast.Call(func=ast.Name(id="reversed"), args=[ast.expr() as inner]):
            yield Change(node, ast.unparse(inner))
