"""Tensors differentiate as slow loops, SciPy and complex steps do."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import log_softmax

from solutions.tensor import Tensor, neural_scores, sum_to_shape

STEADY = settings(derandomize=True, deadline=None, max_examples=60, database=None)


def complex_steps(f: Callable[..., Any], arrays: list[Any]) -> list[Any]:
    """The slopes of the sum of f along each entry, Im f(x + ih) / h: exact but for rounding.

    Source: W. Squire, G. Trapp, Using Complex Variables to Estimate Derivatives, SIAM Review 1998.
    """
    found = []
    for i, array in enumerate(arrays):
        slopes = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            moved = [np.array(a, dtype=complex) for a in arrays]
            moved[i][place] += 1e-100j
            slopes[place] = np.sum(f(*moved)).imag / 1e-100
        found.append(slopes)
    return found


def surprise(scores: Any, targets: Any) -> Any:
    """Cross-entropy of moderate scores, real or complex."""
    log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(targets)), targets].mean()


def assert_slopes(tensors: Any, arrays: Any, f: Any, *shapes: tuple[int, ...]) -> None:
    """`f` of tensors has the value and slopes that it has of arrays."""
    rng = np.random.default_rng(1)
    given = [rng.normal(size=shape) for shape in shapes]
    leaves = [tensors(array) for array in given]
    result = f(*leaves)
    result.backward()
    assert_allclose(result.data, arrays(*given).real, rtol=1e-12)
    wanted = complex_steps(arrays, given)
    for leaf, slopes in zip(leaves, wanted, strict=True):
        assert_allclose(leaf.grad, slopes, rtol=1e-11, atol=1e-13)


ROWS = np.array([[0, 2], [2, 2], [1, 0]])
TARGETS = np.array([1, 0, 1])
SHAPES = [((2, 3), (3,)), ((2, 1), (1, 3)), ((), (2, 2)), ((4, 1, 2), (3, 1)), ((2,), (2,))]


@pytest.mark.parametrize("shapes", SHAPES, ids=str)
def test_sums_and_products_broadcast_with_the_slopes_of_complex_steps(shapes: Any) -> None:
    for f in (
        lambda a, b: a + b,
        lambda a, b: a * b + b,
        lambda a, b: (a * b + 2) * a * -0.5,
        lambda a, b: (a + b) * (a + b) + a,
    ):
        assert_slopes(Tensor, f, f, *shapes)


def test_operations_of_arrays_have_the_slopes_of_complex_steps() -> None:
    cases: list[tuple[Any, Any, Any]] = [
        (lambda A, B: A @ B * 2, lambda A, B: A @ B * 2, ((2, 3), (3, 4))),
        (lambda A, B: (A @ B).tanh(), lambda A, B: np.tanh(A @ B), ((3, 3), (3, 1))),
        (lambda E: E[ROWS] * E[ROWS], lambda E: E[ROWS] ** 2, ((4, 2),)),
        (lambda A: A.reshape(3, -1) @ A, lambda A: A.reshape(3, -1) @ A, ((2, 3),)),
        (lambda S: S.cross_entropy(TARGETS) * 3, lambda S: surprise(S, TARGETS) * 3, ((3, 2),)),
    ]
    for tensors, arrays, shapes in cases:
        assert_slopes(Tensor, arrays, tensors, *shapes)


def test_the_network_has_the_slopes_of_complex_steps() -> None:
    def loss(*params: Any) -> Any:
        return neural_scores(ROWS, *params).cross_entropy(TARGETS)

    def by_arrays(*params: Any) -> Any:
        return surprise(neural_scores(ROWS, *params), TARGETS)

    assert_slopes(Tensor, by_arrays, loss, (3, 2), (4, 5), (5,), (5, 3), (3,))


@STEADY
@given(st.lists(st.integers(1, 3), min_size=1, max_size=4), st.data())
def test_gradients_of_copies_are_added_as_in_a_loop(full: list[int], data: st.DataObject) -> None:
    kept = full[data.draw(st.integers(0, len(full))) :]
    shape = tuple(n if data.draw(st.booleans()) else 1 for n in kept)
    gradient = np.random.default_rng(len(full)).normal(size=full)
    wanted = np.zeros(shape)
    for place in np.ndindex(*full):
        home = place[len(full) - len(shape) :]
        wanted[tuple(min(i, n - 1) for i, n in zip(home, shape, strict=True))] += gradient[place]
    got = sum_to_shape(gradient, shape)
    assert got.shape == shape
    assert_allclose(got, wanted, atol=1e-14)


def test_what_is_not_broadcast_is_refused() -> None:
    for full, shape in (((2, 3), (2,)), ((3,), (2, 3)), ((1, 3), (2, 3))):
        with pytest.raises(ValueError, match="broadcast"):
            sum_to_shape(np.ones(full), shape)
    with pytest.raises(ValueError, match="Two matrices"):
        Tensor(np.ones(3)) @ Tensor(np.ones((3, 2)))


def test_losses_are_those_of_scipy_however_large_the_scores() -> None:
    scores = np.array([[1000.0, 999.0, -1000.0], [0.1, 5000.0, -3.0]])
    for targets in ([0, 1], [2, 0], [1, 2]):
        got = Tensor(scores).cross_entropy(np.array(targets))
        wanted = -log_softmax(scores, axis=1)[[0, 1], targets].mean()
        assert_allclose(got.data, wanted, rtol=1e-14)


def test_calls_add_up_and_arrays_are_not_shared() -> None:
    a, b = Tensor([1.0, 2.0]), Tensor([5.0, 7.0])
    c = a + b
    result = b + c
    result.backward()
    result.backward()
    assert_array_equal([a.grad, b.grad, c.grad], [[2, 2], [4, 4], [2, 2]])
    a.grad += 10
    assert_array_equal([b.grad, c.grad], [[4, 4], [2, 2]])


def test_long_chains_need_no_recursion_and_are_walked_once() -> None:
    limit = sys.getrecursionlimit()
    a = Tensor([2.0, -1.0])
    result = a
    for _ in range(3000):
        result = (result + result) * 0.5
    result.backward()
    assert_array_equal(a.grad, [1.0, 1.0])
    assert sys.getrecursionlimit() == limit


def test_scores_are_the_formula_for_arrays_as_for_tensors() -> None:
    rng = np.random.default_rng(2)
    params = [rng.normal(size=shape) for shape in ((3, 2), (4, 5), (5,), (5, 3), (3,))]
    E, W1, b1, W2, b2 = params
    x = np.array([np.concatenate([E[token] for token in context]) for context in ROWS])
    wanted = np.tanh(x @ W1 + b1) @ W2 + b2
    assert_allclose(neural_scores(ROWS, *params), wanted)
    assert_allclose(neural_scores(ROWS, *map(Tensor, params)).data, wanted)
