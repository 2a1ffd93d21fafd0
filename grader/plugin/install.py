"""Puts our converter in the place of nbgrader's own, in nbgrader's processes."""

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
"""Where the templates of pages are looked for before nbconvert's: ours, then nbgrader's."""

FILTERS: Final = {
    "highlight_code": "grader.plugin.pages.code",
    "markdown2html": "grader.plugin.pages.markdown",
    "mathml": "grader.plugin.pages.latex",
}
"""What draws formulas in formgrader's pages, and colours code."""

APPS: Final = ("nbgrader.apps.autogradeapp", "nbgrader.apps.api")
"""Where nbgrader's command and formgrader find the converter. They are loaded before any
configuration is; where they are not, the process is our own command's."""


def take_over(config_file: str) -> None:
    """Let `nbgrader autograde` and formgrader use our converter, and find the course's modules.
    Calling it again is harmless."""
    for app in APPS:
        if app in sys.modules:
            from grader.plugin.converters import Autograde

            vars(sys.modules[app])["Autograde"] = Autograde
    add_to_import_path(Path(config_file).resolve().parent)  # its tests import its reference
    beside = str(Path(sys.executable).parent)  # nbgrader runs `alembic` from the path
    if beside not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", os.defpath)])
