"""Figures that the instructor's solutions drew, kept so that most notebooks need not draw them.

The trial of tests writes them, from the instructor's run alone, each under a digest of what it is
drawn from. A student's process gets the figures of its own notebook; all that it can learn from
them is what they look like.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final, TypeAlias

import msgspec

from grader.grading.engine import ENGINE
from grader.limits import MB
from grader.notebooks.files import KEPT, write_whole

FOLDER: Final = f"{KEPT}/figures"
"""The folder of a course that holds them."""

Figures: TypeAlias = dict[str, str]
"""The PNG of figures in base64, by the digest of all that they are drawn from."""


class KnownFigures(msgspec.Struct, frozen=True):
    """The figures of a notebook, by digest, and the engine that drew them."""

    engine: str
    figures: Figures


def read(assignment: str, notebook: str, most_mb: float) -> Figures | None:
    """Return the figures of a notebook of the course in the current folder.

    None if they are not known, or if they take half of what one message may hold.
    """
    figures = _read_figures(_file(Path(), assignment, notebook))
    size = sum(map(len, (figures or {}).values()))
    return figures if 2 * size < most_mb * MB else None


def expect(root: Path, assignment: str, notebook: str) -> Figures:
    """Have the next run of a notebook return the figures that it draws; return the earlier ones."""
    earlier = _read_figures(_file(root, assignment, notebook))
    _write_figures(root, assignment, notebook, {})
    return earlier or {}


def keep(root: Path, assignment: str, notebook: str, figures: Figures) -> None:
    """Keep the figures of a notebook, if there are any."""
    if figures:
        _write_figures(root, assignment, notebook, figures)
    else:
        with contextlib.suppress(OSError):
            _file(root, assignment, notebook).unlink()


def _read_figures(file: Path) -> Figures | None:
    try:
        kept = msgspec.msgpack.decode(file.read_bytes(), type=KnownFigures)
    except (OSError, msgspec.DecodeError):
        return None
    return kept.figures if kept.engine == ENGINE else None


def _write_figures(root: Path, assignment: str, notebook: str, figures: Figures) -> None:
    """Write a file of figures. A course that can't be written to is graded all the same."""
    data = msgspec.msgpack.encode(KnownFigures(ENGINE, figures))
    with contextlib.suppress(OSError):
        write_whole(_file(root, assignment, notebook), data)


def _file(root: Path, assignment: str, notebook: str) -> Path:
    return root / FOLDER / assignment / f"{notebook}.msgpack"
