"""What add-ons offer to commands of the core, and to notebooks.

It is found by entry points of installed packages. The core imports no add-on. An add-on that is not
installed is not found, and nothing else changes.
"""

from __future__ import annotations

import functools
from importlib.metadata import EntryPoint, entry_points
from typing import Any


@functools.cache
def offered(kind: str) -> dict[str, EntryPoint]:
    """Return what is offered of a kind by its names.

    Kinds are `commands`, `settings`, `steps` and `lesson`.
    """
    return {point.name: point for point in entry_points(group=f"grader.{kind}")}


def find(kind: str, name: str) -> Any | None:
    """Return what is offered under a name, or None."""
    point = offered(kind).get(name)
    return point and point.load()
