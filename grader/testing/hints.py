"""Which hint stands beside a failed test: one that fits what went wrong, or none."""

from __future__ import annotations

import pytest

from grader import checks
from grader.testing import error_texts, outcomes
from grader.testing.namespace import StudentRaised


def structural_fault(error: BaseException | None) -> checks.Mismatch | None:
    """Return the mismatch by which a test failed over the structure of a result, if it did."""
    found = outcomes.mismatch_of(error)
    return next((one for one in found.retold() if one.aspect.structural), None) if found else None


def hint_for(item: pytest.Function, error: BaseException, *, whole: bool) -> str:
    """Return the hint of a failed test, if it fits the failure.

    A hint at changed arguments fits no other fault, and one that asks for a value fits neither a
    result of the wrong structure nor an error that is told as a `whole`, and in words.
    """
    marker = item.get_closest_marker("hint")
    found = outcomes.mismatch_of(error)
    if marker is None or (whole and _is_told_in_words(error)):
        return ""
    chain = [*found.retold()] if found else []
    changed = any(one.aspect is checks.Aspect.ARGUMENTS for one in chain)
    if aspect_of(item) == checks.Aspect.ARGUMENTS and not changed:
        return ""
    wrong = structural_fault(error)
    fits = wrong is None or wrong.aspect in (wrong.about, checks.Aspect.SHAPE)
    return str(marker.args[0]) if fits else ""


def _is_told_in_words(error: BaseException) -> bool:
    if not isinstance(error, StudentRaised):
        return False
    return bool(error_texts.error_in_words(error.kind, error.text))


def aspect_of(item: pytest.Function) -> str:
    """Return the aspect that a test asks for: what its marker says, or changed arguments."""
    if about := _said_about(item):
        return about if about in [*checks.Aspect] else ""
    names = item.function.__code__.co_names
    return checks.Aspect.ARGUMENTS if "unchanged" in names and "close" not in names else ""


def property_of(item: pytest.Function) -> str:
    """Return the property that a test's hint is about, if its marker names one of its own."""
    about = _said_about(item)
    return "" if about in [*checks.Aspect] else about


def _said_about(item: pytest.Function) -> str:
    marker = item.get_closest_marker("hint")
    return str(marker.kwargs.get("about", "")) if marker else ""
