"""A grade cell's tests run like pytest, and say to a student what may be said."""

import sys
import time
import warnings
from pathlib import Path

import msgspec
import pytest

from grader.diagnosis import diagnosers
from grader.grading.session import Session
from grader.notebooks import source_cells
from grader.sandbox.host_process import Host
from grader.testing import grade_cell, local
from grader.verdict import STOPPED, Outcome, TestResult
from tests.conftest import LIMITS, Grade, exercise, results_of

RUN = "\nrun_tests(points=1)\n"


def only(results: list[TestResult]) -> TestResult:
    assert len(results) == 1
    return results[0]


def hidden(body: str) -> str:
    """A cell whose tests are hidden."""
    indent = " " * (len(body.strip("\n")) - len(body.strip("\n").lstrip()))
    return f"{indent}### BEGIN HIDDEN TESTS\n{body}\n{indent}### END HIDDEN TESTS\n"


# Reading --------------------------------------------------------------------------------------


def test_a_cell_is_a_suite_when_its_last_line_runs_the_tests() -> None:
    assert source_cells.is_suite("def test_a(): ...\nrun_tests(points=2)")
    assert source_cells.is_suite("run_tests(points=2)  # comment\n")
    assert not source_cells.is_suite("run_tests(points=2)\nassert True")
    assert not source_cells.is_suite("assert f(1) == 2")
    assert not source_cells.is_suite("run_tests")
    assert not source_cells.is_suite("")
    assert not source_cells.is_suite("def broken(:\nrun_tests(points=2)")


def test_wanted_are_the_names_that_the_cell_takes_from_the_student() -> None:
    source = """
import numpy as np
from solutions import softmax as reference
HELP = 3
def helper(n): return [student_b(i) for i in range(n)]
class Base(student_c): ...
def test_a(tmp):
    local = student_a(np.pi, HELP)
    def inner(): return local, student_d.step
    assert helper(local) == (lambda q: student_e(q))(2), print(__name__)
@student_f
def test_b(argument=student_g): ...
"""
    letters = [f"student_{letter}" for letter in "abcdefg"]
    assert list(grade_cell.wanted(source + RUN)) == letters


def test_hidden_is_what_stands_between_the_markers() -> None:
    source = """
def test_seen(): ...
### BEGIN HIDDEN TESTS
import math
def helper(): ...
@decorated
def test_hidden(): ...
class TestMany:
    def test_inner(self): ...
### END HIDDEN TESTS
def test_after(): ...
"""
    assert grade_cell.parse_grade_cell("q", source + RUN).hidden == {
        "helper",
        "test_hidden",
        "test_inner",
    }


# Running --------------------------------------------------------------------------------------


def test_parametrized_cases_are_one_test_which_passes_when_all_do(run: Grade) -> None:
    tests = """
        import pytest
        @pytest.mark.points(2)
        @pytest.mark.parametrize(("x", "want"), [(1, 2), (2, 3)])
        def test_right(x, want):
            assert f(x) == want
        @pytest.mark.parametrize("x", [1, 2, 3])
        def test_wrong(x):
            assert f(x) != 3
        """
    right, wrong = run("def f(x): return x + 1", tests)
    assert (right.name, right.outcome, right.weight) == ("test_right", Outcome.PASSED, 2.0)
    assert (wrong.outcome, wrong.weight) == (Outcome.FAILED, 1.0)
    assert wrong.counterexample
    assert wrong.counterexample.called == "f(2)"


