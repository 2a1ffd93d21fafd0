"""The closed list of SymPy classes that cross, and the caps on their trees."""

from __future__ import annotations

import re
from typing import Final

import msgspec

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


class Node(msgspec.Struct, frozen=True, array_like=True):
    """One node: its head, the text of a leaf, its arguments."""

    head: str
    text: str = ""
    args: list[Node] = []


def is_name(text: str) -> bool:
    """Return whether a symbol of that name crosses."""
    return len(text) <= 2 * DIGITS and _NAME.fullmatch(text) is not None
