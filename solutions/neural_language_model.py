"""A language model that predicts the next token from the vectors of the last k tokens.

The first of its kind is by Bengio and others (2003). It stands between a table of counts, which
knows nothing of a context that it has not seen, and a transformer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats
from solutions.tensor import Tensor

TANH_GAIN = 5 / 3
"""Keeps the spread of what goes through a tanh: about 1 before it, about 0.6 after it."""

FIRST_SCORES = 0.1
"""Standard deviation of an untrained model's logits, at most: no character is much likelier."""


def neural_logits(params: Mapping[str, Any], contexts: npt.ArrayLike) -> Tensor:
    """Return the logits of the next token, for each context.

        x = (e_1, …, e_k) in one row,   h = tanh(x W1 + b1),   z = h W2 + b2

    Args:
        params: E (V, d), W1 (k d, m), b1 (m,), W2 (m, V), b2 (V,), dimensionless: arrays, or
            tensors of any class that has the operations of `Tensor`.
        contexts: the last k tokens before each of n places, oldest first: indices, shape (n, k).

    Returns:
        z, a tensor of shape (n, V), of the class of those in params; in nats.

    Raises:
        IndexError: an index is V or more.
        ValueError: the shapes do not fit.

    Source: Y. Bengio, R. Ducharme, P. Vincent, C. Jauvin, A Neural Probabilistic Language Model,
    JMLR 3, 2003, section 2, without the direct connections.
    """
    p = {name: x if hasattr(x, "backward") else Tensor(x) for name, x in params.items()}
    indices = np.asarray(contexts, dtype=np.intp)
    if indices.ndim != 2:
        raise ValueError(f"contexts must have shape (n, k), not {indices.shape}.")
    x = p["E"][indices].reshape(len(indices), -1)  # (n, k, d) -> (n, k d)
    hidden = (x @ p["W1"] + p["b1"]).tanh()  # (n, m)
    logits: Tensor = hidden @ p["W2"] + p["b2"]  # (n, V)
    return logits


def initial_parameters(
    vocabulary: int, k: int, d: int, hidden: int, rng: np.random.Generator
) -> dict[str, Floats]:
    """Draw the parameters of an untrained model: no unit saturated, no token favoured.

        E ~ N(0, 1),   W1 ~ N(0, (5/3)² / (k d)),   W2 ~ N(0, 0.1² / m),   b1 = b2 = 0

    Args:
        vocabulary: V, the number of tokens.
        k: how many tokens a context has.
        d: entries of a token's vector.
        hidden: m, the number of hidden units.
        rng: the source of all randomness.

    Returns:
        A dict of new arrays: E (V, d), W1 (k d, m), b1 (m,), W2 (m, V), b2 (V,); dimensionless.

    Source: X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural
    networks, AISTATS 2010; K. He and others, Delving Deep into Rectifiers, ICCV 2015, section 2.2
    (a variance of one over the number of inputs, times a gain for the nonlinearity).
    """
    inputs = k * d
    return {
        "E": rng.standard_normal((vocabulary, d)),
        "W1": rng.standard_normal((inputs, hidden)) * (TANH_GAIN / np.sqrt(inputs)),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, vocabulary)) * (FIRST_SCORES / np.sqrt(hidden)),
        "b2": np.zeros(vocabulary),
    }
