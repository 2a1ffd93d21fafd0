# Right and wrong answers to `linear_layer_gradients(x, W, upstream)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: the three formulas
def linear_layer_gradients(x, W, upstream):
    dx = upstream @ W.T
    dW = x.T @ upstream
    db = upstream.sum(axis=0)
    return dx, dW, db

# %% right: einsum
def linear_layer_gradients(x, W, upstream):
    return (
        np.einsum("no,io->ni", upstream, W),
        np.einsum("ni,no->io", x, upstream),
        np.einsum("no->o", upstream),
    )

# %% right: loops
def linear_layer_gradients(x, W, upstream):
    n, d_in = x.shape
    d_out = W.shape[1]
    dx, dW, db = np.zeros((n, d_in)), np.zeros((d_in, d_out)), np.zeros(d_out)
    for k in range(n):
        for i in range(d_in):
            for j in range(d_out):
                dx[k, i] += upstream[k, j] * W[i, j]
                dW[i, j] += x[k, i] * upstream[k, j]
    for row in upstream:
        db += row
    return dx, dW, db

# %% right: sums of outer products, in a list
def linear_layer_gradients(x, W, upstream):
    dW = sum(np.outer(xi, gi) for xi, gi in zip(x, upstream))
    return [np.dot(upstream, np.transpose(W)), dW, np.ones(len(x)) @ upstream]

# %% right: ones beside x, for the bias
def linear_layer_gradients(x, W, upstream):
    wide = np.hstack([x, np.ones((len(x), 1))])
    both = wide.T @ upstream
    return np.matmul(upstream, W.T), both[:-1], both[-1]

# %% right: nested lists
def linear_layer_gradients(x, W, upstream):
    G, d_out = upstream.tolist(), W.shape[1]
    dx = [[sum(g * w for g, w in zip(row, W[i])) for i in range(W.shape[0])] for row in G]
    dW = [[sum(x[k][i] * G[k][j] for k in range(len(G))) for j in range(d_out)] for i in range(W.shape[0])]
    return dx, dW, [sum(column) for column in zip(*G)]

# %% wrong: the bias averaged
# true: a bias gradient averaged over the inputs instead of summed
def linear_layer_gradients(x, W, upstream):
    return upstream @ W.T, x.T @ upstream, upstream.mean(axis=0)

# %% wrong: the bias not added up
# true: a bias gradient of shape (n, d_out), not summed over the inputs
def linear_layer_gradients(x, W, upstream):
    return upstream @ W.T, x.T @ upstream, upstream

# %% wrong: the bias added up along the wrong axis
# true: a bias gradient summed over the outputs instead of the inputs
def linear_layer_gradients(x, W, upstream):
    return upstream @ W.T, x.T @ upstream, upstream.sum(axis=1)

# %% wrong: the bias in a row
# true: a row instead of a vector
def linear_layer_gradients(x, W, upstream):
    return upstream @ W.T, x.T @ upstream, upstream.sum(axis=0, keepdims=True)

# %% wrong: one sum for the bias
def linear_layer_gradients(x, W, upstream):
    return upstream @ W.T, x.T @ upstream, upstream.sum()

# %% wrong: ones for the bias
# true: a bias gradient of ones, without `upstream`
def linear_layer_gradients(x, W, upstream):
    return upstream @ W.T, x.T @ upstream, np.ones(W.shape[1])

# %% wrong: W without its transpose
# true: `upstream` @ W, without the transpose
def linear_layer_gradients(x, W, upstream):
    return upstream @ W, x.T @ upstream, upstream.sum(axis=0)

# %% wrong: the weights' gradient transposed
# true: the transpose of the weight gradient
def linear_layer_gradients(x, W, upstream):
    return upstream @ W.T, upstream.T @ x, upstream.sum(axis=0)

# %% wrong: the weights' gradient averaged
# true: a weight gradient averaged over the inputs instead of summed
def linear_layer_gradients(x, W, upstream):
    return upstream @ W.T, x.T @ upstream / len(x), upstream.sum(axis=0)

# %% wrong: without what comes from above
# true: ones in place of `upstream`
def linear_layer_gradients(x, W, upstream):
    ones = np.ones_like(upstream)
    return ones @ W.T, x.T @ ones, ones.sum(axis=0)

# %% wrong: another order
# true: the gradients of x and of W in the wrong order
def linear_layer_gradients(x, W, upstream):
    return x.T @ upstream, upstream @ W.T, upstream.sum(axis=0)

# %% wrong: the bias left out
def linear_layer_gradients(x, W, upstream):
    return upstream @ W.T, x.T @ upstream

