"""A GPT whose weights are given: all its logits at once, and one token at a time with a cache.

Everything is real and finite, and computed in double precision. Arguments are anything that
`numpy.asarray` takes (nested lists too); they are never written to, and results are new arrays.

Throughout, `model` is a dict: E, a vector for each of V tokens, shape (V, d); P, a vector for each
of C places, shape (C, d), C ≥ 2; blocks, a list of dicts as `transformer_block` takes them; gain
and bias of the last layer norm, shape (d,). Its numbers are dimensionless.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, floats
from solutions.causal import CachedAttention
from solutions.transformer import layer_norm, transformer_block

Model = Mapping[str, Any]


def gpt_logits(model: Model, tokens: Sequence[int] | npt.ArrayLike, n_heads: int) -> Floats:
    """Return the logits of the next token after each token of a text.

        x = E_t + P_0…n-1,   x ← block(x) for each block in turn,   logits = layer_norm(x) Eᵀ

    Args:
        model: the dict described above.
        tokens: t, n indices, 1 ≤ n ≤ C.
        n_heads: how many heads each block has; a count.

    Returns:
        Shape (n, V). Row i depends on the tokens 0 … i alone.

    Raises:
        ValueError: there is no token, there are more than C, one is no index of E, or a block
            does not fit.

    Source: A. Radford et al., Language Models are Unsupervised Multitask Learners, 2019, section
    2.3, with the ReLU in place of the GELU and without biases in attention.
    """
    text = np.asarray(tokens)
    E, P = floats(model["E"], "E", 2), floats(model["P"], "P", 2)
    if not 1 <= len(text) <= len(P):
        raise ValueError(f"There must be 1 to {len(P)} tokens, not {len(text)}.")
    if text.min() < 0 or text.max() >= len(E):
        raise ValueError(f"Tokens must lie in 0..{len(E) - 1}.")
    x: Floats = E[text] + P[: len(text)]  # (n, d)
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    logits: Floats = layer_norm(x, model["gain"], model["bias"]) @ E.T  # (n, V)
    return logits


class CachedGPT:
    """The same model, which reads one token at a time and computes no old token again.

    If all C places are taken, the next step first empties the caches and reads the last C // 2
    tokens again, at the places 0, 1, ….

    Args:
        model: the dict described above.
        n_heads: how many heads each block has; a count.

    Source: R. Pope et al., Efficiently Scaling Transformer Inference, 2022, section 2 (decoding
    with a cache of keys and values).
    """

    def __init__(self, model: Model, n_heads: int) -> None:
        self._model, self._n_heads = model, n_heads
        self._E, self._P = floats(model["E"], "E", 2), floats(model["P"], "P", 2)
        if len(self._P) < 2:
            raise ValueError("P must have two rows or more.")
        self._forget()

    def step(self, token: int) -> Floats:
        """Read a token, and return the logits of the next one, shape (V,).

        Raises:
            ValueError: the token is no index of E. The cache then stays as it was.
        """
        if not 0 <= token < len(self._E):
            raise ValueError(f"A token must lie in 0..{len(self._E) - 1}, not at {token}.")
        if len(self._seen) == len(self._P):
            again = self._seen[-(len(self._P) // 2) :]
            self._forget()
            for old in again:
                self.step(old)
        x: Floats = self._E[token] + self._P[len(self._seen)]  # (d,)
        self._seen.append(token)
        for p, heads in zip(self._model["blocks"], self._heads, strict=True):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            h = x + np.concatenate([head.step(u) for head in heads]) @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            x = h + np.maximum(w @ p["W_1"] + p["b_1"], 0.0) @ p["W_2"] + p["b_2"]
        logits: Floats = self._E @ layer_norm(x, self._model["gain"], self._model["bias"])  # (V,)
        return logits

    def _forget(self) -> None:
        self._seen: list[int] = []
        width = self._E.shape[1] // self._n_heads
        firsts = range(0, self._E.shape[1], width)
        self._heads = [
            [
                CachedAttention(
                    *(np.asarray(p[w])[:, c : c + width] for w in ("W_q", "W_k", "W_v"))
                )
                for c in firsts
            ]
            for p in self._model["blocks"]
        ]
