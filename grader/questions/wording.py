"""Questions as a student reads them, in Markdown."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from grader.errors import in_one_line
from grader.questions.question import LETTERS, Choice, Question, code


def in_markdown(questions: Iterable[Question]) -> Iterator[str]:
    """Yield questions with their choices, numbered; code that stands above is not repeated."""
    above = ""
    for number, question in enumerate(questions, 1):
        yield _text(number, question, repeated=question.code == above)
        above = question.code


def _text(number: int, question: Question, *, repeated: bool) -> str:
    parts = [f"## Question {number}"]
    if repeated:
        parts.append(f"The same code of {code(question.function)} as in the question before.")
    else:
        parts += [f"Your code of {code(question.function)}:", _block(numbered(question.code))]
    if question.call:
        what = "These lines:" if "\n" in question.call else "This call:"
        parts += [what, _block(question.call)]
    choices = (
        f"- **{letter}**: {_choice(choice)}"
        for letter, choice in zip(LETTERS, question.choices, strict=False)
    )
    return "\n\n".join([*parts, question.asks, "\n".join(choices)])


def _choice(choice: Choice) -> str:
    return code(choice.text) if choice.code else choice.text


def _block(text: str) -> str:
    """Return a block of code, within a fence that its text does not have."""
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
    return f"{fence}python\n{text}\n{fence}"


def numbered(text: str) -> str:
    """Number the lines of some code; what does not print is replaced, and empty ones left out."""
    lines = text.expandtabs(4).split("\n")
    width = len(str(len(lines)))
    found = [
        f"{n:>{width}}  {in_one_line(line)}" if line else "…" for n, line in enumerate(lines, 1)
    ]
    return "\n".join(line for line, _ in itertools.groupby(found))
