# Right and wrong answers to `k_means(X, centers, steps)`, one cell a block, as students write them.
# `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer, and
# some check must fail each wrong one.

# %% right: distances by broadcasting, a loop over the centres
def k_means(X, centers, steps):
    centers = centers.astype(float)
    for _ in range(steps):
        labels = ((X[:, None] - centers) ** 2).sum(axis=2).argmin(axis=1)
        for j in range(len(centers)):
            if (labels == j).any():
                centers[j] = X[labels == j].mean(axis=0)
    return centers, ((X[:, None] - centers) ** 2).sum(axis=2).argmin(axis=1)

# %% right: norms, and a list of new centres
def k_means(X, centers, steps):
    def assign(C):
        return np.array([np.argmin([np.linalg.norm(x - c) for c in C]) for x in X])

    C = list(centers)
    labels = assign(C)
    for _ in range(steps):
        new = []
        for j, old in enumerate(C):
            group = X[labels == j]
            new.append(group.mean(axis=0) if len(group) else old)
        C = new
        labels = assign(C)
    return np.array(C), labels

# %% right: SciPy's distances
from scipy.spatial.distance import cdist

def k_means(X, centers, steps):
    C = np.array(centers, dtype=np.float64)
    labels = cdist(X, C).argmin(1)
    while steps > 0:
        for j in set(labels):
            C[j] = np.mean(X[labels == j], axis=0)
        labels = cdist(X, C).argmin(1)
        steps -= 1
    return C, labels

# %% right: plain Python, lists of lists
import math

def k_means(X, centers, steps):
    rows = [[float(x) for x in row] for row in X]
    C = [[float(c) for c in row] for row in centers]

    def nearest(row):
        best, label = math.inf, None
        for j, c in enumerate(C):
            d = 0.0
            for a, b in zip(row, c):
                d += (a - b) ** 2
            if d < best:
                best, label = d, j
        return label

    for _ in range(steps):
        labels = [nearest(row) for row in rows]
        for j in range(len(C)):
            mine = [row for row, label in zip(rows, labels) if label == j]
            if mine:
                C[j] = [sum(column) / len(mine) for column in zip(*mine)]
    return C, [nearest(row) for row in rows]

# %% right: recursion
def k_means(X, centers, steps):
    distances = np.linalg.norm(X[:, None, :] - centers[None, :, :], axis=-1)
    labels = np.argmin(distances, axis=1)
    if steps == 0:
        return centers, labels
    moved = [X[labels == j].mean(axis=0) if np.any(labels == j) else c for j, c in enumerate(centers)]
    return k_means(X, np.array(moved), steps - 1)

# %% right: sums and counts by one-hot rows
def k_means(X, centers, steps):
    C = centers * 1.0
    k = len(C)
    for t in range(steps + 1):
        D = np.stack([np.square(X - c).sum(axis=1) for c in C])
        labels = np.argmin(D, axis=0)
        if t == steps:
            return [C, labels.tolist()]
        H = np.eye(k)[labels]
        counts = H.sum(axis=0)
        full = counts > 0
        C[full] = (H.T @ X)[full] / counts[full, None]

# %% right: sums with add.at, and einsum for the distances
def k_means(X, centers, steps):
    C = np.asarray(centers, float).copy()

    def label():
        diff = X[:, None] - C[None]
        return np.einsum("nkd,nkd->nk", diff, diff).argmin(-1)

    for _ in range(steps):
        y = label()
        total, count = np.zeros(C.shape), np.zeros((len(C), 1))
        np.add.at(total, y, X)
        np.add.at(count, y, 1)
        C = np.where(count > 0, total / np.maximum(count, 1), C)
    return C, label()

# %% right: a small class, and stopping as soon as nothing changes
class Clusters:
    def __init__(self, X, centers):
        self.X, self.centers = np.array(X, dtype=float), np.array(centers, dtype=float)

    def labels(self):
        return np.array([int(np.sum((self.centers - x) ** 2, axis=1).argmin()) for x in self.X])

    def step(self):
        before, labels = self.centers.copy(), self.labels()
        for j in np.unique(labels):
            self.centers[j] = self.X[labels == j].mean(0)
        return not np.array_equal(before, self.centers)

def k_means(X, centers, steps):
    clusters = Clusters(X, centers)
    for _ in range(steps):
        if not clusters.step():
            break
    return clusters.centers, clusters.labels()

