# Right and wrong answers to `shares(x, axis)`, one cell a block, as students write them. `np` and
# `plt` come from the notebook's set-up cell. Every check must pass each right answer, and some
# check must fail each wrong one.

# %% right: keepdims, and 1 for a sum of 0
def shares(x, axis):
    total = np.sum(x, axis=axis, keepdims=True)
    total = np.where(total == 0, 1, total)
    return x / total

# %% right: np.divide with where
def shares(x, axis):
    x = np.asarray(x, dtype=float)
    s = x.sum(axis=axis, keepdims=True)
    return np.divide(x, s, out=np.zeros_like(x), where=s != 0)

# %% right: NaN replaced afterwards
def shares(x, axis):
    with np.errstate(invalid="ignore", divide="ignore"):
        y = x / x.sum(axis=axis, keepdims=True)
    return np.nan_to_num(y)

# %% right: expand_dims in the place of keepdims
def shares(x, axis):
    s = np.expand_dims(x.sum(axis=axis), axis)
    return x / (s + (s == 0))

# %% right: the axis moved to the end and back
def shares(x, axis):
    y = np.moveaxis(x, axis, -1).astype(float)
    for at in np.ndindex(y.shape[:-1]):
        total = y[at].sum()
        if total > 0:
            y[at] = y[at] / total
    return np.moveaxis(y, -1, axis)

# %% right: apply_along_axis
def shares(x, axis):
    def line(v):
        return v / v.sum() if v.sum() != 0 else np.zeros(len(v))
    return np.apply_along_axis(line, axis, x)

# %% right: the largest entry taken out first
def shares(x, axis):
    top = x.max(axis=axis, keepdims=True)
    y = x / np.where(top > 0, top, 1.0)
    return y / np.maximum(y.sum(axis=axis, keepdims=True), 1e-300)

# %% right: np.add.reduce, and a mask
def shares(x, axis):
    total = np.add.reduce(x, axis=axis, keepdims=True).astype(float)
    total[total == 0] = np.inf
    return x / total

# %% right: a list of the lines along the first axis
def shares(x, axis):
    lines = np.swapaxes(x, 0, axis)
    s = sum(line for line in lines)
    out = np.array([np.where(s == 0, 0.0, line / np.where(s == 0, 1, s)) for line in lines])
    return np.swapaxes(out, 0, axis)

# %% wrong: one sum for all
# true: one sum for the whole array
def shares(x, axis):
    return x / (x.sum() or 1)

# %% wrong: without keepdims
# true: sums without the axis of length 1 (`keepdims=True`)
def shares(x, axis):
    s = x.sum(axis=axis)
    return x / np.where(s == 0, 1, s)

# %% wrong: NaN where a line is zero
# true: a line of zeros that becomes NaN
def shares(x, axis):
    return x / x.sum(axis=axis, keepdims=True)

# %% wrong: always along the last axis
# true: sums along the last axis, whatever `axis` says
def shares(x, axis):
    s = x.sum(axis=-1, keepdims=True)
    return x / np.where(s == 0, 1, s)

# %% wrong: always along the first axis
# true: sums along the first axis, whatever `axis` says
def shares(x, axis):
    s = x.sum(axis=0, keepdims=True)
    return x / np.where(s == 0, 1, s)

# %% wrong: the other axis of a table
# true: sums along another axis than the one that is asked for
def shares(x, axis):
    s = x.sum(axis=1 - axis if x.ndim == 2 and axis >= 0 else axis, keepdims=True)
    return x / np.where(s == 0, 1, s)

# %% wrong: equal shares for a line of zeros
# true: equal shares where a line holds only zeros
def shares(x, axis):
    s = x.sum(axis=axis, keepdims=True)
    return np.where(s == 0, 1 / x.shape[axis], x / np.where(s == 0, 1, s))

# %% wrong: the largest entry
# true: a division by the largest entry of the line
def shares(x, axis):
    m = x.max(axis=axis, keepdims=True)
    return x / np.where(m == 0, 1, m)

# %% wrong: the number of entries
# true: a division by the number of entries in the line
def shares(x, axis):
    return x / x.shape[axis]

# %% wrong: softmax
# true: a softmax
def shares(x, axis):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: unit length
# true: a division by the length of the line, the root of the sum of squares
def shares(x, axis):
    n = np.sqrt((x**2.0).sum(axis=axis, keepdims=True))
    return x / np.where(n == 0, 1, n)

# %% wrong: a small constant
def shares(x, axis):
    return x / (x.sum(axis=axis, keepdims=True) + 1e-8)

# %% wrong: sums below a threshold count as zero
def shares(x, axis):
    s = x.sum(axis=axis, keepdims=True)
    return np.where(s < 1e-5, 0.0, x / np.where(s == 0, 1, s))

# %% wrong: whole numbers stay whole
def shares(x, axis):
    s = x.sum(axis=axis, keepdims=True)
    return (x / np.where(s == 0, 1, s)).astype(x.dtype)

# %% wrong: writes into x
def shares(x, axis):
    s = x.sum(axis=axis, keepdims=True)
    y = x if x.dtype == float else x.astype(float)
    y /= np.where(s == 0, 1, s)
    return y

# %% wrong: rounded
def shares(x, axis):
    s = x.sum(axis=axis, keepdims=True)
    return np.round(x / np.where(s == 0, 1, s), 3)

# %% wrong: percent
def shares(x, axis):
    s = x.sum(axis=axis, keepdims=True)
    return 100 * x / np.where(s == 0, 1, s)

# %% wrong: in single precision
def shares(x, axis):
    x = x.astype(np.float16)
    s = x.sum(axis=axis, keepdims=True)
    return x / np.where(s == 0, 1, s)

# %% wrong: for tables alone
def shares(x, axis):
    if x.ndim != 2:
        return x / max(x.sum(), 1e-300)
    s = x.sum(axis=axis, keepdims=True)
    return x / np.where(s == 0, 1, s)

# %% wrong: negative axes are the first
def shares(x, axis):
    s = x.sum(axis=max(axis, 0), keepdims=True)
    return x / np.where(s == 0, 1, s)

# %% wrong: a zero in the line makes it zero
def shares(x, axis):
    s = x.sum(axis=axis, keepdims=True)
    some = (x == 0).any(axis=axis, keepdims=True)
    return np.where(some, 0.0, x / np.where(s == 0, 1, s))

# %% wrong: the sums alone
def shares(x, axis):
    return x.sum(axis=axis, keepdims=True)

# %% wrong: remembers the sums by shape
sums = {}
def shares(x, axis):
    s = sums.setdefault((x.shape, axis), x.sum(axis=axis, keepdims=True))
    return x / np.where(s == 0, 1, s)

# %% wrong: prints and returns nothing
def shares(x, axis):
    s = x.sum(axis=axis, keepdims=True)
    print(x / np.where(s == 0, 1, s))
