# Right and wrong answers to `numerical_gradient(f, x, h=1e-5)`, one cell a block, as students
# write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: entry by entry, on copies
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        x = float(x)
        return (f(x + h) - f(x - h)) / (2 * h)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g

# %% right: steps along unit arrays
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(float(x + h)) - f(float(x - h))) / h / 2
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(f(x + e) - f(x - e)) / (2 * h) for e in steps]).reshape(x.shape)

# %% right: a flat list
def numerical_gradient(f, x, h=1e-5):
    if not isinstance(x, np.ndarray):
        return (f(x + h) - f(x - h)) / (2 * h)
    flat = [float(v) for v in x.ravel()]
    def at(k, step):
        moved = flat[:]
        moved[k] += step
        return float(f(np.array(moved).reshape(x.shape)))
    return np.reshape([(at(k, h) - at(k, -h)) / (2 * h) for k in range(len(flat))], x.shape)

# %% right: nditer
def numerical_gradient(f, x, h=1e-5):
    a = np.array(x, dtype=float)
    value = (lambda z: f(float(z))) if a.ndim == 0 else f
    grad = np.empty_like(a)
    walk = np.nditer(a, flags=["multi_index"])
    for _ in walk:
        e = np.zeros_like(a)
        e[walk.multi_index] = h
        grad[walk.multi_index] = 0.5 * (value(a + e) - value(a - e)) / h
    return grad

# %% right: one entry moved and moved back, f given copies
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(float(x) + h) - f(float(x) - h)) / (2 * h)
    work = np.array(x, dtype=float)
    g = np.zeros_like(work)
    for place, old in np.ndenumerate(work.copy()):
        work[place] = old + h
        above = f(work.copy())
        work[place] = old - h
        below = f(work.copy())
        work[place] = old
        g[place] = (above - below) / (2 * h)
    return g

# %% right: nested lists
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(x * 1.0 + h) - f(x * 1.0 - h)) / (2 * h)
    g = np.zeros(np.shape(x))
    for k in range(g.size):
        delta = np.zeros(g.size)
        delta[k] = h
        delta = delta.reshape(g.shape)
        g.flat[k] = (f(np.add(x, delta)) - f(np.subtract(x, delta))) / (2 * h)
    return g.tolist()

# %% wrong: to one side
# true: a difference to one side, f(x + h) − f(x)
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(float(x) + h) - f(float(x))) / h
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.astype(float)
        up[i] += h
        g[i] = (f(up) - f(x.astype(float))) / h
    return g

# %% wrong: divided by h
# true: a central difference divided by h, not by 2h
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(float(x) + h) - f(float(x) - h)) / h
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / h
    return g

# %% wrong: a product in place of a quotient
# true: a product with h in place of a quotient, (…) / 2 * h
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(float(x) + h) - f(float(x) - h)) / 2 * h
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / 2 * h
    return g

# %% wrong: all entries at once
# true: all entries moved at once, which gives one number for the whole array
def numerical_gradient(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)

# %% wrong: all entries at once, repeated
# true: all entries moved at once, which gives the slope along (1, …, 1)
def numerical_gradient(f, x, h=1e-5):
    return np.full(np.shape(x), (f(x + h) - f(x - h)) / (2 * h))

# %% wrong: whole arrays stay whole
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(float(x) + h) - f(float(x) - h)) / (2 * h)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g

# %% wrong: a gradient of whole numbers
# true: slopes cut to whole numbers
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(float(x) + h) - f(float(x) - h)) / (2 * h)
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g

# %% wrong: x moved in place and given to f, which keeps it
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(float(x) + h) - f(float(x) - h)) / (2 * h)
    x = x.astype(float)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        down = f(x)
        x[i] = old
        g[i] = (up - down) / (2 * h)
    return g

# %% wrong: changes the caller's array
# true: entries that stay moved when the next one is
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(float(x) + h) - f(float(x) - h)) / (2 * h)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x.copy())
        x[i] -= 2 * h
        down = f(x.copy())
        g[i] = (up - down) / (2 * h)
    return g

