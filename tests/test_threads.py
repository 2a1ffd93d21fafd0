"""Threads that a cell began: the copies in which tests run go on as if they were there."""

from __future__ import annotations

import pytest

from tests.conftest import Grade

TESTS = """
from grader.checks import close
from grader.lesson import run_tests


def test_of_two():
    close(lengths([-1.0, 2.0]), [1.0, 2.0])


### BEGIN HIDDEN TESTS
def test_of_three():
    close(lengths([-1.0, 2.0, -3.0]), [1.0, 2.0, 3.0])
### END HIDDEN TESTS


run_tests(points=2)
"""

POOLS = {
    "a pool of futures": """
from concurrent.futures import ThreadPoolExecutor
pool = ThreadPoolExecutor(2)
first = list(pool.map(abs, [-1.0, -2.0, -3.0]))
""",
    "a pool that had an initializer": """
from concurrent.futures import ThreadPoolExecutor
import threading
own = threading.local()
def begin():
    own.begun = True
def abs(x):
    assert own.begun
    return max(x, -x)
pool = ThreadPoolExecutor(max_workers=1, initializer=begin)
first = pool.submit(abs, -1.0).result()
""",
    "a pool of multiprocessing's": """
from multiprocessing.pool import ThreadPool
pool = ThreadPool(2)
first = pool.map(abs, [-1.0, -2.0, -3.0])
""",
    "a pool under its other name": """
from multiprocessing.dummy import Pool
pool = Pool(processes=2)
first = pool.map(abs, [-1.0, -2.0, -3.0])
""",
}

MAPPED = "def lengths(x):\n    return list(pool.map(abs, x))\n"

WAITING = """
import threading, warnings
threading.Thread(target=threading.Event().wait, daemon=True).start()
warnings.simplefilter("{}")
def lengths(x):
    return [abs(a) for a in x]
"""


@pytest.mark.parametrize("pool", POOLS.values(), ids=POOLS)
def test_a_function_uses_a_pool_of_threads_that_an_earlier_cell_made(
    graded: Grade, pool: str
) -> None:
    assert [result.outcome == "passed" for result in graded(pool + MAPPED, TESTS)] == [True, True]


MANY = """
from multiprocessing.pool import ThreadPool
pools = [ThreadPool(10), ThreadPool(10)]
def lengths(x):
    return [pools[0].apply(abs, [a]) for a in x]
"""


def test_pools_of_many_threads_take_them_only_in_the_copy_that_uses_them(graded: Grade) -> None:
    assert [result.outcome == "passed" for result in graded(MANY, TESTS)] == [True, True]


def test_threads_that_can_not_be_started_are_told_with_the_limit(graded: Grade) -> None:
    more = MANY.replace("10", "30")
    results = graded(more.replace(", ThreadPool(30)]", "]"), TESTS)
    assert [result.outcome == "passed" for result in results] == [False, False]
    assert "can't start new thread" in results[0].message
    assert "limit processes" in results[0].message


def test_a_pool_that_was_closed_stays_closed(graded: Grade) -> None:
    closed = f"{POOLS['a pool of futures']}pool.shutdown()\n{MAPPED}"
    results = graded(closed, TESTS)
    assert [result.outcome == "passed" for result in results] == [False, False]
    assert "cannot schedule new futures after shutdown" in results[0].message


@pytest.mark.parametrize("action", ["error", "always"])
def test_a_thread_that_waits_costs_nothing_whatever_the_notebook_does_about_warnings(
    graded: Grade, action: str
) -> None:
    results = graded(WAITING.format(action), TESTS)
    assert [result.outcome == "passed" for result in results] == [True, True]


def test_a_pool_that_ends_its_copies_costs_its_own_points(graded: Grade) -> None:
    ending = """
from concurrent.futures import ThreadPoolExecutor
class Pool(ThreadPoolExecutor):
    @property
    def _shutdown(self):
        raise SystemExit(3)
    @_shutdown.setter
    def _shutdown(self, value):
        pass
pool = Pool(1)
"""
    [result] = graded(ending + "def lengths(x):\n    return [abs(a) for a in x]\n", TESTS)
    assert result.outcome == "killed"
