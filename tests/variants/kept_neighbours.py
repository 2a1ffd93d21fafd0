# Right and wrong answers to `kept_neighbours(E, points, k)`, one cell a block, as students write them.
# `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer, and
# some check must fail each wrong one.

# %% right: sets, a row at a time
def kept_neighbours(E, points, k):
    kept = 0
    for i in range(len(E)):
        near = []
        for rows in (E, points):
            apart = np.linalg.norm(rows - rows[i], axis=1)
            apart[i] = np.inf
            near.append(set(np.argsort(apart)[:k].tolist()))
        kept += len(near[0] & near[1])
    return kept / (len(E) * k)

# %% right: all distances at once
def kept_neighbours(E, points, k):
    def nearest(X):
        D = ((X[:, None, :] - X[None, :, :]) ** 2).sum(axis=2).astype(float)
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k]

    a, b = nearest(E), nearest(points)
    return np.mean([len(np.intersect1d(x, y)) / k for x, y in zip(a, b)])

# %% right: loops and sorted pairs
import math

def kept_neighbours(E, points, k):
    E, points = E.tolist(), points.tolist()
    total = 0.0
    for i in range(len(E)):
        first = sorted((math.dist(E[i], E[j]), j) for j in range(len(E)) if j != i)[:k]
        second = sorted((math.dist(points[i], points[j]), j) for j in range(len(E)) if j != i)[:k]
        total += len({j for _, j in first} & {j for _, j in second}) / k
    return total / len(E)

# %% right: argpartition
def kept_neighbours(E, points, k):
    n = len(E)
    count = 0
    for i in range(n):
        d = np.sqrt(np.sum((E - E[i]) ** 2, axis=1))
        m = np.sqrt(np.sum((points - points[i]) ** 2, axis=1))
        d[i] = m[i] = np.inf
        count += np.isin(np.argpartition(d, k - 1)[:k], np.argpartition(m, k - 1)[:k]).sum()
    return count / n / k

# %% right: SciPy's distances and boolean tables
from scipy.spatial.distance import cdist

def kept_neighbours(E, points, k):
    def table(X):
        D = cdist(X, X)
        np.fill_diagonal(D, np.inf)
        near = np.zeros(D.shape, dtype=bool)
        np.put_along_axis(near, np.argsort(D, axis=1)[:, :k], True, axis=1)
        return near

    return (table(E) & table(points)).sum() / (k * len(E))

# %% right: the row itself deleted
def kept_neighbours(E, points, k):
    shares = []
    for i in range(E.shape[0]):
        others = np.delete(np.arange(E.shape[0]), i)
        near = []
        for X in (E, points):
            d = np.linalg.norm(X[others] - X[i], axis=1)
            near.append(others[d.argsort()[:k]])
        shares.append(np.isin(near[0], near[1]).mean())
    return np.array(shares).mean()

# %% right: the row itself taken out of the order
def kept_neighbours(E, points, k):
    result = 0
    for i, (e, p) in enumerate(zip(E, points)):
        a = [int(j) for j in np.argsort(np.linalg.norm(E - e, axis=1)) if j != i][:k]
        b = [int(j) for j in np.argsort(np.linalg.norm(points - p, axis=1)) if j != i][:k]
        result += sum(j in b for j in a)
    return result / (k * len(E))

# %% right: ranks compared with k
def kept_neighbours(E, points, k):
    n = len(E)
    near = np.ones((n, n), dtype=bool)
    for X in (np.asarray(E, float), np.asarray(points, float)):
        for i in range(n):
            d = ((X - X[i]) ** 2).sum(axis=1)
            d[i] = -1.0
            rank = np.argsort(np.argsort(d))
            near[i] &= (rank >= 1) & (rank <= k)
    return float(near.sum()) / n / k

# %% right: a distance of k-th neighbours as a limit
def kept_neighbours(E, points, k):
    inside = []
    for X in (E, points):
        X = X.astype(float)
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        D[np.diag_indices(len(X))] = np.inf
        limit = np.sort(D, axis=1)[:, k - 1]
        inside.append(D <= limit[:, None])
    both = inside[0] * inside[1]
    return np.mean(both.sum(axis=1) / k)

# %% wrong: cosines
# true: the largest cosines instead of the smallest distances
def kept_neighbours(E, points, k):
    def nearest(X):
        U = X / np.linalg.norm(X, axis=1, keepdims=True).clip(1e-12)
        C = U @ U.T
        np.fill_diagonal(C, -np.inf)
        return np.argsort(-C, axis=1)[:, :k]

    return np.mean([len(set(a) & set(b)) for a, b in zip(nearest(E).tolist(), nearest(points).tolist())]) / k

# %% wrong: itself among the k
# true: neighbours that include the word itself
def kept_neighbours(E, points, k):
    kept = 0
    for e, p in zip(E, points):
        a = np.argsort(np.linalg.norm(E - e, axis=1))[:k]
        b = np.argsort(np.linalg.norm(points - p, axis=1))[:k]
        kept += len(np.intersect1d(a, b))
    return kept / (k * len(E))

