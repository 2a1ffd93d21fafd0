"""The student's namespace when the tests run in the same process, as in a notebook."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from typing import Any

from grader.guest.call_watch import Watch
from grader.protocol import values
from grader.testing.namespace import (
    Calls,
    Proxy,
    StudentForbidden,
    StudentRaised,
    StudentUnsendable,
    label,
    make_proxy,
    no_attribute,
    not_handed,
    raised_in_student,
)


class LocalNamespace:
    """The namespace of the running kernel.

    It proxies what would not cross to another process, and refuses what could not, so that a test
    sees here what it sees in grading.
    """

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace
        self._held: dict[int, Any] = {}
        self.calls = Calls()
        self._watch = Watch(())

    @property
    def cells(self) -> Sequence[str]:
        """The cells in IPython's history."""
        return [str(cell) for cell in self._namespace.get("In", ())]

    def bind(self, names: Iterable[str]) -> dict[str, Any]:
        """Return the values of those names that are defined."""
        found = {}
        for name in names:
            if name in self._namespace:
                value = self._namespace[name]
                try:
                    value = self._seen(value)
                except StudentUnsendable:
                    value = make_proxy(self, self._keep(value))
                found[name] = value.named(name) if isinstance(value, Proxy) else value
        return found

    def clock(self, cell: str = "", test: str = "") -> contextlib.AbstractContextManager[None]:
        """Set no limit: the student can interrupt the kernel."""
        return contextlib.nullcontext()

    def next_test(self, forbidden: Sequence[str] = ()) -> None:
        """Begin a test: forget the calls, and forbid some functions."""
        self.calls = Calls()
        self._watch = Watch(forbidden)

    def call(self, held: Proxy, args: Any, kwargs: dict[str, Any]) -> Any:
        """Call an object of the student's; raise a StudentFault if no value comes back."""
        _check_handed([args, kwargs])
        record = self.calls.begin(label(held), args, kwargs)
        function = self._theirs(held)
        try:
            with self._watch.on():
                result = function(*self._theirs(args), **self._theirs(kwargs))
        except StudentRaised:
            raise
        except (Exception, SystemExit, GeneratorExit) as error:
            names = tuple(cls.__name__ for cls in type(error).__mro__)
            raise raised_in_student(names, str(error)) from error
        finally:
            if self._watch.seen:
                raise StudentForbidden(self._watch.seen)
        seen = self._seen(result)
        self.calls.end(record, seen)
        return seen

    def attribute(self, held: Proxy, name: str) -> Any:
        """Read an attribute of an object that stays with the student."""
        try:
            found = getattr(self._theirs(held), name)
        except Exception:  # noqa: BLE001 - properties of the student's raise anything
            raise no_attribute(name) from None
        return self._seen(found)

    def _keep(self, value: Any) -> values.StudentRef:
        self._held[id(value)] = value
        return values.StudentRef(id(value), type(value).__name__, callable(value))

    def _seen(self, value: Any) -> Any:
        """Return a value with proxies for the parts that would not cross."""
        kept: list[Any] = []
        try:
            values.pack(value, kept.append)
        except values.NotSerializable as error:
            raise StudentUnsendable(str(error)) from error
        return self._replaced(value) if kept else value

    def _replaced(self, value: Any) -> Any:
        for kind in (list, tuple, set, frozenset):
            if isinstance(value, kind):
                return kind(self._seen(item) for item in value)
        if isinstance(value, dict):
            return {key: self._seen(item) for key, item in value.items()}
        return make_proxy(self, self._keep(value))

    def _theirs(self, value: Any) -> Any:
        """Return a value with the student's own objects in the place of their proxies."""
        if isinstance(value, Proxy):
            return self._held[value._handle.number]
        if type(value) in (list, tuple):
            theirs = [self._theirs(item) for item in value]
            same = all(a is b for a, b in zip(theirs, value, strict=True))
            return value if same else type(value)(theirs)
        if type(value) is dict:
            items = {key: self._theirs(item) for key, item in value.items()}
            return value if all(items[key] is value[key] for key in value) else items
        return value


def _check_handed(value: Any) -> None:
    """Refuse an argument that could not cross in grading."""
    try:
        values.pack(value, lambda _: None)
    except values.NotSerializable as error:
        raise not_handed(error) from error
