"""Misconceptions about automatic differentiation of arrays, and about a network of embeddings."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.misconceptions import Undetermined, slip
from solutions.tensor import Floats, Tensor, _ancestors, _made, _tensor, neural_scores, sum_to_shape

# The gradient of broadcasting -------------------------------------------------------------------


def _axes(G: Floats, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the axes along which a broadcast array was copied, more than once."""
    new = G.ndim - len(shape)
    stretched = (new + axis for axis, length in enumerate(shape) if length == 1)
    return tuple(axis for axis in (*range(new), *stretched) if G.shape[axis] > 1)


@slip("sum_to_shape", "the mean over the copies instead of their sum")
def averaged(gradient: Any, shape: Any) -> Any:
    G = np.asarray(gradient, float)
    return G.mean(axis=_axes(G, shape)).reshape(shape)


@slip("sum_to_shape", "the gradient of one copy alone, not of all of them")
def first_copy(gradient: Any, shape: Any) -> Any:
    G = np.asarray(gradient, float)
    for axis in _axes(G, shape):
        G = G.take([0], axis)
    return G.reshape(shape)


@slip("sum_to_shape", "the largest of the copies' gradients instead of their sum")
def largest(gradient: Any, shape: Any) -> Any:
    G = np.asarray(gradient, float)
    return G.max(axis=_axes(G, shape)).reshape(shape)


@slip("sum_to_shape", "a sum that keeps an axis that broadcasting had added")
def axes_kept(gradient: Any, shape: Any) -> Any:
    G = np.asarray(gradient, float)
    if G.ndim == len(shape):
        raise Undetermined
    return G.sum(axis=_axes(G, shape), keepdims=True)


@slip(
    "sum_to_shape",
    "an axis of length 1 that is lost in the sum",
    hint="Does a sum over an axis of length 1 keep that axis?",
)
def axes_lost(gradient: Any, shape: Any) -> Any:
    G = np.asarray(gradient, float)
    if 1 not in shape:
        raise Undetermined
    return G.sum(axis=_axes(G, shape))


@slip(
    "sum_to_shape",
    "a shape that is aligned from the left instead of the right",
    hint="Which axis of the gradient belongs to the last axis of the shape?",
)
def from_the_left(gradient: Any, shape: Any) -> Any:
    G = np.asarray(gradient, float)
    if not shape or G.ndim == len(shape):
        raise Undetermined
    G = G.sum(axis=tuple(range(len(shape), G.ndim)))
    stretched = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return G.sum(axis=stretched, keepdims=True)


# Tensors ----------------------------------------------------------------------------------------


class _Kind(Tensor):
    """A Tensor whose operations give tensors of its own class, so that its mistake persists."""

    def _of(self, result: Tensor) -> Any:
        found = type(self)(result.data)
        found._parents = result._parents
        return found

    def __add__(self, other: Any) -> Any:
        return self._of(Tensor.__add__(self, other))

    def __mul__(self, other: Any) -> Any:
        return self._of(Tensor.__mul__(self, other))

    __radd__, __rmul__ = __add__, __mul__

    def __matmul__(self, other: Any) -> Any:
        return self._of(Tensor.__matmul__(self, other))

    def __getitem__(self, rows: Any) -> Any:
        return self._of(Tensor.__getitem__(self, rows))

    def reshape(self, *shape: Any) -> Any:
        return self._of(Tensor.reshape(self, *shape))

    def tanh(self) -> Any:
        return self._of(Tensor.tanh(self))

    def cross_entropy(self, targets: Any) -> Any:
        return self._of(Tensor.cross_entropy(self, targets))


@slip("Tensor", "gradients that are overwritten instead of added where a tensor is used twice")
class Overwritten(_Kind):
    def backward(self) -> None:
        order = _ancestors(self)
        for tensor in order:
            tensor.grad = np.zeros(tensor.data.shape)
        self.grad = np.ones(self.data.shape)
        for tensor in reversed(order):
            for parent, rule in tensor._parents:
                parent.grad = rule(tensor.grad)


@slip("Tensor", "a second call that counts the gradients of the first again")
class Recounted(_Kind):
    def backward(self) -> None:
        self.grad = self.grad + 1.0
        for tensor in reversed(_ancestors(self)):
            for parent, rule in tensor._parents:
                parent.grad = parent.grad + rule(tensor.grad)


