# Right and wrong answers to `linear_layer(x, W, b)`, one cell a block, as students write them.
# `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer, and
# some check must fail each wrong one.

# %% right: np.dot, as in the lecture text
def linear_layer(x, W, b):
    hidden = np.dot(x, W) + b
    return hidden

# %% right: the matrix operator
def linear_layer(x, W, b):
    return x @ W + b

# %% right: loops into lists, a vector and a batch apart
def linear_layer(x, W, b):
    if np.ndim(x) == 1:
        out = []
        for j in range(len(b)):
            s = b[j]
            for i in range(len(x)):
                s += x[i] * W[i][j]
            out.append(float(s))
        return out
    return [linear_layer(row, W, b) for row in x]

# %% right: einsum with an ellipsis
def linear_layer(x, W, b):
    return np.einsum("...i,io->...o", x, W) + b

# %% right: made two-dimensional, and back
def linear_layer(x, W, b):
    batch = np.atleast_2d(x)
    y = np.matmul(batch, W) + b.reshape(1, -1)
    if x.ndim == 1:
        return y[0]
    return y

# %% right: the column convention, transposed there and back
def linear_layer(x, W, b):
    return (W.T @ x.T).T + b

# %% right: the bias as one more weight of a constant input
def linear_layer(x, W, b):
    W1 = np.vstack([W, b])
    ones = np.ones(x.shape[:-1] + (1,))
    return np.concatenate([x, ones], axis=-1) @ W1

# %% right: broadcasting and a sum
def linear_layer(x, W, b):
    products = x[..., :, None] * W
    return products.sum(axis=-2) + b

# %% right: a buffer filled row by row
def linear_layer(x, W, b):
    rows = x if x.ndim == 2 else x[np.newaxis, :]
    out = np.empty((rows.shape[0], W.shape[1]))
    for k, row in enumerate(rows):
        for j in range(W.shape[1]):
            out[k, j] = np.dot(row, W[:, j]) + b[j]
    return out if x.ndim == 2 else out.ravel()

# %% right: a class and a copy of the bias
class Linear:
    def __init__(self, W, b):
        self.W = W
        self.b = b

    def __call__(self, x):
        y = np.tensordot(x, self.W, axes=1).astype(float)
        y += self.b
        return y

def linear_layer(x, W, b):
    return Linear(W, b)(x)

# %% right: a lambda
linear_layer = lambda x, W, b: np.add(np.inner(x, W.T), b)

# %% right: a sum of the rows of W, weighted by x
def linear_layer(x, W, b):
    if len(np.shape(x)) == 2:
        return np.stack([linear_layer(r, W, b) for r in x])
    total = np.array(b, dtype=float)
    for xi, w_row in zip(x, W):
        total = total + xi * w_row
    return total

# %% right: exact fractions
from fractions import Fraction
def linear_layer(x, W, b):
    if np.ndim(x) == 2:
        return [linear_layer(r, W, b) for r in x]
    F = lambda a: [Fraction(float(v)) for v in a]
    return [sum((p * q for p, q in zip(F(x), F(W[:, j]))), Fraction(float(b[j]))) for j in range(W.shape[1])]

# %% right: np.vectorize with a signature
_layer = np.vectorize(lambda x, W, b: x @ W + b, signature="(i),(i,o),(o)->(o)")
def linear_layer(x, W, b):
    return _layer(x, W, b)

# %% wrong: W times x, in the order of the column convention
# true: W x instead of x W
def linear_layer(x, W, b):
    return W @ x + b

# %% wrong: W transposed, as in torch.nn.Linear
# true: a product with W transposed, or W x instead of x W
def linear_layer(x, W, b):
    return x @ W.T + b

# %% wrong: no bias
# true: a layer without the bias
def linear_layer(x, W, b):
    return np.dot(x, W)

# %% wrong: the bias subtracted
# true: a bias that is subtracted instead of added
def linear_layer(x, W, b):
    return np.dot(x, W) - b

# %% wrong: the bias added before the weights
# true: a bias that is added to the input
def linear_layer(x, W, b):
    return (x + b) @ W

# %% wrong: the bias added once an input, inside the inner loop
# true: a bias that is added once for each input entry
def linear_layer(x, W, b):
    if x.ndim == 2:
        return np.array([linear_layer(r, W, b) for r in x])
    out = np.zeros(W.shape[1])
    for i in range(W.shape[0]):
        for j in range(W.shape[1]):
            out[j] += x[i] * W[i, j] + b[j]
    return out

# %% wrong: the first bias for all outputs
# true: the first bias used for every output
def linear_layer(x, W, b):
    return np.dot(x, W) + b[0]

