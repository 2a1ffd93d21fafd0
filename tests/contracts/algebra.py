"""Contracts of power iteration, low rank and LoRA."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.contracts.looks import call, normal, whole


def _up_to_sign(result: Any) -> Any:
    value, vector = result
    vector = np.asarray(vector, dtype=float)
    return value, vector * np.sign(vector[np.argmax(np.abs(vector) > 0.01)])


def _symmetric(seed: int, n: int, scale: float) -> Any:
    Q, _ = np.linalg.qr(normal(seed, n, n))
    A = scale * (Q * np.linspace(1.0, -0.5, n)) @ Q.T
    return (A + A.T) / 2


POWER_ITERATION = [
    call("many steps", _symmetric(1, 4, 3.0), normal(2, 4), 200, see=_up_to_sign),
    call("as many as by default", _symmetric(3, 3, 1.0), normal(4, 3), see=_up_to_sign),
    call("no step", _symmetric(1, 3, 2.0), 5 * normal(2, 3), 0, see=_up_to_sign),
    call("one step", _symmetric(1, 3, 2.0), normal(2, 3), 1, see=_up_to_sign),
    call("three steps", _symmetric(5, 5, 2.0), normal(6, 5), 3, see=_up_to_sign),
    call("entries of ten thousand", _symmetric(7, 4, 1e4), normal(8, 4), 300, see=_up_to_sign),
    call("small entries", _symmetric(7, 4, 1e-3), normal(8, 4), 300, see=_up_to_sign),
    call("whole numbers", np.array([[2, 1], [1, 3]]), np.array([1, 0]), 4, see=_up_to_sign),
    call("one entry", np.array([[3.0]]), np.array([2.0]), 5, see=_up_to_sign),
    call("a negative eigenvalue", np.diag([-1.0, 4.0, -2.0]), np.ones(3), 2, see=_up_to_sign),
]


def _with_singular_values(seed: int, n: int, m: int, *s: float) -> Any:
    u, _ = np.linalg.qr(normal(seed, n, n))
    v, _ = np.linalg.qr(normal(seed + 1, m, m))
    return u[:, : len(s)] * s @ v[:, : len(s)].T


LOW_RANK = [
    call("tall", _with_singular_values(1, 5, 3, 5, 3, 1), 2),
    call("wide", _with_singular_values(2, 3, 5, 5, 3, 1), 2),
    call("square", _with_singular_values(3, 4, 4, 8, 4, 2, 1), 1),
    call("rank 0", _with_singular_values(4, 3, 4, 3, 2, 1), 0),
    call("full rank", _with_singular_values(5, 3, 4, 3, 2, 1), 3),
    call("of lower rank already", _with_singular_values(6, 4, 4, 3, 1), 4),
    call("whole numbers", np.array([[3, 1, 0], [1, 2, -4], [0, 5, 1]]), 2),
    call("a row", np.array([[1.0, 2.0, 3.0]]), 1),
    call("large entries", 1e6 * _with_singular_values(7, 6, 3, 5, 3, 1), 2),
    call("negative definite", -np.diag([3.0, 2.0, 1.0]), 2),
]

LORA_FORWARD = [
    call("a batch", normal(1, 5, 4), normal(2, 4, 3), normal(3, 4, 2), normal(4, 2, 3), 8.0),
    call("one input", normal(1, 4), normal(2, 4, 3), normal(3, 4, 2), normal(4, 2, 3), 0.5),
    call("rank 1", normal(1, 2, 3), normal(2, 3, 3), normal(3, 3, 1), normal(4, 1, 3), 3.0),
    call("strength 0", normal(1, 2, 3), normal(2, 3, 4), normal(3, 3, 2), normal(4, 2, 4), 0.0),
    call("negative", normal(1, 2, 3), normal(2, 3, 4), normal(3, 3, 5), normal(4, 5, 4), -2.5),
    call("whole numbers", whole(1, 2, 3), whole(2, 3, 4), whole(3, 3, 2), whole(4, 2, 4), 3),
    call("all square", normal(1, 3, 3), normal(2, 3, 3), normal(3, 3, 3), normal(4, 3, 3), 1.5),
]
