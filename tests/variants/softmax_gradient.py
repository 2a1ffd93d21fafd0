# Right and wrong answers to `softmax_gradient(probabilities, upstream)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: the formula
def softmax_gradient(probabilities, upstream):
    p, g = probabilities, upstream
    return p * (g - np.sum(p * g, axis=1, keepdims=True))

# %% right: the Jacobian of each row
def softmax_gradient(probabilities, upstream):
    rows = []
    for p, g in zip(probabilities, upstream):
        J = np.diag(p) - np.outer(p, p)
        rows.append(J @ g)
    return np.array(rows)

# %% right: nested lists
def softmax_gradient(probabilities, upstream):
    result = []
    for p, g in zip(probabilities.tolist(), upstream.tolist()):
        mean = sum(a * b for a, b in zip(p, g))
        result.append([a * (b - mean) for a, b in zip(p, g)])
    return result

# %% right: einsum
def softmax_gradient(probabilities, upstream):
    dots = np.einsum("ij,ij->i", probabilities, upstream)
    return probabilities * upstream - probabilities * dots[:, None]

# %% right: entry by entry, the Kronecker delta in the open
def softmax_gradient(probabilities, upstream):
    n, m = probabilities.shape
    out = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            for l in range(m):
                delta = 1.0 if j == l else 0.0
                out[i, j] += upstream[i, l] * probabilities[i, l] * (delta - probabilities[i, j])
    return out

# %% right: a stack of Jacobians
def softmax_gradient(probabilities, upstream):
    P = np.asarray(probabilities, dtype=float)
    J = P[:, :, None] * (np.eye(P.shape[1]) - P[:, None, :])
    return (upstream[:, None, :] @ J.transpose(0, 2, 1))[:, 0, :]

# %% right: transposed
def softmax_gradient(probabilities, upstream):
    weighted = (probabilities * upstream).T
    return (weighted - weighted.sum(axis=0) * probabilities.T).T

# %% wrong: the diagonal alone
# true: p (1 − p), which ignores the other logits
def softmax_gradient(probabilities, upstream):
    return upstream * probabilities * (1 - probabilities)

# %% wrong: without the sum
# true: p times `upstream` without subtracting the sum
def softmax_gradient(probabilities, upstream):
    return probabilities * upstream

# %% wrong: what comes from above, as it is
def softmax_gradient(probabilities, upstream):
    return upstream

# %% wrong: a plain mean
# true: a plain mean of `upstream` instead of the mean weighted by p
def softmax_gradient(probabilities, upstream):
    return probabilities * (upstream - upstream.mean(axis=1, keepdims=True))

# %% wrong: a plain sum
# true: a plain sum of `upstream` instead of the sum weighted by p
def softmax_gradient(probabilities, upstream):
    return probabilities * (upstream - upstream.sum(axis=1, keepdims=True))

# %% wrong: the sum of all
# true: one sum over the whole array instead of one for each row
def softmax_gradient(probabilities, upstream):
    return probabilities * (upstream - np.sum(probabilities * upstream))

# %% wrong: columns
# true: sums down the columns instead of along the rows
def softmax_gradient(probabilities, upstream):
    return probabilities * (upstream - np.sum(probabilities * upstream, axis=0))

# %% wrong: sums of rows, laid along the columns
# true: the sums of the wrong rows
def softmax_gradient(probabilities, upstream):
    return probabilities * (upstream - np.sum(probabilities * upstream, axis=1))

# %% wrong: the sum without the factor p
# true: a sum that lacks its factor p
def softmax_gradient(probabilities, upstream):
    return probabilities * upstream - np.sum(probabilities * upstream, axis=1, keepdims=True)

# %% wrong: the sign of the sum
# true: a sum that is added instead of subtracted
def softmax_gradient(probabilities, upstream):
    return probabilities * (upstream + np.sum(probabilities * upstream, axis=1, keepdims=True))

# %% wrong: p minus what comes from above
# true: p − `upstream`, which belongs to the cross-entropy
def softmax_gradient(probabilities, upstream):
    return probabilities - upstream

# %% wrong: the Jacobian of the first row for all
# true: the probabilities of the first row in every row
def softmax_gradient(probabilities, upstream):
    p = probabilities[0]
    return upstream @ (np.diag(p) - np.outer(p, p))

