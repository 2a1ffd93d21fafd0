"""A random generator of a test as Python: its seed, and how far it has been drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from grader.testing.pasted import Pasted

BITS: Final = 128
MASK: Final = (1 << BITS) - 1
MULTIPLIER: Final = 0x2360ED051FC65DA44385DF649FCCF645
"""By which PCG64, NumPy's default generator, multiplies its state at each step."""


def generator_text(generator: np.random.Generator, pasted: Pasted) -> str | None:
    """Return a generator by its seed; one that was drawn from is advanced in lines before."""
    bits: Any = generator.bit_generator
    if type(bits) is not np.random.PCG64 or (made := _seeded(bits.seed_seq)) is None:
        return None
    fresh: Any = np.random.PCG64(_unspawned(bits.seed_seq))
    now, start = bits.state, fresh.state
    if now == start:
        return made
    steps = _steps_between(start["state"]["state"], now["state"]["state"], now["state"]["inc"])
    fresh.advance(steps)
    if steps == 0 or fresh.state != now:  # half of a number is left over
        return None
    pasted.need(f"rng = {made}")
    pasted.need(f"rng.bit_generator.advance({steps})")
    return "rng"


def _seeded(origin: Any) -> str | None:
    if not isinstance(origin, np.random.SeedSequence) or not isinstance(origin.entropy, int):
        return None
    if not origin.spawn_key:
        return f"np.random.default_rng({origin.entropy})"
    seed = f"np.random.SeedSequence({origin.entropy}, spawn_key={tuple(origin.spawn_key)})"
    return f"np.random.default_rng({seed})"


def _unspawned(origin: Any) -> np.random.SeedSequence:
    return np.random.SeedSequence(origin.entropy, spawn_key=tuple(origin.spawn_key))


def _steps_between(start: int, now: int, increment: int) -> int:
    """Return after how many steps of `state * MULTIPLIER + increment` one state becomes another.

    Each step count's bits are found from the lowest: a jump of 2^k steps changes no bit below k.
    """
    multiplier, bit, steps = MULTIPLIER, 1, 0
    while start != now and bit <= MASK:
        if (start ^ now) & bit:
            start = (start * multiplier + increment) & MASK
            steps |= bit
        increment = (multiplier + 1) * increment & MASK
        multiplier = multiplier * multiplier & MASK
        bit <<= 1
    return steps
