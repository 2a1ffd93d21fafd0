"""The files that only an assignment's hidden tests use: `source/<assignment>/hidden_files/`.

They are never handed out. nbgrader ignores a folder of this name, and so does what lists an
assignment's data files. Grading gets them as it gets the data files, by their paths below the
assignment; `testing.student_files` hands one to the student's code where a hidden test asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeVar

FOLDER: Final = "hidden_files"

T = TypeVar("T")


def is_hidden(name: str) -> bool:
    """Return whether a path below an assignment is in the folder of hidden files."""
    return Path(name).parts[:1] == (FOLDER,)


def beside(folder: Path) -> dict[str, Path]:
    """Return the hidden files of the assignment in a folder, by their paths there."""
    found = {path.relative_to(folder): path for path in sorted((folder / FOLDER).rglob("*"))}
    return {
        name.as_posix(): path
        for name, path in found.items()
        if path.is_file() and not any(part.startswith(".") for part in name.parts)
    }


def among(files: Mapping[str, T]) -> dict[str, T]:
    """Return the hidden ones of an assignment's files, by the names that tests use."""
    return {name.removeprefix(f"{FOLDER}/"): one for name, one in files.items() if is_hidden(name)}
