"""The one known mistake behind a cell's failures, and the hints that fit what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from grader.checks import Aspect
from grader.verdict import Outcome, Suspicion, TestResult

OF: Final = "\n"
"""What stands between the name of a known mistake and the function that it is made in."""


def tell_cause(results: Sequence[TestResult]) -> list[TestResult]:
    """Name the known mistake behind a cell's failures, and drop the hints that do not fit.

    It fits more results than any other, and contradicts none. Where two fit equally well, nobody
    can tell which it is, and none is named.
    """
    suspicions = [result.suspicion or Suspicion() for result in results]
    name = _one_cause(results, suspicions)
    pairs = [*zip(results, suspicions, strict=True)]
    failed = {
        _property(one)
        for result, one in pairs
        if result.outcome is not Outcome.PASSED and one.about != Aspect.ARGUMENTS
    }
    asked = {result.cause for result, one in pairs if _asks_for_it(result, one)}
    unfit = {
        id(result)
        for result, one in pairs
        if (_property(one) and failed != {_property(one)})
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
        name = _misconception_of(key)
        if name not in against:
            fitting = sum(bool({key, name} & one.fits.keys()) for one in suspicions)
            counts[name] = max(fitting, counts.get(name, 0))
    most = max(counts.values(), default=0)
    best = [name for name, count in counts.items() if count == most]
    return best[0] if len(best) == 1 else ""


def _misconception_of(key: str) -> str:
    return key.partition(OF)[0]


def _with_cause(
    result: TestResult, suspicion: Suspicion, name: str, *, hint_fits: bool
) -> TestResult:
    """Return a result with its cause, if it shows one, and with a hint that fits."""
    hints = {_misconception_of(key): hint for key, hint in suspicion.fits.items()}
    hint = result.hint if hint_fits else ""
    result = msgspec.structs.replace(result, suspicion=None, hint=hint)
    if name not in hints:
        return result
    first, line, more = result.message.partition("\n")
    sentence = f"This looks like {name}."
    is_code = first.startswith("assert ")  # pytest's explanation alone
    message = f"{sentence}\n{result.message}" if is_code else f"{first} {sentence}{line}{more}"
    return msgspec.structs.replace(
        result, misconception=name, message=message, hint=hints[name] or hint
    )
