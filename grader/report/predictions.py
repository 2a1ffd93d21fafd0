"""What a class predicted before it saw the results, from the `predict` calls in its notebooks.

The questions are those of the instructor's notebook. A student's guess is taken from the text of a
cell, as it was graded; nothing of it is evaluated, and it is cut where it is long.
"""

from __future__ import annotations

import ast
import contextlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from grader.errors import GraderError, Unreadable
from grader.notebooks import ipynb
from grader.notebooks.door import read_bytes
from grader.plugin import Course
from grader.plugin.verdict_metadata import READ_MB
from grader.report.summary import Question
from grader.testing import source_text

CELL_CHARS: Final = 2000
"""Longer cells are not searched for guesses."""

GUESS_CHARS: Final = 60

MOST_GUESSES: Final = 8
"""Different guesses at a question that are listed; the others are counted."""

WORDS: Final = "in words"
"""What an anonymous report has in place of a guess that may name the student."""


class Prediction(NamedTuple):
    """A call of `predict`; the guess is empty if there is none yet."""

    question: str
    guess: str
    choices: list[str]


class ClassPredictions:
    """What the students of an assignment predicted, counted one submission after the other."""

    def __init__(self, course: Course, assignment: str, *, anonymous: bool) -> None:
        self._course, self._assignment, self._anonymous = course, assignment, anonymous
        self._asked: dict[str, dict[str, Prediction]] = {}
        """The questions of each notebook that has some."""
        self._guesses: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for path in course.notebooks(assignment):
            with contextlib.suppress(GraderError):  # `grader check` says what is wrong
                cells = ipynb.read_source(path)["cells"]
                if found := [*predictions_in(cell["source"] for cell in cells)]:
                    self._asked[path.stem] = {asked.question: asked for asked in found}

    def add(self, student: str) -> None:
        """Count a student's guesses. What is no question of the notebook is left out."""
        step = self._course.folders.autograded_directory
        folder = self._course.folder(step, student, self._assignment)
        for notebook, asked in self._asked.items():
            found = {made.question: made.guess for made in _made(folder / f"{notebook}.ipynb")}
            for question, (_, _, choices) in asked.items():
                guess = self._shown(found.get(question, ""), choices)
                self._guesses[notebook, question][guess] += 1

    def _shown(self, guess: str, choices: list[str]) -> str:
        harmless = guess in ("", *choices) or not re.search(r"[^\W\d_eE]", guess)
        return WORDS if self._anonymous and not harmless else guess

    def questions(self) -> list[Question]:
        """Return what was asked, and the most frequent guesses, in the order of the course."""
        return [
            _summary(notebook, question, self._guesses[notebook, question])
            for notebook, asked in self._asked.items()
            for question in asked
        ]


def _summary(notebook: str, question: str, guesses: Counter[str]) -> Question:
    none = guesses.pop("", 0)
    common = dict(sorted(guesses.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_GUESSES])
    others = guesses.total() - sum(common.values())
    return Question(notebook=notebook, question=question, guesses=common, others=others, none=none)


def _made(path: Path) -> list[Prediction]:
    """Return the predictions in a student's notebook as it was graded; none if it has no file."""
    with contextlib.suppress(Unreadable):  # `Details` says what is wrong
        cells = ipynb.read_submission(read_bytes(path, READ_MB)) if path.is_file() else []
        return [*predictions_in(cell.source for cell in cells if cell.cell_type == "code")]
    return []


def predictions_in(cells: Iterable[str]) -> Iterator[Prediction]:
    """Yield the predictions in code cells, which may be hostile."""
    likely = (cell for cell in cells if "predict(" in cell and len(cell) <= CELL_CHARS)
    for cell in source_text.bounded(likely):
        tree = source_text.parse_tree(cell)
        for statement in tree.body if tree else []:
            match statement:
                case ast.Expr(ast.Call(ast.Name("predict"), [ast.Constant(str(asked)), *rest])):
                    guess, *choices = map(_text, rest or [ast.Constant(None)])
                    yield Prediction(asked, guess, choices)


def _text(argument: ast.expr) -> str:
    """Return an argument as one line: a text itself, anything else as it is written."""
    text = ""
    match argument:
        case ast.Constant(str(text)):
            pass
        case ast.Constant(value) if value is None or value is ...:
            pass
        case _:
            with contextlib.suppress(*source_text.UNREADABLE):
                text = ast.unparse(argument)
    line = " ".join(text.split())
    return line if len(line) <= GUESS_CHARS else line[: GUESS_CHARS - 1] + "…"
