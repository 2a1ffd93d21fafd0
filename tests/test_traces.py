"""Known misconceptions leave traces in visible tests, by which a student's notebook names them."""

from __future__ import annotations

import types
from collections.abc import Callable
from textwrap import dedent
from typing import Any, NamedTuple

import numpy as np
import pytest

from grader.diagnosis import diagnosers, misconception_runs, traces
from grader.diagnosis.diagnosers import tell_cause
from grader.diagnosis.misconception_runs import Library
from grader.diagnosis.traces import KnownMisconception, Trace
from grader.notebooks import regions
from grader.testing import suite
from grader.testing.grade_cell import Pass, parse_grade_cell
from grader.testing.local import LocalNamespace
from grader.verdict import TestResult

SOLUTION = """\
import numpy as np

def mean(values):
    return np.sum(values) / len(values)

def spread(values):
    return np.mean((values - mean(values)) ** 2)
"""
TESTS = """\
import numpy as np

from grader.checks import close, unchanged
from grader.lesson import run_tests


@pytest.mark.hint("What do you divide by?")
def test_three():
    \"\"\"Three numbers\"\"\"
    close(mean(np.array([1.0, 2.0, 6.0])), 3.0)


def test_five():
    \"\"\"Five numbers\"\"\"
    close(mean(np.array([0.0, 1.0, 2.0, 3.0, 9.0])), 3.0)


def test_spread():
    \"\"\"The spread of three numbers\"\"\"
    close(spread(np.array([1.0, 2.0, 6.0])), 14 / 3)


### BEGIN HIDDEN TESTS
def test_secret():
    close(mean(np.array([8.0, 1.5])), 4.75)


### END HIDDEN TESTS
run_tests(points=4)
""".replace("import numpy as np\n\nfrom", "import numpy as np\nimport pytest\n\nfrom")


def mean(values: Any) -> Any:
    return np.sum(values) / len(values)


MEAN: dict[str, Callable[..., Any]] = {
    "a sum instead of a mean": np.sum,
    "the median": np.median,
    "a rounded result": lambda values: np.round(mean(values) + 2e-5, 6),
}
SPREAD: dict[str, Callable[..., Any]] = {
    "a division by n − 1": lambda values: np.var(values, ddof=1),
    "a rounded result": lambda values: np.round(np.var(values), 2),
}


def library(hints: dict[str, str] | None = None, **known: dict[str, Any]) -> Library:
    """A course's misconceptions, by exercise."""
    return Library(
        of=lambda exercise: known.get(exercise, {}),
        hints=lambda exercise: (hints or {}) if exercise in known else {},
    )


def cells(tests: str = TESTS, solution: str = SOLUTION) -> list[dict[str, Any]]:
    """A notebook's cells."""
    marks = {"grade_id": "mean", "solution": True, "grade": False}
    tested = {"grade_id": "test_mean", "solution": False, "grade": True}
    return [
        {"cell_type": "code", "source": solution, "metadata": {"nbgrader": marks}},
        {"cell_type": "code", "source": tests, "metadata": {"nbgrader": tested}},
    ]


class Released(NamedTuple):
    """A cell of tests as students get it, and the file of misconceptions beside its notebook."""

    tests: str
    misconceptions: str


def released(
    known: Library | None = None, tests: str = TESTS, solution: str = SOLUTION
) -> Released:
    """The tests as students get them, with the traces of misconceptions."""
    known = known or library(mean=MEAN, spread=SPREAD)
    (cell,) = misconception_runs.tested_cells(cells(tests, solution), known)
    names = misconception_runs.solved_names(cells(tests, solution), known)
    found = misconception_runs.record_known(cell, names, known)
    return Released(
        regions.visible(cell.exercise.source), misconception_runs.as_lines(found).decode()
    )


def told(code: str, given: Released) -> list[TestResult]:
    """What a student is told by the visible tests."""
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(dedent(code), names)
    exercise = parse_grade_cell("this_cell", given.tests).with_known(given.misconceptions)
    ran = suite.run_pass(exercise, LocalNamespace(names), Pass.VISIBLE, diagnose=diagnosers.examine)
    return tell_cause(ran.results)


def names(results: list[TestResult]) -> set[str]:
    """The misconceptions that a card names."""
    return {result.misconception for result in results} - {""}


