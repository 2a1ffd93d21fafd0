"""The references of low-rank algebra agree with oracles that are written otherwise."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.utils.extmath import randomized_svd

from solutions.approximation import lora_forward, low_rank, power_iteration

STEADY = settings(derandomize=True, deadline=None, max_examples=60, database=None)

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 6)


def normal(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


def symmetric(seed: int, n: int, scale: float = 1.0) -> np.ndarray:
    """A matrix whose largest eigenvalue, `scale`, is twice the next one in size."""
    Q, _ = np.linalg.qr(normal(seed, n, n))
    rest = np.random.default_rng(seed).uniform(-0.5, 0.5, size=n - 1)
    A = scale * (Q * [1.0, *rest]) @ Q.T
    return np.asarray((A + A.T) / 2)


# --- power_iteration -----------------------------------------------------------------------------


@STEADY
@given(seeds, sizes, st.sampled_from([1e-4, 1.0, 1e4]))
def test_the_iteration_ends_where_lapack_does(seed: int, n: int, scale: float) -> None:
    A = symmetric(seed, n, scale)
    values, vectors = scipy.linalg.eigh(A)
    value, vector = power_iteration(A, np.ones(n) + 0.1 * normal(seed + 1, n), 200)
    assert_allclose(value, values[-1], rtol=1e-10)
    assert_allclose(abs(vector @ vectors[:, -1]), 1.0, rtol=1e-10)


@pytest.mark.parametrize("steps", [0, 1, 2, 5])
def test_few_steps_give_the_normalized_power_and_its_quotient(steps: int) -> None:
    A, v = np.array([[2, 1], [1, 3]]), np.array([1, 0])
    power = np.linalg.matrix_power(A, steps) @ v
    value, vector = power_iteration(A, v, steps)
    assert_allclose(vector, power / np.sqrt(power @ power), rtol=1e-14)
    assert_allclose(value, power @ A @ power / (power @ power), rtol=1e-14)
    assert type(value) is float


def test_steps_are_a_hundred_unless_told() -> None:
    A, v = symmetric(3, 4), np.ones(4)
    assert_array_equal(power_iteration(A, v)[1], power_iteration(A, v, 100)[1])


def test_thousands_of_steps_neither_overflow_nor_vanish() -> None:
    for scale in (1e-4, 1e4):
        value, _ = power_iteration(scale * np.diag([3.0, 1.0]), [1e-3, 1.0], 5000)
        assert_allclose(value, 3 * scale, rtol=1e-12)


def test_the_sign_of_the_start_is_that_of_the_vector() -> None:
    A = symmetric(5, 3)
    assert_array_equal(power_iteration(A, [1, 2, 3])[1], -power_iteration(A, [-1, -2, -3])[1])


# --- low_rank ------------------------------------------------------------------------------------


@STEADY
@given(seeds, sizes, sizes, st.floats(-6, 6))
def test_the_error_is_what_the_theorem_leaves_and_the_rank_is_k(
    seed: int, n: int, m: int, power: float
) -> None:
    A = normal(seed, n, m) * 10**power
    s = scipy.linalg.svdvals(A)
    for k in range(min(n, m) + 1):
        got = low_rank(A, k)
        assert got.shape == (n, m)
        assert np.linalg.matrix_rank(got, tol=1e-9 * s[0]) == k
        error = np.linalg.norm(A - got)
        assert_allclose(error, np.linalg.norm(s[k:]), rtol=1e-9, atol=1e-13 * s[0])


def test_the_approximation_is_that_of_scikit_learns_randomized_svd() -> None:
    A = normal(1, 30, 12) @ np.diag(2.0 ** -np.arange(12)) @ normal(2, 12, 12)
    u, s, vt = randomized_svd(A, 4, n_iter=20, random_state=0)
    assert_allclose(low_rank(A, 4), u * s @ vt, atol=1e-8)


def test_no_other_matrix_of_that_rank_is_nearer() -> None:
    A = normal(3, 5, 4)
    best = np.linalg.norm(A - low_rank(A, 2))
    for seed in range(50):
        start = low_rank(A, 2)
        other = low_rank(start + 0.1 * normal(seed, 5, 4), 2)
        assert np.linalg.norm(A - other) >= best


def test_rank_zero_is_the_zero_matrix_and_full_rank_the_matrix_itself() -> None:
    for A in (normal(1, 3, 5), normal(2, 5, 3), np.outer([1, 2, 3], [1, 1]), np.zeros((2, 3))):
        assert_array_equal(low_rank(A, 0), np.zeros(A.shape))
        assert_allclose(low_rank(A, min(A.shape)), A, atol=1e-14)


# --- lora_forward --------------------------------------------------------------------------------


@STEADY
@given(seeds, sizes, sizes, sizes, sizes)
def test_the_correction_is_a_sum_of_r_outer_products(
    seed: int, n: int, d_in: int, d_out: int, r: int
) -> None:
    x, W = normal(seed, n, d_in), normal(seed + 1, d_in, d_out)
    A, B = normal(seed + 2, d_in, r), normal(seed + 3, r, d_out)
    corrected = W + 0.7 / r * sum(np.outer(A[:, i], B[i]) for i in range(r))
    got = lora_forward(x, W, A, B, 0.7)
    assert_allclose(got, x @ corrected, rtol=1e-9, atol=1e-12)
    assert_allclose(lora_forward(x[0], W, A, B, 0.7), got[0], rtol=1e-9, atol=1e-12)


def test_a_strength_of_zero_or_a_zero_factor_leaves_the_layer_as_it_was() -> None:
    x, W, A, B = normal(1, 2, 3), normal(2, 3, 4), normal(3, 3, 2), normal(4, 2, 4)
    assert_array_equal(lora_forward(x, W, A, B, 0), x @ W)
    assert_array_equal(lora_forward(x, W, A, 0 * B, 8), x @ W)


# --- all of them ---------------------------------------------------------------------------------

CALLS = {
    "power_iteration": (power_iteration, (symmetric(1, 3), np.ones(3), 7)),
    "power_iteration, no step": (power_iteration, (symmetric(1, 3), np.ones(3), 0)),
    "low_rank": (low_rank, (normal(1, 4, 3), 2)),
    "low_rank, full": (low_rank, (normal(1, 4, 3), 3)),
    "lora_forward": (
        lora_forward,
        (normal(1, 2, 3), normal(2, 3, 4), normal(3, 3, 2), normal(4, 2, 4), 2.0),
    ),
}


@pytest.mark.parametrize(("function", "arguments"), CALLS.values(), ids=CALLS)
def test_arguments_stay_as_they_were_and_lists_will_do(
    function: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    before = [np.copy(argument) for argument in arguments]
    got = function(*arguments)
    for now, old in zip(arguments, before, strict=True):
        assert_array_equal(now, old)
    result = got[1] if isinstance(got, tuple) else got
    assert not any(np.shares_memory(result, argument) for argument in arguments)
    lists = [np.asarray(argument).tolist() for argument in arguments]
    again = function(*lists)
    assert_array_equal(again[1] if isinstance(again, tuple) else again, result)


FAULTS = {
    "an oblong matrix": (power_iteration, (np.ones((2, 3)), [1, 2]), r"shape \(2, 2\)"),
    "a long start": (power_iteration, (np.eye(2), [1, 2, 3]), r"shape \(3, 3\)"),
    "a start of zero": (power_iteration, (np.eye(2), [0, 0]), "direction"),
    "a start that is lost": (power_iteration, (np.diag([1, 0]), [0, 1]), "direction"),
    "steps back": (power_iteration, (np.eye(2), [1, 0], -1), "steps must be 0 or more"),
    "a negative rank": (low_rank, (np.eye(2), -1), "in 0..2, not -1"),
    "a rank that is too high": (low_rank, (np.ones((2, 3)), 3), "in 0..2, not 3"),
    "a vector": (low_rank, ([1, 2], 1), "A must be a non-empty 2-D"),
    "a short input": (lora_forward, ([1], np.eye(2), np.eye(2), np.eye(2), 1), "2 long, not 1"),
    "factors of two ranks": (
        lora_forward,
        ([1, 2], np.eye(2), np.ones((2, 1)), np.eye(2), 1),
        r"B of shape \(r, 2\)",
    ),
}


@pytest.mark.parametrize(("function", "arguments", "sentence"), FAULTS.values(), ids=FAULTS)
def test_arguments_outside_the_domain_raise_a_clear_error(
    function: Callable[..., Any], arguments: tuple[Any, ...], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        function(*arguments)
