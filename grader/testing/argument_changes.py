"""Changes that a call made to its arguments: what the test that handed them over sees of them.

The student's code works on copies. A call that returns nothing is one whose purpose may be to
change its arguments, so its changes are repeated on the test's own objects. A call that returns a
value changes nothing of the test's: otherwise it could choose the arguments that the reference is
asked about afterwards. Its changes are only recorded, for `checks.unchanged`. A test with the
marker `changes_arguments` sees those of all calls. Random generators always advance, as far as
drawing leads.
"""

from __future__ import annotations

import io
from collections import deque
from typing import Any, Final

import numpy as np

from grader import checks
from grader.tables import is_table
from grader.testing.calls import copied
from grader.testing.namespace import StudentUnsendable

MAX_SPAWNED: Final = 1000
"""Generators that a call may spawn from one of the test's."""

SPOILED: Final = "This call changed an array that an earlier call was given or had returned."

STATE_BITS: Final = 128

MAX_STEPS: Final = 1 << 40
"""Steps of a generator that a call may take: more than it can draw in its time."""


def repeat_change(ours: object, now: object) -> None:
    """Change an argument in place to what the call made of it; raise if that cannot be."""
    try:
        overwrite(ours, now)
    except StudentUnsendable:
        raise
    except Exception as error:  # NumPy's, if `now` is no array
        raise StudentUnsendable("the call made an argument another thing") from error


def record_change(ours: object, now: object) -> None:
    """Record what the call made of an argument, which stays as it was but for its generators."""
    if isinstance(ours, np.random.Generator) and isinstance(now, np.random.Generator):
        after = now
    else:
        after = copied(ours)
        repeat_change(after, now)
    checks.note_change(ours, after)
    advance_generators(ours, now)


def spoiled_array() -> checks.Mismatch:
    """Make the error for a call that changed what another call had returned or was given."""
    return checks.Mismatch(SPOILED, aspect=checks.Aspect.ARGUMENTS)


def advance_generators(ours: object, now: object) -> None:
    """Set the random generators in an argument to where the call left them."""
    if isinstance(ours, np.random.Generator) and isinstance(now, np.random.Generator):
        overwrite(ours, now)
    elif isinstance(ours, list | tuple) and isinstance(now, list | tuple):
        for old, new in zip(ours, now, strict=False):
            advance_generators(old, new)
    elif isinstance(ours, dict) and isinstance(now, dict):
        for key in ours.keys() & now.keys():
            advance_generators(ours[key], now[key])


def overwrite(ours: object, now: object) -> None:
    """Change `ours` in place to the content of `now`."""
    if isinstance(ours, np.ndarray):
        _overwrite_array(ours, now)
    elif is_table(ours):
        if type(ours) is not type(now):
            raise StudentUnsendable("the call made an argument another thing")
        table: Any = ours
        type(table).__init__(table, now.copy())  # type: ignore[attr-defined]
    elif isinstance(ours, deque) and isinstance(now, deque):
        ours.clear()
        ours.extend(now)
    elif isinstance(ours, list) and isinstance(now, list):
        kept = [_merged(old, new) for old, new in zip(ours, now, strict=False)]
        ours[:] = kept + now[len(ours) :]
    elif isinstance(ours, dict) and isinstance(now, dict):
        merged = {k: _merged(ours[k], new) if k in ours else new for k, new in now.items()}
        ours.clear()
        ours.update(merged)
    elif isinstance(ours, io.StringIO | io.BytesIO) and type(ours) is type(now):
        _overwrite_buffer(ours, now)
    elif isinstance(ours, set) and isinstance(now, set):
        ours.clear()
        ours.update(now)
    elif isinstance(ours, tuple) and isinstance(now, tuple):
        for old, new in zip(ours, now, strict=False):
            overwrite(old, new)
    elif isinstance(ours, np.random.Generator) and isinstance(now, np.random.Generator):
        _overwrite_generator(ours, now)


def _overwrite_array(ours: np.ndarray[Any, Any], now: object) -> None:
    if not isinstance(now, np.ndarray | np.generic):  # NumPy makes much of a list with text
        raise StudentUnsendable("the call made an argument another thing")
    if ours.shape != now.shape or ours.dtype != now.dtype:
        raise StudentUnsendable("the call changed the shape or the type of an argument")
    if ours.flags.writeable:
        ours[...] = now


def _overwrite_buffer(ours: Any, now: Any) -> None:
    ours.seek(0)
    ours.truncate()
    ours.write(now.getvalue())


def _overwrite_generator(ours: np.random.Generator, now: np.random.Generator) -> None:
    """Set a generator's state, and the number of those spawned from it.

    A test goes on with the generator that it handed over. A call that could set its state would
    choose the numbers that the test draws next: all of them zero, say.
    """
    old, new = ours.bit_generator, now.bit_generator
    if steps_between(old, new) > MAX_STEPS:
        raise StudentUnsendable(
            "the call set a random generator to a state to which drawing from it does not lead"
        )
    old.state = new.state
    before: Any = old.seed_seq
    after: Any = new.seed_seq
    spawned = after.n_children_spawned - before.n_children_spawned
    if 0 < spawned <= MAX_SPAWNED:
        before.spawn(spawned)


def steps_between(before: np.random.BitGenerator, after: np.random.BitGenerator) -> int:
    """Return after how many steps the state of one PCG64 is that of another; 1 << 128 if never.

    The second half of a number that was drawn in halves, which a state may hold, does not count.
    Forrest Brown, "Random Number Generation with Arbitrary Strides", 1994: bit by bit, since the
    lowest bits of a state repeat with a period of their own.
    """
    old, new = before.state, after.state
    kinds = {old["bit_generator"], new["bit_generator"]}
    if kinds != {"PCG64"} or old["state"]["inc"] != new["state"]["inc"]:
        return 1 << STATE_BITS
    walker: Any = np.random.PCG64()
    walker.state, steps = old, 0
    for bit in range(STATE_BITS):
        if (walker.state["state"]["state"] ^ new["state"]["state"]) >> bit & 1:
            walker.advance(1 << bit)
            steps |= 1 << bit
    return steps


def _merged(old: object, new: object) -> object:
    """Return an item of a container: the old object with the new content, if it can have that."""
    same = type(old) is type(new)
    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray):
        same = same and old.shape == new.shape and old.dtype == new.dtype
    changeable = isinstance(
        old, np.ndarray | list | dict | set | deque | io.StringIO | io.BytesIO | np.random.Generator
    )
    if same and (changeable or is_table(old)):
        overwrite(old, new)
        return old
    return new
