"""Questions on edits: which small change of the code leads to a result, or changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from grader.questions.edits import Edit
from grader.questions.question import CHOICES, Choice, Material, Question, code
from grader.questions.values import Value, apart

KIND = "edit"


def questions(material: Material) -> Iterator[Question | None]:
    """Yield questions on the edit that leads to a value, that changes nothing, or that does."""
    for call in material.shuffled(len(material.calls)):
        if not material.ran[call].value.known:
            continue
        yield _harmless(material, call)
        yield _harmful(material, call)
        yield _leads_to(material, call)


def _told(value: Value) -> str:
    return f"raises {code(value.error)}" if value.error else f"returns {code(value.text)}"


def _choice(edit: Edit, value: Value) -> Choice:
    text = f"line {edit.line} becomes {code(edit.after)}"
    return Choice(text, f"With it, your code {_told(value)}.", code=False)


def _sorted(material: Material, call: int) -> tuple[list[int], list[int]]:
    """Return the edits that leave a call's result as it is, and those that visibly change it."""
    value = material.ran[call].value
    numbers = material.shuffled(len(material.edits))
    same = [n for n in numbers if material.edited[n][call].key == value.key]
    other = [n for n in numbers if apart(material.edited[n][call], value)]
    other = [n for n in other if material.edited[n][call].known]
    return same, sorted(other, key=lambda n: bool(material.edited[n][call].error))


def _harmless(material: Material, call: int) -> Question | None:
    same, other = _sorted(material, call)
    if not same:
        return None
    now = _told(material.ran[call].value)
    asks = f"Your code {now} here. Which of these edits leaves that as it is?"
    return _of(material, call, asks, same[0], other)


def _harmful(material: Material, call: int) -> Question | None:
    same, other = _sorted(material, call)
    if not other or len(same) < CHOICES - 1:
        return None
    asks = f"Your code {_told(material.ran[call].value)} here. Which of these edits changes that?"
    return _of(material, call, asks, other[0], same)


def _of(material: Material, call: int, asks: str, key: int, wrong: list[int]) -> Question | None:
    choices = [_choice(material.edits[n], material.edited[n][call]) for n in wrong]
    right = _choice(material.edits[key], material.edited[key][call])
    return material.question(KIND, call, asks, right, choices)


def _leads_to(material: Material, call: int) -> Question | None:
    """Ask which edit leads to a value that no other one does."""
    _, other = _sorted(material, call)
    values = {n: material.edited[n][call] for n in other}
    for number, value in values.items():
        wrong = [n for n in other if n != number and apart(values[n], value)]
        if not value.is_short or value.error or len(wrong) < CHOICES - 1:
            continue
        asks = (
            f"Your code {_told(material.ran[call].value)} here. After one of these edits, it"
            f" {_told(value)}. Which edit is it?"
        )
        return _of(material, call, asks, number, wrong)
    return None