# %% wrong: the mean bias for all outputs
# true: the mean of the biases, added to every output
def linear_layer(x, W, b):
    return np.dot(x, W) + b.mean()

# %% wrong: elementwise instead of matrix product
# true: the element-wise product `*` instead of the matrix product `@`
def linear_layer(x, W, b):
    return x * W + b

# %% wrong: a single vector alone, by loops over its entries
# true: code for a single input, which treats the rows of a batch as entries
def linear_layer(x, W, b):
    out = b.astype(float)
    for i in range(len(x)):
        out = out + x[i] * W[i]
    return out

# %% wrong: a batch alone, by loops over its rows
# true: code for batches only
def linear_layer(x, W, b):
    n, d_in = x.shape
    out = np.zeros((n, W.shape[1]))
    for i in range(n):
        out[i] = x[i] @ W + b
    return out

# %% wrong: a single vector comes back as a one-row matrix
# true: a matrix with one row instead of a vector
def linear_layer(x, W, b):
    return np.atleast_2d(x) @ W + b

# %% wrong: squeezed, so that a batch of one row or one output loses an axis
# true: a result that has lost an axis
def linear_layer(x, W, b):
    return np.squeeze(np.atleast_2d(x) @ W + b)

# %% wrong: the bias in the column convention, added along the rows of a batch
# true: a bias that is added along the wrong axis
def linear_layer(x, W, b):
    return (W.T @ x.T + b).T

# %% wrong: a batch told from a vector by its length, which errs when n equals d_in
# true: a batch recognized by its length, not by its number of axes
def linear_layer(x, W, b):
    if len(x) == W.shape[0]:
        return W.T @ x + b
    return x @ W + b

# %% wrong: reshaped instead of transposed
# true: a batch that is reshaped instead of transposed
def linear_layer(x, W, b):
    if x.ndim == 1:
        return x @ W + b
    columns = x.reshape(W.shape[0], -1)
    return (W.T @ columns).T + b

# %% wrong: the sizes of the example, 4 and 3
# true: sizes taken from an example, not from the arguments
def linear_layer(x, W, b):
    out = np.zeros(3)
    for j in range(3):
        for i in range(4):
            out[j] += x[i] * W[i, j]
        out[j] += b[j]
    return out

# %% wrong: the batch summed away
# true: a sum over the rows of the batch
def linear_layer(x, W, b):
    y = x @ W + b
    if y.ndim == 2:
        y = y.sum(axis=0)
    return y

# %% wrong: the first row of the batch alone
# true: a batch of which only the first row was computed
def linear_layer(x, W, b):
    if x.ndim == 2:
        y = np.zeros((x.shape[0], W.shape[1]))
        for i in range(x.shape[0]):
            y[i] = x[i] @ W + b
            return y
    return x @ W + b

# %% wrong: a ReLU on top
# true: an activation function (ReLU) on top
def linear_layer(x, W, b):
    return np.maximum(0, x @ W + b)

# %% wrong: a tanh on top
# true: an activation function (tanh) on top
def linear_layer(x, W, b):
    return np.tanh(x @ W + b)

# %% wrong: a leaky slope where the result is negative
# true: an activation function (leaky ReLU) on top
def linear_layer(x, W, b):
    y = x @ W + b
    return np.where(y > 0, y, 0.01 * y)

# %% wrong: the result written into the caller's bias
def linear_layer(x, W, b):
    if x.ndim == 1:
        b += x @ W
        return b
    return x @ W + b

# %% wrong: the caller's negative inputs set to zero after use
def linear_layer(x, W, b):
    y = x @ W + b
    x[x < 0] = 0
    return y

# %% wrong: the caller's weights scaled in place
def linear_layer(x, W, b):
    scale = np.abs(W).max()
    W /= scale
    return (x @ W) * scale + b

# %% wrong: an integer buffer
def linear_layer(x, W, b):
    y = np.zeros(x.shape[:-1] + (W.shape[1],), dtype=int)
    y[...] = x @ W + b
    return y

# %% wrong: single precision, seen where terms cancel
def linear_layer(x, W, b):
    y = x.astype(np.float32) @ W.astype(np.float32) + b.astype(np.float32)
    return y.astype(float)

# %% wrong: rounded to two decimals
# true: a rounded result
def linear_layer(x, W, b):
    return np.round(x @ W + b, 2)

# %% wrong: rounded to six decimals
def linear_layer(x, W, b):
    return np.round(x @ W + b, 6)

# %% wrong: the outputs of earlier calls stay in the sum
hidden = 0

