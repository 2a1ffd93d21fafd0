"""Whatever goes wrong with a course, a command says it in a sentence and shows no traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from grader.__main__ import main
from grader.notebooks import ipynb
from grader.workflows import generating
from tests import own_course

Cells = list[dict[str, Any]]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Make a course, not generated."""
    return own_course.make(tmp_path)


def edit(course: Path, change: Callable[[Cells], Any]) -> None:
    """Change the cells of the source notebook."""
    cells = ipynb.read_source(own_course.source_of(course))["cells"]
    change(cells)
    own_course.write(own_course.source_of(course), cells)


def configure(course: Path, line: str) -> None:
    """Set the course's configuration."""
    (course / "nbgrader_config.py").write_text(f"c = get_config()\n{line}\n", encoding="utf-8")


def test_check_of_a_notebook_without_any_cell_of_nbgraders(course: Path) -> None:
    edit(course, lambda cells: [cell["metadata"].clear() for cell in cells])
    status, said = own_course.run(course, "check")
    assert status == 1
    assert "0 exercises in 1 notebook checked" in said


def lose(key: str) -> Callable[[Cells], Any]:
    """Return a change that takes a part of nbgrader's metadata from a cell."""
    return lambda cells: cells[1]["metadata"]["nbgrader"].pop(key)


METADATA: dict[str, tuple[Callable[[Cells], Any], str]] = {
    "no_points": (lose("points"), "nbgrader cell 'test_mean' does not have points."),
    "no_name": (lose("grade_id"), "nbgrader cell does not have a grade_id: from grader"),
    "one_name": (
        lambda cells: cells[0]["metadata"]["nbgrader"].update(grade_id="test_mean"),
        "Duplicate grade id: test_mean.",
    ),
    "markdown": (
        lambda cells: cells[1].update(cell_type="markdown"),
        "Markdown grade cell 'test_mean' is not marked as a solution cell.",
    ),
}


@pytest.mark.parametrize("command", ["check", "generate", "pack"])
@pytest.mark.parametrize("fault", METADATA)
def test_a_cell_that_nbgrader_can_not_work_with_is_named_once(
    course: Path, command: str, fault: str
) -> None:
    change, sentence = METADATA[fault]
    edit(course, change)
    status, said = own_course.run(course, command)
    assert status == 1
    assert said.count(f"source/hw1/stats.ipynb: {sentence}") == 1, said
    assert "corrupted" not in said
    assert "/tmp" not in said


@pytest.mark.parametrize(
    ("tests", "what"),
    [
        ("assert mean", "none of its asserts fails, and it gets 4 of 4 points"),
        ("0.5", "it gets 0.5 of 4 points"),
    ],
)
def test_check_says_what_an_untouched_notebook_gets_by_plain_asserts(
    tmp_path: Path, tests: str, what: str
) -> None:
    course = own_course.make(tmp_path, tests=tests)
    said = own_course.run(course, "check")[1]
    assert f"the untouched stub does not get zero in `test_mean`: {what}." in said


def test_a_bad_value_of_an_exporters_setting(course: Path) -> None:
    assert own_course.run(course, "generate")[0] == 0
    configure(course, "c.CanvasExport.scale = 7")
    status, said = own_course.run(course, "export", "--format", "canvas")
    assert status == 2
    assert "CanvasExport" in said


def test_a_file_in_the_way_of_what_is_to_be_written(course: Path) -> None:
    (course / "release").write_text("", encoding="utf-8")
    status, said = own_course.run(course, "generate")
    assert status == 1
    assert "release" in said


