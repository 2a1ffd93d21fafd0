"""Tables, dates, paths and named tuples cross as what they are, there and back."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections import deque, namedtuple
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path, PurePosixPath
from textwrap import dedent
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal, assert_index_equal, assert_series_equal

from grader.grading import pipeline
from grader.notebooks.ipynb import Cell, Key, KeyCell
from grader.protocol import values
from grader.protocol.values import Array, NotSerializable, Typed
from grader.sandbox.host_process import Host
from grader.verdict import Outcome, TestResult
from tests.test_values import refused, there_and_back

Run = Callable[[str, str], list[TestResult]]

DAYS = pd.date_range("2020-01-01", periods=3, freq="D")
FRAME = pd.DataFrame(
    {
        "whole": [1, 2, 3],
        "text": ["x", "y", None],
        "number": [1.5, np.nan, 2.0],
        "moment": pd.to_datetime(["2020-01-01", None, "2020-02-01"]),
        "kind": pd.Categorical(["a", "b", "a"], ordered=True),
        "maybe": pd.array([1, None, 2], dtype="Int64"),
        "truth": [True, False, True],
        "object": [[1], {"a": 1}, None],
        "string": pd.array(["a", None, "b"], dtype="string"),
        "zoned": pd.date_range("2020", periods=3, tz="Europe/Berlin"),
        "span": pd.to_timedelta([1, 2, 3], unit="h"),
        "month": pd.period_range("2020-01", periods=3, freq="M"),
        "bin": pd.cut(pd.Series([1.0, 2.0, 3.0]), 2),
    }
)
FRAMES = [
    FRAME,
    FRAME.set_index("moment"),
    FRAME.groupby("text")[["whole", "number"]].agg(["mean", "sum"]),
    FRAME.iloc[:0],
    FRAME[[]],
    FRAME.describe(),
    pd.DataFrame(),
    pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"]),
    pd.DataFrame({"x": [1, 2, 3]}, index=DAYS),
]
OTHERS = [
    *(pd.Timestamp("2020-01-01"), pd.Timestamp("2020-01-01", tz="UTC"), pd.Timedelta("1h")),
    *(pd.NaT, pd.NA, pd.Period("2020-01"), pd.Interval(1, 2)),
    *(dt.date(2020, 1, 2), dt.time(1, 2, 3, 4), dt.timedelta(1, 2, 3), dt.datetime(2020, 1, 2, 3)),
    *(dt.datetime(2020, 1, 1, tzinfo=dt.UTC), ZoneInfo("Europe/Berlin")),
    dt.datetime(2020, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo")),
    *(Path("a/b"), PurePosixPath("a"), Decimal("1.50"), deque([1, 2], 3)),
    *(np.datetime64("2020-01-01"), np.timedelta64(3, "h")),
]


@pytest.mark.parametrize("frame", FRAMES, ids=range(len(FRAMES)))
def test_a_table_comes_back_as_it_was(frame: pd.DataFrame) -> None:
    assert_frame_equal(there_and_back(frame), frame)


@pytest.mark.parametrize("name", FRAME.columns)
def test_a_column_comes_back_as_it_was(name: str) -> None:
    back = there_and_back(FRAME[name])
    assert_series_equal(back, FRAME[name])
    back.iloc[0] = back.iloc[1]  # it may be changed


@pytest.mark.parametrize("index", [DAYS, FRAME.columns, FRAME.set_index(["whole", "text"]).index])
def test_an_index_comes_back_as_it_was(index: pd.Index) -> None:
    assert_index_equal(there_and_back(index), index)


@pytest.mark.parametrize("value", OTHERS, ids=repr)
def test_a_moment_a_path_and_a_decimal_come_back_as_they_were(value: Any) -> None:
    back = there_and_back(value)
    assert type(back) is type(value)
    assert back is value or back == value


def test_arrays_of_dates_come_back() -> None:
    days = np.array(["2020-01-01", "NaT"], dtype="M8[D]")
    back = there_and_back(days)
    assert back.dtype == days.dtype
    assert np.array_equal(back, days, equal_nan=True)


def test_a_named_tuple_keeps_its_names() -> None:
    Point = namedtuple("Point", "x y")
    back = there_and_back(Point(1, [2]))
    assert (back.x, back.y) == (1, [2])
    assert back == Point(1, [2])
    assert repr(back) == "Point(x=1, y=[2])"


def column(*parts: values.Value) -> Typed:
    """Return a column as it crosses: its kind and its parts."""
    return Typed("list", list(parts))


ONE = Typed("pandas.range", [0, 1, 1, None])


@pytest.mark.parametrize(
    "record",
    [
        Typed("path", [1]),
        Typed("date", [2020, 13, 1]),
        Typed("zone", ["../../etc/passwd"]),
        Typed("nothing", []),
        Typed("pandas.nothing", []),
        Typed("pandas.frame", [Typed("list", []), None, None]),
        Typed("pandas.series", [column("extension", "object", Typed("list", [1])), ONE, None]),
        Typed("pandas.series", [column("array", "text"), ONE, None]),
        Typed("pandas.extension", ["Float64", Typed("list", [0.0])]),
        Typed("pandas.series", [column("frame", column(), ONE, ONE), ONE, None]),
        Typed("pandas.timestamp", [1.5, "ns", None]),
        Typed("pandas.timestamp", [1, "ns", "/etc/passwd"]),
        Typed("pandas.series", [column("array", 1), Typed("pandas.range", [0, 9, 1, None])]),
        Typed("named", ["Point", Typed("list", ["x"])]),
        Typed("named", ["Point", Typed("list", ["x", "x"]), 1, 2]),
        Typed("named", ["Point", Typed("list", ["__class__"]), 1]),
    ],
    ids=repr,
)
def test_a_forged_table_date_or_name_is_refused(record: values.Value) -> None:
    refused(record)


def test_a_table_whose_parts_do_not_fit_is_refused() -> None:
    three = column("array", Array("<i8", (3,), bytes(24), False, True))
    two = Typed("pandas.range", [0, 2, 1, None])
    refused(Typed("pandas.series", [three, two, None]))
    refused(Typed("pandas.frame", [Typed("list", [three]), two, two]))


def test_keys_of_a_table_that_may_collide_are_few() -> None:
    entries = np.array([(n, 0, 0, 0) for n in range(values.KEYS + 1)] + [None], dtype=object)[:-1]
    with pytest.raises(NotSerializable, match="keys"):
        there_and_back(pd.MultiIndex.from_arrays([entries, entries]))


def test_packing_imports_no_pandas() -> None:
    code = """
        import sys
        from grader.protocol import values
        values.pack([1, "a", object()], lambda _: None)
        assert "pandas" not in sys.modules
    """
    subprocess.run([sys.executable, "-c", dedent(code)], check=True)


def test_a_test_hands_over_a_table_and_gets_one_back(run: Run) -> None:
    code = """
        import pandas as pd

        def clean(table):
            return table.dropna().assign(double=lambda t: 2 * t["a"])

        def fill(table):
            table["a"] = table["a"].fillna(0)

        def means(table):
            return table.groupby("b")["a"].mean()
    """
    tests = """
        import pandas as pd
        from pandas.testing import assert_frame_equal, assert_series_equal

        def table():
            return pd.DataFrame({"a": [1.0, None, 3.0], "b": ["x", "y", "x"]})

        def test_a_table():
            got = clean(table())
            assert isinstance(got, pd.DataFrame)
            assert list(got["double"]) == [2.0, 6.0]

        def test_a_change_in_place():
            mine = table()
            assert fill(mine) is None
            assert list(mine["a"]) == [1.0, 0.0, 3.0]

        def test_a_column():
            got = means(table())
            wanted = pd.Series([2.0, float("nan")], index=pd.Index(["x", "y"], name="b"), name="a")
            assert_series_equal(got, wanted)
    """
    results = run(code, tests)
    assert [(r.name, r.outcome) for r in results if r.outcome is not Outcome.PASSED] == []


def test_a_table_that_a_call_changed_although_it_returns_one_is_told(run: Run) -> None:
    code = """
        import pandas
        def kept(table): return table + 1
        def spoiled(table):
            table["a"] = 0
            return table
    """
    tests = """
        import pandas as pd
        from grader.checks import unchanged

        def test_kept():
            table = pd.DataFrame({"a": [1, 2]})
            kept(table)
            unchanged(table, pd.DataFrame({"a": [1, 2]}), "table")

        def test_spoiled():
            table = pd.DataFrame({"a": [1, 2]})
            spoiled(table)
            unchanged(table, pd.DataFrame({"a": [1, 2]}), "table")
    """
    kept, spoiled = run(code, tests)
    assert kept.outcome is Outcome.PASSED
    assert spoiled.outcome is Outcome.FAILED
    assert "`table`" in spoiled.message


def test_a_notebook_whose_tests_use_tables_has_pandas_before_it_begins(host: Host) -> None:
    source = "import pandas\nassert pandas"
    key = KeyCell(name="t", cell_type="code", source=source, locked=True, grade=True, points=1)
    cells = [Cell(id="a", cell_type="code", source="import sys\n'pan' + 'das' in sys.modules")]
    cells.append(Cell(id="b", cell_type="code", source="", name="t"))
    found = pipeline.grade_cells(cells, Key(notebook="one", cells=[key]), host, {})
    assert found.notebook["cells"][0]["outputs"][0]["data"]["text/plain"] == "True"


def test_dates_and_paths_go_both_ways(run: Run) -> None:
    code = """
        from datetime import timedelta
        from pathlib import Path

        def tomorrow(day):
            return day + timedelta(days=1)

        def beside(path):
            return path.parent / "other.txt"
    """
    tests = """
        from datetime import date
        from pathlib import Path

        def test_a_date():
            assert tomorrow(date(2020, 2, 28)) == date(2020, 2, 29)

        def test_a_path():
            got = beside(Path("a/b.txt"))
            assert isinstance(got, Path) and got == Path("a/other.txt")
    """
    assert {result.outcome for result in run(code, tests)} == {Outcome.PASSED}
