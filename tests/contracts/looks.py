"""Looks at an answer: what they see, and when two of them see the same."""

from __future__ import annotations

import copy
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

SECONDS = 3.0
"""Of the processor's time, for one look: answers that take 2⁵⁰⁰⁰ steps do not end."""


class Look(NamedTuple):
    """One way to look at an answer, with the tolerances that its contract names."""

    name: str
    see: Callable[[Any], Any]
    rtol: float = 1e-6
    atol: float = 1e-8


@contextmanager
def deadline() -> Iterator[None]:
    """Raise TimeoutError in a block that takes more of the processor's time than a look may."""

    def stop(*_: Any) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def same(got: Any, wanted: Any, *, rtol: float, atol: float) -> bool:
    """Tell whether values agree: of numbers the shapes and sizes, else all parts."""
    if isinstance(wanted, dict):
        return set(got) == set(wanted) and all(
            same(got[key], wanted[key], rtol=rtol, atol=atol) for key in wanted
        )
    if isinstance(wanted, tuple):
        return len(got) == len(wanted) and all(
            same(one, other, rtol=rtol, atol=atol) for one, other in zip(got, wanted, strict=True)
        )
    one, other = np.asarray(got, dtype=float), np.asarray(wanted, dtype=float)
    return one.shape == other.shape and np.allclose(one, other, rtol=rtol, atol=atol)


def call(name: str, *arguments: Any, see: Any = None, **options: Any) -> Look:
    """Return a look at what comes back, and at whether the arguments stay as they were."""
    tolerances = {key: options.pop(key) for key in ("rtol", "atol") if key in options}

    def look(answer: Any) -> Any:
        given = copy.deepcopy((arguments, options))
        result = answer(*given[0], **given[1])
        return see(result) if see else result, float(_unchanged(given, (arguments, options)))

    return Look(name, look, **tolerances)


def _unchanged(now: Any, before: Any) -> bool:
    if isinstance(before, dict):
        return list(now) == list(before) and all(_unchanged(now[k], before[k]) for k in before)
    if isinstance(before, tuple | list):
        pairs = zip(now, before, strict=True) if len(now) == len(before) else [(0, 1)]
        return all(_unchanged(one, other) for one, other in pairs)
    if isinstance(before, np.ndarray):
        return now.dtype == before.dtype and np.array_equal(now, before)
    return callable(before) or bool(now == before)


def normal(seed: int, *shape: int) -> Any:
    return np.random.default_rng(seed).normal(size=shape)


def whole(seed: int, *shape: int) -> Any:
    return np.random.default_rng(seed).integers(-4, 5, size=shape)


def shares(seed: int, *shape: int) -> Any:
    """Probabilities along the last axis."""
    p = np.random.default_rng(seed).gamma(1.0, size=shape) + 0.01
    return p / p.sum(axis=-1, keepdims=True)