def linear_layer(x, W, b):
    global hidden
    if np.shape(hidden) != np.shape(np.dot(x, W)):
        hidden = np.zeros(np.shape(np.dot(x, W)))
    hidden = hidden + np.dot(x, W) + b
    return hidden

# %% wrong: the weights of the first call are kept
layer = {}

def linear_layer(x, W, b):
    layer.setdefault(W.shape, (W.copy(), b.copy()))
    W0, b0 = layer[W.shape]
    return x @ W0 + b0

# %% wrong: the output transposed
# true: the transpose of the right answer
def linear_layer(x, W, b):
    return (x @ W + b).T

# %% wrong: prints and returns nothing
def linear_layer(x, W, b):
    hidden = np.dot(x, W) + b
    print("Hidden:", hidden)

# %% wrong: the inputs divided by their norm first
# true: inputs divided by their length first
def linear_layer(x, W, b):
    return (x / np.linalg.norm(x)) @ W + b

# %% wrong: a random bias instead of the one given
def linear_layer(x, W, b):
    b = np.random.default_rng(0).normal(size=W.shape[1])
    return x @ W + b

# %% wrong: rows that are one and the same list
# true: rows that are all the same
def linear_layer(x, W, b):
    rows = np.atleast_2d(x)
    out = [[0.0] * W.shape[1]] * len(rows)
    for i, r in enumerate(rows):
        for j in range(W.shape[1]):
            out[i][j] = float(r @ W[:, j] + b[j])
    return out[0] if x.ndim == 1 else out

# %% wrong: W transposed where it is square
# true: a product with W transposed, or W x instead of x W; a W that is transposed where it is square
def linear_layer(x, W, b):
    if W.shape[0] == W.shape[1]:
        W = W.T
    return x @ W + b

# %% wrong: the zero vector gives zero, a guard that is none
def linear_layer(x, W, b):
    if not np.any(x):
        return np.zeros(x.shape[:-1] + (W.shape[1],))
    return x @ W + b

# %% wrong: a result in the type of the input, which cuts off fractions
def linear_layer(x, W, b):
    y = np.zeros(x.shape[:-1] + (W.shape[1],), dtype=x.dtype)
    y[...] = x @ W + b
    return y

# %% wrong: the product of whole numbers takes a fractional bias as a whole one
def linear_layer(x, W, b):
    y = x @ W
    return y + b.astype(y.dtype)

# %% wrong: in place on a product that may be one of whole numbers
class Linear:
    def __init__(self, W, b):
        self.W = W
        self.b = b

    def __call__(self, x):
        y = np.tensordot(x, self.W, axes=1)
        y += self.b
        return y

def linear_layer(x, W, b):
    return Linear(W, b)(x)

# %% right: a bias row under the weights
def linear_layer(x, W, b):
    ones = np.ones(np.shape(x)[:-1] + (1,))
    return np.concatenate([x, ones], axis=-1) @ np.vstack([W, b])

# %% wrong: bias as a column where it fits
# true: a bias that is added along the columns of a batch where it fits there
def linear_layer(x, W, b):
    y = x @ W
    if y.ndim == 2 and y.shape[0] == len(b):
        return y + b.reshape(-1, 1)
    return y + b

# %% wrong: the sum of the bias
# true: the sum of the biases, added to every output
def linear_layer(x, W, b):
    return np.dot(x, W) + np.sum(b)

# %% wrong: inputs in the type of the weights
def linear_layer(x, W, b):
    return x.astype(W.dtype) @ W + b

# %% wrong: the bias multiplied
# true: a bias that is multiplied by the sums instead of added
def linear_layer(x, W, b):
    return (x @ W) * b

# %% wrong: a sigmoid on top
# true: an activation function (sigmoid) on top
def linear_layer(x, W, b):
    z = np.dot(x, W) + b
    return 1 / (1 + np.exp(-z))

# %% wrong: the last row, tiled
# true: rows that are all the same
def linear_layer(x, W, b):
    y = x @ W + b
    return np.tile(y[-1], (len(y), 1)) if y.ndim == 2 else y

# %% right: loops with fsum, and recursion for batches
from math import fsum


def linear_layer(x, W, b):
    if np.ndim(x) == 2:
        return np.array([linear_layer(row, W, b) for row in x])
    outputs = []
    for j in range(len(b)):
        terms = [float(x[i]) * float(W[i][j]) for i in range(len(x))]
        outputs.append(fsum([*terms, float(b[j])]))
    return np.array(outputs)

