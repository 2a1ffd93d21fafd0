"""Matrix calculus: gradients of a quadratic form, a trace, and layers as networks use them.

Pure functions of real, finite arrays. Each takes anything that `numpy.asarray` takes (nested lists
too), computes in double precision, returns new arrays and never writes to its arguments.
"""

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, floats, indices


def quadratic_form(A: npt.ArrayLike, x: npt.ArrayLike) -> float:
    """Return the quadratic form of a square matrix at a point.

        f(x) = xᵀ A x = Σ_ij A_ij x_i x_j

    Args:
        A: shape (n, n), n ≥ 1, not necessarily symmetric; any unit.
        x: shape (n,); any unit.

    Returns:
        f(x), a float; unit of A times the square of that of x.

    Raises:
        ValueError: A is not a non-empty square matrix, or x is not a vector with as many entries as
            A has rows.

    Source: G. Strang, Introduction to Linear Algebra, 5th ed., section 6.5, "energy" xᵀSx.
    """
    matrix, point = _square(A, x)
    return float(point @ (matrix @ point))  # (n,) @ (n,) -> ()


def quadratic_form_gradient(A: npt.ArrayLike, x: npt.ArrayLike) -> Floats:
    """Return the gradient of the quadratic form xᵀ A x with respect to x.

        ∇f(x) = (A + Aᵀ) x,   and 2 A x for a symmetric A alone

    Args:
        A: shape (n, n), n ≥ 1, not necessarily symmetric; any unit.
        x: shape (n,); any unit.

    Returns:
        ∇f(x), shape (n,); unit of A times that of x.

    Raises:
        ValueError: A is not a non-empty square matrix, or x is not a vector with as many entries as
            A has rows.

    Source: K. B. Petersen, M. S. Pedersen, The Matrix Cookbook, 2012, equation 81.
    """
    matrix, point = _square(A, x)
    gradient: Floats = matrix @ point + point @ matrix  # (n,), where point @ matrix is Aᵀ x
    return gradient


def trace_gradient(A: npt.ArrayLike, X: npt.ArrayLike) -> Floats:
    """Return the gradient of tr(A X) with respect to the matrix X.

        tr(A X) = Σ_ij A_ij X_ji,   ∂tr(A X) / ∂X_ji = A_ij,   that is   ∇f(X) = Aᵀ

    Args:
        A: shape (n, m); any unit.
        X: shape (m, n); any unit. The trace is linear in X, so its values do not matter.

    Returns:
        ∇f(X), a new array of the shape of X, (m, n); unit of A.

    Raises:
        ValueError: A is not a non-empty matrix, or X does not have the shape of Aᵀ.

    Source: K. B. Petersen, M. S. Pedersen, The Matrix Cookbook, 2012, equation 100 with A X for
    X A, of the same trace.
    """
    matrix, variable = floats(A, "A", 2), floats(X, "X", 2)
    if variable.shape != matrix.shape[::-1]:
        raise ValueError(f"X must be of shape {matrix.shape[::-1]}, not {variable.shape}.")
    return matrix.T.copy()  # (m, n)


def least_squares_gradient(X: npt.ArrayLike, W: npt.ArrayLike, Y: npt.ArrayLike) -> Floats:
    """Return the gradient of a linear layer's squared errors with respect to its weights.

        L(W) = ‖X W - Y‖² = Σ_ij (X W - Y)_ij²,   ∇L(W) = 2 Xᵀ (X W - Y)

    Args:
        X: inputs, shape (n, d); any unit.
        W: weights, shape (d, k); unit of Y per unit of X.
        Y: targets, shape (n, k); any unit.

    Returns:
        ∇L(W), shape (d, k); unit of X times that of Y.

    Raises:
        ValueError: an argument is not a non-empty matrix, or the shapes do not fit.

    Source: K. B. Petersen, M. S. Pedersen, The Matrix Cookbook, 2012, equation 119 with A = X.
    """
    inputs, weights, targets = floats(X, "X", 2), floats(W, "W", 2), floats(Y, "Y", 2)
    if inputs.shape[1] != len(weights):
        raise ValueError(f"X must have {len(weights)} columns, not {inputs.shape[1]}.")
    if targets.shape != (len(inputs), weights.shape[1]):
        wanted = (len(inputs), weights.shape[1])
        raise ValueError(f"Y must be of shape {wanted}, not {targets.shape}.")
    gradient: Floats = 2 * inputs.T @ (inputs @ weights - targets)  # (d, n) @ (n, k)
    return gradient


