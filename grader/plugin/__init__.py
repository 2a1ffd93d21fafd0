"""Extension points of nbgrader, and its gradebook: the only package here that imports nbgrader.

`configure(c)` in `nbgrader_config.py` names the classes below in nbgrader's lists.
Classes that need more than the gradebook are imported on first use.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from grader.plugin.lazy_imports import postponed

with postponed():
    from grader.plugin.course import Course
    from grader.plugin.defaults import configure
    from grader.plugin.install import FILTERS, TEMPLATES, take_over

if TYPE_CHECKING:
    from grader.plugin.converters import Autograde
    from grader.plugin.exchange_collect import ExchangeCollect
    from grader.plugin.late_policy import LatePolicy
    from grader.plugin.pages import FeedbackPage
    from grader.plugin.preprocessors import (
        Canonical,
        Execute,
        Feedback,
        NameMisconceptions,
        SaveAutoGrades,
    )

_LATER = {
    "Autograde": "converters",
    "Canonical": "preprocessors",
    "ExchangeCollect": "exchange_collect",
    "Execute": "preprocessors",
    "Feedback": "preprocessors",
    "FeedbackPage": "pages",
    "LatePolicy": "late_policy",
    "NameMisconceptions": "preprocessors",
    "SaveAutoGrades": "preprocessors",
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


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(f"{__name__}.{_LATER[name]}"), name)
    globals()[name] = found
    return found
