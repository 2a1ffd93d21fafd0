"""A note to a student whose submission waits, where the feedback pages will be."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Final

from grader.notebooks.files import write_whole
from grader.plugin import Course
from grader.workflows.watch.landings import Place

NAME: Final = "waiting.html"

PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title></head>
<body><main><h1>{title}</h1><p>{text}</p></main></body>
</html>
"""


def note_path(course: Course, place: Place) -> Path:
    """Return the path of a student's note."""
    return course.folder(course.folders.feedback_directory, *place) / NAME


def write_note(course: Course, place: Place, most: int, until: str) -> None:
    """Tell a student until when a submission waits for the limit of an hour."""
    text = (
        f"Your submission was received. At most {most} of your submissions are graded within an"
        f" hour, so it waits until {until}. If you hand in again before, the newest one counts."
    )
    title = f"{place[1]}: waiting"
    page = PAGE.format(title=escape(title), text=escape(text))
    write_whole(note_path(course, place), page)


def remove_note(course: Course, place: Place) -> None:
    """Remove a student's note."""
    note_path(course, place).unlink(missing_ok=True)
