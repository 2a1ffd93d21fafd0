# Right and wrong answers to `low_rank(A, k)`, one cell a block, as students write them. `np` and
# `plt` come from the notebook's set-up cell. Every check must pass each right answer, and some
# check must fail each wrong one.

# %% right: the first k singular values
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return U[:, :k] @ np.diag(s[:k]) @ Vt[:k]

# %% right: a sum of outer products
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A)
    result = np.zeros(A.shape)
    for i in range(k):
        result += s[i] * np.outer(U[:, i], Vt[i])
    return result

# %% right: the other singular values set to zero
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    s[k:] = 0
    return (U * s) @ Vt

# %% right: nested lists
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    n, m = A.shape
    return [[sum(U[i, r] * s[r] * Vt[r, j] for r in range(k)) for j in range(m)] for i in range(n)]

# %% right: einsum
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return np.einsum("ir,r,rj->ij", U[:, :k], s[:k], Vt[:k, :])

# %% right: a projection onto the first k right singular vectors
def low_rank(A, k):
    V = np.linalg.svd(A)[2][:k].T
    return A @ V @ V.T

# %% right: the eigenvectors of A Aᵀ
def low_rank(A, k):
    values, U = np.linalg.eigh(A @ A.T)
    U = U[:, ::-1][:, :k]
    return U @ (U.T @ A)

# %% right: what is left is taken away
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return A - (U[:, k:] * s[k:]) @ Vt[k:]

# %% wrong: the first k columns
# true: `A[:, :k]`, the first k columns of A
def low_rank(A, k):
    return A[:, :k]

# %% wrong: the columns after the first k set to zero
# true: the first k columns of A, and zeros in the others
def low_rank(A, k):
    B = A.astype(float)
    B[:, k:] = 0
    return B

# %% wrong: the smallest singular values
# true: the k smallest singular values instead of the largest
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    r = len(s) - k
    return (U[:, r:] * s[r:]) @ Vt[r:]

# %% wrong: the factor alone
# true: the coordinates of the rows (n × k), not the rows themselves
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return U[:, :k] * s[:k]

# %% wrong: the three factors
# true: the three factors instead of their product
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return U[:, :k], s[:k], Vt[:k]

# %% wrong: Vt transposed once more
# true: V taken for its transpose, although `svd` already returns the transpose
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, :k] * s[:k]) @ Vt[:, :k].T

# %% wrong: without the singular values
# true: singular vectors that were not weighted by the singular values
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return U[:, :k] @ Vt[:k]

# %% wrong: the squares of the singular values
# true: the squares of the singular values as weights
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, :k] * s[:k] ** 2) @ Vt[:k]

# %% wrong: one too many
# true: one singular value too many
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, :k + 1] * s[:k + 1]) @ Vt[:k + 1]

# %% wrong: the k-th term alone
# true: the k-th outer product alone, not the sum of the first k
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return s[k - 1] * np.outer(U[:, k - 1], Vt[k - 1])

# %% wrong: centred first, as in PCA
# true: columns centred first, as in PCA
def low_rank(A, k):
    mean = A.mean(axis=0)
    U, s, Vt = np.linalg.svd(A - mean, full_matrices=False)
    return (U[:, :k] * s[:k]) @ Vt[:k] + mean

# %% wrong: full matrices with a square diagonal
# true: the full matrices of `svd`, which do not fit a square matrix of singular values
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A)
    s[k:] = 0
    return U @ np.diag(s) @ Vt

# %% wrong: eigenvalues, for square and symmetric matrices alone
# true: eigenvalues and eigenvectors of `A`, which need not be symmetric or even square
def low_rank(A, k):
    values, vectors = np.linalg.eigh(A)
    order = np.argsort(-np.abs(values))[:k]
    return (vectors[:, order] * values[order]) @ vectors[:, order].T

# %% wrong: the last k where k is 0
# true: a matrix of zeros for the largest k, instead of A
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    s[-(len(s) - k):] = 0
    return (U * s) @ Vt

