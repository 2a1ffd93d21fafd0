"""The student's namespace when the tests run in the same process, as in a notebook."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from grader.guest.call_watch import Watch
from grader.protocol import values
from grader.protocol.arguments import EarlierCall, by_key, shared_arguments
from grader.protocol.references import student_reference
from grader.testing.argument_changes import record_change, repeat_change, spoiled_array
from grader.testing.calls import copied
from grader.testing.namespace import (
    Namespace,
    StudentForbidden,
    StudentRaised,
    StudentUnsendable,
    no_attribute,
    not_handed,
    raised_in_student,
)
from grader.testing.proxies import Proxy, label, make_proxy, unpacked


class LocalNamespace(Namespace):
    """The namespace of the running kernel.

    It proxies what would not cross to another process, and refuses what could not, so that a test
    sees here what it sees in grading.
    """

    def __init__(self, namespace: dict[str, Any]) -> None:
        super().__init__([str(cell) for cell in namespace.get("In", ())])
        self._namespace = namespace
        self._held: dict[int, Any] = {}
        self._watch = Watch(())
        self._earlier = EarlierCall()
        self._classes: dict[int, str] = {}

    def bind(self, names: Iterable[str]) -> dict[str, object]:
        """Return the values of those names that are defined."""
        found = {}
        names = list(names)
        self._names.update(names)
        for name in names:
            if name in self._namespace:
                value = self._namespace[name]
                if isinstance(value, type):
                    self._classes[id(value)] = name
                try:
                    value = self._seen(value)
                except StudentUnsendable:
                    value = make_proxy(self, self._keep(value))
                found[name] = value.named(name) if isinstance(value, Proxy) else value
        return found

    def _forbid(self, names: Sequence[str]) -> None:
        self._watch = Watch(names)

    def call(self, held: Proxy, args: Any, kwargs: dict[str, Any]) -> Any:
        """Call an object of the student's; raise a StudentFault if no value comes back."""
        handed = by_key(args, kwargs)
        arguments = {key: self._handed(arg) for key, arg in handed.items()}
        arguments |= {key: arguments[first] for key, first in shared_arguments(handed).items()}
        positional = [arguments[str(place)] for place in range(len(args))]
        named = {key: arguments[key] for key in kwargs}
        before = {key: _packed(arg) for key, arg in arguments.items()}
        record = self.calls.begin(label(held), args, kwargs, held)
        function = self._theirs(held)
        earlier = self._earlier.contents()
        try:
            with self._watch.on():
                result = function(*positional, **named)
        except StudentRaised:
            raise
        except (Exception, SystemExit, GeneratorExit) as error:
            names = tuple(cls.__name__ for cls in type(error).__mro__)
            raise raised_in_student(names, str(error)) from error
        finally:
            if self._watch.seen:
                raise StudentForbidden(self._watch.seen)
        seen = self._seen(result)
        follow = repeat_change if seen is None or self._in_place else record_change
        for key, argument in arguments.items():
            if not values.is_same(_packed(argument), before[key]):
                follow(handed[key], copied(argument))
        self.calls.end(record, seen)
        objects = any(isinstance(arg, Proxy) for arg in handed.values())
        if not objects:
            crossed = (*arguments.values(), result)
            spoiled = self._earlier.is_spoiled_by(function, self._namespace, earlier, crossed)
            if spoiled and not self._in_place:
                raise spoiled_array()
        return seen

    def attribute(self, held: Proxy, name: str) -> object:
        """Read an attribute of an object that stays with the student."""
        try:
            found = getattr(self._theirs(held), name)
        except Exception:  # noqa: BLE001 - properties of the student's raise anything
            raise no_attribute(name) from None
        return self._seen(found)

    def write_file(self, path: str, content: bytes) -> None:
        """Write a file where the student's code finds it by this path."""
        place = Path(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)

    def remove_files(self, folder: str) -> None:
        """Remove a folder that was made for such files."""
        shutil.rmtree(folder, ignore_errors=True)

    def _keep(self, value: object) -> values.StudentRef:
        self._held[id(value)] = value
        return student_reference(id(value), value, str, self._classes)

    def _seen(self, value: object) -> Any:
        """Return a value as it arrives in grading: a copy, with proxies for what stays."""
        try:
            return unpacked(values.pack_answer(value, self._keep, self._classes), self._found)
        except values.NotSerializable as error:
            raise StudentUnsendable(str(error)) from error

    def _found(self, handle: values.StudentRef | values.GraderRef) -> Proxy:
        assert isinstance(handle, values.StudentRef)  # noqa: S101 - `_keep` makes no other
        return make_proxy(self, handle)

    def _theirs(self, held: Proxy) -> Any:
        """Return the student's own object in the place of its proxy."""
        return self._held[held._handle.number]

    def _handed(self, value: object) -> object:
        """Return what the student's code gets for an argument: a copy, as in grading.

        Objects of the test's that do not cross are handed over themselves, and the student's own
        objects in the place of their proxies.
        """
        shared: list[Any] = []

        def share(kept: object) -> values.GraderRef:
            shared.append(self._theirs(kept) if isinstance(kept, Proxy) else kept)
            return values.GraderRef(len(shared) - 1, callable(kept), [])

        try:
            return values.unpack(
                values.pack(value, share), lambda reference: shared[reference.number]
            )
        except values.NotSerializable as error:
            raise not_handed(error) from error


def _packed(value: object) -> values.Value:
    """Return what an argument is now; what does not cross counts as nothing."""
    try:
        return values.pack(value, lambda _: None)
    except values.NotSerializable as error:
        raise StudentUnsendable(str(error)) from error
