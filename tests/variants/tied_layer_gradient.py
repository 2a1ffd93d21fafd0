# Right and wrong answers to `tied_layer_gradient(x, W, upstream)` and `uphill_input()`, one cell a
# block, as students write them. `np` comes from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: their line and the other one
def tied_layer_gradient(x, W, upstream):
    return their_gradient(x, W, upstream) + upstream.T @ x @ W

def uphill_input():
    return np.array([[1.0, 3.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 1.5]])

# %% right: by the rule of linear layers, twice
def tied_layer_gradient(x, W, upstream):
    h = x @ W
    dh, dV, _ = linear_layer_gradients(h, W.T, upstream)
    _, dW, _ = linear_layer_gradients(x, W, dh)
    return dW + dV.T

def uphill_input():
    return [[1, 2]], [[1], [1]], [[-1, 2]]

# %% right: einsum
def tied_layer_gradient(x, W, upstream):
    first = np.einsum("ni,nj,jk->ik", x, upstream, W)
    second = np.einsum("ni,nj,jk->ik", upstream, x, W)
    return first + second

def uphill_input():
    x = np.array([[2.0, 1.0]])
    W = np.array([[2.0], [-1.0]])
    upstream = np.array([[-1.0, -2.5]])
    return x, W, upstream

# %% right: a symmetric matrix in the middle
def tied_layer_gradient(x, W, upstream):
    S = x.T @ upstream
    return (S + S.T) @ W

def uphill_input():
    return np.array([[1.0, 2.0, 0.0]]), np.ones((3, 1)), np.array([[-1.0, 2.0, 0.0]])

# %% right: row by row
def tied_layer_gradient(x, W, upstream):
    total = np.zeros(np.shape(W))
    for row, g in zip(x, upstream):
        total += np.outer(row, g @ W) + np.outer(g, row @ W)
    return total

def uphill_input():
    return (np.array([[1, 2], [0, 0]]), np.array([[1, 0], [1, 0]]), np.array([[-1, 2], [5, 5]]))

# %% right: loops over all entries
def tied_layer_gradient(x, W, upstream):
    n, d = x.shape
    k = W.shape[1]
    out = [[0.0] * k for _ in range(d)]
    for r in range(n):
        for i in range(d):
            for j in range(d):
                for c in range(k):
                    out[i][c] += x[r, i] * upstream[r, j] * W[j, c]
                    out[j][c] += x[r, i] * W[i, c] * upstream[r, j]
    return out

def uphill_input():
    rng = np.random.default_rng(0)
    while True:
        x, W, g = rng.normal(size=(1, 2)), rng.normal(size=(2, 1)), rng.normal(size=(1, 2))
        theirs, right = their_gradient(x, W, g), tied_layer_gradient(x, W, g)
        if theirs[0, 0] * right[0][0] < 0 and min(abs(theirs[0, 0]), abs(right[0][0])) > 0.15:
            return x, W, g

# %% right: the product rule
def tied_layer_gradient(x, W, upstream):
    if_the_second_stays = x.T @ upstream @ W
    if_the_first_stays = (W.T @ x.T @ upstream).T
    return if_the_second_stays + if_the_first_stays

def uphill_input():
    x = np.zeros((2, 2))
    x[0] = [3, 1]
    g = np.zeros((2, 2))
    g[0] = [1, -0.7]
    return x, np.array([[1.0], [1.0]]), -g

# %% right: weights as columns
def tied_layer_gradient(x, W, upstream):
    columns = [x.T @ (upstream @ w) + upstream.T @ (x @ w) for w in np.transpose(W)]
    return np.stack(columns, axis=1)

def uphill_input():
    return np.array([[1.0, -2.0]]), np.array([[0.5], [-0.5]]), np.array([[-1.0, -2.0]])

# %% wrong: theirs, as it was
# true: their gradient, in which only the first use of W counts
def tied_layer_gradient(x, W, upstream):
    return x.T @ (upstream @ W)

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])

# %% wrong: their gradient, doubled
# true: twice their gradient, which is right for a single weight
def tied_layer_gradient(x, W, upstream):
    return 2 * x.T @ (upstream @ W)

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])

# %% wrong: only the second use
# true: a gradient in which only the second use of W counts
def tied_layer_gradient(x, W, upstream):
    return upstream.T @ (x @ W)

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])

# %% wrong: the mean of both uses
# true: the mean of the two uses instead of their sum
def tied_layer_gradient(x, W, upstream):
    return (x.T @ (upstream @ W) + upstream.T @ (x @ W)) / 2

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])

# %% wrong: the second use is subtracted
# true: a difference of the two uses instead of their sum
def tied_layer_gradient(x, W, upstream):
    return x.T @ (upstream @ W) - upstream.T @ (x @ W)

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])