# %% wrong: what is left over
# true: what the approximation leaves out
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, k:] * s[k:]) @ Vt[k:]

# %% wrong: rounded
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return np.round((U[:, :k] * s[:k]) @ Vt[:k], 3)

# %% wrong: written into A
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    A[:] = (U[:, :k] * s[:k]) @ Vt[:k]
    return A

# %% right: floats first, the terms in a list
def low_rank(A, k):
    A = np.array(A, dtype=float)
    if k == 0:
        return np.zeros(A.shape)
    U, s, Vt = np.linalg.svd(A)
    return np.sum([s[i] * U[:, i : i + 1] * Vt[i : i + 1] for i in range(k)], axis=0)

# %% wrong: the sum in an array of A's own type, which cuts off fractions of whole numbers
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    result = np.zeros_like(A)
    result[:] = (U[:, :k] * s[:k]) @ Vt[:k]
    return result

# %% wrong: the singular vectors are remembered by the shape
known = {}

def low_rank(A, k):
    if A.shape not in known:
        known[A.shape] = np.linalg.svd(A, full_matrices=False)
    U, s, Vt = known[A.shape]
    return (U[:, :k] * s[:k]) @ Vt[:k]

# %% wrong: singular values below a tenth of the first count as zero
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    s[s < 0.1 * s[0]] = 0
    return (U[:, :k] * s[:k]) @ Vt[:k]

# %% wrong: at least one term
# true: at least one term, even for k = 0
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    k = max(k, 1)
    return (U[:, :k] * s[:k]) @ Vt[:k]

# %% wrong: single precision
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A.astype(np.float32), full_matrices=False)
    return (U[:, :k] * s[:k]) @ Vt[:k]


# %% right: SciPy, on the transpose
from scipy.linalg import svd
def low_rank(A, k):
    u, s, vt = svd(np.transpose(A), full_matrices=False)
    return ((u[:, :k] * s[:k]) @ vt[:k]).T

# %% right: the eigenvectors of the block matrix of A and its transpose
def low_rank(A, k):
    n, m = A.shape
    block = np.block([[np.zeros((n, n)), A], [A.T, np.zeros((m, m))]])
    _, vectors = np.linalg.eigh(block)
    u = vectors[:n, ::-1][:, :k]
    return 2 * u @ u.T @ A if k < min(n, m) else A * 1.0

# %% right: full matrices, and rows of zeros below the diagonal
def low_rank(A, k):
    u, s, vt = np.linalg.svd(A, full_matrices=True)
    middle = np.zeros(A.shape)
    for i in range(k):
        middle[i, i] = s[i]
    return u @ middle @ vt

# %% right: nothing but lists at the end
def low_rank(A, k):
    u, s, vt = np.linalg.svd(np.array(A, dtype=float))
    n, m = len(A), len(A[0])
    return [[sum(u[i, t] * s[t] * vt[t, j] for t in range(k)) for j in range(m)] for i in range(n)]

# %% wrong: the first columns of Q and rows of R
# true: the first columns of Q and rows of R, as `qr` gives them
def low_rank(A, k):
    Q, R = np.linalg.qr(A)
    return Q[:, :k] @ R[:k]

# %% wrong: the rows of largest norm
# true: the k rows of largest norm, and zeros in the others
def low_rank(A, k):
    best = np.argsort(np.linalg.norm(A, axis=1))[::-1][:k]
    B = np.zeros(A.shape)
    B[best] = A[best]
    return B

# %% wrong: the largest entries
# true: the k largest entries of A, and zeros elsewhere
def low_rank(A, k):
    flat = np.sort(np.abs(A).ravel())[::-1]
    cut = flat[k - 1] if k else np.inf
    return np.where(np.abs(A) >= cut, A, 0.0)

# %% wrong: the first eigenvectors of eigh, which are those of the smallest values
# true: the k smallest singular values instead of the largest; the eigenvectors of AᵀA with the smallest eigenvalues
def low_rank(A, k):
    _, V = np.linalg.eigh(A.T @ A)
    return A @ V[:, :k] @ V[:, :k].T

