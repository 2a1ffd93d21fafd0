# Right and wrong answers to `eigendecomposition(A)`, one cell a block, as students write them.
# `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer, and
# some check must fail each wrong one. On a matrix with a repeated eigenvalue that is not symmetric,
# numpy.linalg.eig, a right answer, may return two parallel vectors: a fair check uses such a matrix
# only if it returns a whole basis of it and of its transpose.

# %% right: numpy, as in the lecture text
def eigendecomposition(A):
    eigenvalues, eigenvectors = np.linalg.eig(A)
    return eigenvalues, eigenvectors

# %% right: numpy's named tuple as it is
def eigendecomposition(A):
    return np.linalg.eig(A)

# %% right: SciPy, always complex eigenvalues
import scipy.linalg

def eigendecomposition(A):
    w, v = scipy.linalg.eig(A)
    return w, v

# %% right: the reversed order, in a list
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return [w[::-1], v[:, ::-1]]

# %% right: scaled by -2
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return w, -2 * v

# %% right: complex phases and growing lengths
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    n = len(w)
    phases = np.exp(1j * np.arange(1, n + 1)) * np.arange(1, n + 1)
    return w, v * phases

# %% right: complex vectors of very small lengths
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return w, 1e-16j * v

# %% right: eigh where A is symmetric
def eigendecomposition(A):
    if np.allclose(A, A.T, rtol=0, atol=1e-12 * np.abs(A).max()):
        return np.linalg.eigh(A)
    return np.linalg.eig(A)

# %% right: sorted by falling magnitude, values and vectors together
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    order = np.argsort(-np.abs(w), kind="stable")
    return w[order], v[:, order]

# %% right: the rows of the inverse of the left eigenvectors
def eigendecomposition(A):
    w, left = np.linalg.eig(np.array(A).T)
    return w, np.linalg.inv(left).T

# %% right: in complex arithmetic, as Python lists
def eigendecomposition(A):
    w, v = np.linalg.eig(np.array(A, dtype=complex))
    return w.tolist(), v.tolist()

# %% right: each column divided by its largest entry
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    columns = []
    for j in range(len(w)):
        column = v[:, j]
        columns.append(column / column[np.argmax(np.abs(column))])
    return w, np.column_stack(columns)

# %% right: eigenvalues first, then a basis of each null space by the SVD
def eigendecomposition(A):
    n = len(A)
    values = np.linalg.eigvals(A)
    scale = max(np.linalg.norm(A), 1e-300)
    done, out_values, out_vectors = np.zeros(n, bool), [], []
    for i in range(n):
        if done[i]:
            continue
        group = (np.abs(values - values[i]) < 1e-9 * scale) & ~done
        done |= group
        m = group.sum()
        lam = values[group].mean()
        _, _, vh = np.linalg.svd(A - lam * np.eye(n))
        for k in range(m):
            out_values.append(lam)
            out_vectors.append(vh[n - 1 - k].conj())
    return np.array(out_values), np.array(out_vectors).T

# %% right: a class around scipy.linalg
from scipy import linalg

class Eigen:
    def __init__(self, A):
        self.A = np.asarray(A, dtype=float)

    @property
    def is_symmetric(self):
        return np.array_equal(self.A, self.A.T)

    def solve(self):
        if self.is_symmetric:
            return linalg.eigh(self.A)
        w, v = linalg.eig(self.A)
        if np.all(np.abs(w.imag) == 0):
            w = w.real
        return w, v

def eigendecomposition(A):
    return Eigen(A).solve()

# %% right: SciPy's generalized problem with the identity
from scipy.linalg import eig
def eigendecomposition(A):
    return eig(A, np.eye(len(A)))

# %% right: inverse iteration from random starts
def eigendecomposition(A):
    rng = np.random.default_rng(0)
    n = len(A)
    lam = np.linalg.eigvals(A).astype(complex)
    size = np.linalg.norm(A) + 1
    V = []
    for value in lam:
        v = rng.normal(size=n) + 1j * rng.normal(size=n)
        M = A - (value + 1e-10 * size) * np.eye(n)
        for _ in range(4):
            v = np.linalg.solve(M, v)
            v /= np.linalg.norm(v)
        V.append(v)
    return lam, np.array(V).T

