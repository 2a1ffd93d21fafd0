"""Tables on cards: what `same_table` accepts, what it says of the rest, and how they are shown."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pandas as pd
import pytest

from grader import tables
from grader.checks import Mismatch, same_table
from grader.verdict import Outcome
from tests import courses, own_course
from tests.conftest import Grade

WANT = pd.DataFrame({"name": ["x", "y", "z"], "mean": [1.0, 2.5, 3.0]})
LABELLED = WANT.set_index("name")

SAME = {
    "itself": (WANT.copy(), WANT),
    "columns in another order": (WANT[["mean", "name"]], WANT),
    "whole numbers": (WANT.assign(mean=[1, 2.5, 3]), WANT.assign(mean=[1.0, 2.5, 3])),
    "integers": (pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [1.0, 2.0]})),
    "integers that may be missing": (
        pd.DataFrame({"a": pd.array([1, None], dtype="Int64")}),
        pd.DataFrame({"a": [1.0, np.nan]}),
    ),
    "rounding": (WANT.assign(mean=WANT["mean"] + 1e-9), WANT),
    "an index that was not reset": (
        WANT.iloc[::-1].sort_values("name").set_index([[3, 1, 2]]),
        WANT,
    ),
    "categories": (WANT.assign(name=WANT["name"].astype("category")), WANT),
    "missing texts": (pd.DataFrame({"a": ["x", None]}), pd.DataFrame({"a": ["x", np.nan]})),
    "no rows": (WANT.iloc[:0], WANT.iloc[:0].astype(object)),
    "no columns": (WANT[[]], WANT[[]]),
    "two columns of one name": (
        WANT.set_axis(["a", "a"], axis=1),
        WANT.set_axis(["a", "a"], axis=1),
    ),
    "a series of another name": (WANT["mean"].rename("other"), WANT["mean"]),
    "days": (
        pd.Series(pd.to_datetime(["2020-01-01"])).dt.as_unit("s"),
        pd.Series(pd.to_datetime(["2020-01-01"])),
    ),
    "names of an index": (LABELLED.rename_axis("other"), LABELLED),
}

OTHER = {
    "a value": (
        WANT.assign(mean=[1.0, 2.0, 3.0]),
        WANT,
        "1 cell is not right: the one in column `mean`, row 1 is 2, where 2.5 is expected.",
    ),
    "a text for a number": (
        pd.DataFrame({"a": ["1", "2"]}),
        pd.DataFrame({"a": [1, 2]}),
        "2 of 2 cells are not right: the one in column `a`, row 0 is '1', where 1 is expected.",
    ),
    "a missing cell": (
        WANT.assign(name=["x", None, "z"]),
        WANT,
        "1 cell is not right: the one in column `name`, row 1 is NaN, where y is expected.",
    ),
    "another order": (
        WANT.iloc[::-1],
        WANT,
        "4 of 6 cells are not right: the one in column `name`, row 0 is z, where x is expected.",
    ),
    "columns": (
        WANT.rename(columns={"mean": "sum"}),
        WANT,
        "The column `mean` is missing. The column `sum` is not expected.",
    ),
    "a column in the index": (
        LABELLED,
        WANT,
        (
            "The column `name` is missing. The index has this name: `reset_index()` makes a column"
            " of it."
        ),
    ),
    "rows": (WANT.iloc[:1], WANT, "There is 1 row, where 3 are expected."),
    "labels": (
        LABELLED.rename({"y": "w"}),
        LABELLED,
        "The index of row 1 is w, where y is expected.",
    ),
    "a series": (
        pd.Series([1.0, 2.0]),
        pd.Series([1.0, 3.0]),
        "1 cell is not right: the one in row 1 is 2, where 3 is expected.",
    ),
    "a list": ([1], pd.Series([1]), "A `list` ([1]) came back, where a Series is expected."),
    "nothing": (None, WANT, "Nothing came back: is there a `return`? A DataFrame is expected."),
}


@pytest.mark.parametrize("name", SAME)
def test_a_table_that_a_teacher_would_accept_is_accepted(name: str) -> None:
    same_table(*SAME[name])


@pytest.mark.parametrize("name", OTHER)
def test_another_table_is_told_by_column_row_and_cell(name: str) -> None:
    got, want, told = OTHER[name]
    with pytest.raises(Mismatch) as found:
        same_table(got, want)
    assert str(found.value) == told
    if isinstance(got, pd.DataFrame | pd.Series):
        assert not any(character.isdigit() for character in found.value.kind)


def test_rows_in_any_order_are_matched_where_that_is_allowed() -> None:
    mixed = pd.DataFrame({"a": [2.0, 1.0, np.nan], "b": pd.array([1, None, 1], dtype="Int64")})
    same_table(mixed.iloc[[2, 0, 1]].reset_index(drop=True) + 1e-10, mixed, any_order=True)
    same_table(LABELLED.iloc[::-1], LABELLED, any_order=True)
    wrong = WANT.iloc[::-1].reset_index(drop=True).replace({"mean": {1.0: 9.0}})
    with pytest.raises(Mismatch, match="column `mean`, row 2 is 9, where 1 is expected"):
        same_table(wrong, WANT, any_order=True)


def test_a_known_mistake_is_named() -> None:
    known = {"the sum": WANT.assign(mean=[2, 5, 9]), "no table": 3, "others": WANT.iloc[:1]}
    with pytest.raises(Mismatch) as found:
        same_table(WANT.assign(mean=[2.0, 5.0, 9.0]), WANT, mistakes=known)
    assert found.value.mistake == "the sum"
    assert found.value.suspects == {"the sum": "", "no table": None, "others": None}


def test_a_long_table_is_abridged_and_shows_its_wrong_cells() -> None:
    long = pd.DataFrame({f"c{n}": np.arange(100.0) for n in range(20)})
    shown = tables.as_text(long, {(57, 13)})
    lines = shown.split("\n")
    assert lines[-1] == "100 rows, 20 columns"
    assert sum("57 ✗" in line for line in lines) == 1
    assert len(lines) < 14
    assert max(map(len, lines)) < 100
    assert tables.as_text(pd.Series(["a\n<b>", "1", 2.5], name="s")).split("\n") == [
        "          s",
        "0  'a\\n<b>'",
        "1       '1'",
        "2       2.5",
    ]


CODE = """
    import pandas as pd

    def clean(table):
        return table.dropna()

    def means(table, by):
        return table.groupby(by)["a"].max().reset_index()

    def labelled(table):
        return table.set_index("b").max(axis=1)
