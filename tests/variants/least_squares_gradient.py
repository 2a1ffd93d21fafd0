# Right and wrong answers to `least_squares_gradient(X, W, Y)`, one cell a block, as students write
# them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer,
# and some check must fail each wrong one.

# %% right: the formula
def least_squares_gradient(X, W, Y):
    return 2 * X.T @ (X @ W - Y)

# %% right: by the rule of the trace
def least_squares_gradient(X, W, Y):
    E = X @ W - Y
    return 2 * np.asarray(trace_gradient(E.T @ X, W))

# %% right: the transpose at the end
def least_squares_gradient(X, W, Y):
    errors = np.dot(X, W) - Y
    return (2 * errors.T @ X).T

# %% right: multiplied out
def least_squares_gradient(X, W, Y):
    return 2 * (X.T @ X @ W - X.T @ Y)

# %% right: einsum
def least_squares_gradient(X, W, Y):
    E = np.einsum("nd,dk->nk", X, W) - Y
    return 2 * np.einsum("nd,nk->dk", X, E)

# %% right: loops and lists
def least_squares_gradient(X, W, Y):
    n, d, k = len(X), len(W), len(W[0])
    slopes = [[0.0] * k for _ in range(d)]
    for i in range(n):
        for j in range(k):
            error = sum(X[i][a] * W[a][j] for a in range(d)) - Y[i][j]
            for a in range(d):
                slopes[a][j] += 2 * X[i][a] * error
    return slopes

# %% right: row by row
def least_squares_gradient(X, W, Y):
    total = np.zeros(W.shape)
    for x, y in zip(X, Y):
        total += np.outer(x, 2 * (x @ W - y))
    return total

# %% right: column by column
def least_squares_gradient(X, W, Y):
    columns = [2 * X.T @ (X @ w - y) for w, y in zip(W.T, Y.T)]
    return np.column_stack(columns)

# %% right: as quadratic forms of the columns
def least_squares_gradient(X, W, Y):
    S = X.T @ X
    grads = [np.asarray(quadratic_form_gradient(S, w)) for w in np.transpose(W)]
    return np.transpose(grads) - 2 * X.T @ Y

# %% right: steps of 1 up and down, which are exact for a quadratic loss
def least_squares_gradient(X, W, Y):
    slopes = np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        E = np.zeros(W.shape)
        E[place] = 1
        slopes[place] = 2 * np.sum((X @ W - Y) * (X @ E))
    return slopes

# %% right: broadcasting
def least_squares_gradient(X, W, Y):
    E = X @ W - Y
    return 2 * np.sum(X[:, :, None] * E[:, None, :], axis=0)

# %% wrong: without the 2
# true: half of the gradient
def least_squares_gradient(X, W, Y):
    return X.T @ (X @ W - Y)

# %% wrong: the mean over the rows
# true: the slopes of the mean over the rows instead of the sum
def least_squares_gradient(X, W, Y):
    return 2 / len(X) * X.T @ (X @ W - Y)

# %% wrong: the mean over all errors
# true: the slopes of the mean over all errors instead of the sum
def least_squares_gradient(X, W, Y):
    return 2 / Y.size * X.T @ (X @ W - Y)

# %% wrong: half of a mean
def least_squares_gradient(X, W, Y):
    return X.T @ (X @ W - Y) / len(X)

# %% wrong: downhill
# true: the negative gradient, the direction of a step
def least_squares_gradient(X, W, Y):
    return 2 * X.T @ (Y - X @ W)

# %% wrong: no targets
# true: a gradient without the targets
def least_squares_gradient(X, W, Y):
    return 2 * X.T @ X @ W

# %% wrong: along the inputs
# true: the gradient with respect to X
def least_squares_gradient(X, W, Y):
    return 2 * (X @ W - Y) @ W.T

# %% wrong: along the targets
def least_squares_gradient(X, W, Y):
    return -2 * (X @ W - Y)

