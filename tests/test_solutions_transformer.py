"""The references of the transformer agree with loops, SciPy, differences and complex steps."""

import copy
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.special
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from solutions.attention import multi_head_attention
from solutions.finite_differences import numerical_gradient
from solutions.transformer import (
    block_gradients,
    heads_gradients,
    layer_norm,
    layer_norm_gradients,
    network_gradients,
    transformer_block,
)

STEADY = settings(derandomize=True, deadline=None, max_examples=30, database=None)

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 4)


def block(seed: int, n: int, d: int, m: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Tokens and parameters of a block."""
    rng = np.random.default_rng(seed)
    params = {name: rng.normal(size=(d, d)) for name in ("W_q", "W_k", "W_v", "W_o")}
    params |= {name: rng.normal(size=d) for name in ("gain_1", "bias_1", "gain_2", "bias_2", "b_2")}
    params |= {"W_1": rng.normal(size=(d, m)), "b_1": rng.normal(size=m)}
    return rng.normal(size=(n, d)), params | {"W_2": rng.normal(size=(m, d))}


# --- layer_norm ----------------------------------------------------------------------------------


@STEADY
@given(seeds, st.lists(sizes, max_size=2), st.integers(1, 6), st.sampled_from([1e-5, 1e-12, 1.0]))
def test_each_row_is_normalized_by_its_own_moments(
    seed: int, axes: list[int], d: int, epsilon: float
) -> None:
    rng = np.random.default_rng(seed)
    x, gain, bias = rng.normal(size=(*axes, d)), rng.normal(size=d), rng.normal(size=d)
    got = layer_norm(x, gain, bias, epsilon)
    assert got.shape == x.shape
    for place in np.ndindex(*axes):
        mean = math.fsum(x[place]) / d
        variance = math.fsum((entry - mean) ** 2 for entry in x[place]) / d
        wanted = gain * (x[place] - mean) / math.sqrt(variance + epsilon) + bias
        assert_allclose(got[place], wanted, rtol=1e-8, atol=1e-9)


def test_with_a_tiny_epsilon_rows_are_z_scores() -> None:
    x = np.random.default_rng(0).normal(3, 5, size=(4, 7))
    got = layer_norm(x, np.ones(7), np.zeros(7), 1e-300)
    assert_allclose(got, scipy.stats.zscore(x, axis=1), rtol=1e-12)


@pytest.mark.parametrize("value", [0, 3, 0.1, -1e10 / 3, 1e16 + 2])
def test_a_constant_row_gives_the_bias(value: float) -> None:
    bias = np.array([1.0, -2.0, 0.5])
    got = layer_norm(np.full((2, 3), value), [5, 6, 7], bias)
    assert_allclose(got, [bias, bias], rtol=1e-9)


def test_epsilon_stands_within_the_root_and_is_a_hundred_thousandth_unless_told() -> None:
    x = np.array([0.001, -0.001])
    wanted = 0.001 / math.sqrt(1e-6 + 1e-5)
    assert_allclose(layer_norm(x, [1, 1], [0, 0]), [wanted, -wanted], rtol=1e-12)


def test_layer_norm_leaves_its_arguments_alone_and_takes_lists() -> None:
    x, gain, bias = np.array([[1, 2, 4]]), np.array([1, 2, 3]), np.array([0, 1, 0])
    before = copy.deepcopy((x, gain, bias))
    got = layer_norm(x, gain, bias)
    for now, old in zip((x, gain, bias), before, strict=True):
        assert_array_equal(now, old)
    assert_array_equal(layer_norm(x.tolist(), gain.tolist(), bias.tolist()), got)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((3.0, [1], [0]), "x must be a non-empty array"),
        (([[1, 2]], [1], [0, 0]), "2 long"),
        (([[1, 2]], [1, 1], [0]), "2 long"),
        (([1, 2], [1, 1], [0, 0], 0), "epsilon"),
        (([1, 2], [1, 1], [0, 0], -1), "epsilon"),
    ],
)
def test_layer_norm_refuses_what_does_not_fit(arguments: tuple[Any, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        layer_norm(*arguments)


# --- transformer_block ---------------------------------------------------------------------------


def slow_block(x: np.ndarray, p: dict[str, np.ndarray], n_heads: int) -> list[np.ndarray]:
    """Token by token and head by head."""
    n, d = x.shape
    width = d // n_heads

    def norm(row: np.ndarray, gain: np.ndarray, bias: np.ndarray) -> np.ndarray:
        return np.asarray(gain * (row - row.mean()) / np.sqrt(row.var() + 1e-5) + bias)

    u = np.array([norm(row, p["gain_1"], p["bias_1"]) for row in x])
    y = []
    for i in range(n):
        heads = []
        for start in range(0, d, width):
            q, K, V = (
                tokens @ p[name][:, start : start + width]
                for tokens, name in ((u[i], "W_q"), (u[: i + 1], "W_k"), (u[: i + 1], "W_v"))
            )
            heads.append(scipy.special.softmax(K @ q / np.sqrt(width)) @ V)
        h = x[i] + np.concatenate(heads) @ p["W_o"]
        inner = np.maximum(norm(h, p["gain_2"], p["bias_2"]) @ p["W_1"] + p["b_1"], 0)
        y.append(h + inner @ p["W_2"] + p["b_2"])
    return y


@STEADY
@given(seeds, sizes, sizes, sizes, st.integers(1, 6))
def test_the_block_is_what_loops_over_tokens_and_heads_give(
    seed: int, n: int, n_heads: int, width: int, m: int
) -> None:
    x, params = block(seed, n, n_heads * width, m)
    got = transformer_block(x, params, n_heads)
    assert_allclose(got, slow_block(x, params, n_heads), rtol=1e-8, atol=1e-9)


def test_a_later_token_changes_no_earlier_output() -> None:
    x, params = block(1, 6, 4, 8)
    before = transformer_block(x, params, 2)
    x[5] += 10
    after = transformer_block(x, params, 2)
    assert_array_equal(after[:5], before[:5])
    assert np.abs(after[5] - before[5]).max() > 0.1


def test_without_its_output_weights_a_block_passes_its_input_on() -> None:
    x, params = block(2, 3, 4, 5)
    silent = {name: np.zeros_like(params[name]) for name in ("W_o", "W_2", "b_2")}
    assert_array_equal(transformer_block(x, params | silent, 2), x)


def test_the_last_token_of_a_block_sees_as_multi_head_attention_does() -> None:
    x, params = block(3, 4, 6, 1)
    params |= {"W_2": np.zeros((1, 6)), "b_2": np.zeros(6)}
    u = layer_norm(x, params["gain_1"], params["bias_1"])
    a = multi_head_attention(u, params["W_q"], params["W_k"], params["W_v"], 3) @ params["W_o"]
    assert_allclose(transformer_block(x, params, 3)[-1], (x + a)[-1], rtol=1e-9)


# --- the steps of the way back -------------------------------------------------------------------

Arrays = dict[str, np.ndarray]


def complex_slopes(loss: Callable[[Arrays], Any], arrays: Arrays) -> Arrays:
    """The slopes of a loss along each entry: f(a + ih) = f(a) + ih f'(a), exact but slow."""
    slopes = {}
    for name, array in arrays.items():
        slopes[name] = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            moved = array.astype(complex)
            moved[place] += 1e-30j
            slopes[name][place] = loss(arrays | {name: moved}).imag / 1e-30
    return slopes


def slow_heads(p: Arrays, n_heads: int) -> list[Any]:
    """The heads' outputs times W_o, token by token; entries may be complex."""
    width = len(p["W_q"]) // n_heads
    rows = []
    for i, token in enumerate(p["u"]):
        heads = []
        for start in range(0, n_heads * width, width):
            c = slice(start, start + width)
            seen = p["u"][: i + 1]
            scores = seen @ p["W_k"][:, c] @ (token @ p["W_q"][:, c]) / math.sqrt(width)
            exps = np.exp(scores - max(scores.real))
            heads.append(exps @ (seen @ p["W_v"][:, c]) / exps.sum())
        rows.append(np.concatenate(heads) @ p["W_o"])
    return rows


@STEADY
@given(seeds, sizes, sizes, sizes)
def test_gradients_of_the_small_network_are_those_of_complex_steps(
    seed: int, n: int, d: int, m: int
) -> None:
    w, params = block(seed, n, d, m)
    upstream = np.random.default_rng(seed + 1).normal(size=w.shape)
    own = {name: params[name] for name in ("W_1", "b_1", "W_2", "b_2")}

    def loss(p: Arrays) -> Any:
        z = p["w"] @ p["W_1"] + p["b_1"]
        return np.sum((np.where(z.real > 0, z, 0) @ p["W_2"] + p["b_2"]) * upstream)

    dw, dparams = network_gradients(w, params, upstream)
    wanted = complex_slopes(loss, {"w": w, **own})
    assert set(dparams) == set(own)
    for name, got in {"w": dw, **dparams}.items():
        assert_allclose(got, wanted[name], rtol=1e-9, atol=1e-12, err_msg=name)


@STEADY
@given(seeds, sizes, st.sampled_from([(1, 3), (3, 1), (2, 2)]))
def test_gradients_of_the_heads_are_those_of_complex_steps(
    seed: int, n: int, heads: tuple[int, int]
) -> None:
    n_heads, width = heads
    u, params = block(seed, n, n_heads * width, 1)
    upstream = np.random.default_rng(seed + 1).normal(size=u.shape)
    own = {name: params[name] for name in ("W_q", "W_k", "W_v", "W_o")}
    du, dparams = heads_gradients(u, params, n_heads, upstream)

    def loss(p: Arrays) -> Any:
        return np.sum(slow_heads(p, n_heads) * upstream)

    wanted = complex_slopes(loss, {"u": u, **own})
    assert set(dparams) == set(own)
    for name, got in {"u": du, **dparams}.items():
        assert_allclose(got, wanted[name], rtol=1e-9, atol=1e-12, err_msg=name)


@STEADY
@given(seeds, sizes, st.integers(1, 6), st.sampled_from([1e-5, 0.1, 4.0]))
def test_gradients_of_layer_norm_are_those_of_complex_steps(
    seed: int, n: int, d: int, epsilon: float
) -> None:
    rng = np.random.default_rng(seed)
    x, gain, upstream = rng.normal(size=(n, d)), rng.normal(size=d), rng.normal(size=(n, d))

    def loss(p: Arrays) -> Any:
        centred = p["x"] - p["x"].mean(axis=1, keepdims=True)
        s = np.sqrt(np.mean(centred**2, axis=1, keepdims=True) + epsilon)
        return np.sum((p["gain"] * centred / s + p["bias"]) * upstream)

    arrays = {"x": x, "gain": gain, "bias": np.zeros(d)}
    found = layer_norm_gradients(x, gain, upstream, epsilon)
    for got, (name, wanted) in zip(found, complex_slopes(loss, arrays).items(), strict=True):
        assert_allclose(got, wanted, rtol=1e-7, atol=1e-9, err_msg=name)


def test_the_steps_refuse_what_does_not_fit() -> None:
    x, params = block(12, 3, 4, 5)
    with pytest.raises(ValueError, match="params must hold W_1, W_2"):
        network_gradients(x, {"b_1": params["b_1"], "b_2": params["b_2"]}, x)
    with pytest.raises(ValueError, match=r"W_o must be of shape \(4, 4\)"):
        heads_gradients(x, params | {"W_o": np.ones((4, 3))}, 2, x)
    with pytest.raises(ValueError, match="divide"):
        heads_gradients(x, params, 3, x)
    with pytest.raises(ValueError, match="upstream must be of shape"):
        layer_norm_gradients(x, params["gain_1"], x[:2])
    with pytest.raises(ValueError, match="gain must be 4 long"):
        layer_norm_gradients(x, np.ones(3), x)
    with pytest.raises(ValueError, match="epsilon"):
        layer_norm_gradients(x, params["gain_1"], x, 0)


# --- block_gradients -----------------------------------------------------------------------------


@STEADY
@given(seeds, sizes, st.sampled_from([(1, 3), (3, 1), (2, 2), (2, 3)]), st.integers(1, 4))
def test_every_gradient_is_that_of_central_differences(
    seed: int, n: int, heads: tuple[int, int], m: int
) -> None:
    """Rows have three entries or more: of two that are nearly equal, layer norm bends too much."""
    n_heads, width = heads
    x, params = block(seed, n, n_heads * width, m)
    upstream = np.random.default_rng(seed + 1).normal(size=x.shape)

    def loss(x: np.ndarray, params: dict[str, np.ndarray]) -> float:
        return np.sum(transformer_block(x, params, n_heads) * upstream)

    dx, dparams = block_gradients(x, params, n_heads, upstream)
    tolerances: dict[str, Any] = {"rtol": 1e-4, "atol": 1e-5}
    assert_allclose(dx, numerical_gradient(lambda x: loss(x, params), x), **tolerances)
    assert list(dparams) == list(params)
    for name, array in params.items():

        def loss_of(a: np.ndarray, name: str = name) -> float:
            return loss(x, params | {name: a})

        wanted = numerical_gradient(loss_of, array)
        assert dparams[name].shape == array.shape
        assert_allclose(dparams[name], wanted, **tolerances, err_msg=name)


def test_gradients_agree_with_differences_to_five_digits() -> None:
    x, params = block(5, 5, 6, 8)
    upstream = np.random.default_rng(6).normal(size=x.shape)
    dx, dparams = block_gradients(x, params, 2, upstream)
    got = {"x": dx, **dparams}
    for name, array in {"x": x, **params}.items():

        def loss(a: np.ndarray, name: str = name) -> float:
            changed = {"x": x, **params} | {name: a}
            return np.sum(transformer_block(changed.pop("x"), changed, 2) * upstream)

        wanted = numerical_gradient(loss, array)
        assert_allclose(got[name], wanted, rtol=1e-5, atol=1e-7, err_msg=name)


def test_gradients_are_linear_in_what_comes_from_above() -> None:
    x, params = block(7, 3, 4, 5)
    a, b = np.random.default_rng(8).normal(size=(2, 3, 4))
    one, other, both = (block_gradients(x, params, 2, up) for up in (a, b, 2 * a - b))
    assert_allclose(both[0], 2 * one[0] - other[0], atol=1e-10)
    for name in params:
        assert_allclose(both[1][name], 2 * one[1][name] - other[1][name], atol=1e-10)


def test_whole_tokens_and_what_does_not_reach_a_token_are_right() -> None:
    x, params = block(9, 4, 4, 5)
    whole = {name: np.rint(3 * array).astype(int) for name, array in params.items()}
    upstream = np.zeros((4, 4), dtype=int)
    upstream[1] = [1, -2, 0, 3]
    dx, dparams = block_gradients(np.rint(5 * x).astype(int), whole, 2, upstream)
    assert_array_equal(dx[2:], 0)
    assert_array_equal(dparams["b_2"], upstream.sum(axis=0))
    assert all(array.dtype == np.float64 for array in dparams.values())


# --- all of them ---------------------------------------------------------------------------------


def test_blocks_leave_their_arguments_alone_and_take_lists() -> None:
    x, params = block(10, 3, 4, 5)
    upstream = np.ones((3, 4))
    before = copy.deepcopy((x, params, upstream))
    y = transformer_block(x, params, 2)
    dx, dparams = block_gradients(x, params, 2, upstream)
    network_gradients(x, params, upstream)
    heads_gradients(x, params, 2, upstream)
    layer_norm_gradients(x, params["gain_1"], upstream)
    assert_array_equal(x, before[0])
    assert_array_equal(upstream, before[2])
    assert list(params) == list(before[1])
    for name, array in params.items():
        assert_array_equal(array, before[1][name])
        assert not np.shares_memory(dparams[name], array)
    lists = {name: array.tolist() for name, array in params.items()}
    assert_array_equal(transformer_block(x.tolist(), lists, 2), y)
    again, dagain = block_gradients(x.tolist(), lists, 2, upstream.tolist())
    assert_array_equal(again, dx)
    for name, array in dagain.items():
        assert_array_equal(array, dparams[name])


def test_blocks_refuse_what_does_not_fit() -> None:
    x, params = block(11, 3, 4, 5)
    for n_heads in (0, 3, -2):
        with pytest.raises(ValueError, match="divide"):
            transformer_block(x, params, n_heads)
    with pytest.raises(ValueError, match=r"W_2 must be of shape \(5, 4\)"):
        transformer_block(x, params | {"W_2": np.ones((4, 4))}, 2)
    with pytest.raises(ValueError, match="gain_1 must be of shape"):
        transformer_block(x, params | {"gain_1": np.ones(3)}, 2)
    with pytest.raises(ValueError, match="params must hold"):
        transformer_block(x, {name: params[name] for name in params if name != "b_1"}, 2)
    with pytest.raises(ValueError, match="upstream must be of shape"):
        block_gradients(x, params, 2, np.ones((4, 3)))
    with pytest.raises(ValueError, match="2-D"):
        transformer_block(x[0], params, 2)
