"""What an assert may believe of an array that came back: its values, and not that it has some.

A plain assert asks whether `got == want` or `abs(got - want) < 1e-9` is true. Two kinds of answers
are true there whatever the test wants, so they are given the truth of a NumPy array of one entry or
of several:

- Arrays that pandas makes, of a Series or an Index that came back, are true if they are not empty.
- An empty array holds no entry that is wrong: `np.all(got == want)`, `np.allclose(got, want)` and
  `got == pytest.approx(want)` are true of it for any number, and for any array that its shape can
  be broadcast to.
"""

from __future__ import annotations

import sys
from typing import Any, Final

import numpy as np
import pytest

COMPARING: Final = (np.equal, np.not_equal, np.subtract)


class EmptyArray(np.ndarray[Any, Any]):
    """An empty array that came back: it can be compared with other empty arrays only."""

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        if ufunc in COMPARING and {np.size(one) == 0 for one in inputs} == {True, False}:
            raise ValueError(NOTHING_THERE)
        plain = [_of_numpy(one) for one in inputs]
        if "out" in options:
            options["out"] = tuple(map(_of_numpy, options["out"]))
        found = getattr(ufunc, method)(*plain, **options)
        return received(found) if isinstance(found, np.ndarray) else found


NOTHING_THERE: Final = (
    "the array that came back is empty, and is compared with something that is not"
)


def _of_numpy(value: Any) -> Any:
    return value.view(np.ndarray) if isinstance(value, EmptyArray) else value


def received(array: Any) -> Any:
    """Return an array that came back, as tests get it."""
    return array.view(EmptyArray) if array.size == 0 else array


def guard_approx() -> None:
    """Let `pytest.approx` of a number refuse what is empty, of whatever library."""
    scalar: Any = type(pytest.approx(0.0))
    equal = scalar.__eq__

    def guarded(self: Any, actual: Any) -> bool:
        if hasattr(actual, "__array__") and np.asarray(actual).size == 0:
            raise ValueError(NOTHING_THERE)
        return bool(equal(self, actual))

    scalar.__eq__ = guarded


guard_approx()


def guard_pandas() -> None:
    """Give arrays of pandas the truth of NumPy's in this process, if pandas is imported."""
    pandas: Any = sys.modules.get("pandas")
    if pandas is not None:
        pandas.api.extensions.ExtensionArray.__bool__ = _truth


def _truth(array: Any) -> bool:
    return bool(np.asarray(array))
