"""Extension points of nbgrader, and its gradebook: of the core, only this package imports nbgrader.

A course's `nbgrader_config.py` calls `configure(c)`, which names the classes below in nbgrader's
lists. These, `grader.lesson` and `grader.checks` are what a course may import; all else is
internal. Classes that need more than the gradebook are imported on first use.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Final

from traitlets.config import Config

from grader.grading.course_folder import add_to_import_path
from grader.plugin.lazy_imports import postponed

with postponed():
    from grader.plugin.course import Course, find_programs
    from grader.plugin.defaults import FILTERS, TEMPLATES, fill

_LATER: Final = {
    "Autograde": "grader.plugin.converters",
    "Canonical": "grader.plugin.preprocessors",
    "ExchangeCollect": "grader.plugin.exchange_collect",
    "Execute": "grader.plugin.preprocessors",
    "Feedback": "grader.plugin.preprocessors",
    "FeedbackPage": "grader.plugin.pages",
    "LatePolicy": "grader.plugin.late_policy",
    "NameMisconceptions": "grader.plugin.preprocessors",
    "SaveAutoGrades": "grader.plugin.preprocessors",
}

__all__ = [
    "FILTERS",
    "TEMPLATES",
    "Autograde",
    "Canonical",
    "Course",
    "ExchangeCollect",
    "Execute",
    "Feedback",
    "FeedbackPage",
    "LatePolicy",
    "NameMisconceptions",
    "SaveAutoGrades",
    "configure",
    "take_over",
]

_APPS: Final = ("nbgrader.apps.autogradeapp", "nbgrader.apps.api")
"""Modules in which nbgrader's command and formgrader look up the converter.

They are loaded before any configuration is. If they are not loaded, this is our own command.
"""


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(_LATER[name]), name)
    globals()[name] = found
    return found


def configure(c: Config, config_file: Path | str | None = None) -> None:
    """Let nbgrader's commands and formgrader use our engine in a course.

    Call it in the course's `nbgrader_config.py`. Settings made before it, or after it, stay.
    """
    if config_file is None:
        config_file = sys._getframe(1).f_globals.get("__file__", Path.cwd() / "nbgrader_config.py")
    fill(c)
    take_over(str(config_file))


def take_over(config_file: str) -> None:
    """Let `nbgrader autograde` and formgrader use our converter, and find the course's modules.

    Calling it again changes nothing.
    """
    for app in _APPS:
        if app in sys.modules:
            vars(sys.modules[app])["Autograde"] = __getattr__("Autograde")
    add_to_import_path(Path(config_file).resolve().parent)  # its tests import its reference
    find_programs()
