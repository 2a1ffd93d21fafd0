# Right and wrong answers to `plot_embeddings(E, labels=None)`, one cell a block, as students write
# them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer,
# and some check must fail each wrong one.

# %% right: scikit-learn, text at the points
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    points = PCA(n_components=2).fit_transform(E)
    fig, ax = plt.subplots()
    ax.scatter(points[:, 0], points[:, 1], alpha=0.6)
    if labels is not None:
        for (x, y), label in zip(points, labels):
            ax.text(x, y, label)
    return ax

# %% right: pyplot throughout, as in the lecture text
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    pca = PCA(n_components=2)
    embeddings_2d = pca.fit_transform(E)
    plt.figure(figsize=(6, 4))
    plt.scatter(embeddings_2d[:, 0], embeddings_2d[:, 1], alpha=0.6)
    plt.title("2D PCA of Embeddings")
    plt.xlabel("PC1")
    plt.ylabel("PC2")
    if labels:
        for i in range(len(labels)):
            plt.text(embeddings_2d[i, 0], embeddings_2d[i, 1], labels[i])
    ax = plt.gca()
    plt.tight_layout()
    plt.show()
    return ax

# %% right: singular vectors, annotate
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    U, s, Vt = np.linalg.svd(Z, full_matrices=False)
    P = Z @ Vt[:2].T
    _, ax = plt.subplots()
    ax.scatter(*P.T)
    for point, label in zip(P, labels or []):
        ax.annotate(label, point)
    return ax

# %% right: annotate, a few points off the dot
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    U, s, _ = np.linalg.svd(Z, full_matrices=False)
    x, y = U[:, 0] * s[0], U[:, 1] * s[1]
    fig, ax = plt.subplots()
    ax.scatter(x, y)
    if labels is not None:
        for i, label in enumerate(labels):
            ax.annotate(label, (x[i], y[i]), xytext=(5, 5), textcoords="offset points")
    return ax

# %% right: eigenvectors of the covariance, both signs turned
def plot_embeddings(E, labels=None):
    lam, V = np.linalg.eigh(np.cov(E.T))
    xy = -(E - np.mean(E, axis=0)) @ V[:, np.argsort(lam)[::-1][:2]]
    figure = plt.figure()
    axes = figure.add_subplot(111)
    axes.scatter(xy[:, 0], xy[:, 1], s=12, c=range(len(xy)), cmap="cividis")
    if labels is not None:
        list(map(axes.text, xy[:, 0], xy[:, 1], labels))
    axes.set(xlabel="PC1", ylabel="PC2", title="Map")
    plt.close(figure)
    return axes

# %% right: the eigenvectors of the Gram matrix of the samples
def plot_embeddings(E, labels=None):
    n = len(E)
    J = np.eye(n) - np.ones((n, n)) / n
    lam, U = np.linalg.eigh(J @ E @ E.T @ J)
    x, y = (U[:, -k] * np.sqrt(lam[-k]) for k in (1, 2))
    ax = plt.figure().gca()
    ax.scatter(x.tolist(), y.tolist(), marker="x")
    for k in reversed(range(len(labels) if labels else 0)):
        ax.text(x[k], y[k], labels[k], ha="center", va="bottom", fontsize=8)
    return ax

# %% right: a Figure without pyplot, labels a little beside their dots
from matplotlib.figure import Figure
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E)
    ax = Figure().subplots()
    ax.scatter(P[:, 0], P[:, 1])
    for p, label in zip(P, [] if labels is None else labels):
        ax.text(p[0] + 0.01, p[1] + 0.01, label)
    ax.axhline(0, color="grey")
    ax.axvline(0, color="grey")
    return ax

# %% right: annotate with an arrow
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(n_components=3 if min(E.shape) > 2 else 2).fit_transform(E)[:, :2]
    fig, ax = plt.subplots(layout="constrained")
    ax.scatter(P[:, 0], P[:, 1])
    if labels is not None:
        for label, (x, y) in zip(labels, P):
            ax.annotate(text=label, xy=(x, y), xytext=(x + 1, y + 1), arrowprops={"arrowstyle": "-"})
    return ax

