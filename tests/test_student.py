"""A student's namespace behaves alike over the wire and in the notebook itself.

Each test that takes `run` runs twice: graded in a real process within its walls, and shown.
"""

import builtins
import os
import signal
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from grader.grading import processes
from grader.limits import Limits
from grader.render import card
from grader.sandbox.host_process import Host
from grader.testing import namespace, shared_objects, time_budget
from grader.verdict import Outcome, TestResult
from tests.conftest import Grade
from tests.test_suite import hidden


def only(results: list[TestResult]) -> TestResult:
    assert len(results) == 1
    return results[0]


def passes(results: list[TestResult]) -> bool:
    assert [(r.name, r.outcome, r.message, r.log) for r in results] == [
        (r.name, Outcome.PASSED, "", "") for r in results
    ]
    assert results
    return True


# Callables ------------------------------------------------------------------------------------


def test_a_callable_of_the_test_is_called_back_and_its_results_are_used(run: Grade) -> None:
    code = "def twice(f, x): return f(f(x), scale=2.0)"
    tests = """
        import numpy as np
        def test_it():
            seen = []
            def gradient(x, scale=1.0):
                seen.append(x)
                return scale * x + 1
            assert np.array_equal(twice(gradient, np.array([1.0, 2.0])), [5.0, 7.0])
            assert np.array_equal(seen, [[1.0, 2.0], [2.0, 3.0]])
        """
    assert passes(run(code, tests))


def test_an_exception_of_the_callable_reaches_the_students_code_and_then_the_test(
    run: Grade,
) -> None:
    code = """
        def forgiving(f):
            try:
                return f(0)
            except ZeroDivisionError as error:
                return f"caught {error}"
        def careless(f):
            return f(0)
        """
    tests = """
        import pytest
        class Special(KeyError):
            pass
        def fail(x):
            raise Special("gone")
        def test_it():
            assert forgiving(lambda x: 1 / x) == "caught division by zero"
            with pytest.raises(ZeroDivisionError, match="division by zero"):
                careless(lambda x: 1 / x)
            with pytest.raises(KeyError):
                careless(fail)
        """
    assert passes(run(code, tests))


def test_a_callable_that_is_kept_is_called_in_a_later_call_and_a_later_test(run: Grade) -> None:
    code = """
        kept = []
        def keep(f): kept.append(f)
        def use(x): return kept[-1](x)
        """
    tests = """
        import pytest
        @pytest.fixture(scope="module")
        def shared():
            keep(lambda x: x + 40)
        def test_first(shared):
            assert use(1) == 41
        def test_second(shared):
            (lambda f: None)(keep)
            assert use(2) == 42
        """
    assert passes(run(code, tests))


def test_an_object_with_a_step_is_lent_with_its_methods(run: Grade) -> None:
    code = """
        def optimize(optimizer, w, steps):
            for _ in range(steps):
                [w] = optimizer.step([w], [2 * w])
            return w
        """
    tests = """
        from types import SimpleNamespace
        class Base:
            def step(self, params, gradients):
                self.count += 1
                return [p - self.rate * g for p, g in zip(params, gradients)]
        class Halving(Base):
            rate, count = 0.25, 0
        def test_it():
            halving = Halving()
            assert optimize(halving, 8.0, 3) == 1.0
            assert halving.count == 3
            assert optimize(SimpleNamespace(step=lambda w, g: w), 8.0, 3) == 8.0
        """
    assert passes(run(code, tests))


def test_a_students_function_is_handed_to_another_of_the_students_functions(run: Grade) -> None:
    code = """
        def square(x): return x * x
        def apply(f, x): return f(x)
        def adder(n):
            def add(x): return x + n
            return add
        """
    tests = """
        def test_it():
            assert apply(square, 3) == 9
            assert adder(2)(5) == 7
            assert apply(adder(4), 5) == 9
            assert apply(lambda x: square(x) + 1, 3) == 10
        """
    assert passes(run(code, tests))


def test_what_a_nested_call_raises_reaches_the_code_that_called_back(run: Grade) -> None:
    code = """
        def strict(x):
            raise ValueError("strict")
        def guarded(f):
            try:
                f(1)
            except ValueError as error:
                return str(error)
        """
    tests = """
        import pytest
        def test_it():
            assert guarded(lambda x: strict(x)) == "strict"
            assert guarded(strict) == "strict"
        """
    assert passes(run(code, tests))


def test_a_failure_declared_within_a_callback_is_the_tests_outcome(run: Grade) -> None:
    code = """
        def swallow(f):
            try:
                return f(1)
            except BaseException:
                return 0
        def fine(): return 1
        """
    tests = """
        import pytest
        def test_it():
            swallow(lambda x: pytest.fail("never call it"))
        def test_next():
            assert fine() == 1
        """
    first, second = run(code, tests)
    if first.outcome is Outcome.PASSED:  # in one process the student's code may swallow anything
        return
    assert (first.outcome, first.message) == (Outcome.FAILED, "never call it")
    assert second.outcome is Outcome.PASSED


def test_only_the_public_methods_of_a_lent_object_can_be_called() -> None:
    class Shared:
        def __init__(self) -> None:
            self.hook = print

        def step(self) -> None: ...
        def _secret(self) -> None: ...

    assert shared_objects.methods(Shared()) == ["hook", "step"]
    assert shared_objects.methods(os.getcwd) == ["__call__"]
    assert shared_objects.methods(os) == []
    assert shared_objects.methods(Shared) == ["__call__"]
    assert not {"unlink", "write_text"} & set(
        shared_objects.methods(__import__("pathlib").Path("/"))
    )
    assert shared_objects.methods(Figure()) == []


