# Right and wrong answers to `pca(X, n_components)`, one cell a block, as students write them.
# `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer, and
# some check must fail each wrong one.

# %% right: scikit-learn, as in the lecture text
from sklearn.decomposition import PCA

def pca(X, n_components):
    model = PCA(n_components=n_components)
    reduced_data = model.fit_transform(X)
    return reduced_data, model.explained_variance_ratio_

# %% right: the SVD of the centred data
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    ratio = S**2 / np.sum(S**2)
    return Xc @ Vt[:n_components].T, ratio[:n_components]

# %% right: the left singular vectors times the singular values
import scipy.linalg

def pca(X, n_components):
    centered = X - np.mean(X, axis=0, keepdims=True)
    U, s, _ = scipy.linalg.svd(centered, full_matrices=False)
    return U[:, :n_components] * s[:n_components], (s**2 / (s**2).sum())[:n_components]

# %% right: the covariance and eigh, reversed
def pca(X, n_components):
    centered = X - X.mean(axis=0)
    covariance = np.cov(centered, rowvar=False)
    values, vectors = np.linalg.eigh(covariance)
    values, vectors = values[::-1], vectors[:, ::-1]
    return centered @ vectors[:, :n_components], values[:n_components] / values.sum()

# %% right: the covariance over n instead of n - 1, and the trace
def pca(X, n_components):
    n = len(X)
    Z = X - np.average(X, axis=0)
    C = Z.T @ Z / n
    w, V = np.linalg.eigh(C)
    best = np.argsort(w)[::-1][:n_components]
    return Z @ V[:, best], w[best] / np.trace(C)

# %% right: the general eig on the covariance, sorted, real parts
def pca(X, n_components):
    Xm = X - X.mean(0)
    w, v = np.linalg.eig(np.cov(Xm.T))
    order = np.argsort(w.real)[::-1]
    w, v = w.real[order], v.real[:, order]
    return Xm.dot(v[:, :n_components]), w[:n_components] / w.sum()

# %% right: loops for mean and covariance, a list of the pair
def pca(X, n_components):
    n, d = X.shape
    mean = [sum(X[i][j] for i in range(n)) / n for j in range(d)]
    Z = np.array([[X[i][j] - mean[j] for j in range(d)] for i in range(n)])
    C = np.zeros((d, d))
    for a in range(d):
        for b in range(d):
            C[a, b] = sum(Z[i, a] * Z[i, b] for i in range(n)) / (n - 1)
    values, vectors = np.linalg.eigh(C)
    pairs = sorted(zip(values, vectors.T), key=lambda p: p[0], reverse=True)[:n_components]
    reduced = [[float(z @ v) for _, v in pairs] for z in Z]
    return [reduced, [float(p[0] / sum(values)) for p in pairs]]

# %% right: all signs flipped
def pca(X, n_components):
    Z = X - X.mean(axis=0)
    _, s, Vt = np.linalg.svd(Z, full_matrices=True)
    total = (Z**2).sum()
    return -(Z @ Vt[:n_components].T), s[:n_components] ** 2 / total

# %% right: the ratio from the variances of the projections
def pca(X, n_components):
    Z = X - X.mean(axis=0)
    _, _, Vt = np.linalg.svd(Z)
    P = np.einsum("ij,kj->ik", Z, Vt[:n_components])
    return P, P.var(axis=0) / Z.var(axis=0).sum()

# %% right: a QR step first, then the SVD of the small factor
def pca(X, n_components):
    Z = X - X.mean(axis=0)
    Q, R = np.linalg.qr(Z)
    u, s, _ = np.linalg.svd(R, full_matrices=False)
    scores = Q @ (u * s)
    return scores[:, :n_components], s[:n_components] ** 2 / np.sum(s**2)

# %% right: a class with fit and transform
from sklearn.preprocessing import StandardScaler

class MyPCA:
    def __init__(self, k):
        self.k = k

    def fit(self, X):
        self.scaler = StandardScaler(with_std=False).fit(X)
        _, s, Vt = np.linalg.svd(self.scaler.transform(X), full_matrices=False)
        self.components = Vt[: self.k]
        self.ratio = (s**2 / (s @ s))[: self.k]
        return self

    def transform(self, X):
        return self.scaler.transform(X) @ self.components.T

