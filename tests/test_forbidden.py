"""An exercise may forbid functions of libraries: the answer counts, and not the shortcut."""

from __future__ import annotations

from textwrap import dedent

import pytest

from grader.testing import forbidden_names
from grader.verdict import Outcome
from tests.conftest import Grade

NAME = "scipy.special.softmax"
TESTS = f"""
    import numpy as np
    import pytest
    from scipy.special import softmax as reference
    from grader.checks import close

    pytestmark = pytest.mark.forbids("{NAME}")

    def test_values():
        x = np.array([1.0, 2.0, 4.0])
        close(softmax(x), reference(x))
"""
SAID = f"Your code uses `{NAME}`; this exercise is to be done without it."

OWN = {
    "the formula": "import numpy as np\ndef softmax(x):\n    e = np.exp(x)\n    return e / e.sum()",
    "a library function that uses the forbidden one itself": (
        "import numpy as np\nfrom scipy.special import logsumexp\n"
        "def softmax(x):\n    return np.exp(x - logsumexp(x))"
    ),
}
SHORTCUTS = {
    "by its full name": (
        "import scipy.special\ndef softmax(x):\n    return scipy.special.softmax(x)"
    ),
    "imported": "from scipy.special import softmax",
    "by another name": "from scipy.special import softmax as s\ndef softmax(x):\n    return s(x)",
    "assigned": "import scipy.special as sp\nsoftmax = sp.softmax",
    "read by getattr": (
        "import scipy.special as sp\ndef softmax(x):\n    return getattr(sp, 'soft' + 'max')(x)"
    ),
    "imported by importlib": (
        "import importlib\ndef softmax(x):\n"
        "    return vars(importlib.import_module('scipy.' + 'special'))['softmax'](x)"
    ),
    "from the module where it stands": (
        "import scipy.special._logsumexp as hidden\nsoftmax = lambda x: hidden.softmax(x)"
    ),
    "loaded anew": (
        "import importlib, sys\nimport scipy.special._logsumexp\n"
        "fresh = importlib.reload(sys.modules['scipy.special._logsumexp'])\n"
        "def softmax(x):\n    return vars(fresh)['softmax'](x)"
    ),
    "handed to a library": (
        "import functools, numpy as np\nfrom scipy import special\n"
        "held = vars(special)['softmax']\n"
        "def softmax(x):\n    return np.apply_along_axis(held, 0, x)"
    ),
    "wrapped": (
        "import functools\nfrom scipy import special\n"
        "softmax = functools.partial(vars(special)['soft' 'max'], axis=None)"
    ),
    "in a helper that another cell defines": (
        "from scipy import special\nhelper = vars(special)['softmax']\n"
        "def softmax(x):\n    return helper(x)"
    ),
    "in code that is run from text": (
        "def softmax(x):\n    space = {'x': x}\n"
        "    exec('from scipy import special\\nr = special.soft' + 'max(x)', space)\n"
        "    return space['r']"
    ),
    "its exception caught": (
        "from scipy import special\ndef softmax(x):\n    try:\n"
        "        return vars(special)['softmax'](x)\n"
        "    except BaseException:\n        return 0"
    ),
}


@pytest.mark.parametrize("code", OWN.values(), ids=OWN)
def test_an_answer_of_ones_own_passes(run: Grade, code: str) -> None:
    assert [result.outcome for result in run(code, TESTS)] == [Outcome.PASSED]


@pytest.mark.parametrize("code", SHORTCUTS.values(), ids=SHORTCUTS)
def test_a_shortcut_fails_and_is_named(run: Grade, code: str) -> None:
    (result,) = run(code, TESTS)
    assert (result.outcome, result.message) == (Outcome.FAILED, SAID)


def test_who_turns_the_watch_off_fails(run: Grade) -> None:
    code = """
        import sys
        from scipy import special
        def softmax(x):
            sys.setprofile(None)
            return vars(special)['softmax'](x)
    """
    (result,) = run(code, TESTS)
    assert result.outcome is Outcome.FAILED
    assert "Your code uses `sys.setprofile`" in result.message


