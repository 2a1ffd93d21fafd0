# Right and wrong answers to `optimize(optimizer, gradient, x0, steps=20)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: the loop of the lecture text, as a function
def optimize(optimizer, gradient, x0, steps=20):
    x = [x0]
    history = [x[0]]
    
    for _ in range(steps):
        grad = [gradient(x[0])]
        x = optimizer.step(x, grad)
        history.append(x[0])
    return history

# %% right: copies everywhere
def optimize(optimizer, gradient, x0, steps=20):
    x = np.array(x0, dtype=float)
    history = [x.copy()]
    for _ in range(steps):
        x = np.array(optimizer.step([x.copy()], [gradient(x.copy())])[0])
        history.append(x.copy())
    return history

# %% right: one array, a row for each entry
def optimize(optimizer, gradient, x0, steps=20):
    history = np.empty((steps + 1, *np.shape(x0)))
    history[0] = x0
    for k in range(steps):
        x = history[k].copy() if np.ndim(x0) else float(history[k])
        history[k + 1] = optimizer.step([x], [gradient(x)])[0]
    return history

# %% right: recursion
def optimize(optimizer, gradient, x0, steps=20):
    if steps == 0:
        return [x0]
    (x1,) = optimizer.step([x0], [gradient(x0)])
    return [x0, *optimize(optimizer, gradient, x1, steps - 1)]

# %% right: itertools
from itertools import accumulate, repeat

def optimize(optimizer, gradient, x0, steps=20):
    return list(
        accumulate(
            repeat(None, steps),
            lambda x, _: optimizer.step([x], [gradient(x)])[0],
            initial=x0,
        )
    )

# %% right: a generator and its list, a while loop
def iterates(optimizer, gradient, x):
    while True:
        yield x
        x = optimizer.step([x], [gradient(x)])[0]

def optimize(optimizer, gradient, x0, steps=20):
    walk = iterates(optimizer, gradient, x0)
    out = []
    while len(out) < steps + 1:
        out.append(next(walk))
    return out

# %% right: nested lists of Python floats
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [np.asarray(x0).tolist()]
    for step in range(1, steps + 1):
        x = optimizer.step([x], [gradient(x)])[0]
        history.append(np.asarray(x).tolist())
    return tuple(history)

# %% right: a comprehension that assigns on the way, a tuple
def optimize(optimizer, gradient, x0, steps=20):
    x = x0
    return (x0, *[x := optimizer.step([x], [gradient(x)])[0] for _ in range(steps)])

# %% right: an array that grows by an entry with each step
def optimize(optimizer, gradient, x0, steps=20):
    h = np.array([x0], dtype=float)
    for k in range(steps):
        x = h[-1].copy() if h.ndim > 1 else float(h[-1])
        (new,) = optimizer.step([x], [gradient(x)])
        h = np.append(h, np.array([new], dtype=float), axis=0)
    return h

# %% right: `accumulate`, with a lambda
from itertools import accumulate, repeat

def optimize(optimizer, gradient, x0, steps=20):
    start = np.array(x0, dtype=float) if np.ndim(x0) else x0
    return list(accumulate(repeat(None, steps), lambda x, _: optimizer.step([x], [gradient(x)])[0], initial=start))

# %% wrong: the start is left out
# true: a history without the starting value
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, []
    for _ in range(steps):
        x = optimizer.step([x], [gradient(x)])[0]
        history.append(x)
    return history

# %% wrong: the last value is left out
# true: a history that is one step short
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, []
    for _ in range(steps):
        history.append(x)
        x = optimizer.step([x], [gradient(x)])[0]
    return history

# %% wrong: the last value alone
# true: only the last value instead of the whole history
def optimize(optimizer, gradient, x0, steps=20):
    x = x0
    for _ in range(steps):
        x = optimizer.step([x], [gradient(x)])[0]
    return x

# %% wrong: one step too many
# true: a history that is one step too long
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [x0]
    for _ in range(steps + 1):
        x = optimizer.step([x], [gradient(x)])[0]
        history.append(x)
    return history

