"""Similar answers in a class: pairs to look at, never a verdict.

An answer is split into words. All names become one word, so that renaming a variable changes
nothing; keywords, built-in names and attributes stay, and comments are dropped. A *passage* is a
run of `RUN` words. Passages of the instructor's stub do not count, nor do those that many students
have: what many wrote independently is no evidence. The pairs that share most others are compared
exactly.

Students' text is hostile. It is never parsed: one regular expression without backtracking finds the
words, the length of the text is limited (`MAX_ANSWER_CHARS`, `TOGETHER`), and a passage that more
than `FEW` students have leads to no pair.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Final

import msgspec

RUN: Final = 8
"""Words in a passage."""

MAX_ANSWER_CHARS: Final = 4000
TOGETHER: Final = 12_000
"""Maximum characters to compare, per answer and per student; an honest answer has hundreds."""

FEW: Final = 50
"""Maximum number of students with a passage that counts as rare, however large the class."""

RARE: Final = 8
"""Minimum number of rare passages that two students share before they are compared."""

ALIKE: Final = 0.6
"""Minimum share of the shorter text that a reported pair has in common."""

COMPARED: Final = 500
"""Maximum number of pairs to compare exactly."""

SHOWN: Final = 20
"""Maximum number of pairs to report."""

_WORD: Final = re.compile(
    r"#[^\n]*"
    r"|(?P<text>\"\"\"(?s:.*?)(?:\"\"\"|\Z)|'''(?s:.*?)(?:'''|\Z)"
    r"|\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?)"
    r"|(?P<name>(?<!\.)[^\W\d]\w*)"
    r"|(?P<other>\w[\w.]*|[^\w\s])"
)
_KEPT: Final = frozenset(keyword.kwlist) | frozenset(dir(builtins))

Answers = Mapping[str, str]
"""A student's answers by exercise."""


class AnswerPart(msgspec.Struct, frozen=True):
    """A part of an answer. Shared parts also occur in the other answer."""

    text: str
    shared: bool


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a pair: its share of common text, and its text by exercise."""

    student: str
    share: float
    parts: dict[str, list[AnswerPart]]


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two similar submissions."""

    one: Side
    other: Side
    rare: int
    """Passages that both have and few others do."""


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """The similar pairs, and what was left out."""

    pairs: list[Pair] = []
    more: int = 0
    """Similar pairs beyond those reported."""


def words(source: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of an answer with start and end, even if its syntax is broken."""
    for found in _WORD.finditer(source):
        if found.lastgroup == "text":
            yield '"', *found.span()
        elif found.lastgroup == "name" and found[0] not in _KEPT:
            yield "name", *found.span()
        elif found.lastgroup:
            yield found[0], *found.span()


def passages(exercise: str, source: str) -> list[str]:
    """Return the passages of an answer in order. Different exercises have different passages."""
    texts = [text for text, _, _ in words(source)]
    runs = zip(*(texts[start:] for start in range(RUN)), strict=False)
    return [f"{exercise}\n{' '.join(run)}" for run in runs]


def all_passages(answers: Answers, stub: frozenset[str] = frozenset()) -> set[str]:
    """Return the passages of all of a student's answers, except those of the stub."""
    return {p for name, text in answers.items() for p in passages(name, text)} - stub


def cut_answers(answers: Answers) -> Answers:
    """Cut a student's answers to the maximum lengths."""
    kept, left = {}, TOGETHER
    for name, text in answers.items():
        kept[name] = text[: min(MAX_ANSWER_CHARS, left)].encode("utf-8", "replace").decode()
        left -= len(kept[name])
    return kept


def compare_answers(stub: Answers, submissions: Mapping[str, Answers]) -> Likeness:
    """Return the similar pairs of a class, those that share most rare passages first."""
    given = frozenset(all_passages(stub))
    kept = [(student, cut_answers(answers)) for student, answers in submissions.items()]
    common = min(FEW, max(5, len(kept) // 20))
    pairs = candidates(given, [answers for _, answers in kept], common)
    compared = (compare_pair(given, kept[i], kept[j], rare) for rare, i, j in pairs)
    alike = [pair for pair in compared if pair]
    return Likeness(pairs=alike[:SHOWN], more=len(alike[SHOWN:]))


def candidates(
    given: frozenset[str], submissions: Sequence[Answers], common: int
) -> list[tuple[int, int, int]]:
    """Return the pairs that share most rare passages, each after their number."""
    own = [{hash(p) for p in all_passages(answers, given)} for answers in submissions]
    owners = defaultdict[int, list[int]](list)
    for student, passages_there in enumerate(own):
        for passage in passages_there:
            owners[passage].append(student)
    found: list[tuple[int, int, int]] = []
    for one, passages_there in enumerate(own):
        rare = (owners[p] for p in passages_there if len(owners[p]) <= common)
        shared = Counter(other for students in rare for other in students if other > one)
        found += [(number, one, other) for other, number in shared.items() if number >= RARE]
    return sorted(found, key=lambda pair: (-pair[0], *pair[1:]))[:COMPARED]


def compare_pair(
    given: frozenset[str], one: tuple[str, Answers], other: tuple[str, Answers], rare: int
) -> Pair | None:
    """Compare two students' answers; return None if they are not alike."""
    own = [all_passages(answers, given) for _, answers in (one, other)]
    shared = own[0] & own[1]
    if len(shared) < ALIKE * min(map(len, own)):
        return None
    sides = [
        Side(
            student=student,
            share=len(shared) / len(written),
            parts={
                name: answer_parts(name, text, shared)
                for name, text in answers.items()
                if not shared.isdisjoint(passages(name, text))
            },
        )
        for (student, answers), written in zip((one, other), own, strict=True)
    ]
    return Pair(one=sides[0], other=sides[1], rare=rare)


def answer_parts(exercise: str, source: str, shared: Set[str]) -> list[AnswerPart]:
    """Split an answer into what lies in shared passages and what does not."""
    found = list(words(source))
    covered: list[tuple[int, int]] = []
    for place, passage in enumerate(passages(exercise, source)):
        if passage in shared:
            start, end = found[place][1], found[place + RUN - 1][2]
            if covered and start <= covered[-1][1]:
                start = covered.pop()[0]
            covered.append((start, end))
    cut, at = [], 0
    for start, end in covered:
        cut += [AnswerPart(source[at:start], False), AnswerPart(source[start:end], True)]
        at = end
    return [part for part in [*cut, AnswerPart(source[at:], False)] if part.text]
