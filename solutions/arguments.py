"""How references read their arguments: as double arrays and as indices, or with a clear error.

Whatever `numpy.asarray` takes is an array: nested lists, tuples, numbers, whole ones too.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]


def floats(values: npt.ArrayLike, name: str, *axes: int) -> Floats:
    """Return `values` as a non-empty double array, which may share the caller's memory.

    Args:
        values: numbers, with as many axes as `axes` allows.
        name: what an error calls them.
        axes: the numbers of axes that are allowed; none given allows any but 0.

    Raises:
        ValueError: the array is empty, or has another number of axes.
    """
    array = np.asarray(values, dtype=np.float64)
    fits = array.ndim in axes if axes else array.ndim > 0
    if not fits or array.size == 0:
        wanted = f"non-empty {' or '.join(map(str, axes))}-D" if axes else "non-empty"
        raise ValueError(f"{name} must be a {wanted} array, not of shape {array.shape}.")
    return array


def indices(values: npt.ArrayLike, name: str, count: int, below: int) -> Indices:
    """Return `values` as `count` whole numbers from 0 to below − 1.

    Raises:
        ValueError: there are more or fewer, or one of them is not a whole number in this range.
    """
    array = np.asarray(values)
    if array.shape != (count,) or not np.all(np.isin(array, np.arange(below))):
        raise ValueError(f"{name} must be {count} whole numbers from 0 to {below - 1}.")
    return array.astype(np.intp)
