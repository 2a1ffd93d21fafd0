"""A note to a student whose submission waits, where the feedback pages will be.

It is plain text: nbgrader takes every page in that folder for one of a graded notebook.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from grader.notebooks.files import write_whole
from grader.plugin import Course
from grader.workflows.watch.landings import Place

NAME: Final = "waiting.txt"


def note_path(course: Course, place: Place) -> Path:
    """Return the path of a student's note."""
    return course.folder(course.folders.feedback_directory, *place) / NAME


def write_note(course: Course, place: Place, most: int, until: str) -> None:
    """Tell a student until when a submission waits for the limit of an hour."""
    text = (
        f"Your submission was received. At most {most} of your submissions are graded within an"
        f" hour, so it waits until {until}. If you hand in again before, the newest one counts.\n"
    )
    write_whole(note_path(course, place), text)


def remove_note(course: Course, place: Place) -> None:
    """Remove a student's note."""
    note_path(course, place).unlink(missing_ok=True)
