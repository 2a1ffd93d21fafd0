"""The settings of a course: nbgrader's configuration, and what we read from it."""

from __future__ import annotations

import contextlib
import logging
import math
import os
import traceback
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from jupyter_core.application import JupyterApp
from traitlets.config import Config

from grader import addons
from grader.errors import UsageError, exception_line
from grader.grading import course_folder
from grader.limits import Limits
from grader.notebooks.markers import DEFAULT_REGIONS, Region
from grader.plugin.misspelt import meant_class
from grader.plugin.names import did_you_mean

CONFIG_FILE: Final = "nbgrader_config.py"

DELIMITERS: Final = (
    ("ClearSolutions", "begin_solution_delimeter", "end_solution_delimeter"),
    ("ClearHiddenTests", "begin_test_delimeter", "end_test_delimeter"),
    ("ClearMarkScheme", "begin_mark_scheme_delimeter", "end_mark_scheme_delimeter"),
)
"""nbgrader's settings (in its spelling) for the texts of `DEFAULT_REGIONS`, in the same order."""

HIDDEN_TESTS: Final = 1
"""The place of hidden tests among the regions."""


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
            f"{CONFIG_FILE} can't be loaded: {exception_line(error)}{_where_set(error)}"
        ) from error
    return app.config


def _where_set(error: Exception) -> str:
    """Return the last line of the configuration that ran; that of a SyntaxError tells its own."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename).name == CONFIG_FILE]
    return f" ({CONFIG_FILE}, line {lines[-1]})" if lines else ""


CORE: Final = ("Check", "Cluster", "LatePolicy", "Limits", "Sandbox")
"""Sections whose settings the core reads."""


def check_names(config: Config) -> None:
    """Raise an error for a setting of an add-on that is wrong or not there, or a misspelt class.

    An add-on offers for each section the class that has the settings, or a function that reads
    them.
    """
    known = [*CORE, *addons.names("settings")]
    for section in config:
        reader = addons.find("settings", section)
        if isinstance(reader, type):
            _check_class(config, reader)
        elif reader:
            reader(config)
        elif section not in known and (meant := meant_class(section, known, config)):
            raise UsageError(f"{CONFIG_FILE}: there is no c.{section}; did you mean c.{meant}?")


def _check_class(config: Config, ours: Any) -> None:
    """Raise an error for a setting that a class of ours does not have, or a wrong value."""
    names = ours.class_trait_names(config=True)
    for name in sorted(set(config[ours.__name__]) - set(names)):
        raise UsageError(
            f"{CONFIG_FILE}: c.{ours.__name__} has no setting {name!r}{did_you_mean(name, names)}"
            f" It has {', '.join(sorted(names))}."
        )
    ours(config=config)  # raises an error for a wrong value


def check_late_policy(config: Config) -> None:
    """Raise an error if the late policy has a wrong value, or another one is in its place."""
    if "LatePolicy" not in config:
        return
    from grader.plugin.late_policy import LatePolicy

    _check_class(config, LatePolicy)
    other = config.get("AssignLatePenalties", {}).get("plugin_class", "grader.plugin.LatePolicy")
    name = other if isinstance(other, str) else other.__name__
    if not (name.endswith("LatePolicy") or LatePolicy in getattr(other, "__mro__", ())):
        raise UsageError(
            f"{CONFIG_FILE}: c.LatePolicy has no effect beside c.AssignLatePenalties.plugin_class ="
            f" {name}. Remove one of them."
        )


TIMEOUTS: Final = ("Execute", "ExecutePreprocessor", "NotebookClient")
"""Classes whose setting `timeout` limits a cell in nbgrader; the first that sets it decides."""


def timeout_of(config: Config) -> float | None:
    """Return nbgrader's time limit of a cell: `math.inf` for none, and None where it is not set."""
    for section in TIMEOUTS:
        own = config.get(section, {})
        if "timeout" in own:
            seconds = own["timeout"]
            if isinstance(seconds, str):  # from the command line
                with contextlib.suppress(ValueError):
                    seconds = float(seconds)
            if seconds is not None and not isinstance(seconds, int | float):
                raise UsageError(
                    f"{CONFIG_FILE}: c.{section}.timeout has a wrong value: {seconds!r}; it takes"
                    " seconds, or -1 for no limit."
                )
            return math.inf if seconds is None or seconds <= 0 else float(seconds)
    return None


class SandboxSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a course grants to students' code. Set as `c.Sandbox.<name>`."""

    readable: list[str] = []
    """Folders or files, as whole paths, that students' code may read beside its assignment's, such
    as `/srv/data`. They must be on every machine that grades."""


Record = TypeVar("Record", bound=msgspec.Struct)


def record_of(config: Config, section: str, kind: type[Record]) -> Record:
    """Return the settings of `c.<section>`; raise a UsageError for one that is not there."""
    given: dict[str, Any] = dict(config.get(section, {}))
    known = kind.__struct_fields__
    for name in sorted(set(given) - set(known)):
        raise UsageError(
            f"{CONFIG_FILE}: c.{section} has no setting {name!r}{did_you_mean(name, known)} It has"
            f" {', '.join(known)}."
        )
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        raise UsageError(f"{CONFIG_FILE}: a setting of c.{section} is wrong: {error}") from error


GONE: Final = {
    "cpu_seconds": "notebook_seconds is a limit of CPU time now. Set that instead",
    "submission_seconds": "each notebook has its own limits, notebook_seconds and wall_factor",
}
"""Limits that there were, and what to set now."""


def limits_of(config: Config) -> Limits:
    """Return the limits set in `c.Limits`; nbgrader's own timeout limits a cell without one.

    A notebook gets as much time as its longest cell. Where nbgrader sets no limit, a cell has that
    of its notebook.
    """
    given: dict[str, Any] = dict(config.get("Limits", {}))
    timeout = timeout_of(config)
    if timeout is not None and "cell_seconds" not in given:
        usual = Limits()
        most = given.get("notebook_seconds", usual.notebook_seconds)
        given["cell_seconds"] = most if timeout == math.inf else timeout
        given.setdefault("notebook_seconds", max(usual.notebook_seconds, given["cell_seconds"]))
    for name in sorted(GONE.keys() & given.keys()):
        raise UsageError(f"{CONFIG_FILE}: there is no limit {name!r} any more: {GONE[name]}.")
    unknown = sorted(set(given) - set(Limits.settings()))
    if unknown:
        known = ", ".join(Limits.settings())
        raise UsageError(
            f"{CONFIG_FILE}: there is no limit {unknown[0]!r}"
            f"{did_you_mean(unknown[0], Limits.settings())} The limits are {known}."
        )
    try:
        return msgspec.convert({**given, "readable": readable_of(config)}, Limits)
    except msgspec.ValidationError as error:
        raise UsageError(f"{CONFIG_FILE}: a setting of c.Limits is wrong: {error}") from error


def readable_of(config: Config) -> list[str]:
    """Return `c.Sandbox.readable`: folders of data that students' code may read."""
    folders = record_of(config, "Sandbox", SandboxSettings).readable
    for folder in folders:
        if not os.path.isabs(folder) or os.path.normpath(folder) != folder.rstrip("/"):
            raise UsageError(
                f"{CONFIG_FILE}: c.Sandbox.readable: {folder!r} is not a whole path. Write it from"
                " / on, without . and .., as in '/srv/data'."
            )
    return [folder.rstrip("/") for folder in folders]


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


def house_rules_of(config: Config) -> bool:
    """Return `c.Check.house_rules`: whether the course keeps the kit's rules of teaching."""
    given: dict[str, Any] = dict(config.get("Check", {}))
    unknown = sorted(set(given) - {"house_rules"})
    if unknown:
        raise UsageError(
            f"{CONFIG_FILE}: c.Check has no setting {unknown[0]!r}; it has house_rules."
        )
    wanted = given.get("house_rules", False)
    if wanted not in (True, False):
        raise UsageError(
            f"{CONFIG_FILE}: c.Check.house_rules has a wrong value: {wanted!r}; it takes True or"
            " False."
        )
    return bool(wanted)


def regions_of(config: Config) -> list[Region]:
    """Return the regions that students do not see, as the course delimits them."""
    found = []
    for usual, (section, begin, end) in zip(DEFAULT_REGIONS, DELIMITERS, strict=True):
        own = dict(config.get(section, {}))
        found.append(Region(str(own.get(begin, usual.begin)), str(own.get(end, usual.end))))
    return found


def hidden_region_of(config: Config) -> Region:
    """Return the region of hidden tests, as the course delimits it."""
    return regions_of(config)[HIDDEN_TESTS]