class Lazy(types.ModuleType):
    """A module of right functions that loads each when it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name != "halved":
            raise AttributeError(name)
        return lambda values: np.asarray(values) / 2

    def __dir__(self) -> list[str]:
        return ["halved", "unread"]


def test_functions_of_earlier_notebooks_are_the_references_even_if_it_loads_them_late() -> None:
    solution = "def mean(values):\n    return sum(halved(values)) / len(values) * 2\n"
    known = Library(reference=Lazy("solutions"))
    found = misconception_runs.solved_names(cells(solution=solution), known)
    right = found["mean"]
    assert callable(right)
    assert right([1, 3]) == 2
    assert "unread" not in found


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("np.sum(values)", "a sum instead of a mean"),
        ("sorted(values)[len(values) // 2]", "the median"),
    ],
)
def test_a_visible_test_names_what_it_does_not_list(body: str, name: str) -> None:
    code = SOLUTION.replace("np.sum(values) / len(values)", body)
    results = told(code, released())
    assert names(results) == {name}
    assert f"This looks like {name}." in results[0].message


def test_without_traces_nothing_is_named() -> None:
    assert not names(told(SOLUTION.replace(" / len(values)", ""), Released(TESTS, "")))


def test_a_function_that_uses_the_wrong_one_is_explained_by_it() -> None:
    results = told(SOLUTION.replace(" / len(values)", ""), released())
    assert [r.misconception for r in results] == ["a sum instead of a mean"] * 3


def test_a_test_that_passes_contradicts_a_misconception_that_fails_it() -> None:
    code = SOLUTION.replace(
        "    return np.sum(values) / len(values)",
        "    return np.sum(values) / (len(values) if len(values) > 3 else 1)",
        1,
    )
    results = told(code, released())
    assert [r.outcome for r in results[:2]] == ["failed", "passed"]
    assert not names(results)


def test_a_failure_that_the_misconception_does_not_have_contradicts_it() -> None:
    code = SOLUTION.replace("np.sum(values) / len(values)", "9.0 if len(values) == 3 else 4.0")
    assert not names(told(code, released()))


def test_two_misconceptions_that_no_visible_test_tells_apart_name_nothing() -> None:
    twice = {**MEAN, "a total": sum}
    code = SOLUTION.replace(" / len(values)", "")
    assert not names(told(code, released(library(mean=twice))))


def test_where_a_misconception_is_undetermined_it_is_not_contradicted() -> None:
    class Undetermined(ArithmeticError):
        pass

    def total(values: Any) -> Any:
        if len(values) == 5:
            raise Undetermined
        return np.sum(values)

    code = SOLUTION.replace(
        "np.sum(values) / len(values)", "np.sum(values) + (1.0 if len(values) == 5 else 0.0)"
    )
    assert names(told(code, released(library(mean={"a sum": total})))) == {"a sum"}
    assert not names(told(code, released(library(mean={"a sum": np.sum}))))


def test_a_misconception_that_is_nearly_right_names_itself_alone() -> None:
    near = {"a rounded result": lambda values: mean(values) + 4e-6}
    source = released(library(mean=near))
    exact = SOLUTION.replace("len(values)", "len(values) + 4e-6", 1)
    other = SOLUTION.replace("len(values)", "len(values) + 4.1e-6", 1)
    assert names(told(exact, source)) == {"a rounded result"}
    assert not names(told(other, source))


def test_one_name_in_two_functions_is_told_of_either() -> None:
    source = released()
    rounded = "np.round(np.mean((values - mean(values)) ** 2), 2)"
    code = SOLUTION.replace("np.mean((values - mean(values)) ** 2)", rounded)
    assert [r.misconception for r in told(code, source)] == ["", "", "a rounded result"]
    code = SOLUTION.replace(
        "np.sum(values) / len(values)", "np.round(np.sum(values) / len(values) + 2e-5, 6)"
    )
    assert names(told(code, source)) == {"a rounded result"}


def test_an_exception_names_a_misconception_if_it_tells_of_sizes() -> None:
    known = library(mean={"an index too far": lambda values: values[len(values)]})
    code = SOLUTION.replace("np.sum(values) / len(values)", "values[{}]")
    assert names(told(code.format("len(values)"), released(known))) == {"an index too far"}
    assert not names(told(code.format("len(values) + 1"), released(known)))

    def refuse(values: Any) -> None:
        raise ValueError("no")

    code = SOLUTION.replace("return np.sum(values) / len(values)", "raise ValueError('no')")
    assert not names(told(code, released(library(mean={"a refusal": refuse}))))


def test_a_failed_plain_assert_is_named_by_what_the_function_returned() -> None:
    tests = TESTS.replace(
        "close(mean(np.array([1.0, 2.0, 6.0])), 3.0)",
        "assert mean(np.array([1.0, 2.0, 6.0])) == 3",
    )
    code = SOLUTION.replace(" / len(values)", "")
    results = told(code, released(tests=tests))
    assert results[0].message.startswith("This looks like a sum instead of a mean.\nassert ")


def test_words_and_structures_leave_traces_too() -> None:
    tests = TESTS.replace(
        "close(mean(np.array([1.0, 2.0, 6.0])), 3.0)", "assert mean(['b', 'a']) == [('a', 1)]"
    )
    wrong = {"pairs the other way round": lambda words: [(1, min(words))]}
    right = "def mean(words):\n    return [(min(words), 1)]"
    source = released(library(mean=wrong), tests, right)
    assert "pairs the other way round" in names(
        told("def mean(words):\n    return [(1, sorted(words)[0])]", source)
    )
    assert not names(told("def mean(words):\n    return [(1, max(words))]", source))


def test_a_retold_mismatch_leaves_the_trace_of_the_first() -> None:
    tests = TESTS.replace(
        "    close(mean(np.array([1.0, 2.0, 6.0])), 3.0)",
        """\
    try:
        close(mean(np.array([1.0, 2.0, 6.0])), 3.0)
    except Mismatch as error:
        raise Mismatch("No.", "In other words.") from None""",
    ).replace("import close", "import Mismatch, close")
    results = told(SOLUTION.replace(" / len(values)", ""), released(tests=tests))
    assert results[0].message == "In other words. This looks like a sum instead of a mean."


def test_a_hint_of_the_misconception_stands_in_place_of_the_tests() -> None:
    known = library({"a sum instead of a mean": "How many are there?"}, mean=MEAN)
    source = released(known)
    assert told(SOLUTION.replace(" / len(values)", ""), source)[0].hint == "How many are there?"
    median = SOLUTION.replace("np.sum(values) / len(values)", "np.median(values)")
    assert told(median, source)[0].hint == "What do you divide by?"


# The file beside the notebook --------------------------------------------------------------------


def read(given: Released) -> tuple[KnownMisconception, ...]:
    """The misconceptions in a released file."""
    return traces.from_lines(given.misconceptions)


def test_the_file_says_in_plain_words_what_each_misconception_leads_to() -> None:
    first = released(library({"the median": "Which?"}, mean=MEAN)).misconceptions.split("\n")[1]
    assert first == (
        '{"function":"mean","name":"the median","hint":"Which?","tests":'
        '{"test_three":{"numbers":[2.0]},"test_five":{"numbers":[2.0]},'
        '"test_spread":{"numbers":[5.666667],"indirect":true}}}'
    )


def test_the_file_holds_no_right_answer_and_nothing_of_hidden_tests() -> None:
    known = read(released())
    found = [trace for one in known for trace in one.tests.values() if trace is not None]
    assert found
    assert {test for one in known for test in one.tests} == {
        "test_three",
        "test_five",
        "test_spread",
    }
    assert not {3.0, 4.666667, 4.75} & {number for trace in found for number in trace.numbers}


@pytest.mark.parametrize("text", ["no JSON!", "{}", "[1]", '{"function":1}', "\udcff"])
def test_a_damaged_file_names_nothing(text: str) -> None:
    given = Released(TESTS, text)
    assert not read(given)
    assert not names(told(SOLUTION.replace(" / len(values)", ""), given))


def test_tests_of_another_cell_name_nothing_here() -> None:
    given = released()
    other = given.tests.replace("test_five", "test_of_five_numbers")
    assert not names(told(SOLUTION.replace(" / len(values)", ""), given._replace(tests=other)))


def test_what_another_processor_rounds_otherwise_is_the_same_trace() -> None:
    def seen(*numbers: float) -> Trace:
        return traces._trace(1, np.array(numbers), np.ones(len(numbers)))

    half = 2.0**-9  # 0.001953125: halfway between two numbers of six digits
    for number in (1 / 3, half, 1.0, 0.1, 1e-20, -4e5):
        for factor in (1 - 4e-16, 1 + 4e-16):
            assert seen(number * factor) == seen(number)
    assert seen(0.3, 2e-17) == seen(0.3, 0.0)
    assert seen(9.0).numbers == (9.0,)


def test_many_numbers_leave_a_short_trace() -> None:
    many = library(mean={"all of them": lambda values: np.outer(np.arange(1.0, 31), values)})
    tests = TESTS.replace("[1.0, 2.0, 6.0])), 3.0)", "[1.0, 2.0, 6.0])), np.ones((30, 3)))")
    given = released(many, tests, "import numpy as np\ndef mean(values): return np.ones((30, 3))")
    (trace, *_) = read(given)[0].tests.values()
    assert trace is not None
    assert len(trace.numbers) == 1
    code = "import numpy as np\ndef mean(v): return [[i * x for x in v] for i in range(1, 31)]"
    assert names(told(code, given)) == {"all of them"}
    assert not names(told(code.replace("i * x for", "i * x + (i == 7) for"), given))


def test_tiny_numbers_fit_only_what_is_as_near_as_their_size_asks() -> None:
    def seen(number: float) -> Trace:
        return traces._trace(1, np.array(number), np.array(6e-16))

    assert seen(6.661e-16).fits(seen(6.661e-16))
    assert not seen(6.315e-16).fits(seen(6.661e-16))


def test_imaginary_parts_that_are_rounding_change_no_trace() -> None:
    def trace(values: list[complex]) -> Trace:
        return traces._trace(1, np.array(values), np.zeros(2))

    assert trace([3 + 1e-16j, -2 + 0j]).fits(trace([3 + 0j, -2 + 0j]))
    assert not trace([3 + 1e-3j, -2 + 0j]).fits(trace([3 + 0j, -2 + 0j]))