def test_an_error_that_nobody_expects(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("grade_id")

    monkeypatch.setattr(generating, "generate", fail)
    status, said = own_course.run(course, "generate")
    assert status == 1
    assert "KeyError: 'grade_id'" in said
    assert "GRADER_TRACEBACK=1" in said
    monkeypatch.setenv("GRADER_TRACEBACK", "1")
    done = CliRunner().invoke(main, ["-C", str(course), "generate"])
    assert "Traceback" in done.output


def test_a_gradebook_that_can_not_be_reached(course: Path) -> None:
    configure(course, 'c.CourseDirectory.db_url = "sqlite:////nowhere/gradebook.db"')
    status, said = own_course.run(course, "generate")
    assert status == 1
    assert "The gradebook sqlite:////nowhere/gradebook.db can't be used" in said
    assert "Background on this error" not in said


@pytest.mark.parametrize("command", ["generate", "status"])
def test_a_gradebook_that_is_no_database(course: Path, command: str) -> None:
    (course / "gradebook.db").write_text("garbage\n", encoding="utf-8")
    status, said = own_course.run(course, command)
    assert status == 1
    assert f"The gradebook sqlite:///{course}/gradebook.db can't be used: the file is no" in said
    assert "move the file away" in said
    assert (course / "gradebook.db").read_text(encoding="utf-8") == "garbage\n"


@pytest.mark.parametrize("command", ["generate", "status"])
@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://me:sesame@there/x", "MySQLdb is not installed"),
        ("quatsch://me:sesame@there/x", "no kind of database is called 'quatsch'"),
    ],
)
def test_a_gradebook_of_a_database_that_is_not_there(
    course: Path, url: str, told: str, command: str
) -> None:
    configure(course, f"c.CourseDirectory.db_url = {url!r}\nc.CourseDirectory.course_id = 'a'")
    status, said = own_course.run(course, command)
    assert status == 1
    assert told in said
    assert "c.CourseDirectory.db_url; it looks like" in said
    assert "sesame" not in said


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("c.CanvasExport.scales = 1", "scale"),
        ("c.CanvasExprot.scale = 100", "c.CanvasExport"),
        ("c.Limit.cell_seconds = 3", "c.Limits"),
        ("c.Limits.cell_second = 3", "cell_seconds"),
        ("c.MoodelExport.x = 1", "c.MoodleExport"),
        ("c.ClearHiddenTests.begin_test_delimiter = 'SECRET'", "begin_test_delimeter"),
        ("c.ClearSolutions.begin_solution_delimiter = 'x'", "begin_solution_delimeter"),
        ("c.CourseDirectory.ingore = []", "ignore"),
    ],
)
def test_a_misspelt_setting_is_bad_usage_and_its_name_is_told(
    course: Path, line: str, meant: str
) -> None:
    configure(course, line)
    status, said = own_course.run(course, "generate")
    assert status == 2
    assert f"did you mean {meant}" in said


def test_a_section_that_is_gone_says_what_to_do(course: Path) -> None:
    configure(course, "c.GradescopeExport.hidden_tests = 'hidden'")
    status, said = own_course.run(course, "generate")
    assert status == 2
    assert "there is no c.GradescopeExport; did you mean c.Gradescope?" in said


@pytest.mark.parametrize("command", ["generate", "check", "status", "due"])
@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("c.Execute.timeout", "'abc'"),
        ("c.ExecutePreprocessor.timeout", "'abc'"),
    ],
)
def test_a_wrong_value_is_refused_by_every_command(
    course: Path, setting: str, value: str, command: str
) -> None:
    configure(course, f"{setting} = {value}")
    status, said = own_course.run(course, command)
    assert status == 2, said
    assert f"nbgrader_config.py: {setting}" in said
    assert not (course / "release").exists()


FINE = """
c.ServerApp.port = 1
c.ClearSolutions.text_stub = 'You.'
c.ClearSolutions.code_stub = 'pass'
c.ClearSolutions.comment_mark = '#'
c.Own.x = 1
c.NbGrader.course_directory = '.'
c.AutogradeApp.create_student = True
c.Exchange.course_id = 'x'
c.Exchange.cache = '/tmp/cache'
c.ExportPlugin.own = 1
c.CourseDirectory.ignore.append('*.pyc')
c.CourseDirectory.db_students = []
c.NbGraderPreprocessor.enforce_metadata = True
c.Preprocessor.enabled = True
c.Execute.timeout = None
c.Execute.allow_errors = True
c.FormgradeApp.port = 5000
c.ExecutePreprocessor.timeout = '30'
c.FormgradeApp.log_level = 'INFO'
c.GenerateAssignment.LockCells.lock_all_cells = False
c.ExportApp.plugin_class = 'own.MoodleExporter'
c.MoodleExporter.address = 'x'
c.CsvExportPlugins.x = 1


class CsvExportPlugins(__import__('traitlets').config.Configurable):
    pass
"""


