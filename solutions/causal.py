"""Causal attention in both directions: one token at a time with a cache, and its gradients.

Everything is real and finite, and computed in double precision. Arguments are anything that
`numpy.asarray` takes (nested lists too); they are never written to, and results are new arrays.
"""

import math

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, floats
from solutions.attention import causal_attention
from solutions.matrix_calculus import softmax_gradient


class CachedAttention:
    """Causal attention of a text that grows, with a cache of the keys and values so far.

        q = x W_q,   k_i = x_i W_k,   v_i = x_i W_v   for the tokens x_0 … x_t = x
        a_i = exp(q·k_i / √d_k) / Σ_j exp(q·k_j / √d_k),   output = Σ_i a_i v_i

    The outputs are the rows that `causal_attention` has for the whole text, since no row depends
    on a later token.

    Args:
        W_q: makes queries, shape (d, d_k).
        W_k: makes keys, shape (d, d_k); the unit of q times that of k is dimensionless.
        W_v: makes values, shape (d, d_v); the unit of x times that of W_v is that of the output.

    Raises:
        ValueError: an argument is not a non-empty matrix, W_q and W_k differ in shape, or W_v has
            another number of rows.

    Source: N. Shazeer, Fast Transformer Decoding: One Write-Head is All You Need, 2019, section
    2.4.1 (incremental attention).
    """

    def __init__(self, W_q: npt.ArrayLike, W_k: npt.ArrayLike, W_v: npt.ArrayLike) -> None:
        self._W_q, self._W_k = floats(W_q, "W_q", 2).copy(), floats(W_k, "W_k", 2).copy()
        self._W_v = floats(W_v, "W_v", 2).copy()
        if self._W_q.shape != self._W_k.shape or len(self._W_v) != len(self._W_q):
            raise ValueError("W_q and W_k must be of one shape, with as many rows as W_v.")
        self._keys: list[Floats] = []  # (d_k,) each
        self._values: list[Floats] = []  # (d_v,) each

    def step(self, x: npt.ArrayLike) -> Floats:
        """Append a token's key and value to the cache, and return its output.

        Args:
            x: the token, shape (d,).

        Returns:
            The mixture of all values so far, shape (d_v,).

        Raises:
            ValueError: x is not of shape (d,). The cache then stays as it was.
        """
        token = floats(x, "x", 1)
        if token.shape != self._W_q.shape[:1]:
            raise ValueError(f"x must have {len(self._W_q)} entries, not {token.size}.")
        self._keys.append(token @ self._W_k)
        self._values.append(token @ self._W_v)
        scores = np.array(self._keys) @ (token @ self._W_q) / math.sqrt(self._W_q.shape[1])  # (t,)
        exps = np.exp(scores - scores.max())  # (t,)
        output: Floats = exps / exps.sum() @ np.array(self._values)  # (d_v,)
        return output


def causal_attention_gradients(
    Q: npt.ArrayLike, K: npt.ArrayLike, V: npt.ArrayLike, grad_output: npt.ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Return a loss's gradients with respect to the queries, keys and values.

        output = A V,   A = softmax of each row of S = Q Kᵀ / √d, hidden where j > i
        ∂L/∂V = Aᵀ G,   ∂L/∂S_ij = A_ij (G Vᵀ − Σ_l A_il (G Vᵀ)_il)_ij
        ∂L/∂Q = ∂L/∂S K / √d,   ∂L/∂K = (∂L/∂S)ᵀ Q / √d

    Args:
        Q: queries, shape (n, d).
        K: keys, shape (n, d); the unit of Q times that of K is dimensionless.
        V: values, shape (n, d_v); any unit.
        grad_output: G = ∂L/∂output, shape (n, d_v); unit of L per unit of V.

    Returns:
        `(grad_Q, grad_K, grad_V)`, of the shapes of Q, K and V, in the unit of L per theirs: the
        gradients of Σ output · G.

    Raises:
        ValueError: an argument is not a non-empty matrix, or their shapes don't fit.

    Source: T. Dao et al., FlashAttention, NeurIPS 2022, appendix B.2.
    """
    q, k, v = floats(Q, "Q", 2), floats(K, "K", 2), floats(V, "V", 2)
    g = floats(grad_output, "grad_output", 2)
    output, A = causal_attention(q, k, v)  # (n, d_v), (n, n)
    if g.shape != output.shape:
        raise ValueError(f"grad_output must be of shape {output.shape}, not {g.shape}.")
    # A hidden weight is 0, and so is the slope by its score.
    dS = softmax_gradient(A, g @ v.T) / math.sqrt(q.shape[1])  # (n, n)
    return dS @ k, dS.T @ q, A.T @ g  # (n, d), (n, d), (n, d_v)
