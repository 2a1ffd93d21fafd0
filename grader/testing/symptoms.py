"""What is true of wrong numbers and leads on, though it is no cause; see `relations`.

A symptom is told only where no relation is that explains the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grader.testing import nearness
from grader.testing.comparison import Compared, Relation


def of_values(pair: Compared) -> Iterator[Relation]:
    """Yield the symptoms of an array that has the right shape."""
    yield from _of_sums(pair)
    if nearness.may_have_drifted(pair.got, pair.want):
        said = "This is close to what is expected, within a few percent of the largest number."
        yield Relation("close", said, weak=True, symptom=True)


def _of_sums(pair: Compared) -> Iterator[Relation]:
    """Yield that probabilities do not sum to 1: all numbers, each row or each column of them."""
    got, want = pair.got, pair.want
    if want.dtype.kind != "f" or np.any(want < 0) or np.all((want == 0) | (want == 1)):
        return
    for axis, what in ((None, "All"), (-1, "row"), (0, "column")):
        if axis is not None and (want.ndim != 2 or want.shape[axis] < 2):
            continue
        if not np.allclose(want.sum(axis=axis), 1.0, rtol=0, atol=1e-9):
            continue
        sums = np.atleast_1d(got.sum(axis=axis))
        worst = int(np.argmax(np.abs(sums - 1)))
        if abs(sums[worst] - 1) > nearness.FARTHEST:
            named = "All entries together sum" if axis is None else f"The {what} at {worst} sums"
            every = "Together the entries" if axis is None else f"The {what}s"
            said = f"{every} should sum to 1, and don't."
            told = f"{named} to {sums[worst]:.4g}, where 1 is expected."
            yield Relation("sums", said, told, symptom=True)
        return
