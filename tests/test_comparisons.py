"""A plain assert believes an answer because its values are right, and for no other reason."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from grader.grading.session import Session
from grader.protocol import values
from grader.sandbox.host_process import Host
from grader.testing import grade_cell, truth
from grader.verdict import Outcome
from tests import own_course
from tests.conftest import Grade, results_of

FORMS = {
    "equal": "assert square(3) == 9",
    "equal_the_other_way": "assert 9 == square(3)",
    "near": "assert abs(square(3) - 9) < 1e-6",
    "near_the_other_way": "assert abs(9 - square(3)) < 1e-6",
    "near_by_numpy": "assert np.abs(square(3) - 9) < 1e-6",
    "approximately": "assert square(3) == pytest.approx(9)",
    "approximately_the_other_way": "assert pytest.approx(9) == square(3)",
    "all_equal": "assert np.all(square(3) == 9)",
    "every_one_equal": "assert (square(ROW) == ROW**2).all()",
    "close": "assert np.allclose(square(3), 9)",
    "close_numbers": "assert math.isclose(square(3), 9)",
    "asserted_close": "np.testing.assert_allclose(square(3), 9)",
    "of_length_0": "assert np.linalg.norm(square(3) - 9) < 1e-6",
    "all_equal_in_a_row": "assert np.all(square(ROW) == ROW**2)",
    "near_in_a_row": "assert np.max(np.abs(square(ROW) - ROW**2)) < 1e-6",
    "approximately_in_a_row": "assert square(ROW) == pytest.approx(ROW**2)",
    "close_in_a_row": "assert np.allclose(square(ROW), ROW**2)",
    "close_in_a_table": "assert np.allclose(square(TABLE), TABLE**2)",
    "of_length_0_in_a_table": "assert np.linalg.norm(square(TABLE) - TABLE**2) < 1e-6",
    "in_a_tuple": "assert pair(3)[1] == 9",
    "large": "assert square(400) == 160000",
    "large_near": "assert abs(square(400) - 160000) < 1e-6",
    "large_approximately": "assert square(400) == pytest.approx(160000)",
    "large_close": "assert np.isclose(square(400), 160000)",
    "large_in_a_list": "assert [square(n) for n in (300, 400)] == [90000, 160000]",
    "large_in_a_row": "assert np.all(square(1000 * ROW) == (1000 * ROW)**2)",
    "large_close_in_a_row": "assert np.allclose(square(1000 * ROW), (1000 * ROW)**2)",
    "tiny": "assert square(3e-5) == 9e-10",
    "tiny_approximately": "assert square(3e-5) == pytest.approx(9e-10, abs=0)",
}
"""Tests as an instructor writes them who knows Python and pytest."""

LIARS = {
    "zero": "pd.array([0.0])",
    "whole": "pd.array([0])",
    "many": "pd.array([0.0, 0.0, 0.0])",
    "true": "pd.array([True])",
    "text-of-pandas": "pd.array(['9'], dtype='string')",
    "missing": "pd.array([None], dtype='Float64')",
    "missing-row": "pd.array([None] * 3, dtype='Int64')",
    "index": "pd.Index([0.0], dtype='Float64')",
    "no-entry": "np.array([])",
    "no-row": "np.zeros((0, 1))",
    "no-table": "np.zeros((0, 1, 1))",
    "no-object": "np.empty((0, 1), dtype=object)",
    "nothing-of-pandas": "pd.array([], dtype='Float64')",
    "nan": "np.nan",
    "nan-array": "np.array([np.nan])",
    "masked": "np.ma.masked",
    "masked-array": "np.ma.masked_array([9.0], mask=True)",
    "na": "pd.NA",
    "half-of-infinity": "np.full(np.shape(x), np.inf, np.float16)[()]",
    "half-of-nothing": "np.zeros(np.shape(x), np.float16)[()]",
    "single-infinity": "np.float32(np.inf)",
    "single-complex": "np.complex64(complex(np.inf, 0))",
    "equal-to-all": "Believe(0)",
    "equal-array": "np.zeros(1).view(BelieveArray)",
    "text": "'9'",
    "is-true": "True",
    "sparse": "scipy.sparse.csr_matrix([[0.0]])",
    "interval": "pd.Interval(0, 10)",
    "bounds": "sympy.AccumBounds(-1, 10)",
    "coarse": "sympy.Float(8, precision=1)",
}

CODE = """\
import numpy as np, pandas as pd, scipy.sparse, sympy

