"""Misconceptions about layer norm, the transformer block and its gradients."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.attention import causal_attention, scaled_dot_product_attention
from solutions.misconceptions import slip
from solutions.transformer import block_gradients, layer_norm, transformer_block


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


@slip("layer_norm", "a scaled x whose mean was not taken away")
def uncentred(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    return gain * x / np.sqrt(_moments(x)[1] + epsilon) + bias


@slip("layer_norm", "normalization without gain and bias")
def without_gain_and_bias(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    return layer_norm(x, np.ones_like(gain), np.zeros_like(bias), epsilon)


@slip("layer_norm", "no epsilon: a constant row divides by 0")
def without_epsilon(x: Any, gain: Any, bias: Any, epsilon: float = 1e-5) -> Any:
    mean, variance = _moments(x)
    with np.errstate(invalid="ignore", divide="ignore"):
        return gain * (x - mean) / np.sqrt(variance) + bias


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


def _changed(x: Any, params: Any, n_heads: int, upstream: Any, **factors: float) -> Any:
    """The gradients, some of them multiplied by a number."""
    dx, dparams = block_gradients(x, params, n_heads, upstream)
    return dx, {name: factors.get(name, 1.0) * g for name, g in dparams.items()}


@slip("block_gradients", "a ∂L/∂x without the residual, which passes `upstream` on unchanged")
def dx_without_residual(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    dx, dparams = block_gradients(x, params, n_heads, upstream)
    return dx - upstream, dparams


@slip("block_gradients", "a ∂L/∂x that is `upstream` alone, the residual without the parts")
def residual_alone(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    return upstream * 1.0, block_gradients(x, params, n_heads, upstream)[1]


@slip("block_gradients", "the gradients of W_q and W_k swapped")
def queries_for_keys(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    dx, dparams = block_gradients(x, params, n_heads, upstream)
    return dx, {**dparams, "W_q": dparams["W_k"], "W_k": dparams["W_q"]}


@slip("block_gradients", "gradients of the scores that were not divided by √d_k")
def scores_undivided(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    root = np.sqrt(np.shape(x)[1] / n_heads)
    return _changed(x, params, n_heads, upstream, W_q=root, W_k=root)


@slip("block_gradients", "gradients of a mean over the tokens, not of the sum")
def mean_over_tokens(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    return block_gradients(x, params, n_heads, np.asarray(upstream) / len(upstream))


@slip("block_gradients", "the transpose of each square weight's gradient")
def transposed_weights(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    dx, dparams = block_gradients(x, params, n_heads, upstream)
    square = ("W_q", "W_k", "W_v", "W_o")
    return dx, {name: g.T if name in square else g for name, g in dparams.items()}


@slip("block_gradients", "gradients of a small network whose ReLU lets everything through")
def relu_of_slope_one(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    dx, dparams = block_gradients(x, params, n_heads, upstream)
    h = _attended(x, params, n_heads)
    w = layer_norm(h, params["gain_2"], params["bias_2"])
    dz = upstream @ params["W_2"].T
    return dx, {**dparams, "W_1": w.T @ dz, "b_1": dz.sum(axis=0)}


@slip("block_gradients", "the gradients of a layer norm's gain and bias swapped")
def gain_for_bias(x: Any, params: Any, n_heads: int, upstream: Any) -> Any:
    dx, dparams = block_gradients(x, params, n_heads, upstream)
    return dx, {**dparams, "gain_1": dparams["bias_1"], "bias_1": dparams["gain_1"]}