# %% wrong: vectors alone
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(float(x) + h) - f(float(x) - h)) / (2 * h)
    g = np.zeros(len(x))
    for i in range(len(x)):
        e = np.zeros(len(x))
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g

# %% wrong: a flat gradient
# true: all slopes in one row
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(float(x) + h) - f(float(x) - h)) / (2 * h)
    g = []
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        g.append((f(x + e) - f(x - e)) / (2 * h))
    return np.array(g)

# %% wrong: a step so small that rounding shows
def numerical_gradient(f, x, h=1e-5):
    h = 1e-13
    if np.ndim(x) == 0:
        return (f(float(x) + h) - f(float(x) - h)) / (2 * h)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g

# %% wrong: arrays alone
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g

# %% wrong: numbers as arrays
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        g[i] = (f(np.array(x + e)) - f(np.array(x - e))) / (2 * h)
    return g

# %% wrong: a step relative to the entry
# true: a step in proportion to the entry, which gives 0 / 0 at 0
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(x * (1 + h)) - f(x * (1 - h))) / (2 * h * x)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h * x[i]
        g[i] = (f(x + e) - f(x - e)) / (2 * h * x[i])
    return g

# %% wrong: the sign
# true: f(x − h) − f(x + h), which has the wrong sign
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(float(x) - h) - f(float(x) + h)) / (2 * h)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        g[i] = (f(x - e) - f(x + e)) / (2 * h)
    return g

# %% wrong: two sides of different length
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(float(x) + h) - f(float(x) - 2 * h)) / (3 * h)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        g[i] = (f(x + e) - f(x - 2 * e)) / (3 * h)
    return g


# %% right: one function for numbers, and vectorize over places
def numerical_gradient(f, x, h=1e-5):
    if isinstance(x, (int, float)) or np.ndim(x) == 0:
        return (f(float(x) + h) - f(float(x) - h)) / (2 * h)
    x = np.asarray(x, dtype=float)
    def slope(i):
        up, down = x.ravel().copy(), x.ravel().copy()
        up[i] += h
        down[i] -= h
        return (f(up.reshape(x.shape)) - f(down.reshape(x.shape))) / (2 * h)
    return np.array([slope(i) for i in range(x.size)]).reshape(x.shape)

# %% right: the difference of the two sides, each a mean step from the middle
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(x + h) - f(x)) / (2 * h) + (f(x) - f(x - h)) / (2 * h)
    g = np.empty(np.shape(x))
    for place in np.ndindex(*np.shape(x)):
        e = np.zeros(np.shape(x))
        e[place] = h
        g[place] = (f(x + e) - f(x - e)) / h / 2
    return g

# %% wrong: a larger step with Richardson's correction
# true: a step of a fixed size, whatever `h` is
def numerical_gradient(f, x, h=1e-5):
    def central(step, e):
        return (f(x + step * e) - f(x - step * e)) / (2 * step)
    def slope(e):
        return (4 * central(50 * h, e) - central(100 * h, e)) / 3
    if np.ndim(x) == 0:
        return slope(1.0)
    units = np.eye(np.size(x)).reshape(-1, *np.shape(x))
    return np.array([slope(e) for e in units]).reshape(np.shape(x))

# %% right: the moved entry is put back, on a copy
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(float(x + h)) - f(float(x - h))) / (2.0 * h)
    work, g = np.array(x, dtype=float), np.zeros(np.shape(x))
    for place, old in np.ndenumerate(work.copy()):
        work[place] = old + h
        above = f(work.copy())
        work[place] = old - h
        below = f(work.copy())
        work[place] = old
        g[place] = (above - below) / (2 * h)
    return g

# %% wrong: matrices row by row, with one slope a row
# true: the entries of a row moved together, not one at a time
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(x + h) - f(x - h)) / (2 * h)
    g = np.zeros(np.shape(x))
    for i in range(len(x)):
        e = np.zeros(np.shape(x))
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g

