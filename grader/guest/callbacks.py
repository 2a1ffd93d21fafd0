"""Proxies for what the trusted side handed to the student's code: calls go back over the wire."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping

from grader.protocol import values
from grader.protocol.references import SPECIAL

CallBack = Callable[[int, str, Iterable[object], Mapping[str, object]], object]
"""Calls a method of an object on the trusted side: its number, the method's name, arguments."""


class CallbackProxy:
    """An object that stays on the trusted side."""

    def __init__(
        self, call_back: CallBack, reference: values.GraderRef, attributes: dict[str, object]
    ) -> None:
        self.__dict__.update(attributes)
        self.__dict__["_reference"] = reference
        for name in reference.methods:
            self.__dict__[name] = _method(call_back, reference.number, name)

    def __getattr__(self, name: str) -> object:
        raise AttributeError(f"this object has no attribute {name!r}")  # without our class's name


class CallbackFunction(CallbackProxy):
    """An object that stays on the trusted side and can be called."""

    def __call__(self, *args: object, **kwargs: object) -> object:
        return self.__dict__["__call__"](*args, **kwargs)


def make_callback_proxy(
    call_back: CallBack, reference: values.GraderRef, attributes: dict[str, object]
) -> CallbackProxy:
    """Return a proxy for what `reference` stands for, with attributes that are data."""
    base = CallbackFunction if reference.callable else CallbackProxy
    special = frozenset(reference.methods) & frozenset(SPECIAL)
    return _special_class(base, special)(call_back, reference, attributes)


@functools.lru_cache(maxsize=256)
def _special_class(base: type[CallbackProxy], special: frozenset[str]) -> type[CallbackProxy]:
    """Return the class of proxies that have some special methods."""
    if not special:
        return base
    methods = {name: _special(name) for name in special}
    if "__next__" in special:
        methods["__iter__"] = lambda self: self
    return type(base.__name__, (base,), methods)


def _special(name: str) -> Callable[..., object]:
    def method(self: CallbackProxy, *args: object) -> object:
        found = self.__dict__[name](*args)
        return iter(found) if name == "__iter__" and isinstance(found, list) else found

    return method


def reference_of(proxy: CallbackProxy) -> values.GraderRef:
    """Return the reference that a proxy was made for."""
    reference: values.GraderRef = proxy.__dict__["_reference"]
    return reference


def _method(call_back: CallBack, number: int, method: str) -> Callable[..., object]:
    def call(*args: object, **kwargs: object) -> object:
        return call_back(number, method, args, kwargs)

    call.__name__ = method if method != "__call__" else "function"
    return call