# %% wrong: the forward pass
# true: the forward pass x @ W instead of the slope along x
def linear_layer_gradients(x, W, upstream):
    return x @ W, x.T @ upstream, upstream.sum(axis=0)

# %% wrong: W for dx
# true: W itself as the gradient along x
def linear_layer_gradients(x, W, upstream):
    return W, x.T @ upstream, upstream.sum(axis=0)

# %% wrong: the first input alone
# true: a weight gradient of the first input alone
def linear_layer_gradients(x, W, upstream):
    return upstream @ W.T, np.outer(x[0], upstream[0]), upstream.sum(axis=0)

# %% wrong: a new shape for a transpose
# true: `upstream` @ W, without the transpose; W reshaped instead of transposed
def linear_layer_gradients(x, W, upstream):
    return upstream @ W.reshape(W.shape[1], W.shape[0]), x.T @ upstream, upstream.sum(axis=0)

# %% wrong: whole arrays in place of float ones
def linear_layer_gradients(x, W, upstream):
    dx = np.zeros_like(x)
    dx[:] = upstream @ W.T
    return dx.astype(int), x.T @ upstream, upstream.sum(axis=0)

# %% wrong: adds into what comes from above
def linear_layer_gradients(x, W, upstream):
    dx, dW = upstream @ W.T, x.T @ upstream
    for row in upstream[1:]:
        upstream[0] += row
    return dx, dW, upstream[0]


# %% right: np.dot, and np.add.reduce
def linear_layer_gradients(x, W, upstream):
    return np.dot(upstream, np.transpose(W)), np.dot(np.transpose(x), upstream), np.add.reduce(upstream)

# %% right: a mean times the number of inputs
def linear_layer_gradients(x, W, upstream):
    n = len(x)
    dW = np.mean(x[:, :, None] * upstream[:, None, :], axis=0) * n
    return (W @ upstream.T).T, dW, np.mean(upstream, axis=0) * n

# %% right: tensordot, in a list
def linear_layer_gradients(x, W, upstream):
    dx = np.tensordot(upstream, W, axes=([1], [1]))
    dW = np.tensordot(x, upstream, axes=([0], [0]))
    return [dx, dW, np.tensordot(np.ones(len(x)), upstream, axes=1)]

# %% right: input by input, into arrays of floats
def linear_layer_gradients(x, W, upstream):
    dx, dW, db = np.zeros(np.shape(x)), np.zeros(np.shape(W)), np.zeros(np.shape(W)[1])
    for i, (row, g) in enumerate(zip(x, upstream)):
        dx[i] = W @ g
        dW += np.outer(row, g)
        db += g
    return dx, dW, db

# %% wrong: the first two exchanged
# true: the gradients of x and of W in the wrong order
def linear_layer_gradients(x, W, upstream):
    return x.T @ upstream, upstream @ W.T, upstream.sum(axis=0)

# %% wrong: everything averaged over the inputs
# true: all three gradients averaged over the inputs instead of summed
def linear_layer_gradients(x, W, upstream):
    n = len(x)
    return upstream @ W.T / n, x.T @ upstream / n, upstream.sum(axis=0) / n

# %% wrong: what comes from above is turned round
def linear_layer_gradients(x, W, upstream):
    return -upstream @ W.T, -x.T @ upstream, -upstream.sum(axis=0)

# %% wrong: W moves by a step
def linear_layer_gradients(x, W, upstream):
    dW = x.T @ upstream
    return upstream @ (W - 0.01 * dW).T, dW, upstream.sum(axis=0)

# %% wrong: sums in arrays of the type of W
def linear_layer_gradients(x, W, upstream):
    dW = np.zeros_like(W)
    dW[:] = x.T @ upstream
    return upstream @ W.T, dW, upstream.sum(axis=0)

# %% wrong: where a slope is 0, the last one's is left
dx_before = {}
def linear_layer_gradients(x, W, upstream):
    dx = dx_before.setdefault(x.shape, np.zeros(x.shape))
    moved = np.any(upstream != 0, axis=1)
    dx[moved] = (upstream @ W.T)[moved]
    return dx.copy(), x.T @ upstream, upstream.sum(axis=0)

# %% wrong: the upstream gradient is cut to plus or minus one
def linear_layer_gradients(x, W, upstream):
    g = np.clip(upstream, -1, 1)
    return g @ W.T, x.T @ g, g.sum(axis=0)

# %% wrong: a batch of one is squeezed
def linear_layer_gradients(x, W, upstream):
    return np.squeeze(upstream @ W.T), x.T @ upstream, upstream.sum(axis=0)