# %% right: labels by a transform a few points off
from matplotlib.transforms import offset_copy

def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    P = Z @ np.linalg.svd(Z)[2].T[:, :2]
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    if labels is not None:
        tr = offset_copy(ax.transData, fig=fig, x=4, y=4, units="points")
        for p, t in zip(P, labels):
            ax.text(p[0], p[1], t, transform=tr)
    return ax

# %% right: an arrow from the origin to each word that has a label
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    P = Z @ np.linalg.svd(Z, full_matrices=False)[2][:2].T
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    if labels is not None:
        start = np.zeros(len(P))
        ax.quiver(start, start, *P.T, angles="xy", scale_units="xy", scale=1, alpha=0.2)
        for label, place in zip(labels, P):
            ax.annotate(label, place)
    return ax

# %% right: a QR decomposition first
def plot_embeddings(E, labels=None):
    Z = np.asarray(E) - np.average(E, axis=0)
    _, R = np.linalg.qr(Z)
    _, _, Vt = np.linalg.svd(R)
    xs = Z @ Vt[0]
    ys = -(Z @ Vt[1])
    ax = plt.figure(layout="tight").subplots()
    ax.scatter(list(xs), list(ys), label="words")
    ax.legend()
    if labels is not None and len(labels):
        for x, y, l in zip(xs, ys, labels):
            ax.text(x, y, f"  {l}")
    ax.axis("equal")
    return ax

# %% right: eigenvectors of the covariance, by `eig`
def plot_embeddings(E, labels=None):
    C = np.cov(E, rowvar=False)
    w, v = np.linalg.eig(C)
    order = np.argsort(w.real)[::-1][:2]
    P = (E - E.mean(0)).dot(v[:, order].real)
    plt.figure()
    plt.scatter(P[:, 0], P[:, 1])
    if labels is not None:
        for (a, b), l in zip(P, labels):
            plt.text(a, b, l)
    return plt.gca()

# %% wrong: the first two columns
# true: the first two columns of E instead of its principal components
def plot_embeddings(E, labels=None):
    fig, ax = plt.subplots()
    ax.scatter(E[:, 0], E[:, 1])
    for e, label in zip(E, labels or []):
        ax.text(e[0], e[1], label)
    return ax

# %% wrong: not centred
# true: rows that were not centred
def plot_embeddings(E, labels=None):
    P = E @ np.linalg.svd(E, full_matrices=False)[2][:2].T
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    for p, label in zip(P, labels or []):
        ax.text(*p, label)
    return ax

# %% wrong: components of centred rows, rows not centred
# true: components of the centred rows, used on rows that were not centred
def plot_embeddings(E, labels=None):
    P = E @ np.linalg.svd(E - E.mean(axis=0), full_matrices=False)[2][:2].T
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    for p, label in zip(P, labels or []):
        ax.text(*p, label)
    return ax

# %% wrong: one mean for the whole array
# true: one mean of the whole array, instead of one for each column
def plot_embeddings(E, labels=None):
    Z = E - E.mean()
    P = Z @ np.linalg.svd(Z, full_matrices=False)[2][:2].T
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    for p, label in zip(P, labels or []):
        ax.text(*p, label)
    return ax

# %% wrong: components in rising order
# true: the components with the least variance, not those with the most
def plot_embeddings(E, labels=None):
    lam, V = np.linalg.eigh(np.cov(E.T))
    P = (E - E.mean(axis=0)) @ V[:, :2]
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    for p, label in zip(P, labels or []):
        ax.text(*p, label)
    return ax

# %% wrong: x and y exchanged
# true: the second component along x and the first along y
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E)
    fig, ax = plt.subplots()
    ax.scatter(P[:, 1], P[:, 0])
    for p, label in zip(P, labels or []):
        ax.text(p[1], p[0], label)
    return ax