def linear_layer_gradients(
    x: npt.ArrayLike, W: npt.ArrayLike, upstream: npt.ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Return a loss's gradients with respect to a linear layer's input, weights and bias.

        y = x W + b,   G = ∂L/∂y
        ∂L/∂x = G Wᵀ,   ∂L/∂W = xᵀ G,   ∂L/∂b_j = Σ_i G_ij

    Args:
        x: n inputs, shape (n, d_in); any unit.
        W: weights, shape (d_in, d_out); any unit.
        upstream: G, shape (n, d_out); unit of L per unit of y.

    Returns:
        `(dx, dW, db)`, shapes (n, d_in), (d_in, d_out) and (d_out,); each in the unit of L per
        unit of its variable.

    Raises:
        ValueError: an argument is not a non-empty matrix, or the shapes do not fit.

    Source: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, MIT Press 2016, section 6.5.6.
    """
    inputs, weights, G = floats(x, "x", 2), floats(W, "W", 2), floats(upstream, "upstream", 2)
    if inputs.shape[1] != weights.shape[0]:
        raise ValueError(f"x must have {weights.shape[0]} columns, not {inputs.shape[1]}.")
    if G.shape != (inputs.shape[0], weights.shape[1]):
        wanted = (inputs.shape[0], weights.shape[1])
        raise ValueError(f"upstream must be of shape {wanted}, not {G.shape}.")
    return G @ weights.T, inputs.T @ G, G.sum(axis=0)  # (n, d_in), (d_in, d_out), (d_out,)


def tied_layer_gradient(x: npt.ArrayLike, W: npt.ArrayLike, upstream: npt.ArrayLike) -> Floats:
    """Return a loss's gradient along weights that two layers share.

        y = x W Wᵀ,   ∂L/∂W = (xᵀ G + Gᵀ x) W,   G = ∂L/∂y

    Args:
        x: shape (n, d).
        W: shape (d, k).
        upstream: G, shape (n, d); unit of L.

    Returns:
        ∂L/∂W, shape (d, k), in the unit of L.

    Raises:
        ValueError: an array is not a matrix, or does not fit the others.

    Source: K. B. Petersen, M. S. Pedersen, The Matrix Cookbook, 2012, section 2.5, for the
    derivative of tr(Gᵀ x W Wᵀ).
    """
    rows, weights, G = floats(x, "x", 2), floats(W, "W", 2), floats(upstream, "upstream", 2)
    if rows.shape != G.shape or rows.shape[1] != len(weights):
        raise ValueError("x and upstream must be of one shape, and as wide as W is high.")
    half = rows.T @ G  # (d, d)
    gradient: Floats = (half + half.T) @ weights
    return gradient


def softmax_gradient(probabilities: npt.ArrayLike, upstream: npt.ArrayLike) -> Floats:
    """Return the gradient of a loss with respect to the logits of a softmax.

        P = softmax(Z),   G = ∂L/∂P,   ∂L/∂Z_ij = P_ij (G_ij − Σ_l P_il G_il)

    Args:
        probabilities: P, shape (n, m), or with any number of axes before the last, along which it
            sums to 1 (not checked); dimensionless.
        upstream: G, of the shape of P; unit of L.

    Returns:
        ∂L/∂Z, of the shape of P, in the unit of L; along the last axis it sums to 0.

    Raises:
        ValueError: P is empty or a single number, or the shapes differ.

    Source: C. Bishop, Pattern Recognition and Machine Learning, Springer 2006, equation 4.106 (the
    Jacobian), multiplied by G.
    """
    P, G = floats(probabilities, "probabilities"), floats(upstream, "upstream")
    if P.shape != G.shape:
        raise ValueError(f"upstream must be of shape {P.shape}, not {G.shape}.")
    gradient: Floats = P * (G - np.sum(P * G, axis=-1, keepdims=True))  # (..., m)
    return gradient


def cross_entropy_gradient(logits: npt.ArrayLike, targets: npt.ArrayLike) -> Floats:
    """Return the gradient of the mean cross-entropy with respect to the logits.

        L = −(1/n) Σ_i log softmax(Z_i)[t_i],   ∂L/∂Z_ij = (softmax(Z_i)_j − [j = t_i]) / n

    Args:
        logits: Z, shape (n, m), finite; dimensionless.
        targets: t, shape (n,), whole numbers from 0 to m − 1.

    Returns:
        ∂L/∂Z, shape (n, m), in nats; each row sums to 0.

    Raises:
        ValueError: logits are not a non-empty matrix, or targets not n indices of its columns.

    Source: C. Bishop, Pattern Recognition and Machine Learning, Springer 2006, equation 4.109.
    """
    Z = floats(logits, "logits", 2)
    n, m = Z.shape
    t = indices(targets, "targets", n, m)  # (n,)
    exps = np.exp(Z - Z.max(axis=1, keepdims=True))  # (n, m), entries up to 1
    gradient: Floats = exps / exps.sum(axis=1, keepdims=True)
    # p − 1 is minus the sum of the others, which keeps its digits where p is nearly 1.
    gradient[np.arange(n), t] = 0.0
    gradient[np.arange(n), t] = -gradient.sum(axis=1)
    gradient /= n
    return gradient


def _square(A: npt.ArrayLike, x: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return a square matrix and a point of as many entries, shapes (n, n) and (n,)."""
    matrix, point = floats(A, "A", 2), floats(x, "x", 1)
    if matrix.shape[0] != matrix.shape[1]:
        raise ValueError(f"A must be square, not of shape {matrix.shape}.")
    if point.size != len(matrix):
        raise ValueError(f"x must be {len(matrix)} long, as A has rows, not {point.size}.")
    return matrix, point
