"""Contracts of central differences and of the gradients of layers."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.contracts.looks import Look, call, normal, shares, whole


def _cubic(x: Any) -> Any:
    return float(np.sum(np.asarray(x) ** 3 + np.sin(x)))


def _bilinear(x: Any) -> Any:
    x = np.asarray(x)
    return float(np.sum(np.cumsum(x.ravel()) ** 2) + np.prod(1 + 0.1 * x))


def _strict(x: Any) -> Any:
    assert isinstance(x, float)
    return x**2


KEPT: list[Any] = []


def _keeping(x: Any) -> Any:
    """Changes what it is given, and what it was given before."""
    value = float(np.sum(x**2) + x[0] * x[1])
    KEPT.append(x)
    for array in KEPT:
        np.add(array, 1.0, out=array)
    return value


def _greedy(answer: Any) -> Any:
    KEPT.clear()
    return answer(_keeping, np.array([1.0, -2.0, 0.5]))


def differences(name: str, *arguments: Any) -> Look:
    return call(name, *arguments, rtol=1e-5, atol=1e-7)


NUMERICAL_GRADIENT = [
    differences("a vector", _cubic, normal(1, 4)),
    differences("entries that hang together", _bilinear, normal(2, 4)),
    differences("a matrix", _bilinear, normal(3, 2, 3)),
    differences("a stack", _bilinear, normal(4, 2, 1, 2)),
    differences("a number", _cubic, 0.7),
    differences("a whole number", _cubic, 2),
    differences("whole numbers", _bilinear, np.array([1, 2, -1])),
    differences("zeros", _bilinear, np.zeros(3)),
    differences("a step of its own", _cubic, np.array([1.0, 2.0]), 0.1),
    differences("a function of floats", _strict, 1.5),
    Look("a function that changes and keeps arrays", _greedy, rtol=1e-5, atol=1e-7),
    differences("one entry", _cubic, np.array([2.0])),
    differences("large values", lambda x: 500 + np.sum(x), np.ones(2)),
]

LINEAR_LAYER_GRADIENTS = [
    call("a batch", normal(1, 5, 4), normal(2, 4, 3), normal(3, 5, 3)),
    call("one input", normal(1, 1, 4), normal(2, 4, 3), normal(3, 1, 3)),
    call("all square", normal(1, 3, 3), normal(2, 3, 3), normal(3, 3, 3)),
    call("one output", normal(1, 4, 2), normal(2, 2, 1), normal(3, 4, 1)),
    call("one number in", normal(1, 4, 1), normal(2, 1, 3), normal(3, 4, 3)),
    call("whole numbers", whole(1, 2, 3), whole(2, 3, 4), whole(3, 2, 4)),
]

SOFTMAX_GRADIENT = [
    call("rows", shares(1, 3, 4), normal(2, 3, 4)),
    call("square", shares(1, 3, 3), normal(2, 3, 3)),
    call("one row", shares(1, 1, 5), normal(2, 1, 5)),
    call("one column", np.ones((3, 1)), normal(2, 3, 1)),
    call("certainty", np.array([[0, 1, 0], [1, 0, 0]]), whole(1, 2, 3)),
    call("whole numbers from above", shares(1, 2, 3), whole(2, 2, 3)),
    call("the same for all", shares(1, 2, 3), np.full((2, 3), 3.0)),
]

CROSS_ENTROPY_GRADIENT = [
    call("rows", normal(1, 4, 3), np.array([0, 2, 2, 1])),
    call("square", normal(1, 3, 3), np.array([2, 0, 2])),
    call("one row", normal(1, 1, 5), np.array([3])),
    call("many", 3 * normal(2, 20, 6), np.random.default_rng(1).integers(0, 6, size=20)),
    call("whole numbers", whole(1, 3, 4), np.array([3, 0, 1])),
    call("a thousand", np.array([[1000.0, -1000, 0], [-1000, -1000, 1000]]), np.array([0, 1])),
    call("rows of different size", np.array([[900.0, 901], [-3, 2]]), np.array([0, 1])),
    call("one class", np.zeros((2, 1)), np.array([0, 0])),
]