# %% right: one input after another, the bias last
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    y = np.zeros((*x.shape[:-1], W.shape[1]))
    for i, row in enumerate(W):
        y += x[..., i, None] * row
    y += b
    return y

# %% wrong: one output makes the result flat
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    y = np.atleast_2d(x) @ W + b
    return y.reshape(-1) if np.ndim(x) == 1 or W.shape[1] == 1 else y

# %% wrong: a batch of zeros gives the bias once
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    if not np.any(x):
        return b.copy()
    return x @ W + b

# %% wrong: a bare number for one input with one output
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    if np.ndim(x) == 1 and len(b) == 1:
        return float(x @ W[:, 0] + b[0])
    return x @ W + b

# %% wrong: the result in the type of the input and the bias
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    y = np.zeros((*x.shape[:-1], len(b)), dtype=np.result_type(x, b))
    y[...] = x @ W + b
    return y

# %% right: one line, matrix product plus bias
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Weighted sums of the inputs, plus a bias: y = x W + b.

    x: one input, shape (d_in,), or a batch of n inputs, shape (n, d_in).
    W: weights, shape (d_in, d_out), one column for each output.
    b: bias, shape (d_out,). All three are real and are left unchanged.
    Returns y, shape (d_out,) for one input, (n, d_out) for a batch.
    """
    return x @ W + b

# %% right: explicit loops over rows, inputs and outputs
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Weighted sums of the inputs, plus a bias: y = x W + b.

    x: one input, shape (d_in,), or a batch of n inputs, shape (n, d_in).
    W: weights, shape (d_in, d_out), one column for each output.
    b: bias, shape (d_out,). All three are real and are left unchanged.
    Returns y, shape (d_out,) for one input, (n, d_out) for a batch.
    """
    x = np.array(x)
    one_input = x.ndim == 1
    if one_input:
        rows = [x]
    else:
        rows = list(x)
    d_in = W.shape[0]
    d_out = W.shape[1]
    result = []
    for row in rows:
        outputs = []
        for j in range(d_out):
            total = float(b[j])
            for i in range(d_in):
                total += float(row[i]) * float(W[i, j])
            outputs.append(total)
        result.append(outputs)
    y = np.array(result, dtype=float).reshape(len(rows), d_out)
    if one_input:
        return y[0]
    return y

# %% right: einsum with an ellipsis for optional batch
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Weighted sums of the inputs, plus a bias: y = x W + b.

    x: one input, shape (d_in,), or a batch of n inputs, shape (n, d_in).
    W: weights, shape (d_in, d_out), one column for each output.
    b: bias, shape (d_out,). All three are real and are left unchanged.
    Returns y, shape (d_out,) for one input, (n, d_out) for a batch.
    """
    return np.einsum("...i,ij->...j", x, W) + b

# %% right: bias as an extra weight row, homogeneous coordinates
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    ones = np.ones(x.shape[:-1] + (1,))
    x_ext = np.concatenate([x, ones], axis=-1)  # (..., d_in + 1)
    W_ext = np.vstack([W, b])  # (d_in + 1, d_out)
    return np.dot(x_ext, W_ext)

# %% wrong: forgets the bias; equation (1) adds b
# true: a layer without the bias
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Weighted sums of the inputs, plus a bias: y = x W + b.

    x: one input, shape (d_in,), or a batch of n inputs, shape (n, d_in).
    W: weights, shape (d_in, d_out), one column for each output.
    b: bias, shape (d_out,). All three are real and are left unchanged.
    Returns y, shape (d_out,) for one input, (n, d_out) for a batch.
    """
    y = x @ W
    return y

# %% wrong: W is transposed as in PyTorch; W has shape (d_in, d_out), fails unless square
# true: a product with W transposed, or W x instead of x W
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Weighted sums of the inputs, plus a bias: y = x W + b.

    x: one input, shape (d_in,), or a batch of n inputs, shape (n, d_in).
    W: weights, shape (d_in, d_out), one column for each output.
    b: bias, shape (d_out,). All three are real and are left unchanged.
    Returns y, shape (d_out,) for one input, (n, d_out) for a batch.
    """
    return x @ W.T + b

# %% wrong: only for non-square W is the order right; sizes may be equal
# true: a W that is transposed where it is square
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Weighted sums of the inputs, plus a bias: y = x W + b.

    x: one input, shape (d_in,), or a batch of n inputs, shape (n, d_in).
    W: weights, shape (d_in, d_out), one column for each output.
    b: bias, shape (d_out,). All three are real and are left unchanged.
    Returns y, shape (d_out,) for one input, (n, d_out) for a batch.
    """
    if W.shape[0] == x.shape[-1] and W.shape[0] != W.shape[1]:
        return x @ W + b
    # W might be stored the other way round
    return x @ W.T + b

