"""Tables of pandas: where two differ, as a teacher would compare them, and how they look as text.

Whoever made a table has imported pandas; this module does not.
"""

from __future__ import annotations

import datetime as dt
import itertools
import sys
from collections.abc import Collection, Iterable, Sequence
from numbers import Number
from typing import Any, Final, NamedTuple

import numpy as np

MAX_ROWS: Final = 8
MAX_COLUMNS: Final = 8
MAX_CELL: Final = 20
"""Rows, columns and characters of a cell that are shown; rows that differ are shown beside them."""

WRONG: Final = "✗"
"""Stands beside a cell that is not right."""

MISSING: Final = ("NAType", "NaTType")
"""Types of pandas' missing values, beside None and NaN."""


class Difference(NamedTuple):
    """Why a table is not the expected one."""

    kind: str
    """A sentence without values."""
    detail: str
    """The sentence with them."""
    cells: frozenset[tuple[int, int]] = frozenset()
    """Rows and columns of the cells that are not right."""
    wanted: frozenset[tuple[int, int]] = frozenset()
    """Where the expected table has them."""


def is_table(value: object) -> bool:
    """Return whether a value is a table or a column of pandas, without importing pandas."""
    pandas: Any = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, pandas.DataFrame | pandas.Series)


def columns_of(table: Any) -> list[tuple[Any, Any]]:
    """Return the names of a table's columns, each with its cells: an array of numbers or a list."""
    if table.ndim == 1:
        return [(table.name, _cells(table))]
    return [(name, _cells(table.iloc[:, n])) for n, name in enumerate(table.columns)]


def _cells(column: Any) -> Any:
    plain = isinstance(column.dtype, np.dtype) and column.dtype.kind in "biufc"
    return column.to_numpy() if plain else column.tolist()


# Comparing ----------------------------------------------------------------------------------


def difference(
    got: Any, want: Any, rtol: float, atol: float, *, any_order: bool = False
) -> Difference | None:
    """Return how a table differs from another one of its kind, or None."""
    ours, theirs = columns_of(got), columns_of(want)
    places = _places([name for name, _ in ours], [name for name, _ in theirs])
    if found := _of_columns(got, want) or _of_length(len(got), len(want)):
        return found
    pairs = [(ours[place][1], cells) for place, (_, cells) in zip(places, theirs, strict=True)]
    if has_labels(want):
        pairs.append((got.index.tolist(), want.index.tolist()))
    rows = _matched(pairs, len(want), any_order)
    orders = [[row[side] for row in rows] for side in (0, 1)]
    off = sorted(
        (int(row), column)
        for column, pair in enumerate(pairs)
        for row in np.flatnonzero(~_same([*map(_taken, pair, orders)], rtol, atol))
    )
    if not off:
        return None
    row, column = off[0]
    first = [_text(cells[place]) for cells, place in zip(pairs[column], rows[row], strict=True)]
    names = [*(f"column `{name}`, " if want.ndim == 2 else "" for name, _ in theirs), None]
    cells = [(row, column) for row, column in off if names[column] is not None]
    return Difference(
        *_told(names[column], rows[row][0], first, len(cells), len(want) * len(theirs)),
        frozenset((rows[row][0], places[column]) for row, column in cells),
        frozenset((rows[row][1], column) for row, column in cells),
    )


def _told(name: str | None, row: int, first: list[str], wrong: int, size: int) -> tuple[str, str]:
    """Return the sentences on a first cell that differs, or on the index where that has no name."""
    is_not = f"is {first[0]}, where {first[1]} is expected."
    if name is None:
        return "The index is not right.", f"The index of row {row} {is_not}"
    count = "1 cell is" if wrong == 1 else f"{wrong} of {size} cells are"
    return "The values are not right.", f"{count} not right: the one in {name}row {row} {is_not}"


def _of_length(ours: int, theirs: int) -> Difference | None:
    if ours == theirs:
        return None
    there = "There is 1 row" if ours == 1 else f"There are {ours} rows"
    said = f"{there}, where {theirs} {_is(theirs)} expected."
    return Difference("The number of rows is not right.", said)


def has_labels(table: Any) -> bool:
    """Return whether the index of a table says more than the numbers of its rows."""
    return bool(table.index.tolist() != [*range(len(table))])


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _of_columns(got: Any, want: Any) -> Difference | None:
    """Return how the names of columns differ."""
    if want.ndim == 1:
        return None
    ours, theirs = got.columns.tolist(), want.columns.tolist()
    missing = [name for name in theirs if ours.count(name) < theirs.count(name)]
    more = [name for name in ours if ours.count(name) > theirs.count(name)]
    told = [f"{_listed(missing)} missing."] if missing else []
    told += [f"{_listed(more)} not expected."] if more else []
    if {*missing} & {*got.index.names}:
        told.append("The index has this name: `reset_index()` makes a column of it.")
    return Difference("The columns are not right.", " ".join(told)) if told else None


def _listed(names: Collection[Any]) -> str:
    several = [f"`{name}`" for name in dict.fromkeys(names)]
    word = "columns" if len(several) > 1 else "column"
    return f"The {word} {', '.join(several)} {_is(len(several))}"