# %% wrong: the eigenvectors of eig in the order in which they come
# true: the eigenvectors of `eig`, which does not sort its values
def low_rank(A, k):
    _, V = np.linalg.eig((A.T @ A).astype(float))
    return A @ V[:, :k] @ V[:, :k].T

# %% wrong: small entries are taken for rounding
def low_rank(A, k):
    u, s, vt = np.linalg.svd(A, full_matrices=False)
    B = (u[:, :k] * s[:k]) @ vt[:k]
    B[np.abs(B) < 1e-3] = 0
    return B

# %% wrong: the largest k, where all are wanted, is one too many for it
# true: at most min(n, m) - 1 terms
def low_rank(A, k):
    k = min(k, min(A.shape) - 1)
    u, s, vt = np.linalg.svd(A, full_matrices=False)
    return (u[:, :k] * s[:k]) @ vt[:k]

# %% wrong: the coordinates and the directions, not their product
# true: the coordinates and the directions instead of their product
def low_rank(A, k):
    u, s, vt = np.linalg.svd(A, full_matrices=False)
    return u[:, :k] * s[:k], vt[:k]

# %% wrong: absolute values
# true: the absolute values of the entries
def low_rank(A, k):
    u, s, vt = np.linalg.svd(A, full_matrices=False)
    return np.abs((u[:, :k] * s[:k]) @ vt[:k])

# %% wrong: a fast guess by a random projection
def low_rank(A, k):
    rng = np.random.default_rng(0)
    Q, _ = np.linalg.qr(A @ rng.normal(size=(A.shape[1], k)))
    return Q @ Q.T @ A

# %% wrong: centred first, the means left out
# true: columns centred first, as in PCA, and their means never added back
def low_rank(A, k):
    Z = A - A.mean(axis=0)
    U, s, Vt = np.linalg.svd(Z, full_matrices=False)
    return U[:, :k] @ np.diag(s[:k]) @ Vt[:k]

# %% wrong: terms below a hundred-thousandth left out
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    s = np.where(s < 1e-5 * s.max(), 0, s)
    return U[:, :k] @ np.diag(s[:k]) @ Vt[:k]

# %% right: einsum over the first k terms
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return np.einsum("ik,k,kj->ij", U[:, :k], s[:k], Vt[:k])

# %% right: a generator of outer products, with full matrices
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(np.array(A, dtype=float))
    terms = (s[i] * np.outer(U[:, i], Vt[i]) for i in range(k))
    return sum(terms, np.zeros(np.shape(A)))

# %% right: the SVD of the transpose, its later values set to zero
import scipy.linalg


def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    left, s, right = scipy.linalg.svd(A.T.astype(float), full_matrices=False, lapack_driver="gesvd")
    s[k:] = 0
    return np.ascontiguousarray((left @ np.diag(s) @ right).T)

# %% right: A itself where all terms are wanted
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    if k == min(A.shape):
        return A
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, :k] * s[:k]) @ Vt[:k]

# %% wrong: terms below a millionth of the largest left out
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    k = min(k, int(np.sum(s > 1e-6 * s[0])))
    return (U[:, :k] * s[:k]) @ Vt[:k]

# %% wrong: singular values below 0.00001 count as zero
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    s = np.where(s > 1e-5, s, 0)
    return (U[:, :k] * s[:k]) @ Vt[:k]

# %% wrong: the largest eigenvalues, where A is symmetric
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    if A.shape[0] == A.shape[1] and np.array_equal(A, A.T):
        lam, V = np.linalg.eigh(A)
        lam, V = lam[::-1][:k], V[:, ::-1][:, :k]
        return (V * lam) @ V.T
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, :k] * s[:k]) @ Vt[:k]

# %% wrong: twenty power steps a term
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    rest, result = A.astype(float), np.zeros(A.shape)
    rng = np.random.default_rng(0)
    for _ in range(k):
        v = rng.normal(size=A.shape[1])
        for _ in range(20):
            v = rest.T @ (rest @ v)
            v = v / (np.linalg.norm(v) or 1)
        term = np.outer(rest @ v, v)
        result, rest = result + term, rest - term
    return result