# %% wrong: eigh, for symmetric matrices alone
# true: the result of `eigh`, which reads only one triangle of `A`
def eigendecomposition(A):
    return np.linalg.eigh(A)

# %% wrong: the symmetric part of A
# true: the eigenvalues of (A + A.T) / 2 instead of A
def eigendecomposition(A):
    return np.linalg.eig((A + A.T) / 2)

# %% wrong: the eigenvectors in rows
# true: eigenvectors in rows instead of columns
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return w, v.T

# %% wrong: the pair in the other order
# true: the eigenvectors and the eigenvalues in the wrong order
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return v, w

# %% wrong: the eigenvalues alone
def eigendecomposition(A):
    return np.linalg.eigvals(A)

# %% wrong: the eigenvalues as a diagonal matrix
# true: the eigenvalues on the diagonal of a matrix instead of in an array
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return np.diag(w), v

# %% wrong: the real parts alone
# true: the real parts of the eigenvalues
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return w.real, v.real

# %% wrong: complex eigenvalues left out
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    keep = np.abs(np.imag(w)) < 1e-10
    return np.real(w[keep]), np.real(v[:, keep])

# %% wrong: eigenvalues of zero left out, as if they were none
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return w[w != 0], v[:, w != 0]

# %% wrong: each eigenvalue beside its conjugate's vector
# true: the complex conjugates of the eigenvalues
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return np.conj(w), v

# %% wrong: the absolute eigenvalues
# true: the absolute values of the eigenvalues
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return np.abs(w), v

# %% wrong: singular values for eigenvalues
# true: the singular values of `A`
def eigendecomposition(A):
    U, s, Vt = np.linalg.svd(A)
    return s, U

# %% wrong: the roots of the eigenvalues of A transposed times A
# true: the singular values of `A`
def eigendecomposition(A):
    w, v = np.linalg.eigh(A.T @ A)
    return np.sqrt(np.maximum(w, 0)), v

# %% wrong: left eigenvectors
# true: the eigenvectors of `A.T`
def eigendecomposition(A):
    return np.linalg.eig(A.T)

# %% wrong: the values sorted, the vectors not
# true: eigenvectors in a different order from the eigenvalues
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return np.sort(w)[::-1], v

# %% wrong: the rows of the vectors put in order instead of the columns
# true: eigenvectors in rows instead of columns; rows of the matrix of eigenvectors sorted, not columns
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    order = np.argsort(w)[::-1]
    return w[order], v[order]

# %% wrong: repeated eigenvalues dropped
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    values, index = np.unique(np.round(w, 8), return_index=True)
    return w[index], v[:, index]

# %% wrong: the diagonal of A, right for triangular matrices alone
# true: the diagonal of `A`
def eigendecomposition(A):
    _, v = np.linalg.eig(A)
    return np.diag(A).astype(float), v

# %% wrong: the identity for eigenvectors
# true: the result of `eigh`, which reads only one triangle of `A`; the identity matrix instead of the eigenvectors
def eigendecomposition(A):
    return np.linalg.eigvals(A), np.eye(len(A))

# %% wrong: the formula for 2 by 2 with a real root
def eigendecomposition(A):
    tr = A[0, 0] + A[1, 1]
    det = A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0]
    root = np.sqrt(tr**2 / 4 - det)
    w = np.array([tr / 2 + root, tr / 2 - root])
    vectors = []
    for lam in w:
        _, _, vh = np.linalg.svd(A - lam * np.eye(2))
        vectors.append(vh[-1])
    return w, np.array(vectors).T

# %% wrong: unshifted QR steps, whose product is no matrix of eigenvectors unless A is symmetric
# true: Schur vectors, which QR iterations find, instead of eigenvectors; eigenvectors forced to be orthogonal
def eigendecomposition(A):
    T = np.array(A, dtype=float)
    V = np.eye(len(T))
    for _ in range(500):
        Q, R = np.linalg.qr(T)
        T = R @ Q
        V = V @ Q
    return np.diag(T), V

