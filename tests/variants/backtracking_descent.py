# Right and wrong answers to `backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5,
# slope=1e-4)`, one cell a block, as students write them. `np` and `plt` come from the notebook's
# set-up cell. Every check must pass each right answer, and some check must fail each wrong one.

# %% right: the loops of the text, with a list
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g = gradient(w)
        t = rate
        while loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
            t *= shrink
        path.append(w - t * g)
    return path

# %% right: one array with a row for each point
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = np.zeros((steps + 1, len(w)))
    path[0] = w
    for k in range(steps):
        here = path[k].copy()
        g = np.array(gradient(here), dtype=float)
        norm2 = np.linalg.norm(g) ** 2
        old = loss(here)
        t = rate
        while True:
            new = here - t * g
            if loss(new) <= old - slope * t * norm2:
                break
            t = shrink * t
        path[k + 1] = new
    return path

# %% right: plain lists, entry by entry
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    here = [float(v) for v in w]
    path = [here]
    for _ in range(steps):
        g = [float(v) for v in gradient(np.array(here))]
        squared = sum(v * v for v in g)
        t = rate
        new = [v - t * s for v, s in zip(here, g)]
        while loss(np.array(new)) > loss(np.array(here)) - slope * t * squared:
            t = t * shrink
            new = [v - t * s for v, s in zip(here, g)]
        here = new
        path.append(here)
    return path

# %% right: a helper that finds t by recursion
def find_t(ok, t, shrink):
    return t if ok(t) else find_t(ok, t * shrink, shrink)

def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.asarray(w) * 1.0]
    for k in range(steps):
        x = path[k]
        g = np.asarray(gradient(x))
        t = find_t(lambda t: loss(x - t * g) <= loss(x) - slope * t * g.dot(g), rate, shrink)
        path.append(x - t * g)
    return path

# %% right: recursion over the steps
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    if steps == 0:
        return [w]
    g, t = np.asarray(gradient(w)), rate
    while loss(w) - loss(w - t * g) < slope * t * float(np.dot(g, g)):
        t *= shrink
    return [w] + backtracking_descent(loss, gradient, w - t * g, steps - 1, rate, shrink, slope)

# %% right: powers of `shrink`, and the rest of the path where the gradient is zero
from itertools import count

def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    while len(path) < steps + 1:
        here = path[-1]
        g = np.asarray(gradient(here), dtype=float)
        if np.all(g == 0):
            path.append(here.copy())
            continue
        lengths = (rate * shrink**k for k in count())
        path.append(next(
            here - t * g for t in lengths
            if loss(here - t * g) - loss(here) <= -slope * t * (g @ g)
        ))
    return np.array(path)

# %% right: a class, a tuple, and a direction p = -g
class Search:
    def __init__(self, loss, rate, shrink, slope):
        self.loss, self.rate, self.shrink, self.slope = loss, rate, shrink, slope

    def step(self, w, p):
        t = self.rate
        f0 = self.loss(w)
        while not self.loss(w + t * p) <= f0 + self.slope * t * (-p @ p):
            t *= self.shrink
        return w + t * p

def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    search = Search(loss, rate, shrink, slope)
    w = np.asarray(w, dtype=float).copy()
    points = [w]
    for _ in range(steps):
        w = search.step(w, -np.asarray(gradient(w), dtype=float))
        points.append(w)
    return tuple(points)

# %% right: w changed in place, with copies in the path
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    path = [w.copy()]
    for _ in range(steps):
        g = np.array(gradient(w.copy()), dtype=float)
        t = rate
        while loss(w - t * g) > loss(w) - slope * t * np.inner(g, g):
            t *= shrink
        w -= t * g
        path.append(w.copy())
    return path

# %% right: tries limited to so many that nothing moves any more
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        here = path[-1]
        g = np.asarray(gradient(here), dtype=float)
        t = float(rate)
        for _ in range(10_000):
            if loss(here - t * g) <= loss(here) - slope * t * np.sum(np.abs(g) ** 2):
                break
            t *= shrink
        path.append(here - t * g)
    return path

# %% wrong: no search at all
# true: the full rate in every step, without a line search
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - rate * gradient(path[-1]))
    return path

# %% wrong: `if` in place of `while`
# true: a step that shrinks at most once
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g = gradient(w)
        t = rate
        if loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
            t *= shrink
        path.append(w - t * g)
    return path

