"""Misconceptions about the gradients of arrays: what is repeated, and what is used again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats
from solutions.misconceptions import slip
from solutions.tensor import Tensor, _ancestors, sum_to_shape

# sum_to_shape ---------------------------------------------------------------------------------


@slip(
    "sum_to_shape",
    "a mean over the copies instead of their sum",
    hint="Each copy adds its part to the loss. Is anything divided?",
)
def averaged(upstream: npt.ArrayLike, shape: tuple[int, ...]) -> Floats:
    copies = np.size(upstream) // int(np.prod(shape, dtype=int))
    return sum_to_shape(upstream, shape) / copies


@slip(
    "sum_to_shape",
    "sums over the leading axes alone, not over those of length 1",
    hint="An axis of length 1 is repeated, too. Which sum brings its length back to 1?",
)
def leading_axes_alone(upstream: npt.ArrayLike, shape: tuple[int, ...]) -> Floats:
    gradient = np.asarray(upstream, dtype=float)
    summed: Floats = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    return summed


@slip(
    "sum_to_shape",
    "sums over axes of length 1 that lose the axis",
    hint="Which argument of `sum` keeps an axis, with length 1?",
)
def without_its_axes(upstream: npt.ArrayLike, shape: tuple[int, ...]) -> Floats:
    gradient = leading_axes_alone(upstream, shape)
    summed: Floats = gradient.sum(axis=tuple(k for k, size in enumerate(shape) if size == 1))
    return summed


@slip(
    "sum_to_shape",
    "new axes on the right instead of the left",
    hint="NumPy compares shapes from the right. On which side are the axes that the shape lacks?",
)
def trailing_axes(upstream: npt.ArrayLike, shape: tuple[int, ...]) -> Floats:
    gradient = np.asarray(upstream, dtype=float)
    gradient = gradient.sum(axis=tuple(range(len(shape), gradient.ndim)))
    ones = tuple(k for k, size in enumerate(shape) if size == 1)
    summed: Floats = gradient.sum(axis=ones, keepdims=True)
    return summed


@slip(
    "sum_to_shape",
    "the first copy alone instead of the sum of all",
    hint="Which copies of an entry reach the loss: one of them, or all?",
)
def first_copy(upstream: npt.ArrayLike, shape: tuple[int, ...]) -> Floats:
    gradient = np.array(upstream, dtype=float)
    gradient = gradient[(0,) * (gradient.ndim - len(shape))]
    for axis, size in enumerate(shape):
        gradient = gradient.take(range(size), axis=axis)
    return np.asarray(gradient)


# Tensor ---------------------------------------------------------------------------------------


@slip("Tensor", "gradients that are overwritten instead of added where a Tensor is used twice")
class Overwritten(Tensor):
    __slots__ = ()

    def backward(self) -> None:
        order = _ancestors(self)
        for tensor in order:
            tensor.grad = np.zeros(tensor.data.shape)
        self.grad = np.ones(self.data.shape)
        for tensor in reversed(order):
            for source, share in tensor._sources:
                source.grad = np.array(share(tensor.grad))


@slip("Tensor", "gradients of an earlier call or of another Tensor that are counted again")
class Recounted(Tensor):
    __slots__ = ()

    def backward(self) -> None:
        self.grad = self.grad + 1.0
        for tensor in reversed(_ancestors(self)):
            for source, share in tensor._sources:
                source.grad = source.grad + share(tensor.grad)


@slip(
    "Tensor",
    "gradients of an earlier call that are forgotten at the next",
    hint="`backward` adds. Who sets the gradients back to zero: your class, or its user?",
)
class Forgetful(Tensor):
    __slots__ = ()

    def backward(self) -> None:
        for tensor in _ancestors(self):
            tensor.grad = np.zeros(tensor.data.shape)
        Tensor.backward(self)


@slip("Tensor", "a Tensor that passes on its gradient before it is complete")
class TooEarly(Tensor):
    __slots__ = ()

    def backward(self) -> None:
        order: list[Tensor] = [self]
        flow: dict[Tensor, Floats] = {self: np.ones(self.data.shape)}
        for tensor in order:  # breadth first
            for source, _ in tensor._sources:
                if source not in flow:
                    order.append(source)
                    flow[source] = np.zeros(source.data.shape)
        for tensor in order:
            tensor.grad = tensor.grad + flow[tensor]
            for source, share in tensor._sources:
                flow[source] = flow[source] + share(flow[tensor])


@slip(
    "Tensor",
    "gradients of the leaves alone, without the Tensors in between",
    hint="Does a Tensor that was computed from others get its gradient, too?",
)
class LeavesAlone(Tensor):
    __slots__ = ()

    def backward(self) -> None:
        kept = [(tensor, tensor.grad) for tensor in _ancestors(self) if tensor._sources]
        Tensor.backward(self)
        for tensor, grad in kept:
            tensor.grad = grad


@slip(
    "Tensor",
    "rows that are picked twice and get a single share",
    hint="What does `whole[rows] += g` do with a row that stands in `rows` twice?",
)
class SingleShare(Tensor):
    __slots__ = ()

    def __getitem__(self, places: Any) -> Any:
        def put_back(g: Floats) -> Floats:
            whole = np.zeros(self.data.shape)
            whole[places] += g
            return whole

        return self._made(self.data[places], (self, put_back))


@slip(
    "Tensor",
    "a sum whose gradient is divided by the number of terms",
    hint="If an entry grows by 1, by how much does the sum grow?",
)
class SumLikeMean(Tensor):
    __slots__ = ()

    def sum(self, axis: int | None = None, keepdims: bool = False) -> Any:
        result = Tensor.sum(self, axis, keepdims)
        ((source, share),) = result._sources
        terms = self.data.size / result.data.size
        result._sources = ((source, lambda g: share(g) / terms),)
        return result


@slip(
    "Tensor",
    "a product of entries whose two shares are swapped",
    hint="How fast does a b change with a: at the rate a, or at the rate b?",
)
class ExchangedProduct(Tensor):
    __slots__ = ()

    def __mul__(self, other: Any) -> Any:
        return self._with(other, lambda a, b: (a * b, lambda g: g * a, lambda g: g * b))


@slip(
    "Tensor",
    "shares that are not multiplied by the gradient of the result",
    hint="The table of shares has a G in each line. Where does your share have it?",
)
class Unchained(Tensor):
    __slots__ = ()

    def __mul__(self, other: Any) -> Any:
        def rule(a: Floats, b: Floats) -> Any:
            return a * b, lambda g: 0 * g + b, lambda g: 0 * g + a

        return self._with(other, rule)


@slip(
    "Tensor",
    "a matrix product without the transposes",
    hint="For square matrices, every product has the right shape. Which one has the right value?",
)
class Untransposed(Tensor):
    __slots__ = ()

    def __matmul__(self, other: Any) -> Any:
        right = other if isinstance(other, Tensor) else type(self)(other)
        a, b = self.data, right.data
        return self._made(a @ b, (self, lambda g: g @ b), (right, lambda g: a @ g))


@slip(
    "Tensor",
    "a slope of 1 − tanh(x) instead of 1 − tanh²(x)",
    hint="What is the slope of tanh at 0, and at 1?",
)
class UnsquaredTanh(Tensor):
    __slots__ = ()

    def tanh(self) -> Any:
        t = np.tanh(self.data)
        return self._made(t, (self, lambda g: g * (1 - t)))


@slip(
    "Tensor",
    "a slope of 1 − x² instead of 1 − tanh²(x)",
    hint="The slope comes from the value of tanh. Which of your arrays holds it?",
)
class TanhOfItself(Tensor):
    __slots__ = ()

    def tanh(self) -> Any:
        return self._made(np.tanh(self.data), (self, lambda g: g * (1 - self.data**2)))


@slip(
    "Tensor",
    "an exponential whose slope is 1",
    hint="Which function is its own slope?",
)
class FlatExp(Tensor):
    __slots__ = ()

    def exp(self) -> Any:
        return self._made(np.exp(self.data), (self, lambda g: g))


@slip(
    "Tensor",
    "a power whose slope keeps its exponent, n xⁿ",
    hint="What is the slope of x²: 2 x, or 2 x²?",
)
class SamePower(Tensor):
    __slots__ = ()

    def __pow__(self, exponent: Any) -> Any:
        power = self.data**exponent
        return self._made(power, (self, lambda g: g * exponent * power))


# train_network --------------------------------------------------------------------------------


def _trained(
    params: Mapping[str, npt.ArrayLike],
    X: npt.ArrayLike,
    labels: npt.ArrayLike,
    learning_rate: float,
    steps: int,
    *,
    sign: float = -1.0,
    terms: int = 0,
    column: bool = True,
    kept: float = 0.0,
    fixed: tuple[str, ...] = (),
    bent: bool = True,
) -> tuple[dict[str, Floats], list[float]]:
    """Train as the reference does, but for one thing."""
    points, truth = np.asarray(X, dtype=float), np.asarray(labels, dtype=float)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        hidden = points @ tensors["W1"] + tensors["b1"]
        scores = (hidden.tanh() if bent else hidden) @ tensors["W2"] + tensors["b2"]
        exponents = scores * (sign * (truth[:, None] if column else truth))
        loss = (exponents.exp() + 1).log().sum() / (terms or len(points))
        loss.backward()
        losses.append(float(loss.data))
        for name, tensor in tensors.items():
            if name not in fixed:
                tensor.data = tensor.data - learning_rate * tensor.grad
            tensor.grad = kept * tensor.grad
    return {name: tensor.data for name, tensor in tensors.items()}, losses


@slip(
    "train_network",
    "gradients that are not set back to zero between the steps",
    hint="`backward` adds to `grad`. What does the second step find there?",
)
def accumulated(*arguments: Any) -> Any:
    return _trained(*arguments, kept=1.0)


@slip(
    "train_network",
    "a loss that is summed over the points instead of averaged",
    hint="Equation (3) begins with 1 / n.",
)
def summed_loss(*arguments: Any) -> Any:
    return _trained(*arguments, terms=1)


@slip(
    "train_network",
    "scores of shape (n, 1) beside labels of shape (n,), which gives n · n losses",
    hint="Print the shape of the exponent. Which shape do the labels need?",
)
def all_pairs(*arguments: Any) -> Any:
    return _trained(*arguments, column=False)


@slip(
    "train_network",
    "an exponent t s without its minus sign",
    hint="Should the loss be large where the score has the sign of the label?",
)
def wrong_sign(*arguments: Any) -> Any:
    return _trained(*arguments, sign=1.0)


@slip(
    "train_network",
    "steps uphill instead of downhill",
    hint="A positive slope says that the loss grows with the parameter. Where do you go?",
)
def uphill(
    params: Any, X: Any, labels: Any, learning_rate: float, steps: int
) -> tuple[dict[str, Floats], list[float]]:
    return _trained(params, X, labels, -learning_rate, steps)


@slip(
    "train_network",
    "biases that are never moved",
    hint="How many of the four parameters take a step?",
)
def still_biases(*arguments: Any) -> Any:
    return _trained(*arguments, fixed=("b1", "b2"))


@slip(
    "train_network",
    "a hidden layer without its tanh",
    hint="Two layers with nothing bent between them are one. Which function stands in (2)?",
)
def straight(*arguments: Any) -> Any:
    return _trained(*arguments, bent=False)


@slip(
    "train_network",
    "the loss after each step instead of before it",
    hint="Which parameters does the first loss in the list belong to?",
)
def late_losses(
    params: Any, X: Any, labels: Any, learning_rate: float, steps: int
) -> tuple[dict[str, Floats], list[float]]:
    after, _ = _trained(params, X, labels, learning_rate, steps)
    _, losses = _trained(params, X, labels, learning_rate, steps + 1)
    return after, losses[1:]