# %% wrong: the loss
# true: the loss instead of its gradient
def least_squares_gradient(X, W, Y):
    return np.sum((X @ W - Y) ** 2)

# %% wrong: transposed
# true: the transposed gradient
def least_squares_gradient(X, W, Y):
    return 2 * (X @ W - Y).T @ X

# %% wrong: reshaped instead of transposed
def least_squares_gradient(X, W, Y):
    return (2 * (X @ W - Y).T @ X).reshape(W.shape)

# %% wrong: X without its transpose
def least_squares_gradient(X, W, Y):
    return 2 * X @ (X @ W - Y)

# %% wrong: X reshaped instead of transposed
def least_squares_gradient(X, W, Y):
    return 2 * X.reshape(X.shape[::-1]) @ (X @ W - Y)

# %% wrong: the errors alone
# true: the slopes along the errors, not along the weights
def least_squares_gradient(X, W, Y):
    return 2 * (X @ W - Y)

# %% wrong: the norm without its square
# true: the gradient of the root of the loss
def least_squares_gradient(X, W, Y):
    E = X @ W - Y
    return X.T @ E / np.linalg.norm(E)

# %% wrong: absolute errors
def least_squares_gradient(X, W, Y):
    return 2 * X.T @ np.abs(X @ W - Y)

# %% wrong: the slope of absolute errors
def least_squares_gradient(X, W, Y):
    return X.T @ np.sign(X @ W - Y)

# %% wrong: squared errors
def least_squares_gradient(X, W, Y):
    return 2 * X.T @ (X @ W - Y) ** 2

# %% wrong: the best weights
def least_squares_gradient(X, W, Y):
    return np.linalg.lstsq(X, Y, rcond=None)[0]

# %% wrong: the way to the best weights
def least_squares_gradient(X, W, Y):
    return W - np.linalg.pinv(X) @ Y

# %% wrong: weights after a step
def least_squares_gradient(X, W, Y):
    return W - 2 * X.T @ (X @ W - Y)

# %% wrong: the first row alone
def least_squares_gradient(X, W, Y):
    return 2 * np.outer(X[0], X[0] @ W - Y[0])

# %% wrong: the second-order term stays
def least_squares_gradient(X, W, Y):
    slopes = np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        step = np.zeros(W.shape)
        step[place] = 1
        slopes[place] = np.sum((X @ (W + step) - Y) ** 2) - np.sum((X @ W - Y) ** 2)
    return slopes

# %% wrong: a one-sided step that is too long
def least_squares_gradient(X, W, Y):
    slopes = np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        step = np.zeros(W.shape)
        step[place] = 1e-3
        slopes[place] = (np.sum((X @ (W + step) - Y) ** 2) - np.sum((X @ W - Y) ** 2)) / 1e-3
    return slopes

# %% wrong: an array of the type of W
def least_squares_gradient(X, W, Y):
    slopes = np.zeros_like(W)
    slopes[:] = 2 * X.T @ (X @ W - Y)
    return slopes

# %% wrong: Y is changed
def least_squares_gradient(X, W, Y):
    Y -= X @ W
    return -2 * X.T @ Y

# %% wrong: a flat list of slopes
def least_squares_gradient(X, W, Y):
    return (2 * X.T @ (X @ W - Y)).ravel()

# %% wrong: single outputs lose their axis
def least_squares_gradient(X, W, Y):
    return np.squeeze(2 * X.T @ (X @ W - Y))

# %% wrong: the sum over all outputs
def least_squares_gradient(X, W, Y):
    return 2 * X.T @ (X @ W - Y).sum(axis=1, keepdims=True)

# %% wrong: rounded
def least_squares_gradient(X, W, Y):
    return np.round(2 * X.T @ (X @ W - Y), 3)

# %% wrong: the gradient is printed
def least_squares_gradient(X, W, Y):
    print(2 * X.T @ (X @ W - Y))
