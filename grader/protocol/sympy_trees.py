"""SymPy trees as plain data, and back, by a closed list of heads.

Nothing is sympified: a tree is built node by node from classes named here, without evaluation,
so that a hostile expression costs no more than its own size. Since tests go on to evaluate it,
powers that would grow without measure are refused as well (see `tame`).
"""

from __future__ import annotations

import cmath
import math
import re
from typing import Any, Final

import msgspec

NODES: Final = 5000
"""Trees with more nodes than this do not cross."""

MAX_TREE_DEPTH: Final = 100
"""Trees deeper than this do not cross."""

DIGITS: Final = 2000
"""Numbers with more digits than this do not cross."""

BYTES: Final = 500_000
"""Trees that take more bytes than this do not cross."""

EXPONENT: Final = 1000
"""Larger exponents do not cross, nor do larger numbers within an exponent."""

POWER_DIGITS: Final = 20_000
"""Powers of numbers with more digits than about this do not cross."""

TOWER: Final = 2
"""Exponents within exponents deeper than this do not cross."""

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

ASSUMPTIONS: Final = frozenset(
    (
        *("complex", "real", "imaginary", "rational", "irrational", "algebraic", "transcendental"),
        *("integer", "noninteger", "even", "odd", "prime", "composite", "zero", "nonzero"),
        *("positive", "negative", "nonnegative", "nonpositive", "finite", "infinite", "polar"),
        *("extended_real", "extended_positive", "extended_negative", "extended_nonzero"),
        *("extended_nonnegative", "extended_nonpositive", "hermitian", "antihermitian"),
        "commutative",
    )
)
_NAME: Final = re.compile(r"(?!.*\*\*)\\?[^\W\d][\w\\^{}',+* -]*")
"""Names of symbols. `lambdify` writes them into code, so there is nothing in them to call."""

_FLOAT: Final = re.compile(r"([+-]?[0-9]*\.?[0-9]*(?:e[+-]?[0-9]{1,4})?),([0-9]{1,4})")


class Node(msgspec.Struct, frozen=True, array_like=True):
    """One node: its head, the text of a leaf, its arguments."""

    head: str
    text: str = ""
    args: list[Node] = []


_tree_decoder = msgspec.msgpack.Decoder(Node)


def dump_tree(value: Any) -> bytes | None:
    """The bytes of a SymPy object's tree, or None where it does not cross."""
    tree = tree_of(value)
    data = None if tree is None else msgspec.msgpack.encode(tree)
    return None if data is None or len(data) > BYTES else data


def load_tree(data: bytes) -> Any:
    """The SymPy object of a tree's bytes; ValueError where they are none."""
    if len(data) > BYTES:
        raise ValueError(f"an expression of more than {BYTES} bytes")
    return build_expression(_tree_decoder.decode(data))


# Describing ---------------------------------------------------------------------------------


class _Foreign(Exception):
    """A node that is not of the closed list, or one too many."""


def tree_of(value: Any) -> Node | None:
    """The tree of a SymPy object, or None where it is not one of the closed list."""
    import sympy

    if not isinstance(value, sympy.Basic | sympy.MatrixBase | sympy.NDimArray):
        return None
    try:
        tree = _Describer().node(value, MAX_TREE_DEPTH)
        tame(tree)
    except (_Foreign, ValueError):
        return None
    return tree


class _Describer:
    def __init__(self) -> None:
        self._left = NODES

    def node(self, value: Any, depth: int) -> Node:
        import sympy

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
        if name == "ComplexRootOf":  # an exact root, which the other side compares by its value
            return self.node(value.evalf(30), depth)
        if name not in FUNCTIONS:
            raise _Foreign
        return self._branch(name, value.args, depth)

    def _branch(self, head: str, args: Any, depth: int, text: str = "") -> Node:
        return Node(head, text, [self.node(arg, depth - 1) for arg in args])


def is_name(text: str) -> bool:
    """Whether a symbol of that name crosses."""
    return len(text) <= 2 * DIGITS and _NAME.fullmatch(text) is not None


def _symbol(value: Any) -> Node:
    if not is_name(value.name):
        raise _Foreign
    given = {k: v for k, v in value._assumptions_orig.items() if k in ASSUMPTIONS}
    flags = [Node(name if holds else f"!{name}") for name, holds in sorted(given.items())]
    return Node("Symbol", value.name, flags)


def _rational(value: Any) -> Node:
    if max(value.p.bit_length(), value.q.bit_length()) > 3 * DIGITS:
        raise _Foreign
    return Node("Rational", f"{value.p}/{value.q}")


def _float(value: Any) -> Node:
    from mpmath.libmp import repr_dps, to_str  # type: ignore[import-untyped]

    text = f"{to_str(value._mpf_, repr_dps(value._prec))},{value._prec}"
    if not _FLOAT.fullmatch(text):
        raise _Foreign
    return Node("Float", text)


# Building -----------------------------------------------------------------------------------


def build_expression(node: Node) -> Any:
    """The SymPy object of a tree; ValueError where the tree is not of the closed list."""
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


def _build_node(node: Node) -> Any:
    import sympy
    from sympy.functions.elementary.piecewise import ExprCondPair

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


# Growth -------------------------------------------------------------------------------------


def tame(node: Node, height: int = 0, exponents: float = 1.0) -> None:
    """Refuse what is small as a tree and immense as a number, such as 9**9**9**9.

    `height` counts the exponents around the node, `exponents` is the product of those to which it
    is raised. Numbers count by their logarithm, so that a power has a size before it is taken.
    """
    if node.head == "Rational" and height and abs(_number_node(node)) > EXPONENT:
        raise ValueError("an exponent that is too large")
    if node.head == "Rational" and len(node.text) * exponents > POWER_DIGITS:
        raise ValueError("a power that is too large")
    if node.head not in ("Pow", "exp") or not node.args:
        for arg in node.args:
            tame(arg, height, exponents)
        return
    if height >= TOWER and not _is_number(node.args[-1]):
        raise ValueError("a tower of exponents")
    *base, exponent = node.args
    tame(exponent, height + 1)
    if base and _is_number(exponent):
        exponents *= max(1.0, abs(_number_node(exponent)))
        if exponents > EXPONENT:
            raise ValueError("an exponent that is too large")
    for arg in base:
        tame(arg, height, exponents)


def _is_number(node: Node) -> bool:
    return node.head != "Symbol" and all(_is_number(arg) for arg in node.args)


def _number_node(node: Node) -> complex:
    """The value of an exponent without symbols, in floats; ValueError where it has none."""
    args = [_number_node(arg) for arg in node.args]
    try:
        match node.head:
            case "Rational":
                p, _, q = node.text.partition("/")
                return int(p) / int(q)
            case "Float":
                return float(node.text.partition(",")[0])
            case "Pi" | "Exp1" | "ImaginaryUnit":
                return {"Pi": math.pi, "Exp1": math.e, "ImaginaryUnit": 1j}[node.head]
            case "Add":
                return sum(args)
            case "Mul":
                return math.prod(args)
            case "Pow":
                return complex(args[0] ** args[1])
            case "Abs":
                return abs(args[0])
            case "exp" | "log" | "sin" | "cos" | "tan":
                return complex(getattr(cmath, node.head)(args[0]))
    except (ArithmeticError, LookupError) as error:
        raise ValueError("an exponent that is too large") from error
    raise ValueError("an exponent that does not cross")