# %% wrong: twenty steps, whatever was asked for
# true: twenty steps, whatever `steps` says
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [x0]
    for _ in range(20):
        x = optimizer.step([x], [gradient(x)])[0]
        history.append(x)
    return history

# %% wrong: a hundred steps where none are given
def optimize(optimizer, gradient, x0, steps=100):
    x, history = x0, [x0]
    for _ in range(steps):
        x = optimizer.step([x], [gradient(x)])[0]
        history.append(x)
    return history

# %% wrong: steps=0 is taken for not given
# true: `steps=0` that is treated as if it were not given
def optimize(optimizer, gradient, x0, steps=None):
    x, history = x0, [x0]
    for _ in range(steps or 20):
        x = optimizer.step([x], [gradient(x)])[0]
        history.append(x)
    return history

# %% wrong: at least one step
# true: at least one step, even for `steps=0`
def optimize(optimizer, gradient, x0, steps=20):
    history, x = [x0], x0
    while True:
        x = optimizer.step([x], [gradient(x)])[0]
        history.append(x)
        if len(history) > steps:
            return history

# %% wrong: the gradient of the start at every step
# true: the gradient at the start, used for every step
def optimize(optimizer, gradient, x0, steps=20):
    x, history, g = x0, [x0], gradient(x0)
    for _ in range(steps):
        x = optimizer.step([x], [g])[0]
        history.append(x)
    return history

# %% wrong: every step is taken from the start
# true: steps that all begin at the starting value
def optimize(optimizer, gradient, x0, steps=20):
    history = [x0]
    for _ in range(steps):
        history.append(optimizer.step([x0], [gradient(x0)])[0])
    return history

# %% wrong: the gradient of the step before
# true: the gradient at the previous x, one step late
def optimize(optimizer, gradient, x0, steps=20):
    x, history, g = x0, [x0], gradient(x0)
    for _ in range(steps):
        new = optimizer.step([x], [g])[0]
        g = gradient(x)
        x = new
        history.append(x)
    return history

# %% wrong: its own gradient descent, the optimizer unused
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [x0]
    for _ in range(steps):
        x = x - 0.1 * gradient(x)
        history.append(x)
    return history

# %% wrong: the learning rate is read from the optimizer, its step unused
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [x0]
    for _ in range(steps):
        x = x - optimizer.learning_rate * gradient(x)
        history.append(x)
    return history

# %% wrong: each entry is still in its list
# true: entries that are one-element lists
def optimize(optimizer, gradient, x0, steps=20):
    x = [x0]
    history = [x]
    for _ in range(steps):
        x = optimizer.step(x, [gradient(x[0])])
        history.append(x)
    return history

# %% wrong: x handed over without a list
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [x0]
    for _ in range(steps):
        x = optimizer.step(x, gradient(x))
        history.append(x)
    return history

# %% wrong: one array, written over at every step
# true: the last value in every entry of the history
def optimize(optimizer, gradient, x0, steps=20):
    x = np.array(x0, dtype=float)
    history = [x]
    for _ in range(steps):
        x[...] = optimizer.step([x], [gradient(x)])[0]
        history.append(x)
    return history

# %% wrong: views of one array, written over at every step, scalars right
# true: the last value in every entry of the history
def optimize(optimizer, gradient, x0, steps=20):
    if np.ndim(x0) == 0:
        x, history = x0, [x0]
        for _ in range(steps):
            x = optimizer.step([x], [gradient(x)])[0]
            history.append(x)
        return history
    x = np.array(x0, dtype=float)
    history = [x[:]]
    for _ in range(steps):
        x[:] = optimizer.step([x], [gradient(x)])[0]
        history.append(x[:])
    return history

# %% wrong: scalars alone
def optimize(optimizer, gradient, x0, steps=20):
    x, history = float(x0), [float(x0)]
    for _ in range(steps):
        x = float(optimizer.step([x], [gradient(x)])[0])
        history.append(x)
    return history

