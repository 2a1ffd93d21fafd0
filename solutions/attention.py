"""Attention: scaled dot products, one head, many heads, where they look, and a picture.

Functions of real, finite arrays. Each takes anything that `numpy.asarray` takes (nested lists too),
computes in double precision, returns new arrays and never writes to its arguments.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, Indices, floats
from solutions.linear_algebra import simple_attention


def scaled_dot_product_attention(
    Q: npt.ArrayLike, K: npt.ArrayLike, V: npt.ArrayLike
) -> tuple[Floats, Floats]:
    """Return dot-product attention with scores divided by the root of the vectors' length.

        S = Q Kᵀ / √d_k,   A_ij = exp(S_ij) / Σ_l exp(S_il),   output = A V

    Args:
        Q: queries, shape (n, d_k).
        K: keys, shape (m, d_k); the unit of Q times that of K is dimensionless, for exp takes S.
        V: values, shape (m, d_v); any unit.

    Returns:
        `(output, attention_weights)`: output of shape (n, d_v), in the unit of V, and A of shape
        (n, m), dimensionless, each row a probability distribution over the m keys.

    Raises:
        ValueError: an argument is not a non-empty matrix, Q and K differ in columns, or K and V
            differ in rows.

    Source: A. Vaswani et al., Attention Is All You Need, NeurIPS 2017, equation 1.
    """
    queries = floats(Q, "Q", 2)  # (n, d_k)
    # To divide the queries is to divide the scores, and n · d_k divisions are often fewer.
    return simple_attention(queries / math.sqrt(queries.shape[1]), K, V)  # (n, d_v), (n, m)


def attention_head(
    X: npt.ArrayLike, W_q: npt.ArrayLike, W_k: npt.ArrayLike, W_v: npt.ArrayLike
) -> tuple[Floats, Floats]:
    """Return the weights and the output of one head of self-attention.

        Q = X W_q,   K = X W_k,   V = X W_v,   A = softmax(Q Kᵀ / √d_k),   output = A V

    Args:
        X: embeddings of the tokens, shape (seq_len, d_model); any unit.
        W_q: shape (d_model, d_k).
        W_k: shape (d_model, d_k); the units of X W_q and X W_k cancel in their product.
        W_v: shape (d_model, d_v); any unit.

    Returns:
        `(attention_weights, output)`, in this order: A of shape (seq_len, seq_len), dimensionless,
        rows that sum to 1; output of shape (seq_len, d_v), in the unit of X times that of W_v.

    Raises:
        ValueError: an argument is not a non-empty matrix, a W does not have as many rows as X has
            columns, or W_q and W_k differ in columns.

    Source: A. Vaswani et al., Attention Is All You Need, NeurIPS 2017, section 3.2.2.
    """
    tokens = floats(X, "X", 2)
    q, k, v = (
        _projected(tokens, W, name) for W, name in ((W_q, "W_q"), (W_k, "W_k"), (W_v, "W_v"))
    )  # (seq_len, d_k), (seq_len, d_k), (seq_len, d_v)
    output, weights = scaled_dot_product_attention(q, k, v)
    return weights, output  # (seq_len, seq_len), (seq_len, d_v)


def multi_head_attention(
    X: npt.ArrayLike, W_q: npt.ArrayLike, W_k: npt.ArrayLike, W_v: npt.ArrayLike, n_heads: int
) -> Floats:
    """Return the outputs of several heads side by side, each on its own block of columns.

        head_h = output of attention_head(X, W_q[:, block h], W_k[:, block h], W_v[:, block h])
        result = [head_1, …, head_H],   block h being d_k = d_model / H consecutive columns

    Args:
        X: embeddings of the tokens, shape (seq_len, d_model); any unit.
        W_q: shape (d_model, d_model).
        W_k: shape (d_model, d_model); the units of X W_q and X W_k cancel in their product.
        W_v: shape (d_model, d_model); any unit.
        n_heads: H, a positive divisor of d_model; a count.

    Returns:
        The heads' outputs, joined in order, shape (seq_len, d_model), in the unit of X times that
        of W_v.

    Raises:
        ValueError: n_heads does not divide d_model, a W is not of shape (d_model, d_model), or X
            is not a non-empty matrix.

    Source: A. Vaswani et al., Attention Is All You Need, NeurIPS 2017, section 3.2.2, without W_O.
    """
    tokens = floats(X, "X", 2)
    d_model = tokens.shape[1]
    if n_heads < 1 or d_model % n_heads:
        raise ValueError(f"n_heads must divide d_model = {d_model}, which {n_heads} does not.")
    weights = [floats(W, name, 2) for W, name in ((W_q, "W_q"), (W_k, "W_k"), (W_v, "W_v"))]
    if any(W.shape != (d_model, d_model) for W in weights):
        raise ValueError(f"W_q, W_k and W_v must be of shape {(d_model, d_model)}.")
    width = d_model // n_heads
    heads = []
    for start in range(0, d_model, width):
        w_q, w_k, w_v = (W[:, start : start + width] for W in weights)  # (d_model, width) each
        _, output = attention_head(tokens, w_q, w_k, w_v)  # (seq_len, width)
        heads.append(output)
    return np.concatenate(heads, axis=1)  # (seq_len, d_model)


def causal_attention(Q: npt.ArrayLike, K: npt.ArrayLike, V: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return scaled dot-product attention in which no token sees a later one.

        S = Q Kᵀ / √d_k,   A_ij = exp(S_ij) / Σ_{l ≤ i} exp(S_il) for j ≤ i, else 0,   output = A V

    Args:
        Q: queries, shape (n, d_k).
        K: keys, one for each query, shape (n, d_k); the unit of Q times that of K is
            dimensionless, for exp takes S.
        V: values, shape (n, d_v); any unit.

    Returns:
        `(output, attention_weights)`: output of shape (n, d_v), in the unit of V, and A of shape
        (n, n), dimensionless, each row a probability distribution over the keys 0 … i; the weights
        of later keys are exactly 0, however large their scores.

    Raises:
        ValueError: an argument is not a non-empty matrix, Q and K differ in shape, or V in rows.

    Source: A. Vaswani et al., Attention Is All You Need, NeurIPS 2017, equation 1 and section
    3.2.3 (the mask).
    """
    q, k, v = floats(Q, "Q", 2), floats(K, "K", 2), floats(V, "V", 2)
    if q.shape != k.shape or len(v) != len(k):
        raise ValueError(
            f"Q and K must have one shape and V as many rows, not {q.shape}, {k.shape}, {v.shape}."
        )
    scores = (q / math.sqrt(q.shape[1])) @ k.T  # (n, n)
    visible = np.tri(len(q), dtype=bool)  # (n, n), row i sees keys 0 … i
    # Hidden scores go before the maximum is taken: one of them could send all others to 0.
    scores = np.where(visible, scores, -np.inf)
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))  # (n, n), entries up to 1
    weights: Floats = exps / exps.sum(axis=1, keepdims=True)
    return weights @ v, weights  # (n, d_v), (n, n)


