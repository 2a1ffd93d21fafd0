# Right and wrong answers to `pairwise_similarities(E)`, one cell a block, as students write them.
# `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer, and
# some check must fail each wrong one.

# %% right: normalized rows, one product, the upper triangle
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    S = U @ U.T
    return S[np.triu_indices(len(E), k=1)]

# %% right: as in the lecture text, the rows normalized first
def pairwise_similarities(embeddings):
    embeddings = embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)
    similarity_matrix = embeddings @ embeddings.T
    return similarity_matrix[np.triu_indices_from(similarity_matrix, k=1)]

# %% right: two loops, a list
def pairwise_similarities(E):
    result = []
    for i in range(len(E)):
        for j in range(i + 1, len(E)):
            result.append(np.dot(E[i], E[j]) / (np.linalg.norm(E[i]) * np.linalg.norm(E[j])))
    return result

# %% right: combinations and the math module
import math
from itertools import combinations

def pairwise_similarities(E):
    def cosine(a, b):
        return sum(x * y for x, y in zip(a, b)) / math.sqrt(sum(x * x for x in a) * sum(y * y for y in b))

    return np.array([cosine(a, b) for a, b in combinations(E.tolist(), 2)])

# %% right: SciPy's distances
from scipy.spatial.distance import pdist

def pairwise_similarities(E):
    return 1 - pdist(E, metric="cosine")

# %% right: scikit-learn, a mask
from sklearn.metrics.pairwise import cosine_similarity as table

def pairwise_similarities(E):
    S = table(E)
    return S[np.triu(np.ones(S.shape, dtype=bool), k=1)]

# %% right: products divided by the products of lengths, row by row
def pairwise_similarities(E):
    G = E @ E.T
    length = np.sqrt(np.diag(G))
    S = G / np.outer(length, length)
    return np.concatenate([S[i, i + 1 :] for i in range(len(S))])

# %% right: a generator in a helper
def rows(E):
    for i, a in enumerate(E[:-1]):
        rest = E[i + 1 :]
        yield from rest @ a / np.linalg.norm(rest, axis=1) / np.linalg.norm(a)

def pairwise_similarities(E):
    return list(rows(np.array(E, dtype=float)))

# %% right: from the distances of unit vectors
def pairwise_similarities(E):
    U = [r / np.linalg.norm(r) for r in E]
    return [1 - np.sum((U[i] - U[j]) ** 2) / 2 for i in range(len(U)) for j in range(i + 1, len(U))]

# %% right: the cosine of an angle by arctan2
def pairwise_similarities(E):
    out = []
    for i in range(len(E)):
        for j in range(i + 1, len(E)):
            a, b = E[i] / np.linalg.norm(E[i]), E[j] / np.linalg.norm(E[j])
            out.append(np.cos(2 * np.arctan2(np.linalg.norm(a - b), np.linalg.norm(a + b))))
    return tuple(out)

# %% right: a mask of the upper triangle
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    unit = E / np.sqrt(np.sum(np.square(E, dtype=float), axis=1))[:, None]
    gram = np.einsum("ik,jk->ij", unit, unit)
    upper = np.triu(np.ones(gram.shape, dtype=bool), k=1)
    return gram[upper]

# %% wrong: dot products of rows that are not normalized, as in the lecture text's second step
# true: dot products, which still include the lengths
def pairwise_similarities(E):
    S = E @ E.T
    return S[np.triu_indices(len(E), k=1)]

# %% wrong: the diagonal too
# true: a list in which each row is also compared with itself
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return (U @ U.T)[np.triu_indices(len(E))]

# %% wrong: the whole table
# true: the whole table instead of each pair once
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return U @ U.T

# %% wrong: the whole table, flattened
# true: the whole table in one long row, instead of each pair once
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return (U @ U.T).ravel()

# %% wrong: the lower triangle
# true: the pairs in the order of the lower triangle
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return (U @ U.T)[np.tril_indices(len(E), k=-1)]

# %% wrong: both triangles
# true: each pair twice, in both directions
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return (U @ U.T)[~np.eye(len(E), dtype=bool)]

# %% wrong: columns normalized
# true: columns that were scaled to length 1, instead of rows
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=0)
    return (U @ U.T)[np.triu_indices(len(E), k=1)]

# %% wrong: columns compared
# true: the similarities of the columns instead of the rows
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=0)
    return (U.T @ U)[np.triu_indices(E.shape[1], k=1)]

