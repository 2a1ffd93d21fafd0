"""General relations of what came back to what was expected, such as the negative of it.

They hold for any exercise and are found by comparing numbers alone. A relation is told only if it
holds in all failing tests of a cell that could tell (see `diagnosers`), and only if the numbers are
not ones that fit by accident: 4 is twice 2, and its square. A symptom is true of wrong numbers and
leads on, though it is no cause, such as probabilities that do not sum to 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec
import numpy as np

from grader import checks
from grader.testing.watcher import EndedTest
from grader.verdict import Remark

MAX_ENTRIES: Final = 1_000_000
"""Entries of an array that is examined."""

NEAR: Final = 1e-3
"""Relative error of a result that is nearly right: three digits."""

NEAR_ROUNDED: Final = 1e-2
"""The same of one whose entries are all the expected ones, rounded; farther off it is weak."""

DRIFTED: Final = 5e-2
"""Share of the largest entry up to which a small error may have grown in a larger test."""

ROUNDINGS: Final = 64
"""Roundings that may add up in a result before its error is one of something else."""


class Pair(msgspec.Struct, frozen=True):
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


def find(ended: EndedTest) -> list[Remark] | None:
    """Return the relations of what was compared; None if the failure can't tell."""
    last = ended.calls.last
    return relations_of(ended.error, last.result if last else None)


def relations_of(error: BaseException | None, result: object) -> list[Remark] | None:
    """Return the relations of what was compared, which may be a part of a call's result."""
    pair = _pair(error)
    if pair is None or not isinstance(error, checks.Mismatch) or error.compared is None:
        return None
    found = [*_of_parts(pair, error.compared[0], result)]
    if found:
        return found
    return [*(_of_values(pair) if pair.got.shape == pair.want.shape else _of_shapes(pair))]


def find_symptoms(ended: EndedTest) -> list[Remark] | None:
    """Return what is true of wrong numbers, though it does not explain them."""
    pair = _pair(ended.error)
    if pair is None:
        return None
    return [*_symptoms(pair)] if pair.got.shape == pair.want.shape else []


def _pair(error: BaseException | None) -> Pair | None:
    """Return the arrays that a test compared, if they can be examined."""
    if not isinstance(error, checks.Mismatch) or error.arrays is None or error.compared is None:
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


# The same shape -----------------------------------------------------------------------------


def _of_values(pair: Pair) -> Iterator[Remark]:
    got, want, near = pair.got, pair.want, pair.near
    sizes = np.unique(np.abs(want[want != 0]))
    if found := _nearly_right(got, want):
        yield found
        return
    if _drifted(pair):
        yield Remark("nearly right", "", supports=True)
    if near(got, -want) and not np.all(np.abs(want) == 1):
        said = "This is what is expected with the opposite sign: is a sign turned?"
        yield Remark("negative", said)
    if near(got, 2 * want):
        said = "This is twice what is expected: is a factor 2 too many?"
        yield Remark("double", said, weak=sizes.size < 2)
    elif near(got, want / 2):
        said = "This is half of what is expected: is a factor 2 missing?"
        yield Remark("half", said, weak=sizes.size < 2)
    if want.ndim == 2 and near(got.T, want):
        yield Remark("transpose", "This is the transpose of what is expected.")
    yield from _of_order(pair)
    yield from _of_whole_numbers(pair)


