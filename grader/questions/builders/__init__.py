"""The kinds of questions: each a function that yields what it finds to ask, the best first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from grader.questions.builders import edit, flow, input, mathematics, value
from grader.questions.question import Material, Question

BUILDERS: Final[dict[str, Callable[[Material], Iterator[Question | None]]]] = {
    "value": value.questions,
    "flow": flow.questions,
    "edit": edit.questions,
    "input": input.questions,
    "mathematics": mathematics.questions,
}
"""By the name of the kind, as a course's setting has it."""