# %% wrong: the step is 1e-5, whatever h is
# true: a step of a fixed size, whatever `h` is
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5
    g = np.zeros(np.shape(x))
    for place in np.ndindex(*np.shape(x)):
        e = np.zeros(np.shape(x))
        e[place] = 1e-5
        g[place] = (f(x + e) - f(x - e)) / 2e-5
    return g

# %% wrong: the moved entry is not moved back
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(x + h) - f(x - h)) / (2 * h)
    work, g = np.array(x, dtype=float), np.zeros(np.shape(x))
    for place in np.ndindex(*work.shape):
        work[place] += h
        above = f(work.copy())
        work[place] -= 2 * h
        g[place] = (above - f(work.copy())) / (2 * h)
        work[place] += 0.01
    return g

# %% wrong: columns along which the array is stretched
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(x + h) - f(x - h)) / (2 * h)
    g = [(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(np.shape(x)[-1])]
    return np.broadcast_to(g, np.shape(x)).copy()

# %% wrong: halves of whole numbers
def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x)
    g = np.zeros(x.shape)
    for place in np.ndindex(*x.shape):
        up, down = x.astype(float), x.astype(float)
        up[place] += h
        down[place] -= h
        g[place] = (f(up) - f(down)) // (2 * h)
    return g

# %% wrong: transposed
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(x + h) - f(x - h)) / (2 * h)
    g = np.zeros(np.shape(x))
    for place in np.ndindex(*np.shape(x)):
        e = np.zeros(np.shape(x))
        e[place] = h
        g[place] = (f(x + e) - f(x - e)) / (2 * h)
    return g.T

# %% wrong: rounded to four digits
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return round((f(x + h) - f(x - h)) / (2 * h), 4)
    g = np.zeros(np.shape(x))
    for place in np.ndindex(*np.shape(x)):
        e = np.zeros(np.shape(x))
        e[place] = h
        g[place] = (f(x + e) - f(x - e)) / (2 * h)
    return g.round(4)

# %% wrong: single precision
# true: numbers in single precision, which hold only seven digits
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(x + h) - f(x - h)) / (2 * h)
    x = np.asarray(x, dtype=np.float32)
    g = np.zeros(x.shape)
    for place in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[place] += h
        down[place] -= h
        g[place] = (f(up) - f(down)) / (2 * h)
    return g

# %% right: numbers as arrays without axes inside, floats for f
def numerical_gradient(f, x, h=1e-5):
    flat = [float(v) for v in np.ravel(x)]
    def at(values):
        return f(values[0]) if np.ndim(x) == 0 else f(np.array(values).reshape(np.shape(x)))
    g = []
    for i, v in enumerate(flat):
        g.append((at(flat[:i] + [v + h] + flat[i + 1 :]) - at(flat[:i] + [v - h] + flat[i + 1 :])) / (2 * h))
    return g[0] if np.ndim(x) == 0 else np.reshape(g, np.shape(x))

# %% right: all left sides first, then the right ones
def _measured(f, x, step):
    values = np.empty(x.shape)
    for i, entry in np.ndenumerate(x):
        point = x.copy()
        point[i] = entry + step
        values[i] = f(point)
    return values


def numerical_gradient(f, x, h=1e-5):
    if isinstance(x, np.ndarray):
        here = x.astype(float)
        low = _measured(f, here, -h)
        high = _measured(f, here, h)
        return (high - low) / (2 * h)
    low, high = f(float(x) - h), f(float(x) + h)
    return float(high - low) / (2 * h)

# %% wrong: two arrays, filled again for each entry
def numerical_gradient(f, x, h=1e-5):
    if not isinstance(x, np.ndarray):
        return (f(float(x) + h) - f(float(x) - h)) / (2 * h)
    up, down, slopes = np.empty(x.shape), np.empty(x.shape), np.empty(x.shape)
    for i in np.ndindex(x.shape):
        up[...] = x
        down[...] = x
        up[i] += h
        down[i] -= h
        slopes[i] = (f(up) - f(down)) / (2 * h)
    return slopes

