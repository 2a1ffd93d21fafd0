"""Replacing nbgrader's own converter with ours in nbgrader's processes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

import nbgrader

from grader.grading.course_folder import add_to_import_path

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

APPS: Final = ("nbgrader.apps.autogradeapp", "nbgrader.apps.api")
"""Modules in which nbgrader's command and formgrader look up the converter.

They are loaded before any configuration is. If they are not loaded, this is our own command.
"""


def take_over(config_file: str) -> None:
    """Let `nbgrader autograde` and formgrader use our converter, and find the course's modules.

    Calling it again changes nothing.
    """
    for app in APPS:
        if app in sys.modules:
            from grader.plugin.converters import Autograde

            vars(sys.modules[app])["Autograde"] = Autograde
    add_to_import_path(Path(config_file).resolve().parent)  # its tests import its reference
    find_programs()


def find_programs() -> None:
    """Let nbgrader find `alembic`, which it runs from PATH when it makes a gradebook."""
    beside = str(Path(sys.executable).parent)
    if beside not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", os.defpath)])
