"""Functions of earlier notebooks, for students whose own are not beside this one or not right."""

import numpy as np


def normalize_embeddings(E):
    """Return E with every row scaled to length 1; rows of zeros stay as they are."""
    lengths = np.linalg.norm(E, axis=1, keepdims=True)  # (n, 1)
    return E / np.where(lengths == 0, 1.0, lengths)  # (n, d)


def nearest_word(vector, embeddings, exclude=()):
    """Return the word whose vector makes the smallest angle with `vector`."""
    words = [word for word in embeddings if word not in exclude]
    rows = normalize_embeddings(np.array([embeddings[word] for word in words], dtype=float))
    return words[int(np.argmax(rows @ vector))]


class Operators:
    """What follows from `+`, `*`, `**` and `@`: minus, division, and numbers on the left."""

    __array_ufunc__ = None

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + other * -1.0

    def __truediv__(self, other):
        return self * other**-1.0

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self * -1.0 + other

    def __rtruediv__(self, other):
        return self**-1.0 * other

    def __rmatmul__(self, other):
        return type(self)(other) @ self


def sum_to_shape(upstream, shape):
    """Return the gradient of an array that was broadcast, from that of its copies."""
    gradient = upstream.sum(axis=tuple(range(upstream.ndim - len(shape))))
    ones = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return gradient.sum(axis=ones, keepdims=True)


class Tensor(Operators):
    """An array that remembers how it was made and can differentiate itself."""

    def __init__(self, data, *parents):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents  # pairs: a Tensor, and a function from our gradient to its share

    def __add__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        shapes = self.data.shape, other.data.shape
        return Tensor(
            self.data + other.data,
            (self, lambda g: sum_to_shape(g, shapes[0])),
            (other, lambda g: sum_to_shape(g, shapes[1])),
        )

    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        a, b = self.data, other.data
        return Tensor(
            a * b,
            (self, lambda g: sum_to_shape(g * b, a.shape)),
            (other, lambda g: sum_to_shape(g * a, b.shape)),
        )

    def __pow__(self, n):
        a = self.data
        return Tensor(a**n, (self, lambda g: g * n * a ** (n - 1)))

    def __matmul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        a, b = self.data, other.data
        return Tensor(a @ b, (self, lambda g: g @ b.T), (other, lambda g: a.T @ g))

    def exp(self):
        e = np.exp(self.data)
        return Tensor(e, (self, lambda g: g * e))

    def log(self):
        a = self.data
        return Tensor(np.log(a), (self, lambda g: g / a))

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, (self, lambda g: g * (1 - t**2)))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        total = self.data.sum(axis=axis, keepdims=keepdims)
        return Tensor(total, (self, lambda g: np.broadcast_to(g.reshape(kept), shape)))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), (self, lambda g: g.reshape(before)))

    def __getitem__(self, places):
        def put_back(g):
            whole = np.zeros(self.data.shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], (self, put_back))

    def backward(self):
        """Add ∂self/∂a to the grad of every Tensor a that this one depends on."""
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            tensor, parents_done = todo.pop()
            if parents_done:
                order.append(tensor)
            elif tensor not in seen:
                seen.add(tensor)
                todo.append((tensor, True))
                todo += [(parent, False) for parent, _ in tensor.parents]
        flow = dict.fromkeys(order, 0.0)
        flow[self] = np.ones(self.data.shape)
        for tensor in reversed(order):
            tensor.grad = tensor.grad + flow[tensor]
            for parent, share in tensor.parents:
                flow[parent] = flow[parent] + share(flow[tensor])


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


_WORDS = {
    "long": np.array([9.0, 2.0]),
    "alike": np.array([3.0, 3.1]),
    "close": np.array([0.6, 0.9]),
}


def _network_slopes(tensor):
    """Return the slopes of a small network's loss along all that it is made of."""
    table, W, b = (tensor(np.sin(np.arange(n) + 1.0)) for n in (6, 8, 2))
    x = table.reshape(3, 2)[np.array([[0, 2], [1, 1], [2, 2]])].reshape(3, -1)
    h = (x @ W.reshape(4, 2) + b).tanh()
    z = h - np.array([[0.5], [0.25], [1.0]])
    s = z.exp().sum(axis=1).log() - z[np.arange(3), np.array([0, 1, 1])]
    mean = z.sum(axis=1, keepdims=True) / 2
    loss = s.sum() / 3 + (((z - mean) ** 2).sum(axis=0) ** 0.5).sum()
    loss.backward()
    return [loss.data, table.grad, W.grad, b.grad]


def _two_steps(optimizer_class):
    """Take two steps of an optimizer with a vector and a matrix."""
    optimizer = optimizer_class(0.1, 0.9, 0.99)
    params = [np.array([1.0, -2.0]), np.array([[0.5, 1.0], [2.0, 3.0]])]
    for scale in (1.0, -3.0):
        params = optimizer.step(params, [scale * p**2 for p in params])
    return list(params)


TRIES = {
    "normalize_embeddings": lambda function: function(
        np.array([[3.0, -4.0], [0.0, 0.0], [3e-6, 4e-6]])
    ),
    "nearest_word": lambda function: [
        list(_WORDS).index(function(np.array([1.0, 1.0]), _WORDS, exclude))
        for exclude in ((), ("alike",), ("alike", "close"))
    ],
    "Tensor": _network_slopes,
    "AdamOptimizer": _two_steps,
    "sample_next": lambda function: [
        function(np.array([0.1, 2.0, 1.0]), np.random.default_rng(0), 0),
        function(np.array([3.0, 900.0, 1.0]), np.random.default_rng(0), 0.7),
    ],
    "bigram_counts": lambda function: function("abcab", ["a", "b", "c"]),
    "bigram_probabilities": lambda function: function(np.array([[1, 2], [0, 0]]), 1.0),
}
"""How each function is tried on a small example, with numbers as the result."""
