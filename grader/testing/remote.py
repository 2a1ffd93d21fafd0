"""The namespace of a student's process, reached by calls over the wire: what grades."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType
from typing import Any, Final

import numpy as np

from grader.errors import CourseError, ProtocolError
from grader.limits import Limits, behind
from grader.protocol import messages, values
from grader.testing import sympy_guard
from grader.testing.namespace import (
    MAX_REASON_CHARS,
    Calls,
    Proxy,
    StudentFault,
    StudentForbidden,
    StudentKilled,
    StudentOverdue,
    StudentTimedOut,
    StudentUnsendable,
    built_in_error,
    label,
    make_proxy,
    no_attribute,
    not_handed,
    raised_in_student,
)

WRITERS: Final = {"builtins", "matplotlib", "numpy", "pandas"}
"""Libraries whose objects have methods that write files; a test may hand over a figure or table."""

MOST_SPAWNED: Final = 1000
"""Generators that a call may spawn from one of ours."""

LIMIT: Final = "limit test_seconds"

ARGUMENTS: Final = 100
"""A call back with more arguments than this is none of an honest process."""


class RemoteNamespace:
    """The namespace of a student's process, reached by calls over the wire. What ends the process
    ends all tests that follow."""

    def __init__(
        self,
        channel: messages.Channel,
        *,
        cells: Sequence[str] = (),
        limits: Limits,
        until: float,
    ) -> None:
        self._channel = channel
        self.cells = cells
        self._test_seconds = limits.test_seconds
        self._grace = limits.grace_seconds
        self._judge_seconds = limits.judge_seconds
        self._most_timeouts = limits.timeouts
        self._timeouts = 0
        self._late = False
        self._until = until
        self._lent: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._urgent: BaseException | None = None
        self._asked: float | None = None
        self._generation = 0
        self._given = False
        self.lost = ""
        self.calls = Calls()
        self.next_test()
        sympy_guard.guard_sympy()

    # What tests use ---------------------------------------------------------------------

    def bind(self, names: Iterable[str]) -> dict[str, Any]:
        """Stand-ins for functions and objects, and the values of what is plain data."""
        found = {}
        self._open()
        for name in names:
            reply = self._ask(messages.Lookup(name), messages.Found | messages.Missing)
            if isinstance(reply, messages.Found):
                value = self._unpack(reply.value)
                found[name] = value.named(name) if isinstance(value, Proxy) else value
                self._given |= not isinstance(value, Proxy)
        return found

    @contextlib.contextmanager
    def clock(self) -> Iterator[None]:
        """An alarm, which interrupts what Python does; what it can't is ended by the batch."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def ring(*_: object) -> None:
            if self._asked is not None:  # its answer would be taken for the next one
                self.lost = "it took too long to answer"
            raise StudentOverdue(f"{self._judge_seconds:g} s")

        before = signal.signal(signal.SIGALRM, ring)
        waits = min(self._test_seconds, max(0.0, self._until - time.monotonic()))
        signal.setitimer(signal.ITIMER_REAL, waits + 4 * self._grace + self._judge_seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def next_test(self, forbidden: Sequence[str] = ()) -> None:
        """Forget the calls, renew the time that the next test may take."""
        self.calls = Calls()
        self._forbidden = list(forbidden)
        self._timeouts += self._late
        self._late = False
        self._urgent = None
        self._left = self._test_seconds

    # What stand-ins use -----------------------------------------------------------------

    def call(self, held: Proxy, args: Any, kwargs: dict[str, Any]) -> Any:
        """Call something of the student's; raise a StudentFault where no value comes of it."""
        number = self._number(held)
        packed = [self._pack(arg) for arg in args]
        named = {key: self._pack(value) for key, value in kwargs.items()}
        request = messages.Call(number, packed, named, self._time_left(), self._forbidden)
        record = self.calls.begin(label(held), args, kwargs)
        answers = messages.Returned | messages.Raised | messages.Unsendable | messages.Forbidden
        reply = self._ask(request, answers)
        match reply:
            case messages.Returned(value, changed):
                result = self._unpack(value)
                self._apply(changed, args, kwargs)
                self.calls.end(record, result)
                return result
            case messages.Raised(names, text, traceback, timed_out):
                if timed_out:
                    self._left = 0.0
                self._time_left()
                raised = raised_in_student(names, text, traceback)
                raised.limit = behind(raised.kind, text)
                raise raised
            case messages.Unsendable(reason):
                raise StudentUnsendable(reason[:MAX_REASON_CHARS])
            case messages.Forbidden(name):
                raise StudentForbidden(name if name in self._forbidden else "sys.setprofile")

    def attribute(self, held: Proxy, name: str) -> Any:
        """Read an attribute of an object that stays with the student."""
        number = self._number(held)
        self._time_left()
        reply = self._ask(messages.Attribute(number, name), messages.Found | messages.Missing)
        if isinstance(reply, messages.Missing):
            raise no_attribute(name)
        self.calls.answered = True
        return self._unpack(reply.value)

    def _number(self, held: Proxy) -> int:
        """The object's number in the process that answers now."""
        self._open()
        if held._generation != self._generation:
            found = self.bind([held._name]).get(held._name) if held._name else None
            if not isinstance(found, Proxy):
                raise StudentKilled("the process that held this object has ended")
            held._handle, held._generation = found._handle, self._generation
        return held._handle.number

    def _time_left(self) -> float:
        """Seconds that the test may still wait; a StudentTimedOut when there are none."""
        if self._timeouts >= self._most_timeouts:
            raise StudentTimedOut(
                f"{self._timeouts} tests waited in vain, and this one did not (limit timeouts)"
            )
        left = self._left - (time.monotonic() - self._asked if self._asked else 0.0)
        if left <= 0:
            self._late = True
            raise StudentTimedOut(f"it was stopped after {self._test_seconds:g} s ({LIMIT})")
        return left

    # The wire ---------------------------------------------------------------------------

    def _open(self) -> None:
        """See that there is a process to ask."""

    def _ended(self, fault: StudentFault) -> None:
        """Take note that the process which answered has ended."""
        self.lost = str(fault)

    def _ask(self, request: messages.Request, wanted: Any) -> Any:
        """Send a request and wait for its reply, answering calls back meanwhile."""
        if self.lost:
            raise StudentKilled(self.lost)
        started = time.monotonic()
        deadline = min(started + max(self._left, 0.0) + 3 * self._grace, self._until)
        with self._losing(deadline), self._timed(started):
            self._send(request)
            reply = self._reply(wanted, deadline)
        if self._urgent is not None:
            urgent, self._urgent = self._urgent, None
            raise urgent
        return reply

    @contextlib.contextmanager
    def _timed(self, started: float) -> Iterator[None]:
        """Take the time from what the test has; what is asked in between is part of it."""
        outermost, self._asked = self._asked is None, self._asked or started
        try:
            yield
        finally:
            if outermost:
                self._left -= time.monotonic() - started
                self._asked = None

    @contextlib.contextmanager
    def _losing(self, deadline: float = 0.0) -> Iterator[None]:
        """Where the process is silent, gone or no honest one: it is lost."""
        try:
            yield
            return
        except messages.Timeout:
            limit = "notebook_seconds" if deadline == self._until else "test_seconds"
            self.lost = f"it did not stop at its time limit (limit {limit})"
        except messages.ChannelClosed:
            self.lost = "its process ended"
        except ProtocolError as error:
            self.lost = f"its process sent what no honest process sends ({error})"
        raise StudentKilled(self.lost)

    def _send(self, message: messages.Request) -> None:
        try:
            self._channel.send(message)
        except ProtocolError as error:
            raise self._not_handed(error) from error

    def _reply(self, wanted: Any, deadline: float) -> Any:
        while True:
            reply = self._channel.receive(messages.REPLIES, deadline)
            if isinstance(reply, wanted):
                return reply
            match reply:
                case messages.Callback():
                    self._answer(reply)
                case messages.ForkEnded(status):
                    fault = ended(status)
                    self._ended(fault)
                    self._late = isinstance(fault, StudentTimedOut)
                    raise fault
                case messages.Stream() | messages.Display() | messages.Clear() | messages.Error():
                    continue  # shown by tests: nobody is to see it
                case _:
                    raise ProtocolError("a reply that was not asked for")

    # Values -----------------------------------------------------------------------------

    def _pack(self, value: Any) -> values.Value:
        try:
            return values.pack(value, self._lend)
        except values.NotSerializable as error:
            raise self._not_handed(error) from error

    def _not_handed(self, error: Exception) -> CourseError | StudentFault:
        """What can't be handed over may hold what came from the student: then it is no fault of the
        instructor's."""
        if self._given or self.calls.answered:
            return StudentUnsendable(f"it can't be handed on, since {error}")
        return not_handed(error)

    def _unpack(self, value: values.Value) -> Any:
        with self._losing():
            return self._read(value)

    def _read(self, value: values.Value) -> Any:
        try:
            return values.unpack(value, self._found)
        except values.NotSerializable as error:
            raise ProtocolError(str(error)) from error

    def _found(self, handle: values.StudentRef | values.GraderRef) -> Any:
        if isinstance(handle, values.StudentRef):
            return make_proxy(self, handle, self._generation)
        return self._service(handle.number)

    def _service(self, number: int) -> Any:
        if not 0 <= number < len(self._lent):
            raise ProtocolError("a number of something that was not lent")
        return self._lent[number]

    def _lend(self, value: Any) -> values.Value:
        """Hand a stand-in back, or keep an object here and let the student call it."""
        if isinstance(value, Proxy):
            return values.StudentRef(self._number(value), value.type_name, value._handle.callable)
        number = self._numbers.setdefault(id(value), len(self._lent))
        if number == len(self._lent):
            self._lent.append(value)
        return values.GraderRef(number, callable(value), methods(value))

    def _answer(self, callback: messages.Callback) -> None:
        """Call what was lent. What goes wrong in it goes back to the student's code."""
        service = self._service(callback.service)
        if callback.method not in methods(service):
            raise ProtocolError("a call of what was not lent")
        if len(callback.args) + len(callback.kwargs) > ARGUMENTS:
            raise ProtocolError("a call with too many arguments")
        args = [self._read(arg) for arg in callback.args]
        kwargs = {key: self._read(arg) for key, arg in callback.kwargs.items()}
        self.calls.answered |= bool(args or kwargs)
        try:
            result = getattr(service, callback.method)(*args, **kwargs)
            answer: messages.Request = messages.CallbackResult(self._pack(result))
        except (StudentKilled, KeyboardInterrupt):
            raise
        except BaseException as error:
            if isinstance(error, CourseError) or not isinstance(error, Exception):
                self._urgent = error  # not for the student's code to catch
            answer = messages.CallbackError(_kind_of(error), str(error)[:500])
        try:
            self._send(answer)
        except (CourseError, StudentUnsendable) as error:
            self._urgent = error
            self._send(messages.CallbackError("RuntimeError", ""))

    def _apply(self, changed: dict[str, values.Value], args: Any, kwargs: dict[str, Any]) -> None:
        """Do to our arguments what the call did to the student's copies of them."""
        handed = {str(i): arg for i, arg in enumerate(args)} | kwargs
        for key, packed in changed.items():
            if key in handed:
                now = self._unpack(packed)
                try:
                    overwrite(handed[key], now)
                except Exception as error:  # NumPy's, over what is no array
                    raise StudentUnsendable("the call made an argument another thing") from error


class ForkedNamespace(RemoteNamespace):
    """The same, where tests work on a copy of the process. When it is lost, the next test gets a
    new one."""

    _copy = False

    def close(self) -> None:
        """Leave the copy; the notebook's process goes on as if nothing had been called."""
        if self._copy:
            self._left = self._test_seconds
            with contextlib.suppress(StudentFault):
                self._ask(messages.End(), messages.ForkEnded)
            self._copy = False

    def _open(self) -> None:
        if not self._copy:
            self._ask(messages.Fork(), messages.ForkReady)
            self._copy = True
            self._generation += 1

    def _ended(self, fault: StudentFault) -> None:
        self._copy = False


def _kind_of(error: BaseException) -> str:
    """The name of the built-in class that an exception is of."""
    return next(cls.__name__ for cls in type(error).__mro__ if built_in_error(cls.__name__) is cls)


def methods(value: Any) -> list[str]:
    """What the student's code may call of an object that a test hands over: itself, where it can
    be called, and the public methods of classes that are neither Python's own nor of libraries
    whose methods write files, those of random generators excepted."""
    names = ["__call__"] if callable(value) else []
    if isinstance(value, type | ModuleType):
        return names
    own = [cls for cls in type(value).__mro__ if not _is_library(cls.__module__)]
    parts = [getattr(value, "__dict__", {}), *map(vars, own)]
    names += [n for part in parts for n, v in part.items() if n[:1] != "_" and callable(v)]
    return sorted(set(names))


def _is_library(module: str) -> bool:
    if module.startswith("numpy.random."):
        return False
    return module.split(".", maxsplit=1)[0] in sys.stdlib_module_names | WRITERS


def overwrite(ours: Any, now: Any) -> None:
    """Change `ours` in place to what `now` is."""
    if isinstance(ours, np.ndarray):
        if ours.shape != np.shape(now) or ours.dtype != getattr(now, "dtype", None):
            raise StudentUnsendable("the call changed the shape or the type of an argument")
        if ours.flags.writeable:
            ours[...] = now
    elif isinstance(ours, list) and isinstance(now, list):
        ours[:] = [_merged(old, new) for old, new in zip(ours, now, strict=False)] + now[
            len(ours) :
        ]
    elif isinstance(ours, dict) and isinstance(now, dict):
        merged = {k: _merged(ours[k], new) if k in ours else new for k, new in now.items()}
        ours.clear()
        ours.update(merged)
    elif isinstance(ours, set) and isinstance(now, set):
        ours.clear()
        ours.update(now)
    elif isinstance(ours, tuple) and isinstance(now, tuple):
        for old, new in zip(ours, now, strict=False):
            overwrite(old, new)
    elif isinstance(ours, np.random.Generator) and isinstance(now, np.random.Generator):
        if type(ours.bit_generator) is not type(now.bit_generator):
            raise StudentUnsendable("the call made a generator one of another kind")
        ours.bit_generator.state = now.bit_generator.state
        before: Any = ours.bit_generator.seed_seq
        after: Any = now.bit_generator.seed_seq
        spawned = after.n_children_spawned - before.n_children_spawned
        if 0 < spawned <= MOST_SPAWNED:
            before.spawn(spawned)


def _merged(old: Any, new: Any) -> Any:
    """An item of a container: the old object with the new content, where it can have that."""
    same = type(old) is type(new)
    if isinstance(old, np.ndarray):
        same = same and old.shape == new.shape and old.dtype == new.dtype
    if same and isinstance(old, np.ndarray | list | dict | set | np.random.Generator):
        overwrite(old, new)
        return old
    return new


def ended(status: int) -> StudentFault:
    """What became of a copy of the process, by its wait status."""
    stopped = f"it did not stop at its time limit ({LIMIT})"
    if not 0 <= status < 1 << 16:
        return StudentKilled("its process ended")
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number in (signal.SIGVTALRM, signal.SIGXCPU):
            return StudentTimedOut(stopped)
        name = next((s.name for s in signal.Signals if s == number), str(number))
        return StudentKilled(f"it ended with the signal {name}")
    if os.WEXITSTATUS(status) == 124:
        return StudentTimedOut(stopped)
    # Its exit status is not told: it could quote a hidden test's input.
    return StudentKilled("it left its process in the middle of a call")