# %% wrong: the second and the third component
# true: the second and third components, one place too far
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(min(3, *E.shape)).fit_transform(E)[:, -2:]
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    for p, label in zip(P, labels or []):
        ax.text(*p, label)
    return ax

# %% wrong: whitened
# true: whitened components, each of variance 1
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2, whiten=True).fit_transform(E)
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    for p, label in zip(P, labels or []):
        ax.text(*p, label)
    return ax

# %% wrong: singular vectors without their lengths
# true: components without their singular values, the columns of U
def plot_embeddings(E, labels=None):
    P = np.linalg.svd(E - E.mean(axis=0), full_matrices=False)[0][:, :2]
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    for p, label in zip(P, labels or []):
        ax.text(*p, label)
    return ax

# %% wrong: columns scaled first
# true: columns of E that were divided by their standard deviation
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform((E - E.mean(axis=0)) / E.std(axis=0))
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    for p, label in zip(P, labels or []):
        ax.text(*p, label)
    return ax

# %% wrong: rows normalized first, as in the lecture text
# true: rows of E that were scaled to length 1
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E / np.linalg.norm(E, axis=1, keepdims=True))
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    for p, label in zip(P, labels or []):
        ax.text(*p, label)
    return ax

# %% wrong: labels of other points
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E)
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    for p, label in zip(P, sorted(labels or [])):
        ax.text(*p, label)
    return ax

# %% wrong: labels at the places that are mirrored
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E)
    fig, ax = plt.subplots()
    ax.scatter(-P[:, 0], P[:, 1])
    for p, label in zip(P, labels or []):
        ax.text(*p, label)
    return ax

# %% wrong: labels at the entries of E
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E)
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    for e, label in zip(E, labels or []):
        ax.text(e[0], e[1], label)
    return ax

# %% wrong: labels at the places of the neighbours
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E)
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    for p, label in zip(np.roll(P, 1, axis=0), labels or []):
        ax.annotate(label, tuple(p), xytext=(4, 4), textcoords="offset points")
    return ax

# %% wrong: the last label forgotten
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E)
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    for i in range(len(labels or []) - 1):
        ax.text(P[i, 0], P[i, 1], labels[i])
    return ax

# %% wrong: labels ignored
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E)
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    return ax

# %% wrong: labels in a legend
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E)
    fig, ax = plt.subplots()
    for i, p in enumerate(P):
        ax.scatter(*p, label=labels[i] if labels else "")
    ax.legend()
    return ax

# %% wrong: one scatter a point
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E)
    fig, ax = plt.subplots()
    for i, p in enumerate(P):
        ax.scatter(*p)
        if labels:
            ax.text(*p, labels[i])
    return ax

# %% wrong: a plot of dots, which is a line and no scatter
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E)
    fig, ax = plt.subplots()
    ax.plot(*P.T, "o")
    for p, label in zip(P, labels or []):
        ax.text(*p, label)
    return ax

# %% wrong: it fails without labels
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E)
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    for p, label in zip(P, labels):
        ax.text(*p, label)
    return ax

# %% wrong: on whatever figure is current
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E)
    plt.scatter(*P.T)
    for p, label in zip(P, labels or []):
        plt.text(*p, label)
    return plt.gca()

# %% wrong: figure 1 again and again, cleared
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E)
    fig, ax = plt.subplots(num=1, clear=True)
    ax.scatter(*P.T)
    for p, label in zip(P, labels or []):
        ax.text(*p, label)
    return ax

# %% wrong: the scatter returned
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E)
    fig, ax = plt.subplots()
    return ax.scatter(*P.T)

# %% wrong: the points returned
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(2).fit_transform(E)
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    return P

# %% wrong: the components fitted to the first call's rows
from sklearn.decomposition import PCA