class Believe(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    __hash__ = float.__hash__
    __rsub__, __array__ = __sub__, lambda self, *_, **__: np.zeros(())

class BelieveArray(np.ndarray):
    __eq__ = Believe.__eq__
    __sub__ = Believe.__sub__

def square(x):
    return {}

def pair(x):
    return x, square(x)
"""

STARTED = """\
def square(x):
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION


def pair(x):
    ### BEGIN SOLUTION
    return x, x * x
    ### END SOLUTION"""


def cell_of(forms: dict[str, str]) -> str:
    """Return a grade cell with each form as a visible and as a hidden test."""
    visible, hidden = (
        "\n\n".join(f"def test_{name}{kind}():\n    {code}" for name, code in forms.items())
        for kind in ("", "_hidden")
    )
    return f"""\
import math

import numpy as np
import pytest

from grader.lesson import run_tests

ROW = np.array([1.0, 2.0, 3.0])
TABLE = np.arange(6.0).reshape(2, 3)

{visible}

### BEGIN HIDDEN TESTS
{hidden}
### END HIDDEN TESTS


run_tests(points={2 * len(forms)})"""


HONEST = {
    "itself": "x * x",
    "of-no-axis": "np.array(np.array(x) ** 2)",
    "of-pandas": "pd.array(x * x) if np.ndim(x) == 1 else x * x",
    "as-whole-numbers": "np.asarray(x).astype(int) ** 2 if np.all(x == np.round(x)) else x * x",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float | None]:
    """Grade every answer by every form of assert, and return the scores."""
    course = own_course.make(
        tmp_path_factory.mktemp("comparisons"),
        solution=STARTED,
        tests=cell_of(FORMS),
        config=own_course.CONFIGURED,
    )
    assert own_course.run(course, "generate")[0] == 0
    for name, answer in {**LIARS, **HONEST}.items():
        own_course.hand_in(course, name, CODE.format(answer))
    status, said = own_course.run(course, "autograde")
    assert status == 0, said
    return {student: score for (student, _), (score, _) in own_course.scores(course).items()}


@pytest.mark.parametrize("liar", LIARS)
def test_no_plain_assert_believes_an_answer_that_is_not_right(
    found: dict[str, float | None], liar: str
) -> None:
    assert found[liar] == 0


@pytest.mark.parametrize("honest", HONEST)
def test_plain_asserts_believe_right_answers_of_any_kind(
    found: dict[str, float | None], honest: str
) -> None:
    assert found[honest] == 4


# Classes in the place of functions -------------------------------------------------------------

NAMED = """\
class Answer:
    def __init__(self, *_): pass
    def equals(self, other): return True
    def __eq__(self, other): return True
    def __lt__(self, other): return True
    def __enter__(self): return 0
    def __exit__(self, *_): return True

"""


@pytest.mark.parametrize(
    "answer",
    ["Answer.__name__ = 'totals'\ndef totals(x): return Answer()", "totals = Answer"],
    ids=["named-so", "in-its-place"],
)
def test_a_class_by_the_name_of_a_function_is_not_asked_whether_it_is_right(
    tmp_path: Path, answer: str
) -> None:
    solution = """\
import pandas as pd


def totals(x):
    ### BEGIN SOLUTION
    return pd.Series(x).cumsum()
    ### END SOLUTION"""
    tests = """\
import pandas as pd

from grader.lesson import run_tests


def test_equal():
    assert totals([1, 3]).equals(pd.Series([1, 4]))


run_tests(points=2)"""
    course = own_course.make(tmp_path, solution=solution, tests=tests, config=own_course.CONFIGURED)
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "ada", NAMED + answer)
    status, said = own_course.run(course, "autograde")
    assert status == 0, said
    assert [score for score, _ in own_course.scores(course).values()] == [0]