# %% wrong: a row for each entry, also where x is a number
# true: entries that are one-element lists
def optimize(optimizer, gradient, x0, steps=20):
    x = np.atleast_1d(np.array(x0, dtype=float))
    history = [x]
    for _ in range(steps):
        x = np.atleast_1d(optimizer.step([x], [gradient(x)])[0])
        history.append(x)
    return np.array(history)

# %% wrong: it stops early where x hardly moves
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [x0]
    for _ in range(steps):
        new = optimizer.step([x], [gradient(x)])[0]
        if np.allclose(new, x):
            break
        x = new
        history.append(x)
    return history

# %% wrong: it stops early where the gradient is zero, though momentum goes on
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [x0]
    for _ in range(steps):
        g = gradient(x)
        if np.any(g):
            x = optimizer.step([x], [g])[0]
        history.append(x)
    return history

# %% wrong: two calls of step for each entry
# true: two steps of the optimizer for each entry of the history
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [x0]
    for _ in range(steps):
        optimizer.step([x], [gradient(x)])
        x = optimizer.step([x], [gradient(x)])[0]
        history.append(x)
    return history

# %% wrong: a history that all calls share
def optimize(optimizer, gradient, x0, steps=20, history=[]):
    x = x0
    history.append(x)
    for _ in range(steps):
        x = optimizer.step([x], [gradient(x)])[0]
        history.append(x)
    return list(history)

# %% wrong: the losses of another function, for printing
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [x0**2 + 2 * x0 + 1]
    for _ in range(steps):
        x = optimizer.step([x], [gradient(x)])[0]
        history.append(x**2 + 2 * x + 1)
    return history

# %% wrong: the gradient of the lecture's example, whatever was handed over
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [x0]
    for _ in range(steps):
        x = optimizer.step([x], [2 * x + 2])[0]
        history.append(x)
    return history

# %% wrong: the history newest first
# true: the history in reverse, the newest x first
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [x0]
    for _ in range(steps):
        x = optimizer.step([x], [gradient(x)])[0]
        history.insert(0, x)
    return history

# %% wrong: a gradient that is clipped at 10
def optimize(optimizer, gradient, x0, steps=20):
    h = [x0]
    for _ in range(steps):
        h.append(optimizer.step([h[-1]], [np.clip(gradient(h[-1]), -10, 10)])[0])
    return h

# %% wrong: it stops early where x becomes large
def optimize(optimizer, gradient, x0, steps=20):
    h = [x0]
    for _ in range(steps):
        x = optimizer.step([h[-1]], [gradient(h[-1])])[0]
        if np.max(np.abs(x)) > 100:
            break
        h.append(x)
    return h

# %% wrong: a start of 0 is taken for not given
def optimize(optimizer, gradient, x0, steps=20):
    if np.ndim(x0) == 0 and not x0:
        x0 = 1.0
    h = [x0]
    for _ in range(steps):
        h.append(optimizer.step([h[-1]], [gradient(h[-1])])[0])
    return h

# %% wrong: a vector as a list of its entries, which the optimizer steps one by one
def optimize(optimizer, gradient, x0, steps=20):
    if np.ndim(x0) == 0:
        history = [x0]
        for _ in range(steps):
            history.append(optimizer.step([history[-1]], [gradient(history[-1])])[0])
        return history
    history = [np.array(x0)]
    for _ in range(steps):
        entries, slopes = list(history[-1]), list(gradient(history[-1]))
        history.append(np.array(optimizer.step(entries, slopes)))
    return history

# %% wrong: a fresh optimizer of the same class at each step
# true: a new optimizer at each step, which forgets the settings too
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [x0]
    for _ in range(steps):
        try:
            fresh = type(optimizer)()
        except TypeError:
            fresh = optimizer
        [x] = fresh.step([x], [gradient(x)])
        history.append(x)
    return history

# %% wrong: a copy of the optimizer at each step
# true: an optimizer that is created again, or copied, at each step
import copy