fitted = {}

def plot_embeddings(E, labels=None):
    if E.shape[1] not in fitted:
        fitted[E.shape[1]] = PCA(2).fit(E)
    P = fitted[E.shape[1]].transform(E)
    fig, ax = plt.subplots()
    ax.scatter(*P.T)
    for p, label in zip(P, labels or []):
        ax.text(*p, label)
    return ax

# %% wrong: every label at every point
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    P = Z @ np.linalg.svd(Z, full_matrices=False)[2][:2].T
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    if labels is not None:
        for p in P:
            for t in labels:
                ax.text(*p, t)
    return ax

# %% wrong: numbers at the points where there are no labels
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    P = Z @ np.linalg.svd(Z, full_matrices=False)[2][:2].T
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    for i, p in enumerate(P):
        ax.text(*p, labels[i] if labels else f"word {i}")
    return ax

# %% wrong: rows of the eigenvectors' matrix, which has them in columns
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    w, V = np.linalg.eigh(np.cov(Z.T))
    P = Z @ V[::-1][:2].T
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    if labels is not None:
        for p, t in zip(P, labels):
            ax.text(*p, t)
    return ax

# %% right: scikit-learn as it comes, a length asked of the labels
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    points = PCA(n_components=2).fit_transform(E)
    fig, ax = plt.subplots()
    ax.scatter(points[:, 0], points[:, 1])
    names = [] if labels is None else list(labels)
    for k in range(len(names)):
        ax.annotate(str(names[k]), points[k])
    return ax

# %% wrong: the first hundred rows
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    _, _, Vt = np.linalg.svd(Z, full_matrices=False)
    P = Z[:100] @ Vt[:2].T
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    if labels is not None:
        for p, l in zip(P, labels):
            ax.text(p[0], p[1], l)
    return ax

# %% wrong: every second row of many
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    _, _, Vt = np.linalg.svd(Z, full_matrices=False)
    P = Z @ Vt[:2].T
    if len(P) > 100:
        P = P[::2]
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    if labels is not None:
        for p, l in zip(P, labels):
            ax.text(p[0], p[1], l)
    return ax

# %% wrong: no labels where there are many
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    _, _, Vt = np.linalg.svd(Z, full_matrices=False)
    P = Z @ Vt[:2].T
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    if labels is not None and len(E) <= 100:
        for p, l in zip(P, labels):
            ax.text(p[0], p[1], l)
    return ax

# %% wrong: components from a random projection
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(n_components=2, svd_solver="randomized", random_state=0, iterated_power=2).fit_transform(E)
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    if labels is not None:
        for p, l in zip(P, labels):
            ax.text(p[0], p[1], l)
    return ax

# %% wrong: a few steps of the power method
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    C = Z.T @ Z
    W = np.random.default_rng(0).normal(size=(E.shape[1], 2))
    for _ in range(60):
        W, _ = np.linalg.qr(C @ W)
    P = Z @ W
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    if labels is not None:
        for p, l in zip(P, labels):
            ax.text(p[0], p[1], l)
    return ax

# %% wrong: `eigh` in its own order
# true: the components with the least variance, not those with the most
def plot_embeddings(E, labels=None):
    Z = E - E.mean(0)
    w, v = np.linalg.eigh(Z.T @ Z)
    P = Z @ v[:, :2]
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    if labels is not None:
        for p, l in zip(P, labels):
            ax.text(p[0], p[1], l)
    return ax

# %% wrong: the columns of U
# true: components without their singular values, the columns of U
def plot_embeddings(E, labels=None):
    U, s, Vt = np.linalg.svd(E - E.mean(0), full_matrices=False)
    fig, ax = plt.subplots()
    ax.scatter(U[:, 0], U[:, 1])
    if labels is not None:
        for p, l in zip(U, labels):
            ax.text(p[0], p[1], l)
    return ax