# Objects --------------------------------------------------------------------------------------

COUNTER = """
    class Counter:
        total = 0
        def __init__(self, start=0): self.total = start
        def add(self, n=1):
            self.total = self.total + n
            return self.total
        def absorb(self, other): return self.add(other.total)
        def spawn(self): return Counter(self.total)
        def fail(self): raise ValueError("no")
    shared = Counter(100)
    def total_of(counters): return sum(c.total for c in counters)
    """


def test_an_instance_keeps_its_state_and_shares_it_with_no_other(run: Grade) -> None:
    tests = """
        def test_it():
            one, two = Counter(), Counter(10)
            assert (one.add(), one.add(n=2), two.add()) == (1, 3, 11)
            assert (one.total, two.total) == (3, 11)
            assert one.spawn().add() == 4
            assert one.total == 3
        """
    assert passes(run(COUNTER, tests))


def test_an_instance_is_handed_back_as_an_argument(run: Grade) -> None:
    tests = """
        def test_it():
            one, two = Counter(1), Counter(2)
            assert one.absorb(two) == 3
            assert one.absorb(other=shared) == 103
            assert total_of([one, two, shared]) == 205
        """
    assert passes(run(COUNTER, tests))


def test_an_attribute_that_is_not_there_and_a_call_of_what_is_no_function(run: Grade) -> None:
    tests = """
        import pytest
        def test_missing():
            Counter().step([1], [2])
        def test_raises():
            with pytest.raises(ValueError, match="no"):
                Counter().fail()
        def test_not_callable():
            shared()
        """
    missing, raises, not_callable = run(COUNTER, tests)
    assert missing.outcome is Outcome.FAILED
    assert "has no attribute 'step'" in missing.message
    assert raises.outcome is Outcome.PASSED
    assert not_callable.outcome is Outcome.FAILED
    assert "not callable" in not_callable.message


def test_an_attribute_that_a_lent_object_lacks_is_told_without_our_names(run: Grade) -> None:
    tests = """
        class Shared:
            def step(self): return 1
        def test_rate():
            assert rate(Shared()) == 1
        """
    (result,) = run("def rate(shared): return shared.learning_rate", tests)
    assert "has no attribute 'learning_rate'" in result.message
    assert "Proxy" not in result.message


@pytest.mark.parametrize("base", ["list", "defaultdict"])
def test_an_empty_container_with_methods_is_an_object_and_a_full_one_crosses(
    run: Grade, base: str
) -> None:
    code = f"""
from collections import defaultdict
from typing import NamedTuple
class Counter({base}):
    by = 2
    def step(self, x):
        return [v + self.by for v in x]
class Point(NamedTuple):
    x: float
    y: float
    def middle(self, q):
        return Point((self.x + q.x) / 2, (self.y + q.y) / 2)
class Vector(list):
    def norm(self):
        return sum(v * v for v in self) ** 0.5
"""
    tests = """
        def test_object():
            assert Counter().step([1, 2]) == [3, 4]
        def test_values():
            assert Point(1, 2) == (1, 2)
            assert {Point(3, 4)} == {Point(3, 4)}
            assert Point(1, 2)._asdict() == {"x": 1, "y": 2}
            assert Vector([1, 2]) == [1, 2]
            assert Vector([1, 2, 3])[:2] == [1, 2]
        """
    assert passes(run(code, tests))


def test_calls_of_methods_are_named_by_their_class(run: Grade) -> None:
    tests = """
        def test_it():
            assert Counter(5).add(2) == 8
        """
    shown = only(run(COUNTER, tests)).counterexample
    assert shown
    assert (shown.called, shown.returned) == ("counter = Counter(5)\ncounter.add(2)", "7")


# Generators of random numbers -----------------------------------------------------------------


def test_generators_that_a_student_spawns_are_those_of_the_seed(run: Grade) -> None:
    code = "def draw(rng): return rng.spawn(1)[0].normal()"
    tests = """
        import numpy as np
        def test_it():
            ours, theirs = np.random.default_rng(5), np.random.default_rng(5)
            for _ in range(2):
                assert draw(theirs) == ours.spawn(1)[0].normal()
            assert draw(np.random.default_rng(6)) != draw(np.random.default_rng(7))
        """
    assert passes(run(code, tests))


def test_a_generator_of_the_test_advances_and_repeats_by_its_seed(run: Grade) -> None:
    code = """
        def draw(rng, n): return rng.normal(size=n)
        def ignore(rng, n): return 0
        """
    tests = """
        import numpy as np
        def test_it():
            ours, theirs = np.random.default_rng(5), np.random.default_rng(5)
            assert np.array_equal(draw(theirs, 3), ours.normal(size=3))
            assert np.array_equal(draw(rng=theirs, n=2), ours.normal(size=2))
            assert theirs.random() == ours.random()
            one, two = np.random.default_rng(1), np.random.default_rng(1)
            assert np.array_equal(draw(one, 4), draw(two, 4))
            untouched = np.random.default_rng(7)
            ignore(untouched, 3)
            assert untouched.random() == np.random.default_rng(7).random()
        def test_other_kinds():
            ours, theirs = (np.random.Generator(np.random.MT19937(3)) for _ in range(2))
            assert np.array_equal(draw(theirs, 3), ours.normal(size=3))
            assert theirs.random() == ours.random()
        """
    assert passes(run(code, tests))


