"""Grades leave in the forms that others read: kept files of each, importers' own rules, names that
break tables, and nothing of a hidden test.

`GRADER_WRITE_GOLDEN=1` writes the kept files of `tests/golden/exports/` anew, to be looked at.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.plugins import CsvExportPlugin

from grader.__main__ import main
from grader.platforms import exports
from grader.platforms.commands.export import FORMATS
from grader.plugin.sheet import guard
from tests import courses, exported
from tests.conftest import MadeOnce
from tests.exported import ASSIGNMENT, FORMULA, NAMES, SECRET

GOLDEN = Path(__file__).parent / "golden" / "exports"
CANVAS = GOLDEN / "canvas_export.csv"

RUN_BY_SPREADSHEETS = "=+-@＝＋－＠"


class Said(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str


Export = Callable[..., Said]


@pytest.fixture(scope="module")
def graded(graded_copy: MadeOnce) -> Path:
    """The class, graded once."""
    return graded_copy("exported", exported.make)


@pytest.fixture
def course(graded: Path, tmp_path: Path) -> Path:
    """The class, for a test to change."""
    return shutil.copytree(graded, tmp_path / "course")


@pytest.fixture
def export(course: Path, monkeypatch: pytest.MonkeyPatch) -> Export:
    """`grader export` on the class, run here: a process of its own costs a second."""
    monkeypatch.chdir(course)
    monkeypatch.syspath_prepend(course)

    def run(name: str, *arguments: str | Path) -> Said:
        given = ["-C", str(course), "export", "--format", name, *map(str, arguments)]
        done = CliRunner().invoke(main, given)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return Said(done.exit_code, done.stdout, done.stderr)

    return run


def rows(path: Path, delimiter: str = ",") -> list[list[str]]:
    """A table, read again."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter, strict=True))


def configure(course: Path, line: str) -> None:
    """Add a line to the course's configuration."""
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


# Kept files ---------------------------------------------------------------------------------------


def same_as_kept(written: Path, name: str) -> None:
    """A file is the one that is kept, but for what was measured and in which walls."""
    measured = r'("(?:seconds|cpu_seconds|memory_mb|execution_time)": )[0-9.]+'
    text = re.sub(measured, r"\g<1>0.0", written.read_text())
    text = re.sub(r'("sandbox": )"[^"]+"', r'\g<1>"walls"', text)
    kept = GOLDEN / name
    if os.environ.get("GRADER_WRITE_GOLDEN"):
        kept.write_text(text, encoding="utf-8")
    assert text == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "arguments", "status", "kept"),
    [
        ("csv", [], 0, "grades.csv"),
        ("canvas", ["--fill", CANVAS], 1, "canvas_filled.csv"),
        ("moodle", [], 0, "moodle.csv"),
        ("json", [], 0, "results.json"),
    ],
)
def test_an_export_is_the_file_that_is_kept(
    export: Export, tmp_path: Path, name: str, arguments: list[Any], status: int, kept: str
) -> None:
    said = export(name, *arguments, "-o", tmp_path / "out")
    assert said.status == status, said.err
    same_as_kept(tmp_path / "out", kept)


# Two doors ----------------------------------------------------------------------------------------


def test_both_commands_write_the_same_file_and_tell_the_same(course: Path, tmp_path: Path) -> None:
    plugin = "--exporter=grader.platforms.exports.CanvasExport"
    fill, to = f"--CanvasExport.fill={CANVAS}", f"--to={tmp_path / 'theirs'}"
    theirs = courses.nbgrader_ended(course, "export", plugin, fill, to)
    target = ["-o", str(tmp_path / "ours")]
    ours = courses.here(
        course, "export", "--format", "canvas", "--canvas-export", str(CANVAS), *target
    )
    assert (theirs.returncode, ours.exit_code) == (1, 1), theirs.stderr
    assert (tmp_path / "theirs").read_bytes() == (tmp_path / "ours").read_bytes()
    assert rows(tmp_path / "ours")[3][6] == "7.25"
    assert "Test, Person" in ours.stderr
    assert len(ours.stderr.splitlines()) > 1
    for sentence in ours.stderr.splitlines():
        assert sentence.removeprefix("✗ ") in theirs.stderr
    assert "Traceback" not in ours.stderr + theirs.stderr


