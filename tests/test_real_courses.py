"""What courses that were written for nbgrader do, from source to feedback by the real commands.

Details of each are tried elsewhere against a host alone; here is one course that does all of it.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from tests import courses, own_course
from tests.simulated import ROOT
from tests.test_honest_cells import CELLS, LOOPS, REFUSED
from tests.test_plain_feedback import OWN_RUNNER

SECONDS = 6
POINTS: dict[str, Any] = {"grade": True, "locked": True, "points": 3}
BY_HAND: dict[str, Any] = {"grade": True, "solution": True, "points": 3}
NO_POINTS = ("float('nan')", "-1", "10")

TABLES = """\
import datetime as dt
from pathlib import Path

import pandas as pd

from grader.lesson import run_tests

TABLE = pd.DataFrame({"day": pd.to_datetime(["2026-01-31", None]), "count": [1, 2]})


def test_a_table_and_a_column_cross():
    assert same(TABLE).equals(TABLE)
    assert same(TABLE["count"]).equals(TABLE["count"])


def test_dates_and_paths_cross():
    assert same(dt.date(2026, 1, 31)) == dt.date(2026, 1, 31)
    assert same(pd.Timestamp("2026-01-31")) == pd.Timestamp("2026-01-31")
    assert same(Path("a/b")) == Path("a/b")


def test_a_generator_is_read():
    assert list(counted(3)) == [0, 1, 2]


run_tests(points=3)"""

SAME = "def same(x):\n    return x\n\n\ndef counted(n):\n    yield from range(n)"

WRITES = """\
import os
import sys

_ = os.write(1, b"from a program")
print("\\r 50%|#  |\\r100%|###|", file=sys.stderr)"""


BESIDE = """\
import json

from ipynb.fs.full.same import counted
from ipynb.fs.defs.same import same

assert list(counted(3)) == [0, 1, 2]
assert same(3) == 3
with open("beside.ipynb", encoding="utf-8") as file:
    assert len(json.load(file)["cells"]) == 1
%run same.ipynb
assert list(counted(2)) == [0, 1]"""

FIGURES = """\
import matplotlib.pyplot as plt
import numpy as np

noise = np.random.default_rng(0).random((300, 400, 3))
for _ in range(7):
    plt.imshow(noise)
    plt.show()"""

VECTOR = """\
%config InlineBackend.figure_format = "svg"
plt.plot([1, 2], label="$x^2$")
plt.legend()
plt.show()"""

OWN_VECTOR = """\
from IPython.display import SVG

