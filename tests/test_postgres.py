"""A gradebook on a PostgreSQL server holds what one of SQLite's holds, whatever is handed in."""

from __future__ import annotations

import csv
import functools
import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from nbgrader.api import Gradebook

from grader.errors import CourseError
from grader.notebooks import ipynb
from grader.notebooks.files import write_whole
from grader.plugin.gradebook_address import gradebook_errors
from tests import courses, marking, own_course, postgres
from tests.simulated import graded_name, hand_in, variants

pytestmark = pytest.mark.skipif(bool(postgres.lacking()), reason=postgres.lacking())

ASSIGNMENTS = ("01_linear_algebra", "numbers")
VALUES = ("nan", "inf", "-inf", "1e400", "-1", "2.5", "'\\x00'", "'\\ud800'")
"""What a cell of plain asserts may end in."""

NASTY = "Zoë 李 '; DROP TABLE grade; --"
LONG = "long" * 40
"""A folder's name that is longer than the gradebook's names."""


class Taught(NamedTuple):
    """A course, and where its gradebook is."""

    course: Path
    url: str
    said: str = ""


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    """One server for all."""
    with postgres.running() as started:
        yield started


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Taught:
    """A class with all that might trouble a database, graded into a file."""
    course = tmp_path_factory.mktemp("sqlite") / "course"
    write_numbers(course / "source" / "numbers" / "numbers.ipynb")
    courses.make(course, notebooks=("01_vectors", "numbers"))
    make_class(course)
    done = courses.here(course, "autograde", "--jobs", "1")
    assert done.exit_code == 1, done.output  # for the one whose folder's name is too long
    return Taught(course, f"sqlite:///{course}/gradebook.db")


@pytest.fixture(scope="module")
def released(
    sqlite: Taught, server: postgres.Server, tmp_path_factory: pytest.TempPathFactory
) -> Taught:
    """The same course, generated on the server."""
    course = tmp_path_factory.mktemp("server") / "course"
    litter = shutil.ignore_patterns("autograded", "logs", "gradebook.db", "release", ".grader*")
    shutil.copytree(sqlite.course, course, ignore=litter)
    taught = configured(course, server.new("released"))
    done = courses.here(course, "generate")
    assert done.exit_code == 0, done.stderr
    return taught


