# Right and wrong answers to `trace_gradient(A, X)`, one cell a block, as students write them. `np`
# and `plt` come from the notebook's set-up cell. Every check must pass each right answer, and some
# check must fail each wrong one.

# %% right: the transpose, as in the lecture text
def trace_gradient(A, X):
    return A.T

# %% right: a copy of the transpose
def trace_gradient(A, X):
    return np.transpose(A).copy()

# %% right: nested lists
def trace_gradient(A, X):
    n, m = np.shape(A)
    return [[float(A[i][j]) for i in range(n)] for j in range(m)]

# %% right: differences of step 1, exact for a linear function
def trace_gradient(A, X):
    G = np.zeros(X.shape)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            E = np.zeros(X.shape)
            E[i, j] = 1.0
            G[i, j] = np.trace(A @ (X + E)) - np.trace(A @ X)
    return G

# %% right: einsum
def trace_gradient(A, X):
    return np.einsum("ij->ji", A)

# %% right: an empty array filled entry by entry
def trace_gradient(A, X):
    G = np.empty_like(X, dtype=float)
    for (j, i), _ in np.ndenumerate(X):
        G[j, i] = A[i, j]
    return G

# %% right: a lambda that swaps axes
trace_gradient = lambda A, X: np.swapaxes(np.asarray(A), 0, 1)

# %% right: the trace of unit matrices
def trace_gradient(A, X):
    m, n = X.shape
    unit = lambda j, i: np.outer(np.eye(m)[j], np.eye(n)[i])
    return np.array([[np.trace(A @ unit(j, i)) for i in range(n)] for j in range(m)])

# %% right: the columns, zipped
def trace_gradient(A, X):
    return [list(col) for col in zip(*A)]

# %% right: a complex step
def trace_gradient(A, X):
    G = np.empty(np.shape(X))
    for idx in np.ndindex(*np.shape(X)):
        Z = X.astype(complex)
        Z[idx] += 1e-20j
        G[idx] = np.trace(A @ Z).imag / 1e-20
    return G

# %% wrong: A itself
# true: A instead of its transpose
def trace_gradient(A, X):
    return A

# %% wrong: A itself where it is square
def trace_gradient(A, X):
    return A if A.shape[0] == A.shape[1] else A.T

# %% wrong: the transpose of X
# true: the transpose of X instead of A
def trace_gradient(A, X):
    return X.T

# %% wrong: X
# true: the matrix X instead of the gradient
def trace_gradient(A, X):
    return X

# %% wrong: the trace
# true: the trace instead of its gradient
def trace_gradient(A, X):
    return np.trace(A @ X)

# %% wrong: the product
# true: the product AX instead of the gradient of its trace
def trace_gradient(A, X):
    return A @ X

# %% wrong: the transposed product
# true: the shape of AX; the transpose of the product AX instead of the gradient of its trace
def trace_gradient(A, X):
    return (A @ X).T

# %% wrong: a transpose that is multiplied by X
# true: the transpose of A multiplied by X, entry by entry
def trace_gradient(A, X):
    return A.T * X

# %% wrong: a new shape for a transpose
# true: A reshaped instead of transposed
def trace_gradient(A, X):
    return A.reshape(X.shape)

# %% wrong: the columns in reverse
def trace_gradient(A, X):
    return A.T[:, ::-1]

# %% wrong: the diagonal alone
# true: only the diagonal of A
def trace_gradient(A, X):
    G = np.zeros(X.shape)
    for i in range(min(X.shape)):
        G[i, i] = A[i, i]
    return G

# %% wrong: the gradient of the sum of all entries
# true: the gradient of the sum of all entries of AX instead of its trace
def trace_gradient(A, X):
    return np.outer(A.sum(axis=0), np.ones(X.shape[1]))

# %% wrong: the symmetric rule
# true: the rule for a symmetric X, A + Aᵀ minus the diagonal of A
def trace_gradient(A, X):
    if A.shape == X.shape:
        return A + A.T - np.diag(np.diag(A))
    return A.T

# %% wrong: twice the transpose
def trace_gradient(A, X):
    return 2 * A.T

# %% wrong: a flat list
def trace_gradient(A, X):
    return A.T.ravel()

# %% wrong: the absolute values
def trace_gradient(A, X):
    return np.abs(A.T)

# %% wrong: the identity, the gradient of the trace of X alone
# true: the identity, which is the gradient of tr(X) alone
def trace_gradient(A, X):
    return np.eye(X.shape[0], X.shape[1])