# %% wrong: single precision where the array has it
def numerical_gradient(f, x, h=1e-5):
    if not isinstance(x, np.ndarray):
        return (f(float(x) + h) - f(float(x) - h)) / (2 * h)
    base = x.astype(float) if x.dtype.kind in "iu" else x
    slopes = np.zeros_like(base)
    for i in np.ndindex(x.shape):
        up, down = base.copy(), base.copy()
        up[i] += h
        down[i] -= h
        slopes[i] = (f(up) - f(down)) / (2 * h)
    return slopes

# %% wrong: vectors and matrices alone
# true: the entries of a row moved together, not one at a time
def numerical_gradient(f, x, h=1e-5):
    if np.ndim(x) == 0:
        return (f(float(x) + h) - f(float(x) - h)) / (2 * h)
    base = np.array(x, dtype=float)
    slopes = np.zeros(base.shape)
    rows, columns = base.shape if base.ndim == 2 else (1, len(base))
    for r in range(rows):
        for c in range(columns):
            i = (r, c) if base.ndim == 2 else c
            up, down = base.copy(), base.copy()
            up[i] += h
            down[i] -= h
            slopes[i] = (f(up) - f(down)) / (2 * h)
    return slopes

# %% wrong: arrays with the default step, whatever h is
def numerical_gradient(f, x, h=1e-5):
    if not isinstance(x, np.ndarray):
        return (f(float(x) + h) - f(float(x) - h)) / (2 * h)
    base, e = np.array(x, dtype=float), 1e-5
    slopes = np.zeros(base.shape)
    for i in np.ndindex(base.shape):
        up, down = base.copy(), base.copy()
        up[i] += e
        down[i] -= e
        slopes[i] = (f(up) - f(down)) / (2 * e)
    return slopes

# %% wrong: a flat view that is a copy of a transposed array
def numerical_gradient(f, x, h=1e-5):
    if not isinstance(x, np.ndarray):
        return (f(float(x) + h) - f(float(x) - h)) / (2 * h)
    base = x.astype(float)
    slopes = np.zeros(base.size)
    for k in range(base.size):
        up, down = np.copy(base), np.copy(base)
        up.reshape(-1)[k] += h
        down.reshape(-1)[k] -= h
        slopes[k] = (f(up) - f(down)) / (2 * h)
    return slopes.reshape(base.shape)

# %% wrong: longer steps for large entries
def numerical_gradient(f, x, h=1e-5):
    if not isinstance(x, np.ndarray):
        step = h * max(1.0, abs(x) / 10)
        return (f(float(x) + step) - f(float(x) - step)) / (2 * step)
    base = np.array(x, dtype=float)
    slopes = np.zeros(base.shape)
    for i in np.ndindex(base.shape):
        step = h * max(1.0, abs(base[i]) / 10)
        up, down = base.copy(), base.copy()
        up[i] += step
        down[i] -= step
        slopes[i] = (f(up) - f(down)) / (2 * step)
    return slopes

# %% wrong: rounded to four decimals
def numerical_gradient(f, x, h=1e-5):
    if not isinstance(x, np.ndarray):
        return round(float(f(float(x) + h) - f(float(x) - h)) / (2 * h), 4)
    base = np.array(x, dtype=float)
    slopes = np.zeros(base.shape)
    for i in np.ndindex(base.shape):
        up, down = base.copy(), base.copy()
        up[i] += h
        down[i] -= h
        slopes[i] = round(float(f(up) - f(down)) / (2 * h), 4)
    return slopes

# %% right: an array without axes is a number
def numerical_gradient(f, x, h=1e-5):
    if np.size(x) == 1:
        x0 = np.asarray(x, dtype=float)
        if x0.ndim == 0:
            return (f(float(x0) + h) - f(float(x0) - h)) / (2 * h)
    base = np.array(x, dtype=float)
    slopes = np.zeros(base.shape)
    for i in np.ndindex(base.shape):
        up, down = base.copy(), base.copy()
        up[i] += h
        down[i] -= h
        slopes[i] = (f(up) - f(down)) / (2 * h)
    return slopes

