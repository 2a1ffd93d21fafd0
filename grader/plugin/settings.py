"""The settings of a course: nbgrader's configuration, and what we read from it."""

from __future__ import annotations

import contextlib
import difflib
import logging
import math
import os
import re
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from jupyter_core.application import JupyterApp
from traitlets.config import Config, Configurable
from traitlets.log import get_logger

from grader import addons
from grader.errors import UsageError, exception_line
from grader.grading import course_folder
from grader.limits import Limits
from grader.notebooks.regions import DEFAULT_REGIONS, Region
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


GONE: Final = {"GradescopeExport": "Gradescope"}
"""Sections whose settings another has now. Whoever left `hidden_tests` there would show them."""


def check_sections(config: Config) -> None:
    """Raise a UsageError for a wrong setting of an add-on, or a misspelt section of ours.

    An add-on offers for each section the class that has the settings, or a function that reads
    them.
    """
    readers = addons.offered("settings")
    for section in config:
        if section in readers:
            reader = readers[section].load()
            if isinstance(reader, type):
                check_class(config, reader)
            else:
                reader(config)
        elif meant := GONE.get(section) or _meant(section, [*CORE, *readers]):
            raise UsageError(f"{CONFIG_FILE}: there is no c.{section}; did you mean c.{meant}?")


def _meant(section: str, known: Sequence[str]) -> str:
    """Return the section that a name misspells. With letters added, it is another class's."""
    found = difflib.get_close_matches(section, known, 1, 0.87)
    misspelt = found and (found[0] not in section or len(section) == len(found[0]) + 1)
    return found[0] if misspelt else ""