def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [x0]
    for _ in range(steps):
        [x] = copy.deepcopy(optimizer).step([x], [gradient(x)])
        history.append(x)
    return history

# %% wrong: a history of whole numbers where the start is one
def optimize(optimizer, gradient, x0, steps=20):
    history = np.zeros((steps + 1, *np.shape(x0)), dtype=np.asarray(x0).dtype)
    history[0] = x0
    x = x0
    for k in range(steps):
        [x] = optimizer.step([x], [gradient(x)])
        history[k + 1] = x
    return history

# %% wrong: plain gradient descent with the optimizer's learning rate
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [x0]
    for _ in range(steps):
        x = x - optimizer.learning_rate * gradient(x)
        history.append(x)
    return history

# %% wrong: `step` called twice
# true: two steps of the optimizer for each entry of the history
def optimize(optimizer, gradient, x0, steps=20):
    history = [x0]
    for _ in range(steps):
        optimizer.step([history[-1]], [gradient(history[-1])])
        history.append(optimizer.step([history[-1]], [gradient(history[-1])])[0])
    return history

# %% wrong: the gradients on the way
# true: the gradients instead of the values of x
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [gradient(x0)]
    for _ in range(steps):
        [x] = optimizer.step([x], [gradient(x)])
        history.append(gradient(x))
    return history

# %% wrong: a fill where x stays the same
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, [x0]
    while len(history) < steps + 1:
        [new] = optimizer.step([x], [gradient(x)])
        history.append(new)
        if np.array_equal(new, x):
            history += [new] * (steps + 1 - len(history))
        x = new
    return history

# %% wrong: one more call of `step`
def optimize(optimizer, gradient, x0, steps=20):
    x, history = x0, []
    for _ in range(steps + 1):
        history.append(x)
        [x] = optimizer.step([x], [gradient(x)])
    return history

# %% wrong: the last value as often as there are entries
# true: the last value in every entry of the history
def optimize(optimizer, gradient, x0, steps=20):
    x = x0
    for _ in range(steps):
        [x] = optimizer.step([x], [gradient(x)])
    return [x] * (steps + 1)

# %% right: copies for everyone
def optimize(optimizer, gradient, x0, steps: int = 20) -> list:
    """Return the values of x on the way down."""
    number = np.ndim(x0) == 0

    def copy(x):
        return float(x) if number else np.array(x, dtype=float)

    x = copy(x0)
    history = [copy(x)]
    for _ in range(steps):
        [x] = optimizer.step([copy(x)], [gradient(copy(x))])
        history.append(copy(x))
    return history

# %% right: rows of an array of floats
def optimize(optimizer, gradient, x0, steps=20):
    history = np.zeros((steps + 1,) + np.shape(x0))
    history[0] = x0
    for k in range(steps):
        x = history[k].copy() if history.ndim > 1 else float(history[k])
        history[k + 1] = optimizer.step([x], [gradient(x)])[0]
    return list(history) if history.ndim > 1 else history.tolist()

# %% right: recursion over the steps
def optimize(optimizer, gradient, x0, steps: int = 20) -> list:
    """Return the values of x on the way down."""
    start = 1.0 * x0 if np.ndim(x0) == 0 else np.array(x0, dtype=float)
    kept = start if np.ndim(x0) == 0 else start.copy()
    if steps == 0:
        return [kept]
    (new,) = optimizer.step([start], [gradient(start)])
    return [kept] + optimize(optimizer, gradient, new, steps - 1)

# %% right: a generator with copies
def _values(optimizer, gradient, x, steps):
    yield x
    while steps:
        new = optimizer.step([x + 0.0], [gradient(x + 0.0)])
        x = new[0] + 0.0  # a copy of what the optimizer returned
        yield x
        steps -= 1


def optimize(optimizer, gradient, x0, steps=20):
    start = np.array(x0, dtype=float) if isinstance(x0, np.ndarray) else float(x0)
    return list(_values(optimizer, gradient, start, steps))

