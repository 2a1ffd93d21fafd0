"""Feedback goes back to Canvas and Moodle in a zip that names pages as the download names files."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from tests import courses, own_course
from tests.download import ROSTER, write_zip

CANVAS = {
    "lovelaceada_101_9001_stats.ipynb": own_course.RIGHT,
    "libo_LATE_102_9002_stats-1.ipynb": own_course.WRONG,
}
MOODLE = {
    "Ada Lovelace_101_assignsubmission_file_/stats.ipynb": own_course.RIGHT,
    "Bo Li_102_assignsubmission_file/stats.ipynb": own_course.WRONG,
}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course that was generated."""
    course = own_course.make(tmp_path_factory.mktemp("zip") / "course")
    assert own_course.run(course, "generate")[0] == 0
    courses.call_tried(course)
    (course / "students.csv").write_text(ROSTER, encoding="utf-8")
    return course


@pytest.fixture
def course(released: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(released, tmp_path / "course"))


def downloaded(course: Path, files: dict[str, str]) -> Path:
    """Write a platform's zip of submissions with these answers."""
    return write_zip(
        course.parent / "submissions.zip",
        {name: answered(course, answer) for name, answer in files.items()},
    )


def answered(course: Path, answer: str) -> bytes:
    """Return the released notebook with an answer."""
    own_course.hand_in(course, "nobody", answer)
    made = (course / "submitted/nobody/hw1/stats.ipynb").read_bytes()
    shutil.rmtree(course / "submitted")
    return made


def graded(course: Path, download: Path) -> None:
    """Collect and grade a download."""
    roster = str(course / "students.csv")
    status, said = own_course.run(
        course, "collect", str(download), "--roster", roster, "--assignment", "hw1"
    )
    assert status == 0, said
    assert own_course.run(course, "autograde")[0] == 0


def pages_in(course: Path) -> dict[str, str]:
    """Return the pages in the zip by their names."""
    with zipfile.ZipFile(course / "feedback/hw1.zip") as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (CANVAS, ["lovelaceada_101_9001_stats.html", "libo_LATE_102_9002_stats-1.html"]),
        (
            MOODLE,
            [
                "Ada Lovelace_101_assignsubmission_file_/stats.html",
                "Bo Li_102_assignsubmission_file/stats.html",
            ],
        ),
    ],
    ids=["Canvas", "Moodle"],
)
def test_each_page_has_the_name_of_the_students_own_file(
    course: Path, files: dict[str, str], names: list[str]
) -> None:
    download = downloaded(course, files)
    graded(course, download)
    status, said = own_course.run(course, "feedback", "hw1", "--zip-for", str(download))
    assert status == 0, said
    assert "feedback/hw1.zip: pages of 2 students" in said
    pages = pages_in(course)
    assert sorted(pages) == sorted(names)
    for name, student in zip(names, ("ada", "bo"), strict=True):
        own = (course / f"feedback/{student}/hw1/stats.html").read_text(encoding="utf-8")
        assert pages[name] == own


def test_the_page_of_a_notebook_in_a_students_own_zip_is_named_after_the_zip(course: Path) -> None:
    inner = write_zip(
        course.parent / "inner.zip", {"work/stats.ipynb": answered(course, own_course.RIGHT)}
    )
    download = write_zip(
        course.parent / "all.zip", {"lovelaceada_101_9001_homework.zip": inner.read_bytes()}
    )
    graded(course, download)
    assert own_course.run(course, "feedback", "hw1", "--zip-for", str(download))[0] == 0
    assert [*pages_in(course)] == ["lovelaceada_101_9001_homework_stats.html"]


def test_who_has_no_page_is_named_and_the_others_have_theirs(course: Path) -> None:
    graded(course, downloaded(course, {"lovelaceada_101_9001_stats.ipynb": own_course.RIGHT}))
    further = CANVAS | {
        "nobody_999_9009_stats.ipynb": own_course.RIGHT,
        "../zoe_103_9003_stats.ipynb": own_course.RIGHT,
    }
    download = downloaded(course, further)
    status, said = own_course.run(course, "feedback", "hw1", "--zip-for", str(download))
    assert status == 1
    assert "bo has no feedback pages for hw1; write them first" in said
    assert "nobody_999_9009_stats.ipynb" in said
    assert [*pages_in(course)] == ["lovelaceada_101_9001_stats.html"]


def test_one_assignment_is_to_be_named_if_there_are_several(course: Path) -> None:
    download = downloaded(course, CANVAS)
    status, said = own_course.run(course, "feedback", "--zip-for", str(download))
    assert (status, "There are no students to match files with" in said) == (1, True)
    (course / "source/hw2").mkdir()
    status, said = own_course.run(course, "feedback", "--zip-for", str(download))
    assert (status, "--zip-for is about one assignment" in said) == (2, True)
    status, said = own_course.run(course, "feedback", "hw1", "--zip-for", str(download))
    assert status == 1
    assert "There are no students to match files with" in said
