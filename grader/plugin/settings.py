"""The settings of a course: nbgrader's configuration, and what we read from it."""

from __future__ import annotations

import difflib
import importlib
import logging
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import msgspec
from jupyter_core.application import JupyterApp
from traitlets.config import Config

from grader.errors import UsageError
from grader.grading import course_folder
from grader.limits import Limits
from grader.notebooks import regions
from grader.notebooks.markers import DEFAULT_REGIONS, Region

CONFIG_FILE: Final = "nbgrader_config.py"

DELIMITERS: Final = (
    ("ClearSolutions", "begin_solution_delimeter", "end_solution_delimeter"),
    ("ClearHiddenTests", "begin_test_delimeter", "end_test_delimeter"),
    ("ClearMarkScheme", "begin_mark_scheme_delimeter", "end_mark_scheme_delimeter"),
)
"""nbgrader's settings (in its spelling) for the texts of `DEFAULT_REGIONS`, in the same order."""


class _Settings(JupyterApp):
    """A reader of nbgrader's configuration: Jupyter's folders first, then the current one."""

    name = "nbgrader"
    raise_config_file_errors = True

    def load(self) -> None:
        self.load_config_file(suppress_errors=False)
        super(JupyterApp, self).load_config_file(self.config_file_name, os.getcwd())


def load_config(root: Path) -> Config:
    """Return nbgrader's configuration as it applies in a course's folder.

    The file may import modules of the course, so it runs inside the folder.
    """
    app = _Settings()
    app.log.setLevel(logging.CRITICAL)
    try:
        with course_folder.inside_course(root):
            app.load()
    except Exception as error:
        raise UsageError(
            f"{CONFIG_FILE} can't be loaded: {type(error).__name__}: {error}"
        ) from error
    return app.config


OURS: Final = {
    "grader.plugin.exports": (
        *("CanvasExport", "CsvExport", "Export", "GradescopeExport", "MoodleExport"),
        *("MoodleWorksheetExport", "ResultsExport"),
    ),
    "grader.plugin.exports.matching": ("Filling",),
    "grader.plugin.collectors": (
        *("CanvasCollector", "Collector", "FolderCollector", "GradescopeCollector"),
        "MoodleCollector",
    ),
}
"""Our classes that have settings, by their modules."""

ALIKE: Final = 0.87
"""How alike the name of a class and one of ours are if it is meant."""


def check_names(config: Config) -> None:
    """Raise a UsageError for a setting of ours that does not exist, or a class that is misspelt."""
    modules = {name: module for module, names in OURS.items() for name in names}
    known = [*modules, "Limits", "Cluster"]
    for section, values in config.items():
        if section in modules:
            ours = getattr(importlib.import_module(modules[section]), section)
            names = ours.class_trait_names(config=True)
            for name in sorted(set(values) - set(names)):
                raise UsageError(
                    f"{CONFIG_FILE}: c.{section} has no setting {name!r}{did_you_mean(name, names)}"
                    f" It has {', '.join(sorted(names))}."
                )
        elif section not in known and (
            meant := difflib.get_close_matches(section, known, 1, ALIKE)
        ):
            raise UsageError(f"{CONFIG_FILE}: there is no c.{section}; did you mean c.{meant[0]}?")


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return the end of a sentence about a name that does not exist."""
    meant = difflib.get_close_matches(name, list(names), 1)
    return f"; did you mean {meant[0]}?" if meant else "."


def limits_of(config: Config) -> Limits:
    """Return the limits set in `c.Limits`. nbgrader's `c.Execute.timeout` limits a cell."""
    given: dict[str, Any] = dict(config.get("Limits", {}))
    timeout = config.get("Execute", {}).get("timeout")
    if isinstance(timeout, int | float) and "cell_seconds" not in given:
        given["cell_seconds"] = float(timeout)
    unknown = sorted(set(given) - set(Limits.__struct_fields__))
    if unknown:
        known = ", ".join(Limits.__struct_fields__)
        raise UsageError(
            f"{CONFIG_FILE}: there is no limit {unknown[0]!r}"
            f"{did_you_mean(unknown[0], Limits.__struct_fields__)} The limits are {known}."
        )
    try:
        return msgspec.convert(given, Limits)
    except msgspec.ValidationError as error:
        raise UsageError(f"{CONFIG_FILE}: a setting of c.Limits is wrong: {error}") from error


def cluster_files_of(config: Config) -> list[str]:
    """Return `c.Cluster.files`: patterns of extra files that tests need on a cluster's workers."""
    given: dict[str, Any] = dict(config.get("Cluster", {}))
    unknown = sorted(set(given) - {"files"})
    if unknown:
        raise UsageError(f"{CONFIG_FILE}: c.Cluster has no setting {unknown[0]!r}; it has files.")
    try:
        return msgspec.convert(given.get("files", []), list[str])
    except msgspec.ValidationError as error:
        raise UsageError(f"{CONFIG_FILE}: c.Cluster.files is wrong: {error}") from error


def regions_of(config: Config) -> list[Region]:
    """Return the regions that students do not see, as the course delimits them.

    Raise a UsageError for other delimiters of hidden tests: tests are hidden by these in grading.
    """
    found = []
    for usual, (section, begin, end) in zip(DEFAULT_REGIONS, DELIMITERS, strict=True):
        own = dict(config.get(section, {}))
        region = Region(str(own.get(begin, usual.begin)), str(own.get(end, usual.end)))
        if region != usual and usual.begin == regions.BEGIN_HIDDEN:
            setting = begin if region.begin != usual.begin else end
            raise UsageError(
                f"{CONFIG_FILE}: c.{section}.{setting} can't be changed: grading and feedback know"
                f" hidden tests by `{usual.begin}` and `{usual.end}`. Remove the setting, and use"
                " these in the notebooks."
            )
        found.append(region)
    return found
