"""What is wrong with one submission costs that submission at most, whichever command grades it."""

from __future__ import annotations

import codecs
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.grading.jobs import JobResult
from grader.workflows import recording
from tests import courses, own_course

NO_TIME = "99999999999999999999099999999999999999999m +2400Monday"
"""What the parser of dates fails at with an error of another library's."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small course that nbgrader's commands grade with our engine."""
    folder = tmp_path_factory.mktemp("spoilt") / "course"
    return courses.generate(own_course.make(folder, config=own_course.CONFIGURED))


@pytest.fixture
def course(template: Path, tmp_path: Path) -> Path:
    """A copy of the course, in which three students gave the right answer."""
    copied = Path(shutil.copytree(template, tmp_path / "course"))
    for student in ("ada", "eve", "zoe"):
        own_course.hand_in(copied, student, own_course.RIGHT)
    return copied


def of_eve(course: Path) -> Path:
    """Return the folder of the submission that is spoilt."""
    return course / "submitted/eve/hw1"


def all_right(course: Path) -> None:
    """Assert that all three have their points."""
    assert {who for who, _ in own_course.scores(course)} == {"ada", "eve", "zoe"}
    for (who, _), (score, _) in own_course.scores(course).items():
        assert score, who


def test_a_time_that_no_parser_understands_costs_nobody_a_verdict(course: Path) -> None:
    (of_eve(course) / "timestamp.txt").write_text(NO_TIME)
    done = courses.here(course, "autograde")
    assert done.exit_code == 0, done.output
    all_right(course)


def test_nbgraders_command_grades_where_no_parser_understands_a_time_and_names_are_the_longest(
    course: Path,
) -> None:
    (of_eve(course) / "timestamp.txt").write_text(NO_TIME)
    of_zoe = course / "submitted/zoe/hw1"
    (of_zoe / f"{'n' * 249}.ipynb").write_text("{}")
    (of_zoe / f"{'n' * 252}.py").write_text("x = 1")
    done = courses.nbgrader_ended(course, "autograde", "hw1")
    assert done.returncode == 0, done.stderr
    all_right(course)


