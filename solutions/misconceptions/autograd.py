"""Misconceptions about automatic differentiation: classes that are wrong in one rule."""

from __future__ import annotations

import math
from typing import Any

from solutions.autograd import Value, _ancestors, _made
from solutions.misconceptions import slip


class _Kind(Value):
    """A Value whose operations give values of its own class, so that its mistake goes on."""

    __slots__ = ()

    def _of(self, result: Any) -> Any:
        if result is NotImplemented:
            return result
        found = type(self)(result.data)
        found._parents, found._slopes = result._parents, result._slopes
        return found

    def __add__(self, other: Any) -> Any:
        return self._of(Value.__add__(self, other))

    def __sub__(self, other: Any) -> Any:
        return self._of(Value.__sub__(self, other))

    def __mul__(self, other: Any) -> Any:
        return self._of(Value.__mul__(self, other))

    def __truediv__(self, other: Any) -> Any:
        return self._of(Value.__truediv__(self, other))

    def __radd__(self, other: Any) -> Any:
        return self._of(Value.__radd__(self, other))

    def __rsub__(self, other: Any) -> Any:
        return self._of(Value.__rsub__(self, other))

    def __rmul__(self, other: Any) -> Any:
        return self._of(Value.__rmul__(self, other))

    def __rtruediv__(self, other: Any) -> Any:
        return self._of(Value.__rtruediv__(self, other))

    def __neg__(self) -> Any:
        return self._of(Value.__neg__(self))

    def __pow__(self, exponent: Any) -> Any:
        return self._of(Value.__pow__(self, exponent))

    def exp(self) -> Any:
        return self._of(Value.exp(self))

    def log(self) -> Any:
        return self._of(Value.log(self))

    def tanh(self) -> Any:
        return self._of(Value.tanh(self))

    def relu(self) -> Any:
        return self._of(Value.relu(self))


@slip("Value", "gradients that are overwritten instead of added where a value is used twice")
class Overwritten(_Kind):
    __slots__ = ()

    def backward(self) -> None:
        for value in _ancestors(self):
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(_ancestors(self)):
            for parent, slope in zip(value._parents, value._slopes, strict=True):
                parent.grad = slope * value.grad


@slip("Value", "one accumulator for all calls, so that a second call counts old gradients again")
class Recounted(_Kind):
    __slots__ = ()

    def backward(self) -> None:
        self.grad += 1.0
        for value in reversed(_ancestors(self)):
            for parent, slope in zip(value._parents, value._slopes, strict=True):
                parent.grad += slope * value.grad


@slip("Value", "gradients of an earlier call that are forgotten at the next")
class Forgetful(_Kind):
    __slots__ = ()

    def backward(self) -> None:
        for value in _ancestors(self):
            value.grad = 0.0
        Value.backward(self)


@slip("Value", "local slopes that are not multiplied by what comes from above")
class Unchained(_Kind):
    __slots__ = ()

    def backward(self) -> None:
        self.grad += 1.0
        for value in reversed(_ancestors(self)):
            for parent, slope in zip(value._parents, value._slopes, strict=True):
                parent.grad += slope


@slip("Value", "gradients of the leaves alone, without the values in between")
class LeavesAlone(_Kind):
    __slots__ = ()

    def backward(self) -> None:
        kept = [(value, value.grad) for value in _ancestors(self) if value._parents]
        Value.backward(self)
        for value, grad in kept:
            value.grad = grad


@slip("Value", "a quotient whose slope along the denominator lacks its minus sign")
class PositiveQuotient(_Kind):
    __slots__ = ()

    def __truediv__(self, other: Any) -> Any:
        return _without_minus(self, self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _without_minus(self, other, self)


def _without_minus(kind: _Kind, numerator: Any, denominator: Any) -> Any:
    a, b = (x if isinstance(x, Value) else Value(x) for x in (numerator, denominator))
    return kind._of(_made(a.data / b.data, (a, 1 / b.data), (b, a.data / b.data**2)))


@slip("Value", "a difference the wrong way round, with a number on the left")
class TurnedRound(_Kind):
    __slots__ = ()

    def __rsub__(self, other: Any) -> Any:
        return self._of(Value.__sub__(self, other))


@slip("Value", "a slope of 1 − tanh(x) instead of 1 − tanh²(x)")
class UnsquaredTanh(_Kind):
    __slots__ = ()

    def tanh(self) -> Any:
        t = math.tanh(self.data)
        return self._of(_made(t, (self, 1 - t)))


@slip("Value", "a power whose slope keeps its exponent, n xⁿ")
class SamePower(_Kind):
    __slots__ = ()

    def __pow__(self, exponent: Any) -> Any:
        return self._of(_made(self.data**exponent, (self, exponent * self.data**exponent)))


@slip("Value", "an exponential whose slope is 1")
class FlatExp(_Kind):
    __slots__ = ()

    def exp(self) -> Any:
        return self._of(_made(math.exp(self.data), (self, 1.0)))