# %% wrong: `rate` itself shrinks, and stays small
# true: a rate that stays small in the next step
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g = gradient(w)
        while loss(w - rate * g) > loss(w) - slope * rate * np.sum(g**2):
            rate *= shrink
        path.append(w - rate * g)
    return path

# %% wrong: t begins before the loop over the steps
# true: a rate that stays small in the next step
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    path, t = [w], rate
    for _ in range(steps):
        g = gradient(w)
        new = w - t * g
        while loss(new) > loss(w) - slope * t * (g @ g):
            t = t * shrink
            new = w - t * g
        w = new
        path.append(w)
    return path

# %% wrong: any decrease will do
# true: a search that accepts any decrease, without the `slope` term
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g = gradient(w)
        t = rate
        while loss(w - t * g) > loss(w):
            t *= shrink
        path.append(w - t * g)
    return path

# %% wrong: the norm is not squared
# true: the length of the gradient instead of its square
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g = gradient(w)
        t = rate
        while loss(w - t * g) > loss(w) - slope * t * np.linalg.norm(g):
            t *= shrink
        path.append(w - t * g)
    return path

# %% wrong: t is missing in the condition
# true: a condition without the step length t
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g = gradient(w)
        t = rate
        while loss(w - t * g) > loss(w) - slope * np.sum(g**2) and t > 1e-12:
            t *= shrink
        path.append(w - t * g)
    return path

# %% wrong: plus in place of minus
# true: a condition that adds the `slope` term and so lets the loss rise
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g = gradient(w)
        t = rate
        while loss(w - t * g) > loss(w) + slope * t * np.sum(g**2):
            t *= shrink
        path.append(w - t * g)
    return path

# %% wrong: the good point is not kept, and t shrinks once more
# true: a step that shrinks once more than necessary
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g = gradient(w)
        t, good = rate, loss(w - rate * g) <= loss(w) - slope * rate * np.sum(g**2)
        while not good:
            t *= shrink
            good = loss(w - t * g) <= loss(w) - slope * t * np.sum(g**2)
            if good:
                t *= shrink
        path.append(w - t * g)
    return path

# %% wrong: always halved
# true: a step that is always halved, whatever `shrink` is
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g = gradient(w)
        t = rate
        while loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
            t /= 2
        path.append(w - t * g)
    return path

# %% wrong: t begins with 1
# true: a search that begins with 1, whatever `rate` is
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g = gradient(w)
        t = 1.0
        while loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
            t *= shrink
        path.append(w - t * g)
    return path

# %% wrong: the gradient of the start in every step
# true: a gradient that is computed only at the start
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    g = gradient(w)
    path = [w]
    for _ in range(steps):
        t = rate
        while loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
            t *= shrink
        w = w - t * g
        path.append(w)
    return path

# %% wrong: the start is left out
# true: a path without its start
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    path = []
    for _ in range(steps):
        g = gradient(w)
        t = rate
        while loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
            t *= shrink
        w = w - t * g
        path.append(w)
    return path

# %% wrong: the last point alone
# true: the last point instead of the whole path
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    for _ in range(steps):
        g = gradient(w)
        t = rate
        while loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
            t *= shrink
        w = w - t * g
    return w

# %% wrong: one array in all places of the path
# true: the last point in every entry of the path
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g = np.array(gradient(w), dtype=float)
        t = rate
        while loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
            t *= shrink
        w -= t * g
        path.append(w)
    return path

# %% wrong: the caller's start is changed
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [w.copy()]
    for _ in range(steps):
        g = np.array(gradient(w), dtype=float)
        t = rate
        while loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
            t *= shrink
        w -= t * g
        path.append(w.copy())
    return path

# %% wrong: the same array again where the gradient is zero
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g = gradient(w)
        if np.any(g):
            t = rate
            while loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
                t *= shrink
            w = w - t * g
        path.append(w)
    return path

# %% wrong: the path ends where the gradient is zero
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g = gradient(w)
        if not np.any(g):
            break
        t = rate
        while loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
            t *= shrink
        w = w - t * g
        path.append(w)
    return path

