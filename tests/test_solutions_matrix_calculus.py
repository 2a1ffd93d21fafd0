"""The matrix calculus references agree with oracles that are written otherwise."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.special
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from solutions.finite_differences import numerical_gradient
from solutions.matrix_calculus import (
    cross_entropy_gradient,
    least_squares_gradient,
    linear_layer_gradients,
    quadratic_form,
    quadratic_form_gradient,
    softmax_gradient,
    tied_layer_gradient,
    trace_gradient,
)

STEADY = settings(derandomize=True, deadline=None, max_examples=60, database=None)

sizes = st.integers(1, 7)
seeds = st.integers(0, 2**32 - 1)
exponents = st.floats(-6, 6)


def normal(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


# --- quadratic_form ------------------------------------------------------------------------------


def slow_form(A: np.ndarray, x: np.ndarray) -> float:
    """The double sum, correctly rounded."""
    n = len(x)
    return math.fsum(A[i, j] * x[i] * x[j] for i in range(n) for j in range(n))


@STEADY
@given(seeds, sizes, exponents)
def test_the_form_is_the_double_sum_at_any_size_and_scale(seed: int, n: int, power: float) -> None:
    A, x = normal(seed, n, n), normal(seed + 1, n) * 10**power
    expected = slow_form(A, x)
    assert_allclose(quadratic_form(A, x), expected, rtol=1e-12, atol=1e-13 * 10 ** (2 * power))


@STEADY
@given(seeds, sizes)
def test_the_form_sees_the_symmetric_part_alone(seed: int, n: int) -> None:
    A, B, x = normal(seed, n, n), normal(seed + 1, n, n), normal(seed + 2, n)
    assert_allclose(quadratic_form(A + B - B.T, x), quadratic_form(A, x), atol=1e-12)


def test_the_seeds_form_is_eighteen() -> None:
    assert quadratic_form([[2, 1], [1, 3]], [1, 2]) == 18
    assert type(quadratic_form([[2, 1], [1, 3]], [1, 2])) is float


# --- quadratic_form_gradient ---------------------------------------------------------------------


@STEADY
@given(seeds, sizes, exponents)
def test_the_gradient_is_what_central_differences_give(seed: int, n: int, power: float) -> None:
    """A difference of step 1 is exact here, for the form has no third derivative."""
    A, x = normal(seed, n, n), normal(seed + 1, n)
    differences = [(slow_form(A, x + step) - slow_form(A, x - step)) / 2 for step in np.eye(n)]
    scale = 10**power
    got = quadratic_form_gradient(scale * A, x)
    assert got.shape == (n,)
    assert_allclose(got / scale, differences, rtol=1e-10, atol=1e-11)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_the_gradient_agrees_with_sympy_exactly(n: int) -> None:
    rng = np.random.default_rng(n)
    A, at = rng.integers(-5, 6, (n, n)), rng.integers(-5, 6, n)
    x = sp.Matrix(sp.symbols(f"x:{n}"))
    form = (x.T * sp.Matrix(A.tolist()) * x)[0]
    point = dict(zip(x, at.tolist(), strict=True))
    expected = [int(sp.diff(form, entry).subs(point)) for entry in x]
    assert_array_equal(quadratic_form_gradient(A, at), expected)


def test_twice_a_x_holds_for_symmetric_matrices_alone() -> None:
    A, x = np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([1.0, 2.0])
    assert_allclose(quadratic_form_gradient(A, x), 2 * A @ x)
    A[0, 1] = 5
    assert_allclose(quadratic_form_gradient(A, x), [2 * 2 + 6 * 2, 6 * 1 + 2 * 3 * 2])


def test_the_gradient_of_a_skew_form_vanishes() -> None:
    assert_array_equal(quadratic_form_gradient([[0, 1], [-1, 0]], [3, 4]), [0, 0])


# --- trace_gradient ------------------------------------------------------------------------------


@STEADY
@given(seeds, sizes, sizes)
def test_the_gradient_of_the_trace_is_what_differences_give_entry_by_entry(
    seed: int, n: int, m: int
) -> None:
    A, X = normal(seed, n, m), normal(seed + 1, m, n)
    expected = np.empty((m, n))
    for place in np.ndindex(m, n):
        step = np.zeros((m, n))
        step[place] = 1
        expected[place] = np.trace(A @ (X + step)) - np.trace(A @ X)
    got = trace_gradient(A, X)
    assert got.shape == X.shape
    assert_allclose(got, expected, rtol=1e-10, atol=1e-11)


def test_the_gradient_of_the_trace_agrees_with_sympy() -> None:
    A = sp.Matrix([[1, 2, 3], [4, 5, 6]])
    X = sp.Matrix(3, 2, sp.symbols("x:6"))
    expected = X.applyfunc(lambda entry: sp.diff((A * X).trace(), entry))
    got = trace_gradient([[1, 2, 3], [4, 5, 6]], [[0, 0]] * 3)
    assert_array_equal(got, np.array(expected.tolist(), dtype=float))


def test_the_gradient_of_the_trace_does_not_depend_on_the_point() -> None:
    A = normal(1, 2, 4)
    assert_array_equal(trace_gradient(A, normal(2, 4, 2)), trace_gradient(A, np.zeros((4, 2))))


# --- linear_layer_gradients ----------------------------------------------------------------------


@STEADY
@given(seeds, sizes, sizes, sizes)
def test_the_gradients_of_a_layer_are_those_of_differences(
    seed: int, n: int, d_in: int, d_out: int
) -> None:
    x, W, b = normal(seed, n, d_in), normal(seed + 1, d_in, d_out), normal(seed + 2, d_out)
    G = normal(seed + 3, n, d_out)
    wanted = (
        numerical_gradient(lambda x: np.sum((x @ W + b) * G), x),
        numerical_gradient(lambda W: np.sum((x @ W + b) * G), W),
        numerical_gradient(lambda b: np.sum((x @ W + b) * G), b),
    )
    for one, other in zip(linear_layer_gradients(x, W, G), wanted, strict=True):
        assert one.shape == np.shape(other)
        assert_allclose(one, other, rtol=1e-7, atol=1e-8)


# --- least_squares_gradient ----------------------------------------------------------------------


@STEADY
@given(seeds, sizes, sizes, sizes)
def test_slopes_of_squared_errors_are_central_differences(
    seed: int, n: int, d: int, k: int
) -> None:
    X, W, Y = normal(seed, n, d), normal(seed + 1, d, k), normal(seed + 2, n, k)
    by_steps = numerical_gradient(lambda W: float(np.sum((X @ W - Y) ** 2)), W)
    assert_allclose(least_squares_gradient(X, W, Y), by_steps, rtol=1e-5, atol=1e-7)


@STEADY
@given(seeds, sizes, sizes, sizes)
def test_slopes_vanish_where_numpy_finds_the_least_squares(
    seed: int, n: int, d: int, k: int
) -> None:
    X, Y = normal(seed, n, d), normal(seed + 1, n, k)
    best = np.linalg.lstsq(X, Y, rcond=None)[0]
    assert_allclose(least_squares_gradient(X, best, Y), np.zeros((d, k)), atol=1e-9)


def test_the_slope_of_one_squared_error_is_known() -> None:
    assert_array_equal(least_squares_gradient([[3]], [[2]], [[5]]), [[6.0]])


# --- tied_layer_gradient -------------------------------------------------------------------------


@STEADY
@given(seeds, sizes, sizes, sizes)
def test_slopes_of_shared_weights_are_central_differences(
    seed: int, n: int, d: int, k: int
) -> None:
    x, W, G = normal(seed, n, d), normal(seed + 1, d, k), normal(seed + 2, n, d)
    by_steps = numerical_gradient(lambda W: float(np.sum(G * (x @ W @ W.T))), W)
    assert_allclose(tied_layer_gradient(x, W, G), by_steps, rtol=1e-5, atol=1e-7)


def test_the_slope_of_one_shared_weight_is_known() -> None:
    assert_array_equal(tied_layer_gradient([[3]], [[0.5]], [[4]]), [[12.0]])


# --- softmax_gradient ----------------------------------------------------------------------------


@STEADY
@given(seeds, sizes, sizes)
def test_the_gradient_of_a_softmax_is_its_jacobian_times_what_comes_from_above(
    seed: int, n: int, m: int
) -> None:
    P, G = scipy.special.softmax(normal(seed, n, m), axis=1), normal(seed + 1, n, m)
    jacobians = [np.diag(p) - np.outer(p, p) for p in P]
    wanted = [J @ g for J, g in zip(jacobians, G, strict=True)]
    assert_allclose(softmax_gradient(P, G), wanted, rtol=1e-9, atol=1e-14)
    assert_array_equal(softmax_gradient(P[0], G[0]), softmax_gradient(P, G)[0])
    assert_array_equal(softmax_gradient(P[None], G[None]), softmax_gradient(P, G)[None])


def test_the_gradient_of_a_softmax_is_that_of_differences() -> None:
    Z, G = 2 * normal(1, 3, 4), normal(2, 3, 4)
    wanted = numerical_gradient(lambda Z: np.sum(scipy.special.softmax(Z, axis=1) * G), Z)
    assert_allclose(softmax_gradient(scipy.special.softmax(Z, axis=1), G), wanted, atol=1e-9)


def test_what_raises_all_probabilities_alike_moves_no_logit() -> None:
    P = scipy.special.softmax(normal(1, 3, 4), axis=1)
    assert_allclose(softmax_gradient(P, np.full((3, 4), 7.0)), np.zeros((3, 4)), atol=1e-14)


# --- cross_entropy_gradient ----------------------------------------------------------------------


@STEADY
@given(seeds, sizes, sizes)
def test_the_gradient_of_the_loss_is_that_of_differences(seed: int, n: int, m: int) -> None:
    Z, t = 2 * normal(seed, n, m), np.random.default_rng(seed).integers(0, m, size=n)

    def loss(Z: np.ndarray) -> float:
        return -float(np.mean(scipy.special.log_softmax(Z, axis=1)[np.arange(n), t]))

    got = cross_entropy_gradient(Z, t)
    assert_allclose(got, numerical_gradient(loss, Z), rtol=1e-6, atol=1e-8)
    assert_allclose(got, (scipy.special.softmax(Z, axis=1) - np.eye(m)[t]) / n, atol=1e-15)


def test_logits_of_a_thousand_have_finite_gradients() -> None:
    got = cross_entropy_gradient([[1000, -1000, 0], [-1000, -1000, 1000]], [0, 1])
    assert_array_equal(got, [[0, 0, 0], [0, -0.5, 0.5]])


def test_a_loss_that_is_nearly_zero_keeps_the_digits_of_its_gradient() -> None:
    assert_allclose(cross_entropy_gradient([[40, 0]], [0]), [[-math.exp(-40), math.exp(-40)]])


# --- all of them ---------------------------------------------------------------------------------

CALLS = {
    "quadratic_form": (quadratic_form, (normal(1, 3, 3), normal(2, 3))),
    "quadratic_form_gradient": (quadratic_form_gradient, (normal(1, 3, 3), normal(2, 3))),
    "trace_gradient": (trace_gradient, (normal(1, 2, 3), normal(2, 3, 2))),
    "linear_layer_gradients": (
        linear_layer_gradients,
        (normal(1, 2, 3), normal(2, 3, 4), normal(3, 2, 4)),
    ),
    "softmax_gradient": (softmax_gradient, (normal(1, 2, 3), normal(2, 2, 3))),
    "cross_entropy_gradient": (cross_entropy_gradient, (normal(1, 2, 3), np.array([2, 0]))),
    "quadratic_form, one entry": (quadratic_form, (normal(1, 1, 1), normal(2, 1))),
}


def parts(result: Any) -> tuple[Any, ...]:
    return result if isinstance(result, tuple) else (result,)


@pytest.mark.parametrize(("function", "arguments"), CALLS.values(), ids=CALLS)
def test_arguments_stay_as_they_were_and_results_share_nothing_with_them(
    function: Callable[..., Any], arguments: tuple[np.ndarray, ...]
) -> None:
    before = [array.copy() for array in arguments]
    result = function(*arguments)
    for array, old in zip(arguments, before, strict=True):
        assert_array_equal(array, old)
        for part in parts(result):
            assert not np.shares_memory(np.asarray(part), array)


@pytest.mark.parametrize(("function", "arguments"), CALLS.values(), ids=CALLS)
def test_nested_lists_give_what_arrays_give(
    function: Callable[..., Any], arguments: tuple[np.ndarray, ...]
) -> None:
    lists = [array.tolist() for array in arguments]
    for one, other in zip(parts(function(*lists)), parts(function(*arguments)), strict=True):
        assert_array_equal(one, other)


FAULTS = {
    "an oblong form": (quadratic_form, (np.ones((2, 3)), [1, 2]), "square, not of shape"),
    "an oblong gradient": (quadratic_form_gradient, (np.ones((2, 3)), [1, 2]), "square, not of"),
    "a point that is too long": (quadratic_form, (np.eye(2), [1, 2, 3]), "x must be 2 long"),
    "a point in a column": (quadratic_form, (np.eye(2), [[1], [2]]), "x must be a non-empty 1-D"),
    "nothing": (quadratic_form_gradient, (np.ones((0, 0)), []), "A must be a non-empty 2-D"),
    "X of the shape of A": (trace_gradient, (np.ones((2, 3)), np.ones((2, 3))), r"shape \(3, 2\)"),
    "inputs of another width": (linear_layer_gradients, ([[1]], np.eye(2), [[1, 2]]), "2 columns"),
    "a gradient of another shape": (
        linear_layer_gradients,
        ([[1, 2]], np.eye(2), [[1]]),
        r"shape \(1, 2\)",
    ),
    "one input alone": (
        linear_layer_gradients,
        ([1, 2], np.eye(2), [1, 2]),
        "x must be a non-empt",
    ),
    "inputs of more columns": (least_squares_gradient, ([[1, 2]], [[1]], [[1]]), "1 columns"),
    "targets of other rows": (
        least_squares_gradient,
        ([[1]], [[1]], [[1], [2]]),
        r"shape \(1, 1\)",
    ),
    "rows of another width": (tied_layer_gradient, ([[1, 2]], [[1]], [[1, 2]]), "as wide as W"),
    "slopes of other rows": (tied_layer_gradient, ([[1]], [[1]], [[1], [2]]), "of one shape"),
    "two shapes": (softmax_gradient, ([[0.5, 0.5]], [[1]]), r"shape \(1, 2\)"),
    "no probabilities": (softmax_gradient, (1, 1), "probabilities must be a non-empty array"),
    "a target beyond": (cross_entropy_gradient, ([[1, 2]], [2]), "whole numbers from 0 to 1"),
    "a target below": (cross_entropy_gradient, ([[1, 2]], [-1]), "whole numbers from 0 to 1"),
    "half a target": (cross_entropy_gradient, ([[1, 2]], [0.5]), "whole numbers from 0 to 1"),
    "too few targets": (cross_entropy_gradient, (np.eye(2), [0]), "2 whole numbers"),
    "a vector for a matrix": (trace_gradient, ([1, 2], [[1, 2]]), "A must be a non-empty 2-D"),
}


@pytest.mark.parametrize(("function", "arguments", "sentence"), FAULTS.values(), ids=FAULTS)
def test_arguments_outside_the_domain_raise_a_clear_error(
    function: Callable[..., Any], arguments: tuple[Any, ...], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        function(*arguments)