# %% wrong: a scatter for each point
def plot_embeddings(E, labels=None):
    Z = E - E.mean(0)
    _, _, Vt = np.linalg.svd(Z, full_matrices=False)
    P = Z @ Vt[:2].T
    fig, ax = plt.subplots()
    for i, p in enumerate(P):
        ax.scatter(p[0], p[1])
        if labels is not None:
            ax.text(p[0], p[1], labels[i])
    return ax

# %% wrong: columns of Vᵀ
def plot_embeddings(E, labels=None):
    Z = E - E.mean(0)
    _, _, Vt = np.linalg.svd(Z, full_matrices=False)
    P = Z @ Vt[:, :2]
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    if labels is not None:
        for p, l in zip(P, labels):
            ax.text(p[0], p[1], l)
    return ax

# %% right: axes drawn by hlines and vlines
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    P = Z @ np.linalg.svd(Z, full_matrices=False)[2][:2].T
    fig, ax = plt.subplots()
    ax.hlines(0, P[:, 0].min(), P[:, 0].max(), colors="0.8")
    ax.vlines(0, P[:, 1].min(), P[:, 1].max(), colors="0.8")
    ax.scatter(P[:, 0], P[:, 1])
    for point, label in zip(P, labels or []):
        ax.annotate(label, point)
    return ax

# %% wrong: as many components as words less one
from sklearn.decomposition import PCA

def plot_embeddings(E, labels=None):
    P = PCA(n_components=min(len(E) - 1, 2)).fit_transform(E)
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    if labels is not None:
        for p, l in zip(P, labels):
            ax.text(p[0], p[1], l)
    return ax

# %% wrong: equal labels drawn once
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    P = Z @ np.linalg.svd(Z)[2][:2].T
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    if labels is not None:
        for label, p in dict(zip(labels, P)).items():
            ax.text(p[0], p[1], label)
    return ax

# %% wrong: labels in small letters, cut short
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    P = Z @ np.linalg.svd(Z)[2][:2].T
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    if labels is not None:
        for p, l in zip(P, labels):
            ax.text(p[0], p[1], l.lower()[:6])
    return ax

# %% right: eigh of the scatter matrix, reversed
def plot_embeddings(E, labels=None):
    Z = E - np.mean(E, axis=0)
    _, vectors = np.linalg.eigh(Z.T @ Z)
    P = Z @ vectors[:, ::-1][:, :2]
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    if labels is not None:
        for label, (x, y) in zip(labels, P):
            ax.text(x, y, label)
    return ax

# %% right: columns of U times singular values, annotated
def plot_embeddings(E, labels=None):
    u, s, _ = np.linalg.svd(E - E.mean(axis=0), full_matrices=False)
    x, y = (u * s).T[:2]
    ax = plt.figure().add_subplot()
    ax.scatter(x, y, c="tomato", s=12)
    for i, label in enumerate(labels or []):
        ax.annotate(label, (x[i], y[i]), xytext=(3, 3), textcoords="offset points")
    ax.set_title("map")
    return ax

# %% right: scikit-learn's components, mirrored
from sklearn.decomposition import PCA


def plot_embeddings(E, labels=None):
    points = -PCA(2).fit_transform(np.asarray(E, dtype=float))
    plt.figure(figsize=(5, 5))
    plt.scatter(*points.T)
    for point, label in zip(points.tolist(), [] if labels is None else labels):
        plt.text(*point, label, ha="center", va="bottom")
    return plt.gca()

# %% right: eigenvectors of the Gram matrix
def plot_embeddings(E, labels=None):
    n = len(E)
    J = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(J @ E @ E.T @ J)
    order = np.argsort(values)[::-1][:2]
    P = vectors[:, order] * np.sqrt(np.clip(values[order], 0, None))
    fig, ax = plt.subplots(1, 1, figsize=(6, 4))
    ax.scatter(P[:, 0], P[:, 1], marker="x")
    if labels:
        [ax.annotate(labels[i], P[i]) for i in range(n)]
    ax.set(xlabel="1", ylabel="2")
    return ax

