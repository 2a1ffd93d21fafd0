"""A fault of a submission, a command or a course is one sentence, and affects nobody else.

All faults of submissions are in one class, which is graded once.
"""

from __future__ import annotations

import contextlib
import copy
import json
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests import courses, hostile_class, own_course, simulated
from tests.waits import on_an_idle_machine

TEST, OTHER_TEST, WRITTEN = "test_cosine_similarity", "test_linear_layer", "written_vectors"
EXERCISES = ("cosine_similarity", "linear_layer")
"""What is handed in where figures and prose beside it matter to nobody."""

LIMITS = {"submission_mb": 60, "cell_seconds": 10.0}
NOTEBOOKS = {"02_matrices": "02_matrices", "01_vectors": "01_vectors"}

Notebook = dict[str, Any]


def right() -> dict[str, str]:
    """Return right answers to all exercises."""
    answers = {
        name: next(v.source for v in simulated.variants(name) if v.right)
        for name in simulated.exercises()
    }
    return {**answers, WRITTEN: "The direction."}


Scores = dict[tuple[str, str, str], courses.Score]


def score_in(found: Scores, student: str, name: str) -> tuple[float | None, bool]:
    """Return one of these scores, and whether it needs grading by hand."""
    return next(
        (s.auto, s.by_hand) for (who, _, cell), s in found.items() if (who, cell) == (student, name)
    )


# Faults of a notebook's file: the rest of the class is graded, and the fault is named ------------


def raw(data: bytes) -> Callable[[Path], object]:
    """Return a function that writes these bytes."""
    return lambda path: path.write_bytes(data)


def edited(change: Callable[[Notebook], Any]) -> Callable[[Path], None]:
    """Return a function that changes the right notebook."""

    def write(path: Path) -> None:
        nb = simulated.read(path)
        path.write_text(json.dumps(change(nb) or nb), encoding="utf-8")

    return write


def named(nb: Notebook, name: str) -> Notebook:
    """Find the cell with this name."""
    return next(cell for cell in nb["cells"] if simulated.graded_name(cell) == name)


def without(*names: str) -> Callable[[Notebook], None]:
    """Return a change that removes cells."""

    def change(nb: Notebook) -> None:
        nb["cells"] = [c for c in nb["cells"] if simulated.graded_name(c) not in names]

    return change


def in_place(build: Callable[[Path], Any]) -> Callable[[Path], None]:
    """Return a function that replaces the file with something else."""

    def write(path: Path) -> None:
        path.unlink()
        build(path)

    return write


def deep(path: Path) -> None:
    """Write a notebook with deeply nested JSON."""
    path.write_text('{"nbformat": 4, "cells": ' + "[" * 200_000 + "]" * 200_000 + "}")


