# Right and wrong answers to `gradient_descent(gradient, w, learning_rate=0.1, steps=10)`, one cell a
# block, as students write them. `np` and `plt` come from the notebook's set-up cell. Every check
# must pass each right answer, and some check must fail each wrong one.

# %% right: the loop of the lecture text, with a list
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = [w]
    for step in range(steps):
        grad = gradient(w)
        w = w - learning_rate * grad
        history.append(w)
    return history

# %% right: a copy that moves in place, and copies of it
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    w = np.array(w, dtype=float)
    history = [w.copy()]
    for _ in range(steps):
        w -= learning_rate * np.asarray(gradient(w.copy()))
        history.append(w.copy())
    return history

# %% right: one array with a row for each value
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = np.empty((steps + 1,) + np.shape(w))
    path[0] = w
    for k in range(steps):
        path[k + 1] = path[k] - learning_rate * gradient(path[k])
    return path

# %% right: itertools.accumulate
from itertools import accumulate, repeat

def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    step = lambda v, _: v - learning_rate * gradient(v)
    return list(accumulate(repeat(None, steps), step, initial=w))

# %% right: recursion
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    if steps == 0:
        return [w]
    return [w] + gradient_descent(gradient, w - learning_rate * gradient(w), learning_rate, steps - 1)

# %% right: while, and the history as its own memory
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = [np.copy(w)]
    while len(history) < steps + 1:
        history.append(history[-1] - learning_rate * gradient(history[-1]))
    return np.array(history)

# %% right: a generator, turned into a list, which asks once more than it must
def walk(gradient, w, learning_rate):
    while True:
        yield w
        w = w + learning_rate * -gradient(w)

def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = walk(gradient, w, learning_rate)
    found = [next(path) for _ in range(steps + 1)]
    gradient(found[-1])
    return found

# %% right: the moves summed up
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    moves = []
    here = w
    for _ in range(steps):
        moves.append(-learning_rate * gradient(here))
        here = w + sum(moves)
    return [w + sum(moves[:k]) for k in range(steps + 1)]

# %% right: an optimizer class
class Descent:
    def __init__(self, gradient, rate):
        self.gradient = gradient
        self.rate = rate

    def step(self, w):
        return np.subtract(w, np.multiply(self.rate, self.gradient(w)))

def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    optimizer = Descent(gradient, learning_rate)
    values = [w]
    for i in range(1, steps + 1):
        values.append(optimizer.step(values[i - 1]))
    return values

# %% right: plain lists, entry by entry
def move(w, g, rate):
    if isinstance(w, list):
        return [move(a, b, rate) for a, b in zip(w, g)]
    return w - rate * g

def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    w = np.asarray(w).tolist()
    history = [w]
    for _ in range(steps):
        g = np.asarray(gradient(np.array(w))).tolist()
        w = move(w, g, learning_rate)
        history.append(w)
    return history

# %% right: a comprehension that assigns on the way
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    w = np.array(w, dtype=float)
    return [w.copy()] + [w := w - learning_rate * gradient(w) for _ in range(steps)]

# %% right: an array that grows by a row with each step
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = np.array(w, dtype=float)[None]
    for _ in range(steps):
        path = np.concatenate([path, (path[-1] - learning_rate * np.asarray(gradient(path[-1])))[None]])
    return path

# %% wrong: changed in place, so that all entries are one array
# true: the last point in every entry of the path
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = [w]
    for _ in range(steps):
        w -= learning_rate * gradient(w)
        history.append(w)
    return history

# %% wrong: the caller's array is changed, though the history holds copies
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = [np.copy(w)]
    for _ in range(steps):
        w -= learning_rate * gradient(w)
        history.append(np.copy(w))
    return history

# %% wrong: one copy, which stands in every entry
# true: the last point in every entry of the path
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    w = np.array(w, dtype=float)
    history = [w]
    for _ in range(steps):
        w -= learning_rate * np.asarray(gradient(w))
        history.append(w)
    return history

# %% wrong: only the last entry is an array of its own
# true: the last point in every entry of the path
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    w = np.array(w, dtype=float)
    history = []
    for _ in range(steps):
        history.append(w)
        w -= learning_rate * np.asarray(gradient(w))
    return history + [w.copy()]