# %% wrong: the bias as its mean where there are many inputs
def linear_layer_gradients(x, W, upstream):
    db = upstream.sum(axis=0)
    return upstream @ W.T, x.T @ upstream, db if len(x) < 10 else db / len(x)

# %% wrong: ones in the place of what comes from above, with np.dot
# true: ones in place of `upstream`
def linear_layer_gradients(x, W, upstream):
    g = np.ones(upstream.shape)
    return np.dot(g, W.T), np.dot(x.T, g), np.sum(g, axis=0)

# %% wrong: inputs of zeros are padding
def linear_layer_gradients(x, W, upstream):
    G = np.where(np.any(x != 0, axis=1, keepdims=True), upstream, 0.0)
    return G @ W.T, x.T @ G, G.sum(axis=0)

# %% right: outer products added up, W times each row
def linear_layer_gradients(x: np.ndarray, W: np.ndarray, upstream: np.ndarray) -> tuple:
    """Return the gradients (dx, dW, db) of a loss through y = x W + b."""
    dx, dW = np.zeros(x.shape), np.zeros(W.shape)
    db = np.zeros(W.shape[1])
    for k in range(len(x)):
        dW = dW + np.outer(x[k], upstream[k])
        dx[k] = W @ upstream[k]
        db = db + upstream[k]
    return dx, dW, db

# %% wrong: a single input's bias in a row
def linear_layer_gradients(x, W, upstream):
    db = np.sum(upstream, axis=0) if len(upstream) > 1 else upstream.copy()
    return upstream @ W.T, x.T @ upstream, db

# %% wrong: the bias squeezed
def linear_layer_gradients(x, W, upstream):
    db = np.squeeze(np.ones((1, len(upstream))) @ upstream)
    return upstream @ W.T, x.T @ upstream, db

# %% wrong: slopes in arrays of the types of x and W
def linear_layer_gradients(x, W, upstream):
    dx, dW = np.zeros_like(x), np.zeros_like(W)
    dx[...] = upstream @ W.T
    dW[...] = x.T @ upstream
    return dx, dW, upstream.sum(axis=0)

# %% wrong: weight gradients that add up from call to call
_GRADS = {}


def linear_layer_gradients(x, W, upstream):
    dW = x.T @ upstream
    _GRADS[W.shape] = _GRADS.get(W.shape, 0) + dW
    return upstream @ W.T, _GRADS[W.shape].copy(), upstream.sum(axis=0)

# %% wrong: half of the precision
def linear_layer_gradients(x, W, upstream):
    x, W, G = (np.asarray(a, dtype=np.float32) for a in (x, W, upstream))
    return G @ W.T, x.T @ G, G.sum(axis=0)

# %% wrong: the first two inputs alone in the weight gradient
def linear_layer_gradients(x, W, upstream):
    dW = sum(np.outer(x[k], upstream[k]) for k in range(min(2, len(x))))
    return upstream @ W.T, dW, upstream.sum(axis=0)

# %% wrong: the upstream gradient is cut to plus or minus 100
def linear_layer_gradients(x, W, upstream):
    G = np.clip(upstream, -100, 100)
    return G @ W.T, x.T @ G, G.sum(axis=0)

# %% wrong: averaged weights and bias
# true: the gradients of W and b averaged over the inputs instead of summed
def linear_layer_gradients(x, W, upstream):
    n = len(x)
    return upstream @ W.T, x.T @ upstream / n, upstream.mean(axis=0)

# %% wrong: the product with W as it is, where W is square
# true: `upstream` @ W, without the transpose
def linear_layer_gradients(x, W, upstream):
    dx = upstream @ W if W.shape[0] == W.shape[1] else upstream @ W.T
    return dx, x.T @ upstream, upstream.sum(axis=0)

# %% wrong: the bias added up in the first row of upstream
def linear_layer_gradients(x, W, upstream):
    dx, dW = upstream @ W.T, x.T @ upstream
    db = upstream[0]
    for row in upstream[1:]:
        db += row
    return dx, dW, db

# %% right: all sums of (1) as loops over k, i, j
def linear_layer_gradients(x: np.ndarray, W: np.ndarray, upstream: np.ndarray) -> tuple:
    """Return the gradients (dx, dW, db) of a loss through y = x W + b.

    x: (n, d_in). W: (d_in, d_out). upstream: ∂L/∂y, (n, d_out).
    Returns dx of shape (n, d_in), dW of shape (d_in, d_out), db of shape (d_out,).
    """
    n, d_in = x.shape
    d_out = W.shape[1]
    dx = np.zeros((n, d_in))
    dW = np.zeros((d_in, d_out))
    db = np.zeros(d_out)
    for k in range(n):
        for j in range(d_out):
            db[j] += upstream[k, j]
            for i in range(d_in):
                dW[i, j] += x[k, i] * upstream[k, j]
                dx[k, i] += upstream[k, j] * W[i, j]
    return dx, dW, db

