"""Values of a test as Python that can be pasted into a cell of the notebook.

    np.array([3.0, 4.0])   1.0   sp.exp(x)   np.random.default_rng(5)   lambda w: 2 * w

What an expression needs stands in lines before it: symbols, the arrays that a function uses, how
far a generator has been drawn from. What can't be written is named, and a comment says what it is.
Nothing here is evaluated; NumPy and SymPy are `np` and `sp`, as in the notebooks.
"""

from __future__ import annotations

import math
import sys
from fractions import Fraction
from typing import Any, Final

import numpy as np

from grader.testing import pasted_functions, pasted_generators, pasted_symbols
from grader.testing.proxies import Proxy, ProxyFunction
from grader.testing.source_text import TEST_MODULE

LONGEST: Final = 3000
"""Characters of a value; a longer one is only named."""

DEEPEST: Final = 12


class Pasted:
    """Writes values as Python, and collects the lines that these need before them.

    `source` is the code of the test's cell. Functions of more than an expression are shown if
    `whole`, which is not so of hidden tests.
    """

    def __init__(self, source: str = "", *, whole: bool = True) -> None:
        self.source = source
        self.whole = whole
        self.before: list[str] = []
        self._named = 0

    def need(self, line: str) -> None:
        """Have a line stand before the expression, once."""
        if line not in self.before:
            self.before.append(line)

    def text(self, value: Any, name: str = "") -> str:
        """Return a value as Python; `name` is what it is called if it can't be written."""
        found = self._expression(value, 0)
        if found is not None and len(found) <= LONGEST:
            return found
        self._named += 1
        name = name or f"value_{self._named}"
        self.need(f"# {name}: {_what(value)}")
        return name

    def _expression(self, value: Any, depth: int) -> str | None:
        match value:
            case _ if depth > DEEPEST:
                return None
            case None | bool() | str() | bytes() | range():
                return repr(value)
            case np.ndarray():
                return _array_expression(value)
            case np.generic():
                return _scalar(value.item())
            case int() | float() | complex():
                return _scalar(value)
            case Fraction():
                self.need("from fractions import Fraction")
                return repr(value)
            case list() | tuple() | set() | frozenset() | dict():
                return self._container(value, depth + 1)
            case np.random.Generator():
                return pasted_generators.generator_text(value, self)
            case ProxyFunction() | Proxy():
                return value._name or None
            case _ if pasted_symbols.is_symbolic(value):
                return pasted_symbols.symbolic_text(value, self)
            case _:
                return pasted_functions.function_text(value, self)

    def _container(self, value: Any, depth: int) -> str | None:
        if len(value) > LONGEST:
            return None
        if isinstance(value, dict):
            pairs = [
                (self._expression(k, depth), self._expression(v, depth)) for k, v in value.items()
            ]
            if any(None in pair for pair in pairs):
                return None
            return "{" + ", ".join(f"{k}: {v}" for k, v in pairs) + "}"
        items = [self._expression(item, depth) for item in value]
        if None in items:
            return None
        inner = ", ".join(map(str, items))
        match value:
            case list():
                return f"[{inner}]"
            case tuple():
                return f"({inner}{',' if len(items) == 1 else ''})"
            case set():
                return f"{{{inner}}}" if items else "set()"
            case _:
                return f"frozenset({{{inner}}})" if items else "frozenset()"


def _scalar(value: Any) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return {"nan": "np.nan", "inf": "np.inf", "-inf": "-np.inf"}[repr(value)]
    return repr(value)


_PLAIN: Final = {"float64", "int64", "bool", "complex128"}
"""Types that NumPy finds for a list of numbers by itself."""


def _array_expression(value: Any) -> str | None:
    dtype = value.dtype
    if dtype.kind not in "biufcU":
        return None
    if value.size == 0:
        kind = "" if dtype == np.float64 else f", dtype={_dtype(dtype)}"
        return f"np.zeros({value.shape}{kind})"
    if value.size > 12 and (short := _recipe(value)):
        return short
    if value.size * 3 > LONGEST:
        return None
    kind = "" if dtype.name in _PLAIN or dtype.kind == "U" else f", dtype={_dtype(dtype)}"
    return f"np.array({_nested(value.tolist())}{kind})"


def _recipe(value: Any) -> str:
    """Return a large array of one number, or of zeros and ones on the diagonal, in short."""
    if value.dtype not in (np.float64, np.int64):
        return ""
    kind = "" if value.dtype == np.float64 else ", dtype=int"
    first = value.flat[0]
    if np.all(value == first):
        if first in (0, 1):
            return f"np.{'ones' if first else 'zeros'}({value.shape}{kind})"
        return f"np.full({value.shape}, {_scalar(first.item())})"
    if value.ndim == 2 and len(set(value.shape)) == 1 and np.array_equal(value, np.eye(len(value))):
        return f"np.eye({len(value)}{kind})"
    if value.dtype == np.int64 and np.array_equal(value, np.arange(len(value))):
        return f"np.arange({len(value)})"
    return ""


def _nested(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_nested, value))}]"
    return _scalar(value)


def _dtype(dtype: Any) -> str:
    return "str" if dtype.kind == "U" else "bool" if dtype.kind == "b" else f"np.{dtype.name}"


def _what(value: Any) -> str:
    """Say what a value is that is not written."""
    match value:
        case np.ndarray():
            return f"an array of shape {value.shape}, too long to show"
        case list() | tuple() | set() | frozenset() | dict():
            count = len(value)
            return f"a {type(value).__name__} of {count} {'item' if count == 1 else 'items'}"
        case Proxy():
            return f"an object of yours, a {value.type_name}"
        case np.random.Generator():
            return "a random generator"
        case type():
            return "a class of the test"
        case _ if callable(value):
            return "a function of the test"
        case _:
            module = sys.modules.get(type(value).__module__)
            ours = module is None or type(value).__module__.startswith(TEST_MODULE)
            return "an object of the test" if ours else f"a {type(value).__name__}"