# %% wrong: a search that needs less than the whole bound, and hangs where nothing moves
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g = gradient(w)
        t = rate
        while loss(w - t * g) >= loss(w) - slope * t * np.sum(g**2):
            t *= shrink
        path.append(w - t * g)
    return path

# %% wrong: tries from the rejected point, for twenty times at most
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g, old = gradient(w), loss(w)
        t = rate
        w = w - t * g
        for _ in range(20):
            if loss(w) <= old - slope * t * np.sum(g**2):
                break
            t *= shrink
            w = w - t * g
        path.append(w)
    return path

# %% wrong: the rejected points are in the path
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g = gradient(w)
        t = rate
        while loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
            path.append(w - t * g)
            t *= shrink
        w = w - t * g
        path.append(w)
    return path

# %% wrong: ten tries at most
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g = gradient(w)
        t = rate
        for _ in range(10):
            if loss(w - t * g) <= loss(w) - slope * t * np.sum(g**2):
                break
            t *= shrink
        path.append(w - t * g)
    return path

# %% wrong: other defaults, those of another book
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.8, slope=0.3):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g = gradient(w)
        t = rate
        while loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
            t *= shrink
        path.append(w - t * g)
    return path

# %% wrong: whole numbers stay whole
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = np.zeros((steps + 1, len(w)), dtype=w.dtype)
    path[0] = w
    for k in range(steps):
        g = gradient(path[k])
        t = rate
        while loss(path[k] - t * g) > loss(path[k]) - slope * t * np.sum(g**2):
            t *= shrink
        path[k + 1] = path[k] - t * g
    return path

# %% wrong: the loss of the start in every condition
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    path, first = [w], loss(w)
    for _ in range(steps):
        g = gradient(w)
        t = rate
        while loss(w - t * g) > first - slope * t * np.sum(g**2):
            t *= shrink
            if t < 1e-12:
                break
        w = w - t * g
        path.append(w)
    return path

# %% wrong: thirty tries at most
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g, t = np.asarray(gradient(w)), rate
        for _ in range(30):
            if loss(w - t * g) <= loss(w) - slope * t * (g @ g):
                break
            t *= shrink
        path.append(w - t * g)
    return path

# %% wrong: no rate below a hundred millionth
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g, t = np.asarray(gradient(w)), rate
        while t > 1e-8 and loss(w - t * g) > loss(w) - slope * t * (g @ g):
            t *= shrink
        path.append(w - t * g)
    return path

# %% wrong: a nearly flat place is the bottom
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        here, g = path[-1], np.asarray(gradient(path[-1]))
        if np.allclose(g, 0):
            path.append(here.copy())
            continue
        t = rate
        while loss(here - t * g) > loss(here) - slope * t * (g @ g):
            t *= shrink
        path.append(here - t * g)
    return path

# %% wrong: copies of the last point
# true: the last point in every entry of the path
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g, t = np.asarray(gradient(w)), rate
        while loss(w - t * g) > loss(w) - slope * t * (g @ g):
            t *= shrink
        w = w - t * g
        path.append(w)
    return [w.copy() for p in path]

# %% right: rates from a generator
def _rates(t, shrink):
    while True:
        yield t
        t *= shrink


def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.asarray(w).astype(float)]
    while len(path) <= steps:
        here = path[-1]
        g = np.asarray(gradient(here.copy()), dtype=float)
        if not g.any():
            path.append(here.copy())
            continue
        before, fall = loss(here.copy()), slope * np.sum(g**2)
        good = (t for t in _rates(rate, shrink) if not loss(here - t * g) > before - t * fall)
        path.append(here - next(good) * g)
    return path

# %% right: rows of an array, and a break
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = np.empty((steps + 1, len(w)))
    path[0] = w
    for k in range(steps):
        here = path[k].copy()
        g = gradient(path[k].copy()) * 1.0
        length = float(np.vdot(g, g))
        bar = float(loss(here))
        t = float(rate)
        while True:
            new = here - t * g
            if not loss(new.copy()) > bar - slope * t * length:
                break
            t = t * shrink
        path[k + 1] = new
    return path