@slip("Tensor", "gradients of an earlier call that are forgotten at the next")
class Forgetful(_Kind):
    def backward(self) -> None:
        for tensor in _ancestors(self):
            tensor.grad = np.zeros(tensor.data.shape)
        Tensor.backward(self)


@slip("Tensor", "a tensor that passes on its gradient before it is complete")
class TooEarly(_Kind):
    def backward(self) -> None:
        order: list[Tensor] = [self]
        flow: dict[Tensor, Floats] = {self: np.ones(self.data.shape)}
        for tensor in order:  # breadth first
            for parent, _ in tensor._parents:
                if parent not in flow:
                    order.append(parent)
                    flow[parent] = np.zeros(parent.data.shape)
        for tensor in order:
            tensor.grad = tensor.grad + flow[tensor]
            for parent, rule in tensor._parents:
                flow[parent] = flow[parent] + rule(flow[tensor])


@slip("Tensor", "gradients of the leaves alone, without the tensors in between")
class LeavesAlone(_Kind):
    def backward(self) -> None:
        kept = [(tensor, tensor.grad) for tensor in _ancestors(self) if tensor._parents]
        Tensor.backward(self)
        for tensor, grad in kept:
            tensor.grad = grad


@slip(
    "Tensor",
    "a gradient that is added in place to an array that another tensor has, too",
    hint="After `c = a + b`, do `a` and `b` receive two arrays, or one array under two names?",
)
class InPlace(_Kind):
    """As if sums of equal shapes passed the same array on, and shares were added by `+=`."""

    def __add__(self, other: Any) -> Any:
        b = _tensor(other)
        if self.data.shape != b.data.shape:
            return _Kind.__add__(self, other)
        return self._of(_made(self.data + b.data, (self, lambda g: g), (b, lambda g: g)))

    def backward(self) -> None:
        sums: dict[Tensor, Floats] = {self: np.ones(self.data.shape)}
        for tensor in reversed(_ancestors(self)):
            upstream = sums[tensor]
            tensor.grad = tensor.grad + upstream
            for parent, rule in tensor._parents:
                part = rule(upstream)
                if parent in sums:
                    sums[parent] += part
                else:
                    sums[parent] = part


@slip(
    "Tensor",
    "the mean over the copies that broadcasting made, instead of their sum",
    hint="If one entry is copied to three places, what does L gain when that entry grows?",
)
class Averaged(_Kind):
    def __add__(self, other: Any) -> Any:
        b = _tensor(other)
        data = self.data + b.data
        return self._of(
            _made(data, (self, _share(self, data, np.ones(()))), (b, _share(b, data, np.ones(()))))
        )

    def __mul__(self, other: Any) -> Any:
        b = _tensor(other)
        data = self.data * b.data
        return self._of(
            _made(data, (self, _share(self, data, b.data)), (b, _share(b, data, self.data)))
        )

    __radd__, __rmul__ = __add__, __mul__


def _share(tensor: Tensor, result: Floats, slope: Floats) -> Any:
    shape, copies = tensor.data.shape, result.size / tensor.data.size
    return lambda g: sum_to_shape(g * slope, shape) / copies


@slip(
    "Tensor",
    "a row that was picked twice, but gets only one of its gradients",
    hint="What does `G[rows] += g` do if `rows` holds the same number twice?",
)
class OncePicked(_Kind):
    def __getitem__(self, rows: Any) -> Any:
        places = np.asarray(rows)

        def scattered(g: Floats) -> Floats:
            sums = np.zeros(self.data.shape)
            sums[places] += g
            return sums

        return self._of(_made(self.data[places], (self, scattered)))


@slip("Tensor", "a product whose two gradients are swapped")
class ExchangedProduct(_Kind):
    def __mul__(self, other: Any) -> Any:
        b = _tensor(other)
        x, y = self.data, b.data
        return self._of(
            _made(
                x * y,
                (self, lambda g: sum_to_shape(g * x, x.shape)),
                (b, lambda g: sum_to_shape(g * y, y.shape)),
            )
        )

    __rmul__ = __mul__


@slip("Tensor", "a slope of 1 − tanh(x) instead of 1 − tanh²(x)")
class UnsquaredTanh(_Kind):
    def tanh(self) -> Any:
        t = np.tanh(self.data)
        return self._of(_made(t, (self, lambda g: g * (1.0 - t))))