# %% wrong: a mean over the rows
# true: a mean over the rows instead of a sum
def tied_layer_gradient(x, W, upstream):
    return (x.T @ (upstream @ W) + upstream.T @ (x @ W)) / len(x)

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])

# %% wrong: the transposed result
def tied_layer_gradient(x, W, upstream):
    return (x.T @ (upstream @ W) + upstream.T @ (x @ W)).T

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])

# %% wrong: both uses of the same kind
def tied_layer_gradient(x, W, upstream):
    h = x @ W
    return x.T @ (upstream @ W) + x.T @ h

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])

# %% wrong: W itself is added
def tied_layer_gradient(x, W, upstream):
    return x.T @ (upstream @ W) + W

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])

# %% wrong: upstream is doubled in place
def tied_layer_gradient(x, W, upstream):
    upstream *= 2
    return x.T @ (upstream / 2 @ W) + upstream.T / 2 @ (x @ W)

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])

# %% wrong: an array of the type of W
def tied_layer_gradient(x, W, upstream):
    out = np.zeros_like(W)
    out[:] = x.T @ (upstream @ W) + upstream.T @ (x @ W)
    return out

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])

# %% wrong: gradient and input of the second layer
def tied_layer_gradient(x, W, upstream):
    return x.T @ (upstream @ W), upstream.T @ (x @ W)

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])

# %% wrong: ReLU where there is none
def tied_layer_gradient(x, W, upstream):
    h = np.maximum(x @ W, 0)
    return x.T @ ((upstream @ W) * (h > 0)) + upstream.T @ h

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])

# %% wrong: a single row alone
def tied_layer_gradient(x, W, upstream):
    return np.outer(x[0], upstream[0] @ W) + np.outer(upstream[0], x[0] @ W)

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])

# %% wrong: small steps that are too large to be exact
def tied_layer_gradient(x, W, upstream):
    out = np.zeros(W.shape)
    for i in range(W.shape[0]):
        for j in range(W.shape[1]):
            V = W.astype(float)
            V[i, j] += 0.01
            out[i, j] = np.sum(upstream * (x @ V @ V.T - x @ W @ W.T)) / 0.01
    return out

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])

# %% wrong: an input on which theirs is half
# true: an input on which their slopes have the right signs
def tied_layer_gradient(x, W, upstream):
    return x.T @ (upstream @ W) + upstream.T @ (x @ W)

def uphill_input():
    return np.array([[1.0]]), np.array([[1.0]]), np.array([[1.0]])

# %% wrong: an input on which theirs is only too small
def tied_layer_gradient(x, W, upstream):
    return x.T @ (upstream @ W) + upstream.T @ (x @ W)

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[1.0, 2.0]])

# %% wrong: entries of a thousand
def tied_layer_gradient(x, W, upstream):
    return x.T @ (upstream @ W) + upstream.T @ (x @ W)

def uphill_input():
    return np.array([[1000.0, 2000.0]]), np.ones((2, 1)), np.array([[-1.0, 2.0]])

# %% wrong: slopes too small to be seen
def tied_layer_gradient(x, W, upstream):
    return x.T @ (upstream @ W) + upstream.T @ (x @ W)

def uphill_input():
    return np.array([[0.01, 0.02]]), np.ones((2, 1)), np.array([[-1.0, 2.0]])

# %% wrong: vectors instead of rows and columns
def tied_layer_gradient(x, W, upstream):
    return x.T @ (upstream @ W) + upstream.T @ (x @ W)

def uphill_input():
    return np.array([1.0, 2.0]), np.array([1.0, 1.0]), np.array([-1.0, 2.0])

# %% wrong: W is a row
def tied_layer_gradient(x, W, upstream):
    return x.T @ (upstream @ W) + upstream.T @ (x @ W)

def uphill_input():
    return np.array([[1.0, 2.0]]), np.array([[1.0, 1.0]]), np.array([[-1.0, 2.0]])

# %% wrong: too large an input
def tied_layer_gradient(x, W, upstream):
    return x.T @ (upstream @ W) + upstream.T @ (x @ W)

def uphill_input():
    rng = np.random.default_rng(0)
    return rng.normal(size=(8, 5)), rng.normal(size=(5, 4)), rng.normal(size=(8, 5))

# %% wrong: the slopes instead of the input
def tied_layer_gradient(x, W, upstream):
    return x.T @ (upstream @ W) + upstream.T @ (x @ W)

def uphill_input():
    x, W, g = np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])
    return their_gradient(x, W, g), tied_layer_gradient(x, W, g)

# %% wrong: a slope of zero has no sign
def tied_layer_gradient(x, W, upstream):
    return x.T @ (upstream @ W) + upstream.T @ (x @ W)

def uphill_input():
    return np.array([[0.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 1.0]])

# %% wrong: no input comes back
def tied_layer_gradient(x, W, upstream):
    return x.T @ (upstream @ W) + upstream.T @ (x @ W)

def uphill_input():
    x, W, g = np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])
