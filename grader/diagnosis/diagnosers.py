"""Why a test failed: all that a card says beside the outcome, test by test and over a whole cell.

What may be said of a test depends on whether students have it:

    a visible test                   everything, also the text of an exception
    a hidden one, counterexample     the call, what came back and was expected, a drawing
    any hidden one                   its hint, the name of a known mistake, one remark: a sentence
                                     from a closed list, or that quotes a name from the student's
                                     own source

What is said of visible tests depends on visible tests alone, so a student's notebook says the same.
Nothing is remarked beside a known mistake that has a name.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeAlias

import msgspec

from grader.checks import Aspect, Mismatch
from grader.diagnosis import error_texts, examples, relations, shared_state, traces, unread
from grader.diagnosis.causes import tell_cause
from grader.render import diagrams
from grader.testing import outcomes, suite
from grader.testing.grade_cell import GradeCell
from grader.testing.namespace import Namespace, StudentRaised
from grader.testing.watcher import EndedTest
from grader.verdict import Outcome, Picture, Remark, Suspicion, TestResult


class Diagnoser(NamedTuple):
    """One way to find what is behind a failure, and when it may be told."""

    find: Callable[[EndedTest], Sequence[Remark] | None]
    """Returns remarks on a failed test; None if it can't tell."""
    common: bool = False
    """Whether a remark must hold in all failed tests of the cell that can tell."""
    explains: bool = True
    """Whether it tells the cause, so that the test's own hint is not needed."""
    after_success: bool = False
    """Whether it may be told only where the cell's first test passed."""


DIAGNOSERS: Final = {
    "an argument that is not read": Diagnoser(unread.find),
    "a general relation": Diagnoser(relations.find, common=True),
    "state that calls share": Diagnoser(shared_state.find, after_success=True),
    "a symptom": Diagnoser(relations.find_symptoms, common=True, explains=False),
}
"""The most certain first. The first that has something to tell makes the one remark of a cell."""


# One test -----------------------------------------------------------------------------------


def examine(ended: EndedTest, result: TestResult) -> TestResult:
    """Return the result of a test with what can be said of it, and what the cause is found by."""
    error, cell = ended.error, ended.cell
    suspects = traces.suspects(ended)
    suspicion = Suspicion(
        suspects.fits, frozenset(suspects.against), _aspect_of(ended), _property_of(ended)
    )
    if error is None:
        return msgspec.structs.replace(result, suspicion=suspicion)
    fault = _structural_fault(error)
    function = ended.calls.last.name if ended.calls.last else "the function"
    expected = error_texts.expected_error(error.__traceback__, cell.source)
    message = result.message
    if ended.visible and isinstance(error, StudentRaised) and message != outcomes.UNWRITTEN:
        message = error_texts.explained(message, error, expected)
    return msgspec.structs.replace(
        result,
        message=message,
        hint=_hint(ended, error, expected),
        counterexample=examples.example(ended, expected) if ended.shows_values else None,
        picture=_draw_difference(error) if ended.shows_values else None,
        cause=f"{fault.aspect} of {function}" if fault else "",
        suspicion=msgspec.structs.replace(
            suspicion,
            about=suspicion.about or (fault.about if fault else ""),
            remarks=_remarks(ended, result),
        ),
    )


def _remarks(ended: EndedTest, result: TestResult) -> dict[str, tuple[Remark, ...]]:
    """Return what each diagnoser remarks on a failed test."""
    found: dict[str, tuple[Remark, ...]] = {}
    if result.outcome in (Outcome.FAILED, Outcome.RAISED) and result.message != outcomes.UNWRITTEN:
        for name, diagnoser in DIAGNOSERS.items():
            with contextlib.suppress(Exception):  # what can't be examined is not remarked upon
                remarks = diagnoser.find(ended)
                if remarks is not None:
                    found[name] = tuple(remarks)
    return found


def _structural_fault(error: BaseException) -> Mismatch | None:
    """Return the mismatch by which a test failed over the structure of a result, if it did."""
    chain = error.retold() if isinstance(error, Mismatch) else ()
    return next((one for one in chain if one.aspect.structural), None)


def _hint(ended: EndedTest, error: BaseException, expected: str) -> str:
    """Return the hint of a failed test, if it fits the failure.

    A hint at changed arguments fits no other fault, and one that asks for a value fits neither a
    result of the wrong structure nor an error that is told in words.
    """
    in_words = isinstance(error, StudentRaised) and error_texts.error_in_words(
        error.kind, error.text
    )
    if in_words and ended.visible and not expected:
        return ""
    chain = [*error.retold()] if isinstance(error, Mismatch) else []
    changed = any(one.aspect is Aspect.ARGUMENTS for one in chain)
    if _aspect_of(ended) == Aspect.ARGUMENTS and not changed:
        return ""
    wrong = _structural_fault(error)
    fits = wrong is None or wrong.aspect in (wrong.about, Aspect.SHAPE)
    return str(ended.mark("hint")) if fits else ""


