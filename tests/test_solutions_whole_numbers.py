"""Whole numbers are numbers: every reference answers to integers as to the floats that they equal.

Arrays, nested lists and numbers alike. What is a count or an index is one in both calls.
"""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
import sympy as sp
from matplotlib import pyplot as plt
from numpy.testing import assert_array_equal

import solutions

mpl.use("Agg")

X = np.array([[1, 2, -1], [0, 3, 1], [4, -2, 0], [1, 1, 2]])
SQUARE = np.array([[2, 1, 0], [-1, 3, 1], [0, 2, 4]])
SYMMETRIC = np.array([[4, 1, 0], [1, 3, 1], [0, 1, -2]])
U, V = np.array([1, 2, -2]), np.array([3, 0, 4])
CERTAIN = np.array([0, 1, 0])
COUNTS = np.array([[3, 1, 0], [1, 0, 5], [0, 0, 0]])
TARGETS = np.array([2, 0, 1])
BLOCK = {
    **dict.fromkeys(("W_q", "W_k", "W_v", "W_o", "W_1", "W_2"), SQUARE),
    **dict.fromkeys(("gain_1", "bias_1", "gain_2", "bias_2", "b_1", "b_2"), U),
}

MODEL = {"E": SQUARE, "P": SYMMETRIC, "gain": U, "bias": V, "blocks": [BLOCK, BLOCK]}


NETWORK = {"W1": X[:2], "b1": U, "W2": U[:, None], "b2": np.array([1])}