SVG('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script>'
    '<circle r="4" fill="red"/></svg>')"""

CHART = """\
display({
    "text/html": '<div id="one"></div><script>' + 800_000 * "x" + "</script>",
    "application/vnd.plotly.v1+json": {"data": []},
    "text/plain": "Figure({'data': []})",
}, raw=True)"""

CHART_WITH_PICTURE = """\
import base64, io
picture = io.BytesIO()
plt.imsave(picture, noise[:2, :2])
display({
    "text/html": '<div id="two"></div><script>draw()</script>',
    "image/png": base64.b64encode(picture.getvalue()).decode(),
}, raw=True)"""

LOUD = "for i in range(9_000):\n    print(i, 80 * 'x')"

FIGURE = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"

LOUD_AND_WRONG = f"{LOUD}\nassert squared(3) == 9, 'squared(3) is 9'"


def lone(name: str, source: str) -> list[dict[str, Any]]:
    """A grade cell that runs by itself."""
    return [own_course.cell(name, source, **POINTS)]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course, with its own notebooks handed in, graded, and feedback written."""
    config = f"{own_course.CONFIGURED}c.ExecutePreprocessor.timeout = {SECONDS}\n"
    course = own_course.make(tmp_path_factory.mktemp("real"), config=config)
    honest = [own_course.cell("setup", "import os", locked=True)]
    for number, source in enumerate(CELLS.values()):
        honest += lone(f"cell{number}", source)
    refused = [c for n, (s, _) in enumerate(REFUSED.values()) for c in lone(f"refused{n}", s)]
    wrong = [c for n, source in enumerate(NO_POINTS) for c in lone(f"value{n}", source)]
    written = {
        "honest": honest,
        "loop": lone("loop", LOOPS[0]),
        "refused": refused,
        "wrong": wrong,
        "writes": lone("writes", WRITES),
        "runner": [
            own_course.cell("mean", own_course.RIGHT, solution=True),
            *lone("ends_in_its_own_runner", OWN_RUNNER),
        ],
        "beside": lone("beside", BESIDE),
        "same": [own_course.cell("only_functions", SAME)],
        "drawn": [
            own_course.cell(name, source, **BY_HAND)
            for name, source in {
                "figures": FIGURES,
                "vector": VECTOR,
                "own_vector": OWN_VECTOR,
                "chart": CHART,
                "chart_with_picture": CHART_WITH_PICTURE,
            }.items()
        ],
        "loud": [
            own_course.cell("squared", "def squared(x):\n    return x", solution=True),
            *(own_course.cell(f"loud{number}", LOUD, **BY_HAND) for number in range(4)),
            own_course.cell("loud_figure", f"{LOUD}\n{FIGURE}", **BY_HAND),
            *lone("wrong", LOUD_AND_WRONG),
        ],
        "tables": [
            own_course.cell("same", SAME, solution=True),
            *lone("test_same", TABLES),
        ],
    }
    own_course.source_of(course).unlink()
    for name, cells in written.items():
        own_course.write(own_course.source_of(course, name), cells)
        own_course.write(course / f"submitted/ada/hw1/{name}.ipynb", cells)
    courses.generate(course)
    for command in ("autograde", "feedback"):
        status, said = own_course.run(course, command)
        assert status == 0, said
        assert "another grader" not in said
        loud = "ada, hw1/loud: output of 6 cells was cut (limit output_kb)"
        assert (loud in said) == (command == "autograde")
        assert "graded already" not in said
    return course