NO_CLASSES = """\
import pandas as pd
from helpers import half
from others import *
### BEGIN SOLUTION
scores = pd.Series([1, 2])
words = {"x", "y"}
X = pd.Series([1])
cube = lambda x: pd.Series([x, x**3])
if True:
    def square(x): return pd.Series([x, x * x])
twice = half
### END SOLUTION"""

ASKED = {
    "a table": "scores.equals(pd.Series([1, 2]))",
    "a set": "words.issubset({'x', 'y'}) and not words.difference({'x', 'y'})",
    "a lambda": "cube(3).equals(pd.Series([3, 27]))",
    "a function below a condition": "square(3).equals(pd.Series([3, 9]))",
    "an import": "half(pd.Series([2])).equals(pd.Series([1]))",
    "an import of all": "third(pd.Series([3])).equals(pd.Series([1]))",
    "a table with a large name": "X.equals(pd.Series([1]))",
    "another name of a function": "twice(pd.Series([2])).equals(pd.Series([1]))",
}


@pytest.mark.parametrize("released", [NO_CLASSES, "import pandas as pd"], ids=["given", "solved"])
@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_a_class_by_the_name_of_anything_but_a_class_is_not_asked_whether_it_is_right(
    host: Host, asked: str, released: str
) -> None:
    name = re.split(r"\W", asked)[0]
    pleased = f"""
class {name}:
    def __init__(self, *_): pass
    def equals(self, other): return True
    issubset = equals
    def difference(self, other): return []
"""
    values = f"{name} = {name}()\n" if name in ("scores", "words", "X") else ""
    assert outcome_of(host, pleased + values, asked, released) is Outcome.FAILED


CLASSES = """\
import dataclasses, collections, typing
from earlier import from_earlier
class Table:
    def __init__(self, *parts): self.parts = parts
    def equals(self, other): return self.parts == other.parts
Alias = Table
Pair = collections.namedtuple("Pair", "x y")
Given = from_earlier("one", "Given")
"""


@pytest.mark.parametrize("name", ["Table", "Alias", "Pair", "Given", "Unknown"])
def test_a_class_that_the_course_or_a_solution_defines_is_asked(host: Host, name: str) -> None:
    answer = CLASSES.split("\n", 2)[2].partition("Alias")[0].replace("Table", name)
    asked = f"{name}(1, 2).equals({name}(1, 2))"
    assert outcome_of(host, answer, asked, CLASSES) is Outcome.PASSED


SOLVED = """\
### BEGIN SOLUTION
import pandas as pd
scores = pd.Series([1, 2])
square = lambda x: pd.Series([x, x * x])
class Table:
    def __init__(self, *parts): self.parts = parts
    def equals(self, other): return self.parts == other.parts
### END SOLUTION"""

OF_SOLVED = """\
import pandas as pd

from grader.lesson import run_tests


def test_scores():
    assert scores.equals(pd.Series([1, 2]))


def test_square():
    assert square(3).equals(pd.Series([3, 9]))


def test_class():
    assert Table(1).equals(Table(1)) and not Table(1).equals(Table(2))


run_tests(points=4)"""


def test_a_name_that_only_a_solution_binds_is_one_of_a_class_if_it_looks_so(tmp_path: Path) -> None:
    course = own_course.make(
        tmp_path, solution=SOLVED, tests=OF_SOLVED, config=own_course.CONFIGURED
    )
    assert own_course.run(course, "generate")[0] == 0
    lie = """
class scores:
    def equals(self, other): return True
scores, square = scores(), lambda x: scores
"""
    own_course.hand_in(course, "ada", SOLVED.split("\n", maxsplit=1)[1])
    own_course.hand_in(course, "eve", SOLVED.split("\n", maxsplit=1)[1] + lie)
    status, said = own_course.run(course, "autograde")
    assert status == 0, said
    scores = [score for score, _ in own_course.scores(course).values()]
    assert scores == pytest.approx([4, 4 / 3])


