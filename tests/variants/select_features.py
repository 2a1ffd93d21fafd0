# Right and wrong answers to `select_features(X, y, k)`, one cell a block, as students write them.
# `np`, `plt` and `mutual_info_classif` come from the notebook's set-up cell.

# %% right: the seed's, ranked by a rising sort
from sklearn.feature_selection import mutual_info_classif

def select_features(X, y, k):
    mi_scores = mutual_info_classif(X, y)
    return np.argsort(mi_scores)[-k:]

# %% right: highest first, the estimator of the set-up cell, with a fixed state
def select_features(X, y, k):
    scores = mutual_info_classif(X, y, random_state=0)
    return np.argsort(scores)[::-1][:k].tolist()

# %% right: SelectKBest
from sklearn.feature_selection import SelectKBest

def select_features(X, y, k):
    chosen = SelectKBest(mutual_info_classif, k=k).fit(X, y)
    return chosen.get_support(indices=True)

# %% right: a histogram of ten equal bins and the table's mutual information
def information(feature, y):
    classes = np.unique(y)
    edges = np.histogram_bin_edges(feature, bins=10)
    joint = np.array([np.histogram(feature[y == c], bins=edges)[0] for c in classes])
    joint = joint / joint.sum()
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    comes = joint > 0
    return np.sum(joint[comes] * np.log2(joint[comes] / product[comes]))

def select_features(X, y, k):
    scores = [information(X[:, j], y) for j in range(X.shape[1])]
    return tuple(int(j) for j in np.argsort(scores)[::-1][:k])

# %% right: eight quantile bins, histogram2d, entropies
def H(p):
    p = p[p > 0]
    return -(p * np.log(p)).sum()

def select_features(X, y, k):
    scores = []
    for feature in X.T:
        bins = np.searchsorted(np.quantile(feature, np.arange(1, 8) / 8), feature)
        joint = np.histogram2d(bins, y, bins=(8, len(np.unique(y))))[0] / len(y)
        scores.append(H(joint.sum(0)) + H(joint.sum(1)) - H(joint))
    return sorted(range(len(scores)), key=lambda j: -scores[j])[:k]

# %% right: sklearn's mutual_info_score of cut features
from sklearn.metrics import mutual_info_score

def select_features(X, y, k):
    def score(j):
        edges = np.linspace(X[:, j].min(), X[:, j].max(), 16)
        return mutual_info_score(y, np.digitize(X[:, j], edges))

    return sorted(range(X.shape[1]), key=score, reverse=True)[:k]

# %% right: a loop that takes the best one out, again and again
def select_features(X, y, k):
    scores = list(mutual_info_classif(X, y, n_neighbors=5))
    chosen = []
    while len(chosen) < k:
        best = int(np.argmax(scores))
        chosen.append(best)
        scores[best] = -np.inf
    return chosen

# %% right: a lambda with argpartition
select_features = lambda X, y, k: np.argpartition(-mutual_info_classif(X, y), k - 1)[:k]

# %% right: a set of indices
def select_features(X, y, k):
    scores = mutual_info_classif(X, y)
    return {int(j) for j in np.argsort(-scores)[:k]}

# %% right: the leaves of a small tree for bins
from sklearn.tree import DecisionTreeClassifier
from sklearn.metrics import mutual_info_score
def select_features(X, y, k):
    scores = []
    for f in X.T:
        t = DecisionTreeClassifier(max_leaf_nodes=8, random_state=0).fit(f[:, None], y)
        scores.append(mutual_info_score(y, t.apply(f[:, None])))
    return np.argsort(scores)[::-1][:k]

# %% right: bins of equal counts by ranks
def select_features(X, y, k):
    n, d = X.shape
    c = int(y.max()) + 1
    scores = []
    for j in range(d):
        rank = np.argsort(np.argsort(X[:, j])) * 10 // n
        table = np.bincount(rank * c + y, minlength=10 * c).reshape(10, c) / n
        scores.append(mutual_information(table))
    return np.argsort(-np.array(scores))[:k].astype(np.int32)

# %% right: SelectKBest with a fixed seed
from functools import partial
from sklearn.feature_selection import SelectKBest

def select_features(X, y, k):
    s = SelectKBest(partial(mutual_info_classif, random_state=3), k=k).fit(X, y)
    best = s.get_support(indices=True)
    return best[np.argsort(-s.scores_[best])]