def _aspect_of(ended: EndedTest) -> str:
    """Return the aspect that a test asks for: what its hint is about, or changed arguments."""
    if about := _about(ended):
        return about if about in [*Aspect] else ""
    names = ended.function.function.__code__.co_names
    return Aspect.ARGUMENTS if "unchanged" in names and "close" not in names else ""


def _property_of(ended: EndedTest) -> str:
    """Return the property that a test's hint is about, if its mark names one of its own."""
    about = _about(ended)
    return "" if about in [*Aspect] else about


def _about(ended: EndedTest) -> str:
    mark = ended.function.get_closest_marker("hint")
    return str(mark.kwargs.get("about", "")) if mark else ""


def _draw_difference(error: BaseException) -> Picture | None:
    """Draw what came back beside what was expected, if a drawing says more than numbers."""
    if isinstance(error, Mismatch) and error.arrays is not None:
        with contextlib.suppress(Exception):  # a failing drawing must not cost the verdict
            return diagrams.diagram(*error.arrays, error.drawn)
    return None


# All tests of a cell ------------------------------------------------------------------------


def run_grade_cell(exercise: GradeCell, namespace: Namespace) -> list[TestResult]:
    """Run a cell's test functions and return their results in order, with their one cause."""
    return explain(suite.run_pass(exercise, namespace, None, diagnose=examine).results)


def explain(results: Sequence[TestResult]) -> list[TestResult]:
    """Return a cell's results with their one cause: a known mistake, or what one remark says.

    Hidden tests count for a remark only if the visible ones have none, and stand without values.
    """
    named = tell_cause(results)
    seen = [number for number, one in enumerate(results) if one.visible]
    shut = [number for number in range(len(results)) if number not in seen]
    if not any(named[number].misconception for number in seen):
        found = _choose([results[number] for number in seen])
        if found is not None:
            return _with_remark(named, seen[found.place], found)
    if shut and not any(one.misconception for one in named):
        found = _choose(results)
        place = next((number for number in shut if _is_remarked(results[number])), None)
        if found is not None and place is not None:
            return _with_remark(named, place, found)
    return named


class Choice(NamedTuple):
    """The remark that is told, and the number of the result that shows it."""

    place: int
    remark: Remark
    explains: bool


def _with_remark(results: list[TestResult], place: int, choice: Choice) -> list[TestResult]:
    """Return results with a remark at one of them."""
    at = results[place]
    said = (at.visible and choice.remark.detail) or choice.remark.summary
    hint = "" if choice.explains else at.hint
    results[place] = msgspec.structs.replace(at, remark=said, hint=hint)
    return results


def _is_remarked(result: TestResult) -> bool:
    """Return whether diagnosers had a look at a test."""
    return result.suspicion is not None and bool(result.suspicion.remarks)


def _choose(results: Sequence[TestResult]) -> Choice | None:
    """Return the remark of the first diagnoser that has one to tell."""
    began_well = bool(results) and results[0].outcome is Outcome.PASSED
    for name, diagnoser in DIAGNOSERS.items():
        found = [
            (number, one.suspicion.remarks[name])
            for number, one in enumerate(results)
            if one.suspicion is not None and name in one.suspicion.remarks
        ]
        if diagnoser.after_success and not began_well:
            continue
        if diagnoser.common:
            found = _in_all(found)
        tellable = [(number, remark) for number, remarks in found for remark in remarks]
        if diagnoser.common and diagnoser.explains and len({one.name for _, one in tellable}) > 1:
            continue  # nobody can tell which it is
        if tellable:
            return Choice(*tellable[0], diagnoser.explains)
    return None


Found: TypeAlias = list[tuple[int, tuple[Remark, ...]]]
"""The remarks on each failed test, by its number."""


def _in_all(found: Found) -> Found:
    """Return the remarks that hold in all failed tests, and by no accident."""
    if not found:
        return []
    names = set.intersection(*({one.name for one in remarks} for _, remarks in found))

    def tellable(one: Remark) -> bool:
        return one.name in names and not one.supports and (not one.weak or len(found) > 1)

    return [(number, tuple(filter(tellable, remarks))) for number, remarks in found]
