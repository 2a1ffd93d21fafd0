"""What a card shows of a failed call can be pasted into a cell, and compared."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import numpy as np
import pytest
import sympy as sp

from grader.diagnosis.pasted import Pasted
from grader.verdict import Counterexample
from tests.conftest import Grade
from tests.test_suite import hidden

x, y = sp.symbols("x y")
t = sp.Symbol("t", positive=True)

VALUES = [
    None,
    True,
    3,
    1.0,
    0.1 + 0.2,
    -np.inf,
    2 + 3j,
    "it's",
    np.float64(1.5),
    np.array([3.0, 4.0]),
    np.array([[4, 2], [1, 3]]),
    np.array([1.0, np.nan]),
    np.array([1.5], dtype=np.float32),
    np.array([True, False]),
    np.array([1j, 2.0]),
    np.array(["a", "b"]),
    np.array(3.0),
    np.zeros((0, 3)),
    np.zeros((4, 5)),
    np.full((4, 5), 0.5),
    np.ones((4, 5), dtype=int),
    np.eye(4),
    np.arange(20),
    [1.0, (2,), {3}, set(), {"b": np.ones(2), "a": 1}],
    x**3 - 3 * x + 1,
    sp.exp(x) - x / 2,
    sp.Rational(1, 3) * x**2 + sp.sqrt(x) + sp.pi + sp.E,
    sp.log(t) / t + sp.sin(x) * sp.cos(y),
    [x, y],
    sp.Matrix([[x, 1], [sp.Rational(1, 2), y**2]]),
]


def pasted(text: str) -> Any:
    """Run lines in a notebook's namespace; return the value of the last."""
    namespace: dict[str, Any] = {"np": np, "sp": sp}
    *lines, last = text.split("\n")
    exec("\n".join(lines), namespace)
    return eval(last, namespace)


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_a_value_is_written_as_python_that_makes_it_again(value: Any) -> None:
    paste = Pasted()
    text = paste.text(value)
    again: Any = pasted("\n".join([*paste.before, text]))
    kind = float if isinstance(value, np.float64) else type(value)
    assert kind.__name__ == type(again).__name__
    if isinstance(value, np.ndarray):
        assert (again.dtype, again.shape) == (value.dtype, value.shape)
        equal = value.dtype.kind == "f"
        assert np.array_equal(again, value, equal_nan=equal)
    else:
        assert str(again) == str(value)
    if isinstance(value, sp.Basic):
        assert again == value


def test_a_generator_is_written_by_its_seed_and_how_far_it_was_drawn_from() -> None:
    rng = np.random.default_rng(5)
    assert Pasted().text(rng) == "np.random.default_rng(5)"
    rng.random(59)
    paste = Pasted()
    text = paste.text(rng)
    assert paste.before == ["rng = np.random.default_rng(5)", "rng.bit_generator.advance(59)"]
    assert pasted("\n".join([*paste.before, text])).random() == rng.random()


@pytest.mark.parametrize("number", [0.1, 0.25, 3, 1e-9])
def test_a_logarithm_is_written_as_one_where_that_is_exact(number: float) -> None:
    value = float(np.log(number))
    assert Pasted().text(value) == f"np.log({number:g})"
    assert Pasted().text([value, 1.5]) == f"[np.log({number:g}), 1.5]"
    assert Pasted().text(value + 1e-12) == repr(value + 1e-12)


def test_what_can_not_be_written_is_shown_as_a_comment(run: Grade) -> None:
    tests = """
        import numpy as np
        def test_it():
            assert f(np.linspace(0, 1, 5000), rate=0.5)
        """
    assert shown(run("def f(signal, rate): return 0", tests)).called.split("\n") == [
        "# value_1: an array of shape (5000,), too long to show",
        "# f(value_1, rate=0.5)",
    ]


def test_an_object_that_is_handed_over_is_made_in_lines_before(run: Grade) -> None:
    tests = """
        def test_it():
            one, other = GreatOptimizer(0.5), GreatOptimizer()
            one.step([1.0], [2.0])
            assert optimize(one, other, start=3.0)
        """
    code = f"{dedent(OPTIMIZER)}\ndef optimize(one, other, start): return 0"
    assert shown(run(code, tests)).called.split("\n") == [
        "optimizer = GreatOptimizer(0.5)",
        "optimizer.step([1.0], [2.0])",
        "optimizer_2 = GreatOptimizer()",
        "optimize(optimizer, optimizer_2, start=3.0)",
    ]


def test_an_object_of_unknown_making_is_named_with_its_article(run: Grade) -> None:
    code = """
        class AdamOptimizer: pass
        class Maker:
            def __init__(self): self.inner = AdamOptimizer()
        def use(optimizer): return 0
        """
    called = shown(run(code, "def test_it():\n    assert use(Maker().inner)")).called
    assert called.split("\n") == [
        "# value_1: an object of yours, an AdamOptimizer",
        "# use(value_1)",
    ]


def test_what_is_too_long_is_named_and_a_comment_says_what_it_is() -> None:
    paste = Pasted()
    assert paste.text(np.linspace(0, 1, 5000), "signal") == "signal"
    assert paste.before == ["# signal: an array of shape (5000,), too long to show"]


def shown(results: list[Any]) -> Counterexample:
    (result,) = results
    assert result.counterexample
    example: Counterexample = result.counterexample
    return example


