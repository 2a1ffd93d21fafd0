"""Automatic differentiation of arrays: the chain rule, a whole array in each step.

A `Tensor` keeps the tensors that it was computed from, and for each of them a function that turns
the gradient of the result into that one's share. The one rule that numbers do not have is that of
broadcasting: what is repeated on the way forward is summed on the way back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, floats

Share: TypeAlias = Callable[[Floats], Floats]
"""Turns the gradient of a result into that of a tensor it was computed from."""


def sum_to_shape(upstream: npt.ArrayLike, shape: tuple[int, ...]) -> Floats:
    """Return the gradient of an array from that of what broadcasting made of it.

        ∂L/∂x_i = Σ_j ∂L/∂y_j,   j running over the entries of y that are copies of x_i

    Args:
        upstream: ∂L/∂y, of any shape to which `shape` can be broadcast; any unit.
        shape: that of x.

    Returns:
        ∂L/∂x, of shape `shape`, in the unit of upstream; a new array.

    Raises:
        ValueError: an array of that shape can't be broadcast to the shape of upstream.

    Source: NumPy's rules of broadcasting; the transpose of a matrix of ones and zeros that copies.
    """
    gradient = np.asarray(upstream, dtype=float)
    if np.broadcast_shapes(shape, gradient.shape) != gradient.shape:
        raise ValueError(f"{tuple(shape)} can't be broadcast to {gradient.shape}.")
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))  # leading axes
    stretched = tuple(k for k, size in enumerate(shape) if size == 1)
    summed: Floats = np.array(gradient.sum(axis=stretched, keepdims=True))
    return summed


class Tensor:
    """An array that can differentiate a number that was computed from it.

        ∂L/∂x = Σ_u (share of x in ∂L/∂u),   u running over what was computed from x

    `+ − * /` take a tensor, array or number on either side and broadcast as NumPy does, `@` two
    matrices, `**` a number as the exponent. Unary minus, `exp`, `log`, `tanh`, `sum`, `reshape` and
    indexing give new tensors. Shares are those of the data when a tensor is computed, so `data` may
    be replaced afterwards, as a step of an optimizer does.

    Args:
        data: a number or array, or nested lists; finite; any unit.

    Attributes:
        data: an array of floats.
        grad: what calls of `backward` have added, zeros of data's shape at first; unit of the
            result per unit of `data`.

    Raises:
        TypeError: an operand or exponent is not a number, array or tensor.
        ValueError: the shapes of the operands do not fit, the logarithm of a number that is not
            positive, or `backward` of more than one number.

    Source: A. Griewank, A. Walther, Evaluating Derivatives, 2nd ed., SIAM 2008, section 3.2
    (reverse mode); M. Giles, Collected matrix derivative results for forward and reverse mode
    algorithmic differentiation, 2008, section 2.2 (matrix products).
    """

    __slots__ = ("_sources", "data", "grad")
    __array_ufunc__ = None  # an array on the left leaves the operation to us

    def __init__(self, data: Any) -> None:
        self.data: Floats = np.array(data, dtype=float)
        self.grad: Floats = np.zeros(self.data.shape)
        self._sources: tuple[tuple[Tensor, Share], ...] = ()

    def __repr__(self) -> str:
        return f"Tensor(data={self.data.tolist()}, grad={self.grad.tolist()})"

    def __add__(self, other: Any) -> Tensor:
        return self._with(other, lambda a, b: (a + b, lambda g: g, lambda g: g))

    def __mul__(self, other: Any) -> Tensor:
        return self._with(other, lambda a, b: (a * b, lambda g: g * b, lambda g: g * a))

    def __neg__(self) -> Tensor:
        return self * -1.0

    def __sub__(self, other: Any) -> Any:
        return self + other * -1.0

    def __truediv__(self, other: Any) -> Any:
        return self * other**-1.0

    def __radd__(self, other: Any) -> Any:
        return self + other

    def __rmul__(self, other: Any) -> Any:
        return self * other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __rtruediv__(self, other: Any) -> Any:
        return self**-1.0 * other

    def __rmatmul__(self, other: Any) -> Tensor:
        return type(self)(other) @ self

    def __matmul__(self, other: Any) -> Tensor:
        """Return the product of two matrices: of (n, k) and (k, m), shape (n, m)."""
        if not _is_operand(other):
            return NotImplemented
        right = other if isinstance(other, Tensor) else type(self)(other)
        a, b = self.data, right.data
        if a.ndim != 2 or b.ndim != 2:
            raise ValueError(f"@ takes two matrices, not {a.shape} and {b.shape}.")
        return self._made(
            a @ b,
            (self, lambda g: g @ b.T),  # (n, m) @ (m, k) -> (n, k)
            (right, lambda g: a.T @ g),  # (k, n) @ (n, m) -> (k, m)
        )

    def __pow__(self, exponent: Any) -> Tensor:
        """Return xⁿ, entry by entry, for a real number n; its slope is n xⁿ⁻¹, and 0 for n = 0."""
        if not isinstance(exponent, Real):
            return NotImplemented
        x, n = self.data, float(exponent)
        slope = n * x ** (n - 1) if n else np.zeros(x.shape)
        return self._made(x**n, (self, lambda g: g * slope))

    def __getitem__(self, places: Any) -> Tensor:
        """Return the entries at some places; one that is picked several times gets the sum."""
        shape = self.data.shape

        def scattered(g: Floats) -> Floats:
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return self._made(self.data[places], (self, scattered))

    def exp(self) -> Tensor:
        """Return eˣ, which is its own slope."""
        e = np.exp(self.data)
        return self._made(e, (self, lambda g: g * e))

    def log(self) -> Tensor:
        """Return ln x for x > 0, of slope 1 / x."""
        x = self.data
        if not np.all(x > 0):
            raise ValueError("A logarithm needs positive numbers.")
        return self._made(np.log(x), (self, lambda g: g / x))

    def tanh(self) -> Tensor:
        """Return tanh x, of slope 1 − tanh² x = 4 e / (1 + e)² with e = exp(−2 |x|)."""
        e = np.exp(-2.0 * np.abs(self.data))  # up to 1
        return self._made(np.tanh(self.data), (self, lambda g: g * (4.0 * e / (1.0 + e) ** 2)))

    def sum(self, axis: int | None = None, keepdims: bool = False) -> Tensor:
        """Return the sum of all entries, or along an axis; each entry gets its sum's gradient."""
        shape = self.data.shape
        kept = np.sum(self.data, axis=axis, keepdims=True).shape  # with axes of length 1
        total = np.asarray(np.sum(self.data, axis=axis, keepdims=keepdims))
        return self._made(total, (self, lambda g: np.broadcast_to(g.reshape(kept), shape)))

    def reshape(self, *shape: Any) -> Tensor:
        """Return the same entries in another shape, in which one length may be −1."""
        return self._made(self.data.reshape(*shape), (self, lambda g: g.reshape(self.data.shape)))

    def _made(self, data: Floats, *sources: tuple[Tensor, Share]) -> Tensor:
        """Return a tensor that keeps what it was made from, and the share of each."""
        tensor = type(self)(data)
        tensor._sources = sources
        return tensor

    def _with(
        self, other: Any, rule: Callable[[Floats, Floats], tuple[Floats, Share, Share]]
    ) -> Tensor:
        """Return `rule(self, other)`: the result, and both shares before the sum over copies."""
        if not _is_operand(other):
            return NotImplemented  # type: ignore[no-any-return]  # Python asks the other operand
        right = other if isinstance(other, Tensor) else type(self)(other)
        data, of_left, of_right = rule(self.data, right.data)
        shapes = self.data.shape, right.data.shape
        return self._made(
            data,
            (self, lambda g: sum_to_shape(of_left(g), shapes[0])),
            (right, lambda g: sum_to_shape(of_right(g), shapes[1])),
        )

    def backward(self) -> None:
        """Add ∂self/∂x to `grad` of every tensor x that this one number depends on.

        Each call works with sums of its own, so that a second call, or that of another result which
        shares tensors with this one, adds its derivatives and no more.
        """
        if self.data.size != 1:
            raise ValueError(f"backward() starts from one number, not from {self.data.shape}.")
        sums = {self: np.ones(self.data.shape)}
        for tensor in reversed(_ancestors(self)):
            upstream = sums[tensor]
            tensor.grad = tensor.grad + upstream
            for source, share in tensor._sources:
                sums[source] = sums.get(source, 0.0) + share(upstream)


