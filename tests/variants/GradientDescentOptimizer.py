# Right and wrong answers to `GradientDescentOptimizer(learning_rate)` with `.step(params,
# gradients)`, one cell a block, as students write them. `np` and `plt` come from the notebook's
# set-up cell. Every check must pass each right answer, and some check must fail each wrong one.

# %% right: a comprehension, as in the lecture text
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate
    
    def step(self, params, gradients):
        """Vanilla gradient descent"""
        return [param - self.lr * grad for param, grad in zip(params, gradients)]

# %% right: a loop over indices
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def step(self, params, gradients):
        new = []
        for i in range(len(params)):
            update = self.learning_rate * gradients[i]
            new.append(params[i] - update)
        return new

# %% right: copies changed in place
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def step(self, params, gradients):
        out = [np.array(w, dtype=float) if np.ndim(w) else w for w in params]
        for i, g in enumerate(gradients):
            out[i] -= self.learning_rate * g
        return out

# %% right: a factory with a closure
from types import SimpleNamespace

def GradientDescentOptimizer(learning_rate=0.01):
    def step(params, gradients):
        return list(map(lambda w, g: w - learning_rate * g, params, gradients))

    return SimpleNamespace(step=step, learning_rate=learning_rate)

# %% right: a dataclass, 0-d arrays
from dataclasses import dataclass

@dataclass
class GradientDescentOptimizer:
    learning_rate: float = 0.01

    def step(self, params, gradients):
        return [
            np.asarray(np.subtract(w, np.multiply(self.learning_rate, g)))
            for w, g in zip(params, gradients, strict=True)
        ]

# %% right: a base class for later optimizers, a tuple
from abc import ABC, abstractmethod

class Base(ABC):
    def __init__(self, learning_rate):
        self.eta = learning_rate

    def step(self, params, gradients):
        return tuple(w + self.update(g) for w, g in zip(params, gradients))

    @abstractmethod
    def update(self, g): ...

class GradientDescentOptimizer(Base):
    def __init__(self, learning_rate=0.01):
        super().__init__(learning_rate)

    def update(self, g):
        return -self.eta * g

# %% right: nested lists of Python floats
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [(np.array(w) - self.lr * np.array(g)).tolist() for w, g in zip(params, gradients)]

# %% right: one long vector, then taken apart again
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        shapes = [np.shape(w) for w in params]
        sizes = [int(np.prod(s)) for s in shapes]
        w = np.concatenate([np.ravel(p) for p in params])
        g = np.concatenate([np.ravel(p) for p in gradients])
        pieces = np.split(w - self.lr * g, np.cumsum(sizes)[:-1])
        return [piece.reshape(shape) for piece, shape in zip(pieces, shapes)]

# %% right: a generator kept as state, which counts steps for nobody
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.learning_rate, self.steps, self.losses = float(learning_rate), 0, []

    def step(self, params, gradients):
        self.steps += 1
        self.losses.append(sum(float(np.sum(np.square(g))) for g in gradients))
        def updates():
            for w, g in zip(params, gradients):
                yield w - self.learning_rate * g
        return [*updates()]

# %% right: recursion with match
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate
    def step(self, params, gradients):
        match params:
            case []: return []
            case [w, *rest]:
                return [w - self.learning_rate * gradients[0], *self.step(rest, gradients[1:])]

# %% right: a default that belongs to the class, an instance's own rate where one is given
class GradientDescentOptimizer:
    learning_rate = 0.01
    def __init__(self, learning_rate=None):
        if learning_rate is not None:
            self.learning_rate = learning_rate
    def step(self, params, gradients):
        steps = [self.learning_rate * g for g in gradients]
        return [w - s for w, s in zip(params, steps)]

# %% wrong: uphill
# true: a step along the gradient, which goes uphill
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [w + self.lr * g for w, g in zip(params, gradients)]

# %% wrong: the learning rate of the example, fixed
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = 0.5

    def step(self, params, gradients):
        return [w - self.lr * g for w, g in zip(params, gradients)]

