"""Why a test failed: all that a card says beside the outcome, test by test and over a whole cell.

What may be said of a test depends on whether students have it:

    a visible test                   everything, also the text of an exception
    a hidden one, counterexample     the call, what came back and was expected, a drawing
    any hidden one                   its hint, the name of a known mistake, one remark: a sentence
                                     from a closed list, or that quotes a name from the student's
                                     own source

Hidden tests may contradict what visible ones say, and add nothing to it: a student's notebook says
the same, or more. Nothing is remarked beside a known mistake that has a name.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from grader.checks import Aspect, Mismatch
from grader.diagnosis import error_texts, examples, relations, static_analysis, traces
from grader.render import diagrams
from grader.testing import suite
from grader.testing.grade_cell import GradeCell
from grader.testing.namespace import Namespace, StudentRaised
from grader.testing.outcomes import NOTHING
from grader.testing.watcher import EndedTest
from grader.verdict import NOT_WRITTEN, Outcome, Picture, Remark, Suspicion, TestResult


class Diagnoser(NamedTuple):
    """One way to find what is behind a failure, and when it may be told."""

    find: Callable[[EndedTest], Sequence[Remark] | None]
    """Returns remarks on a failed test; None if it can't tell."""
    after_success: bool = False
    """Whether it may be told only where the cell's first test passed."""


DIAGNOSERS: Final = {
    "an argument that is not read": Diagnoser(static_analysis.find_unread_argument),
    "a general relation": Diagnoser(lambda ended: relations.relations_of(ended.error)),
    "state that objects share": Diagnoser(static_analysis.find_state_of_objects),
    "state that calls share": Diagnoser(static_analysis.find_state_of_calls, after_success=True),
}
"""The most certain first. The first that has something to tell makes the one remark of a cell: what
holds in all failed tests that can tell."""


# One test -----------------------------------------------------------------------------------


def examine(ended: EndedTest, result: TestResult) -> TestResult:
    """Return the result of a test with what can be said of it, and what the cause is found by."""
    error, about = ended.error, _about(ended)
    result = replace(result, habit=_is_habit(ended, about))
    suspicion = Suspicion(traces.suspects(ended), about)
    if error is None:
        return replace(result, suspicion=suspicion)
    chain = [*error.retold()] if isinstance(error, Mismatch) else []
    fault = next((one for one in chain if one.aspect.structural), None)
    function = ended.calls.last.name if ended.calls.last else "the function"
    message, in_words = result.message, False
    if ended.visible and isinstance(error, StudentRaised) and message != NOT_WRITTEN:
        message = error_texts.explained(message, error)
        in_words = bool(error_texts.error_in_words(error.kind, error.text))
    # A hint at changed arguments fits no other fault, and one that asks for a value fits neither a
    # result of the wrong structure, nor an error that is told in words, nor what took too long.
    changed = any(one.aspect is Aspect.ARGUMENTS for one in chain)
    aspect = fault.aspect if fault else Aspect.NOTHING if message == NOTHING else None
    right_structure = aspect in (None, Aspect.SHAPE) and result.outcome is not Outcome.TIMED_OUT
    in_words |= result.outcome is Outcome.NOT_DEFINED
    fits = right_structure and not in_words and (changed or about != Aspect.ARGUMENTS)
    return replace(
        result,
        message=message,
        hint=str(ended.mark("hint")) if fits else "",
        counterexample=examples.example(ended) if ended.shows_values else None,
        picture=_draw_difference(error) if ended.shows_values else None,
        cause=f"{aspect} of {function}" if aspect else "",
        suspicion=replace(
            suspicion,
            about=about or (Aspect.SHAPE if fault and fault.returned else ""),
            remarks=_remarks(ended, result),
        ),
    )


def _about(ended: EndedTest) -> str:
    """Return what a test asks for: what its hint is said to be about, or changed arguments."""
    mark = ended.function.get_closest_marker("hint")
    if about := mark.kwargs.get("about") if mark else "":
        return str(about)
    names = ended.function.function.__code__.co_names
    return Aspect.ARGUMENTS if "unchanged" in names and "close" not in names else ""


def _is_habit(ended: EndedTest, about: str) -> bool:
    """Return whether a test asks for whole numbers, arguments that stay, or shapes alone."""
    names = ended.function.function.__code__.co_names
    shapes = "shape" in ended.function.originalname and "has_shape" in names
    return about in ("whole numbers", Aspect.ARGUMENTS) or (shapes and "close" not in names)