# %% wrong: Schur vectors for eigenvectors
# true: eigenvectors forced to be orthogonal
from scipy.linalg import schur

def eigendecomposition(A):
    T, Z = schur(A, output="complex")
    return np.diag(T), Z

# %% wrong: the eigenvectors made orthogonal
# true: eigenvectors forced to be orthogonal
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    q, _ = np.linalg.qr(v)
    return w, q

# %% wrong: one null vector an eigenvalue, the same again for a repeated one
def eigendecomposition(A):
    w = np.linalg.eigvals(A)
    vectors = []
    for lam in w:
        _, _, vh = np.linalg.svd(A - lam * np.eye(len(A)))
        vectors.append(vh[-1].conj())
    return w, np.array(vectors).T

# %% wrong: the roots of the characteristic polynomial, which scatter when repeated
def eigendecomposition(A):
    w = np.roots(np.poly(A))
    vectors = []
    for lam in w:
        _, _, vh = np.linalg.svd(A - lam * np.eye(len(A)))
        vectors.append(vh[-1].conj())
    return w, np.transpose(vectors)

# %% wrong: the first entry scaled to 1, which divides by zero
# true: eigenvectors divided by their first entry, which may be 0
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return w, v / v[0]

# %% wrong: the last entry scaled to 1, which divides by zero
# true: eigenvectors divided by their last entry, which may be 0
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return w, v / v[-1, :]

# %% wrong: the rows of the matrix of eigenvectors normalised
# true: rows of the matrix of eigenvectors scaled to length 1, not columns
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return w, v / np.linalg.norm(v, axis=1, keepdims=True)

# %% wrong: the absolute entries of the eigenvectors
# true: eigenvectors with the absolute values of their entries
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return w, np.abs(v)

# %% wrong: the dominant pair alone, by power iteration
# true: only the largest eigenvalue, as power iteration finds it
def eigendecomposition(A):
    v = np.ones(len(A))
    for _ in range(1000):
        v = A @ v
        v = v / np.linalg.norm(v)
    return np.array([v @ A @ v]), v.reshape(-1, 1)

# %% wrong: power iteration with deflation, for symmetric matrices alone
def eigendecomposition(A):
    B = np.array(A, dtype=float)
    values, vectors = [], []
    for k in range(len(B)):
        v = np.random.default_rng(k).normal(size=len(B))
        for _ in range(2000):
            u = B @ v
            if np.linalg.norm(u) < 1e-14:
                break
            v = u / np.linalg.norm(u)
        v = v / np.linalg.norm(v)
        lam = v @ B @ v
        values.append(lam)
        vectors.append(v)
        B = B - lam * np.outer(v, v)
    return np.array(values), np.array(vectors).T

# %% wrong: rounded to two decimals
# true: a result rounded to two decimals
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return np.round(w, 2), np.round(v, 2)

# %% wrong: the values rounded to four decimals, as printed
# true: a result rounded to four decimals
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return np.round(w, 4), v

# %% wrong: single precision
def eigendecomposition(A):
    return np.linalg.eig(np.asarray(A, dtype=np.float32))

# %% wrong: A cut to whole numbers
# true: entries of `A` truncated to whole numbers
def eigendecomposition(A):
    return np.linalg.eig(np.asarray(A).astype(int))

# %% wrong: the decomposition of the first matrix of each size
seen = {}

def eigendecomposition(A):
    if len(A) not in seen:
        seen[len(A)] = np.linalg.eig(A)
    return seen[len(A)]

# %% wrong: the answer for the printed example alone
def eigendecomposition(A):
    return np.array([5.0, 2.0]), np.array([[2.0, 1.0], [1.0, -1.0]])

# %% wrong: the inverse of the eigenvectors
# true: the inverse of the matrix of eigenvectors
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return w, np.linalg.inv(v)

