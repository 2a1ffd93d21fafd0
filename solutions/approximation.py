"""Low-rank linear algebra: the largest eigenvalue by iteration, best approximations, LoRA.

Pure functions of real, finite arrays. Each takes anything that `numpy.asarray` takes (nested lists
too), computes in double precision, returns new arrays and never writes to its arguments.
"""

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, floats


def power_iteration(A: npt.ArrayLike, v: npt.ArrayLike, steps: int = 100) -> tuple[float, Floats]:
    """Return the largest eigenvalue of a symmetric matrix, found by repeated multiplication.

        v_0 = v / ‖v‖,   v_{k+1} = A v_k / ‖A v_k‖,   λ ≈ v_kᵀ A v_k   (Rayleigh quotient)

    The error of v_k shrinks like |λ₂/λ₁|ᵏ, that of the quotient like its square.

    Args:
        A: shape (n, n), n ≥ 1, symmetric (not checked), with a single eigenvalue that is largest
            in size; any unit.
        v: the start, shape (n,), not orthogonal to that eigenvalue's eigenvector; any unit.
        steps: how many multiplications, ≥ 0; a count. 0 gives v at length 1 and its quotient.

    Returns:
        `(eigenvalue, vector)`: the Rayleigh quotient of the last vector, a float in the unit of A,
        and that vector, shape (n,), of length 1, dimensionless.

    Raises:
        ValueError: A is not a non-empty square matrix, v not a vector of as many entries, `steps`
            is negative, v is zero, or A maps one of the vectors to zero.

    Source: G. Golub, C. Van Loan, Matrix Computations, 4th ed., section 8.2.1.
    """
    matrix, vector = floats(A, "A", 2), floats(v, "v", 1)
    if matrix.shape != (vector.size, vector.size):
        raise ValueError(f"A must be of shape {(vector.size, vector.size)}, not {matrix.shape}.")
    if steps < 0:
        raise ValueError(f"steps must be 0 or more, not {steps}.")
    vector = _unit(vector)  # (n,)
    for _ in range(steps):
        vector = _unit(matrix @ vector)
    return float(vector @ (matrix @ vector)), vector


def low_rank(A: npt.ArrayLike, k: int) -> Floats:
    """Return the matrix of rank k that is nearest to a given one.

        A = U diag(s) Vᵀ,   A_k = Σ_{i ≤ k} s_i u_i v_iᵀ,   ‖A − A_k‖_F² = Σ_{i > k} s_i²

    Args:
        A: shape (n, m); any unit.
        k: the rank, 0 ≤ k ≤ min(n, m); a count. Where s_k = s_{k+1} there are several nearest
            matrices, of which this is one.

    Returns:
        A_k, shape (n, m), in the unit of A; its rank is k, or that of A where this is lower.

    Raises:
        ValueError: A is not a non-empty matrix, or k is out of range.

    Source: C. Eckart, G. Young, Psychometrika 1 (1936) 211; G. Golub, C. Van Loan, Matrix
    Computations, 4th ed., theorem 2.4.8.
    """
    matrix = floats(A, "A", 2)
    if not 0 <= k <= min(matrix.shape):
        raise ValueError(f"k must lie in 0..{min(matrix.shape)}, not {k}.")
    u, s, vt = np.linalg.svd(matrix, full_matrices=False)  # (n, r), (r,), (r, m), r = min(n, m)
    nearest: Floats = (u[:, :k] * s[:k]) @ vt[:k]  # (n, m)
    return nearest


def lora_forward(
    x: npt.ArrayLike, W: npt.ArrayLike, A: npt.ArrayLike, B: npt.ArrayLike, alpha: float
) -> Floats:
    """Return the output of a linear layer with a low-rank correction of its weights.

        y = x W + (α / r) x A B

    x A is computed first: A B has as many entries as W, and x A only r in each row.

    Args:
        x: one input, shape (d_in,), or n inputs, shape (n, d_in); any unit.
        W: the frozen weights, shape (d_in, d_out); unit of y per unit of x.
        A: shape (d_in, r), r ≥ 1; the unit of A B is that of W.
        B: shape (r, d_out).
        alpha: α, the strength of the correction, any number; dimensionless.

    Returns:
        y, shape (d_out,) or (n, d_out).

    Raises:
        ValueError: a shape differs from those above.

    Source: E. Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, ICLR 2022, equation 3
    and section 4.1, with rows for columns.
    """
    inputs, weights = floats(x, "x", 1, 2), floats(W, "W", 2)
    down, up = floats(A, "A", 2), floats(B, "B", 2)
    d_in, d_out = weights.shape
    rank = down.shape[1]
    if inputs.shape[-1] != d_in:
        raise ValueError(f"The last axis of x must be {d_in} long, not {inputs.shape[-1]}.")
    if down.shape[0] != d_in or up.shape != (rank, d_out):
        raise ValueError(
            f"A must be of shape ({d_in}, r) and B of shape (r, {d_out}), "
            f"not {down.shape} and {up.shape}."
        )
    y: Floats = inputs @ weights + (alpha / rank) * (inputs @ down @ up)  # (..., d_out)
    return y


def _unit(vector: Floats) -> Floats:
    """Return `vector` at length 1, shape (n,)."""
    largest = np.abs(vector).max()
    if not 0 < largest < np.inf:
        raise ValueError("A vector of length 0 or without bound has no direction.")
    scaled = vector / largest  # (n,), entries up to 1, whose squares neither overflow nor vanish
    unit: Floats = scaled / np.linalg.norm(scaled)
    return unit
