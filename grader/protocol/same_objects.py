"""One object as several arguments of a call: `f(v, v)` hands over one array, not two copies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np


def shared_arguments(arguments: Mapping[str, Any]) -> dict[str, str]:
    """Map each argument that stood for an earlier one, too, to that one."""
    first: dict[int, str] = {}
    found = {}
    for key, value in arguments.items():
        if isinstance(value, np.ndarray | list | dict):
            earlier = first.setdefault(id(value), key)
            if earlier != key:
                found[key] = earlier
    return found


def by_key(args: Any, kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Return a call's arguments by their names, or by their places as text."""
    return {str(place): arg for place, arg in enumerate(args)} | dict(kwargs)
