"""The transformer block: layer norm, causal heads, a small network, residuals, and its gradient.

Pure functions of real, finite arrays. Each takes anything that `numpy.asarray` takes (nested lists
too), computes in double precision, returns new arrays and never writes to its arguments.

Throughout, x holds n tokens of d numbers each, shape (n, d). `params` is a dict of arrays: gain_1,
bias_1, gain_2, bias_2 and b_2 of shape (d,), W_q, W_k, W_v and W_o of shape (d, d), W_1 of shape
(d, m), b_1 of shape (m,), W_2 of shape (m, d). Its heads are consecutive blocks of d / n_heads
columns. Numbers within a network are dimensionless.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, floats
from solutions.attention import causal_attention
from solutions.matrix_calculus import linear_layer_gradients, softmax_gradient

EPSILON: Final = 1e-5
"""What a block's layer norms add to the variance."""

Params = dict[str, Floats]


class _Forward(NamedTuple):
    """A block's intermediate results, all of shape (n, d) but A and z."""

    u: Floats  # the input, normalized
    A: Floats  # (n_heads, n, n), the heads' attention weights
    heads: Floats  # the heads' outputs, side by side
    h: Floats  # after attention
    w: Floats  # h, normalized
    z: Floats  # (n, m), before the rectifier
    y: Floats  # the result


def layer_norm(
    x: npt.ArrayLike, gain: npt.ArrayLike, bias: npt.ArrayLike, epsilon: float = 1e-5
) -> Floats:
    """Normalize each row to mean 0 and variance 1, then scale and shift it.

        y = g (x − μ) / √(σ² + ε) + b,   μ and σ² = Σ (x − μ)² / d along the last axis

    Args:
        x: shape (..., d), one axis or more, entries below 1e150 in size; any unit.
        gain: g, shape (d,); unit of y.
        bias: b, shape (d,); unit of y.
        epsilon: ε > 0, within the root; unit of x squared.

    Returns:
        y, of the shape of x; b in a row whose entries are all equal.

    Raises:
        ValueError: x is empty or a single number, gain or bias is not of shape (d,), or ε is not
            positive.

    Source: J. Ba, J. Kiros, G. Hinton, Layer Normalization, 2016, equations 3 and 4, with the ε
    that implementations add.
    """
    rows = floats(x, "x")
    g, b = floats(gain, "gain", 1), floats(bias, "bias", 1)
    if not g.shape == b.shape == rows.shape[-1:]:
        raise ValueError(f"gain and bias must be {rows.shape[-1]} long, not {g.size} and {b.size}.")
    if not 0 < epsilon < np.inf:
        raise ValueError(f"epsilon must be positive and finite, not {epsilon}.")
    normalized, _ = _normalized(rows, epsilon)
    y: Floats = g * normalized + b  # (..., d)
    return y


def transformer_block(
    x: npt.ArrayLike, params: Mapping[str, npt.ArrayLike], n_heads: int
) -> Floats:
    """Return the output of a pre-norm transformer block.

        a = [head_1, …, head_H] W_o of layer_norm(x),   h = x + a
        y = h + relu(layer_norm(h) W_1 + b_1) W_2 + b_2

    each head being causal attention of its own columns of W_q, W_k and W_v, each layer norm with
    its own gain and bias and ε = 1e-5.

    Args:
        x: shape (n, d).
        params: the arrays named above.
        n_heads: H, a positive divisor of d; a count.

    Returns:
        y, shape (n, d).

    Raises:
        ValueError: an array is missing or has another shape, or n_heads does not divide d.

    Source: A. Radford et al., Language Models are Unsupervised Multitask Learners, 2019, section
    2.3 (layer norm before each part); A. Vaswani et al., NeurIPS 2017, section 3 (the parts).
    """
    return _forward(*_checked(x, params, n_heads), n_heads).y


def block_gradients(
    x: npt.ArrayLike,
    params: Mapping[str, npt.ArrayLike],
    n_heads: int,
    upstream: npt.ArrayLike,
) -> tuple[Floats, Params]:
    """Return a loss's gradients with respect to the input and parameters of a block.

        ∂L/∂θ = Σ_ij ∂L/∂y_ij · ∂y_ij/∂θ,   by the chain rule from y back to x

    Args:
        x: shape (n, d).
        params: the arrays named above.
        n_heads: H, a positive divisor of d; a count.
        upstream: ∂L/∂y, shape (n, d); unit of L.

    Returns:
        `(dx, dparams)`: ∂L/∂x, shape (n, d), and a dict with the keys and shapes of `params`, in
        the unit of L. Where the rectifier is at 0, its slope counts as 0.

    Raises:
        ValueError: as `transformer_block`, or upstream does not have the shape of x.

    Source: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, MIT Press 2016, section 6.5.
    """
    inputs, p = _checked(x, params, n_heads)
    dy = floats(upstream, "upstream", 2)
    if dy.shape != inputs.shape:
        raise ValueError(f"upstream must be of shape {inputs.shape}, not {dy.shape}.")
    f, d = _forward(inputs, p, n_heads), {}
    dr, d["W_2"], d["b_2"] = linear_layer_gradients(np.maximum(f.z, 0.0), p["W_2"], dy)  # (n, m)
    dw, d["W_1"], d["b_1"] = linear_layer_gradients(f.w, p["W_1"], dr * (f.z > 0))  # (n, d)
    dh, d["gain_2"], d["bias_2"] = _layer_norm_gradients(f.h, p["gain_2"], dw)
    dh += dy  # past the small network, and through it
    dheads, d["W_o"], _ = linear_layer_gradients(f.heads, p["W_o"], dh)
    du = np.zeros_like(inputs)  # (n, d), the sum over the three that are made from u
    for name, part in zip(("W_q", "W_k", "W_v"), _head_gradients(f, p, dheads), strict=True):
        through, d[name], _ = linear_layer_gradients(f.u, p[name], part)
        du += through
    dx, d["gain_1"], d["bias_1"] = _layer_norm_gradients(inputs, p["gain_1"], du)
    return dx + dh, {name: d[name] for name in params}