# %% wrong: divided by the number of rows
# true: a division by the number of rows, as for a mean
def softmax_gradient(probabilities, upstream):
    p, g = probabilities, upstream
    return p * (g - np.sum(p * g, axis=1, keepdims=True)) / len(p)

# %% wrong: a softmax is taken once more
# true: a second softmax, applied to what are already probabilities
def softmax_gradient(probabilities, upstream):
    e = np.exp(probabilities)
    p = e / e.sum(axis=1, keepdims=True)
    return p * (upstream - np.sum(p * upstream, axis=1, keepdims=True))

# %% wrong: a shape of whole numbers
def softmax_gradient(probabilities, upstream):
    out = np.zeros_like(upstream)
    out[:] = probabilities * (upstream - np.sum(probabilities * upstream, axis=1, keepdims=True))
    return out

# %% wrong: changes what comes from above
def softmax_gradient(probabilities, upstream):
    g = upstream
    dots = np.sum(probabilities * g, axis=1, keepdims=True)
    if g.dtype.kind == "f":
        g -= dots
        return probabilities * g
    return probabilities * (g - dots)

# %% wrong: three classes
def softmax_gradient(probabilities, upstream):
    p, g = probabilities, upstream
    dots = p[:, :1] * g[:, :1] + p[:, 1:2] * g[:, 1:2] + p[:, 2:3] * g[:, 2:3]
    return p * (g - dots)

# %% wrong: the Jacobians themselves
# true: a Jacobian for each row instead of a gradient
def softmax_gradient(probabilities, upstream):
    return np.array([np.diag(p) - np.outer(p, p) for p in probabilities])


# %% right: p upstream, less p times its sum
def softmax_gradient(probabilities, upstream):
    weighted = probabilities * upstream
    return weighted - probabilities * np.sum(weighted, axis=-1)[:, np.newaxis]

# %% right: the sum through a diagonal of a product
def softmax_gradient(probabilities, upstream):
    P, G = np.asarray(probabilities, dtype=float), np.asarray(upstream, dtype=float)
    inner = np.diag(P @ G.T)
    return P * (G - inner.reshape(-1, 1))

# %% right: differences of all pairs
def softmax_gradient(probabilities, upstream):
    P, G = probabilities, upstream
    pairs = G[:, :, None] - G[:, None, :]
    return P * np.sum(P[:, None, :] * pairs, axis=2)

# %% right: row by row in plain Python
def softmax_gradient(probabilities, upstream):
    rows = []
    for p, g in zip(probabilities.tolist(), upstream.tolist()):
        mean = sum(a * b for a, b in zip(p, g))
        rows.append([a * (b - mean) for a, b in zip(p, g)])
    return rows

# %% wrong: the mean of the rows is taken for that of each
def softmax_gradient(probabilities, upstream):
    inner = np.mean(np.sum(probabilities * upstream, axis=1))
    return probabilities * (upstream - inner)

# %% wrong: the Jacobian with a plus
# true: a sum that is added instead of subtracted
def softmax_gradient(probabilities, upstream):
    return np.array([(np.diag(p) + np.outer(p, p)) @ g for p, g in zip(probabilities, upstream)])

# %% wrong: the square of p
# true: p² times the plain sum, instead of p times the weighted sum
def softmax_gradient(probabilities, upstream):
    P = probabilities
    return P * upstream - P**2 * np.sum(upstream, axis=1, keepdims=True)

# %% wrong: the negative
def softmax_gradient(probabilities, upstream):
    P = probabilities
    return P * (np.sum(P * upstream, axis=1, keepdims=True) - upstream)

# %% wrong: probabilities that are cut away from 0
def softmax_gradient(probabilities, upstream):
    P = np.clip(probabilities, 1e-3, 1)
    return P * (upstream - np.sum(P * upstream, axis=1, keepdims=True))

# %% wrong: probabilities changed in place
def softmax_gradient(probabilities, upstream):
    inner = np.sum(probabilities * upstream, axis=1, keepdims=True)
    probabilities *= upstream - inner
    return probabilities

# %% wrong: the largest is taken for the target
# true: a cross-entropy gradient with the most likely character as its target
def softmax_gradient(probabilities, upstream):
    one_hot = np.eye(probabilities.shape[1])[probabilities.argmax(axis=1)]
    return (probabilities - one_hot) * np.sum(upstream, axis=1, keepdims=True)