# %% wrong: the shape of the gradient, as in the printout of the lecture text
# true: the shape of the gradient, instead of the gradient
def trace_gradient(A, X):
    return A.T.shape

# %% wrong: three rows and columns
def trace_gradient(A, X):
    return np.array([[A[j, i] for j in range(3)] for i in range(3)])

# %% wrong: differences with a step so small that rounding shows
def trace_gradient(A, X):
    h, G = 1e-12, np.zeros(X.shape)
    for place in np.ndindex(X.shape):
        Y = X.copy()
        Y[place] += h
        G[place] = (np.trace(A @ Y) - np.trace(A @ X)) / h
    return G

# %% wrong: the first gradient is kept
kept = []

def trace_gradient(A, X):
    if not kept or kept[0].shape != X.shape:
        kept[:] = [A.T]
    return kept[0]

# %% wrong: axes of one entry are squeezed out
def trace_gradient(A, X):
    return A.T.squeeze()

# %% wrong: A itself where it is a single row or column
# true: A instead of its transpose
def trace_gradient(A, X):
    if 1 in A.shape:
        return A
    return A.T

# %% wrong: a quarter turn
# true: A rotated by 90 degrees instead of transposed
def trace_gradient(A, X):
    return np.rot90(A)

# %% wrong: slopes in an array of the type of X
def trace_gradient(A, X):
    slopes = np.zeros_like(X)
    for j in range(X.shape[0]):
        for i in range(X.shape[1]):
            slopes[j, i] = A[i, j]
    return slopes

# %% right: the identity through einsum
def trace_gradient(A, X):
    n, m = A.shape
    return np.einsum("ij,jk,il->kl", A, np.eye(m), np.eye(n))

# %% wrong: symmetrised
# true: the mean of A and its transpose
def trace_gradient(A, X):
    if A.shape[0] == A.shape[1]:
        return (A + A.T) / 2
    return A.T

# %% right: zip turns columns into lists
def trace_gradient(A, X):
    return np.array([list(column) for column in zip(*A)])