# %% wrong: the learning rate of the last line, whatever was asked for
# true: a learning rate fixed at 0.01, whatever the argument says
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients, learning_rate=0.01):
        return [w - learning_rate * g for w, g in zip(params, gradients)]

# %% wrong: a default of 0.1
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.1):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [w - self.lr * g for w, g in zip(params, gradients)]

# %% wrong: no default
class GradientDescentOptimizer:
    def __init__(self, learning_rate):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [w - self.lr * g for w, g in zip(params, gradients)]

# %% wrong: another name for the argument
class GradientDescentOptimizer:
    def __init__(self, lr=0.01):
        self.lr = lr

    def step(self, params, gradients):
        return [w - self.lr * g for w, g in zip(params, gradients)]

# %% wrong: arrays changed in place
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        new = []
        for w, g in zip(params, gradients):
            w -= self.lr * g
            new.append(w)
        return new

# %% wrong: the caller's list filled with the new values
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        for i in range(len(params)):
            params[i] = params[i] - self.lr * gradients[i]
        return params

# %% wrong: the gradients scaled in place
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        new = []
        for w, g in zip(params, gradients):
            g *= self.lr
            new.append(w - g)
        return new

# %% wrong: the caller's list of gradients is emptied
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [w - self.lr * gradients.pop(0) for w in params]

# %% wrong: the first parameter alone
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [params[0] - self.lr * gradients[0]]

# %% wrong: the first gradient for all
# true: the first gradient, used for all parameters
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [w - self.lr * gradients[0] for w in params]

# %% wrong: one array, so that all shapes must agree
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return np.array(params) - self.lr * np.array(gradients)

# %% wrong: the change alone
# true: the change alone, without the old value
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [-self.lr * g for g in gradients]

# %% wrong: gradients of length 1
# true: a step of the same length, however large the gradient is; gradients that were scaled to length 1
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [w - self.lr * g / np.linalg.norm(g) for w, g in zip(params, gradients)]

# %% wrong: large gradients cut off at 1
# true: gradients that are clipped to between -1 and 1
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [w - self.lr * np.clip(g, -1, 1) for w, g in zip(params, gradients)]

# %% wrong: gradients of more than 100 are cut off
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [w - self.lr * np.clip(g, -100, 100) for w, g in zip(params, gradients)]

# %% wrong: a learning rate that fades, right for the first step alone
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        new = [w - self.lr * g for w, g in zip(params, gradients)]
        self.lr *= 0.99
        return new

# %% wrong: the learning rate belongs to the class, and so to the last instance
class GradientDescentOptimizer:
    lr = 0.01

    def __init__(self, learning_rate=0.01):
        GradientDescentOptimizer.lr = learning_rate

    def step(self, params, gradients):
        return [w - self.lr * g for w, g in zip(params, gradients)]

# %% wrong: a global learning rate
rate = 0.01

class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        global rate
        rate = learning_rate

    def step(self, params, gradients):
        return [w - rate * g for w, g in zip(params, gradients)]

# %% wrong: it goes on from its own parameters, not from those given
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate
        self.params = None

    def step(self, params, gradients):
        if self.params is None:
            self.params = params
        self.params = [w - self.lr * g for w, g in zip(self.params, gradients)]
        return self.params

# %% wrong: momentum
# true: momentum, which belongs to the next optimizer
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate
        self.v = None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [0.0 for _ in gradients]
        self.v = [0.9 * v + g for v, g in zip(self.v, gradients)]
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: the mean of each gradient
# true: one mean for a whole gradient, instead of its entries
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [w - self.lr * np.mean(g) for w, g in zip(params, gradients)]

# %% wrong: matrices come back flat
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        new = []
        for w, g in zip(params, gradients):
            if np.ndim(w) > 1:
                w, g = w.reshape(-1), g.reshape(-1)
            new.append(w - self.lr * g)
        return new

# %% wrong: scalars come back as arrays of one entry
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [np.atleast_1d(w - self.lr * g) for w, g in zip(params, gradients)]

