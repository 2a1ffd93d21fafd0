"""Functions of earlier notebooks, for where those are not at hand.

`from_earlier` takes a student's own function where it is written and agrees with the one here on
the small example in `TRIES`, else the one here. Plain versions, which keep the type of the arrays
that they are given: single precision makes training twice as fast.
"""

import math

import numpy as np


def bigram_counts(tokens, vocabulary):
    """Count how often vocabulary[j] follows vocabulary[i]: an array of shape (V, V)."""
    place = {token: i for i, token in enumerate(vocabulary)}
    text = np.array([place[token] for token in tokens], dtype=int)  # (T,)
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    np.add.at(counts, (text[:-1], text[1:]), 1)
    return counts


def bigram_probabilities(counts, smoothing=1.0):
    """Return the probability of each next token, a row for each token: shape (V, V)."""
    smoothed = counts + smoothing  # (V, V)
    totals = smoothed.sum(axis=1, keepdims=True)  # (V, 1)
    return np.where(totals > 0, smoothed / np.where(totals > 0, totals, 1), 1 / len(counts))


def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    """Draw the index of the next token."""
    logits = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(logits))
    weights = np.exp((logits - logits.max()) / temperature)
    order = np.argsort(-weights, kind="stable")[:top_k]
    p = weights[order] / weights[order].sum()
    if top_p is not None:
        kept = int(np.argmax(np.cumsum(p) >= min(top_p, p.sum() - 1e-12))) + 1
        order, p = order[:kept], p[:kept] / p[:kept].sum()
    return int(rng.choice(order, p=p))


def numerical_gradient(f, x, h=1e-5):
    """Return the slopes of f along the entries of x, by central differences."""
    x = np.array(x, dtype=float)
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += h
        down[place] -= h
        slopes[place] = (f(up) - f(down)) / (2 * h)
    return slopes


def linear_layer_gradients(x, W, upstream):
    """Return (dx, dW, db) of x @ W + b."""
    return upstream @ W.T, x.T @ upstream, upstream.sum(axis=0)


def softmax_gradient(probabilities, upstream):
    """Return the gradient by the logits, row by row."""
    weighted = probabilities * upstream  # (n, m)
    return weighted - probabilities * weighted.sum(axis=1, keepdims=True)


def cross_entropy_gradient(logits, targets):
    """Return the gradient by the logits of the mean surprise at the targets."""
    exps = np.exp(logits - logits.max(axis=1, keepdims=True))
    gradient = exps / exps.sum(axis=1, keepdims=True)  # (n, m)
    gradient[np.arange(len(targets)), targets] -= 1
    return gradient / len(targets)


class AdamOptimizer:
    """Adam, with bias correction."""

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.beta1, self.beta2 = beta1, beta2
        self.t, self.m, self.v = 0, None, None

    def step(self, params, gradients):
        """Return the new parameters."""
        if self.m is None:
            self.m = [0 * g for g in gradients]
            self.v = [0 * g for g in gradients]
        self.t += 1
        new = []
        for i, (w, g) in enumerate(zip(params, gradients, strict=True)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            mean = self.m[i] / (1 - self.beta1**self.t)
            spread = (self.v[i] / (1 - self.beta2**self.t)) ** 0.5
            new.append(w - self.learning_rate * mean / (spread + self.epsilon))
        return new


def learning_rate_at(step, peak, warmup, total):
    """Return the learning rate of a step: a linear rise, then half a cosine."""
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + math.cos(math.pi * (step - warmup) / (total - warmup))) / 2


def sinusoidal_positions(n, d):
    """Return a row of sines and cosines for each position: shape (n, d)."""
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)  # (n, d / 2)
    positions = np.zeros((n, d))
    positions[:, 0::2], positions[:, 1::2] = np.sin(angles), np.cos(angles)
    return positions


def causal_attention(Q, K, V):
    """Return (output, attention_weights), where no token looks ahead."""
    n, d_k = Q.shape
    scores = np.where(np.tri(n, dtype=bool), Q @ K.T / d_k**0.5, -np.inf)  # (n, n)
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = exps / exps.sum(axis=1, keepdims=True)
    return weights @ V, weights


