"""An answer costs the tests a bounded amount of memory and time, whatever it is."""

from __future__ import annotations

import os
import random
import resource
import signal
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp

from grader import checks
from grader.grading import pool
from grader.limits import Limits
from grader.protocol import sympy_nodes, sympy_trees, values
from grader.sandbox.worker_memory import limited_memory
from grader.testing.hard_deadline import SIGNAL
from grader.testing.time_budget import TimeBudget
from grader.verdict import CellVerdict
from tests import crossing, small
from tests.small import job

LIMITS = Limits(
    test_seconds=2.0,
    grace_seconds=0.25,
    judge_seconds=4.0,
    notebook_seconds=60.0,
    worker_mb=256,
)
LONG_TEXT = "['a' * 1000] + [''] * 299_999"


def judged(folder: Path, returned: str, tests: str, limits: Limits = LIMITS) -> CellVerdict:
    """Grade one function that returns something, by the real batch."""
    one = job(folder, "student", f"def answer():\n    return {returned}", tests)
    (done,) = small.graded([one], folder, limits)
    assert not done.problem
    (cell,) = done.graded[0].verdict.cells
    return cell


def peak_mb(act: Callable[[], object]) -> float:
    """Return how much the peak memory of a forked process grows by calling something."""
    read, write = os.pipe()
    if (pid := os.fork()) == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - the fork must not go on into pytest
            os.write(write, type(error).__name__.encode()[:20].ljust(20))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        os.write(write, str(after - before).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as file:
        said = file.read()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):  # by its deadline, or by a library without memory
        assert os.WTERMSIG(status) in (SIGNAL, signal.SIGABRT)
        return 0.0
    return int(said.split()[-1]) / 1024


@pytest.mark.parametrize(
    "value",
    [
        ["a" * 1000] + [""] * 200_000,
        [b"a" * 1000] + [b""] * 200_000,
        [np.array(["a" * 1000])] + [np.array([""])] * 200_000,
        [["a" * 1000] + [""] * 200_000],
        np.array(["a" * 1000] + [""] * 200_000, dtype=object),
    ],
    ids=["text", "bytes", "arrays", "nested", "objects"],
)
@pytest.mark.parametrize("check", ["close", "has_shape", "unchanged"])
def test_text_is_refused_before_it_becomes_an_array(value: object, check: str) -> None:
    acts: dict[str, Callable[[], object]] = {
        "close": lambda: checks.close(value, 1.0),
        "has_shape": lambda: checks.has_shape(value, (3,)),
        "unchanged": lambda: checks.unchanged(value, np.zeros(3), "x"),
    }
    act = acts[check]
    with pytest.raises(checks.Mismatch):
        act()
    assert peak_mb(act) < 64


CLOSE = """
from grader.checks import close
from grader.lesson import run_tests

def test_it():
    close(answer(), 1.0)

run_tests(points=4)
"""


def test_a_list_of_text_costs_its_test_and_little_memory(tmp_path: Path) -> None:
    one = job(tmp_path, "student", f"def answer():\n    return {LONG_TEXT}", CLOSE)
    # in a worker of its own, a child of this process, whose memory it is told
    found = pool.grade_batch([one], root=tmp_path, limits=LIMITS, sandbox="auto", workers=1)
    (cell,) = next(found).graded[0].verdict.cells
    assert [test.outcome for test in cell.tests] == ["failed"]
    assert cell.score == 0.0
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 < 1500


BY_HAND = CLOSE.replace("close(answer(), 1.0)", "import numpy as np\n    np.asarray(answer())")


def test_memory_that_a_test_has_not_is_the_failure_of_the_answer(tmp_path: Path) -> None:
    """The author of a test need not know what NumPy makes of text."""
    cell = judged(tmp_path, LONG_TEXT, BY_HAND)
    assert cell.score == 0.0
    assert "limit worker_mb" in cell.tests[0].message


@pytest.mark.parametrize("count", [1_000_000, 3_000_000])
def test_an_answer_of_many_small_parts_is_refused_or_judged(tmp_path: Path, count: int) -> None:
    cell = judged(tmp_path, f"[[] for _ in range({count})]", CLOSE)
    assert cell.score == 0.0


KEPT = """
from grader.lesson import run_tests
import numpy as np

def worse():
    big = np.ones(15 * 1024 * 1024)  # 120 MB
    raise ValueError(str(answer()))

def test_a(): worse()
def test_b(): worse()
def test_c(): worse()
def test_d(): assert answer() == 1.0

run_tests(points=4)
"""


def test_the_variables_of_a_failed_test_go_with_it(tmp_path: Path) -> None:
    cell = judged(tmp_path, "1.0", KEPT)
    assert [test.outcome for test in cell.tests] == ["failed"] * 3 + ["passed"]
    assert all("ValueError" in test.message for test in cell.tests[:3])


# Time ---------------------------------------------------------------------------------------


def towers(value: Any) -> Any:
    for _ in range(3):
        value = sp.exp(value, evaluate=False)
    return value


@pytest.mark.parametrize("tower", [towers(sp.Integer(22)), towers(sp.Float(9.5)), towers(sp.pi)])
def test_a_number_that_is_a_tower_of_exponents_does_not_cross(tower: Any) -> None:
    assert sympy_trees.dump_tree(tower) is None
    node = sympy_nodes.Node("Rational", "22/1")
    for _ in range(3):
        node = sympy_nodes.Node("exp", "", [node])
    with pytest.raises(ValueError, match="exponent"):
        sympy_trees.build_expression(node)