# %% right: the trace of A E for each unit step
def trace_gradient(A: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return the gradient of tr(A X) with respect to X."""
    slopes = np.zeros(X.shape, dtype=float)
    for j, i in np.ndindex(X.shape):
        E = np.zeros(X.shape)
        E[j, i] = 1.0
        slopes[j, i] = np.trace(A @ E)  # tr is linear: tr(A(X + E)) - tr(AX)
    return slopes

# %% wrong: slopes measured with a small step at X
def trace_gradient(A, X):
    h, X = 1e-5, X.astype(float)
    slopes = np.zeros(X.shape)
    for j, i in np.ndindex(X.shape):
        E = np.zeros(X.shape)
        E[j, i] = h
        slopes[j, i] = (np.trace(A @ (X + E)) - np.trace(A @ (X - E))) / (2 * h)
    return slopes

# %% wrong: kept by the shape of X
_KNOWN = {}


def trace_gradient(A, X):
    if X.shape not in _KNOWN:
        _KNOWN[X.shape] = A.T.copy()
    return _KNOWN[X.shape]

# %% wrong: measured slopes, rounded to three decimals
def trace_gradient(A, X):
    base = np.trace(A @ X)
    slopes = np.zeros(X.shape)
    for j, i in np.ndindex(X.shape):
        E = np.zeros(X.shape)
        E[j, i] = 1
        slopes[j, i] = round(float(np.trace(A @ (X + E)) - base), 3)
    return slopes

# %% wrong: a number for a matrix of one entry
def trace_gradient(A, X):
    return A.item() if A.size == 1 else A.T

# %% wrong: at least as many columns as rows
def trace_gradient(A, X):
    n, m = min(A.shape), max(A.shape)
    slopes = np.zeros(X.shape)
    for j in range(m):
        for i in range(n):
            if j < X.shape[0] and i < X.shape[1]:
                slopes[j, i] = A[i, j]
    return slopes

# %% wrong: a single column without its axis
def trace_gradient(A, X):
    columns = [A[:, j] for j in range(A.shape[1])]
    return columns[0] if len(columns) == 1 else np.stack(columns)

# %% wrong: half precision
def trace_gradient(A, X):
    return np.asarray(A, dtype=np.float16).T

# %% right: two loops that put A_ij at row j, column i
def trace_gradient(A: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return the gradient of tr(A X) with respect to X.

    A: shape (n, m); X: shape (m, n).
    Returns the shape of X, (m, n).
    """
    n, m = A.shape
    result = np.zeros((m, n))
    for i in range(n):
        for j in range(m):
            result[j, i] = A[i, j]
    return result

# %% right: the transpose of A, one line
def trace_gradient(A: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return the gradient of tr(A X) with respect to X.

    A: shape (n, m); X: shape (m, n).
    Returns the shape of X, (m, n).
    """
    return A.T

# %% right: einsum swaps the indices into a new array
def trace_gradient(A: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return the gradient of tr(A X) with respect to X.

    A: shape (n, m); X: shape (m, n).
    Returns the shape of X, (m, n).
    """
    return np.einsum("ij->ji", A).copy()

# %% right: trace of A times each unit matrix, exact because linear
def trace_gradient(A: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return the gradient of tr(A X) with respect to X.

    A: shape (n, m); X: shape (m, n).
    Returns the shape of X, (m, n).
    """
    slopes = []
    for j in range(X.shape[0]):
        row = []
        for i in range(X.shape[1]):
            E = np.zeros(X.shape)
            E[j, i] = 1.0
            row.append(np.trace(A @ E))
        slopes.append(row)
    return np.array(slopes)

# %% wrong: A without the transpose; "a matrix of the same shape as X"
# true: A instead of its transpose
def trace_gradient(A: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return the gradient of tr(A X) with respect to X.

    A: shape (n, m); X: shape (m, n).
    Returns the shape of X, (m, n).
    """
    return A

# %% wrong: the product A X instead of the gradient of its trace
# true: the product AX instead of the gradient of its trace
def trace_gradient(A: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return the gradient of tr(A X) with respect to X.

    A: shape (n, m); X: shape (m, n).
    Returns the shape of X, (m, n).
    """
    return A @ X

# %% wrong: the trace itself, one number, as in (3)
# true: the trace instead of its gradient
def trace_gradient(A: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return the gradient of tr(A X) with respect to X.

    A: shape (n, m); X: shape (m, n).
    Returns the shape of X, (m, n).
    """
    return np.trace(A @ X)

# %% wrong: reshape to the shape of X does not swap rows and columns
# true: A reshaped instead of transposed
def trace_gradient(A: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return the gradient of tr(A X) with respect to X.

    A: shape (n, m); X: shape (m, n).
    Returns the shape of X, (m, n).
    """
    return A.reshape(X.shape)

# %% wrong: X transposed; the slope along X_ji is A_ij and does not depend on X
# true: the transpose of X instead of A
def trace_gradient(A: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return the gradient of tr(A X) with respect to X.

    A: shape (n, m); X: shape (m, n).
    Returns the shape of X, (m, n).
    """
    return X.T

# %% wrong: forward differences with 1e-5 at X lose digits ("however large the entries of X are")
def trace_gradient(A: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return the gradient of tr(A X) with respect to X.

    A: shape (n, m); X: shape (m, n).
    Returns the shape of X, (m, n).
    """
    h = 1e-5
    f = np.trace(A @ X)
    grad = np.zeros(X.shape)
    for j in range(X.shape[0]):
        for i in range(X.shape[1]):
            moved = X.astype(float)
            moved[j, i] += h
            grad[j, i] = (np.trace(A @ moved) - f) / h
    return grad

# %% wrong: zeros_like(X) is an array of integers if X is, so fractions of A are cut
def trace_gradient(A: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return the gradient of tr(A X) with respect to X.

    A: shape (n, m); X: shape (m, n).
    Returns the shape of X, (m, n).
    """
    grad = np.zeros_like(X)
    for j in range(X.shape[0]):
        for i in range(X.shape[1]):
            grad[j, i] = A[i, j]
    return grad

# %% wrong: only the diagonal of A is used, as if the trace had no other entries ((3) uses every entry)
# true: only the diagonal of A
def trace_gradient(A: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return the gradient of tr(A X) with respect to X.

    A: shape (n, m); X: shape (m, n).
    Returns the shape of X, (m, n).
    """
    grad = np.zeros(X.shape)
    for i in range(min(A.shape)):
        grad[i, i] = A[i, i]
    return grad

# %% wrong: both loops run to n, only for square matrices; "n and m may differ"
# true: the shape of AX
def trace_gradient(A: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return the gradient of tr(A X) with respect to X.

    A: shape (n, m); X: shape (m, n).
    Returns the shape of X, (m, n).
    """
    n = A.shape[0]
    grad = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            grad[j, i] = A[i, j]
    return grad

# %% wrong: A + A.T from the quadratic form pasted (and it fails if n and m differ)
def trace_gradient(A: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Return the gradient of tr(A X) with respect to X.

    A: shape (n, m); X: shape (m, n).
    Returns the shape of X, (m, n).
    """
    return (A + A.T) @ X