def favourite_distances(heads: npt.ArrayLike, farthest: int, least: float) -> Indices:
    """Return how many places back each head looks most.

        argmax_k m_k if max_k m_k ≥ least, else −1,   m_k = Σ_{i=k}^{n-1} A_{i,i-k} / (n − k)

    Args:
        heads: attention weights A of h heads, shape (h, n, n), a row for each query; dimensionless.
            Keys after the query do not count.
        farthest: the largest distance k that is looked at, 0 ≤ farthest < n; a count of tokens.
        least: the mean weight below which a head has no favourite distance; dimensionless.

    Returns:
        Distances from 0 to farthest, or −1, shape (h,); counts of tokens. The smallest of equals.

    Raises:
        ValueError: heads are not square tables, or farthest is not within its range.

    Source: E. Voita et al., ACL 2019, call a head positional by how often its largest weight is at
    one distance; here the mean weight stands in place of that count.
    """
    weights = floats(heads, "heads", 3)
    count, n, keys = weights.shape
    if n != keys:
        raise ValueError(f"heads must be square tables, not of shape {weights.shape[1:]}.")
    if not 0 <= farthest < n:
        raise ValueError(f"farthest must lie in 0..{n - 1}, not {farthest}.")
    means = np.empty((count, farthest + 1))
    for k in range(farthest + 1):
        query = np.arange(k, n)
        means[:, k] = weights[:, query, query - k].mean(axis=1)  # (h,)
    return np.where(means.max(axis=1) >= least, means.argmax(axis=1), -1)


def plot_attention(attention_weights: npt.ArrayLike) -> Any:
    """Draw a heat map of attention weights, a row for each query and a column for each key.

    Args:
        attention_weights: A, shape (n, m), n queries and m keys; dimensionless.

    Returns:
        The `matplotlib.axes.Axes` of a new pyplot figure, with one image of A, its colorbar, the
        title "Attention Weights Heatmap" and the labels "Key Position" (x) and "Query Position"
        (y), positions being counted from 0 at the top left.

    Raises:
        ValueError: attention_weights is not a non-empty matrix.

    Source: D. Bahdanau, K. Cho, Y. Bengio, ICLR 2015, figure 3, the first of these pictures.
    """
    from matplotlib import pyplot as plt

    weights = floats(attention_weights, "attention_weights", 2)
    figure, ax = plt.subplots(figsize=(6.4, 5.2), layout="constrained")
    image = ax.imshow(weights, cmap="Blues")
    figure.colorbar(image, ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax


def _projected(tokens: Floats, W: npt.ArrayLike, name: str) -> Floats:
    """Return X W, shape (seq_len, number of columns of W)."""
    weights = floats(W, name, 2)
    if weights.shape[0] != tokens.shape[1]:
        raise ValueError(f"{name} must have {tokens.shape[1]} rows, not {weights.shape[0]}.")
    product: Floats = tokens @ weights
    return product