# %% wrong: one copy for all calls
def numerical_gradient(f, x, h=1e-5):
    if not isinstance(x, np.ndarray):
        return (f(float(x) + h) - f(float(x) - h)) / (2 * h)
    base = np.array(x, dtype=float)
    slopes = np.zeros(base.shape)
    for i in np.ndindex(base.shape):
        old = base[i]
        base[i] = old + h
        high = f(base)
        base[i] = old - h
        low = f(base)
        base[i] = old
        slopes[i] = (high - low) / (2 * h)
    return slopes

# %% right: number apart, two float copies per entry with ndindex
def numerical_gradient(f, x, h: float = 1e-5):
    """Return the gradient of f at x, measured by central differences.

    f: a function that returns a number. It may keep or overwrite the arrays it gets.
    x: the point, a number or an array of any shape; left unchanged.
    h: the length of the steps to either side, h > 0.
    Returns a float for a number, and an array of x's shape for an array.
    """
    if np.ndim(x) == 0:
        x = float(x)
        return float((f(x + h) - f(x - h)) / (2 * h))
    x = np.asarray(x)
    slopes = np.zeros(x.shape, dtype=float)
    for index in np.ndindex(x.shape):
        right = np.array(x, dtype=float)
        left = np.array(x, dtype=float)
        right[index] = right[index] + h
        left[index] = left[index] - h
        slopes[index] = (f(right) - f(left)) / (2 * h)
    return slopes

# %% right: unit arrays from reshaped rows of the identity
def numerical_gradient(f, x, h: float = 1e-5):
    """Return the gradient of f at x, measured by central differences.

    f: a function that returns a number. It may keep or overwrite the arrays it gets.
    x: the point, a number or an array of any shape; left unchanged.
    h: the length of the steps to either side, h > 0.
    Returns a float for a number, and an array of x's shape for an array.
    """
    if not isinstance(x, np.ndarray):
        return (f(float(x) + h) - f(float(x) - h)) / (2.0 * h)
    at = x.astype(np.float64)
    units = np.eye(at.size).reshape(at.size, *at.shape)
    slopes = [(f(at + h * e) - f(at - h * e)) / (2.0 * h) for e in units]
    return np.array(slopes, dtype=np.float64).reshape(at.shape)

# %% right: recursion for arrays, one helper that moves one entry
def _moved(x, index, by):
    y = np.empty(np.shape(x), dtype=float)
    y[...] = x
    y[index] += by
    return y


def numerical_gradient(f, x, h: float = 1e-5):
    """Return the gradient of f at x, measured by central differences.

    f: a function that returns a number. It may keep or overwrite the arrays it gets.
    x: the point, a number or an array of any shape; left unchanged.
    h: the length of the steps to either side, h > 0.
    Returns a float for a number, and an array of x's shape for an array.
    """
    if np.ndim(x) > 0:
        result = np.empty(np.shape(x))
        for index, entry in np.ndenumerate(x):
            result[index] = (f(_moved(x, index, h)) - f(_moved(x, index, -h))) / 2 / h
        return result
    return float(f(float(x) + h) - f(float(x) - h)) / 2 / h

# %% right: flat list of values, arrays rebuilt for every call
def numerical_gradient(f, x, h: float = 1e-5):
    """Return the gradient of f at x, measured by central differences.

    f: a function that returns a number. It may keep or overwrite the arrays it gets.
    x: the point, a number or an array of any shape; left unchanged.
    h: the length of the steps to either side, h > 0.
    Returns a float for a number, and an array of x's shape for an array.
    """
    shape = np.shape(x)
    values = [float(v) for v in np.reshape(x, -1)]

    def call(i, step):
        moved = list(values)
        moved[i] += step
        return f(np.array(moved).reshape(shape) if shape else moved[0])

    slopes = [(call(i, h) - call(i, -h)) / (2 * h) for i in range(len(values))]
    return np.array(slopes, dtype=float).reshape(shape) if shape else float(slopes[0])

