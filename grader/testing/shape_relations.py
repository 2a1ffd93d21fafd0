"""General relations of an array to one of another shape that was expected; see `relations`."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grader.testing.comparison import Compared, Relation


def of_shapes(pair: Compared) -> Iterator[Relation]:
    """Yield the relations of two arrays of different shapes."""
    got, want, near = pair.got, pair.want, pair.near
    if got.ndim == want.ndim == 2 and near(got.T, want):
        yield Relation("transpose", "This is the transpose of what is expected.")
    elif got.size == want.size and near(got.ravel(), want.ravel()):
        yield Relation("shape", f"The numbers are right, and the shape is not{_axis_of_one(pair)}.")
    elif want.ndim and got.shape == want.shape[1:] and len(want) > 1:
        yield from _of_one_entry(pair)
    elif want.ndim and got.shape[1:] == want.shape[1:] and got.ndim == want.ndim:
        yield from _of_lengths(pair)


def _axis_of_one(pair: Compared) -> str:
    more, less = pair.got.shape, pair.want.shape
    if tuple(n for n in more if n != 1) != tuple(n for n in less if n != 1):
        return ""
    if len(more) > len(less):
        return ": an axis of length 1 is too many"
    kept = " (`keepdims=True` keeps one)" if more else ""
    return f": an axis of length 1 is missing{kept}" if more != less else ""


def _of_one_entry(pair: Compared) -> Iterator[Relation]:
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
        yield Relation(fitting[0][:12], f"This is {fitting[0]}")


def _of_lengths(pair: Compared) -> Iterator[Relation]:
    got, want, near = pair.got, pair.want, pair.near
    n, m = len(got), len(want)
    if n == m + 1 or n == m - 1:
        long, short, state = (got, want, "too many") if n > m else (want, got, "missing")
        ends = [
            end
            for end, part in (("last", long[:-1]), ("first", long[1:]))
            if len(part) and near(part, short)
        ]
        if len(ends) == 1:
            said = f"All entries are right, but the {ends[0]} one is {state}."
            yield Relation(f"{ends[0]} {state}", said, weak=short.size < 2)