def _remarks(ended: EndedTest, result: TestResult) -> dict[str, tuple[Remark, ...]]:
    """Return what each diagnoser remarks on a failed test."""
    found: dict[str, tuple[Remark, ...]] = {}
    if result.outcome in (Outcome.FAILED, Outcome.RAISED) and result.message != NOT_WRITTEN:
        for name, diagnoser in DIAGNOSERS.items():
            with contextlib.suppress(Exception):  # what can't be examined is not remarked upon
                remarks = diagnoser.find(ended)
                if remarks is not None:
                    found[name] = tuple(remarks)
    return found


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

    It stands at the first visible test that it is true of, else at the first hidden one, without
    values, and in place of the hints of all tests that it is true of.
    """
    named = tell_cause(results)
    found = {} if any(one.misconception for one in named) else _choose(results)
    at = max(found, key=lambda number: results[number].visible, default=None)
    for number, remark in found.items():
        told = (results[number].visible and remark.detail) or remark.summary
        named[number] = replace(named[number], remark=told if number == at else "", hint="")
    return named


def _choose(results: Sequence[TestResult]) -> dict[int, Remark]:
    """Return the remark of the first diagnoser that has one to tell, by the results' numbers."""
    began_well = bool(results) and results[0].outcome is Outcome.PASSED
    for name, diagnoser in DIAGNOSERS.items():
        if diagnoser.after_success and not began_well:
            continue
        found = {
            number: {remark.name: remark for remark in one.suspicion.remarks[name]}
            for number, one in enumerate(results)
            if one.suspicion is not None and name in one.suspicion.remarks
        }
        in_all = set.intersection(*map(set, found.values())) if found else set()
        if len(in_all) == 1:  # of several, nobody can tell which it is
            (same,) = in_all
            return {number: remarks[same] for number, remarks in found.items()}
    return {}


# The known mistake, and the hints that fit -------------------------------------------------


def tell_cause(results: Sequence[TestResult]) -> list[TestResult]:
    """Name the known mistake behind a cell's failures, and drop the hints that do not fit.

    It fits more results than any other, and contradicts none. Where two fit equally well, nobody
    can tell which it is, and none is named.
    """
    suspicions = [result.suspicion or Suspicion() for result in results]
    name = _one_cause(results, suspicions)
    pairs = [*zip(results, suspicions, strict=True)]
    failed = [
        _property(one)
        for result, one in pairs
        if result.outcome is not Outcome.PASSED and one.about != Aspect.ARGUMENTS
    ]
    asked = {result.cause for result, one in pairs if _asks_for_it(result, one)}
    unfit = {
        id(result)
        for result, one in pairs
        if (_property(one) and ("" in failed or failed[:1] != [_property(one)]))
        or (result.cause in asked and not _asks_for_it(result, one))
    }
    return [
        _with_cause(result, one, name, hint_fits=id(result) not in unfit) for result, one in pairs
    ]


def _property(suspicion: Suspicion) -> str:
    """Return the property that a test's hint is about, if it is none of the closed list."""
    return "" if suspicion.about in [*Aspect] else suspicion.about


def _asks_for_it(result: TestResult, suspicion: Suspicion) -> bool:
    """Return whether a test asks for the very structure that is wrong."""
    return bool(suspicion.about) and result.cause.startswith(f"{suspicion.about} of ")


def _one_cause(results: Sequence[TestResult], suspicions: Sequence[Suspicion]) -> str:
    """Return the name that fits most results and contradicts none, or an empty text.

    Where visible tests know names, it is one of those: of them it is known which functions go wrong
    with another one.
    """
    pairs = [*zip(results, suspicions, strict=True)]
    seen = [one for result, one in pairs if result.visible and one.suspects]
    against = {key for one in suspicions for key in one.against}
    counts: dict[str, int] = {}
    for key in {key for one in seen or suspicions for key in one.fits} - against:
        name = traces.name_of(key)
        if name not in against:
            fitting = sum(bool({key, name} & one.fits.keys()) for one in suspicions)
            counts[name] = max(fitting, counts.get(name, 0))
    most = max(counts.values(), default=0)
    best = [name for name, count in counts.items() if count == most]
    return best[0] if len(best) == 1 else ""


def _with_cause(
    result: TestResult, suspicion: Suspicion, name: str, *, hint_fits: bool
) -> TestResult:
    """Return a result with its cause, if it shows one, and with a hint that fits."""
    hints = {traces.name_of(key): hint for key, hint in suspicion.fits.items()}
    hint = result.hint if hint_fits else ""
    result = replace(result, suspicion=None, hint=hint)
    if name not in hints:
        return result
    first, line, more = result.message.partition("\n")
    sentence = f"This looks like {name}."
    is_code = first.startswith("assert ")  # pytest's explanation alone
    message = f"{sentence}\n{result.message}" if is_code else f"{first} {sentence}{line}{more}"
    return replace(result, misconception=name, message=message, hint=hints[name] or hint)
