"""Arguments as text that a student can read, and small changes of them."""

from __future__ import annotations

import ast
import builtins
import random
from collections.abc import Collection, Iterable, Mapping
from types import CodeType, FunctionType
from typing import Any, Final

import numpy as np

from grader.questions.preamble import Unwritten, helpers_in
from grader.testing.proxies import Proxy, label

MOST_ENTRIES: Final = 9
"""Entries of an array or a list that is shown."""

MOST_IN_ORDER: Final = 128
"""Entries of an array that is shown as numbers in order."""

MOST_CHARS: Final = 24
"""Characters of a text that is shown."""

MOST_DIGITS: Final = 6
"""Characters of a number that is shown as it is."""

MOST_INT: Final = 12

MOST_VARIED: Final = 500
"""Entries of an array that is varied; nobody reads a question with a larger one."""

FEW_ARRAYS: Final = 4
"""Arrays of a dict that are written with their numbers."""

SAME_ENTRIES: Final = 0.3
"""Share of the lists whose entries only change places."""

TENTHS: Final = (0.1, 0.2, 0.25, 0.4, 0.5, 0.6, 0.75, 0.8, 0.9)
NICE: Final = (1.0, 2.0, 3.0, 4.0, 0.5, 5.0, 1.5, 0.25)
PARTS: Final = {2: (0.25, 0.75), 3: (0.5, 0.3, 0.2), 4: (0.4, 0.3, 0.2, 0.1)}
"""Numbers that are easy to calculate with, and those that add up to 1."""


def text_of(value: Any, source: str) -> str:
    """Write a value as Python; a function is looked up in the source of the tests."""
    kind = type(value)
    if value is None or kind is bool or kind is int:
        return repr(value)
    if isinstance(value, float | np.floating | np.integer):
        return _float_text(value.item() if isinstance(value, np.generic) else value)
    if kind is str and len(value) <= MOST_CHARS and value.isprintable():
        return repr(value)
    if kind in (list, tuple) and len(value) <= MOST_ENTRIES:
        inner = ", ".join(text_of(item, source) for item in value)
        return f"[{inner}]" if kind is list else f"({inner}{',' * (len(value) == 1)})"
    if kind is dict and len(value) <= 2 * MOST_ENTRIES:
        arrays = [item for item in value.values() if type(item) is np.ndarray]
        written = _plain_text if len(arrays) > FEW_ARRAYS else text_of
        parts = (f"{text_of(k, source)}: {written(v, source)}" for k, v in value.items())
        return f"{{{', '.join(parts)}}}"
    if kind is np.ndarray and value.dtype.kind in "biuf" and value.ndim:
        return _array_text(value, source)
    if isinstance(value, np.random.Generator):
        return "np.random.default_rng(1)"
    if kind is FunctionType:
        return _function_text(value, source)
    if kind.__name__ in helpers_in(source) and not vars(value):
        return f"{kind.__name__}()"
    if isinstance(value, Proxy) and label(value).isidentifier():
        return label(value)
    if type(value).__module__.partition(".")[0] == "sympy":
        return _expression_text(value)
    raise Unwritten


def _array_text(value: Any, source: str) -> str:
    """Write an array; of a larger one only the shape is kept."""
    if value.size <= MOST_ENTRIES:
        return f"np.array({text_of(value.tolist(), source)})"
    if value.size > MOST_IN_ORDER or value.dtype.kind == "b":
        raise Unwritten
    tenths = " / 10" if value.dtype.kind == "f" else ""
    return f"np.arange({value.size}).reshape{value.shape}{tenths}"


def _plain_text(value: Any, source: str) -> str:
    """Write an array of a dict of many by its shape alone, as an identity or numbers in order."""
    if type(value) is np.ndarray and value.ndim in (1, 2):
        rows, *columns = value.shape
        size = ", ".join(map(str, value.shape if [rows] != columns else columns))
        return f"np.eye({size})" if columns else f"np.arange({rows})"
    return text_of(value, source)


def _float_text(value: float) -> str:
    """Write a number; one with many digits is rounded, and so another one."""
    if not np.isfinite(value):
        raise Unwritten
    return repr(value) if len(repr(value)) <= MOST_DIGITS else repr(float(f"{value:.2g}"))


def _function_text(function: FunctionType, source: str) -> str:
    """Return a function of the tests as a lambda, or the name of one at their top."""
    code = function.__code__
    helpers = helpers_in(source)
    nodes = (
        found
        for node in ast.walk(ast.parse(source))
        if getattr(node, "lineno", 0) == code.co_firstlineno
        and (found := _as_lambda(node))
        and _is_of(found.body, code)
    )
    node = next(nodes, None)
    if function.__name__ in helpers and "." not in function.__qualname__:
        return function.__name__
    if node is None or any(
        name != "np" and name not in helpers and not hasattr(np, name) and name not in dir(builtins)
        for name in code.co_names
    ):
        raise Unwritten
    held = dict(zip(code.co_freevars, function.__closure__ or (), strict=True))
    texts = {name: text_of(cell.cell_contents, source) for name, cell in held.items()}
    return ast.unparse(_Filled(texts).visit(node))


