"""Answers of known worth: right ones written in many ways, wrong ones as students write them.

A course keeps them in `tests/variants/<exercise>.py`, each under a line that names it:

    # %% right: with a loop
    # %% wrong: the natural logarithm, where bits are asked for
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Final

import msgspec

FOLDER: Final = Path("tests") / "variants"
_BLOCK: Final = re.compile(r"^# %% (right|wrong): (.+)$", re.MULTILINE)


class Variant(msgspec.Struct, frozen=True):
    """What somebody could write into a solution cell."""

    exercise: str
    right: bool
    name: str
    source: str


@functools.cache
def read_variants(root: Path, exercise: str) -> list[Variant]:
    """A course's answers to an exercise, in their order; none where it keeps none."""
    path = root / FOLDER / f"{exercise}.py"
    if not path.is_file():
        return []
    parts = _BLOCK.split(path.read_text(encoding="utf-8"))[1:]
    return [
        Variant(exercise, kind == "right", name.strip(), body.strip())
        for kind, name, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


def exercises_with_variants(root: Path) -> list[str]:
    """The exercises that a course keeps answers to."""
    return sorted(path.stem for path in (root / FOLDER).glob("*.py"))