# %% wrong: the lowest scores
def select_features(X, y, k):
    return np.argsort(mutual_info_classif(X, y))[:k]

# %% wrong: the scores, not their indices
def select_features(X, y, k):
    return np.sort(mutual_info_classif(X, y))[::-1][:k]

# %% wrong: five, as in the seed
def select_features(X, y, k):
    return np.argsort(mutual_info_classif(X, y))[-5:]

# %% wrong: the whole ranking
# true: the ranking of all features, not only the best k
def select_features(X, y, k):
    return np.argsort(-mutual_info_classif(X, y))

# %% wrong: counted from one
# true: indices counted from 1
def select_features(X, y, k):
    return np.argsort(mutual_info_classif(X, y))[-k:] + 1

# %% wrong: a mask
def select_features(X, y, k):
    scores = mutual_info_classif(X, y)
    return scores >= np.sort(scores)[-k]

# %% wrong: one too few, by a slice that ends before the last
def select_features(X, y, k):
    return np.argsort(mutual_info_classif(X, y))[-k:-1]

# %% wrong: the best is skipped
def select_features(X, y, k):
    return np.argsort(-mutual_info_classif(X, y))[1 : k + 1]

# %% wrong: ranks taken for indices
def select_features(X, y, k):
    ranks = np.argsort(np.argsort(-mutual_info_classif(X, y)))
    return ranks[:k]

# %% wrong: the chosen columns
def select_features(X, y, k):
    return X[:, np.argsort(mutual_info_classif(X, y))[-k:]]

# %% wrong: pairs of index and score
def select_features(X, y, k):
    scores = mutual_info_classif(X, y)
    return [(int(j), float(scores[j])) for j in np.argsort(-scores)[:k]]

# %% wrong: correlation
# true: a measure of straight lines or of the means alone, such as a correlation or an F-score
def select_features(X, y, k):
    scores = [abs(np.corrcoef(feature, y)[0, 1]) for feature in X.T]
    return np.argsort(scores)[-k:]

# %% wrong: the F test, differences of means alone
# true: a measure of straight lines or of the means alone, such as a correlation or an F-score
from sklearn.feature_selection import f_classif

def select_features(X, y, k):
    return np.argsort(f_classif(X, y)[0])[-k:]

# %% wrong: variance
# true: the features with the largest variance, whatever the labels are
def select_features(X, y, k):
    return np.argsort(X.var(axis=0))[-k:]

# %% wrong: the first k
# true: the first k features
def select_features(X, y, k):
    return list(range(k))

# %% wrong: every number a category of its own
# true: the last k features, as if all scores were equal
def select_features(X, y, k):
    return np.argsort(mutual_info_classif(X, y, discrete_features=True))[-k:]

# %% wrong: equal bins from -3 to 3, whatever the scale
def select_features(X, y, k):
    scores = []
    for feature in X.T:
        bins = np.digitize(feature, np.linspace(-3, 3, 9))
        joint = np.array([[np.mean((bins == b) & (y == c)) for c in set(y)] for b in range(10)])
        product = np.outer(joint.sum(1), joint.sum(0))
        comes = joint > 0
        scores.append(np.sum(joint[comes] * np.log2(joint[comes] / product[comes])))
    return np.argsort(scores)[-k:]

# %% wrong: features cut in two at their median
# true: features that were cut in two at their median, which hides their width
def select_features(X, y, k):
    scores = []
    for feature in X.T:
        high = feature > np.median(feature)
        joint = np.array([[np.mean((high == h) & (y == c)) for c in set(y)] for h in (0, 1)])
        product = np.outer(joint.sum(1), joint.sum(0))
        comes = joint > 0
        scores.append(np.sum(joint[comes] * np.log2(joint[comes] / product[comes])))
    return np.argsort(scores)[-k:]

# %% wrong: the first class against the rest
def select_features(X, y, k):
    return np.argsort(mutual_info_classif(X, y == 0))[-k:]

# %% wrong: the entropy of the feature, in which the label plays no part
def select_features(X, y, k):
    scores = []
    for feature in X.T:
        p = np.histogram(feature, bins=10)[0] / len(feature)
        p = p[p > 0]
        scores.append(-np.sum(p * np.log2(p)))
    return np.argsort(scores)[-k:]

# %% wrong: the choice of the first call
chosen = {}

