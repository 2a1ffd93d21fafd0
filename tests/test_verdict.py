"""Points follow from outcomes; a fault of ours is never a score."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import verdict
from grader.verdict import NotebookVerdict, Outcome, TestResult

STEADY = settings(derandomize=True, deadline=None, max_examples=80, database=None)

outcomes = st.sampled_from([o for o in Outcome if o is not Outcome.BROKEN])
weights = st.floats(0, 100)
maxima = st.floats(0, 1000)


def result(outcome: Outcome, weight: float = 1.0) -> TestResult:
    return TestResult(name="test_a", title="a", outcome=outcome, weight=weight)


def test_points_are_split_by_weight() -> None:
    tests = [result(Outcome.PASSED, 3), result(Outcome.FAILED), result(Outcome.TIMED_OUT, 0)]
    assert verdict.points(4, tests) == 3.0
    assert verdict.points(1, [result(Outcome.PASSED), *[result(Outcome.KILLED)] * 2]) == 0.333333


@STEADY
@given(maxima, st.lists(weights, min_size=1, max_size=8))
def test_all_passed_is_exactly_all_points(most: float, parts: list[float]) -> None:
    assert verdict.points(most, [result(Outcome.PASSED, w) for w in parts]) == most


@STEADY
@given(maxima, st.lists(st.tuples(outcomes, weights), max_size=8))
def test_points_are_between_none_and_all(most: float, parts: list[tuple[Outcome, float]]) -> None:
    found = verdict.points(most, [result(o, w) for o, w in parts])
    assert isinstance(found, float)
    assert 0 <= found <= most + 1e-6


@STEADY
@given(st.lists(st.tuples(outcomes.filter(lambda o: o is not Outcome.PASSED), weights), max_size=8))
def test_only_what_passed_earns(parts: list[tuple[Outcome, float]]) -> None:
    assert verdict.points(5, [result(o, w) for o, w in parts]) == 0.0


def test_a_broken_test_or_no_test_leaves_the_cell_unscored() -> None:
    broken = [result(Outcome.PASSED), result(Outcome.BROKEN)]
    for tests in (broken, []):
        cell = verdict.scored("q", 4, tests)
        assert cell.score is None
        assert cell.broken
        assert "by hand" in cell.reason


def test_faults_of_students_are_zeros_and_ours_are_no_scores() -> None:
    zero, unjudged = verdict.zero("q", 4, "not handed in"), verdict.unjudged("q", 4, "no host")
    assert (zero.score, zero.broken, zero.tests[0].outcome) == (0.0, False, Outcome.INVALID)
    assert (unjudged.score, unjudged.broken, unjudged.tests[0].outcome) == (
        None,
        True,
        Outcome.BROKEN,
    )


def test_a_notebook_sums_its_cells() -> None:
    cells = [verdict.scored("a", 2, [result(Outcome.PASSED)]), verdict.zero("b", 3, "late")]
    notebook = NotebookVerdict(notebook="n", cells=cells)
    assert (notebook.score, notebook.max_score, notebook.broken) == (2.0, 5, False)
    cells.append(verdict.unjudged("c", 1, "fault"))
    notebook = NotebookVerdict(notebook="n", cells=cells)
    assert (notebook.score, notebook.max_score, notebook.broken) == (2.0, 6, True)


def test_a_verdict_survives_json() -> None:
    cells = [verdict.scored("a", 2, [result(o) for o in Outcome]), verdict.zero("b", 3, "é")]
    notebook = NotebookVerdict(notebook="n", cells=cells)
    assert msgspec.json.decode(msgspec.json.encode(notebook), type=NotebookVerdict) == notebook


def test_an_outcome_that_is_not_of_the_vocabulary_is_refused() -> None:
    data = msgspec.json.encode(result(Outcome.PASSED)).replace(b"passed", b"excused")
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(data, type=TestResult)