UNCAUGHT = {
    "in the end of an object": """
        class Handle:
            def __del__(self):
                raise ValueError
        def f(x):
            Handle()
            return x + 1
        """,
    "in a thread": """
        import threading
        def f(x):
            thread = threading.Thread(target=lambda: 1 / 0)
            thread.start()
            thread.join()
            return x + 1
        """,
}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("code", UNCAUGHT.values(), ids=UNCAUGHT)
def test_an_error_that_nobody_can_catch_costs_nothing(run: Grade, code: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # as some notebooks do
        (result,) = run(code, "def test_it():\n    assert f(1) == 2\n")
    assert result.outcome == Outcome.PASSED, result.log


def test_fixtures_give_what_they_give_in_pytest(run: Grade) -> None:
    tests = """
        import pytest
        made = []
        @pytest.fixture(scope="module")
        def once():
            made.append(1)
            yield f(1)
        @pytest.fixture
        def pair(once, tmp_path):
            (tmp_path / "x").write_text("2")
            return once, int((tmp_path / "x").read_text())
        def test_first(pair):
            assert pair == (2, 2)
        def test_second(pair):
            assert made == [1]
        class TestGroup:
            def test_inside(self, once, monkeypatch):
                assert once == 2
        """
    results = run("def f(x): return x + 1", tests)
    assert [(r.name, r.outcome) for r in results] == [
        ("test_first", Outcome.PASSED),
        ("test_second", Outcome.PASSED),
        ("test_inside", Outcome.PASSED),
    ]


def test_a_fixture_in_which_the_students_code_fails_fails_its_tests(run: Grade) -> None:
    tests = """
        import pytest
        @pytest.fixture
        def value():
            return f(1)
        def test_it(value):
            assert value
        """
    assert only(run("def f(x): raise ValueError('no')", tests)).outcome is Outcome.RAISED


def test_hypothesis_finds_a_small_counterexample_the_same_at_every_run(
    run: Grade, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = msgspec.structs.replace(host.limits, test_seconds=30.0)  # a hundred calls or more
    monkeypatch.setattr(host, "limits", patient)
    tests = """
        from hypothesis import given, strategies as st
        @given(st.integers(0, 1000), st.lists(st.integers()))
        def test_it(n, items):
            assert f(n) == n
        """
    code = "def f(n): return n if n < 17 else 0"
    first, second = only(run(code, tests)), only(run(code, tests))
    assert first == second
    assert first.outcome is Outcome.FAILED
    assert first.counterexample
    assert first.counterexample.called == "f(17)"


def test_hypothesis_passes_right_answers_and_names_what_was_raised(run: Grade) -> None:
    tests = """
        from hypothesis import given, strategies as st
        @given(st.floats(-10, 10))
        def test_it(x):
            assert f(x) == x
        """
    assert only(run("def f(x): return x", tests)).outcome is Outcome.PASSED
    raised = only(run("def f(x):\n    if x > 5: raise KeyError(x)\n    return x", tests))
    assert (raised.outcome, raised.message[:34]) == (
        Outcome.RAISED,
        "Your code stopped with a KeyError:",
    )


def test_a_function_that_gives_now_this_now_that_is_called_so(run: Grade) -> None:
    code = "calls = []\ndef f(x):\n    calls.append(x)\n    return x if len(calls) != 7 else -1"
    tests = """
        from hypothesis import given, strategies as st
        @given(st.integers(0, 1000))
        def test_it(x):
            assert f(x) == x
        """
    result = only(run(code, tests))
    assert result.outcome is Outcome.FAILED
    assert result.message == "The same call gave different results."


def test_weights_titles_and_hints(run: Grade) -> None:
    tests = '''
        import pytest
        @pytest.mark.points(3)
        @pytest.mark.hint("Is there a bias?")
        def test_one():
            """A single input.

            More words."""
            assert f(1) == 3
        @pytest.mark.hint("unused")
        def test_two_words():
            assert f(1) == 2
        '''
    one, two = run("def f(x): return x + 1", tests)
    assert (one.title, one.weight, one.hint) == ("A single input", 3.0, "Is there a bias?")
    assert (two.title, two.weight, two.hint) == ("two words", 1.0, "")


def test_what_tests_print_is_for_nobody(run: Grade, capfd: pytest.CaptureFixture[str]) -> None:
    tests = """
        import sys
        print("loading")
        def test_it():
            print("seen", f(1))
            print("seen", file=sys.stderr)
        """
    assert only(run("def f(x): return x", tests)).outcome is Outcome.PASSED
    assert capfd.readouterr() == ("", "")


def test_one_cell_after_the_other_runs_and_none_sees_anothers_tests() -> None:
    namespace = local.LocalNamespace({"f": lambda x: x})
    for n in range(3):
        exercise = grade_cell.parse_grade_cell(
            f"q{n}", f"def test_{n}():\n    assert f({n}) == {n}" + RUN
        )
        assert [r.name for r in diagnosers.run_grade_cell(exercise, namespace)] == [f"test_{n}"]


# What a student is told -----------------------------------------------------------------------


def test_a_visible_assert_shows_its_words_or_pytests_explanation_where_it_says_something(
    run: Grade,
) -> None:
    tests = """
        import numpy as np
        def test_words():
            assert np.all(f(1) == 3), "f(1) is 3"
        def test_both():
            assert f(1) == 3, "f(1) is 3"
        def test_explained():
            assert f(1) == 3
        def test_named():
            assert np.allclose(f(1), 3)
        def test_silent():
            assert not True
        def test_numpy():
            assert np.float64(f(1)) > 2.5
        """
    said = [r.message for r in run("def f(x): return x + 1", tests)]
    assert said == [
        "f(1) is 3",
        "f(1) is 3\nassert 2 == 3\n +  where 2 = f(1)",
        "assert 2 == 3\n +  where 2 = f(1)",
        "assert False\n +  where False = allclose(2, 3)\n +    and   2 = f(1)",
        "An assertion does not hold.",
        "assert 2.0 > 2.5\n +  where 2.0 = float64(2)\n +    and   2 = f(1)",
    ]


def test_a_hidden_assert_shows_its_words_and_never_a_value(run: Grade) -> None:
    tests = hidden("""
        import numpy as np
        secret = 4321
        def test_words():
            assert f(1) == secret, "the bias is missing"
        def test_bare():
            assert f(1) == secret
        class TestGroup:
            def test_inside(self):
                assert f(1) == secret
        def test_library():
            np.testing.assert_allclose(f(1), secret)
        def test_close():
            close(f(1), secret, mistakes={"a plain sum": 2})
        def test_helper():
            check(secret)
        """)
    tests = (
        """
        from grader.checks import close
        def check(value):
            assert f(1) == value
        """
        + tests
    )
    results = run("def f(x): return x + 1", tests)
    assert [r.message for r in results] == [
        "the bias is missing",
        "An assertion does not hold.",
        "An assertion does not hold.",
        "An assertion does not hold.",
        "The value is not right. This looks like a plain sum.",
        "An assertion does not hold.",
    ]
    assert not any(r.visible or r.counterexample for r in results)
    assert all("4321" not in r.message + r.hint + r.title for r in results)


def test_a_hidden_test_shows_a_counterexample_where_the_instructor_allows_it(run: Grade) -> None:
    tests = hidden("""
        import numpy as np
        import pytest
        from grader.checks import close
        @pytest.mark.counterexample
        def test_open():
            close(f(1, scale=np.array([2.0])), 7.0)
        def test_shut():
            close(f(1, scale=np.array([2.0])), 7.0)
        """)
    open_, shut = run("def f(x, scale): return (x + scale)[0]", tests)
    shown = open_.counterexample
    assert shown
    assert shown.called == "f(1, scale=np.array([2.0]))"
    assert (shown.returned, shown.expected) == ("3", "7")
    assert open_.message == "The value is 3, where 7 is expected."
    assert (shut.counterexample, shut.message) == (None, "The value is not right.")


def test_the_students_own_words_are_not_shown_where_they_may_quote_hidden_inputs(
    run: Grade,
) -> None:
    tests = hidden("""
        def test_raised():
            f(4321)
        def test_unusable():
            int(g(4321))
        """)
    code = "def f(x): raise ValueError(f'got {x}')\ndef g(x): return f'got {x}'"
    raised, unusable = run(code, tests)
    assert raised.message == STOPPED
    assert unusable.message == "The test could not use what came back."
    assert (raised.counterexample, unusable.counterexample) == (None, None)
    assert "4321" in raised.log + unusable.log


def test_a_reason_that_the_process_gives_is_not_shown_in_hidden_tests(graded: Grade) -> None:
    code = """
        from grader.protocol import messages as wire, values
        def f(x):
            class Loud(tuple):
                @property
                def _fields(self): raise values.NotSerializable(f"got {x}")
            return Loud()
        """
    shut = only(graded(code, hidden("\n        def test_it():\n            f(4321)\n")))
    assert (shut.outcome, shut.message) == (Outcome.RAISED, STOPPED)


ENDINGS = (
    "raise ValueError(x)",
    "raise type(f'Got{x}', (KeyError,), {})",
    "raise NotImplementedError",
    "raise SystemExit(x)",
    "import os; os._exit(x)",
    "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "return [0] * 10**9",
    "return f(x)",
    "from grader.protocol.values import NotSerializable; raise NotSerializable(str(x))",
)


@pytest.mark.parametrize("mark", ["", "@pytest.mark.counterexample"])
def test_hidden_tests_tell_all_exceptions_signals_and_limits_in_one_sentence(
    graded: Grade, mark: str
) -> None:
    tests = hidden(f"""
        import pytest
        {mark}
        def test_it():
            assert f(43) == 43
        """)
    results = [only(graded(f"def f(x):\n    {ending}", tests)) for ending in ENDINGS]
    assert {(one.outcome, one.message) for one in results} == {(Outcome.RAISED, STOPPED)}


def test_hidden_tests_name_no_type_of_the_students_own(graded: Grade) -> None:
    code = "class Own4321: pass\nclass Fit:\n    pass\ndef f(): return Own4321()"
    tests = """
        import pytest
        from grader.checks import Mismatch, close
        def test_visible():
            raise Mismatch(f().type_name)
        def test_fit():
            raise Mismatch(f"{Fit().type_name}, {f!r}")
        ### BEGIN HIDDEN TESTS
        @pytest.mark.counterexample
        def test_open():
            raise Mismatch(f().type_name)
        def test_shut():
            raise Mismatch(f"{f()!r}, {f().type_name}, {Fit().type_name}")
        ### END HIDDEN TESTS
        """
    visible, fit, open_, shut = graded(code, tests)
    assert (visible.message, fit.message) == ("Own4321", "Fit, <function f>")
    assert open_.counterexample
    shown = (open_.message, open_.counterexample.returned)
    assert shown == ("another object", "<another object>")
    assert shut.message == "<another object>, another object, Fit"


def test_an_exercise_that_is_not_written_yet_is_told_so_by_hidden_tests_too(graded: Grade) -> None:
    tests = "def test_seen():\n    f()\n### BEGIN HIDDEN TESTS\ndef test_shut():\n    f()\n"
    code = "def f(): raise NotImplementedError"
    results = graded(code, tests + "### END HIDDEN TESTS\n")
    assert [one.message for one in results] == ["This is not written yet."] * 2


def test_results_stand_as_the_tests_stand_in_the_cell(graded: Grade) -> None:
    tests = """
        import pytest
        ### BEGIN HIDDEN TESTS
        def test_c(): assert f()
        ### END HIDDEN TESTS
        def test_b(): assert f()
        ### BEGIN HIDDEN TESTS
        @pytest.mark.counterexample
        @pytest.mark.parametrize("x", [1, 2])
        def test_a(x): assert f()
        @pytest.mark.parametrize("x", [1, pytest.param(2, marks=pytest.mark.counterexample)])
        def test_d(x): assert f() == x
        ### END HIDDEN TESTS
        """
    results = graded("def f(): return 1", tests)
    assert [one.name for one in results] == ["test_c", "test_b", "test_a", "test_d"]
    assert [one.outcome for one in results] == [Outcome.PASSED] * 3 + [Outcome.FAILED]
    assert results[3].counterexample is None


def test_a_cell_that_calls_the_student_before_its_tests_shows_no_counterexample(
    graded: Grade,
) -> None:
    tests = hidden("""
        import pytest
        START = f(4321)
        @pytest.mark.counterexample
        def test_it(): assert f(1) == START
        """)
    (result,) = graded("seen = []\ndef f(x): return seen.append(x) or str(seen)", tests)
    assert (result.outcome, result.counterexample) == (Outcome.FAILED, None)


def test_a_counterexample_shows_arguments_as_they_were_before_the_call(run: Grade) -> None:
    code = """
        def f(x, params):
            x[0] = 99
            params[0][0] = 99
            return x
        """
    tests = """
        import numpy as np
        from grader.checks import unchanged
        def test_it():
            x = np.array([1.0, 2.0])
            f(x, params=[np.array([3.0])])
            unchanged(x, np.array([1.0, 2.0]), "x")
        """
    shown = only(run(code, tests)).counterexample
    assert shown
    assert shown.called == "f(np.array([1.0, 2.0]), params=[np.array([3.0])])"


def test_a_call_that_did_not_return_is_shown_without_a_result(run: Grade) -> None:
    tests = "import numpy as np\ndef test_it():\n    f(lambda x: x, np.ones(2))"
    shown = only(run("def f(g, x): raise ValueError", tests)).counterexample
    assert shown
    assert (shown.called, shown.returned) == ("f(lambda x: x, np.array([1.0, 1.0]))", "")


def test_a_result_that_cannot_be_written_spoils_nothing(run: Grade) -> None:
    tests = "def test_it():\n    assert f() == 1"
    result = only(run("def f(): return 10**6000", tests))
    assert result.counterexample
    assert (result.outcome, result.counterexample.returned) == (Outcome.FAILED, "<int>")


# Whose fault ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("undefined_helper(3)", Outcome.BROKEN),
        ("f(1); np.undefined", Outcome.FAILED),
        ("np.linalg.inv(np.zeros((2, 2)))", Outcome.BROKEN),
        ("f(1); local_typo = misspelt", Outcome.NOT_DEFINED),
        ("f(1)\n    del g\n    g = g", Outcome.BROKEN),
        ("f(1); import no_such_module", Outcome.BROKEN),
        ("f(1)[0]", Outcome.FAILED),
        ("f(1) + 'x'", Outcome.FAILED),
        ("pytest.skip('later')", Outcome.BROKEN),
        ("f(1); pytest.skip('later')", Outcome.BROKEN),
        ("pytest.fail('words')", Outcome.FAILED),
        ("f(1); raise CourseError('setting')", Outcome.BROKEN),
        ("f(1); raise SystemExit", Outcome.BROKEN),
        ("f(no_such_fixture)", Outcome.BROKEN),
    ],
)
def test_a_fault_of_the_test_is_broken_and_what_follows_from_an_answer_is_failed(
    run: Grade, body: str, outcome: Outcome
) -> None:
    head = "import numpy as np\nimport pytest\nfrom grader.errors import CourseError\n"
    head += "undefined_helper = None\n" if "helper" in body else ""
    argument = "no_such_fixture" if "fixture" in body else ""
    tests = f"{head}def test_it({argument}):\n    {body}"
    assert only(run("def f(x): return x", tests)).outcome is outcome