def test_every_name_of_a_format_is_a_plugin_of_nbgrader() -> None:
    assert {getattr(exports, name).__name__ for name in FORMATS.values()} == set(FORMATS.values())
    assert set(FORMATS.values()) <= set(exports.__all__)


# nbgrader's table, in a spreadsheet ---------------------------------------------------------------


def test_without_awkward_names_the_table_is_nbgraders_byte_for_byte(
    export: Export, course: Path
) -> None:
    with exported.gradebook(course) as book:
        for student in NAMES:
            book.update_or_create_student(student, first_name="A", last_name="B")
        book.db.commit()
        CsvExportPlugin(to=str(course / "stock.csv")).export(book)
    assert export("csv", "-o", course / "ours.csv").status == 0
    assert (course / "ours.csv").read_bytes() == (course / "stock.csv").read_bytes()


def unguarded(text: str) -> str:
    """Text with one apostrophe taken away where one was put."""
    formula = rf"(^|[;\t\r\n])'(?=[\s\x00-\x1f'\"]*[{re.escape(RUN_BY_SPREADSHEETS)}])"
    return re.sub(formula, r"\1", text)


def test_names_survive_the_table(export: Export, course: Path) -> None:
    export("csv", ASSIGNMENT)
    header, *table = rows(course / "grades.csv")
    found = [dict(zip(header, row, strict=True)) for row in table]
    assert {
        row["student_id"]: {
            key: unguarded(row[key]) for key in ("first_name", "last_name", "email")
        }
        for row in found
    } == NAMES


@given(st.text(alphabet=st.sampled_from("=+-@＝'\";,\t\r\n \x00\x0baé1")))
def test_no_cell_of_a_guarded_text_is_run_and_the_text_comes_back(text: str) -> None:
    """Also where a spreadsheet splits at semicolons, tabs or ends of lines within our quotes."""
    for cell in re.split(r"[;\t\r\n]", guard(text)):
        assert not cell.strip(' \x00\x0b"').startswith(tuple(RUN_BY_SPREADSHEETS))
    assert unguarded(guard(text)) == text


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("csv", []),
        ("canvas", ["--fill", CANVAS]),
        ("moodle", []),
    ],
)
def test_no_cell_that_we_wrote_is_run_by_a_spreadsheet(
    export: Export, course: Path, name: str, arguments: list[Any]
) -> None:
    with exported.gradebook(course) as book:
        book.update_or_create_student("=2+3", first_name="@SUM(1)", last_name="", email="+1@x.edu")
        book.db.commit()
    export(name, *arguments, "-o", course / "out.csv")
    for delimiter in (",", ";", "\t"):
        text = (course / "out.csv").read_text(encoding="utf-8")
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if delimiter == "," else csv.QUOTE_NONE
        read = [*csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)]
        assert len(read) > 1
        for row in read:
            for cell in row:
                risky = cell.strip().startswith(tuple(RUN_BY_SPREADSHEETS))
                assert cell == "-" or not risky, cell


def test_a_student_without_a_submission_has_zero_or_nothing_as_asked(
    export: Export, course: Path
) -> None:
    def scores(name: str, *arguments: str) -> list[str]:
        export(name, ASSIGNMENT, *arguments, "-o", "out.csv")
        (row,) = (row for row in rows(course / "out.csv") if "dee" in row or "李, 丁" in row)
        return row

    assert scores("csv")[7:10] == ["0.0", "0.0", "0.0"]
    assert scores("csv", "--missing", "blank")[7:10] == ["", "", ""]
    assert scores("moodle")[1] == ""
    configure(course, "c.MoodleExport.missing = 'zero'")
    assert scores("moodle")[1] == "0"


# Canvas, by the rules of its importer -------------------------------------------------------------


