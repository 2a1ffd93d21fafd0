"""Files for tests: what `student_file` writes, what `hidden_files/` keeps, buffers that cross."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from grader.notebooks import ipynb
from grader.protocol import values
from grader.protocol.values import Typed
from grader.verdict import Outcome
from tests import courses, own_course
from tests.conftest import Grade
from tests.test_values import refused, there_and_back

CONTENT = "a,b\n40,2\n"
"""What the hidden file holds."""

SOLUTION = """\
import os

def total(path):
    ### BEGIN SOLUTION
    with open(path) as file:
        rows = [line.split(",") for line in file.read().splitlines()[1:]]
    return sum(int(number) for row in rows for number in row)
    ### END SOLUTION

def mean(values):
    return 0"""

TESTS = """\
import os
import pytest
from grader.lesson import run_tests


def test_a_file_of_numbers(student_file):
    path = student_file("sums/other.csv", "a,b\\n1,2\\n")
    assert not os.path.isabs(path)
    assert total(path) == 3


def test_bytes(student_file):
    assert total(student_file("more.csv", b"a\\n5\\n")) == 5


### BEGIN HIDDEN TESTS
@pytest.mark.points(2)
def test_a_hidden_file(student_file):
    assert total(student_file("big.csv")) == 42
### END HIDDEN TESTS


run_tests(points=4)"""

WRONG = """\
def total(path):
    return 3"""

CURIOUS = """\
import os

def seen():
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(".") for name in names)

print("SEEN", seen())

def total(path):
    found = ",".join(seen())
    if "big" in found or ("more" in found and "other" in found):
        raise ValueError(found)
    with open(path) as file:
        rows = [line.split(",") for line in file.read().splitlines()[1:]]
    return sum(int(number) for row in rows for number in row)"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with a hidden file, generated, and graded for three students."""
    folder = own_course.make(
        tmp_path_factory.mktemp("files") / "course",
        solution=SOLUTION,
        tests=TESTS,
        config=own_course.CONFIGURED,
    )
    source = folder / "source/hw1"
    (source / "hidden_files").mkdir()
    (source / "hidden_files/big.csv").write_text(CONTENT)
    (source / "data.csv").write_text("a\n1\n")
    code, told = own_course.run(folder, "generate")
    assert code == 0, told
    for student, answer in (("right", SOLUTION), ("wrong", WRONG), ("curious", CURIOUS)):
        own_course.hand_in(folder, student, answer)
    code, told = own_course.run(folder, "autograde")
    assert code == 0, told
    return folder


def scores(course: Path) -> dict[str, float | None]:
    return {student: score for (student, _), (score, _) in own_course.scores(course).items()}


def shown(course: Path, student: str) -> str:
    """Return what the graded notebook of a student shows."""
    nb = ipynb.read_source(course / f"autograded/{student}/hw1/stats.ipynb")
    return json.dumps([cell.get("outputs", []) for cell in nb["cells"]])


def test_a_test_hands_a_file_to_the_students_function(course: Path) -> None:
    assert scores(course)["right"] == 4
    assert scores(course)["wrong"] == 1


def test_a_file_is_gone_after_its_test_and_a_hidden_one_is_not_there_before(course: Path) -> None:
    told = shown(course, "curious")
    assert "SEEN" in told
    assert "data.csv" in told
    assert "hidden_files" not in told
    assert "big.csv" not in told
    assert scores(course)["curious"] == 2  # its hidden test sees the file that it is given


def test_a_card_tells_what_a_file_held_but_for_a_hidden_one(course: Path) -> None:
    told = shown(course, "wrong")
    assert "total('.test_files/more.csv')" in told
    assert "a file of the test that holds b'a" in told
    assert "40,2" not in told


@pytest.mark.parametrize("configuration", ["as configured", "replaced before", "replaced after"])
def test_a_hidden_file_is_never_handed_out(
    course: Path, tmp_path: Path, configuration: str
) -> None:
    copy = tmp_path / "course"
    shutil.copytree(course, copy, ignore=shutil.ignore_patterns("submitted", "autograded"))
    replaced = 'c.CourseDirectory.ignore = ["*.pyc"]\n'
    before, call = own_course.CONFIGURED.rsplit("\n", 2)[:2]
    lines = {
        "as configured": [before, call],
        "replaced before": [before, replaced, call],
        "replaced after": [before, call, replaced],
    }[configuration]
    (copy / "nbgrader_config.py").write_text("\n".join(lines) + "\n")
    for command in (["generate"], ["pack", "--no-wheel"], ["feedback"]):
        code, told = own_course.run(copy, *command)
        assert code == 0, told
    assert (copy / "release/hw1/data.csv").is_file()
    for place in ("release", "handout"):
        for path in filter(Path.is_file, (copy / place).rglob("*")):
            names = zipfile.ZipFile(path).namelist() if path.suffix == ".zip" else [str(path)]
            assert names
            assert not any("big.csv" in name or "hidden_files" in name for name in names)


def test_nbgrader_itself_refuses_to_hand_out_hidden_files(course: Path, tmp_path: Path) -> None:
    copy = tmp_path / "course"
    shutil.copytree(course, copy, ignore=shutil.ignore_patterns("submitted", "autograded"))
    with (copy / "nbgrader_config.py").open("a") as config:
        config.write('c.CourseDirectory.ignore = ["*.pyc"]\n')
    done = courses.nbgrader(copy, "generate_assignment", "hw1", "--force")
    assert done.returncode != 0
    assert "c.CourseDirectory.ignore lacks 'hidden_files'" in done.stdout + done.stderr
    assert not (copy / "release/hw1").exists()


