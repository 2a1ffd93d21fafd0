"""A card names one cause, drops hints that do not fit, and tells equal structural causes once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from grader.checks import Aspect
from grader.diagnosis.diagnosers import tell_cause
from grader.diagnosis.traces import OF
from grader.render import card
from grader.verdict import Outcome, Suspicion, TestResult
from tests.conftest import Grade


def seen(
    *fits: str,
    against: tuple[str, ...] = (),
    outcome: Outcome = Outcome.FAILED,
    visible: bool = True,
    about: str = "",
    **more: Any,
) -> TestResult:
    """A result that fits some names and contradicts others."""
    suspicion = Suspicion(dict.fromkeys(fits, "") | dict.fromkeys(against), about)
    more = {"name": "test_it", "title": "It", "message": "No.", **more}
    return TestResult(outcome=outcome, visible=visible, suspicion=suspicion, **more)


def names(*results: TestResult) -> list[str]:
    """What each test is said to look like."""
    return [result.misconception for result in tell_cause(results)]


# One cause --------------------------------------------------------------------------------------


def test_a_name_is_told_where_it_fits() -> None:
    assert names(seen("a"), seen(), seen("a")) == ["a", "", "a"]


def test_what_another_test_contradicts_is_told_nowhere() -> None:
    assert names(seen("a", "b"), seen("b", against=("a",))) == ["b", "b"]
    assert names(seen("a"), seen(against=("a",))) == ["", ""]
    assert names(seen("a"), seen(against=("a",), outcome=Outcome.PASSED)) == ["", ""]


def test_two_names_that_fit_equally_well_are_both_left_out() -> None:
    assert names(seen("a", "b"), seen("a", "b")) == ["", ""]


def test_the_name_that_explains_more_is_the_cause() -> None:
    assert names(seen("a", "b"), seen("a")) == ["a", "a"]
    hidden = [seen("b", visible=False) for _ in range(3)]
    assert names(seen("a"), *hidden) == ["a", "", "", ""]


def test_a_name_of_two_functions_is_contradicted_for_one_of_them_alone() -> None:
    first, second = f"a{OF}f", f"a{OF}g"
    assert names(seen(first, against=(second,))) == ["a"]
    assert names(seen(first, against=(first, second))) == [""]
    assert names(seen("a", visible=False), seen(first)) == ["a", "a"]
    assert names(seen("a", visible=False), seen(first, against=(second,))) == ["a", "a"]
    passed = seen(against=(first,), outcome=Outcome.PASSED)
    assert names(seen("a", visible=False), passed) == ["", ""]


def test_names_of_visible_tests_come_first() -> None:
    other = seen(against=("b",))
    assert names(seen("a", visible=False), other) == ["", ""]
    assert names(seen("a", visible=False), seen()) == ["a", ""]
    assert names(seen("c"), seen("a", "c", visible=False), seen("a", visible=False)) == [
        *("c", "c", ""),
    ]


def test_nothing_of_the_suspicions_is_kept() -> None:
    assert all(result.suspicion is None for result in tell_cause([seen("a"), seen(against=("b",))]))


HIDDEN_LOOP = """
    from grader.checks import close
    ### BEGIN HIDDEN TESTS
    def test_it():
        for x in (3, -3):
            close(f(x), x * x, mistakes={"a double": 2 * x, "a sign": -x * x, "no": None})
    ### END HIDDEN TESTS
    """


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("def f(x): return -x * x", "a sign"),
        ("def f(x): return 2 * x", "a double"),
        ("def f(x): return x * x if x > 0 else -x * x", ""),
    ],
)
def test_a_comparison_that_held_contradicts_what_would_have_failed_it(
    run: Grade, code: str, name: str
) -> None:
    assert run(code, HIDDEN_LOOP)[0].misconception == name


TWO_FUNCTIONS = """
    from grader.checks import close
    class Slips(dict):
        def __init__(self, function, **known):
            super().__init__(known)
            self.function = function
    ### BEGIN HIDDEN TESTS
    def test_it():
        close(g(3), 9, mistakes=Slips("g", double=6))
        close(f(3), 9, mistakes=Slips("f", double=6))
    ### END HIDDEN TESTS
    """


def test_another_function_that_is_right_contradicts_nothing(run: Grade) -> None:
    code = "def f(x): return 2 * x\ndef g(x): return x * x"
    assert run(code, TWO_FUNCTIONS)[0].misconception == "double"


# Hints ------------------------------------------------------------------------------------------


def test_tests_of_whole_numbers_arguments_and_shapes_are_known_as_habits(run: Grade) -> None:
    tests = """
        import numpy as np
        import pytest
        from grader.checks import close, has_shape, unchanged
        def test_value():
            has_shape(f(np.ones(2)), (2,))
            close(f(np.ones(2)), np.ones(2))
        @pytest.mark.hint("Whole?", about="whole numbers")
        def test_integers():
            close(f(np.array([1, 2])), [1, 2])
        def test_stays():
            x = np.ones(2)
            f(x)
            unchanged(x, np.ones(2), "x")
        def test_shapes():
            has_shape(f(np.ones(3)), (3,))
        """
    for code in ("def f(x): return x", "def f(x): return 'no'"):
        assert [one.habit for one in run(code, tests)] == [False, True, True, True]


def test_a_hint_at_memory_is_told_if_nothing_else_fails() -> None:
    alone = seen(about="memory", hint="Does it remember?")
    assert tell_cause([alone, seen(outcome=Outcome.PASSED)])[0].hint == "Does it remember?"
    changed = replace(alone, suspicion=Suspicion(about=Aspect.ARGUMENTS))
    assert tell_cause([alone, changed])[0].hint == "Does it remember?"
    assert tell_cause([alone, seen()])[0].hint == ""


def test_of_hints_at_two_properties_the_first_is_told() -> None:
    whole, whole_too = (seen(about="whole numbers", hint=hint) for hint in ("One?", "Two?"))
    assert [one.hint for one in tell_cause([whole, whole_too])] == ["One?", "Two?"]
    named = seen(about="names", hint="Three?")
    assert [one.hint for one in tell_cause([whole, named])] == ["One?", ""]
    assert [one.hint for one in tell_cause([named, whole, seen()])] == ["", "", ""]


ARGUMENT_TESTS = """
    import numpy as np
    from grader.checks import has_shape, unchanged
    @pytest.mark.hint("Does a line write into `x`?")
    def test_it():
        x = np.ones(3)
        has_shape(f(x), ())
        unchanged(x, np.ones(3), "x")
    """


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("def f(x):\n    x += 1\n    return 1.0", "Does a line write into `x`?"),
        ("def f(x): return [1.0, 2.0]", ""),
        ("def f(x): return None", ""),
        ("def f(x): raise ValueError('no')", ""),
    ],
)
def test_a_hint_at_changed_arguments_is_told_of_these_alone(
    run: Grade, code: str, hint: str
) -> None:
    assert run(code, f"    import pytest{ARGUMENT_TESTS}")[0].hint == hint


def test_a_hint_said_to_be_at_changed_arguments_is_told_of_these_alone(run: Grade) -> None:
    tests = """
    import numpy as np, pytest
    from grader.checks import close, unchanged
    @pytest.mark.hint("Does a line write into `x`?", about="arguments")
    def test_it():
        x = np.ones(3)
        got = f(x)
        unchanged(x, np.ones(3), "x")
        close(got, 3.0)
    """
    assert run("def f(x):\n    x += 1\n    return 3.0", tests)[0].hint
    assert run("def f(x): return 4.0", tests)[0].hint == ""


MEMORY_TESTS = """
    import pytest
    from grader.checks import close
    def test_value():
        close(f(2), 4)
    @pytest.mark.hint("Does it remember?", about="memory")
    def test_twice():
        for x in (1, 3, 1):
            close(f(x), x * x)
    """


@pytest.mark.parametrize(
    ("code", "remembers"),
    [
        ("seen = {}\ndef f(x): return seen.setdefault(x % 2, x * x)", True),
        ("def f(x): return x", False),
    ],
)
def test_memory_is_told_of_memory_alone(run: Grade, code: str, remembers: bool) -> None:
    """By the place that remembers, which the hint needs not ask for then."""
    result = run(code, MEMORY_TESTS)[1]
    assert ("`seen`" in result.remark) == remembers
    assert result.hint == ""


def test_a_hint_at_memory_is_told_where_no_place_is_known(run: Grade) -> None:
    code = "import os\ndef f(x): return x * x + (os.environ.setdefault('x', str(x)) != str(x))"
    assert run(code, MEMORY_TESTS)[1].hint == "Does it remember?"


OWN_HINTS = """
    import pytest
    from grader.checks import close, has_shape
    class Known(dict):
        hints = {"a double": "A square, is it?", "a row": "One number, is it?"}
    @pytest.mark.hint("The test's own.")
    def test_value():
        close(f(2), 4, mistakes=Known({"a double": 5, "a half": 1}))
    @pytest.mark.hint("The test's own.")
    def test_shape():
        has_shape(f(3), (), mistakes=Known({"a row": (3,)}))
    """


@pytest.mark.parametrize(
    ("code", "hints"),
    [
        ("def f(x): return 5", ["A square, is it?", ""]),
        ("def f(x): return 1", ["The test's own.", ""]),
        ("def f(x): return 4 if x == 2 else [1, 2, 3]", ["", "One number, is it?"]),
    ],
)
def test_a_mistake_may_have_a_hint_of_its_own(run: Grade, code: str, hints: list[str]) -> None:
    assert [result.hint for result in run(code, OWN_HINTS)] == hints


# Structure --------------------------------------------------------------------------------------

STRUCTURE = """
    import pytest
    import numpy as np
    from grader.checks import close, has_shape
    @pytest.mark.hint("Think of the value.")
    def test_value():
        close(f(2), np.ones(2))
    @pytest.mark.hint("Think of the shape.")
    def test_shape():
        has_shape(f(3), (3,))
    @pytest.mark.hint("Think of large values.")
    def test_large():
        close(f(5), np.ones(5))
    """


def test_hidden_tests_whose_errors_may_differ_are_not_said_to_fail_for_one_reason(
    graded: Grade,
) -> None:
    tests = f"    ### BEGIN HIDDEN TESTS{STRUCTURE}    ### END HIDDEN TESTS"
    code = "def f(n): return [1.0, 2.0][n] if n < 4 else {}[n]"
    text = card.as_text(graded(code, tests))
    assert "For the same reason" not in text
    assert "your code stopped, or returned what can't be examined." in text


@pytest.mark.parametrize(
    ("code", "message", "hint"),
    [
        ("def f(n): return None", "Nothing came back: is there a `return`?", ""),
        ("def f(n): return 'one'", "A `str` ('one') came back", ""),
        ("def f(n): return [[1.0] * n]", "The shape is (1, 3)", "Think of the shape."),
    ],
)
def test_a_wrong_structure_is_told_once_by_the_test_that_asks_for_it(
    run: Grade, code: str, message: str, hint: str
) -> None:
    text = card.as_text(run(code, STRUCTURE))
    folded = "the shape is not right." if hint else "For the same reason"
    assert text.count(folded) == 2
    assert message in text
    assert text.count("Hint:") == bool(hint)
    assert hint in text


def test_none_that_a_test_stumbles_over_is_told_as_nothing(run: Grade) -> None:
    tests = """
        import numpy as np
        import pytest
        def test_item():
            assert np.asarray(f(2))[0] == 1
        @pytest.mark.hint("How long is it?")
        def test_length():
            assert len(f(2)) == 1
        @pytest.mark.hint("Which number?")
        def test_equal():
            assert f(2) == 1, "one is right"
        def test_near():
            assert np.allclose(f(2), 1)
        """
    found = run("def f(n): pass", tests)
    assert [result.message for result in found] == ["Nothing came back: is there a `return`?"] * 4
    text = card.as_text(found)
    assert text.count("Nothing came back") == 1
    assert text.count("For the same reason") == 3
    assert "Hint" not in text


def test_nothing_that_was_wanted_is_no_missing_return(run: Grade) -> None:
    tests = """
        def test_it():
            x = [1.0]
            f(x)
            assert x == [2.0]
        """
    (found,) = run("def f(x): x[0] = 3.0", tests)
    assert found.message.startswith("assert [3.0] == [2.0]")


def test_a_visible_test_is_not_told_by_a_hidden_one() -> None:
    hidden = seen(visible=False, hint="Why?", misconception="a", title="Shut")
    text = card.as_text([seen(misconception="a", title="Open"), hidden])
    assert "For the same reason as “Open”" in text
    assert "“Shut”" not in text


def test_nan_may_have_many_causes_and_each_test_tells_its_call_and_hint(run: Grade) -> None:
    text = card.as_text(run("def f(n): return [float('nan')] * n", STRUCTURE))
    assert text.count("There is a NaN") == text.count("called:") == 2
    assert "For the same reason" not in text
    assert text.count("Hint: Think of") == 2  # the test of the shape passes
