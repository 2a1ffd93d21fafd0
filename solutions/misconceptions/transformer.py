"""Misconceptions about layer norm, the transformer block and its gradients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import numpy as np

from solutions.attention import causal_attention, scaled_dot_product_attention
from solutions.misconceptions import slip
from solutions.transformer import (
    block_gradients,
    heads_gradients,
    layer_norm,
    layer_norm_gradients,
    network_gradients,
    transformer_block,
)


@slip("layer_norm", "normalization down the columns, over the tokens")
def over_tokens(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    mean, variance = np.mean(x, axis=0), np.var(x, axis=0)
    return gain * (x - mean) / np.sqrt(variance + epsilon) + bias


@slip("layer_norm", "normalization over the whole array, not row by row")
def over_everything(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    return gain * (x - np.mean(x)) / np.sqrt(np.var(x) + epsilon) + bias


@slip("layer_norm", "the variance over n − 1 instead of n")
def sample_variance(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    mean, variance = _moments(x, 1 if np.shape(x)[-1] > 1 else 0)
    return gain * (x - mean) / np.sqrt(variance + epsilon) + bias


@slip("layer_norm", "epsilon added outside of the root")
def epsilon_outside(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    mean, variance = _moments(x)
    return gain * (x - mean) / (np.sqrt(variance) + epsilon) + bias


@slip("layer_norm", "a division by the variance, without the root")
def without_root(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    mean, variance = _moments(x)
    return gain * (x - mean) / (variance + epsilon) + bias


@slip("layer_norm", "a scaled x whose mean was not subtracted")
def uncentred(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    return gain * x / np.sqrt(_moments(x)[1] + epsilon) + bias


@slip("layer_norm", "normalization without gain and bias")
def without_gain_and_bias(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    return layer_norm(x, np.ones_like(gain), np.zeros_like(bias), epsilon)


@slip("layer_norm", "no epsilon, so a constant row gives 0 / 0")
def without_epsilon(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    mean, variance = _moments(x)
    with np.errstate(invalid="ignore", divide="ignore"):
        return gain * (x - mean) / np.sqrt(variance) + bias


@slip("layer_norm", "normalization along axis 1, which need not be the last")
def second_axis(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    axis = min(1, np.ndim(x) - 1)
    mean, variance = np.mean(x, axis, keepdims=True), np.var(x, axis, keepdims=True)
    return gain * (x - mean) / np.sqrt(variance + epsilon) + bias


@slip("layer_norm", "an RMS norm, which subtracts no mean")
def root_mean_square(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    square = np.mean(np.square(x), axis=-1, keepdims=True)
    return gain * x / np.sqrt(square + epsilon) + bias


@slip("layer_norm", "a bias that is multiplied by the gain, too")
def stretched_bias(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    return gain * layer_norm(x, np.ones_like(gain), bias, epsilon)


@slip("layer_norm", "normalization without the bias")
def without_bias(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    return layer_norm(x, gain, np.zeros_like(bias), epsilon)


@slip("layer_norm", "normalization without the gain")
def without_gain(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    return layer_norm(x, np.ones_like(gain), bias, epsilon)


@slip("layer_norm", "rows scaled to lie between 0 and 1")
def between_bounds(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    low, high = np.min(x, axis=-1, keepdims=True), np.max(x, axis=-1, keepdims=True)
    return gain * (x - low) / (high - low + epsilon) + bias


@slip("layer_norm", "no ε in rows that are not constant")
def epsilon_for_constants(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    mean, variance = _moments(x)
    return gain * (x - mean) / np.sqrt(np.where(variance == 0, epsilon, variance)) + bias


@slip("layer_norm", "ε as a lower limit of the variance, not added to it")
def epsilon_at_least(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    mean, variance = _moments(x)
    return gain * (x - mean) / np.sqrt(np.maximum(variance, epsilon)) + bias


@slip("layer_norm", "an ε of 0.00001, although another one is given")
def default_epsilon(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    return layer_norm(x, gain, bias)


@slip("layer_norm", "a variance to which the square of ε is added")
def squared_epsilon(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    return layer_norm(x, gain, bias, epsilon**2)


@slip("layer_norm", "the mean absolute deviation in place of the standard deviation")
def mean_deviation(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    centred = x - _moments(x)[0]
    return gain * centred / (np.mean(np.abs(centred), axis=-1, keepdims=True) + epsilon) + bias


@slip(
    "layer_norm",
    "a matrix product with the gain instead of a product entry by entry",
    hint="Each entry has a gain of its own. Which sign multiplies entry by entry?",
)
def product_with_gain(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    return layer_norm(x, np.ones_like(gain), np.zeros_like(bias), epsilon) @ gain + bias


@slip("layer_norm", "gain and bias that are swapped")
def swapped(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    return layer_norm(x, bias, gain, epsilon)


@slip("layer_norm", "1 added to the gain")
def gain_plus_one(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    return layer_norm(x, 1 + gain, bias, epsilon)


@slip("layer_norm", "centred rows that are not divided by anything")
def undivided(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    return gain * (x - _moments(x)[0]) + bias


def _moments(x: Any, ddof: int = 0) -> Any:
    """Mean and variance along the last axis."""
    return np.mean(x, axis=-1, keepdims=True), np.var(x, axis=-1, ddof=ddof, keepdims=True)


def _heads(u: Any, p: Any, n_heads: int, attend: Any = causal_attention) -> Any:
    """The heads' outputs, side by side."""
    blocks = np.array_split(np.arange(u.shape[1]), n_heads)
    columns = [[(u @ p[name])[:, b] for name in ("W_q", "W_k", "W_v")] for b in blocks]
    return np.concatenate([attend(*head)[0] for head in columns], axis=1)