# %% wrong: difference to one side only; equation (1) has f(x + h) - f(x - h) over 2h
# true: a difference to one side, f(x + h) − f(x)
def numerical_gradient(f, x, h: float = 1e-5):
    """Return the gradient of f at x, measured by central differences.

    f: a function that returns a number. It may keep or overwrite the arrays it gets.
    x: the point, a number or an array of any shape; left unchanged.
    h: the length of the steps to either side, h > 0.
    Returns a float for a number, and an array of x's shape for an array.
    """
    if np.ndim(x) == 0:
        return (f(float(x) + h) - f(float(x))) / h
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        moved = x.astype(float)
        moved[i] += h
        grad[i] = (f(moved) - f(x.astype(float))) / h
    return grad

# %% wrong: all entries moved together, every slope is the sum; "move only this entry"
def numerical_gradient(f, x, h: float = 1e-5):
    """Return the gradient of f at x, measured by central differences.

    f: a function that returns a number. It may keep or overwrite the arrays it gets.
    x: the point, a number or an array of any shape; left unchanged.
    h: the length of the steps to either side, h > 0.
    Returns a float for a number, and an array of x's shape for an array.
    """
    if np.ndim(x) == 0:
        x = float(x)
        return (f(x + h) - f(x - h)) / (2 * h)
    x = np.array(x, dtype=float)
    slope = (f(x + h) - f(x - h)) / (2 * h)
    return np.full(x.shape, slope)

# %% wrong: x.copy() and zeros_like(x) stay integers, so x + h is x; "entries may be integers"
def numerical_gradient(f, x, h: float = 1e-5):
    """Return the gradient of f at x, measured by central differences.

    f: a function that returns a number. It may keep or overwrite the arrays it gets.
    x: the point, a number or an array of any shape; left unchanged.
    h: the length of the steps to either side, h > 0.
    Returns a float for a number, and an array of x's shape for an array.
    """
    if np.ndim(x) == 0:
        return (f(x + h) - f(x - h)) / (2 * h)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        plus, minus = x.copy(), x.copy()
        plus[i] += h
        minus[i] -= h
        grad[i] = (f(plus) - f(minus)) / (2 * h)
    return grad

# %% wrong: moves entries of x itself and moves them back; "use a new array for each call", "Leave x unchanged"
def numerical_gradient(f, x, h: float = 1e-5):
    """Return the gradient of f at x, measured by central differences.

    f: a function that returns a number. It may keep or overwrite the arrays it gets.
    x: the point, a number or an array of any shape; left unchanged.
    h: the length of the steps to either side, h > 0.
    Returns a float for a number, and an array of x's shape for an array.
    """
    if np.ndim(x) == 0:
        x = float(x)
        return (f(x + h) - f(x - h)) / (2 * h)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        down = f(x)
        x[i] = old
        grad[i] = (up - down) / (2 * h)
    return grad

# %% wrong: loops over range(len(x)), whole rows move if x is a matrix; "one or more axes"
# true: the entries of a row moved together, not one at a time
def numerical_gradient(f, x, h: float = 1e-5):
    """Return the gradient of f at x, measured by central differences.

    f: a function that returns a number. It may keep or overwrite the arrays it gets.
    x: the point, a number or an array of any shape; left unchanged.
    h: the length of the steps to either side, h > 0.
    Returns a float for a number, and an array of x's shape for an array.
    """
    if np.ndim(x) == 0:
        x = float(x)
        return (f(x + h) - f(x - h)) / (2 * h)
    grad = np.zeros(x.shape)
    for i in range(len(x)):
        plus = np.array(x, dtype=float)
        minus = np.array(x, dtype=float)
        plus[i] += h
        minus[i] -= h
        grad[i] = (f(plus) - f(minus)) / (2 * h)
    return grad