def select_features(X, y, k):
    if k not in chosen:
        chosen[k] = np.argsort(mutual_info_classif(X, y))[-k:]
    return chosen[k]

# %% wrong: the best one, k times
# true: the best feature k times, instead of the k best
def select_features(X, y, k):
    return [int(np.argmax(mutual_info_classif(X, y)))] * k

# %% wrong: a threshold in place of k
def select_features(X, y, k):
    return np.flatnonzero(mutual_info_classif(X, y) > 0.05)

# %% wrong: classes 0 and 1 alone, by Kolmogorov and Smirnov
from scipy.stats import ks_2samp
def select_features(X, y, k):
    s = [ks_2samp(f[y == 0], f[y == 1]).statistic for f in X.T]
    return np.argsort(s)[::-1][:k]

# %% wrong: a table of the classes 0 and 1 alone
def select_features(X, y, k):
    def score(f):
        b = np.digitize(f, [f.mean() - f.std(), f.mean() + f.std()])
        P = np.array([[np.mean((b == i) & (y == c)) for c in (0, 1)] for i in range(3)])
        return mutual_information(P / P.sum())
    return np.argsort([-score(f) for f in X.T])[:k]

# %% wrong: looks features up by their score, so that the first of a tie stands for all
def select_features(X, y, k):
    s = list(mutual_info_classif(X, y).round(1))
    return [s.index(v) for v in sorted(s, reverse=True)[:k]]

# %% wrong: each feature cut at its mean, which sees no change of width
# true: features that were cut in two at their mean, which hides their width
def select_features(X, y, k):
    scores = []
    for feature in X.T:
        high = feature > feature.mean()
        table = np.array([[np.mean((high == h) & (y == c)) for c in np.unique(y)] for h in (0, 1)])
        scores.append(mutual_information(table))
    return np.argsort(scores)[::-1][:k]

# %% wrong: the first class against all others
def select_features(X, y, k):
    return np.argsort(-mutual_info_classif(X, (y == 1).astype(int), random_state=0))[:k]

# %% wrong: the F-score of scikit-learn
# true: a measure of straight lines or of the means alone, such as a correlation or an F-score
from sklearn.feature_selection import f_classif

def select_features(X, y, k):
    F, _ = f_classif(X, y)
    return np.argsort(F)[::-1][:k]

# %% wrong: the sorted scores
def select_features(X, y, k):
    mi = mutual_info_classif(X, y, random_state=0)
    return np.sort(mi)[::-1][:k]

# %% wrong: the first twenty samples alone
def select_features(X, y, k):
    mi = mutual_info_classif(X[:20], y[:20], random_state=0)
    return np.argsort(mi)[::-1][:k]

# %% wrong: the first features above the mean score
def select_features(X, y, k):
    scores = mutual_info_classif(X, y, random_state=0)
    return np.flatnonzero(scores > scores.mean())[:k]

# %% wrong: argpartition at k, which fails for k = d
def select_features(X, y, k):
    scores = mutual_info_classif(X, y, random_state=0)
    best = np.argpartition(-scores, k)[:k]
    return best[np.argsort(-scores[best])]

# %% right: tables from the text, and the mutual information of the notebook
def select_features(X, y, k):
    scores = {j: float(mutual_information(table_of(X[:, j], y))) for j in range(X.shape[1])}
    return np.array(sorted(scores, key=scores.get, reverse=True)[:k])

# %% right: ten bins of ranks, counted by hand
import heapq

from scipy.stats import rankdata