# %% wrong: an inner product of the first row for all
def softmax_gradient(probabilities, upstream):
    return probabilities * (upstream - probabilities[0] @ upstream[0])

# %% wrong: what is remembered from the last call of this shape
sums = {}
def softmax_gradient(probabilities, upstream):
    key = probabilities.shape
    if key not in sums:
        sums[key] = np.sum(probabilities * upstream, axis=1, keepdims=True)
    return probabilities * (upstream - sums[key])

# %% wrong: rows of equal probabilities are skipped
def softmax_gradient(probabilities, upstream):
    G = np.zeros(probabilities.shape)
    for i, (p, g) in enumerate(zip(probabilities, upstream)):
        if np.ptp(p) > 0:
            G[i] = p * (g - p @ g)
    return G

# %% wrong: a certain row is skipped, and the last one's stays
def softmax_gradient(probabilities, upstream):
    G = probabilities * (upstream - np.sum(probabilities * upstream, axis=1, keepdims=True))
    for i in range(1, len(G)):
        if np.max(probabilities[i]) > 0.999:
            G[i] = G[i - 1]
    return G

# %% right: all Jacobians with einsum and eye
def softmax_gradient(probabilities: np.ndarray, upstream: np.ndarray) -> np.ndarray:
    """Return the gradient of a loss along the logits of a softmax, row by row."""
    p = probabilities.astype(float)
    eye = np.eye(p.shape[1])
    jacobians = np.einsum("nl,lj->nlj", p, eye) - np.einsum("nl,nj->nlj", p, p)
    return np.einsum("nl,nlj->nj", upstream, jacobians)

# %% right: sums of differences, weighted by products
def softmax_gradient(probabilities, upstream):
    n, m = probabilities.shape
    out = [[0.0] * m for _ in range(n)]
    for k in range(n):
        for j in range(m):
            out[k][j] = sum(
                float(probabilities[k, l]) * probabilities[k, j] * (float(upstream[k, j]) - upstream[k, l])
                for l in range(m)
            )
    return np.array(out)

# %% wrong: the sigmoid's slope for two logits
def softmax_gradient(probabilities, upstream):
    p, g = probabilities, upstream
    if p.shape[1] == 2:
        return p * (1 - p) * g
    return p * (g - np.sum(p * g, axis=1, keepdims=True))

# %% wrong: as many rows as columns
def softmax_gradient(probabilities, upstream):
    n, m = probabilities.shape
    out = np.zeros((n, m))
    for j in range(m):
        if j < n:
            p, g = probabilities[j], upstream[j]
            out[j] = (np.diag(p) - np.outer(p, p)) @ g
    return out

# %% wrong: probabilities below 1e-9 are raised to it
def softmax_gradient(probabilities, upstream):
    p = np.clip(probabilities, 1e-9, 1.0)
    return p * (upstream - np.sum(p * upstream, axis=1, keepdims=True))

# %% wrong: rows above 0.99 are skipped
def softmax_gradient(probabilities, upstream):
    p, g = probabilities, upstream
    out = p * (g - np.sum(p * g, axis=1, keepdims=True))
    return np.where(p.max(axis=1, keepdims=True) > 0.99, 0.0, out)

# %% wrong: half of the precision
def softmax_gradient(probabilities, upstream):
    p, g = np.asarray(probabilities, np.float32), np.asarray(upstream, np.float32)
    return p * (g - np.sum(p * g, axis=1, keepdims=True))

# %% wrong: the rows of a single logit as one row
def softmax_gradient(probabilities, upstream):
    p, g = probabilities, upstream
    if p.shape[1] == 1:
        p, g = p.ravel()[None, :], g.ravel()[None, :]
    out = p * (g - np.sum(p * g, axis=1, keepdims=True))
    return out.reshape(probabilities.shape)

# %% wrong: rounded to four decimals
def softmax_gradient(probabilities, upstream):
    p, g = probabilities, upstream
    return np.round(p * (g - np.sum(p * g, axis=1, keepdims=True)), 4)

# %% wrong: keepdims forgotten where the array is square
# true: the sums of the wrong rows
def softmax_gradient(probabilities, upstream):
    p, g = probabilities, upstream
    s = np.sum(p * g, axis=1)
    return p * (g - (s if p.shape[0] == p.shape[1] else s[:, None]))

# %% wrong: the sum subtracted from the caller's upstream
def softmax_gradient(probabilities, upstream):
    s = np.sum(probabilities * upstream, axis=1, keepdims=True)
    upstream = np.asarray(upstream, dtype=float)
    upstream -= s
    return probabilities * upstream

