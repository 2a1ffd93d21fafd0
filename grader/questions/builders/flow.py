"""Questions on the flow: how often a line runs, which one does not, which one makes a shape."""

from __future__ import annotations

from collections.abc import Iterator

from grader.questions.question import CHOICES, Choice, Material, Question, Statement, code, times

KIND = "flow"


def questions(material: Material) -> Iterator[Question | None]:
    """Yield questions on lines that run often or not at all, and on shapes."""
    for call in material.shuffled(len(material.calls)):
        statements = material.draw.sample(material.statements, len(material.statements))
        yield _skipped(material, call, statements)
        yield _shape(material, call, statements)
        for one in statements:
            if one.in_loop:
                yield _count(material, call, one)


def _count(material: Material, call: int, one: Statement) -> Question | None:
    counts = material.ran[call].counts
    often = counts.get(one.line, 0)
    if not 2 <= often <= 60:
        return None
    asks = f"How often does line {one.line} run {material.calls[call].when}?"
    key = Choice(str(often), f"Line {one.line} runs {times(often)}.", code=False)
    near = [number for number in (often - 1, often + 1, often + 2, 2 * often) if number > 0]
    others = [count for line, count in counts.items() if line != one.line]
    texts = list(dict.fromkeys([*others, *near]))
    material.draw.shuffle(texts)
    wrong = [
        Choice(str(n), _of_count(material, call, n, often), code=False) for n in texts if n != often
    ]
    return material.question(KIND, call, asks, key, wrong)


def _of_count(material: Material, call: int, number: int, often: int) -> str:
    counts = material.ran[call].counts
    same = [one.line for one in material.statements if counts.get(one.line) == number]
    if same:
        return f"Line {min(same)} runs that often."
    what = "few" if number < often else "many"
    return f"That is {abs(number - often)} too {what}."


def _skipped(material: Material, call: int, statements: list[Statement]) -> Question | None:
    counts = material.ran[call].counts
    without = [one for one in statements if one.in_branch and not counts.get(one.line)]
    without = [one for one in without if material.shows(one.line, call)]
    run = [one for one in statements if counts.get(one.line)]
    if not without or material.ran[call].value.error:
        return None
    run.sort(key=lambda one: not one.in_branch)
    asks = f"Which of these lines does not run {material.calls[call].when}?"
    key = _line(without[0], "No branch leads there for this input.")
    wrong = [_line(one, f"It runs {times(counts[one.line])}.") for one in run]
    return material.question(KIND, call, asks, key, wrong)


def _line(one: Statement, why: str) -> Choice:
    return Choice(f"line {one.line}: {code(one.text)}", why, code=False)


def _shape(material: Material, call: int, statements: list[Statement]) -> Question | None:
    """Ask which of four lines makes an array of a shape that the other three do not make."""
    values = material.ran[call].values
    made: list[tuple[Statement, str, set[tuple[int, ...] | None]]] = [
        (one, one.names[0], {value.shape for value in values.get((one.line, one.names[0]), [])})
        for one in statements
        if len(one.names) == 1
        and one.text.startswith(f"{one.names[0]} ")
        and values.get((one.line, one.names[0]))
    ]
    for one, _, shapes in made:
        shape = next(iter(shapes))
        others = [other for other in made if shape not in other[2]]
        if len(shapes) != 1 or not shape or len(others) < CHOICES - 1:
            continue
        asks = f"Which of these lines sets a variable that then has the shape {code(str(shape))}?"
        key = _line(one, f"Its {code(one.names[0])} has this shape.")
        wrong = [_line(other, _of_shape(name, found)) for other, name, found in others]
        return material.question(KIND, call, asks, key, wrong)
    return None


def _of_shape(name: str, shapes: set[tuple[int, ...] | None]) -> str:
    shape = next(iter(shapes))
    return (
        f"Its {code(name)} has the shape {code(str(shape))}."
        if shape
        else f"Its {code(name)} is not an array."
    )