@slip("Tensor", "a slope of 1 − x² instead of 1 − tanh²(x)")
class TanhOfItself(_Kind):
    def tanh(self) -> Any:
        x = self.data
        return self._of(_made(np.tanh(x), (self, lambda g: g * (1.0 - x**2))))


@slip("Tensor", "a slope of tanh that is not multiplied by what comes from above")
class UnchainedTanh(_Kind):
    def tanh(self) -> Any:
        t = np.tanh(self.data)
        return self._of(_made(t, (self, lambda g: 1.0 - t**2)))


def _changed_loss(self: _Kind, targets: Any, change: Any) -> Any:
    loss = Tensor.cross_entropy(self, targets)
    [(_, rule)] = loss._parents
    return self._of(_made(loss.data, (self, lambda g: change(rule, g, len(self.data)))))


@slip("Tensor", "a gradient of the cross-entropy that is not divided by the number of rows")
class NotDivided(_Kind):
    def cross_entropy(self, targets: Any) -> Any:
        return _changed_loss(self, targets, lambda rule, g, n: rule(g) * n)


@slip("Tensor", "a gradient of the cross-entropy that is not multiplied by what comes from above")
class UnchainedLoss(_Kind):
    def cross_entropy(self, targets: Any) -> Any:
        return _changed_loss(self, targets, lambda rule, g, n: rule(np.ones(())))


@slip("Tensor", "y − p instead of p − y, which goes uphill")
class Uphill(_Kind):
    def cross_entropy(self, targets: Any) -> Any:
        return _changed_loss(self, targets, lambda rule, g, n: -rule(g))


@slip("Tensor", "the probabilities alone, without the 1 at each target subtracted")
class WithoutTargets(_Kind):
    def cross_entropy(self, targets: Any) -> Any:
        y = np.asarray(targets)

        def along_scores(rule: Any, g: Floats, n: int) -> Floats:
            slopes: Floats = rule(g)
            slopes[np.arange(n), y] += g / n
            return slopes

        return _changed_loss(self, targets, along_scores)


# The network ------------------------------------------------------------------------------------


def _tanh(x: Any) -> Any:
    return x.tanh() if hasattr(x, "tanh") else np.tanh(x)


def _joined(contexts: Any, E: Any) -> Any:
    places = np.asarray(contexts)
    return E[places].reshape(len(places), -1)


@slip("neural_scores", "a network without tanh")
def linear(contexts: Any, E: Any, W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    return (_joined(contexts, E) @ W1 + b1) @ W2 + b2


@slip("neural_scores", "a bias that is added after tanh instead of before it")
def late_bias(contexts: Any, E: Any, W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    return (_tanh(_joined(contexts, E) @ W1) + b1) @ W2 + b2


@slip("neural_scores", "a second tanh, around the scores")
def bounded(contexts: Any, E: Any, W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    return _tanh(_tanh(_joined(contexts, E) @ W1 + b1) @ W2 + b2)


@slip("neural_scores", "a tanh around the embeddings instead of the hidden layer")
def early_tanh(contexts: Any, E: Any, W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    return (_tanh(_joined(contexts, E)) @ W1 + b1) @ W2 + b2


@slip("neural_scores", "scores without the bias b2")
def no_output_bias(contexts: Any, E: Any, W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    return _tanh(_joined(contexts, E) @ W1 + b1) @ W2


@slip("neural_scores", "a hidden layer without the bias b1")
def no_hidden_bias(contexts: Any, E: Any, W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    return _tanh(_joined(contexts, E) @ W1) @ W2 + b2


@slip("neural_scores", "contexts read backwards, the newest token first")
def backwards(contexts: Any, E: Any, W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    return neural_scores(np.asarray(contexts)[:, ::-1], E, W1, b1, W2, b2)


@slip(
    "neural_scores",
    "vectors of different contexts in one row",
    hint="In which order does `reshape` fill the rows? Which axis of `contexts` must come first?",
)
def mixed(contexts: Any, E: Any, W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    places = np.asarray(contexts)
    x = E[places.T].reshape(len(places), -1)  # (k, n, d), whose rows do not stay together
    return _tanh(x @ W1 + b1) @ W2 + b2