# %% wrong: centred at the median
def plot_embeddings(E, labels=None):
    Z = E - np.median(E, axis=0)
    _, _, Vt = np.linalg.svd(Z, full_matrices=False)
    P = Z @ Vt[:2].T
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    for label, (x, y) in zip(labels or [], P):
        ax.text(x, y, label)
    return ax

# %% wrong: two columns are not turned
def plot_embeddings(E, labels=None):
    P = E - E.mean(axis=0)
    if E.shape[1] > 2:
        P = P @ np.linalg.svd(P, full_matrices=False)[2][:2].T
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    for label, (x, y) in zip(labels or [], P):
        ax.text(x, y, label)
    return ax

# %% wrong: labels half a unit away
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    P = Z @ np.linalg.svd(Z, full_matrices=False)[2][:2].T
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    for label, (x, y) in zip(labels or [], P):
        ax.text(x + 0.5, y + 0.5, label)
    return ax

# %% wrong: labels 150 points away
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    P = Z @ np.linalg.svd(Z, full_matrices=False)[2][:2].T
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    for label, xy in zip(labels or [], P):
        ax.annotate(label, xy, xytext=(150, 150), textcoords="offset points")
    return ax

# %% wrong: labels in a dict by their text
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    P = Z @ np.linalg.svd(Z, full_matrices=False)[2][:2].T
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    if labels is not None:
        places = dict(zip(labels, P))
        for label in places:
            ax.text(*places[label], label)
    return ax

# %% wrong: the axes of the first map are kept
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    if not hasattr(plot_embeddings, "components"):
        plot_embeddings.components = np.linalg.svd(Z, full_matrices=False)[2][:2]
    P = Z @ plot_embeddings.components.T
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    for label, (x, y) in zip(labels or [], P):
        ax.text(x, y, label)
    return ax

# %% wrong: forty steps of the power method
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    C = Z.T @ Z
    rng = np.random.default_rng(0)
    axes_found = []
    for _ in range(2):
        v = rng.normal(size=E.shape[1])
        for _ in range(40):
            v = C @ v
            v = v / np.linalg.norm(v)
        axes_found.append(v)
        C = C - (v @ C @ v) * np.outer(v, v)
    P = Z @ np.array(axes_found).T
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    for label, (x, y) in zip(labels or [], P):
        ax.text(x, y, label)
    return ax

# %% wrong: at most thirty labels
def plot_embeddings(E, labels=None):
    Z = E - E.mean(axis=0)
    P = Z @ np.linalg.svd(Z, full_matrices=False)[2][:2].T
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    for label, (x, y) in list(zip(labels or [], P))[:30]:
        ax.text(x, y, label)
    return ax

# %% wrong: columns of equal variance
# true: columns of E that were divided by their standard deviation
def plot_embeddings(E, labels=None):
    Z = (E - E.mean(axis=0)) / E.std(axis=0)
    P = Z @ np.linalg.svd(Z, full_matrices=False)[2][:2].T
    fig, ax = plt.subplots()
    ax.scatter(P[:, 0], P[:, 1])
    for label, (x, y) in zip(labels or [], P):
        ax.text(x, y, label)
    return ax

# %% right: eigenvectors of the covariance matrix, step by step
def plot_embeddings(E: np.ndarray, labels: list[str] | None = None) -> plt.Axes:
    """Draw embeddings along their first two principal components."""
    mean = np.mean(E, axis=0)
    Z = E - mean
    covariance = Z.T @ Z / len(Z)
    eigenvalues, eigenvectors = np.linalg.eigh(covariance)
    order = np.argsort(eigenvalues)[::-1]
    first = eigenvectors[:, order[0]]
    second = eigenvectors[:, order[1]]
    x = Z @ first
    y = Z @ second
    fig, ax = plt.subplots()
    ax.scatter(x, y)
    if labels is not None:
        for i in range(len(labels)):
            ax.text(x[i], y[i], labels[i])
    ax.set_title("Embeddings")
    ax.set_xlabel("PC 1")
    ax.set_ylabel("PC 2")
    return ax

