"""What a command says of an error that nothing below has made a sentence of."""

from __future__ import annotations

import os
import sys
import traceback
from typing import Final

from grader.errors import exception_line

TRACEBACK: Final = "GRADER_TRACEBACK"
"""Environment variable that asks for tracebacks."""


def as_sentence(error: Exception) -> tuple[str, int]:
    """Return an error as a sentence for the user, and the exit status."""
    if isinstance(error, OSError):
        return _of_file(error), 1
    if _is_of_class(error, "sqlalchemy.exc", "SQLAlchemyError"):
        said = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        return f"The gradebook can't be used: {said}. Check c.CourseDirectory.db_url.", 1
    if _is_of_class(error, "traitlets", "TraitError"):
        return f"nbgrader_config.py: a setting has a wrong value: {error}", 2
    place = traceback.extract_tb(error.__traceback__)[-1]
    said = (
        f"This is a fault of grader's: {exception_line(error)}"
        f" ({os.path.basename(place.filename)}, line {place.lineno}). Please report it with what"
        f" the same command prints after {TRACEBACK}=1."
    )
    return said, 1


def _of_file(error: OSError) -> str:
    what = error.filename2 or error.filename or "A file"
    return (
        f"{what} can't be used: {error.strerror or error}. Check that you may write there, that"
        " nothing is in the way, and that the disk has space; then run the same command again."
    )


def _is_of_class(error: Exception, module: str, name: str) -> bool:
    """Return whether an error is of a class whose module may not even be loaded."""
    loaded = sys.modules.get(module)
    return loaded is not None and isinstance(error, getattr(loaded, name))
