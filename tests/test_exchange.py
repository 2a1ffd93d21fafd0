"""The exchange of nbgrader's carries our course to students and back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.notebooks import ipynb
from grader.notebooks.files import write_whole
from tests import courses
from tests.simulated import fill, read, variants


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one notebook, and an exchange of its own."""
    base = tmp_path_factory.mktemp("exchange")
    (base / "exchange").mkdir(mode=0o777)
    (base / "exchange").chmod(0o777)
    config = f"c.Exchange.root = {str(base / 'exchange')!r}"
    return courses.make(base / "course", config=config, notebooks=("01_vectors",))


def nbgrader(*commands: tuple[Path, str]) -> None:
    """Run commands of nbgrader's in their folders."""
    for folder, command in commands:
        courses.nbgrader_here(folder, command, "01_linear_algebra")


def test_what_a_student_fetched_and_submitted_is_collected_and_graded(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = course.parent
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(base / "jupyter"))
    student = base / "student"
    student.mkdir()
    (student / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.Exchange.root = {str(base / 'exchange')!r}\n"
        f"c.CourseDirectory.course_id = {courses.COURSE_ID!r}\n"
        f"c.Exchange.cache = {str(base / 'cache')!r}\n"
    )

    nbgrader((course, "release_assignment"), (student, "fetch_assignment"))
    path = student / "01_linear_algebra/01_vectors.ipynb"
    assert path.read_bytes() == (course / "release/01_linear_algebra/01_vectors.ipynb").read_bytes()
    right = next(v.source for v in variants("cosine_similarity") if v.right)
    write_whole(path, ipynb.dumps(fill(read(path), {"cosine_similarity": right})))
    nbgrader((student, "submit"), (course, "collect"))
    (name,) = os.listdir(course / "submitted")
    assert (course / f"submitted/{name}/01_linear_algebra/timestamp.txt").exists()
    done = courses.here(course, "autograde", "01_linear_algebra")
    assert done.exit_code == 0, done.output
    assert courses.scores(course)[name, "01_vectors", "test_cosine_similarity"].auto == 4.0