# %% wrong: itself among k + 1
# true: k + 1 nearest words, one of which is the word itself
def kept_neighbours(E, points, k):
    kept = 0
    for e, p in zip(E, points):
        a = np.argsort(np.linalg.norm(E - e, axis=1))[: k + 1]
        b = np.argsort(np.linalg.norm(points - p, axis=1))[: k + 1]
        kept += len(np.intersect1d(a, b))
    return kept / ((k + 1) * len(E))

# %% wrong: itself among k + 1, divided by k
def kept_neighbours(E, points, k):
    kept = 0
    for e, p in zip(E, points):
        a = np.argsort(np.linalg.norm(E - e, axis=1))[: k + 1]
        b = np.argsort(np.linalg.norm(points - p, axis=1))[: k + 1]
        kept += len(np.intersect1d(a, b))
    return kept / (k * len(E))

# %% wrong: the first of the order is taken for the row itself
def kept_neighbours(E, points, k):
    nearest = []
    for rows in (points, E):
        order = [np.argsort(np.linalg.norm(rows - row, axis=1), kind="stable") for row in rows]
        nearest.append([set(places[1 : k + 1].tolist()) for places in order])
    return np.mean([len(a & b) / k for a, b in zip(*nearest)])

# %% wrong: all with distance 0 left out
def kept_neighbours(E, points, k):
    nearest = []
    for rows in (points, E):
        found = []
        for row in rows:
            d = np.linalg.norm(rows - row, axis=1)
            d[d == 0] = np.inf
            found.append(set(np.argsort(d, kind="stable")[:k].tolist()))
        nearest.append(found)
    return np.mean([len(a & b) / k for a, b in zip(*nearest)])

# %% wrong: not divided by k
# true: a mean number of words that is not divided by k
def kept_neighbours(E, points, k):
    def nearest(X):
        X = np.asarray(X, dtype=float)
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k]

    pairs = list(zip(nearest(E).tolist(), nearest(points).tolist()))
    return np.mean([len(set(a) & set(b)) for a, b in pairs])

# %% wrong: a sum
# true: a sum over the words instead of a mean
def kept_neighbours(E, points, k):
    def nearest(X):
        X = np.asarray(X, dtype=float)
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k]

    pairs = list(zip(nearest(E).tolist(), nearest(points).tolist()))
    return sum(len(set(a) & set(b)) / k for a, b in pairs)

# %% wrong: a count
# true: a sum over the words instead of a mean; a mean number of words that is not divided by k
def kept_neighbours(E, points, k):
    def nearest(X):
        X = np.asarray(X, dtype=float)
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k]

    pairs = list(zip(nearest(E).tolist(), nearest(points).tolist()))
    return sum(len(set(a) & set(b)) for a, b in pairs)

# %% wrong: same ranks
# true: neighbours that must have the same rank on the map
def kept_neighbours(E, points, k):
    def nearest(X):
        X = np.asarray(X, dtype=float)
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k]

    pairs = list(zip(nearest(E).tolist(), nearest(points).tolist()))
    return np.mean([x == y for a, b in pairs for x, y in zip(a, b)])

# %% wrong: farthest
# true: the farthest words instead of the nearest
def kept_neighbours(E, points, k):
    def far(X):
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        return np.argsort(-D, axis=1)[:, :k].tolist()

    return np.mean([len(set(a) & set(b)) for a, b in zip(far(E), far(points))]) / k

# %% wrong: either
# true: the words among both, divided by the words among either
def kept_neighbours(E, points, k):
    def nearest(X):
        X = np.asarray(X, dtype=float)
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k]

    pairs = list(zip(nearest(E).tolist(), nearest(points).tolist()))
    return np.mean([len(set(a) & set(b)) / len(set(a) | set(b)) for a, b in pairs])

# %% wrong: all
# true: the share of words that keep all their neighbours
def kept_neighbours(E, points, k):
    def nearest(X):
        X = np.asarray(X, dtype=float)
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k]

    pairs = list(zip(nearest(E).tolist(), nearest(points).tolist()))
    return np.mean([set(a) == set(b) for a, b in pairs])

# %% wrong: any
# true: the share of words that keep at least one neighbour
def kept_neighbours(E, points, k):
    def nearest(X):
        X = np.asarray(X, dtype=float)
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k]

    pairs = list(zip(nearest(E).tolist(), nearest(points).tolist()))
    return np.mean([bool(set(a) & set(b)) for a, b in pairs])

# %% wrong: lost
# true: the share of the neighbours that are lost
def kept_neighbours(E, points, k):
    def nearest(X):
        X = np.asarray(X, dtype=float)
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k]

    pairs = list(zip(nearest(E).tolist(), nearest(points).tolist()))
    return 1 - np.mean([len(set(a) & set(b)) / k for a, b in pairs])

# %% wrong: the first word
# true: the neighbours of the first word alone
def kept_neighbours(E, points, k):
    def nearest(X):
        X = np.asarray(X, dtype=float)
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k]

    pairs = list(zip(nearest(E).tolist(), nearest(points).tolist()))
    return len(set(pairs[0][0]) & set(pairs[0][1])) / k

