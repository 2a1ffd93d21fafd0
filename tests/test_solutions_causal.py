"""Attention with a cache and the gradients of causal attention agree with slow oracles."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from solutions.causal import CachedAttention, causal_attention_gradients

steady = settings(derandomize=True, deadline=None, max_examples=40)
sizes = st.integers(1, 6)
seeds = st.integers(0, 2**32 - 1)


def normal(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


def slow_outputs(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> np.ndarray:
    """Causal attention as sums of Python numbers, one entry after the other."""
    n, d = Q.shape
    output = np.zeros(V.shape)
    for i in range(n):
        scores = [sum(Q[i, c] * K[j, c] for c in range(d)) / math.sqrt(d) for j in range(i + 1)]
        exps = [math.exp(score - max(scores)) for score in scores]
        for c in range(V.shape[1]):
            mixed = sum(e * V[j, c] for j, e in enumerate(exps))
            output[i, c] = mixed / math.fsum(exps)
    return output


def weights(seed: int, d: int, d_k: int, d_v: int) -> tuple[np.ndarray, ...]:
    return normal(seed, d, d_k), normal(seed + 1, d, d_k), normal(seed + 2, d, d_v)


# --- CachedAttention -----------------------------------------------------------------------------


@steady
@given(seeds, sizes, sizes, sizes, sizes)
def test_steps_give_the_rows_of_causal_attention(
    seed: int, n: int, d: int, d_k: int, d_v: int
) -> None:
    W_q, W_k, W_v = weights(seed, d, d_k, d_v)
    X = normal(seed + 3, n, d)
    attention = CachedAttention(W_q, W_k, W_v)
    outputs = [attention.step(x) for x in X]
    assert_allclose(outputs, slow_outputs(X @ W_q, X @ W_k, X @ W_v), rtol=1e-9, atol=1e-12)


def test_scores_of_thousands_overflow_nowhere() -> None:
    attention = CachedAttention([[1], [0]], [[0], [1]], [[0], [1]])  # score a·b of x = (a, b)
    assert_array_equal(attention.step([1, -1000]), [-1000])
    share = 1 / (1 + math.exp(-1))
    assert_allclose(attention.step([1, -1001]), [-1000 * share - 1001 * (1 - share)])
    assert_array_equal(attention.step([1, 1000]), [1000])
    assert_allclose(attention.step([-1, 0]), [-1000 * (1 - share) - 1001 * share])


def test_objects_share_nothing_and_keep_no_argument() -> None:
    W_q, W_k, W_v = matrices = weights(1, 3, 2, 4)
    one, other = CachedAttention(*matrices), CachedAttention(*matrices)
    X = normal(4, 5, 3)
    want = slow_outputs(X @ W_q, X @ W_k, X @ W_v)
    for i, row in enumerate(X):
        x = row.copy()
        output = one.step(x)
        assert_array_equal(x, row)
        x[:] = np.nan
        assert_allclose(output, want[i], rtol=1e-12)
        output[:] = np.nan
        other.step(-row)


def test_a_cache_takes_lists() -> None:
    attention = CachedAttention([[1], [0]], [[0], [1]], [[2], [0]])
    assert_array_equal(attention.step([1, 0]), [2])
    assert_array_equal(attention.step([3, 0]), [4])


def test_a_cache_refuses_what_does_not_fit_and_stays_as_it_was() -> None:
    with pytest.raises(ValueError, match="one shape"):
        CachedAttention(np.eye(2), np.ones((2, 3)), np.eye(2))
    with pytest.raises(ValueError, match="as many rows"):
        CachedAttention(np.eye(2), np.eye(2), np.eye(3))
    attention = CachedAttention(np.eye(2), np.eye(2), np.eye(2))
    with pytest.raises(ValueError, match="2 entries, not 3"):
        attention.step([1, 2, 3])
    with pytest.raises(ValueError, match="1-D"):
        attention.step(np.eye(2))
    assert_array_equal(attention.step([3, 4]), [3, 4])


# --- causal_attention_gradients ------------------------------------------------------------------


@steady
@given(seeds, sizes, sizes, sizes)
def test_gradients_agree_with_central_differences(seed: int, n: int, d: int, d_v: int) -> None:
    arguments = (normal(seed, n, d), normal(seed + 1, n, d), normal(seed + 2, n, d_v))
    Q, K, V = arguments
    G = normal(seed + 3, n, d_v)
    h = 1e-5
    gradients = causal_attention_gradients(Q, K, V, G)
    for got, moved in zip(gradients, arguments, strict=True):
        assert got.shape == moved.shape
        for place in np.ndindex(moved.shape):
            sums = []
            for step in (h, -h):
                old = moved[place]
                moved[place] = old + step
                sums.append(np.sum(slow_outputs(Q, K, V) * G))
                moved[place] = old
            assert_allclose(got[place], (sums[0] - sums[1]) / (2 * h), rtol=1e-5, atol=1e-7)


def test_one_token_gives_its_value_alone_a_gradient() -> None:
    grad_Q, grad_K, grad_V = causal_attention_gradients([[2]], [[3]], [[4]], [[5]])
    assert_array_equal(grad_Q, [[0]])
    assert_array_equal(grad_K, [[0]])
    assert_array_equal(grad_V, [[5]])


def test_two_tokens_by_hand() -> None:
    """Weights 1/4 and 3/4, whose slopes 8 and 16 have the mean 14."""
    log3 = math.log(3)
    V, G = [[8], [16]], [[0], [1]]
    grad_Q, grad_K, grad_V = causal_attention_gradients([[5], [1]], [[0.0], [log3]], V, G)
    assert_allclose(grad_Q, [[0.0], [1.5 * log3]], rtol=1e-12)
    assert_allclose(grad_K, [[-1.5], [1.5]], rtol=1e-12)
    assert_allclose(grad_V, [[0.25], [0.75]], rtol=1e-12)


def test_gradients_of_an_output_reach_no_later_token() -> None:
    Q, K, V = normal(1, 3, 6, 4)
    G = np.zeros((6, 4))
    G[2] = normal(2, 4)
    grad_Q, grad_K, grad_V = causal_attention_gradients(Q, K, V, G)
    assert_array_equal(np.delete(grad_Q, 2, axis=0), 0)
    assert_array_equal(grad_K[3:], 0)
    assert_array_equal(grad_V[3:], 0)


def test_gradients_are_finite_where_scores_are_thousands() -> None:
    Q, K = np.ones((3, 1)), np.array([[-1000], [-1001], [1000]])
    V, G = np.array([[1.0], [2.0], [3.0]]), np.array([[0.0], [1.0], [1.0]])
    grad_Q, grad_K, grad_V = causal_attention_gradients(Q, K, V, G)
    p = 1 / (1 + math.exp(1))  # the weight that token 1 gives itself
    assert_allclose(grad_K, [[-p * (1 - p)], [p * (1 - p)], [0.0]], atol=1e-15)
    assert_allclose(grad_Q, [[0.0], [-p * (1 - p)], [0.0]], atol=1e-12)
    assert_allclose(grad_V, [[1 - p], [p], [1.0]])


def test_gradients_take_lists_and_leave_arguments_as_they_were() -> None:
    arguments = [normal(seed, 4, 3) for seed in range(4)]
    before = [array.copy() for array in arguments]
    got = causal_attention_gradients(*arguments)
    lists = causal_attention_gradients(*(array.tolist() for array in arguments))
    for one, other in zip(got, lists, strict=True):
        assert_array_equal(one, other)
    for now, old in zip(arguments, before, strict=True):
        assert_array_equal(now, old)


def test_gradients_refuse_shapes_that_do_not_fit() -> None:
    X = np.ones((3, 2))
    with pytest.raises(ValueError, match="one shape"):
        causal_attention_gradients(X, X[:2], X, X)
    with pytest.raises(ValueError, match=r"shape \(3, 2\), not \(3, 1\)"):
        causal_attention_gradients(X, X, X, X[:, :1])
