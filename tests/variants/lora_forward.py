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
def lora_forward(x, W, A, B, alpha):
    return x @ W + alpha / B.shape[1] * (x @ A @ B)

# %% wrong: a rank of 2
def lora_forward(x, W, A, B, alpha):
    return x @ W + alpha / 2 * (x @ A @ B)

# %% wrong: divided by the root of the rank
# true: a correction divided by √r instead of r
def lora_forward(x, W, A, B, alpha):
    return x @ W + alpha / np.sqrt(A.shape[1]) * (x @ A @ B)

# %% wrong: whole division
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
def lora_forward(x, W, A, B, alpha):
    alpha = alpha or 1.0
    return x @ W + alpha / A.shape[1] * (x @ A @ B)

# %% wrong: the weights changed in place
def lora_forward(x, W, A, B, alpha):
    delta = alpha / A.shape[1] * (A @ B)
    W[:] = W + delta
    return x @ W

# %% wrong: a difference
def lora_forward(x, W, A, B, alpha):
    return x @ W - alpha / A.shape[1] * (x @ A @ B)

# %% wrong: for batches alone
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
def lora_forward(x, W, A, B, alpha):
    return x @ W + alpha / min(*A.shape, *B.shape) * (x @ A @ B)