# %% wrong: only scalars are updated, arrays pass through untouched
# true: a step for single numbers only, while arrays stay as they are
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [
            w - self.lr * g if isinstance(w, float) else w
            for w, g in zip(params, gradients)
        ]

# %% wrong: weight decay
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [w - self.lr * (g + 1e-3 * w) for w, g in zip(params, gradients)]

# %% wrong: the first value without its list
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return (params[0] - self.lr * gradients[0])

# %% wrong: nothing returned
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        self.params = [w - self.lr * g for w, g in zip(params, gradients)]

# %% wrong: rounded to four decimals
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [np.round(w - self.lr * g, 4) for w, g in zip(params, gradients)]

# %% wrong: negative gradients are taken for zero
# true: negative gradients that are treated as zero
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [w - self.lr * np.maximum(g, 0) for w, g in zip(params, gradients)]

# %% wrong: new values kept by shape, so that two vectors of one length mix
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate
    def step(self, params, gradients):
        d = {np.shape(p): p - self.learning_rate * g for p, g in zip(params, gradients)}
        return [d[np.shape(p)] for p in params]

# %% wrong: the first learning rate that was ever given
_rates = []
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        _rates.append(learning_rate)
        self.learning_rate = _rates[0]
    def step(self, params, gradients):
        return [p - self.learning_rate * g for p, g in zip(params, gradients)]

# %% wrong: tiny gradients are taken for zero
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate
    def step(self, params, gradients):
        return [p if np.all(np.abs(g) < 1e-4) else p - self.learning_rate * g for p, g in zip(params, gradients)]

# %% wrong: copies changed in place, which whole numbers do not allow
import copy

class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def step(self, params, gradients):
        out = copy.deepcopy(params)
        for i, g in enumerate(gradients):
            out[i] -= self.learning_rate * g
        return out

# %% wrong: the new values in one buffer, which the next step overwrites
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate
        self.buffers = {}

    def step(self, params, gradients):
        out = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            if np.ndim(w) == 0:
                out.append(w - self.learning_rate * g)
                continue
            buffer = self.buffers.setdefault(i, np.empty(np.shape(w)))
            buffer[...] = w - self.learning_rate * g
            out.append(buffer)
        return out

# %% right: recursion, with a helper
def _update(w, g, lr):
    return np.add(w, np.multiply(-lr, g))

class GradientDescentOptimizer(object):
    def __init__(self, learning_rate=0.01):
        self.__dict__.update(learning_rate=learning_rate)

    def step(self, params, gradients):
        if len(params) == 0:
            return []
        return [_update(params[0], gradients[0], self.learning_rate)] + self.step(params[1:], gradients[1:])

# %% wrong: remembers the first parameters
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate
        self.params = None

    def step(self, params, gradients):
        if self.params is None:
            self.params = params
        self.params = [p - self.learning_rate * g for p, g in zip(self.params, gradients)]
        return self.params

# %% wrong: multiplied by the weight
# true: a step that is multiplied by the weight
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def step(self, params, gradients):
        return [p * (1 - self.learning_rate * g) for p, g in zip(params, gradients)]

# %% wrong: a rate divided by the number of parameters
# true: a learning rate divided by the number of parameters
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def step(self, params, gradients):
        lr = self.learning_rate / len(params)
        return [p - lr * g for p, g in zip(params, gradients)]

# %% wrong: no learning rate
# true: a step without the learning rate
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [w - g for w, g in zip(params, gradients)]

# %% wrong: the new values are computed and then the old ones returned
# true: the old value, without any step
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        new = [w - self.lr * g for w, g in zip(params, gradients)]
        return list(params)

# %% wrong: the sum of each gradient
# true: one sum for a whole gradient, instead of its entries
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [w - self.lr * np.sum(g) for w, g in zip(params, gradients)]

# %% wrong: the sizes of the gradients
# true: the absolute values of the gradients, without their signs
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.lr = learning_rate

    def step(self, params, gradients):
        return [w - self.lr * abs(g) for w, g in zip(params, gradients)]

