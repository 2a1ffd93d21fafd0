# Right and wrong answers to `squared_distances(X, Y)`, one cell a block, as students write them.
# `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer, and
# some check must fail each wrong one.

# %% right: three axes
def squared_distances(X, Y):
    return ((X[:, None, :] - Y[None, :, :]) ** 2).sum(axis=2)

# %% right: two loops
def squared_distances(X, Y):
    D = np.zeros((len(X), len(Y)))
    for i in range(len(X)):
        for j in range(len(Y)):
            D[i, j] = np.sum((X[i] - Y[j]) ** 2)
    return D

# %% right: nested lists
def squared_distances(X, Y):
    return [[sum((a - b) ** 2 for a, b in zip(x, y)) for y in Y.tolist()] for x in X.tolist()]

# %% right: a loop over the coordinates
def squared_distances(X, Y):
    D = 0.0
    for k in range(X.shape[1]):
        D = D + (X[:, k][:, None] - Y[:, k]) ** 2
    return D

# %% right: a loop over the points of X
def squared_distances(X, Y):
    return np.array([np.square(Y - x).sum(axis=1) for x in X])

# %% right: einsum
def squared_distances(X, Y):
    Z = np.expand_dims(X, 1) - np.expand_dims(Y, 0)
    return np.einsum("ijk,ijk->ij", Z, Z)

# %% right: the norm, squared
def squared_distances(X, Y):
    return np.linalg.norm(X[:, np.newaxis] - Y, axis=-1) ** 2

# %% right: repeated and tiled
def squared_distances(X, Y):
    n, m = len(X), len(Y)
    left, right = np.repeat(X, m, axis=0), np.tile(Y, (n, 1))
    return ((left - right) ** 2).sum(axis=1).reshape(n, m)

# %% right: coordinates first
def squared_distances(X, Y):
    return np.sum((X.T[:, :, None] - Y.T[:, None, :]) ** 2, axis=0)

# %% wrong: distances
# true: the distances, not squared
def squared_distances(X, Y):
    return np.sqrt(((X[:, None] - Y) ** 2).sum(axis=-1))

# %% wrong: transposed
# true: a row for each point of Y instead of X
def squared_distances(X, Y):
    return ((Y[:, None] - X) ** 2).sum(axis=-1)

# %% wrong: no sum
# true: squares that are not added up
def squared_distances(X, Y):
    return (X[:, None] - Y) ** 2

# %% wrong: summed over axis 1
# true: a sum over the points of Y instead of the coordinates
def squared_distances(X, Y):
    return ((X[:, None] - Y) ** 2).sum(axis=1)

# %% wrong: summed over axis 0
# true: a sum over the points of X instead of the coordinates
def squared_distances(X, Y):
    return ((X[:, None] - Y) ** 2).sum(axis=0)

# %% wrong: absolute values
# true: absolute values instead of squares
def squared_distances(X, Y):
    return np.abs(X[:, None] - Y).sum(axis=2)

# %% wrong: the sum squared
# true: the square of the sum instead of the sum of the squares
def squared_distances(X, Y):
    return (X[:, None] - Y).sum(axis=2) ** 2

# %% wrong: a mean
# true: a mean over the coordinates instead of a sum
def squared_distances(X, Y):
    return ((X[:, None] - Y) ** 2).mean(axis=2)

# %% wrong: dot products
# true: the dot products
def squared_distances(X, Y):
    return X @ Y.T

# %% wrong: without the mixed term
# true: squared lengths added, without the term −2 x · y
def squared_distances(X, Y):
    return (X**2).sum(1)[:, None] + (Y**2).sum(1)[None, :]

# %% wrong: the mixed term once
# true: the term x · y only once
def squared_distances(X, Y):
    return (X**2).sum(1)[:, None] + (Y**2).sum(1) - X @ Y.T

# %% wrong: row by row
# true: each point of X compared only with the point of Y in the same row
def squared_distances(X, Y):
    return ((X - Y) ** 2).sum(axis=1)

# %% wrong: plus the mixed term
def squared_distances(X, Y):
    return (X**2).sum(1)[:, None] + (Y**2).sum(1) + 2 * X @ Y.T

# %% wrong: one sum for all
def squared_distances(X, Y):
    return ((X[:, None] - Y) ** 2).sum()

# %% wrong: the first coordinate alone
def squared_distances(X, Y):
    return (X[:, :1] - Y[:, 0]) ** 2

# %% wrong: the first two coordinates
def squared_distances(X, Y):
    return ((X[:, None, :2] - Y[:, :2]) ** 2).sum(axis=2)

# %% wrong: the lengths compared
def squared_distances(X, Y):
    return (np.linalg.norm(X, axis=1)[:, None] - np.linalg.norm(Y, axis=1)) ** 2

# %% wrong: squared once more
def squared_distances(X, Y):
    return ((X[:, None] - Y) ** 2).sum(axis=2) ** 2

# %% wrong: X with itself
def squared_distances(X, Y):
    return ((X[:, None] - X) ** 2).sum(axis=2)

# %% wrong: writes into X
def squared_distances(X, Y):
    D = np.zeros((len(X), len(Y)))
    for j, y in enumerate(Y):
        X -= y
        D[:, j] = (X**2).sum(axis=1)
        X += y
    X *= 0
    return D

# %% wrong: whole numbers when X is whole
def squared_distances(X, Y):
    D = np.zeros((len(X), len(Y)), dtype=X.dtype)
    D[:] = ((X[:, None] - Y) ** 2).sum(axis=2)
    return D

# %% wrong: at most 100
def squared_distances(X, Y):
    return np.minimum(((X[:, None] - Y) ** 2).sum(axis=2), 100.0)

# %% wrong: small ones are zero
def squared_distances(X, Y):
    D = ((X[:, None] - Y) ** 2).sum(axis=2)
    return np.where(D < 1e-4, 0.0, D)

# %% wrong: squeezed
def squared_distances(X, Y):
    return np.squeeze(((X[:, None] - Y) ** 2).sum(axis=2))

# %% wrong: remembered by shape
known = {}
def squared_distances(X, Y):
    return known.setdefault((X.shape, Y.shape), ((X[:, None] - Y) ** 2).sum(axis=2))

# %% wrong: weights that sum to 1
def squared_distances(X, Y):
    D = ((X[:, None] - Y) ** 2).sum(axis=2)
    return D / D.sum(axis=1, keepdims=True)