# %% wrong: stops where x is nearly the same, and repeats it
def optimize(optimizer, gradient, x0, steps=20):
    history = [np.array(x0, dtype=float)]
    while len(history) <= steps:
        x = history[-1]
        [new] = optimizer.step([x.copy()], [gradient(x.copy())])
        history.append(np.array(new, dtype=float))
        if np.allclose(history[-1], x):
            history += [history[-1].copy() for _ in range(steps + 1 - len(history))]
    return history

# %% wrong: stays where the gradient is 0
def optimize(optimizer, gradient, x0, steps=20):
    x = np.array(x0, dtype=float)
    history = [x.copy()]
    for _ in range(steps):
        g = gradient(x.copy())
        if np.any(g):
            [x] = optimizer.step([x.copy()], [g])
        history.append(np.array(x, dtype=float))
    return history

# %% wrong: one more call of step, thrown away
def optimize(optimizer, gradient, x0, steps=20):
    x, history = np.array(x0, dtype=float), []
    for _ in range(steps + 1):
        history.append(np.array(x, dtype=float))
        [x] = optimizer.step([history[-1].copy()], [gradient(history[-1].copy())])
    return history

# %% wrong: a deep copy walks
import copy


def optimize(optimizer, gradient, x0, steps=20):
    own = copy.deepcopy(optimizer)
    history = [np.array(x0, dtype=float)]
    for _ in range(steps):
        x = history[-1].copy()
        [new] = own.step([x], [gradient(x)])
        history.append(np.array(new, dtype=float))
    return history

# %% wrong: a hundred steps by default
def optimize(optimizer, gradient, x0, steps=100):
    history = [np.array(x0, dtype=float)]
    for _ in range(steps):
        x = history[-1].copy()
        [new] = optimizer.step([x], [gradient(x)])
        history.append(np.array(new, dtype=float))
    return history

# %% wrong: breaks off beyond plus or minus 1000
def optimize(optimizer, gradient, x0, steps=20):
    history = [np.array(x0, dtype=float)]
    for _ in range(steps):
        x = history[-1].copy()
        if np.max(np.abs(x)) > 1000:
            break
        [new] = optimizer.step([x], [gradient(x)])
        history.append(np.array(new, dtype=float))
    return history

# %% wrong: the optimizer's attributes are reset
def optimize(optimizer, gradient, x0, steps=20):
    if hasattr(optimizer, "t"):
        optimizer.t = 0
    for name in ("m", "v", "velocity", "velocities"):
        if hasattr(optimizer, name):
            setattr(optimizer, name, None)
    history = [np.array(x0, dtype=float)]
    for _ in range(steps):
        x = history[-1].copy()
        [new] = optimizer.step([x], [gradient(x)])
        history.append(np.array(new, dtype=float))
    return history

# %% wrong: entries of x as parameters of their own
def optimize(optimizer, gradient, x0, steps=20):
    if np.ndim(x0) == 0:
        x, history = float(x0), [float(x0)]
        for _ in range(steps):
            [x] = optimizer.step([x], [gradient(x)])
            history.append(x)
        return history
    history = [np.array(x0, dtype=float)]
    for _ in range(steps):
        new = optimizer.step(list(history[-1]), list(gradient(history[-1])))
        history.append(np.array(new, dtype=float))
    return history

# %% right: for loop, one-element lists in and out, copies kept
def optimize(optimizer, gradient, x0, steps: int = 20) -> list:
    """Return the values of x on the way down.

    optimizer: any object with step(params, gradients), which returns a list.
    gradient: a function of x that returns an array of the shape of x.
    x0: the start, a float or an array of shape (d,).
    Returns steps + 1 values of x, the start first.
    """
    if isinstance(x0, np.ndarray):
        x = x0.copy()
    else:
        x = x0
    history = [x]
    for k in range(steps):
        g = gradient(x)
        new_params = optimizer.step([x], [g])
        x = new_params[0]
        if isinstance(x, np.ndarray):
            x = x.copy()
        history.append(x)
    return history