def test_settings_of_other_programs_are_not_ours_to_judge(course: Path) -> None:
    configure(course, FINE)
    assert own_course.run(course, "generate") == (0, "release/hw1: 1 notebook")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("\nraise RuntimeError('boo')", "RuntimeError: boo (nbgrader_config.py, line 3)"),
        ("import nosuch", "No module named 'nosuch' (nbgrader_config.py, line 2)"),
        ("x = (", "SyntaxError: '(' was never closed (nbgrader_config.py, line 2)"),
    ],
)
def test_an_error_in_the_configuration_is_told_with_its_line(
    course: Path, lines: str, told: str
) -> None:
    configure(course, lines)
    status, said = own_course.run(course, "status")
    assert status == 2
    assert said.endswith(told)


@pytest.mark.parametrize(
    ("command", "done"),
    [
        ("generate", "release/hw1: 1 notebook"),
        ("pack", "handout/hw1.zip: 1 file"),
        ("check", "2 exercises in 2 notebooks checked: 1 finding"),
    ],
)
def test_a_folder_that_nbgrader_takes_for_no_assignment_is_named_and_the_others_go_on(
    course: Path, command: str, done: str
) -> None:
    assert own_course.run(course, "generate")[0] == 0
    own_course.write(course / "source/h+2/stats.ipynb", own_course.notebook())
    status, said = own_course.run(course, command, *(["--no-wheel"] if command == "pack" else []))
    assert status == 1
    assert "source/h+2 can't be an assignment" in said
    assert "Rename the folder." in said
    assert done in said


def test_an_assignment_without_a_release_is_not_packed(course: Path) -> None:
    status, said = own_course.run(course, "pack", "--no-wheel")
    assert (status, said) == (1, "✗ hw1 is not generated yet. Run: grader generate hw1")
    assert not (course / "handout").exists()


def test_that_there_is_nothing_to_grade_or_to_export_is_said(course: Path) -> None:
    assert own_course.run(course, "generate")[0] == 0
    status, said = own_course.run(course, "autograde")
    assert (status, "Nothing to grade: there is no submission." in said) == (0, True)
    said = own_course.run(course, "autograde", "hw1")[1]
    assert "Nothing to grade: there is no submission of hw1." in said
    status, said = own_course.run(course, "export", "--format", "csv")
    assert (status, "Nothing is graded yet" in said) == (0, True)


def test_a_region_in_a_cell_without_metadata_is_named(course: Path) -> None:
    edit(course, lambda cells: cells[0]["metadata"].clear())
    status, said = own_course.run(course, "generate")
    assert status == 1
    assert "source/hw1/stats.ipynb: cell `1`, line 2: `### BEGIN SOLUTION` needs a cell" in said


def test_a_data_file_that_is_new_in_a_release_is_named(course: Path) -> None:
    data = course / "source/hw1/data.csv"
    data.write_text("1", encoding="utf-8")
    assert own_course.run(course, "generate") == (0, "release/hw1: 1 notebook")
    (course / "source/hw1/results.csv").write_text("2", encoding="utf-8")
    assert "release/hw1 hands out results.csv" in own_course.run(course, "generate")[1]
    configure(course, "c.CourseDirectory.ignore.extend(['results.csv'])")
    assert own_course.run(course, "generate") == (0, "release/hw1: 1 notebook")
    released = sorted(path.name for path in (course / "release/hw1").iterdir())
    assert released == ["data.csv", "stats.ipynb"]


def test_no_colour_means_none(course: Path) -> None:
    def said(**env: str) -> str:
        return CliRunner(env=env).invoke(main, ["-C", "/nowhere", "check"], color=True).output

    assert "\x1b[31m" in said(NO_COLOR="")
    assert "\x1b" not in said(NO_COLOR="1")


