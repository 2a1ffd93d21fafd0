"""Functions of earlier assignments, for where a student's own notebook is not at hand."""

import math

import numpy as np


class Value:
    """A number that remembers how it was made and can differentiate itself."""

    def __init__(self, data, parents=()):
        self.data, self.grad = float(data), 0.0
        self.parents = parents  # pairs: a Value, and the slope along it

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def tanh(self):
        """Return tanh, of slope 1 − tanh²."""
        t = math.tanh(self.data)
        return Value(t, ((self, 1 - t**2),))

    def backward(self):
        """Add the slope of this value along v to v.grad, for each v that it depends on."""
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            value, parents_done = todo.pop()
            if parents_done:
                order.append(value)
            elif value not in seen:
                seen.add(value)
                todo += [(value, True), *((parent, False) for parent, _ in value.parents)]
        flow = dict.fromkeys(order, 0.0) | {self: 1.0}
        for value in reversed(order):
            value.grad += flow[value]
            for parent, slope in value.parents:
                flow[parent] += slope * flow[value]


def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    """Draw the index of the next token; a cut to the most probable ones is not needed here."""
    if temperature == 0:
        return int(np.argmax(logits))
    return int(rng.choice(len(logits), p=softmax(np.asarray(logits) / temperature)))


def cross_entropy_gradient(logits, targets):
    """Return the gradient of the mean cross-entropy along the logits; (n, m) and (n,) integers."""
    exps = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    gradient = exps / np.sum(exps, axis=1, keepdims=True)
    gradient[np.arange(len(gradient)), targets] -= 1
    return gradient / len(gradient)


def softmax(x, axis=-1):
    """Return exp(x) divided by its sums along an axis; stable for large numbers."""
    exps = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return exps / np.sum(exps, axis=axis, keepdims=True)


def _slopes(kind):
    """Differentiate a small expression."""
    a, b = kind(0.5), kind(-2.0)
    c = a * b + a * 3
    d = (c * a + 1).tanh() * c
    d.backward()
    return [d.data, a.grad, b.grad, c.grad, d.grad]


TRIES = {
    "Value": _slopes,
    "sample_next": lambda sample_next: [  # without noise
        sample_next(np.array([0.1, 2.0, 1.0]), np.random.default_rng(0), 0),
        sample_next(np.array([3.0, 900.0, 1.0]), np.random.default_rng(0), 0.7),
    ],
    "cross_entropy_gradient": lambda cross_entropy_gradient: cross_entropy_gradient(
        np.array([[1000.0, 999.0, 0.0], [1.0, -2.0, 3.0]]), np.array([1, 2])
    ),
    "softmax": lambda softmax: softmax(np.array([[1000.0, 999.0, 0.0], [1.0, -2.0, 3.0]])),
}
"""How each is tried on a small example."""
