"""The references of line search and conjugate gradients agree with oracles written otherwise."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import scipy.linalg
import scipy.optimize
import scipy.sparse.linalg
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from solutions.line_search import backtracking_descent, conjugate_gradient

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=40)
STEADY = settings.get_profile("steady")

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 6)


def bowl(seed: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """A symmetric matrix with eigenvalues from 0.5 to 10, and a right-hand side."""
    rng = np.random.default_rng(seed)
    Q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    A = Q @ np.diag(rng.uniform(0.5, 10, size=n)) @ Q.T
    return (A + A.T) / 2, rng.normal(size=n)


# --- backtracking_descent ------------------------------------------------------------------------


@STEADY
@given(seeds, sizes, st.floats(0.1, 8), st.floats(0.2, 0.8), st.floats(0.01, 0.8))
def test_a_step_on_a_bowl_has_the_first_length_below_its_own_bound(
    seed: int, n: int, rate: float, shrink: float, slope: float
) -> None:
    # For ½ wᵀA w the condition is t ≤ 2 (1 − c) gᵀg / gᵀA g: no loss is needed to find t.
    A, w = bowl(seed, n)
    path = backtracking_descent(lambda v: v @ A @ v / 2, lambda v: A @ v, w, 3, rate, shrink, slope)
    for here, there in pairwise(path):
        g = A @ here
        bound = 2 * (1 - slope) * (g @ g) / (g @ A @ g)
        tries = rate * shrink ** np.arange(200)
        if np.min(np.abs(tries / bound - 1)) < 1e-6:
            return  # at the border rounding decides
        assert_allclose(there, here - tries[tries <= bound][0] * g, rtol=1e-9, atol=1e-12)


@STEADY
@given(seeds)
def test_every_length_is_the_first_that_scipys_loss_finds_good(seed: int) -> None:
    rosen, slope_of = scipy.optimize.rosen, scipy.optimize.rosen_der
    w = np.random.default_rng(seed).uniform(-2, 2, size=3)
    path = backtracking_descent(rosen, slope_of, w, 6, 1.0, 0.5, 0.1)
    for here, there in pairwise(path):
        g = slope_of(here)
        k = int(np.rint(np.log2(np.linalg.norm(g) / np.linalg.norm(there - here))))
        assert_allclose(there, here - 0.5**k * g, rtol=1e-9, atol=1e-12)
        falls = [rosen(here) - rosen(here - 0.5**j * g) for j in range(k + 1)]
        good = [fall >= 0.1 * 0.5**j * (g @ g) for j, fall in enumerate(falls)]
        assert good == [False] * k + [True]


def test_the_first_try_is_the_plain_step() -> None:
    w = np.array([3.0, -2.0])
    path = backtracking_descent(lambda v: v @ v / 2, lambda v: v, w, 5, 0.25)
    assert_allclose(np.array(path), np.array([w * 0.75**k for k in range(6)]), rtol=1e-12)


def test_the_defaults_are_a_rate_of_1_halving_and_a_slope_of_a_ten_thousandth() -> None:
    # The whole step is good for a curvature c ≤ 2 (1 − 0.0001), else half of it is.
    for c, factor in ((1.9997, 1.0), (1.9999, 0.5)):

        def loss(v: Any, c: float = c) -> Any:
            return c * v @ v / 2

        def gradient(v: Any, c: float = c) -> Any:
            return c * v

        _, end = backtracking_descent(loss, gradient, [3.0], 1)
        assert_allclose(end, [3 * (1 - factor * c)], rtol=1e-9)


def test_a_gradient_of_zero_repeats_the_point_in_arrays_of_their_own() -> None:
    start = np.array([1.0, 2.0])
    path = backtracking_descent(lambda v: 5.0, np.zeros_like, start, 3)
    assert_array_equal(path, [start] * 4)
    arrays = [*path, start]
    assert not any(np.shares_memory(a, b) for k, a in enumerate(arrays) for b in arrays[:k])


def test_a_search_ends_where_rounding_hides_every_decrease() -> None:
    path = backtracking_descent(lambda v: 1e20 + v @ v, lambda v: 2 * v, [1.0], 2)
    assert np.all(np.isfinite(path))
    path = backtracking_descent(lambda v: v @ v, lambda v: -2 * v, [1.0], 2)  # it goes uphill
    assert_array_equal(path, [[1.0]] * 3)


def test_an_infinite_loss_is_too_high() -> None:
    def barrier(v: np.ndarray) -> float:
        return float(v[0] - np.log(v[0])) if v[0] > 0 else np.inf

    path = backtracking_descent(barrier, lambda v: 1 - 1 / v, [4.0], 1, 100.0)
    assert_allclose(path[1], [4 - 0.75 * 100 / 2**5], rtol=1e-12)


def test_functions_that_change_what_they_are_handed_do_no_harm() -> None:
    def loss(v: Any) -> float:
        value = float(v @ v)
        v *= 7
        return value

    def gradient(v: Any) -> Any:
        v *= 2
        return v

    path = backtracking_descent(loss, gradient, [4.0, -2.0], 2, 0.25)
    assert_allclose(np.array(path), np.array([[4, -2], [2, -1], [1, -0.5]]), rtol=1e-12)


@pytest.mark.parametrize(
    ("named", "word"),
    [
        ({"steps": -1}, "steps"),
        ({"rate": 0.0}, "rate"),
        ({"rate": np.inf}, "rate"),
        ({"shrink": 0.0}, "shrink"),
        ({"shrink": 1.0}, "shrink"),
        ({"slope": 0.0}, "slope"),
        ({"slope": 1.0}, "slope"),
        ({"w": 2.0}, "w must"),
        ({"gradient": np.sum}, "shape"),
    ],
)
def test_searches_that_make_no_sense_are_refused(named: dict[str, Any], word: str) -> None:
    good: dict[str, Any] = {
        "loss": lambda v: v @ v,
        "gradient": lambda v: 2 * v,
        "w": [1.0, 2.0],
        "steps": 1,
    }
    with pytest.raises(ValueError, match=word):
        backtracking_descent(**(good | named))


def test_no_steps_are_the_start_alone() -> None:
    [start] = backtracking_descent(np.sum, np.sum, [3, 4], 0)
    assert_array_equal(start, [3.0, 4.0])
    assert start.dtype == float


# --- conjugate_gradient --------------------------------------------------------------------------


@STEADY
@given(seeds, sizes)
def test_each_iterate_is_lowest_over_its_krylov_space(seed: int, n: int) -> None:
    # ½ xᵀA x − bᵀx is half of ‖C x − C⁻ᵀ b‖² but for a constant, where A = Cᵀ C: least squares.
    A, b = bowl(seed, n)
    C = scipy.linalg.cholesky(A)
    target = np.linalg.solve(C.T, b)
    path = conjugate_gradient(A, b, n)
    assert_array_equal(path[0], np.zeros(n))
    for k in range(1, n + 1):
        krylov = np.array([np.linalg.matrix_power(A, j) @ b for j in range(k)]).T
        basis = np.linalg.qr(krylov / np.linalg.norm(krylov, axis=0))[0]
        y = np.linalg.lstsq(C @ basis, target, rcond=None)[0]
        assert_allclose(path[k], basis @ y, rtol=1e-6, atol=1e-7)


@STEADY
@given(seeds, sizes)
def test_the_iterates_are_those_of_scipy(seed: int, n: int) -> None:
    A, b = bowl(seed, n)
    theirs: list[np.ndarray] = []
    scipy.sparse.linalg.cg(
        A, b, rtol=1e-14, atol=0, maxiter=n, callback=lambda x: theirs.append(x.copy())
    )
    path = conjugate_gradient(A, b, n)
    assert_allclose(path[1 : len(theirs) + 1], theirs, rtol=1e-8, atol=1e-10)


@STEADY
@given(seeds, sizes, st.sampled_from([1e-12, 1e-3, 1.0, 1e9]))
def test_after_n_steps_the_system_is_solved_and_stays_so(seed: int, n: int, scale: float) -> None:
    A, b = bowl(seed, n)
    path = conjugate_gradient(A, scale * b, n + 4)
    wanted = np.linalg.solve(A, scale * b)
    assert len(path) == n + 5
    assert_allclose(path[n:], [wanted] * 5, rtol=1e-6, atol=1e-8 * scale)


def test_a_residual_of_zero_repeats_the_iterate() -> None:
    path = conjugate_gradient([[2, 0], [0, 2]], [4, 2], 3)
    assert_array_equal(path, [[0, 0], [2, 1], [2, 1], [2, 1]])
    assert_array_equal(conjugate_gradient(np.eye(3), np.zeros(3), 2), np.zeros((3, 3)))
    assert_array_equal(conjugate_gradient([[4.0]], [10.0], 0), [[0.0]])


def test_iterates_share_no_memory_and_arguments_stay() -> None:
    A, b = bowl(3, 3)
    kept = A.copy(), b.copy()
    arrays = [*conjugate_gradient(A, b, 6), A, b]
    assert not any(np.shares_memory(x, y) for k, x in enumerate(arrays) for y in arrays[:k])
    assert_array_equal(A, kept[0])
    assert_array_equal(b, kept[1])


@pytest.mark.parametrize(
    ("A", "b", "steps", "word"),
    [
        (np.eye(2), np.ones(2), -1, "steps"),
        (np.eye(3), np.ones(2), 1, "symmetric"),
        ([[1, 2], [0, 1]], np.ones(2), 1, "symmetric"),
        (-np.eye(2), np.ones(2), 1, "positive definite"),
        (np.zeros((2, 2)), np.ones(2), 1, "positive definite"),
    ],
)
def test_systems_that_are_no_bowls_are_refused(A: Any, b: Any, steps: int, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        conjugate_gradient(A, b, steps)