# %% right: preallocated float array of all values
def optimize(optimizer, gradient, x0, steps: int = 20) -> list:
    """Return the values of x on the way down.

    optimizer: any object with step(params, gradients), which returns a list.
    gradient: a function of x that returns an array of the shape of x.
    x0: the start, a float or an array of shape (d,).
    Returns steps + 1 values of x, the start first.
    """
    history = np.empty((steps + 1,) + np.shape(x0), dtype=float)
    history[0] = x0
    for k in range(steps):
        history[k + 1] = optimizer.step([history[k]], [gradient(history[k])])[0]
    return list(history)

# %% right: deepcopy of every value, sequence unpacking in brackets
from copy import deepcopy


def optimize(optimizer, gradient, x0, steps: int = 20) -> list:
    """Return the values of x on the way down.

    optimizer: any object with step(params, gradients), which returns a list.
    gradient: a function of x that returns an array of the shape of x.
    x0: the start, a float or an array of shape (d,).
    Returns steps + 1 values of x, the start first.
    """
    history = [deepcopy(x0)]
    while len(history) <= steps:
        x = deepcopy(history[-1])
        [x] = optimizer.step([x], [gradient(x)])
        history.append(deepcopy(x))
    return history

# %% right: generator of places with yield, floats throughout
def _places(optimizer, gradient, x, steps):
    yield x
    for _ in range(steps):
        (x,) = optimizer.step([x], [gradient(x)])
        yield np.array(x, dtype=float) if np.ndim(x) else float(x)


def optimize(optimizer, gradient, x0, steps: int = 20) -> list:
    """Return the values of x on the way down.

    optimizer: any object with step(params, gradients), which returns a list.
    gradient: a function of x that returns an array of the shape of x.
    x0: the start, a float or an array of shape (d,).
    Returns steps + 1 values of x, the start first.
    """
    start = np.array(x0, dtype=float) if np.ndim(x0) else float(x0)
    return list(_places(optimizer, gradient, start, steps))

# %% wrong: history without the start; "with the start first"
# true: a history without the starting value
def optimize(optimizer, gradient, x0, steps: int = 20) -> list:
    """Return the values of x on the way down.

    optimizer: any object with step(params, gradients), which returns a list.
    gradient: a function of x that returns an array of the shape of x.
    x0: the start, a float or an array of shape (d,).
    Returns steps + 1 values of x, the start first.
    """
    x = x0
    history = []
    for _ in range(steps):
        [x] = optimizer.step([x], [gradient(x)])
        history.append(x)
    return history

# %% wrong: gradient only at the start; (2) has the gradient at x_k
# true: the gradient at the start, used for every step
def optimize(optimizer, gradient, x0, steps: int = 20) -> list:
    """Return the values of x on the way down.

    optimizer: any object with step(params, gradients), which returns a list.
    gradient: a function of x that returns an array of the shape of x.
    x0: the start, a float or an array of shape (d,).
    Returns steps + 1 values of x, the start first.
    """
    x = x0
    history = [x]
    g = gradient(x)
    for _ in range(steps):
        x = optimizer.step([x], [g])[0]
        history.append(x)
    return history

# %% wrong: entries of the history are one-element lists; "Each value is a number or a vector, like x0"
# true: entries that are one-element lists
def optimize(optimizer, gradient, x0, steps: int = 20) -> list:
    """Return the values of x on the way down.

    optimizer: any object with step(params, gradients), which returns a list.
    gradient: a function of x that returns an array of the shape of x.
    x0: the start, a float or an array of shape (d,).
    Returns steps + 1 values of x, the start first.
    """
    params = [x0]
    history = [params]
    for _ in range(steps):
        params = optimizer.step(params, [gradient(params[0])])
        history.append(params)
    return history

# %% wrong: x is passed without a list; "takes two lists"
def optimize(optimizer, gradient, x0, steps: int = 20) -> list:
    """Return the values of x on the way down.

    optimizer: any object with step(params, gradients), which returns a list.
    gradient: a function of x that returns an array of the shape of x.
    x0: the start, a float or an array of shape (d,).
    Returns steps + 1 values of x, the start first.
    """
    x = x0
    history = [x]
    for _ in range(steps):
        x = optimizer.step(x, gradient(x))
        history.append(x)
    return history

