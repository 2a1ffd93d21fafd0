# Right and wrong answers to `normalize_embeddings(E)`, one cell a block, as students write them.
# `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer, and
# some check must fail each wrong one.

# %% right: 1 in the place of a zero length
def normalize_embeddings(E):
    norms = np.linalg.norm(E, axis=1, keepdims=True)
    return E / np.where(norms == 0, 1, norms)

# %% right: np.divide with where
def normalize_embeddings(E):
    norms = np.sqrt((E**2).sum(axis=1))[:, None]
    return np.divide(E, norms, out=np.zeros(E.shape), where=norms > 0)

# %% right: NaN mended afterwards
def normalize_embeddings(E):
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(E / np.linalg.norm(E, axis=-1, keepdims=True))

# %% right: scikit-learn
from sklearn.preprocessing import normalize

def normalize_embeddings(E):
    return normalize(E)

# %% right: loops, nested lists
import math

def normalize_embeddings(E):
    rows = []
    for row in E:
        length = math.sqrt(sum(float(x) * float(x) for x in row))
        rows.append([float(x) / length if length > 0 else 0.0 for x in row])
    return rows

# %% right: a tiny floor under the lengths
def normalize_embeddings(E):
    return E / np.maximum(np.linalg.norm(E, axis=1, keepdims=True), 1e-12)

# %% right: row by row into a copy
def normalize_embeddings(E):
    result = E.astype(float)
    for row in result:
        if np.any(row):
            row /= np.linalg.norm(row)
    return result

# %% right: the mask of rows that are not zero
def normalize_embeddings(E):
    out = np.array(E, dtype=float)
    alive = out.any(axis=1)
    out[alive] = (out[alive].T / np.linalg.norm(out[alive], axis=1)).T
    return out

# %% right: divided by the largest entry first
def normalize_embeddings(E):
    big = np.abs(E).max(axis=1, keepdims=True)
    big[big == 0] = 1
    F = E / big
    n = np.sqrt((F * F).sum(axis=1, keepdims=True))
    return F / (n + (n == 0))

# %% right: masked lengths
def normalize_embeddings(E):
    n = np.ma.masked_equal(np.linalg.norm(E, axis=1, keepdims=True), 0)
    return (E / n).filled(0.0)

# %% right: `np.divide` where the length is not 0
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    n = np.sqrt((E * 1.0 * E).sum(axis=1, keepdims=True))
    return np.divide(E, n, out=np.zeros(E.shape), where=n != 0)

# %% wrong: as in the lecture text, NaN for a zero row
# true: a zero row that was divided by its length, 0
def normalize_embeddings(embeddings):
    return embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)

# %% wrong: a constant of 1e-8 added to the length
# true: a constant in the denominator that changes short rows
def normalize_embeddings(E):
    return E / (np.linalg.norm(E, axis=1, keepdims=True) + 1e-8)

# %% wrong: a constant of 1e-10 inside the root
# true: a constant of 1e-10 inside the root
def normalize_embeddings(E):
    return E / np.sqrt((E**2).sum(axis=1, keepdims=True) + 1e-10)

# %% wrong: a floor of 1e-3 under the lengths
# true: a length that counts as at least 1e-3
def normalize_embeddings(E):
    return E / np.maximum(np.linalg.norm(E, axis=1, keepdims=True), 1e-3)

# %% wrong: short rows taken for zero
# true: short rows that are taken for rows of zeros
def normalize_embeddings(E):
    norms = np.linalg.norm(E, axis=1, keepdims=True)
    return np.where(norms < 1e-5, 0, E / np.where(norms == 0, 1, norms))

# %% wrong: np.isclose decides what is zero
# true: short rows that were left as they are
def normalize_embeddings(E):
    norms = np.linalg.norm(E, axis=1, keepdims=True)
    return E / np.where(np.isclose(norms, 0, atol=1e-5), 1, norms)

# %% wrong: columns
# true: columns of length 1 instead of rows of length 1
def normalize_embeddings(E):
    norms = np.linalg.norm(E, axis=0)
    return E / np.where(norms == 0, 1, norms)

# %% wrong: one length for the whole array
# true: one length for the whole array
def normalize_embeddings(E):
    norm = np.linalg.norm(E)
    return E / norm if norm else E.copy()

# %% wrong: lengths without keepdims
def normalize_embeddings(E):
    norms = np.linalg.norm(E, axis=1)
    return E / np.where(norms == 0, 1, norms)

