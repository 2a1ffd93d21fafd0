"""SymPy objects as plain trees, and back, by a closed list of classes.

Nothing is sympified: a tree is built node by node, without evaluation, from the classes in
`sympy_nodes`. So a hostile expression costs no more than its own size.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final

import sympy
from sympy.functions.elementary.piecewise import ExprCondPair

from grader.protocol.records import Kind
from grader.protocol.sympy_nodes import (
    ASSUMPTIONS,
    BYTES,
    CONSTANTS,
    DIGITS,
    FUNCTIONS,
    MAX_TREE_DEPTH,
    NODES,
    Node,
    is_name,
    tame,
)

_FLOAT: Final = re.compile(r"([+-]?[0-9]*\.?[0-9]*(?:e[+-]?[0-9]{1,4})?),([0-9]{1,4})")


def dump_tree(value: object) -> bytes | None:
    """Return the bytes of a SymPy object's tree, or None if it does not cross."""
    tree = tree_of(value)
    data = None if tree is None else encoded(tree)
    return None if data is None or len(data) > BYTES else data


def encoded(tree: Node) -> bytes:
    """Return the bytes of a tree: JSON, each node a list."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()


def load_tree(data: bytes) -> object:
    """Build the SymPy object of a tree's bytes; raise ValueError if they are not one."""
    if len(data) > BYTES:
        raise ValueError(f"an expression of more than {BYTES} bytes")
    return build_expression(_node(json.loads(data)))


def _node(plain: object) -> Node:
    match plain:
        case [str(head), str(text), list(args)]:
            return Node(head, text, [_node(arg) for arg in args])
    raise ValueError("a node that is none")


EXPRESSIONS: Final = {
    "sympy": Kind(
        (sympy.Basic, sympy.MatrixBase, sympy.NDimArray),
        lambda value: None if (data := dump_tree(value)) is None else [data],
        load_tree,
        cost=lambda parts: len(parts[0]),
    )
}


# Describing ---------------------------------------------------------------------------------


class _Foreign(Exception):
    """A node that is not of the closed list, or one too many."""


def tree_of(value: object) -> Node | None:
    """Return the tree of a SymPy object, or None if it is not of the closed list."""
    if not isinstance(value, sympy.Basic | sympy.MatrixBase | sympy.NDimArray):
        return None
    try:
        tree = _Describer().node(value, MAX_TREE_DEPTH)
        tame(tree)
    except (_Foreign, ValueError):
        return None
    return tree


class _Describer:
    """Describes one object, counting its nodes."""

    def __init__(self) -> None:
        self._left = NODES

    def node(self, value: Any, depth: int) -> Node:
        self._left -= 1
        if self._left < 0 or depth < 0:
            raise _Foreign
        if isinstance(value, sympy.Poly | sympy.AlgebraicNumber):
            return self.node(value.as_expr(), depth)
        if isinstance(value, sympy.NDimArray) and value.rank() in (1, 2):
            table = value.tomatrix() if value.rank() == 2 else sympy.Matrix(list(value))
            return self.node(table, depth)
        if isinstance(value, sympy.MatrixBase):
            return self._branch("Matrix", list(value), depth, f"{value.rows},{value.cols}")
        if isinstance(value, sympy.Symbol):
            return _symbol(value)
        if isinstance(value, sympy.Rational):
            return _rational(value)
        name = type(value).__name__
        if name in CONSTANTS:
            return Node(name)
        if isinstance(value, sympy.Float):
            return _float(value)
        if name == "ComplexRootOf":  # an exact root; the other side compares values
            return self.node(value.evalf(30), depth)
        if name not in FUNCTIONS:
            raise _Foreign
        return self._branch(name, value.args, depth)

    def _branch(self, head: str, args: Iterable[object], depth: int, text: str = "") -> Node:
        return Node(head, text, [self.node(arg, depth - 1) for arg in args])


def _symbol(value: sympy.Symbol) -> Node:
    if not is_name(value.name):
        raise _Foreign
    given = {k: v for k, v in value._assumptions_orig.items() if k in ASSUMPTIONS}
    flags = [Node(name if holds else f"!{name}") for name, holds in sorted(given.items())]
    return Node("Symbol", value.name, flags)


def _rational(value: sympy.Rational) -> Node:
    if max(value.p.bit_length(), value.q.bit_length()) > 3 * DIGITS:
        raise _Foreign
    return Node("Rational", f"{value.p}/{value.q}")


def _float(value: sympy.Float) -> Node:
    from mpmath.libmp import repr_dps, to_str

    text = f"{to_str(value._mpf_, repr_dps(value._prec))},{value._prec}"
    if not _FLOAT.fullmatch(text):
        raise _Foreign
    return Node("Float", text)


# Building -----------------------------------------------------------------------------------


def build_expression(node: Node) -> object:
    """Build the SymPy object of a tree; raise ValueError if it is not of the closed list."""
    if _count_nodes(node, MAX_TREE_DEPTH) > NODES:
        raise ValueError(f"an expression of more than {NODES} nodes")
    tame(node)
    return _build_node(node)


def _count_nodes(node: Node, depth: int) -> int:
    if depth < 0:
        raise ValueError(f"an expression deeper than {MAX_TREE_DEPTH} levels")
    if len(node.text) > 2 * DIGITS:
        raise ValueError("a number or name that is too long")
    return 1 + sum(_count_nodes(arg, depth - 1) for arg in node.args)


def _build_node(node: Node) -> object:
    match node.head:
        case "Symbol":
            flags = {arg.head.removeprefix("!"): arg.head[:1] != "!" for arg in node.args}
            if not flags.keys() <= ASSUMPTIONS:
                raise ValueError("an assumption that does not cross")
            if not is_name(node.text):
                raise ValueError("a symbol whose name does not cross")
            return sympy.Symbol(node.text, **flags)
        case "Rational":
            p, _, q = node.text.partition("/")
            return sympy.Rational(int(p), int(q))
        case "Float":
            found = _FLOAT.fullmatch(node.text)
            if not found or int(found[2]) > 4 * DIGITS:
                raise ValueError("a number that does not cross")
            return sympy.Float(found[1], precision=int(found[2]))
        case "Matrix":
            rows, cols = (int(n) for n in node.text.split(","))
            if min(rows, cols) < 0 or max(rows, cols) > NODES or rows * cols != len(node.args):
                raise ValueError("a matrix whose shape does not fit its entries")
            return sympy.Matrix(rows, cols, [_build_node(arg) for arg in node.args])
        case head if head in CONSTANTS:
            return getattr(sympy.S, CONSTANTS[head])
        case head if head in FUNCTIONS:
            args = [_build_node(arg) for arg in node.args]
            if head == "ExprCondPair":
                return ExprCondPair(*args)
            return getattr(sympy, head)(*args, evaluate=False)
        case _:
            raise ValueError("an expression of a kind that does not cross")