@pytest.mark.parametrize("power", [sp.exp(3), sp.exp(sp.exp(2)), sp.exp(-sp.Rational(1, 2))])
def test_a_power_that_is_no_immense_number_crosses(power: Any) -> None:
    assert sympy_trees.load_tree(sympy_trees.dump_tree(power) or b"") == power


OVERDUE = """
from grader.lesson import run_tests

def busy():
    value = answer()
    while value == 1.0:
        pass

def test_a(): busy()
def test_b(): busy()
def test_c(): busy()
def test_d(): busy()

run_tests(points=4)
"""


def test_tests_that_are_overdue_count_as_out_of_time(tmp_path: Path) -> None:
    limits = Limits(judge_seconds=0.5, timeouts=2, grace_seconds=1)
    cell = judged(tmp_path, "1.0", OVERDUE, limits)
    said = [test.message for test in cell.tests]
    assert all("(limit judge_seconds)" in text for text in said[:2]), said
    assert all("(limit timeouts)" in text for text in said[2:]), said


# Any answer ---------------------------------------------------------------------------------

ACTS: list[Callable[[Any], object]] = [
    lambda v: checks.close(v, 1.0),
    lambda v: checks.close(v, np.zeros(4), mistakes={"a sum": 3.0}),
    lambda v: checks.has_shape(v, (2, 2)),
    lambda v: checks.unchanged(v, [1.0, "a"], "x"),
    checks.short,
    lambda v: np.asarray(v).sum(),
    lambda v: np.concatenate([v, v]),
    sum,
    float,
    lambda v: 2**v,
    lambda v: v**v,
    lambda v: v != 1 and sorted(v),
    lambda v: sp.Integer(1).equals(v),
    sp.simplify,
    lambda v: sp.N(v, 50),
]


def pathological(draw: random.Random, depth: int = 3) -> Any:
    """Return a value that is small on the wire and may be large or slow elsewhere."""
    leaves: list[Callable[[], Any]] = [
        lambda: "a" * draw.choice([1, 1000, 100_000]),
        lambda: 2 ** draw.choice([64, 65_000]) - 1,
        lambda: Fraction(3 ** draw.choice([5, 20_000]), 2 ** draw.choice([5, 60_000]) - 1),
        lambda: np.full(draw.choice([1, 10**6]), "é" * draw.choice([1, 4])),
        lambda: np.zeros(draw.choice([1, 10**6, 2 * 10**7]), np.int8),
        lambda: np.zeros((0, draw.choice([1, 1 << 20]))),
        lambda: np.random.default_rng(draw.randrange(9)),
        lambda: 1e308j,
        lambda: None,
        lambda: sp.exp(sp.exp(draw.choice([1, 6, 22]), evaluate=False), evaluate=False),
        lambda: sp.Pow(sp.Rational(7, 3), draw.choice([9, 999]), evaluate=False),
        lambda: (sp.Symbol("x") + draw.choice([1, sp.sqrt(3)])) ** draw.choice([9, 999]),
        lambda: sp.Matrix(30, 30, lambda i, j: sp.Symbol("x") ** i + j),
        lambda: sum(sp.sqrt(sp.sqrt(n) + sp.sqrt(n + 1)) for n in range(2, draw.choice([4, 14]))),
    ]
    if depth == 0 or draw.random() < 0.4:
        return draw.choice(leaves)()
    parts = [pathological(draw, depth - 1) for _ in range(draw.choice([1, 2, 3]))]
    kind = draw.choice(["list", "many", "tuple", "dict", "nested", "objects"])
    if kind == "many":
        filling: list[list[Any]] = [[""], [0], [[]], [None]]
        return parts[:1] + draw.choice(filling) * draw.choice([10, 200_000])
    if kind == "dict":
        return dict(enumerate(parts))
    if kind == "nested":
        for _ in range(20):
            parts = [parts, parts[:1]]
        return parts[0]
    if kind == "objects":
        made = np.empty(len(parts), dtype=object)
        made[:] = parts
        return made
    return parts if kind == "list" else tuple(parts)


@pytest.mark.parametrize("seed", range(24))
def test_whatever_comes_back_costs_a_bounded_amount_of_memory_and_time(seed: int) -> None:
    """As a test would: within the limits, which are small here."""
    draw = random.Random(seed)
    act = draw.choice(ACTS)
    try:
        data = crossing.dump(
            values.pack(pathological(draw), lambda v: values.pack(str(v), pathological))
        )
    except values.NotSerializable:
        return
    limits = Limits(judge_seconds=1.0, grace_seconds=0.5, worker_mb=256)
    started = time.monotonic()
    grown = peak_mb(lambda: within(limits, lambda: act(values.unpack(crossing.load(data), str))))
    assert grown < limits.worker_mb + 64
    assert time.monotonic() - started < 30  # the machine may be busy with other tests


def within(limits: Limits, act: Callable[[], object]) -> None:
    """Do something within the time and the memory of a test."""
    budget = TimeBudget(limits)
    with limited_memory(limits.worker_mb), budget.alarm(lambda: None):
        act()
