"""A GPT of the student's blocks that reads many windows at once, and its gradients.

What `02_gpt` does for one window, made for speed: single precision, all parameters side by side in
one vector, all windows of a batch in each product of matrices. `tests/test_weights.py` compares it
with the references of the exercises.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

EPSILON: Final = np.float32(1e-5)
SQUARES: Final = ("W_q", "W_k", "W_v", "W_o")

Array = npt.NDArray[np.float32]
Tokens = npt.NDArray[np.int64]
Model = dict[str, Any]
"""E (V, d), P (context, d), gain and bias (d,), and blocks, a list of a block's parameters."""


class Size(NamedTuple):
    """How large a model is."""

    vocabulary: int
    context: int = 64
    width: int = 96
    heads: int = 4
    blocks: int = 2


class Network:
    """A model whose arrays are views of `weights`, with `slopes` in the same order."""

    def __init__(self, size: Size, seed: int) -> None:
        """Draw the weights."""
        self.size = size
        total = sum(int(np.prod(shape)) for _, _, shape in _shapes(size))
        self.adopt(np.zeros(total, np.float32))
        rng = np.random.default_rng(seed)
        for array, scale in _scales(self.model, size):
            array[...] = scale * rng.normal(size=array.shape) if array.ndim == 2 else scale

    def adopt(self, weights: Any) -> None:
        """Take a vector as the weights, with slopes in its precision."""
        self.weights, self.slopes = weights, np.zeros_like(weights)
        self.model, self.gradients = (_views(array, self.size) for array in (weights, self.slopes))

    def logits(self, tokens: Tokens) -> Array:
        """Return the logits after each token: (b, n) gives (b, n, V)."""
        return self._forward(tokens)[0]

    def loss(self, tokens: Tokens, first: int = 0) -> float:
        """Return the mean loss of the windows' tokens from number `first + 1` on."""
        targets = tokens[:, first + 1 :]
        logits = self.logits(tokens[:, :-1])[:, first:]
        return float(_surprises(logits.reshape(targets.size, -1), targets.ravel())[0].mean())

    def learn(self, tokens: Tokens) -> float:
        """Return the mean loss of windows, after writing its gradient into `slopes`."""
        inputs, targets = tokens[:, :-1], tokens[:, 1:].ravel()
        logits, x, tops, kept = self._forward(inputs)
        surprises, p = _surprises(logits.reshape(targets.size, -1), targets)
        p[np.arange(targets.size), targets] -= 1
        dlogits = p / np.float32(targets.size)  # (b n, V)
        model, slopes = self.model, self.gradients
        dtop = dlogits @ model["E"]  # (b n, d)
        dx = _norm_back(tops, model["gain"], dtop, slopes, ("gain", "bias"))
        for params, found, state in zip(
            model["blocks"][::-1], slopes["blocks"][::-1], kept[::-1], strict=True
        ):
            dx = self._block_back(params, found, state, dx)
        one_hot = np.eye(self.size.vocabulary, dtype=np.float32)[inputs.ravel()]  # (b n, V)
        slopes["E"][...] = dlogits.T @ x + one_hot.T @ dx  # from the top and from the bottom
        b, n = inputs.shape
        slopes["P"][...] = 0
        slopes["P"][:n] = dx.reshape(b, n, -1).sum(axis=0)
        return float(surprises.mean())

    def _forward(self, tokens: Tokens) -> tuple[Array, Array, Any, list[Any]]:
        b, n = tokens.shape
        model = self.model
        x = (model["E"][tokens] + model["P"][:n]).reshape(b * n, -1)
        kept = []
        for params in model["blocks"]:
            x, state = self._block(params, x, b)
            kept.append(state)
        x, tops = _norm(x, model["gain"], model["bias"])
        return (x @ model["E"].T).reshape(b, n, -1), x, tops, kept

    def _block(self, p: Model, x: Array, b: int) -> tuple[Array, Any]:
        """Return a block's output and what its gradients need."""
        u, first = _norm(x, p["gain_1"], p["bias_1"])
        q, k, v = (self._split(u @ p[name], b) for name in SQUARES[:3])  # (b, H, n, d / H)
        scale = np.float32(q.shape[3] ** -0.5)
        A: Array = q @ k.swapaxes(2, 3)  # (b, H, n, n)
        A *= scale
        n = A.shape[3]
        A += np.where(np.tri(n, dtype=bool), np.float32(0), np.float32(-np.inf))
        A -= A.max(axis=3, keepdims=True)
        np.exp(A, out=A)
        A /= A.sum(axis=3, keepdims=True)
        heads = self._joined(A @ v)  # (b n, d)
        h = x + heads @ p["W_o"]
        w, second = _norm(h, p["gain_2"], p["bias_2"])
        r = w @ p["W_1"]
        r += p["b_1"]
        np.maximum(r, 0, out=r)  # (b n, m)
        y = h + r @ p["W_2"]
        y += p["b_2"]
        return y, (u, first, q, k, v, scale, A, heads, w, second, r)

    def _block_back(self, p: Model, g: Model, state: Any, dy: Array) -> Array:
        """Return the gradient with respect to a block's input, and write the others into `g`."""
        u, first, q, k, v, scale, A, heads, w, second, r = state
        g["W_2"][...], g["b_2"][...] = r.T @ dy, dy.sum(axis=0)
        dz = dy @ p["W_2"].T  # (b n, m)
        dz *= r > 0
        g["W_1"][...], g["b_1"][...] = w.T @ dz, dz.sum(axis=0)
        dh = dy + _norm_back(second, p["gain_2"], dz @ p["W_1"].T, g, ("gain_2", "bias_2"))
        g["W_o"][...] = heads.T @ dh
        do = self._split(dh @ p["W_o"].T, len(A))  # (b, H, n, d / H)
        dS = do @ v.swapaxes(2, 3)  # (b, H, n, n)
        dS *= A
        dS -= A * dS.sum(axis=3, keepdims=True)
        dS *= scale
        parts = dS @ k, dS.swapaxes(2, 3) @ q, A.swapaxes(2, 3) @ do
        du = np.zeros_like(u)
        for name, part in zip(SQUARES[:3], parts, strict=True):
            joined = self._joined(part)
            g[name][...] = u.T @ joined
            du += joined @ p[name].T
        return dh + _norm_back(first, p["gain_1"], du, g, ("gain_1", "bias_1"))

    def _split(self, x: Array, b: int) -> Array:
        """Return the heads' columns of b windows: (b n, d) gives (b, H, n, d / H)."""
        n, d = len(x) // b, x.shape[1]
        heads = self.size.heads
        return np.ascontiguousarray(x.reshape(b, n, heads, d // heads).swapaxes(1, 2))

    def _joined(self, x: Any) -> Array:
        """Undo `_split`."""
        b, heads, n, width = x.shape
        joined: Array = x.swapaxes(1, 2).reshape(b * n, heads * width)
        return joined


def _norm(x: Array, gain: Array, bias: Array) -> tuple[Array, tuple[Array, Array]]:
    """Return layer norm's result, and the normalized rows with their 1 / √(σ² + ε)."""
    n = x - x.mean(axis=1, keepdims=True)
    inverse = 1 / np.sqrt(np.mean(n * n, axis=1, keepdims=True) + EPSILON)
    n *= inverse
    return gain * n + bias, (n, inverse)


def _norm_back(
    kept: tuple[Array, Array], gain: Array, dy: Array, slopes: Model, names: tuple[str, str]
) -> Array:
    """Return the gradient with respect to layer norm's rows, and write gain's and bias's."""
    n, inverse = kept
    slopes[names[0]][...], slopes[names[1]][...] = np.sum(dy * n, axis=0), dy.sum(axis=0)
    dn = gain * dy
    along = np.mean(dn * n, axis=1, keepdims=True)
    dn -= dn.mean(axis=1, keepdims=True)
    dn -= n * along
    dn *= inverse
    return dn


def _surprises(logits: Array, targets: Tokens) -> tuple[Array, Array]:
    """Return −log of each target's probability, (n,), and the probabilities, (n, V)."""
    p = logits - logits.max(axis=1, keepdims=True)
    there = p[np.arange(len(targets)), targets]
    np.exp(p, out=p)
    total = p.sum(axis=1, keepdims=True)
    p /= total
    return np.log(total[:, 0]) - there, p


def _shapes(size: Size) -> Iterator[tuple[int | None, str, tuple[int, ...]]]:
    """Yield the number of the block (None: no block), the name and the shape of each array."""
    d, m = size.width, 4 * size.width
    yield None, "E", (size.vocabulary, d)
    yield None, "P", (size.context, d)
    yield from ((None, name, (d,)) for name in ("gain", "bias"))
    for i in range(size.blocks):
        yield from ((i, name, (d, d)) for name in SQUARES)
        yield from ((i, name, (d,)) for name in ("gain_1", "bias_1", "gain_2", "bias_2", "b_2"))
        yield from ((i, "W_1", (d, m)), (i, "b_1", (m,)), (i, "W_2", (m, d)))


def _views(vector: Array, size: Size) -> Model:
    """Return a model of arrays that share a vector's memory."""
    model: Model = {"blocks": [{} for _ in range(size.blocks)]}
    start = 0
    for i, name, shape in _shapes(size):
        end = start + int(np.prod(shape))
        part = model if i is None else model["blocks"][i]
        part[name] = vector[start:end].reshape(shape)
        start = end
    return model


def _scales(model: Model, size: Size) -> Iterator[tuple[Array, float]]:
    """Yield each array with the spread of its random numbers, or with what a vector is full of."""
    additions = (2 * size.blocks) ** -0.5  # a stack of B blocks adds 2 B times to its stream
    yield from ((model[name], 0.05) for name in ("E", "P"))
    yield from ((model["gain"], 1.0), (model["bias"], 0.0))
    for params in model["blocks"]:
        for name, array in params.items():
            if name.startswith("W_"):
                onto = additions if name in ("W_o", "W_2") else 1.0
                yield array, onto * len(array) ** -0.5
            else:
                yield array, float(name.startswith("gain"))