# %% right: multiplied out, after the rows were moved to the origin
def k_means(X, centers, steps):
    shift = X.mean(axis=0)
    Z, C = X - shift, centers - shift
    def distances():
        return (Z**2).sum(1)[:, None] - 2 * Z @ C.T + (C**2).sum(1)
    for _ in range(steps):
        labels = np.argmin(distances(), axis=1)
        C = np.array([Z[labels == j].mean(axis=0) if j in labels else C[j] for j in range(len(C))])
    return C + shift, np.argmin(distances(), axis=1)

# %% right: a dict of groups
from collections import defaultdict

def k_means(X, centers, steps):
    centers = [np.array(c, dtype=float) for c in centers]
    labels = None
    for step in range(steps + 1):
        if step > 0:
            groups = defaultdict(list)
            for x, j in zip(X, labels):
                groups[j].append(x)
            for j, members in groups.items():
                centers[j] = sum(members) / len(members)
        labels = [min(range(len(centers)), key=lambda j: ((x - centers[j]) ** 2).sum()) for x in X]
    return np.vstack(centers), np.array(labels)

# %% wrong: labels from before the last move
# true: the labels from before the last move of the centres
def k_means(X, centers, steps):
    centers = np.array(centers, dtype=float)
    labels = np.argmin(((X[:, None] - centers) ** 2).sum(2), axis=1)
    for _ in range(steps):
        labels = np.argmin(((X[:, None] - centers) ** 2).sum(2), axis=1)
        for j in range(len(centers)):
            if np.any(labels == j):
                centers[j] = X[labels == j].mean(axis=0)
    return centers, labels

# %% wrong: one step too many
# true: centres that moved one step too many
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps + 1):
        labels = np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)
        for j in range(len(C)):
            if np.any(labels == j):
                C[j] = X[labels == j].mean(axis=0)
    return C, np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)

# %% wrong: the return stands inside the loop
# true: the centres after a single step, however many are asked for
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)
        for j in range(len(C)):
            if np.any(labels == j):
                C[j] = X[labels == j].mean(axis=0)
        return C, np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)
    return C, np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)

# %% wrong: every step begins at the start again
# true: the centres after a single step, however many are asked for
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = np.argmin(((X[:, None] - centers) ** 2).sum(2), axis=1)
        for j in range(len(C)):
            if np.any(labels == j):
                C[j] = X[labels == j].mean(axis=0)
    return C, np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)

# %% wrong: an empty cluster becomes NaN
# true: the mean of no rows, which is NaN
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)
        C = np.array([X[labels == j].mean(axis=0) for j in range(len(C))])
    return C, np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)

# %% wrong: an empty cluster goes to the origin
# true: an empty cluster whose centre went to the origin
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)
        H = np.eye(len(C))[labels]
        C = H.T @ X / np.maximum(H.sum(axis=0), 1)[:, None]
    return C, np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)

# %% wrong: an empty cluster is dropped
# true: an empty cluster that was left out of the centres
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)
        C = np.array([X[labels == j].mean(axis=0) for j in np.unique(labels)])
    return C, np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)

# %% wrong: means in an array of whole numbers
# true: centres that were truncated to whole numbers
def k_means(X, centers, steps):
    C = centers.copy()
    for _ in range(steps):
        labels = np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)
        for j in range(len(C)):
            if np.any(labels == j):
                C[j] = X[labels == j].mean(axis=0)
    return C, np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)

# %% wrong: the caller's centres are moved
# true: centres that were truncated to whole numbers
def k_means(X, centers, steps):
    for _ in range(steps):
        labels = np.argmin(((X[:, None] - centers) ** 2).sum(2), axis=1)
        for j in range(len(centers)):
            if np.any(labels == j):
                centers[j] = X[labels == j].mean(axis=0)
    return centers, np.argmin(((X[:, None] - centers) ** 2).sum(2), axis=1)

# %% wrong: absolute differences
# true: the sum of absolute differences instead of the squared distance
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    def label():
        return np.argmin(np.abs(X[:, None] - C).sum(2), axis=1)
    for _ in range(steps):
        labels = label()
        for j in np.unique(labels):
            C[j] = X[labels == j].mean(axis=0)
    return C, label()

# %% wrong: dot products
# true: the largest dot product instead of the smallest distance
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = np.argmax(X @ C.T, axis=1)
        for j in np.unique(labels):
            C[j] = X[labels == j].mean(axis=0)
    return C, np.argmax(X @ C.T, axis=1)

