"""Changes to plain data that leave most of it as it was: what is hostile is nearly right."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, Final

ODD: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, 1, -1, 2, 7, 40, 255, 256, 5001, 1 << 16, 1 << 20, 1 << 31),
    *((1 << 40) - 1, (1 << 63) - 1, 1 << 63, (1 << 64) - 1, -(1 << 63)),
    *(0.0, -0.0, 1.5, float("nan"), float("inf"), -float("inf"), 5e-324, 1.7e308),
    *("", "a", "\0", "x" * 3000, "٣", "\u202eabc", "\U0010ffff", "\x1b[2J", "<", "&lt;"),
    *("<script>alert(1)</script>", "[a](javascript:alert(1))", '<img src=x onerror="alert(1)">'),
    *("__import__('os').system('true')", "__class__", "$<b onclick=1>$", "-->", "]]>", "`" * 5),
    *(b"", b"\0", b"\xff" * 9, b"\0" * 64),
    *([], {}, [[]], {"": None}),
)
"""Values that are nowhere expected, or only just."""

DEEP: Final = 60
"""How deep a change may nest something."""


def changed(tree: Any, rng: random.Random, words: Sequence[Any], others: Sequence[Any]) -> Any:
    """`tree` with one change. `words` are values which mean something where they stand, `others`
    are trees from which parts are taken."""
    places = [*_places(tree)]
    if not places:
        return _other(tree, rng, words, others)
    holder, key = rng.choice(places)
    change = rng.choice(_CHANGES)
    change(holder, key, rng, [*words, *ODD], others)
    return tree


def scrambled(data: bytes, rng: random.Random) -> bytes:
    """Bytes of which a few are others, whatever they mean."""
    changed = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 8])):
        start = rng.randrange(len(changed) + 1)
        end = start + rng.choice([0, 1, 1, 4, 64])
        piece = rng.choice(
            [rng.randbytes(end - start), rng.randbytes(1), b"", changed[start:end] * 2]
        )
        changed[start:end] = piece
    return bytes(changed)


def _places(tree: Any) -> list[tuple[Any, Any]]:
    """Everything within a tree, as what holds it and where."""
    found: list[tuple[Any, Any]] = []
    left = [tree]
    while left and len(found) < 5000:
        holder = left.pop()
        if isinstance(holder, list):
            inner: list[Any] = [*range(len(holder))]
        elif isinstance(holder, dict):
            inner = [*holder]
        else:
            continue
        found += [(holder, key) for key in inner]
        left += [holder[key] for key in inner]
    return found


def _other(value: Any, rng: random.Random, words: Sequence[Any], others: Sequence[Any]) -> Any:
    """Something in the place of a value."""
    roll = rng.random()
    if roll < 0.3 and isinstance(value, int | float) and not isinstance(value, bool):
        return _near(value, rng)
    if roll < 0.5 and isinstance(value, str | bytes) and value:
        return _spliced(value, rng, words)
    if roll < 0.7 and others:
        parts = _places(rng.choice(others))
        if parts:
            holder, key = rng.choice(parts)
            return _copied(holder[key])
    return _copied(rng.choice(words))


def _near(value: float, rng: random.Random) -> float:
    try:
        return rng.choice([value + 1, value - 1, -value, value * 2, value * 1000, value / 3])
    except OverflowError:
        return 0


def _spliced(value: Any, rng: random.Random, words: Sequence[Any]) -> Any:
    """A text with a piece left out, doubled, or put in."""
    start = rng.randrange(len(value) + 1)
    end = min(len(value), start + rng.choice([0, 1, 1, 2, 8, 64]))
    fitting = [word for word in words if isinstance(word, type(value))]
    piece = rng.choice([value[start:end] * 2, value[:0], rng.choice(fitting or [value[:0]])])
    return value[:start] + piece + value[end:]


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return [_copied(item) for item in value]
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return value


def _replace(
    holder: Any, key: Any, rng: random.Random, words: Sequence[Any], others: Sequence[Any]
) -> None:
    holder[key] = _other(holder[key], rng, words, others)


def _remove(holder: Any, key: Any, *_: Any) -> None:
    del holder[key]


def _repeat(
    holder: Any, key: Any, rng: random.Random, words: Sequence[Any], others: Sequence[Any]
) -> None:
    times = rng.choice([1, 1, 2, 30, 300])
    if isinstance(holder, list):
        holder[key:key] = [_copied(holder[key]) for _ in range(times)]
    else:
        name = _other(key, rng, words, others)
        if isinstance(name, str):
            holder[name] = _copied(holder[key])


def _insert(
    holder: Any, key: Any, rng: random.Random, words: Sequence[Any], others: Sequence[Any]
) -> None:
    new = _other(None, rng, words, others)
    if isinstance(holder, list):
        holder.insert(key, new)
    else:
        name = _other(key, rng, words, others)
        if isinstance(name, str):
            holder[name] = new


def _nest(holder: Any, key: Any, rng: random.Random, *rest: Any) -> None:
    """A value deep within copies of what holds it, so that it stands where one like it stood."""
    whole, inner = _copied(holder), holder[key]
    if len(_places(whole)) > 50:
        inner = [inner]
    else:
        for _ in range(rng.choice([1, 2, 3, DEEP])):
            around = _copied(whole)
            around[key] = inner
            inner = around
    holder[key] = inner


def _swap(holder: Any, key: Any, rng: random.Random, *_: Any) -> None:
    keys: list[Any] = [*range(len(holder))] if isinstance(holder, list) else [*holder]
    other = rng.choice(keys)
    holder[key], holder[other] = holder[other], holder[key]


Change = Callable[[Any, Any, random.Random, Sequence[Any], Sequence[Any]], None]
_CHANGES: Final[tuple[Change, ...]] = (
    *(_replace, _replace, _replace, _replace),
    *(_remove, _repeat, _insert, _nest, _swap),
)
