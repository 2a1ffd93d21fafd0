"""Answers known to be right or wrong: right ones in many styles, and typical wrong ones.

A course keeps them in `tests/variants/<exercise>.py`, each under a line with its name:

    # %% right: with a loop
    # %% wrong: the natural logarithm, where bits are asked for
    # true: a result in nats instead of bits; a wrong base

The second line of a wrong one lists the misconceptions that are true of it. No other may stand on
its card, and without the line none. It is no part of the answer that is graded.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Final

import msgspec

FOLDER: Final = Path("tests") / "variants"
_BLOCK: Final = re.compile(r"^# %% (right|wrong): (.+)$", re.MULTILINE)

_TRUE: Final = re.compile(r"\s*# true: (.+)\n")


class Variant(msgspec.Struct, frozen=True):
    """A possible answer for a solution cell."""

    exercise: str
    right: bool
    name: str
    source: str
    true_names: frozenset[str] = frozenset()
    """Misconceptions that a card may name."""


@functools.cache
def read_variants(root: Path, exercise: str) -> list[Variant]:
    """Read a course's answers to an exercise, in file order; empty if there is no file."""
    path = root / FOLDER / f"{exercise}.py"
    if not path.is_file():
        return []
    parts = _BLOCK.split(path.read_text(encoding="utf-8"))[1:]
    return [
        _variant(exercise, kind == "right", name.strip(), body)
        for kind, name, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


def _variant(exercise: str, right: bool, name: str, body: str) -> Variant:
    found = _TRUE.match(body)
    true_names = frozenset(name.strip() for name in found[1].split(";")) if found else frozenset()
    source = body[found.end() :] if found else body
    return Variant(exercise, right, name, source.strip(), true_names)


def exercises_with_variants(root: Path) -> list[str]:
    """List the exercises for which a course keeps answers."""
    return sorted(path.stem for path in (root / FOLDER).glob("*.py"))