# %% wrong: recursion that only a float ends
class GradientDescentOptimizer:
    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = learning_rate

    def _down(self, w, g):
        if isinstance(w, float):
            return w - self.learning_rate * g
        if isinstance(w, np.integer):
            return float(w) - self.learning_rate * g
        return np.array([self._down(a, b) for a, b in zip(w, g)])

    def step(self, params, gradients):
        return [self._down(w, g) for w, g in zip(params, gradients)]

# %% right: a copy as floats, changed in place
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate=0.01):
        self._eta = float(learning_rate)

    def step(self, params, gradients):
        new = []
        for k in range(len(params)):
            if np.ndim(params[k]) == 0:
                new.append(float(params[k]) - self._eta * float(gradients[k]))
            else:
                w = params[k].astype(float)
                w -= self._eta * gradients[k]
                new.append(w)
        return new

# %% right: np.add of a negative multiple, by map
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = learning_rate

    def _moved(self, w, g):
        return np.add(w, np.multiply(-self.learning_rate, g), dtype=float)

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step."""
        return list(map(self._moved, params, gradients))

# %% right: one long vector, split again
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = learning_rate

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step."""
        new, position = [], 0
        flat = np.concatenate([np.zeros(0)] + [np.ravel(w) for w in params])
        slope = np.concatenate([np.zeros(0)] + [np.ravel(g) for g in gradients])
        flat = flat - self.learning_rate * slope
        for w in params:
            new.append(flat[position : position + np.size(w)].reshape(np.shape(w)).copy())
            position += np.size(w)
        return new

# %% wrong: the rate of the class, which the last instance sets
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    learning_rate = 0.01

    def __init__(self, learning_rate=0.01):
        GradientDescentOptimizer.learning_rate = learning_rate

    def step(self, params, gradients):
        rate = GradientDescentOptimizer.learning_rate
        return [w - rate * g for w, g in zip(params, gradients, strict=True)]

# %% wrong: writes into the list of parameters and returns it
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def step(self, params, gradients):
        for k in range(len(params)):
            params[k] = params[k] - self.learning_rate * gradients[k]
        return params

# %% wrong: the caller's own array where its gradient is 0
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def step(self, params, gradients):
        return [
            w - self.learning_rate * g if np.any(g) else w
            for w, g in zip(params, gradients, strict=True)
        ]

# %% wrong: gradients taken out of the caller's list
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def step(self, params, gradients):
        new = []
        for w in params:
            new.append(w - self.learning_rate * gradients.pop(0))
        return new

# %% wrong: single precision
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def step(self, params, gradients):
        return [
            np.asarray(w, dtype=np.float32) - np.float32(self.learning_rate) * np.asarray(g, dtype=np.float32)
            for w, g in zip(params, gradients, strict=True)
        ]

# %% wrong: rows and columns alone
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def step(self, params, gradients):
        new = []
        for w, g in zip(params, gradients, strict=True):
            if np.ndim(w) < 2:
                new.append(w - self.learning_rate * g)
            else:
                rows = [np.ravel(a) - self.learning_rate * np.ravel(b) for a, b in zip(w, g)]
                new.append(np.array(rows))
        return new

# %% wrong: gradients cut to plus or minus 1000
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def step(self, params, gradients):
        return [w - self.learning_rate * np.clip(g, -1e3, 1e3) for w, g in zip(params, gradients)]

# %% wrong: the caller's float arrays changed in place
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def step(self, params, gradients):
        new = []
        for w, g in zip(params, gradients):
            w = np.asarray(w, dtype=float)
            w -= self.learning_rate * np.asarray(g)
            new.append(w)
        return new

# %% wrong: its own place, from the first parameters on
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate
        self.place = None

    def step(self, params, gradients):
        start = params if self.place is None else self.place
        self.place = [w - self.learning_rate * g for w, g in zip(start, gradients)]
        return [np.copy(w) if np.ndim(w) else w for w in self.place]

