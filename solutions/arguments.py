"""How references read their arguments: as double arrays and as indices, or with a clear error.

Whatever `numpy.asarray` takes is an array: nested lists, tuples, numbers, whole ones too.
"""

from collections.abc import Mapping

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


def fitting(
    params: Mapping[str, npt.ArrayLike], shapes: Mapping[str, str], width: int
) -> dict[str, Floats]:
    """Return the parameters that `shapes` names as double arrays that fit each other.

    Args:
        params: arrays by name; others than those of `shapes` are passed over.
        shapes: for each name the letters of its axes: d of the given width, m as long as `b_1`.
        width: the length of d.

    Raises:
        ValueError: an array is missing, or has another shape.
    """
    if missing := [name for name in shapes if name not in params]:
        raise ValueError(f"params must hold {', '.join(missing)}.")
    size = {"d": width, "m": np.size(params["b_1"]) if "b_1" in shapes else 0}
    arrays = {name: floats(params[name], name, len(text)) for name, text in shapes.items()}
    for name, array in arrays.items():
        wanted = tuple(size[letter] for letter in shapes[name])
        if array.shape != wanted:
            raise ValueError(f"{name} must be of shape {wanted}, not {array.shape}.")
    return arrays


def upstream_slopes(upstream: npt.ArrayLike, rows: Floats) -> Floats:
    """Return the slopes along an output that has the shape of the input.

    Raises:
        ValueError: they have another shape.
    """
    dy = floats(upstream, "upstream", 2)
    if dy.shape != rows.shape:
        raise ValueError(f"upstream must be of shape {rows.shape}, not {dy.shape}.")
    return dy