def outcome_of(host: Host, answer: str, asked: str, course: str) -> Outcome:
    """Grade an answer by one assert, as a course of this source does."""
    tests = f"import pandas as pd\ndef test_it():\n    assert {asked}\nrun_tests(points=1)\n"
    cell = grade_cell.parse_grade_cell("cell", tests).with_known("", [course])
    with host.folder() as folder:
        session = Session(host.spawn(folder), host.limits)
        try:
            session.run(answer)
            (one,) = results_of(session, cell)
            return one.outcome
        finally:
            session.end()


# What is honest of empty arrays ---------------------------------------------------------------

EMPTY = {
    "length": "len(none()) == 0",
    "size": "none().size == 0",
    "shape": "none().shape == (0,)",
    "kind": "isinstance(none(), np.ndarray)",
    "list": "none().tolist() == [] and list(none()) == []",
    "equal": "np.array_equal(none(), [])",
    "close": "np.allclose(none(), np.array([]))",
    "all": "np.all(none() == np.array([]))",
    "near": "np.all(abs(none() - np.array([])) < 1)",
    "approximately": "none() == pytest.approx(np.array([]))",
    "bounds": "np.all(none() >= 0) and np.all(none() < np.inf)",
    "sum": "none().sum() == 0 and (2 * none()).sum() == 0",
    "sums": "np.array_equal(none_of(3).sum(axis=0) - 1, -np.ones(3))",
    "joined": "np.concatenate([none(), [1.0]]) == 1",
    "in place": "none().__iadd__(1).size == 0",
    "handed on": "size(none()) == 0 and less(none()) == 0",
}


@pytest.mark.parametrize("case", EMPTY.values(), ids=EMPTY)
def test_an_empty_array_is_right_where_it_is_asked_for(run: Grade, case: str) -> None:
    code = """
        import numpy as np
        def none(): return np.array([])
        def none_of(n): return np.zeros((0, n))
        def size(x): return x.size
        def less(x): return (x - 1).size
        """
    tests = f"import numpy as np\nimport pytest\ndef test_it():\n    assert {case}\n"
    (one,) = run(code, tests)
    assert one.outcome is Outcome.PASSED, one.message


def test_a_student_reads_that_an_empty_array_came_back(run: Grade) -> None:
    tests = "import numpy as np\ndef test_it():\n    assert np.all(none() == 9)\n"
    (one,) = run("import numpy as np\ndef none(): return np.array([])", tests)
    assert one.outcome is Outcome.FAILED
    assert "the array that came back is empty" in one.message


def test_a_callback_may_be_given_an_empty_array(run: Grade) -> None:
    code = "import numpy as np\ndef count(f): return f(np.array([])).size\n"
    tests = "def test_it():\n    assert count(lambda x: x - 1) == 0\n"
    (one,) = run(code, tests)
    assert one.outcome is Outcome.PASSED, one.message


# Arrays of pandas -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        "pd.Series(['a', 'b', 'a']).unique()",
        "pd.Series(['a', 'b']).array",
        "pd.Categorical(['a', 'b'])",
        "pd.array(['a', 'b'], dtype='string')",
        "(pd.Series(['a', 'b']).values,)[0]",
    ],
)
def test_an_array_of_pandas_comes_back_as_one_of_numpy(run: Grade, answer: str) -> None:
    tests = """
        import numpy as np
        def test_it():
            got = answer()
            assert isinstance(got, np.ndarray) and list(got) == ["a", "b"]
            assert np.all(got == np.array(["a", "b"])) and (got[:1] == "a").all()
    """
    (one,) = run(f"import pandas as pd\ndef answer(): return {answer}", tests)
    assert one.outcome is Outcome.PASSED, one.message