class Fixed:
    """An argument that is the same in both calls: a count, an index, a word, a setting."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Fresh:
    """An argument that each call changes, and so is made anew: a generator."""

    def __init__(self, make: Any) -> None:
        self.make = make


def rng() -> Fresh:
    return Fresh(lambda: np.random.default_rng(1))


def stepped(name: str, *settings: int) -> Any:
    """What an optimizer makes of two steps of three parameters."""

    def steps(learning_rate: Any, params: Any, gradients: Any) -> Any:
        optimizer = getattr(solutions, name)(learning_rate, *settings)
        return optimizer.step(optimizer.step(params, gradients), gradients)

    return steps


def cached(W_q: Any, W_k: Any, W_v: Any, *tokens: Any) -> Any:
    attention = solutions.CachedAttention(W_q, W_k, W_v)
    return [attention.step(x) for x in tokens]


def averaged(keep: Any, *values: Any) -> Any:
    average = solutions.RunningAverage(keep)
    return [average.update(value) for value in values]


def read_by_cache(model: Any, n_heads: int, tokens: Any) -> Any:
    gpt = solutions.CachedGPT(model, n_heads)
    return [gpt.step(token) for token in tokens]


def walked(learning_rate: Any, x0: Any) -> Any:
    optimizer = solutions.GradientDescentOptimizer(learning_rate)
    return solutions.optimize(optimizer, lambda x: x, x0, 3)


def trained(W_q: Any, W_k: Any, x: Any) -> Any:
    return solutions.train_step(solutions.GradientDescentOptimizer(1), W_q, W_k, x, TARGETS)


def value(a: Any, b: Any) -> Any:
    left, right = (solutions.Value(number) for number in (a, b))
    result = left / right + right**2 - 3 * left
    result.backward()
    return result.data, left.grad, right.grad


def tensor(a: Any, b: Any) -> Any:
    left, right = (solutions.Tensor(array) for array in (a, b))
    result = (left / right + right**2 - 3 * left @ right).sum()
    result.backward()
    return result.data, left.grad, right.grad


def logits(params: Any, contexts: Any) -> Any:
    return solutions.neural_logits(params, contexts).data


def kind(point: Any) -> Any:
    x, y = sp.symbols("x y")
    return solutions.kind_of_point(x**3 - 3 * x - y**2, [x, y], point)


def drawn_points(E: Any) -> Any:
    ax = solutions.plot_embeddings(E)
    plt.close(ax.figure)
    return np.asarray(ax.collections[0].get_offsets())


def drawn_image(weights: Any) -> Any:
    ax = solutions.plot_attention(weights)
    plt.close(ax.figure)
    return np.asarray(ax.images[0].get_array(), dtype=float)


PARAMS = [2, U, SQUARE]
"""What optimizers step: a number, a vector and a matrix."""

CALLS: dict[str, tuple[Any, ...]] = {
    "AdamOptimizer": (stepped("AdamOptimizer"), 1, PARAMS, PARAMS),
    "CachedAttention": (cached, SQUARE, SYMMETRIC, SQUARE[:, :2], U, V, U),
    "CachedGPT": (read_by_cache, MODEL, Fixed(3), Fixed([0, 2, 1, 0, 2])),
    "GradientDescentOptimizer": (stepped("GradientDescentOptimizer"), 2, PARAMS, PARAMS),
    "MomentumOptimizer": (stepped("MomentumOptimizer", 0), 1, PARAMS, PARAMS),
    "RunningAverage": (averaged, 0, U, V),
    "Tensor": (tensor, SQUARE, np.array([[1, 2, 4], [3, 1, 1], [2, 5, 1]])),
    "Value": (value, 3, 2),
    "analogy": (U, V, U),
    "attention_gradient": (SQUARE, SYMMETRIC, X[:3], Fixed(TARGETS)),
    "attention_head": (X, SQUARE, SYMMETRIC, SQUARE),
    "attention_loss": (SQUARE, SYMMETRIC, X[:3], Fixed(TARGETS)),
    "attention_spectrum": (COUNTS,),
    "backward_pass": (2, 3, 1, 1, 2, 2),
    "backtracking_descent": (
        Fixed(lambda w: float(np.sum(np.square(w)))),
        Fixed(lambda w: 2 * np.asarray(w)),
        U,
        Fixed(3),
        3,
    ),
    "beta_posterior": (3, 4, 2, 1),
    "bigram_probabilities": (COUNTS, 1),
    "block_gradients": (X, BLOCK, Fixed(3), X),
    "causal_attention": (X, X[::-1], X[:, :2]),
    "causal_attention_gradients": (X, X[::-1], X[:, :2], X[:, 1:]),
    "chain_rule_gradient": (2, 1, 3, -1),
    "conjugate_gradient": (np.array([[4, 1, 0], [1, 3, 1], [0, 1, 5]]), U, Fixed(2)),
    "cosine_similarity": (U, V),
    "credible_interval": (3, 4),
    "cross_entropy": (CERTAIN, CERTAIN),
    "cross_entropy_gradient": (X[:3], Fixed(TARGETS)),
    "cross_entropy_loss": (CERTAIN, CERTAIN),
    "dft": (U,),
    "distance_share": (SQUARE,),
    "dominant_frequencies": (np.array([1, 0, -1, 2, 5]), 10, Fixed(2)),
    "eigendecomposition": (SQUARE,),
    "embedding_gradient": (Fixed([2, 0, 2, 1]), X, Fixed(4)),
    "entropy": (CERTAIN,),
    "favourite_distances": (np.array([COUNTS, np.eye(3, k=-1, dtype=int)]), Fixed(2), 1),
    "fft": (np.append(U, [2] * (4 - U.size)),),
    "flattering_probabilities": (2, 7),
    "forward_pass": (2, 1, 3),
    "generate": (Fixed(lambda tokens: [0, 3, 1]), Fixed([1]), Fixed(5), rng(), 1),
    "gpt_logits": (MODEL, Fixed([2, 0, 1]), Fixed(3)),
    "gradient": (5,),
    "gradient_descent": (Fixed(lambda w: 2 * w), U, 1, Fixed(3)),
    "inverse_dft": (U,),
    "k_means": (X, X[:2], Fixed(2)),
    "kind_of_point": (kind, np.array([1, 0])),
    "heads_gradients": (X, BLOCK, Fixed(3), X),
    "huffman_code": (np.array([1]),),
    "kept_neighbours": (X, X[:, :2], Fixed(2)),
    "kl_divergence": (CERTAIN, CERTAIN),
    "layer_norm": (X, U, V, 1),
    "layer_norm_gradients": (X, U, X, 1),
    "learning_rate_at": (Fixed(3), 2, Fixed(2), Fixed(9)),
    "least_squares_gradient": (X, SQUARE, X[::-1]),
    "linear_layer": (X, SQUARE, U),
    "linear_layer_gradients": (X, SQUARE, X),
    "lora_forward": (X, SQUARE, SQUARE[:, :2], SQUARE[:2], 3),
    "loss_function": (5,),
    "low_rank": (X, Fixed(2)),
    "multi_head_attention": (X, SQUARE, SYMMETRIC, SQUARE, Fixed(3)),
    "misleading_points": (np.array([0, -1]),),
    "mutual_information": (np.array([[0, 1], [0, 0]]),),
    "nearest_word": (U, {"a": V, "b": U, "c": -U}, Fixed(["b"])),
    "negative_sampling_gradients": (U, X, np.array([1, 0, 0, 1])),
    "neural_logits": (
        logits,
        {"E": SQUARE[:, :1], "W1": X[:2], "b1": U, "W2": SQUARE, "b2": V},
        Fixed([[0, 1], [2, 2]]),
    ),
    "next_word_predictions": (Fixed(["a", "b", "c"]), CERTAIN),
    "network_gradients": (X, BLOCK, X),
    "normal_cdf": (U, 1, 2),
    "normal_pdf": (U, 1, 2),
    "normalize_embeddings": (X,),
    "numerical_gradient": (Fixed(lambda x: np.sum(np.asarray(x) ** 3)), X),
    "optimize": (walked, 2, U),
    "pairwise_similarities": (X,),
    "pca": (X, Fixed(2)),
    "pen_path": (np.abs(U), U, V, V),
    "perplexity": (np.array([1, 1]),),
    "plot_attention": (drawn_image, X),
    "plot_embeddings": (drawn_points, X),
    "positive_pmi": (COUNTS,),
    "posterior_mean": (3, 4),
    "power_iteration": (SYMMETRIC, U, Fixed(7)),
    "quadratic_form": (SQUARE, U),
    "quadratic_form_gradient": (SQUARE, U),
    "rotary_positions": (SQUARE[:, :2], np.arange(len(SQUARE)), 100),
    "sample_exponential": (3, Fixed(4), rng()),
    "sample_next": (U, rng(), 2, Fixed(2), 1),
    "sample_normal": (3, 2, Fixed(4), rng()),
    "scaled_dot_product_attention": (X, X[:2], X[:2]),
    "select_features": (np.tile(X, (5, 1)), Fixed(np.arange(20) % 2), Fixed(2)),
    "shares": (COUNTS, Fixed(1)),
    "sigmoid": (U,),
    "sigmoid_derivative": (U,),
    "simple_attention": (X, X[:2], X[:2]),
    "softmax": (X,),
    "softmax_gradient": (CERTAIN[None], U[None]),
    "spread_through_layers": (X, 2, Fixed(3), rng()),
    "squared_distances": (X, SQUARE),
    "sum_by_group": (X[:3], Fixed(TARGETS), Fixed(3)),
    "sum_to_shape": (X, Fixed((3,))),
    "tied_layer_gradient": (X, SQUARE, X),
    "tiny_attention": (SQUARE, SYMMETRIC, X),
    "trace_gradient": (X, X.T),
    "train": (2, 1, 1, -1, 1, Fixed(3)),
    "train_network": (NETWORK, X[:3, :2], np.array([1, -1, 1]), 1, Fixed(2)),
    "train_step": (trained, SQUARE, SYMMETRIC, X[:3]),
    "transformer_block": (X, BLOCK, Fixed(3)),
    "weight_std": (Fixed(4), Fixed(2), 9),
    "windows": (U, Fixed(2)),
    "write_greedily": (Fixed(lambda tokens: [0, len(tokens), 1]), Fixed([1]), Fixed(3), Fixed(2)),
}
"""The arguments of a call; before them what is called, where it is not the reference itself."""

WITHOUT_NUMBERS = {
    "adam_failures",
    "beam_search",
    "bigram_counts",
    "causal_failures",
    "critical_points",
    "crop_failure",
    "derivative",
    "encode_with_merges",
    "gradient_vector",
    "hessian",
    "initial_parameters",
    "learn_merges",
    "losing_tokens",
    "shortest_failure",
    "sinusoidal_positions",
    "softmax_failures",
    "uphill_input",
}
"""These take expressions, words, functions or counts alone, or nothing."""


def mapped(argument: Any, change: Any) -> Any:
    """An argument with all its arrays and numbers changed."""
    if isinstance(argument, Fixed):
        return argument.value
    if isinstance(argument, Fresh):
        return argument.make()
    if isinstance(argument, dict):
        return {key: mapped(inner, change) for key, inner in argument.items()}
    if isinstance(argument, list):
        return [mapped(inner, change) for inner in argument]
    return change(argument)


def as_floats(argument: Any) -> Any:
    return argument.astype(float) if isinstance(argument, np.ndarray) else float(argument)


def as_lists(argument: Any) -> Any:
    return argument.tolist() if isinstance(argument, np.ndarray) else argument


def as_numpy(argument: Any) -> Any:
    return np.asarray(argument, dtype=np.int32)[()]


def assert_same(got: Any, wanted: Any) -> None:
    assert type(got) is type(wanted)
    if isinstance(wanted, dict):
        assert list(got) == list(wanted)
        got, wanted = list(got.values()), list(wanted.values())
    if isinstance(wanted, tuple | list):
        for one, other in zip(got, wanted, strict=True):
            assert_same(one, other)
    else:
        assert np.asarray(got).dtype == np.asarray(wanted).dtype
        assert_array_equal(got, wanted)


@pytest.mark.parametrize("kind", [mapped, as_lists, as_numpy], ids=["arrays", "lists", "int32"])
@pytest.mark.parametrize("name", CALLS)
def test_whole_numbers_are_answered_as_the_floats_that_they_equal(name: str, kind: Any) -> None:
    first, *rest = CALLS[name]
    called, given = (first, rest) if callable(first) else (getattr(solutions, name), CALLS[name])
    change = (lambda argument: argument) if kind is mapped else kind
    wanted = called(*(mapped(argument, as_floats) for argument in given))
    assert_same(called(*(mapped(argument, change) for argument in given)), wanted)


def test_every_reference_that_takes_numbers_is_tried() -> None:
    assert set(CALLS) | WITHOUT_NUMBERS == set(solutions.__all__)


def test_sympys_and_pythons_whole_numbers_are_constants() -> None:
    x, y = sp.symbols("x y")
    assert solutions.derivative(3, x) == 0
    assert solutions.gradient_vector(3, [x, y]) == [0, 0]
    assert solutions.hessian(sp.Integer(3), [x, y]) == sp.zeros(2, 2)


def test_sinusoids_take_numpys_whole_numbers() -> None:
    got = solutions.sinusoidal_positions(np.int64(3), np.int64(4))
    assert_array_equal(got, solutions.sinusoidal_positions(3, 4))


@pytest.mark.parametrize("labels", [np.array(["a", "b", "c", "d"]), np.arange(4)])
def test_labels_of_a_map_may_stand_in_an_array(labels: Any) -> None:
    ax = solutions.plot_embeddings(X, labels)
    ax.figure.draw_without_rendering()
    plt.close(ax.figure)
    assert [text.get_text() for text in ax.texts] == [str(label) for label in labels]
