"""Questions on edits: which small change of the code leads to a result, or changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from grader.questions.question import CHOICES, Choice, Material, Question, code
from grader.questions.values import Value, apart

KIND = "edit"


def questions(material: Material) -> Iterator[Question | None]:
    """Yield questions on the edit that leads to a value, that changes nothing, or that does.

    Of a result that is too long to show, they are on an entry.
    """
    for call in material.shuffled(len(material.calls)):
        value = material.ran[call].value
        places = [place for place, part in value.parts if part.is_short]
        if value.known or places:
            place = "" if value.is_short or not places else material.draw.choice(places)
            yield _harmless(material, call, place)
            yield _harmful(material, call, place)
            yield _leads_to(material, call, place)


def _told(value: Value, place: str) -> str:
    if value.error:
        return f"raises {code(value.error)}"
    return f"returns {code(value.text)}" + (f" as {code(f'result{place}')}" if place else "")


def _now(material: Material, call: int, place: str) -> str:
    """Return the sentence that tells what the code does now."""
    now = f"Your code {_told(material.ran[call].value.at(place), place)} here."
    return f"{material.let(call)} {now}" if place else now


def _sorted(material: Material, call: int, place: str) -> tuple[dict[int, Value], dict[int, Value]]:
    """Return the edits that leave a call's result as it is, and those that visibly change it."""
    value = material.ran[call].value.at(place)
    shown = [n for n, edit in enumerate(material.edits) if material.shows(edit.line, call)]
    values = {
        n: material.edited[n][call].at(place) for n in material.draw.sample(shown, len(shown))
    }
    same = {n: held for n, held in values.items() if held.key == value.key}
    other = {n: held for n, held in values.items() if held.known and apart(held, value)}
    return same, dict(sorted(other.items(), key=lambda pair: bool(pair[1].error)))


def _of(
    material: Material, call: int, place: str, asks: str, edits: dict[int, Value]
) -> Question | None:
    """Ask for the first of some edits."""
    key, *wrong = (
        Choice(
            f"line {edit.line} becomes {code(edit.after)}",
            f"With it, your code {_told(value, place)}.",
            code=False,
        )
        for edit, value in ((material.edits[n], value) for n, value in edits.items())
    )
    return material.question(KIND, call, f"{_now(material, call, place)} {asks}", key, wrong)


def _harmless(material: Material, call: int, place: str) -> Question | None:
    same, other = _sorted(material, call, place)
    edits = dict([*same.items()][:1]) | other
    asks = "Which of these edits leaves that as it is?"
    return _of(material, call, place, asks, edits) if same else None


def _harmful(material: Material, call: int, place: str) -> Question | None:
    same, other = _sorted(material, call, place)
    edits = dict([*other.items()][:1]) | same
    return (
        _of(material, call, place, "Which of these edits changes that?", edits) if other else None
    )


def _leads_to(material: Material, call: int, place: str) -> Question | None:
    """Ask which edit leads to a value that no other one does."""
    _, other = _sorted(material, call, place)
    for number, value in other.items():
        wrong = {n: held for n, held in other.items() if n != number and apart(held, value)}
        if value.is_short and not value.error and len(wrong) >= CHOICES - 1:
            asks = f"After one of these edits, it {_told(value, place)}. Which edit is it?"
            return _of(material, call, place, asks, {number: value} | wrong)
    return None
