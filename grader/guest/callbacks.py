"""Proxies for what the trusted side handed to the student's code: calls go back over the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grader.protocol import values

CallBack = Callable[[int, str, Any, Any], Any]
"""Calls a method of an object on the trusted side: its number, the method's name, arguments."""


class CallbackProxy:
    """An object that stays on the trusted side."""

    def __init__(self, call_back: CallBack, reference: values.GraderRef) -> None:
        self.__dict__["_reference"] = reference
        for name in reference.methods:
            self.__dict__[name] = _method(call_back, reference.number, name)


class CallbackFunction(CallbackProxy):
    """An object that stays on the trusted side and can be called."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.__dict__["__call__"](*args, **kwargs)


def make_callback_proxy(call_back: CallBack, reference: values.GraderRef) -> CallbackProxy:
    """Return a proxy for what `reference` stands for."""
    return (CallbackFunction if reference.callable else CallbackProxy)(call_back, reference)


def reference_of(proxy: CallbackProxy) -> values.GraderRef:
    """Return the reference that a proxy was made for."""
    reference: values.GraderRef = proxy.__dict__["_reference"]
    return reference


def _method(call_back: CallBack, number: int, method: str) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        return call_back(number, method, args, kwargs)

    call.__name__ = method if method != "__call__" else "function"
    return call