def test_a_mistake_in_a_test_after_a_call_is_not_blamed_on_the_student_where_it_shows(
    run: Grade,
) -> None:
    tests = "def test_it():\n    got = f(1)\n    del got\n    assert got == 1"
    result = only(run("def f(x): return x", tests))
    assert result.outcome is Outcome.BROKEN
    assert "not your fault" in result.message


@pytest.mark.parametrize(
    ("cell", "error", "said"),
    [
        ("import no_such_module", ModuleNotFoundError, "No module named 'no_such_module'"),
        ("1 / 0", ZeroDivisionError, "division by zero"),
        ("@pytest.mark.no_such_marker", RuntimeError, "'no_such_marker' not found in `markers`"),
        (
            "@pytest.mark.parametrize('y', [1])",
            RuntimeError,
            "the tests can't be collected: .*test_it: function uses no argument 'y'",
        ),
        ("@pytest.mark.points(-1)", ValueError, r"test_it: -1\.0 is no weight of a test"),
        ("@pytest.mark.points(float('nan'))", ValueError, "test_it: nan is no weight of a test"),
    ],
    ids=["import", "division", "marker", "parametrize", "negative", "nan"],
)
def test_a_cell_that_cannot_be_run_raises_for_a_person_to_look(
    cell: str, error: type[Exception], said: str
) -> None:
    exercise = grade_cell.parse_grade_cell("q", f"import pytest\n{cell}\ndef test_it(): ...{RUN}")
    with pytest.raises(error, match=said):
        diagnosers.run_grade_cell(exercise, local.LocalNamespace({}))


