"""The course's pages, as HTML."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final

from jinja2 import Environment

from grader.service.course_page.overview import AssignmentSheet, CourseSheet, MarkingShare
from grader.service.course_page.place import CoursePlace
from grader.service.web import pages as web_pages

TEMPLATES: Final = Path(__file__).with_name("templates")

FILES: Final = (TEMPLATES / "course.js",)
"""What the pages load beside their style."""


@functools.cache
def _templates() -> Environment:
    return web_pages.templates_in(TEMPLATES)


def course_page(place: CoursePlace, sheet: CourseSheet) -> str:
    """Return the instructor's first page."""
    run = place.shared.runner.run
    return _templates().get_template("course.html").render(sheet=sheet, place=place, run=run)


def assignment_page(place: CoursePlace, sheet: AssignmentSheet) -> str:
    """Return the page of an assignment."""
    run = place.shared.runner.run
    return _templates().get_template("assignment.html").render(sheet=sheet, place=place, run=run)


def marking_page(place: CoursePlace, shares: list[MarkingShare]) -> str:
    """Return the page of an assistant: what there is to mark."""
    template = _templates().get_template("to_mark.html")
    return template.render(shares=shares, place=place)