# %% wrong: divided by one length alone
# true: products divided by only the length of the second row
def pairwise_similarities(E):
    S = E @ E.T / np.linalg.norm(E, axis=1)
    return S[np.triu_indices(len(E), k=1)]

# %% wrong: distances
# true: cosine distances, which are one minus the similarity
from scipy.spatial.distance import pdist

def pairwise_similarities(E):
    return pdist(E, metric="cosine")

# %% wrong: Euclidean distances
# true: distances between the rows instead of cosines
from scipy.spatial.distance import pdist

def pairwise_similarities(E):
    return pdist(E)

# %% wrong: correlations
# true: correlations, from rows that were centred first
def pairwise_similarities(E):
    return np.corrcoef(E)[np.triu_indices(len(E), k=1)]

# %% wrong: the signs lost
# true: the absolute values of the similarities
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return np.abs(U @ U.T)[np.triu_indices(len(E), k=1)]

# %% wrong: sorted
# true: sorted similarities, which lose the order of the pairs
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return np.sort((U @ U.T)[np.triu_indices(len(E), k=1)])

# %% wrong: zeros left out, whether they lie below the diagonal or above
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    S = np.triu(U @ U.T, k=1)
    return S[S != 0]

# %% wrong: equal similarities once
def pairwise_similarities(E):
    found = []
    for i in range(len(E)):
        for j in range(i + 1, len(E)):
            s = E[i] @ E[j] / (np.linalg.norm(E[i]) * np.linalg.norm(E[j]))
            if not np.any(np.isclose(found, s)):
                found.append(s)
    return found

# %% wrong: the mean of the pairs
# true: the mean of all pairs instead of each pair
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return np.mean((U @ U.T)[np.triu_indices(len(E), k=1)])

# %% wrong: neighbours alone
# true: only the pairs of neighbouring rows
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return np.sum(U[:-1] * U[1:], axis=1)

# %% wrong: a triangle as wide as the embeddings
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    S, n = U @ U.T, min(E.shape)
    return S[np.triu_indices(n, k=1)]

# %% wrong: rounded
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return np.round((U @ U.T)[np.triu_indices(len(E), k=1)], 4)

# %% wrong: negative similarities cut off
# true: negative similarities that were set to 0
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return np.maximum((U @ U.T)[np.triu_indices(len(E), k=1)], 0)

# %% wrong: a constant beside the lengths that short rows notice
# true: a constant of 1e-3 added to each length
def pairwise_similarities(E):
    U = E / (np.linalg.norm(E, axis=1, keepdims=True) + 1e-3)
    return (U @ U.T)[np.triu_indices(len(E), k=1)]

# %% wrong: the triangle begins a place too far
# true: a triangle that begins one place too far, as with k=2
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return (U @ U.T)[np.triu_indices(len(E), k=2)]

# %% wrong: column by column
# true: the pairs in the order of the lower triangle
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return [U[i] @ U[j] for j in range(len(U)) for i in range(j)]

# %% wrong: columns centred first
# true: rows from which the mean of all rows was subtracted first
def pairwise_similarities(E):
    E = E - E.mean(axis=0)
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return (U @ U.T)[np.triu_indices(len(E), k=1)]