def points(course: Path, notebook: str) -> dict[str, float | None]:
    """Return the points of each cell of a notebook."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        found = gradebook.find_submission_notebook(notebook, "hw1", "ada")
        return {grade.name: grade.auto_score for grade in found.grades}


def shown(course: Path, notebook: str) -> str:
    """Return the notebook as it ran and its feedback page."""
    ran = (course / f"autograded/ada/hw1/{notebook}.ipynb").read_text(encoding="utf-8")
    page = (course / f"feedback/ada/hw1/{notebook}.html").read_text(encoding="utf-8")
    return ran + page


def test_shell_commands_folders_kernels_and_names_cost_no_points(graded: Path) -> None:
    assert points(graded, "honest") == {f"cell{n}": 3.0 for n in range(len(CELLS))}


def test_nbgraders_own_timeout_ends_a_nested_loop_and_shows_nothing_of_ours(graded: Path) -> None:
    assert points(graded, "loop") == {"loop": 0.0}
    text = shown(graded, "loop")
    assert f"stopped after {SECONDS} s" in text
    assert not any(ours in text for ours in ("interruption.py", "ultratb", "signal.setitimer"))


def test_what_the_sandbox_refuses_is_told(graded: Path) -> None:
    assert set(points(graded, "refused").values()) == {0.0}
    nb = json.loads((graded / "autograded/ada/hw1/refused.ipynb").read_text(encoding="utf-8"))
    for cell, (_, word) in zip(nb["cells"], REFUSED.values(), strict=True):
        assert "sandbox" in str(cell["outputs"])
        assert word in str(cell["outputs"])


def test_a_value_that_is_no_number_of_points_is_told(graded: Path) -> None:
    assert set(points(graded, "wrong").values()) == {0.0}
    assert shown(graded, "wrong").count("no number of points") >= len(NO_POINTS)


def test_a_progress_bar_costs_nothing_and_what_a_descriptor_gets_is_shown(graded: Path) -> None:
    assert points(graded, "writes") == {"writes": 3.0}
    assert "from a program" in shown(graded, "writes")


def test_a_cell_may_end_in_a_runner_of_its_own(graded: Path) -> None:
    assert points(graded, "runner") == {"ends_in_its_own_runner": 3.0}


def test_a_notebook_imports_and_runs_the_one_beside_it_and_reads_itself(graded: Path) -> None:
    assert points(graded, "beside") == {"beside": 3.0}


def test_tables_dates_paths_and_generators_cross(graded: Path) -> None:
    assert points(graded, "tables") == {"test_same": 3.0}


def outputs(course: Path, notebook: str, cell: str) -> list[dict[str, Any]]:
    """Return what a cell shows in the notebook as it ran."""
    path = course / f"autograded/ada/hw1/{notebook}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    found = next(c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == cell)
    shown_there: list[dict[str, Any]] = found["outputs"]
    return shown_there


def test_all_figures_of_a_cell_that_is_marked_by_hand_are_shown(graded: Path) -> None:
    kinds = [kind for output in outputs(graded, "drawn", "figures") for kind in output["data"]]
    assert kinds.count("image/png") == 7
    page = (graded / "feedback/ada/hw1/drawn.html").read_text(encoding="utf-8")
    assert page.count("data:image/png") == 8


def test_figures_in_svg_are_shown_as_images_without_scripts(graded: Path) -> None:
    [drawn] = outputs(graded, "drawn", "vector")
    assert "<path" in drawn["data"]["image/svg+xml"]
    [own] = outputs(graded, "drawn", "own_vector")
    assert "<circle" in own["data"]["image/svg+xml"]
    assert "alert" not in own["data"]["image/svg+xml"]
    page = (graded / "feedback/ada/hw1/drawn.html").read_text(encoding="utf-8")
    assert page.count("data:image/svg+xml;base64") == 2


def test_a_chart_that_needs_scripts_is_said_to_be_missing_unless_it_has_a_picture(
    graded: Path,
) -> None:
    [chart] = outputs(graded, "drawn", "chart")
    assert "not shown here" in chart["data"]["text/html"]
    [with_picture] = outputs(graded, "drawn", "chart_with_picture")
    assert [*with_picture["data"]] == ["image/png"]


def test_each_cell_shows_something_however_loud_the_notebook_and_its_error_too(
    graded: Path,
) -> None:
    for number in range(4):
        text = str(outputs(graded, "loud", f"loud{number}"))
        assert "0 xxx" in text
        assert text.count("output cut") == 1
    assert "image/png" in outputs(graded, "loud", "loud_figure")[-1]["data"]
    assert outputs(graded, "loud", "wrong")[-1]["evalue"] == "squared(3) is 9"
    page = (graded / "feedback/ada/hw1/loud.html").read_text(encoding="utf-8")
    assert page.count("squared(3) is 9") >= 2
    assert "which its notebook hides" not in page
    assert points(graded, "loud")["wrong"] == 0


# The kit itself -------------------------------------------------------------------------------


def test_names_of_students_in_the_kit_are_ignored_by_git() -> None:
    names = ["students.csv", "submissions.zip", "gradebook.db", "submitted/ada/x.ipynb"]
    done = subprocess.run(
        ["git", "check-ignore", *names], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == names


def test_make_check_goes_on_after_a_step_that_failed(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_bytes((ROOT / "Makefile").read_bytes())
    for name in ("requirements.lock", "pyproject.toml", ".venv/.ready"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / ".venv/bin").mkdir()
    for name, status in (("ruff", 1), ("mypy", 0), ("grader", 0)):
        program = tmp_path / ".venv/bin" / name
        program.write_text(f'#!/bin/sh\necho "ran {name} $1"\nexit {status}\n')
        program.chmod(0o755)
    done = subprocess.run(
        ["make", "check"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "ran grader check" in done.stdout
