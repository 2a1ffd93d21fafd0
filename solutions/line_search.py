"""Descent without a learning rate to choose: backtracking line search and conjugate gradients.

Both compute in double precision, return new arrays and never write to their arguments.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, floats

SOLVED: Final = 1e-12
"""The residual's norm over that of b at which a linear system counts as solved."""


def backtracking_descent(
    loss: Callable[[Any], Any],
    gradient: Callable[[Any], npt.ArrayLike],
    w: npt.ArrayLike,
    steps: int,
    rate: float = 1.0,
    shrink: float = 0.5,
    slope: float = 1e-4,
) -> list[Floats]:
    """Return the path of steepest descent, whose step lengths a backtracking line search finds.

        w_{k+1} = w_k − t_k g_k,   g_k = ∇L(w_k)
        t_k = the first of η, ρη, ρ²η, … with L(w_k − t g_k) ≤ L(w_k) − c t ‖g_k‖²

    Where the gradient is zero the point is repeated. Where every decrease is lost in rounding, t
    shrinks until the point no longer moves.

    Args:
        loss: L, from a vector (d,) to a number; any unit.
        gradient: ∇L, from a vector (d,) to one; unit of the loss per unit of w.
        w: w_0, shape (d,); any unit.
        steps: how many updates, ≥ 0; a count.
        rate: η > 0, the step that each search begins with; unit of w² per unit of the loss.
        shrink: ρ in (0, 1), dimensionless.
        slope: c in (0, 1), the share of the decrease along the tangent; dimensionless.

    Returns:
        The list [w_0, …, w_steps] of arrays (d,) in w's unit, of which none shares memory with
        another or with w.

    Raises:
        ValueError: an argument is out of its range, or a gradient does not have the shape of w.

    Source: L. Armijo, Pacific J. Math. 16 (1966) 1; J. Nocedal, S. J. Wright, Numerical
    Optimization, 2nd ed., Springer 2006, algorithm 3.1, with p = −∇L.
    """
    if steps < 0:
        raise ValueError(f"steps must not be negative, and is {steps}.")
    if not (0 < rate < np.inf and 0 < shrink < 1 and 0 < slope < 1):
        raise ValueError(
            "rate must be positive and finite, shrink and slope must lie between 0 and 1, not"
            f" {rate}, {shrink} and {slope}."
        )
    path = [np.array(floats(w, "w", 1))]
    for _ in range(steps):
        # Both may change what they are handed: the path keeps its own arrays.
        g = np.asarray(gradient(path[-1].copy()), dtype=np.float64)
        if g.shape != path[0].shape:
            raise ValueError(f"The gradient at w has shape {g.shape}, w {path[0].shape}.")
        path.append(_first_good(loss, path[-1], g, rate, shrink, slope))
    return path


def _first_good(
    loss: Callable[[Any], Any], w: Floats, g: Floats, rate: float, shrink: float, slope: float
) -> Floats:
    """Return the first point w − t g, of t = η, ρη, …, where the loss has fallen enough."""
    before, squared, t = float(loss(w.copy())), float(g @ g), rate
    point: Floats = w - t * g
    while float(loss(point.copy())) > before - slope * t * squared:
        t *= shrink
        point = w - t * g
    return point


def conjugate_gradient(A: npt.ArrayLike, b: npt.ArrayLike, steps: int) -> list[Floats]:
    """Return the iterates of conjugate gradients for A x = b, from x = 0.

        x_0 = 0,   r_0 = p_0 = b
        α = rᵀr / pᵀA p,   x ← x + α p,   r' = r − α A p,   β = r'ᵀr' / rᵀr,   p ← r' + β p

    x_k has the smallest ½ xᵀA x − bᵀx of all combinations of b, Ab, …, A^{k−1} b; so x_n solves
    the system but for rounding. Where ‖r‖ ≤ 1e-12 ‖b‖ the iterate is repeated.

    Args:
        A: a symmetric positive definite matrix (n, n); any unit.
        b: the right-hand side (n,); unit of A times that of x. Its squares neither overflow nor
            underflow.
        steps: how many steps, ≥ 0; a count.

    Returns:
        The list [x_0, …, x_steps] of arrays (n,), of which none shares memory with another.

    Raises:
        ValueError: `steps` is negative, the shapes do not fit, A is not symmetric, or a direction
            shows that it is not positive definite.

    Source: M. R. Hestenes, E. Stiefel, J. Res. Natl. Bur. Stand. 49 (1952) 409, section 3; J.
    Nocedal, S. J. Wright, Numerical Optimization, 2nd ed., Springer 2006, algorithm 5.2.
    """
    matrix, right = floats(A, "A", 2), floats(b, "b", 1)
    if steps < 0:
        raise ValueError(f"steps must not be negative, and is {steps}.")
    if matrix.shape != (len(right), len(right)) or not np.allclose(matrix, matrix.T):
        raise ValueError(f"A must be symmetric, of shape {(len(right), len(right))}.")
    x, r, p = np.zeros_like(right), right, right  # (n,) each
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > SOLVED * np.linalg.norm(right):
            Ap = matrix @ p  # (n,)
            if not p @ Ap > 0:
                raise ValueError("A is not positive definite.")
            alpha = (r @ r) / (p @ Ap)
            x = x + alpha * p
            following = r - alpha * Ap
            p = following + (following @ following) / (r @ r) * p
            r = following
        path.append(x.copy())
    return path