def select_features(X, y, k):
    def bits(feature):
        bins = np.minimum((rankdata(feature) - 1) * 10 // len(feature), 9).astype(int)
        counts = np.zeros((10, y.max() + 1))
        for i, label in zip(bins, y):
            counts[i, label] += 1
        chance = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / len(y)
        seen = counts > 0
        return np.sum(counts[seen] * np.log2(counts[seen] / chance[seen]))

    return heapq.nlargest(k, range(X.shape[1]), key=lambda j: bits(X[:, j]))

# %% right: one feature at a time, with five neighbours
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    scores = [
        mutual_info_classif(column[:, None], y, n_neighbors=5, random_state=1)[0] for column in X.T
    ]
    order = list(range(len(scores)))
    order.sort(key=lambda j: -scores[j])
    return np.array(order[:k])

# %% wrong: the distance of the means and the ratio of the widths
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    groups = [Z[y == label] for label in range(y.max() + 1)]
    means = np.array([group.mean(axis=0) for group in groups])
    widths = np.log(np.array([group.std(axis=0) for group in groups]))
    scores = np.ptp(means, axis=0) + np.ptp(widths, axis=0)
    return np.argsort(-scores)[:k]

# %% wrong: features that resemble a chosen one are avoided
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    scores = mutual_info_classif(X, y, random_state=0)
    alike = np.abs(np.corrcoef(X, rowvar=False).reshape(X.shape[1], -1))
    chosen = [int(np.argmax(scores))]
    while len(chosen) < k:
        rest = [j for j in range(len(scores)) if j not in chosen]
        chosen.append(max(rest, key=lambda j: scores[j] - alike[j, chosen].max()))
    return np.array(chosen)

# %% wrong: the first hundred samples
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    scores = mutual_info_classif(X[:100], y[:100], random_state=0)
    return np.argsort(scores)[::-1][:k]

# %% wrong: the accuracy of a small tree
from sklearn.tree import DecisionTreeClassifier


def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    scores = []
    for j in range(X.shape[1]):
        tree = DecisionTreeClassifier(max_depth=2, min_samples_leaf=20, random_state=0)
        scores.append(tree.fit(X[:, [j]], y).score(X[:, [j]], y))
    return np.argsort(-np.array(scores), kind="stable")[:k]

# %% right: plain loop, one score per feature, then picks the maximum
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    """Return the indices of the k features with the highest mutual information with y.

    X: shape (N, d), real features. y: shape (N,), labels 0, 1, ..., c - 1.
    k: from 1 to d.
    Returns k different column indices of X, highest first.
    """
    scores = []
    for j in range(X.shape[1]):
        column = X[:, j].reshape(-1, 1)
        score = mutual_info_classif(column, y, random_state=0)[0]
        scores.append(score)
    chosen = []
    while len(chosen) < k:
        best = None
        for j in range(len(scores)):
            if j in chosen:
                continue
            if best is None or scores[j] > scores[best]:
                best = j
        chosen.append(best)
    return np.array(chosen)

# %% right: two lines with mutual_info_classif and argsort
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    """Return the indices of the k features with the highest mutual information with y.

    X: shape (N, d), real features. y: shape (N,), labels 0, 1, ..., c - 1.
    k: from 1 to d.
    Returns k different column indices of X, highest first.
    """
    scores = mutual_info_classif(X, y, random_state=0)
    return np.argsort(-scores)[:k]

# %% right: SelectKBest with a seeded score function
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    """Return the indices of the k features with the highest mutual information with y.

    X: shape (N, d), real features. y: shape (N,), labels 0, 1, ..., c - 1.
    k: from 1 to d.
    Returns k different column indices of X, highest first.
    """
    from functools import partial

    from sklearn.feature_selection import SelectKBest

    best = SelectKBest(partial(mutual_info_classif, random_state=42), k=k).fit(X, y)
    return np.argsort(best.scores_)[::-1][:k]

# %% right: own mutual_information from equal-width histograms, sorted pairs
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    """Return the indices of the k features with the highest mutual information with y.

    X: shape (N, d), real features. y: shape (N,), labels 0, 1, ..., c - 1.
    k: from 1 to d.
    Returns k different column indices of X, highest first.
    """
    y = np.asarray(y)
    ranking = []
    for j, column in enumerate(np.transpose(X)):
        low, high = column.min(), column.max()
        width = (high - low) / 10 or 1.0
        place = np.minimum(((column - low) / width).astype(int), 9)
        table = np.zeros((10, y.max() + 1))
        for b, label in zip(place, y):
            table[b, label] += 1 / len(y)
        ranking.append((float(mutual_information(table)), j))
    ranking.sort(reverse=True)
    return np.array([j for _, j in ranking[:k]])

# %% wrong: argsort rises, so these are the k worst features; "highest first"
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    """Return the indices of the k features with the highest mutual information with y.

    X: shape (N, d), real features. y: shape (N,), labels 0, 1, ..., c - 1.
    k: from 1 to d.
    Returns k different column indices of X, highest first.
    """
    scores = mutual_info_classif(X, y, random_state=0)
    return np.argsort(scores)[:k]

# %% wrong: returns the k largest scores, not "the indices ... of the k features"
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    """Return the indices of the k features with the highest mutual information with y.

    X: shape (N, d), real features. y: shape (N,), labels 0, 1, ..., c - 1.
    k: from 1 to d.
    Returns k different column indices of X, highest first.
    """
    scores = mutual_info_classif(X, y, random_state=0)
    return np.sort(scores)[::-1][:k]

# %% wrong: absolute correlation sees only means, not "width or shape" (and "Score" means mutual information)
# true: a measure of straight lines or of the means alone, such as a correlation or an F-score
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    """Return the indices of the k features with the highest mutual information with y.

    X: shape (N, d), real features. y: shape (N,), labels 0, 1, ..., c - 1.
    k: from 1 to d.
    Returns k different column indices of X, highest first.
    """
    scores = [abs(np.corrcoef(X[:, j], y)[0, 1]) for j in range(X.shape[1])]
    return np.argsort(scores)[::-1][:k]

# %% wrong: f_classif, an F-test that compares only means; text: "in position, width or shape"
# true: a measure of straight lines or of the means alone, such as a correlation or an F-score
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    """Return the indices of the k features with the highest mutual information with y.

    X: shape (N, d), real features. y: shape (N,), labels 0, 1, ..., c - 1.
    k: from 1 to d.
    Returns k different column indices of X, highest first.
    """
    from sklearn.feature_selection import f_classif

    scores, _ = f_classif(X, y)
    return np.argsort(scores)[::-1][:k]

# %% wrong: argsort twice gives ranks, not indices of the features
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    """Return the indices of the k features with the highest mutual information with y.

    X: shape (N, d), real features. y: shape (N,), labels 0, 1, ..., c - 1.
    k: from 1 to d.
    Returns k different column indices of X, highest first.
    """
    scores = mutual_info_classif(X, y, random_state=0)
    ranks = np.argsort(np.argsort(-scores))
    return ranks[:k]

# %% wrong: discrete_features=True treats each real value as a category, so all scores are alike
# true: the last k features, as if all scores were equal
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    """Return the indices of the k features with the highest mutual information with y.

    X: shape (N, d), real features. y: shape (N,), labels 0, 1, ..., c - 1.
    k: from 1 to d.
    Returns k different column indices of X, highest first.
    """
    scores = mutual_info_classif(X, y, discrete_features=True, random_state=0)
    return np.argsort(scores)[::-1][:k]

# %% wrong: whole-number bins by astype(int), which are one bin for a small unit ("each in its own unit")
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    """Return the indices of the k features with the highest mutual information with y.

    X: shape (N, d), real features. y: shape (N,), labels 0, 1, ..., c - 1.
    k: from 1 to d.
    Returns k different column indices of X, highest first.
    """
    scores = []
    for j in range(X.shape[1]):
        bins = X[:, j].astype(int)
        bins = bins - bins.min()
        joint = np.zeros((bins.max() + 1, y.max() + 1))
        np.add.at(joint, (bins, y), 1 / len(y))
        scores.append(mutual_information(joint))
    return np.argsort(scores)[::-1][:k]

# %% wrong: returns a boolean mask over all features instead of k indices
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    """Return the indices of the k features with the highest mutual information with y.

    X: shape (N, d), real features. y: shape (N,), labels 0, 1, ..., c - 1.
    k: from 1 to d.
    Returns k different column indices of X, highest first.
    """
    scores = mutual_info_classif(X, y, random_state=0)
    border = np.sort(scores)[-k]
    return scores >= border

# %% wrong: the columns of X come back, not their indices
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    """Return the indices of the k features with the highest mutual information with y.

    X: shape (N, d), real features. y: shape (N,), labels 0, 1, ..., c - 1.
    k: from 1 to d.
    Returns k different column indices of X, highest first.
    """
    scores = mutual_info_classif(X, y, random_state=0)
    order = np.argsort(scores)[::-1]
    return X[:, order[:k]]

# %% wrong: slice [-k:-1] drops the best feature, k - 1 indices come back (text: the k features)
def select_features(X: np.ndarray, y: np.ndarray, k: int) -> np.ndarray:
    """Return the indices of the k features with the highest mutual information with y.

    X: shape (N, d), real features. y: shape (N,), labels 0, 1, ..., c - 1.
    k: from 1 to d.
    Returns k different column indices of X, highest first.
    """
    mi = mutual_info_classif(X, y, random_state=0)
    return np.argsort(mi)[-k:-1]
