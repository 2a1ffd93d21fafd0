"""Questions on the mathematics: which misconception explains a result."""

from __future__ import annotations

from collections.abc import Iterator

from grader.questions.question import CHOICES, Choice, Material, Question, code
from grader.questions.values import Value, apart

KIND = "mathematics"


def questions(material: Material) -> Iterator[Question | None]:
    """Yield questions on the student's own mistake, and on that of somebody else."""
    for call in material.shuffled(len(material.calls)):
        value = material.ran[call].value
        if not value.known:
            continue
        if apart(value, material.right[call]):
            yield _own(material, call, value)
        else:
            yield _of_classmate(material, call, value)


def _choice(name: str, value: Value) -> Choice:
    return Choice(name, f"That gives {code(value.text)} here.", name, code=False)


def _own(material: Material, call: int, value: Value) -> Question | None:
    """Ask for the misconception that gives what the student's function gives.

    It may be right all the same, as where a sign is free.
    """
    fitting = [name for name, known in material.known.items() if known[call].key == value.key]
    if len(fitting) != 1 or not value.is_short or value.error:
        return None
    asks = f"Your code returns {code(value.text)} here. Which of these mistakes gives this result?"
    return _ask(material, call, asks, fitting[0], value)


def _of_classmate(material: Material, call: int, own: Value) -> Question | None:
    """Ask for the misconception behind a result that no other one gives."""
    for name in material.draw.sample([*material.known], len(material.known)):
        value = material.known[name][call]
        if value.is_short and not value.error and apart(value, own):
            asks = (
                f"Somebody else wrote {code(material.asked.name)}, too, and gets"
                f" {code(value.text)} here; your code returns {code(own.text)}. Which of these"
                " mistakes gives their result?"
            )
            if found := _ask(material, call, asks, name, value):
                return found
    return None


def _ask(material: Material, call: int, asks: str, name: str, value: Value) -> Question | None:
    known = {other: values[call] for other, values in material.known.items()}
    others = [
        other
        for other in material.draw.sample([*known], len(known))
        if known[other].known and not known[other].error and apart(known[other], value)
    ]
    others.sort(key=lambda other: not apart(known[other], material.ran[call].value))
    if len(others) < CHOICES - 1:
        return None
    wrong = [_choice(other, known[other]) for other in others]
    return material.question(KIND, call, asks, _choice(name, value), wrong)
