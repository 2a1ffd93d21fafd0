"""`grader check` tells of comparisons of an argument that hold whatever the call made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.author.course_check.vacuous import vacuous_comparisons
from grader.notebooks import ipynb
from grader.notebooks.source_cells import SourceCell
from grader.testing import grade_cell
from tests import own_course
from tests.simulated import ROOT

SOLUTION = """\
def clean(df):
    return df.dropna()

def fill(df):
    df["a"] = df["a"].fillna(0)
    return df

def in_place(df):
    df["a"] = 0

def perhaps(df):
    if len(df) > 2:
        return df.copy()

def same(df):
    return df
"""

TEST = """\
import numpy as np
import pandas as pd
from pandas.testing import assert_frame_equal
from grader.checks import close, unchanged
from grader.lesson import run_tests

def table():
    return pd.DataFrame({{"a": [1, 2]}})

class Log(list):
    pass

{mark}
def test_it(student_file=None):
{lines}

run_tests(points=1)
"""

VACUOUS = {
    "a copy": "df = table(); before = df.copy(); got = clean(df); assert_frame_equal(df, before)",
    "in a loop": "for n in (1, 2):\n  df = table()\n  clean(df)\n  assert df.equals(table())",
    "data": "df = [1, 2]\nassert clean(df) == 3\nassert df == [1, 2]",
    "an array": "x = np.arange(3)\nclean(df=x)\nnp.testing.assert_array_equal(x, np.arange(3))",
    "as a list": "x = np.arange(3)\nclean(x)\nassert list(x) == [0, 1, 2]",
    "close": "x = np.ones(3)\ny = x.copy()\nclean(x)\nclose(x, y)",
    "an error": "x = [1]\nwith pytest.raises(ValueError):\n  clean(x)\nassert x == [1]",
}

HONEST = {
    "unchanged": 'df = table(); before = df.copy(); clean(df); unchanged(df, before, "df")',
    "before the call": "df = table(); assert df.equals(table()); clean(df)",
    "in place": "df = table(); in_place(df); assert_frame_equal(df, table())",
    "in place, then a value": "df = table(); in_place(df); clean(df); assert df.equals(table())",
    "may return nothing": "df = table(); before = df.copy(); perhaps(df); assert df.equals(before)",
    "its result": "df = table(); assert_frame_equal(df, clean(df))",
    "a name of its result": "df = table(); got = clean(df); assert_frame_equal(df, got)",
    "items of its result": "x = [1]\nfor one in clean(x):\n  assert x == one",
    "assigned anew": "df = table(); df = clean(df); assert_frame_equal(df, table())",
    "filled with results": "x = [1]; clean(x); x.append(clean(2)); assert x == [1, 2]",
    "an object": "log = Log(); clean(log); assert log == []",
    "a list of objects": "x = [Log()]; clean(x); assert x == [[]]",
    "a generator": "rng = np.random.default_rng(1); clean(rng); assert rng == 1",
    "a callback": "x = []; clean(lambda one: x.append(one)); clean(x); assert x == [1]",
    "a function that gives it back": "df = table(); assert_frame_equal(df, same(df))",
    "another order": "df = table(); assert_frame_equal(df, fill(df))",
}


def found(lines: str, mark: str = "") -> list[str]:
    code = "\n".join(f"    {line}" for part in lines.split("\n") for line in part.split("; "))
    source = TEST.format(mark=mark, lines=code)
    return [*vacuous_comparisons(source, [SOLUTION], grade_cell.wanted(source))]


@pytest.mark.parametrize("name", VACUOUS)
def test_a_comparison_of_an_argument_with_what_it_was_is_told(name: str) -> None:
    (sentence,) = found(VACUOUS[name])
    assert "since the call has a copy. Write `unchanged(" in sentence


@pytest.mark.parametrize("name", HONEST)
def test_nothing_is_told_of_what_a_wrong_answer_may_fail(name: str) -> None:
    assert found(HONEST[name]) == []


@pytest.mark.parametrize("name", VACUOUS)
def test_with_the_marker_a_change_is_seen(name: str) -> None:
    assert found(VACUOUS[name], "@pytest.mark.changes_arguments") == []


def test_a_table_that_is_changed_and_returned_is_compared_with_itself() -> None:
    lines = "df = table(); assert_frame_equal(df, fill(df))"
    (sentence,) = found(lines, "@pytest.mark.changes_arguments")
    assert "compares `df` with itself, since `fill(df)` returns it" in sentence
    (sentence,) = vacuous_comparisons("assert fill(df).equals(df)", [SOLUTION], None)
    assert "compares `df` with itself" in sentence
    plain = "assert same(df).equals(df)\nassert clean(df).equals(df)\nassert fill(df).equals(other)"
    assert [*vacuous_comparisons(plain, [SOLUTION], None)] == []


def test_no_test_of_this_course_is_told_of() -> None:
    for path in (ROOT / "source").glob("*/*.ipynb"):
        cells = [cell for cell in map(SourceCell, ipynb.read_source(path)["cells"]) if cell.is_code]
        others = [cell.source for cell in cells if not cell.is_tests]
        for cell in cells:
            if cell.is_tests:
                wanted = grade_cell.wanted(cell.source)
                assert [*vacuous_comparisons(cell.source, others, wanted)] == [], path


def test_the_command_tells_of_them(tmp_path: Path) -> None:
    tests = own_course.TESTS.replace(
        "    assert mean([1, 3]) == 2\n",
        "    values = [1, 3]\n    assert mean(values) == 2\n    assert values == [1, 3]\n",
    )
    course = own_course.make(tmp_path / "course", tests=tests)
    code, told = own_course.run(course, "check")
    assert code == 1
    assert "source/hw1/stats.ipynb: `test_mean`: `values == [1, 3]` holds whatever" in told
    assert 'Write `unchanged(values, [1, 3], "values")`' in told