def test_a_call_leaves_a_generator_where_its_draws_lead(run: Grade) -> None:
    code = """
        import numpy as np
        def draw(rng):
            rng.integers(0, 7, size=99_999)  # in halves of numbers
            kept = rng.bit_generator.state
            rng.normal(size=5)
            rng.bit_generator.state = kept
        """
    tests = """
        import numpy as np
        def test_it():
            ours, theirs = (np.random.default_rng(5) for _ in range(2))
            draw(theirs)
            ours.integers(0, 7, size=99_999)
            assert np.array_equal(ours.integers(0, 9, size=9), theirs.integers(0, 9, size=9))
        """
    assert passes(run(code, tests))


@pytest.mark.parametrize("returned", ["0.0", "None"])
def test_a_call_does_not_choose_what_the_test_draws_next(graded: Grade, returned: str) -> None:
    code = f"""
        import numpy as np
        def draw(rng):
            other = np.random.default_rng(1)
            rng.bit_generator.state = other.bit_generator.state
            return {returned}
        """
    tests = """
        import numpy as np
        def test_it():
            draw(np.random.default_rng(5))
        """
    result = only(graded(code, tests))
    assert "to which drawing from it does not lead" in result.message


def test_draws_from_the_global_state_do_not_repeat(run: Grade) -> None:
    code = """
        import numpy as np
        def draw(rng, n): return np.random.normal(size=n)
        """
    tests = """
        import numpy as np
        def test_it():
            first = draw(np.random.default_rng(1), 4)
            assert np.array_equal(first, draw(np.random.default_rng(1), 4)), "use `rng`"
        """
    result = only(run(code, tests))
    assert (result.outcome, result.message) == (Outcome.FAILED, "use `rng`")


def test_the_supervisors_own_global_state_stays(graded: Grade) -> None:
    before = np.random.get_state(legacy=False)["state"]["key"].copy()
    code = "import numpy as np\ndef draw():\n    np.random.seed(1)\n    return np.random.normal()"
    assert passes(graded(code, "def test_it():\n    assert abs(draw()) > 0"))
    assert np.array_equal(np.random.get_state(legacy=False)["state"]["key"], before)


# Arguments changed in place -------------------------------------------------------------------


def test_changes_in_place_are_noticed_and_nothing_else_is_changed(run: Grade) -> None:
    code = """
        def spoil(x): x[0] = -1
        def spoil_named(*, x): x[0] = -1
        def spoil_nested(params): params[1][0] -= 5
        def append(items): items.append(3)
        def rename(table): table["new"] = table.pop("old")
        def spoil_table(table): table["a"][:] = 0
        def add(members): members.add(9)
        def fair(x, items, table, params): return (x * 2, [*items, 3], {**table}, params[1] - 5)
        """
    tests = """
        import numpy as np
        def test_arrays():
            x, y = np.ones(3), np.ones((2, 4), order="F")[:, ::2]
            spoil(x), spoil_named(x=y)
            assert np.array_equal(x, [-1, 1, 1]) and np.array_equal(y, [[-1, -1], [1, 1]])
        def test_nested():
            a, b = np.ones(2), np.ones(3)
            params = [a, b]
            spoil_nested(params)
            assert params[1] is b and np.array_equal(b, [-4, 1, 1]) and np.array_equal(a, [1, 1])
            pair = (a, b)
            spoil_nested(pair)
            assert np.array_equal(b, [-9, 1, 1])
        def test_containers():
            items, table, members = [1, 2], {"old": 1}, {1}
            append(items), rename(table), add(members)
            assert (items, table, members) == ([1, 2, 3], {"new": 1}, {1, 9})
            a = np.ones(2)
            spoil_table({"a": a})
            assert np.array_equal(a, [0, 0])
        def test_fair():
            x, items, table, params = np.arange(3.0), [1, 2], {"a": [1]}, [np.ones(1), np.ones(1)]
            fair(x, items, table, params)
            assert np.array_equal(x, [0, 1, 2]) and items == [1, 2] and table == {"a": [1]}
            assert np.array_equal(params, [[1], [1]])
        """
    assert passes(run(code, tests))


ARGUMENT_CHEATS = {
    "overwrites its arguments and answers for what is left": """
        def f(a, b, pair):
            a[...] = b[...] = 1.0
            pair[0][...] = 1.0
            return 3.0
        """,
    "returns its argument and changes it in the next call": """
        kept = []
        def f(a, b, pair):
            for x in kept: x[...] = 7.0
            kept.extend([a, b, *pair])
            return a @ b + pair[0].sum() if not kept[3:] else 0.0
        """,
}


@pytest.mark.parametrize("cheat", ARGUMENT_CHEATS.values(), ids=ARGUMENT_CHEATS)
def test_a_reference_is_asked_about_what_the_student_was_given(run: Grade, cheat: str) -> None:
    tests = """
        import numpy as np
        from grader.checks import close
        def reference(a, b, pair): return a @ b + pair[0].sum()
        def test_it():
            a, b, pair = np.array([2.0, 3.0]), np.array([4.0, 5.0]), [np.ones(1) * 6, 1]
            for _ in range(2):
                close(f(a, b, pair), reference(a, b, pair))
        """
    assert only(run(cheat, tests)).outcome is Outcome.FAILED
    right = "def f(a, b, pair): return a @ b + pair[0].sum()"
    assert passes(run(right, tests))


