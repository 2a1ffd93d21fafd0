"""The table of nbgrader's settings, made from nbgrader itself.

`python -m tests.nbgrader_table` writes it anew, after an update of nbgrader.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any, Final

from traitlets.config import Configurable

from grader.plugin.misspelt import TABLE

MODULES: Final = (
    *("apps", "apps.api", "auth", "converters", "exchange", "plugins", "preprocessors"),
    *("server_extensions.assignment_list.handlers", "server_extensions.formgrader.formgrader"),
    "validator",
)
"""Modules of nbgrader that together load all its classes with settings."""

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


def subclasses(kind: Any) -> Iterator[Any]:
    """Yield a class and all that is derived from it."""
    yield kind
    for one in kind.__subclasses__():
        yield from subclasses(one)


def table() -> str:
    """Return the table: a class in each line, and the settings of it and what is derived from it.

    A setting of a derived class may stand in its parent's section.
    """
    for name in MODULES:
        importlib.import_module(f"nbgrader.{name}")
    found: dict[str, set[str]] = {}
    for kind in subclasses(Configurable):
        if not is_nbgraders(kind):
            continue
        own = found.setdefault(kind.__name__, set())
        for derived in filter(is_nbgraders, subclasses(kind)):
            own.update(derived.class_trait_names(config=True))
    return "".join(
        " ".join(
            [
                f"{section}:",
                *sorted({*own, *found.get(MOVED.get(section, ""), ()), *FORMER.get(section, ())}),
                *(["…"] if section in SHARED else []),
            ]
        )
        + "\n"
        for section, own in sorted(found.items())
    )


def is_nbgraders(kind: Any) -> bool:
    """Return whether a class is nbgrader's, and none of its tests'."""
    return kind.__module__.startswith("nbgrader.") and ".tests." not in kind.__module__


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
