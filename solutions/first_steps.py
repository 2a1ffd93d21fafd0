"""First steps: arrays and their axes, an object with a memory, and turning arrows.

Each takes anything that `numpy.asarray` takes (nested lists too), computes in double precision,
returns new arrays and never writes to its arguments.
"""

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, floats, indices


def shares(x: npt.ArrayLike, axis: int) -> Floats:
    """Return each entry's share in the sum of its line along an axis.

        y_i = x_i / Σ_l x_l   along the axis,   and 0 where the sum is 0

    Args:
        x: entries ≥ 0, with at least one axis; any unit.
        axis: the axis along which a line runs; negative ones count from the last.

    Returns:
        The shares, of the shape of x, dimensionless; each line sums to 1, or to 0.

    Raises:
        ValueError: x is empty, a single number, or has a negative entry.
        numpy.exceptions.AxisError: x has no such axis.

    Source: the definition of a relative frequency.
    """
    entries = floats(x, "x")
    if np.any(entries < 0):
        raise ValueError("x must have no negative entry.")
    totals = entries.sum(axis=axis, keepdims=True)
    result: Floats = np.divide(entries, totals, out=np.zeros(entries.shape), where=totals > 0)
    return result


def squared_distances(X: npt.ArrayLike, Y: npt.ArrayLike) -> Floats:
    """Return the squared distance of each point of X from each point of Y.

        D_ij = Σ_k (X_ik − Y_jk)²

    Args:
        X: n points as rows, shape (n, d); any unit.
        Y: m points as rows, shape (m, d); the unit of X.

    Returns:
        D, shape (n, m), entries ≥ 0; the unit of X, squared.

    Raises:
        ValueError: an argument is not a non-empty matrix, or the points differ in length.

    Source: Euclid's distance, e.g. G. Strang, Introduction to Linear Algebra, 5th ed., section 1.2.
    """
    left, right = floats(X, "X", 2), floats(Y, "Y", 2)
    if left.shape[1] != right.shape[1]:
        raise ValueError(f"Y must have {left.shape[1]} columns, as X has, not {right.shape[1]}.")
    differences = left[:, None, :] - right[None, :, :]  # (n, m, d)
    result: Floats = np.sum(differences**2, axis=2)
    return result


def windows(x: npt.ArrayLike, size: int) -> Floats:
    """Return all runs of neighbouring entries of a sequence, one a row.

        W_ij = x_(i + j),   i = 0 … T − size,   j = 0 … size − 1

    Args:
        x: a sequence, shape (T,); any unit.
        size: the length of a run, 1 ≤ size ≤ T.

    Returns:
        W, shape (T − size + 1, size), in the unit of x.

    Raises:
        ValueError: x is not a non-empty vector, or size is not within its range.

    Source: the Hankel matrix of a sequence; G. Golub, C. Van Loan, Matrix Computations, 4th ed.,
    section 4.7.
    """
    sequence = floats(x, "x", 1)
    if not 1 <= size <= len(sequence):
        raise ValueError(f"size must be from 1 to {len(sequence)}, not {size}.")
    return np.lib.stride_tricks.sliding_window_view(sequence, size).copy()


def sum_by_group(values: npt.ArrayLike, groups: npt.ArrayLike, n_groups: int) -> Floats:
    """Add up the rows of each group.

        S_g = Σ_(i: groups_i = g) values_i,   0 for a group without rows

    Args:
        values: n rows, shape (n, d); any unit.
        groups: the group of each row, shape (n,), whole numbers from 0 to n_groups − 1.
        n_groups: the number of groups, at least 1.

    Returns:
        S, shape (n_groups, d), in the unit of values.

    Raises:
        ValueError: values are not a non-empty matrix, or groups not n indices below n_groups.

    Source: the gradient of an embedding; PyTorch's `index_add`.
    """
    rows = floats(values, "values", 2)
    found = indices(groups, "groups", len(rows), n_groups)
    sums = np.zeros((n_groups, rows.shape[1]))
    np.add.at(sums, found, rows)
    return sums


class RunningAverage:
    """A mean that forgets: each value counts `keep` times as much as the one after it.

        m ← k m + (1 − k) v,   t ← t + 1,   average = m / (1 − kᵗ),   m = 0 and t = 0 at first

    Args:
        keep: k in [0, 1), dimensionless.

    Raises:
        ValueError: k is outside of its range.

    Source: D. Kingma, J. Ba, Adam, ICLR 2015, section 3.
    """

    def __init__(self, keep: float = 0.9) -> None:
        if not 0 <= keep < 1:
            raise ValueError(f"keep must be at least 0 and below 1, not {keep}.")
        self._keep = float(keep)
        self._mean: Floats = np.zeros(())
        self._count = 0

    def update(self, value: npt.ArrayLike) -> float | Floats:
        """Take in a value, and return the average of all so far.

        Args:
            value: v, a number or an array of the shape of those before; any unit.

        Returns:
            The average, of the shape and the unit of v; an array is a new one.

        Raises:
            ValueError: v has another shape than the values before.
        """
        new = np.asarray(value, dtype=np.float64)
        if self._count and new.shape != self._mean.shape:
            raise ValueError(f"value must be of shape {self._mean.shape}, not {new.shape}.")
        self._mean = self._keep * self._mean + (1 - self._keep) * new
        self._count += 1
        average: Floats = self._mean / (1 - self._keep**self._count)
        return average if average.ndim else float(average)


def pen_path(
    lengths: npt.ArrayLike, turns: npt.ArrayLike, starts: npt.ArrayLike, times: npt.ArrayLike
) -> npt.NDArray[np.complex128]:
    """Return where the tip of a chain of turning arrows is at each time.

        z(t) = Σ_k r_k e^(i (φ_k + 2π s_k t))

    Args:
        lengths: r, shape (n,); any unit.
        turns: s, shape (n,), full turns per unit of time, negative ones clockwise.
        starts: φ, shape (n,), the angles at time 0, in radians.
        times: t, shape (T,); any unit of time.

    Returns:
        z, complex numbers of shape (T,), in the unit of the lengths.

    Raises:
        ValueError: an argument is not a non-empty vector, or the arrows differ in number.

    Source: L. Euler's formula, and the Fourier series of a closed curve.
    """
    r, s = floats(lengths, "lengths", 1), floats(turns, "turns", 1)
    start, t = floats(starts, "starts", 1), floats(times, "times", 1)
    if not len(r) == len(s) == len(start):
        raise ValueError(
            f"lengths, turns and starts must be equally many, not {len(r)}, {len(s)}, {len(start)}."
        )
    angles = start + 2 * np.pi * np.outer(t, s)  # (T, n)
    path: npt.NDArray[np.complex128] = np.exp(1j * angles) @ r  # (T,)
    return path
