"""The transformer block: layer norm, causal heads, a small network, residuals, their gradients.

Pure functions of real, finite arrays. Each takes anything that `numpy.asarray` takes (nested lists
too), computes in double precision, returns new arrays and never writes to its arguments.

Throughout, x holds n tokens of d numbers each, shape (n, d). `params` is a dict of arrays: gain_1,
bias_1, gain_2, bias_2 and b_2 of shape (d,), W_q, W_k, W_v and W_o of shape (d, d), W_1 of shape
(d, m), b_1 of shape (m,), W_2 of shape (m, d). Its heads are consecutive blocks of d / n_heads
columns. Numbers within a network are dimensionless.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, fitting, floats, upstream_slopes
from solutions.attention import causal_attention
from solutions.matrix_calculus import linear_layer_gradients, softmax_gradient

HEADS: Final = dict.fromkeys(("W_q", "W_k", "W_v", "W_o"), "dd")
NETWORK: Final = {"W_1": "dm", "b_1": "m", "W_2": "md", "b_2": "d"}
SHAPES: Final = {
    **dict.fromkeys(("gain_1", "bias_1", "gain_2", "bias_2"), "d"),
    **HEADS,
    **NETWORK,
}
"""The parameters of a block and of two of its parts, each with the letters of its shape."""

Params = dict[str, Floats]


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
    _check_epsilon(epsilon)
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
    tokens, p = _checked(x, params, n_heads)
    h = tokens + _attend(layer_norm(tokens, p["gain_1"], p["bias_1"]), p, n_heads)[1] @ p["W_o"]
    z = layer_norm(h, p["gain_2"], p["bias_2"]) @ p["W_1"] + p["b_1"]  # (n, m)
    y: Floats = h + np.maximum(z, 0.0) @ p["W_2"] + p["b_2"]
    return y


def network_gradients(
    w: npt.ArrayLike, params: Mapping[str, npt.ArrayLike], upstream: npt.ArrayLike
) -> tuple[Floats, Params]:
    """Return a loss's gradients with respect to the input and parameters of a small network.

        y = r W_2 + b_2,   r = max(z, 0),   z = w W_1 + b_1
        ∂L/∂z = (∂L/∂y W_2ᵀ) ∘ [z > 0],   and the rules of a linear layer for both layers

    Args:
        w: shape (n, d).
        params: W_1, b_1, W_2 and b_2, of the shapes named above; others are not read.
        upstream: ∂L/∂y, shape (n, d); unit of L.

    Returns:
        `(dw, dparams)`: ∂L/∂w, shape (n, d), and a dict of the gradients with respect to W_1, b_1,
        W_2 and b_2, in the unit of L. Where the rectifier is at 0, its slope counts as 0.

    Raises:
        ValueError: an array is missing or does not fit the others.

    Source: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, MIT Press 2016, algorithm 6.4.
    """
    rows = floats(w, "w", 2)
    p, dy = fitting(params, NETWORK, rows.shape[1]), upstream_slopes(upstream, rows)
    d: Params = {}
    z = rows @ p["W_1"] + p["b_1"]  # (n, m)
    dr, d["W_2"], d["b_2"] = linear_layer_gradients(np.maximum(z, 0.0), p["W_2"], dy)
    dw, d["W_1"], d["b_1"] = linear_layer_gradients(rows, p["W_1"], dr * (z > 0))
    return dw, d


def heads_gradients(
    u: npt.ArrayLike,
    params: Mapping[str, npt.ArrayLike],
    n_heads: int,
    upstream: npt.ArrayLike,
) -> tuple[Floats, Params]:
    """Return a loss's gradients with respect to the input and parameters of a block's heads.

        a = [A_1 V_1, …, A_H V_H] W_o,   A = softmax(Q Kᵀ / √(d / H)) of the tokens up to each,
        Q = u W_q,   K = u W_k,   V = u W_v, cut into H blocks of columns

    Args:
        u: shape (n, d).
        params: W_q, W_k, W_v and W_o, of shape (d, d); others are not read.
        n_heads: H, a positive divisor of d; a count.
        upstream: ∂L/∂a, shape (n, d); unit of L.

    Returns:
        `(du, dparams)`: ∂L/∂u, shape (n, d), and a dict of the gradients with respect to W_q, W_k,
        W_v and W_o, in the unit of L.

    Raises:
        ValueError: an array is missing or does not fit the others, or n_heads does not divide d.

    Source: A. Vaswani et al., Attention Is All You Need, NeurIPS 2017, section 3.2, differentiated
        by the chain rule.
    """
    rows = floats(u, "u", 2)
    _check_heads(n_heads, rows.shape[1])
    p, da = fitting(params, HEADS, rows.shape[1]), upstream_slopes(upstream, rows)
    A, heads = _attend(rows, p, n_heads)  # (H, n, n), (n, d)
    dheads, d_W_o, _ = linear_layer_gradients(heads, p["W_o"], da)
    q, k, v = (_split(rows @ p[name], n_heads) for name in ("W_q", "W_k", "W_v"))  # (H, n, d / H)
    do = _split(dheads, n_heads)  # (H, n, d / H)
    # A hidden weight is 0, and so is the slope by its score.
    dS = softmax_gradient(A, do @ v.swapaxes(1, 2)) / np.sqrt(q.shape[2])  # (H, n, n)
    slopes = {"W_q": dS @ k, "W_k": dS.swapaxes(1, 2) @ q, "W_v": A.swapaxes(1, 2) @ do}
    du, d = np.zeros_like(rows), {"W_o": d_W_o}  # (n, d), the sum over the three made from u
    for name, part in slopes.items():
        through, d[name], _ = linear_layer_gradients(rows, p[name], _joined(part))
        du += through
    return du, d


def layer_norm_gradients(
    x: npt.ArrayLike, gain: npt.ArrayLike, upstream: npt.ArrayLike, epsilon: float = 1e-5
) -> tuple[Floats, Floats, Floats]:
    """Return a loss's gradients with respect to the rows, gain and bias of a layer norm.

        n̂ = (x − μ) / s,   ∂L/∂x = (g dy − mean(g dy) − n̂ mean(g dy n̂)) / s,   s = √(σ² + ε)

    Args:
        x: shape (n, d), entries below 1e150 in size; any unit.
        gain: g, shape (d,); unit of y.
        upstream: dy = ∂L/∂y, shape (n, d); unit of L.
        epsilon: ε > 0, within the root; unit of x squared.

    Returns:
        `(dx, dgain, dbias)`, of shapes (n, d), (d,) and (d,), in the unit of L.

    Raises:
        ValueError: gain or upstream does not fit x, or ε is not positive.

    Source: S. Ioffe, C. Szegedy, Batch Normalization, ICML 2015, section 3 (its chain rule, here
        along rows); J. Ba, J. Kiros, G. Hinton, Layer Normalization, 2016.
    """
    rows, g = floats(x, "x", 2), floats(gain, "gain", 1)
    dy = upstream_slopes(upstream, rows)
    if g.shape != rows.shape[1:]:
        raise ValueError(f"gain must be {rows.shape[1]} long, not {g.size}.")
    _check_epsilon(epsilon)
    normalized, s = _normalized(rows, epsilon)  # (n, d), (n, 1)
    dn = g * dy  # (n, d)
    along = np.mean(dn * normalized, axis=1, keepdims=True)  # (n, 1)
    dx = (dn - dn.mean(axis=1, keepdims=True) - normalized * along) / s
    return dx, np.sum(dy * normalized, axis=0), dy.sum(axis=0)


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
    tokens, p = _checked(x, params, n_heads)
    dy = upstream_slopes(upstream, tokens)
    u = layer_norm(tokens, p["gain_1"], p["bias_1"])
    h = tokens + _attend(u, p, n_heads)[1] @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    dw, d = network_gradients(w, p, dy)
    through, d["gain_2"], d["bias_2"] = layer_norm_gradients(h, p["gain_2"], dw)
    dh = dy + through  # past the small network, and through it
    du, of_heads = heads_gradients(u, p, n_heads, dh)
    through, d["gain_1"], d["bias_1"] = layer_norm_gradients(tokens, p["gain_1"], du)
    d |= of_heads
    return dh + through, {name: d[name] for name in params}


def _attend(u: Floats, p: Params, n_heads: int) -> tuple[Floats, Floats]:
    """Return the heads' weights, (n_heads, n, n), and their outputs side by side, (n, d)."""
    q, k, v = (_split(u @ p[name], n_heads) for name in ("W_q", "W_k", "W_v"))
    attended = [causal_attention(*head) for head in zip(q, k, v, strict=True)]
    heads = np.concatenate([output for output, _ in attended], axis=1)
    return np.array([A for _, A in attended]), heads


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
    _check_heads(n_heads, tokens.shape[1])
    if set(params) != set(SHAPES):
        raise ValueError(f"params must hold {', '.join(sorted(SHAPES))}.")
    return tokens, fitting(params, SHAPES, tokens.shape[1])


def _check_heads(n_heads: int, d: int) -> None:
    if n_heads < 1 or d % n_heads:
        raise ValueError(f"n_heads must divide d = {d}, which {n_heads} does not.")


def _check_epsilon(epsilon: float) -> None:
    if not 0 < epsilon < np.inf:
        raise ValueError(f"epsilon must be positive and finite, not {epsilon}.")
