"""What an assert may believe of an array that came back: its values, and not that it has some.

A plain assert asks whether `got == want` or `abs(got - want) < 1e-9` is true. Two kinds of answers
are true there whatever the test wants, so they are given the truth of a NumPy array of one entry or
of several:

- Arrays that pandas makes, of a Series or an Index that came back, are true if they are not empty.
- An empty array holds no entry that is wrong: `np.all(got == want)`, `np.allclose(got, want)` and
  `got == pytest.approx(want)` are true of it for any number, and for any array that its shape can
  be broadcast to.
- NumPy takes the number that an array of half precision is compared with for one of half precision,
  too: infinity is equal to 120000 there, and 0 to 1e-9. Such arrays are compared in full precision,
  and single numbers of half precision come back as ones of full precision. So is it with infinity
  in single precision, and with numbers that are taken from such arrays.
- The least whole number of NumPy's has no absolute value: `abs` gives it back, and it is less than
  any tolerance. In an array that holds it, `abs` gives floats; alone, it is a larger type's.
"""

from __future__ import annotations

import sys
from typing import Any, Final

import numpy as np
import pytest

COMPARING: Final = (np.equal, np.not_equal, np.subtract)
SINGLE: Final = (np.float32, np.complex64)


class GuardedArray(np.ndarray[Any, Any]):
    """An array that came back and is empty, of less than full precision, or holds the least number.

    What is empty can be compared with what is empty only, and the rest in full precision.
    """

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> object:
        if ufunc in COMPARING and {np.size(one) == 0 for one in inputs} == {True, False}:
            raise ValueError(NOTHING_THERE)
        plain = [_of_numpy(one) for one in inputs]
        if ufunc in COMPARING and any(_is_half(one) or _is_huge(one) for one in plain):
            plain = [_in_full_precision(one) for one in plain]
        if ufunc is np.absolute:
            plain = [one.astype(np.float64) if _holds_least(one) else one for one in plain]
        if "out" in options:
            options["out"] = tuple(map(_of_numpy, options["out"]))
        found = getattr(ufunc, method)(*plain, **options)
        return received(found) if isinstance(found, np.ndarray | np.generic) else found

    def __repr__(self) -> str:
        return repr(self.view(np.ndarray))

    def __getitem__(self, place: Any) -> Any:
        found = self.view(np.ndarray)[place]
        return received(found) if isinstance(found, np.ndarray | np.generic) else found


NOTHING_THERE: Final = (
    "the array that came back is empty, and is compared with something that is not"
)


def _of_numpy(value: object) -> Any:
    return value.view(np.ndarray) if isinstance(value, GuardedArray) else value


def _is_half(value: object) -> bool:
    return isinstance(value, np.ndarray | np.generic) and value.dtype == np.float16


def _is_huge(value: object) -> bool:
    """Return whether a finite number in it is infinite in single precision."""
    numbers = np.asarray(value)
    if numbers.dtype.kind not in "iuf":
        return numbers.dtype == object  # integers of any size
    most: Any = np.max(np.abs(numbers), initial=0)
    return bool(np.finfo(np.float32).max < most < np.inf)


def _is_coarse(value: Any) -> bool:
    """Return whether numbers that are far from a value may be equal to it."""
    single = isinstance(value, np.ndarray | np.generic) and value.dtype in SINGLE
    return _is_half(value) or (single and bool(np.isinf(value).any()))


def _in_full_precision(value: Any) -> Any:
    if not _is_coarse(value):
        return value
    return value.astype(np.complex128 if value.dtype.kind == "c" else np.float64)


def _holds_least(value: Any) -> bool:
    """Return whether the least number of a type of whole numbers is in it."""
    return value.dtype.kind == "i" and bool((value == np.iinfo(value.dtype).min).any())


def _number(value: Any) -> Any:
    if not isinstance(value, np.generic) or (_holds_least(value) and value.itemsize == 8):
        return float(value)
    return np.int64(value) if _holds_least(value) else _in_full_precision(value)


def received(array: Any) -> Any:
    """Return an array or number of NumPy's that came back, or Python's least, as tests get it."""
    if not isinstance(array, np.ndarray):
        return _number(array)
    guarded = array.size == 0 or _is_coarse(array) or _holds_least(array)
    return array.view(GuardedArray) if guarded else array


def guard_approx() -> None:
    """Let `pytest.approx` of a number refuse what is empty, and be exact of half precision."""
    scalar: Any = type(pytest.approx(0.0))
    equal = scalar.__eq__

    def guarded(self: object, actual: object) -> bool:
        if hasattr(actual, "__array__") and np.asarray(actual).size == 0:
            raise ValueError(NOTHING_THERE)
        return bool(equal(self, _in_full_precision(_of_numpy(actual))))

    scalar.__eq__ = guarded


guard_approx()


def guard_pandas() -> None:
    """Give arrays of pandas the truth of NumPy's in this process, if pandas is imported."""
    pandas: Any = sys.modules.get("pandas")
    if pandas is not None:
        pandas.api.extensions.ExtensionArray.__bool__ = _truth


def _truth(array: object) -> bool:
    return bool(np.asarray(array))
