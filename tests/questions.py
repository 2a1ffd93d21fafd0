"""What questions on students' own code are like, measured on the kept right answers.

    python -m tests.questions                     # all exercises
    python -m tests.questions --notebook 02_probability/01_language_models --answers 2 --show 5

Each kept answer is taken as a student's, twice, as by two students with the same code. Reported are
the share with three questions or more, CPU time a question, questions that are the same for both,
and how often those are right who guess by a rule.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from grader.author.course_check.variants import read_variants
from grader.diagnosis import misconception_runs
from grader.diagnosis.misconception_runs import Library
from grader.grading import pipeline
from grader.grading.course_folder import inside_course
from grader.grading.session import Session
from grader.limits import Limits
from grader.notebooks import ipynb
from grader.notebooks.source_cells import SourceCell
from grader.questions import running
from grader.questions.allowed import NotAsked
from grader.questions.builders import BUILDERS
from grader.questions.choosing import candidates, choose
from grader.questions.closure import Text, answer_of, given_text, pieces_of
from grader.questions.exercises import functions_of
from grader.questions.inputs import Asked
from grader.questions.question import LETTERS, Question
from grader.questions.wording import numbered
from grader.sandbox.host_process import Host
from tests.simulated import ROOT

WANTED = 4
ENOUGH = 3


def by_similarity(question: Question, *, most: bool) -> int:
    """The choice that is most like the others, or least."""
    texts = [choice.text for choice in question.choices]
    alike = [
        sum(difflib.SequenceMatcher(None, one, other).ratio() for other in texts) for one in texts
    ]
    return alike.index(max(alike) if most else min(alike))


def by_length(question: Question, *, most: bool) -> int:
    """The longest choice, or the shortest."""
    lengths = [len(choice.text) for choice in question.choices]
    return lengths.index(max(lengths) if most else min(lengths))


RULES: dict[str, Callable[[Question], int]] = {
    **{f"always {letter}": lambda _, n=n: n for n, letter in enumerate(LETTERS)},  # type: ignore[misc]
    "the longest": lambda question: by_length(question, most=True),
    "the shortest": lambda question: by_length(question, most=False),
    "most like the others": lambda question: by_similarity(question, most=True),
    "least like the others": lambda question: by_similarity(question, most=False),
}
"""How somebody guesses who does not read the code."""


class Measured:
    """What was found so far."""

    def __init__(self) -> None:
        self.answers = self.enough = self.questions = self.same = 0
        self.trusted = self.confined = 0.0
        self.kinds = Counter[str]()
        self.right = Counter[str]()
        self.by_kind = Counter[tuple[str, str]]()
        self.reasons = Counter[str]()
        self.few = Counter[str]()
        self.drawn: list[Question] = []

    def add(self, exercise: str, first: list[Question], second: list[Question]) -> None:
        """Count the questions of two students with the same code."""
        self.answers += 1
        self.enough += len(first) >= ENOUGH
        if len(first) < ENOUGH:
            self.few[exercise] += 1
        self.questions += len(first) + len(second)
        self.same += sum(question_text(one) in map(question_text, second) for one in first)
        for question in first:
            self.kinds[question.kind] += 1
            for name, rule in RULES.items():
                is_right = rule(question) == question.key
                self.right[name] += is_right
                self.by_kind[question.kind, name] += is_right
        self.drawn += first

    def report(self) -> Iterator[str]:
        """Yield what was measured, line by line."""
        asked = max(1, sum(self.kinds.values()))
        yield f"{self.answers} answers, {self.enough} with {ENOUGH} questions or more"
        yield f"{self.questions} questions, of the first student: {dict(self.kinds)}"
        cpu = 1000 / max(1, self.questions)
        yield f"CPU time a question in the sandbox: {cpu * self.confined:.0f} ms"
        yield f"CPU time a question outside of it: {cpu * self.trusted:.0f} ms"
        yield f"the same for a second student with the same code: {self.same} of {asked}"
        for name, count in self.right.most_common():
            yield f"guessing {name}: {100 * count / asked:.0f} % right"
        for kind, number in self.kinds.items():
            count, name = max((self.by_kind[kind, rule], rule) for rule in RULES)
            yield f"the best rule for {kind}: {name}, {100 * count / number:.0f} % right"
        for reason, count in self.reasons.most_common(12):
            yield f"not asked, {count} times: {reason}"
        for exercise, count in self.few.most_common(20):
            yield f"too few questions, {count} times: {exercise}"


def question_text(question: Question) -> tuple[str, str, frozenset[str]]:
    """What makes a question the same as another one."""
    return question.call, question.asks, frozenset(choice.text for choice in question.choices)


@contextlib.contextmanager
def kept_sessions() -> Iterator[list[Session]]:
    """Keep the sessions that are opened, to ask them for their CPU time."""
    found: list[Session] = []
    opened = pipeline.open_session

    @contextlib.contextmanager
    def keeping(*arguments: Any) -> Iterator[Session]:
        with opened(*arguments) as session:
            found.append(session)
            yield session

    with mock.patch.object(running, "open_session", keeping):
        yield found


def measure(path: Path, library: Library, host: Host, most: int, into: Measured) -> None:
    """Ask about the kept right answers to the exercises of a notebook."""
    cells = ipynb.read_source(path)["cells"]
    marked = [cell for cell in map(SourceCell, cells) if cell.is_code and not cell.is_tests]
    given = given_text(path.parent)
    asked = {one.name: one for one in functions_of(path.stem, cells, library)}
    for cell in marked:
        answers = (
            [one for one in read_variants(ROOT, cell.name) if one.right] if cell.solution else []
        )
        for answer in answers[:most]:
            texts = [
                Text(answer.source if one is cell else one.source, given=one.locked)
                for one in marked
            ]
            names = [
                name
                for name in asked
                if f"def {name}" in cell.source or f"class {name}" in cell.source
            ]
            both = [
                [
                    question
                    for name in names
                    for question in questions_on([*given, *texts], asked[name], host, seed, into)
                ]
                for seed in ("ada", "bo")
            ]
            chosen = [
                choose(found, WANTED, random.Random(answer.name + answer.source)) for found in both
            ]
            into.add(cell.name, *chosen)


def questions_on(
    texts: list[Text], asked: Asked, host: Host, seed: str, into: Measured
) -> list[Question]:
    """Make a student's questions on one function, and note what that took."""
    begun = time.process_time()
    try:
        with kept_sessions() as sessions:
            answer = answer_of(pieces_of(texts), asked.name, asked.needs)
            material = running.study(host, answer, asked, random.Random(f"{seed} {answer.shown}"))
        return candidates(material, BUILDERS)
    except NotAsked as reason:
        into.reasons[f"{asked.name}: {reason}"] += 1
        return []
    finally:
        into.trusted += time.process_time() - begun
        into.confined += sum(session.used[0] for session in sessions)