def _nearly_right(got: Any, want: Any) -> Remark | None:
    """Return how all entries are nearly right, if they are.

    Entries that are expected to be 0 are measured by the largest one.
    """
    sizes, largest = np.abs(want), np.max(np.abs(want))
    errors = np.abs(got - want) / np.where(sizes > 1e-6 * largest, sizes, largest)
    worst = float(np.max(errors))
    decimals = next((n for n in range(2, 9) if np.array_equal(np.round(want, n), got)), None)
    if worst == 0:
        return None
    if decimals is not None and np.any(got):
        said = "This is nearly right, but rounded."
        told = f"This is what is expected, rounded to {decimals} decimals."
        return Remark("nearly right", said, told, weak=worst > NEAR_ROUNDED)
    if worst > NEAR:
        return None
    kind = {"float16": "half", "float32": "single", "complex64": "single"}.get(got.dtype.name)
    if kind and worst <= ROUNDINGS * np.finfo(got.dtype).eps:
        said = f"This is nearly right: the numbers are in {kind} precision (`{got.dtype.name}`)."
        return Remark("nearly right", said)
    digits = min(int(-np.log10(worst)), 15)
    cause = "is something rounded, approximated or in {} precision, or a constant added?"
    told = f"This is right to {digits} digits: {cause.format('half' if digits < 5 else 'single')}"
    return Remark("nearly right", f"This is nearly right: {cause.format('single')}", told)


def _drifted(pair: Pair) -> bool:
    """Return whether a result may be off by a small error that has grown."""
    return bool(np.max(np.abs(pair.got - pair.want)) <= DRIFTED * np.max(np.abs(pair.want)))


def _of_order(pair: Pair) -> Iterator[Remark]:
    """Yield how entries stand in another order."""
    got, want, near = pair.got, pair.want, pair.near
    real = want.dtype.kind != "c"
    if want.ndim == 1 and near(got[::-1], want):
        if want.size == 2:
            said = "These are the two expected numbers in the other order."
        elif real and (np.all(np.diff(want) > 0) or np.all(np.diff(want) < 0)):
            said = "This is sorted the other way."
        else:
            said = "These are the expected entries from the last to the first."
        yield Remark("reversed", said, weak=want.size == 2)
    elif want.ndim == 1 and real and near(np.sort(got), np.sort(want)):
        yield Remark("order", "These are the expected entries in another order.")


def _of_whole_numbers(pair: Pair) -> Iterator[Remark]:
    """Yield what whole numbers may be that came back for other numbers."""
    got, want = pair.got, pair.want
    if got.dtype.kind == "c" or want.dtype.kind != "f" or np.all(want == np.round(want)):
        return
    several = np.unique(got).size > 1
    is_cut = np.array_equal(got, np.trunc(want)) or np.array_equal(got, np.floor(want))
    if got.dtype.kind in "iu" and is_cut and several:
        said = (
            "These are the expected numbers without their fractions: does an array of integers"
            " hold them (`zeros_like` of one, `dtype=int`), or is there a `//`?"
        )
        yield Remark("whole", said)
    elif np.max(np.abs(got)) > 1 and np.array_equal(got, np.round(want)):
        said = "These are the expected numbers, rounded to whole ones."
        yield Remark("rounded", said, weak=is_cut or not several)


# Symptoms -----------------------------------------------------------------------------------


def _symptoms(pair: Pair) -> Iterator[Remark]:
    yield from _of_sums(pair)
    if _drifted(pair):
        said = "This is close to what is expected, within a few percent of the largest number."
        yield Remark("close", said, weak=True)


def _of_sums(pair: Pair) -> Iterator[Remark]:
    """Yield that probabilities do not sum to 1: all numbers, each row or each column of them."""
    got, want = pair.got, pair.want
    if want.dtype.kind != "f" or np.any(want < 0) or np.all((want == 0) | (want == 1)):
        return
    for axis, what in ((None, "entries"), (-1, "row"), (0, "column")):
        if axis is not None and (want.ndim != 2 or want.shape[axis] < 2):
            continue
        if not np.allclose(want.sum(axis=axis), 1.0, rtol=0, atol=1e-9):
            continue
        sums = np.atleast_1d(got.sum(axis=axis))
        worst = int(np.argmax(np.abs(sums - 1)))
        if abs(sums[worst] - 1) > NEAR:
            which = "All entries together sum" if axis is None else f"The {what} at {worst} sums"
            told = f"{which} to {sums[worst]:.4g}, where 1 is expected."
            every = "Together the entries" if axis is None else f"The {what}s"
            yield Remark("sums", f"{every} should sum to 1, and don't.", told)
        return


