"""Linear algebra: cosine similarity, linear maps, attention, eigenvectors, principal components.

Pure functions of real, finite arrays. Each takes anything that `numpy.asarray` takes (nested lists
too), computes in double precision, returns new arrays and never writes to its arguments.
"""

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, floats

FloatsOrComplexes = npt.NDArray[np.float64 | np.complex128]


def cosine_similarity(vec1: npt.ArrayLike, vec2: npt.ArrayLike) -> float:
    """Return the cosine of the angle between two vectors.

        cos θ = (a · b) / (‖a‖ ‖b‖)

    Args:
        vec1: a, shape (n,), n ≥ 1, not all zero; any unit.
        vec2: b, shape (n,), not all zero; any unit, not necessarily that of a.

    Returns:
        A float in [-1, 1], dimensionless: the units of a and b cancel.

    Raises:
        ValueError: an argument is not a non-empty vector, the lengths differ, or a vector is zero
            and so points nowhere.

    Source: G. Strang, Introduction to Linear Algebra, 5th ed., section 1.2, "cosine formula".
    """
    a, b = floats(vec1, "vec1", 1), floats(vec2, "vec2", 1)
    if a.size != b.size:
        raise ValueError(f"vec1 and vec2 must have one length, not {a.size} and {b.size}.")
    cosine = _unit(a, "vec1") @ _unit(b, "vec2")  # ()
    # Rounding can step over ±1 by an ulp, where arccos is NaN.
    return float(np.clip(cosine, -1.0, 1.0))


def linear_layer(x: npt.ArrayLike, W: npt.ArrayLike, b: npt.ArrayLike) -> Floats:
    """Apply an affine map to one input vector, or to a batch of them.

        y = x W + b

    Args:
        x: one input, shape (d_in,), or n inputs, shape (n, d_in); any unit.
        W: weights, shape (d_in, d_out); unit of y per unit of x.
        b: bias, shape (d_out,); unit of y. A batch adds it to every row.

    Returns:
        y, shape (d_out,) or (n, d_out); unit of b.

    Raises:
        ValueError: a shape differs from those above.

    Source: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, MIT Press 2016, section 6.1.
    """
    inputs, weights, bias = floats(x, "x", 1, 2), floats(W, "W", 2), floats(b, "b", 1)
    d_in, d_out = weights.shape
    if inputs.shape[-1] != d_in:
        raise ValueError(f"The last axis of x must be {d_in} long, not {inputs.shape[-1]}.")
    if bias.size != d_out:
        raise ValueError(f"b must be {d_out} long, as W has columns, not {bias.size}.")
    y: Floats = inputs @ weights + bias  # (..., d_out)
    return y


def simple_attention(
    query: npt.ArrayLike, key: npt.ArrayLike, value: npt.ArrayLike
) -> tuple[Floats, Floats]:
    """Return dot-product attention without scaling.

        S = Q Kᵀ,   A_ij = exp(S_ij) / Σ_l exp(S_il),   output = A V

    Args:
        query: Q, shape (n, d).
        key: K, shape (m, d); the unit of Q times that of K is dimensionless, for exp takes S.
        value: V, shape (m, d_v); any unit.

    Returns:
        `(output, attention_weights)`: output of shape (n, d_v), in the unit of V, and A of shape
        (n, m), dimensionless, each row a probability distribution over the m keys.

    Raises:
        ValueError: an argument is not a non-empty matrix, query and key differ in columns, or key
            and value differ in rows.

    Source: M.-T. Luong, H. Pham, C. Manning, EMNLP 2015 ("dot" score); A. Vaswani et al., Attention
    Is All You Need, NeurIPS 2017, equation 1 without its 1/√d.
    """
    q, k, v = floats(query, "query", 2), floats(key, "key", 2), floats(value, "value", 2)
    if q.shape[1] != k.shape[1]:
        raise ValueError(f"query has {q.shape[1]} columns and key {k.shape[1]}: they must agree.")
    if k.shape[0] != v.shape[0]:
        raise ValueError(f"key has {k.shape[0]} rows and value {v.shape[0]}: they must agree.")
    weights = _softmax_rows(q @ k.T)  # (n, m)
    return weights @ v, weights  # (n, d_v), (n, m)


