"""Classifies how a test ended, and says so to the student as far as the test may tell.

Of a hidden test, the student sees its name, its hint, the instructor's own words and the kind of
mistake. All exceptions, signals and limits are one kind, but for limits of time: the student's code
could choose among them by its arguments. Values and pytest's explanations are shown for visible
tests and where the instructor allows a counterexample, texts of the student's code for visible
tests alone.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

import pytest

from grader import checks
from grader.errors import GraderError
from grader.testing import namespace
from grader.testing.calls import Calls
from grader.testing.source_text import TESTS_OF
from grader.verdict import NOT_WRITTEN, STOPPED, Outcome

BROKEN: Final = "The test itself failed to run; this is not your fault."
TOO_MUCH: Final = (
    "What came back could not be examined within the memory of the tests (limit worker_mb)."
)
NOT_HELD: Final = "An assertion does not hold."

EXPLANATION: Final = 2000
"""Characters shown of pytest's explanation of an assert."""

_NOT_RAISED: Final = re.compile(r"DID NOT RAISE (?:<class '(?:\w+\.)*(\w+)'>|(.*))")
_CONSTANT: Final = re.compile(r"assert (not )?(True|False|None|0|\[\]|''|\{\}|\(\))")
_NAMED: Final = re.compile(r"<(?:built-in |bound )?(?:function|method|ufunc) '?([\w.]+)[^>]*>")
_CLASS: Final = re.compile(r"<class '(?:\w+\.)*(\w+)'>")
_NUMBER: Final = re.compile(r"np\.[a-z]+[0-9]+\(([^()]*)\)")
_WHERE: Final = re.compile(r"\n \+ +(?:where|and) +(\S+) = (?:\S+\.)?\1(?=\n|$)")


class Quoting(Enum):
    """What a message may quote of the student's."""

    NOTHING = auto()
    """Of a hidden test."""
    VALUES = auto()
    """Values that crossed: of a hidden test with a counterexample."""
    KIND = auto()
    """The kind of an exception or fault: of a cell none of whose tests could begin."""
    ALL = auto()
    """Also the texts of exceptions: of a visible test."""

    @property
    def values(self) -> bool:
        """Whether values may be quoted."""
        return self in (Quoting.VALUES, Quoting.ALL)


STOPS: Final = (
    namespace.StudentRaised,
    namespace.StudentKilled,
    namespace.StudentUnsendable,
)
"""Faults of a hidden test that are told in the same words."""


def classify(  # noqa: C901 - a closed list of causes, one branch each
    error: BaseException | None,
    calls: Calls,
    missing: set[str],
    quoting: Quoting,
) -> tuple[Outcome, str, str]:
    """Return a test's outcome, the student's message, and the log for the instructor.

    Long because all ways to end stand in one list, by precedence.
    """
    everything = quoting is Quoting.ALL
    error = first_of_group(error)
    log = _log(error)
    match error:
        case None:
            return Outcome.PASSED, "", ""
        case _ if isinstance(error, STOPS) and quoting in (Quoting.NOTHING, Quoting.VALUES):
            return Outcome.RAISED, STOPPED, log
        case namespace.StudentRaised(kind="NotImplementedError"):
            return Outcome.RAISED, NOT_WRITTEN, log
        case namespace.StudentRaised(kind=kind, text=text, limit=limit):
            more = f": {text}" if text and everything else "."
            hit = f" (limit {limit})" if limit else ""
            return Outcome.RAISED, f"Your code stopped with {with_article(kind)}{hit}{more}", log
        case namespace.StudentTimedOut():
            return Outcome.TIMED_OUT, f"Your code took too long: {error}.", log
        case namespace.StudentOverdue():
            message = f"What came back could not be examined within {error}."
            return Outcome.TIMED_OUT, message, log
        case namespace.StudentKilled():
            return Outcome.KILLED, f"Your code was stopped: {error}.", log
        case namespace.StudentForbidden():
            message = f"Your code uses `{error}`; this exercise is to be done without it."
            return Outcome.FAILED, message, log
        case namespace.StudentUnsendable():
            more = f": {error}" if everything else ""
            return Outcome.NOT_SENDABLE, f"What came back can't be examined{more}.", log
        case NameError(name=name) if name in missing:
            return Outcome.NOT_DEFINED, f"`{name}` is not defined when this test runs.", log
        case checks.Mismatch():
            message = error.detail if error.detail and quoting.values else error.kind
            return Outcome.FAILED, message, log
        case AssertionError():
            return Outcome.FAILED, _readable_message(error, quoting.values), log
        case pytest.fail.Exception():
            return Outcome.FAILED, _NOT_RAISED.sub(_expected, str(error)), log
        case pytest.skip.Exception():
            return Outcome.BROKEN, "The test was skipped.", log
        case GraderError() | NameError() | ImportError():
            return Outcome.BROKEN, BROKEN, log
        case Exception() if type(error).__name__.startswith("Flaky"):
            return Outcome.FAILED, "The same call gave different results.", log
        case MemoryError() if calls.got_value:
            return Outcome.FAILED, TOO_MUCH, log
        case Exception() if _is_of_nothing(error, calls):
            return Outcome.FAILED, "Nothing came back: is there a `return`?", log
        case Exception() if calls.got_value:
            more = f" ({type(error).__name__}: {_outward(str(error))})" if everything else ""
            return Outcome.FAILED, f"The test could not use what came back{more}.", log
        case _:
            return Outcome.BROKEN, BROKEN, log