def test_a_lambda_of_a_test_is_shown_by_its_source_with_what_it_reads(run: Grade) -> None:
    tests = """
        import numpy as np
        SLOPE = 2.0
        def test_it():
            A = np.array([1.0, 2.0])
            f(lambda w: 2 * w, lambda w: 3 * w)
            f(lambda w: w * w + SLOPE * A[0], 3.0)
            raise AssertionError("no")
        """
    called = shown(run("def f(g, x): return g(2.0)", tests)).called
    assert called.split("\n") == [
        "A = np.array([1.0, 2.0])",
        "SLOPE = 2.0",
        "f(lambda w: w * w + SLOPE * A[0], 3.0)",
    ]
    exec(called, {"np": np, "f": lambda g, x: g(x)})


def test_a_function_of_another_module_is_named(run: Grade) -> None:
    tests = """
        import numpy as np
        from solutions.calculus import gradient
        def test_it():
            f(gradient, np.sin, 1.0)
            assert False
        """
    called = shown(run("def f(g, h, x): return g(x)", tests)).called
    assert called == "# value_1: a function of the test\n# f(value_1, np.sin, 1.0)"


def test_of_the_functions_of_a_test_only_expressions_are_shown(run: Grade) -> None:
    tests = hidden("""
        import pytest
        def secret(w):
            return w * 4321
        @pytest.mark.counterexample
        def test_it():
            f(secret, lambda w: 2 * w)
            assert False
        """)
    called = shown(run("def f(g, h): return 0", tests)).called
    assert called == "# value_1: a function of the test\n# f(value_1, lambda w: 2 * w)"


OPTIMIZER = """
    import numpy as np
    class GreatOptimizer:
        def __init__(self, learning_rate=0.1):
            self.rate = learning_rate
        def step(self, params, gradients):
            return [p - self.rate * g for p, g in zip(params, gradients)]
    """
WALK = """
    import numpy as np
    from grader.checks import close
    def walk(optimizer, params, gradients):
        path = []
        for g in gradients:
            params = [np.copy(x) if np.ndim(x) else x for x in optimizer.step(params, g)]
            path.append(params[0])
        return np.array(path)
    def test_it():
        GRADIENTS
        close(walk(GreatOptimizer(learning_rate=0.5), [1.0], gradients), [0.5] * len(gradients))
    """


def test_an_optimizers_card_shows_how_it_was_made_its_steps_and_its_path(run: Grade) -> None:
    tests = WALK.replace("GRADIENTS", "gradients = [[4.0], [0.0]]")
    found = shown(run(OPTIMIZER, tests))
    assert found.called.split("\n") == [
        "optimizer = GreatOptimizer(learning_rate=0.5)",
        "optimizer.step([1.0], [4.0])",
        "optimizer.step([-1.0], [0.0])",
    ]
    assert (found.returned, found.compared) == ("[-1]", "[-1., -1.]")
    assert found.expected == "[0.5, 0.5]"


def test_of_many_steps_the_first_three_and_the_last_are_shown(run: Grade) -> None:
    found = shown(run(OPTIMIZER, WALK.replace("GRADIENTS", "gradients = [[4.0]] * 100")))
    lines = found.called.split("\n")
    assert lines[0] == "optimizer = GreatOptimizer(learning_rate=0.5)"
    assert lines[4] == "# … 96 calls more …"
    assert [line[:15] for line in (*lines[1:4], lines[5])] == ["optimizer.step("] * 4


def test_a_part_is_compared_by_its_name_with_what_is_expected_of_it(run: Grade) -> None:
    tests = """
        from grader.checks import close, scalars
        def test_it():
            dw1, dw2 = scalars(f(3.0), "dw1", "dw2")
            close(dw2, 120.0)
            close(dw1, 45.0)
        """
    found = shown(run("def f(x): return 5 * x, 40 * x", tests))
    assert (found.called, found.returned, found.expected) == ("f(3.0)", "dw1 = 15", "dw1 = 45")


def test_what_was_computed_from_a_result_has_a_line_of_its_own(run: Grade) -> None:
    tests = """
        import numpy as np
        from grader.checks import close
        def test_it():
            close(f(np.ones(2)).sum(), 1.0)
        """
    found = shown(run("def f(x): return x * 0.75", tests))
    assert (found.returned, found.compared, found.expected) == ("[0.75, 0.75]", "1.5", "1")


def test_the_call_is_shown_whose_result_was_compared(run: Grade) -> None:
    tests = """
        from grader.checks import close
        def test_it():
            close(f(-2.0), -f(2.0))
        """
    found = shown(run("def f(x): return x + 1", tests))
    assert (found.called, found.returned, found.expected) == ("f(-2.0)", "-1", "-3")


def test_a_dict_is_shown_in_its_own_order(run: Grade) -> None:
    found = shown(run("def f(): return {'b': 1.0, 'a': 2}", "def test_it():\n    assert not f()"))
    assert found.returned == "{'b': 1, 'a': 2}"


def test_an_axes_is_shown_by_what_it_holds(run: Grade) -> None:
    code = """
        import matplotlib
        matplotlib.use("agg")
        import matplotlib.pyplot as plt
        def f():
            _, ax = plt.subplots()
            ax.imshow([[1, 2]])
            ax.imshow([[1, 2]])
            ax.set_title("Weights")
            return ax
        """
    found = shown(run(code, "def test_it():\n    assert len(f().images) == 1"))
    assert found.returned == "an Axes with 2 images, title 'Weights'"
