"""General relations of what came back to what was expected, such as the negative of it.

They hold for any exercise and are found by comparing numbers alone. A relation is told only if it
holds in all failing tests of a cell that could tell (see `diagnosers`), and only if the numbers are
not ones that fit by accident.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from grader import checks
from grader.verdict import Remark

MAX_ENTRIES: Final = 1_000_000
"""Entries of an array that is examined."""

NEAR: Final = 1e-3
"""Relative error of a result that is nearly right: three digits."""

NEAR_ROUNDED: Final = 1e-2
"""The same of one whose entries are all the expected ones, rounded."""

DRIFTED: Final = 5e-2
"""Share of the largest entry up to which a small error may have grown in a larger test."""


@dataclass(frozen=True, eq=False)
class Pair:
    """Two arrays that do not agree, and when numbers do."""

    got: Any
    want: Any
    rtol: float
    atol: float

    def near(self, one: Any, other: Any) -> bool:
        """Return whether two arrays agree, in shape and within the test's tolerance."""
        with np.errstate(all="ignore"):
            return bool(
                one.shape == other.shape
                and np.all(np.isclose(one, other, rtol=self.rtol, atol=self.atol))
            )


def relations_of(error: BaseException | None) -> list[Remark] | None:
    """Return the relations of what was compared; None if they can't tell.

    A result that may be off by a small error which has grown does not contradict one that is nearly
    right.
    """
    pair = _pair(error)
    if pair is None:
        return None
    if pair.got.shape != pair.want.shape:
        return [*_of_shapes(pair)]
    found = [*_of_values(pair)]
    drift = np.max(np.abs(pair.got - pair.want)) <= DRIFTED * np.max(np.abs(pair.want))
    return None if drift and not found else found


def _pair(error: BaseException | None) -> Pair | None:
    """Return the arrays that a test compared, if they can be examined."""
    if not isinstance(error, checks.Mismatch) or error.arrays is None:
        return None
    got, want = error.arrays
    for array in (got, want):
        numeric = array.dtype.kind in "iufc" and 0 < array.size <= MAX_ENTRIES
        if not numeric or not np.all(np.isfinite(array)):
            return None
    if not np.any(np.abs(want) > error.tolerance[1]):
        return None
    if got.shape == want.shape and not np.any(got) and not np.any(np.round(want, 2)):
        return None  # it may have been rounded away
    return Pair(got, want, *error.tolerance)


def _of_values(pair: Pair) -> Iterator[Remark]:
    got, want, near = pair.got, pair.want, pair.near
    if want.ndim == 2 and near(got.T, want):
        yield Remark("transpose", "This is the transpose of what is expected.")
    wrong = got[got != want]
    if np.all(np.isin(np.abs(wrong), (0, 1))) or {got.dtype.kind, want.dtype.kind} <= set("iu"):
        return  # cut to 0 or 1, or a count, a token or an index
    if found := _nearly_right(got, want):
        yield found
        return
    if near(got, -want):
        summary = "This is what is expected with the opposite sign: is a sign turned?"
        yield Remark("negative", summary)
    if _is_cut(got, want):
        summary = (
            "These are the expected numbers without their fractions: does an array of integers"
            " hold them (`zeros_like` of one, `dtype=int`), or is there a `//`?"
        )
        yield Remark("whole", summary)


def _is_cut(got: checks.Array, want: checks.Array) -> bool:
    """Return whether several whole numbers came back for others, without their fractions."""
    if got.dtype.kind not in "iu" or want.dtype.kind != "f" or np.unique(got).size == 1:
        return False
    cut = np.array_equal(got, np.trunc(want)) or np.array_equal(got, np.floor(want))
    return cut and not np.array_equal(got, want)


def _nearly_right(got: checks.Array, want: checks.Array) -> Remark | None:
    """Return how all entries are nearly right, if they are.

    Entries that are expected to be 0 are measured by the largest one.
    """
    sizes, largest = np.abs(want), np.max(np.abs(want))
    errors = np.abs(got - want) / np.where(sizes > 1e-6 * largest, sizes, largest)
    worst = float(np.max(errors))
    if worst == 0:
        return None
    decimals, step = _rounding(got, want)
    if decimals >= 2 and step and worst <= NEAR_ROUNDED:
        summary = "This is nearly right, but rounded."
        detail = f"This is what is expected, rounded to {decimals} decimals."
        return Remark("nearly right", summary, detail)
    if worst > NEAR or 2 * np.count_nonzero(errors) <= np.count_nonzero(want):
        return None  # a threshold or a shortcut may have made some of them
    if (decimals >= 0 and not step) or _rounding(want, got)[1]:
        return None  # the result is more exact than what is expected
    digits = min(int(-np.log10(worst)), 15)
    cause = (
        "is something rounded, approximated or in {} precision, a constant added, or another way"
        " taken than asked?"
    )
    detail = f"This is right to {digits} digits: {cause.format('half' if digits < 5 else 'single')}"
    return Remark("nearly right", f"This is nearly right: {cause.format('single')}", detail)


def _rounding(one: checks.Array, other: checks.Array) -> tuple[int, bool]:
    """Return to how many decimals one is the other, rounded, -1 if it is not.

    Also whether they differ as much as by rounding; else one is a simple number by itself.
    """
    other = np.asarray(other, np.result_type(other, float))  # in half precision 10⁵ overflows
    n = next((n for n in range(9) if np.array_equal(np.round(other, n), one)), -1)
    return n, n >= 0 and bool(np.max(np.abs(one - other)) >= 0.1 * 10.0**-n)


def _of_shapes(pair: Pair) -> Iterator[Remark]:
    """Yield the relations of two arrays of different shapes."""
    got, want = pair.got, pair.want
    if got.ndim == want.ndim == 2 and pair.near(got.T, want):
        yield Remark("transpose", "This is the transpose of what is expected.")
    elif got.size == want.size and pair.near(got.ravel(), want.ravel()):
        yield Remark("shape", f"The numbers are right, and the shape is not{_axis_of_one(pair)}.")


def _axis_of_one(pair: Pair) -> str:
    more, less = pair.got.shape, pair.want.shape
    if tuple(n for n in more if n != 1) != tuple(n for n in less if n != 1) or more == less:
        return ""
    if len(more) > len(less):
        return ": an axis of length 1 is too many"
    kept = " (`keepdims=True` keeps one)" if more else ""
    return f": an axis of length 1 is missing{kept}"
