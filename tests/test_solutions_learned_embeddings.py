"""The references of groups and of learned vectors agree with oracles that are written otherwise."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import expit, log_expit
from sklearn.cluster import KMeans

from solutions.finite_differences import numerical_gradient
from solutions.learned_embeddings import embedding_gradient, k_means, negative_sampling_gradients

steady = settings(derandomize=True, deadline=None, max_examples=40)

sizes = st.integers(1, 6)
seeds = st.integers(0, 2**32 - 1)


def cloud(seed: int, n: int, d: int, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows around k places, and a start near k of the rows."""
    rng = np.random.default_rng(seed)
    X = 3 * rng.normal(size=(k, d))[rng.integers(0, k, size=n)] + rng.normal(size=(n, d))
    return X, X[rng.choice(n, k, replace=n < k)] + 0.1 * rng.normal(size=(k, d))


# --- k_means -------------------------------------------------------------------------------------


def by_loops(X: Any, centers: Any, steps: int) -> tuple[list[list[float]], list[int]]:
    """Lloyd's algorithm, one row and one entry at a time."""
    moved = [[float(entry) for entry in center] for center in centers]

    def nearest(row: Any) -> int:
        squares = [math.fsum((x - c) ** 2 for x, c in zip(row, c, strict=True)) for c in moved]
        return squares.index(min(squares))

    for _ in range(steps):
        labels = [nearest(row) for row in X]
        for j in range(len(moved)):
            members = [row for row, label in zip(X, labels, strict=True) if label == j]
            if members:
                moved[j] = [math.fsum(c) / len(members) for c in zip(*members, strict=True)]
    return moved, [nearest(row) for row in X]


@steady
@given(seeds, st.integers(1, 15), sizes, sizes, st.integers(0, 5))
def test_groups_are_those_of_slow_loops(seed: int, n: int, d: int, k: int, steps: int) -> None:
    X, start = cloud(seed, n, d, k)
    for shift in (0.0, 50.0 * np.eye(k, d)):  # with the second one, centers without rows
        centers, labels = k_means(X, start + shift, steps)
        wanted, marks = by_loops(X, start + shift, steps)
        assert_allclose(centers, wanted, rtol=1e-12, atol=1e-12)
        assert_array_equal(labels, marks)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize(("n", "d", "k"), [(30, 2, 3), (60, 5, 4), (200, 20, 8)])
@pytest.mark.parametrize("steps", [1, 2, 5, 300])
def test_groups_are_those_of_scikit_learn_where_none_is_empty(
    n: int, d: int, k: int, steps: int
) -> None:
    X, start = cloud(n, n, d, k)
    assert all(len(set(k_means(X, start, t)[1])) == k for t in range(min(steps, 12) + 1))
    fitted = KMeans(k, init=start, n_init=1, max_iter=steps, tol=0, algorithm="lloyd").fit(X)
    centers, labels = k_means(X, start, steps)
    assert_allclose(centers, fitted.cluster_centers_, rtol=1e-9, atol=1e-9)
    assert_array_equal(labels, fitted.labels_)


@steady
@given(seeds, st.integers(2, 20), sizes, sizes)
def test_no_step_raises_the_sum_of_squares(seed: int, n: int, d: int, k: int) -> None:
    X, start = cloud(seed, n, d, k)
    sums = []
    for steps in range(6):
        centers, labels = k_means(X, start, steps)
        sums.append(np.sum((X - centers[labels]) ** 2))
    assert np.all(np.diff(sums) <= 1e-9)


def test_a_center_without_rows_stays_and_may_get_rows_later() -> None:
    X, start = [[0], [1], [10], [24]], [[7], [14], [30]]
    assert_array_equal(k_means(X, start, 0)[1], [0, 0, 0, 2])
    centers, labels = k_means(X, start, 1)
    assert_allclose(centers, np.array([[11 / 3], [14.0], [24.0]]))
    assert_array_equal(labels, [0, 0, 1, 2])
    centers, _ = k_means(X, start, 2)
    assert_array_equal(centers, [[0.5], [10], [24]])
    far, _ = k_means([[1.0, 2.0], [3.0, 4.0]], [[0, 0], [99, -99]], 5)
    assert_array_equal(far, [[2, 3], [99, -99]])


def test_without_steps_the_start_comes_back_as_a_new_array() -> None:
    start = np.array([[0.0, 0.0], [3.0, 3.0]])
    centers, labels = k_means([[1, 1], [2, 2], [5, 3]], start, 0)
    assert_array_equal(centers, start)
    assert_array_equal(labels, [0, 1, 1])
    assert not np.shares_memory(centers, start)


def test_rows_far_from_the_origin_are_grouped_as_near_it() -> None:
    X, start = cloud(5, 40, 3, 4)
    X, start = np.round(X * 2.0**20) / 2.0**27, np.round(start * 2.0**20) / 2.0**27
    near = k_means(X, start, 4)
    far = k_means(X + 2.0**20, start + 2.0**20, 4)
    assert_array_equal(far[1], near[1])
    assert_allclose(far[0] - 2.0**20, near[0], atol=1e-9)


