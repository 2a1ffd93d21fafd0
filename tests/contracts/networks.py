"""Contracts of schedules and the transformer."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.contracts.looks import call, normal, whole

LEARNING_RATE_AT = [
    *(call(f"step {k} of 20", k, 0.1, 5, 20) for k in (0, 1, 4, 5, 6, 12, 19, 20)),
    *(call(f"step {k} without warm-up", k, 3e-4, 0, 7) for k in (0, 1, 4, 7)),
    *(call(f"step {k}, all but one warm-up", k, 2, 3, 4) for k in (0, 2, 3, 4)),
    call("a warm-up of one step", 0, 1.0, 1, 10),
]

LAYER_NORM = [
    call("rows", normal(1, 3, 4), normal(2, 4), normal(3, 4)),
    call("square", normal(1, 4, 4), normal(2, 4), normal(3, 4)),
    call("one row alone", normal(1, 5), normal(2, 5), normal(3, 5)),
    call("a stack", normal(1, 2, 3, 4), normal(2, 4), normal(3, 4)),
    call("shifted rows", 50 + normal(1, 3, 4), normal(2, 4), normal(3, 4)),
    call("small rows", normal(1, 3, 4) / 500, normal(2, 4), normal(3, 4)),
    call("another epsilon", normal(1, 3, 4), normal(2, 4), normal(3, 4), 0.1),
    call("epsilon by name", normal(1, 3, 4), normal(2, 4), normal(3, 4), epsilon=0.5),
    call("a constant row", np.array([[2.0, 2, 2], [1, 2, 4]]), normal(2, 3), normal(3, 3)),
    call("whole numbers", whole(1, 3, 4), whole(2, 4), whole(3, 4)),
]


def _block(seed: int, n: int, d: int, m: int) -> Any:
    shapes: dict[str, tuple[int, ...]] = dict.fromkeys(("W_q", "W_k", "W_v", "W_o"), (d, d))
    shapes |= {"W_1": (d, m), "b_1": (m,), "W_2": (m, d), "b_2": (d,)}
    shapes |= dict.fromkeys(("gain_1", "bias_1", "gain_2", "bias_2"), (d,))
    params = {name: normal(seed + i, *shape) for i, (name, shape) in enumerate(shapes.items())}
    return normal(seed + 50, n, d), params


def _whole_block(seed: int, n: int, d: int, m: int) -> Any:
    x, params = _block(seed, n, d, m)
    return np.rint(3 * x).astype(int), {k: np.rint(2 * v).astype(int) for k, v in params.items()}


TRANSFORMER_BLOCK = [
    call("two heads", *_block(1, 5, 6, 8), 2),
    call("one head", *_block(2, 4, 4, 3), 1),
    call("as many heads as entries", *_block(3, 4, 3, 5), 3),
    call("all square", *_block(4, 4, 4, 4), 2),
    call("one token", *_block(5, 1, 4, 6), 2),
    call("whole numbers", *_whole_block(6, 3, 4, 5), 2),
]

BLOCK_GRADIENTS = [
    call("two heads", *_block(1, 5, 6, 8), 2, normal(9, 5, 6), rtol=1e-5, atol=1e-7),
    call("one head", *_block(2, 4, 4, 3), 1, normal(9, 4, 4), rtol=1e-5, atol=1e-7),
    call("three heads", *_block(3, 4, 3, 5), 3, normal(9, 4, 3), rtol=1e-5, atol=1e-7),
    call("all square", *_block(4, 4, 4, 4), 2, normal(9, 4, 4), rtol=1e-5, atol=1e-7),
    call("one token", *_block(5, 1, 4, 6), 2, normal(9, 1, 4), rtol=1e-5, atol=1e-7),
    call("whole numbers", *_whole_block(6, 3, 4, 5), 2, whole(9, 3, 4), rtol=1e-5, atol=1e-7),
]
