"""The autograder for Gradescope, unpacked and run as Gradescope's harness does: what students see
is their results, and nothing of it is a fault of ours or a hidden test."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple
from unittest import mock

import pytest

from grader.platforms.gradescope import running
from tests import courses, own_course
from tests.test_collect import nameless

PASSWORD = "postgresql://teacher:hunter2@db/course"  # noqa: S105 - a canary, no password
SETTINGS = f"""
if False:
    c.CourseDirectory.db_url = {PASSWORD!r}
c.Limits.test_seconds = 3
c.Gradescope.hidden_tests = "after_due_date"
"""
HOSTILE = """\
import pathlib
for place in ("ROOT/results/results.json", "ROOT/source/run_autograder"):
    try:
        pathlib.Path(place).write_text('{"score": 100}')
    except OSError:
        pass
for place in ("ROOT/source/course/reference.py", "ROOT/source/course/gradebook.db"):
    try:
        print("STOLEN", pathlib.Path(place).read_bytes()[:60])
    except OSError:
        pass
class Always(float):
    def __eq__(self, other): return True
    __hash__ = None
def mean(values):
    return Always(0)"""

GRADESCOPE = {
    "score": float,
    "execution_time": float,
    "output": str,
    "output_format": {"text"},
    "test_output_format": {"text"},
    "test_name_format": {"text"},
    "stdout_visibility": {"hidden", "after_due_date", "after_published", "visible"},
    "tests": list,
}
GRADESCOPE_TEST = {
    "name": str,
    "number": str,
    "score": float,
    "max_score": float,
    "status": {"passed", "failed"},
    "output": str,
    "visibility": {"hidden", "after_due_date", "after_published", "visible"},
}
"""Keys of Gradescope's specification that we write, and what it wants of them."""