def eigendecomposition(A: npt.ArrayLike) -> tuple[FloatsOrComplexes, FloatsOrComplexes]:
    """Return the eigenvalues and eigenvectors of a real, square, diagonalizable matrix.

        A v_i = λ_i v_i,   that is   A V = V diag(λ)

    Args:
        A: shape (n, n), n ≥ 1, diagonalizable (not checked); any unit.

    Returns:
        `(eigenvalues, eigenvectors)`: λ of shape (n,), in the unit of A, and V of shape (n, n),
        dimensionless, whose column `V[:, i]` has length 1 and belongs to λ_i. For a symmetric A
        both are real, λ rises and V is orthogonal. Else the order is LAPACK's, and both are
        complex as soon as one eigenvalue is.

    Raises:
        ValueError: A is not a non-empty square matrix.

    Source: G. Strang, Introduction to Linear Algebra, 5th ed., sections 6.1, 6.2 and 6.4.
    """
    matrix = floats(A, "A", 2)
    if matrix.shape[0] != matrix.shape[1]:
        raise ValueError(f"A must be square, not of shape {matrix.shape}.")
    # `eigh` gives real, orthogonal vectors even for repeated eigenvalues. It reads one triangle
    # only, so the symmetry has to be exact.
    if np.array_equal(matrix, matrix.T):
        values, vectors = np.linalg.eigh(matrix)  # (n,), (n, n)
        return values, vectors
    values, vectors = np.linalg.eig(matrix)  # (n,), (n, n)
    return values, _span_eigenspaces(matrix, values, vectors)  # (n,), (n, n)


def pca(X: npt.ArrayLike, n_components: int) -> tuple[Floats, Floats]:
    """Return the principal components: the k directions in which the data vary most.

        C = X - mean(X) = U diag(s) Vᵀ,   reduced = C V_k,   ratio_i = s_i² / Σ_j s_j²

    Args:
        X: n samples of d features, shape (n, d), n ≥ 2, not all rows equal; one unit throughout.
        n_components: k, 1 ≤ k ≤ min(n, d); a count.

    Returns:
        `(reduced, explained_variance_ratio)`: the centred samples in the coordinates of the first
        k components, shape (n, k), in the unit of X, each column up to sign; and the share of the
        total variance along each, shape (k,), dimensionless, falling.

    Raises:
        ValueError: X is not a matrix of two rows or more, its rows are all equal and so have no
            variance to explain, or k is out of range.

    Source: K. Pearson, Phil. Mag. 2 (1901) 559; I. T. Jolliffe, Principal Component Analysis,
    2nd ed., Springer 2002, section 3.5 (by singular values).
    """
    samples = floats(X, "X", 2)
    if len(samples) < 2 or np.array_equal(samples, np.broadcast_to(samples[0], samples.shape)):
        raise ValueError("X must have two different rows or more: without variance, no ratio.")
    if not 1 <= n_components <= min(samples.shape):
        raise ValueError(f"n_components must lie in 1..{min(samples.shape)}, not {n_components}.")
    centred = samples - samples.mean(axis=0)  # (n, d)
    # The SVD of the data, not the eigenvectors of CᵀC: squaring costs half of the digits.
    _, s, components = np.linalg.svd(centred, full_matrices=False)  # (r,), (r, d), r = min(n, d)
    variances = (s / s[0]) ** 2  # (r,), relative to the largest, so that no square overflows
    reduced: Floats = centred @ components[:n_components].T  # (n, k)
    return reduced, variances[:n_components] / variances.sum()  # (n, k), (k,)


def _unit(vector: Floats, name: str) -> Floats:
    """Return `vector` at length 1, shape (n,)."""
    largest = np.abs(vector).max()
    if largest == 0:
        raise ValueError(f"{name} is the zero vector, which makes no angle with any other.")
    scaled = vector / largest  # (n,), entries up to 1, whose squares neither overflow nor vanish
    unit: Floats = scaled / np.linalg.norm(scaled)
    return unit


def _span_eigenspaces(
    matrix: Floats, values: FloatsOrComplexes, vectors: FloatsOrComplexes
) -> FloatsOrComplexes:
    """Make the eigenvectors of repeated eigenvalues independent, shape (n, n).

    LAPACK finds them one by one, and may find one twice: so it does for
    [[0, 2, 0, 2], [-1, -3, 1, -2], [0, 0, 0, 0], [1, 1, -1, 0]].
    """
    basis = vectors.copy()
    # Rounding parts equal eigenvalues by some 1e-15 of the norm.
    tolerance = 1e-10 * np.linalg.norm(matrix)
    for value in values:
        equal = np.abs(values - value) <= tolerance  # (n,)
        count = np.count_nonzero(equal)
        if np.linalg.matrix_rank(vectors[:, equal], tol=1e-3) < count:
            _, _, rows = np.linalg.svd(matrix - value * np.eye(len(matrix)))  # (n, n)
            basis[:, equal] = rows[-count:].conj().T  # (n, count), the null space of A - λ I
    return basis


def _softmax_rows(scores: Floats) -> Floats:
    """Return the softmax along each row of `scores`, shape (n, m)."""
    # A shift cancels in the quotient; this one keeps exp ≤ 1, and its sum ≥ 1.
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))  # (n, m)
    weights: Floats = exps / exps.sum(axis=1, keepdims=True)
    return weights
