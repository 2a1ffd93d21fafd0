"""Which names of a configuration are misspelt, and which belong to somebody else."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from traitlets.config import Config, Configurable, LazyConfigValue

ALIKE: Final = 0.87
"""How alike a name and one that is known are if the known one is meant."""


def meant_class(section: str, known: Iterable[str], config: Config) -> str | None:
    """Return the known class that an unknown one's name misspells.

    A name with another beginning (`OAuthenticator`) is no mistake, nor that of a class of a plugin.
    """
    for meant in difflib.get_close_matches(section, list(known), 1, ALIKE):
        derived = section.endswith(meant) or meant.endswith(section)
        if not (derived or _is_a_plugin(section, config)):
            return meant
    return None


def is_close(name: str, known: Iterable[str]) -> bool:
    """Return whether a name is hardly anything but a known one, misspelt."""
    return bool(difflib.get_close_matches(name, list(known), 1, ALIKE))


def _is_a_plugin(section: str, config: Config) -> bool:
    """Return whether a class of this name is loaded, or a setting names one."""
    return any(kind.__name__ == section for kind in _subclasses(Configurable)) or any(
        text.endswith(f".{section}") for text in _texts(config)
    )


def _subclasses(kind: Any) -> Iterator[Any]:
    yield kind
    for one in kind.__subclasses__():
        yield from _subclasses(one)


def _texts(value: Any) -> Iterator[str]:
    """Yield all texts of a configuration's values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, LazyConfigValue):
        yield from _texts(value.to_dict())
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple | set):
        for one in value:
            yield from _texts(one)