def test_an_error_of_any_kind_while_one_is_recorded_costs_that_one(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = recording.record_result

    def fails_for_eve(
        course: Any, gradebook: Any, done: JobResult, *rest: Any, **more: Any
    ) -> None:
        if done.job.student == "eve":
            raise ArithmeticError("what nobody foresaw")
        record(course, gradebook, done, *rest, **more)

    monkeypatch.setattr(recording, "record_result", fails_for_eve)
    done = courses.here(course, "autograde")
    assert done.exit_code == 1
    assert "what nobody foresaw" in " ".join(done.output.split())
    assert {who for who, _ in own_course.scores(course)} == {"ada", "zoe"}


def test_a_path_longer_than_the_system_opens_costs_nobody_a_verdict(course: Path) -> None:
    place = os.open(of_eve(course), os.O_RDONLY)
    for _ in range(16):  # by steps: no call takes the whole path
        os.mkdir("d" * 250, dir_fd=place)
        above, place = place, os.open("d" * 250, os.O_RDONLY, dir_fd=place)
        os.close(above)
    os.close(os.open("f" * 60 + ".py", os.O_CREAT | os.O_WRONLY, dir_fd=place))
    os.close(place)
    done = courses.here(course, "autograde")
    assert done.exit_code == 0, done.output
    all_right(course)


PAGES = ("evil.html", "stats.html", "figure.svg", "sub/feed.xml", "sub/old.HTM")
"""Files that a browser runs."""


def test_nbgraders_commands_put_nothing_that_a_browser_runs_among_the_instructors_files(
    course: Path,
) -> None:
    for name in PAGES:
        (of_eve(course) / name).parent.mkdir(exist_ok=True)
        (of_eve(course) / name).write_text("<script>alert(1)</script>")
    (of_eve(course) / "table.csv").write_text("1,2")
    needs = "open('evil.html').close()\nopen('table.csv').close()\n"
    own_course.hand_in(course, "eve", needs + own_course.RIGHT)
    for command in ("autograde", "generate_feedback"):
        done = courses.nbgrader_ended(course, command, "hw1")
        assert done.returncode == 0, done.stderr
    all_right(course)
    assert names_in(course / "autograded/eve/hw1") == {"stats.ipynb", "table.csv"}
    assert names_in(course / "feedback/eve/hw1") == {"stats.html", "table.csv"}
    assert "alert(1)" not in (course / "feedback/eve/hw1/stats.html").read_text()


def names_in(folder: Path) -> set[str]:
    """Return the paths of the files in a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


FAILS = """
from nbgrader.preprocessors import NbGraderPreprocessor

class Fails(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        raise ValueError("what is wrong\\n  with the page\\nand more of it")
"""
"""A step of a course's own that fails with a text of several lines."""


def test_a_page_that_fails_is_told_of_with_its_cause(course: Path) -> None:
    (course / "fails.py").write_text(FAILS)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("c.GenerateFeedback.preprocessors = ['fails.Fails']\n")
    courses.here(course, "autograde")
    done = courses.here(course, "feedback")
    assert done.exit_code == 1
    told = " ".join(done.output.split())
    assert "ValueError: what is wrong with the page and more of it" in told


HALF = "\ud83d"
"""Half of an emoji: JSON may name it, and no text may hold it."""


def with_half_an_emoji(text: str) -> bytes:
    """Return a notebook with half an emoji in a source, an output and the metadata."""
    nb = json.loads(text)
    nb["metadata"]["author"] = HALF
    nb["cells"][0]["source"] = f"# \\\\ {HALF} and whole: \U0001f600\n{own_course.RIGHT}"
    printed = {"output_type": "stream", "name": "stdout", "text": [HALF]}
    nb["cells"][0]["outputs"] = [printed]
    return json.dumps(nb).encode()


def with_cell(**changes: Any) -> Callable[[str], bytes]:
    """Return what changes the first cell of a notebook."""

    def change(text: str) -> bytes:
        nb = json.loads(text)
        for name, value in changes.items():
            nb["cells"][0].pop(name, None)
            nb["cells"][0] |= {} if value is GONE else {name: value}
        return json.dumps(nb).encode()

    return change


def with_metadata(**changes: Any) -> Callable[[str], bytes]:
    """Return what changes the metadata of a notebook."""

    def change(text: str) -> bytes:
        nb = json.loads(text)
        return json.dumps({**nb, "metadata": nb["metadata"] | changes}).encode()

    return change


def with_tags(text: str) -> bytes:
    """Return a notebook whose first cell has text for its tags."""
    nb = json.loads(text)
    nb["cells"][0]["metadata"]["tags"] = "none"
    return json.dumps(nb).encode()


GONE = object()
NUMBERS = {"text/plain": "NaN", "application/json": {"a": [float("nan"), -float("inf"), "NaN"]}}
SHOWN = {"output_type": "display_data", "metadata": {}, "data": NUMBERS}
ODD: dict[str, Callable[[str], bytes]] = {
    "noout": with_cell(outputs=GONE),
    "outnull": with_cell(outputs=None, execution_count="one"),
    "nan": with_cell(outputs=[SHOWN]),
    "attached": with_cell(attachments={"a": 1}, more=2),
    "tags": with_tags,
    "kernel": with_metadata(language_info=None, kernelspec={"name": "x"}, widgets={"a": 1}),
    "emoji": with_half_an_emoji,
    "marked": lambda text: text.encode("utf-8-sig"),  # by a byte order mark
    "both": lambda text: codecs.BOM_UTF8 + with_half_an_emoji(text),
    "plain": lambda text: text.encode(),
}
"""What editors and programs other than JupyterLab make of a right notebook, by the student who
hands it in."""


@pytest.mark.parametrize("command", [courses.grader, courses.nbgrader], ids=lambda c: c.__name__)
def test_a_right_answer_is_right_in_an_odd_notebook_and_beside_odd_files(
    template: Path, tmp_path: Path, command: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    course = Path(shutil.copytree(template, tmp_path / "course"))
    (course / "source/hw1/data").mkdir()
    (course / "source/hw1/data/table.csv").write_text("1,2")
    (course / "source/hw1/info.txt").write_text("of the course")
    for student, odd in ODD.items():
        own_course.hand_in(course, student, own_course.RIGHT)
        path = course / f"submitted/{student}/hw1/stats.ipynb"
        path.write_bytes(odd(path.read_text()))
    folder = course / "submitted/plain/hw1"
    (folder / "info.txt").mkdir()
    (folder / "info.txt/x").write_text("x")
    (folder / "data").write_text("x")
    for number in range(2500):
        (folder / f"a{number}.ipynb").touch()
    done = command(course, "autograde", "hw1")
    assert done.returncode == 0, done.stderr
    assert "Skipping unknown notebook" not in done.stderr
    found = {who: score for (who, _), (score, _) in own_course.scores(course).items()}
    assert found == dict.fromkeys(ODD, 4.0)