def pca(X, n_components):
    model = MyPCA(n_components).fit(X)
    return model.transform(X), model.ratio

# %% right: all components first, then the best k, on a copy
def pca(X, n_components):
    X = X.astype(float)
    X -= X.mean(axis=0)
    values, vectors = np.linalg.eigh(X.T @ X)
    scores = X @ vectors
    return np.fliplr(scores)[:, :n_components], np.flip(values)[:n_components] / np.sum(values)

# %% right: the Gram matrix of the samples, small negative eigenvalues clipped
def pca(X, n_components):
    Z = X - X.mean(0)
    lam, U = np.linalg.eigh(Z @ Z.T)
    lam, U = lam[::-1].clip(0), U[:, ::-1]
    return (U * np.sqrt(lam))[:, :n_components], (lam / np.trace(Z @ Z.T))[:n_components]

# %% right: projected first and centred afterwards
def pca(X, n_components):
    lam, V = np.linalg.eigh(np.cov(X, rowvar=False))
    lam, V = lam[::-1], V[:, ::-1]
    P = X @ V[:, :n_components]
    return P - P.mean(axis=0), lam[:n_components] / lam.sum()

# %% wrong: not centred
# true: samples that were not centred
def pca(X, n_components):
    U, S, Vt = np.linalg.svd(X, full_matrices=False)
    return X @ Vt[:n_components].T, (S**2 / (S**2).sum())[:n_components]

# %% wrong: not centred but for the variances, as scikit-learn's TruncatedSVD does it
# true: samples that were not centred; samples that were not centred, as scikit-learn's `TruncatedSVD` takes them
def pca(X, n_components):
    U, S, Vt = np.linalg.svd(X, full_matrices=False)
    P = U[:, :n_components] * S[:n_components]
    return P, P.var(axis=0) / X.var(axis=0).sum()

# %% wrong: the raw data projected on the components of the centred data
# true: the right components, but projections of samples that were not centred
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    return X @ Vt[:n_components].T, (S**2 / (S**2).sum())[:n_components]

# %% wrong: the rows centred instead of the columns
# true: centred rows instead of columns
def pca(X, n_components):
    Xc = X - X.mean(axis=1, keepdims=True)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    return Xc @ Vt[:n_components].T, (S**2 / (S**2).sum())[:n_components]

# %% wrong: one mean for the whole matrix
# true: one mean for the whole array instead of one for each feature
def pca(X, n_components):
    Xc = X - X.mean()
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    return Xc @ Vt[:n_components].T, (S**2 / (S**2).sum())[:n_components]

# %% wrong: the median instead of the mean
# true: the median of each feature subtracted instead of its mean
def pca(X, n_components):
    Xc = X - np.median(X, axis=0)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    return Xc @ Vt[:n_components].T, (S**2 / (S**2).sum())[:n_components]

# %% wrong: standardised columns
# true: features divided by their standard deviation
def pca(X, n_components):
    Xc = (X - X.mean(axis=0)) / X.std(axis=0)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    return Xc @ Vt[:n_components].T, (S**2 / (S**2).sum())[:n_components]

# %% wrong: whitened projections
# true: projections scaled to unit variance
from sklearn.decomposition import PCA

def pca(X, n_components):
    model = PCA(n_components=n_components, whiten=True)
    return model.fit_transform(X), model.explained_variance_ratio_

# %% wrong: the left singular vectors without the singular values
# true: projections scaled to unit length
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    return U[:, :n_components], (S**2 / (S**2).sum())[:n_components]

# %% wrong: the components instead of the projections
# true: the components instead of the projections
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    return Vt[:n_components], (S**2 / (S**2).sum())[:n_components]

# %% wrong: the projections in rows
# true: samples in columns instead of rows
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    return Vt[:n_components] @ Xc.T, (S**2 / (S**2).sum())[:n_components]

# %% wrong: the reconstruction instead of the projections
# true: the samples rebuilt from the components, instead of their projections
from sklearn.decomposition import PCA

def pca(X, n_components):
    model = PCA(n_components=n_components)
    return model.inverse_transform(model.fit_transform(X)), model.explained_variance_ratio_

# %% wrong: the first columns of V transposed instead of the first rows
# true: the columns of the last result of `svd`, although the components are its rows
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    U, S, Vt = np.linalg.svd(Xc)
    return Xc @ Vt[:, :n_components], (S**2 / (S**2).sum())[:n_components]

