"""The attention references agree with oracles that are written otherwise."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from numpy.testing import assert_allclose, assert_array_equal

from solutions.attention import (
    attention_head,
    causal_attention,
    favourite_distances,
    multi_head_attention,
    plot_attention,
    scaled_dot_product_attention,
)

mpl.use("Agg")

steady = settings(derandomize=True, deadline=None, max_examples=40)

sizes = st.integers(1, 6)
seeds = st.integers(0, 2**32 - 1)


def normal(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


def qkv(seed: int, n: int, m: int, d_k: int, d_v: int) -> tuple[np.ndarray, ...]:
    return normal(seed, n, d_k), normal(seed + 1, m, d_k), normal(seed + 2, m, d_v)


def slow_attention(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray
) -> tuple[list[list[float]], list[list[float]]]:
    """Entry by entry, each sum correctly rounded."""
    weights, output = [], []
    for q in Q:
        scores = [math.fsum(q * k) / math.sqrt(len(q)) for k in K]
        row = [1 / math.fsum(math.exp(t - s) for t in scores) for s in scores]
        weights.append(row)
        output.append(
            [math.fsum(a * v for a, v in zip(row, column, strict=True)) for column in V.T]
        )
    return output, weights


# --- scaled_dot_product_attention ----------------------------------------------------------------


@steady
@given(seeds, sizes, sizes, sizes, sizes)
def test_scaled_attention_agrees_with_loops(seed: int, n: int, m: int, d_k: int, d_v: int) -> None:
    Q, K, V = qkv(seed, n, m, d_k, d_v)
    want_output, want_weights = slow_attention(Q, K, V)
    output, weights = scaled_dot_product_attention(Q, K, V)
    assert_allclose(weights, want_weights, rtol=1e-12)
    assert_allclose(output, want_output, rtol=1e-11, atol=1e-13)


@steady
@given(seeds, sizes, sizes, st.floats(-1000, 1000))
def test_scaled_attention_agrees_with_scipy_at_large_scores(
    seed: int, n: int, m: int, level: float
) -> None:
    Q, K, V = qkv(seed, n, m, 4, 3)
    Q[:, 0], K[:, 0] = level, 2.0
    _, weights = scaled_dot_product_attention(Q, K, V)
    assert_allclose(weights, scipy.special.softmax(Q @ K.T / 2, axis=1), rtol=1e-9)


def test_scaled_attention_of_opposite_scores_of_a_thousand_is_one_and_zero() -> None:
    output, weights = scaled_dot_product_attention([[1000.0], [-1000.0]], [[1], [-1]], [[5], [7]])
    assert_array_equal(weights, [[1, 0], [0, 1]])
    assert_array_equal(output, [[5], [7]])


def test_scaled_attention_of_one_key_hands_on_its_value() -> None:
    output, weights = scaled_dot_product_attention([[3, 4], [0, 1]], [[1, 2]], [[7, 8, 9]])
    assert_array_equal(weights, [[1], [1]])
    assert_array_equal(output, [[7, 8, 9], [7, 8, 9]])


@pytest.mark.parametrize(
    ("Q", "K", "V"),
    [
        ([1.0, 2.0], [[1.0, 2.0]], [[1.0]]),
        ([[1.0, 2.0]], [[1.0]], [[1.0]]),
        ([[1.0]], [[1.0]], [[1.0], [2.0]]),
        (np.empty((0, 2)), [[1.0, 2.0]], [[1.0]]),
    ],
)
def test_scaled_attention_refuses_shapes_that_do_not_fit(Q: Any, K: Any, V: Any) -> None:
    with pytest.raises(ValueError, match="must"):
        scaled_dot_product_attention(Q, K, V)


# --- attention_head ------------------------------------------------------------------------------


@steady
@given(seeds, sizes, sizes, sizes, sizes)
def test_a_head_agrees_with_loops_over_projected_tokens(
    seed: int, n: int, d_model: int, d_k: int, d_v: int
) -> None:
    X, W_q = normal(seed, n, d_model), normal(seed + 1, d_model, d_k)
    W_k = normal(seed + 2, d_model, d_k)
    W_v = normal(seed + 3, d_model, d_v)
    project = "td,de->te"
    q, k, v = (np.einsum(project, X, W) for W in (W_q, W_k, W_v))
    want_output, want_weights = slow_attention(q, k, v)
    weights, output = attention_head(X, W_q, W_k, W_v)
    assert_allclose(weights, want_weights, rtol=1e-10)
    assert_allclose(output, want_output, rtol=1e-9, atol=1e-12)


def test_a_head_returns_the_weights_first() -> None:
    weights, output = attention_head(np.ones((3, 2)), [[1], [0]], [[0], [1]], np.ones((2, 4)))
    assert_allclose(weights, np.full((3, 3), 1 / 3))
    assert_allclose(output, np.full((3, 4), 2))


def test_a_head_treats_tokens_alike_wherever_they_stand() -> None:
    X, order = normal(1, 5, 4), np.array([3, 0, 4, 1, 2])
    args = normal(2, 4, 3), normal(3, 4, 3), normal(4, 4, 2)
    weights, output = attention_head(X, *args)
    moved_weights, moved_output = attention_head(X[order], *args)
    assert_allclose(moved_weights, weights[np.ix_(order, order)])
    assert_allclose(moved_output, output[order])


@pytest.mark.parametrize(
    ("shapes", "name"),
    [
        (((2, 3), (4, 3), (3, 3), (3, 3)), "W_q"),
        (((2, 3), (3, 3), (2, 3), (3, 3)), "W_k"),
        (((2, 3), (3, 3), (3, 3), (3,)), "W_v"),
        (((2, 3), (3, 3), (3, 2), (3, 3)), "agree"),
        (((3,), (3, 3), (3, 3), (3, 3)), "X"),
    ],
)
def test_a_head_refuses_shapes_that_do_not_fit(shapes: tuple[Any, ...], name: str) -> None:
    with pytest.raises(ValueError, match=name):
        attention_head(*map(np.ones, shapes))


# --- multi_head_attention ------------------------------------------------------------------------


def by_einsum(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray, n_heads: int
) -> np.ndarray:
    """All heads at once, as a model's code has it: (seq_len, n_heads, width)."""
    n, d = X.shape
    q, k, v = ((X @ W).reshape(n, n_heads, d // n_heads) for W in (W_q, W_k, W_v))
    scores = np.einsum("qhc,khc->hqk", q, k) / np.sqrt(d // n_heads)
    weights = scipy.special.softmax(scores, axis=-1)
    joined: np.ndarray = np.einsum("hqk,khc->qhc", weights, v)
    return joined.reshape(n, d)


@steady
@given(seeds, sizes, sizes, sizes)
def test_heads_agree_with_all_heads_at_once(seed: int, n: int, n_heads: int, width: int) -> None:
    d = n_heads * width
    X = normal(seed, n, d)
    W_q, W_k, W_v = (normal(seed + i, d, d) / np.sqrt(d) for i in (1, 2, 3))
    got = multi_head_attention(X, W_q, W_k, W_v, n_heads)
    assert_allclose(got, by_einsum(X, W_q, W_k, W_v, n_heads), rtol=1e-9, atol=1e-12)


def test_one_head_of_many_is_a_head() -> None:
    X, W_q, W_k, W_v = normal(1, 4, 6), normal(2, 6, 6), normal(3, 6, 6), normal(4, 6, 6)
    one = attention_head(X, W_q, W_k, W_v)[1]
    assert_array_equal(multi_head_attention(X, W_q, W_k, W_v, 1), one)


@pytest.mark.parametrize("n_heads", [4, 5, 7, 12, 0, -2])
def test_a_number_of_heads_that_does_not_divide_the_width_is_refused(n_heads: int) -> None:
    W = np.eye(6)
    with pytest.raises(ValueError, match="divide"):
        multi_head_attention(np.ones((2, 6)), W, W, W, n_heads)


def test_heads_refuse_weights_that_are_not_square() -> None:
    W = np.eye(6)
    with pytest.raises(ValueError, match="shape"):
        multi_head_attention(np.ones((2, 6)), W, W[:, :4], W, 2)


# --- causal_attention ----------------------------------------------------------------------------


@steady
@given(seeds, sizes, sizes, sizes)
def test_each_row_is_attention_to_the_keys_so_far(seed: int, n: int, d_k: int, d_v: int) -> None:
    Q, K, V = qkv(seed, n, n, d_k, d_v)
    output, weights = causal_attention(Q, K, V)
    for i in range(n):
        seen = slice(0, i + 1)
        row, row_weights = scaled_dot_product_attention(Q[i : i + 1], K[seen], V[seen])
        assert_allclose(output[i], row[0], rtol=1e-10, atol=1e-13)
        assert_allclose(weights[i, seen], row_weights[0], rtol=1e-10)
    assert_array_equal(np.triu(weights, 1), 0)


def test_what_comes_later_changes_nothing_before() -> None:
    Q, K, V = qkv(1, 6, 6, 3, 2)
    before, _ = causal_attention(Q, K, V)
    for matrix in (Q, K, V):
        matrix[4:] = 100 * normal(2, 2, matrix.shape[1])
    after, _ = causal_attention(Q, K, V)
    assert_array_equal(after[:4], before[:4])


def test_hidden_scores_that_exceed_all_visible_ones_by_thousands_do_no_harm() -> None:
    Q, K, V = np.ones((3, 1)), np.array([[-1000], [-1001], [1000]]), np.array([[1], [2], [3]])
    output, weights = causal_attention(Q, K, V)
    share = 1 / (1 + math.exp(-1))
    assert_allclose(weights, [[1.0, 0, 0], [share, 1 - share, 0], [0.0, 0, 1]], rtol=1e-12)
    assert_allclose(output[:, 0], [1, 2 - share, 3])


def test_the_first_token_sees_itself_alone() -> None:
    _, weights = causal_attention(*qkv(3, 4, 4, 2, 2))
    assert_array_equal(weights[0], [1, 0, 0, 0])
    assert_array_equal(causal_attention([[2]], [[3]], [[4]]), ([[4]], [[1]]))


def test_causal_attention_refuses_other_numbers_of_keys_or_values() -> None:
    with pytest.raises(ValueError, match="one shape"):
        causal_attention(*qkv(1, 2, 3, 2, 2))
    with pytest.raises(ValueError, match="as many rows"):
        causal_attention(np.eye(2), np.eye(2), np.eye(3))


# --- favourite_distances -------------------------------------------------------------------------


def slow_favourite(A: np.ndarray, farthest: int, least: float) -> int:
    """Weight by weight, each sum correctly rounded."""
    n, best, found = len(A), -math.inf, -1
    for k in range(farthest + 1):
        mean = math.fsum(A[i, j] for i, j in np.ndindex(n, n) if i - j == k) / (n - k)
        if mean > best:
            best, found = mean, k
    return found if best >= least else -1


@steady
@given(seeds, sizes, st.integers(1, 12), st.floats(0.05, 0.9))
def test_favourite_distances_agree_with_loops(seed: int, h: int, n: int, least: float) -> None:
    rng = np.random.default_rng(seed)
    heads = rng.dirichlet(np.full(n, 0.2), size=(h, n))
    farthest = int(rng.integers(n))
    got = favourite_distances(heads, farthest, least)
    assert_array_equal(got, [slow_favourite(A, farthest, least) for A in heads])
    assert got.shape == (h,)
    assert np.issubdtype(got.dtype, np.integer)


def test_a_head_is_named_by_its_mean_and_not_by_its_sum() -> None:
    A = 0.35 * np.eye(6) + 0.5 * np.eye(6, k=-4)  # sums of 2.1 and 1.0
    assert_array_equal(favourite_distances([A], 5, 0.3), [4])
    assert_array_equal(favourite_distances([A], 3, 0.3), [0])
    assert_array_equal(favourite_distances([A], 5, 0.6), [-1])


def test_keys_after_the_query_do_not_count() -> None:
    assert_array_equal(favourite_distances([np.eye(3, k=1), np.eye(3, k=-1)], 2, 0.5), [-1, 1])


@pytest.mark.parametrize(
    ("heads", "farthest", "sentence"),
    [
        (np.eye(3), 1, "heads must be a non-empty 3-D"),
        (np.ones((2, 3, 4)), 1, "square tables, not of shape"),
        (np.ones((2, 3, 3)), 3, "in 0..2, not 3"),
        (np.ones((2, 3, 3)), -1, "in 0..2, not -1"),
    ],
)
def test_tables_that_are_not_square_and_distances_beyond_them_are_refused(
    heads: np.ndarray, farthest: int, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        favourite_distances(heads, farthest, 0.3)


# --- plot_attention ------------------------------------------------------------------------------


@pytest.fixture
def closing() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.mark.usefixtures("closing")
def test_the_plot_shows_the_weights_as_they_are() -> None:
    weights = np.array([[0.2, 0.3, 0.5], [0.0, 1.0, 0.0]])
    ax = plot_attention(weights)
    (image,) = ax.images
    assert_array_equal(image.get_array(), weights)
    assert image.colorbar is not None
    assert ax.get_title() == "Attention Weights Heatmap"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Key Position", "Query Position")
    ax.figure.draw_without_rendering()


@pytest.mark.usefixtures("closing")
def test_each_plot_has_a_figure_of_its_own() -> None:
    first, second = plot_attention([[1.0]]), plot_attention([[1.0]])
    assert first.figure is not second.figure
    assert len(first.images) == len(second.images) == 1


def test_a_plot_of_a_vector_is_refused() -> None:
    with pytest.raises(ValueError, match="2-D"):
        plot_attention([0.5, 0.5])


# --- all of them ---------------------------------------------------------------------------------


def calls() -> list[tuple[Any, ...]]:
    X, W = normal(1, 3, 4), [normal(i, 4, 4) for i in (2, 3, 4)]
    return [
        (scaled_dot_product_attention, [X, normal(5, 6, 4), normal(6, 6, 2)]),
        (causal_attention, [X, normal(5, 3, 4), normal(6, 3, 2)]),
        (attention_head, [X, *W]),
        (multi_head_attention, [X, *W, 2]),
        (favourite_distances, [np.array(W), 3, 0.3]),
    ]


@pytest.mark.parametrize(("function", "args"), calls())
def test_lists_are_taken_and_arguments_left_as_they_were(
    function: Callable[..., Any], args: list[Any]
) -> None:
    before = [np.copy(arg) for arg in args]
    got = function(*args)
    lists = [arg.tolist() if isinstance(arg, np.ndarray) else arg for arg in args]
    for one, other in zip(got, function(*lists), strict=True):
        assert_array_equal(one, other)
    for now, old in zip(args, before, strict=True):
        assert_array_equal(now, old)