# %% wrong: stops when x no longer changes; "Take all the steps, even if x no longer changes"
def optimize(optimizer, gradient, x0, steps: int = 20) -> list:
    """Return the values of x on the way down.

    optimizer: any object with step(params, gradients), which returns a list.
    gradient: a function of x that returns an array of the shape of x.
    x0: the start, a float or an array of shape (d,).
    Returns steps + 1 values of x, the start first.
    """
    history = [x0]
    x = x0
    for _ in range(steps):
        new = optimizer.step([x], [gradient(x)])[0]
        history.append(new)
        if np.allclose(new, x):
            break
        x = new
    return history

# %% wrong: history array has the dtype of x0, whole numbers cut the values
def optimize(optimizer, gradient, x0, steps: int = 20) -> list:
    """Return the values of x on the way down.

    optimizer: any object with step(params, gradients), which returns a list.
    gradient: a function of x that returns an array of the shape of x.
    x0: the start, a float or an array of shape (d,).
    Returns steps + 1 values of x, the start first.
    """
    x0 = np.asarray(x0)
    history = np.zeros((steps + 1, *x0.shape), dtype=x0.dtype)
    history[0] = x0
    for k in range(steps):
        history[k + 1] = optimizer.step([history[k]], [gradient(history[k])])[0]
    return history

# %% wrong: learning rate of the optimizer used for an own step; "use no other part of the optimizer"
def optimize(optimizer, gradient, x0, steps: int = 20) -> list:
    """Return the values of x on the way down.

    optimizer: any object with step(params, gradients), which returns a list.
    gradient: a function of x that returns an array of the shape of x.
    x0: the start, a float or an array of shape (d,).
    Returns steps + 1 values of x, the start first.
    """
    x = x0
    history = [x]
    for _ in range(steps):
        x = x - optimizer.learning_rate * gradient(x)
        history.append(x)
    return history

# %% wrong: the vector is handed over entry by entry; "There is only one parameter: x itself"
def optimize(optimizer, gradient, x0, steps: int = 20) -> list:
    """Return the values of x on the way down.

    optimizer: any object with step(params, gradients), which returns a list.
    gradient: a function of x that returns an array of the shape of x.
    x0: the start, a float or an array of shape (d,).
    Returns steps + 1 values of x, the start first.
    """
    x = x0
    history = [x]
    for _ in range(steps):
        g = gradient(x)
        if np.ndim(x) == 0:
            x = optimizer.step([x], [g])[0]
        else:
            x = np.array(optimizer.step(list(x), list(g)))
        history.append(x)
    return history

# %% wrong: x[:] writes the new values into the one array, so all entries are the last; "no later step may change it"
# true: the last value in every entry of the history
def optimize(optimizer, gradient, x0, steps: int = 20) -> list:
    """Return the values of x on the way down.

    optimizer: any object with step(params, gradients), which returns a list.
    gradient: a function of x that returns an array of the shape of x.
    x0: the start, a float or an array of shape (d,).
    Returns steps + 1 values of x, the start first.
    """
    x = np.array(x0, dtype=float)
    history = [x]
    for _ in range(steps):
        x[...] = optimizer.step([x], [gradient(x)])[0]
        history.append(x)
    return history

# %% wrong: range(steps - 1), one step too few ("steps + 1 values")
def optimize(optimizer, gradient, x0, steps: int = 20) -> list:
    """Return the values of x on the way down.

    optimizer: any object with step(params, gradients), which returns a list.
    gradient: a function of x that returns an array of the shape of x.
    x0: the start, a float or an array of shape (d,).
    Returns steps + 1 values of x, the start first.
    """
    x = x0
    history = [x]
    for k in range(1, steps):
        x = optimizer.step([x], [gradient(x)])[0]
        history.append(x)
    return history