def _is_operand(x: object) -> bool:
    return isinstance(x, Tensor | Real | np.ndarray)


def _ancestors(result: Tensor) -> list[Tensor]:
    """Return everything that a tensor depends on, sources before results; itself last.

    A loop with a stack of its own, since the graph may be deeper than the recursion limit; each
    tensor is entered once, since the number of paths may be exponential.
    """
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
            stack.extend((source, False) for source, _ in tensor._sources)
    return order


def train_network(
    params: Mapping[str, npt.ArrayLike],
    X: npt.ArrayLike,
    labels: npt.ArrayLike,
    learning_rate: float,
    steps: int,
) -> tuple[dict[str, Floats], list[float]]:
    """Train a network with one hidden layer to tell two classes apart, by gradient descent.

        h = tanh(x W1 + b1),   s = h W2 + b2,   L = mean of log(1 + exp(−t s))

    Args:
        params: W1 (d, m), b1 (m,), W2 (m, 1), b2 (1,); dimensionless.
        X: n points, shape (n, d); dimensionless.
        labels: t, shape (n,): 1 or −1.
        learning_rate: what the slopes are multiplied by.
        steps: how often all parameters move, 0 or more.

    Returns:
        The parameters after the last step, new arrays; and the loss in nats before each step.

    Raises:
        ValueError: a label is neither 1 nor −1, or there are not as many as points.

    Source: D. E. Rumelhart, G. E. Hinton, R. J. Williams, Learning representations by
    back-propagating errors, Nature 323, 1986.
    """
    points, truth = floats(X, "X", 2), floats(labels, "labels", 1)
    if len(truth) != len(points) or not np.all(np.abs(truth) == 1):
        raise ValueError("labels must be 1 or −1, one for each row of X.")
    signs = truth[:, None]  # (n, 1), as the scores
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        hidden = (points @ tensors["W1"] + tensors["b1"]).tanh()  # (n, m)
        scores = hidden @ tensors["W2"] + tensors["b2"]  # (n, 1)
        loss = ((-signs * scores).exp() + 1).log().sum() / len(points)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {k: Tensor(t.data - learning_rate * t.grad) for k, t in tensors.items()}
    return {name: tensor.data for name, tensor in tensors.items()}, losses
