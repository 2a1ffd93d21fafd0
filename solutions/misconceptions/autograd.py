"""Misconceptions about automatic differentiation: classes that get one rule wrong."""

from __future__ import annotations

import math
from typing import Any

from solutions.autograd import Value, _ancestors, _made
from solutions.misconceptions import Undetermined, slip


class _Kind(Value):
    """A Value whose operations give values of its own class, so that its mistake persists."""

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


def _may_use_the_wrong_rule(*_: Any) -> Any:
    """Stand in for an operation that is right by itself, but wrong if built from a wrong one."""
    raise Undetermined


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


@slip("Value", "a second call that counts the gradients of the first again")
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


@slip("Value", "a value that passes on its gradient before it is complete")
class TooEarly(_Kind):
    __slots__ = ()

    def backward(self) -> None:
        order: list[Value] = [self]
        flow: dict[Value, float] = {self: 1.0}
        for value in order:  # breadth first
            for parent in value._parents:
                if parent not in flow:
                    order.append(parent)
                    flow[parent] = 0.0
        for value in order:
            value.grad += flow[value]
            for parent, slope in zip(value._parents, value._slopes, strict=True):
                flow[parent] += slope * flow[value]

    __sub__ = __rsub__ = __truediv__ = __rtruediv__ = _may_use_the_wrong_rule


@slip("Value", "local slopes that are not multiplied by what comes from above")
class Unchained(_Kind):
    __slots__ = ()

    def backward(self) -> None:
        self.grad += 1.0
        for value in reversed(_ancestors(self)):
            for parent, slope in zip(value._parents, value._slopes, strict=True):
                parent.grad += slope

    __truediv__ = __rtruediv__ = _may_use_the_wrong_rule


@slip("Value", "gradients of the leaves alone, without the values in between")
class LeavesAlone(_Kind):
    __slots__ = ()

    def backward(self) -> None:
        kept = [(value, value.grad) for value in _ancestors(self) if value._parents]
        Value.backward(self)
        for value, grad in kept:
            value.grad = grad


@slip(
    "Value",
    "a result that gives itself no gradient",
    hint="How much does the result change with itself?",
)
class Selfless(_Kind):
    __slots__ = ()

    def backward(self) -> None:
        kept = self.grad
        Value.backward(self)
        self.grad = kept


@slip(
    "Value",
    "a product whose two slopes are swapped",
    hint="How fast does a b change with a: at the rate a, or at the rate b?",
)
class ExchangedProduct(_Kind):
    __slots__ = ()

    def __mul__(self, other: Any) -> Any:
        return _exchanged(self, self, other)

    def __rmul__(self, other: Any) -> Any:
        return _exchanged(self, other, self)

    __neg__ = __sub__ = __rsub__ = __truediv__ = __rtruediv__ = _may_use_the_wrong_rule


@slip(
    "Value",
    "a product without the slope along its right side",
    hint="Which values did the product come from? Each of them needs its share.",
)
class OneSidedProduct(_Kind):
    __slots__ = ()

    def __mul__(self, other: Any) -> Any:
        a, b = self, other if isinstance(other, Value) else Value(other)
        return self._of(_made(a.data * b.data, (a, b.data), (b, 0.0)))

    __rsub__ = __truediv__ = __rtruediv__ = _may_use_the_wrong_rule


@slip(
    "Value",
    "a difference whose slope along its right side lacks the minus sign",
    hint="If b grows, does a − b grow, or fall?",
)
class PositiveDifference(_Kind):
    __slots__ = ()

    def __sub__(self, other: Any) -> Any:
        return _without_its_sign(self, self, other)

    def __rsub__(self, other: Any) -> Any:
        return _without_its_sign(self, other, self)

    __neg__ = _may_use_the_wrong_rule


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


def _exchanged(kind: _Kind, left: Any, right: Any) -> Any:
    a, b = (x if isinstance(x, Value) else Value(x) for x in (left, right))
    return kind._of(_made(a.data * b.data, (a, a.data), (b, b.data)))


def _without_its_sign(kind: _Kind, left: Any, right: Any) -> Any:
    a, b = (x if isinstance(x, Value) else Value(x) for x in (left, right))
    return kind._of(_made(a.data - b.data, (a, 1.0), (b, 1.0)))


@slip("Value", "a difference the wrong way round, with a number on the left")
class TurnedRound(_Kind):
    __slots__ = ()

    def __rsub__(self, other: Any) -> Any:
        return self._of(Value.__sub__(self, other))


@slip(
    "Value",
    "a quotient the wrong way round, with a number on the left",
    hint="`8 / a` calls `a.__rtruediv__(8)`. What is divided by what?",
)
class TurnedQuotient(_Kind):
    __slots__ = ()

    def __rtruediv__(self, other: Any) -> Any:
        return self._of(Value.__truediv__(self, other))


@slip("Value", "a slope of 1 − tanh(x) instead of 1 − tanh²(x)")
class UnsquaredTanh(_Kind):
    __slots__ = ()

    def tanh(self) -> Any:
        t = math.tanh(self.data)
        return self._of(_made(t, (self, 1 - t)))


@slip(
    "Value",
    "a slope of 1 − x² instead of 1 − tanh²(x)",
    hint="The slope comes from the value of tanh. Which of your numbers is that value?",
)
class TanhOfItself(_Kind):
    __slots__ = ()

    def tanh(self) -> Any:
        return self._of(_made(math.tanh(self.data), (self, 1 - self.data**2)))


@slip("Value", "a power whose slope keeps its exponent, n xⁿ")
class SamePower(_Kind):
    __slots__ = ()

    def __pow__(self, exponent: Any) -> Any:
        return self._of(_made(self.data**exponent, (self, exponent * self.data**exponent)))

    __truediv__ = __rtruediv__ = _may_use_the_wrong_rule


@slip(
    "Value",
    "a power whose slope lacks its factor n, xⁿ⁻¹",
    hint="What is the slope of x²: x, or 2 x?",
)
class FactorlessPower(_Kind):
    __slots__ = ()

    def __pow__(self, exponent: Any) -> Any:
        return self._of(_made(self.data**exponent, (self, self.data ** (exponent - 1))))

    __truediv__ = __rtruediv__ = _may_use_the_wrong_rule


@slip("Value", "an exponential whose slope is 1")
class FlatExp(_Kind):
    __slots__ = ()

    def exp(self) -> Any:
        return self._of(_made(math.exp(self.data), (self, 1.0)))


@slip(
    "Value",
    "a logarithm to base 10",
    hint="Which logarithm has the slope 1 / x? In Python it is `math.log`.",
)
class CommonLogarithm(_Kind):
    __slots__ = ()

    def log(self) -> Any:
        return self._of(_made(math.log10(self.data), (self, 1 / self.data)))


@slip(
    "Value",
    "a ReLU whose slope is always 1",
    hint="How much does the ReLU change where its value is 0?",
)
class OpenRelu(_Kind):
    __slots__ = ()

    def relu(self) -> Any:
        return self._of(_made(max(0.0, self.data), (self, 1.0)))


@slip(
    "Value",
    "a leaky ReLU, with a slope of 0.01 on the left",
    hint="The ReLU turns a negative number into 0, not into a small number.",
)
class LeakyRelu(_Kind):
    __slots__ = ()

    def relu(self) -> Any:
        slope = 1.0 if self.data > 0 else 0.01
        return self._of(_made(slope * self.data, (self, slope)))