# %% wrong: prints and returns nothing
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    print(f"Eigenvalues: {w}\nEigenvectors:\n{v}")

# %% wrong: small entries of the eigenvectors taken for dust
def eigendecomposition(A):
    lam, V = np.linalg.eig(A)
    V = np.where(np.abs(V) < 1e-3, 0, V)
    return lam, V

# %% wrong: the first entry made positive by np.sign, which is 0 for 0
# true: eigenvectors multiplied by `np.sign` of an entry, which may be 0
def eigendecomposition(A):
    lam, V = np.linalg.eig(A)
    return lam, V * np.sign(V[0].real)

# %% wrong: inverse iteration from one start, the same again for a repeated eigenvalue
def eigendecomposition(A):
    n = len(A)
    lam = np.linalg.eigvals(A).astype(complex)
    size = np.linalg.norm(A) + 1
    V = []
    for value in lam:
        v = np.arange(1, n + 1) + 0.3j
        M = A - (value + 1e-10 * size) * np.eye(n)
        for _ in range(4):
            v = np.linalg.solve(M, v)
            v /= np.linalg.norm(v)
        V.append(v)
    return lam, np.array(V).T

# %% wrong: imaginary parts below a thousandth are dropped
# true: eigenvalues without their small imaginary parts
def eigendecomposition(A):
    values, vectors = np.linalg.eig(A)
    if np.max(np.abs(values.imag)) < 2e-3:
        values, vectors = values.real, vectors.real
    return values, vectors

# %% wrong: imaginary parts that np.isclose takes for zero at a wide tolerance
# true: eigenvalues without their small imaginary parts
def eigendecomposition(A):
    values, vectors = np.linalg.eig(A)
    return np.where(np.isclose(values.imag, 0, atol=1e-4), values.real, values), vectors

# %% right: eig of the transpose, inverted
def eigendecomposition(A):
    A = np.array(A, dtype=float)
    vals, left = np.linalg.eig(A.T)
    return vals, np.linalg.inv(left.T)

# %% wrong: QR iterations with the product of the Qs
# true: Schur vectors, which QR iterations find, instead of eigenvectors; eigenvectors forced to be orthogonal
def eigendecomposition(A):
    Ak = np.array(A, dtype=float)
    Q_all = np.eye(len(Ak))
    for _ in range(500):
        Q, R = np.linalg.qr(Ak)
        Ak = R @ Q
        Q_all = Q_all @ Q
    return np.diag(Ak), Q_all

# %% wrong: symmetric by one pair
def eigendecomposition(A):
    if len(A) > 1 and A[0, 1] == A[1, 0]:
        return np.linalg.eigh(A)
    return np.linalg.eig(A)

# %% wrong: sorted by real part, vectors by size
# true: eigenvalues and eigenvectors sorted by different keys
def eigendecomposition(A):
    w, v = np.linalg.eig(A)
    return w[np.argsort(w.real)], v[:, np.argsort(np.abs(w))]

# %% wrong: the values sorted upwards, the vectors not
# true: eigenvalues in increasing order, and eigenvectors in another order
def eigendecomposition(A):
    values, vectors = np.linalg.eig(A)
    values = np.sort(values)
    return values, vectors

# %% wrong: rows put in the increasing order of the values
# true: rows of eigenvectors in the increasing order of the eigenvalues
def eigendecomposition(A):
    values, vectors = np.linalg.eig(A)
    order = np.argsort(values)
    return values[order], vectors[order, :]

# %% wrong: rounded to three decimals
# true: a result rounded to three decimals
def eigendecomposition(A):
    values, vectors = np.linalg.eig(A)
    return values.round(3), vectors.round(3)

# %% wrong: nearly symmetric is taken for symmetric
def eigendecomposition(A):
    if np.allclose(A, A.T):
        return np.linalg.eigh(A)
    return np.linalg.eig(A)

# %% wrong: tiny entries cleaned first
def eigendecomposition(A):
    A = np.where(np.abs(A) < 1e-6, 0, A)
    return tuple(np.linalg.eig(A))

