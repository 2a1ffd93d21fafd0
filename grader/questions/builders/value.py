"""Questions on values: what a call returns, and what a variable is after a line."""

from __future__ import annotations

from collections.abc import Iterator

from grader.questions.question import Choice, Material, Question, Statement, code, in_words
from grader.questions.values import Value

KIND = "value"


def questions(material: Material) -> Iterator[Question | None]:
    """Yield questions on a variable, on a shape, and on the result."""
    for call in material.shuffled(len(material.calls)):
        for one in material.draw.sample(material.statements, len(material.statements)):
            for name in one.names:
                yield _after_line(material, call, one, name)
                yield _shape(material, call, one, name)
        yield _result(material, call)


def _result(material: Material, call: int) -> Question | None:
    value = material.ran[call].value
    if not value.is_short or value.error:
        return None
    key = Choice(value.text, "This is what your code returns.")
    found = material.told_apart(value, _other_results(material, call))
    return material.question(
        KIND, call, f"What does {material.calls[call].subject} return?", key, found
    )


def _other_results(material: Material, call: int) -> Iterator[tuple[Value, Choice]]:
    """Yield what misconceptions and edits give, then what other calls do."""
    for name in material.draw.sample([*material.known], len(material.known)):
        value = material.known[name][call]
        if not value.error:
            yield value, Choice(value.text, f"That would be: {name}.", name)
    for number in material.shuffled(len(material.edits)):
        edit, value = material.edits[number], material.edited[number][call]
        if not value.error:
            why = f"That would come back if line {edit.line} were {code(edit.after)}."
            yield value, Choice(value.text, why)
    for other in material.shuffled(len(material.calls)):
        value = material.ran[other].value
        if not value.error:
            why = f"That is what {code(material.calls[other].asked)} returns."
            yield value, Choice(value.text, why)


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
            yield value, Choice(value.text, f"That is {code(variable)}, after line {line}.")
    for other in material.shuffled(len(material.calls)):
        for value in material.ran[other].values.get((one.line, name), [])[:1]:
            why = f"That is what it would be for {code(material.calls[other].asked)}."
            yield value, Choice(value.text, why)
    for name_, known in material.known.items():
        yield known[call], Choice(known[call].text, f"That would be: {name_}.", name_)


def _shape(material: Material, call: int, one: Statement, name: str) -> Question | None:
    rounds = material.ran[call].values.get((one.line, name), [])
    shapes = {value.shape for value in rounds}
    if len(shapes) != 1 or not (shape := shapes.pop()):
        return None
    asks = f"Which shape does {code(name)} have right after line {one.line} has run?"
    key = Choice(str(shape), f"{code(name)} has an axis for each of these numbers.")
    others = [_choice_of(other) for other in _other_shapes(shape) if other != shape]
    return material.question(KIND, call, asks, key, others)


def _choice_of(shape: tuple[int, ...]) -> Choice:
    count = len(shape)
    axes = (
        "no axis: it is a single number"
        if not count
        else f"{count} ax{'es' if count > 1 else 'is'}"
    )
    return Choice(str(shape), f"An array of this shape has {axes}; look at what the line keeps.")


def _other_shapes(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield shapes that a forgotten or mistaken axis leads to."""
    if len(shape) == 1:
        yield from (((*shape, 1)), (1, *shape), (shape[0], shape[0]), (shape[0] + 1,), ())
    else:
        yield from (shape[::-1], shape[:-1], shape[1:], (*shape[:-1], 1), (1, *shape[1:]))
        yield from ((*shape, 1), (shape[0], shape[0]), ())