@pytest.fixture(scope="module")
def graded(
    released: Taught, server: postgres.Server, tmp_path_factory: pytest.TempPathFactory
) -> Taught:
    """The same class, graded into the server's gradebook by two graders at once, who share no
    folder: both grade all."""
    url = server.copy("released", "graded")
    places = [copied(released, tmp_path_factory.mktemp(name), url) for name in ("one", "other")]
    graders = [
        subprocess.Popen(
            [courses.BIN / "grader", "-C", place.course, "autograde", "--jobs", "1"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for place in places
    ]
    said = [grader.communicate(timeout=600)[1] for grader in graders]
    assert [grader.returncode for grader in graders] == [1, 1], said
    assert said[1].count("✗") == 1, said[1]  # the name that is too long
    return places[0]._replace(said=said[0])


def configured(course: Path, url: str) -> Taught:
    """Let a course keep its gradebook there."""
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
    return Taught(course, url)


def copied(taught: Taught, folder: Path, url: str) -> Taught:
    """A copy of a course, with its gradebook there."""
    shutil.copytree(taught.course, folder / "course")
    return configured(folder / "course", url)


def write_numbers(path: Path) -> None:
    """A notebook of plain asserts, as any nbgrader course has them."""
    cells: list[dict[str, Any]] = [cell("answers", "values = []", solution=True)]
    cells += [cell(f"value_{n}", f"values[{n}]", grade=True) for n in range(len(VALUES))]
    nb = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    write_whole(path, ipynb.dumps(ipynb.canonical(nb)))


def cell(name: str, source: str, *, grade: bool = False, solution: bool = False) -> dict[str, Any]:
    """A cell of the instructor's."""
    marks = {
        "grade_id": name,
        "grade": grade,
        "solution": solution,
        "locked": grade,
        "task": False,
        "schema_version": 3,
    } | ({"points": 3} if grade else {})
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {"nbgrader": marks},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def make_class(course: Path) -> None:
    """Some do as they should, and some bring what a database might not take."""
    hand = functools.partial(hand_in, only=("cosine_similarity",))  # no figures
    right = next(v.source for v in variants("cosine_similarity") if v.right)
    wrong = next(v.source for v in variants("cosine_similarity") if not v.right)
    hand(course, "ada", {"cosine_similarity": right, "written_vectors": "A direction."})
    hand(course, "joan", {"cosine_similarity": wrong})
    hand(course, NASTY, {"cosine_similarity": right})
    hand(course, LONG, {"cosine_similarity": right})
    (hand(course, "torn", {}) / "01_vectors.ipynb").write_bytes(b"\x00\xff\xfe{")
    essay = f"nothing \x00 here, {'much ' * 200_000}"
    folder = hand(course, "nul", {"cosine_similarity": right, "written_vectors": essay})
    rename(folder / "01_vectors.ipynb", {"written_vectors": "written_vectors\x00"}, add="\x00")
    folder = hand(course, "surrogate", {"cosine_similarity": right})
    path = folder / "01_vectors.ipynb"
    path.write_text(path.read_text().replace("{", '{"extra": "\\ud800",', 1))
    for student, when in (("ada", "2026-01-05 10:00:00 Asia/Tokyo"), ("joan", "9998-12-31 23:59")):
        handed = course / "submitted" / student / "01_linear_algebra" / "timestamp.txt"
        handed.write_text(when, encoding="utf-8")
    values = f"values = [{', '.join(value_of(v) for v in VALUES)}]"
    hand_in(course, "ada", {"answers": values}, assignment="numbers")


def value_of(text: str) -> str:
    """Python that gives the number."""
    return text if text.startswith("'") else f"float('{text}')"


def rename(path: Path, names: dict[str, str], *, add: str) -> None:
    """Give cells of a submission other names, and it one more cell."""
    nb = json.loads(path.read_text(encoding="utf-8"))
    for found in nb["cells"]:
        if (name := graded_name(found)) in names:
            found["metadata"]["nbgrader"]["grade_id"] = names[name]
    nb["cells"].append(cell(add, "pass", solution=True) | {"id": "added"})
    path.write_text(json.dumps(nb), encoding="utf-8")


def kept(url: str) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """All that a gradebook holds of a class."""
    with Gradebook(url, courses.COURSE_ID) as gradebook:
        return {
            (assignment, submission.student.id, nb.name): (
                submission.timestamp,
                nb.score,
                nb.needs_manual_grade,
                nb.late_submission_penalty,
                sorted((g.name, g.auto_score, g.needs_manual_grade) for g in nb.grades),
                sorted((c.name, c.auto_comment) for c in nb.comments),
            )
            for assignment in ASSIGNMENTS
            for submission in gradebook.find_assignment(assignment).submissions
            for nb in submission.notebooks
        }


def test_two_graders_at_once_leave_on_the_server_what_one_leaves_in_the_file(
    sqlite: Taught, graded: Taught
) -> None:
    found = kept(graded.url)
    assert len(found) == 7
    assert found == kept(sqlite.url)


def test_scores_are_those_that_were_earned(graded: Taught) -> None:
    found = courses.scores(graded.course, url=graded.url)
    assert found[NASTY, "01_vectors", "test_cosine_similarity"].auto == 4.0
    for student, score in {"ada": 4.0, "nul": 4.0, "torn": 0.0, "surrogate": 4.0}.items():
        assert found[student, "01_vectors", "test_cosine_similarity"].auto == score
    assert found["ada", "01_vectors", "written_vectors"].by_hand
    found = courses.scores(graded.course, "numbers", url=graded.url)
    scores = [found["ada", "numbers", f"value_{n}"].auto for n in range(len(VALUES))]
    assert scores == [0.0, 0.0, 0.0, 0.0, 0.0, 2.5, 3.0, 3.0]


def test_times_are_kept_in_universal_time(graded: Taught) -> None:
    found = kept(graded.url)
    assert found["01_linear_algebra", "ada", "01_vectors"][0] == datetime(2026, 1, 5, 1, 0)
    assert found["01_linear_algebra", "joan", "01_vectors"][0] == datetime(9998, 12, 31, 23, 59)


def test_feedback_is_written_from_the_server(graded: Taught) -> None:
    students = ("--student", "ada", "--student", NASTY)
    done = courses.here(graded.course, "feedback", "--jobs", "1", *students, "01_linear_algebra")
    assert done.exit_code == 0, done.stderr
    for student in ("ada", NASTY):
        page = graded.course / "feedback" / student / "01_linear_algebra" / "01_vectors.html"
        assert "</html>" in page.read_text(encoding="utf-8")


def test_what_is_exported_from_the_server_is_what_is_exported_from_the_file(
    sqlite: Taught, graded: Taught
) -> None:
    tables = []
    for course in (sqlite.course, graded.course):
        table = course / "grades.csv"
        done = courses.here(course, "export", "--format", "csv", "-o", str(table))
        assert done.exit_code == 0, done.stderr
        rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
        tables.append(sorted(tuple(row.items()) for row in rows))
    assert len(tables[0]) > 6
    assert tables[1] == tables[0]


def test_the_report_from_the_server_tells_what_that_from_the_file_tells(
    sqlite: Taught, graded: Taught
) -> None:
    told = []
    for course in (sqlite.course, graded.course):
        done = courses.here(course, "report")
        assert done.exit_code == 0, done.stderr
        folder = course / "report" / "01_linear_algebra"
        assert "</html>" in (folder / "index.html").read_text(encoding="utf-8")
        students = csv.DictReader(
            (folder / "students.csv").read_text(encoding="utf-8-sig").splitlines()
        )
        scores = [(row["student"], row["score"], row["needs_manual_grade"]) for row in students]
        told.append((scores, (folder / "exercises.csv").read_text(encoding="utf-8")))
    assert len(told[0][0]) == 6
    assert told[1] == told[0]


def test_marks_by_hand_come_to_the_server(
    graded: Taught, server: postgres.Server, tmp_path: Path
) -> None:
    marked = copied(graded, tmp_path, server.copy("graded", "marked"))
    question = "01_vectors/written_vectors"
    with marking.running(marked.course, "01_linear_algebra") as page:
        answer = page.answer(question, "A direction.")
        assert page.say("draft", question, answer, "", "Nearly").status == 200
        assert page.say("mark", question, answer, "1.5", "Zoë 李: good").status == 200
        assert page.answer(question, "A direction.").points == "1.5"
        assert page.change(question, "Unclear.", "-0.5").status == 200
        answer = page.answer(question, "A direction.")
        assert page.choose(question, answer, "Unclear.", points="1.5").status == 200
        item = next(ident for ident, text, _ in answer.items if text == "Unclear.")
        assert page.change(question, "Zoë 李: good", "0", item).status == 200
    with Gradebook(marked.url, courses.COURSE_ID) as gradebook:
        place = ("written_vectors", "01_vectors", "01_linear_algebra", "ada")
        grade = gradebook.find_grade(*place)
        assert (grade.manual_score, grade.needs_manual_grade) == (1.5, False)
        assert gradebook.find_comment(*place).manual_comment == "- Zoë 李: good"


def test_a_name_that_no_gradebook_takes_is_left_out_by_name(graded: Taught) -> None:
    assert f"submitted/{LONG} was left out" in graded.said
    assert graded.said.count("✗") == 1


def test_nbgrader_autograde_grades_the_same_on_the_server(sqlite: Taught, graded: Taught) -> None:
    done = courses.nbgrader_ended(
        graded.course, "autograde", "01_linear_algebra", "--student", "nul", "--force"
    )
    assert done.returncode == 0, done.stderr
    assert kept(graded.url) == kept(sqlite.url)


def test_an_instructors_text_that_the_server_refuses_is_told_in_one_sentence(
    released: Taught, server: postgres.Server, tmp_path: Path
) -> None:
    course = copied(released, tmp_path, server.copy("released", "refused")).course
    path = course / "source" / "numbers" / "numbers.ipynb"
    nb = ipynb.read_source(path)
    text = cell("text", "Read \0 this first.") | {"cell_type": "markdown"}
    text["metadata"]["nbgrader"]["locked"] = True
    nb["cells"] = [
        {k: v for k, v in text.items() if k not in ("outputs", "execution_count")},
        *nb["cells"],
    ]
    write_whole(path, ipynb.dumps(nb))
    done = courses.here(course, "generate", "numbers")
    assert done.exit_code == 1
    assert "numbers can't be generated" in done.stderr
    assert "NUL" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_password_is_told_without_any_password(
    released: Taught, server: postgres.Server, tmp_path: Path
) -> None:
    url = server.url("released", password="also-not-to-be-shown")  # noqa: S106 - looked for in what is told
    done = courses.here(copied(released, tmp_path, url).course, "autograde")
    assert done.exit_code == 1
    assert "password authentication failed" in done.stderr
    assert "not-to-be-shown" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql+psycopg://me:sesame@127.0.0.1:9/class", "Connection refused"),
        ("postgresql+psycopg://me:ses@me@127.0.0.1/class", "more than one @"),
        ("postgresql+psycopg://me:sesame@127.0.0.1:port/class", "not the address of a gradebook"),
        (
            "postgresql+psycopg2://me:sesame@127.0.0.1:9/class",
            "psycopg2 is not installed. Install it",
        ),
        ("postgres://me:sesame@127.0.0.1:9/class", "postgres"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_in_one_sentence(url: str, told: str) -> None:
    with pytest.raises(CourseError, match=told) as caught, gradebook_errors(url):
        Gradebook(url)
    assert "sesame" not in str(caught.value)
    assert "ses@me" not in str(caught.value)


def test_a_gradebook_on_a_server_wants_a_name_of_the_course(
    server: postgres.Server, tmp_path: Path
) -> None:
    config = f"{own_course.CONFIGURED}c.CourseDirectory.db_url = {server.new('nameless')!r}\n"
    status, said = own_course.run(own_course.make(tmp_path / "course", config=config), "generate")
    assert status == 2
    assert "sets no c.CourseDirectory.course_id" in said
