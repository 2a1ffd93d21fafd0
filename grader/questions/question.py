"""A question, and what its builders know of a student's function."""

from __future__ import annotations

import ast
import functools
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from grader.questions.edits import Edit
from grader.questions.inputs import Asked, Call
from grader.questions.values import Value, apart

CHOICES: Final = 4
LETTERS: Final = "abcd"

SPARE: Final = 5
"""Wrong choices from which three are taken."""

MOST_LINES: Final = 60
MOST_CHARS: Final = 5_000
"""Lines of code that a student is asked to read, and their characters."""

CHANGING: Final = ("append", "extend", "insert", "add", "update", "pop")
"""Methods that change what they are called on."""


@dataclass(frozen=True)
class Choice:
    """A possible answer, and the sentence that explains it."""

    text: str
    why: str
    mistake: str = ""
    """The misconception that leads to it, if one does."""
    code: bool = True
    """Whether the text is code."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question on a student's own code."""

    kind: str
    notebook: str
    function: str
    code: str
    """The student's lines."""
    call: str
    asks: str
    choices: list[Choice]
    key: int
    """The place of the right choice."""


class Statement(NamedTuple):
    """A statement of one line."""

    line: int
    text: str
    names: tuple[str, ...]
    """Variables that it sets."""
    in_loop: bool
    in_branch: bool


class Ran(NamedTuple):
    """What a call of the student's function gave, and how."""

    value: Value
    counts: dict[int, int]
    """How often each line ran."""
    values: dict[tuple[int, str], list[Value]]
    """Values of a variable after a line, the first rounds."""


class Material(NamedTuple):
    """What is known of a student's function, for builders to ask about."""

    asked: Asked
    shown: str
    calls: list[Call]
    ran: list[Ran]
    right: list[Value]
    """What the instructor's solution gives; in the student's notebook, their own function."""
    known: dict[str, list[Value]]
    edits: list[Edit]
    edited: list[list[Value]]
    """What each edit gives for each call."""
    draw: random.Random

    @property
    def statements(self) -> list[Statement]:
        """The statements of the code that is shown."""
        return statements_of(self.shown)

    def code_for(self, call: int | None) -> str:
        """Return the lines that a question on a call, or on all, shows: see `extract`."""
        ran = self.ran if call is None else [self.ran[call]]
        return extract(self.shown, frozenset(line for one in ran for line in one.counts))

    def let(self, call: int) -> str:
        """Return how a question names what a call returns."""
        return f"Let {code('result')} be what {self.calls[call].subject} returns."

    def shows(self, line: int, call: int | None) -> bool:
        """Return whether a question shows a line."""
        lines = self.code_for(call).split("\n")
        return line <= len(lines) and bool(lines[line - 1])

    def question(
        self, kind: str, call: int | None, asks: str, key: Choice, wrong: Iterable[Choice]
    ) -> Question | None:
        """Make a question of one right choice, the first, and some others; None if there are few.

        What stands first among the others is preferred; `narrowed` takes three of them.
        """
        others: list[Choice] = []
        for choice in wrong:
            if choice.text not in {key.text, *(other.text for other in others)}:
                others.append(choice)
        code = self.code_for(call)
        if len(others) < CHOICES - 1 or not code:
            return None
        return Question(
            kind=kind,
            notebook=self.asked.notebook,
            function=self.asked.name,
            code=code,
            call="" if call is None else self.calls[call].shown,
            asks=asks,
            choices=[key, *others[:SPARE]],
            key=0,
        )

    def told_apart(self, key: Value, found: Iterable[tuple[Value, Choice]]) -> list[Choice]:
        """Return choices for values that differ from the key and from each other.

        Those that look as the key does come first, and all hold the same kind of things: no guess
        is easier than a number among lists, or truth values among numbers.
        """
        kept: list[tuple[Value, Choice]] = []
        for value, choice in sorted(found, key=lambda pair: pair[0].form != key.form):
            others = [key, *(other for other, _ in kept)]
            if (
                value.is_short
                and value.kinds == key.kinds
                and all(apart(value, other) for other in others)
            ):
                kept.append((value, choice))
        return [choice for _, choice in kept]

    def like(self, call: int) -> list[int]:
        """Return the calls that differ from one in their last line alone, in a random order."""
        before = self.calls[call].lines[:-1]
        found = self.shuffled(len(self.calls))
        return [n for n in found if n != call and self.calls[n].lines[:-1] == before]

    def shuffled(self, count: int) -> list[int]:
        """Return the numbers below a count in a random order."""
        return self.draw.sample(range(count), count)