# %% right: powers of shrink
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    points = [np.array([float(v) for v in w])]
    for _ in range(steps):
        old = points[-1]
        g = np.array(gradient(old), dtype=float, copy=True)
        value, tries = loss(old), 0
        predicted = sum(float(v) ** 2 for v in g)
        if predicted == 0 and not np.any(g):
            points.append(old.copy())
            continue
        while value - slope * rate * shrink**tries * predicted < loss(old - rate * shrink**tries * g):
            tries += 1
        points.append(old - rate * shrink**tries * g)
    return points

# %% wrong: twenty tries at most
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g, t = np.array(gradient(w), dtype=float), rate
        for _ in range(20):
            if loss(w - t * g) <= loss(w) - slope * t * (g @ g):
                break
            t *= shrink
        w = w - t * g
        path.append(w)
    return path

# %% wrong: a gradient shorter than 1e-4 is zero
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g, t = np.array(gradient(w), dtype=float), rate
        if np.linalg.norm(g) < 1e-4:
            path.append(w.copy())
            continue
        while loss(w - t * g) > loss(w) - slope * t * (g @ g):
            t *= shrink
        w = w - t * g
        path.append(w)
    return path

# %% wrong: a loss of 0 or less is the bottom
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        here, t = loss(w), rate
        if here <= 0:
            path.append(w.copy())
            continue
        g = np.array(gradient(w), dtype=float)
        while loss(w - t * g) > here - slope * t * (g @ g):
            t *= shrink
        w = w - t * g
        path.append(w)
    return path

# %% wrong: the gradient scaled in place
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        here, t = loss(w), rate
        move = gradient(w)
        square = float(move @ move)
        move *= t
        while loss(w - move) > here - slope * t * square:
            t *= shrink
            move *= shrink
        w = w - move
        path.append(w)
    return path

# %% wrong: no rate below a millionth
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g, t = np.array(gradient(w), dtype=float), rate
        while loss(w - t * g) > loss(w) - slope * t * (g @ g) and t > 1e-6:
            t *= shrink
        w = w - t * g
        path.append(w)
    return path

# %% wrong: losses kept by the point, rounded to two decimals
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    known = {}

    def value(point):
        key = tuple(np.round(point, 2))
        if key not in known:
            known[key] = loss(point)
        return known[key]

    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g, t = np.array(gradient(w), dtype=float), rate
        while value(w - t * g) > value(w) - slope * t * (g @ g):
            t *= shrink
        w = w - t * g
        path.append(w)
    return path

# %% wrong: a hundred tries at most
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        here = path[-1]
        g, t = gradient(here), rate
        for _ in range(100):
            if loss(here - t * g) <= loss(here) - slope * t * np.sum(g**2):
                break
            t *= shrink
        path.append(here - t * g)
    return path

# %% wrong: a condition with a margin of 1e-12
def backtracking_descent(loss, gradient, w, steps, rate=1.0, shrink=0.5, slope=1e-4):
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        here = path[-1]
        g, t = gradient(here), rate
        while loss(here - t * g) > loss(here) - slope * t * np.sum(g**2) + 1e-12:
            t *= shrink
        path.append(here - t * g)
    return path

# %% right: while loop, gradient copied, new point computed in each try
def backtracking_descent(
    loss: Callable,
    gradient: Callable,
    w: np.ndarray,
    steps: int,
    rate: float = 1.0,
    shrink: float = 0.5,
    slope: float = 1e-4,
) -> list:
    """Return the path of steepest descent with a line search in each step.

    loss: a function from a vector (d,) to a number. gradient: its gradient, from (d,) to (d,).
    w: the start, shape (d,); left unchanged. steps: how many steps, 0 or more.
    rate: the t that each search begins with. shrink: the factor for t after a failed try.
    slope: the share c of the tangent's decrease that is enough.
    Returns the steps + 1 points, each of shape (d,).
    """
    w = np.array(w, dtype=float)
    path = [w]
    for k in range(steps):
        g = np.array(gradient(w), dtype=float)
        norm_squared = np.sum(g**2)
        old_loss = loss(w)
        t = rate
        new = w - t * g
        while loss(new) > old_loss - slope * t * norm_squared:
            t = t * shrink
            new = w - t * g
        path.append(new)
        w = new.copy()
    return path

