"""Questions in a student's own notebook, for practice: nothing is graded, and nothing is kept.

The visible tests run once more, and the calls that they make are varied. The student's cells, as
they ran last, are run again beside the notebook's own names, by the code that runs them in the
sandbox. It is the student's own process, so there are no walls, but a call ends after some lines.
"""

from __future__ import annotations

import functools
import random
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import CodeType
from typing import Any, Final

from grader.errors import ProtocolError
from grader.notebooks.source_cells import SourceCell, is_suite
from grader.questions import driver
from grader.questions.allowed import BUILTINS, MODULES, NotAsked
from grader.questions.choosing import candidates, choose
from grader.questions.closure import Piece, Text, answer_of, given_text, pieces_of
from grader.questions.inputs import Asked, Call, asked_about, functions_among, needs_of
from grader.questions.question import LETTERS, Question, code
from grader.questions.recorded import Step, recorded_steps
from grader.questions.study import material_of, plan_of
from grader.questions.values import Value, value_of
from grader.questions.wording import in_markdown
from grader.testing.source_text import UNREADABLE, bounded
from grader.testing.suite import undisturbed

COUNT: Final = 4
"""Questions that are asked."""

TRIES: Final = 40
"""Variations of calls that are tried: a browser runs them slowly."""

KINDS: Final = ("value", "flow", "edit", "input")
"""All but those on misconceptions, which are the instructor's."""

WELCOME: Final = (
    "These questions are about {name} as you wrote it. They are for practice: nothing is graded or"
    " kept. Work them out with paper and pencil, then unfold the answer. Run the cell again for"
    " others."
)


def questions_on(function: object, namespace: Mapping[str, Any]) -> str:
    """Return a few questions on a function of a notebook in Markdown, or why there are none."""
    names = (name for name, value in namespace.items() if value is function and name[0] != "_")
    name = next(names, None)
    if name is None:
        return "Name a function of this notebook without quotes, as in `questions(mean)`."
    try:
        found = ask(name, namespace, random.Random())  # noqa: S311 - no secret
    except NotAsked as reason:
        return f"Nothing is asked about {code(name)}: {reason}."
    except UNREADABLE:
        return f"Nothing is asked about {code(name)}: its code nests too deep to be read."
    parts = [WELCOME.format(name=code(name))]
    for number, (text, question) in enumerate(zip(in_markdown(found), found, strict=True), 1):
        parts += [text, _folded(number, question)]
    return "\n\n".join(parts)


def _folded(number: int, question: Question) -> str:
    """Return the answer to a question, and what is true of each choice, to be unfolded."""
    choices = zip(LETTERS, question.choices, strict=True)
    reasons = "\n".join(f"- **{letter}**: {choice.why}" for letter, choice in choices)
    return (
        f"<details>\n<summary>Answer to question {number}</summary>\n\n"
        f"**{LETTERS[question.key]}** is right.\n\n{reasons}\n\n</details>"
    )


def ask(name: str, namespace: Mapping[str, Any], draw: random.Random) -> list[Question]:
    """Make questions on a function; raise a `NotAsked` if nothing can be asked about it."""
    cells = [*bounded(str(cell) for cell in reversed(namespace.get("In", ())))][::-1]
    texts = [Text(cell, given=False) for cell in cells if not is_suite(cell)]
    pieces = pieces_of([*given_text(Path()), *texts])
    answer_of(pieces, name)  # says why not
    steps = _steps(name, cells, namespace)
    if not steps:
        raise NotAsked("no test in this notebook has got a value from it yet")
    defined = functions_among(namespace)
    given = _runs(pieces, name, defined)
    asked = Asked(name, "", [], [], {})
    asked = asked_about(asked, steps, defined, {}, given, draw, tries=TRIES)
    if not asked.calls:
        raise NotAsked("no call of its tests is short and gives a value")
    plan = plan_of(answer_of(pieces, name, asked.needs), asked, draw)
    found = candidates(material_of(plan, driver.replied(plan.order())), KINDS)
    if not found:
        raise NotAsked("no question with one right and three wrong choices was found")
    return choose(found, COUNT, draw)


def _steps(name: str, cells: Sequence[str], namespace: Mapping[str, Any]) -> list[list[Step]]:
    """Return the calls of a function that the first cell of tests makes which calls it."""
    for cell in dict.fromkeys(cells):
        if name in cell and is_suite(cell):
            marked = {"source": cell, "metadata": {"nbgrader": {"grade_id": "this_cell"}}}
            if steps := recorded_steps(SourceCell(marked), dict(namespace)).get(name):
                return steps
    return []


def _runs(pieces: Sequence[Piece], name: str, defined: set[str]) -> Callable[[Call], Value | None]:
    """Return a function that tells what a call gives; None for an error or a warning."""
    allowed = driver.functions_for(sorted(BUILTINS), sorted(MODULES))

    @functools.cache
    def compiled(needs: frozenset[str]) -> tuple[str, CodeType]:
        source = answer_of(pieces, name, needs).source()
        return source, compile(source, driver.ANSWER, "exec")

    def given(call: Call) -> Value | None:
        try:
            source, made = compiled(needs_of([call], defined - {name}))
            with undisturbed(), warnings.catch_warnings(action="error"):
                told = driver.examine_edit(made, call.order(source), allowed)
            value = value_of(told)
        except (NotAsked, ProtocolError):
            return None
        return None if value.error or told == driver.TOO_LONG else value

    return given
