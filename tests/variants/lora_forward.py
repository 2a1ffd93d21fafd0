# Right and wrong answers to `lora_forward(x, W, A, B, alpha)`, one cell a block, as students write
# them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: the formula
def lora_forward(x, W, A, B, alpha):
    r = A.shape[1]
    return x @ W + (alpha / r) * (x @ A @ B)

# %% right: corrected weights
def lora_forward(x, W, A, B, alpha):
    return x @ (W + alpha / B.shape[0] * (A @ B))

# %% right: nested lists of floats
def lora_forward(x, W, A, B, alpha):
    r = len(B)
    def row(v):
        down = [sum(v[i] * A[i][k] for i in range(len(v))) for k in range(r)]
        return [
            float(sum(v[i] * W[i][j] for i in range(len(v))))
            + alpha / r * float(sum(down[k] * B[k][j] for k in range(r)))
            for j in range(len(W[0]))
        ]
    return row(x) if np.ndim(x) == 1 else [row(v) for v in x]

# %% right: einsum
def lora_forward(x, W, A, B, alpha):
    delta = np.einsum("ik,kj->ij", A, B) * alpha / len(B)
    return np.einsum("...i,ij->...j", x, W + delta)

# %% right: np.dot and a scaled input
def lora_forward(x, W, A, B, alpha):
    scale = alpha / np.shape(A)[-1]
    return np.dot(x, W) + np.dot(np.dot(scale * x, A), B)

# %% right: outer products, one a rank
def lora_forward(x, W, A, B, alpha):
    total = W.astype(float)
    for k in range(A.shape[1]):
        total = total + alpha / A.shape[1] * np.outer(A[:, k], B[k])
    return x @ total

# %% right: stacked matrices
def lora_forward(x, W, A, B, alpha):
    r = B.shape[0]
    wide = np.concatenate([x @ W, x @ A], axis=-1)
    return wide @ np.vstack([np.eye(W.shape[1]), B * (alpha / r)])

# %% wrong: not divided by the rank
# true: a correction that is not divided by the rank r
def lora_forward(x, W, A, B, alpha):
    return x @ W + alpha * (x @ A @ B)

# %% wrong: divided by d_in
# true: a correction divided by d_in instead of r
def lora_forward(x, W, A, B, alpha):
    return x @ W + alpha / A.shape[0] * (x @ A @ B)

# %% wrong: divided by d_out
# true: a correction divided by d_out instead of r
def lora_forward(x, W, A, B, alpha):
    return x @ W + alpha / B.shape[1] * (x @ A @ B)

# %% wrong: a rank of 2
# true: a rank of 2, whatever the shapes of the factors are
def lora_forward(x, W, A, B, alpha):
    return x @ W + alpha / 2 * (x @ A @ B)

# %% wrong: divided by the root of the rank
# true: a correction divided by √r instead of r
def lora_forward(x, W, A, B, alpha):
    return x @ W + alpha / np.sqrt(A.shape[1]) * (x @ A @ B)

