"""Feedback pages in a zip for a learning platform's bulk upload.

Canvas ("Upload Submissions") and Moodle ("Upload multiple feedback files in a zip") find a student
by the name that they gave the student's file when the submissions were downloaded. So each page is
named as the notebook in the download, with another suffix:

    Canvas   lovelaceada_101_2001_01_vectors.ipynb       → lovelaceada_101_2001_01_vectors.html
    Moodle   Ada Lovelace_7_assignsubmission_file/….ipynb → the same folder, ….html

Moodle's rule is in `mod/assign/feedback/file/importziplib.php` of
https://github.com/moodle/moodle, Canvas's in `app/models/abstract_assignment.rb` of
https://github.com/instructure/canvas-lms.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import msgspec

from grader.errors import CourseError
from grader.notebooks.files import write_whole
from grader.platforms.collect import collecting, downloads
from grader.platforms.collect.planning import CollectionPlan, plan_collection
from grader.plugin import Course
from grader.plugin.names import shown_path
from grader.workflows.archives import zipped


class FeedbackZip(msgspec.Struct, kw_only=True):
    """A zip that was written."""

    path: Path
    students: int
    problems: list[str]
    """Sentences about what of the download has no page in it."""


def write_feedback_zip(course: Course, assignment: str, download: Path) -> FeedbackZip:
    """Write the pages of the students in a download to feedback/<assignment>.zip."""
    students = collecting.known_students(course)
    with downloads.open_downloads(download) as files:
        plan = plan_collection(course, files, students, assignment, file_times=False)
    entries: dict[str, bytes] = {}
    problems = [f"{shown_path(line.file)}: {line.note}." for line in plan.lines if line.left]
    with_pages = 0
    for student in plan.submissions:
        pages = _pages_of(course, plan, student)
        entries |= pages
        with_pages += bool(pages)
        if not pages:
            problems.append(
                f"{student} has no feedback pages for {assignment}; write them first:"
                f" grader feedback {assignment} --student {student}"
            )
    if not entries:
        raise CourseError(
            f"No file in {download} belongs to a student with feedback pages for {assignment}."
        )
    path = course.root / course.folders.feedback_directory / f"{assignment}.zip"
    write_whole(path, zipped(entries))
    return FeedbackZip(path=path, students=with_pages, problems=problems)


def _pages_of(course: Course, plan: CollectionPlan, student: str) -> dict[str, bytes]:
    """Return a student's pages by their names in the zip."""
    folder = course.folder(course.folders.feedback_directory, student, plan.assignment)
    pages = {}
    for target, (newest, *_) in plan.submissions[student].items():
        page = folder / f"{PurePosixPath(target).stem}.html"
        name = upload_name(newest.line.file, target)
        if name and target.endswith(".ipynb") and page.is_file():
            pages[name] = page.read_bytes()
    return pages


def upload_name(file: str, target: str) -> str:
    """Return a page's name in the zip, or an empty string where the download's name is unsafe.

    `file` is the notebook's path in the download, or `path of a zip: path in it` where the student
    had handed in a zip.
    """
    outer, inside, _ = file.partition(".zip: ")
    path = PurePosixPath(outer)
    if path.is_absolute() or ".." in path.parts or "\\" in outer or not outer.isprintable():
        return ""
    if inside:
        return f"{outer}_{PurePosixPath(target).stem}.html"
    return str(path.with_suffix(".html"))
