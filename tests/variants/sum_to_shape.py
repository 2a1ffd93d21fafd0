# Right and wrong answers to `sum_to_shape(upstream, shape)`, one cell a block, as students write
# them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer,
# and some check must fail each wrong one.

# %% right: leading axes first, then axes of length 1
def sum_to_shape(upstream, shape):
    extra = upstream.ndim - len(shape)
    g = upstream.sum(axis=tuple(range(extra)))
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g

# %% right: all axes at once, then reshape
def sum_to_shape(upstream, shape):
    padded = (1,) * (upstream.ndim - len(shape)) + tuple(shape)
    axes = tuple(k for k in range(upstream.ndim) if padded[k] == 1)
    return upstream.sum(axis=axes).reshape(shape)

# %% right: a while loop over the leading axes
def sum_to_shape(upstream, shape):
    g = np.array(upstream, dtype=float)
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for k in range(len(shape)):
        if shape[k] == 1 and g.shape[k] > 1:
            g = np.sum(g, axis=k, keepdims=True)
    return g

# %% right: entry by entry
def sum_to_shape(upstream, shape):
    result = np.zeros(shape)
    extra = upstream.ndim - len(shape)
    for place in np.ndindex(upstream.shape):
        origin = tuple(
            0 if length == 1 else index for index, length in zip(place[extra:], shape)
        )
        result[origin] += upstream[place]
    return result

# %% right: which entry was copied, by an array of numbers that is broadcast
def sum_to_shape(upstream, shape):
    size = int(np.prod(shape))
    numbers = np.broadcast_to(np.arange(size).reshape(shape), upstream.shape)
    result = np.zeros(size)
    np.add.at(result, numbers.ravel(), upstream.ravel())
    return result.reshape(shape)

# %% right: bincount with weights
def sum_to_shape(upstream, shape):
    size = int(np.prod(shape))
    owner = np.broadcast_to(np.arange(size).reshape(shape), np.shape(upstream))
    return np.bincount(owner.ravel(), np.ravel(upstream), size).reshape(shape)

# %% right: einsum with letters for the axes that stay
def sum_to_shape(upstream, shape):
    letters = "abcdefgh"[: upstream.ndim]
    padded = (1,) * (upstream.ndim - len(shape)) + tuple(shape)
    kept = "".join(c for c, n in zip(letters, padded) if n > 1)
    return np.einsum(f"{letters}->{kept}", upstream).reshape(shape)

# %% right: the matrix of copies, transposed
def sum_to_shape(upstream, shape):
    size = int(np.prod(shape))
    units = np.eye(size).reshape((size,) + (1,) * (upstream.ndim - len(shape)) + tuple(shape))
    copies = np.broadcast_to(units, (size,) + upstream.shape)
    return (copies * upstream).reshape(size, -1).sum(axis=1).reshape(shape)

# %% right: recursion over the axes
def sum_to_shape(upstream, shape):
    if upstream.ndim > len(shape):
        return sum_to_shape(np.add.reduce(upstream, axis=0), shape)
    for axis in range(len(shape)):
        if shape[axis] == 1 and upstream.shape[axis] != 1:
            return sum_to_shape(np.add.reduce(upstream, axis=axis, keepdims=True), shape)
    return upstream

# %% right: a list, and an early return
def sum_to_shape(upstream, shape):
    if upstream.shape == tuple(shape):
        return upstream.copy()
    axes = list(range(upstream.ndim - len(shape)))
    for back in range(1, len(shape) + 1):
        if shape[-back] == 1:
            axes.append(upstream.ndim - back)
    return np.reshape(np.sum(upstream, axis=tuple(axes)), shape)

# %% wrong: the leading axes alone
# true: sums over the leading axes alone, not over those of length 1
def sum_to_shape(upstream, shape):
    extra = upstream.ndim - len(shape)
    return upstream.sum(axis=tuple(range(extra)))

# %% wrong: the axes of length 1 alone
def sum_to_shape(upstream, shape):
    g = upstream
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g

# %% wrong: the mean of the copies
# true: a mean over the copies instead of their sum
def sum_to_shape(upstream, shape):
    extra = upstream.ndim - len(shape)
    g = upstream.mean(axis=tuple(range(extra)))
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.mean(axis=axis, keepdims=True)
    return g

# %% wrong: a mean over axes of length 1
def sum_to_shape(upstream, shape):
    extra = upstream.ndim - len(shape)
    g = upstream.sum(axis=tuple(range(extra)))
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.mean(axis=axis, keepdims=True)
    return g

# %% wrong: a mean over the leading axes
# true: a mean over the copies instead of their sum
def sum_to_shape(upstream, shape):
    extra = upstream.ndim - len(shape)
    g = upstream.mean(axis=tuple(range(extra)))
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g

# %% wrong: keepdims is forgotten
# true: sums over axes of length 1 that lose the axis
def sum_to_shape(upstream, shape):
    extra = upstream.ndim - len(shape)
    g = upstream.sum(axis=tuple(range(extra)))
    ones = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return g.sum(axis=ones)