@functools.lru_cache(maxsize=256)
def extract(shown: str, run: frozenset[int]) -> str:
    """Return code with empty lines in the place of functions that don't run, if it is long.

    What is too long all the same is empty.
    """
    lines = shown.split("\n")
    tree = ast.parse(shown)
    inner = [part for node in tree.body if isinstance(node, ast.ClassDef) for part in node.body]
    for node in () if _is_readable(lines) else (*tree.body, *inner):
        if isinstance(node, ast.FunctionDef) and run.isdisjoint(
            range(node.body[0].lineno, (node.end_lineno or 0) + 1)
        ):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            lines[first - 1 : node.end_lineno] = [""] * ((node.end_lineno or 0) - first + 1)
    return "\n".join(lines) if _is_readable(lines) else ""


def _is_readable(lines: Iterable[str]) -> bool:
    """Return whether a student would read so much."""
    read = [line for line in lines if line]
    return len(read) <= MOST_LINES and sum(map(len, read)) <= MOST_CHARS


@functools.lru_cache(maxsize=256)
def statements_of(shown: str) -> list[Statement]:
    """Return the statements that have a line for themselves in some code, and where they stand."""
    found: list[Statement] = []
    lines = shown.encode().split(b"\n")
    _collect(ast.parse(shown).body, lines, found, in_function=False, in_loop=False, in_branch=False)
    numbers = [one.line for one in found]
    return [one for one in found if numbers.count(one.line) == 1]


def _collect(
    body: Sequence[ast.stmt],
    lines: Sequence[bytes],
    found: list[Statement],
    *,
    in_function: bool,
    in_loop: bool,
    in_branch: bool,
) -> None:
    for node in body:
        inner = {"in_function": in_function, "in_loop": in_loop, "in_branch": in_branch}
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inner |= {"in_function": isinstance(node, ast.FunctionDef), "in_loop": False}
            _collect(node.body, lines, found, **inner)
            continue
        if isinstance(node, ast.For | ast.While):
            inner["in_loop"] = True
        elif isinstance(node, ast.If | ast.Try):
            inner["in_branch"] = True
        parts = [getattr(node, name, []) for name in ("body", "orelse", "finalbody")]
        parts += [handler.body for handler in getattr(node, "handlers", [])]
        for part in parts:
            _collect(part, lines, found, **inner)
        starts = not lines[node.lineno - 1][: node.col_offset].strip()  # not after `if x:`
        if in_function and not any(parts) and starts and node.lineno == node.end_lineno:
            found.append(
                Statement(node.lineno, ast.unparse(node), _names(node), in_loop, in_branch)
            )


def _names(node: ast.stmt) -> tuple[str, ...]:
    """Return the variables that a statement sets, or puts something into."""
    match node:
        case ast.Assign(value=ast.Constant() | ast.List(elts=[]) | ast.Dict(keys=[])):
            return ()  # anybody can read that off
        case ast.Assign(targets=targets):
            pass
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name() as target, attr=method))):
            targets = [target] if method in CHANGING else []
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            targets = [target]
        case _:
            return ()
    found = dict.fromkeys(name for target in targets for name in _set_by(target))
    return tuple(found)


def _set_by(target: ast.expr) -> Iterator[str]:
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Subscript(value=ast.Name(id=name)):
            yield name
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _set_by(part)


def code(text: str) -> str:
    """Write code between backticks, more of them than it has."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence} {text} {fence}" if "`" in text else f"`{text}`"


def times(count: int) -> str:
    """Return how often something happens."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def in_words(number: int) -> str:
    """Return which time something happens."""
    endings = {1: "1st", 2: "2nd", 3: "3rd"}
    return endings.get(number, f"{number}th")
