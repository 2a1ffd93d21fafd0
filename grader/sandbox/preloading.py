"""Which modules a host imports before it forks a notebook's process."""

from __future__ import annotations

from collections.abc import Iterable

from grader.protocol import control


def mentioned_modules(sources: Iterable[str]) -> list[str]:
    """Return the modules that these cells seem to use: every part of their names occurs."""
    text = "\n".join(sources)
    found = [name for name in control.MODULES if all(part in text for part in name.split("."))]
    draws = any(word in text for word in control.DRAWING)
    return [*dict.fromkeys(["matplotlib", *found] if draws else found)]
