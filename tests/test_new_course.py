"""`grader init`: a course that is checked, handed out and graded as it stands."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.author import new_course
from grader.notebooks.files import write_whole
from grader.workflows import course_copy
from tests import courses, own_course

ASSIGNMENT, NOTEBOOK = "01_errors", "01_mean_absolute_error"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course that was just started."""
    folder = tmp_path_factory.mktemp("new") / "statistics"
    done = courses.here(Path(), "init", str(folder))
    assert done.exit_code == 0, done.output
    assert done.output.count("\n  grader ") == 5
    course_copy.answer_mark(folder / "gradebook.db")
    return folder


def test_where_no_course_is_it_is_named(tmp_path: Path) -> None:
    status, said = own_course.run(tmp_path, "generate")
    assert (status, "start a course: grader init DIR" in said) == (2, True)


def test_its_check_finds_nothing_and_its_answers_are_told_apart(course: Path) -> None:
    status, said = own_course.run(course, "check", "--variants")
    assert status == 0, said
    assert "0 findings" in said
    assert "2 of 2 right answers accepted, 3 of 3 wrong ones caught" in said


def test_it_goes_from_the_handout_to_a_page(course: Path) -> None:
    assert own_course.run(course, "generate")[0] == 0
    status, said = own_course.run(course, "pack")
    assert (status, "1 file," in said) == (0, True), said
    with zipfile.ZipFile(course / f"handout/{ASSIGNMENT}.zip") as archive:
        released = json.loads(archive.read(f"{ASSIGNMENT}/{NOTEBOOK}.ipynb"))
        assert any(name.endswith(".whl") for name in archive.namelist())
    for cell in released["cells"]:
        assert "solutions" not in "".join(cell["source"])
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "mean_absolute_error":
            cell["source"] = "def mean_absolute_error(p, a):\n    return abs(p - a).mean()"
    path = course / f"submitted/ada/{ASSIGNMENT}/{NOTEBOOK}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(released))
    assert own_course.run(course, "autograde")[0] == 0
    assert own_course.run(course, "feedback") == (0, "feedback/: 1 page written")
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, "ada").score == 4


def test_what_holds_students_names_and_grades_is_ignored_by_git(course: Path) -> None:
    subprocess.run(["git", "init", "-q", str(course)], check=True)
    private = ["students.csv", "submissions.zip", "gradebook.db", "submitted/a", "feedback/a"]
    done = subprocess.run(
        ["git", "-C", str(course), "check-ignore", *private], capture_output=True, check=False
    )
    assert done.stdout.decode().split() == private


def test_a_course_is_not_started_over_another(course: Path) -> None:
    before = sorted(path for path in course.rglob("*") if ".git" not in path.parts)
    done = courses.here(Path(), "init", str(course))
    assert (done.exit_code, "is a course already" in done.output) == (2, True)
    assert sorted(path for path in course.rglob("*") if ".git" not in path.parts) == before


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    assert courses.here(Path(), "init", str(tmp_path)).exit_code == 0
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


@pytest.mark.parametrize("name", ["solutions", "tests", "tests/variants"])
def test_a_file_in_the_way_is_named_and_the_next_run_goes_on(tmp_path: Path, name: str) -> None:
    path = tmp_path / "new" / name
    path.parent.mkdir(parents=True)
    path.write_text("mine\n")
    done = courses.here(Path(), "init", str(tmp_path / "new"))
    assert (done.exit_code, str(path) in done.output) == (1, True), done.output
    assert path.read_text() == "mine\n"
    path.unlink()
    assert courses.here(Path(), "init", str(tmp_path / "new")).exit_code == 0


def test_a_course_that_can_not_be_written_whole_is_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, text: str) -> None:
        if path.suffix == ".ipynb":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        write_whole(path, text)

    with monkeypatch.context() as patched:
        patched.setattr(new_course, "write_whole", full)
        done = courses.here(Path(), "init", str(tmp_path / "new"))
    assert done.exit_code == 1
    assert "No space left on device" in done.output
    assert courses.here(Path(), "init", str(tmp_path / "new")).exit_code == 0
    assert (tmp_path / "new/nbgrader_config.py").is_file()


def test_a_wheel_is_put_together_from_what_is_installed(wheel: Path, tmp_path: Path) -> None:
    there, made = tmp_path / "there", tmp_path / "made"
    made.mkdir()
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
    subprocess.run([*pip, str(there), str(wheel)], check=True)
    code = (
        "import pathlib\nfrom grader.workflows import archives\n"
        f"pathlib.Path({str(made / wheel.name)!r}).write_bytes(archives.made_wheel())\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(there)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, cwd=tmp_path)
    with zipfile.ZipFile(wheel) as first, zipfile.ZipFile(made / wheel.name) as second:
        assert sorted(first.namelist()) == sorted(second.namelist())
    again = tmp_path / "again"
    subprocess.run([*pip, str(again), str(made / wheel.name)], check=True)
    assert (again / "grader/checks.py").read_bytes() == (there / "grader/checks.py").read_bytes()