# %% wrong: remembered by the printed matrix
_by_text = {}


def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    key = f"{A} {k}"
    if key not in _by_text:
        U, s, Vt = np.linalg.svd(A, full_matrices=False)
        _by_text[key] = (U[:, :k] * s[:k]) @ Vt[:k]
    return _by_text[key].copy()

# %% wrong: rounded to six decimals
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return np.round((U[:, :k] * s[:k]) @ Vt[:k], 6)

# %% wrong: a slice from -0 for the largest k
# true: a matrix of zeros for the largest k, instead of A
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    s[-(len(s) - k) :] = 0
    return (U * s) @ Vt

# %% right: svd without full matrices, slices multiplied
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    """Return the matrix of rank k that is nearest to A.

    Args:
        A: shape (n, m), integers or floats; left unchanged.
        k: the rank, 0 <= k <= min(n, m).

    Returns:
        Shape (n, m), the sum of the first k terms of equation (1).
    """
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, :k] * s[:k]) @ Vt[:k]

# %% right: loop adding k outer products, in floats
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    """Return the matrix of rank k that is nearest to A.

    Args:
        A: shape (n, m), integers or floats; left unchanged.
        k: the rank, 0 <= k <= min(n, m).

    Returns:
        Shape (n, m), the sum of the first k terms of equation (1).
    """
    U, s, Vt = np.linalg.svd(A)
    n = A.shape[0]
    m = A.shape[1]
    result = np.zeros((n, m))
    for i in range(k):
        u = U[:, i]
        v = Vt[i]
        term = s[i] * np.outer(u, v)
        result = result + term
    return result

# %% right: scipy svd, other singular values set zero
import scipy.linalg


def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    """Return the matrix of rank k that is nearest to A.

    Args:
        A: shape (n, m), integers or floats; left unchanged.
        k: the rank, 0 <= k <= min(n, m).

    Returns:
        Shape (n, m), the sum of the first k terms of equation (1).
    """
    U, s, Vt = scipy.linalg.svd(np.asarray(A, dtype=float), full_matrices=True)
    S = np.zeros(np.shape(A))
    for i, value in enumerate(s):
        if i < k:
            S[i, i] = value
    return U @ S @ Vt

# %% right: A projected onto the first right vectors
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    # The rows of A, projected onto the span of v_1 ... v_k.
    V_k = np.linalg.svd(A, full_matrices=False)[2][:k].T  # (m, k)
    return np.einsum("nm,mk,lk->nl", A, V_k, V_k, optimize=True)

# %% wrong: keeps the last, smallest k terms; A_k holds the first k
# true: the k smallest singular values instead of the largest
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    """Return the matrix of rank k that is nearest to A.

    Args:
        A: shape (n, m), integers or floats; left unchanged.
        k: the rank, 0 <= k <= min(n, m).

    Returns:
        Shape (n, m), the sum of the first k terms of equation (1).
    """
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    r = len(s)
    return U[:, r - k :] @ np.diag(s[r - k :]) @ Vt[r - k :]

# %% wrong: the singular values are missing in the product; each term of equation (2) has its s
# true: singular vectors that were not weighted by the singular values
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    """Return the matrix of rank k that is nearest to A.

    Args:
        A: shape (n, m), integers or floats; left unchanged.
        k: the rank, 0 <= k <= min(n, m).

    Returns:
        Shape (n, m), the sum of the first k terms of equation (1).
    """
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return U[:, :k] @ Vt[:k, :]

# %% wrong: takes the v_i from the columns of the third result; svd returns V transposed
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    """Return the matrix of rank k that is nearest to A.

    Args:
        A: shape (n, m), integers or floats; left unchanged.
        k: the rank, 0 <= k <= min(n, m).

    Returns:
        Shape (n, m), the sum of the first k terms of equation (1).
    """
    U, s, V = np.linalg.svd(A, full_matrices=False)
    A_k = np.zeros(A.shape)
    for i in range(k):
        A_k += s[i] * np.outer(U[:, i], V[:, i])
    return A_k

