"""Misconceptions about central differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from solutions.finite_differences import numerical_gradient
from solutions.misconceptions import Undetermined, slip


def _differences(f: Any, x: Any, quotient: Callable[[Any, Any], Any]) -> Any:
    """Return a quotient for each entry; `at(step)` is the value with this entry moved by a step."""
    point = np.asarray(x, dtype=float)
    gradient = np.empty(point.shape)
    for place in np.ndindex(point.shape):

        def at(step: Any, place: Any = place) -> Any:
            moved = point.copy()
            moved[place] += step
            return f(moved if point.ndim else float(moved))

        gradient[place] = quotient(at, point[place])
    return gradient


@slip("numerical_gradient", "a difference to one side, f(x + h) − f(x)")
def one_sided(f: Any, x: Any, h: float = 1e-5) -> Any:
    return _differences(f, x, lambda at, _: (at(h) - at(0)) / h)


@slip("numerical_gradient", "a central difference divided by h, not by 2h")
def divided_by_h(f: Any, x: Any, h: float = 1e-5) -> Any:
    return 2 * numerical_gradient(f, x, h)


@slip("numerical_gradient", "the difference of values, not divided by anything")
def undivided(f: Any, x: Any, h: float = 1e-5) -> Any:
    return _differences(f, x, lambda at, _: at(h) - at(-h))


@slip(
    "numerical_gradient",
    "all slopes in one row",
    hint="The gradient has the shape of x.",
)
def all_in_a_row(f: Any, x: Any, h: float = 1e-5) -> Any:
    slopes = numerical_gradient(f, x, h)
    return np.ravel(slopes) if np.ndim(x) else slopes


@slip(
    "numerical_gradient",
    "a product with h in place of a quotient, (…) / 2 * h",
    hint="What does Python compute for `a / 2 * h`: a / (2 h), or (a / 2) h?",
)
def multiplied_by_h(f: Any, x: Any, h: float = 1e-5) -> Any:
    return h**2 * numerical_gradient(f, x, h)


@slip("numerical_gradient", "f(x − h) − f(x + h), which has the wrong sign")
def turned_round(f: Any, x: Any, h: float = 1e-5) -> Any:
    return -numerical_gradient(f, x, h)


@slip("numerical_gradient", "a step of 2h to either side, divided by 2h")
def twice_as_far(f: Any, x: Any, h: float = 1e-5) -> Any:
    return 2 * numerical_gradient(f, x, 2 * h)


@slip("numerical_gradient", "all entries moved at once, which gives the slope along (1, …, 1)")
def all_at_once(f: Any, x: Any, h: float = 1e-5) -> Any:
    slope = (f(x + h) - f(x - h)) / (2 * h)
    return np.full(np.shape(x), slope)


@slip(
    "numerical_gradient",
    "all entries moved at once, which gives one number for the whole array",
    hint="`x + h` moves every entry. Which single entry should move for one slope?",
)
def one_slope_for_all(f: Any, x: Any, h: float = 1e-5) -> Any:
    return (f(x + h) - f(x - h)) / (2 * h)


@slip(
    "numerical_gradient",
    "the entries of a row moved together, not one at a time",
    hint="In a matrix, `x[i]` is a whole row. How do you reach a single entry?",
)
def rows_moved(f: Any, x: Any, h: float = 1e-5) -> Any:
    point = np.array(x, dtype=float)
    if point.ndim < 2:
        return numerical_gradient(f, x, h)
    gradient = np.empty(point.shape)
    for i in range(len(point)):
        step = np.zeros(point.shape)
        step[i] = h
        gradient[i] = (f(point + step) - f(point - step)) / (2 * h)
    return gradient


@slip("numerical_gradient", "entries that stay moved when the next one is")
def never_moved_back(f: Any, x: Any, h: float = 1e-5) -> Any:
    if np.ndim(x) == 0:
        return numerical_gradient(f, x, h)
    if np.asarray(x).dtype.kind in "iu":
        raise Undetermined  # whether integers are moved, or a copy of floats
    point = np.array(x, dtype=float)
    gradient = np.empty(point.shape)
    for place in np.ndindex(point.shape):
        above = point.copy()
        above[place] += h
        point[place] -= h
        gradient[place] = (f(above.copy()) - f(point.copy())) / (2 * h)
    return gradient


@slip("numerical_gradient", "a step in proportion to the entry, which is 0 at 0")
def relative_step(f: Any, x: Any, h: float = 1e-5) -> Any:
    return _differences(
        f, x, lambda at, entry: (at(h * entry) - at(-h * entry)) / (2 * h * (entry or 1))
    )


@slip(
    "numerical_gradient",
    "a step in proportion to the entry, which gives 0 / 0 at 0",
    hint="The step is h, whatever the entry is.",
)
def relative_quotient(f: Any, x: Any, h: float = 1e-5) -> Any:
    with np.errstate(all="ignore"):
        return _differences(
            f, x, lambda at, entry: (at(h * entry) - at(-h * entry)) / np.float64(2 * h * entry)
        )


@slip("numerical_gradient", "a step of a fixed size, whatever `h` is")
def own_step(f: Any, x: Any, h: float = 1e-5) -> Any:
    return numerical_gradient(f, x, 1e-5)


@slip(
    "numerical_gradient",
    "numbers in single precision, which hold only seven digits",
    hint="How many digits of 3 + 1e-5 does a `float32` hold? Which `dtype` is yours?",
)
def single_precision(f: Any, x: Any, h: float = 1e-5) -> Any:
    if np.ndim(x) == 0:
        return numerical_gradient(f, x, h)
    point = np.asarray(x, dtype=np.float32)
    gradient = np.empty(point.shape)
    for place in np.ndindex(point.shape):
        above, below = point.copy(), point.copy()
        above[place] += h
        below[place] -= h
        gradient[place] = (f(above) - f(below)) / (2 * h)
    return gradient
