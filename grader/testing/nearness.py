"""Results that are nearly right: rounded, in single precision, or an approximation."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

FARTHEST: Final = 1e-3
"""Relative error of a result that is nearly right: three digits."""

FARTHEST_ROUNDED: Final = 1e-2
"""The same of one whose entries are all the expected ones, rounded; farther off it is weak."""

FARTHEST_DRIFT: Final = 5e-2
"""Share of the largest entry up to which a small error may have grown in a larger test."""

STEP: Final = 2.0**-53
"""Distance of the numbers just below 1; what is computed as 1 minus such a number is a multiple."""

SMALL: Final = 1e-5
"""Size of a number that loses digits if it is computed as a difference of numbers around 1."""

SINGLE: Final = ("float32", "float16", "complex64")

ROUNDINGS: Final = 64
"""Roundings that may add up in a result before its error is one of something else."""

NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class Nearness(NamedTuple):
    """How a result is nearly right."""

    said: str
    told: str
    """The same with the number of digits."""
    weak: bool = False
    """Whether it may be an accident."""


def nearly_right(got: Any, want: Any) -> Nearness | None:
    """Return how all entries are nearly right, if they are.

    Entries that are expected to be 0 are measured by the largest one.
    """
    sizes, most = np.abs(want), np.max(np.abs(want))
    if most == 0:
        return None
    errors = np.abs(got - want) / np.where(sizes > 1e-6 * most, sizes, most)
    worst = float(np.max(errors))
    if worst == 0:
        return None
    decimals = next((n for n in range(2, 9) if np.array_equal(np.round(want, n), got)), None)
    if decimals is not None and np.any(got):
        told = f"This is what is expected, rounded to {_count(decimals, 'decimal')}."
        return Nearness("This is nearly right, but rounded.", told, weak=worst > FARTHEST_ROUNDED)
    if worst > FARTHEST:
        return None
    if got.dtype.name in SINGLE and worst <= ROUNDINGS * np.finfo(got.dtype).eps:
        kind = "half" if got.dtype.name == "float16" else "single"
        said = f"This is nearly right: the numbers are in {kind} precision (`{got.dtype.name}`)."
        return Nearness(said, said)
    digits = min(int(-np.log10(worst)), 15)
    kind = "half" if digits < 5 else "single"
    more = "is something rounded, approximated or in {} precision, or a constant added?".format
    told = f"This is right to {_count(digits, 'digit')}: {more(kind)}"
    return Nearness(f"This is nearly right: {more('single')}", told)


def is_cancelled(got: Any, want: Any) -> bool:
    """Return whether small numbers lost their digits in a difference of numbers around 1."""
    small = (np.abs(want) < SMALL) & (want != 0)
    if got.dtype != np.float64 or not np.any(small):  # fewer digits are multiples by themselves
        return False
    found = got[small]
    is_multiple = (found / STEP) % 1 == 0
    return bool(
        np.any(found)
        and np.all(np.abs(found) < SMALL)
        and np.all(is_multiple)
        and np.allclose(got[~small], want[~small], rtol=FARTHEST, atol=0)
    )


def may_have_drifted(got: Any, want: Any) -> bool:
    """Return whether a result may be off by a small error that has grown."""
    return bool(np.max(np.abs(got - want)) <= FARTHEST_DRIFT * np.max(np.abs(want)))


def may_be_rounded_away(got: Any, want: Any) -> bool:
    """Return whether nothing is left of a result because it may have been rounded."""
    return not np.any(got) and not np.any(np.round(want, 2))


def _count(number: int, what: str) -> str:
    counted = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{counted} {what}{'' if number == 1 else 's'}"