"""

TESTS = """
    import numpy as np
    import pandas as pd
    from grader.checks import same_table

    def table():
        return pd.DataFrame({"a": [1.0, np.nan, 3.0, 5.0], "b": ["x", "y", "x", "z"]})

    def test_right():
        same_table(clean(table()), table().iloc[[0, 2, 3]])

    def test_wrong():
        want = pd.DataFrame({"b": ["x", "y", "z"], "a": [2.0, np.nan, 5.0]})
        same_table(means(table(), "b"), want)

    def test_labelled():
        same_table(labelled(table=table().set_index("b").reset_index()), pd.Series([1, 2, 3, 4]))
"""


def test_a_card_shows_the_table_that_was_handed_over_and_marks_the_cells_that_differ(
    run: Grade,
) -> None:
    right, wrong, labelled = run(CODE, TESTS)
    assert right.outcome is Outcome.PASSED
    shown = wrong.counterexample
    assert shown is not None
    assert shown.called.split("\n") == [
        "# table:",
        "#        a  b",
        "#   0    1  x",
        "#   1  NaN  y",
        "#   2    3  x",
        "#   3    5  z",
        "table = pd.DataFrame({'a': [1.0, np.nan, 3.0, 5.0], 'b': ['x', 'y', 'x', 'z']})",
        "means(table, 'b')",
    ]
    assert shown.returned.split("\n") == ["   b    a", "0  x  3 ✗", "1  y  NaN", "2  z    5"]
    assert shown.expected.split("\n") == ["   b    a", "0  x  2 ✗", "1  y  NaN", "2  z    5"]
    names: dict[str, Any] = {"pd": pd, "np": np, "means": lambda table, by: (table, by)}
    exec(shown.called.replace("means(", "made = means("), names)
    pd.testing.assert_frame_equal(names["made"][0], SAME_TABLE)
    assert labelled.counterexample is not None
    assert "labelled(table=table)" in labelled.counterexample.called


SAME_TABLE = pd.DataFrame({"a": [1.0, np.nan, 3.0, 5.0], "b": ["x", "y", "x", "z"]})


def test_what_is_no_plain_table_is_shown_in_comments_alone(shown: Grade) -> None:
    tests = """
        import pandas as pd

        def test_it():
            assert f(pd.DataFrame({"a": [1, 2]}, index=["x", "y"])) == 1
    """
    (result,) = shown("def f(table): return 0", tests)
    assert result.counterexample is not None
    assert result.counterexample.called.split("\n") == [
        *("# table:", "#      a", "#   x  1", "#   y  2", "# f(table)"),
    ]


MISCONCEPTIONS = """\
import pandas as pd

def wrong_mean(values):
    return pd.DataFrame({"sum": [sum(values)], "of": ["all"]})

def of(exercise):
    return {"a sum instead of a mean": wrong_mean} if exercise == "mean" else {}
"""


def test_plain_asserts_on_tables_name_misconceptions(tmp_path: Path) -> None:
    solution = dedent("""\
        import pandas as pd

        def mean(values):
            ### BEGIN SOLUTION
            return pd.DataFrame({"sum": [sum(values) / len(values)], "of": ["all"]})
            ### END SOLUTION""")
    tests = dedent("""\
        from grader.lesson import run_tests


        def test_of_two():
            assert mean([1, 3])["sum"].tolist() == [2]


        def test_of_three():
            import pandas as pd
            from pandas.testing import assert_frame_equal

            assert_frame_equal(mean([4, 5, 9]), pd.DataFrame({"sum": [6.0], "of": ["all"]}))


        run_tests(points=4)""")
    course = own_course.make(tmp_path / "course", solution=solution, tests=tests)
    folder = course / "solutions/misconceptions"
    folder.mkdir(parents=True)
    (course / "solutions/__init__.py").touch()
    (folder / "__init__.py").write_text(MISCONCEPTIONS)
    done = courses.grader(course, "generate")  # modules of this name are imported here
    assert done.returncode == 0, done.stderr
    released = (course / "release/hw1/misconceptions/stats.jsonl").read_text()
    assert "a sum instead of a mean" in released
    answer = MISCONCEPTIONS.partition("def of")[0].replace("wrong_mean", "mean")
    own_course.hand_in(course, "ada", answer)
    done = courses.grader(course, "autograde")
    assert done.returncode == 0, done.stderr
    graded = (course / "autograded/ada/hw1/stats.ipynb").read_text()
    assert "This looks like a sum instead of a mean." in graded


def test_checks_import_no_pandas() -> None:
    code = """
        import sys
        from grader import checks
        checks.close(1, 1)
        assert "pandas" not in sys.modules
    """
    subprocess.run([sys.executable, "-c", dedent(code)], check=True)
