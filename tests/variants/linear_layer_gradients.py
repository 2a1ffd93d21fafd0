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
def linear_layer_gradients(x, W, upstream):
    return x @ W, x.T @ upstream, upstream.sum(axis=0)

# %% wrong: W for dx
def linear_layer_gradients(x, W, upstream):
    return W, x.T @ upstream, upstream.sum(axis=0)

# %% wrong: the first input alone
def linear_layer_gradients(x, W, upstream):
    return upstream @ W.T, np.outer(x[0], upstream[0]), upstream.sum(axis=0)

# %% wrong: a new shape for a transpose
# true: `upstream` @ W, without the transpose
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