# %% right: SVD and annotate with a small offset
def plot_embeddings(E: np.ndarray, labels: list[str] | None = None) -> plt.Axes:
    Z = E - E.mean(axis=0)
    _, _, Vt = np.linalg.svd(Z, full_matrices=False)
    points = Z @ Vt[:2].T
    _, ax = plt.subplots(figsize=(8, 6))
    ax.scatter(*points.T, s=12, color="#0072B2")
    for label, point in zip(labels or [], points):
        ax.annotate(label, point, xytext=(3, 3), textcoords="offset points")
    return ax

# %% right: scikit-learn's PCA with the full solver
from sklearn.decomposition import PCA


def plot_embeddings(E: np.ndarray, labels: list[str] | None = None) -> plt.Axes:
    xy = PCA(n_components=2, svd_solver="full").fit_transform(E)
    plt.figure()
    plt.scatter(xy[:, 0], xy[:, 1], alpha=0.7)
    if labels is not None:
        for (x, y), label in zip(xy, labels):
            plt.text(x, y, label)
    return plt.gca()

# %% right: U times singular values, helper, add_subplot
def _map_of(E):
    U, S, _ = np.linalg.svd(E - np.mean(E, axis=0, keepdims=True), full_matrices=False)
    return (U * S)[:, :2]


def plot_embeddings(E: np.ndarray, labels: list[str] | None = None) -> plt.Axes:
    places = _map_of(E)
    figure = plt.figure()
    ax = figure.add_subplot(1, 1, 1)
    ax.scatter(places[:, 0], places[:, 1], c=range(len(places)), cmap="viridis")
    ax.axhline(0, color="lightgrey", zorder=0)
    if labels:
        k = 0
        while k < len(labels):
            ax.annotate(labels[k], xy=(places[k, 0], places[k, 1]))
            k += 1
    return ax

# %% wrong: rows not centred; equation (1) projects z = e - mean
# true: rows that were not centred
def plot_embeddings(E: np.ndarray, labels: list[str] | None = None) -> plt.Axes:
    _, _, Vt = np.linalg.svd(E, full_matrices=False)
    xy = E @ Vt[:2].T
    fig, ax = plt.subplots()
    ax.scatter(xy[:, 0], xy[:, 1])
    if labels is not None:
        for i, label in enumerate(labels):
            ax.text(xy[i, 0], xy[i, 1], label)
    return ax

# %% wrong: loops over labels without looking for None, so it fails without labels; "if it is None, draw only the points"
def plot_embeddings(E: np.ndarray, labels: list[str] | None = None) -> plt.Axes:
    Z = E - E.mean(axis=0)
    Vt = np.linalg.svd(Z)[2]
    xy = Z @ Vt[:2].T
    fig, ax = plt.subplots()
    ax.scatter(xy[:, 0], xy[:, 1])
    for i, label in enumerate(labels):
        ax.annotate(label, (xy[i, 0], xy[i, 1]))
    return ax

# %% wrong: plt.scatter on the current figure; "the Axes of a new figure" at each call
def plot_embeddings(E: np.ndarray, labels: list[str] | None = None) -> plt.Axes:
    Z = E - E.mean(axis=0)
    _, _, Vt = np.linalg.svd(Z, full_matrices=False)
    x, y = Z @ Vt[0], Z @ Vt[1]
    plt.scatter(x, y)
    if labels is not None:
        for a, b, label in zip(x, y, labels):
            plt.text(a, b, label)
    return plt.gca()

