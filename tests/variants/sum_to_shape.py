# Right and wrong answers to `sum_to_shape(gradient, shape)`, one cell a block, as students write
# them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer,
# and some check must fail each wrong one.

# %% right: a mask of the axes
def sum_to_shape(gradient, shape):
    new = gradient.ndim - len(shape)
    axes = tuple(range(new)) + tuple(new + i for i, n in enumerate(shape) if n == 1)
    return gradient.sum(axis=axes, keepdims=True).reshape(shape)

# %% right: a loop over all entries
def sum_to_shape(gradient, shape):
    total = np.zeros(shape)
    front = gradient.ndim - len(shape)
    for place in np.ndindex(gradient.shape):
        home = place[front:]
        home = tuple(min(i, n - 1) for i, n in zip(home, shape))
        total[home] += gradient[place]
    return total

# %% right: np.add.at and broadcast indices
def sum_to_shape(gradient, shape):
    size = int(np.prod(shape))
    where = np.broadcast_to(np.arange(size).reshape(shape), gradient.shape)
    return np.bincount(where.ravel(), weights=gradient.ravel(), minlength=size).reshape(shape)

# %% right: the shape is padded with ones
def sum_to_shape(gradient, shape):
    padded = (1,) * (gradient.ndim - len(shape)) + tuple(shape)
    out = gradient
    for axis in range(gradient.ndim):
        if padded[axis] == 1:
            out = np.sum(out, axis=axis, keepdims=True)
    return np.reshape(out, shape)

# %% right: only where the lengths differ
def sum_to_shape(gradient, shape):
    g = gradient
    while len(g.shape) > len(shape):
        g = np.sum(g, axis=0)
    for axis in range(len(shape)):
        if g.shape[axis] != shape[axis]:
            g = np.expand_dims(np.sum(g, axis=axis), axis)
    return g

# %% right: recursion
def sum_to_shape(gradient, shape):
    if gradient.shape == tuple(shape):
        return gradient.copy()
    if gradient.ndim > len(shape):
        return sum_to_shape(np.asarray(gradient.sum(axis=0)), shape)
    for axis, (a, b) in enumerate(zip(gradient.shape, shape)):
        if a != b:
            return sum_to_shape(gradient.sum(axis=axis, keepdims=True), shape)

# %% right: a product with ones
def sum_to_shape(gradient, shape):
    letters = "abcdefgh"[:gradient.ndim]
    front = gradient.ndim - len(shape)
    kept = "".join(c for c, n in zip(letters[front:], shape) if n != 1)
    return np.einsum(f"{letters}->{kept}", gradient).reshape(shape)

# %% right: np.add.reduce, from the last axis
def sum_to_shape(gradient, shape):
    out = np.array(gradient, float)
    offset = out.ndim - len(shape)
    for axis in reversed(range(len(shape))):
        if shape[axis] == 1:
            out = np.add.reduce(out, axis=axis + offset, keepdims=True)
    for _ in range(offset):
        out = np.add.reduce(out, axis=0)
    return np.asarray(out)

# %% right: the new axes flattened first
def sum_to_shape(gradient, shape):
    tail = gradient.shape[gradient.ndim - len(shape):]
    g = gradient.reshape((-1,) + tail).sum(axis=0)
    axes = tuple(i for i in range(len(shape)) if shape[i] == 1 and tail[i] > 1)
    return g.sum(axis=axes, keepdims=True) if axes else g

# %% wrong: the mean over the copies
# true: the mean over the copies instead of their sum
def sum_to_shape(gradient, shape):
    new = gradient.ndim - len(shape)
    axes = tuple(range(new)) + tuple(new + i for i, n in enumerate(shape) if n == 1)
    return gradient.mean(axis=axes, keepdims=True).reshape(shape)

# %% wrong: the first copy alone
# true: the gradient of one copy alone, not of all of them
def sum_to_shape(gradient, shape):
    new = gradient.ndim - len(shape)
    out = gradient
    for _ in range(new):
        out = out[0]
    for axis, n in enumerate(shape):
        if n == 1:
            out = out.take([0], axis)
    return out

# %% wrong: the largest copy
# true: the largest of the copies' gradients instead of their sum
def sum_to_shape(gradient, shape):
    new = gradient.ndim - len(shape)
    axes = tuple(range(new)) + tuple(new + i for i, n in enumerate(shape) if n == 1)
    return gradient.max(axis=axes, keepdims=True).reshape(shape)

# %% wrong: new axes are kept
# true: a sum that keeps an axis that broadcasting had added
def sum_to_shape(gradient, shape):
    new = gradient.ndim - len(shape)
    axes = tuple(range(new)) + tuple(new + i for i, n in enumerate(shape) if n == 1)
    return gradient.sum(axis=axes, keepdims=True)

# %% wrong: axes of length 1 are lost
# true: an axis of length 1 that is lost in the sum
def sum_to_shape(gradient, shape):
    new = gradient.ndim - len(shape)
    axes = tuple(range(new)) + tuple(new + i for i, n in enumerate(shape) if n == 1)
    return gradient.sum(axis=axes)