# %% wrong: full matrices times diag(s), for square A only; A may be tall or wide
# true: the full matrices of `svd`, which do not fit a square matrix of singular values
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    """Return the matrix of rank k that is nearest to A.

    Args:
        A: shape (n, m), integers or floats; left unchanged.
        k: the rank, 0 <= k <= min(n, m).

    Returns:
        Shape (n, m), the sum of the first k terms of equation (1).
    """
    U, s, Vt = np.linalg.svd(A)
    s[k:] = 0
    return U @ np.diag(s) @ Vt

# %% wrong: off by one, k + 1 terms; the sum runs from 1 to k
# true: one singular value too many
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    """Return the matrix of rank k that is nearest to A.

    Args:
        A: shape (n, m), integers or floats; left unchanged.
        k: the rank, 0 <= k <= min(n, m).

    Returns:
        Shape (n, m), the sum of the first k terms of equation (1).
    """
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    result = np.zeros(A.shape)
    for i in range(min(k + 1, len(s))):
        result += s[i] * np.outer(U[:, i], Vt[i])
    return result

# %% wrong: s[-(r - k):] is everything for k = r; then the result must be A, not zeros
# true: a matrix of zeros for the largest k, instead of A
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    """Return the matrix of rank k that is nearest to A.

    Args:
        A: shape (n, m), integers or floats; left unchanged.
        k: the rank, 0 <= k <= min(n, m).

    Returns:
        Shape (n, m), the sum of the first k terms of equation (1).
    """
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    r = len(s)
    s[-(r - k):] = 0
    return (U * s) @ Vt

# %% wrong: zeros_like of an integer matrix cuts off fractions; A may be integers
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    """Return the matrix of rank k that is nearest to A.

    Args:
        A: shape (n, m), integers or floats; left unchanged.
        k: the rank, 0 <= k <= min(n, m).

    Returns:
        Shape (n, m), the sum of the first k terms of equation (1).
    """
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    A_k = np.zeros_like(A)
    for i in range(k):
        A_k[:] = A_k + s[i] * np.outer(U[:, i], Vt[i])
    return A_k

# %% wrong: centres the columns as in PCA; equation (2) is applied to A itself
# true: columns centred first, as in PCA, and their means never added back
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    """Return the matrix of rank k that is nearest to A.

    Args:
        A: shape (n, m), integers or floats; left unchanged.
        k: the rank, 0 <= k <= min(n, m).

    Returns:
        Shape (n, m), the sum of the first k terms of equation (1).
    """
    Z = A - A.mean(axis=0)
    U, s, Vt = np.linalg.svd(Z, full_matrices=False)
    return (U[:, :k] * s[:k]) @ Vt[:k]

# %% wrong: eigenvalues sorted by value of a square matrix; singular values are absolute, A need not be square
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    """Return the matrix of rank k that is nearest to A.

    Args:
        A: shape (n, m), integers or floats; left unchanged.
        k: the rank, 0 <= k <= min(n, m).

    Returns:
        Shape (n, m), the sum of the first k terms of equation (1).
    """
    if A.shape[0] == A.shape[1] and np.array_equal(A, A.T):
        lam, V = np.linalg.eigh(A)
        lam, V = lam[::-1], V[:, ::-1]
        return (V[:, :k] * lam[:k]) @ V[:, :k].T
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return U[:, :k] @ np.diag(s[:k]) @ Vt[:k]

# %% wrong: returns the two factors instead of the (n, m) array; the text wants A_k
# true: the coordinates and the directions instead of their product
def low_rank(A: np.ndarray, k: int) -> np.ndarray:
    """Return the matrix of rank k that is nearest to A.

    Args:
        A: shape (n, m), integers or floats; left unchanged.
        k: the rank, 0 <= k <= min(n, m).

    Returns:
        Shape (n, m), the sum of the first k terms of equation (1).
    """
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    left = U[:, :k] * s[:k]
    right = Vt[:k]
    return left, right