# %% right: loops over whole numbers or floats, lengths once
def pairwise_similarities(E):
    lengths = [float(np.sqrt(np.sum(np.asarray(row, dtype=float) ** 2))) for row in E]
    result = np.zeros(len(E) * (len(E) - 1) // 2)
    place = 0
    for i in range(len(E)):
        for j in range(i + 1, len(E)):
            result[place] = (E[i] / lengths[i]) @ (E[j] / lengths[j])
            place += 1
    return result

# %% wrong: a constant beside the product of two lengths
# true: a constant of 1e-8 added to the product of two lengths
def pairwise_similarities(E):
    lengths = np.linalg.norm(E, axis=1)
    S = E @ E.T / (np.outer(lengths, lengths) + 1e-8)
    return S[np.triu_indices(len(E), k=1)]

# %% wrong: a small constant beside the product of two lengths
# true: a constant of 1e-12 added to the product of two lengths
def pairwise_similarities(E):
    lengths = np.linalg.norm(E, axis=1)
    S = E @ E.T / (np.outer(lengths, lengths) + 1e-12)
    return S[np.triu_indices(len(E), k=1)]

# %% wrong: a floor under the product of two lengths
# true: a constant of 1e-9 added to the product of two lengths
def pairwise_similarities(E):
    lengths = np.linalg.norm(E, axis=1)
    S = E @ E.T / np.maximum(np.outer(lengths, lengths), 1e-9)
    return S[np.triu_indices(len(E), k=1)]

# %% wrong: lengths remembered by the number of rows and the first entry
known = {}

def pairwise_similarities(E):
    key = (len(E), float(E[0, 0]))
    if key not in known:
        known[key] = np.linalg.norm(E, axis=1, keepdims=True)
    U = E / known[key]
    return (U @ U.T)[np.triu_indices(len(E), k=1)]

# %% wrong: unit rows of the type of E
def pairwise_similarities(E):
    U = np.empty_like(E)
    for i, row in enumerate(E):
        U[i] = row / np.linalg.norm(row)
    return (U @ U.T)[np.triu_indices(len(E), k=1)]

# %% wrong: half precision
def pairwise_similarities(E):
    U = E.astype(np.float16)
    U = U / np.linalg.norm(U, axis=1, keepdims=True)
    return (U @ U.T)[np.triu_indices(len(E), k=1)].astype(float)

# %% wrong: columns of length 1
# true: columns that were scaled to length 1, instead of rows
def pairwise_similarities(E):
    U = E / np.linalg.norm(E, axis=0)
    return (U @ U.T)[np.triu_indices(len(E), k=1)]

# %% wrong: divided by one length
# true: products divided by one of the two lengths
def pairwise_similarities(E):
    S = (E / np.linalg.norm(E, axis=1, keepdims=True)) @ E.T
    return S[np.triu_indices(len(E), k=1)]

# %% wrong: all ordered pairs
# true: each pair twice, in both directions
def pairwise_similarities(E):
    n = len(E)
    return np.array([E[i] @ E[j] / np.linalg.norm(E[i]) / np.linalg.norm(E[j]) for i in range(n) for j in range(n) if i != j])

# %% right: itertools.combinations and math.hypot
import itertools
import math


def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    rows = [[float(x) for x in row] for row in E]
    lengths = [math.hypot(*row) for row in rows]
    return np.array(
        [
            sum(a / lengths[i] * (b / lengths[j]) for a, b in zip(rows[i], rows[j]))
            for i, j in itertools.combinations(range(len(rows)), 2)
        ]
    )

# %% right: a mask above the diagonal
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    U = E / np.linalg.norm(E, axis=1)[:, None]
    above = np.arange(len(E))[:, None] < np.arange(len(E))
    return (U @ U.T)[above]

# %% right: each row with all later rows
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    U = E / np.sqrt(np.sum(np.square(E.astype(float)), axis=1, keepdims=True))
    return np.concatenate([U[i + 1 :] @ U[i] for i in range(len(U) - 1)])

# %% right: from squared distances of unit rows
from scipy.spatial.distance import pdist


def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    U = np.asarray(E, dtype=float) / np.linalg.norm(E, axis=1, keepdims=True)
    return 1 - pdist(U, "sqeuclidean") / 2

# %% wrong: squared lengths of whole numbers multiplied
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    i, j = np.triu_indices(len(E), k=1)
    squares = (E * E).sum(axis=1)
    return (E @ E.T)[i, j] / np.sqrt(squares[i] * squares[j])

# %% wrong: small similarities set to 0
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    s = (U @ U.T)[np.triu_indices(len(E), k=1)]
    return np.where(np.abs(s) < 1e-3, 0.0, s)

# %% wrong: rounded to four digits
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return np.round((U @ U.T)[np.triu_indices(len(E), k=1)], 4)

# %% wrong: equal rows once
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    rows = np.array(list(dict.fromkeys(tuple(row) for row in E.tolist())))
    U = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return (U @ U.T)[np.triu_indices(len(U), k=1)]

# %% wrong: results remembered by shape and type
_seen = {}


def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    key = (E.shape, str(E.dtype))
    if key not in _seen:
        U = E / np.linalg.norm(E, axis=1, keepdims=True)
        _seen[key] = (U @ U.T)[np.triu_indices(len(E), k=1)]
    return _seen[key].copy()

# %% wrong: the triangle found by its entries, opposite rows lost
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    table = np.triu(U @ U.T + 1, k=1)
    return table[table > 1e-12] - 1

# %% wrong: the first three entries of each row
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    found = []
    for i in range(len(E)):
        for j in range(i + 1, len(E)):
            x, y = E[i][:3], E[j][:3]
            found.append(x @ y / (np.linalg.norm(x) * np.linalg.norm(y)))
    return np.array(found)

# %% wrong: np.tril_indices
# true: the pairs in the order of the lower triangle
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return (U @ U.T)[np.tril_indices(len(E), k=-1)]

# %% wrong: np.corrcoef
# true: correlations, from rows that were centred first
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    return np.corrcoef(E)[np.triu_indices(len(E), k=1)]

# %% wrong: similarities of 1 left out with the diagonal
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    s = (U @ U.T)[np.triu_indices(len(E))]
    return s[s < 1 - 1e-12]

# %% right: two loops over pairs, plain Python sums
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    """Return the cosine similarities of all pairs of rows i < j."""
    n = E.shape[0]
    d = E.shape[1]
    lengths = []
    for i in range(n):
        squares = 0.0
        for k in range(d):
            squares = squares + float(E[i, k]) ** 2
        lengths.append(squares**0.5)
    similarities = []
    for i in range(n):
        for j in range(i + 1, n):
            product = float(np.sum(E[i].astype(float) * E[j].astype(float)))
            similarities.append(product / (lengths[i] * lengths[j]))
    return np.array(similarities)

# %% right: normalized rows, product, upper triangle
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    return (U @ U.T)[np.triu_indices(len(E), k=1)]

# %% right: SciPy's pdist with the cosine metric
from scipy.spatial.distance import pdist


def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    F = np.asarray(E, dtype=float)
    F = F / np.abs(F).max(axis=1, keepdims=True)  # the angles stay the same
    return 1.0 - pdist(F, metric="cosine")

# %% right: itertools.combinations over the unit rows
from itertools import combinations


def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    unit = [np.array(row, dtype=float) / np.linalg.norm(row) for row in E]
    return np.array([np.dot(u, v) for u, v in combinations(unit, 2)])

# %% wrong: dot products without the division; rows need not be normalized
# true: dot products, which still include the lengths
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    i, j = np.triu_indices(len(E), k=1)
    return np.sum(E[i] * E[j], axis=1)

# %% wrong: k missing, so the diagonal is kept; n(n-1)/2 entries are wanted
# true: a list in which each row is also compared with itself
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    S = U @ U.T
    return S[np.triu_indices(len(S))]

# %% wrong: lower triangle, so the order of the pairs is wrong; "in the order of np.triu_indices"
# true: the pairs in the order of the lower triangle
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    S = U @ U.T
    return S[np.tril_indices(len(S), k=-1)]

# %% wrong: whole table of shape (n, n); a one-dimensional array of the pairs is wanted
# true: the whole table instead of each pair once
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    norms = np.linalg.norm(E, axis=1)
    return (E.astype(float) @ E.T) / np.outer(norms, norms)

# %% wrong: 1e-8 added to the product of the lengths; "both rows of a pair may be short"
# true: a constant of 1e-8 added to the product of two lengths
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    norms = np.linalg.norm(E, axis=1)
    i, j = np.triu_indices(len(E), k=1)
    dots = np.einsum("pd,pd->p", E[i].astype(float), E[j].astype(float))
    return dots / (norms[i] * norms[j] + 1e-8)

# %% wrong: collects the similarities in a set, which drops equal ones; "keep all similarities, even if equal"
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    found = {}
    for i in range(len(E)):
        for j in range(i + 1, len(E)):
            c = float(np.dot(E[i] / np.linalg.norm(E[i]), E[j] / np.linalg.norm(E[j])))
            found[c] = (i, j)
    return np.array(list(found))

# %% wrong: distances 1 - s, as SciPy returns them; equation (2) is the similarity
# true: cosine distances, which are one minus the similarity
from scipy.spatial.distance import pdist


def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    return pdist(np.asarray(E, dtype=float), "cosine")

# %% wrong: only neighbouring rows are compared; every pair i < j is wanted
# true: only the pairs of neighbouring rows
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    U = E / np.linalg.norm(E, axis=1, keepdims=True)
    result = []
    for i in range(len(U) - 1):
        result.append(U[i] @ U[i + 1])
    return np.array(result)

# %% wrong: drops the diagonal by filtering out S == 0 after np.triu, which also loses right angles; "even if some are 0"
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    U = E / np.linalg.norm(E, axis=1)[:, None]
    S = np.triu(U @ U.T, k=1)
    return S[S != 0]

# %% wrong: np.corrcoef centres every row first; equation (2) uses the rows as they are
# true: correlations, from rows that were centred first
def pairwise_similarities(E: np.ndarray) -> np.ndarray:
    S = np.corrcoef(E)
    return S[np.triu_indices(len(E), 1)]