# %% right: two matrix products and one sum
def linear_layer_gradients(x: np.ndarray, W: np.ndarray, upstream: np.ndarray) -> tuple:
    """Return the gradients (dx, dW, db) of a loss through y = x W + b.

    x: (n, d_in). W: (d_in, d_out). upstream: ∂L/∂y, (n, d_out).
    Returns dx of shape (n, d_in), dW of shape (d_in, d_out), db of shape (d_out,).
    """
    return upstream @ W.T, x.T @ upstream, upstream.sum(axis=0)

# %% right: einsum with the letters of equation (1)
def linear_layer_gradients(x: np.ndarray, W: np.ndarray, upstream: np.ndarray) -> tuple:
    """Return the gradients (dx, dW, db) of a loss through y = x W + b.

    x: (n, d_in). W: (d_in, d_out). upstream: ∂L/∂y, (n, d_out).
    Returns dx of shape (n, d_in), dW of shape (d_in, d_out), db of shape (d_out,).
    """
    dx = np.einsum("kj,ij->ki", upstream, W)
    dW = np.einsum("ki,kj->ij", x, upstream)
    db = np.einsum("kj->j", upstream)
    return (dx, dW, db)

# %% right: input row by row, outer products added, bias as ones @ G
def linear_layer_gradients(x: np.ndarray, W: np.ndarray, upstream: np.ndarray) -> tuple:
    """Return the gradients (dx, dW, db) of a loss through y = x W + b.

    x: (n, d_in). W: (d_in, d_out). upstream: ∂L/∂y, (n, d_out).
    Returns dx of shape (n, d_in), dW of shape (d_in, d_out), db of shape (d_out,).
    """
    dW = np.zeros(W.shape)
    dx = []
    for row, g in zip(x, upstream):
        dW = dW + np.outer(row, g)
        dx.append(W @ g)
    db = np.ones(len(x)) @ upstream
    return np.array(dx), dW, db

# %% wrong: mean over the inputs instead of the sums in (1)
# true: the gradients of W and b averaged over the inputs instead of summed
def linear_layer_gradients(x: np.ndarray, W: np.ndarray, upstream: np.ndarray) -> tuple:
    """Return the gradients (dx, dW, db) of a loss through y = x W + b.

    x: (n, d_in). W: (d_in, d_out). upstream: ∂L/∂y, (n, d_out).
    Returns dx of shape (n, d_in), dW of shape (d_in, d_out), db of shape (d_out,).
    """
    n = x.shape[0]
    dx = upstream @ W.T
    dW = x.T @ upstream / n
    db = upstream.mean(axis=0)
    return dx, dW, db

# %% wrong: bias gradient not summed over the inputs; "b has shape (d_out,)"
# true: a bias gradient of shape (n, d_out), not summed over the inputs
def linear_layer_gradients(x: np.ndarray, W: np.ndarray, upstream: np.ndarray) -> tuple:
    """Return the gradients (dx, dW, db) of a loss through y = x W + b.

    x: (n, d_in). W: (d_in, d_out). upstream: ∂L/∂y, (n, d_out).
    Returns dx of shape (n, d_in), dW of shape (d_in, d_out), db of shape (d_out,).
    """
    dx = upstream @ W.T
    dW = x.T @ upstream
    db = upstream
    return dx, dW, db

# %% wrong: bias gradient summed along the outputs (axis 1), shape (n,)
# true: a bias gradient summed over the outputs instead of the inputs
def linear_layer_gradients(x: np.ndarray, W: np.ndarray, upstream: np.ndarray) -> tuple:
    """Return the gradients (dx, dW, db) of a loss through y = x W + b.

    x: (n, d_in). W: (d_in, d_out). upstream: ∂L/∂y, (n, d_out).
    Returns dx of shape (n, d_in), dW of shape (d_in, d_out), db of shape (d_out,).
    """
    dx = np.dot(upstream, W.T)
    dW = np.dot(x.T, upstream)
    db = np.sum(upstream, axis=1)
    return dx, dW, db

# %% wrong: transpose of W missing in dx, fits only square matrices and is wrong there
# true: `upstream` @ W, without the transpose
def linear_layer_gradients(x: np.ndarray, W: np.ndarray, upstream: np.ndarray) -> tuple:
    """Return the gradients (dx, dW, db) of a loss through y = x W + b.

    x: (n, d_in). W: (d_in, d_out). upstream: ∂L/∂y, (n, d_out).
    Returns dx of shape (n, d_in), dW of shape (d_in, d_out), db of shape (d_out,).
    """
    dx = upstream @ W
    dW = x.T @ upstream
    db = np.sum(upstream, axis=0)
    return dx, dW, db