# %% wrong: probabilities below 1e-12 are raised to it
def softmax_gradient(probabilities, upstream):
    p = np.clip(probabilities, 1e-12, 1)
    return p * (upstream - np.sum(p * upstream, axis=1, keepdims=True))

# %% right: Jacobian of each row built in loops, then the sum (3)
def softmax_gradient(probabilities: np.ndarray, upstream: np.ndarray) -> np.ndarray:
    """Return the gradient of a loss along the logits of a softmax, row by row.

    probabilities: what the softmax returned, (n, m); each row sums to 1.
    upstream: ∂L/∂probabilities, (n, m).
    Returns ∂L/∂logits, (n, m).
    """
    n, m = probabilities.shape
    result = np.zeros((n, m))
    for row in range(n):
        p = probabilities[row]
        g = upstream[row]
        for j in range(m):
            total = 0.0
            for l in range(m):
                delta = 1 if l == j else 0
                total += g[l] * p[l] * (delta - p[j])
            result[row, j] = total
    return result

# %% right: one line with keepdims
def softmax_gradient(probabilities: np.ndarray, upstream: np.ndarray) -> np.ndarray:
    """Return the gradient of a loss along the logits of a softmax, row by row.

    probabilities: what the softmax returned, (n, m); each row sums to 1.
    upstream: ∂L/∂probabilities, (n, m).
    Returns ∂L/∂logits, (n, m).
    """
    return probabilities * (upstream - np.sum(probabilities * upstream, axis=1, keepdims=True))

# %% right: einsum for the weighted mean of each row
def softmax_gradient(probabilities: np.ndarray, upstream: np.ndarray) -> np.ndarray:
    """Return the gradient of a loss along the logits of a softmax, row by row.

    probabilities: what the softmax returned, (n, m); each row sums to 1.
    upstream: ∂L/∂probabilities, (n, m).
    Returns ∂L/∂logits, (n, m).
    """
    mean = np.einsum("ij,ij->i", probabilities, upstream)
    return np.multiply(probabilities, np.subtract(upstream, mean[:, np.newaxis]))

# %% right: diag minus outer per row, stacked from a list
def softmax_gradient(probabilities: np.ndarray, upstream: np.ndarray) -> np.ndarray:
    """Return the gradient of a loss along the logits of a softmax, row by row.

    probabilities: what the softmax returned, (n, m); each row sums to 1.
    upstream: ∂L/∂probabilities, (n, m).
    Returns ∂L/∂logits, (n, m).
    """
    rows = []
    for p, g in zip(probabilities, upstream, strict=True):
        p = np.asarray(p, dtype=float)
        jacobian = np.diag(p) - np.outer(p, p)
        rows.append(jacobian.T @ g)
    return np.vstack(rows)

# %% wrong: only the diagonal p (1 - p); (3) sums over all l
# true: p (1 − p), which ignores the other logits
def softmax_gradient(probabilities: np.ndarray, upstream: np.ndarray) -> np.ndarray:
    """Return the gradient of a loss along the logits of a softmax, row by row.

    probabilities: what the softmax returned, (n, m); each row sums to 1.
    upstream: ∂L/∂probabilities, (n, m).
    Returns ∂L/∂logits, (n, m).
    """
    return upstream * probabilities * (1 - probabilities)

# %% wrong: the sum over the row is not subtracted, only the delta term
# true: p times `upstream` without subtracting the sum
def softmax_gradient(probabilities: np.ndarray, upstream: np.ndarray) -> np.ndarray:
    """Return the gradient of a loss along the logits of a softmax, row by row.

    probabilities: what the softmax returned, (n, m); each row sums to 1.
    upstream: ∂L/∂probabilities, (n, m).
    Returns ∂L/∂logits, (n, m).
    """
    return probabilities * upstream

# %% wrong: sum without keepdims lines up with the columns, silently wrong for square arrays
# true: the sums of the wrong rows
def softmax_gradient(probabilities: np.ndarray, upstream: np.ndarray) -> np.ndarray:
    """Return the gradient of a loss along the logits of a softmax, row by row.

    probabilities: what the softmax returned, (n, m); each row sums to 1.
    upstream: ∂L/∂probabilities, (n, m).
    Returns ∂L/∂logits, (n, m).
    """
    s = np.sum(probabilities * upstream, axis=1)
    return probabilities * (upstream - s)