# %% wrong: the eigenvectors of eigh taken from rows
# true: eigenvectors taken from rows, although `eigh` puts them in columns
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    w, V = np.linalg.eigh(np.cov(Xc, rowvar=False))
    order = np.argsort(w)[::-1][:n_components]
    return Xc @ V[order].T, w[order] / w.sum()

# %% wrong: sorted as columns, but taken as rows: V[:k] instead of V[:, :k]
def pca(X, n_components):
    Z = X - X.mean(axis=0)
    lam, V = np.linalg.eigh(Z.T @ Z / (len(Z) - 1))
    lam, V = lam[::-1], V[:, ::-1]
    return Z @ V[:n_components].T, lam[:n_components] / lam.sum()

# %% wrong: the smallest components, eigh's rising order forgotten
# true: the components with the least variance, not those with the most
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    w, V = np.linalg.eigh(np.cov(Xc, rowvar=False))
    return Xc @ V[:, :n_components], w[:n_components] / w.sum()

# %% wrong: the best components in rising order
# true: components in increasing order of variance
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    w, V = np.linalg.eigh(np.cov(Xc, rowvar=False))
    return Xc @ V[:, -n_components:], w[-n_components:] / w.sum()

# %% wrong: the ratios sorted, the components not
# true: shares in decreasing order, but components in increasing order of variance
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    w, V = np.linalg.eigh(np.cov(Xc, rowvar=False))
    return Xc @ V[:, -n_components:], np.sort(w)[::-1][:n_components] / w.sum()

# %% wrong: eig's order taken for a sorted one
# true: the components in the order of `eig`, which is not sorted
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    w, V = np.linalg.eig(np.cov(Xc, rowvar=False))
    w, V = w.real, V.real
    return Xc @ V[:, :n_components], w[:n_components] / w.sum()

# %% wrong: rows taken for features in the covariance
# true: samples treated as features, as `np.cov` does without `rowvar=False`
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    w, V = np.linalg.eigh(np.cov(Xc))
    w, V = w[::-1], V[:, ::-1]
    return Xc.T @ V[:, :n_components], w[:n_components] / w.sum()

# %% wrong: the pair in the other order
# true: the projections and the shares in the wrong order
from sklearn.decomposition import PCA

def pca(X, n_components):
    model = PCA(n_components=n_components)
    reduced = model.fit_transform(X)
    return model.explained_variance_ratio_, reduced

# %% wrong: the explained variance instead of its ratio
# true: the variances instead of their shares
from sklearn.decomposition import PCA

def pca(X, n_components):
    model = PCA(n_components=n_components)
    return model.fit_transform(X), model.explained_variance_

# %% wrong: the ratio over the kept components alone
# true: shares among the kept components only
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    S, Vt = S[:n_components], Vt[:n_components]
    return Xc @ Vt.T, S**2 / np.sum(S**2)

# %% wrong: the ratio of singular values, not of their squares
# true: shares of the singular values instead of their squares
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    return Xc @ Vt[:n_components].T, (S / S.sum())[:n_components]

# %% wrong: the cumulative ratio
# true: cumulative shares
from sklearn.decomposition import PCA

def pca(X, n_components):
    model = PCA(n_components=n_components)
    return model.fit_transform(X), np.cumsum(model.explained_variance_ratio_)

# %% wrong: the sum of the ratios as one number
# true: the sum of the shares instead of the shares
from sklearn.decomposition import PCA

def pca(X, n_components):
    model = PCA(n_components=n_components)
    return model.fit_transform(X), model.explained_variance_ratio_.sum()

# %% wrong: n - 1 above and n below in the ratio
# true: variances divided by n - 1, as shares of a total divided by n
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    variance = S**2 / (len(X) - 1)
    return Xc @ Vt[:n_components].T, variance[:n_components] / X.var(axis=0).sum()

# %% wrong: the caller's data centred in place
def pca(X, n_components):
    X -= X.mean(axis=0)
    U, S, Vt = np.linalg.svd(X, full_matrices=False)
    return X @ Vt[:n_components].T, (S**2 / (S**2).sum())[:n_components]

# %% wrong: scikit-learn's PCA with copy=False, which writes into the caller's data
from sklearn.decomposition import PCA