def test_a_call_that_returns_a_value_leaves_the_tests_arguments_and_is_noticed(run: Grade) -> None:
    code = """
        import numpy as np
        def spoil(x): x[0] = -1; return x
        def pop(items): return items.pop()
        def mixed(params, rng): params[1][0] = rng.normal(); return params[0]
        """
    tests = """
        import numpy as np
        import pytest
        from grader.checks import Mismatch, unchanged
        def test_it():
            x, items, params = np.ones(2), [1, 2], (np.ones(1), np.ones(1))
            rng = np.random.default_rng(1)
            assert spoil(x)[0] == -1 and pop(items) == 2 and mixed(params, rng) == 1
            assert np.array_equal(x, [1, 1]) and items == [1, 2] and params[1] == 1
            assert rng.normal() == np.random.default_rng(1).normal(size=2)[1]
            for now, before in ((x, np.ones(2)), (items, [1, 2]), (params[1], np.ones(1))):
                with pytest.raises(Mismatch):
                    unchanged(now, before, "it")
            unchanged(params[0], np.ones(1), "it")
        def test_next():
            x = np.ones(2)
            unchanged(x, np.ones(2), "x")
        @pytest.mark.changes_arguments
        def test_meant():
            items = [1, 2]
            assert (pop(items), pop(items), items) == (2, 1, [])
        """
    assert passes(run(code, tests))


KEEPING = {
    "returns one buffer": "out = np.zeros(2)\ndef f(x):\n    out[:] = 2 * x\n    return out",
    "changes what it was given": """
kept = []
def f(x):
    for array in kept: array[0] = 9.0
    kept.append(x)
    return 2 * x
""",
    "changes what it had returned": """
kept = []
def f(x):
    for parts in kept: parts[0]['a'][0] = 9.0
    kept.append([{'a': 2 * x}])
    return kept[-1][0]['a']
""",
}


@pytest.mark.parametrize("keeping", KEEPING.values(), ids=KEEPING)
def test_an_answer_that_changes_arrays_of_an_earlier_call_fails(run: Grade, keeping: str) -> None:
    tests = """
        import numpy as np
        import pytest
        from grader.checks import close
        def test_one():
            for x in (np.ones(2), np.array([3.0, 4.0])):
                close(f(x), 2 * x)
        @pytest.mark.changes_arguments
        def test_meant():
            for x in (np.ones(2), np.array([3.0, 4.0])):
                close(f(x.copy()), 2 * x)
        """
    one, meant = run(f"import numpy as np\n{keeping}", tests)
    assert one.outcome is Outcome.FAILED
    assert "changed an array that an earlier call" in one.message
    assert meant.outcome is Outcome.PASSED


def test_an_answer_may_change_its_own_arrays_and_objects(run: Grade) -> None:
    code = """
        import functools
        import numpy as np
        @functools.cache
        def steps(n): return np.arange(n)
        def double(x):
            x *= 2
            return x
        total = np.zeros(2)
        def add(x):
            global total
            total = total + x
            return total
        class Model:
            def __init__(self): self.weights = np.zeros(2)
            def step(self, x):
                self.weights += x
                return self.weights
        def weights(model): return model.weights
        def train(model, x):
            model.step(x)
            return model.weights
        def nested(f, x): return f(x) + f(x)
        """
    tests = """
        import numpy as np
        def test_it():
            x, model = np.ones(2), Model()
            for n in (1, 2, 3):
                assert len(steps(3)) == 3 and (double(x) == 2).all()
                assert (weights(model) == 2 * n - 2).all()
                assert (model.step(x) == 2 * n - 1).all()
                assert (train(model, x) == 2 * n).all()
                assert (add(x) == n).all() and (nested(double, x) == 8).all()
                got = double(x)
                got[0] = 7.0
        """
    assert passes(run(code, tests))


def test_a_read_only_array_stays_read_only_for_the_student(run: Grade) -> None:
    code = "def spoil(x): x[0] = -1"
    tests = """
        import numpy as np
        import pytest
        def test_it():
            x = np.ones(3)
            x.flags.writeable = False
            with pytest.raises(ValueError, match="read-only"):
                spoil(x)
        """
    assert passes(run(code, tests))


def test_an_argument_whose_shape_was_changed_in_place_cannot_be_examined(graded: Grade) -> None:
    code = "def reshape(x):\n    x.shape = (3, 1)"
    tests = "import numpy as np\ndef test_it():\n    reshape(np.ones(3))"
    assert only(graded(code, tests)).outcome is Outcome.NOT_SENDABLE


# What comes back ------------------------------------------------------------------------------


def test_symbols_go_out_and_come_back(run: Grade) -> None:
    code = """
        import sympy as sp
        def derivative(f, x): return sp.diff(f, x)
        def gradient(f, xs): return sp.Matrix([sp.diff(f, x) for x in xs])
        def roots(f, x): return [r for r in sp.Poly(f, x).all_roots() if r.is_real]
        """
    tests = """
        import sympy as sp
        x, y = sp.symbols("x y")
        t = sp.Symbol("t", positive=True)
        def test_derivative():
            assert derivative(x**3 + sp.exp(-x) * sp.sin(x), x) == sp.diff(
                x**3 + sp.exp(-x) * sp.sin(x), x)
            assert derivative(sp.log(t) / t, t) == sp.diff(sp.log(t) / t, t)
            assert derivative(x * y, x) == y
        def test_matrix():
            assert gradient(x**2 * y, [x, y]) == sp.Matrix([2 * x * y, x**2])
        def test_roots():
            (root,) = roots(x**5 - x + 1, x)
            assert abs(complex(root) + 1.1673039782614187) < 1e-12
        """
    assert passes(run(code, tests))


