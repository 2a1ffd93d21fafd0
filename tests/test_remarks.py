"""A card says what the failures of a cell have in common, and never what is not so.

Each sentence is tested as it is graded, over the wire, and as a student sees it in the notebook.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from grader import checks
from grader.diagnosis import relations
from grader.notebooks.files import write_whole
from grader.verdict import STOPPED, Outcome, TestResult
from tests import own_course
from tests.conftest import Grade
from tests.test_suite import hidden

HEAD = """
import numpy as np
import pytest
from grader.checks import close
"""


def told(results: list[TestResult]) -> str:
    """Return the one remark of a card; none is said of a test that passed."""
    said = [result.remark for result in results if result.remark]
    assert len(said) <= 1
    assert not any(r.remark for r in results if r.outcome is Outcome.PASSED)
    return "".join(said)


def cell_of(*cases: str) -> str:
    """Return a cell with a test for each pair of a call and what is expected."""
    return HEAD + "".join(f"def test_{n}():\n    close({case})\n" for n, case in enumerate(cases))


NEGATIVE = "This is what is expected with the opposite sign: is a sign turned?"
TRANSPOSE = "This is the transpose of what is expected."

RELATED = [
    ("return -x", ["f(np.array([1.0, 2.0])), [1, 2]"], NEGATIVE),
    ("return -x", ["f(3.0), 3.0", "f(5.0), 5.0"], NEGATIVE),
    (
        "return x * (1 + 1e-4)",
        ["f(np.array([0.7, 0.2])), [0.7, 0.2]"],
        "This is right to 3 digits: is something rounded, approximated or in half precision",
    ),
    ("return x.T", ["f(np.arange(6.0).reshape(2, 3)), np.arange(6).reshape(2, 3)"], TRANSPOSE),
    ("return x.T", ["f(np.array([[1.0, 2], [3, 4]])), [[1, 2], [3, 4]]"], TRANSPOSE),
    (
        "return x.astype(int)",
        ["f(np.array([0.3, 2.7])), [0.3, 2.7]"],
        "These are the expected numbers without their fractions: does an array of integers",
    ),
    (
        "return x[:, None]",
        ["f(np.array([1.0, 2])), [1, 2]"],
        "The numbers are right, and the shape is not: an axis of length 1 is too many.",
    ),
    (
        "return x.sum(axis=1)",
        ["f(np.eye(2)), np.ones((2, 1))"],
        (
            "The numbers are right, and the shape is not: an axis of length 1 is missing"
            " (`keepdims=True` keeps one)."
        ),
    ),
    (
        "return np.round(x, 3)",
        ["f(np.array([0.12345, 0.98765])), [0.12345, 0.98765]"],
        "This is what is expected, rounded to 3 decimals.",
    ),
    (
        "return np.round(x, 2)",
        ["f(np.array([0.523, 0.987])), [0.523, 0.987]", "f(0.001), 0.001"],
        "This is what is expected, rounded to 2 decimals.",
    ),
    (
        "return np.float32(x)",
        ["f(np.array([0.1, 0.7])), [0.1, 0.7], rtol=1e-9"],
        "This is right to 7 digits: is something rounded, approximated or in single precision",
    ),
    (
        "return np.float32(x)",  # whose digits are multiples of 2**-53 by themselves
        ["f(np.array([1e-6, 0.3, 0.7])), [1e-6, 0.3, 0.7], rtol=1e-9, atol=0"],
        "This is right to 7 digits: is something rounded, approximated or in single precision",
    ),
    (
        "return np.float32(x * (1 + 4e-5))",
        ["f(np.array([0.1, 0.7])), [0.1, 0.7]"],
        "This is right to 4 digits",
    ),
    (
        "return x * (1 + 4e-6)",
        ["f(np.array([0.1, 0.7])), [0.1, 0.7]"],
        (
            "This is right to 5 digits: is something rounded, approximated or in single"
            " precision, a constant added, or another way taken than asked?"
        ),
    ),
    (
        "return x + 1e-6 * x ** 3",  # an error that grows
        ["f(np.array([0.1, 1.7])), [0.1, 1.7]", "f(np.array([50.0, 100])), [50, 100]"],
        (
            "This is right to 5 digits: is something rounded, approximated or in single"
            " precision, a constant added, or another way taken than asked?"
        ),
    ),
]


@pytest.mark.parametrize(("body", "cases", "said"), RELATED, ids=[r[0] for r in RELATED])
def test_a_general_relation_is_told(run: Grade, body: str, cases: list[str], said: str) -> None:
    results = run(f"import numpy as np\ndef f(x):\n    {body}", cell_of(*cases))
    assert told(results).startswith(said)
    assert results[0].remark


def test_a_remark_stands_in_place_of_the_hint(run: Grade) -> None:
    tests = f"{HEAD}@pytest.mark.hint('Which sum?')\ndef test_it():\n    close(f(2.5), 2.5)"
    assert run("def f(x): return x + 0.5", tests)[0].hint == "Which sum?"
    (negative,) = run("def f(x): return -x", tests)
    assert (negative.remark, negative.hint) == (NEGATIVE, "")


UNRELATED = {
    "a multiple beside a number that is wrong, too": (
        "return x * np.array([2.0**-53, 33])",
        ["f(3.0), [3e-14, 0.5]"],
    ),
    "far beyond every factor": (
        "return x * 0 + 1.7e308",
        ["f(np.array([4.0, 3, 2])), [0.2, 0.5, 0.4], rtol=1e-9"],
    ),
    "some entries one or zero": ("return x * 0 + 1", ["f(np.array([0.0, 1, 0])), [0, 1, 0]"]),
    "the negative in one test alone": ("return -abs(x)", ["f(3.0), 3", "f(-4.0), 4.5"]),
    "whole numbers for others": ("return x // 1 + 5", ["f(np.array([0.5, 1.5])), [0.5, 1.5]"]),
    "minus one": ("return -x / x", ["f(1.0), 1"]),
    "a symmetric matrix is its transpose": ("return x * x", ["f(np.eye(2) * 3), np.eye(2) * 7"]),
    "the negative of an antisymmetric matrix is its transpose": (
        "return x.T",
        ["f(np.array([[0.0, 2.0], [-2.0, 0.0]])), [[0, 2], [-2, 0]]"],
    ),
    "signs of one size": ("return np.abs(x)", ["f(np.array([2.0, -2.0])), [2, -2]"]),
    "zero": ("return x + 1", ["f(np.zeros(3)), np.zeros(3)"]),
    "two probabilities exchanged": (
        "return x[::-1]",
        ["f(np.array([0.3, 0.7])), [0.3, 0.7]"],
    ),
    "all on the largest": ("return x.round().astype(int)", ["f(np.array([0.8, 0.2])), [0.8, 0.2]"]),
    "integers of floats": ("return x // 1", ["f(np.array([2.5, 1.0])), [2.5, 1.0]"]),
    "some factor": ("return x * 0.28", ["f(np.array([1.0, 2, 5])), [1, 2, 5]"]),
    "one percent off": ("return x * 1.01", ["f(np.array([1.0, 2])), [1, 2]"]),
    "one entry nearly right": ("return x + [1e-6, 1]", ["f(np.array([1.0, 2])), [1, 2]"]),
    "nearly right here, far off there": (
        "return x + 1e-4",
        ["f(np.array([1.0, 2])), [1, 2]", "f(np.array([1e-4, 2e-4])), [1e-4, 2e-4]"],
    ),
    "the first and the last are equal": ("return x[0]", ["f(np.array([1.0, 5, 1])), [1, 5, 1]"]),
    "NaN": ("return x * np.nan", ["f(np.array([1.0, 2])), [1, 2]"]),
    "a token": ("return x + 1", ["f(5001), 5001"]),
    "an index from the end": ("return -x", ["f(3), 3"]),
    "flags": (
        "return (x >= 1).astype(int)",
        ["f(np.array([0.3, 1.0, 0.2])), [0.3, 1.0, 0.2]"],
    ),
    "cut to 0 and 1": (
        "return (x > 0.5) * 1.0",
        ["f(np.array([0.9995, 1e-7])), [0.9995, 1e-7], rtol=1e-9, atol=0"],
    ),
    "some entries cut": (
        "return np.minimum(x, 1)",
        ["f(np.array([0.5, 1.0004, 0.3])), [0.5, 1.0004, 0.3]"],
    ),
    "the signs of 0, 1 and -1": ("return -x", ["f(np.array([1.0, 0, -1])), [1, 0, -1]"]),
    "below a threshold": (
        "return np.where(x < 0.01, 0.0001, x)",
        ["f(np.array([0.7, 1e-7, 0.3])), [0.7, 1e-7, 0.3], rtol=1e-9, atol=0"],
    ),
    "a shortcut for some": (
        "return np.where(x > 0.6, x * 1.0001, x)",
        ["f(np.array([0.7, 0.51, 0.3])), [0.7, 0.51, 0.3]"],
    ),
    "more exact than a rounded one": (
        "return x",
        ["f(np.array([0.123456, 0.777123])), [0.12346, 0.77712]"],
    ),
    "more exact than an approximation": (
        "return 2.0 * x",
        ["f(np.array([1.5, 0.25])), [3.0000131, 0.5000022]"],
    ),
    "a mistake that has a name": (
        "return -x",
        ["f(np.array([1.0, 2])), [1, 2], mistakes={'a minus': [-1, -2]}"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "cases"), UNRELATED.values(), ids=UNRELATED)
def test_a_relation_that_may_be_an_accident_is_not_told(
    run: Grade, body: str, cases: list[str]
) -> None:
    results = run(f"import numpy as np\ndef f(x):\n    {body}", cell_of(*cases))
    assert any(result.outcome is Outcome.FAILED for result in results)
    assert told(results) == ""


def test_a_hidden_test_tells_a_relation_without_values(run: Grade) -> None:
    tests = HEAD + hidden("def test_it():\n    close(f(np.array([0.12345, 0.5])), [0.12345, 0.5])")
    assert told(run("def f(x): return x.round(3)", tests)) == "This is nearly right, but rounded."


def test_a_remark_on_visible_tests_holds_in_hidden_ones_too(graded: Grade) -> None:
    tests = HEAD + "def test_seen():\n    close(f(np.array([1.0, 2])), [1, 2])\n"
    agree, other = (
        hidden(f"def test_shut():\n    close(f(np.array([3.0, -2])), [3, {last}])")
        for last in (-2, -5.5)
    )
    assert [one.remark for one in graded("def f(x): return -x", tests + agree)] == [NEGATIVE, ""]
    assert told(graded("def f(x): return -x", tests + other)) == ""


# Arguments that are not read ------------------------------------------------------------------

UNREAD = [
    ("def f(x, W, b): return x @ W", "The argument `b` of `f` is never read."),
    (
        "data = np.ones(2)\ndef f(x, W, b): return data @ W + b",
        "The argument `x` of `f` is never read; your code reads the notebook's `data`.",
    ),
    ("EPS = 1e-9\ndef f(x, W, b): return x @ W + EPS", "The argument `b` of `f` is never read."),
    (
        (
            "def from_earlier(notebook, *names): return np.negative, np.abs\n"
            "minus, size = from_earlier('1', 'minus', 'size')\n"
            "def f(x, W, b): return -minus(x @ W)"
        ),
        "The argument `b` of `f` is never read.",
    ),
    (
        (
            "row = np.ones(2)\ntwice = 1.0\n"
            "def f(x, W, b):\n"
            "    def twice(row): return 2 * row\n"
            "    return twice(x) @ W * (lambda row: row)(1)"
        ),
        "The argument `b` of `f` is never read.",
    ),
    ("def f(x, W, b):\n    b += 1\n    return x @ W + b", ""),
    ("def f(x, W, b): return (lambda: x @ W + 2 * b)()", ""),
    ("def f(x, W, b): return eval('x @ W + b * 3')", ""),
    ("def g(x, W, b): return x @ W + 2 * b\nf = g", ""),
]  # fmt: skip


@pytest.mark.parametrize(("code", "said"), UNREAD)
def test_an_argument_that_is_never_read_is_told_by_name(run: Grade, code: str, said: str) -> None:
    tests = cell_of("f(np.array([3.0, 1]), np.array([[1.0, 2], [3, 5]]), 1.7), [7.7, 12.7]")
    assert told(run(f"import numpy as np\n{code}", tests)) == said


def test_an_argument_that_a_test_leaves_at_its_default_is_not_told(run: Grade) -> None:
    code = "def f(x, power=2): return x + 0.3"
    said = "The argument `power` of `f` is never read."
    assert told(run(code, cell_of("f(2.0), 4.0"))) == ""
    assert told(run(code, cell_of("f(2.0, 3), 8.0"))) == said
    assert told(run(code, cell_of("f(2.0, power=3), 8.0"))) == said


def test_a_right_answer_may_leave_an_argument_unread(run: Grade) -> None:
    tests = cell_of("f(2.0, 3.0), 2.0")
    assert told(run("def f(x, w): return x", tests)) == ""
    marked = tests.replace("def test_0", '@pytest.mark.may_ignore("w")\ndef test_0')
    assert told(run("def f(x, w): return x + 0.3", marked)) == ""


def test_an_argument_of_a_constructor_or_a_method_is_told(run: Grade) -> None:
    code = """
        class Optimizer:
            def __init__(self, rate=0.1, momentum=0.9): self.rate = rate
            def step(self, params, gradients): return [p - self.rate for p in params]
        """
    tests = cell_of("Optimizer(0.5, 0.8).step([1.0], [4.0])[0], -1.0")
    said = "The argument `momentum` of `Optimizer` is never read."
    assert told(run(code, tests)) == said
    code = code.replace("= rate", "= rate * momentum")
    said = "The argument `gradients` of `Optimizer.step` is never read."
    assert told(run(code, tests)) == said


# State ----------------------------------------------------------------------------------------


def test_what_one_call_leaves_to_the_next_is_told(run: Grade) -> None:
    tests = cell_of("f(np.array([1.0, 2])), [1, 2]", "f(np.array([3.0, 4])), [3, 4]")
    code = "seen = []\ndef f(x):\n    seen.extend(x)\n    return list(seen)"
    assert told(run(code, tests)).startswith("`seen` is a name of the notebook that `f` changes")
    code = "total = 0\ndef f(x):\n    global total\n    total += 1.5\n    return x + total - 1.5"
    assert told(run(code, tests)).startswith("`total` is a name of the notebook that `f` changes")


def test_what_an_inner_function_changes_of_the_outer_one_is_no_name_of_the_notebook(
    run: Grade,
) -> None:
    tests = cell_of("f(np.array([1.0, 2])), 3", "f(np.array([3.0, 4])), 7")
    code = (
        "def f(x):\n    part = [0, 0]\n    def keep(k):\n        part[k] = x[k]\n"
        "    keep(0)\n    keep(1)\n    f.seen = getattr(f, 'seen', []) + [sum(part)]\n"
        "    return sum(f.seen)"
    )
    assert "name of the notebook" not in told(run(code, tests))
    code = (
        "def f(x):\n    def keep(kept, k):\n        kept.append(x[k])\n    part = []\n"
        "    keep(part, 0)\n    keep(part, 1)\n    f.seen = getattr(f, 'seen', []) + part\n"
        "    return sum(f.seen)"
    )
    assert "name of the notebook" not in told(run(code, tests))


KEYS = ["x.shape", "(len(x), float(x[0]))", "float(max(x))"]


@pytest.mark.parametrize("key", KEYS)
def test_a_result_that_is_remembered_too_coarsely_is_told(run: Grade, key: str) -> None:
    tests = cell_of(
        "f(np.array([0.5, 2.5, 1.2])), [1.0, 5.0, 2.4]",
        "f(np.array([0.5, 2.5, 1.4])), [1.0, 5.0, 2.8]",
    )
    code = "seen = {{}}\ndef f(x):\n    seen.setdefault({0}, 2 * x)\n    return seen[{0}]"
    said = "`seen` is a name of the notebook that `f` changes"
    assert told(run(code.format(key), tests)).startswith(said)
    exact = code.format("x.tobytes()").replace("2 * x", "2 * x + 0.3")
    assert not told(run(exact, tests)).startswith(said)


def test_a_function_of_a_module_is_no_place_that_keeps_things(run: Grade) -> None:
    code = "import numpy as np\ndef f(x):\n    return np.append(x[:2], x[2:] ** 3 + 0.7)"
    tests = cell_of(
        "f(np.array([0.5, 2.5])), [0.5, 2.5]",
        "f(np.array([0.5, 2.5, 1.4])), [0.5, 2.5, 1.4]",
    )
    assert "is a name of the notebook" not in told(run(code, tests))


def test_a_place_is_found_beside_a_sum_of_many_terms(run: Grade) -> None:
    tests = cell_of("f(np.array([0.5, 2.5])), [1.0, 5.0]", "f(np.array([0.5, 1.4])), [1.0, 2.8]")
    code = "seen = {}\ndef f(x):\n    seen.setdefault(x.shape, 2 * x)\n    return seen[x.shape]\n"
    long = f"{code}total = {'+'.join('1' * 950)}"
    assert told(run(long, tests)).startswith("`seen` is a name of the notebook that `f` changes")


def test_a_part_of_a_result_that_is_remembered_is_told(run: Grade) -> None:
    code = """
        kept = {}
        def f(x, w):
            kept.setdefault(w.shape, 0.3 * w)
            return x + kept[w.shape]
        """
    tests = cell_of(
        "f(np.array([1.0, 2.0]), np.array([1.0, 3.0])), [1.3, 2.9]",
        "f(np.array([1.0, 2.0]), np.array([2.0, 3.0])), [1.6, 2.9]",
    )
    assert told(run(code, tests)).startswith("`kept` is a name of the notebook that `f` changes")


def test_a_place_that_may_be_shared_is_told_where_nothing_else_is_found(run: Grade) -> None:
    code = """
        seen = {}
        def f(words, x):
            order = seen.setdefault(len(words), sorted(range(len(x)), key=lambda n: -x[n]))
            return [(words[n], x[n]) for n in order]
        """
    tests = """
        def test_first():
            assert f(["a", "b"], [0.2, 0.8]) == [("b", 0.8), ("a", 0.2)]
        def test_second():
            assert f(["a", "b"], [0.6, 0.4]) == [("a", 0.6), ("b", 0.4)]
        """
    said = "`seen` is a name of the notebook that `f` changes"
    assert told(run(code, tests)).startswith(said)
    later = "def test_second" + tests.split("def test_second")[1]
    assert told(run(code, later.replace("0.6)", "0.7)"))) == ""  # no earlier call was right


SHARED = [
    (
        "def f(x, rows=[]):\n    rows.append(x)\n    return np.array(rows)[-1]",
        (
            "`rows` is a default argument that `f` changes: what one call leaves there, the next"
            " one finds. Make it inside the function (`=None` is a default that nothing changes)."
        ),
    ),
    (
        "def f(x, *, rows={}):\n    rows[len(rows)] = x\n    return np.array([*rows.values()])[-1]",
        "`rows` is a default argument that `f` changes",
    ),
    (
        "rows = []\ndef f(x):\n    rows.append(x)\n    return np.array(rows)[-1]",
        "`rows` is a name of the notebook that `f` changes",
    ),
    (
        (
            "class f:\n    rows: list = []\n    def __new__(cls, x):\n        cls.rows.append(x)\n"
            "        return np.array(cls.rows)[-1]"
        ),
        (
            "`rows` is a name of the class body that `__new__` changes: what one call leaves there,"
            " the next one finds. Make it inside `__init__`."
        ),
    ),
]


@pytest.mark.parametrize(("code", "said"), SHARED)
def test_what_calls_share_is_told_where_the_test_raises(run: Grade, code: str, said: str) -> None:
    tests = cell_of("f(np.array([1.0, 2])), [1, 2]", "f(np.array([3.0])), [3]")
    results = run(f"import numpy as np\n{code}", tests)
    assert results[1].outcome is Outcome.RAISED
    assert told(results).startswith(said)


OBJECTS = [
    (
        "class C:\n    seen = {}\n    def f(self, x):\n        self.seen[len(self.seen)] = x\n",
        "`seen` is a name of the class body that `f` changes",
    ),
    (
        (
            "class C:\n    def __init__(self, seen={}, rate=1):\n"
            "        self.rate, self.seen = rate, seen\n"
            "    def f(self, x):\n        self.seen[len(self.seen)] = x\n"
        ),
        "`seen` is a default argument that `f` changes",
    ),
]


@pytest.mark.parametrize(("code", "said"), OBJECTS)
def test_what_objects_share_is_told_though_the_first_test_fails(
    run: Grade, code: str, said: str
) -> None:
    code += "        return sum(self.seen.values())"
    tests = """
        def test_two():
            assert [C().f(2.0), C().f(5.0)] == [2.0, 5.0]
        """
    assert told(run(code, tests)).startswith(said)
    own = code.replace("rate, seen\n", "rate, dict(seen)\n").replace("seen = {}\n", "seen: dict\n")
    assert own != code
    assert told(run(own, tests)) == ""


def test_a_memory_that_changes_nothing_is_not_told(run: Grade) -> None:
    code = "seen = {}\ndef f(x):\n    seen[x] = x + 0.3\n    return seen[x]"
    assert told(run(code, cell_of("f(2.0), 2.0"))) == ""


# Errors ---------------------------------------------------------------------------------------

ERRORS = [
    (
        "np.ones((3, 4)) - np.ones(3)",
        ("Arrays of shapes (3, 4) and (3,) meet entry by entry, and do not fit: from the right, an"
        " axis of length 4 meets one of 3. After a sum or mean along an axis, `keepdims=True` gives"
        " (3, 1), which fits."),
    ),
    (
        "np.ones((3, 4)) - np.ones((5, 4))",
        ("Arrays of shapes (3, 4) and (5, 4) meet entry by entry, and do not fit: from the right,"
        " an axis of length 3 meets one of 5."),
    ),
    (
        "np.ones((2, 3)) @ np.ones((2, 3))",
        (
            "In `A @ B`, the last axis of A has length 3, and the last but one of B (of a vector,"
            " its only one) 2; they must be equal."
        ),
    ),
    (
        "np.dot(np.ones((2, 3)), np.ones((2, 3)))",
        "In the product of shapes (2, 3) and (2, 3), length 3 meets 2; they must be equal.",
    ),
    (
        "np.zeros((2, 2)).__setitem__(0, np.ones(3))",
        "An array of shape (3,) does not fit into a place of (2,).",
    ),
    ("bool(np.ones(2) > 0)", "Something that compares single numbers (`if`, `and`, `while`, "),
    ("float(np.ones(2))", "Something for a single number (`float`, a function of `math`)"),
    ("3.0 ^ 2", "In Python `^` compares bits: a power is written `**`."),
    ("np.ones(2) ^ 2", "In Python `^` compares bits: a power is written `**`."),
    ("np.array([[1.0], [1.0, 2.0]])", "An array was made of rows that are not equally long."),
    (
        "np.ones(2, int).__itruediv__(2)",
        "The array holds whole numbers, and `/=` and its like cannot put fractions into it",
    ),
    ("len(2.0)", "A single number stands where a list or an array is needed."),
    ("[v for v in 2.0]", "A single number stands where a list or an array is needed."),
    ("np.float64(2)[0]", "A single number stands where a list or an array is needed."),
    ("unheard(2)", "Is it imported or defined in a cell of your own? Grading restores the locked"),
    ("list.sort([2])[0]", "Something is `None`: does a function that you call end without"),
    ("1.0 + print()", "Something is `None`: does a function that you call end without"),
    ("(lambda a, b: a)(*[(c, d) for c, d in [print()]])", "Something is `None`"),
    ("__import__('math').exp(800)", "The result is too large for a float"),
    ("__import__('math').log(0)", "A function of `math` has no value there: `log` takes only"),
    ("__import__('math').acos(1.1)", "A function of `math` has no value there"),
    ("np.ones((2, 3)) @ np.ones((4, 5, 6))", "In `A @ B`, the last axis of A has length 3, and"),
    ("np.zeros(2).__setitem__(0, [1, 2])", "A list or an array was put into the place"),
    ("np.arange(3) ** -1", "NumPy wants floats for a negative power"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "said"), ERRORS, ids=[e[0] for e in ERRORS])
def test_a_common_error_is_told_in_words(run: Grade, expression: str, said: str) -> None:
    tests = "def test_it():\n    f()\n" + hidden("def test_shut():\n    f()")
    seen, shut = run(f"import numpy as np\ndef f(): return {expression}", tests)
    assert f". {said}" in seen.message
    assert shut.message == STOPPED


@pytest.mark.parametrize("expression", ["1 / 0", "[1, 2][2]", "np.ones(6).reshape(4, 2)"])
def test_an_error_that_says_itself_what_is_wrong_has_no_other_words(
    run: Grade, expression: str
) -> None:
    (found,) = run(f"import numpy as np\ndef f(): return {expression}", "def test_it():\n    f()\n")
    assert re.fullmatch(r"Your code stopped with an? \w+: [^.]+", found.message)


def test_only_a_name_error_is_explained_as_one(run: Grade) -> None:
    code = "def f(): raise ValueError(\"name 'x' is not defined in the table\")"
    (found,) = run(code, "def test_it():\n    f()\n")
    assert found.message.endswith("not defined in the table")


def test_a_hint_does_not_stand_beside_an_error_in_words(run: Grade) -> None:
    tests = """
        import pytest
        @pytest.mark.hint("Which axis?")
        def test_number(): assert f(2.0) == 1
        @pytest.mark.hint("Which sign?")
        def test_array(): assert f([]) == 1
        """
    number, array = run(
        "def f(x):\n    if isinstance(x, list):\n        raise OSError\n    return len(x)", tests
    )
    assert "A single number stands where" in number.message
    assert [number.hint, array.hint] == ["", "Which sign?"]


def test_an_exception_that_was_not_raised_is_told_with_the_result(run: Grade) -> None:
    tests = """
        import pytest
        def test_it():
            with pytest.raises(ValueError):
                f(3)
        """
    (none,) = run("def f(x): return 7", tests)
    assert none.message == "Nothing was raised, where a ValueError is expected."
    assert none.counterexample
    assert none.counterexample.returned == "7"


FIGURE = """
    import matplotlib
    matplotlib.use("agg")
    import matplotlib.pyplot as plt
    def f():
        figure, ax = plt.subplots()
        {drawn}
        return {returned}
    """
LOOK = """
    from grader.checks import axes, only
    def test_it():
        only(axes(f()).images, "image")
    """


@pytest.mark.parametrize(
    ("drawn", "returned", "said"),
    [
        ("", "figure", "A `Figure` came back, where an Axes is expected."),
        ("", "None", "Nothing came back: is there a `return`? An Axes is expected."),
        ("", "plt", "A `module` came back, where an Axes is expected."),
        ("", "3", "An `int` (3) came back, where an Axes is expected."),
        ("", "ax", "The Axes holds no image, where exactly one is expected."),
        ("[ax.imshow([[1]]) for _ in 'ab']", "ax", "The Axes holds 2 images, where exactly one is"),
    ],
)
def test_what_came_where_an_axes_was_wanted(
    run: Grade, drawn: str, returned: str, said: str
) -> None:
    (result,) = run(FIGURE.format(drawn=drawn, returned=returned), LOOK)
    assert result.message.startswith(said)


def test_no_message_names_our_insides(run: Grade) -> None:
    code = "class Own:\n    def step(self): return 1\ndef f(): return Own()\ndef g(): return f"
    tests = """
        def test_entry(): f()[0]
        def test_sum(): 1 + f()
        def test_loop(): list(g())
        def test_attribute(): f().stop()
        """
    said = " ".join(result.message for result in run(code, tests))
    assert "Proxy" not in said
    assert "Remote" not in said
    assert "has no attribute 'stop'" in said


def test_a_matrix_of_sympys_is_called_as_it_is_known(run: Grade) -> None:
    tests = (
        f"{cell_of('f(), 1.0')}def test_own():\n    assert False, f'no `{{type(f()).__name__}}`'\n"
    )
    tests += "def test_plain():\n    assert type(f()) is float\n"
    first, *more = run("import sympy as sp\ndef f(): return sp.Matrix([[sp.Symbol('x')]])", tests)
    assert first.message.startswith("A `Matrix` (")
    assert [one.message.split("\n")[0] for one in more] == ["no `Matrix`", "assert Matrix is float"]


# The course's own check -----------------------------------------------------------------------


def test_a_course_is_told_which_arguments_a_right_answer_need_not_read(tmp_path: Path) -> None:
    solution = own_course.SOLUTION.replace("mean(values)", "mean(values, axis)")
    said = 'mark the tests `pytest.mark.may_ignore("axis")`'
    rules = "c = get_config()\nc.Check.house_rules = True\n"
    course = own_course.make(tmp_path / "one", solution=solution, config=rules)
    assert said in own_course.run(course, "check")[1]
    marked = own_course.TESTS.replace(
        "\n\n\ndef test_of", '\nimport pytest\n\n\n@pytest.mark.may_ignore("axis")\ndef test_of', 1
    )
    course = own_course.make(tmp_path / "two", solution=solution, tests=marked, config=rules)
    assert said not in own_course.run(course, "check")[1]


HELPED = """# %% right: with a helper
def size(values):
    return len(values)

