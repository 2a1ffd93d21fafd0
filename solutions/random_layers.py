"""Random layers: how the weights' standard deviation decides what becomes of signals.

Pure functions of real, finite numbers. They compute in double precision, return new values and
never write to their arguments; the state of the generator that is handed over alone moves on.
"""

import math

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, floats


def weight_std(width: int, depth: int, factor: float) -> float:
    """Return the standard deviation of weights with which layers change the spread by a factor.

        (σ √n)^k = F   so   σ = F^(1/k) / √n

    Args:
        width: n ≥ 1, the numbers in a signal; a count.
        depth: k ≥ 1, the layers; a count.
        factor: F > 0, by which all layers together multiply the spread; dimensionless.

    Returns:
        σ, a float; dimensionless, for all signals have one unit.

    Raises:
        ValueError: an argument is not positive.

    Source: X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural
    networks, AISTATS 2010, section 4.2.1, equation 5.
    """
    for name, number in (("width", width), ("depth", depth), ("factor", factor)):
        if not number > 0:  # NaN is not
            raise ValueError(f"{name} must be positive, not {number}.")
    return math.exp(math.log(factor) / depth) / math.sqrt(width)


def spread_through_layers(
    signals: npt.ArrayLike, std: float, depth: int, rng: np.random.Generator
) -> Floats:
    """Return the standard deviation of signals before and after each of many random linear layers.

        X_0 = signals,   X_k = X_{k-1} W_k,   s_k = std of all entries of X_k ≈ (σ √n)^k s_0

    Args:
        signals: shape (m, n), an input in each row; any unit.
        std: σ > 0, of the normal distribution that the entries of each W_k are drawn from, with
            the mean 0; dimensionless, for all signals have one unit.
        depth: how many layers, ≥ 0; a count.
        rng: the generator that every weight comes from. Its state moves on, and no other one's.

    Returns:
        s_0, …, s_depth, shape (depth + 1,), each ≥ 0, in the unit of signals.

    Raises:
        ValueError: signals is not a matrix, σ is not positive, or the depth is negative.

    Source: X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural
    networks, AISTATS 2010, section 4.2.1.
    """
    X = floats(signals, "signals", 2)
    if not std > 0:
        raise ValueError(f"std must be positive, not {std}.")
    if depth < 0:
        raise ValueError(f"depth must be ≥ 0, not {depth}.")
    spreads, width = [np.std(X)], X.shape[1]
    for _ in range(depth):
        X = X @ (std * rng.standard_normal((width, width)))  # (m, n)
        spreads.append(np.std(X))
    return np.array(spreads)  # (depth + 1,)
