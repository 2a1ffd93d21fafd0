"""Which answers of a class are alike: pairs to look at, never a verdict.

An answer is cut into words. Names become one word, so that to rename a variable changes nothing;
keywords, built-in names and those behind a dot stay; comments are left out. A *passage* is a run of
`RUN` words. Passages of the instructor's stub do not count. Scikit-learn keeps which student has
which passage as a sparse matrix, and its product with itself tells how many passages two students
share that few others have: what many came to by themselves is no sign of anything. The pairs that
share most of these are compared exactly.

Student text is hostile. It is never parsed: the words are found by one pattern which never goes
back, what counts of it is bounded (`MAX_ANSWER_CHARS`, `TOGETHER`), and a passage that more than
`FEW` students have leads to no pair, so the product costs less than `FEW` times the text.
"""

from __future__ import annotations

import builtins
import heapq
import itertools
import keyword
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Final

import msgspec
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer

RUN: Final = 8
"""Words of a passage."""

MAX_ANSWER_CHARS: Final = 4000
TOGETHER: Final = 12_000
"""Characters of an answer that are looked at, and of all answers of a student; an honest answer has
hundreds."""

FEW: Final = 50
"""Students who may have a passage that still counts as rare, however large the class."""

RARE: Final = 8
"""Rare passages that two students share at least, before they are compared."""

ALIKE: Final = 0.6
"""The share of the shorter text that two have in common, where they are shown."""

COMPARED: Final = 500
"""Pairs that are compared exactly, at most."""

SHOWN: Final = 20
"""Pairs that are shown, at most."""

BLOCK: Final = 256
"""Students whose row of the product is in memory at once."""

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


class Word(msgspec.Struct, frozen=True):
    """A word of an answer and where it stands."""

    text: str
    start: int
    end: int