# %% wrong: the last word
def kept_neighbours(E, points, k):
    def nearest(X):
        X = np.asarray(X, dtype=float)
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k]

    pairs = list(zip(nearest(E).tolist(), nearest(points).tolist()))
    return len(set(pairs[-1][0]) & set(pairs[-1][1])) / k

# %% wrong: percent
# true: a percentage
def kept_neighbours(E, points, k):
    def nearest(X):
        X = np.asarray(X, dtype=float)
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k]

    pairs = list(zip(nearest(E).tolist(), nearest(points).tolist()))
    return 100 * np.mean([len(set(a) & set(b)) / k for a, b in pairs])

# %% wrong: a list
def kept_neighbours(E, points, k):
    def nearest(X):
        X = np.asarray(X, dtype=float)
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k]

    pairs = list(zip(nearest(E).tolist(), nearest(points).tolist()))
    return [len(set(a) & set(b)) / k for a, b in pairs]

# %% wrong: rounded
def kept_neighbours(E, points, k):
    def nearest(X):
        X = np.asarray(X, dtype=float)
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k]

    pairs = list(zip(nearest(E).tolist(), nearest(points).tolist()))
    return round(np.mean([len(set(a) & set(b)) / k for a, b in pairs]), 1)

# %% wrong: divided by n - 1
def kept_neighbours(E, points, k):
    def nearest(X):
        X = np.asarray(X, dtype=float)
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k]

    pairs = list(zip(nearest(E).tolist(), nearest(points).tolist()))
    return sum(len(set(a) & set(b)) for a, b in pairs) / k / (len(E) - 1)

# %% wrong: blocks
# true: sums of absolute differences instead of straight-line distances
def kept_neighbours(E, points, k):
    def nearest(X):
        D = np.array([np.abs(X - x).sum(axis=1) for x in X]).round(9)
        np.fill_diagonal(D := D.astype(float), np.inf)
        return np.argsort(D, axis=1, kind="stable")[:, :k].tolist()

    return np.mean([len(set(a) & set(b)) for a, b in zip(nearest(E), nearest(points))]) / k

# %% wrong: one neighbour
# true: the single nearest word, whatever k is
def kept_neighbours(E, points, k):
    def nearest(X):
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return D.argmin(axis=1)

    return np.mean(nearest(E) == nearest(points))

# %% wrong: the first entry alone
def kept_neighbours(E, points, k):
    def nearest(X):
        D = np.abs(X[:, :1] - X[:, 0]).astype(float)
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1, kind="stable")[:, :k].tolist()

    return np.mean([len(set(a) & set(b)) for a, b in zip(nearest(E), nearest(points))]) / k

# %% wrong: the vectors twice
# true: the k words nearest on the map, without a look at the space
def kept_neighbours(E, points, k):
    def nearest(X):
        X = np.asarray(X, dtype=float)
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k]

    pairs = list(zip(nearest(E).tolist(), nearest(E).tolist()))
    return np.mean([len(set(a) & set(b)) / k for a, b in pairs])

# %% wrong: a map of its own
def kept_neighbours(E, points, k):
    def nearest(X):
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1)[:, :k].tolist()

    Z = E - E.mean(axis=0)
    own = Z @ np.linalg.svd(Z, full_matrices=False)[2][:2].T
    return np.mean([len(set(a) & set(b)) for a, b in zip(nearest(E), nearest(own))]) / k

# %% wrong: neighbours of the vectors, found among the points
def kept_neighbours(E, points, k):
    m = min(E.shape[1], points.shape[1])
    kept = 0
    for i in range(len(E)):
        a = np.linalg.norm(E - E[i], axis=1)
        b = np.linalg.norm(points[:, :m] - E[i, :m], axis=1)
        a[i] = b[i] = np.inf
        kept += len(np.intersect1d(np.argsort(a)[:k], np.argsort(b)[:k]))
    return kept / (len(E) * k)

# %% wrong: centres the arguments
def kept_neighbours(E, points, k):
    kept = 0
    for i in range(len(E)):
        near = []
        for rows in (E, points):
            rows -= rows[i].copy()
            apart = np.linalg.norm(rows, axis=1)
            apart[i] = np.inf
            near.append(set(np.argsort(apart)[:k].tolist()))
        kept += len(near[0] & near[1])
    return kept / (len(E) * k)

# %% wrong: keeps the neighbours of the vectors
near_in_space = {}

def kept_neighbours(E, points, k):
    def nearest(X):
        D = np.array([np.linalg.norm(X - x, axis=1) for x in X])
        np.fill_diagonal(D, np.inf)
        return np.argsort(D, axis=1).tolist()

    if E.shape not in near_in_space:
        near_in_space[E.shape] = nearest(E)
    return np.mean([len(set(a[:k]) & set(b[:k])) for a, b in zip(near_in_space[E.shape], nearest(points))]) / k

# %% wrong: chance
def kept_neighbours(E, points, k):
    return k / (len(E) - 1)