def into_canvas(path: Path, class_list: dict[int, tuple[str, str]]) -> dict[tuple[int, str], str]:
    """Grades by student's number and assignment's header, read as Canvas reads them: which row is
    whose by number, login and name; the class list holds login and name."""
    text = path.read_text(encoding="utf-8-sig")
    first = text.splitlines()[0]
    table = list(csv.reader(io.StringIO(text), delimiter=max(",;", key=first.count), strict=True))
    header = table[0]
    assert len(header) > 3
    assert "Student" in header[0]
    assert "ID" in header[1]
    last = 2 + sum("SIS" in name or "Integration" in name for name in header[2:5])
    assert "Section" in header[last]
    login = header.index("SIS Login ID") if "SIS Login ID" in header else None
    assert len(set(header)) == len(header), "a second column of a name is never read"
    found: dict[tuple[int, str], str] = {}
    for row in table[1:]:
        if "Points Possible" in row[0] or not row[0]:
            continue
        digits = re.match(r"\d*", row[1])
        student = int(digits[0]) if digits and digits[0] else 0
        if student not in class_list:
            keys = [row[login]] if login and row[login] else []
            alike = [n for n, (log, name) in class_list.items() if log in keys or name == row[0]]
            student = alike[0] if alike else 0
        for column in range(last + 1, len(header)):
            grade = row[column]
            assert (
                grade in ("", "-", "EX", "N/A")
                or re.fullmatch(r"-?\d+([.,]\d+)?", grade)
                or (not re.search(r"\(\d+\)$", header[column]))
            )
            assert (student, header[column]) not in found, "one row a student"
            found[student, header[column]] = grade
    return found


def test_canvas_gives_each_student_their_own_grade(export: Export, course: Path) -> None:
    people = {1001: ("ADA", "?"), 1002: ("bo", "?"), 1077: ("nobody", "?"), 1099: ("abcdef", "?")}
    export("canvas", "--fill", CANVAS)
    before, after = into_canvas(CANVAS, people), into_canvas(course / "canvas.csv", people)
    assert {key: grade for key, grade in after.items() if grade != before[key]} == {
        (1001, "First Steps (501)"): "7.25",
        (1002, "First Steps (501)"): "0",
    }


def test_what_a_terminal_would_obey_reaches_none(export: Export, course: Path) -> None:
    path = changed(course, ('"Test, Person"', '"\x1b]0;mine\x07Person"'))
    said = export("canvas", "--fill", path)
    assert "Person) matches nobody in the gradebook" in said.err
    assert "\x1b]" not in said.err


def test_canvas_needs_its_own_file_to_fill(export: Export, course: Path) -> None:
    said = export("canvas")
    assert said.status == 2
    assert "Download the gradebook from Canvas (Grades, Export)" in said.err
    assert not (course / "canvas.csv").exists()


def changed(course: Path, *changes: tuple[str, str]) -> Path:
    """An export of theirs, changed."""
    text = CANVAS.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = course / "theirs.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_a_file_of_semicolons_comes_back_in_its_own_form(export: Export, course: Path) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(rows(CANVAS))
    path = course / "theirs.csv"
    path.write_bytes(("\ufeff" + written.getvalue()).encode())
    export("canvas", "--fill", path)
    before, after = path.read_bytes().split(b"\r\n"), (course / "canvas.csv").read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    lines = after.split(b"\r\n")
    assert [n for n, line in enumerate(lines) if line != before[n]] == [3, 4]
    assert len(lines) == len(before)


def test_an_assignment_that_canvas_has_not_is_named_and_the_others_are_filled(
    export: Export, course: Path
) -> None:
    path = changed(course, ("Essay (502)", "Opinion (502)"))
    said = export("canvas", "--fill", path)
    assert "essay was left out: theirs.csv has no assignment called 'essay'" in said.err
    assert rows(course / "canvas.csv")[3][6] == "7.25"
    assert rows(course / "canvas.csv")[0] == rows(path)[0], "no new assignment is made"
    configure(course, "c.CanvasExport.columns = {'essay': '502'}")
    assert "left out" not in export("canvas", "--fill", path).err
    configure(course, "c.CanvasExport.columns = {'essay': 'First Steps'}")
    said = export("canvas", "--fill", path)
    assert (
        f"{ASSIGNMENT} was left out: its column 'First Steps (501)' is also that of essay"
        in said.err
    )


def test_points_that_do_not_agree_are_named_or_scaled(export: Export, course: Path) -> None:
    path = changed(course, (",7.0,", ",70.0,"))
    said = export("canvas", ASSIGNMENT, "--fill", path)
    assert "out of 7 points here and out of 70 in Canvas" in said.err
    assert rows(course / "canvas.csv")[3][6] == "7.25"
    configure(course, "c.CanvasExport.scale = True")
    assert "out of" not in export("canvas", ASSIGNMENT, "--fill", path).err
    assert rows(course / "canvas.csv")[3][6] == "72.5"