def _places(ours: list[Any], theirs: list[Any]) -> list[int]:
    """Return where a table has each of the expected columns; -1 where it is not."""
    if len(ours) == len(theirs) == 1:
        return [0]
    left = dict(enumerate(ours))
    found = []
    for name in theirs:
        place = next((n for n, other in left.items() if other == name), -1)
        left.pop(place, None)
        found.append(place)
    return found


def _matched(pairs: Sequence[Any], count: int, any_order: bool) -> list[tuple[int, int]]:
    """Return which row is compared with which.

    Those with floats among them are ordered by these last, since they may differ by rounding.
    """
    if not any_order:
        return [(n, n) for n in range(count)]
    exact = sorted(pairs, key=lambda pair: getattr(pair[1], "dtype", np.dtype(int)).kind in "fc")
    orders = [
        sorted(range(count), key=lambda row: [_key(pair[side][row]) for pair in exact])
        for side in (0, 1)
    ]
    return [*zip(*orders, strict=True)]


def _key(cell: object) -> str:
    if isinstance(cell, float | np.floating):
        return "" if np.isnan(cell) else f"{float(cell) + 0.0:.8g}"
    return "" if _is_missing(cell) else str(cell)


def _taken(column: Any, order: list[int]) -> Any:
    return column[order] if isinstance(column, np.ndarray) else [column[n] for n in order]


def _same(columns: list[Any], rtol: float, atol: float) -> Any:
    """Return which cells of two columns are the same."""
    one, other = columns
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        with np.errstate(all="ignore"):
            return np.isclose(one, other, rtol=rtol, atol=atol, equal_nan=True)
    pairs = zip(one, other, strict=True)
    return np.array([_same_cell(a, b, rtol, atol) for a, b in pairs], dtype=bool)


def _same_cell(one: Any, other: Any, rtol: float, atol: float) -> bool:
    one, other = (cell.item() if isinstance(cell, np.generic) else cell for cell in (one, other))
    if _is_missing(one) or _is_missing(other):
        return _is_missing(one) and _is_missing(other)
    if isinstance(one, Number) and isinstance(other, Number):
        return bool(np.isclose(complex(one), complex(other), rtol=rtol, atol=atol))  # type: ignore[call-overload]
    alike = type(one) is type(other) or (isinstance(one, dt.date) and isinstance(other, dt.date))
    return alike and bool(np.all(one == other))


def _is_missing(cell: object) -> bool:
    is_nan = isinstance(cell, float | np.floating) and bool(np.isnan(cell))
    return cell is None or is_nan or type(cell).__name__ in MISSING


# Showing ------------------------------------------------------------------------------------


def as_text(table: Any, marked: Collection[tuple[int, int]] = ()) -> str:
    """Return a table as lines of text, with a sign beside some of its cells.

    Of a long one, the first rows are shown and some of those with such cells; so with columns.
    """
    columns = columns_of(table)
    rows = _shown(len(table), {row for row, _ in marked}, MAX_ROWS)
    places = _shown(len(columns), {column for _, column in marked}, MAX_COLUMNS)
    lines = [["", *("…" if n is None else _name(columns[n][0]) for n in places)]]
    for row in rows:
        if row is None:
            lines.append(["…", *("" for _ in places)])
            continue
        cells = ["…" if n is None else _text(columns[n][1][row]) for n in places]
        signs = [f" {WRONG}" if (row, n) in marked else "" for n in places]
        lines.append([_text(table.index[row]), *map("".join, zip(cells, signs, strict=True))])
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    padded = ("  ".join(c.rjust(w) for c, w in zip(line, widths, strict=True)) for line in lines)
    return "\n".join([*map(str.rstrip, padded), *_size(table, rows, places)])


def _shown(count: int, marked: Iterable[int], most: int) -> list[int | None]:
    """Return the first of so many rows or columns, and some marked ones; None for those between."""
    if count <= most:
        return [*range(count)]
    first = {*range(most // 2), *sorted(marked)[: most // 2]}
    others = (n for n in range(count) if n not in first)
    return _with_gaps(sorted({*first, *itertools.islice(others, most - len(first))}), count)


def _with_gaps(chosen: Sequence[int], count: int) -> list[int | None]:
    found: list[int | None] = []
    for before, n in zip([-1, *chosen], [*chosen, count], strict=True):
        found += [None] if n > before + 1 else []
        found += [n] if n < count else []
    return found


def _size(table: Any, rows: Sequence[int | None], places: Sequence[int | None]) -> list[str]:
    if None not in rows and None not in places:
        return []
    return [f"{len(table)} rows" + (f", {table.shape[1]} columns" if table.ndim == 2 else "")]


def _name(name: object) -> str:
    return "" if name is None else _text(name)


def _text(cell: object) -> str:
    """Return a cell as short text; a text that could be a number stands in quotes."""
    if isinstance(cell, float | np.floating):
        found = f"{float(cell):.8g}".replace("nan", "NaN")
    elif isinstance(cell, str):
        found = repr(cell)
        plain = found[1:-1]
        found = plain if plain == cell.strip() and plain[:1].isalpha() else found
    else:
        try:
            found = " ".join(str(cell).split())
        except Exception:  # noqa: BLE001 - an integer with too many digits, say
            found = f"<{type(cell).__name__}>"
    return found if len(found) <= MAX_CELL else f"{found[: MAX_CELL - 1]}…"