def test_a_cell_without_tests_has_no_results() -> None:
    assert (
        diagnosers.run_grade_cell(
            grade_cell.parse_grade_cell("q", "x = 1" + RUN), local.LocalNamespace({})
        )
        == []
    )


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("def f(x): raise ValueError", Outcome.RAISED),
        ("def f(x): raise NotImplementedError", Outcome.RAISED),
        ("", Outcome.NOT_DEFINED),
    ],
)
def test_a_cell_that_calls_the_student_before_its_tests_is_the_students_to_get_right(
    run: Grade, code: str, outcome: Outcome
) -> None:
    result = only(run(code, "value = f(1)\ndef test_it():\n    assert value == 1"))
    assert (result.name, result.outcome) == ("cell", outcome)


def test_a_process_that_is_gone_before_a_cell_is_the_students_loss(host: Host) -> None:
    from grader.grading.session import Session

    with host.folder() as folder:
        session = Session(host.spawn(folder), host.limits)
        session.run("import os\nos._exit(5)")
        results = results_of(
            session, grade_cell.parse_grade_cell("q", "def test_it():\n    assert f(1)" + RUN)
        )
        session.end()
    assert only(results).outcome is Outcome.KILLED
    assert "process" in results[0].message


def test_a_case_that_fails_decides_its_test_and_the_others_are_not_run() -> None:
    calls = []

    def answer(number: int) -> int:
        calls.append(number)
        return 0

    tests = """
        import pytest

        @pytest.mark.parametrize("number", range(6))
        def test_numbers(number):
            assert answer(number) == 0 * number if number < 2 else answer(number) == number

        def test_other():
            assert answer(9) == 0
    """
    results = diagnosers.run_grade_cell(exercise(tests), local.LocalNamespace({"answer": answer}))
    assert [result.outcome for result in results] == [Outcome.FAILED, Outcome.PASSED]
    assert calls == [0, 1, 2, 9]