def test_arguments_are_left_as_they_were() -> None:
    X, start = cloud(6, 12, 3, 3)
    before = X.copy(), start.copy()
    k_means(X, start, 3)
    v, U, labels = start[0].copy(), X.copy(), np.arange(12) % 2
    negative_sampling_gradients(v, U, labels)
    assert_array_equal(X, before[0])
    assert_array_equal(start, before[1])
    assert_array_equal(v, before[1][0])
    assert_array_equal(U, before[0])
    assert_array_equal(labels, np.arange(12) % 2)


@pytest.mark.parametrize(
    ("X", "centers", "steps", "said"),
    [
        ([1.0, 2.0], [[1.0]], 1, "2-D"),
        ([[1.0, 2.0]], [[1.0]], 1, "2 columns, centers has 1"),
        ([[1.0]], [[1.0]], -1, "0 or more"),
    ],
)
def test_groups_of_what_does_not_fit_are_refused(
    X: Any, centers: Any, steps: int, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        k_means(X, centers, steps)


# --- negative_sampling_gradients -----------------------------------------------------------------


def guess(seed: int, m: int, d: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=d), rng.normal(size=(m, d)), rng.integers(0, 2, size=m)


@steady
@given(seeds, sizes, sizes, st.sampled_from([1e-6, 1.0, 30.0, 1000.0]))
def test_the_loss_of_a_guess_is_that_of_scipy(seed: int, m: int, d: int, scale: float) -> None:
    v, U, labels = guess(seed, m, d)
    loss, grad_v, grad_U = negative_sampling_gradients(v, scale * U, labels)
    scores = [math.fsum(a * b for a, b in zip(u, v, strict=True)) for u in scale * U]
    signs = 2 * labels - 1
    assert loss == pytest.approx(-math.fsum(log_expit(signs * scores)), rel=1e-11, abs=1e-13)
    slopes = expit(scores) - labels
    assert_allclose(grad_U, [s * v for s in slopes], rtol=1e-9, atol=1e-12)
    assert_allclose(grad_v, sum(s * u for s, u in zip(slopes, scale * U, strict=True)), atol=1e-9)


@steady
@given(seeds, sizes, sizes)
def test_the_gradients_are_central_differences_of_the_loss(seed: int, m: int, d: int) -> None:
    v, U, labels = guess(seed, m, d)
    _, grad_v, grad_U = negative_sampling_gradients(v, U, labels)
    by_v = numerical_gradient(lambda v: negative_sampling_gradients(v, U, labels)[0], v)
    by_U = numerical_gradient(lambda U: negative_sampling_gradients(v, U, labels)[0], U)
    assert_allclose(grad_v, by_v, rtol=1e-6, atol=1e-8)
    assert_allclose(grad_U, by_U, rtol=1e-6, atol=1e-8)


def test_wrong_guesses_with_scores_of_a_thousand_cost_a_thousand_each() -> None:
    loss, grad_v, grad_U = negative_sampling_gradients([1], [[1000], [-1000], [1000]], [0, 1, 1])
    assert loss == 2000.0
    assert_array_equal(grad_v, [2000.0])
    assert_array_equal(grad_U, [[1.0], [-1.0], [0.0]])


@pytest.mark.parametrize(
    ("v", "U", "labels", "said"),
    [
        ([1.0], [[1.0, 2.0]], [1], "must be"),
        ([1.0], [[1.0]], [1, 0], "must be"),
        ([1.0], [[1.0]], [-1], "0 or 1"),
        ([1.0], [1.0], [1], "2-D"),
    ],
)
def test_guesses_that_do_not_fit_are_refused(v: Any, U: Any, labels: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        negative_sampling_gradients(v, U, labels)


# --- embedding_gradient --------------------------------------------------------------------------


@steady
@given(seeds, sizes, sizes, sizes)
def test_slopes_of_picked_rows_are_added_up(seed: int, n: int, d: int, n_words: int) -> None:
    rng = np.random.default_rng(seed)
    tokens, upstream = rng.integers(0, n_words, size=n), rng.normal(size=(n, d))
    wanted = np.zeros((n_words, d))
    np.add.at(wanted, tokens, upstream)
    assert_allclose(embedding_gradient(tokens, upstream, n_words), wanted, atol=1e-12)
    by_steps = numerical_gradient(
        lambda E: float(np.sum(E[tokens] * upstream)), rng.normal(size=(n_words, d))
    )
    assert_allclose(wanted, by_steps, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize(
    ("tokens", "said"), [([3], "from 0 to 2"), ([-1], "from 0 to 2"), ([0, 1], "must be 1 whole")]
)
def test_tokens_that_pick_no_row_are_refused(tokens: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        embedding_gradient(tokens, [[1.0, 2.0]], 3)