def _forward(x: Floats, p: Params, n_heads: int) -> _Forward:
    u = layer_norm(x, p["gain_1"], p["bias_1"], EPSILON)
    q, k, v = (_split(u @ p[name], n_heads) for name in ("W_q", "W_k", "W_v"))
    attended = [causal_attention(*head) for head in zip(q, k, v, strict=True)]
    heads = np.concatenate([output for output, _ in attended], axis=1)
    h = x + heads @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"], EPSILON)
    z = w @ p["W_1"] + p["b_1"]
    y = h + np.maximum(z, 0.0) @ p["W_2"] + p["b_2"]
    return _Forward(u, np.array([A for _, A in attended]), heads, h, w, z, y)


def _head_gradients(f: _Forward, p: Params, dheads: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the gradients with respect to all queries, keys and values, each (n, d)."""
    n_heads = len(f.A)
    q, k, v = (_split(f.u @ p[name], n_heads) for name in ("W_q", "W_k", "W_v"))  # (H, n, d / H)
    do = _split(dheads, n_heads)  # (H, n, d / H)
    # A hidden weight is 0, and so is the slope by its score.
    dS = softmax_gradient(f.A, do @ v.swapaxes(1, 2)) / np.sqrt(q.shape[2])  # (H, n, n)
    return _joined(dS @ k), _joined(dS.swapaxes(1, 2) @ q), _joined(f.A.swapaxes(1, 2) @ do)


def _layer_norm_gradients(x: Floats, gain: Floats, dy: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the gradients with respect to a layer norm's rows, gain and bias.

    n̂ = (x − μ) / s,   ∂L/∂x = (g dy − mean(g dy) − n̂ mean(g dy n̂)) / s,   s = √(σ² + ε)
    """
    normalized, s = _normalized(x, EPSILON)  # (n, d), (n, 1)
    dn = gain * dy  # (n, d)
    along = np.mean(dn * normalized, axis=1, keepdims=True)  # (n, 1)
    dx = (dn - dn.mean(axis=1, keepdims=True) - normalized * along) / s
    return dx, np.sum(dy * normalized, axis=0), dy.sum(axis=0)  # (n, d), (d,), (d,)


def _normalized(x: Floats, epsilon: float) -> tuple[Floats, Floats]:
    """Return (x − μ) / s along the last axis, and s = √(σ² + ε)."""
    centred = x - x.mean(axis=-1, keepdims=True)
    # The mean is rounded; a second one makes up for it, which a large constant row would show.
    centred = centred - centred.mean(axis=-1, keepdims=True)
    s: Floats = np.sqrt(np.mean(centred**2, axis=-1, keepdims=True) + epsilon)  # (..., 1)
    return centred / s, s


def _split(matrix: Floats, n_heads: int) -> Floats:
    """Return blocks of columns below each other, shape (n_heads, n, d / n_heads)."""
    return matrix.reshape(len(matrix), n_heads, -1).swapaxes(0, 1)


def _joined(heads: Floats) -> Floats:
    """Return blocks of columns side by side, shape (n, d)."""
    return heads.swapaxes(0, 1).reshape(heads.shape[1], -1)


def _checked(
    x: npt.ArrayLike, params: Mapping[str, npt.ArrayLike], n_heads: int
) -> tuple[Floats, Params]:
    """Return x and the parameters as double arrays that fit each other."""
    tokens = floats(x, "x", 2)
    d = tokens.shape[1]
    if n_heads < 1 or d % n_heads:
        raise ValueError(f"n_heads must divide d = {d}, which {n_heads} does not.")
    m = np.size(params["b_1"]) if "b_1" in params else 0
    shapes = {"W_1": (d, m), "b_1": (m,), "W_2": (m, d)}
    shapes |= dict.fromkeys(("W_q", "W_k", "W_v", "W_o"), (d, d))
    shapes |= dict.fromkeys(("gain_1", "bias_1", "gain_2", "bias_2", "b_2"), (d,))
    if set(params) != set(shapes):
        raise ValueError(f"params must hold {', '.join(sorted(shapes))}.")
    arrays = {name: floats(params[name], name, len(shapes[name])) for name in params}
    for name, array in arrays.items():
        if array.shape != shapes[name]:
            raise ValueError(f"{name} must be of shape {shapes[name]}, not {array.shape}.")
    return tokens, arrays