def test_a_recursion_without_end_is_told_as_what_it_is(run: Grade) -> None:
    tests = """
        import pytest

        @pytest.mark.forbids("builtins.sorted")
        def test_order():
            assert order([2, 1]) == [1, 2]
    """
    (result,) = run("def order(values):\n    return order(values)", tests)
    assert result.outcome is Outcome.RAISED
    assert "RecursionError" in result.message


def test_a_function_of_the_tests_may_call_the_students_again(run: Grade) -> None:
    tests = """
        import pytest

        pytestmark = pytest.mark.forbids("statistics.mean")

        def test_inside():
            assert total([1, 3], lambda v: total([v, v], None)) == 8
    """
    code = """
        def total(values, each):
            return sum(each(v) if each else v for v in values)
    """
    (result,) = run(dedent(code), tests)
    assert result.outcome is Outcome.PASSED, result.message


def test_a_test_without_the_marker_allows_all(run: Grade) -> None:
    tests = TESTS.replace("pytestmark", "unused")
    assert run("from scipy.special import softmax", tests)[0].outcome is Outcome.PASSED


def test_one_test_of_several_may_forbid(run: Grade) -> None:
    tests = TESTS.replace("pytestmark = pytest", "alone = pytest").replace(
        "    def test_values",
        "    @alone\n    def test_without():\n        softmax(np.ones(2))\n\n    def test_values",
    )
    first, second = run("from scipy.special import softmax", tests)
    assert (first.outcome, second.outcome) == (Outcome.FAILED, Outcome.PASSED)


def test_built_ins_and_classes_can_be_forbidden(run: Grade) -> None:
    tests = """
        import pytest

        @pytest.mark.forbids("builtins.sorted")
        def test_sorted():
            assert order([2, 1]) == [1, 2]

        @pytest.mark.forbids("sklearn.decomposition.PCA")
        def test_class():
            assert parts() == 1
    """
    code = """
        import builtins
        from sklearn import decomposition
        def order(values):
            return vars(builtins)['sorted'](values)
        def parts():
            return getattr(decomposition, 'PC' + 'A')(1).n_components
    """
    first, second = run(code, tests)
    assert "uses `builtins.sorted`" in first.message
    assert "uses `sklearn.decomposition.PCA`" in second.message


USES = "def f(x, np=np):\n    return np.linalg.norm(x)"


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["import numpy as np", "def f(x):\n    return np.linalg.norm(x)"], "numpy.linalg.norm"),
        (["from numpy.linalg import *", "def f(x):\n    return norm(x)"], "numpy.linalg.norm"),
        (["%matplotlib inline\nimport numpy as np\nf = np.linalg.norm"], "numpy.linalg.norm"),
        (["import numpy as np", "g = np.linalg.norm", "def f(x):\n    return x"], ""),
        (["import numpy as np\ndef f(x):\n    return np.linalg.normal(x)"], ""),
        (["def f(x):\n    return norm(x)"], ""),
        # an earlier exercise may use what this one forbids, under a name that its answer takes
        # an earlier exercise may use what this one forbids, under the name of this answer
        (["from numpy.linalg import norm as f\ng = 1", "def f(x):\n    return f(x[1:])"], ""),
        (["def f(x):\n    return 1", "from numpy.linalg import norm as f"], "numpy.linalg.norm"),
        (["import numpy as np\n" + USES, "for f in []:\n    pass"], "numpy.linalg.norm"),
        (["import numpy as np\n" + USES, "f = f"], "numpy.linalg.norm"),
        (["import numpy as np\n" + USES, "f: object"], "numpy.linalg.norm"),
        (["import numpy as np\n" + USES, "class np:\n    pass"], "numpy.linalg.norm"),
        (["import numpy as np\n" + USES, "def f(x):\n    return 1"], "numpy.linalg.norm"),
        (["def f(x:\n    return norm(x)"], ""),
        (["f = " + "(" * 5000], ""),
        (["f = a" + ".b" * 2000], ""),
        ([f"f = a{'.b' * 900}\n" * 100], ""),
        (["x = 1\n" * 1_000_000, "from numpy.linalg import norm as f"], "numpy.linalg.norm"),
    ],
)
def test_names_are_found_in_the_text_of_the_cells_that_define_what_is_graded(
    cells: list[str], found: str
) -> None:
    assert forbidden_names.find_forbidden(cells, ["f"], ["numpy.linalg.norm"]) == found