ZERO: dict[str, tuple[Callable[[Path], object], str]] = {
    "no_json": (raw(b"I did my homework"), "not JSON"),
    "empty": (raw(b""), "the file is empty"),
    "blank": (raw(b" \n\n "), "the file is empty"),
    "format_3": (raw(b'{"nbformat": 3, "worksheets": [{"cells": []}]}'), "format 3"),
    "format_5": (edited(lambda nb: nb.update(nbformat=5)), "format 5"),
    "array": (raw(b"[1, 2, 3]"), "cannot be read as a notebook"),
    "deep": (deep, "cannot be read as a notebook"),
    "not_utf8": (
        raw(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\xff\xfe"}]}'),
        "no",
    ),
    "cut_short": (lambda path: os.truncate(path, path.stat().st_size // 2), "not JSON"),
    "no_grade_cell": (edited(without(TEST)), f"the test cell `{TEST}` is missing"),
    "no_cells": (edited(lambda nb: nb.update(cells=[])), f"the test cell `{TEST}` is missing"),
    "null_cells": (edited(lambda nb: nb.update(cells=None)), f"the test cell `{TEST}` is missing"),
    "odd_cells": (edited(lambda nb: nb.update(cells={"a": 1})), "cannot be read as a notebook"),
    "many_cells": (
        edited(lambda nb: nb["cells"].extend(300_000 * [{"cell_type": "raw"}])),
        "limit cells",
    ),
    "many_lines": (edited(lambda nb: nb["cells"][0].update(source="\n" * 200_000)), "limit lines"),
    "too_large": (lambda path: os.truncate(path, 61 << 20), "limit submission_mb"),
    "folder": (in_place(lambda path: path.mkdir()), "not a regular file"),
    "link": (
        in_place(lambda path: path.symlink_to("../../honest_1/01_linear_algebra/01_vectors.ipynb")),
        "a symbolic link",
    ),
    "dead_link": (in_place(lambda path: path.symlink_to("nowhere")), "a symbolic link"),
    "pipe": (in_place(os.mkfifo), "not a regular file"),
    "device": (in_place(lambda path: path.symlink_to("/dev/zero")), "a symbolic link"),
    "missing": (lambda path: path.unlink(), "was not handed in"),
}
"""Faults for which a notebook gets zero, and part of the reason."""


def twice(nb: Notebook) -> None:
    """Duplicate every cell, with its id."""
    nb["cells"] = [copy.deepcopy(cell) for cell in nb["cells"] for _ in range(2)]


def reorder(nb: Notebook) -> None:
    """Move the prose after the code."""
    nb["cells"].sort(key=lambda cell: cell["cell_type"] == "markdown")


def forge(nb: Notebook) -> None:
    """Forge metadata that would change points or grading."""
    cell = named(nb, TEST)
    cell["metadata"]["nbgrader"] |= {
        "points": 1e9,
        "locked": False,
        "grade": False,
        "checksum": "0",
    }
    cell["metadata"]["nbgrader"] |= {"schema_version": 99, "cell_type": "markdown", "task": True}
    cell["source"] = "print('all is well')"
    named(nb, WRITTEN)["metadata"]["nbgrader"] |= {"points": 1e9, "grade": "yes", "solution": None}
    nb["metadata"] = {"grader": {"verdict": {"cells": []}}, "celltoolbar": 5, "kernelspec": "none"}


def stretch(nb: Notebook) -> None:
    """Add fifty megabytes of output."""
    text = {"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}
    named(nb, "cosine_similarity")["outputs"] = [text]


def tag(nb: Notebook) -> None:
    """Add tags that allow errors or hide cells."""
    for cell in nb["cells"]:
        cell["metadata"]["tags"] = ["raises-exception", "skip-execution", "remove-cell"]


def retype(nb: Notebook) -> None:
    """Swap the types of the cells."""
    for cell in nb["cells"]:
        cell["cell_type"] = {"code": "markdown", "markdown": "widget"}[cell["cell_type"]]


FULL: dict[str, Callable[[Notebook], Any]] = {
    "twice": twice,
    "reordered": reorder,
    "other_kernel": lambda nb: nb["metadata"].update(kernelspec={"name": "ir", "language": "R"}),
    "forged": forge,
    "stretched": stretch,
    "tagged": tag,
    "retyped": retype,
    "odd_ids": lambda nb: (
        [cell.update(id=["x" * 10_000, 5][i % 2]) for i, cell in enumerate(nb["cells"])] and None
    ),
    "minor_99": lambda nb: nb.update(nbformat_minor=99),
    "lines": lambda nb: (
        [c.update(source=c["source"].splitlines(True)) for c in nb["cells"]] and None
    ),
    "attached": lambda nb: named(nb, WRITTEN).update(
        attachments={"a": {'image/png"><script>': "x"}}
    ),
}
"""Changes that cost nothing: only the student's code and the instructor's cells count."""

BESIDE: dict[str, Callable[[Path], Any]] = {
    "time_garbage": lambda folder: (folder / "timestamp.txt").write_text("yesterday, honestly"),
    "time_bytes": lambda folder: (folder / "timestamp.txt").write_bytes(b"\xff" * 50),
    "time_pipe": lambda folder: os.mkfifo(folder / "timestamp.txt"),
    "time_giant": lambda folder: (folder / "timestamp.txt").write_text("2" * 5_000_000),
    "time_far": lambda folder: (folder / "timestamp.txt").write_text("999999-01-01 00:00:00 UTC"),
    "pipe_beside": lambda folder: os.mkfifo(folder / "data.csv"),
    "link_beside": lambda folder: (folder / "loop").symlink_to("."),
    "file_for_folder": lambda folder: (folder / "data").write_text("where the course has a folder"),
    "odd_names": lambda folder: (folder / "a b\n'\"$(x).txt").write_text("x"),
}
"""Files beside the notebooks that cost nothing."""


@dataclass(frozen=True)
class Class:
    """A graded class."""

    course: Path
    output: str
    status: int
    seconds: float
    scores: Scores

    def score(self, student: str, name: str = TEST) -> tuple[float | None, bool]:
        """A grade in the gradebook, read once, and whether a person has to look."""
        return score_in(self.scores, student, name)

    def cell(self, student: str, name: str) -> Notebook:
        """Return a cell of a graded notebook."""
        folder = self.course / "autograded" / student / "01_linear_algebra"
        return named(simulated.read(folder / "01_vectors.ipynb"), name)

    def reason(self, student: str) -> str:
        """Return the recorded reason why a notebook could not be graded."""
        folder = self.course / "autograded" / student / "01_linear_algebra"
        nb = simulated.read(folder / "01_vectors.ipynb")
        return str(nb["metadata"]["grader"]["verdict"]["reason"])


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate a course of two notebooks."""
    folder = tmp_path_factory.mktemp("bad_input") / "course"
    hostile_class.make_course(folder, notebooks=NOTEBOOKS, limits=LIMITS)
    (folder / "source/01_linear_algebra/data").mkdir()
    (folder / "source/01_linear_algebra/data/numbers.csv").write_text("1,2\n")
    return courses.generate(folder)


@pytest.fixture(scope="module")
def graded_class(course: Path) -> Class:
    """Grade a class with one student for each fault, among honest students."""
    answers, only = right(), EXERCISES
    for student in ("honest_1", "zz_honest_2"):
        simulated.hand_in(course, student, answers)
    simulated.hand_in(course, "untouched", {})
    for student, (spoil, _) in ZERO.items():
        spoil(simulated.hand_in(course, student, answers, only=only) / "01_vectors.ipynb")
    for student, change in FULL.items():
        some = None if student in ("twice", "reordered") else only
        edited(change)(simulated.hand_in(course, student, answers, only=some) / "01_vectors.ipynb")
    for student, add in BESIDE.items():
        add(simulated.hand_in(course, student, answers, only=only))
    folder = course / "submitted/no_folder"
    folder.mkdir()
    (folder / "01_linear_algebra").write_text("a file where a folder is expected")
    (course / "submitted/linked").mkdir()
    (course / "submitted/linked/01_linear_algebra").symlink_to("../honest_1/01_linear_algebra")
    (course / "submitted/stray.txt").write_text("not a student")
    (course / "submitted/nothing_in_it").mkdir()
    started = time.monotonic()
    done = courses.here(course, "autograde")
    seconds = time.monotonic() - started
    said = done.stdout + done.stderr
    return Class(course, said, done.exit_code, seconds, courses.scores(course))


@pytest.mark.parametrize("student", ZERO)
def test_a_file_that_is_no_answer_gets_a_recorded_zero_and_its_reason(
    graded_class: Class, student: str
) -> None:
    assert graded_class.score(student) == (0.0, False)
    assert graded_class.score(student, OTHER_TEST) == (4.0, False)
    assert ZERO[student][1] in graded_class.reason(student)
    said = " ".join(["", *graded_class.output.split()])
    assert said.count(f" {student}, 01_linear_algebra/01_vectors: ") == 1


@pytest.mark.parametrize("student", ["no_folder", "linked"])
def test_a_submission_that_is_no_folder_gets_recorded_zeros(
    graded_class: Class, student: str
) -> None:
    assert graded_class.score(student) == (0.0, False)
    assert graded_class.score(student, OTHER_TEST) == (0.0, False)
    assert "is not a folder" in graded_class.reason(student)


@pytest.mark.parametrize("student", [*FULL, *BESIDE, "honest_1", "zz_honest_2"])
def test_what_does_not_matter_costs_nothing(graded_class: Class, student: str) -> None:
    assert graded_class.score(student) == (4.0, False)
    assert graded_class.score(student, OTHER_TEST) == (4.0, False)
    assert graded_class.reason(student) == ""


def test_faults_of_students_are_no_faults_of_the_command(graded_class: Class) -> None:
    assert graded_class.status == 0, graded_class.output
    assert "Traceback" not in graded_class.output
    assert "✗" not in graded_class.output


def test_faults_do_not_slow_the_class(graded_class: Class) -> None:
    assert graded_class.seconds < on_an_idle_machine(120)


def test_every_grade_cell_of_every_student_has_an_explicit_number(graded_class: Class) -> None:
    found = graded_class.scores
    assert [key for key, mark in found.items() if mark.auto is None and not mark.by_hand] == []


def test_an_untouched_written_answer_is_zero_and_an_answer_waits_for_a_person(
    graded_class: Class,
) -> None:
    assert graded_class.score("untouched", WRITTEN) == (0.0, False)
    assert graded_class.score("honest_1", WRITTEN)[1]
    assert graded_class.score("untouched") == (0.0, False)


def test_forged_metadata_is_put_right(graded_class: Class) -> None:
    cell = graded_class.cell("forged", TEST)
    marks = cell["metadata"]["nbgrader"]
    assert (marks["points"], marks["locked"], marks["grade"], marks["cell_type"]) == (
        4,
        True,
        True,
        "code",
    )
    assert "test_small_example" in cell["source"]
    assert "<script>" not in json.dumps(graded_class.cell("attached", WRITTEN))


def test_a_submission_that_did_not_change_is_not_graded_again(graded_class: Class) -> None:
    done = courses.here(graded_class.course, "autograde", "--student", "honest_1")
    assert done.exit_code == 0
    assert "graded and unchanged" in done.stdout


# Faults of the command and of the course ---------------------------------------------------------


def one_sentence(done: subprocess.CompletedProcess[str] | Result, status: int, *words: str) -> None:
    """Assert that the command failed with one sentence that contains these words."""
    said = done.stdout + done.stderr
    assert (done.exit_code if isinstance(done, Result) else done.returncode) == status, said
    assert "Traceback" not in said
    assert said.count("✗") == 1, said
    for word in words:
        assert word in " ".join(said.split()), said


TESTS = own_course.TESTS.replace("    from reference import mean as known\n\n", "").replace(
    "### BEGIN HIDDEN TESTS\n", "### BEGIN HIDDEN TESTS\nfrom reference import mean as known\n"
)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate a small course in which one honest student handed in."""
    course = courses.generate(own_course.make(tmp_path_factory.mktemp("small"), tests=TESTS))
    own_course.hand_in(course, "ann", own_course.RIGHT)
    return course


@pytest.fixture
def small(generated: Path, tmp_path: Path) -> Path:
    """Copy that course."""
    return Path(shutil.copytree(generated, tmp_path / "small"))


def points(course: Path, student: str) -> tuple[float | None, bool]:
    """Return a student's points in the small course, and whether they wait for a person."""
    return own_course.scores(course)[student, "stats"]


def test_an_unknown_assignment_is_named_and_the_rest_is_graded(small: Path) -> None:
    done = courses.here(small, "autograde", "hw1", "geometry")
    one_sentence(done, 1, "geometry", "hw1")
    assert points(small, "ann") == (4.0, False)


def test_an_unknown_student_is_named_and_the_rest_is_graded(small: Path) -> None:
    done = courses.here(small, "autograde", "--student", "nobody", "--student", "ann")
    one_sentence(done, 1, "nobody", "submitted/nobody/hw1")
    assert points(small, "ann") == (4.0, False)


def test_an_unknown_student_of_an_unknown_assignment_is_one_fault(small: Path) -> None:
    one_sentence(courses.here(small, "autograde", "geometry", "--student", "nobody"), 1, "geometry")


def test_a_folder_that_is_no_course_is_bad_usage(tmp_path: Path) -> None:
    one_sentence(courses.here(tmp_path, "autograde"), 2, "nbgrader_config.py", str(tmp_path))


def test_a_folder_that_is_not_there_is_bad_usage(tmp_path: Path) -> None:
    done = subprocess.run(
        [courses.BIN / "grader", "-C", tmp_path / "nowhere", "autograde"],
        capture_output=True,
        text=True,
        check=False,
    )
    one_sentence(done, 2, "nowhere")


def test_a_course_without_source_is_bad_usage(small: Path) -> None:
    shutil.rmtree(small / "source")
    one_sentence(courses.here(small, "autograde"), 2, "source/")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("c.Limits.cell_minutes = 3", ("no setting 'cell_minutes'", "cell_seconds")),
        ("c.Limits.memory_mb = 'much'", ("memory_mb", "c.Limits")),
        ("c.Limits.cell_seconds = None", ("cell_seconds",)),
        pytest.param("this is no Python", ("nbgrader_config.py", "SyntaxError")),
        pytest.param("import no_such_module", ("nbgrader_config.py", "no_such_module")),
        pytest.param("1 / 0", ("nbgrader_config.py", "ZeroDivisionError")),
        ("c.Limits.cpu_seconds = 300", ("cpu_seconds", "notebook_seconds")),
        ("c.Limits.submission_seconds = 300", ("submission_seconds", "wall_factor")),
    ],
)
def test_a_configuration_that_is_wrong_is_bad_usage(
    small: Path, line: str, words: tuple[str, ...]
) -> None:
    config = small / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\n{line}\n", encoding="utf-8")
    one_sentence(courses.here(small, "autograde"), 2, *words)


@pytest.mark.parametrize("value", ["-1", "0", "float('nan')"])
@pytest.mark.parametrize("limit", ["cell_seconds", "memory_mb"])
def test_a_limit_that_is_no_limit_is_bad_usage(small: Path, limit: str, value: str) -> None:
    config = small / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.Limits.{limit} = {value}\n", encoding="utf-8")
    one_sentence(courses.here(small, "autograde"), 2, limit)


def test_a_course_that_was_never_generated_says_what_to_do(small: Path) -> None:
    (small / "gradebook.db").unlink()
    one_sentence(courses.here(small, "autograde"), 1, "grader generate hw1")


def test_a_notebook_that_was_added_later_says_what_to_do(small: Path) -> None:
    shutil.copy(own_course.source_of(small), own_course.source_of(small, "later"))
    done = courses.here(small, "autograde")
    assert "Traceback" not in done.stderr
    assert points(small, "ann") == (4.0, False)


def test_a_gradebook_that_another_program_holds_is_named(small: Path) -> None:
    base = sqlite3.connect(small / "gradebook.db", isolation_level=None)
    with contextlib.closing(base):
        base.execute("begin exclusive")
        one_sentence(
            courses.here(small, "autograde"), 1, "gradebook.db", "another program has locked it"
        )
    assert courses.here(small, "autograde").exit_code == 0
    assert points(small, "ann") == (4.0, False)


@pytest.mark.parametrize("build", [Path.mkdir, lambda path: path.write_bytes(b"no database" * 99)])
def test_a_gradebook_that_can_not_be_used_is_named(
    small: Path, build: Callable[[Path], Any]
) -> None:
    (small / "gradebook.db").unlink()
    build(small / "gradebook.db")
    one_sentence(courses.here(small, "autograde"), 1, "gradebook.db")


def test_where_the_reference_is_lacking_nobody_is_graded_but_by_request(
    small: Path,
) -> None:
    assert courses.here(small, "autograde").exit_code == 0
    assert points(small, "ann") == (4.0, False)
    (small / "reference.py").write_text("")
    done = courses.here(small, "autograde", "--force")
    assert done.exit_code == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert "reference" in done.stderr
    assert points(small, "ann") == (4.0, False)  # as it was
    done = courses.here(small, "autograde", "--force", "--trust-tests")
    assert done.exit_code == 1
    assert points(small, "ann") == (None, True)  # and a person is called


def test_a_result_that_can_not_be_written_is_named_and_the_rest_is_graded(small: Path) -> None:
    own_course.hand_in(small, "bob", own_course.RIGHT)
    (small / "autograded/ann").mkdir(parents=True)
    (small / "autograded/ann/hw1").write_text("a file in the way")
    done = courses.here(small, "autograde")
    one_sentence(done, 1, "ann")
    assert points(small, "bob") == (4.0, False)


def test_a_student_whose_name_is_no_text_is_named_and_the_rest_is_graded(small: Path) -> None:
    odd = os.fsencode(small) + b"/submitted/\xff\xfe"
    shutil.copytree(small / "submitted/ann", os.fsdecode(odd))
    done = courses.grader(small, "autograde")
    one_sentence(done, 1, "submitted")
    assert points(small, "ann") == (4.0, False)
    done = courses.grader(small, "report")
    assert done.returncode == 0, done.stderr
    pages = small.glob("report/*/index.html")
    assert any(r"\udcff\udcfe" in page.read_text(encoding="utf-8") for page in pages)


CRASHING_FEEDBACK = """
import os
from grader.plugin import run_converters

write = run_converters.generate_feedback

def crash_for_bob(course, assignment, student):
    if student == "bob":
        os._exit(3)
    return write(course, assignment, student)

run_converters.generate_feedback = crash_for_bob
"""


def test_a_process_that_ends_while_writing_feedback_is_named_and_the_rest_is_written(
    small: Path,
) -> None:
    own_course.hand_in(small, "bob", own_course.RIGHT)
    assert courses.here(small, "autograde").exit_code == 0
    with open(small / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(CRASHING_FEEDBACK)
    one_sentence(courses.grader(small, "feedback"), 1, "bob", "exit status 3")
    pages = (small / "feedback").rglob("*.html")
    assert {path.parent.parent.name for path in pages} == {"ann"}
