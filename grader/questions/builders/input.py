"""Questions on inputs: for which of four calls something comes back, fails, or stays the same."""

from __future__ import annotations

from collections.abc import Iterator

from grader.questions.inputs import MOST_CHARS
from grader.questions.question import CHOICES, Choice, Material, Question, code
from grader.questions.values import Value, apart

KIND = "input"


def questions(material: Material) -> Iterator[Question | None]:
    """Yield questions on the call that fails, that an edit leaves alone, or that gives a value."""
    if all(call.is_single and len(call.asked) <= MOST_CHARS[0] for call in material.calls):
        yield _fails(material)
        for number in material.shuffled(len(material.edits)):
            if material.shows(material.edits[number].line, None):
                yield _unchanged(material, number)
        for call in material.shuffled(len(material.calls)):
            yield _gives(material, call)


def _told(value: Value) -> str:
    return f"It raises {code(value.error)}." if value.error else f"It returns {code(value.text)}."


def _choices(material: Material, calls: list[int]) -> list[Choice]:
    return [Choice(material.calls[n].asked, _told(material.ran[n].value)) for n in calls]


def _unlike(material: Material, one: int, other: int) -> int:
    """Return how much longer a call is than another one: the key is often among the shortest."""
    return abs(len(material.calls[one].asked) - len(material.calls[other].asked))


def _fails(material: Material) -> Question | None:
    failing = [n for n, ran in enumerate(material.ran) if ran.value.error]
    others = [n for n, ran in enumerate(material.ran) if ran.value.known and not ran.value.error]
    if not failing or len(others) < CHOICES - 1:
        return None
    error = material.ran[failing[0]].value.error
    asks = f"For which of these calls does your code raise {code(error)}?"
    key, *_ = _choices(material, failing[:1])
    return material.question(KIND, None, asks, key, _choices(material, others))


def _unchanged(material: Material, number: int) -> Question | None:
    """Ask which call an edit leaves as it is; of the others it changes each."""
    edit, edited = material.edits[number], material.edited[number]
    same = [
        n
        for n, ran in enumerate(material.ran)
        if ran.value.known and edited[n].key == ran.value.key
    ]
    other = [
        n
        for n, ran in enumerate(material.ran)
        if ran.value.known and edited[n].known and apart(edited[n], ran.value)
    ]
    asks = f"Suppose that line {edit.line} becomes {code(edit.after)}. "
    if len(same) == 1 and len(other) >= CHOICES - 1:
        key, wrong = same[0], other
        asks += "Which of these calls still gives the same as now?"
    elif len(other) == 1 and len(same) >= CHOICES - 1:
        key, wrong = other[0], same
        asks += "Which of these calls then gives something else than now?"
    else:
        return None
    wrong.sort(key=lambda n: _unlike(material, n, key))
    choices = [_compared(material, n, edited[n]) for n in (key, *wrong)]
    return material.question(KIND, None, asks, choices[0], choices[1:])


def _compared(material: Material, call: int, value: Value) -> Choice:
    now = _told(material.ran[call].value)
    if value.key == material.ran[call].value.key:
        return Choice(material.calls[call].asked, f"{now} With the edit, it does the same.")
    then = f"raises {code(value.error)}" if value.error else f"returns {code(value.text)}"
    return Choice(material.calls[call].asked, f"{now} With the edit, it {then}.")


def _gives(material: Material, call: int) -> Question | None:
    value = material.ran[call].value
    others = [
        n for n, ran in enumerate(material.ran) if ran.value.known and apart(ran.value, value)
    ]
    if not value.is_short or value.error or len(others) < CHOICES - 1:
        return None
    others.sort(
        key=lambda n: (material.ran[n].value.form != value.form, _unlike(material, n, call))
    )
    key, *_ = _choices(material, [call])
    asks = f"For which of these calls does your code return {code(value.text)}?"
    return material.question(KIND, None, asks, key, _choices(material, others))