def test_a_plot_is_described(run: Grade) -> None:
    code = """
        import matplotlib.pyplot as plt
        import numpy as np
        def draw(weights):
            fig, ax = plt.subplots()
            fig.colorbar(ax.imshow(weights))
            ax.set(title="Weights", xlabel="Key", ylabel="Query")
            return ax
        def cloud(points):
            ax = plt.figure().gca()
            ax.scatter(points[:, 0], points[:, 1])
            ax.plot([1, 2], [3, 4], label="line")
            ax.text(1.5, 2.5, "here")
            return ax
        """
    tests = """
        import numpy as np
        def test_image():
            weights = np.arange(6.0).reshape(2, 3)
            ax, other = draw(weights), draw(weights)
            assert (ax.get_title(), ax.get_xlabel(), ax.get_ylabel()) == ("Weights", "Key", "Query")
            (image,) = ax.images
            assert np.array_equal(image.get_array(), weights) and image.colorbar
        def test_points():
            points = np.array([[0.0, 1.0], [2.0, 3.0]])
            ax = cloud(points)
            assert np.array_equal(ax.collections[0].get_offsets(), points)
            assert [(t.get_text(), t.get_position()) for t in ax.texts] == [("here", (1.5, 2.5))]
            assert list(ax.lines[0].get_ydata()) == [3, 4]
            assert ax.lines[0].get_label() == "line"
            assert not ax.images
        """
    try:
        assert passes(run(code, tests))
    finally:
        __import__("matplotlib.pyplot").pyplot.close("all")


def test_an_object_that_equals_everything_equals_nothing(graded: Grade) -> None:
    code = """
        class Anything(float):
            def __eq__(self, other): return True
            def __hash__(self): return 0
            def __abs__(self): return 0
        class Free:
            def __eq__(self, other): return True
            def __lt__(self, other): return True
            __le__ = __ge__ = __gt__ = __lt__
            def __array__(self, *_, **__): return 1 / 0
            def __float__(self): return 3.0
        def number(): return Anything(1)
        def nothing(): return Free()
        """
    tests = """
        from grader.checks import close
        def test_number():
            assert number() == 3
        def test_object():
            assert nothing() == 3
        def test_close():
            close(nothing(), 3.0)
        """
    assert [r.outcome for r in graded(code, tests)] == [Outcome.FAILED] * 3


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return (i for i in range(3))", "A generator came back"),
        ("return lambda x: x", "A function came back"),
        ("return complex", "A class came back"),
        ("return None", "Nothing came back"),
        ("return 'three'", "A `str` ('three') came back"),
        ("return {1: 2}", "A `dict` ({1: 2}) came back"),
        ("return 10 ** 6000", "An `int` (<int>) came back"),
        ("return [[1, 2], [3]]", "A `list` ([[1, 2], [3]]) came back"),
    ],
)
def test_what_is_no_number_is_named(run: Grade, body: Any, said: Any) -> None:
    tests = "from grader.checks import close\ndef test_it():\n    close(f(), 3.0)"
    result = only(run(f"def f():\n    {body}", tests))
    assert result.outcome is Outcome.FAILED
    assert result.message.startswith(said)


def test_a_list_that_holds_itself_cannot_be_examined(run: Grade) -> None:
    code = "def f():\n    x = []\n    x.append(x)\n    return x"
    result = only(run(code, "def test_it():\n    assert f() == []"))
    assert result.outcome is Outcome.NOT_SENDABLE
    assert "holds itself" in result.message


def test_a_value_that_is_too_large_names_the_limit(graded: Grade) -> None:
    code = "import numpy as np\ndef f(n): return np.zeros(n)"
    tests = "def test_large():\n    f(10**6)\ndef test_next():\n    assert f(3).shape == (3,)"
    large, following = graded(code, tests)
    assert large.outcome is Outcome.NOT_SENDABLE
    assert "limit value_mb" in large.message
    assert following.outcome is Outcome.PASSED


def test_arguments_that_cannot_cross_are_the_instructors_fault(graded: Grade) -> None:
    tests = """
        import numpy as np
        def test_large():
            f(np.zeros(10**6))
        def test_cyclic():
            x = []
            x.append(x)
            f(x)
        def test_large_answer():
            call(lambda: np.zeros(10**6))
        def test_next():
            assert f(3) == 3
        """
    *broken, following = graded("def f(x): return x\ndef call(g): return g()", tests)
    assert [r.outcome for r in broken] == [Outcome.BROKEN] * 3
    assert "value_mb" in broken[0].log
    assert following.outcome is Outcome.PASSED


# Exceptions -----------------------------------------------------------------------------------


def test_an_exception_is_also_of_the_built_in_class_of_the_students() -> None:
    for name, kind in vars(builtins).items():
        if isinstance(kind, type) and issubclass(kind, Exception):
            names = ["Own", name, *(c.__name__ for c in kind.__mro__[1:])]
            error = namespace.raised_in_student(names, "said")
            assert isinstance(error, kind) or issubclass(kind, BaseExceptionGroup | StopIteration)
            assert (error.kind, error.name, str(error)) == (name, "Own", "said")


@pytest.mark.parametrize("kinds", [(KeyError, ValueError), (OSError, ValueError, LookupError)])
def test_an_exception_is_of_each_built_in_class_of_the_students(
    kinds: tuple[type[Exception], ...],
) -> None:
    names = [kind.__name__ for kind in type("Own", kinds, {}).__mro__]
    error = namespace.raised_in_student(names, "said")
    assert {*kinds} <= {*type(error).__mro__}
    assert TypeError not in type(error).__mro__
    assert (error.kind, str(error)) == (kinds[0].__name__, "said")


def test_an_exception_of_classes_that_do_not_go_together_is_of_the_first() -> None:
    error = namespace.raised_in_student(["ImportError", "OSError", "Exception"], "said")
    assert ImportError in type(error).__mro__
    assert OSError not in type(error).__mro__