# %% wrong: uphill
# true: steps uphill, along the gradient instead of against it
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = [w]
    for _ in range(steps):
        w = w + learning_rate * gradient(w)
        history.append(w)
    return history

# %% wrong: the start is left out
# true: a path without its start
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = []
    for _ in range(steps):
        w = w - learning_rate * gradient(w)
        history.append(w)
    return history

# %% wrong: the last value is left out
# true: a path without its last value
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = []
    for _ in range(steps):
        history.append(w)
        w = w - learning_rate * gradient(w)
    return history

# %% wrong: the last value alone
# true: the last value instead of the whole path
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    for _ in range(steps):
        w = w - learning_rate * gradient(w)
    return w

# %% wrong: the slope of one parabola, whatever gradient is given
# true: the slope of (w - 2)², whatever `gradient` is passed in
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = [w]
    for _ in range(steps):
        w = w - learning_rate * 2 * (w - 2)
        history.append(w)
    return history

# %% wrong: the closed form of one parabola
# true: the slope of (w - 2)², whatever `gradient` is passed in
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    return [2 + (1 - 2 * learning_rate) ** k * (w - 2) for k in range(steps + 1)]

# %% wrong: the gradient at the start, again and again
# true: a gradient that is computed only at the start
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    grad = gradient(w)
    return [w - k * learning_rate * grad for k in range(steps + 1)]

# %% wrong: always a rate of 0.1
# true: a learning rate of 0.1, whatever rate is given
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = [w]
    for _ in range(steps):
        history.append(history[-1] - 0.1 * gradient(history[-1]))
    return history

# %% wrong: always ten steps
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = [w]
    for _ in range(10):
        history.append(history[-1] - learning_rate * gradient(history[-1]))
    return history

# %% wrong: other defaults
def gradient_descent(gradient, w, learning_rate=0.01, steps=100):
    history = [w]
    for _ in range(steps):
        history.append(history[-1] - learning_rate * gradient(history[-1]))
    return history

# %% wrong: at least one step, also when none is asked for
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = [w, w - learning_rate * gradient(w)]
    while len(history) < steps + 1:
        history.append(history[-1] - learning_rate * gradient(history[-1]))
    return history

# %% wrong: nothing comes back when no step is asked for
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = [w]
    for k in range(steps):
        history.append(history[-1] - learning_rate * gradient(history[-1]))
        if k == steps - 1:
            return history
    return []

# %% wrong: stops when the slope is small
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = [w]
    for _ in range(steps):
        grad = gradient(w)
        if np.linalg.norm(grad) < 1e-2:
            break
        w = w - learning_rate * grad
        history.append(w)
    return history

# %% wrong: numbers only
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = [float(w)]
    for _ in range(steps):
        history.append(float(history[-1] - learning_rate * gradient(history[-1])))
    return history

# %% wrong: arrays only
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = np.zeros((steps + 1, len(w)))
    path[0] = w
    for k in range(steps):
        path[k + 1] = path[k] - learning_rate * gradient(path[k])
    return path

# %% wrong: a rate that falls with the steps
# true: a learning rate that falls from step to step
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = [w]
    for k in range(steps):
        w = w - learning_rate / (k + 1) * gradient(w)
        history.append(w)
    return history

# %% wrong: the direction alone, without the size of the slope
# true: the sign of the slope instead of the slope
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = [w]
    for _ in range(steps):
        w = w - learning_rate * np.sign(gradient(w))
        history.append(w)
    return history

# %% wrong: entries are moved one after the other, with new slopes between
# true: entries that move one after the other, each with a slope at values that have changed
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = [w]
    for _ in range(steps):
        if np.ndim(w) == 0:
            w = w - learning_rate * gradient(w)
        else:
            w = np.array(w)
            for i in np.ndindex(w.shape):
                w[i] = w[i] - learning_rate * np.asarray(gradient(w.copy()))[i]
        history.append(w)
    return history