def pca(X, n_components):
    model = PCA(n_components=n_components, copy=False, svd_solver="full")
    return model.fit_transform(X), model.explained_variance_ratio_

# %% wrong: two components always, as in the example
from sklearn.decomposition import PCA

def pca(X, n_components):
    model = PCA(n_components=2)
    return model.fit_transform(X), model.explained_variance_ratio_

# %% wrong: squeezed, so that one component loses its axis
from sklearn.decomposition import PCA

def pca(X, n_components):
    model = PCA(n_components=n_components)
    return np.squeeze(model.fit_transform(X)), model.explained_variance_ratio_

# %% wrong: the ratios of all components
# true: the shares of all components instead of the first k
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    return Xc @ Vt[:n_components].T, S**2 / np.sum(S**2)

# %% wrong: the columns of largest variance instead of components
# true: the features with the largest variance instead of components
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    v = Xc.var(axis=0)
    order = np.argsort(v)[::-1][:n_components]
    return Xc[:, order], v[order] / v.sum()

# %% wrong: the first columns
# true: the first k features instead of components
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    v = Xc.var(axis=0)
    return Xc[:, :n_components], v[:n_components] / v.sum()

# %% wrong: more rows than columns taken for granted
# true: code that needs at least as many samples as features
def pca(X, n_components):
    n, d = X.shape
    Xc = X - X.mean(axis=0)
    U, S, Vt = np.linalg.svd(Xc)
    Sigma = np.zeros((n, d))
    Sigma[:d, :d] = np.diag(S)
    return (U @ Sigma)[:, :n_components], (S**2 / np.sum(S**2))[:n_components]

# %% wrong: the absolute projections
# true: the absolute values of the projections
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    return np.abs(Xc @ Vt[:n_components].T), (S**2 / (S**2).sum())[:n_components]

# %% wrong: rows scaled to length 1 after projection
# true: projected samples scaled to length 1
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    P = Xc @ Vt[:n_components].T
    return P / np.linalg.norm(P, axis=1, keepdims=True), (S**2 / (S**2).sum())[:n_components]

# %% wrong: ten steps of power iteration a component
def pca(X, n_components):
    Xc = X - X.mean(axis=0)
    C = np.cov(Xc, rowvar=False)
    total, vectors, values = np.trace(C), [], []
    for _ in range(n_components):
        v = np.ones(len(C)) / np.sqrt(len(C))
        for _ in range(10):
            v = C @ v
            v = v / np.linalg.norm(v)
        lam = v @ C @ v
        C = C - lam * np.outer(v, v)
        vectors.append(v)
        values.append(lam)
    return Xc @ np.array(vectors).T, np.array(values) / total

# %% wrong: the mean and components of the first call are kept
from sklearn.decomposition import PCA

fitted = {}

def pca(X, n_components):
    key = (X.shape[1], n_components)
    if key not in fitted:
        fitted[key] = PCA(n_components=n_components).fit(X)
    model = fitted[key]
    return model.transform(X), model.explained_variance_ratio_

# %% wrong: rounded to three decimals
from sklearn.decomposition import PCA

def pca(X, n_components):
    model = PCA(n_components=n_components)
    return np.round(model.fit_transform(X), 3), np.round(model.explained_variance_ratio_, 3)

# %% wrong: the ratio rounded to six decimals
from sklearn.decomposition import PCA

def pca(X, n_components):
    model = PCA(n_components=n_components)
    return model.fit_transform(X), model.explained_variance_ratio_.round(6)

# %% wrong: single precision
from sklearn.decomposition import PCA

def pca(X, n_components):
    model = PCA(n_components=n_components)
    reduced = model.fit_transform(X.astype(np.float32))
    return reduced.astype(float), model.explained_variance_ratio_.astype(float)

# %% wrong: the projections alone
from sklearn.decomposition import PCA

def pca(X, n_components):
    return PCA(n_components=n_components).fit_transform(X)

# %% wrong: the mean of the first column taken off every column
# true: the mean of the first feature subtracted from all of them
def pca(X, n_components):
    Xc = X - X.mean(axis=0)[0]
    U, S, Vt = np.linalg.svd(Xc, full_matrices=False)
    return Xc @ Vt[:n_components].T, (S**2 / (S**2).sum())[:n_components]