# %% right: rows of an array, the condition as a small function
def backtracking_descent(
    loss: Callable,
    gradient: Callable,
    w: np.ndarray,
    steps: int,
    rate: float = 1.0,
    shrink: float = 0.5,
    slope: float = 1e-4,
) -> list:
    """Return the path of steepest descent with a line search in each step.

    loss: a function from a vector (d,) to a number. gradient: its gradient, from (d,) to (d,).
    w: the start, shape (d,); left unchanged. steps: how many steps, 0 or more.
    rate: the t that each search begins with. shrink: the factor for t after a failed try.
    slope: the share c of the tangent's decrease that is enough.
    Returns the steps + 1 points, each of shape (d,).
    """
    path = np.zeros((steps + 1, len(w)))
    path[0] = w

    def too_long(t, w, g):
        return loss(w - t * g) > loss(w) - slope * t * (g @ g)

    for k in range(steps):
        g = np.asarray(gradient(path[k].copy())) * 1.0
        t = rate
        while too_long(t, path[k], g):
            t *= shrink
        path[k + 1] = path[k] - t * g
    return path

# %% right: endless loop with break, zero gradient treated apart
def backtracking_descent(
    loss: Callable,
    gradient: Callable,
    w: np.ndarray,
    steps: int,
    rate: float = 1.0,
    shrink: float = 0.5,
    slope: float = 1e-4,
) -> list:
    """Return the path of steepest descent with a line search in each step.

    loss: a function from a vector (d,) to a number. gradient: its gradient, from (d,) to (d,).
    w: the start, shape (d,); left unchanged. steps: how many steps, 0 or more.
    rate: the t that each search begins with. shrink: the factor for t after a failed try.
    slope: the share c of the tangent's decrease that is enough.
    Returns the steps + 1 points, each of shape (d,).
    """
    path = [np.asarray(w).astype(float)]
    while len(path) < steps + 1:
        here = path[-1]
        g = gradient(here.copy())
        if np.linalg.norm(g) == 0:
            path.append(here.copy())
            continue
        wanted = slope * np.dot(g, g)
        start, t = loss(here), rate
        while True:
            there = here - np.multiply(t, g)
            if loss(there) <= start - t * wanted:
                break
            t = shrink * t
        path.append(there)
    return path

# %% right: generator of shorter and shorter rates, first good one by next
from itertools import accumulate, repeat


def backtracking_descent(
    loss: Callable,
    gradient: Callable,
    w: np.ndarray,
    steps: int,
    rate: float = 1.0,
    shrink: float = 0.5,
    slope: float = 1e-4,
) -> list:
    """Return the path of steepest descent with a line search in each step.

    loss: a function from a vector (d,) to a number. gradient: its gradient, from (d,) to (d,).
    w: the start, shape (d,); left unchanged. steps: how many steps, 0 or more.
    rate: the t that each search begins with. shrink: the factor for t after a failed try.
    slope: the share c of the tangent's decrease that is enough.
    Returns the steps + 1 points, each of shape (d,).
    """
    def rates():
        return accumulate(repeat(shrink), lambda t, s: t * s, initial=rate)

    def one_step(w):
        g = np.array(gradient(w.copy()), dtype=float)
        height, fall = loss(w), slope * float(np.inner(g, g))
        return next(w - t * g for t in rates() if not loss(w - t * g) > height - t * fall)

    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        path.append(one_step(path[-1]))
    return path

# %% wrong: t = rate only once before the loop; "Every step begins again with t = rate"
# true: a rate that stays small in the next step
def backtracking_descent(
    loss: Callable,
    gradient: Callable,
    w: np.ndarray,
    steps: int,
    rate: float = 1.0,
    shrink: float = 0.5,
    slope: float = 1e-4,
) -> list:
    """Return the path of steepest descent with a line search in each step.

    loss: a function from a vector (d,) to a number. gradient: its gradient, from (d,) to (d,).
    w: the start, shape (d,); left unchanged. steps: how many steps, 0 or more.
    rate: the t that each search begins with. shrink: the factor for t after a failed try.
    slope: the share c of the tangent's decrease that is enough.
    Returns the steps + 1 points, each of shape (d,).
    """
    w = np.array(w, dtype=float)
    path = [w]
    t = rate
    for _ in range(steps):
        g = gradient(w)
        while loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
            t = t * shrink
        w = w - t * g
        path.append(w)
    return path