# %% wrong: a history that grows from call to call
def gradient_descent(gradient, w, learning_rate=0.1, steps=10, history=[]):
    history.append(w)
    for _ in range(steps):
        w = w - learning_rate * gradient(w)
        history.append(w)
    return history

# %% wrong: rounded
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    history = [w]
    for _ in range(steps):
        w = np.round(w - learning_rate * gradient(w), 4)
        history.append(w)
    return history

# %% wrong: a slope that is clipped at 100
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = [w]
    for _ in range(steps):
        w = w - learning_rate * np.clip(gradient(w), -100, 100)
        path.append(w)
    return path

# %% wrong: stops when the path leads far away
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = [w]
    for k in range(steps):
        new = w - learning_rate * gradient(w)
        if np.all(np.abs(new) > 1e3):
            break
        w = new
        path.append(w)
    return path

# %% wrong: entries made flat, and single ones taken out of their lists
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = [w]
    for k in range(steps):
        w = w - learning_rate * gradient(w)
        path.append(w)
    return np.array(path).reshape(steps + 1, -1).squeeze()

# %% wrong: a path of whole numbers where the start is one
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = np.zeros((steps + 1, *np.shape(w)), dtype=np.asarray(w).dtype)
    path[0] = w
    for k in range(steps):
        w = w - learning_rate * gradient(w)
        path[k + 1] = w
    return path

# %% wrong: the same array again where nothing has moved
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = [w]
    for _ in range(steps):
        new = w - learning_rate * gradient(w)
        if not np.array_equal(new, w):
            w = new
        path.append(w)
    return path

# %% right: accumulate
from itertools import accumulate, repeat

def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    return list(accumulate(repeat(None, steps), lambda v, _: v - learning_rate * gradient(v), initial=w))

# %% wrong: the default step size
# true: a learning rate of 0.1, whatever rate is given
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - 0.1 * gradient(path[-1]))
    return path

# %% wrong: one step too many
# true: a path with one step too many
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = [w]
    for _ in range(steps + 1):
        w = w - learning_rate * gradient(w)
        path.append(w)
    return path

# %% wrong: entry by entry, with slopes taken after each
# true: entries that move one after the other, each with a slope at values that have changed
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    w = np.array(w, dtype=float)
    path = [w.copy()]
    for _ in range(steps):
        for i in np.ndindex(w.shape):
            w[i] -= learning_rate * np.asarray(gradient(w.copy()))[i]
        path.append(w.copy())
    return path

# %% wrong: scales in place what `gradient` returned
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = [w]
    for _ in range(steps):
        step = np.asarray(gradient(w), dtype=float)
        step *= learning_rate
        w = w - step
        path.append(w)
    return path

# %% wrong: a rate of at most 0.1
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    learning_rate = min(learning_rate, 0.1)
    path = [w]
    for _ in range(steps):
        w = w - learning_rate * gradient(w)
        path.append(w)
    return path

# %% wrong: the last point as often as there are entries
# true: the last point in every entry of the path
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    w = np.array(w, dtype=float)
    for _ in range(steps):
        w = w - learning_rate * np.asarray(gradient(w))
    return [w] * (steps + 1)

# %% wrong: copies of the last point
# true: the last point in every entry of the path
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1] - learning_rate * np.asarray(gradient(path[-1]))
        path.append(w)
    return [w.copy() for p in path]

# %% right: floats from the start on, and copies for the slope function
def gradient_descent(
    gradient: Callable,
    w: float | np.ndarray,
    learning_rate: float = 0.1,
    steps: int = 10,
) -> list:
    """Return the path of gradient descent from w."""
    current = np.array(w, dtype=float) if np.ndim(w) else float(w)
    path = [current]
    for _ in range(steps):
        slope = gradient(current + 0.0)  # a copy, whatever gradient does with it
        current = current - learning_rate * np.array(slope, dtype=float)
        path.append(current)
    return path

# %% wrong: stays where the ground is nearly flat
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        move = learning_rate * np.asarray(gradient(w.copy()), dtype=float)
        if np.abs(move).max() < 1e-5:
            move = 0 * move
        w = w - move
        path.append(w)
    return path