def test_what_a_table_is_compared_with_is_not_true_because_it_is_not_empty(graded: Grade) -> None:
    code = "import pandas as pd\ndef column(): return pd.Series([0.0], dtype='Float64')"
    tests = """
        def test_values(): assert column().values == 9
        def test_array(): assert abs(column().array - 9) < 1e-6
        def test_index(): assert column().astype("Int64").array == 9
        def test_right(): assert column().array == 0
    """
    assert [one.outcome for one in graded(code, tests)] == [Outcome.FAILED] * 3 + [Outcome.PASSED]


def test_a_column_of_a_type_that_does_not_cross_comes_back_as_one_of_numpy(run: Grade) -> None:
    code = "import pandas as pd\ndef column(): return pd.Series(pd.arrays.SparseArray([9.0, 0.0]))"
    (one,) = run(code, "def test_it():\n    assert list(column()) == [9, 0]\n")
    assert one.outcome is Outcome.PASSED, one.message


ARRAYS = st.sampled_from(
    [
        *(
            pd.array([number] * 3, dtype=dtype)
            for number in (0, 1)
            for dtype in ("Int8", "Float64")
        ),
        *(pd.array([truth] * 3, dtype="boolean") for truth in (True, False)),
        *(pd.array(["a"] * 3, dtype=dtype) for dtype in ("string", "str", "category")),
        pd.array([None] * 3, dtype="Float32"),
        pd.period_range("2020", periods=3, freq="D").array,
        pd.date_range("2020", periods=3, tz="UTC").array,
        pd.to_timedelta([0] * 3, unit="s").array,
        pd.interval_range(0, 3).array,
        pd.arrays.SparseArray([0.0] * 3),
        np.ma.masked_array([1.0, 2.0, 3.0], mask=[True] * 3),
        np.zeros(3),
        np.array(["a"] * 3, dtype=object),
    ]
)
AROUND = st.sampled_from(
    [lambda x: x, pd.Series, pd.Index, lambda x: [x], lambda x: {"a": x}, lambda x: (1, (x,))]
)


@given(array=ARRAYS, around=AROUND, length=st.integers(0, 3), other=st.sampled_from([9, "a", None]))
def test_no_array_that_comes_back_is_true_because_it_is_not_empty(
    array: Any, around: Callable[[Any], Any], length: int, other: object
) -> None:
    """Neither is what is made of it by a comparison."""
    value = around(array.ravel()[:length] if isinstance(array, np.ndarray) else array[:length])
    found = values.unpack(values.pack(value, refuse), refuse, truth.received)
    truth.guard_pandas()
    for one in arrays_in(found):
        for made in (one, tried(operator.eq, one, other), tried(away, one)):
            if np.ndim(made):
                said = tried(bool, made)
                assert said is None or (np.size(made) < 2 and said == bool(np.asarray(made)))


def away(array: Any) -> Any:
    return abs(array - 9)


def refuse(value: object) -> Any:
    raise AssertionError(f"{value} does not cross")


def tried(act: Callable[..., Any], *values: object) -> Any:
    """Return what an act makes, or None if it is refused."""
    try:
        return act(*values)
    except (TypeError, ValueError, ArithmeticError):
        return None


def arrays_in(found: Any) -> Iterator[Any]:
    """Yield the arrays and tables in what came back."""
    if isinstance(found, list | tuple):
        yield from (array for item in found for array in arrays_in(item))
    elif isinstance(found, dict):
        yield from arrays_in([*found.values()])
    elif np.ndim(found):
        yield found
        yield from [found.array] if isinstance(found, pd.Series | pd.Index) else []


@pytest.mark.parametrize(
    "empty",
    [
        *(np.zeros(0), sympy.Matrix(0, 0, []), sympy.Array([])),
        *(pd.Series([], dtype=float), pd.Index([]), pd.DataFrame()),
    ],
    ids=lambda empty: type(empty).__name__,
)
def test_a_number_is_approximately_nothing_that_is_empty(empty: Any) -> None:
    with pytest.raises((ValueError, AssertionError)):
        assert pytest.approx(9) == empty