class KeptLog(logging.Handler):
    """A log handler that keeps lines, to make a sentence of them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += [line for line in record.getMessage().split("\n") if line.strip()]


@contextlib.contextmanager
def kept_log() -> Iterator[KeptLog]:
    """Keep what nbgrader logs in the block; raise a UsageError if it warned of a misspelt setting.

    Other settings that a class lacks may be of earlier versions, or of a class of the same family.
    """
    logger, kept = get_logger(), KeptLog()
    before = logger.handlers, logger.propagate, logger.level
    logger.handlers, logger.propagate = [kept], False
    logger.setLevel(logging.WARNING)
    try:
        yield kept
    finally:
        logger.handlers, logger.propagate = before[:2]
        logger.setLevel(before[2])
        for found in filter(None, map(_UNKNOWN.match, kept.lines)):
            name, section, alike = found.groups()
            for meant in difflib.get_close_matches(name, alike.split(", "), 1, 0.8):
                raise UsageError(
                    f"{CONFIG_FILE}: c.{section} has no setting {name!r}; did you mean {meant}?"
                )


_UNKNOWN: Final = re.compile(r"Config option `(\w+)` not recognized by `(\w+)`\. .*`([\w, ]+)`\?$")
"""What traitlets warns of, if it knows names that are like it."""


def check_class(config: Config, ours: type[Configurable]) -> None:
    """Raise an error for a setting that a class of ours does not have, or a wrong value."""
    names = sorted(ours.class_trait_names(config=True))
    _check_names(ours.__name__, config[ours.__name__], names)
    ours(config=config)  # raises an error for a wrong value


def _check_names(section: str, given: Iterable[str], known: Sequence[str]) -> None:
    for name in sorted(set(given) - set(known)):
        raise UsageError(
            f"{CONFIG_FILE}: c.{section} has no setting {name!r}{did_you_mean(name, known)} It has"
            f" {', '.join(known)}."
        )


def check_late_policy(config: Config) -> None:
    """Raise an error if the late policy has a wrong value, or another one is in its place."""
    if "LatePolicy" not in config:
        return
    from grader.plugin.late_policy import LatePolicy

    check_class(config, LatePolicy)
    other = config.get("AssignLatePenalties", {}).get("plugin_class", LatePolicy)
    name = getattr(other, "__name__", other)
    if not name.endswith("LatePolicy"):
        raise UsageError(
            f"{CONFIG_FILE}: c.LatePolicy has no effect beside c.AssignLatePenalties.plugin_class ="
            f" {name}. Remove one of them."
        )


T = TypeVar("T")
Record = TypeVar("Record", bound=msgspec.Struct)


def record_of(config: Config, section: str, kind: type[Record]) -> Record:
    """Return the settings of `c.<section>`; raise a UsageError for one that is not there."""
    given = dict(config.get(section, {}))
    _check_names(section, given, kind.__struct_fields__)
    return _converted(given, section, kind)


def only_setting(config: Config, section: str, name: str, kind: type[T]) -> T:
    """Return the one setting that `c.<section>` has; where it is not set, an empty value."""
    given = dict(config.get(section, {}))
    _check_names(section, given, [name])
    return _converted(given.get(name, kind()), section, kind)


def _converted(given: object, section: str, kind: type[T]) -> T:
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        raise UsageError(f"{CONFIG_FILE}: a setting of c.{section} is wrong: {error}") from error


TIMEOUTS: Final = ("Execute", "ExecutePreprocessor", "NotebookClient")
"""Classes whose setting `timeout` limits a cell in nbgrader; the first that sets it decides."""


def limits_of(config: Config) -> Limits:
    """Return the limits set in `c.Limits`; nbgrader's own timeout limits a cell without one.

    A notebook gets as much time as its longest cell. Where nbgrader sets no limit, a cell has that
    of its notebook.
    """
    given: dict[str, Any] = dict(config.get("Limits", {}))
    _check_names("Limits", given, Limits.settings())
    timeout = timeout_of(config)
    if timeout is not None and "cell_seconds" not in given:
        usual = Limits().notebook_seconds
        most = given.get("notebook_seconds", usual)
        given["cell_seconds"] = most if timeout == math.inf else timeout
        given.setdefault("notebook_seconds", max(usual, given["cell_seconds"]))
    given |= {"readable": readable_of(config), "ignored": ignored_of(config)}
    return _converted(given, "Limits", Limits).of_course()


def timeout_of(config: Config) -> float | None:
    """Return nbgrader's time limit of a cell: `math.inf` for none, and None where it is not set.

    One that a function gives for each cell counts as none.
    """
    for section in TIMEOUTS:
        own = config.get(section, {})
        if own.get("timeout_func"):
            return math.inf
        if "timeout" not in own:
            continue
        try:
            seconds = float(own["timeout"] or -1)  # from the command line it is a text
        except (TypeError, ValueError):
            raise UsageError(
                f"{CONFIG_FILE}: c.{section}.timeout has a wrong value: {own['timeout']!r}; it"
                " takes seconds, or -1 for no limit."
            ) from None
        return seconds if seconds > 0 else math.inf
    return None


def ignored_of(config: Config) -> str:
    """Return what nbgrader's step `IgnorePattern` takes out of stderr, if it is enabled."""
    own = config.get("IgnorePattern", {})
    pattern = str(own.get("pattern", "")) if own.get("enabled") else ""
    with contextlib.suppress(re.error):
        return re.compile(pattern).pattern
    raise UsageError(f"{CONFIG_FILE}: c.IgnorePattern.pattern is no regular expression.")


def readable_of(config: Config) -> list[str]:
    """Return `c.Sandbox.readable`: folders of data that students' code may read."""
    folders = only_setting(config, "Sandbox", "readable", list[str])
    for folder in folders:
        if not os.path.isabs(folder) or os.path.normpath(folder) != folder.rstrip("/"):
            raise UsageError(
                f"{CONFIG_FILE}: c.Sandbox.readable: {folder!r} is not a whole path. Write it from"
                " / on, without . and .., as in '/srv/data'."
            )
    return [folder.rstrip("/") for folder in folders]


def fixed_files(files: Mapping[str, str], config: Config, assignment: str) -> dict[str, str]:
    """Return the files that take the place of a student's.

    nbgrader's `c.Autograde.exclude_overwriting` names those that students change and hand in.
    """
    named = config.get("Autograde", {}).get("exclude_overwriting", {})
    own = _converted(named, "Autograde", dict[str, list[str]]).get(assignment, [])
    return {name: path for name, path in files.items() if name not in own}


def check_root(config: Config, root: Path) -> None:
    """Raise a UsageError if nbgrader would work in another folder than the course's."""
    named = str(config.get("CourseDirectory", {}).get("root") or root)
    if (root / named).resolve() != root:
        raise UsageError(
            f"nbgrader's configuration sets c.CourseDirectory.root to {named!r}, not to {root}."
            f" Move {CONFIG_FILE} there and run the command with -C {root / named}, or remove the"
            " setting."
        )


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