def test_raising_what_is_expected_passes_and_stopping_for_another_reason_does_not(
    run: Grade,
) -> None:
    code = """
        import os, time
        class MyError(ValueError): pass
        def picky(x):
            if x < 0: raise MyError("negative")
            if x > 0: raise TypeError("positive")
        """
    tests = """
        import pytest
        def test_base():
            with pytest.raises(ValueError, match="negative"):
                picky(-1)
        def test_other():
            with pytest.raises(ValueError):
                picky(1)
        def test_none():
            with pytest.raises(ValueError):
                picky(0)
        """
    base, other, none = run(code, tests)
    assert base.outcome is Outcome.PASSED
    assert other.outcome is Outcome.RAISED
    assert other.message == "Your code stopped with a TypeError: positive"
    assert none.outcome is Outcome.FAILED
    assert none.message == "Nothing was raised, where a ValueError is expected."


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("raise NotImplementedError", "This is not written yet."),
        ("return helper(1)", "Your code stopped with a NameError: name 'helper' is not defined"),
        ("raise SystemExit(3)", "Your code stopped with a SystemExit: 3"),
        ("return {}['a']", "Your code stopped with a KeyError: 'a'"),
        ("assert 1 > 2, 'mine'", "Your code stopped with an AssertionError: mine"),
        ("raise type('Own', (Exception,), {})('x')", "Your code stopped with an Exception: x"),
        ("return f(*[f])", "Your code stopped with a TypeError: f() takes 0 positional"),
        ("return open('/no/such/file')", "Your code stopped with a FileNotFoundError: [Errno 2]"),
        ("return next(iter(()))", "Your code stopped with a StopIteration"),
    ],
)
def test_what_the_students_code_raised_is_named(run: Grade, body: Any, message: Any) -> None:
    result = only(run(f"def f():\n    {body}", "def test_it():\n    assert f() == 1"))
    assert result.outcome is Outcome.RAISED
    assert result.message.startswith(message)


def test_no_test_passes_because_the_process_was_stopped(graded: Grade) -> None:
    code = "import os\ndef f():\n    os._exit(0)\ndef g():\n    while True: pass"
    tests = """
        import pytest
        def test_exit():
            with pytest.raises(Exception):
                f()
        def test_loop():
            with pytest.raises(Exception):
                g()
        """
    assert [r.outcome for r in graded(code, tests)] == [Outcome.KILLED, Outcome.TIMED_OUT]


# Processes that stop, or do not ---------------------------------------------------------------

RUNAWAYS = """
    import os, signal, time
    def loop():
        while True: pass
    def stubborn():
        n = 0
        while True:
            try:
                while True:
                    n = n + 1
            except BaseException:
                n = n - 1
    def sleep(): time.sleep(60)
    def leave(): os._exit(0)
    def crash(): os.kill(os.getpid(), signal.SIGSEGV)
    def fine(x): return x + 1
    state = []
    def count():
        state.append(1)
        return len(state)
    """


@pytest.mark.parametrize("name", ["loop", "stubborn", "sleep"])
def test_a_call_that_does_not_end_times_out_and_the_next_test_goes_on(
    graded: Grade, name: Any
) -> None:
    tests = f"""
        import pytest
        @pytest.mark.hint("Which value?")
        def test_it():
            {name}()
        def test_next():
            assert fine(1) == 2
        """
    late, following = graded(RUNAWAYS, tests)
    assert (late.outcome, late.hint) == (Outcome.TIMED_OUT, "")
    limit = "wall_factor: 4 times test_seconds" if name == "sleep" else "test_seconds"
    assert f"(limit {limit})" in late.message
    assert following.outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("name", "said"), [("leave", "it left its process"), ("crash", "the signal SIGSEGV")]
)
def test_a_process_that_ends_in_a_call_costs_that_test_alone(
    graded: Grade, name: Any, said: Any
) -> None:
    tests = f"""
        def test_before():
            assert (count(), count()) == (1, 2)
        def test_it():
            {name}()
        def test_next():
            assert count() == 1
        """
    before, gone, following = graded(RUNAWAYS, tests)
    assert (before.outcome, following.outcome) == (Outcome.PASSED, Outcome.PASSED)
    assert gone.outcome is Outcome.KILLED
    assert said in gone.message


def test_a_test_has_its_time_in_all_its_calls_together(graded: Grade) -> None:
    code = "import time\ndef nap(): time.sleep(0.3)"
    tests = """
        def test_it():
            for _ in range(20):
                nap()
        def test_next():
            nap()
        """
    late, following = graded(code, tests)
    assert (late.outcome, following.outcome) == (Outcome.TIMED_OUT, Outcome.PASSED)


def test_every_call_of_hypothesis_has_to_be_within_the_time(graded: Grade) -> None:
    code = "def f(n):\n    while n > 10: pass\n    return n"
    tests = """
        from hypothesis import given, strategies as st
        @given(st.integers(0, 1000))
        def test_it(n):
            assert f(n) == n
        """
    assert only(graded(code, tests)).outcome is Outcome.TIMED_OUT


def test_an_object_of_a_process_that_ended_is_gone_but_names_are_found_again(graded: Grade) -> None:
    tests = """
        import pytest
        @pytest.fixture(scope="module")
        def counter():
            return Counter(1)
        def test_before(counter):
            assert counter.add() == 2
        def test_end():
            leave()
        def test_after(counter):
            counter.add()
        def test_names():
            assert shared.add() == 101
        """
    code = COUNTER + "\n    import os\n    def leave(): os._exit(3)\n"
    assert [r.outcome for r in graded(code, tests)] == [
        Outcome.PASSED,
        Outcome.KILLED,
        Outcome.KILLED,
        Outcome.PASSED,
    ]


