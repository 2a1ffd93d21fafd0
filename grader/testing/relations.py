"""General relations of what came back to what was expected, such as the negative of it.

They hold for any exercise and are found by comparing numbers alone. A relation is told only if it
holds in all failing tests of a cell that could tell (see `remarks`), and only if the numbers are
not ones that fit by accident: 4 is twice 2, and its square. Its sentence without values may be
shown of hidden tests, too, like the kind of a mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from grader import checks
from grader.testing import nearness, shape_relations, symptoms
from grader.testing.comparison import Compared, Relation

MOST_ENTRIES: Final = 1_000_000
"""Entries of an array that is examined."""

LARGEST_FACTOR: Final = 100
"""Whole numbers up to this one are told as a factor that is too much, or missing."""


CANCELLED: Final = (
    "The smallest numbers are multiples of 1.1e-16, the distance of the numbers just below 1: are"
    " they computed as 1 minus a number close to 1?"
)


def find(error: BaseException, result: Any) -> list[Relation] | None:
    """Return the relations that hold between what was compared; None if the failure can't tell.

    `result` is what the call returned, of which a part may have been compared.
    """
    if not isinstance(error, checks.Mismatch) or error.arrays is None or error.compared is None:
        return None
    got, want = error.arrays
    if (
        not _is_examined(got)
        or not _is_examined(want)
        or not np.any(np.abs(want) > error.tolerance[1])
        or (got.shape == want.shape and nearness.may_be_rounded_away(got, want))
    ):
        return None
    pair = Compared(got, want, *error.tolerance)
    found = [*_of_parts(pair, error.compared[0], result)]
    if found:
        return found
    if got.shape != want.shape:
        return [*shape_relations.of_shapes(pair)]
    return [*_of_values(pair), *symptoms.of_values(pair)]


def _is_examined(array: Any) -> bool:
    numeric = array.dtype.kind in "iufc" and 0 < array.size <= MOST_ENTRIES
    return bool(numeric and np.all(np.isfinite(array)))


# The same shape -----------------------------------------------------------------------------


def _of_values(pair: Compared) -> Iterator[Relation]:
    got, want, near = pair.got, pair.want, pair.near
    if nearness.is_cancelled(got, want):
        yield Relation("cancelled", CANCELLED)
        return
    if close := nearness.nearly_right(got, want):
        yield Relation("nearly right", close.said, close.told, close.weak)
        return
    if nearness.may_have_drifted(got, want):
        yield Relation("nearly right", "", supports=True)
    if near(got, -want) and not _is_one_of(want, 1):
        yield Relation(
            "negative", "This is what is expected with the opposite sign: is a sign turned?"
        )
    elif near(np.abs(got), np.abs(want)) and np.unique(np.abs(want[want != 0])).size > 1:
        yield _of_signs(pair)
    yield from _of_factors(pair)
    if want.ndim == 2 and near(got.T, want):
        yield Relation("transpose", "This is the transpose of what is expected.")
    yield from _of_order(pair)
    yield from _of_whole_numbers(pair)


def _of_signs(pair: Compared) -> Relation:
    if pair.got.dtype.kind != "c" and pair.near(pair.got, np.abs(pair.want)):
        return Relation("signs", "These are the absolute values of what is expected.")
    said = "Every entry has the right size, and some have the wrong sign."
    return Relation("signs", said)


def _of_factors(pair: Compared) -> Iterator[Relation]:
    got, want, near = pair.got, pair.want, pair.near
    sizes = np.unique(np.abs(want[want != 0]))
    if near(got, 2 * want):
        said = "This is twice what is expected: is a factor 2 too many?"
        yield Relation("double", said, weak=sizes.size < 2)
    elif near(got, want / 2):
        said = "This is half of what is expected: is a factor 2 missing?"
        yield Relation("half", said, weak=sizes.size < 2)
    elif sizes.size > 2 and want.dtype.kind != "c":
        yield from _of_whole_factor(pair)


def _of_whole_factor(pair: Compared) -> Iterator[Relation]:
    """Yield by which whole number all entries are multiplied or divided; others are accidents."""
    got, want = pair.got, pair.want
    place = np.unravel_index(np.argmax(np.abs(want)), want.shape)
    if got[place] == 0:
        return
    with np.errstate(all="ignore"):
        ratio = float(got[place] / want[place])
    if not 1 / (LARGEST_FACTOR + 1) < ratio < LARGEST_FACTOR + 1:
        return
    whole = round(max(ratio, 1 / ratio))
    if not 3 <= whole <= LARGEST_FACTOR:
        return
    said = "Every entry is the same multiple of what is expected: is a factor wrong?"
    if pair.near(got, whole * want):
        yield Relation("factor", said, f"Every entry is {whole} times what is expected.")
    elif pair.near(got, want / whole):
        yield Relation("factor", said, f"Every entry is what is expected, divided by {whole}.")


def _of_order(pair: Compared) -> Iterator[Relation]:
    """Yield how entries, rows or columns stand in another order."""
    got, want, near = pair.got, pair.want, pair.near
    if want.ndim == 1 and near(got[::-1], want):
        yield _reversed(want)
    elif want.ndim == 1 and want.dtype.kind != "c" and near(np.sort(got), np.sort(want)):
        yield Relation("order", "These are the expected entries in another order.")
    elif want.ndim == 2:
        for axis, what in ((0, "rows"), (1, "columns")):
            if want.shape[axis] < 3:  # two probabilities exchanged have many causes
                continue
            if near(np.flip(got, axis), want):
                said = f"These are the expected {what}, from the last to the first."
                yield Relation("reversed", said)
            elif _is_permuted(pair, axis):
                yield Relation("order", f"These are the expected {what} in another order.")


def _reversed(want: Any) -> Relation:
    if want.size == 2:
        said = "These are the two expected numbers in the other order."
        return Relation("reversed", said, weak=True)
    steps = np.diff(want) if want.dtype.kind != "c" else np.array([1, -1])
    if np.all(steps > 0) or np.all(steps < 0):
        return Relation("reversed", "This is sorted the other way.")
    return Relation("reversed", "These are the expected entries from the last to the first.")


def _is_permuted(pair: Compared, axis: int) -> bool:
    """Return whether the rows (or columns) are the expected ones in another order."""
    got, want = (np.moveaxis(array, axis, 0) for array in (pair.got, pair.want))
    if not 2 < len(want) <= 100:
        return False
    left = list(range(len(want)))
    for row in got:
        place = next((n for n in left if pair.near(row, want[n])), None)
        if place is None:
            return False
        left.remove(place)
    return True


def _of_whole_numbers(pair: Compared) -> Iterator[Relation]:
    """Yield what whole numbers may be that came back for other numbers."""
    got, want = pair.got, pair.want
    if got.dtype.kind == "c" or want.dtype.kind != "f" or np.all(want == np.round(want)):
        return
    is_whole, several = got.dtype.kind in "iu", np.unique(got).size > 1
    is_cut = np.array_equal(got, np.trunc(want)) or np.array_equal(got, np.floor(want))
    if is_whole and is_cut and several:
        said = (
            "These are the expected numbers without their fractions: does an array of integers"
            " hold them (`zeros_like` of one, `dtype=int`), or is there a `//`?"
        )
        yield Relation("whole", said)
    elif np.max(np.abs(got)) > 1 and np.array_equal(got, np.round(want)):
        said = "These are the expected numbers, rounded to whole ones."
        yield Relation("rounded", said, weak=is_cut or not several)
    elif (
        is_whole
        and want.ndim == 1
        and want.size > 2
        and np.array_equal(np.sort(got), np.arange(want.size))
    ):
        said = "Indices came back, where scores are expected: `argsort` gives indices."
        yield Relation("index", said)


# Parts --------------------------------------------------------------------------------------


def _of_parts(pair: Compared, got: Any, result: Any) -> Iterator[Relation]:
    """Yield which other part of the result is what was expected of this one."""
    named: dict[Any, Any] = {}
    if isinstance(result, tuple | list) and 1 < len(result) <= 12:
        named = dict(enumerate(result))
    elif isinstance(result, dict) and 1 < len(result) <= 100:
        named = result
    if not any(part is got for part in named.values()) or _is_one_of(pair.want, 0, 1):
        return
    others = [key for key, part in named.items() if part is not got and _is_wanted(part, pair)]
    if len(others) != 1:
        return
    said = "Another part of the result is what is expected here: are they in the other order?"
    told = ""
    here, there = checks.part_name(got), checks.part_name(named[others[0]])
    if here and there:  # the instructor's words
        said = f"What is expected as `{here}` came back as `{there}`: are they in the other order?"
    elif isinstance(result, dict):
        key = next(key for key, part in named.items() if part is got)
        told = f"What is expected under {checks.short(key, 40)} stands under"
        told += f" {checks.short(others[0], 40)}."
    yield Relation("parts", said, told, weak=pair.want.size < 2)


def _is_wanted(part: Any, pair: Compared) -> bool:
    """Return whether a part is what is expected of another one; a test may have sorted it."""
    try:
        found = checks.numbers(part, pair.want.shape)
    except checks.Mismatch:
        return False
    if found.shape != pair.want.shape:
        return False
    if pair.want.ndim == 1:
        return pair.near(np.sort(found), np.sort(pair.want))
    return pair.near(found, pair.want)


# Numbers that fit by accident ---------------------------------------------------------------


def _is_one_of(array: Any, *sizes: float) -> bool:
    """Return whether all entries are of a few sizes, which fit by accident."""
    return bool(np.all(np.isin(np.abs(array), sizes)))