# %% wrong: a slope buffer with the type of the first slope
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = [np.array(w, dtype=float)]
    slope = np.zeros(np.shape(w), dtype=np.asarray(gradient(w)).dtype)
    for _ in range(steps):
        slope[...] = gradient(path[-1].copy())
        path.append(path[-1] - learning_rate * slope)
    return path

# %% wrong: rounded to six decimals
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        path.append(np.round(path[-1] - learning_rate * np.asarray(gradient(path[-1].copy())), 6))
    return path

# %% wrong: slopes clipped at 1000
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        g = np.clip(np.asarray(gradient(path[-1].copy()), dtype=float), -1000.0, 1000.0)  # no explosions
        path.append(path[-1] - learning_rate * g)
    return path

# %% wrong: three axes flattened to two
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    start = np.array(w, dtype=float)
    if start.ndim > 2:
        start = start.reshape(len(start), -1)
    path = [start]
    for _ in range(steps):
        g = np.asarray(gradient(path[-1].reshape(np.shape(w))), dtype=float).reshape(start.shape)
        path.append(path[-1] - learning_rate * g)
    return path

# %% wrong: walks remembered by start, rate and steps
def gradient_descent(gradient, w, learning_rate=0.1, steps=10, seen={}):
    key = (repr(np.asarray(w).tolist()), learning_rate, steps)
    if key not in seen:
        path = [np.array(w, dtype=float)]
        for _ in range(steps):
            path.append(path[-1] - learning_rate * np.asarray(gradient(path[-1].copy()), dtype=float))
        seen[key] = path
    return [p.copy() for p in seen[key]]

# %% wrong: the size of the slope, without its sign
def gradient_descent(gradient, w, learning_rate=0.1, steps=10):
    path = [w]
    for _ in range(steps):
        w = w - learning_rate * np.abs(gradient(w))
        path.append(w)
    return path

# %% right: list and for loop, every value copied as float
def gradient_descent(
    gradient: Callable,
    w: float | np.ndarray,
    learning_rate: float = 0.1,
    steps: int = 10,
) -> list:
    """Return the path of gradient descent from w.

    gradient: a function of w_k that returns a slope of the same shape.
    w: the start, a number or an array of any shape; left unchanged.
    learning_rate: η > 0. steps: how many updates, 0 or more.
    Returns the steps + 1 values w_0, w_1, …, of w's shape.
    """
    current = np.array(w, dtype=float)
    path = []
    path.append(current.copy())
    for k in range(steps):
        slope = np.asarray(gradient(current.copy()), dtype=float)
        new = current - learning_rate * slope
        path.append(new.copy())
        current = new
    return path

# %% right: preallocated float array filled row by row
def gradient_descent(
    gradient: Callable,
    w: float | np.ndarray,
    learning_rate: float = 0.1,
    steps: int = 10,
) -> list:
    """Return the path of gradient descent from w.

    gradient: a function of w_k that returns a slope of the same shape.
    w: the start, a number or an array of any shape; left unchanged.
    learning_rate: η > 0. steps: how many updates, 0 or more.
    Returns the steps + 1 values w_0, w_1, …, of w's shape.
    """
    path = np.empty((steps + 1, *np.shape(w)), dtype=np.float64)
    path[0] = w
    for k in range(steps):
        path[k + 1] = path[k] - learning_rate * np.asarray(gradient(path[k]))
    return path

# %% right: itertools.accumulate with the start as initial value
def gradient_descent(
    gradient: Callable,
    w: float | np.ndarray,
    learning_rate: float = 0.1,
    steps: int = 10,
) -> list:
    """Return the path of gradient descent from w.

    gradient: a function of w_k that returns a slope of the same shape.
    w: the start, a number or an array of any shape; left unchanged.
    learning_rate: η > 0. steps: how many updates, 0 or more.
    Returns the steps + 1 values w_0, w_1, …, of w's shape.
    """
    from itertools import accumulate

    def step(w, _):
        return w - learning_rate * gradient(w)

    return list(accumulate(range(steps), step, initial=w * 1.0))