# %% wrong: cosines
# true: the largest cosine instead of the smallest distance
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    def label():
        U = X / np.linalg.norm(X, axis=1, keepdims=True)
        return np.argmax(U @ (C / np.linalg.norm(C, axis=1, keepdims=True)).T, axis=1)
    for _ in range(steps):
        labels = label()
        for j in np.unique(labels):
            C[j] = X[labels == j].mean(axis=0)
    return C, label()

# %% wrong: a mean without an axis
# true: one mean over all entries of a cluster instead of one for each column
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)
        for j in np.unique(labels):
            C[j] = np.mean(X[labels == j])
    return C, np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)

# %% wrong: new labels after each centre
# true: centres that move one after the other, with new labels in between
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        for j in range(len(C)):
            labels = np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)
            if np.any(labels == j):
                C[j] = X[labels == j].mean(axis=0)
    return C, np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)

# %% wrong: the farthest centre
# true: each row given to the farthest centre
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = np.argmax(((X[:, None] - C) ** 2).sum(2), axis=1)
        for j in np.unique(labels):
            C[j] = X[labels == j].mean(axis=0)
    return C, np.argmax(((X[:, None] - C) ** 2).sum(2), axis=1)

# %% wrong: labels first
# true: the labels and the centres in the wrong order
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)
        for j in np.unique(labels):
            C[j] = X[labels == j].mean(axis=0)
    return np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1), C

# %% wrong: multiplied out, far from the origin
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    def label():
        return np.argmin((X**2).sum(1)[:, None] - 2 * X @ C.T + (C**2).sum(1), axis=1)
    for _ in range(steps):
        labels = label()
        for j in np.unique(labels):
            C[j] = X[labels == j].mean(axis=0)
    return C, label()

# %% wrong: the median
# true: the median of a cluster instead of its mean
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)
        for j in np.unique(labels):
            C[j] = np.median(X[labels == j], axis=0)
    return C, np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)

# %% wrong: an empty cluster takes the row that is farthest from its centre
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        D = ((X[:, None] - C) ** 2).sum(2)
        labels = np.argmin(D, axis=1)
        for j in range(len(C)):
            rows = X[labels == j]
            C[j] = rows.mean(axis=0) if len(rows) else X[np.argmax(D.min(axis=1))]
    return C, np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)

# %% wrong: the first column decides
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = np.argmin(np.abs(X[:, :1] - C[:, 0]), axis=1)
        for j in np.unique(labels):
            C[j] = X[labels == j].mean(axis=0)
    return C, np.argmin(np.abs(X[:, :1] - C[:, 0]), axis=1)

# %% wrong: the old centre counts as one more row
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)
        C = np.array([np.vstack([X[labels == j], C[j]]).mean(axis=0) for j in range(len(C))])
    return C, np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)

# %% wrong: centres kept from the first call
kept = {}

def k_means(X, centers, steps):
    C = np.array(kept.setdefault((X.shape, len(centers), steps), centers), dtype=float)
    for _ in range(steps):
        labels = np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)
        for j in np.unique(labels):
            C[j] = X[labels == j].mean(axis=0)
    return C, np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)

# %% wrong: single precision
def k_means(X, centers, steps):
    X, C = X.astype(np.float32), centers.astype(np.float32)
    for _ in range(steps):
        labels = np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)
        for j in np.unique(labels):
            C[j] = X[labels == j].mean(axis=0)
    return C, np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)

# %% wrong: the centres alone
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = np.argmin(((X[:, None] - C) ** 2).sum(2), axis=1)
        for j in np.unique(labels):
            C[j] = X[labels == j].mean(axis=0)
    return C

# %% wrong: a tolerance of 0.001 ends the loop
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = np.argmin(((X[:, None] - C) ** 2).sum(axis=2), axis=1)
        new = np.array([X[labels == j].mean(axis=0) if np.any(labels == j) else C[j] for j in range(len(C))])
        if np.max(np.abs(new - C)) < 1e-3:
            break
        C = new
    return C, np.argmin(((X[:, None] - C) ** 2).sum(axis=2), axis=1)

# %% wrong: all steps with the labels of the start
# true: the centres after a single step, however many are asked for
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    labels = np.argmin(((X[:, None] - C) ** 2).sum(axis=2), axis=1)
    for _ in range(steps):
        for j in np.unique(labels):
            C[j] = X[labels == j].mean(axis=0)
    return C, np.argmin(((X[:, None] - C) ** 2).sum(axis=2), axis=1)

# %% right: cdist, and sums by np.add.at
from scipy.spatial.distance import cdist