def _is_of_nothing(error: Exception, calls: Calls) -> bool:
    """Return whether a test stumbled over the None that the last call returned."""
    last = calls.last
    if last is None or not last.returned or last.result is not None:
        return False
    return "NoneType" in str(error) or "array is 0-dimensional" in str(error)


def _log(error: BaseException | None) -> str:
    """Return what a log says of a fault: its class, or its own name, and its message."""
    if error is None:
        return ""
    name = str(getattr(error, "name", None) or type(error).__name__)
    return f"{name}: {error}" if str(error) else name


_INSIDES: Final = (
    (re.compile(r"'ProxyFunction' object"), "'function' object"),
    (re.compile(r"'Proxy' object"), "your object"),
    (re.compile(r"'Proxy(?:Function)?'"), "'object'"),
    (re.compile(r"'(?:Mutable|Immutable)DenseMatrix'"), "'Matrix'"),
)
"""What a message of Python's may name of ours or of a library's inside, and its usual name."""


def _outward(text: str) -> str:
    for pattern, name in _INSIDES:
        text = pattern.sub(name, text)
    return text


def first_of_group(error: BaseException | None) -> BaseException | None:
    """Return an error, or the first of several that Hypothesis found."""
    while isinstance(error, BaseExceptionGroup) and not type(error).__name__.startswith("Flaky"):
        error = error.exceptions[0]
    return error


def _expected(found: re.Match[str]) -> str:
    wanted = found[1] or found[2]
    name = with_article(wanted) if wanted.isidentifier() else wanted
    return f"Nothing was raised, where {name} is expected."


def _readable_message(error: AssertionError, show_values: bool) -> str:
    """Return the instructor's own words of an assert, with the explanation if values may be shown.

    An explanation that says nothing, such as `assert False`, is left out.
    """
    words, explanation = _split(str(error))
    if not show_values:
        return words if words and _is_own(error) else NOT_HELD
    explanation = _readable(explanation)
    if _CONSTANT.fullmatch(explanation if words == "" else explanation.split("\n")[0]):
        explanation = ""
    return "\n".join(part for part in (words, explanation) if part) or NOT_HELD


def _split(text: str) -> tuple[str, str]:
    """Split an assert's message into its words and pytest's explanation."""
    start = 0 if text.startswith("assert ") else text.find("\nassert ") + 1
    has_explanation = start > 0 or text.startswith("assert ")
    return (text[:start].rstrip("\n"), text[start:]) if has_explanation else (text, "")


def _readable(explanation: str) -> str:
    """Replace objects by their names and NumPy's numbers by plain ones."""
    text = _NAMED.sub(r"\1", explanation[: 4 * EXPLANATION])
    text = re.sub(r" at 0x[0-9a-f]+", "", _CLASS.sub(r"\1", text))
    text = _NUMBER.sub(r"\1", text).replace("np.True_", "True").replace("np.False_", "False")
    return _WHERE.sub("", text)[:EXPLANATION]


def _is_own(error: BaseException) -> bool:
    """True if an assert stands in the cell itself, so that its words are the instructor's."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_filename.startswith(TESTS_OF)


def with_article(name: str) -> str:
    """Return the name of an exception for a sentence."""
    return f"{'an' if name[:1] in 'AEIOU' else 'a'} {name}"