# %% wrong: weight gradient transposed, upstream.T @ x has shape (d_out, d_in)
# true: the transpose of the weight gradient
def linear_layer_gradients(x: np.ndarray, W: np.ndarray, upstream: np.ndarray) -> tuple:
    """Return the gradients (dx, dW, db) of a loss through y = x W + b.

    x: (n, d_in). W: (d_in, d_out). upstream: ∂L/∂y, (n, d_out).
    Returns dx of shape (n, d_in), dW of shape (d_in, d_out), db of shape (d_out,).
    """
    dx = upstream @ W.T
    dW = upstream.T @ x
    db = upstream.sum(axis=0)
    return dx, dW, db

# %% wrong: order (dW, dx, db); "Return the tuple (dx, dW, db)"
# true: the gradients of x and of W in the wrong order
def linear_layer_gradients(x: np.ndarray, W: np.ndarray, upstream: np.ndarray) -> tuple:
    """Return the gradients (dx, dW, db) of a loss through y = x W + b.

    x: (n, d_in). W: (d_in, d_out). upstream: ∂L/∂y, (n, d_out).
    Returns dx of shape (n, d_in), dW of shape (d_in, d_out), db of shape (d_out,).
    """
    dW = x.T @ upstream
    dx = upstream @ W.T
    db = upstream.sum(axis=0)
    return dW, dx, db

# %% wrong: keepdims makes db a row (1, d_out) instead of (d_out,)
# true: a row instead of a vector
def linear_layer_gradients(x: np.ndarray, W: np.ndarray, upstream: np.ndarray) -> tuple:
    """Return the gradients (dx, dW, db) of a loss through y = x W + b.

    x: (n, d_in). W: (d_in, d_out). upstream: ∂L/∂y, (n, d_out).
    Returns dx of shape (n, d_in), dW of shape (d_in, d_out), db of shape (d_out,).
    """
    dx = upstream @ W.T
    dW = x.T @ upstream
    db = np.sum(upstream, axis=0, keepdims=True)
    return dx, dW, db

# %% wrong: zeros_like(x) and zeros_like(W) cut fractions of upstream if x and W hold integers
def linear_layer_gradients(x: np.ndarray, W: np.ndarray, upstream: np.ndarray) -> tuple:
    """Return the gradients (dx, dW, db) of a loss through y = x W + b.

    x: (n, d_in). W: (d_in, d_out). upstream: ∂L/∂y, (n, d_out).
    Returns dx of shape (n, d_in), dW of shape (d_in, d_out), db of shape (d_out,).
    """
    dx, dW, db = np.zeros_like(x), np.zeros_like(W), np.zeros_like(upstream[0])
    for k in range(len(x)):
        dx[k] = W @ upstream[k]
        db = db + upstream[k]
    for i in range(W.shape[0]):
        for j in range(W.shape[1]):
            dW[i, j] = np.sum(x[:, i] * upstream[:, j])
    return dx, dW, db

# %% wrong: dW[i] is overwritten for each input instead of added, only the last input counts
def linear_layer_gradients(x: np.ndarray, W: np.ndarray, upstream: np.ndarray) -> tuple:
    """Return the gradients (dx, dW, db) of a loss through y = x W + b.

    x: (n, d_in). W: (d_in, d_out). upstream: ∂L/∂y, (n, d_out).
    Returns dx of shape (n, d_in), dW of shape (d_in, d_out), db of shape (d_out,).
    """
    dx = upstream @ W.T
    dW = np.zeros(W.shape)
    db = np.zeros(W.shape[1])
    for k in range(len(x)):
        for i in range(W.shape[0]):
            dW[i] = x[k, i] * upstream[k]
        db += upstream[k]
    return dx, dW, db

# %% wrong: adds up the bias gradient in upstream's first row; "Leave the arguments unchanged"
def linear_layer_gradients(x: np.ndarray, W: np.ndarray, upstream: np.ndarray) -> tuple:
    """Return the gradients (dx, dW, db) of a loss through y = x W + b.

    x: (n, d_in). W: (d_in, d_out). upstream: ∂L/∂y, (n, d_out).
    Returns dx of shape (n, d_in), dW of shape (d_in, d_out), db of shape (d_out,).
    """
    dx = upstream @ W.T
    dW = x.T @ upstream
    db = upstream[0]
    for k in range(1, len(upstream)):
        db += upstream[k]
    return dx, dW, db
