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
def low_rank(A, k):
    return A[:, :k]

# %% wrong: the columns after the first k set to zero
# true: the first k columns of A
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
# true: the coordinates of the rows (n × k), not the matrix of them
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return U[:, :k] * s[:k]

# %% wrong: the three factors
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return U[:, :k], s[:k], Vt[:k]

# %% wrong: Vt transposed once more
# true: V taken for its transpose, which `svd` returns already
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, :k] * s[:k]) @ Vt[:, :k].T

# %% wrong: without the singular values
# true: singular vectors that were not weighted by the singular values
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return U[:, :k] @ Vt[:k]

# %% wrong: the squares of the singular values
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, :k] * s[:k] ** 2) @ Vt[:k]

# %% wrong: one too many
# true: one singular value too many
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, :k + 1] * s[:k + 1]) @ Vt[:k + 1]

# %% wrong: the k-th term alone
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return s[k - 1] * np.outer(U[:, k - 1], Vt[k - 1])

# %% wrong: centred first, as in PCA
def low_rank(A, k):
    mean = A.mean(axis=0)
    U, s, Vt = np.linalg.svd(A - mean, full_matrices=False)
    return (U[:, :k] * s[:k]) @ Vt[:k] + mean

# %% wrong: full matrices with a square diagonal
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A)
    s[k:] = 0
    return U @ np.diag(s) @ Vt

# %% wrong: eigenvalues, for square and symmetric matrices alone
def low_rank(A, k):
    values, vectors = np.linalg.eigh(A)
    order = np.argsort(-np.abs(values))[:k]
    return (vectors[:, order] * values[order]) @ vectors[:, order].T

# %% wrong: the last k where k is 0
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    s[-(len(s) - k):] = 0
    return (U * s) @ Vt

# %% wrong: what is left over
# true: what the approximation leaves over
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
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    k = max(k, 1)
    return (U[:, :k] * s[:k]) @ Vt[:k]

# %% wrong: single precision
def low_rank(A, k):
    U, s, Vt = np.linalg.svd(A.astype(np.float32), full_matrices=False)
    return (U[:, :k] * s[:k]) @ Vt[:k]
