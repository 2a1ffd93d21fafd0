"""A course that nbgrader has graded so far: what this engine does differently, and what it needs.

No notebook is changed. All that is written is a line in the configuration, beside a copy of it.
"""

from __future__ import annotations

import math
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Final

import msgspec

from grader.errors import CourseError, GraderError, UsageError
from grader.notebooks import ipynb
from grader.notebooks.files import write_whole
from grader.notebooks.source_cells import SourceCell
from grader.plugin import Course, settings
from grader.workflows import generating

BACKUP: Final = ".before_grader"

FIRST_LINE: Final = b"c = get_config()\n"

LINES: Final = b"""

# Students' code runs in a sandbox, also by nbgrader's own commands and formgrader.
import grader.plugin

grader.plugin.configure(get_config())
"""
"""What a configuration lacks: bytes, since the file may be in any encoding."""

CHARTS: Final = re.compile(
    r"(?m)^\s*(?:import|from)\s+(altair|bokeh|folium|holoviews|hvplot|plotly)\b"
)
"""Imports of libraries whose charts are drawn by scripts."""

SCHEMA: Final = 3
"""Version of nbgrader's metadata."""

OLD: Final = "metadata of an older nbgrader. Make a copy of the course, then run: nbgrader update ."


class CourseByDefault(Course):
    """A course that may have no configuration file; nbgrader's defaults then apply."""

    needs_file: ClassVar[bool] = False


class Adoption(msgspec.Struct):
    """What is different for a course, and what has to be done first."""

    differences: list[str] = []
    blocking: list[str] = []


def compare_course(course: Course) -> Adoption:
    """Return what is different for a course under this engine."""
    found = Adoption()
    notebooks = [path for name in course.assignments() for path in course.notebooks(name)]
    if not notebooks:
        where = f"{course.source.name}/<assignment>/<notebook>.ipynb"
        raise UsageError(f"{course.source} holds no notebook: a course keeps them in {where}.")
    found.differences += _settings(course)
    read: dict[str, dict[str, Any]] = {}
    old = []
    for path in notebooks:
        where = str(path.relative_to(course.root))
        try:
            nb = ipynb.read_source(path)
        except GraderError as error:
            found.blocking.append(str(error))
            continue
        if language := _other_language(nb):
            found.blocking.append(f"{where}: it is for {language}, and only Python can be graded.")
        elif _is_old(nb):
            old.append(where)
        else:
            read[where] = nb
            faults = generating.notebook_faults(course, nb)  # where nbgrader may be silent
            found.blocking += [f"{where}: {fault}" for fault in faults]
    if old:
        found.blocking.append(f"{_first_of(old)}: {OLD}")
    found.differences += [
        f"{where}: {kernel}."
        for where, nb in read.items()
        if (kernel := ipynb.foreign_kernel(_kernel_of(nb)))
    ]
    found.blocking += _marked_files(course)
    found.differences += _charts(read)
    found.blocking += _gradebook(course)
    return found


# The configuration --------------------------------------------------------------------------


def write_config(course: Course) -> list[str]:
    """Add the line to the configuration, and keep a copy of it; return the files written.

    Where there is no configuration, one is written.
    """
    path = course.root / settings.CONFIG_FILE
    if not os.path.lexists(path):
        write_whole(path, FIRST_LINE.rstrip() + LINES)
        return [path.name]
    if course.configured:
        return []
    kept = path.with_name(path.name + BACKUP)
    if not kept.exists():
        shutil.copyfile(path, kept)
    write_whole(path, path.read_bytes().rstrip() + LINES)
    return [kept.name, path.name]


def _settings(course: Course) -> Iterator[str]:
    """Yield what the settings of nbgrader mean here."""
    if not (course.root / settings.CONFIG_FILE).exists():
        applies = "nbgrader's defaults apply, and what a configuration in your home folder sets"
        yield f"There is no {settings.CONFIG_FILE} here: {applies}."
    timeout = settings.timeout_of(course.config)
    limits = course.limits
    if timeout == math.inf:
        yield (
            "nbgrader sets no time limit (timeout = -1), or a function for it. Here a cell may take"
            f" as long as its notebook: {limits.notebook_seconds:g} s of CPU time"
            " (c.Limits.notebook_seconds)."
        )
    elif timeout is not None:
        yield f"A cell may take {limits.cell_seconds:g} s of CPU time, as nbgrader's timeout says."
    steps: Any = course.config.get("Autograde", {}).get("autograde_preprocessors", [])
    if any(str(step).endswith("nbgrader.preprocessors.Execute") for step in steps):
        yield (
            "c.Autograde.autograde_preprocessors names nbgrader's own Execute: `nbgrader autograde`"
            " and formgrader go on running students' code without a sandbox. Remove that setting."
        )


def _gradebook(course: Course) -> Iterator[str]:
    if any(not path.exists() for path in course.gradebook_file()):
        return  # asking for it would make it
    try:
        with course.gradebook() as gradebook:
            gradebook.assignments  # noqa: B018 - asks the database
    except CourseError as error:
        yield str(error)


# A notebook ---------------------------------------------------------------------------------


def _marked_files(course: Course) -> Iterator[str]:
    for name in course.assignments():
        for path in course.data_files(name).values():
            yield from generating.marked_file(course, path, path)


def _kernel_of(nb: dict[str, Any]) -> dict[str, str]:
    spec: dict[str, str] = nb.get("metadata", {}).get("kernelspec", {})
    return spec


def _other_language(nb: dict[str, Any]) -> str:
    """Return the kernel and language of a notebook that is not for Python."""
    spec = _kernel_of(nb)
    language = spec.get("language", "python")
    return "" if language.lower() == "python" else f"{spec.get('name', language)} ({language})"


def _is_old(nb: dict[str, Any]) -> bool:
    """Return whether a notebook's metadata are of an older nbgrader."""
    marks = [marks for cell in nb["cells"] if (marks := SourceCell(cell).marks)]
    return any(one.get("schema_version", 0) < SCHEMA for one in marks)  # the oldest have none


def _first_of(names: Sequence[str]) -> str:
    """Name the first notebook and say how many there are besides."""
    return f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else names[0]


def _charts(notebooks: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Say once which notebooks draw charts that no page of students' work shows."""
    found = {}
    for where, nb in notebooks.items():
        code = [cell.source for cell in map(SourceCell, nb["cells"]) if cell.is_code]
        if libraries := {name for source in code for name in CHARTS.findall(source)}:
            found[where] = libraries
    if found:
        named = ", ".join(sorted(set().union(*found.values())))
        yield (
            f"{_first_of([*found])}: charts of {named} need scripts, which do not run on pages of"
            " students' work: these say that a chart is not shown. Where a person marks it, ask"
            " for a picture, too."
        )
