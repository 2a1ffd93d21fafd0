"""A new course: a copy of the template, under the name of its folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from grader.errors import UsageError
from grader.notebooks.files import write_whole

TEMPLATE: Final = Path(__file__).with_name("template")
"""A course of one notebook, which is generated, packed, checked and graded as it stands."""

COURSE_ID: Final = "example"
"""The name of the template in the gradebook."""

CONFIG, SOURCE = "nbgrader_config.py", "source"


def create_course(folder: Path) -> list[str]:
    """Write a new course; return the paths that were written. Files that are there stay.

    What makes a folder a course comes last: until it is there, the same command goes on with what
    is lacking.
    """
    for name in (CONFIG, SOURCE):
        if (folder / name).exists():
            raise UsageError(
                f"{folder} is a course already: it has {name}. To grade a course of nbgrader's by"
                f" this engine: grader -C {folder} adopt"
            )
    wanted = {_name_of(path): path.read_text(encoding="utf-8") for path in _files()}
    wanted[CONFIG] = wanted[CONFIG].replace(COURSE_ID, course_id(folder))
    lacking = [name for name in wanted if not (folder / name).exists()]
    for name in sorted(lacking, key=lambda name: (name == CONFIG, name.startswith(SOURCE))):
        write_whole(folder / name, wanted[name])
    return lacking


def course_id(folder: Path) -> str:
    """Return a name for the course in the gradebook, from that of its folder."""
    return re.sub(r"\W+", "_", folder.resolve().name).strip("_") or "course"


def _files() -> list[Path]:
    found = (path for path in TEMPLATE.rglob("*") if path.is_file())
    return sorted(path for path in found if path.parent.name != "__pycache__")


def _name_of(path: Path) -> str:
    """Return where a file of the template is to be written."""
    name = path.relative_to(TEMPLATE).as_posix()
    return ".gitignore" if name == "gitignore" else name  # hidden ones are not in the wheel
