"""SymPy trees as plain data, and back, by a closed list of heads.

Nothing is sympified: a tree is built node by node from classes named here, without evaluation,
so that a hostile expression costs no more than its own size.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

NODES: Final = 5000
"""Trees with more nodes than this do not cross."""

DIGITS: Final = 2000
"""Numbers with more digits than this do not cross."""

_ARITHMETIC: Final = ("Add", "Mul", "Pow", "Abs", "sign", "Max", "Min", "floor", "ceiling")
_ELEMENTARY: Final = ("exp", "log", "erf", "LambertW", "Heaviside", "re", "im", "conjugate")
_TRIGONOMETRIC: Final = ("sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "atan2")
_HYPERBOLIC: Final = ("sinh", "cosh", "tanh", "asinh", "acosh", "atanh")
_PIECES: Final = ("Piecewise", "ExprCondPair", "Tuple", "FiniteSet", "And", "Or", "Not")
_RELATIONS: Final = (
    "Equality",
    "Unequality",
    "StrictLessThan",
    "LessThan",
    "StrictGreaterThan",
    "GreaterThan",
)
FUNCTIONS: Final = frozenset(
    (*_ARITHMETIC, *_ELEMENTARY, *_TRIGONOMETRIC, *_HYPERBOLIC, *_PIECES, *_RELATIONS)
)
CONSTANTS: Final = {
    "Pi": "Pi",
    "Exp1": "Exp1",
    "ImaginaryUnit": "ImaginaryUnit",
    "Infinity": "Infinity",
    "NegativeInfinity": "NegativeInfinity",
    "ComplexInfinity": "ComplexInfinity",
    "NaN": "NaN",
    "BooleanTrue": "true",
    "BooleanFalse": "false",
    "EmptySet": "EmptySet",
}
"""Class name of a constant, and its name in `sympy.S`."""


class Node(msgspec.Struct, frozen=True, array_like=True):
    """One node: its head, the text of a leaf, its arguments."""

    head: str
    text: str = ""
    args: list[Node] = []


def describe(value: Any) -> Node | None:
    """The tree of a SymPy object, or None where it is not one of the closed list."""
    import sympy

    if not isinstance(value, sympy.Basic | sympy.MatrixBase):
        return None
    return _node(value)


def _node(value: Any) -> Node | None:
    import sympy

    if isinstance(value, sympy.MatrixBase):
        return _branch("Matrix", list(value), f"{value.rows},{value.cols}")
    if isinstance(value, sympy.Symbol):
        kept = {k: v for k, v in value.assumptions0.items() if v is not None}
        given = value._assumptions_orig if hasattr(value, "_assumptions_orig") else kept
        flags = [Node(name if holds else f"!{name}") for name, holds in sorted(given.items())]
        return Node("Symbol", value.name, flags)
    if isinstance(value, sympy.Rational):
        text = f"{value.p}/{value.q}"
        return Node("Rational", text) if len(text) <= DIGITS else None
    if isinstance(value, sympy.Float):
        return Node("Float", str(value.n(30)))
    name = type(value).__name__
    if name in CONSTANTS:
        return Node(name)
    if name == "ComplexRootOf":  # an exact root, which the other side compares by its value
        return _node(value.evalf(30))
    return _branch(name, value.args) if name in FUNCTIONS else None


def _branch(head: str, args: Any, text: str = "") -> Node | None:
    nodes = [_node(arg) for arg in args]
    return None if any(n is None for n in nodes) else Node(head, text, [n for n in nodes if n])


def build(node: Node) -> Any:
    """The SymPy object of a tree; ValueError where the tree is not of the closed list."""
    if _count(node) > NODES:
        raise ValueError(f"an expression of more than {NODES} nodes")
    return _build(node)


def _count(node: Node) -> int:
    return 1 + sum(_count(arg) for arg in node.args)


def _build(node: Node) -> Any:
    import sympy
    from sympy.functions.elementary.piecewise import ExprCondPair

    if len(node.text) > DIGITS:
        raise ValueError("a number or name that is too long")
    match node.head:
        case "Symbol":
            flags = {arg.head.lstrip("!"): not arg.head.startswith("!") for arg in node.args}
            return sympy.Symbol(node.text, **flags)
        case "Rational":
            p, _, q = node.text.partition("/")
            return sympy.Rational(int(p), int(q))
        case "Float":
            return sympy.Float(node.text, 30)
        case "Matrix":
            rows, _, cols = node.text.partition(",")
            return sympy.Matrix(int(rows), int(cols), [_build(arg) for arg in node.args])
        case head if head in CONSTANTS:
            return getattr(sympy.S, CONSTANTS[head])
        case head if head in FUNCTIONS:
            args = [_build(arg) for arg in node.args]
            if head == "ExprCondPair":
                return ExprCondPair(*args)
            return getattr(sympy, head)(*args, evaluate=False)
        case _:
            raise ValueError("an expression of a kind that does not cross")