# Another shape ------------------------------------------------------------------------------


def _of_shapes(pair: Pair) -> Iterator[Remark]:
    """Yield the relations of two arrays of different shapes."""
    got, want, near = pair.got, pair.want, pair.near
    if got.ndim == want.ndim == 2 and near(got.T, want):
        yield Remark("transpose", "This is the transpose of what is expected.")
    elif got.size == want.size and near(got.ravel(), want.ravel()):
        yield Remark("shape", f"The numbers are right, and the shape is not{_axis_of_one(pair)}.")
    elif want.ndim and got.shape == want.shape[1:] and len(want) > 1:
        yield from _of_one_entry(pair)
    elif want.ndim and got.shape[1:] == want.shape[1:] and got.ndim == want.ndim:
        yield from _of_lengths(pair)


def _axis_of_one(pair: Pair) -> str:
    more, less = pair.got.shape, pair.want.shape
    if tuple(n for n in more if n != 1) != tuple(n for n in less if n != 1) or more == less:
        return ""
    if len(more) > len(less):
        return ": an axis of length 1 is too many"
    kept = " (`keepdims=True` keeps one)" if more else ""
    return f": an axis of length 1 is missing{kept}"


def _of_one_entry(pair: Pair) -> Iterator[Remark]:
    """Yield which entry or summary came back in place of all entries."""
    got, want = pair.got, pair.want
    summaries = {
        "the first of the expected entries: does a `return` stand inside the loop?": want[0],
        "the last of the expected entries: are the others kept?": want[-1],
        "the sum of the expected entries.": want.sum(axis=0),
        "the mean of the expected entries.": want.mean(axis=0),
    }
    fitting = [said for said, value in summaries.items() if pair.near(got, np.asarray(value))]
    if len(fitting) == 1:
        yield Remark(fitting[0][:12], f"This is {fitting[0]}")


def _of_lengths(pair: Pair) -> Iterator[Remark]:
    """Yield that an entry at one end is missing, or one too many."""
    got, want = pair.got, pair.want
    if abs(len(got) - len(want)) != 1:
        return
    long, short, state = (got, want, "too many") if len(got) > len(want) else (want, got, "missing")
    ends = {"last": long[:-1], "first": long[1:]}
    fitting = [end for end, part in ends.items() if len(part) and pair.near(part, short)]
    if len(fitting) == 1:
        said = f"All entries are right, but the {fitting[0]} one is {state}."
        yield Remark(f"{fitting[0]} {state}", said, weak=short.size < 2)


# Parts --------------------------------------------------------------------------------------


def _of_parts(pair: Pair, got: object, result: object) -> Iterator[Remark]:
    """Yield which other part of a returned tuple is what was expected of this one."""
    parts = result if isinstance(result, tuple | list) and 1 < len(result) <= 12 else ()
    is_one = any(part is got for part in parts)
    if not is_one or np.all(np.isin(np.abs(pair.want), (0, 1))):
        return
    others = [part for part in parts if part is not got and _is_wanted(part, pair)]
    if len(others) != 1:
        return
    said = "Another part of the result is what is expected here: are they in the other order?"
    here, there = checks.part_name(got), checks.part_name(others[0])
    if here and there:  # the instructor's words
        said = f"What is expected as `{here}` came back as `{there}`: are they in the other order?"
    yield Remark("parts", said, weak=pair.want.size < 2)


def _is_wanted(part: Any, pair: Pair) -> bool:
    """Return whether a part is what is expected of another one; a test may have sorted it."""
    try:
        found = checks.numbers(part, pair.want.shape)
    except checks.Mismatch:
        return False
    if found.ndim == pair.want.ndim == 1:
        return pair.near(np.sort(found), np.sort(pair.want))
    return pair.near(found, pair.want)
