"""What students hand in comes through the door alone, and nothing that lies there stops a command.

All commands run once on a class in which everything is spoilt that can be, and write down which
files are opened beside the door.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import courses, own_course
from tests.courses import BIN

PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2
"""Numbers of the kernel's: see prctl(2) and capabilities(7)."""

HIDDEN = "the_reference_of_the_course"

NO_HAND_INS = {
    "notes.txt": "a file in the place of a student's folder",
    "loop": "a link or special file in the place of a student's folder",
    "twin": "a link or special file in the place of a student's folder",
}
"""What lies beside the students' folders, and what the instructor reads of it."""

ZERO = {
    "plain": "hw1 is not a folder",
    "linked": "hw1 is not a folder",
    "looped": "hw1 is not a folder",
    "book_loops": "stats.ipynb: the file can't be opened: it is a symbolic link",
    "book_is_folder": "stats.ipynb: it is not a regular file",
}
"""Hand-ins that can't be read, and what their students read."""


def spoil(submitted: Path) -> None:
    """Lay out what no command expects, at each level."""
    (submitted / "notes.txt").write_text("whom I rang")
    (submitted / "loop").symlink_to("loop")
    (submitted / "twin").symlink_to("ada")
    for student in (*ZERO, "within", "borrows"):
        (submitted / student).mkdir()
    (submitted / "plain/hw1").write_text("a file")
    (submitted / "linked/hw1").symlink_to("../ada/hw1")
    (submitted / "looped/hw1").symlink_to("hw1")
    (submitted / "book_loops/hw1").mkdir()
    (submitted / "book_loops/hw1/stats.ipynb").symlink_to("stats.ipynb")
    (submitted / "book_is_folder/hw1/stats.ipynb").mkdir(parents=True)
    for student in ("within", "borrows"):
        shutil.copytree(submitted / "ada/hw1", submitted / student / "hw1")
    (submitted / "within/hw1/round").symlink_to(".")
    os.mkfifo(submitted / "within/hw1/pipe.csv")
    (submitted / "borrows/hw1/secret.py").symlink_to("../../../reference.py")
    (submitted / "borrows/hw1/whole").symlink_to("../../../source")


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which ada has a right answer, and bo a wrong one."""
    course = own_course.make(
        tmp_path_factory.mktemp("hand_ins") / "course", config=own_course.CONFIGURED
    )
    with open(course / "reference.py", "a", encoding="utf-8") as file:
        file.write(f"\n{HIDDEN} = True\n")
    courses.generate(course)
    own_course.hand_in(course, "ada", own_course.RIGHT)
    own_course.hand_in(course, "bo", own_course.WRONG)
    return course


@dataclass
class Class:
    """A class that all commands have worked on: what they said, and what they opened."""

    course: Path
    status: dict[str, int] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)

    def run(self, program: str, *arguments: str, name: str = "") -> None:
        """Run a command, with a record of what is opened."""
        record = self.course.parent / "opened"
        watched = {
            "PYTHONPATH": os.pathsep.join(
                [str(Path(__file__).parent / "watched_opens"), os.environ.get("PYTHONPATH", "")]
            ),
            "WATCHED_FOLDER": str(self.course / "submitted"),
            "WATCHED_RECORD": str(record),
            "COLUMNS": "300",  # a table breaks no sentence
        }
        done = subprocess.run(
            [BIN / program, *arguments],
            cwd=self.course,
            env=os.environ | watched,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        name = name or arguments[0]
        self.status[name], self.said[name] = done.returncode, done.stdout + done.stderr
        lines = record.read_text().splitlines() if record.exists() else []
        self.opened = [f"{line}" for line in lines]


@pytest.fixture(scope="module")
def worked(generated: Path) -> Class:
    """The class after all commands that read what was handed in."""
    course = Path(shutil.copytree(generated, generated.parent / "worked/course"))
    found = Class(course)
    spoil(course / "submitted")
    (course / "roster.csv").write_text("id,first_name\nada,Ada\nbo,Bo\nplain,P\ntwin,T\n")
    download = course.parent / "download"
    for student in ("ada", "plain", "twin"):
        shutil.copytree(course / "submitted/ada/hw1", download / student)
    found.run("grader", "autograde", "--jobs", "1")
    found.run("grader", "autograde", "--jobs", "1", name="autograde again")
    for command in ("status", "feedback", "report"):
        found.run("grader", command)
    found.run("grader", "export", "--format", "csv", "-o", str(course.parent / "grades.csv"))
    found.run("grader", "roster", "roster.csv")
    found.run("grader", "collect", "../download", "--assignment", "hw1", "--force")
    found.run("grader", "forget", "loop", "--yes")
    return found


@pytest.fixture(scope="module")
def by_nbgrader(generated: Path) -> Class:
    """The class, graded by nbgrader's command."""
    course = Path(shutil.copytree(generated, generated.parent / "by_nbgrader/course"))
    spoil(course / "submitted")
    found = Class(course)
    found.run("nbgrader", "autograde", "hw1")
    return found


