"""Results that are nearly right: rounded, in single precision, or an approximation."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

FARTHEST: Final = 1e-3
"""Relative error of a result that is nearly right: three digits."""

FARTHEST_ROUNDED: Final = 1e-2
"""The same of one whose entries are all the expected ones, rounded."""

SINGLE: Final = ("float32", "float16", "complex64")

NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def nearly_right(got: Any, want: Any) -> tuple[str, str] | None:
    """Return a sentence, and one with the number of digits, if all entries are nearly right.

    Entries that are expected to be 0 are measured by the largest one.
    """
    sizes, most = np.abs(want), np.max(np.abs(want))
    if most == 0:
        return None
    errors = np.abs(got - want) / np.where(sizes > 1e-6 * most, sizes, most)
    worst = float(np.max(errors))
    if not 0 < worst <= FARTHEST_ROUNDED:
        return None
    decimals = next((n for n in range(2, 9) if np.array_equal(np.round(want, n), got)), None)
    if decimals is not None:
        said = "This is nearly right, but rounded."
        return said, f"This is what is expected, rounded to {_count(decimals, 'decimal')}."
    if worst > FARTHEST:
        return None
    if got.dtype.name in SINGLE:
        kind = "half" if got.dtype.name == "float16" else "single"
        said = f"This is nearly right: the numbers are in {kind} precision (`{got.dtype.name}`)."
        return said, said
    digits = min(int(-np.log10(worst)), 15)
    more = "is something rounded, approximated or in single precision, or a constant added?"
    return f"This is nearly right: {more}", f"This is right to {_count(digits, 'digit')}: {more}"


def _count(number: int, what: str) -> str:
    counted = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{counted} {what}{'' if number == 1 else 's'}"