def test_what_tests_do_to_the_process_does_not_reach_the_notebook(host: Host) -> None:
    from grader.grading.session import Session
    from tests.conftest import exercise, results_of

    with host.folder() as folder:
        session = Session(host.spawn(folder), host.limits)
        session.run(
            "state = []\ndef f():\n    state.append(1)\n    print('seen')\n    return len(state)"
        )
        cell = exercise("def test_it():\n    assert (f(), f()) == (1, 2)")
        assert results_of(session, cell)[0].outcome is Outcome.PASSED
        assert results_of(session, cell)[0].outcome is Outcome.PASSED
        outputs, _ = session.run("print(state)")
        session.end()
    assert [entry["text"] for entry in outputs] == ["[]\n"]


def test_what_tests_have_shown_is_not_even_drawn(graded: Grade) -> None:
    """A figure takes longer than most tests."""
    code = """
        from IPython.display import display
        class Picture:
            drawn = 0
            def _repr_png_(self):
                Picture.drawn += 1
        picture = Picture()
        display(picture)
        def f():
            display(picture)
            return picture.drawn
    """
    (result,) = graded(code, "def test_it():\n    assert (f(), f()) == (1, 1)")
    assert result.outcome is Outcome.PASSED


FORGER = """
    import gc
    from grader.protocol import messages as wire, values
    def send(*messages):
        channel = next(o for o in gc.get_objects() if isinstance(o, wire.Channel))
        for message in messages:
            channel.send(message)
    def call_back(number, method="__call__", args=()):
        send(wire.Callback(number, method, list(args), {}))
        import time
        time.sleep(0.2)
    def forge(f): FORGED
    """


@pytest.mark.parametrize(
    "forged",
    [
        "send(wire.Returned(values.Typed('generator', ['MT19937', None, None, None, None]), {}))",
        "send(wire.Returned(values.Array('|O', (1,), b'12345678', False, True), {}))",
        "send(wire.Returned(values.GraderRef(99, True, []), {}))",
        "send(wire.Returned(None, {'0': values.Typed('sympy', [values.Raw(b'junk')])}))",
        "send(wire.Found(1))",
        "send(wire.Ran(1, True, False))",
        "send(wire.Reaped(-5))",
        "call_back(99)",
        "call_back(-1)",
        "call_back(0, '__globals__')",
        "call_back(0, args=[None] * 101)",
        "call_back(0, args=[values.Typed('list', [values.Typed('integer', ['x'])])])",
    ],
)
def test_a_forged_message_costs_its_sender_alone(graded: Grade, forged: Any) -> None:
    tests = """
        def test_it():
            forge(lambda x: x)
        """
    assert only(graded(FORGER.replace("FORGED", forged), tests)).outcome is Outcome.KILLED


def test_what_stops_a_cell_before_its_tests_is_not_quoted(graded: Grade) -> None:
    code = "def f(x):\n    raise NameError(f'I was given {x}')"
    tests = "START = f(4711)\ndef test_it():\n    assert START"
    result = only(graded(code, tests))
    assert result.outcome is Outcome.RAISED
    assert result.message == "Your code stopped with a NameError."


@pytest.mark.parametrize(
    "code", ["f = 3", "def f(x):\n    return None", "def f(x):\n    return [1]", "f = [1, 2]"]
)
def test_a_cell_that_stumbles_over_an_answer_before_its_tests_is_no_fault_of_ours(
    run: Grade, code: Any
) -> None:
    tests = "START = f(1) + 1\ndef test_it():\n    assert START == 2"
    result = only(run(code, tests))
    assert (result.outcome, result.weight) == (Outcome.FAILED, 1.0)
    assert result.message == "The test could not use what came back."


def test_a_cell_that_stumbles_by_itself_is(run: Grade) -> None:
    with pytest.raises(ZeroDivisionError):
        run("def f(x):\n    return x", "START = 1 / 0\ndef test_it():\n    assert f(1)")


def test_a_forged_exception_is_cut_to_size(graded: Grade) -> None:
    forged = "send(wire.Raised(['N' * 10**6] * 3, 'T' * 10**6, 'B' * 10**6, False))"
    tests = "def test_it():\n    forge(len)"
    result = only(graded(FORGER.replace("FORGED", forged), tests))
    assert result.outcome is Outcome.RAISED
    assert len(result.message) + len(result.log) < 10_000


def test_how_a_process_ended_is_said_in_words() -> None:
    assert isinstance(time_budget.exit_fault(124 << 8, Limits()), namespace.StudentTimedOut)
    assert isinstance(time_budget.exit_fault(signal.SIGVTALRM, Limits()), namespace.StudentTimedOut)
    killed = str(time_budget.exit_fault(signal.SIGKILL, Limits()))
    assert "signal SIGKILL" in killed
    assert "(limit memory_mb)" in killed
    assert "left its process" in str(time_budget.exit_fault(7 << 8, Limits()))
    assert isinstance(time_budget.exit_fault(2**31, Limits()), namespace.StudentKilled)
    stopped = 0x137F  # waits, and did not end
    assert "exit status 19" in processes.exit_cause(stopped, Limits())


# Names ----------------------------------------------------------------------------------------


def test_a_name_may_stand_for_data(run: Grade) -> None:
    code = "import numpy as np\ntotal = 41\nweights = np.eye(2)\ntable = {'a': [1]}"
    tests = """
        def test_it():
            assert total + 1 == 42
            assert weights.trace() == 2 and table["a"] == [1]
        """
    assert passes(run(code, tests))