def written(question: Question) -> str:
    """A question with its key and its sentences, to be read."""
    parts = [
        f"[{question.kind}] {question.function}",
        numbered(question.code),
        question.call,
        question.asks,
    ]
    for place, choice in enumerate(question.choices):
        sign = "*" if place == question.key else " "
        parts.append(f" {sign} {LETTERS[place]}: {choice.text}\n        {choice.why}")
    return "\n".join(part for part in parts if part)


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--notebook", action="append", help="assignment/notebook; default: all")
    parser.add_argument("--answers", type=int, default=1000, help="of each exercise at most")
    parser.add_argument("--show", type=int, default=0, help="questions to print")
    options = parser.parse_args()
    paths = [ROOT / "source" / f"{name}.ipynb" for name in options.notebook or ()]
    found = Measured()
    with (
        contextlib.suppress(KeyboardInterrupt),  # what was found until then is told
        inside_course(ROOT),
        Host(running.limits_of(Limits())) as host,
    ):
        library = misconception_runs.open_library(ROOT)
        for path in paths or sorted((ROOT / "source").glob("*/*.ipynb")):
            measure(path, library, host, options.answers, found)
            print(f"{path.stem}: {found.enough} of {found.answers} so far", file=sys.stderr)
    drawn = random.Random(1).sample(found.drawn, min(options.show, len(found.drawn)))
    print(*map(written, drawn), sep="\n\n")
    print(*found.report(), sep="\n")


if __name__ == "__main__":
    main()