class AnswerPart(msgspec.Struct, frozen=True):
    """A stretch of an answer; the two have in common what is `shared`."""

    text: str
    shared: bool


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of a pair: how much of its own text the other has too, and that text by exercise."""

    student: str
    share: float
    parts: dict[str, list[AnswerPart]]


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two submissions that are alike."""

    one: Side
    other: Side
    rare: int
    """Passages that both have, and few others."""

    @property
    def share(self) -> float:
        """What they have in common, of the shorter text."""
        return max(self.one.share, self.other.share)


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, and what was left out."""

    pairs: list[Pair] = []
    more: int = 0
    """Pairs that are as alike, and are not shown."""
    rest: int = 0
    """Pairs that share rare passages, and were not compared since others share more."""
    cut: int = 0
    """Students whose answers were longer than what is looked at."""
    common: int = 0
    """How many students have a passage at most that counts as rare."""


def words(source: str) -> Iterator[Word]:
    """The words of an answer, broken or not."""
    for found in _WORD.finditer(source):
        if found.lastgroup == "text":
            yield Word('"', *found.span())
        elif found.lastgroup == "name":
            name = found[0]
            yield Word(name if name in _KEPT else "name", *found.span())
        elif found.lastgroup:
            yield Word(found[0], *found.span())


def passages(exercise: str, source: str) -> list[str]:
    """The passages of an answer, in their order; what differs in the exercise differs."""
    texts = [word.text for word in words(source)]
    runs = zip(*(texts[start:] for start in range(RUN)), strict=False)
    return [f"{exercise}\n{' '.join(run)}" for run in runs]


def all_passages(answers: Answers, stub: frozenset[str] = frozenset()) -> set[str]:
    """The passages of all answers of a student but those of the stub."""
    return {p for name, text in answers.items() for p in passages(name, text)} - stub


def bounded(answers: Answers) -> Answers:
    """The answers as far as they are looked at."""
    kept, left = {}, TOGETHER
    for name, text in answers.items():
        kept[name] = text[: min(MAX_ANSWER_CHARS, left)].encode("utf-8", "replace").decode()
        left -= len(kept[name])
    return kept


def compare_answers(stub: Answers, submissions: Mapping[str, Answers]) -> Likeness:
    """The pairs of a class whose answers are alike, those first that share most rare passages."""
    given = frozenset(all_passages(stub))
    whole, submissions = submissions, {name: bounded(own) for name, own in submissions.items()}
    students = list(submissions)
    common = min(FEW, max(5, len(students) // 20))
    best, count = candidates(given, list(submissions.values()), common)
    alike = []
    for rare, i, j in best:
        one, other = (all_passages(submissions[students[k]], given) for k in (i, j))
        if len(one & other) >= ALIKE * min(len(one), len(other)):
            alike.append((rare, students[i], students[j]))
    return Likeness(
        pairs=[
            pair(given, (one, submissions[one]), (other, submissions[other]), rare)
            for rare, one, other in alike[:SHOWN]
        ],
        more=len(alike[SHOWN:]),
        rest=count - len(best),
        cut=sum(
            _word_count(whole[student]) > _word_count(submissions[student]) for student in students
        ),
        common=common,
    )


def _word_count(answers: Answers) -> int:
    return sum(map(len, answers.values()))


def candidates(
    given: frozenset[str], submissions: Sequence[Answers], common: int
) -> tuple[list[tuple[int, int, int]], int]:
    """The pairs that share most rare passages, each with how many, and how many pairs there are."""
    if len(submissions) < 2:
        return [], 0
    vectorizer = HashingVectorizer(
        analyzer=lambda answers: all_passages(answers, given),
        n_features=2**22,
        binary=True,
        norm=None,
        alternate_sign=False,
    )
    has = vectorizer.transform(submissions)
    owners = has.getnnz(axis=0)
    rare = has[:, (owners > 1) & (owners <= common)]
    best: list[tuple[int, int, int]] = []
    count = 0
    for start in range(0, len(submissions), BLOCK):
        shared = sparse.triu(rare[start : start + BLOCK] @ rare.T, k=start + 1, format="coo")
        many = shared.data >= RARE
        count += int(many.sum())
        found = zip(shared.data[many], shared.row[many] + start, shared.col[many], strict=True)
        rows = ((int(number), int(i), int(j)) for number, i, j in found)
        best = heapq.nlargest(COMPARED, itertools.chain(best, rows), key=_most_first)
    return best, count


def _most_first(row: tuple[int, int, int]) -> tuple[int, int, int]:
    """Where as many are shared, the class's order decides."""
    number, i, j = row
    return number, -i, -j


def pair(
    given: frozenset[str], one: tuple[str, Answers], other: tuple[str, Answers], rare: int
) -> Pair:
    """Two students with their answers, compared."""
    own = [all_passages(answers, given) for _, answers in (one, other)]
    shared = own[0] & own[1]
    sides = [
        Side(
            student=student,
            share=len(shared) / len(passages_of),
            parts={
                name: answer_parts(name, text, shared)
                for name, text in answers.items()
                if not shared.isdisjoint(passages(name, text))
            },
        )
        for (student, answers), passages_of in zip((one, other), own, strict=True)
    ]
    return Pair(one=sides[0], other=sides[1], rare=rare)


def answer_parts(exercise: str, source: str, shared: Set[str]) -> list[AnswerPart]:
    """An answer in stretches: what lies in shared passages, and what does not."""
    found = list(words(source))
    covered: list[tuple[int, int]] = []
    for place, passage in enumerate(passages(exercise, source)):
        if passage in shared:
            start, end = found[place].start, found[place + RUN - 1].end
            if covered and start <= covered[-1][1]:
                start = covered.pop()[0]
            covered.append((start, end))
    cut, at = [], 0
    for start, end in covered:
        cut += [AnswerPart(source[at:start], False), AnswerPart(source[start:end], True)]
        at = end
    return [part for part in [*cut, AnswerPart(source[at:], False)] if part.text]