# %% wrong: small eigenvalues are 0
def eigendecomposition(A):
    lam, V = np.linalg.eig(A)
    return np.where(np.abs(lam) < 1e-5, 0, lam), V

# %% right: eig, with other lengths, signs and phases
def eigendecomposition(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    result = np.linalg.eig(A)
    factors = (2 + np.arange(len(A))) * np.exp(1j * np.arange(len(A)))
    return result.eigenvalues, result.eigenvectors * -factors

# %% right: SciPy, sorted by falling magnitude
import scipy.linalg


def eigendecomposition(A):
    values, vectors = scipy.linalg.eig(np.array(A, dtype=float))
    order = sorted(range(len(values)), key=lambda i: -abs(values[i]))
    return values[order], vectors[:, order]

# %% right: eig, with null spaces where its columns are dependent
def eigendecomposition(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values, vectors = np.linalg.eig(A)
    if np.linalg.svd(vectors, compute_uv=False)[-1] > 1e-7:
        return values, vectors
    size, left = np.linalg.norm(A, 2), list(values)
    found, columns = [], []
    while left:
        group = [lam for lam in left if abs(lam - left[0]) <= 1e-6 * size]
        left = [lam for lam in left if abs(lam - left[0]) > 1e-6 * size]
        middle = sum(group) / len(group)
        null = np.linalg.svd(A - middle * np.eye(len(A)))[2][-len(group) :].conj()
        found += [middle] * len(group)
        columns += list(null)
    return np.array(found), np.array(columns).T

# %% wrong: eigh as soon as np.allclose takes A for symmetric
def eigendecomposition(A: np.ndarray):
    if np.allclose(A, A.T):
        return tuple(np.linalg.eigh(A))
    return tuple(np.linalg.eig(A))

# %% wrong: imaginary parts below a millionth are dropped
def eigendecomposition(A: np.ndarray):
    values, vectors = np.linalg.eig(A)
    if np.all(np.abs(np.imag(values)) < 1e-6):
        return values.real, vectors.real
    return values, vectors

# %% wrong: the null vectors of the roots of the polynomial, one each
def eigendecomposition(A: np.ndarray):
    values = np.roots(np.poly(A))
    columns = [np.linalg.svd(A - lam * np.eye(len(A)))[2][-1].conj() for lam in values]
    return values, np.stack(columns, axis=1)

# %% wrong: sorted values beside unit columns, where A is diagonal
def eigendecomposition(A: np.ndarray):
    if A.shape != (2, 2):
        return tuple(np.linalg.eig(A))
    (a, b), (c, d) = A.astype(float)
    root = np.sqrt(complex((a - d) ** 2 / 4 + b * c))
    lam = np.array([(a + d) / 2 - root, (a + d) / 2 + root])
    if b != 0:
        V = np.array([[b, b], [lam[0] - a, lam[1] - a]])
    elif c != 0:
        V = np.array([[lam[0] - d, lam[1] - d], [c, c]])
    else:
        V = np.eye(2)
    return lam, V

# %% wrong: a number as its own eigenvector, also 0
def eigendecomposition(A: np.ndarray):
    if len(A) == 1:
        return A[0], A
    values, vectors = np.linalg.eig(A)
    return values, vectors

# %% wrong: shifted by 1e-7, so that it is not singular
def eigendecomposition(A: np.ndarray):
    return tuple(np.linalg.eig(A + 1e-7 * np.eye(len(A))))

# %% wrong: values rounded to nine decimals before the null spaces
from scipy.linalg import null_space


def eigendecomposition(A: np.ndarray):
    values, vectors = [], []
    for lam in np.unique(np.round(np.linalg.eigvals(A), 9)):
        for v in null_space(A - lam * np.eye(len(A)), rcond=1e-6).T:
            values.append(lam)
            vectors.append(v)
    return np.array(values), np.array(vectors).T

# %% right: one call of np.linalg.eig
def eigendecomposition(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues and eigenvectors of a real square matrix.

    Args:
        A: shape (n, n), real, with n linearly independent eigenvectors.

    Returns:
        eigenvalues: shape (n,), real or complex, in any order.
        eigenvectors: shape (n, n); column i belongs to eigenvalues[i].
    """
    eigenvalues, eigenvectors = np.linalg.eig(A)
    return eigenvalues, eigenvectors

# %% right: scipy.linalg.eig, always complex eigenvalues
import scipy.linalg


def eigendecomposition(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues and eigenvectors of a real square matrix.

    Args:
        A: shape (n, n), real, with n linearly independent eigenvectors.

    Returns:
        eigenvalues: shape (n,), real or complex, in any order.
        eigenvectors: shape (n, n); column i belongs to eigenvalues[i].
    """
    result = scipy.linalg.eig(A)
    return result[0], result[1]

# %% right: eigh only for exactly symmetric matrices
def eigendecomposition(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues and eigenvectors of a real square matrix.

    Args:
        A: shape (n, n), real, with n linearly independent eigenvectors.

    Returns:
        eigenvalues: shape (n,), real or complex, in any order.
        eigenvectors: shape (n, n); column i belongs to eigenvalues[i].
    """
    A = np.array(A, dtype=float)
    if (A == A.T).all():
        values, vectors = np.linalg.eigh(A)
    else:
        values, vectors = np.linalg.eig(A)
    return values, vectors

# %% right: pairs sorted by value, columns scaled differently
def eigendecomposition(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values, vectors = np.linalg.eig(np.asarray(A, dtype=float))
    pairs = []
    for i in range(len(values)):
        v = vectors[:, i]
        largest = v[np.argmax(np.abs(v))]
        pairs.append((complex(values[i]), v / largest))
    pairs.sort(key=lambda pair: (-pair[0].real, -pair[0].imag))
    eigenvalues = np.array([pair[0] for pair in pairs])
    eigenvectors = np.column_stack([pair[1] for pair in pairs])
    return eigenvalues, eigenvectors

# %% wrong: eigh reads one triangle only; A may be symmetric or not
# true: the result of `eigh`, which reads only one triangle of `A`
def eigendecomposition(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues and eigenvectors of a real square matrix.

    Args:
        A: shape (n, n), real, with n linearly independent eigenvectors.

    Returns:
        eigenvalues: shape (n,), real or complex, in any order.
        eigenvectors: shape (n, n); column i belongs to eigenvalues[i].
    """
    eigenvalues, eigenvectors = np.linalg.eigh(A)
    return eigenvalues, eigenvectors

# %% wrong: transposed, eigenvectors in the rows; column i belongs to entry i
# true: eigenvectors in rows instead of columns
def eigendecomposition(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues and eigenvectors of a real square matrix.

    Args:
        A: shape (n, n), real, with n linearly independent eigenvectors.

    Returns:
        eigenvalues: shape (n,), real or complex, in any order.
        eigenvectors: shape (n, n); column i belongs to eigenvalues[i].
    """
    eigenvalues, eigenvectors = np.linalg.eig(A)
    return eigenvalues, eigenvectors.T

# %% wrong: returns the real parts only; A may have complex eigenvalues
# true: the real parts of the eigenvalues
def eigendecomposition(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues and eigenvectors of a real square matrix.

    Args:
        A: shape (n, n), real, with n linearly independent eigenvectors.

    Returns:
        eigenvalues: shape (n,), real or complex, in any order.
        eigenvectors: shape (n, n); column i belongs to eigenvalues[i].
    """
    eigenvalues, eigenvectors = np.linalg.eig(A)
    return eigenvalues.real, eigenvectors.real

# %% wrong: sorts the eigenvalues but not the eigenvectors; column i must belong to entry i
# true: eigenvectors in a different order from the eigenvalues
def eigendecomposition(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues and eigenvectors of a real square matrix.

    Args:
        A: shape (n, n), real, with n linearly independent eigenvectors.

    Returns:
        eigenvalues: shape (n,), real or complex, in any order.
        eigenvectors: shape (n, n); column i belongs to eigenvalues[i].
    """
    eigenvalues, eigenvectors = np.linalg.eig(A)
    eigenvalues = np.sort(eigenvalues)[::-1]
    return eigenvalues, eigenvectors

# %% wrong: symmetry checked with allclose, then eigh; nearly symmetric matrices need 1e-6 too
def eigendecomposition(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues and eigenvectors of a real square matrix.

    Args:
        A: shape (n, n), real, with n linearly independent eigenvectors.

    Returns:
        eigenvalues: shape (n,), real or complex, in any order.
        eigenvectors: shape (n, n); column i belongs to eigenvalues[i].
    """
    if np.allclose(A, A.T, rtol=1e-5):
        return np.linalg.eigh(A)
    return np.linalg.eig(A)

# %% wrong: drops imaginary parts below 1e-6 as rounding errors; small complex eigenvalues exist
def eigendecomposition(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues and eigenvectors of a real square matrix.

    Args:
        A: shape (n, n), real, with n linearly independent eigenvectors.

    Returns:
        eigenvalues: shape (n,), real or complex, in any order.
        eigenvectors: shape (n, n); column i belongs to eigenvalues[i].
    """
    eigenvalues, eigenvectors = np.linalg.eig(A)
    if np.all(np.abs(eigenvalues.imag) < 1e-6):
        eigenvalues = eigenvalues.real
        eigenvectors = eigenvectors.real
    return eigenvalues, eigenvectors

# %% wrong: singular values instead of eigenvalues; equation (2) is A v = lambda v
# true: the singular values of `A`
def eigendecomposition(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues and eigenvectors of a real square matrix.

    Args:
        A: shape (n, n), real, with n linearly independent eigenvectors.

    Returns:
        eigenvalues: shape (n,), real or complex, in any order.
        eigenvectors: shape (n, n); column i belongs to eigenvalues[i].
    """
    U, s, Vt = np.linalg.svd(A)
    return s, U

# %% wrong: equation (3) for 2 x 2 only; A is (n, n) with n >= 1
def eigendecomposition(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues and eigenvectors of a real square matrix.

    Args:
        A: shape (n, n), real, with n linearly independent eigenvectors.

    Returns:
        eigenvalues: shape (n,), real or complex, in any order.
        eigenvectors: shape (n, n); column i belongs to eigenvalues[i].
    """
    trace = A[0, 0] + A[1, 1]
    det = A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0]
    lam = np.roots([1.0, -trace, det])
    vectors = []
    for l in lam:
        vectors.append([A[0, 1], l - A[0, 0]])
    return lam, np.array(vectors).T

# %% wrong: QR algorithm whose product of Qs holds eigenvectors only for symmetric A; A may be non-symmetric
# true: Schur vectors, which QR iterations find, instead of eigenvectors
def eigendecomposition(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues and eigenvectors of a real square matrix.

    Args:
        A: shape (n, n), real, with n linearly independent eigenvectors.

    Returns:
        eigenvalues: shape (n,), real or complex, in any order.
        eigenvectors: shape (n, n); column i belongs to eigenvalues[i].
    """
    n = len(A)
    T = np.array(A, dtype=float)
    V = np.eye(n)
    for _ in range(500):
        Q, R = np.linalg.qr(T)
        T = R @ Q
        V = V @ Q
    return np.diag(T), V

# %% wrong: one vector per distinct eigenvalue; repeated ones must be listed as often as they occur
def eigendecomposition(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues and eigenvectors of a real square matrix.

    Args:
        A: shape (n, n), real, with n linearly independent eigenvectors.

    Returns:
        eigenvalues: shape (n,), real or complex, in any order.
        eigenvectors: shape (n, n); column i belongs to eigenvalues[i].
    """
    values, vectors = np.linalg.eig(A)
    eigenvalues, index = np.unique(np.round(values, 10), return_index=True)
    return values[index], vectors[:, index]