def _attended(x: Any, p: Any, n_heads: int, attend: Any = causal_attention) -> Any:
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    return x + _heads(u, p, n_heads, attend) @ p["W_o"]


def _small_network(w: Any, p: Any) -> Any:
    return np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]


def _second_part(h: Any, p: Any) -> Any:
    return h + _small_network(layer_norm(h, p["gain_2"], p["bias_2"]), p)


@slip("transformer_block", "attention without a mask: tokens see what comes later")
def without_mask(x: Any, params: Any, n_heads: int) -> Any:
    return _second_part(_attended(x, params, n_heads, scaled_dot_product_attention), params)


@slip("transformer_block", "post-norm: layer norms after the sums, not before each part")
def post_norm(x: Any, params: Any, n_heads: int) -> Any:
    p = params
    h = layer_norm(x + _heads(x, p, n_heads) @ p["W_o"], p["gain_1"], p["bias_1"])
    return layer_norm(h + _small_network(h, p), p["gain_2"], p["bias_2"])


@slip("transformer_block", "no residual around attention")
def attention_without_residual(x: Any, params: Any, n_heads: int) -> Any:
    return _second_part(_attended(x, params, n_heads) - x, params)


@slip("transformer_block", "no residual around the small network")
def network_without_residual(x: Any, params: Any, n_heads: int) -> Any:
    h = _attended(x, params, n_heads)
    return _second_part(h, params) - h


@slip("transformer_block", "a residual that starts from the normalized input")
def residual_of_the_norm(x: Any, params: Any, n_heads: int) -> Any:
    u = layer_norm(x, params["gain_1"], params["bias_1"])
    return _second_part(_attended(x, params, n_heads) - x + u, params)


@slip("transformer_block", "heads that are joined without W_o")
def without_output_weights(x: Any, params: Any, n_heads: int) -> Any:
    return transformer_block(x, {**params, "W_o": np.eye(len(params["W_o"]))}, n_heads)


@slip("transformer_block", "the first layer norm's gain and bias in both places")
def one_layer_norm(x: Any, params: Any, n_heads: int) -> Any:
    first = {"gain_2": params["gain_1"], "bias_2": params["bias_1"]}
    return transformer_block(x, {**params, **first}, n_heads)