# %% wrong: first two columns of eigh, which sorts upwards, so the two smallest components; the first two are wanted
# true: the components with the least variance, not those with the most
def plot_embeddings(E: np.ndarray, labels: list[str] | None = None) -> plt.Axes:
    Z = E - E.mean(axis=0)
    values, vectors_ = np.linalg.eigh(np.cov(Z, rowvar=False))
    xy = Z @ vectors_[:, :2]
    fig, ax = plt.subplots()
    ax.scatter(xy[:, 0], xy[:, 1])
    if labels is not None:
        for i in range(len(labels)):
            ax.text(xy[i, 0], xy[i, 1], labels[i])
    return ax

# %% wrong: columns of Vt taken as the components; they are the rows
def plot_embeddings(E: np.ndarray, labels: list[str] | None = None) -> plt.Axes:
    Z = E - E.mean(axis=0)
    _, _, Vt = np.linalg.svd(Z)
    xy = Z @ Vt[:, :2]
    fig, ax = plt.subplots()
    ax.scatter(xy[:, 0], xy[:, 1])
    if labels is not None:
        for label, (x, y) in zip(labels, xy):
            ax.text(x, y, label)
    return ax

# %% wrong: U without the singular values, each component rescaled to length 1; "rescale neither rows nor components"
# true: components without their singular values, the columns of U
def plot_embeddings(E: np.ndarray, labels: list[str] | None = None) -> plt.Axes:
    U, S, Vt = np.linalg.svd(E - E.mean(axis=0), full_matrices=False)
    xy = U[:, :2]
    fig, ax = plt.subplots()
    ax.scatter(xy[:, 0], xy[:, 1])
    if labels is not None:
        for label, (x, y) in zip(labels, xy):
            ax.text(x, y, label)
    return ax

# %% wrong: one scatter for every point, in a loop; "all n points in one scatter"
def plot_embeddings(E: np.ndarray, labels: list[str] | None = None) -> plt.Axes:
    Z = E - E.mean(axis=0)
    _, _, Vt = np.linalg.svd(Z, full_matrices=False)
    xy = Z @ Vt[:2].T
    fig, ax = plt.subplots()
    for i in range(len(xy)):
        ax.scatter(xy[i, 0], xy[i, 1], color="C0")
        if labels is not None:
            ax.text(xy[i, 0], xy[i, 1], labels[i])
    return ax

# %% wrong: returns the figure; the Axes is wanted
def plot_embeddings(E: np.ndarray, labels: list[str] | None = None) -> plt.Axes:
    Z = E - E.mean(axis=0)
    _, _, Vt = np.linalg.svd(Z, full_matrices=False)
    xy = Z @ Vt[:2].T
    fig, ax = plt.subplots()
    ax.scatter(xy[:, 0], xy[:, 1])
    if labels is not None:
        for i, label in enumerate(labels):
            ax.annotate(label, xy[i])
    return fig

# %% wrong: standardizes the columns first (StandardScaler habit); "rescale neither the rows nor the components"
# true: columns of E that were divided by their standard deviation
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler


def plot_embeddings(E: np.ndarray, labels: list[str] | None = None) -> plt.Axes:
    xy = PCA(n_components=2).fit_transform(StandardScaler().fit_transform(E))
    fig, ax = plt.subplots()
    ax.scatter(xy[:, 0], xy[:, 1])
    if labels is not None:
        for i, label in enumerate(labels):
            ax.annotate(label, (xy[i, 0], xy[i, 1]))
    return ax

# %% wrong: labels put at the first two entries of E, not at the projected points; "at the point of its word"
def plot_embeddings(E: np.ndarray, labels: list[str] | None = None) -> plt.Axes:
    Z = E - E.mean(axis=0)
    _, _, Vt = np.linalg.svd(Z, full_matrices=False)
    xy = Z @ Vt[:2].T
    fig, ax = plt.subplots()
    ax.scatter(xy[:, 0], xy[:, 1])
    if labels is not None:
        for row, label in zip(E, labels):
            ax.text(row[0], row[1], label)
    return ax
