"""A later notebook goes on with what a student wrote, or with what is given, and says which."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grader.lesson import from_earlier

GIVEN = """
import numpy as np

def double(x):
    return 2 * np.asarray(x)

class Counter:
    def count(self):
        return 1

TRIES = {
    "double": lambda double: double([1.0, 2.0]),
    "Counter": lambda Counter: Counter().count(),
}
"""


def notebook(*cells: str, graded: str = "") -> str:
    """A notebook with these code cells and one graded cell."""
    made: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "source": text} for text in cells
    ]
    made += [{"cell_type": "code", "metadata": {"nbgrader": {"grade": True}}, "source": graded}]
    return json.dumps({"cells": [{"cell_type": "markdown", "metadata": {}, "source": "#"}, *made]})


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Write the earlier notebook beside a later assignment, which is the current folder."""
    for name in ("01_first", "02_second"):
        (tmp_path / name).mkdir()
    (tmp_path / "02_second/given.py").write_text(GIVEN, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "02_second")
    path = tmp_path / "01_first/01_doubles.ipynb"
    return lambda *cells, **graded: path.write_text(notebook(*cells, **graded), encoding="utf-8")


def test_a_students_own_function_is_used_with_its_imports_helpers_and_constants(
    write: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        "%matplotlib inline\nimport numpy as np",
        "FACTOR = 2\ndef times(x, k):\n    return [k * entry for entry in x]",
        "def double(x):\n    return times(x, FACTOR)\nraise SystemExit('a drawing that fails')",
        graded="def double(x):\n    return 'a test'",
    )
    assert from_earlier("01_first/01_doubles", "double")([3]) == [6]
    assert capsys.readouterr().out == "double: yours, from 01_first/01_doubles.\n"


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("def double(x):\n    raise NotImplementedError('write me')", "has none yet"),
        ("def double(x):\n    return [3 * entry for entry in x]", "something else on a small"),
        ("def double(x):\n    return 4.0", "stopped with TypeError"),
        ("def double(x):\n    return x[5]", "stopped with IndexError"),
        ("def double(x):\n    return [2.0, 4.0, 6.0]", "something else on a small"),
        ("def double(x:", "has none yet"),
    ],
)
def test_the_given_function_takes_the_place_of_one_that_is_not_right(
    write: Any, capsys: pytest.CaptureFixture[str], cell: str, reason: str
) -> None:
    write(cell)
    assert from_earlier("01_first/01_doubles", "double")(3) == 6
    said = capsys.readouterr().out
    assert said.startswith("double: the one of given.py; ")
    assert reason in said


def test_each_of_several_names_is_chosen_for_itself(
    write: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    write("class Counter:\n    mine = True\n    def count(self):\n        return 1")
    double, counter = from_earlier("01_first/01_doubles", "double", "Counter")
    assert double(3) == 6
    assert counter.mine
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize("has_own", [True, False])
def test_a_function_may_call_one_that_its_notebook_takes_from_a_notebook_before_it(
    write: Any, capsys: pytest.CaptureFixture[str], has_own: bool
) -> None:
    takes = 'from grader.lesson import from_earlier\ntimes = from_earlier("00_zero/0", "times")'
    write(takes, "def double(x):\n    return times(x, 2)")
    given = "def times(x, k):\n    return [entry * k for entry in x]\nTRIES = {}"
    Path("../01_first/given.py").write_text(given, encoding="utf-8")
    if has_own:
        Path("../00_zero").mkdir()
        own = "def times(x, k):\n    return [k * entry for entry in x]"
        Path("../00_zero/0.ipynb").write_text(notebook(own), encoding="utf-8")
    assert from_earlier("01_first/01_doubles", "double")([3]) == [6]
    assert capsys.readouterr().out == "double: yours, from 01_first/01_doubles.\n"


def test_notebooks_that_take_from_each_other_are_read_once(write: Any) -> None:
    takes = [f'{name} = from_earlier("01_first/01_doubles", "{name}")' for name in "abcdefgh"]
    given = "\n".join(f"def {name}(): pass" for name in "abcdefgh")
    Path("../01_first/given.py").write_text(f"{given}\nTRIES = {{}}", encoding="utf-8")
    write("from grader.lesson import from_earlier", *takes, "def double(x):\n    return 2 * x")
    assert from_earlier("01_first/01_doubles", "double")(3) == 6


def test_a_folder_without_its_files_is_told_in_a_sentence(write: Any) -> None:
    Path("given.py").unlink()
    with pytest.raises(FileNotFoundError, match=r"given\.py is not beside this notebook: put"):
        from_earlier("01_first/01_doubles", "double")


def test_without_the_notebook_all_is_given(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert from_earlier("01_first/01_doubles", "double")(3) == 6
    assert "is not here" in capsys.readouterr().out
    write()
    Path("../01_first/01_doubles.ipynb").write_text("{torn", encoding="utf-8")
    assert from_earlier("01_first/01_doubles", "double")(3) == 6
    assert "has none yet" in capsys.readouterr().out