def score(course: Path, student: str) -> float | None:
    return own_course.scores(course)[student, "stats"][0]


@pytest.mark.parametrize("command", ["autograde", "status", "feedback", "report", "export"])
def test_nothing_below_submitted_ends_a_command(worked: Class, command: str) -> None:
    assert worked.status[command] == 0, worked.said[command]
    assert not any("Traceback" in said for said in worked.said.values()), worked.said


@pytest.mark.parametrize("student", ZERO)
def test_a_hand_in_that_cant_be_read_is_a_zero_with_its_reason(worked: Class, student: str) -> None:
    assert score(worked.course, student) == 0.0
    page = (worked.course / f"feedback/{student}/hw1/stats.html").read_text(encoding="utf-8")
    assert ZERO[student].replace("'", "&#39;") in page or ZERO[student] in page
    assert ZERO[student] in " ".join(worked.said["autograde"].split())


@pytest.mark.parametrize("name", NO_HAND_INS)
def test_what_is_no_students_folder_is_told_to_the_instructor(worked: Class, name: str) -> None:
    said = " ".join(worked.said["autograde"].split())
    assert f"submitted/{name} is not graded: it is {NO_HAND_INS[name]}." in said
    assert name not in {student for student, _ in own_course.scores(worked.course)}


@pytest.mark.parametrize("student", ["ada", "within", "borrows"])
def test_the_others_are_graded(worked: Class, student: str) -> None:
    assert score(worked.course, student) == 4.0


def test_what_is_graded_stays_graded(worked: Class) -> None:
    assert "9 submissions are graded and unchanged" in worked.said["autograde again"]


def test_collecting_writes_through_no_link(worked: Class) -> None:
    said = " ".join(worked.said["collect"].split())
    assert "submitted/plain/hw1 is not a folder; move it away" in said
    above = "submitted/twin/hw1 is not a folder; move it away, or what is above it: no link is"
    assert f"{above} followed." in said
    assert "1 unchanged" in said


def test_a_link_is_forgotten_and_not_what_it_leads_to(worked: Class) -> None:
    assert worked.status["forget"] == 0, worked.said["forget"]
    assert not os.path.lexists(worked.course / "submitted/loop")


def test_nbgraders_command_grades_the_others_and_copies_nothing_by_a_link(
    by_nbgrader: Class,
) -> None:
    found = own_course.scores(by_nbgrader.course)
    assert [found[student, "stats"][0] for student in ("ada", "within", "borrows")] == [4, 4, 4]
    assert not [key for key in found if key[0] in ("twin", "linked", "loop")]
    copied = (by_nbgrader.course / "autograded").rglob("*")
    assert not [path for path in copied if path.is_file() and HIDDEN in path.read_text()]


def test_nothing_but_the_door_opens_what_was_handed_in(worked: Class, by_nbgrader: Class) -> None:
    opened = [*worked.opened, *by_nbgrader.opened]
    removing = [line for line in opened if "forget" in line]
    assert removing, "what is opened is not noted"
    assert [line for line in opened if line not in removing] == []


# Without the right to read everything ---------------------------------------------------------


@pytest.fixture
def locked(generated: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the course in which folders may be locked."""
    course = Path(shutil.copytree(generated, tmp_path / "course"))
    yield course
    for path in (course / "submitted").rglob("*"):
        path.chmod(0o755)


def drop_privileges() -> None:
    """Take from root, for good, the right to read what no permission allows."""
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def as_user(course: Path, *arguments: str) -> tuple[int, str]:
    """Run our command as an ordinary user, or as a root who can read no more than one."""
    done = subprocess.run(
        [BIN / "grader", *arguments],
        cwd=course,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        preexec_fn=drop_privileges,
    )
    return done.returncode, " ".join((done.stdout + done.stderr).split())


LOCKED: dict[str, tuple[str, str]] = {
    "student": (
        "eve",
        "submitted/eve is not graded: the folder can't be opened: Permission denied",
    ),
    "hand-in": ("eve/hw1", "hw1: the folder can't be opened: Permission denied"),
    "folder inside": (
        "eve/hw1/data",
        "submitted/eve/hw1/data is not graded: the folder can't be opened: Permission denied",
    ),
}


@pytest.mark.parametrize("level", LOCKED)
def test_a_folder_that_cant_be_read_costs_nobody_else_anything(locked: Path, level: str) -> None:
    own_course.hand_in(locked, "eve", own_course.RIGHT)
    (locked / "submitted/eve/hw1/data").mkdir()
    place, told = LOCKED[level]
    (locked / "submitted" / place).chmod(0)
    status, said = as_user(locked, "autograde", "--jobs", "1")
    assert status == 0, said
    assert told in said
    assert score(locked, "ada") == 4.0
    expected = {"student": None, "hand-in": 0.0, "folder inside": 4.0}[level]
    found = own_course.scores(locked)
    assert (found["eve", "stats"][0] if ("eve", "stats") in found else None) == expected
    for command in ("status", "feedback", "report"):
        status, said = as_user(locked, command)
        assert status == 0, said