# %% wrong: keepdims is forgotten, and later axes move up
def sum_to_shape(upstream, shape):
    extra = upstream.ndim - len(shape)
    g = upstream.sum(axis=tuple(range(extra)))
    for axis, length in enumerate(shape):
        if length == 1 and axis < g.ndim:
            g = g.sum(axis=axis)
    return g.reshape(shape)

# %% wrong: new axes are taken for the last ones
# true: new axes on the right instead of the left
def sum_to_shape(upstream, shape):
    g = upstream
    while g.ndim > len(shape):
        g = g.sum(axis=-1)
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g

# %% wrong: the first copy
# true: the first copy alone instead of the sum of all
def sum_to_shape(upstream, shape):
    g = upstream
    while g.ndim > len(shape):
        g = g[0]
    for axis, length in enumerate(shape):
        if length == 1:
            g = np.take(g, [0], axis=axis)
    return g

# %% wrong: only one leading axis
def sum_to_shape(upstream, shape):
    g = upstream
    if g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g

# %% wrong: only the first axis of length 1
def sum_to_shape(upstream, shape):
    extra = upstream.ndim - len(shape)
    g = upstream.sum(axis=tuple(range(extra)))
    if 1 in shape:
        g = g.sum(axis=tuple(shape).index(1), keepdims=True)
    return g

# %% wrong: only the last axis of length 1
def sum_to_shape(upstream, shape):
    extra = upstream.ndim - len(shape)
    g = upstream.sum(axis=tuple(range(extra)))
    if shape and shape[-1] == 1:
        g = g.sum(axis=-1, keepdims=True)
    return g

# %% wrong: two axes at most
def sum_to_shape(upstream, shape):
    if shape == ():
        return upstream.sum()
    if len(shape) == 1:
        return upstream.sum(axis=0) if shape[0] > 1 else np.array([upstream.sum()])
    if shape[0] == 1:
        upstream = upstream.sum(axis=0, keepdims=True)
    if shape[1] == 1:
        upstream = upstream.sum(axis=1, keepdims=True)
    return upstream

# %% wrong: nothing is summed
def sum_to_shape(upstream, shape):
    return upstream

# %% wrong: the array is broadcast again
def sum_to_shape(upstream, shape):
    return np.broadcast_to(upstream, np.broadcast_shapes(upstream.shape, shape))

# %% wrong: the sum of everything, repeated
def sum_to_shape(upstream, shape):
    return np.full(shape, upstream.sum())

# %% wrong: reshape or resize
# true: the first copy alone instead of the sum of all
def sum_to_shape(upstream, shape):
    return np.resize(upstream, shape)

# %% wrong: axes by their length, where two have the same
def sum_to_shape(upstream, shape):
    lengths = list(upstream.shape)
    kept = []
    for length in shape:
        if length in lengths:
            kept.append(lengths.index(length))
            lengths[kept[-1]] = None
    axes = tuple(k for k in range(upstream.ndim) if k not in kept)
    return upstream.sum(axis=axes).reshape(shape)

# %% wrong: a number is left out
def sum_to_shape(upstream, shape):
    if len(shape) == 0:
        return upstream
    extra = upstream.ndim - len(shape)
    g = upstream.sum(axis=tuple(range(extra)))
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g

# %% wrong: a number comes back with an axis
def sum_to_shape(upstream, shape):
    extra = upstream.ndim - len(shape)
    g = upstream.sum(axis=tuple(range(extra)))
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return np.atleast_1d(g)

# %% wrong: whole numbers, whatever comes
def sum_to_shape(upstream, shape):
    g = upstream.astype(int)
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g

# %% wrong: sums in place
def sum_to_shape(upstream, shape):
    extra = upstream.ndim - len(shape)
    g = upstream
    for _ in range(extra):
        for k in range(1, len(g)):
            g[0] += g[k]
        g = g[0]
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g

# %% wrong: a cache by shape
_known = {}

def sum_to_shape(upstream, shape):
    if (upstream.shape, shape) not in _known:
        g = upstream.sum(axis=tuple(range(upstream.ndim - len(shape))))
        for axis, length in enumerate(shape):
            if length == 1:
                g = g.sum(axis=axis, keepdims=True)
        _known[upstream.shape, shape] = g
    return _known[upstream.shape, shape]

# %% wrong: the largest of the copies
def sum_to_shape(upstream, shape):
    g = upstream.max(axis=tuple(range(upstream.ndim - len(shape))))
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.max(axis=axis, keepdims=True)
    return g

# %% wrong: one copy too few is added
def sum_to_shape(upstream, shape):
    g = upstream
    while g.ndim > len(shape):
        g = g[0] if len(g) == 1 else g[:-1].sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g

# %% wrong: a transposed result for square matrices
def sum_to_shape(upstream, shape):
    g = upstream.sum(axis=tuple(range(upstream.ndim - len(shape))))
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    if g.ndim == 2 and g.shape[0] == g.shape[1]:
        g = g.T
    return g

# %% wrong: nothing comes back
def sum_to_shape(upstream, shape):
    g = upstream.sum(axis=tuple(range(upstream.ndim - len(shape))))
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
