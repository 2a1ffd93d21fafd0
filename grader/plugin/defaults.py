"""The settings by which nbgrader uses our engine; what a course sets itself comes first."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import nbgrader
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, LazyConfigValue

from grader.notebooks import hidden_files

TEMPLATES: Final = [
    str(Path(__file__).with_name("templates")),
    str(Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"),
]
"""Folders that are searched for page templates before nbconvert's: ours, then nbgrader's."""

FILTERS: Final = {
    "highlight_code": "grader.plugin.pages.code",
    "markdown2html": "grader.plugin.pages.markdown",
    "mathml": "grader.plugin.pages.latex",
    "strip_files_prefix": "grader.plugin.pages.as_it_is",
}
"""Filters for formgrader's pages: they draw formulas and highlight code, in limited time."""


def engine_settings() -> Config:
    """Return the settings that put our classes into nbgrader's lists."""
    c = Config()
    c.GenerateAssignment.preprocessors = [
        "nbgrader.preprocessors.IncludeHeaderFooter",
        "nbgrader.preprocessors.InstantiateTests",
        "grader.plugin.NameMisconceptions",
        "nbgrader.preprocessors.LockCells",
        "nbgrader.preprocessors.ClearSolutions",
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.CheckCellMetadata",
        "nbgrader.preprocessors.ComputeChecksums",
        "nbgrader.preprocessors.SaveCells",
        "nbgrader.preprocessors.ClearHiddenTests",
        "nbgrader.preprocessors.ClearMarkScheme",
        "nbgrader.preprocessors.ComputeChecksums",
        "nbgrader.preprocessors.CheckCellMetadata",
        "grader.plugin.Canonical",
    ]
    c.Autograde.autograde_preprocessors = [
        "grader.plugin.Execute",
        "nbgrader.preprocessors.IgnorePattern",
        "nbgrader.preprocessors.LimitOutput",
        "grader.plugin.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.CourseDirectory.ignore = [*CourseDirectory.ignore.default(), hidden_files.FOLDER]
    c.AssignLatePenalties.plugin_class = "grader.plugin.LatePolicy"
    c.GenerateFeedback.preprocessors = [
        "nbgrader.preprocessors.GetGrades",
        "grader.plugin.Feedback",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    c.GenerateFeedback.exporter_class = "grader.plugin.FeedbackPage"
    c.ExchangeFactory.collect = "grader.plugin.ExchangeCollect"
    c.HTMLExporter.extra_template_basedirs = list(TEMPLATES)  # for formgrader's pages
    c.HTMLExporter.filters = dict(FILTERS)
    return c


def fill(c: Config) -> None:
    """Add the engine's settings that a course does not make itself; no step copies hidden files."""
    for section, values in engine_settings().items():
        own = c[section]
        for name, value in values.items():
            if name not in own:
                own[name] = value
            elif isinstance(own[name], LazyConfigValue):  # such as c.X.preprocessors.append(…)
                own[name] = own[name].get_value(value)
    if hidden_files.FOLDER not in c.CourseDirectory.ignore:
        c.CourseDirectory.ignore = [*c.CourseDirectory.ignore, hidden_files.FOLDER]


def is_configured(config: Config) -> bool:
    """Return whether `nbgrader autograde` runs students' code by our engine."""
    steps: Any = config.get("Autograde", {}).get("autograde_preprocessors", [])
    return isinstance(steps, list) and any(is_ours(step, "Execute") for step in steps)


def has_own_steps(config: Config) -> bool:
    """Return whether the course lists the steps of grading itself, and does not just add some."""
    steps: Any = config.get("Autograde", {}).get("autograde_preprocessors")
    return isinstance(steps, list)


def is_ours(step: object, name: str) -> bool:
    """Return whether a step of nbgrader's lists is our class of this name, or a subclass of it."""
    if isinstance(step, str):
        return step in (f"grader.plugin.{name}", f"grader.plugin.preprocessors.{name}")
    return any(
        base.__name__ == name and base.__module__ == "grader.plugin.preprocessors"
        for base in getattr(step, "__mro__", ())
    )
