"""A note to a student whose submission waits or is refused, where the feedback pages will be.

It is plain text: nbgrader takes every page in that folder for one of a graded notebook.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from grader.notebooks.files import write_whole
from grader.plugin import Course
from grader.service.watch.landings import Place

NAME: Final = "waiting.txt"


def note_path(course: Course, place: Place) -> Path:
    """Return the path of a student's note."""
    return course.folder(course.folders.feedback_directory, *place) / NAME


def write_waiting_note(course: Course, place: Place, most: int, until: str) -> None:
    """Tell a student until when a submission waits for the limit of an hour."""
    _write_note(
        course,
        place,
        f"Your submission was received. At most {most} of your submissions are graded within an"
        f" hour, so it waits until {until}. If you hand in again before, the newest one counts.\n",
    )


def write_refused_note(course: Course, place: Place, folder: str, reason: str) -> None:
    """Tell a student why a submission is not graded."""
    _write_note(
        course,
        place,
        f"Your submission {folder} {reason}. It is not graded; what you handed in before counts."
        " Please hand in again.\n",
    )


def _write_note(course: Course, place: Place, text: str) -> None:
    path = note_path(course, place)
    if path.is_file() and path.read_bytes() == text.encode():
        return
    if path.is_dir():
        remove_note(course, place)
    write_whole(path, text)


def remove_note(course: Course, place: Place) -> None:
    """Remove a student's note, or the student's own folder of that name, copied by nbgrader."""
    path = note_path(course, place)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