# %% wrong: adds a ReLU; the text says not to apply an activation function
# true: an activation function (ReLU) on top
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Weighted sums of the inputs, plus a bias: y = x W + b.

    x: one input, shape (d_in,), or a batch of n inputs, shape (n, d_in).
    W: weights, shape (d_in, d_out), one column for each output.
    b: bias, shape (d_out,). All three are real and are left unchanged.
    Returns y, shape (d_out,) for one input, (n, d_out) for a batch.
    """
    return np.maximum(0, x @ W + b)

# %% wrong: += writes into b for one input (and cannot broadcast a batch); b must be unchanged
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Weighted sums of the inputs, plus a bias: y = x W + b.

    x: one input, shape (d_in,), or a batch of n inputs, shape (n, d_in).
    W: weights, shape (d_in, d_out), one column for each output.
    b: bias, shape (d_out,). All three are real and are left unchanged.
    Returns y, shape (d_out,) for one input, (n, d_out) for a batch.
    """
    b += x @ W
    return b

# %% wrong: squeeze drops axes of length 1; a batch of one row stays a batch
# true: a result that has lost an axis
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Weighted sums of the inputs, plus a bias: y = x W + b.

    x: one input, shape (d_in,), or a batch of n inputs, shape (n, d_in).
    W: weights, shape (d_in, d_out), one column for each output.
    b: bias, shape (d_out,). All three are real and are left unchanged.
    Returns y, shape (d_out,) for one input, (n, d_out) for a batch.
    """
    x2 = np.atleast_2d(x)
    y = x2 @ W + b
    return np.squeeze(y)

# %% wrong: bias added inside the sum, once for each input entry; equation (1) adds it once
# true: a bias that is added once for each input entry
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Weighted sums of the inputs, plus a bias: y = x W + b.

    x: one input, shape (d_in,), or a batch of n inputs, shape (n, d_in).
    W: weights, shape (d_in, d_out), one column for each output.
    b: bias, shape (d_out,). All three are real and are left unchanged.
    Returns y, shape (d_out,) for one input, (n, d_out) for a batch.
    """
    x2 = np.atleast_2d(x)
    y = np.zeros((x2.shape[0], W.shape[1]))
    for n in range(x2.shape[0]):
        for i in range(W.shape[0]):
            y[n] += x2[n, i] * W[i] + b
    if x.ndim == 1:
        return y[0]
    return y

# %% wrong: result array takes the dtype of x, so fractions are cut off for an integer x; entries may be integers or floats
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Weighted sums of the inputs, plus a bias: y = x W + b.

    x: one input, shape (d_in,), or a batch of n inputs, shape (n, d_in).
    W: weights, shape (d_in, d_out), one column for each output.
    b: bias, shape (d_out,). All three are real and are left unchanged.
    Returns y, shape (d_out,) for one input, (n, d_out) for a batch.
    """
    if x.ndim == 1:
        y = np.zeros(W.shape[1], dtype=x.dtype)
        for j in range(W.shape[1]):
            y[j] = x @ W[:, j] + b[j]
    else:
        y = np.zeros((x.shape[0], W.shape[1]), dtype=x.dtype)
        for i in range(len(x)):
            for j in range(W.shape[1]):
                y[i, j] = x[i] @ W[:, j] + b[j]
    return y

# %% wrong: works for a batch only, unpacks two sizes; x may be one input of shape (d_in,)
# true: code for batches only
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Weighted sums of the inputs, plus a bias: y = x W + b.

    x: one input, shape (d_in,), or a batch of n inputs, shape (n, d_in).
    W: weights, shape (d_in, d_out), one column for each output.
    b: bias, shape (d_out,). All three are real and are left unchanged.
    Returns y, shape (d_out,) for one input, (n, d_out) for a batch.
    """
    n, d_in = x.shape
    y = np.zeros((n, len(b)))
    for i in range(n):
        y[i] = x[i] @ W + b
    return y

# %% wrong: bias as a column, added per row of the batch instead of per output; b has one entry for each output
def linear_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Weighted sums of the inputs, plus a bias: y = x W + b.

    x: one input, shape (d_in,), or a batch of n inputs, shape (n, d_in).
    W: weights, shape (d_in, d_out), one column for each output.
    b: bias, shape (d_out,). All three are real and are left unchanged.
    Returns y, shape (d_out,) for one input, (n, d_out) for a batch.
    """
    y = x @ W
    if y.ndim == 2:
        return y + b[:, np.newaxis]
    return y + b
