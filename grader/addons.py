"""What add-ons offer to commands of the core: found by entry points of installed packages.

The core imports no add-on. An add-on that is not installed is not found, and nothing else changes.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any


def names(kind: str) -> list[str]:
    """Return what is offered of a kind by its names. Kinds are `commands`, `settings`, `steps`."""
    return [point.name for point in entry_points(group=f"grader.{kind}")]


def find(kind: str, name: str) -> Any | None:
    """Return what is offered under a name, or None."""
    for point in entry_points(group=f"grader.{kind}", name=name):
        return point.load()
    return None