# %% wrong: sums down the columns; "each row belongs to a separate softmax"
# true: sums down the columns instead of along the rows
def softmax_gradient(probabilities: np.ndarray, upstream: np.ndarray) -> np.ndarray:
    """Return the gradient of a loss along the logits of a softmax, row by row.

    probabilities: what the softmax returned, (n, m); each row sums to 1.
    upstream: ∂L/∂probabilities, (n, m).
    Returns ∂L/∂logits, (n, m).
    """
    s = np.sum(probabilities * upstream, axis=0, keepdims=True)
    return probabilities * (upstream - s)

# %% wrong: one sum over the whole array instead of one for each row
# true: one sum over the whole array instead of one for each row
def softmax_gradient(probabilities: np.ndarray, upstream: np.ndarray) -> np.ndarray:
    """Return the gradient of a loss along the logits of a softmax, row by row.

    probabilities: what the softmax returned, (n, m); each row sums to 1.
    upstream: ∂L/∂probabilities, (n, m).
    Returns ∂L/∂logits, (n, m).
    """
    dot = np.sum(probabilities * upstream)
    return probabilities * (upstream - dot)

# %% wrong: applies the softmax once more; "probabilities holds what the softmax returned"
# true: a second softmax, applied to what are already probabilities
def softmax_gradient(probabilities: np.ndarray, upstream: np.ndarray) -> np.ndarray:
    """Return the gradient of a loss along the logits of a softmax, row by row.

    probabilities: what the softmax returned, (n, m); each row sums to 1.
    upstream: ∂L/∂probabilities, (n, m).
    Returns ∂L/∂logits, (n, m).
    """
    p = softmax(probabilities, axis=1)
    return p * (upstream - np.sum(p * upstream, axis=1, keepdims=True))

# %% wrong: upstream -= writes into the argument; "Leave the arguments unchanged"
def softmax_gradient(probabilities: np.ndarray, upstream: np.ndarray) -> np.ndarray:
    """Return the gradient of a loss along the logits of a softmax, row by row.

    probabilities: what the softmax returned, (n, m); each row sums to 1.
    upstream: ∂L/∂probabilities, (n, m).
    Returns ∂L/∂logits, (n, m).
    """
    upstream -= np.sum(probabilities * upstream, axis=1, keepdims=True)
    return probabilities * upstream

# %% wrong: result in zeros_like(upstream), which cuts fractions if upstream holds integers
def softmax_gradient(probabilities: np.ndarray, upstream: np.ndarray) -> np.ndarray:
    """Return the gradient of a loss along the logits of a softmax, row by row.

    probabilities: what the softmax returned, (n, m); each row sums to 1.
    upstream: ∂L/∂probabilities, (n, m).
    Returns ∂L/∂logits, (n, m).
    """
    result = np.zeros_like(upstream)
    for i in range(len(probabilities)):
        p = probabilities[i]
        J = np.diag(p) - np.outer(p, p)
        result[i] = J @ upstream[i]
    return result

# %% wrong: returns the Jacobians (n, m, m), not yet multiplied by upstream
# true: a Jacobian for each row instead of a gradient
def softmax_gradient(probabilities: np.ndarray, upstream: np.ndarray) -> np.ndarray:
    """Return the gradient of a loss along the logits of a softmax, row by row.

    probabilities: what the softmax returned, (n, m); each row sums to 1.
    upstream: ∂L/∂probabilities, (n, m).
    Returns ∂L/∂logits, (n, m).
    """
    n, m = probabilities.shape
    jacobians = np.zeros((n, m, m))
    for i in range(n):
        jacobians[i] = np.diag(probabilities[i]) - np.outer(probabilities[i], probabilities[i])
    return jacobians

# %% wrong: the second sum misses its factor p_j, p g - sum(p g)
# true: a sum that lacks its factor p
def softmax_gradient(probabilities: np.ndarray, upstream: np.ndarray) -> np.ndarray:
    """Return the gradient of a loss along the logits of a softmax, row by row.

    probabilities: what the softmax returned, (n, m); each row sums to 1.
    upstream: ∂L/∂probabilities, (n, m).
    Returns ∂L/∂logits, (n, m).
    """
    pg = probabilities * upstream
    return pg - pg.sum(axis=1, keepdims=True)
