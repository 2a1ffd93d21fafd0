"""Automatic differentiation: numbers that remember how they were made.

A `Value` keeps the values that it was computed from and its slope along each of them. `backward`
walks that graph once, from the result to the leaves, and multiplies along: the chain rule.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from numbers import Real
from typing import Any


class Value:
    """A scalar that can differentiate itself with respect to everything it was computed from.

        ∂L/∂v = Σ_u ∂L/∂u · ∂u/∂v,   u running over what was computed from v

    `+ − * /` take a Value, int or float on either side, `**` a number as the exponent; unary minus
    and the methods `exp`, `log`, `tanh` and `relu` give new values. Slopes are taken when a value
    is computed, so `data` may be changed afterwards, as a step of an optimizer does.

    Args:
        data: a finite number; any unit.

    Attributes:
        data: the number, a float.
        grad: what calls of `backward` have added, 0.0 at first; unit of the result per unit of
            `data`. To begin anew, set it to 0.0.

    Raises:
        TypeError: an operand or exponent is not a number.
        ValueError: the logarithm of a number that is not positive, or a power that is not real.
        ZeroDivisionError: a division by 0, or a negative power of 0.
        OverflowError: a result of `exp` or `**` is beyond the largest float.

    Source: A. Griewank, A. Walther, Evaluating Derivatives, 2nd ed., SIAM 2008, section 3.2
    (reverse mode); A. Karpathy, micrograd, 2020 (this interface).
    """

    __slots__ = ("_parents", "_slopes", "data", "grad")
    __array_ufunc__ = None  # a NumPy number on the left leaves the operation to us

    def __init__(self, data: Any) -> None:
        self.data = float(data)
        self.grad = 0.0
        self._parents: tuple[Value, ...] = ()
        self._slopes: tuple[float, ...] = ()

    def __repr__(self) -> str:
        return f"Value(data={self.data}, grad={self.grad})"

    def __add__(self, other: Any) -> Value:
        return _binary(self, other, lambda a, b: (a + b, 1.0, 1.0))

    def __sub__(self, other: Any) -> Value:
        return _binary(self, other, lambda a, b: (a - b, 1.0, -1.0))

    def __mul__(self, other: Any) -> Value:
        return _binary(self, other, lambda a, b: (a * b, b, a))

    def __truediv__(self, other: Any) -> Value:
        return _binary(self, other, lambda a, b: (a / b, 1.0 / b, -a / b / b))

    def __radd__(self, other: Any) -> Value:
        return _binary(other, self, lambda a, b: (a + b, 1.0, 1.0))

    def __rsub__(self, other: Any) -> Value:
        return _binary(other, self, lambda a, b: (a - b, 1.0, -1.0))

    def __rmul__(self, other: Any) -> Value:
        return _binary(other, self, lambda a, b: (a * b, b, a))

    def __rtruediv__(self, other: Any) -> Value:
        return _binary(other, self, lambda a, b: (a / b, 1.0 / b, -a / b / b))

    def __neg__(self) -> Value:
        return _made(-self.data, (self, -1.0))

    def __pow__(self, exponent: Any) -> Value:
        """Return xⁿ for a real number n; its slope is n xⁿ⁻¹, infinite at 0 for 0 < n < 1."""
        if not isinstance(exponent, Real):
            return NotImplemented
        x, n = self.data, float(exponent)
        if x < 0 and not n.is_integer():
            raise ValueError(f"{x} to the power {n} is not a real number.")
        if n == 0:
            slope = 0.0
        elif x == 0 and 0 < n < 1:
            slope = math.inf
        else:
            slope = n * x ** (n - 1)
        return _made(x**n, (self, slope))

    def exp(self) -> Value:
        """Return eˣ, which is its own slope."""
        e = math.exp(self.data)
        return _made(e, (self, e))

    def log(self) -> Value:
        """Return ln x for x > 0, of slope 1 / x."""
        if not self.data > 0:
            raise ValueError(f"The logarithm of {self.data} is not a real number.")
        return _made(math.log(self.data), (self, 1.0 / self.data))

    def tanh(self) -> Value:
        """Return tanh x, of slope 1 − tanh² x = 4 e / (1 + e)² with e = exp(−2 |x|)."""
        e = math.exp(-2.0 * abs(self.data))  # up to 1
        return _made(math.tanh(self.data), (self, 4.0 * e / (1.0 + e) ** 2))

    def relu(self) -> Value:
        """Return max(0, x), of slope 1 for x > 0, else 0."""
        return _made(max(0.0, self.data), (self, 1.0 if self.data > 0 else 0.0))

    def backward(self) -> None:
        """Add ∂self/∂v to `grad` of every value v that this one depends on, and 1 to its own.

        Each call works with sums of its own, so that a second call, or that of another result which
        shares values with this one, adds its derivatives and no more.
        """
        sums = {self: 1.0}
        for value in reversed(_ancestors(self)):
            upstream = sums[value]
            value.grad += upstream
            for parent, slope in zip(value._parents, value._slopes, strict=True):
                sums[parent] = sums.get(parent, 0.0) + slope * upstream


def _made(data: float, *sources: tuple[Value, float]) -> Value:
    """Return a value that keeps its parents and its slope along each of them."""
    value = Value(data)
    value._parents = tuple(parent for parent, _ in sources)
    value._slopes = tuple(slope for _, slope in sources)
    return value


def _binary(
    left: Any, right: Any, rule: Callable[[float, float], tuple[float, float, float]]
) -> Value:
    """Return `rule(left, right)`, which gives the result and its slopes along both operands."""
    if not (isinstance(left, Value | Real) and isinstance(right, Value | Real)):
        return NotImplemented  # type: ignore[no-any-return]  # Python asks the other operand
    a, b = (x if isinstance(x, Value) else Value(x) for x in (left, right))
    data, along_a, along_b = rule(a.data, b.data)
    return _made(data, (a, along_a), (b, along_b))


def _ancestors(result: Value) -> list[Value]:
    """Return everything that a value depends on, parents before children; itself last.

    A loop with a stack of its own, since the graph may be deeper than the recursion limit; each
    value is entered once, since the number of paths may be exponential.
    """
    order: list[Value] = []
    seen: set[Value] = set()
    stack = [(result, False)]
    while stack:
        value, finished = stack.pop()
        if finished:
            order.append(value)
        elif value not in seen:
            seen.add(value)
            stack.append((value, True))
            stack.extend((parent, False) for parent in value._parents)
    return order
