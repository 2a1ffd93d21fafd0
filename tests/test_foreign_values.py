"""What comes back of other libraries is the same in the notebook as when it is graded."""

from __future__ import annotations

import pytest

from grader.verdict import Outcome
from tests.conftest import Grade

CODE = """
    from array import array
    from collections import deque, namedtuple

    import matplotlib
    matplotlib.use("agg")
    import matplotlib.pyplot as plt
    import mpmath
    import numpy as np

    Pair = namedtuple("Pair", "one other")
    third = mpmath.mpf(1) / 3
    counts = array("q", [1, 2])

    class Half(mpmath.mpf):
        def doubled(self): return 2 * self

    def drawn():
        _, ax = plt.subplots()
        ax.set_title("Left", loc="left")
        return ax

    ax = drawn()
    def pair(): return Pair(drawn(), third)
    def matrices(): return deque([np.matrix([[1.0, 2.0], [3.0, 4.0]])])
    def value(name): return eval(name)
    """

CASES = {
    "a number of mpmath": "type(value('third')) is float",
    "a constant of mpmath": "abs(value('mpmath.pi') - 3.14159265) < 1e-8",
    "a complex number of mpmath": "value('mpmath.mpc(1, 2)') == 1 + 2j",
    "a number by its name": "type(third) is float",
    "an object derived from a number": "value('Half(0.5)').doubled() == 1",
    "an array of the standard library": "value('counts').sum() == 3",
    "a title at the left": "value('ax').get_title() == 'Left'",
    "a title at the left, by its name": "ax.get_title() == 'Left'",
    "a title at the left, in a pair": "pair().one.get_title() == 'Left'",
    "a number in a pair": "type(pair().other) is float",
    "a matrix in a deque": "(matrices()[0] * matrices()[0])[0, 1] == 4",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_is_told_alike(run: Grade, case: str) -> None:
    (found,) = run(CODE, f"def test_it():\n    assert {case}\n")
    assert found.outcome is Outcome.PASSED, found.message