def test_one_of_a_thing_is_not_called_by_its_plural(course: Path) -> None:
    assert own_course.run(course, "generate") == (0, "release/hw1: 1 notebook")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "hww1", "--format", "csv"), "in the gradebook; did you mean hw1?"),
        (("export", "--format", "csv", "--student", "adda"), "gradebook; did you mean ada?"),
        (("report", "hww1"), "in the gradebook; did you mean hw1?"),
        (("feedback", "--student", "adda"), "There is no student 'adda'; did you mean ada?"),
        (("feedback", "--student", "ada"), "grade them first"),
        (("forget", "adda", "--yes"), "Nothing is kept of a student 'adda'; did you mean ada?"),
    ],
)
def test_what_was_meant_is_told(course: Path, arguments: tuple[str, ...], said: str) -> None:
    assert own_course.run(course, "generate")[0] == 0
    roster = course / "students.csv"
    roster.write_text("id\nada\n", encoding="utf-8")
    assert own_course.run(course, "roster", str(roster))[0] == 0
    status, printed = own_course.run(course, *arguments)
    assert (status > 0, said in printed) == (True, True), printed


def test_a_cause_is_told_once(course: Path) -> None:
    from grader.cli import progress
    from grader.verdict import unjudged

    assert progress._broken_reason(unjudged("a", 1, "the disk is full")) == "the disk is full"


def test_files_that_nobody_grades_are_named(course: Path) -> None:
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "ada", own_course.RIGHT)
    path = course / "submitted/ada/hw1/stats.ipynb"
    path.rename(path.with_name("Stats.ipynb"))
    (course / "submitted/ada/stats.ipynb").write_text("{}", encoding="utf-8")
    (course / "submitted/ada/HW1").mkdir()
    (course / "submitted/ada/HW1/stats.ipynb").write_text("{}", encoding="utf-8")
    said = own_course.run(course, "autograde")[1]
    assert "hw1/Stats.ipynb is not graded: submitted/ada/hw1/stats.ipynb is asked for." in said
    assert "submitted/ada/stats.ipynb is not graded: it lies in no assignment's folder" in said
    assert "submitted/ada/HW1 is not graded; did you mean hw1?" in said


def test_status_names_files_that_nobody_grades(course: Path) -> None:
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "ada", own_course.RIGHT)
    path = course / "submitted/ada/hw1/stats.ipynb"
    path.rename(path.with_name("Stats.ipynb"))
    (course / "submitted/top.ipynb").write_text("{}", encoding="utf-8")
    status, said = own_course.run(course, "status")
    assert status == 0
    assert "hw1/Stats.ipynb is not graded: submitted/ada/hw1/stats.ipynb is asked for." in said
    assert "submitted/top.ipynb is not graded: it lies in no student's folder." in said


def test_notebooks_that_lie_too_high_or_too_deep_are_named(course: Path) -> None:
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "fay", own_course.RIGHT)
    right = course / "submitted/fay/hw1/stats.ipynb"
    for name in ("work", ".ipynb_checkpoints"):
        (right.parent / name).mkdir()
        (right.parent / name / "stats.ipynb").write_bytes(right.read_bytes())
    (right.parent / "work/draft.ipynb").write_text("{}", encoding="utf-8")
    (course / "submitted/top.ipynb").write_text("{}", encoding="utf-8")
    said = own_course.run(course, "autograde", "--dry-run")[1]
    assert "submitted/top.ipynb is not graded: it lies in no student's folder." in said
    assert "submitted/fay" not in said  # what is asked for is there
    right.unlink()
    said = own_course.run(course, "autograde", "--dry-run")[1]
    assert (
        "fay/hw1/work/stats.ipynb is not graded: submitted/fay/hw1/stats.ipynb is asked for."
        in said
    )
    assert (
        "fay/hw1/work/draft.ipynb is not graded: submitted/fay/hw1/stats.ipynb is asked for."
        in said
    )
    assert "checkpoints" not in said
    (right.parent / "work/stats.ipynb").rename(right.parent / "work/Stat.ipynb")
    said = own_course.run(course, "autograde", "--dry-run")[1]
    assert "work/Stat.ipynb is not graded: submitted/fay/hw1/stats.ipynb is asked for." in said