# %% wrong: norm of g without the square in condition (1)
# true: the length of the gradient instead of its square
def backtracking_descent(
    loss: Callable,
    gradient: Callable,
    w: np.ndarray,
    steps: int,
    rate: float = 1.0,
    shrink: float = 0.5,
    slope: float = 1e-4,
) -> list:
    """Return the path of steepest descent with a line search in each step.

    loss: a function from a vector (d,) to a number. gradient: its gradient, from (d,) to (d,).
    w: the start, shape (d,); left unchanged. steps: how many steps, 0 or more.
    rate: the t that each search begins with. shrink: the factor for t after a failed try.
    slope: the share c of the tangent's decrease that is enough.
    Returns the steps + 1 points, each of shape (d,).
    """
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g = gradient(w)
        t = rate
        while loss(w - t * g) > loss(w) - slope * t * np.linalg.norm(g):
            t *= shrink
        w = w - t * g
        path.append(w)
    return path

# %% wrong: any decrease is enough, the share slope is not used; condition (1)
# true: a search that accepts any decrease, without the `slope` term
def backtracking_descent(
    loss: Callable,
    gradient: Callable,
    w: np.ndarray,
    steps: int,
    rate: float = 1.0,
    shrink: float = 0.5,
    slope: float = 1e-4,
) -> list:
    """Return the path of steepest descent with a line search in each step.

    loss: a function from a vector (d,) to a number. gradient: its gradient, from (d,) to (d,).
    w: the start, shape (d,); left unchanged. steps: how many steps, 0 or more.
    rate: the t that each search begins with. shrink: the factor for t after a failed try.
    slope: the share c of the tangent's decrease that is enough.
    Returns the steps + 1 points, each of shape (d,).
    """
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g = gradient(w)
        t = rate
        while loss(w - t * g) > loss(w):
            t *= shrink
        w = w - t * g
        path.append(w)
    return path

# %% wrong: if instead of while, t is shortened at most once
# true: a step that shrinks at most once
def backtracking_descent(
    loss: Callable,
    gradient: Callable,
    w: np.ndarray,
    steps: int,
    rate: float = 1.0,
    shrink: float = 0.5,
    slope: float = 1e-4,
) -> list:
    """Return the path of steepest descent with a line search in each step.

    loss: a function from a vector (d,) to a number. gradient: its gradient, from (d,) to (d,).
    w: the start, shape (d,); left unchanged. steps: how many steps, 0 or more.
    rate: the t that each search begins with. shrink: the factor for t after a failed try.
    slope: the share c of the tangent's decrease that is enough.
    Returns the steps + 1 points, each of shape (d,).
    """
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g = gradient(w)
        t = rate
        if loss(w - t * g) > loss(w) - slope * t * np.dot(g, g):
            t = t * shrink
        w = w - t * g
        path.append(w)
    return path

# %% wrong: >= in the loop never ends where the gradient is zero (infinite loop); "stay there and repeat the point"
def backtracking_descent(
    loss: Callable,
    gradient: Callable,
    w: np.ndarray,
    steps: int,
    rate: float = 1.0,
    shrink: float = 0.5,
    slope: float = 1e-4,
) -> list:
    """Return the path of steepest descent with a line search in each step.

    loss: a function from a vector (d,) to a number. gradient: its gradient, from (d,) to (d,).
    w: the start, shape (d,); left unchanged. steps: how many steps, 0 or more.
    rate: the t that each search begins with. shrink: the factor for t after a failed try.
    slope: the share c of the tangent's decrease that is enough.
    Returns the steps + 1 points, each of shape (d,).
    """
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g = gradient(w)
        t = rate
        while loss(w - t * g) >= loss(w) - slope * t * np.sum(g**2):
            t = t * shrink
        w = w - t * g
        path.append(w)
    return path

# %% wrong: break at a zero gradient, the path is too short; "repeat the point", steps + 1 points
def backtracking_descent(
    loss: Callable,
    gradient: Callable,
    w: np.ndarray,
    steps: int,
    rate: float = 1.0,
    shrink: float = 0.5,
    slope: float = 1e-4,
) -> list:
    """Return the path of steepest descent with a line search in each step.

    loss: a function from a vector (d,) to a number. gradient: its gradient, from (d,) to (d,).
    w: the start, shape (d,); left unchanged. steps: how many steps, 0 or more.
    rate: the t that each search begins with. shrink: the factor for t after a failed try.
    slope: the share c of the tangent's decrease that is enough.
    Returns the steps + 1 points, each of shape (d,).
    """
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g = gradient(w)
        if np.all(g == 0):
            break
        t = rate
        while loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
            t = t * shrink
        w = w - t * g
        path.append(w)
    return path

