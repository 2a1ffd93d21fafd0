"""Automatic differentiation of arrays, and the neural language model that it trains.

A `Tensor` is a node of a graph, as a `Value` is, but holds a whole array. The slopes of one array
along another would be a huge table. So each node keeps functions instead, which take the gradient
along itself and return the gradients along its parents.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Rule = Callable[[Floats], Floats]


def sum_to_shape(gradient: ArrayLike, shape: tuple[int, ...]) -> Floats:
    """Return the gradient along an array of `shape` that was broadcast to the gradient's shape.

    Broadcasting copies an entry to several places. Each copy has its own gradient, and by the chain
    rule the entry gets their sum: over axes that were put in front, and over axes of length 1 that
    were stretched.

    Args:
        gradient: (…), of any number of axes; any unit.
        shape: a shape that NumPy broadcasts to that of the gradient.

    Returns:
        A new array of `shape`, in the unit of the gradient.

    Raises:
        ValueError: `shape` does not broadcast to the shape of the gradient.

    Source: the chain rule; NumPy's rules of broadcasting, aligned from the right.
    """
    G = np.asarray(gradient, dtype=np.float64)
    if np.broadcast_shapes(G.shape, shape) != G.shape:
        raise ValueError(f"An array of shape {shape} is not broadcast to {G.shape}.")
    new = G.ndim - len(shape)
    stretched = (new + axis for axis, length in enumerate(shape) if length == 1)
    return np.array(G.sum(axis=(*range(new), *stretched))).reshape(shape)


class Tensor:
    """An array that can differentiate itself with respect to everything it was computed from.

    `+` and `*` broadcast and take a Tensor, or an array or number on the right; `@` is the product
    of two matrices; `a[rows]` picks entries along the first axis by an array of indices of any
    shape; `reshape`, `tanh` and `cross_entropy` are methods. All return new tensors.

    Args:
        data: an array of finite numbers, which is copied; any unit.

    Attributes:
        data: the array, of floats.
        grad: what calls of `backward` have added, zeros of the shape of `data` at first.

    Raises:
        ValueError: shapes that do not fit together.

    Source: A. Griewank, A. Walther, Evaluating Derivatives, 2nd ed., SIAM 2008, section 3.2;
    K. B. Petersen, M. S. Pedersen, The Matrix Cookbook, 2012 (products of matrices).
    """

    __array_ufunc__ = None  # an array on the left leaves the operation to us

    def __init__(self, data: Any) -> None:
        self.data: Floats = np.array(data, dtype=np.float64)
        self.grad: Floats = np.zeros(self.data.shape)
        self._parents: tuple[tuple[Tensor, Rule], ...] = ()

    def __add__(self, other: Any) -> Tensor:
        b = _tensor(other)
        return _made(
            self.data + b.data,
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (b, lambda g: sum_to_shape(g, b.data.shape)),
        )

    def __mul__(self, other: Any) -> Tensor:
        b = _tensor(other)
        x, y = self.data, b.data
        return _made(
            x * y,
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (b, lambda g: sum_to_shape(g * x, y.shape)),
        )

    __radd__, __rmul__ = __add__, __mul__

    def __matmul__(self, other: Tensor) -> Tensor:
        """Return A B for (n, d) and (d, m); its gradients are G Bᵀ and Aᵀ G, with G of (n, m)."""
        A, B = self.data, other.data
        if A.ndim != 2 or B.ndim != 2:
            raise ValueError(f"Two matrices, not arrays of shapes {A.shape} and {B.shape}.")
        return _made(A @ B, (self, lambda g: g @ B.T), (other, lambda g: A.T @ g))

    def __getitem__(self, rows: ArrayLike) -> Tensor:
        """Return entries along the first axis; one that is picked twice gets both gradients."""
        places = np.asarray(rows)

        def scattered(g: Floats) -> Floats:
            sums = np.zeros(self.data.shape)
            np.add.at(sums, places, g)
            return sums

        return _made(self.data[places], (self, scattered))

    def reshape(self, *shape: int) -> Tensor:
        """Return the same numbers in another shape, of which one length may be -1."""
        return _made(self.data.reshape(*shape), (self, lambda g: g.reshape(self.data.shape)))

    def tanh(self) -> Tensor:
        """Return tanh of each entry, of slope 1 − tanh²."""
        t = np.tanh(self.data)
        return _made(t, (self, lambda g: g * (1.0 - t) * (1.0 + t)))

    def cross_entropy(self, targets: ArrayLike) -> Tensor:
        """Return the mean of −log softmax at the targets, in nats; its gradient is (p − y) / n.

        self: scores (n, m). targets: n indices of columns.
        """
        y = np.asarray(targets)
        rows = np.arange(len(self.data))
        shifted = self.data - self.data.max(axis=1, keepdims=True)  # (n, m)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

        def along_scores(g: Floats) -> Floats:
            slopes: Floats = np.exp(log_p)
            slopes[rows, y] -= 1.0
            slopes *= g / len(rows)
            return slopes

        return _made(-log_p[rows, y].mean(), (self, along_scores))

    def backward(self) -> None:
        """Add to every tensor's `grad` the gradient of the sum of the entries of this one.

        Each call works with sums of its own, as `Value.backward` does, and never adds in place to
        an array that another tensor was given, too.
        """
        sums = {self: np.ones(self.data.shape)}
        for tensor in reversed(_ancestors(self)):
            upstream = sums.pop(tensor)
            tensor.grad = tensor.grad + upstream
            for parent, rule in tensor._parents:
                part = rule(upstream)
                sums[parent] = sums[parent] + part if parent in sums else part


def neural_scores(contexts: ArrayLike, E: Any, W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    """Return the scores of each next token, given the k tokens before it.

        h = tanh([E_c1, …, E_ck] W₁ + b₁),   scores = h W₂ + b₂

    Args:
        contexts: (n, k) indices of tokens, the oldest first.
        E: (V, d), a vector for each token. W1: (k·d, m). b1: (m,). W2: (m, V). b2: (V,).
            All are tensors, or all are arrays.

    Returns:
        (n, V), of the parameters' kind.

    Source: Y. Bengio, R. Ducharme, P. Vincent, C. Jauvin, A Neural Probabilistic Language Model,
    JMLR 3, 2003, equation (1), without the direct connections.
    """
    places = np.asarray(contexts)
    hidden = E[places].reshape(len(places), -1) @ W1 + b1
    hidden = hidden.tanh() if hasattr(hidden, "tanh") else np.tanh(hidden)
    return hidden @ W2 + b2


def _tensor(x: Any) -> Tensor:
    return x if isinstance(x, Tensor) else Tensor(x)


def _made(data: Any, *parents: tuple[Tensor, Rule]) -> Tensor:
    """Return a tensor that keeps its parents, and how its gradient becomes theirs."""
    tensor = Tensor(data)
    tensor._parents = parents
    return tensor


def _ancestors(result: Tensor) -> list[Tensor]:
    """Return everything that a tensor depends on, parents before children; itself last."""
    order: list[Tensor] = []
    seen: set[Tensor] = set()
    stack = [(result, False)]
    while stack:
        tensor, finished = stack.pop()
        if finished:
            order.append(tensor)
        elif tensor not in seen:
            seen.add(tensor)
            stack.append((tensor, True))
            stack.extend((parent, False) for parent, _ in tensor._parents)
    return order
