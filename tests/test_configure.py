"""Our engine whatever the configuration says: one line sets it, and our commands need none."""

from __future__ import annotations

from pathlib import Path

import pytest
from traitlets.config import Config

import grader.plugin
from grader.plugin.settings import load_config
from tests import courses, own_course
from tests.simulated import ROOT

SECRET = "a secret word"  # noqa: S105 - a canary, no password
STOCK_FEEDBACK = """
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
c.GenerateFeedback.exporter_class = "nbconvert.exporters.HTMLExporter"
"""


def graded(folder: Path, config: str) -> tuple[Path, str]:
    """Take a class of two through generating and grading; return what grading printed."""
    course = own_course.make(folder, tests=own_course.PLAIN, config=config)
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "ada", own_course.RIGHT)
    own_course.hand_in(course, "bo", own_course.WRONG)
    status, said = own_course.run(course, "autograde")
    assert status == 0
    return course, said


@pytest.mark.parametrize(
    "config", ["", own_course.CONFIGURED, STOCK_FEEDBACK], ids=["empty", "one line", "stock"]
)
def test_no_feedback_page_shows_the_source_of_hidden_tests(tmp_path: Path, config: str) -> None:
    course, said = graded(tmp_path, config)
    assert own_course.run(course, "feedback")[0] == 0
    pages = sorted((course / "feedback").rglob("*.html"))
    assert len(pages) == 2
    for page in pages:
        assert SECRET not in page.read_text(encoding="utf-8"), page
    assert ("nbgrader autograde" in said) is (config != own_course.CONFIGURED)


def test_a_release_by_an_empty_configuration_is_canonical(tmp_path: Path) -> None:
    empty = own_course.make(tmp_path / "empty")
    one_line = own_course.make(tmp_path / "one", config=own_course.CONFIGURED)
    for course in (empty, one_line):
        assert own_course.run(course, "generate")[0] == 0
    released = [c.joinpath("release/hw1/stats.ipynb").read_bytes() for c in (empty, one_line)]
    assert released[0] == released[1]
    assert b"raise NotImplementedError()" in released[0]
    courses.nbgrader_here(one_line, "generate_assignment", "hw1", "--force")
    assert one_line.joinpath("release/hw1/stats.ipynb").read_bytes() == released[0]


def test_where_nbgraders_own_command_would_have_no_sandbox_grading_says_so_once(
    tmp_path: Path,
) -> None:
    _, said = graded(tmp_path, "")
    assert said.count("`nbgrader autograde`") == 1
    assert "without a sandbox" in said
    assert "grader.plugin.configure(c)" in said


def test_a_setting_that_overrides_the_one_line_is_named(tmp_path: Path) -> None:
    course = own_course.make(tmp_path, tests=own_course.PLAIN)
    own = 'c.Autograde.autograde_preprocessors = ["nbgrader.preprocessors.Execute"]\n'
    added = 'c.Autograde.autograde_preprocessors.append("own.Step")\n'
    line = "grader.plugin.configure(c)\n"
    start = own_course.CONFIGURED.removesuffix(line)
    told = {}
    for name, config in {
        "set before": start + own + line,
        "set after": start + line + own,
        "added to": start + added + line,
        "only added to": start + added,
    }.items():
        (course / "nbgrader_config.py").write_text(config, encoding="utf-8")
        told[name] = own_course.run(course, "autograde")[1]
    for name in ("set before", "set after"):
        assert "does not call" not in told[name]
        assert "! c.Autograde.autograde_preprocessors in nbgrader_config.py takes" in told[name]
        assert "Remove that setting." in told[name]
    assert "without a sandbox" not in told["added to"]
    assert "does not call grader.plugin.configure(c)" in told["only added to"]


def test_one_line_lets_nbgraders_own_command_grade_by_our_engine(tmp_path: Path) -> None:
    course, _ = graded(tmp_path, own_course.CONFIGURED)
    done = courses.nbgrader(course, "autograde", "hw1", "--force")
    assert done.returncode == 0, done.stderr
    assert own_course.scores(course)["ada", "stats"] == (4.0, False)
    assert '"sandbox"' in (course / "autograded/ada/hw1/stats.ipynb").read_text(encoding="utf-8")


def test_what_the_course_sets_itself_stays(tmp_path: Path) -> None:
    c = Config()
    c.ClearSolutions.text_stub = "Your turn."
    grader.plugin.configure(c, tmp_path / "nbgrader_config.py")
    assert c.ClearSolutions.text_stub == "Your turn."
    assert "grader.plugin.Execute" in c.Autograde.autograde_preprocessors


def test_the_thirty_lines_of_before_set_the_same_as_the_one_line_but_for_what_is_younger() -> None:
    old = load_config(ROOT / "tests/golden/thirty_lines")
    new = load_config(ROOT)
    assert new.pop("Check") == {"house_rules": True}
    new.GenerateAssignment.preprocessors.remove("grader.plugin.NameMisconceptions")
    assert new.pop("AssignLatePenalties") == {"plugin_class": "grader.plugin.LatePolicy"}
    assert new.pop("ExchangeFactory") == {"collect": "grader.plugin.ExchangeCollect"}
    ignored = new.CourseDirectory.pop("ignore")
    assert ignored[-3:] == ["hidden_files", "bigrams.npz", "my_gpt.npz"]
    assert old == new
