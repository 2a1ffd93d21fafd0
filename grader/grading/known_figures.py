"""Figures that a course's own solutions drew, kept so that nobody's notebook draws them again.

They are filled in when tests are tried, by the instructor's run alone, and known by a digest of
all that they are drawn from. A student's process finds the pictures of its own notebook: what it
can learn from them is how the instructor's figures look.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final, TypeAlias

import msgspec

from grader.grading.engine import ENGINE
from grader.limits import MB
from grader.notebooks.files import write_whole

FOLDER: Final = ".grader.figures"
"""The folder of a course that holds them."""


Figures: TypeAlias = dict[str, str]
"""The PNG of figures in base64, by the digest of all that they are drawn from."""


class KnownFigures(msgspec.Struct, frozen=True):
    """The figures of a notebook, by digest, and the engine that drew them."""

    engine: str
    figures: Figures


def read(assignment: str, notebook: str, most_mb: float) -> Figures | None:
    """Return the figures of a notebook of the course in the current folder.

    None if they are not known, or more than the notebook's process may be sent.
    """
    try:
        data = _file(Path(), assignment, notebook).read_bytes()
        kept = msgspec.msgpack.decode(data, type=KnownFigures)
    except (OSError, msgspec.DecodeError):
        return None
    return kept.figures if kept.engine == ENGINE and 2 * len(data) < most_mb * MB else None


def expect(root: Path, assignment: str, notebook: str) -> None:
    """Forget the figures of a notebook, and have its next run say what it draws."""
    _write_figures(root, assignment, notebook, {})


def keep(root: Path, assignment: str, notebook: str, figures: Figures) -> None:
    """Keep the figures of a notebook, if there are any."""
    if figures:
        _write_figures(root, assignment, notebook, figures)
    else:
        with contextlib.suppress(OSError):
            _file(root, assignment, notebook).unlink()


def _write_figures(root: Path, assignment: str, notebook: str, figures: Figures) -> None:
    """Write a file of figures. A course that can't be written to is graded all the same."""
    data = msgspec.msgpack.encode(KnownFigures(ENGINE, figures))
    with contextlib.suppress(OSError):
        write_whole(_file(root, assignment, notebook), data)


def _file(root: Path, assignment: str, notebook: str) -> Path:
    return root / FOLDER / assignment / f"{notebook}.msgpack"