@slip("transformer_block", "one head of full width, whatever `n_heads` is")
def one_head(x: Any, params: Any, n_heads: int) -> Any:
    return transformer_block(x, params, 1)


@slip("transformer_block", "a small network without its ReLU")
def without_relu(x: Any, params: Any, n_heads: int) -> Any:
    p, h = params, _attended(x, params, n_heads)
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    return h + (w @ p["W_1"] + p["b_1"]) @ p["W_2"] + p["b_2"]


@slip("transformer_block", "a small network that is given the block's input, not h")
def network_of_the_input(x: Any, params: Any, n_heads: int) -> Any:
    return _attended(x, params, n_heads) - x + _second_part(x, params)


@slip("transformer_block", "a small network that is given h without a layer norm")
def network_without_norm(x: Any, params: Any, n_heads: int) -> Any:
    h = _attended(x, params, n_heads)
    return h + _small_network(h, params)


@slip("transformer_block", "a second residual that starts from x instead of h")
def residual_of_the_input(x: Any, params: Any, n_heads: int) -> Any:
    h = _attended(x, params, n_heads)
    return _second_part(h, params) - h + x


@slip("transformer_block", "a second residual that starts from the normalized h")
def residual_of_the_second_norm(x: Any, params: Any, n_heads: int) -> Any:
    h = _attended(x, params, n_heads)
    return _second_part(h, params) - h + layer_norm(h, params["gain_2"], params["bias_2"])


@slip("transformer_block", "a sum without b_2")
def without_last_bias(x: Any, params: Any, n_heads: int) -> Any:
    return transformer_block(x, {**params, "b_2": np.zeros_like(params["b_2"])}, n_heads)


@slip("transformer_block", "a small network without b_1")
def without_first_bias(x: Any, params: Any, n_heads: int) -> Any:
    return transformer_block(x, {**params, "b_1": np.zeros_like(params["b_1"])}, n_heads)


@slip("transformer_block", "a ReLU after the second layer instead of the first")
def late_relu(x: Any, params: Any, n_heads: int) -> Any:
    h = _attended(x, params, n_heads)
    return h + np.maximum(without_relu(x, params, n_heads) - h, 0)


@slip("transformer_block", "a GELU in place of the ReLU")
def gelu(x: Any, params: Any, n_heads: int) -> Any:
    p, h = params, _attended(x, params, n_heads)
    z = layer_norm(h, p["gain_2"], p["bias_2"]) @ p["W_1"] + p["b_1"]
    curve = np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3))
    return h + (z * (1 + curve) / 2) @ p["W_2"] + p["b_2"]


@slip("transformer_block", "values that are made of x, not of the normalized x")
def values_of_the_input(x: Any, params: Any, n_heads: int) -> Any:
    p, u = params, layer_norm(x, params["gain_1"], params["bias_1"])
    blocks = np.array_split(np.arange(x.shape[1]), n_heads)
    Q, K, V = u @ p["W_q"], u @ p["W_k"], x @ p["W_v"]
    heads = [causal_attention(Q[:, b], K[:, b], V[:, b])[0] for b in blocks]
    return _second_part(x + np.concatenate(heads, axis=1) @ p["W_o"], p)


@slip("transformer_block", "scores divided by √d instead of the root of a head's width")
def scaled_by_model(x: Any, params: Any, n_heads: int) -> Any:
    return transformer_block(x, {**params, "W_q": params["W_q"] / np.sqrt(n_heads)}, n_heads)


@slip("transformer_block", "heads that are joined by a `reshape`, which mixes tokens")
def reshaped_heads(x: Any, params: Any, n_heads: int) -> Any:
    p, u = params, layer_norm(x, params["gain_1"], params["bias_1"])
    joined = np.stack(np.split(_heads(u, p, n_heads), n_heads, axis=1)).reshape(x.shape)
    return _second_part(x + joined @ p["W_o"], p)