# %% wrong: the sum of absolute values
# true: rows divided by the sum of their absolute values
def normalize_embeddings(E):
    norms = np.abs(E).sum(axis=1, keepdims=True)
    return E / np.where(norms == 0, 1, norms)

# %% wrong: the sum of the entries
# true: rows divided by the sum of their entries
def normalize_embeddings(E):
    sums = E.sum(axis=1, keepdims=True)
    return E / np.where(sums == 0, 1, sums)

# %% wrong: the largest entry
# true: rows divided by their largest entry
def normalize_embeddings(E):
    top = np.abs(E).max(axis=1, keepdims=True)
    return E / np.where(top == 0, 1, top)

# %% wrong: the square of the length
# true: rows divided by the square of their length
def normalize_embeddings(E):
    squares = (E**2).sum(axis=1, keepdims=True)
    return E / np.where(squares == 0, 1, squares)

# %% wrong: rows centred and scaled
# true: rows from which their mean was subtracted first
def normalize_embeddings(E):
    Z = E - E.mean(axis=1, keepdims=True)
    norms = np.linalg.norm(Z, axis=1, keepdims=True)
    return Z / np.where(norms == 0, 1, norms)

# %% wrong: softmax of each row
# true: a softmax of each row, which makes its sum 1 and not its length
def normalize_embeddings(E):
    e = np.exp(E - E.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: signs lost
# true: the absolute values of the entries, without their signs
def normalize_embeddings(E):
    norms = np.linalg.norm(E, axis=1, keepdims=True)
    return np.abs(E) / np.where(norms == 0, 1, norms)

# %% wrong: in place
def normalize_embeddings(E):
    norms = np.linalg.norm(E, axis=1, keepdims=True)
    E /= np.where(norms == 0, 1, norms)
    return E

# %% wrong: in place, row by row, a copy returned
def normalize_embeddings(E):
    for row in E:
        length = np.linalg.norm(row)
        if length > 0:
            row /= length
    return E.copy()

# %% wrong: zero rows left out
# true: a result without the rows of zeros
def normalize_embeddings(E):
    E = E[np.any(E != 0, axis=1)]
    return E / np.linalg.norm(E, axis=1, keepdims=True)

# %% wrong: a zero row made a unit vector
def normalize_embeddings(E):
    norms = np.linalg.norm(E, axis=1, keepdims=True)
    return np.where(norms == 0, 1 / np.sqrt(E.shape[1]), E / np.where(norms == 0, 1, norms))

# %% wrong: zero rows checked by their sum
def normalize_embeddings(E):
    norms = np.linalg.norm(E, axis=1, keepdims=True)
    empty = E.sum(axis=1, keepdims=True) == 0
    return np.where(empty, 0, E / np.where(norms == 0, 1, norms))

# %% wrong: long rows alone are shortened
# true: short rows that were left as they are
def normalize_embeddings(E):
    return E / np.maximum(np.linalg.norm(E, axis=1, keepdims=True), 1)

# %% wrong: one zero row spoils all others
def normalize_embeddings(E):
    norms = np.linalg.norm(E, axis=1, keepdims=True)
    return E / norms if np.all(norms > 0) else np.zeros_like(E)

# %% wrong: a loop that stops at the first zero row
# true: rows that were left as they are after a row of zeros
def normalize_embeddings(E):
    out = E.copy()
    for r in out:
        n = np.linalg.norm(r)
        if n == 0:
            break
        r /= n
    return out

# %% wrong: zero rows known by the product of their entries
# true: a row with a 0 in it taken for a row of zeros; quotients that were cut to whole numbers
def normalize_embeddings(E):
    out = np.zeros_like(E)
    for i, r in enumerate(E):
        if np.prod(r) != 0:
            out[i] = r / np.linalg.norm(r)
    return out

# %% wrong: the root of the mean square
# true: the root of the mean square instead of the length
def normalize_embeddings(E):
    n = np.sqrt((E**2).mean(1, keepdims=True))
    return E / np.where(n == 0, 1, n)

# %% right: floats first, then in place
def normalize_embeddings(E):
    U = np.array(E, dtype=float)
    for row in U:
        if row.any():
            row /= np.sqrt(row @ row)
    return U

# %% wrong: a buffer of the type of E
# true: quotients that were cut to whole numbers
def normalize_embeddings(E):
    U = np.zeros_like(E)
    for i, row in enumerate(E):
        length = np.linalg.norm(row)
        if length > 0:
            U[i] = row / length
    return U

# %% wrong: a copy of the type of E, divided row by row
# true: quotients that were cut to whole numbers
def normalize_embeddings(E):
    U = E.copy()
    lengths = np.linalg.norm(E, axis=1)
    for i in range(len(E)):
        if lengths[i] != 0:
            U[i] = E[i] / lengths[i]
    return U

# %% wrong: np.divide into an array of the type of E
# true: quotients that were cut to whole numbers
def normalize_embeddings(E):
    lengths = np.linalg.norm(E, axis=1, keepdims=True)
    return np.divide(E, lengths, out=np.zeros_like(E), where=lengths > 0, casting="unsafe")

# %% wrong: a constant of 1e-10 added to the length
# true: a constant of 1e-10 in the denominator
def normalize_embeddings(E):
    return E / (np.linalg.norm(E, axis=1, keepdims=True) + 1e-10)

# %% wrong: a constant of 1e-6 added to the length
# true: a constant of 1e-6 in the denominator
def normalize_embeddings(E):
    return E / (np.linalg.norm(E, axis=1, keepdims=True) + 1e-6)

# %% wrong: lengths in half precision
def normalize_embeddings(E):
    lengths = np.linalg.norm(E.astype(np.float16), axis=1, keepdims=True).astype(float)
    return np.divide(E, lengths, out=np.zeros(E.shape), where=lengths > 0)

# %% wrong: np.divide into zeros like E
def normalize_embeddings(E):
    norms = np.sqrt((E**2).sum(axis=1))[:, None]
    return np.divide(E, norms, out=np.zeros_like(E), where=norms > 0)

# %% wrong: row by row into a copy of the type of E
def normalize_embeddings(E):
    result = E.copy()
    for row in result:
        if np.any(row):
            row /= np.linalg.norm(row)
    return result

# %% wrong: the lengths alone
# true: the lengths of the rows, instead of the rows divided by them
def normalize_embeddings(E):
    return np.linalg.norm(E, axis=1)

# %% wrong: a type that is taken from the first row
# true: quotients that were cut to whole numbers
def normalize_embeddings(E):
    def one(row):
        length = np.linalg.norm(row)
        return row if length == 0 else row / length

    return np.apply_along_axis(one, 1, E)

# %% right: np.divide where the length is not 0
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    E = np.asarray(E, dtype=float)
    lengths = np.linalg.norm(E, axis=1, keepdims=True)
    return np.divide(E, lengths, out=np.zeros_like(E), where=lengths > 0)

# %% right: rows with any entry, by a mask
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    U = np.array(E, dtype=np.float64)
    some = np.any(U != 0, axis=1)
    U[some] /= np.sqrt(np.sum(U[some] ** 2, axis=1))[:, np.newaxis]
    return U

# %% right: math.hypot, row by row
import math


def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    rows = []
    for row in E:
        length = math.hypot(*[float(e) for e in row]) or 1.0
        rows.append([float(e) / length for e in row])
    return np.array(rows)

# %% right: lengths by einsum, inverted
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    E = E.astype(float)
    squares = np.einsum("ij,ij->i", E, E)
    factors = [1 / s**0.5 if s > 0 else 0.0 for s in squares]
    return np.einsum("i,ij->ij", np.array(factors), E)

# %% wrong: np.isclose with 1e-6 decides what is zero
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    zero = np.all(np.isclose(E, 0.0, atol=1e-6), axis=1, keepdims=True)
    lengths = np.linalg.norm(E, axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        return np.where(zero, 0.0, E / lengths)

# %% wrong: rows shorter than 2e-6 are left as they are
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(E, axis=1, keepdims=True)
    lengths = np.where(lengths < 2e-6, 1.0, lengths)
    return E / lengths

# %% wrong: a constant of 4.5e-12 added to the length
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    return E / (np.linalg.norm(E, axis=1, keepdims=True) + 4.5e-12)

# %% wrong: a constant of 1e-17 inside the root
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    return E / np.sqrt(np.sum(np.square(E, dtype=float), axis=1, keepdims=True) + 1e-17)

# %% wrong: whole numbers squared in 32 bits
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    squares = E * E if E.dtype.kind == "f" else E.astype(np.int32) ** 2
    lengths = np.sqrt(squares.sum(axis=1, keepdims=True, dtype=squares.dtype))
    return E / np.where(lengths == 0, 1, lengths)

# %% wrong: rows whose sum is zero stay zero
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    U = np.zeros(E.shape)
    for i, row in enumerate(E):
        if row.sum() != 0:
            U[i] = row / np.linalg.norm(row)
    return U

# %% wrong: three columns decide whether a row is zero
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(E, axis=1)
    U = np.array(E, dtype=float)
    for i in range(len(E)):
        if E[i, 0] or E[i, -1] or E[i, len(E[i]) // 2]:
            U[i] = E[i] / lengths[i]
    return U

# %% right: E itself, if all its rows are normalized
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(E, axis=1, keepdims=True)
    if np.all((lengths == 0) | (np.abs(lengths - 1) < 1e-12)):
        return E
    return E / np.where(lengths == 0, 1, lengths)

# %% wrong: only the first zero row is handled
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(E, axis=1, keepdims=True)
    if 0 in lengths:
        lengths[list(lengths[:, 0]).index(0)] = 1.0
    return E / lengths

# %% wrong: the 1-norm
# true: rows divided by the sum of their absolute values
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    lengths = np.abs(E).sum(axis=1, keepdims=True)
    return E / np.where(lengths == 0, 1, lengths)

# %% right: row by row with an if
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    """Return E with every row scaled to length 1; rows of zeros stay as they are."""
    n, d = E.shape
    result = np.zeros((n, d))
    for i in range(n):
        total = 0.0
        for j in range(d):
            total += float(E[i, j]) ** 2
        length = np.sqrt(total)
        if length > 0:
            for j in range(d):
                result[i, j] = E[i, j] / length
    return result

# %% right: np.where replaces the zero lengths by one
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(E, axis=1, keepdims=True)
    return E / np.where(lengths == 0, 1, lengths)

# %% right: scikit-learn's preprocessing.normalize, in floats
from sklearn.preprocessing import normalize


def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    return normalize(np.array(E, dtype=np.float64), norm="l2", axis=1)

# %% right: einsum for lengths, np.divide with where
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    F = np.asarray(E).astype(float)
    lengths = np.sqrt(np.einsum("ij,ij->i", F, F))[:, np.newaxis]
    out = np.zeros(F.shape)
    np.divide(F, lengths, out=out, where=lengths > 0)
    return out

# %% wrong: plain quotient, NaN for rows of zeros; "rows of zeros stay rows of zeros, without NaN"
# true: a zero row that was divided by its length, 0
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    return E / np.linalg.norm(E, axis=1, keepdims=True)

# %% wrong: 1e-8 added to the length, one per cent off for short rows; "rows have L2 norm 1", lengths from 1e-6
# true: a constant in the denominator that changes short rows
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(E, axis=1, keepdims=True)
    return E / (lengths + 1e-8)

# %% wrong: axis=0 normalizes columns; equation (1) divides rows
# true: columns of length 1 instead of rows of length 1
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(E, axis=0, keepdims=True)
    lengths[lengths == 0] = 1
    return E / lengths

# %% wrong: one norm of the whole matrix; each row has its own length
# true: one length for the whole array
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(E)
    if length == 0:
        return E.astype(float)
    return E / length

# %% wrong: lengths of shape (n,) instead of (n, 1), works only for square arrays, and then wrongly
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    lengths = np.sqrt(np.sum(E**2, axis=1))
    lengths = np.where(lengths > 0, lengths, 1.0)
    return E / lengths

# %% wrong: writes quotients into E.copy(), which cuts them if E holds whole numbers; the rows must have norm 1
# true: quotients that were cut to whole numbers
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    U = E.copy()
    for i in range(len(E)):
        length = np.linalg.norm(E[i])
        if length != 0:
            U[i] = E[i] / length
    return U

# %% wrong: works on E itself; "leave E unchanged"
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    for row in E:
        length = np.sqrt(np.sum(row * row))
        if length > 0:
            row /= length
    return E

# %% wrong: forgot the square root, divides by the squared length; equation (1) has the norm
# true: rows divided by the square of their length
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    squares = np.sum(E.astype(float) ** 2, axis=1, keepdims=True)
    squares[squares == 0] = 1.0
    return E / squares

# %% wrong: threshold 1e-5 treats short rows as zero; rows from 1e-6 are to be normalized
# true: short rows that were left as they are
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(E, axis=1, keepdims=True)
    safe = np.where(lengths < 1e-5, 1.0, lengths)
    return E / safe

# %% wrong: drops the zero rows, so the shape changes; "an array of the same shape"
# true: a result without the rows of zeros
def normalize_embeddings(E: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(E, axis=1)
    keep = lengths > 0
    return E[keep] / lengths[keep][:, None]