def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = cdist(X.astype(float), C).argmin(axis=1)
        sums, counts = np.zeros_like(C), np.bincount(labels, minlength=len(C))
        np.add.at(sums, labels, X)
        full = counts > 0
        C[full] = sums[full] / counts[full, None]
    return C, cdist(X.astype(float), C).argmin(axis=1)

# %% right: it stops once no label changes
def k_means(X, centers, steps):
    def nearest(C):
        return np.array([np.argmin([np.sum((x - c) ** 2.0) for c in C]) for x in X])

    C = centers.astype(float)
    labels = nearest(C)
    while steps > 0:
        C = np.array([X[labels == j].mean(axis=0) if j in labels else C[j] for j in range(len(C))])
        new = nearest(C)
        if np.array_equal(new, labels):
            break
        labels, steps = new, steps - 1
    return C, labels

# %% right: a table of memberships times X
def k_means(X, centers, steps):
    centers = np.array(centers, dtype=np.float64)

    def nearest():
        return np.linalg.norm(X[:, None, :] - centers, axis=2).argmin(axis=1)

    for _ in range(steps):
        member = np.eye(len(centers))[nearest()]  # (n, k)
        counts = member.sum(axis=0)[:, None]
        means = member.T @ X / np.maximum(counts, 1)
        centers = np.where(counts > 0, means, centers)
    return centers, nearest()

# %% right: lists and math.dist
import math


def k_means(X, centers, steps):
    rows = [[float(x) for x in row] for row in X]
    C = [[float(x) for x in row] for row in centers]
    label = lambda row: min(range(len(C)), key=lambda j: math.dist(row, C[j]))  # noqa: E731
    for _ in range(steps):
        labels = [label(row) for row in rows]
        groups = [[row for row, l in zip(rows, labels) if l == j] for j in range(len(C))]
        C = [[math.fsum(col) / len(g) for col in zip(*g)] if g else c for g, c in zip(groups, C)]
    return np.array(C), np.array([label(row) for row in rows])

# %% wrong: it stops if the labels are all 0 at first
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    labels = np.zeros(len(X), dtype=int)
    for _ in range(steps):
        new = ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)
        if np.array_equal(new, labels):
            break
        labels = new
        for j in range(len(C)):
            if np.any(labels == j):
                C[j] = X[labels == j].mean(axis=0)
    return C, ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)

# %% wrong: a single row does not move its centre
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)
        for j in range(len(C)):
            if np.sum(labels == j) > 1:
                C[j] = X[labels == j].mean(axis=0)
    return C, ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)

# %% wrong: an empty centre never gets rows again
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    alive = np.ones(len(C), dtype=bool)

    def nearest():
        D = ((X[:, None] - C) ** 2).sum(axis=2)
        return np.where(alive, D, np.inf).argmin(axis=1)

    for _ in range(steps):
        labels = nearest()
        for j in range(len(C)):
            rows = X[labels == j]
            if len(rows):
                C[j] = rows.mean(axis=0)
            else:
                alive[j] = False
    return C, nearest()

# %% wrong: it stops if np.allclose sees no move
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        old = C.copy()
        labels = ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)
        for j in np.unique(labels):
            C[j] = X[labels == j].mean(axis=0)
        if np.allclose(C, old):
            break
    return C, ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)

# %% wrong: at most six steps
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(min(steps, 6)):
        labels = ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)
        for j in np.unique(labels):
            C[j] = X[labels == j].mean(axis=0)
    return C, ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)

# %% wrong: whole-number centres stay whole for rows of floats
def k_means(X, centers, steps):
    if X.dtype.kind == "i":
        centers = centers.astype(float)
    C = centers.copy()
    for _ in range(steps):
        labels = ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)
        for j in np.unique(labels):
            C[j] = X[labels == j].mean(axis=0)
    return C, ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)

# %% wrong: squared distances rounded to five digits
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)

    def nearest():
        return np.round(((X[:, None] - C) ** 2).sum(axis=2), 5).argmin(axis=1)

    for _ in range(steps):
        labels = nearest()
        for j in np.unique(labels):
            C[j] = X[labels == j].mean(axis=0)
    return C, nearest()

# %% wrong: a centre moves before the next one has its rows
# true: centres that move one after the other, with new labels in between
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        for j in range(len(C)):
            labels = ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)
            if np.any(labels == j):
                C[j] = X[labels == j].mean(axis=0)
    return C, ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)