def test_students_are_never_matched_by_halves(export: Export, course: Path) -> None:
    path = changed(course, ("1001,,ADA", "1,,ada"), ("1002,,bo", "2,,Ada"), ("nobody", "cy"))
    said = export("canvas", ASSIGNMENT, "--fill", path)
    assert "ada (=1+1 O'Neil" in said.err, "two rows have that login"
    assert [row[6] for row in rows(course / "canvas.csv")[3:6]] == ["", "3", "2"]
    with exported.gradebook(course) as book:
        for student in ("ada", "bo"):
            book.update_or_create_student(student, lms_user_id="1077")
    said = export("canvas", ASSIGNMENT, "--fill", path)
    assert [row[6] for row in rows(course / "canvas.csv")[3:6]] == ["", "3", "2"], "both claim it"


# Moodle, by the rules of its importers ------------------------------------------------------------


def into_moodle(path: Path, by: str) -> dict[tuple[str, str], str]:
    """Cells by student and column, read as Moodle's import does: a row without the value that
    identifies belongs to the student before."""
    header, *table = rows(path)
    assert len(set(header)) == len(header)
    found: dict[tuple[str, str], str] = {}
    student = ""
    for row in table:
        assert len(row) == len(header)
        student = row[header.index(by)] or student
        for name, cell in zip(header, row, strict=True):
            if name in ("idnumber", "email"):
                continue
            assert name.endswith(" feedback") or re.fullmatch(r"(\d+(\.\d+)?)?", cell)
            found[student, name] = cell
    return found


def test_moodle_imports_by_any_column_that_is_there(export: Export, course: Path) -> None:
    said = export("moodle", ASSIGNMENT)
    assert "no column of e-mail addresses: cy" in said.err
    expected = {"ada": "7.25", "bo": "0", "cy": "2", "dee": ""}
    found = into_moodle(course / "moodle.csv", "idnumber")
    assert {student: found[student, ASSIGNMENT] for student in NAMES} == expected
    assert "email" not in rows(course / "moodle.csv")[0]
    with exported.gradebook(course) as book:
        book.update_or_create_student("cy", email="cy@x.edu")
    assert export("moodle", ASSIGNMENT).err == ""
    found = into_moodle(course / "moodle.csv", "email")
    grades = {student for (student, name), grade in found.items() if (name, grade) != ("", "")}
    assert grades == {"ada@x.edu", "Bo@x.edu", "cy@x.edu", "dee@x.edu"}


def test_feedback_stands_beside_its_grade_and_is_text_in_moodles_pages(
    export: Export, course: Path
) -> None:
    export("moodle", ASSIGNMENT)
    assert rows(course / "moodle.csv")[0] == ["idnumber", ASSIGNMENT, f"{ASSIGNMENT} feedback"]
    told = into_moodle(course / "moodle.csv", "idnumber")["ada", f"{ASSIGNMENT} feedback"]
    assert "Fine, &lt;b&gt;but&lt;/b&gt;" in told
    assert set(re.findall(r"<[^>]*>", told)) == {"<br>"}


# Test by test -------------------------------------------------------------------------------------


def test_no_export_holds_a_hidden_tests_source(export: Export, course: Path) -> None:
    assert SECRET in (course / "source" / ASSIGNMENT / "double.ipynb").read_text()
    (course / "all").mkdir()
    for name in FORMATS:
        fill = {"canvas": CANVAS}.get(name)
        export(name, ASSIGNMENT, *(["--fill", fill] if fill else []), "-o", course / "all" / name)
    files = [path for path in (course / "all").rglob("*") if path.is_file()]
    assert len(files) == 4
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert SECRET not in text
        assert "BEGIN HIDDEN" not in text
    assert json.dumps(FORMULA)[1:-1] in (course / "all" / "json").read_text(encoding="utf-8")


