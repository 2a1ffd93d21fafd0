"""Two arrays that are compared, and a relation that was found between them."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np


class Relation(msgspec.Struct, frozen=True):
    """One relation that holds: its name, its sentence, and the sentence with values.

    One that is `weak` may hold by accident, and is told only if it holds in two tests. One that
    only `supports` is never told: it does not contradict the one of its name in another test. A
    `symptom` does not explain the numbers, and is told only if nothing does.
    """

    name: str
    said: str
    told: str = ""
    weak: bool = False
    supports: bool = False
    symptom: bool = False

    def sentence(self, *, values: bool) -> str:
        """Return what is said, with values or without."""
        return self.told if values and self.told else self.said


class Compared(msgspec.Struct, frozen=True):
    """Two arrays that do not agree, and when numbers do."""

    got: Any
    want: Any
    rtol: float
    atol: float

    def near(self, one: Any, other: Any) -> bool:
        """Return whether two arrays agree, in shape and within the test's tolerance."""
        with np.errstate(all="ignore"):
            return bool(
                one.shape == other.shape
                and np.all(np.isclose(one, other, rtol=self.rtol, atol=self.atol))
            )
