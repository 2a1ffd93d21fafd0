"""Matrix calculus: a quadratic form, a trace, and their gradients.

Pure functions of real, finite arrays. Each takes anything that `numpy.asarray` takes (nested lists
too), computes in double precision, returns new arrays and never writes to its arguments.
"""

import numpy.typing as npt

from solutions.arguments import Floats, floats


def quadratic_form(A: npt.ArrayLike, x: npt.ArrayLike) -> float:
    """Quadratic form of a square matrix, at a point.

        f(x) = xᵀ A x = Σ_ij A_ij x_i x_j

    Args:
        A: shape (n, n), n ≥ 1, not necessarily symmetric; any unit.
        x: shape (n,); any unit.

    Returns:
        f(x), a float; unit of A times the square of that of x.

    Raises:
        ValueError: A is not a non-empty square matrix, or x no vector of as many entries as A has
            rows.

    Source: G. Strang, Introduction to Linear Algebra, 5th ed., section 6.5, "energy" xᵀSx.
    """
    matrix, point = _square(A, x)
    return float(point @ (matrix @ point))  # (n,) @ (n,) -> ()


def quadratic_form_gradient(A: npt.ArrayLike, x: npt.ArrayLike) -> Floats:
    """Gradient of the quadratic form xᵀ A x by x.

        ∇f(x) = (A + Aᵀ) x,   and 2 A x for a symmetric A alone

    Args:
        A: shape (n, n), n ≥ 1, not necessarily symmetric; any unit.
        x: shape (n,); any unit.

    Returns:
        ∇f(x), shape (n,); unit of A times that of x.

    Raises:
        ValueError: A is not a non-empty square matrix, or x no vector of as many entries as A has
            rows.

    Source: K. B. Petersen, M. S. Pedersen, The Matrix Cookbook, 2012, equation 81.
    """
    matrix, point = _square(A, x)
    gradient: Floats = matrix @ point + point @ matrix  # (n,), where point @ matrix is Aᵀ x
    return gradient


def trace_gradient(A: npt.ArrayLike, X: npt.ArrayLike) -> Floats:
    """Gradient of tr(A X) by the matrix X.

        tr(A X) = Σ_ij A_ij X_ji,   ∂tr(A X) / ∂X_ji = A_ij,   that is   ∇f(X) = Aᵀ

    Args:
        A: shape (n, m); any unit.
        X: shape (m, n); any unit. The trace is linear in X, so its values do not matter.

    Returns:
        ∇f(X), a new array of the shape of X, (m, n); unit of A.

    Raises:
        ValueError: A is not a non-empty matrix, or X not of the shape of Aᵀ.

    Source: K. B. Petersen, M. S. Pedersen, The Matrix Cookbook, 2012, equation 100 with A X for
    X A, of the same trace.
    """
    matrix, variable = floats(A, "A", 2), floats(X, "X", 2)
    if variable.shape != matrix.shape[::-1]:
        raise ValueError(f"X must be of shape {matrix.shape[::-1]}, not {variable.shape}.")
    return matrix.T.copy()  # (m, n)


def _square(A: npt.ArrayLike, x: npt.ArrayLike) -> tuple[Floats, Floats]:
    """A square matrix and a point of as many entries, shapes (n, n) and (n,)."""
    matrix, point = floats(A, "A", 2), floats(x, "x", 1)
    if matrix.shape[0] != matrix.shape[1]:
        raise ValueError(f"A must be square, not of shape {matrix.shape}.")
    if point.size != len(matrix):
        raise ValueError(f"x must be {len(matrix)} long, as A has rows, not {point.size}.")
    return matrix, point