def fits(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether there are only documented keys, each with a documented value."""
    return set(found) <= set(wanted) and all(
        value in wanted[key] if isinstance(wanted[key], set) else isinstance(value, wanted[key])
        for key, value in found.items()
    )


class Autograder(NamedTuple):
    """The folder that the harness calls /autograder."""

    root: Path

    def hand_in(self, **submission: str) -> None:
        """Hand in files by name, and no other."""
        folder = self.emptied()
        for name, text in submission.items():
            (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")

    def run(self, **submission: str) -> tuple[int, str, dict[str, Any] | None]:
        """Run it on files by name; return the exit status, what was printed, and the results."""
        self.hand_in(**submission)
        return self.run_here()

    def run_here(self) -> tuple[int, str, dict[str, Any] | None]:
        """Run on what was handed in, in this process, what its program runs in two."""
        programs = SimpleNamespace(run=graded_here, STDOUT=subprocess.STDOUT)
        in_here = mock.patch.object(running, "subprocess", programs)
        with in_here, contextlib.redirect_stdout(io.StringIO()) as said, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            status = running.main([str(self.root), "hw1"])
        return status, said.getvalue(), self.results()

    def emptied(self) -> Path:
        """Return the folder of the submission, emptied."""
        folder = self.root / "submission"
        shutil.rmtree(folder)
        folder.mkdir()
        return folder

    def run_program(self, here: str = "") -> tuple[int, str, dict[str, Any] | None]:
        """Run it, in a folder of its own, on what was handed in; return the same."""
        done = subprocess.run(
            [self.root / "run_autograder"],
            cwd=self.root / here,
            env={**os.environ, "AUTOGRADER_ROOT": str(self.root), "GRADER_PYTHON": sys.executable},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr, self.results()

    def results(self) -> dict[str, Any] | None:
        """Return the results, if there are any."""
        path = self.root / "results/results.json"
        return json.loads(path.read_text()) if path.exists() else None


def graded_here(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
    """Run our command, given as a program, within this process."""
    start = command.index("-C")
    done = courses.here(Path(command[start + 1]), *command[start + 2 :])
    print(done.output)
    return subprocess.CompletedProcess(command, done.exit_code)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with a secret in its configuration, and no gradebook."""
    config = own_course.CONFIGURED + SETTINGS
    made = own_course.make(tmp_path_factory.mktemp("gradescope"), config=config)
    (made / "requirements.txt").write_text("numpy\n")
    cells = [*own_course.notebook(), own_course.added("first", "import yaml")]
    own_course.write(own_course.source_of(made), cells)
    return made


@pytest.fixture(scope="module")
def packed(course: Path) -> Path:
    """Its autograder, as a zip."""
    path = course / "autograder.zip"
    arguments = ("export", "hw1", "--format", "gradescope-autograder", "-o", str(path))
    status, said = own_course.run(course, *arguments)
    assert (status, "autograder.zip" in said) == (0, True), said
    return path


@pytest.fixture(scope="module")
def autograder(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Autograder:
    """The autograder where the harness puts it."""
    root = tmp_path_factory.mktemp("autograder")
    for name in ("submission", "results"):
        (root / name).mkdir()
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(root / "source")
    (root / "run_autograder").write_bytes((root / "source/run_autograder").read_bytes())
    (root / "run_autograder").chmod(0o755)
    return Autograder(root)


def notebook(answer: str) -> str:
    """Return the student's notebook with an answer."""
    cells = own_course.notebook(answer, own_course.TESTS.split("### BEGIN")[0] + "run_tests(4)")
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def checked(results: dict[str, Any] | None) -> dict[str, Any]:
    """Return results that Gradescope would take, and that show nothing hidden."""
    assert results is not None
    assert fits(results, GRADESCOPE)
    assert all(fits(test, GRADESCOPE_TEST) for test in results["tests"])
    assert results["stdout_visibility"] == "hidden"
    shown = json.dumps(results)
    assert not [text for text in ("from reference", "HIDDEN", "known(", "4, 5, 9") if text in shown]
    return results


def outcomes(results: dict[str, Any]) -> list[tuple[str, str, float]]:
    """Return visibility, status and maximum of each test."""
    return [(t["visibility"], t["status"], t["max_score"]) for t in results["tests"]]


def test_a_right_answer_gets_all_points(autograder: Autograder) -> None:
    autograder.hand_in(stats=notebook(own_course.RIGHT))
    status, said, results = autograder.run_program()
    assert status == 0, said
    found = checked(results)
    assert found["score"] == 4
    assert outcomes(found) == [("visible", "passed", 2), ("after_due_date", "passed", 2)]


def test_nothing_is_imported_from_the_folder_where_the_harness_begins(
    autograder: Autograder,
) -> None:
    planted = [autograder.root / name for name in ("msgspec.py", "grader.py")]
    for path in planted:
        path.write_text("print('IMPORTED')\nraise SystemExit(3)")
    autograder.hand_in(stats=notebook(own_course.RIGHT))
    try:
        status, said, results = autograder.run_program()
    finally:
        for path in planted:
            path.unlink()
    assert (status, "IMPORTED" in said) == (0, False), said
    assert checked(results)["score"] == 4


def test_a_wrong_answer_is_told_what_was_called(autograder: Autograder) -> None:
    _, said, results = autograder.run(stats=notebook(own_course.WRONG))
    found = checked(results)
    assert found["score"] == 0, said
    assert outcomes(found) == [("visible", "failed", 2), ("after_due_date", "failed", 2)]
    assert "3" in found["tests"][0]["output"]


def test_a_hostile_answer_gets_nothing_and_reads_nothing(autograder: Autograder) -> None:
    before = (autograder.root / "source/run_autograder").read_bytes()
    answer = HOSTILE.replace("ROOT", str(autograder.root))
    _, said, results = autograder.run(stats=notebook(answer))
    found = checked(results)
    assert found["score"] == 0, said
    assert "STOLEN" not in json.dumps(found)
    assert (autograder.root / "source/run_autograder").read_bytes() == before


def test_a_notebook_under_a_similar_name_is_found_and_others_are_not(
    autograder: Autograder,
) -> None:
    again = {"stats (1)": notebook(own_course.RIGHT)}
    assert checked(autograder.run(**again)[2])["score"] == 4
    found = checked(autograder.run(other="{}", one_more="{}")[2])
    assert (found["score"], "stats.ipynb was not handed in" in found["output"]) == (0, True)
    assert checked(autograder.run()[2])["score"] == 0


def test_a_file_that_is_no_notebook_gets_nothing_and_a_reason(autograder: Autograder) -> None:
    found = checked(autograder.run(stats="\x00 no notebook")[2])
    assert (found["score"], "stats" in found["output"]) == (0, True)


def nested(folder: Path) -> None:
    """Nest thirty folders whose names together are longer than a path may be."""
    name = "n" * 200
    handle = os.open(folder, os.O_RDONLY)
    for _ in range(30):
        os.mkdir(name, dir_fd=handle)
        inner = os.open(name, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(handle)


def in_the_way(folder: Path) -> None:
    """Put what is no file, or is not for grading, beside a notebook."""
    nested(folder)
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "stats (1).ipynb")
    (folder / "stats (2).ipynb").symlink_to("/dev/zero")
    (folder / "round").symlink_to(folder)
    (folder / "stats (3).ipynb").mkdir()
    with socket.socket(socket.AF_UNIX) as unix:
        here = os.getcwd()
        os.chdir(folder)  # the address of a socket is short
        try:
            unix.bind("stats-4.ipynb")
        finally:
            os.chdir(here)
    (folder / os.fsdecode(b"\xff.ipynb")).write_text("{}")
    for number in range(300):
        (folder / f"more{number}.ipynb").write_text("{}")
    (folder / "many.zip").write_bytes(b"PK\x01\x02" * 2000)


def test_what_lies_beside_a_right_notebook_takes_no_points(autograder: Autograder) -> None:
    folder = autograder.emptied()
    in_the_way(folder)
    (folder / "stats.ipynb").write_text(notebook(own_course.RIGHT))
    status, said, results = autograder.run_here()
    assert status == 0, said
    found = checked(results)
    assert found["score"] == 4, found["output"]
    assert "many.zip was not graded: the zip holds more than 1000 files" in found["output"]
    assert len(found["output"].splitlines()) < 30


def test_no_module_comes_from_what_was_handed_in(autograder: Autograder) -> None:
    folder = autograder.emptied()
    (folder / "stats.ipynb").write_text(notebook(own_course.RIGHT))
    for name in ("grader", "msgspec", "json", "shutil", "sitecustomize"):
        (folder / f"{name}.py").write_text("raise SystemExit('a module of the student')")
    status, said, results = autograder.run_program("submission")
    assert status == 0, said
    assert checked(results)["score"] == 4
    assert "a module of the student" not in said


def test_a_zip_with_a_name_that_no_disk_takes_is_graded(autograder: Autograder) -> None:
    folder = autograder.emptied()
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.writestr("stats.ipynb", notebook(own_course.RIGHT))
        archive.writestr("\u6587" * 90 + ".csv", "1")
    (folder / "nameless.zip").write_bytes(nameless())
    status, said, results = autograder.run_here()
    assert status == 0, said
    found = checked(results)
    assert (found["score"], "no file of a submission may have this" in found["output"]) == (4, True)


def test_without_the_notebook_all_that_gets_nothing_and_a_reason(autograder: Autograder) -> None:
    in_the_way(autograder.emptied())
    status, said, results = autograder.run_here()
    assert status == 0, said
    found = checked(results)
    assert found["score"] == 0
    assert "stats (1).ipynb: it is not a regular file" in found["output"]


def large(path: Path) -> None:
    """Make a notebook that is larger than the limit."""
    path.write_text(notebook(own_course.RIGHT))
    os.truncate(path, 40 << 20)


def linked(path: Path) -> None:
    """Make a link to a right notebook."""
    target = path.with_name("elsewhere.txt")
    target.write_text(notebook(own_course.RIGHT))
    path.symlink_to(target)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (large, "the file has 40 MB, more than the limit submission_mb (32 MB)"),
        (linked, "the file can't be opened: it is a symbolic link"),
        (os.mkfifo, "it is not a regular file"),
    ],
)
def test_a_notebook_that_was_refused_gets_the_true_reason(
    autograder: Autograder, make: Callable[[Path], None], reason: str
) -> None:
    make(autograder.emptied() / "stats.ipynb")
    _, said, results = autograder.run_here()
    found = checked(results)
    assert found["score"] == 0, said
    assert f"stats: stats.ipynb: {reason}" in found["output"]
    assert "was not handed in" not in found["output"]