class _Filled(ast.NodeTransformer):
    """Writes what names stand for in their place."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def visit_Name(self, node: ast.Name) -> ast.expr:
        text = self._texts.get(node.id)
        return node if text is None else ast.parse(text, mode="eval").body


def _as_lambda(node: ast.AST) -> ast.Lambda | None:
    match node:
        case ast.Lambda():
            return node
        case ast.FunctionDef(body=[ast.Return(value=ast.expr() as value)], args=arguments):
            return ast.copy_location(ast.Lambda(arguments, value), node)
    return None


def _is_of(body: ast.expr, code: CodeType) -> bool:
    """Return whether an expression was compiled to that code: a line may hold several."""
    place = body.lineno, body.end_lineno, body.col_offset, body.end_col_offset
    return place in [*code.co_positions()]


def _expression_text(value: Any) -> str:
    """Return an expression of SymPy; its symbols have no assumptions."""
    import sympy

    text = str(value)
    symbols: set[Any] = getattr(value, "free_symbols", set())
    usual = all(symbol == sympy.Symbol(symbol.name) for symbol in symbols)
    named = all(symbol.name.isidentifier() for symbol in symbols)
    if not isinstance(value, sympy.Expr) or not (usual and named) or len(text) > 2 * MOST_CHARS:
        raise Unwritten
    return text


# Changes ------------------------------------------------------------------------------------


def sizes_in(values: Iterable[Any]) -> set[int]:
    """Return the sizes of arrays and lists."""
    shapes = [getattr(one, "shape", (len(one),) if isinstance(one, list) else ()) for one in values]
    return {size for shape in shapes for size in shape}


def varied(value: Any, draw: random.Random, sizes: Collection[int] = ()) -> Any:
    """Return a value like another one: other numbers of the same kind, or in another order.

    A number that divides sizes still does, and whole numbers of an array only change places.
    """
    kind = type(value)
    if value is None or (kind in (bool, str) and draw.random() < 0.4):
        return value
    if kind is bool:
        return value
    if kind is int:
        changed = _varied_int(value, draw)
        fits = value < 1 or not any(size % changed for size in sizes if not size % value)
        return changed if fits else value
    if isinstance(value, float | np.floating):
        return _varied_number(float(value), draw)
    if kind is str:
        return value if "=" in value else "".join(draw.sample(value, len(value)))
    if kind is np.ndarray:
        return _varied_array(value, draw)
    if kind in (list, tuple) and value:
        return kind(_varied_items([*value], draw))
    return value


def _varied_int(value: int, draw: random.Random) -> int:
    """Return a number near another one, or a small one in the place of a large one."""
    if value > MOST_INT:
        return draw.choice((2, 3, 4, 5))
    return value if value < 1 or draw.random() < 0.5 else max(1, value + draw.choice((-1, 1)))


def _varied_number(value: float, draw: random.Random) -> float:
    if value == 0 or draw.random() < 0.3:
        return value
    if 0 < value <= 1:
        return draw.choice(TENTHS)
    return draw.choice(NICE) * (1 if value > 0 else -1)


def _varied_items(items: list[Any], draw: random.Random) -> list[Any]:
    if all(isinstance(item, float) for item in items):
        return [float(one) for one in _varied_array(np.array(items), draw)]
    if {*map(type, items)} in ({str}, {int}) or draw.random() < SAME_ENTRIES:
        return draw.sample(items, len(items))
    return [varied(item, draw) for item in items]


def _varied_array(value: Any, draw: random.Random) -> Any:
    """Return an array like another one: one whose rows are probabilities stays one."""
    if value.dtype.kind not in "iuf" or not 0 < value.size <= MOST_VARIED:
        return value
    changed = value.copy()
    rows = changed.reshape(-1, changed.shape[-1] if changed.ndim else 1)
    whole = value.dtype.kind != "f"
    shares = np.all(value >= 0) and np.allclose(rows.sum(axis=1), 1)
    square = value.ndim == 2 and value.shape[0] == value.shape[1] and np.allclose(value, value.T)
    if square and value.shape[0] > 1:
        order = draw.sample(range(len(value)), len(value))
        scale = 1 if whole or np.max(np.abs(value)) <= 1 else draw.choice((1, 1, 2, 3))
        return changed[np.ix_(order, order)] * scale
    if value.ndim == 2 and not shares and np.all(value >= 0) and np.isclose(value.sum(), 1):
        return np.reshape(draw.sample([*value.flat], value.size), value.shape)  # of all pairs
    for row in rows:
        if shares and not whole and np.all(row < 1) and len(row) in PARTS:
            row[:] = draw.sample(PARTS[len(row)], len(row))
        elif shares or whole or draw.random() < 0.5:
            row[:] = draw.sample([*row], len(row))
        else:
            row[:] = [_varied_entry(entry, value, draw) for entry in row]
    return changed


def _varied_entry(entry: Any, among: Any, draw: random.Random) -> float:
    """Return a number of the same sign that is not outside of the range of all."""
    steps = (1.0, 2.0, 3.0, 4.0, 5.0) if np.all(among == np.round(among)) else NICE + TENTHS
    sign = 1 if entry > 0 else -1
    near = [sign * step for step in steps if among.min() <= sign * step <= among.max()]
    return draw.choice(near) if entry and near and draw.random() > 0.2 else float(entry)