@slip("transformer_block", "layer norms down the columns, over the tokens")
def norms_over_tokens(x: Any, params: Any, n_heads: int) -> Any:
    p = params
    u = over_tokens(x, p["gain_1"], p["bias_1"])
    h = x + _heads(u, p, n_heads) @ p["W_o"]
    return h + _small_network(over_tokens(h, p["gain_2"], p["bias_2"]), p)


def _with_mask(x: Any, params: Any, n_heads: int, visible: Any) -> Any:
    """A block whose tokens see what they should not."""

    def attend(Q: Any, K: Any, V: Any) -> Any:
        scores = np.where(visible, Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
        exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
        weights = exps / np.sum(exps, axis=1, keepdims=True)
        return weights @ V, weights

    return _second_part(_attended(x, params, n_heads, attend), params)


@slip("transformer_block", "a mask the wrong way round, in which tokens see only later ones")
def sees_the_future(x: Any, params: Any, n_heads: int) -> Any:
    return _with_mask(x, params, n_heads, np.tri(len(x), dtype=bool).T)


@slip("transformer_block", "a mask that lets the next token through")
def sees_the_next(x: Any, params: Any, n_heads: int) -> Any:
    return _with_mask(x, params, n_heads, np.tri(len(x), k=1, dtype=bool))


@slip("transformer_block", "attention that is given x without a layer norm")
def attention_without_norm(x: Any, params: Any, n_heads: int) -> Any:
    return _second_part(x + _heads(x, params, n_heads) @ params["W_o"], params)


@slip("transformer_block", "scores that were not divided by the root of a head's width")
def unscaled(x: Any, params: Any, n_heads: int) -> Any:
    width = x.shape[1] / n_heads
    return transformer_block(x, {**params, "W_q": params["W_q"] * np.sqrt(width)}, n_heads)


@slip("transformer_block", "heads that take every n-th column instead of a block of neighbours")
def interleaved(x: Any, params: Any, n_heads: int) -> Any:
    order = np.arange(x.shape[1]).reshape(-1, n_heads).T.ravel()
    moved = {name: params[name][:, order] for name in ("W_q", "W_k", "W_v")}
    return transformer_block(x, {**params, **moved}, n_heads)


@slip("transformer_block", "heads that are joined in reverse order")
def reversed_heads(x: Any, params: Any, n_heads: int) -> Any:
    order = np.arange(x.shape[1]).reshape(n_heads, -1)[::-1].ravel()
    return transformer_block(x, {**params, "W_o": params["W_o"][order]}, n_heads)


# The way back -------------------------------------------------------------------------------


def _rows_back(dn: Any, unit: Any, s: Any) -> Any:
    """The slopes along a layer norm's rows, from those along n̂."""
    along = np.mean(dn * unit, axis=1, keepdims=True)
    return (dn - np.mean(dn, axis=1, keepdims=True) - unit * along) / s


RIGHT: Mapping[str, Callable[..., Any]] = {
    "W_2": lambda r, z, upstream: r.T @ upstream,
    "relu": lambda dr, z: dr * (z > 0),
    "norm": _rows_back,
    "s": lambda variance, epsilon: np.sqrt(variance + epsilon),
    "gained": lambda dy, gain: dy * gain,
    "gain": lambda dy, unit, rows: np.sum(dy * unit, axis=0),
    "dh": lambda upstream, through: upstream + through,
    "heads": lambda dh, W_o: dh @ W_o.T,
    "attend": causal_attention,
    "softmax": lambda A, dA: A * (dA - np.sum(A * dA, axis=1, keepdims=True)),
    "root": np.sqrt,
    "dQ": lambda dS, Q, K: dS @ K,
    "dK": lambda dS, Q, K: dS.T @ Q,
    "dV": lambda A, do: A.T @ do,
    "W_qkv": lambda u, x, slopes: u.T @ slopes,
    "du": lambda queries, keys, values: queries + keys + values,
    "dx": lambda dh, through: dh + through,
}
"""The steps on the way back; a misconception replaces some of them."""


Steps = Mapping[str, Callable[..., Any]]


def _network_back(step: Steps, w: Any, p: Any, upstream: Any) -> Any:
    z = w @ p["W_1"] + p["b_1"]
    dz = step["relu"](upstream @ p["W_2"].T, z)
    d = {"W_1": w.T @ dz, "b_1": np.sum(dz, axis=0)}
    d["W_2"], d["b_2"] = step["W_2"](np.maximum(z, 0), z, upstream), np.sum(upstream, axis=0)
    return dz @ p["W_1"].T, d


def _heads_back(step: Steps, u: Any, p: Any, n_heads: int, upstream: Any, x: Any = None) -> Any:
    """The same for the heads; x is what the block normalized."""
    blocks = np.array_split(np.arange(u.shape[1]), n_heads)
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    attended = [step["attend"](Q[:, b], K[:, b], V[:, b]) for b in blocks]
    heads = np.concatenate([output for output, _ in attended], axis=1)
    dheads, (dQ, dK, dV) = step["heads"](upstream, p["W_o"]), np.zeros((3, *u.shape))
    for b, (_, A) in zip(blocks, attended, strict=True):
        dS = step["softmax"](A, dheads[:, b] @ V[:, b].T) / step["root"](len(b))
        dQ[:, b], dK[:, b] = (step[name](dS, Q[:, b], K[:, b]) for name in ("dQ", "dK"))
        dV[:, b] = step["dV"](A, dheads[:, b])
    slopes = {"W_q": dQ, "W_k": dK, "W_v": dV}
    d = {name: step["W_qkv"](u, x, slope) for name, slope in slopes.items()}
    du = step["du"](*(slope @ p[name].T for name, slope in slopes.items()))
    return du, d | {"W_o": heads.T @ upstream}


def _norm_back(step: Steps, x: Any, gain: Any, upstream: Any, epsilon: float = 1e-5) -> Any:
    mean, variance = _moments(x)
    s = step["s"](variance, epsilon)
    unit = (x - mean) / np.sqrt(variance + epsilon)
    dx = step["norm"](step["gained"](upstream, gain), unit, s)
    return dx, step["gain"](upstream, unit, x), np.sum(upstream, axis=0)


def _back(step: Steps, x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    """The gradients of a block, each from those before it, by steps some of which are wrong."""
    p = params
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    h = x + _heads(u, p, n_heads, step["attend"]) @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    dw, d = _network_back(step, w, p, upstream)
    through, d["gain_2"], d["bias_2"] = _norm_back(step, h, p["gain_2"], dw)
    dh = step["dh"](upstream, through)
    du, of_heads = _heads_back(step, u, p, n_heads, dh, x)
    through, d["gain_1"], d["bias_1"] = _norm_back(step, x, p["gain_1"], du)
    d |= of_heads
    return step["dx"](dh, through), {name: d[name] for name in params}


NETWORK, HEADS, NORM, BLOCK = (
    f"{part}_gradients" for part in ("network", "heads", "layer_norm", "block")
)
BACK: Final[dict[str, Callable[..., Any]]] = {
    NETWORK: _network_back,
    HEADS: _heads_back,
    NORM: _norm_back,
    BLOCK: _back,
}
"""The way back through a block, and through each of its parts."""


def _wrong_step(name: str, *exercises: str, **wrong: Callable[..., Any]) -> None:
    """Enter the gradients that result from some wrong steps, of a block unless others are named."""
    for exercise in exercises or (BLOCK,):
        slip(exercise, name)(partial(BACK[exercise], {**RIGHT, **wrong}))


_wrong_step(
    "a ∂L/∂x without the residual: ∂L/∂h is not added",
    dx=lambda dh, through: through,
)
_wrong_step(
    "a ∂L/∂x that is ∂L/∂h: nothing comes back through attention",
    dx=lambda dh, through: dh,
)
_wrong_step(
    "a ∂L/∂h without the residual: `upstream` is not added",
    dh=lambda upstream, through: through,
)
_wrong_step(
    "a ∂L/∂h that is `upstream`: nothing comes back through the small network",
    dh=lambda upstream, through: upstream,
)
_wrong_step(
    "gradients of a small network whose ReLU lets everything through",
    *(NETWORK, BLOCK),
    relu=lambda dr, z: dr,
)
_wrong_step(
    "slopes that the ReLU lets through where z is below 0, instead of above",
    *(NETWORK, BLOCK),
    relu=lambda dr, z: dr * (z < 0),
)
_wrong_step(
    "a ReLU of the slopes that come back, whatever the sign of z",
    *(NETWORK, BLOCK),
    relu=lambda dr, z: np.maximum(dr, 0),
)
_wrong_step(
    "a gradient of W_2 made with z instead of the ReLU of z",
    *(NETWORK, BLOCK),
    W_2=lambda r, z, upstream: z.T @ upstream,
)
_wrong_step(
    "a layer norm whose mean and variance count as constants",
    *(NORM, BLOCK),
    norm=lambda dn, unit, s: dn / s,
)
_wrong_step(
    "a layer norm whose variance counts as a constant",
    *(NORM, BLOCK),
    norm=lambda dn, unit, s: (dn - np.mean(dn, axis=1, keepdims=True)) / s,
)
_wrong_step(
    "a layer norm whose mean counts as a constant",
    *(NORM, BLOCK),
    norm=lambda dn, unit, s: (dn - unit * np.mean(dn * unit, axis=1, keepdims=True)) / s,
)
_wrong_step(
    "a layer norm in which the term of the variance is added instead of subtracted",
    *(NORM, BLOCK),
    norm=lambda dn, unit, s: (
        (dn - np.mean(dn, axis=1, keepdims=True) + unit * np.mean(dn * unit, axis=1, keepdims=True))
        / s
    ),
)
_wrong_step(
    "a way back through a layer norm without its gain",
    *(NORM, BLOCK),
    gained=lambda dy, gain: dy,
)
_wrong_step(
    "a gradient of the gain made with the rows before normalization",
    *(NORM, BLOCK),
    gain=lambda dy, unit, rows: np.sum(dy * rows, axis=0),
)
_wrong_step(
    "a way back through W_o that was not transposed",
    *(HEADS, BLOCK),
    heads=lambda dh, W_o: dh @ W_o,
)
_wrong_step(
    "attention without its mask on the way back",
    *(HEADS, BLOCK),
    attend=scaled_dot_product_attention,
)
_wrong_step(
    "gradients of the scores that were not divided by √d_k",
    *(HEADS, BLOCK),
    root=lambda width: 1.0,
)
_wrong_step(
    "the sigmoid derivative A (1 − A) instead of the softmax derivative",
    *(HEADS, BLOCK),
    softmax=lambda A, dA: A * (1 - A) * dA,
)
_wrong_step(
    "a softmax derivative without the sum over the row",
    *(HEADS, BLOCK),
    softmax=lambda A, dA: A * dA,
)
_wrong_step(
    "a softmax derivative with the sum over the columns instead of the rows",
    *(HEADS, BLOCK),
    softmax=lambda A, dA: A * (dA - np.sum(A * dA, axis=0, keepdims=True)),
)
_wrong_step(
    "the gradients of queries and keys swapped",
    *(HEADS, BLOCK),
    dQ=lambda dS, Q, K: dS.T @ Q,
    dK=lambda dS, Q, K: dS @ K,
)
_wrong_step(
    "slopes of the scores times Q for the queries, and times K for the keys",
    *(HEADS, BLOCK),
    dQ=lambda dS, Q, K: dS @ Q,
    dK=lambda dS, Q, K: dS.T @ K,
)
_wrong_step(
    "slopes of the scores that were not transposed for the keys",
    *(HEADS, BLOCK),
    dK=lambda dS, Q, K: dS @ Q,
)
_wrong_step(
    "attention weights that were not transposed for the values",
    *(HEADS, BLOCK),
    dV=lambda A, do: A @ do,
)
_wrong_step(
    "gradients of W_q, W_k and W_v made with x instead of the normalized x",
    W_qkv=lambda u, x, slopes: x.T @ slopes,
)
_wrong_step(
    "a ∂L/∂u from the values alone, without the terms of queries and keys",
    *(HEADS, BLOCK),
    du=lambda queries, keys, values: values,
)


@slip("block_gradients", "scores divided by √d instead of the root of a head's width")
def backed_by_model(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    smaller = {**params, "W_q": params["W_q"] / np.sqrt(n_heads)}
    dx, d = block_gradients(x, smaller, n_heads, upstream)
    return dx, {**d, "W_q": d["W_q"] / np.sqrt(n_heads)}


@slip("block_gradients", "a gradient of W_o made with `upstream` instead of ∂L/∂h")
def early_output_weights(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    dx, d = block_gradients(x, params, n_heads, upstream)
    heads = _heads(layer_norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    return dx, {**d, "W_o": heads.T @ upstream}


@slip("block_gradients", "the gradients of W_q and W_k swapped")
def exchanged_weights(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    dx, d = block_gradients(x, params, n_heads, upstream)
    return dx, {**d, "W_q": d["W_k"], "W_k": d["W_q"]}


@slip("block_gradients", "a gradient of W_1 made with h instead of the normalized h")
def network_of_h(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    dx, d = block_gradients(x, params, n_heads, upstream)
    p, h = params, _attended(x, params, n_heads)
    z = layer_norm(h, p["gain_2"], p["bias_2"]) @ p["W_1"] + p["b_1"]
    return dx, {**d, "W_1": h.T @ (upstream @ p["W_2"].T * (z > 0))}


@slip("block_gradients", "the pair in the other order, the dict first")
def dict_first(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    return block_gradients(x, params, n_heads, upstream)[::-1]


@slip("block_gradients", "gradients of a mean over the tokens, not of the sum")
def mean_over_tokens(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    return block_gradients(x, params, n_heads, np.asarray(upstream) / len(upstream))


@slip("block_gradients", "gradients of b_1 and b_2 that are means over the tokens, not sums")
def mean_biases(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    dx, d = block_gradients(x, params, n_heads, upstream)
    return dx, {**d, "b_1": d["b_1"] / len(x), "b_2": d["b_2"] / len(x)}


@slip("block_gradients", "the transpose of each square weight's gradient")
def transposed_weights(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    dx, dparams = block_gradients(x, params, n_heads, upstream)
    square = ("W_q", "W_k", "W_v", "W_o")
    return dx, {name: g.T if name in square else g for name, g in dparams.items()}


@slip("block_gradients", "the gradients of a layer norm's gain and bias swapped")
def gain_for_bias(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    dx, d = block_gradients(x, params, n_heads, upstream)
    other = {"gain_1": "bias_1", "bias_1": "gain_1", "gain_2": "bias_2", "bias_2": "gain_2"}
    return dx, {name: d[other.get(name, name)] for name in d}


# The parts ----------------------------------------------------------------------------------


@slip(NETWORK, "a ∂L/∂w that goes past the ReLU")
def input_past_the_relu(w: Any, params: Any, upstream: Any) -> Any:
    _, d = network_gradients(w, params, upstream)
    return upstream @ params["W_2"].T @ params["W_1"].T, d


@slip(NETWORK, "a way back that forgets b_1, so that other hidden units are on")
def network_without_first_bias(w: Any, params: Any, upstream: Any) -> Any:
    return network_gradients(w, {**params, "b_1": np.zeros_like(params["b_1"])}, upstream)


@slip(NETWORK, "a ∂L/∂w with the residual: `upstream` is added, which is the block's part")
def network_with_residual(w: Any, params: Any, upstream: Any) -> Any:
    dw, d = network_gradients(w, params, upstream)
    return dw + upstream, d


@slip(NETWORK, "the pair in the other order, the dict first")
def network_dict_first(w: Any, params: Any, upstream: Any) -> Any:
    return network_gradients(w, params, upstream)[::-1]


@slip(NETWORK, "gradients of a mean over the tokens, not of the sum")
def network_mean(w: Any, params: Any, upstream: Any) -> Any:
    return network_gradients(w, params, np.asarray(upstream) / len(upstream))


@slip(NETWORK, "gradients of b_1 and b_2 that are means over the tokens, not sums")
def network_mean_biases(w: Any, params: Any, upstream: Any) -> Any:
    dw, d = network_gradients(w, params, upstream)
    return dw, {**d, "b_1": d["b_1"] / len(w), "b_2": d["b_2"] / len(w)}


@slip(HEADS, "a gradient of W_o made with u instead of the heads' outputs")
def output_weights_of_u(u: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    du, d = heads_gradients(u, params, n_heads, upstream)
    return du, {**d, "W_o": u.T @ upstream}


@slip(HEADS, "one head of full width, whatever `n_heads` is")
def gradients_of_one_head(u: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    return heads_gradients(u, params, 1, upstream)


@slip(HEADS, "scores divided by √d instead of the root of a head's width")
def heads_backed_by_model(u: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    smaller = {**params, "W_q": params["W_q"] / np.sqrt(n_heads)}
    du, d = heads_gradients(u, smaller, n_heads, upstream)
    return du, {**d, "W_q": d["W_q"] / np.sqrt(n_heads)}


@slip(HEADS, "a ∂L/∂u with the residual: `upstream` is added, which is the block's part")
def heads_with_residual(u: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    du, d = heads_gradients(u, params, n_heads, upstream)
    return du + upstream, d


@slip(HEADS, "the gradients of W_q and W_k swapped")
def heads_exchanged_weights(u: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    du, d = heads_gradients(u, params, n_heads, upstream)
    return du, {**d, "W_q": d["W_k"], "W_k": d["W_q"]}


@slip(HEADS, "the transpose of each weight's gradient")
def heads_transposed(u: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    du, d = heads_gradients(u, params, n_heads, upstream)
    return du, {name: g.T for name, g in d.items()}


@slip(HEADS, "the pair in the other order, the dict first")
def heads_dict_first(u: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    return heads_gradients(u, params, n_heads, upstream)[::-1]


_wrong_step(
    "a division by the variance instead of its root",
    NORM,
    s=lambda variance, epsilon: variance + epsilon,
)
_wrong_step(
    "ε outside of the root on the way back",
    NORM,
    s=lambda variance, epsilon: np.sqrt(variance) + epsilon,
)
_wrong_step(
    "means down the columns, over the tokens, instead of along each token",
    NORM,
    norm=lambda dn, unit, s: (dn - np.mean(dn, axis=0) - unit * np.mean(dn * unit, axis=0)) / s,
)
_wrong_step(
    "sums along each token where equation (4) has means",
    NORM,
    norm=lambda dn, unit, s: (
        (dn - np.sum(dn, axis=1, keepdims=True) - unit * np.sum(dn * unit, axis=1, keepdims=True))
        / s
    ),
)


@slip(NORM, "the gradients of a layer norm's gain and bias swapped")
def norm_gain_for_bias(x: Any, gain: Any, upstream: Any, epsilon: float = 1e-5) -> Any:
    dx, dgain, dbias = layer_norm_gradients(x, gain, upstream, epsilon)
    return dx, dbias, dgain


@slip(NORM, "gradients of gain and bias that are means over the tokens, not sums")
def norm_means(x: Any, gain: Any, upstream: Any, epsilon: float = 1e-5) -> Any:
    dx, dgain, dbias = layer_norm_gradients(x, gain, upstream, epsilon)
    return dx, dgain / len(x), dbias / len(x)


@slip(NORM, "gradients of gain and bias that were multiplied by the gain")
def norm_gained_twice(x: Any, gain: Any, upstream: Any, epsilon: float = 1e-5) -> Any:
    dx, dgain, dbias = layer_norm_gradients(x, gain, upstream, epsilon)
    return dx, gain * dgain, gain * dbias


@slip(NORM, "an ε of 0.00001, although another one is given")
def norm_default_epsilon(x: Any, gain: Any, upstream: Any, epsilon: float = 1e-5) -> Any:
    return layer_norm_gradients(x, gain, upstream)