def mean(values):
    return sum(values) / size(values)
"""


def test_a_course_is_told_of_a_given_cell_that_takes_a_name_from_an_answer(tmp_path: Path) -> None:
    rules = "c = get_config()\nc.Check.house_rules = True\n"
    course = own_course.make(tmp_path / "course", config=rules)
    given = {"cell_type": "code", "id": "figure", "metadata": {}, "source": "size = 3"}
    own_course.write(own_course.source_of(course), [*own_course.notebook(), given])
    write_whole(course / "tests" / "variants" / "mean.py", HELPED.encode())
    assert "a given cell after `mean` defines `size`" in own_course.run(course, "check")[1]


SEEN = (
    *(lambda x: -x, np.abs, lambda x: 2 * x, lambda x: x / 2, lambda x: 3 * x, lambda x: x / 5),
    *(np.transpose, lambda x: x[::-1], lambda x: x[..., ::-1], lambda x: np.roll(x, 1, axis=0)),
    *(np.round, lambda x: np.round(x, 2), np.float16, np.float32, lambda x: x.astype(int)),
    *(lambda x: x[0], lambda x: x[-1], lambda x: x.sum(axis=0), lambda x: x.mean(axis=0)),
    *(lambda x: x[:-1], lambda x: x[1:], lambda x: np.append(x, x), lambda x: x[None], np.ravel),
    *(lambda x: x * (1 + 1e-5), lambda x: x * 1.02, lambda x: x + 1, np.argsort, np.sort),
    *(lambda x: np.concatenate([x, x[:1]]), lambda x: np.concatenate([x[-1:], x]), lambda x: x > 0),
)
EXPECTED = (
    *(np.array([4321.25, -2.5, 17.0, 3.75]), np.array([0.1, 0.2, 0.7]), np.array([4.25, 3, 1.5])),
    *(
        np.array([[4321.5, 2], [-3, 8.25], [1, 0.5]]),
        np.array([[0.3, 0.7], [0.6, 0.4], [0.5, 0.5]]),
    ),
    *(np.array([[0.3, 0.2], [0.7, 0.8]]), np.array([3e-14, 0.5]), np.array([[4321.25], [2.5]])),
)


def test_what_is_said_without_values_is_one_sentence_of_a_short_list() -> None:
    said = set()
    for want, change in itertools.product(EXPECTED, SEEN):
        got = change(want)
        try:
            checks.close(got, want, rtol=1e-9, atol=0)
        except checks.Mismatch as error:
            said |= {one.summary for one in relations.relations_of(error) or ()}
    assert not any("4321" in one or "0.7" in one for one in said)
    assert 5 < len(said) < 40