def test_data_that_does_not_fit_is_the_students_fault(run: Grade) -> None:
    code = "total = 'many'\nf = 3"
    tests = "def test_data():\n    assert total + 1 == 42\ndef test_function():\n    f(1)"
    assert [r.outcome for r in run(code, tests)] == [Outcome.FAILED, Outcome.FAILED]


def test_a_name_that_is_missing_is_named(run: Grade) -> None:
    tests = """
        def test_missing():
            assert cosine(1) == 1
        def test_there():
            assert sine(0) == 0
        """
    missing, there = run("def sine(x): return x", tests)
    assert missing.outcome is Outcome.NOT_DEFINED
    assert missing.message == "`cosine` is not defined when this test runs."
    assert there.outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import math\ndef cosine(x):\nreturn math.cos(x)", "IndentationError, line 3"),
        ("%precision 3\ndef cosine(x)\n    return x", "SyntaxError, line 2"),
        ("def cosine(x):\n    if x:\n\treturn 1", "TabError, line 3"),
        ("cosine = (lambda x: x", "SyntaxError, line 1"),
    ],
)
def test_a_cell_that_is_no_python_is_told_by_its_error_and_line(
    run: Grade, code: str, said: str
) -> None:
    tests = hidden("""
        import pytest
        @pytest.mark.hint("Is zero right?")
        def test_zero():
            assert cosine(0) == 1
        def test_one():
            assert cosine(1) < 1
        """)
    found = run(code, tests)
    assert [r.outcome for r in found] == [Outcome.NOT_DEFINED] * 2
    assert card.as_text(found).startswith(f"Your cell stopped: {said}.\n")
    assert not any(result.hint for result in found)


def test_only_the_cell_that_would_define_a_name_is_blamed_for_it(run: Grade) -> None:
    tests = "def test_it():\n    assert cosine(0) == 1"
    (found,) = run("def sine(x)\n    return cosine(x)", tests)
    assert found.message == "`cosine` is not defined when this test runs."


def test_when_some_tests_ran_out_of_time_the_others_do_not_wait(graded: Grade) -> None:
    tests = "\n".join(f"def test_{n}():\n    assert answer({n}) == {n}" for n in range(5))
    code = "def answer(n):\n    while n:\n        pass\n    return 0"
    first, *others = graded(code, tests)
    assert first.outcome is Outcome.PASSED
    assert {result.outcome for result in others} == {Outcome.TIMED_OUT}
    said = [result.message for result in others]
    assert said[:3] == 3 * [
        "Your code took too long: it was stopped after 1 s of CPU time (limit test_seconds)."
    ]
    assert "3 tests ran out of time, and this one did not run (limit timeouts)" in said[3]


# What would make the tests' own code stumble ---------------------------------------------------


def test_a_stop_iteration_of_the_students_ends_no_loop_of_a_test(run: Grade) -> None:
    code = "def square(x): raise StopIteration"
    tests = """
        def test_map():
            for number, got in zip([1, 2], map(square, [1, 2])):
                assert got == number ** 2
        def test_all():
            assert all(got > 0 for got in map(square, [1, 2]))
        def test_generator():
            assert sum(square(n) for n in [1, 2]) == 5
        """
    results = run(code, tests)
    assert [result.outcome for result in results] == 3 * [Outcome.RAISED]
    assert all("StopIteration" in result.message for result in results)


def test_a_change_that_no_argument_can_take_is_the_students_fault(graded: Grade) -> None:
    code = """
        import grader.guest.kernel as kernel, grader.protocol.messages as wire
        ragged = ("list", [("list", [1], "t"), ("list", [1, 2], "t")], "t")
        kernel.Kernel._called = lambda self, *a: wire.Returned(1.0, {"0": ragged})
        def f(x): return 1.0
        """
    tests = """
        import numpy as np
        def test_it():
            assert f(np.zeros(2)) == 1.0
        """
    assert only(graded(code, tests)).outcome is Outcome.NOT_SENDABLE


ON = {
    "twice": "assert use((f(), f()))",
    "deeper": "assert use([f()])",
    "as data": "assert use([CONSTANT, CONSTANT])",
    "to what is called back": "assert call(lambda x: [x, x])",
    "as what an attribute holds": "assert use([f.kept, f.kept])",
}


@pytest.mark.parametrize("line", ON.values(), ids=ON)
def test_what_came_back_and_cannot_be_handed_on_is_the_students_fault(
    graded: Grade, line: Any
) -> None:
    code = """
        CONSTANT = {(n, 0, 0, 0) for n in range(3000)}
        def f():
            nest = CONSTANT
            for _ in range(38):
                nest = [nest]
            return nest
        f.kept = CONSTANT
        def use(x): return True
        def call(back): return back(CONSTANT)
        """
    tests = f"def test_it():\n    {line}"
    assert only(graded(code, tests)).outcome is Outcome.NOT_SENDABLE


def test_what_a_test_hands_over_of_its_own_and_cannot_cross_is_not_the_students_fault(
    graded: Grade,
) -> None:
    tests = "def test_it():\n    use([0] * 2_000_000)"
    assert only(graded("def use(x): return True", tests)).outcome is Outcome.BROKEN


def test_what_was_called_back_and_breaks_the_test_is_the_students_fault(graded: Grade) -> None:
    code = "def call(back):\n    back('x')\n    raise ValueError"
    tests = """
        import pytest
        def test_it():
            seen = []
            with pytest.raises(ValueError):
                call(seen.append)
            with pytest.raises(ValueError):
                call(lambda x: seen.append(x))
            assert seen[0] + 1 == 2
        """
    assert only(graded(code, tests)).outcome is Outcome.FAILED
