"""Equal answers: those that differ in spaces and blank lines alone, or in prose in capitals."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Any, Final

import msgspec

from grader.service.marking.questions import GradeState
from grader.service.marking.sheets import StudentAnswer

_FORMULA_OR_CODE: Final = re.compile(r"(\$+[^$]*\$+|`[^`]*`)")


class AnswerGroup(msgspec.Struct, kw_only=True):
    """Answers that are shown as one and marked at once: equal ones, with equal marks."""

    key: str
    state: GradeState
    students: list[str] = []
    answers: list[StudentAnswer] = []

    @property
    def digest(self) -> str:
        """A digest of what all of them wrote."""
        return digest_of_answers(self.answers)

    @property
    def variants(self) -> list[StudentAnswer]:
        """The answers that are not written exactly like the first."""
        seen = {answer.digest: answer for answer in self.answers[1:]}
        seen.pop(self.answers[0].digest, None)
        return [*seen.values()]


def digest_of_answers(answers: Iterable[StudentAnswer]) -> str:
    """Return a digest of what some students wrote."""
    first, *others = (answer.digest for answer in answers)
    if not others:
        return first
    return hashlib.blake2b("".join([first, *others]).encode(), digest_size=8).hexdigest()


def grouped(
    answers: Iterable[tuple[str, StudentAnswer, GradeState]], split: Collection[str]
) -> list[AnswerGroup]:
    """Group answers by text and mark, in their order; groups with a key in `split` are opened."""
    found: dict[tuple[str, ...], AnswerGroup] = {}
    for student, answer, state in answers:
        key = _key_of(answer)
        apart = (student,) if key in split else ()
        place = (key, state.digest, *apart)
        group = found.setdefault(place, AnswerGroup(key=key, state=state))
        group.students.append(student)
        group.answers.append(answer)
    return [*found.values()]


def _key_of(answer: StudentAnswer) -> str:
    normal = [[_normal(cell), cell.get("attachments") or {}] for cell in answer.cells]
    packed = msgspec.json.encode([normal, answer.problem], order="sorted")
    return hashlib.blake2b(packed, digest_size=8).hexdigest()


def _normal(cell: dict[str, Any]) -> str:
    """Return a cell's text without what makes no difference."""
    source = unicodedata.normalize("NFC", "".join(cell.get("source", "")))
    if cell.get("cell_type") == "code":
        return "\n".join(line.rstrip() for line in source.splitlines() if line.strip())
    parts = enumerate(_FORMULA_OR_CODE.split(source))
    folded = "".join(part if place % 2 else part.casefold() for place, part in parts)
    return " ".join(folded.split())
