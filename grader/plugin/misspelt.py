"""Settings that do not exist: Jupyter ignores them, and nbgrader only warns.

Loading nbgrader's classes takes longer than most commands, so their settings stand in a table, a
class in each line: `Class: setting setting …`. It ends in `…` where a class may have others: one
that plugins extend, or whose name Jupyter uses, too.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from traitlets.config import Config, Configurable, LazyConfigValue

from grader import addons
from grader.errors import UsageError
from grader.plugin import settings
from grader.plugin.names import did_you_mean
from grader.plugin.settings import CONFIG_FILE

TABLE: Final = Path(__file__).with_name("nbgrader_settings.txt")

CORE: Final = ("Check", "Cluster", "LatePolicy", "Limits", "Sandbox")
"""Sections whose settings the core reads."""

GONE: Final = dict.fromkeys(
    (
        *("CanvasCollector", "Collector", "FolderCollector", "GradescopeCollector"),
        "MoodleCollector",
    ),
    "how known platforms name files is fixed. Set c.FileNameCollectorPlugin in its place",
)
"""Sections that there were, and what to do now."""

ALIKE: Final = 0.87
"""How alike a name and one that is known are if the known one is meant."""


def check_settings(config: Config) -> None:
    """Raise a UsageError for a class or a setting that does not exist.

    An add-on offers for each section the class that has the settings, or a function that reads
    them.
    """
    for section, values in config.items():
        if not isinstance(values, Config):
            continue
        if values and section in GONE:
            raise UsageError(f"{CONFIG_FILE}: there is no c.{section} any more: {GONE[section]}.")
        reader = addons.find("settings", section)
        if isinstance(reader, type):
            settings.check_class(config, reader)
        elif reader:
            reader(config)
        elif section in classes():
            _check_names(section, values)
        elif section not in CORE and (meant := _meant_class(section, config)):
            raise UsageError(f"{CONFIG_FILE}: there is no c.{section}; did you mean c.{meant}?")
        check_settings(Config({k: v for k, v in values.items() if k[:1].isupper()}))


@functools.cache
def classes() -> Mapping[str, Collection[str]]:
    """Return the settings of nbgrader's classes."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return {section: names.split() for section, _, names in (line.partition(":") for line in lines)}


def _check_names(section: str, values: Config) -> None:
    known = classes()[section]
    for name in sorted(set(values) - set(known)):
        if name[:1].isupper():
            continue  # a section within this one
        if "…" not in known or difflib.get_close_matches(name, known, 1, ALIKE):
            raise UsageError(
                f"{CONFIG_FILE}: c.{section} has no setting {name!r}{did_you_mean(name, known)}"
            )


def _meant_class(section: str, config: Config) -> str | None:
    """Return the known class that an unknown one's name misspells.

    A name with another beginning (`OAuthenticator`) is no mistake, nor that of a class of a plugin.
    """
    known = [*CORE, *addons.names("settings"), *classes()]
    for meant in difflib.get_close_matches(section, known, 1, ALIKE):
        derived = section.endswith(meant) or meant.endswith(section)
        if not (derived or _is_a_plugin(section, config)):
            return meant
    return None


def _is_a_plugin(section: str, config: Config) -> bool:
    """Return whether a class of this name is loaded, or a setting names one."""
    return any(kind.__name__ == section for kind in _subclasses(Configurable)) or any(
        text.endswith(f".{section}") for text in _texts(config)
    )


def _subclasses(kind: Any) -> Iterator[Any]:
    yield kind
    for derived in kind.__subclasses__():
        yield from _subclasses(derived)


def _texts(value: Any) -> Iterator[str]:
    """Yield all texts of a configuration's values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, LazyConfigValue):
        yield from _texts(value.to_dict())
    elif isinstance(value, Iterable):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner)