# %% wrong: prints and returns nothing
from sklearn.decomposition import PCA

def pca(X, n_components):
    model = PCA(n_components=n_components)
    model.fit_transform(X)
    print(f"Explained variance ratio: {model.explained_variance_ratio_}")

# %% wrong: scikit-learn's IncrementalPCA, exact where one batch holds all
from sklearn.decomposition import IncrementalPCA
def pca(X, n_components):
    model = IncrementalPCA(n_components)
    return model.fit_transform(X), model.explained_variance_ratio_

# %% wrong: at most n - 1 components
def pca(X, n_components):
    k = min(n_components, len(X) - 1)
    Z = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(Z, full_matrices=False)
    return Z @ Vt[:k].T, s[:k] ** 2 / np.sum(s**2)

# %% wrong: variances divided by the largest
# true: variances divided by the largest instead of their sum
def pca(X, n_components):
    Z = X - X.mean(axis=0)
    _, s, Vt = np.linalg.svd(Z, full_matrices=False)
    return Z @ Vt[:n_components].T, s[:n_components] ** 2 / s[0] ** 2

# %% wrong: centred in an array of the samples' own type
# true: centred samples that were truncated to whole numbers
def pca(X, n_components):
    Z = np.zeros_like(X)
    Z[:] = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(Z, full_matrices=False)
    return Z @ Vt[:n_components].T, (s**2 / np.sum(s**2))[:n_components]

# %% wrong: in place on a copy, which may hold whole numbers
def pca(X, n_components):
    X = X.copy()
    X -= X.mean(axis=0)
    values, vectors = np.linalg.eigh(X.T @ X)
    scores = X @ vectors
    return np.fliplr(scores)[:, :n_components], np.flip(values)[:n_components] / np.sum(values)

# %% right: eigenvectors of the Gram matrix of rows
def pca(X, n_components):
    Z = X - np.mean(X, axis=0)
    lam, U = np.linalg.eigh(Z @ Z.T)
    order = np.argsort(lam)[::-1][:n_components]
    lam_k = np.clip(lam[order], 0, None)
    return U[:, order] * np.sqrt(lam_k), lam_k / np.trace(Z @ Z.T)

# %% wrong: dual only where there are more features
def pca(X, n_components):
    Z = X - X.mean(axis=0)
    if X.shape[1] > X.shape[0]:
        Z = Z - Z.mean(axis=1, keepdims=True)
    U, s, Vt = np.linalg.svd(Z, full_matrices=False)
    return U[:, :n_components] * s[:n_components], (s ** 2 / (s ** 2).sum())[:n_components]

# %% wrong: samples with a small mean are not centred
def pca(X, n_components):
    mean = X.mean(axis=0)
    Z = X - mean if np.linalg.norm(mean) > 0.5 else X
    U, s, Vt = np.linalg.svd(Z, full_matrices=False)
    return (U * s)[:, :n_components], (s**2 / np.sum(s**2))[:n_components]

# %% wrong: rows of Vt from the end
# true: the components with the least variance, not those with the most
def pca(X, n_components):
    Z = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(Z, full_matrices=False)
    return Z @ Vt[::-1][:n_components].T, (s**2 / np.sum(s**2))[::-1][:n_components]

# %% right: scikit-learn, all components first
from sklearn.decomposition import PCA


