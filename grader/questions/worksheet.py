"""The notebook that a student gets, and the answers that come back in it.

It holds no key. What comes back is a stranger's file: its text is searched, and nothing runs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from grader.errors import Unreadable
from grader.notebooks import ipynb
from grader.plugin.hand_ins import ANSWERS, WORKSHEET
from grader.questions.question import LETTERS, Question
from grader.questions.wording import in_markdown

ANSWER: Final = re.compile(r"answer_(\d{1,2})=[\"']?([A-Za-z]?)[\"']?(?:#.*)?")
"""A line of an answer, without its spaces."""

MOST_LINE: Final = 200
"""Characters of such a line."""

OF_SET: Final = re.compile(r"\(set ([0-9a-f]{16})\)")

KERNEL: Final = {"display_name": "Python 3", "language": "python", "name": "python3"}

WELCOME: Final = """\
# Questions on your own code: {assignment}

These questions are about the functions that you handed in. Their text stands above each question,
without docstrings; lines have the numbers that are shown. Numbers are rounded to four digits.

Each question has one right answer. Write its letter between the quotes of the cell below the
question, as in `answer_1 = "b"`. Work it out from the code, with paper and pencil: nothing here
needs to be run. Then save this notebook and hand it in as `{notebook}.ipynb` of
`{assignment}{answers}`.
"""


def worksheet_text(assignment: str, questions: Sequence[Question], mark: str) -> str:
    """Write the notebook with a student's questions."""
    cells = [_markdown("welcome", _welcome(assignment))]
    for number, text in enumerate(in_markdown(questions), 1):
        cells.append(_markdown(f"question-{number}", text))
        source = f'answer_{number} = ""  # {", ".join(LETTERS[:-1])} or {LETTERS[-1]} (set {mark})'
        cells.append(
            {**_cell("code", f"answer-{number}", source), "outputs": [], "execution_count": None}
        )
    return ipynb.dumps(
        {
            "cells": cells,
            "metadata": {"kernelspec": KERNEL},
            "nbformat": ipynb.FORMAT,
            "nbformat_minor": ipynb.MINOR,
        }
    )


def _welcome(assignment: str) -> str:
    return WELCOME.format(assignment=assignment, notebook=WORKSHEET, answers=ANSWERS)


def _cell(kind: str, name: str, source: str) -> dict[str, Any]:
    return {"cell_type": kind, "id": name, "metadata": {}, "source": source}


def _markdown(name: str, source: str) -> dict[str, Any]:
    return _cell("markdown", name, source)


# Answers ------------------------------------------------------------------------------------


def answers_in(data: bytes, mark: str) -> dict[int, str]:
    """Return the letters in a notebook that was handed in, by the number of their question.

    What is no notebook, or one of another set of questions, raises an `Unreadable`.
    """
    texts = [cell.source for cell in ipynb.read_submission(data)]
    if (sets := {name for text in texts for name in OF_SET.findall(text)}) and mark not in sets:
        raise Unreadable("it answers other questions than those that were asked last")
    lines = ("".join(line[:MOST_LINE].split()) for text in texts for line in text.split("\n"))
    found = (answer.groups() for line in lines if (answer := ANSWER.fullmatch(line)))
    return {int(number): _letter(text) for number, text in found}


def _letter(text: str) -> str:
    return text.lower() if text and text.lower() in LETTERS else ""
