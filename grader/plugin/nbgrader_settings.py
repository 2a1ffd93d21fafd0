"""Settings of nbgrader's that do not exist or have a wrong value: nbgrader only warns of them.

Loading nbgrader's classes takes longer than most commands, so their settings stand in a table.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from traitlets.config import Config, LazyConfigValue

from grader.errors import UsageError
from grader.plugin.misspelt import is_close, meant_class
from grader.plugin.names import did_you_mean
from grader.plugin.settings import CONFIG_FILE

TABLE: Final = Path(__file__).with_suffix(".txt")
"""nbgrader's classes with settings, in each line one: `Class: setting:kind setting …`."""

MOVED: Final = {
    "Assign": "GenerateAssignment",
    "AssignApp": "GenerateAssignment",
    "AutogradeApp": "Autograde",
    "CollectApp": "ExchangeCollect",
    "Feedback": "GenerateFeedback",
    "FeedbackApp": "GenerateFeedback",
    "FetchApp": "ExchangeFetchAssignment",
    "GenerateAssignmentApp": "GenerateAssignment",
    "GenerateFeedbackApp": "GenerateFeedback",
    "ListApp": "ExchangeList",
    "NbGrader": "CourseDirectory",
    "ReleaseApp": "ExchangeReleaseAssignment",
    "SubmitApp": "ExchangeSubmit",
}
"""Sections in which nbgrader still reads what has moved to another."""

FORMER: Final = {
    "ClearSolutions": {"comment_mark"},
    "CourseDirectory": {"db_assignments", "db_students"},
    "Exchange": {"course_id"},
    "Execute": {"allow_errors"},
    "FormgradeApp": {"authenticator_class", "base_url", "ip", "mathjax_url", "port"},
    "NbGrader": {"course_directory", "db_assignments", "db_students"},
}
"""Settings of earlier versions, which nbgrader translates or no longer needs."""

SHARED: Final = {
    *("BaseAuthPlugin", "BaseConverter", "BasePlugin", "ExportPlugin", "ExtractorPlugin"),
    *("FileNameCollectorPlugin", "LateSubmissionPlugin", "NbGraderPreprocessor"),
    *("Authenticator", "ExtensionApp", "FormgradeExtension"),
}
"""Classes that plugins extend, or whose names Jupyter uses, too, with settings of their own."""

TAKES: Final = {
    "bool": "True or False",
    "dict": "a dict",
    "list": "a list",
    "number": "a number",
    "text": "a text",
}
"""What the kinds of the table are called in a sentence."""


def check_nbgrader_settings(config: Config) -> None:
    """Raise a UsageError for a setting that nbgrader lacks, or a value that it can't take."""
    for section, values in config.items():
        if not isinstance(values, Config):
            continue
        if section in classes():
            _check_section(section, values)
        elif meant := meant_class(section, classes(), config):
            raise UsageError(f"{CONFIG_FILE}: there is no c.{section}; did you mean c.{meant}?")
        check_nbgrader_settings(Config({k: v for k, v in values.items() if k[:1].isupper()}))


@functools.cache
def classes() -> Mapping[str, Mapping[str, str]]:
    """Return nbgrader's classes: the kind of each setting's values, or "" for any."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        section, _, traits = line.partition(":")
        found[section] = {
            name: kind for name, _, kind in (t.partition(":") for t in traits.split())
        }
    return found


def _check_section(section: str, values: Config) -> None:
    known = classes()[section]
    names = {*known, *classes().get(MOVED.get(section, ""), ()), *FORMER.get(section, ())}
    for name, value in sorted(values.items()):
        if name in known:
            if not _fits(value, known[name]):
                raise UsageError(
                    f"{CONFIG_FILE}: c.{section}.{name} has a wrong value: {value!r}; it takes"
                    f" {TAKES[known[name].rstrip('?')]}."
                )
        elif name in names or name[:1].isupper():
            continue  # one that nbgrader translates, or a section within this one
        elif section not in SHARED or is_close(name, names):
            raise UsageError(
                f"{CONFIG_FILE}: c.{section} has no setting {name!r}{did_you_mean(name, names)}"
            )


def _fits(value: Any, kind: str) -> bool:
    """Return whether a setting of this kind can have this value."""
    if not kind or isinstance(value, LazyConfigValue) or (value is None and kind.endswith("?")):
        return True
    match kind.rstrip("?"):
        case "bool":
            return isinstance(value, bool)
        case "number":
            return _can_be_a_number(value)
        case "text":
            return isinstance(value, str | bytes)
        case "list":
            return isinstance(value, list | tuple)
        case _:
            return isinstance(value, dict)


def _can_be_a_number(value: Any) -> bool:
    """Return whether a value is a number; a text that holds one counts, as on a command line."""
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