# %% wrong: sums of absolute differences
# true: the sum of absolute differences instead of the squared distance
def k_means(X, centers, steps):
    C = np.array(centers, dtype=float)
    for _ in range(steps):
        labels = np.abs(X[:, None] - C).sum(axis=2).argmin(axis=1)
        for j in np.unique(labels):
            C[j] = X[labels == j].mean(axis=0)
    return C, np.abs(X[:, None] - C).sum(axis=2).argmin(axis=1)

# %% right: plain loops over rows and centres
def k_means(X: np.ndarray, centers: np.ndarray, steps: int) -> tuple:
    """Return the centers after some steps of Lloyd's algorithm, and the label of each row."""
    n, d = X.shape
    k = centers.shape[0]
    current = np.array(centers, dtype=float)

    def find_labels():
        labels = []
        for i in range(n):
            best = 0
            best_distance = None
            for j in range(k):
                distance = np.sum((X[i] - current[j]) ** 2)
                if best_distance is None or distance < best_distance:
                    best_distance = distance
                    best = j
            labels.append(best)
        return labels

    for _ in range(steps):
        labels = find_labels()
        sums = np.zeros((k, d))
        counts = np.zeros(k)
        for i in range(n):
            sums[labels[i]] += X[i]
            counts[labels[i]] += 1
        for j in range(k):
            if counts[j] > 0:
                current[j] = sums[j] / counts[j]
    return current, np.array(find_labels())

# %% right: broadcasting for distances, masks for means
def k_means(X: np.ndarray, centers: np.ndarray, steps: int) -> tuple:
    def nearest(C):
        return np.argmin(((X[:, None, :] - C) ** 2).sum(axis=2), axis=1)

    C = centers.astype(float)
    for _ in range(steps):
        labels = nearest(C)
        C = np.array(
            [X[labels == j].mean(axis=0) if np.any(labels == j) else C[j] for j in range(len(C))]
        )
    return C, nearest(C)

# %% right: SciPy's cdist finds the nearest centres
from scipy.spatial.distance import cdist


def k_means(X: np.ndarray, centers: np.ndarray, steps: int) -> tuple:
    rows = np.asarray(X, dtype=float)
    moved = np.array(centers, dtype=float, copy=True)
    labels = cdist(rows, moved, "sqeuclidean").argmin(axis=1)
    for _ in range(steps):
        for j in np.unique(labels):
            moved[j] = rows[labels == j].mean(axis=0)
        labels = cdist(rows, moved, "sqeuclidean").argmin(axis=1)
    return moved, labels

# %% right: recursion, one-hot table gives the sums
def k_means(X: np.ndarray, centers: np.ndarray, steps: int) -> tuple:
    distances = np.stack([np.linalg.norm(X - c, axis=1) for c in centers], axis=1)
    labels = distances.argmin(axis=1)
    if steps == 0:
        return np.array(centers, dtype=float), labels
    member = np.eye(len(centers))[labels]  # (n, k)
    counts = member.sum(axis=0)[:, None]
    means = member.T @ (X - X[0]) / np.maximum(counts, 1) + X[0]
    return k_means(X, np.where(counts > 0, means, centers), steps - 1)

# %% wrong: labels from before the last move are returned; they must belong to the final centres
# true: the labels from before the last move of the centres
def k_means(X: np.ndarray, centers: np.ndarray, steps: int) -> tuple:
    C = centers.astype(float)
    labels = np.argmin(np.sum((X[:, None] - C) ** 2, axis=2), axis=1)
    for _ in range(steps):
        labels = np.argmin(np.sum((X[:, None] - C) ** 2, axis=2), axis=1)
        for j in range(len(C)):
            if np.sum(labels == j) > 0:
                C[j] = X[labels == j].mean(axis=0)
    return C, labels

# %% wrong: the mean of an empty group is NaN; "a centre without rows stays where it is"
# true: the mean of no rows, which is NaN
def k_means(X: np.ndarray, centers: np.ndarray, steps: int) -> tuple:
    C = centers.astype(float)
    for _ in range(steps):
        labels = np.argmin(np.sum((X[:, None] - C) ** 2, axis=2), axis=1)
        C = np.array([X[labels == j].mean(axis=0) for j in range(len(C))])
    labels = np.argmin(np.sum((X[:, None] - C) ** 2, axis=2), axis=1)
    return C, labels