# %% wrong: at a zero gradient the same array is appended again; "Each point ... is a separate array, even if it repeats"
def backtracking_descent(
    loss: Callable,
    gradient: Callable,
    w: np.ndarray,
    steps: int,
    rate: float = 1.0,
    shrink: float = 0.5,
    slope: float = 1e-4,
) -> list:
    """Return the path of steepest descent with a line search in each step.

    loss: a function from a vector (d,) to a number. gradient: its gradient, from (d,) to (d,).
    w: the start, shape (d,); left unchanged. steps: how many steps, 0 or more.
    rate: the t that each search begins with. shrink: the factor for t after a failed try.
    slope: the share c of the tangent's decrease that is enough.
    Returns the steps + 1 points, each of shape (d,).
    """
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g = gradient(w)
        if np.all(g == 0):
            path.append(w)
            continue
        t = rate
        while loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
            t = t * shrink
        w = w - t * g
        path.append(w)
    return path

# %% wrong: w -= in place, every entry of the path is the last point and the start changes
def backtracking_descent(
    loss: Callable,
    gradient: Callable,
    w: np.ndarray,
    steps: int,
    rate: float = 1.0,
    shrink: float = 0.5,
    slope: float = 1e-4,
) -> list:
    """Return the path of steepest descent with a line search in each step.

    loss: a function from a vector (d,) to a number. gradient: its gradient, from (d,) to (d,).
    w: the start, shape (d,); left unchanged. steps: how many steps, 0 or more.
    rate: the t that each search begins with. shrink: the factor for t after a failed try.
    slope: the share c of the tangent's decrease that is enough.
    Returns the steps + 1 points, each of shape (d,).
    """
    path = [w]
    for _ in range(steps):
        g = gradient(w)
        t = rate
        while loss(w - t * g) > loss(w) - slope * t * np.sum(g**2):
            t = t * shrink
        w -= t * g
        path.append(w)
    return path

# %% wrong: g *= shrink writes into the array of gradient, which "is not yours to change" (and t stays in (1))
def backtracking_descent(
    loss: Callable,
    gradient: Callable,
    w: np.ndarray,
    steps: int,
    rate: float = 1.0,
    shrink: float = 0.5,
    slope: float = 1e-4,
) -> list:
    """Return the path of steepest descent with a line search in each step.

    loss: a function from a vector (d,) to a number. gradient: its gradient, from (d,) to (d,).
    w: the start, shape (d,); left unchanged. steps: how many steps, 0 or more.
    rate: the t that each search begins with. shrink: the factor for t after a failed try.
    slope: the share c of the tangent's decrease that is enough.
    Returns the steps + 1 points, each of shape (d,).
    """
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g = gradient(w)
        norm2 = np.sum(g**2)
        g *= rate
        t = rate
        while loss(w - g) > loss(w) - slope * t * norm2:
            g *= shrink
            t *= shrink
        w = w - g
        path.append(w)
    return path

# %% wrong: gives up after 20 tries; "While condition (1) does not hold"
def backtracking_descent(
    loss: Callable,
    gradient: Callable,
    w: np.ndarray,
    steps: int,
    rate: float = 1.0,
    shrink: float = 0.5,
    slope: float = 1e-4,
) -> list:
    """Return the path of steepest descent with a line search in each step.

    loss: a function from a vector (d,) to a number. gradient: its gradient, from (d,) to (d,).
    w: the start, shape (d,); left unchanged. steps: how many steps, 0 or more.
    rate: the t that each search begins with. shrink: the factor for t after a failed try.
    slope: the share c of the tangent's decrease that is enough.
    Returns the steps + 1 points, each of shape (d,).
    """
    w = np.array(w, dtype=float)
    path = [w]
    for _ in range(steps):
        g = gradient(w)
        t = rate
        for _ in range(20):
            if loss(w - t * g) <= loss(w) - slope * t * np.sum(g**2):
                break
            t = t * shrink
        w = w - t * g
        path.append(w)
    return path
