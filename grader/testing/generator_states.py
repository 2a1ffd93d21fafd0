"""Whether a random generator came from one state to another by drawing.

A test goes on with the generator that it handed over. A call that could set its state would choose
the numbers that the test draws next: all of them zero, say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

import numpy as np

MULTIPLIERS: Final = {
    "PCG64": 0x2360ED051FC65DA44385DF649FCCF645,
    "PCG64DXSM": 0xDA942042E4DD58B5,
}
"""The factors of the linear congruential generators behind them: Melissa O'Neill, "PCG: A Family of
Simple Fast Space-Efficient Statistically Good Algorithms", 2014, and NumPy's documentation."""

BITS: Final = 128

MOST_STEPS: Final = 1 << 40
"""Steps of a congruential generator that a call may take: more than it can draw in its time."""

MOST_REPEATED: Final = 1 << 26
"""Steps of SFC64, which only repeating them tells."""


def may_follow(before: np.random.BitGenerator, after: np.random.BitGenerator) -> bool:
    """Return whether drawing leads from the state of one bit generator to that of another.

    The second half of a number that was drawn in halves, which a state may hold, is taken as it is.
    """
    old, new = before.state, after.state
    kind = old["bit_generator"]
    if kind != new["bit_generator"]:
        return False
    if kind in MULTIPLIERS:
        return _congruential(old["state"], new["state"], MULTIPLIERS[kind])
    return kind == "SFC64" and _repeated(old, new["state"]["state"])


def _congruential(old: Mapping[str, int], new: Mapping[str, int], factor: int) -> bool:
    increment = old["inc"]
    return increment == new["inc"] and steps(old["state"], new["state"], factor, increment) <= (
        MOST_STEPS
    )


def steps(start: int, end: int, factor: int, increment: int) -> int:
    """Return how often `x = factor * x + increment` leads from one state to another.

    Forrest Brown, "Random Number Generation with Arbitrary Strides", 1994: bit by bit, since the
    lowest bits of a state repeat with a period of their own.
    """
    found, mask = 0, (1 << BITS) - 1
    for place in range(BITS):
        if (start ^ end) >> place & 1:
            start = factor * start + increment & mask
            found |= 1 << place
        increment = (factor + 1) * increment & mask
        factor = factor * factor & mask
    return found


def _repeated(old: Mapping[str, Any], new: Any) -> bool:
    """Return whether SFC64, which counts its steps in its last word, comes there by repeating."""
    taken = (int(new[3]) - int(old["state"]["state"][3])) % (1 << 64)
    if taken > MOST_REPEATED:
        return False
    again = np.random.SFC64()
    again.state = cast(Any, old)
    again.random_raw(taken, output=False)
    return bool(np.array_equal(again.state["state"]["state"], new))
