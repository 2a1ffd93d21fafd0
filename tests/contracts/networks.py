"""Contracts of schedules, positions and causal attention."""

from __future__ import annotations

import numpy as np

from tests.contracts.looks import call, normal, whole

LEARNING_RATE_AT = [
    *(call(f"step {k} of 20", k, 0.1, 5, 20) for k in (0, 1, 4, 5, 6, 12, 19, 20)),
    *(call(f"step {k} without warm-up", k, 3e-4, 0, 7) for k in (0, 1, 4, 7)),
    *(call(f"step {k}, all but one warm-up", k, 2, 3, 4) for k in (0, 2, 3, 4)),
    call("a warm-up of one step", 0, 1.0, 1, 10),
]

SINUSOIDAL_POSITIONS = [
    call("some", 7, 6),
    call("two wide", 5, 2),
    call("as many as wide", 4, 4),
    call("one position", 1, 8),
    call("many", 200, 16),
]

CAUSAL_ATTENTION = [
    call("tokens", normal(1, 5, 4), normal(2, 5, 4), normal(3, 5, 3)),
    call("all square", normal(1, 4, 4), normal(2, 4, 4), normal(3, 4, 4)),
    call("one token", normal(1, 1, 2), normal(2, 1, 2), normal(3, 1, 2)),
    call("one number each", normal(1, 3, 1), normal(2, 3, 1), normal(3, 3, 1)),
    call("whole numbers", whole(1, 3, 2), whole(2, 3, 2), whole(3, 3, 2)),
    call("a thousand", 30 * normal(1, 4, 4), 30 * normal(2, 4, 4), normal(3, 4, 2)),
    call(
        "hidden scores that are larger by 2000",
        np.ones((3, 1)),
        np.array([[-1000.0], [-1001.0], [1000.0]]),
        np.array([[1.0], [2.0], [3.0]]),
    ),
    call(
        "visible scores of minus a thousand",
        np.ones((3, 1)),
        np.array([[-1000.0], [-1001.0], [-1000.5]]),
        np.array([[1.0], [2.0], [3.0]]),
    ),
]