class CachedAttention:
    """Causal attention that reads one token at a time."""

    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.keys, self.values = [], []

    def step(self, x):
        """Read one token, and return its output."""
        q = x @ self.W_q  # (d_k,)
        self.keys.append(x @ self.W_k)
        self.values.append(x @ self.W_v)
        scores = np.array(self.keys) @ q / len(q) ** 0.5  # (t,)
        exps = np.exp(scores - scores.max())
        return exps / exps.sum() @ np.array(self.values)


def layer_norm(x, gain, bias, epsilon=1e-5):
    """Return x with each row at mean 0 and variance 1, stretched by gain and shifted by bias."""
    centred = x - x.mean(axis=-1, keepdims=True)  # (..., d)
    variance = np.mean(centred**2, axis=-1, keepdims=True)  # (..., 1)
    return gain * centred / np.sqrt(variance + epsilon) + bias


def transformer_block(x, params, n_heads):
    """Return the output of a transformer block: shape (n, d)."""
    p = params
    u = layer_norm(x, p["gain_1"], p["bias_1"])  # (n, d)
    parts = [np.split(u @ p[name], n_heads, axis=1) for name in ("W_q", "W_k", "W_v")]
    heads = [causal_attention(*head)[0] for head in zip(*parts, strict=True)]
    h = x + np.hstack(heads) @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    return h + np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]


def _three_steps(attention_class):
    """Take three steps of attention with a cache."""
    attention = attention_class(_B, _B[::-1], _A.T)
    return [attention.step(x) for x in (_A[0], _A[1], _B[:, 0])]


def _small_block(block):
    """Run a block with two heads on three tokens."""
    shapes = {"gain_1": 2, "bias_1": 2, "gain_2": 2, "bias_2": 2, "b_2": 2, "b_1": 3}
    shapes |= dict.fromkeys(("W_q", "W_k", "W_v", "W_o"), (2, 2))
    shapes |= {"W_1": (2, 3), "W_2": (3, 2)}
    params = {
        name: np.cos(i + np.arange(np.prod(shape))).reshape(shape)
        for i, (name, shape) in enumerate(shapes.items())
    }
    return block(_B, params, 2)


def _two_steps(optimizer_class):
    """Take two steps of an optimizer with a number and a matrix."""
    optimizer = optimizer_class(0.1, 0.9, 0.99)
    params = [np.array([1.0, -2.0]), np.array([[0.5, 1.0], [2.0, 3.0]])]
    for scale in (1.0, -3.0):
        params = optimizer.step(params, [scale * p**2 for p in params])
    return list(params)


_A = np.array([[0.2, -1.0, 0.5], [1.5, 0.3, -0.4]])
_B = np.array([[1.0, 0.5], [-0.3, 2.0], [0.7, 0.1]])

TRIES = {
    "bigram_counts": lambda f: f("abacab", ["c", "a", "b"]),
    "bigram_probabilities": lambda f: f(np.array([[0, 2], [3, 5]]), 0.5),
    # Without noise: the largest logit, and a cut that leaves one token.
    "sample_next": lambda f: [
        f(np.array([0.1, 2.0, 1.0]), np.random.default_rng(0), 0),
        f(np.array([3.0, 900.0, 1.0]), np.random.default_rng(0), 0.7),
        f(np.array([0.1, 2.0, 2.5]), np.random.default_rng(0), 1.0, 1),
    ],
    "numerical_gradient": lambda f: f(lambda x: float(np.sum(x**2)), _A),
    "linear_layer_gradients": lambda f: f(_A, _B, np.array([[1.0, 2.0], [-1.0, 0.5]])),
    "softmax_gradient": lambda f: f(np.array([[0.2, 0.3, 0.5], [0.6, 0.1, 0.3]]), _A),
    "cross_entropy_gradient": lambda f: f(_A, np.array([2, 0])),
    "AdamOptimizer": _two_steps,
    "learning_rate_at": lambda f: [f(step, 0.1, 3, 10) for step in range(11)],
    "sinusoidal_positions": lambda f: f(3, 4),
    "causal_attention": lambda f: f(_B, _B[::-1], _B + 1),
    "CachedAttention": _three_steps,
    "layer_norm": lambda f: f(_A, np.array([1.0, 2.0, -1.0]), np.array([0.5, 0.0, 1.0])),
    "transformer_block": _small_block,
}
