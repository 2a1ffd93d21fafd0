"""Questions on values: what a call returns, and what a variable is after a line."""

from __future__ import annotations

from collections.abc import Iterator

from grader.questions.question import Choice, Material, Question, Statement, code, in_words
from grader.questions.values import Value

KIND = "value"


def questions(material: Material) -> Iterator[Question | None]:
    """Yield questions on a variable, on a shape, and on the result or its entries."""
    for call in material.shuffled(len(material.calls)):
        value, runs = material.ran[call].value, material.ran[call].values
        for one in material.draw.sample(material.statements, len(material.statements)):
            for name in one.names:
                yield _after_line(material, call, one, name)
                shapes = {held.shape for held in runs.get((one.line, name), [])}
                when = f"right after line {one.line} has run"
                if len(shapes) == 1:
                    asks = f"Which shape does {code(name)} have {when}?"
                    yield _shape(material, call, asks, shapes.pop())
        yield _result(material, call, "", value)
        parts = () if value.is_short else (("", value), *value.parts)
        for place, part in material.draw.sample(parts, len(parts)):
            yield _result(material, call, place, part) if place else None
            asks = f"{material.let(call)} Which shape does {code(f'result{place}')} have?"
            yield _shape(material, call, asks, part.shape)


def _result(material: Material, call: int, place: str, value: Value) -> Question | None:
    """Ask for what a call returns, or for an entry of it."""
    if not value.is_short or value.error:
        return None
    asks = f"What does {material.calls[call].subject} return?"
    if place:
        asks = f"{material.let(call)} What is {code(f'result{place}')}?"
    key = Choice(value.text, "This is what your code returns.")
    found = [
        (part, Choice(part.text, why, mistake))
        for other, why, mistake in _other_results(material, call)
        if not (part := other.at(place)).error
    ]
    entries = material.ran[call].value.parts if place else ()
    found += [(part, Choice(part.text, f"That is {code(f'result{at}')}.")) for at, part in entries]
    return material.question(KIND, call, asks, key, material.told_apart(value, found))


def _other_results(material: Material, call: int) -> Iterator[tuple[Value, str, str]]:
    """Yield what misconceptions and edits give, then what other calls do, and why."""
    for name in material.draw.sample([*material.known], len(material.known)):
        yield material.known[name][call], f"That would be: {name}.", name
    for number in material.shuffled(len(material.edits)):
        edit = material.edits[number]
        why = f"That would be the answer if line {edit.line} were {code(edit.after)}."
        yield material.edited[number][call], why, ""
    for other in material.like(call):
        why = f"That is the answer for {code(material.calls[other].asked)}."
        yield material.ran[other].value, why, ""


def _after_line(material: Material, call: int, one: Statement, name: str) -> Question | None:
    """Ask for a variable after a line, of some round if the line runs more than once."""
    ran = material.ran[call]
    rounds = ran.values.get((one.line, name), [])
    often = ran.counts.get(one.line, 0)
    calls_itself = often > 1 and f"{material.asked.name}(" in one.text
    if not rounds or often < len(rounds) or calls_itself:
        return None
    number = material.draw.randrange(len(rounds)) if len(rounds) > 1 else 0
    value = rounds[number]
    if not value.is_short or value.text == material.ran[call].value.text:
        return None
    when = f" the {in_words(number + 1)} time" if often > 1 else ""
    asks = f"What is {code(name)} right after line {one.line} has run{when}?"
    key = Choice(value.text, f"Line {one.line} gives {code(name)} this value then.")
    found = material.told_apart(value, _other_values(material, call, one, name, number))
    return material.question(KIND, call, asks, key, found)


def _other_values(
    material: Material, call: int, one: Statement, name: str, number: int
) -> Iterator[tuple[Value, Choice]]:
    """Yield what the variable is in other rounds, what others are, and what it is elsewhere."""
    ran = material.ran[call]
    rounds = ran.values[one.line, name]
    for other in sorted(range(len(rounds)), key=lambda n: abs(n - number)):
        why = f"That is {code(name)} after line {one.line} has run the {in_words(other + 1)} time."
        yield rounds[other], Choice(rounds[other].text, why)
    places = [place for place in ran.values if place != (one.line, name)]
    for line, variable in material.draw.sample(places, len(places)):
        for value in ran.values[line, variable][:1]:
            first = " has run the 1st time" if ran.counts.get(line, 0) > 1 else ""
            why = f"That is {code(variable)} after line {line}{first}."
            yield value, Choice(value.text, why)
    for other in material.like(call):
        for value in material.ran[other].values.get((one.line, name), [])[number : number + 1]:
            why = f"That is what it would be for {code(material.calls[other].asked)}."
            yield value, Choice(value.text, why)


def _shape(
    material: Material, call: int, asks: str, shape: tuple[int, ...] | None
) -> Question | None:
    if not shape:
        return None
    key = Choice(str(shape), "This is its shape.")
    others = [_choice_of(other) for other in _other_shapes(shape) if other != shape]
    return material.question(KIND, call, asks, key, others)


def _choice_of(shape: tuple[int, ...]) -> Choice:
    if not shape:
        return Choice(str(shape), "This is the shape of a single number.")
    axes = "axis" if len(shape) == 1 else "axes"
    return Choice(str(shape), f"An array of this shape has {len(shape)} {axes}.")


def _other_shapes(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield shapes that a forgotten or mistaken axis leads to."""
    if len(shape) == 1:
        yield from (((*shape, 1)), (1, *shape), (shape[0], shape[0]), (shape[0] + 1,), ())
    else:
        yield from (shape[::-1], shape[:-1], shape[1:], (*shape[:-1], 1), (1, *shape[1:]))
        yield from ((*shape, 1), (shape[0], shape[0]), ())