# %% wrong: step h * max(1, |x|); "h is the length of each step, whatever the size of the entry"
def numerical_gradient(f, x, h: float = 1e-5):
    """Return the gradient of f at x, measured by central differences.

    f: a function that returns a number. It may keep or overwrite the arrays it gets.
    x: the point, a number or an array of any shape; left unchanged.
    h: the length of the steps to either side, h > 0.
    Returns a float for a number, and an array of x's shape for an array.
    """
    if np.ndim(x) == 0:
        x = float(x)
        step = h * max(1.0, abs(x))
        return (f(x + step) - f(x - step)) / (2 * step)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        plus, minus = x.astype(float), x.astype(float)
        step = h * max(1.0, abs(float(x[i])))
        plus[i] += step
        minus[i] -= step
        grad[i] = (f(plus) - f(minus)) / (2 * step)
    return grad

# %% wrong: divided by h instead of 2h
# true: a central difference divided by h, not by 2h
def numerical_gradient(f, x, h: float = 1e-5):
    """Return the gradient of f at x, measured by central differences.

    f: a function that returns a number. It may keep or overwrite the arrays it gets.
    x: the point, a number or an array of any shape; left unchanged.
    h: the length of the steps to either side, h > 0.
    Returns a float for a number, and an array of x's shape for an array.
    """
    if np.ndim(x) == 0:
        x = float(x)
        return (f(x + h) - f(x - h)) / h
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        plus, minus = x.astype(float), x.astype(float)
        plus[i] += h
        minus[i] -= h
        grad[i] = (f(plus) - f(minus)) / h
    return grad

# %% wrong: ravel of a transposed copy is another copy, so nothing moves and slopes are 0
def numerical_gradient(f, x, h: float = 1e-5):
    """Return the gradient of f at x, measured by central differences.

    f: a function that returns a number. It may keep or overwrite the arrays it gets.
    x: the point, a number or an array of any shape; left unchanged.
    h: the length of the steps to either side, h > 0.
    Returns a float for a number, and an array of x's shape for an array.
    """
    if np.ndim(x) == 0:
        x = float(x)
        return (f(x + h) - f(x - h)) / (2 * h)
    slopes = []
    for i in range(x.size):
        plus = x.astype(float)
        plus.ravel()[i] += h
        minus = x.astype(float)
        minus.ravel()[i] -= h
        slopes.append((f(plus) - f(minus)) / (2 * h))
    return np.array(slopes).reshape(x.shape)

# %% wrong: the entry is not moved back before the next one is moved
def numerical_gradient(f, x, h: float = 1e-5):
    """Return the gradient of f at x, measured by central differences.

    f: a function that returns a number. It may keep or overwrite the arrays it gets.
    x: the point, a number or an array of any shape; left unchanged.
    h: the length of the steps to either side, h > 0.
    Returns a float for a number, and an array of x's shape for an array.
    """
    if np.ndim(x) == 0:
        x = float(x)
        return (f(x + h) - f(x - h)) / (2 * h)
    grad = np.zeros(x.shape)
    plus, minus = x.astype(float), x.astype(float)
    for i in np.ndindex(x.shape):
        plus[i] += h
        minus[i] -= h
        grad[i] = (f(plus.copy()) - f(minus.copy())) / (2 * h)
    return grad

# %% wrong: result is flat, one slope after the other; "The result has the shape of x"
# true: all slopes in one row
def numerical_gradient(f, x, h: float = 1e-5):
    """Return the gradient of f at x, measured by central differences.

    f: a function that returns a number. It may keep or overwrite the arrays it gets.
    x: the point, a number or an array of any shape; left unchanged.
    h: the length of the steps to either side, h > 0.
    Returns a float for a number, and an array of x's shape for an array.
    """
    if np.ndim(x) == 0:
        x = float(x)
        return (f(x + h) - f(x - h)) / (2 * h)
    slopes = []
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        slopes.append((f(x + e) - f(x - e)) / (2 * h))
    return np.array(slopes)