# %% wrong: whole division
# true: alpha / r rounded down to a whole number
def lora_forward(x, W, A, B, alpha):
    return x @ W + (alpha // A.shape[1]) * (x @ A @ B)

# %% wrong: the correction alone
# true: the correction alone, without x W
def lora_forward(x, W, A, B, alpha):
    return alpha / A.shape[1] * (x @ A @ B)

# %% wrong: no correction
# true: the layer without its correction
def lora_forward(x, W, A, B, alpha):
    return x @ W

# %% wrong: r over alpha
# true: r / alpha in place of alpha / r
def lora_forward(x, W, A, B, alpha):
    return x @ W + A.shape[1] / alpha * (x @ A @ B)

# %% wrong: everything scaled
# true: x W scaled by alpha / r, too
def lora_forward(x, W, A, B, alpha):
    return alpha / A.shape[1] * (x @ W + x @ A @ B)

# %% wrong: a strength of 0 taken for the default
# true: an alpha of 0 replaced by 1
def lora_forward(x, W, A, B, alpha):
    alpha = alpha or 1.0
    return x @ W + alpha / A.shape[1] * (x @ A @ B)

# %% wrong: the weights changed in place
def lora_forward(x, W, A, B, alpha):
    delta = alpha / A.shape[1] * (A @ B)
    W[:] = W + delta
    return x @ W

# %% wrong: a difference
# true: a correction that is subtracted instead of added
def lora_forward(x, W, A, B, alpha):
    return x @ W - alpha / A.shape[1] * (x @ A @ B)

# %% wrong: for batches alone
# true: code for batches only
def lora_forward(x, W, A, B, alpha):
    n, d = x.shape
    return x @ W + alpha / A.shape[1] * (x @ A @ B)

# %% wrong: one input comes back as a batch of one
def lora_forward(x, W, A, B, alpha):
    x = np.atleast_2d(x)
    return x @ W + alpha / A.shape[1] * (x @ A @ B)

# %% wrong: factors in the other order
def lora_forward(x, W, A, B, alpha):
    return x @ W + alpha / A.shape[1] * (x @ (B.T @ A.T).reshape(W.shape))

# %% wrong: the size of alpha
# true: the absolute value of alpha
def lora_forward(x, W, A, B, alpha):
    return x @ W + abs(alpha) / A.shape[1] * (x @ A @ B)

# %% wrong: a result in the type of the weights, which cuts off fractions of whole numbers
def lora_forward(x, W, A, B, alpha):
    y = x @ W
    return y + (alpha / A.shape[1] * (x @ A @ B)).astype(y.dtype)

# %% wrong: the product of the factors is remembered by the shape of the weights
kept = {}

def lora_forward(x, W, A, B, alpha):
    if W.shape not in kept:
        kept[W.shape] = A @ B
    return x @ W + alpha / A.shape[1] * (x @ kept[W.shape])

# %% wrong: a strength that is at least 1
# true: an alpha that is raised to 1 where it is smaller
def lora_forward(x, W, A, B, alpha):
    return x @ W + max(1, alpha) / A.shape[1] * (x @ A @ B)

# %% wrong: the input is scaled in place
def lora_forward(x, W, A, B, alpha):
    y = x @ W
    if x.dtype.kind == "f":
        x *= alpha / A.shape[1]
        return y + x @ A @ B
    return y + alpha / A.shape[1] * (x @ A @ B)

# %% wrong: the rank is the smallest of the sizes
# true: a correction divided by the smallest of the sizes, which need not be r
def lora_forward(x, W, A, B, alpha):
    return x @ W + alpha / min(*A.shape, *B.shape) * (x @ A @ B)


# %% right: float first, the batch row by row
def lora_forward(x, W, A, B, alpha):
    if np.ndim(x) == 2:
        return np.array([lora_forward(row, W, A, B, alpha) for row in x])
    low = [float(sum(x[i] * A[i][k] for i in range(len(x)))) for k in range(len(B))]
    return [
        sum(x[i] * W[i][j] for i in range(len(x)))
        + alpha / len(B) * sum(low[k] * B[k][j] for k in range(len(B)))
        for j in range(len(W[0]))
    ]

# %% right: tensordot
def lora_forward(x, W, A, B, alpha):
    low = np.tensordot(x, A, axes=1)
    return np.tensordot(x, W, axes=1) + np.tensordot(low, B, axes=1) * alpha / A.shape[-1]

# %% right: a mean over ranks
def lora_forward(x, W, A, B, alpha):
    terms = [np.multiply.outer(x @ A[:, k], B[k]) for k in range(len(B))]
    return x @ W + alpha * np.mean(terms, axis=0)

# %% right: the scale goes into B
def lora_forward(x, W, A, B, alpha):
    scaled = np.true_divide(alpha * B, B.shape[0])
    return np.add(np.matmul(x, W), np.matmul(np.matmul(x, A), scaled))

# %% wrong: A is scaled in place
def lora_forward(x, W, A, B, alpha):
    A *= alpha / len(B)
    return x @ W + x @ A @ B

# %% wrong: the number of inputs for the rank
# true: a correction divided by the first size of x instead of r
def lora_forward(x, W, A, B, alpha):
    return x @ W + alpha / len(x) * (x @ A @ B)

# %% wrong: the sum over the inputs of a batch
# true: one correction for the whole batch, made of the sum of its inputs
def lora_forward(x, W, A, B, alpha):
    return x @ W + alpha / len(B) * (np.atleast_2d(x).sum(axis=0) @ A @ B)

# %% wrong: A and B multiplied the wrong way round where that is possible
def lora_forward(x, W, A, B, alpha):
    change = A @ B if A.shape[0] != B.shape[1] else (B.T @ A.T)
    return x @ W + alpha / len(B) * (x @ change)

# %% wrong: no correction where alpha is negative
# true: no correction where alpha is negative
def lora_forward(x, W, A, B, alpha):
    return x @ W + max(alpha, 0) / len(B) * (x @ A @ B)

# %% wrong: alpha as a whole number
# true: an alpha cut to a whole number
def lora_forward(x, W, A, B, alpha):
    return x @ W + int(alpha) / len(B) * (x @ A @ B)

# %% wrong: a residual of the input where the sizes allow it
def lora_forward(x, W, A, B, alpha):
    y = x @ W + alpha / len(B) * (x @ A @ B)
    return y + x if x.shape == y.shape else y

# %% wrong: single precision
def lora_forward(x, W, A, B, alpha):
    x, W, A, B = (np.asarray(part, dtype=np.float32) for part in (x, W, A, B))
    return x @ W + np.float32(alpha / len(B)) * (x @ A @ B)

# %% wrong: a hidden layer in the type of x
def lora_forward(x, W, A, B, alpha):
    r = A.shape[1]
    hidden = np.zeros(x.shape[:-1] + (r,), dtype=x.dtype)
    hidden[...] = x @ A
    return x @ W + alpha / r * (hidden @ B)

# %% wrong: the type of the weights for all
def lora_forward(x, W, A, B, alpha):
    A, B = A.astype(W.dtype), B.astype(W.dtype)
    return x @ W + alpha / B.shape[0] * (x @ A @ B)

# %% right: one product of stacked blocks
def lora_forward(x, W, A, B, alpha):
    r = B.shape[0]
    wide = np.concatenate([x, (alpha / r) * (x @ A)], axis=-1)
    return wide @ np.concatenate([W, B], axis=0)

# %% right: einsum over the merged weights
def lora_forward(
    x: np.ndarray, W: np.ndarray, A: np.ndarray, B: np.ndarray, alpha: float
) -> np.ndarray:
    weights = W + alpha * np.einsum("ir,ro->io", A, B) / A.shape[1]
    return np.einsum("...i,io->...o", x, weights)

# %% right: lists and fsum, and recursion for a batch
from math import fsum


def lora_forward(x, W, A, B, alpha):
    if np.ndim(x) > 1:
        return np.array([lora_forward(row, W, A, B, alpha) for row in x])
    d_in, d_out, r = len(W), len(W[0]), len(B)
    thin = [fsum(float(x[i]) * float(A[i][k]) for i in range(d_in)) for k in range(r)]
    return np.array(
        [
            fsum(float(x[i]) * float(W[i][j]) for i in range(d_in))
            + alpha * fsum(thin[k] * float(B[k][j]) for k in range(r)) / r
            for j in range(d_out)
        ]
    )

# %% right: one rank after another
def lora_forward(x, W, A, B, alpha):
    y = np.array(x @ W, dtype=float)
    for column, row in zip(A.T, B, strict=True):
        y += np.multiply.outer(x @ column, row) * alpha / len(B)
    return y

# %% wrong: squeezed, so that a batch of one row is flat
def lora_forward(x, W, A, B, alpha):
    rows = np.atleast_2d(x)
    return np.squeeze(rows @ W + alpha / A.shape[1] * (rows @ A @ B))

# %% wrong: a batch is transposed where its rows are as many as its inputs
def lora_forward(x, W, A, B, alpha):
    if x.shape[0] == W.shape[0]:
        x = x.T
    return x @ W + alpha / A.shape[1] * (x @ A @ B)

# %% wrong: the input in the type of the weights
def lora_forward(x, W, A, B, alpha):
    x = np.asarray(x, dtype=W.dtype)
    return x @ W + alpha / A.shape[1] * (x @ A @ B)

# %% wrong: the factors in the type of the input
def lora_forward(x, W, A, B, alpha):
    A, B = A.astype(x.dtype), B.astype(x.dtype)
    return x @ W + alpha / A.shape[1] * (x @ A @ B)

# %% wrong: an alpha below a millionth counts as 0
def lora_forward(x, W, A, B, alpha):
    if abs(alpha) < 1e-6:
        return x @ W
    return x @ W + alpha / A.shape[1] * (x @ A @ B)

# %% wrong: one output makes the result flat
def lora_forward(x, W, A, B, alpha):
    y = x @ W + alpha / A.shape[1] * (x @ A @ B)
    return y.ravel() if W.shape[1] == 1 else y

# %% wrong: the weights are changed and changed back
def lora_forward(x, W, A, B, alpha):
    if W.dtype.kind != "f":
        W = W.astype(float)
    change = alpha / A.shape[1] * (A @ B)
    W += change
    y = x @ W
    W -= change
    return y

# %% wrong: alpha divided by r, rounded down
# true: alpha / r rounded down to a whole number
def lora_forward(x, W, A, B, alpha):
    return x @ W + alpha // A.shape[1] * (x @ A @ B)

# %% right: equation (3) in one line
def lora_forward(
    x: np.ndarray, W: np.ndarray, A: np.ndarray, B: np.ndarray, alpha: float
) -> np.ndarray:
    """Return the output of a linear layer whose weights have a low-rank change.

    Args:
        x: shape (d_in,) for one input, or (n, d_in) for a batch.
        W: shape (d_in, d_out), the frozen weights.
        A, B: shapes (d_in, r) and (r, d_out), the two factors of the change.
        alpha: the strength of the change, any number.

    Returns:
        Shape (d_out,) for one input, (n, d_out) for a batch.
    """
    return x @ W + alpha / A.shape[1] * (x @ A @ B)

# %% right: change of weights built by outer products
def lora_forward(
    x: np.ndarray, W: np.ndarray, A: np.ndarray, B: np.ndarray, alpha: float
) -> np.ndarray:
    """Return the output of a linear layer whose weights have a low-rank change.

    Args:
        x: shape (d_in,) for one input, or (n, d_in) for a batch.
        W: shape (d_in, d_out), the frozen weights.
        A, B: shapes (d_in, r) and (r, d_out), the two factors of the change.
        alpha: the strength of the change, any number.

    Returns:
        Shape (d_out,) for one input, (n, d_out) for a batch.
    """
    r = len(B)
    weights = np.array(W, dtype=float)
    for k in range(r):
        change = np.outer(A[:, k], B[k, :])
        weights = weights + (alpha / r) * change
    y = np.dot(x, weights)
    return y

# %% right: einsum with ellipsis for both kinds of input
def lora_forward(
    x: np.ndarray, W: np.ndarray, A: np.ndarray, B: np.ndarray, alpha: float
) -> np.ndarray:
    """Return the output of a linear layer whose weights have a low-rank change.

    Args:
        x: shape (d_in,) for one input, or (n, d_in) for a batch.
        W: shape (d_in, d_out), the frozen weights.
        A, B: shapes (d_in, r) and (r, d_out), the two factors of the change.
        alpha: the strength of the change, any number.

    Returns:
        Shape (d_out,) for one input, (n, d_out) for a batch.
    """
    d_in, r = A.shape
    base = np.einsum("...i,ij->...j", x, W)
    low = np.einsum("...i,ik,kj->...j", x, A, B)
    return base + low * (alpha / r)

# %% right: block matrices, one product of stacked weights
def lora_forward(
    x: np.ndarray, W: np.ndarray, A: np.ndarray, B: np.ndarray, alpha: float
) -> np.ndarray:
    scale = alpha / np.shape(B)[0]
    both = np.hstack([W, scale * A])  # (d_in, d_out + r)
    h = np.matmul(x, both)
    d_out = np.shape(W)[1]
    return h[..., :d_out] + np.matmul(h[..., d_out:], B)

# %% wrong: alpha is not divided by r; equation (3) has alpha / r
# true: a correction that is not divided by the rank r
def lora_forward(
    x: np.ndarray, W: np.ndarray, A: np.ndarray, B: np.ndarray, alpha: float
) -> np.ndarray:
    """Return the output of a linear layer whose weights have a low-rank change.

    Args:
        x: shape (d_in,) for one input, or (n, d_in) for a batch.
        W: shape (d_in, d_out), the frozen weights.
        A, B: shapes (d_in, r) and (r, d_out), the two factors of the change.
        alpha: the strength of the change, any number.

    Returns:
        Shape (d_out,) for one input, (n, d_out) for a batch.
    """
    return x @ W + alpha * (x @ A @ B)

# %% wrong: r read from the wrong axis of A, which is d_in; A has r columns
# true: a correction divided by d_in instead of r
def lora_forward(
    x: np.ndarray, W: np.ndarray, A: np.ndarray, B: np.ndarray, alpha: float
) -> np.ndarray:
    """Return the output of a linear layer whose weights have a low-rank change.

    Args:
        x: shape (d_in,) for one input, or (n, d_in) for a batch.
        W: shape (d_in, d_out), the frozen weights.
        A, B: shapes (d_in, r) and (r, d_out), the two factors of the change.
        alpha: the strength of the change, any number.

    Returns:
        Shape (d_out,) for one input, (n, d_out) for a batch.
    """
    r = A.shape[0]
    return x @ W + alpha / r * (x @ A @ B)

# %% wrong: product in the wrong order, x B A; equation (3) has x A B
def lora_forward(
    x: np.ndarray, W: np.ndarray, A: np.ndarray, B: np.ndarray, alpha: float
) -> np.ndarray:
    """Return the output of a linear layer whose weights have a low-rank change.

    Args:
        x: shape (d_in,) for one input, or (n, d_in) for a batch.
        W: shape (d_in, d_out), the frozen weights.
        A, B: shapes (d_in, r) and (r, d_out), the two factors of the change.
        alpha: the strength of the change, any number.

    Returns:
        Shape (d_out,) for one input, (n, d_out) for a batch.
    """
    r = A.shape[1]
    return x @ W + (alpha / r) * (x @ B @ A)

# %% wrong: integer division of alpha by r; alpha may be any number
# true: alpha / r rounded down to a whole number
def lora_forward(
    x: np.ndarray, W: np.ndarray, A: np.ndarray, B: np.ndarray, alpha: float
) -> np.ndarray:
    """Return the output of a linear layer whose weights have a low-rank change.

    Args:
        x: shape (d_in,) for one input, or (n, d_in) for a batch.
        W: shape (d_in, d_out), the frozen weights.
        A, B: shapes (d_in, r) and (r, d_out), the two factors of the change.
        alpha: the strength of the change, any number.

    Returns:
        Shape (d_out,) for one input, (n, d_out) for a batch.
    """
    r = B.shape[0]
    scale = alpha // r
    return x @ W + scale * (x @ A @ B)

# %% wrong: W changed in place; leave all arguments unchanged
def lora_forward(
    x: np.ndarray, W: np.ndarray, A: np.ndarray, B: np.ndarray, alpha: float
) -> np.ndarray:
    """Return the output of a linear layer whose weights have a low-rank change.

    Args:
        x: shape (d_in,) for one input, or (n, d_in) for a batch.
        W: shape (d_in, d_out), the frozen weights.
        A, B: shapes (d_in, r) and (r, d_out), the two factors of the change.
        alpha: the strength of the change, any number.

    Returns:
        Shape (d_out,) for one input, (n, d_out) for a batch.
    """
    r = A.shape[1]
    W += (alpha / r) * (A @ B)
    return x @ W

# %% wrong: the change alone, x W is missing; y = x W + ...
# true: the correction alone, without x W
def lora_forward(
    x: np.ndarray, W: np.ndarray, A: np.ndarray, B: np.ndarray, alpha: float
) -> np.ndarray:
    """Return the output of a linear layer whose weights have a low-rank change.

    Args:
        x: shape (d_in,) for one input, or (n, d_in) for a batch.
        W: shape (d_in, d_out), the frozen weights.
        A, B: shapes (d_in, r) and (r, d_out), the two factors of the change.
        alpha: the strength of the change, any number.

    Returns:
        Shape (d_out,) for one input, (n, d_out) for a batch.
    """
    r = A.shape[-1]
    delta = x @ A @ B
    return alpha / r * delta

# %% wrong: `alpha or r` takes 0 for not given; alpha may be 0
def lora_forward(
    x: np.ndarray, W: np.ndarray, A: np.ndarray, B: np.ndarray, alpha: float
) -> np.ndarray:
    """Return the output of a linear layer whose weights have a low-rank change.

    Args:
        x: shape (d_in,) for one input, or (n, d_in) for a batch.
        W: shape (d_in, d_out), the frozen weights.
        A, B: shapes (d_in, r) and (r, d_out), the two factors of the change.
        alpha: the strength of the change, any number.

    Returns:
        Shape (d_out,) for one input, (n, d_out) for a batch.
    """
    r = A.shape[1]
    alpha = alpha or r
    return x @ W + (alpha / r) * ((x @ A) @ B)

# %% wrong: the scale multiplies x W too; in equation (3) only the change is scaled
# true: x W scaled by alpha / r, too
def lora_forward(
    x: np.ndarray, W: np.ndarray, A: np.ndarray, B: np.ndarray, alpha: float
) -> np.ndarray:
    """Return the output of a linear layer whose weights have a low-rank change.

    Args:
        x: shape (d_in,) for one input, or (n, d_in) for a batch.
        W: shape (d_in, d_out), the frozen weights.
        A, B: shapes (d_in, r) and (r, d_out), the two factors of the change.
        alpha: the strength of the change, any number.

    Returns:
        Shape (d_out,) for one input, (n, d_out) for a batch.
    """
    r = A.shape[1]
    return (alpha / r) * (x @ W + x @ A @ B)

# %% wrong: squeeze at the end; a batch of one gives shape (1, d_out)
def lora_forward(
    x: np.ndarray, W: np.ndarray, A: np.ndarray, B: np.ndarray, alpha: float
) -> np.ndarray:
    """Return the output of a linear layer whose weights have a low-rank change.

    Args:
        x: shape (d_in,) for one input, or (n, d_in) for a batch.
        W: shape (d_in, d_out), the frozen weights.
        A, B: shapes (d_in, r) and (r, d_out), the two factors of the change.
        alpha: the strength of the change, any number.

    Returns:
        Shape (d_out,) for one input, (n, d_out) for a batch.
    """
    x = np.atleast_2d(x)
    r = A.shape[1]
    y = x @ W + (alpha / r) * (x @ A @ B)
    return np.squeeze(y)

# %% wrong: loops over the rows of a batch only; x may be one input of shape (d_in,)
def lora_forward(
    x: np.ndarray, W: np.ndarray, A: np.ndarray, B: np.ndarray, alpha: float
) -> np.ndarray:
    """Return the output of a linear layer whose weights have a low-rank change.

    Args:
        x: shape (d_in,) for one input, or (n, d_in) for a batch.
        W: shape (d_in, d_out), the frozen weights.
        A, B: shapes (d_in, r) and (r, d_out), the two factors of the change.
        alpha: the strength of the change, any number.

    Returns:
        Shape (d_out,) for one input, (n, d_out) for a batch.
    """
    r = A.shape[1]
    out = np.zeros((x.shape[0], W.shape[1]))
    for i in range(x.shape[0]):
        for j in range(W.shape[1]):
            out[i, j] = np.sum(x[i, :] * W[:, j]) + alpha / r * np.sum((x[i, :] @ A) * B[:, j])
    return out