# %% wrong: gradients in the type of the parameter
class GradientDescentOptimizer:
    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def step(self, params, gradients):
        return [
            w - self.learning_rate * np.asarray(g).astype(np.asarray(w).dtype)
            for w, g in zip(params, gradients)
        ]

# %% right: index loop, everything copied to float arrays first
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = learning_rate

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        new_params = []
        for i in range(len(params)):
            w = np.array(params[i], dtype=float)
            g = np.array(gradients[i], dtype=float)
            new_w = w - self.learning_rate * g
            new_params.append(new_w)
        return new_params

# %% right: one comprehension over zip
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = float(learning_rate)

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        return [w - self.learning_rate * g for w, g in zip(params, gradients, strict=True)]

# %% right: one flat vector for all parameters, then cut again
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = learning_rate

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        if not params:
            return []
        flat_w = np.concatenate([np.ravel(w).astype(float) for w in params])
        flat_g = np.concatenate([np.ravel(g).astype(float) for g in gradients])
        flat = flat_w - self.learning_rate * flat_g
        sizes = [np.size(w) for w in params]
        pieces = np.split(flat, np.cumsum(sizes)[:-1])
        return [np.array(p.reshape(np.shape(w))) for p, w in zip(pieces, params)]

# %% right: map with a private method, np.subtract and np.multiply
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = learning_rate

    def _move(self, w, g):
        change = np.multiply(g, float(self.learning_rate))
        return np.subtract(w, change)

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        return list(map(self._move, params, gradients))

# %% wrong: w -= writes into the caller's arrays (and fails for integers); "Leave both lists, and all arrays in them, unchanged"
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = learning_rate

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        new = []
        for w, g in zip(params, gradients):
            w -= self.learning_rate * g
            new.append(w)
        return new

# %% wrong: uphill, + instead of - in equation (1)
# true: a step along the gradient, which goes uphill
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = learning_rate

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        return [w + self.learning_rate * g for w, g in zip(params, gradients)]

# %% wrong: replaces the entries of the list params; "Leave both lists ... unchanged"
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = learning_rate

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        for i in range(len(params)):
            params[i] = params[i] - self.learning_rate * gradients[i]
        return params

# %% wrong: np.array(params) fails for parameters of different shapes; "arrays of any shape"
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = learning_rate

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        new = np.array(params) - self.learning_rate * np.array(gradients)
        return list(new)

# %% wrong: return inside the loop, only the first parameter comes back
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = learning_rate

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        result = []
        for w, g in zip(params, gradients):
            result.append(w - self.learning_rate * g)
            return result

# %% wrong: a parameter with gradient 0 is returned as it is, the caller's own array; "return new arrays"
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = learning_rate

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        new = []
        for w, g in zip(params, gradients):
            if not np.any(g):
                new.append(w)
            else:
                new.append(w - self.learning_rate * g)
        return new

# %% wrong: new values in zeros_like(w) are cut to whole numbers; "the new values are floats"
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = learning_rate

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        new = []
        for w, g in zip(params, gradients):
            place = np.zeros_like(w)
            place[...] = np.asarray(w) - self.learning_rate * np.asarray(g)
            new.append(place)
        return new

# %% wrong: learning rate 0.01 built in; "the learning rate with which the optimizer was created"
# true: a learning rate fixed at 0.01, whatever the argument says
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = learning_rate

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        learning_rate = 0.01
        return [w - learning_rate * g for w, g in zip(params, gradients)]

# %% wrong: gradients clipped to ±1, so that nothing explodes; (1) uses g itself
# true: gradients that are clipped to between -1 and 1
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = learning_rate

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        result = []
        for w, g in zip(params, gradients):
            g = np.clip(g, -1.0, 1.0)
            result.append(w - self.learning_rate * g)
        return result

# %% wrong: NameError, learning_rate without self
class GradientDescentOptimizer:
    """Gradient descent with a fixed learning rate."""

    def __init__(self, learning_rate: float = 0.01):
        self.learning_rate = learning_rate

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        return [w - learning_rate * g for w, g in zip(params, gradients)]
