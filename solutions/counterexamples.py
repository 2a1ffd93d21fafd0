"""Counterexamples: inputs on which functions that look right go wrong.

Notebooks give the functions, and ask for an input that shows what is wrong with them. Of the many
right inputs, the functions here return a small one. What they return is new in each call, and no
argument is changed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, floats


def misleading_points(v: npt.ArrayLike) -> Floats:
    """Return points that vary along v alone, and whose uncentred first direction is across v.

        x_t = t v + 10 w,   t = −1, 0, 1,   w ⟂ v
        Σ x xᵀ = 2 v vᵀ + 300 w wᵀ,   Σ (x − x̄)(x − x̄)ᵀ = 2 v vᵀ

    Args:
        v: a unit vector, shape (2,); dimensionless.

    Returns:
        Points, one a row, shape (3, 2); dimensionless.

    Raises:
        ValueError: v is not a vector of two numbers.

    Source: I. T. Jolliffe, Principal Component Analysis, 2nd ed., Springer 2002, section 14.2.3.
    """
    along = floats(v, "v", 1)
    if along.shape != (2,):
        raise ValueError(f"v must be 2 long, not {along.size}.")
    across = np.array([-along[1], along[0]])
    return np.array([t * along + 10 * across for t in (-1.0, 0.0, 1.0)])