# %% right: a generator with a while loop, collected at the end
def gradient_descent(
    gradient: Callable,
    w: float | np.ndarray,
    learning_rate: float = 0.1,
    steps: int = 10,
) -> list:
    """Return the path of gradient descent from w.

    gradient: a function of w_k that returns a slope of the same shape.
    w: the start, a number or an array of any shape; left unchanged.
    learning_rate: η > 0. steps: how many updates, 0 or more.
    Returns the steps + 1 values w_0, w_1, …, of w's shape.
    """
    def walk(w):
        left = steps
        yield w
        while left > 0:
            w = w + (-learning_rate) * gradient(w)
            yield w
            left -= 1

    start = np.copy(w) * 1.0 if isinstance(w, np.ndarray) else float(w)
    return [place for place in walk(start)]

# %% wrong: w -= changes the one array in all entries, and the caller's; "each entry must be a separate array"
# true: the last point in every entry of the path
def gradient_descent(
    gradient: Callable,
    w: float | np.ndarray,
    learning_rate: float = 0.1,
    steps: int = 10,
) -> list:
    """Return the path of gradient descent from w.

    gradient: a function of w_k that returns a slope of the same shape.
    w: the start, a number or an array of any shape; left unchanged.
    learning_rate: η > 0. steps: how many updates, 0 or more.
    Returns the steps + 1 values w_0, w_1, …, of w's shape.
    """
    path = [w]
    for _ in range(steps):
        w -= learning_rate * gradient(w)
        path.append(w)
    return path

# %% wrong: goes uphill, plus for minus in equation (2)
# true: steps uphill, along the gradient instead of against it
def gradient_descent(
    gradient: Callable,
    w: float | np.ndarray,
    learning_rate: float = 0.1,
    steps: int = 10,
) -> list:
    """Return the path of gradient descent from w.

    gradient: a function of w_k that returns a slope of the same shape.
    w: the start, a number or an array of any shape; left unchanged.
    learning_rate: η > 0. steps: how many updates, 0 or more.
    Returns the steps + 1 values w_0, w_1, …, of w's shape.
    """
    path = [w]
    for _ in range(steps):
        w = w + learning_rate * gradient(w)
        path.append(w)
    return path

# %% wrong: the start is missing from the path; "whose first entry is the start"
# true: a path without its start
def gradient_descent(
    gradient: Callable,
    w: float | np.ndarray,
    learning_rate: float = 0.1,
    steps: int = 10,
) -> list:
    """Return the path of gradient descent from w.

    gradient: a function of w_k that returns a slope of the same shape.
    w: the start, a number or an array of any shape; left unchanged.
    learning_rate: η > 0. steps: how many updates, 0 or more.
    Returns the steps + 1 values w_0, w_1, …, of w's shape.
    """
    path = []
    for _ in range(steps):
        w = w - learning_rate * gradient(w)
        path.append(w)
    return path

# %% wrong: the slope 2(w - 2) of the last exercise is built in; "gradient is any function"
# true: the slope of (w - 2)², whatever `gradient` is passed in
def gradient_descent(
    gradient: Callable,
    w: float | np.ndarray,
    learning_rate: float = 0.1,
    steps: int = 10,
) -> list:
    """Return the path of gradient descent from w.

    gradient: a function of w_k that returns a slope of the same shape.
    w: the start, a number or an array of any shape; left unchanged.
    learning_rate: η > 0. steps: how many updates, 0 or more.
    Returns the steps + 1 values w_0, w_1, …, of w's shape.
    """
    path = [w]
    for _ in range(steps):
        slope = 2 * (w - 2)
        w = w - learning_rate * slope
        path.append(w)
    return path

# %% wrong: stops when the step is shorter than 1e-6 and the path is too short; "Take every step, however small"
def gradient_descent(
    gradient: Callable,
    w: float | np.ndarray,
    learning_rate: float = 0.1,
    steps: int = 10,
) -> list:
    """Return the path of gradient descent from w.

    gradient: a function of w_k that returns a slope of the same shape.
    w: the start, a number or an array of any shape; left unchanged.
    learning_rate: η > 0. steps: how many updates, 0 or more.
    Returns the steps + 1 values w_0, w_1, …, of w's shape.
    """
    path = [w]
    for _ in range(steps):
        step = learning_rate * gradient(w)
        if np.max(np.abs(step)) < 1e-6:
            break
        w = w - step
        path.append(w)
    return path

