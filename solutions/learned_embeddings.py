"""What is learned from word vectors and for them: groups of rows, and gradients of their table.

Functions of real, finite arrays. Each takes anything that `numpy.asarray` takes (nested lists too),
computes in double precision, returns new arrays and never writes to its arguments.
"""

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, Indices, floats, indices


def k_means(X: npt.ArrayLike, centers: npt.ArrayLike, steps: int) -> tuple[Floats, Indices]:
    """Group the rows of X around k centres, by steps of Lloyd's algorithm.

        label_i = argmin_j ‖x_i − c_j‖²,   c_j = mean of the x_i with label_i = j

    Args:
        X: n points of d entries, shape (n, d); any unit.
        centers: where the centres start, shape (k, d); in the unit of X.
        steps: how often all centres move, 0 or more.

    Returns:
        The centres after the last step, shape (k, d), in the unit of X; and for each row the index
        of the nearest of these centres, shape (n,), the first of those that tie. A centre to which
        no row belongs stays where it is.

    Raises:
        ValueError: X or centers is not a non-empty matrix, or they differ in their columns, or
            steps is negative.

    Source: S. P. Lloyd, Least Squares Quantization in PCM, IEEE Transactions on Information Theory
    28, 1982, section III.
    """
    rows, moved = floats(X, "X", 2), floats(centers, "centers", 2).copy()
    if rows.shape[1] != moved.shape[1]:
        raise ValueError(f"X has {rows.shape[1]} columns, centers has {moved.shape[1]}.")
    if steps < 0:
        raise ValueError(f"steps must be 0 or more, not {steps}.")
    labels = _nearest(rows, moved)
    for _ in range(steps):
        for j in range(len(moved)):
            members = labels == j  # (n,)
            if members.any():
                moved[j] = rows[members].mean(axis=0)  # (d,)
        labels = _nearest(rows, moved)
    return moved, labels


def _nearest(rows: Floats, centers: Floats) -> Indices:
    """Return the index of the nearest centre of each row, shape (n,)."""
    # Differences before squares: ‖x‖² − 2 x·c + ‖c‖² loses its digits far from the origin.
    distances = [np.sum((rows - center) ** 2, axis=1) for center in centers]  # k times (n,)
    nearest: Indices = np.argmin(distances, axis=0)
    return nearest


def embedding_gradient(tokens: npt.ArrayLike, upstream: npt.ArrayLike, n_words: int) -> Floats:
    """Return a loss's gradient along a table of word vectors, of which tokens pick rows.

        ∂L/∂E_i = Σ_t G_t over all t whose token is i,   G_t = ∂L/∂(row that token t picked)

    Args:
        tokens: shape (n,), n ≥ 1, whole numbers from 0 to n_words − 1.
        upstream: G, shape (n, d); unit of L.
        n_words: the number of rows of E; a count.

    Returns:
        ∂L/∂E, shape (n_words, d), in the unit of L; 0 for words that do not occur.

    Raises:
        ValueError: a token is out of range, or there are not as many slopes as tokens.

    Source: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, MIT Press 2016, section 12.4.2,
    and the chain rule.
    """
    G = floats(upstream, "upstream", 2)
    words = indices(tokens, "tokens", len(G), n_words)
    one_hot = (words[:, None] == np.arange(n_words)).astype(float)  # (n, n_words)
    gradient: Floats = one_hot.T @ G
    return gradient


def negative_sampling_gradients(
    v: npt.ArrayLike, U: npt.ArrayLike, labels: npt.ArrayLike
) -> tuple[float, Floats, Floats]:
    """Return the loss of a centre word among true and false context words, and its gradients.

        L = −Σ_i [y_i log σ(u_i · v) + (1 − y_i) log σ(−u_i · v)]
        ∂L/∂v = Σ_i (σ(u_i · v) − y_i) u_i,   ∂L/∂u_i = (σ(u_i · v) − y_i) v

    Args:
        v: the centre word's vector, shape (d,); dimensionless.
        U: the vectors of m context words, shape (m, d); dimensionless.
        labels: y, shape (m,): 1 for a word that was near the centre word, 0 for one that was drawn.

    Returns:
        The loss in nats, a float; ∂L/∂v, shape (d,); ∂L/∂U, shape (m, d).

    Raises:
        ValueError: the shapes do not fit, or a label is neither 0 nor 1.

    Source: T. Mikolov, I. Sutskever, K. Chen, G. Corrado, J. Dean, Distributed Representations of
    Words and Phrases and their Compositionality, NIPS 2013, equation 4.
    """
    word, contexts = floats(v, "v", 1), floats(U, "U", 2)
    truth = floats(labels, "labels", 1)
    if contexts.shape != (len(truth), len(word)):
        shapes = f"{word.shape}, {contexts.shape} and {truth.shape}"
        raise ValueError(f"v, U and labels must be (d,), (m, d) and (m,), not {shapes}.")
    if not np.all((truth == 0) | (truth == 1)):
        raise ValueError("labels must be 0 or 1.")
    scores = contexts @ word  # (m,)
    # −log σ(s) = log(1 + e^−s), which logaddexp computes without e^1000.
    loss = np.sum(np.logaddexp(0.0, np.where(truth == 1, -scores, scores)))
    small = np.exp(-np.abs(scores))  # (m,), at most 1
    error = np.where(scores >= 0, 1.0, small) / (1.0 + small) - truth  # (m,)
    return float(loss), contexts.T @ error, np.outer(error, word)