def test_a_notebook_of_another_name_is_named(autograder: Autograder) -> None:
    right = notebook(own_course.RIGHT)
    assert checked(autograder.run(statistics=right)[2])["score"] == 4  # the only one
    found = checked(autograder.run(statistics=right, draft=right)[2])
    assert "stats.ipynb was not handed in" in found["output"]
    assert "statistics.ipynb was not graded: no notebook of the assignment" in found["output"]


def test_a_fault_of_ours_leaves_no_results(autograder: Autograder) -> None:
    reference = autograder.root / "source/course/reference.py"
    kept = reference.read_text()
    reference.write_text("raise RuntimeError('lost')\n")
    autograder.hand_in(stats=notebook(own_course.RIGHT))
    try:
        status, said, results = autograder.run_program()
    finally:
        reference.write_text(kept)
    assert (status, results) == (1, None)
    assert "nobody gets a score" in said


def test_the_zip_holds_what_it_needs_and_no_secret(packed: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        names = archive.namelist()
        modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
        texts = b"".join(archive.read(name) for name in names)
        setup = archive.read("setup.sh")
        assert archive.read("requirements.txt") == b"numpy\npyyaml\n"
    assert {"setup.sh", "run_autograder", "requirements.txt", "versions.txt"} <= {*names}
    assert modes["run_autograder"] & 0o111
    assert b"hunter2" not in texts
    assert b"test_seconds" in texts
    assert b"[grading]' --requirement requirements.txt" in setup
    assert subprocess.run(["bash", "-n"], input=setup, check=False).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("hw1", "hw2"), "packs one assignment"),
        (("hw1", "--student", "ada"), "packs one assignment"),
        (("hw2",), "did you mean hw1?"),
    ],
)
def test_what_can_not_be_packed_is_refused(
    course: Path, arguments: tuple[str, ...], said: str
) -> None:
    status, printed = own_course.run(
        course, "export", "--format", "gradescope-autograder", *arguments
    )
    assert (status, said in printed) == (2, True), printed


def test_tests_that_fail_on_their_own_solution_are_not_packed(tmp_path: Path) -> None:
    made = own_course.make(
        tmp_path, solution=own_course.SOLUTION.replace("sum(", "max("), config=own_course.CONFIGURED
    )
    status, said = own_course.run(made, "export", "hw1", "--format", "gradescope-autograder")
    assert (status, "does not get full marks" in said) == (1, True), said
    assert not (made / "handout").exists()