def test_points_of_tests_add_up_to_the_points_of_their_cell(export: Export, course: Path) -> None:
    export("json")
    results = json.loads((course / "results.json").read_text(encoding="utf-8"))
    names = {s["id"]: {key: s[key] for key in NAMES[s["id"]]} for s in results["students"]}
    assert names == NAMES
    judged = 0
    for submission in results["submissions"]:
        books = submission["notebooks"]
        assert submission["raw_score"] == pytest.approx(sum(book["score"] for book in books))
        for cell in (cell for book in books for cell in book["cells"] if cell["tests"]):
            judged += 1
            assert cell["auto_score"] == pytest.approx(sum(t["score"] for t in cell["tests"]))
            assert cell["max_score"] == pytest.approx(sum(t["max_score"] for t in cell["tests"]))
    assert judged == 6


def test_a_verdict_that_the_gradebook_does_not_hold_is_not_told(
    export: Export, course: Path
) -> None:
    with exported.gradebook(course) as book:
        book.find_grade("test_double", "double", ASSIGNMENT, "ada").auto_score = 1.0
        book.db.commit()
    (course / "autograded" / "bo" / ASSIGNMENT / "double.ipynb").write_text("{}")
    (course / "autograded" / "cy" / ASSIGNMENT / "half.ipynb").write_text("nothing")
    said = export("json", ASSIGNMENT)
    assert (
        "autograded/cy/first_steps/half.ipynb cannot be read, so the points of cy are given by cell"
        in said.err
    )
    results = json.loads((course / "results.json").read_text(encoding="utf-8"))
    cells = {
        (submission["student"], cell["name"]): (cell["auto_score"], len(cell["tests"]))
        for submission in results["submissions"]
        for book in submission["notebooks"]
        for cell in book["cells"]
    }
    assert cells["ada", "test_double"] == (1.0, 0)
    assert cells["bo", "test_double"] == (1.0, 0)
    assert cells["cy", "test_half"] == (2.0, 0)
    assert cells["ada", "test_half"] == (2.0, 1)


# What can't be done is one sentence ---------------------------------------------------------------


def test_names_that_there_are_not_are_told_and_the_rest_is_written(
    export: Export, course: Path
) -> None:
    said = export("csv", ASSIGNMENT, "nothing", "--student", "ada", "--student", "zoe")
    assert said.status == 1
    assert "no assignment 'nothing' in the gradebook. There is: essay, first_steps" in said.err
    assert "no student 'zoe'" in said.err
    assert [row[3] for row in rows(course / "grades.csv")] == ["student_id", "ada"]


@pytest.mark.parametrize("name", ["csv", "json", "moodle"])
def test_a_dash_writes_to_standard_output_and_nothing_else_there(
    export: Export, name: str, tmp_path: Path
) -> None:
    assert export(name, "-o", tmp_path / "file").status == 0
    assert export(name, "-o", "-").out == (tmp_path / "file").read_bytes().decode()


def test_a_file_that_can_not_be_read_or_written_is_told_and_nothing_is_left(
    export: Export, course: Path
) -> None:
    before = sorted(course.rglob("*"))
    latin = course.parent / "latin.csv"
    latin.write_bytes("Student,ID,Section,Ä\n".encode("latin-1"))
    broken = course.parent / "broken.csv"
    broken.write_text('Student,ID,Section,"A\n')
    for arguments, sentence in (
        (["--fill", course / "none.csv"], "No such file"),
        (["--fill", latin], "not UTF-8 text"),
        (["--fill", broken], "not a table of comma-separated values"),
        (["--fill", GOLDEN / "moodle.csv"], "not a gradebook that Canvas exported"),
        (["--fill", CANVAS, "-o", course / "source"], "is a folder"),
        (["--fill", CANVAS, "-o", course / "nbgrader_config.py" / "out.csv"], "can't be written"),
    ):
        said = export("canvas", *arguments)
        assert (said.status, sentence in said.err) == (1, True), said.err
    assert export("json", "--fill", CANVAS).status == 2
    assert [path for path in sorted(course.rglob("*")) if path not in before] == []


def test_a_gradebook_without_assignments_is_told(export: Export, course: Path) -> None:
    with exported.gradebook(course) as book:
        for name in (ASSIGNMENT, "essay"):
            book.remove_assignment(name)
    said = export("csv")
    assert (said.status, "no assignment in the gradebook yet" in said.err) == (1, True)
    assert not (course / "grades.csv").exists()