def test_another_hidden_file_is_another_test(course: Path, tmp_path: Path) -> None:
    copy = tmp_path / "course"
    shutil.copytree(course, copy)
    assert "3 submissions are graded and unchanged" in own_course.run(copy, "autograde")[1]
    (copy / "source/hw1/hidden_files/big.csv").write_text("a\n42\n0\n")
    code, told = own_course.run(copy, "autograde")
    assert code == 0, told
    assert "3 submissions graded" in told


def test_the_zip_for_gradescope_has_hidden_files_where_students_code_is_not(
    course: Path,
) -> None:
    code, told = own_course.run(
        course, "export", "--format", "gradescope-autograder", "hw1", "-o", str(course / "gs.zip")
    )
    assert code == 0, told
    names = zipfile.ZipFile(course / "gs.zip").namelist()
    assert "course/source/hw1/hidden_files/big.csv" in names
    assert not any(name.startswith("course/release") and "hidden" in name for name in names)


FAULTS = {
    "no name of a file": 'student_file("../x.csv", "")',
    "'/etc/x' is no name": 'student_file("/etc/x", "")',
    "student_file: 3 is no name": 'student_file(3, "")',
    "this test has no file hidden_files/big.csv": 'student_file("big.csv")',
    "limit file_mb": 'student_file("x", bytes(65 << 20))',
    "takes text or bytes": 'student_file("x", 5)',
}
"""What visible tests may not ask for, by what is said of it."""


def test_a_fault_of_a_file_is_one_of_the_test_and_no_score(tmp_path: Path) -> None:
    tests = "from grader.lesson import run_tests\n\n\n" + "\n\n\n".join(
        f"def test_{number}(student_file):\n    {call}\n    assert mean([1, 3]) == 2"
        for number, call in enumerate(FAULTS.values())
    )
    folder = own_course.make(tmp_path / "course", tests=f"{tests}\n\n\nrun_tests(points=4)")
    (folder / "source/hw1/hidden_files").mkdir()
    (folder / "source/hw1/hidden_files/big.csv").write_text(CONTENT)
    assert own_course.run(folder, "generate")[0] == 0
    own_course.hand_in(folder, "ada", own_course.RIGHT)
    code, told = own_course.run(folder, "autograde")
    assert code == 1
    for sentence in FAULTS:
        assert sentence in told


@pytest.fixture
def notebooks_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_students_own_notebook_has_the_files_too(shown: Grade, notebooks_folder: Path) -> None:
    code = """
        def read(path):
            with open(path) as file:
                return file.read()
    """
    tests = """
        def test_a_file(student_file):
            assert read(student_file("a.csv", "1")) == "1"

        def test_the_instructors_hidden_file(student_file):
            assert read(student_file("big.csv")) == "40"
    """
    (one, other) = shown(code, tests)
    assert (one.outcome, other.outcome) == (Outcome.PASSED, Outcome.BROKEN)
    assert os.listdir(notebooks_folder) == []


# Buffers ------------------------------------------------------------------------------------


BUFFERS = {"text": io.StringIO("é\r\n1"), "bytes": io.BytesIO(b"\0\r\n")}


@pytest.mark.parametrize("buffer", BUFFERS.values(), ids=BUFFERS)
def test_a_buffer_crosses_by_its_content(buffer: Any) -> None:
    buffer.seek(1)
    back = there_and_back(buffer)
    assert type(back) is type(buffer)
    assert back.read() == buffer.getvalue()


def test_a_forged_buffer_is_refused() -> None:
    forged: list[list[values.Value]] = [[1], [], [None], ["a", "b"], [Typed("list", [])]]
    for parts in forged:
        refused(Typed("buffer", parts))


def test_a_class_that_extends_a_buffer_stays_where_it_is() -> None:
    class Log(io.StringIO):
        def getvalue(self) -> str:
            return "another"

    assert values.pack(Log("text"), lambda _: "stays") == "stays"


def test_a_test_hands_over_a_buffer_and_gets_one_back(run: Grade) -> None:
    code = """
        import io
        import pandas as pd

        def read(file):
            return pd.read_csv(file)["a"].sum()

        def write(out):
            out.write("more")

        def made():
            out = io.StringIO()
            out.write("text")
            return out

        def wrong(file):
            return 0
    """
    tests = """
        import io
        from grader.checks import unchanged

        def test_read():
            file = io.StringIO("a,b\\n1,2\\n3,4\\n")
            assert read(file) == 4
            unchanged(file, io.StringIO("a,b\\n1,2\\n3,4\\n"), "file")
            assert read(io.BytesIO(b"a\\n5\\n")) == 5

        def test_written():
            out = io.StringIO()
            write(out)
            assert out.getvalue() == "more"

        def test_made():
            assert made().getvalue() == "text"

        def test_wrong():
            assert wrong(io.StringIO("a")) == 1
    """
    *right, wrong = run(code, tests)
    assert [one.outcome for one in right] == [Outcome.PASSED] * 3
    assert wrong.counterexample is not None
    assert wrong.counterexample.called == "import io\nwrong(io.StringIO('a'))"