# %% wrong: square multiplied out, which loses small distances far from the origin; rows near 10^6 that are 0.01 apart
def k_means(X: np.ndarray, centers: np.ndarray, steps: int) -> tuple:
    def assign(C):
        D = (X**2).sum(axis=1)[:, None] - 2 * X @ C.T + (C**2).sum(axis=1)
        return D.argmin(axis=1)

    C = centers.astype(float).copy()
    for _ in range(steps):
        labels = assign(C)
        for j in range(len(C)):
            rows = X[labels == j]
            if len(rows):
                C[j] = rows.mean(axis=0)
    return C, assign(C)

# %% wrong: centres overwritten in place (centers[j] = ...); "leave the arguments unchanged"
# true: centres that were truncated to whole numbers
def k_means(X: np.ndarray, centers: np.ndarray, steps: int) -> tuple:
    for _ in range(steps):
        labels = np.argmin(np.sum((X[:, None] - centers) ** 2, axis=2), axis=1)
        for j in range(len(centers)):
            if (labels == j).any():
                centers[j] = X[labels == j].mean(axis=0)
    labels = np.argmin(np.sum((X[:, None] - centers) ** 2, axis=2), axis=1)
    return centers, labels

# %% wrong: centers.copy() keeps the int type, so means are cut; "the means need not be whole"
# true: centres that were truncated to whole numbers
def k_means(X: np.ndarray, centers: np.ndarray, steps: int) -> tuple:
    new = centers.copy()
    for _ in range(steps):
        labels = np.argmin(np.sum((X[:, None] - new) ** 2, axis=2), axis=1)
        for j in range(len(new)):
            if (labels == j).any():
                new[j] = X[labels == j].mean(axis=0)
    return new, np.argmin(np.sum((X[:, None] - new) ** 2, axis=2), axis=1)

# %% wrong: empty clusters are left out, so the shape changes; the centres have shape (k, d)
# true: an empty cluster that was left out of the centres
def k_means(X: np.ndarray, centers: np.ndarray, steps: int) -> tuple:
    C = centers.astype(float)
    for _ in range(steps):
        labels = np.argmin(np.sum((X[:, None] - C) ** 2, axis=2), axis=1)
        C = np.array([X[labels == j].mean(axis=0) for j in np.unique(labels)])
    return C, np.argmin(np.sum((X[:, None] - C) ** 2, axis=2), axis=1)

# %% wrong: centres move one after the other, with labels computed anew in between; "all centres move at the same time"
# true: centres that move one after the other, with new labels in between
def k_means(X: np.ndarray, centers: np.ndarray, steps: int) -> tuple:
    C = centers.astype(float)

    def labels_now():
        return np.argmin(np.sum((X[:, None] - C) ** 2, axis=2), axis=1)

    for _ in range(steps):
        for j in range(len(C)):
            mine = X[labels_now() == j]
            if len(mine) > 0:
                C[j] = mine.mean(axis=0)
    return C, labels_now()

# %% wrong: labels computed once before the loop and never again; "in each step, compute the labels of all rows first"
def k_means(X: np.ndarray, centers: np.ndarray, steps: int) -> tuple:
    C = centers.astype(float)
    labels = np.argmin(np.linalg.norm(X[:, None] - C, axis=2), axis=1)
    for _ in range(steps):
        for j in range(len(C)):
            if np.any(labels == j):
                C[j] = np.mean(X[labels == j], axis=0)
    return C, labels

# %% wrong: mean over all entries (axis missing), so all coordinates of a centre become one number; equation (2) is a mean of rows
# true: one mean over all entries of a cluster instead of one for each column
def k_means(X: np.ndarray, centers: np.ndarray, steps: int) -> tuple:
    C = centers.astype(float)
    for _ in range(steps):
        labels = np.argmin(np.sum((X[:, None] - C) ** 2, axis=2), axis=1)
        for j in range(len(C)):
            if np.any(labels == j):
                C[j] = np.mean(X[labels == j])
    return C, np.argmin(np.sum((X[:, None] - C) ** 2, axis=2), axis=1)

# %% wrong: NameError with steps=0, because labels is first set in the loop; "with steps=0, return the centres and the labels for them"
def k_means(X: np.ndarray, centers: np.ndarray, steps: int) -> tuple:
    C = centers.astype(float)
    for step in range(steps):
        if step == 0:
            labels = np.argmin(np.sum((X[:, None] - C) ** 2, axis=2), axis=1)
        for j in range(len(C)):
            if np.any(labels == j):
                C[j] = np.mean(X[labels == j], axis=0)
        labels = np.argmin(np.sum((X[:, None] - C) ** 2, axis=2), axis=1)
    return C, labels
