"""The contract of `Value`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.contracts.looks import Look


def graph(name: str, build: Callable[..., Any], *numbers: Any, calls: int = 1) -> Look:
    """Return a look at a result and at all gradients, of inner values too."""

    def see(answer: Any) -> Any:
        values = [answer(number) for number in numbers]
        at_first = [value.grad for value in values]
        result, *inner = build(*values)
        for _ in range(calls):
            result.backward()
        seen = [*values, *inner, result]
        return at_first, [value.data for value in seen], [value.grad for value in seen]

    return Look(name, see)


def _shared(answer: Any) -> Any:
    a = answer(2.0)
    inner = a * a
    one, other = inner * 3, inner + a
    one.backward()
    other.backward()
    return [a.grad, inner.grad, one.grad, other.grad]


def _anew(answer: Any) -> Any:
    a = answer(2.0)
    (a * a).backward()
    a.grad = 0.0
    (a * 3).backward()
    return a.grad


def _long(step: Callable[[Any], Any]) -> Callable[..., Any]:
    def build(a: Any) -> Any:
        result = a
        for _ in range(5000):
            result = step(result)
        return (result,)

    return build


def _inner(a: Any, b: Any) -> Any:
    c = a * b
    d = c + a
    return d * c, c, d


VALUE = [
    graph("a leaf", lambda a: (a,), 3),
    graph("sums", lambda a, b: (a + b + 2, 1 + a), 3.0, -2),
    graph("differences", lambda a, b: (a - b - 2,), 3.0, -2.0),
    graph("a number minus a value", lambda a: (5 - a,), 3.0),
    graph("products", lambda a, b: (a * b * 2.5,), 3.0, -2.0),
    graph("a number times a value", lambda a: (3 * a,), 2.0),
    graph("quotients", lambda a, b: (a / b / 4,), 3.0, -2.0),
    graph("a number over a value", lambda a: (5 / a,), 3.0),
    graph("squares", lambda a: (a**2,), -3.0),
    graph("roots", lambda a: (a**0.5,), 3.0),
    graph("inverses", lambda a: (a**-1.5,), 3.0),
    graph("minus", lambda a: (-a * 2,), 3.0),
    graph("exp", lambda a: ((a * 2).exp(),), 0.3),
    graph("log", lambda a: ((a * 2).log(),), 0.3),
    graph("tanh", lambda a: ((a * 2).tanh(),), 0.3),
    graph("tanh, far out", lambda a: (a.tanh(),), 1000),
    graph("tanh, far below", lambda a: (a.tanh() + 0,), -1000.0),
    graph("relu", lambda a, b: (a.relu() + b.relu() * 2,), 3.0, -2.0),
    graph("whole numbers", lambda a, b: (a / b + b**2,), 1, 3),
    graph("used twice", lambda a: (a * a + a,), 3.0),
    graph("used by itself", lambda a: (a + a,), 3.0),
    graph("inner values", _inner, 2.0, -3.0),
    graph("a second call", _inner, 2.0, -3.0, calls=2),
    graph("a deep use before a near one", lambda a: (a * ((a + 1) * (a + 2)).exp(),), 0.1),
    Look("two results that share values", _shared),
    Look("a gradient set to zero", _anew),
    graph("a long chain", _long(lambda v: v + 1e-4), 1.0),
    graph("a long chain, each used twice", _long(lambda v: (v + v) * 0.5), 1.0),
    graph(
        "a small network", lambda x, w, b: ((w * x + b).tanh() ** 2 - (w.exp() / 3),), 1, 0.5, -1
    ),
]
