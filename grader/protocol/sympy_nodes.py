"""The closed list of SymPy classes that cross, and the caps on their trees and on their growth.

Tests evaluate what crossed, so a tree is also bounded by how large it may become.
"""

from __future__ import annotations

import cmath
import math
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

NODES: Final = 5000
"""Nodes of a tree that crosses."""

MAX_TREE_DEPTH: Final = 100
"""Levels of a tree that crosses."""

DIGITS: Final = 2000
"""Digits of a number that crosses."""

BYTES: Final = 500_000
"""Bytes of a tree that crosses."""

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
_NUMBERS: Final = ("Pi", "Exp1", "ImaginaryUnit", "NaN")
_INFINITE: Final = ("Infinity", "NegativeInfinity", "ComplexInfinity")
_BOOLEANS: Final = {"BooleanTrue": "true", "BooleanFalse": "false"}
CONSTANTS: Final = {name: name for name in (*_NUMBERS, *_INFINITE, "EmptySet")} | _BOOLEANS
"""Class names of constants, with their names in `sympy.S`."""

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
"""Names of symbols. `lambdify` writes them into code, so they must hold nothing to call."""


class Node(NamedTuple):
    """One node: its head, the text of a leaf, its arguments."""

    head: str
    text: str = ""
    args: Sequence[Node] = ()


def is_name(text: str) -> bool:
    """Return whether a symbol of that name crosses."""
    return len(text) <= 2 * DIGITS and _NAME.fullmatch(text) is not None


# Growth -------------------------------------------------------------------------------------

EXPONENT: Final = 1000
"""The largest exponent that crosses, and the largest number inside one."""

POWER_DIGITS: Final = 20_000
"""Digits, roughly, of a power of a number that crosses."""

TOWER: Final = 2
"""Levels of exponents inside exponents that cross."""


def tame(node: Node, height: int = 0, exponents: float = 1.0) -> None:
    """Raise ValueError for a small tree that stands for an immense number, 9**9**9**9 for one.

    `height` counts the exponents around the node; `exponents` is the product of those that it is
    raised to. Numbers count by their logarithm, so a power has a size before it is computed.
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
    if _is_number(exponent):
        size = max(1.0, abs(_number_node(exponent)))
        exponents *= size if base else 1.0
        if not max(size, exponents) <= EXPONENT:
            raise ValueError("an exponent that is too large")
    for arg in base:
        tame(arg, height, exponents)


def _is_number(node: Node) -> bool:
    return node.head != "Symbol" and all(_is_number(arg) for arg in node.args)


def _number_node(node: Node) -> complex:
    """Return the value of an exponent without symbols; raise ValueError if it has none."""
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