# %% wrong: aligned from the left
# true: a shape that is aligned from the left instead of the right
def sum_to_shape(gradient, shape):
    out = gradient
    while out.ndim > len(shape):
        out = out.sum(axis=-1)
    for axis, n in enumerate(shape):
        if n == 1:
            out = out.sum(axis=axis, keepdims=True)
    return out

# %% wrong: new axes alone
def sum_to_shape(gradient, shape):
    out = gradient
    while out.ndim > len(shape):
        out = out.sum(axis=0)
    return out

# %% wrong: stretched axes alone
def sum_to_shape(gradient, shape):
    for axis, n in enumerate(shape):
        if n == 1:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient

# %% wrong: one new axis at most
def sum_to_shape(gradient, shape):
    out = gradient
    if out.ndim > len(shape):
        out = out.sum(axis=0)
    for axis, n in enumerate(shape):
        if n == 1:
            out = out.sum(axis=axis, keepdims=True)
    return out

# %% wrong: stops at the first stretched axis
def sum_to_shape(gradient, shape):
    out = gradient
    while out.ndim > len(shape):
        out = out.sum(axis=0)
    for axis, n in enumerate(shape):
        if n == 1 and out.shape[axis] > 1:
            return out.sum(axis=axis, keepdims=True)
    return out

# %% wrong: only matrices
def sum_to_shape(gradient, shape):
    if len(shape) == 1:
        return gradient.sum(axis=0)
    if shape[0] == 1:
        return gradient.sum(axis=0, keepdims=True)
    return gradient.sum(axis=1, keepdims=True)

# %% wrong: everything is added
def sum_to_shape(gradient, shape):
    return np.full(shape, gradient.sum())

# %% wrong: reshaped, not added
def sum_to_shape(gradient, shape):
    size = int(np.prod(shape))
    return gradient.ravel()[:size].reshape(shape)

# %% wrong: blocks of the flat array are added
def sum_to_shape(gradient, shape):
    size = int(np.prod(shape))
    return gradient.reshape(-1, size).sum(axis=0).reshape(shape)

# %% wrong: groups of neighbours are added
def sum_to_shape(gradient, shape):
    size = int(np.prod(shape))
    return gradient.reshape(size, -1).sum(axis=1).reshape(shape)

# %% wrong: axes by their length
def sum_to_shape(gradient, shape):
    axes = tuple(i for i, n in enumerate(gradient.shape) if n not in shape)
    return gradient.sum(axis=axes).reshape(shape)

# %% wrong: written into the gradient
def sum_to_shape(gradient, shape):
    total = np.zeros(shape)
    front = gradient.ndim - len(shape)
    for place in np.ndindex(gradient.shape):
        home = tuple(min(i, n - 1) for i, n in zip(place[front:], shape))
        total[home] += gradient[place]
        gradient[place] = 0
    return total

# %% wrong: rounded
def sum_to_shape(gradient, shape):
    new = gradient.ndim - len(shape)
    axes = tuple(range(new)) + tuple(new + i for i, n in enumerate(shape) if n == 1)
    return np.round(gradient.sum(axis=axes, keepdims=True).reshape(shape), 6)

# %% wrong: absolute values
def sum_to_shape(gradient, shape):
    new = gradient.ndim - len(shape)
    axes = tuple(range(new)) + tuple(new + i for i, n in enumerate(shape) if n == 1)
    return np.abs(gradient).sum(axis=axes, keepdims=True).reshape(shape)

# %% wrong: results kept by shape
kept = {}

def sum_to_shape(gradient, shape):
    key = (gradient.shape, tuple(shape))
    if key not in kept:
        new = gradient.ndim - len(shape)
        axes = tuple(range(new)) + tuple(new + i for i, n in enumerate(shape) if n == 1)
        kept[key] = gradient.sum(axis=axes, keepdims=True).reshape(shape)
    return kept[key]

# %% wrong: broadcast instead of summed
def sum_to_shape(gradient, shape):
    return np.broadcast_to(gradient, np.broadcast_shapes(gradient.shape, shape))

# %% wrong: no case for ()
def sum_to_shape(gradient, shape):
    if shape == ():
        return gradient
    new = gradient.ndim - len(shape)
    axes = tuple(range(new)) + tuple(new + i for i, n in enumerate(shape) if n == 1)
    return gradient.sum(axis=axes, keepdims=True).reshape(shape)

# %% wrong: divided by the number of rows
def sum_to_shape(gradient, shape):
    new = gradient.ndim - len(shape)
    axes = tuple(range(new)) + tuple(new + i for i, n in enumerate(shape) if n == 1)
    return gradient.sum(axis=axes, keepdims=True).reshape(shape) / max(1, len(gradient))

# %% wrong: printed
def sum_to_shape(gradient, shape):
    new = gradient.ndim - len(shape)
    axes = tuple(range(new)) + tuple(new + i for i, n in enumerate(shape) if n == 1)
    print(gradient.sum(axis=axes, keepdims=True).reshape(shape))