def test_the_time_of_a_test_begins_after_its_imports(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "slow_library.py").write_text("import time\ntime.sleep(1.5)\nVALUE = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "slow_library", raising=False)
    hasty = msgspec.structs.replace(LIMITS, test_seconds=0.2, judge_seconds=0.2, grace_seconds=0.1)
    tests = exercise("""
        from slow_library import VALUE
        def test_it():
            assert f() == VALUE
        """)
    with host.folder() as folder:
        session = Session(host.spawn(folder), hasty)
        session.run("def f(): return 1")
        result = only(results_of(session, tests))
        session.end()
    assert result.outcome is Outcome.PASSED


def test_an_import_within_a_test_is_not_interrupted(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = f"import time\nwhile time.process_time() < {time.process_time() + 1}:\n    pass\n"
    (tmp_path / "late_library.py").write_text(f"{busy}VALUE = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "late_library", raising=False)
    hasty = msgspec.structs.replace(LIMITS, judge_seconds=0.4, grace_seconds=0.3)
    tests = exercise("""
        def test_it():
            from late_library import VALUE
            assert f() == VALUE
        def test_again():
            from late_library import VALUE
            assert f() == VALUE
        def test_that_is_busy():
            from late_library import VALUE
            while f() == VALUE:
                pass
        """)
    with host.folder() as folder:
        session = Session(host.spawn(folder), hasty)
        session.run("def f(): return 1")
        found = results_of(session, tests)
        session.end()
    assert [result.outcome for result in found] == ["passed", "passed", "timed out"]


def test_one_object_as_two_arguments_is_one_object_in_the_students_code(run: Grade) -> None:
    tests = """
        import numpy as np
        from grader.checks import close, unchanged
        def test_one():
            v = np.array([3.0, 4.0])
            close(f(v, v), 25.0)
        def test_by_name():
            v = np.array([3.0, 4.0])
            close(f(v, b=v), 25.0)
        def test_two():
            close(f(np.array([3.0, 4.0]), np.array([3.0, 4.0])), 25.0)
        """
    code = """
        def f(a, b):
            a *= 2
            return float(a @ b) / 2
        """
    assert [r.outcome for r in run(code, tests)] == ["failed", "failed", "passed"]
    right = "def f(a, b): return float(a @ b)"
    assert {r.outcome for r in run(right, tests)} == {Outcome.PASSED}
