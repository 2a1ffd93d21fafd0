"""The student's namespace as tests see it: a remote process's, or the kernel's own.

Both give a test the same things: functions to call, values to read, proxies of all other objects,
and the last call, which messages quote. `remote.RemoteNamespace` is used for grading,
`local.LocalNamespace` in a student's notebook.
"""

from __future__ import annotations

import abc
import builtins
import contextlib
import functools
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from grader.errors import CourseError
from grader.testing.calls import Calls

MAX_REASON_CHARS: Final = 4000
"""Characters kept of an exception's text and of its traceback."""


class StudentFault(BaseException):
    """A call of the student's code that did not return a value.

    Derives from BaseException, so that `pytest.raises(Exception)` never mistakes a killed process
    for an expected error.
    """


class StudentRaised(StudentFault, Exception):
    """An exception of the student's code; `kind` is the name of its built-in class."""

    def __init__(self, kind: str, name: str, text: str, traceback: str = "") -> None:
        Exception.__init__(self, text)
        self.kind = kind
        self.name = name
        self.text = text
        self.traceback = traceback
        self.limit = ""
        """The limit that was exceeded, if it was one of the grader's."""

    def __str__(self) -> str:
        return self.text


class StudentTimedOut(StudentFault):
    """An interruption of the student's code at its time limit."""


class StudentKilled(StudentFault):
    """The end of the student's process during a request."""


class StudentGone(StudentKilled):
    """A request when the student's process had been lost before, and there is no other."""


class CalledTooEarly(BaseException):
    """A call of the student's code by a cell that defines tests, where that has to wait."""


class StudentOverdue(StudentFault):
    """A test that took too long over what the student's code returned."""


class StudentForbidden(StudentFault):
    """A use of a function that the exercise forbids; the text is its name."""


class StudentUnsendable(StudentFault):
    """A value that cannot cross to or from the student's process."""


class Namespace(abc.ABC):
    """A student's names, for tests and for proxies of the objects that stay with the student."""

    def __init__(self, cells: Sequence[str] = (), no_classes: Collection[str] = ()) -> None:
        self.cells = cells
        """The code cells that the student ran, in order."""
        self.calls = Calls()
        self._no_classes = no_classes
        """Names that the course binds to functions, values or imports."""
        self._names: set[str] = set()
        self._in_place = False

    @abc.abstractmethod
    def bind(self, names: Iterable[str]) -> dict[str, object]:
        """Return the values of those names that are defined."""

    @abc.abstractmethod
    def call(self, held: Any, args: Any, kwargs: dict[str, Any]) -> Any:
        """Call an object of the student's; raise a StudentFault if no value comes back."""

    @abc.abstractmethod
    def attribute(self, held: Any, name: str) -> Any:
        """Read an attribute of an object that stays with the student."""

    @abc.abstractmethod
    def write_file(self, path: str, content: bytes) -> None:
        """Write a file where the student's code finds it by this path."""

    @abc.abstractmethod
    def remove_files(self, folder: str) -> None:
        """Remove a folder that was made for such files."""

    def next_test(self, forbidden: Sequence[str] = (), *, in_place: bool = False) -> None:
        """Begin a test: forget the calls and renew the time that it may wait.

        During the test, a call of a forbidden function by the student's code is a StudentForbidden.
        `in_place` says that calls are to change the test's arguments (see `argument_changes`).
        """
        self.calls = Calls()
        self._in_place = in_place
        self._forbid(forbidden)

    @abc.abstractmethod
    def _forbid(self, names: Sequence[str]) -> None:
        """Forbid some functions in the test that begins."""

    def reserved(self) -> contextlib.AbstractContextManager[None]:
        """Refuse all calls meanwhile, with a CalledTooEarly, where there is something to hide."""
        return contextlib.nullcontext()

    def clock(self, cell: str = "", test: str = "") -> contextlib.AbstractContextManager[None]:
        """Limit the time of a test, if nobody can interrupt it.

        A StudentOverdue ends one that takes too long over a value. The names tell which test it was
        if the process hangs over it.
        """
        return contextlib.nullcontext()

    def calls_made(self) -> tuple[int, int]:
        """Return the test, and the number of calls that it has made: what may change an object."""
        return id(self.calls), self.calls.count

    def names_class(self, name: str) -> bool:
        """Return whether the tests use a class of this name."""
        return name in self._names and name not in self._no_classes


def no_attribute(name: str) -> AttributeError:
    """Make the error for an attribute that the object does not have."""
    return AttributeError(f"the object has no attribute {name!r}")


# What the student's code raised -------------------------------------------------------------


def raised_in_student(names: Iterable[str], text: str, traceback: str = "") -> StudentRaised:
    """Make the exception for what the student's code raised.

    It derives from the built-in class of the student's exception, so that
    `pytest.raises(ValueError)` sees it.
    """
    names = tuple(names)[:20] or ("Exception",)
    kinds = tuple(name for name in names if built_in_error(name)) or ("Exception",)
    return _class_of(kinds)(
        kinds[0], names[0][:80], text[:MAX_REASON_CHARS], traceback[:MAX_REASON_CHARS]
    )


@functools.lru_cache(maxsize=256)
def _class_of(kinds: tuple[str, ...]) -> type[StudentRaised]:
    """Return one class for each choice of built-in ones, since Hypothesis groups failures by class.

    None derives from StopIteration, which would silently end a loop of the test.
    """
    bases: list[Any] = []
    for base in filter(None, map(built_in_error, kinds)):
        if issubclass(base, BaseExceptionGroup | StopIteration) or not issubclass(base, Exception):
            break
        if not issubclass(StudentRaised, base) and not any(issubclass(b, base) for b in bases):
            bases.append(base)
    for several in (bases, bases[:1]):  # objects of some are laid out in ways that don't agree
        with contextlib.suppress(TypeError):
            return (
                type("StudentRaised", (StudentRaised, *several), {}) if several else StudentRaised
            )
    return StudentRaised


def built_in_error(name: str) -> type[BaseException] | None:
    """Return the built-in exception class of that name, if there is one."""
    found = getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def built_in_kind(error: BaseException) -> str:
    """Return the name of the built-in class that an exception is of."""
    return next(cls.__name__ for cls in type(error).__mro__ if built_in_error(cls.__name__) is cls)


def not_handed(error: Exception) -> CourseError:
    """Make the instructor's error for an argument that cannot cross."""
    return CourseError(f"a test hands over what can't cross to the student's process: {error}")