# %% wrong: the weights are moved one after the other, so later slopes see new weights; (2) uses w_k
# true: entries that move one after the other, each with a slope at values that have changed
def gradient_descent(
    gradient: Callable,
    w: float | np.ndarray,
    learning_rate: float = 0.1,
    steps: int = 10,
) -> list:
    """Return the path of gradient descent from w.

    gradient: a function of w_k that returns a slope of the same shape.
    w: the start, a number or an array of any shape; left unchanged.
    learning_rate: η > 0. steps: how many updates, 0 or more.
    Returns the steps + 1 values w_0, w_1, …, of w's shape.
    """
    if np.ndim(w) == 0:
        path = [w]
        for _ in range(steps):
            w = w - learning_rate * gradient(w)
            path.append(w)
        return path
    w = np.array(w, dtype=float)
    path = [w.copy()]
    for _ in range(steps):
        for index in np.ndindex(w.shape):
            w[index] = w[index] - learning_rate * gradient(w)[index]
        path.append(w.copy())
    return path

# %% wrong: float(w) and zeros(steps + 1) work for single numbers only; "an array of any shape"
def gradient_descent(
    gradient: Callable,
    w: float | np.ndarray,
    learning_rate: float = 0.1,
    steps: int = 10,
) -> list:
    """Return the path of gradient descent from w.

    gradient: a function of w_k that returns a slope of the same shape.
    w: the start, a number or an array of any shape; left unchanged.
    learning_rate: η > 0. steps: how many updates, 0 or more.
    Returns the steps + 1 values w_0, w_1, …, of w's shape.
    """
    path = np.zeros(steps + 1)
    path[0] = float(w)
    for k in range(steps):
        path[k + 1] = path[k] - learning_rate * gradient(path[k])
    return path

# %% wrong: zeros of w's dtype cut the steps to whole numbers if the start is integers
def gradient_descent(
    gradient: Callable,
    w: float | np.ndarray,
    learning_rate: float = 0.1,
    steps: int = 10,
) -> list:
    """Return the path of gradient descent from w.

    gradient: a function of w_k that returns a slope of the same shape.
    w: the start, a number or an array of any shape; left unchanged.
    learning_rate: η > 0. steps: how many updates, 0 or more.
    Returns the steps + 1 values w_0, w_1, …, of w's shape.
    """
    w = np.asarray(w)
    path = np.zeros((steps + 1,) + w.shape, dtype=w.dtype)
    path[0] = w
    for k in range(1, steps + 1):
        path[k] = path[k - 1] - learning_rate * gradient(path[k - 1])
    return path

# %% wrong: only the last value comes back, not the steps + 1 values
# true: the last value instead of the whole path
def gradient_descent(
    gradient: Callable,
    w: float | np.ndarray,
    learning_rate: float = 0.1,
    steps: int = 10,
) -> list:
    """Return the path of gradient descent from w.

    gradient: a function of w_k that returns a slope of the same shape.
    w: the start, a number or an array of any shape; left unchanged.
    learning_rate: η > 0. steps: how many updates, 0 or more.
    Returns the steps + 1 values w_0, w_1, …, of w's shape.
    """
    for _ in range(steps):
        w = w - learning_rate * gradient(w)
    return w

# %% wrong: gradient computed once at the start; (2) has the slope at w_k
# true: a gradient that is computed only at the start
def gradient_descent(
    gradient: Callable,
    w: float | np.ndarray,
    learning_rate: float = 0.1,
    steps: int = 10,
) -> list:
    """Return the path of gradient descent from w.

    gradient: a function of w_k that returns a slope of the same shape.
    w: the start, a number or an array of any shape; left unchanged.
    learning_rate: η > 0. steps: how many updates, 0 or more.
    Returns the steps + 1 values w_0, w_1, …, of w's shape.
    """
    path = [w]
    g = gradient(w)
    for k in range(steps):
        path.append(path[-1] - learning_rate * g)
    return path
