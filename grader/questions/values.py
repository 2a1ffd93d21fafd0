"""What came back from the sandbox: read as data, written as text, told apart."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final, NamedTuple, TypeAlias

from grader.errors import ProtocolError, in_one_line

Key: TypeAlias = tuple[Any, ...]

DIGITS: Final = 4
"""Significant digits of a number that is shown."""

APART: Final = 0.02
"""Least difference between two numbers that are told apart, as a share of the larger one."""

TINY: Final = 1e-9
"""What is smaller is taken for a rounding error."""

MOST_DEPTH: Final = 6
MOST_LENGTH: Final = 300
SHORT: Final = 70
"""Characters of a value that is short enough for a choice."""


class Value(NamedTuple):
    """A value of a student's, or how a call failed."""

    text: str
    key: Key
    """Its structure and its numbers: a list, a tuple and an array of the same numbers are one."""
    shape: tuple[int, ...] | None = None
    """The shape of an array."""
    error: str = ""
    known: bool = True
    """Whether it was told at all."""
    parts: tuple[tuple[str, Any], ...] = ()
    """Its entries, as it is indexed, each a value."""

    def at(self, place: str) -> Value:
        """Return an entry; of an error and at no place, the value itself."""
        if not place or self.error:
            return self
        nothing = Value("nothing", ("?",), known=False)
        return next((part for at, part in self.parts if at == place), nothing)

    @property
    def form(self) -> Key:
        """What it looks like: the lengths of its lists, and where numbers stand."""
        return _form(self.key)

    @property
    def kinds(self) -> frozenset[str]:
        """The letters of what it holds: numbers, words, truth values, dicts."""
        return frozenset("bcdnsy").intersection(str(self.form))

    @property
    def is_short(self) -> bool:
        """Whether it can be a choice: told, short, more than None, and finite or an error."""
        return self.known and len(self.text) <= SHORT and self.key != ("b", None)


def value_of(tree: object) -> Value:
    """Check what the driver told of a value; raise a ProtocolError if it is nothing of its kind."""
    value = _value(tree)._replace(parts=tuple(_parts(tree)))
    if len(value.text) > MOST_LENGTH or not all(part.known for _, part in value.parts):
        return value._replace(text="a value too long to show", known=False)
    return value


def _parts(tree: object) -> Iterator[tuple[str, Value]]:
    match tree:
        case ["l" | "t", [*items]]:
            yield from ((f"[{n}]", value_of(item)) for n, item in enumerate(items))
        case ["d", [*pairs]]:
            for key, held in map(_pair, pairs):
                yield f"[{value_of(key).text}]", value_of(held)


def _value(tree: object) -> Value:
    match tree:
        case ["e", str() as error] if error.isidentifier():
            return Value(f"an error: {error}", ("e", error), error=error)
        case ["?", str() as kind]:
            return Value(f"an object ({in_one_line(kind)})", ("?", kind), known=False)
        case ["A", [*sizes]]:
            shape = _shape(sizes)
            return Value(f"an array of shape {shape}", ("A", shape), shape, known=False)
        case ["a", [*sizes], [*items]]:
            shape = _shape(sizes)
            if math.prod(shape) != len(items):
                raise ProtocolError("an array of another size")
            if 0 in shape[1:]:  # its text could be endless
                return _value(["A", sizes])
            text, key = _nested(shape, [_read(item, 0) for item in items])
            return Value(text, key, shape)
    text, key = _read(tree, MOST_DEPTH)
    return Value(text, key)


def _form(key: Any) -> Key:
    if not isinstance(key, tuple) or key[0] != "l":
        return (key[0],) if isinstance(key, tuple) else ()
    return tuple(map(_form, key[1:]))


def _shape(sizes: list[object]) -> tuple[int, ...]:
    found = tuple(size for size in sizes if isinstance(size, int) and 0 <= size < 1 << 40)
    if len(found) != len(sizes) or len(found) > MOST_DEPTH:
        raise ProtocolError("no shape")
    return found


def _nested(shape: tuple[int, ...], items: list[tuple[str, Key]]) -> tuple[str, Key]:
    if not shape:
        return items[0]
    step = len(items) // shape[0] if shape[0] else 0
    parts = [_nested(shape[1:], items[n * step : (n + 1) * step]) for n in range(shape[0])]
    return f"[{', '.join(text for text, _ in parts)}]", ("l", *(key for _, key in parts))


def _read(tree: object, depth: int) -> tuple[str, Key]:
    if depth < 0:
        raise ProtocolError("a value that nests too deep")
    match tree:
        case ["b", None | bool() as value]:
            return str(value), ("b", value)
        case ["n", str() as digits]:
            number = _number(digits)
            return number_text(number), ("n", number)
        case ["c", str() as real, str() as imaginary]:
            one, other = _number(real), _number(imaginary)
            sign = "-" if other <= -TINY else "+"
            text = f"{number_text(one)} {sign} {number_text(abs(other))}i"
            return text, ("c", ("n", one), ("n", other))
        case ["s", str() as text]:
            return repr(in_one_line(text)), ("s", text)
        case ["y", str() as text]:
            return in_one_line(text), ("y", text)
        case ["a", *_] | ["A", *_] | ["?", *_]:
            found = _value(tree)
            return found.text, found.key
        case ["l" | "t" as kind, [*items]]:
            parts = [_read(item, depth - 1) for item in items]
            inner = ", ".join(text for text, _ in parts)
            text = f"[{inner}]" if kind == "l" else f"({inner}{',' * (len(parts) == 1)})"
            return text, ("l", *(key for _, key in parts))
        case ["d", [*pairs]]:
            read = [[_read(one, depth - 1) for one in _pair(pair)] for pair in pairs]
            inner = ", ".join(f"{key[0]}: {held[0]}" for key, held in read)
            return f"{{{inner}}}", ("d", *((key[1], held[1]) for key, held in read))
    raise ProtocolError("no value")


def _pair(pair: object) -> list[object]:
    if isinstance(pair, list) and len(pair) == 2:
        return pair
    raise ProtocolError("no pair")


def _number(digits: str) -> float:
    try:
        return float(digits)
    except ValueError:
        raise ProtocolError("no number") from None


def number_text(number: float) -> str:
    """Write a number with few digits; what only rounding keeps from zero is zero."""
    if not math.isfinite(number):
        return str(number)
    if abs(number) < TINY:
        return "0"
    text = f"{number:.{DIGITS}g}"
    if number == int(number) and abs(number) < 1e6:
        return str(int(number))
    return text


def apart(one: Value, other: Value) -> bool:
    """Return whether two values differ so that a reader sees it."""
    return one.text != other.text and _differ(one.key, other.key)


def _differ(one: Any, other: Any) -> bool:
    if not (isinstance(one, tuple) and isinstance(other, tuple)) or len(one) != len(other):
        return bool(one != other)
    if one[:1] == other[:1] == ("n",):
        first, second = one[1], other[1]
        if not (math.isfinite(first) and math.isfinite(second)):
            return not (first == second or (math.isnan(first) and math.isnan(second)))
        return bool(abs(first - second) > max(TINY, APART * max(abs(first), abs(second))))
    return any(_differ(a, b) for a, b in zip(one, other, strict=True))


def is_finite(key: Any) -> bool:
    """Return whether all numbers of a value are finite and of a size that can be read."""
    if not isinstance(key, tuple):
        return True
    if key[:1] == ("n",):
        number = key[1]
        return math.isfinite(number) and (
            number == 0 or abs(number) < 1e-12 or 1e-6 <= abs(number) < 1e6
        )
    return all(map(is_finite, key))