def pca(X: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    model = PCA(svd_solver="full").fit(np.array(X, dtype=float))
    k = n_components
    return model.transform(X)[:, :k], model.explained_variance_ratio_[:k]

# %% right: QR of the centred samples, then the SVD of R
def pca(X: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    Z = X - np.mean(X, axis=0, keepdims=True)
    Q, R = np.linalg.qr(Z)
    U, s, _ = np.linalg.svd(R, full_matrices=False)
    power = s * s
    return -(Q @ U * s)[:, :n_components], power[:n_components] / power.sum()

# %% right: only the k largest eigenpairs, from SciPy
import scipy.linalg


def pca(X, n_components):
    n, d = X.shape
    means = [sum(float(v) for v in column) / n for column in X.T]
    Z = np.array([[float(v) - m for v, m in zip(row, means)] for row in X])
    lam, V = scipy.linalg.eigh(Z.T @ Z, subset_by_index=[d - n_components, d - 1])
    return (Z @ V)[:, ::-1], lam[::-1] / np.sum(Z**2)

# %% wrong: single precision, then double
def pca(X: np.ndarray, n_components: int):
    X = X.astype(np.float32).astype(float)
    Z = X - X.mean(axis=0)
    U, s, _ = np.linalg.svd(Z, full_matrices=False)
    return (U * s)[:, :n_components], (s**2 / np.sum(s**2))[:n_components]

# %% wrong: the mean of the products less the product of the means
def pca(X: np.ndarray, n_components: int):
    X = X.astype(float)
    mean = X.mean(axis=0)
    C = X.T @ X / len(X) - np.outer(mean, mean)
    lam, V = np.linalg.eigh(C)
    lam, V = lam[::-1], V[:, ::-1]
    return (X - mean) @ V[:, :n_components], lam[:n_components] / np.trace(C)

# %% wrong: divided by the standard deviations where they are very different
def pca(X: np.ndarray, n_components: int):
    Z = X - X.mean(axis=0)
    std = Z.std(axis=0)
    if std.min() > 0 and std.max() > 100 * std.min():
        Z = Z / std
    U, s, _ = np.linalg.svd(Z, full_matrices=False)
    return (U * s)[:, :n_components], (s**2 / np.sum(s**2))[:n_components]

# %% wrong: singular values below a thousandth count as noise
def pca(X: np.ndarray, n_components: int):
    Z = X - X.mean(axis=0)
    U, s, _ = np.linalg.svd(Z, full_matrices=False)
    s = np.where(s < 1e-3, 0, s)
    total = np.sum(s**2) or 1
    return (U * s)[:, :n_components], (s**2 / total)[:n_components]

# %% wrong: scikit-learn with its randomized solver
from sklearn.decomposition import PCA


def pca(X: np.ndarray, n_components: int):
    model = PCA(n_components, svd_solver="randomized", random_state=0)
    reduced = model.fit_transform(X)
    return reduced, model.explained_variance_ratio_

# %% wrong: a hundred steps of power iteration a component
def pca(X: np.ndarray, n_components: int):
    Z = X - X.mean(axis=0)
    C = Z.T @ Z / (len(Z) - 1)
    total, axes, shares = np.trace(C), [], []
    rng = np.random.default_rng(0)
    for _ in range(n_components):
        v = rng.normal(size=len(C))
        for _ in range(100):
            v = C @ v
            v = v / (np.linalg.norm(v) or 1)
        lam = v @ C @ v
        C = C - lam * np.outer(v, v)
        axes.append(v)
        shares.append(lam / total)
    return Z @ np.array(axes).T, np.array(shares)

# %% wrong: remembered by the bytes of the samples
_known = {}


def pca(X: np.ndarray, n_components: int):
    key = (X.tobytes(), n_components)
    if key not in _known:
        Z = X - X.mean(axis=0)
        U, s, _ = np.linalg.svd(Z, full_matrices=False)
        _known[key] = ((U * s)[:, :n_components], (s**2 / np.sum(s**2))[:n_components])
    return _known[key]

# %% right: scikit-learn's PCA with the exact solver
from sklearn.decomposition import PCA


def pca(X: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    """Project samples onto their first principal components.

    Args:
        X: shape (n, d), n samples of d features, n >= 2 and d >= 2.
        n_components: k, from 1 to min(n, d).

    Returns:
        reduced: shape (n, k), the centred samples projected onto the components.
        explained_variance_ratio: shape (k,), shares of the total variance, decreasing.
    """
    model = PCA(n_components=n_components, svd_solver="full")
    reduced = model.fit_transform(X)
    return reduced, model.explained_variance_ratio_

# %% right: SVD of the centred samples, vectorized
def pca(X: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    """Project samples onto their first principal components.

    Args:
        X: shape (n, d), n samples of d features, n >= 2 and d >= 2.
        n_components: k, from 1 to min(n, d).

    Returns:
        reduced: shape (n, k), the centred samples projected onto the components.
        explained_variance_ratio: shape (k,), shares of the total variance, decreasing.
    """
    Z = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(Z, full_matrices=False)
    ratio = s**2 / np.sum(s**2)
    return Z @ Vt[:n_components].T, ratio[:n_components]

# %% right: covariance matrix and eigh, written out long
def pca(X: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    """Project samples onto their first principal components.

    Args:
        X: shape (n, d), n samples of d features, n >= 2 and d >= 2.
        n_components: k, from 1 to min(n, d).

    Returns:
        reduced: shape (n, k), the centred samples projected onto the components.
        explained_variance_ratio: shape (k,), shares of the total variance, decreasing.
    """
    n, d = X.shape
    # equation (1)
    mean = np.zeros(d)
    for j in range(d):
        mean[j] = np.sum(X[:, j]) / n
    Z = np.zeros((n, d))
    for i in range(n):
        Z[i] = X[i] - mean
    # equation (2)
    C = Z.T @ Z / (n - 1)
    lam, V = np.linalg.eigh(C)
    # eigh returns increasing order
    order = np.argsort(lam)[::-1]
    lam = lam[order]
    V = V[:, order]
    components = V[:, :n_components]
    reduced = Z @ components
    explained_variance_ratio = lam[:n_components] / np.sum(lam)
    return reduced, explained_variance_ratio

# %% right: U times s from scipy, shares by trace
import scipy.linalg


def pca(X: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    centred = np.subtract(X, np.mean(X, axis=0, keepdims=True))
    U, s, _ = scipy.linalg.svd(centred, full_matrices=False)
    columns = [U[:, i] * s[i] for i in range(n_components)]
    total = (centred**2).sum()
    shares = [s[i] ** 2 / total for i in range(n_components)]
    return np.stack(columns, axis=1), np.array(shares)

# %% wrong: not centred; equation (1) moves the mean to the origin
# true: samples that were not centred
def pca(X: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    """Project samples onto their first principal components.

    Args:
        X: shape (n, d), n samples of d features, n >= 2 and d >= 2.
        n_components: k, from 1 to min(n, d).

    Returns:
        reduced: shape (n, k), the centred samples projected onto the components.
        explained_variance_ratio: shape (k,), shares of the total variance, decreasing.
    """
    C = X.T @ X / (len(X) - 1)
    lam, V = np.linalg.eigh(C)
    lam, V = lam[::-1], V[:, ::-1]
    return X @ V[:, :n_components], lam[:n_components] / lam.sum()

# %% wrong: shares among the kept components only; the denominator is the total of all
# true: shares among the kept components only
def pca(X: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    """Project samples onto their first principal components.

    Args:
        X: shape (n, d), n samples of d features, n >= 2 and d >= 2.
        n_components: k, from 1 to min(n, d).

    Returns:
        reduced: shape (n, k), the centred samples projected onto the components.
        explained_variance_ratio: shape (k,), shares of the total variance, decreasing.
    """
    Z = X - X.mean(axis=0)
    C = np.cov(Z, rowvar=False)
    lam, V = np.linalg.eigh(C)
    order = np.argsort(lam)[::-1][:n_components]
    lam = lam[order]
    return Z @ V[:, order], lam / lam.sum()

# %% wrong: singular values not squared in the shares; equation (3) uses variances
# true: shares of the singular values instead of their squares
def pca(X: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    """Project samples onto their first principal components.

    Args:
        X: shape (n, d), n samples of d features, n >= 2 and d >= 2.
        n_components: k, from 1 to min(n, d).

    Returns:
        reduced: shape (n, k), the centred samples projected onto the components.
        explained_variance_ratio: shape (k,), shares of the total variance, decreasing.
    """
    Z = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(Z, full_matrices=False)
    reduced = Z @ Vt[:n_components].T
    return reduced, s[:n_components] / s.sum()

# %% wrong: features divided by their standard deviations; don't rescale the features
# true: features divided by their standard deviation
def pca(X: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    """Project samples onto their first principal components.

    Args:
        X: shape (n, d), n samples of d features, n >= 2 and d >= 2.
        n_components: k, from 1 to min(n, d).

    Returns:
        reduced: shape (n, k), the centred samples projected onto the components.
        explained_variance_ratio: shape (k,), shares of the total variance, decreasing.
    """
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    U, s, Vt = np.linalg.svd(Z, full_matrices=False)
    var = s**2
    return Z @ Vt[:n_components].T, var[:n_components] / var.sum()

# %% wrong: X centred in place; leave X unchanged (and integers raise)
def pca(X: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    """Project samples onto their first principal components.

    Args:
        X: shape (n, d), n samples of d features, n >= 2 and d >= 2.
        n_components: k, from 1 to min(n, d).

    Returns:
        reduced: shape (n, k), the centred samples projected onto the components.
        explained_variance_ratio: shape (k,), shares of the total variance, decreasing.
    """
    X -= X.mean(axis=0)
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return X @ Vt[:n_components].T, (s**2 / np.sum(s**2))[:n_components]

# %% wrong: takes rows of the eigenvector matrix as components; eigenvectors stand in the columns
# true: eigenvectors taken from rows, although `eigh` puts them in columns
def pca(X: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    """Project samples onto their first principal components.

    Args:
        X: shape (n, d), n samples of d features, n >= 2 and d >= 2.
        n_components: k, from 1 to min(n, d).

    Returns:
        reduced: shape (n, k), the centred samples projected onto the components.
        explained_variance_ratio: shape (k,), shares of the total variance, decreasing.
    """
    Z = X - X.mean(axis=0)
    C = Z.T @ Z / (len(Z) - 1)
    lam, V = np.linalg.eigh(C)
    lam = lam[::-1]
    V = V[::-1]
    reduced = Z @ V[:n_components].T
    return reduced, lam[:n_components] / lam.sum()

# %% wrong: np.cov without rowvar=False, an (n, n) matrix; C is the (d, d) covariance of the features
def pca(X: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    """Project samples onto their first principal components.

    Args:
        X: shape (n, d), n samples of d features, n >= 2 and d >= 2.
        n_components: k, from 1 to min(n, d).

    Returns:
        reduced: shape (n, k), the centred samples projected onto the components.
        explained_variance_ratio: shape (k,), shares of the total variance, decreasing.
    """
    Z = X - np.mean(X, axis=0)
    C = np.cov(Z)
    lam, V = np.linalg.eigh(C)
    lam, V = lam[::-1], V[:, ::-1]
    reduced = Z @ V[:, :n_components]
    return reduced, lam[:n_components] / np.sum(lam)

# %% wrong: eig taken as sorted by size; columns must be in order of decreasing variance
# true: the components in the order of `eig`, which is not sorted
def pca(X: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    """Project samples onto their first principal components.

    Args:
        X: shape (n, d), n samples of d features, n >= 2 and d >= 2.
        n_components: k, from 1 to min(n, d).

    Returns:
        reduced: shape (n, k), the centred samples projected onto the components.
        explained_variance_ratio: shape (k,), shares of the total variance, decreasing.
    """
    Z = X - X.mean(axis=0)
    C = Z.T @ Z / (len(X) - 1)
    lam, V = np.linalg.eig(C)
    lam, V = lam.real, V.real
    reduced = Z @ V[:, :n_components]
    ratio = lam / lam.sum()
    return reduced, ratio[:n_components]

# %% wrong: eigenvalues with n - 1 over variances with n; the shares don't sum to 1 as in equation (3)
# true: variances divided by n - 1, as shares of a total divided by n
def pca(X: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    """Project samples onto their first principal components.

    Args:
        X: shape (n, d), n samples of d features, n >= 2 and d >= 2.
        n_components: k, from 1 to min(n, d).

    Returns:
        reduced: shape (n, k), the centred samples projected onto the components.
        explained_variance_ratio: shape (k,), shares of the total variance, decreasing.
    """
    Z = X - X.mean(axis=0)
    C = Z.T @ Z / (len(X) - 1)
    lam, V = np.linalg.eigh(C)
    lam, V = lam[::-1][:n_components], V[:, ::-1][:, :n_components]
    total = np.sum(np.var(X, axis=0))
    return Z @ V, lam / total

# %% wrong: whitened projections; don't rescale the columns of reduced
# true: projections scaled to unit variance
from sklearn.decomposition import PCA


def pca(X: np.ndarray, n_components: int) -> tuple[np.ndarray, np.ndarray]:
    """Project samples onto their first principal components.

    Args:
        X: shape (n, d), n samples of d features, n >= 2 and d >= 2.
        n_components: k, from 1 to min(n, d).

    Returns:
        reduced: shape (n, k), the centred samples projected onto the components.
        explained_variance_ratio: shape (k,), shares of the total variance, decreasing.
    """
    model = PCA(n_components=n_components, whiten=True)
    reduced = model.fit_transform(X)
    return reduced, model.explained_variance_ratio_
