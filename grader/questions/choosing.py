"""Which of the questions that could be asked are asked, and with which wrong choices."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from grader.questions.builders import BUILDERS
from grader.questions.question import CHOICES, Choice, Material, Question

CANDIDATES: Final = 3
"""Questions of one kind on one function that are chosen from."""

DRAWS: Final = 6
"""Draws of wrong choices from which one is taken."""


def candidates(material: Material, kinds: Iterable[str]) -> list[Question]:
    """Return a few questions of each kind on one function, none with the answer of another."""
    found: list[Question] = []
    for kind in kinds:
        asks: dict[str, Question] = {}
        again: dict[tuple[str, str], Question] = {}
        for question in filter(None, BUILDERS[kind](material)):
            first, right = asks.setdefault(question.asks, question), question.choices[question.key]
            if right.text != first.choices[first.key].text:
                again.setdefault((question.asks, right.text), question)
            if len(asks) == CANDIDATES:
                break
        found += [*asks.values(), *again.values()][:CANDIDATES]
    return found


def choose(found: Sequence[Question], count: int, draw: random.Random) -> list[Question]:
    """Choose questions: as many kinds and functions as there are, and none twice."""
    left = draw.sample([*found], len(found))
    chosen: list[Question] = []
    while left and len(chosen) < count:
        kinds = Counter(question.kind for question in chosen)
        functions = Counter(question.function for question in chosen)
        asks = Counter(question.asks for question in chosen)
        best = min(
            left,
            key=lambda one: (
                asks[one.asks],
                functions[one.function] + kinds[one.kind],
                kinds[one.kind],
            ),
        )
        left.remove(best)
        chosen.append(best)
    chosen.sort(key=lambda one: (one.notebook, one.function))
    return [narrowed(question, draw) for question in chosen]


def narrowed(question: Question, draw: random.Random) -> Question:
    """Take three of the wrong choices, and put all in a random order.

    The right one is not to be guessed as the one most like all others, from which they were made.
    So it is drawn which place the right one has among them, by likeness.
    """
    key, *others = question.choices
    place = draw.randrange(CHOICES)
    drawn = [draw.sample(others, CHOICES - 1) for _ in range(DRAWS)]
    wrong = min(drawn, key=lambda wrong: abs(_place_by_likeness(key, wrong) - place))
    choices = draw.sample([key, *wrong], CHOICES)
    return replace(question, choices=choices, key=choices.index(key))


def _place_by_likeness(key: Choice, wrong: Sequence[Choice]) -> int:
    texts = [key.text, *(choice.text for choice in wrong)]
    alike = [sum(SequenceMatcher(None, one, other).ratio() for other in texts) for one in texts]
    return sum(other > alike[0] for other in alike)
