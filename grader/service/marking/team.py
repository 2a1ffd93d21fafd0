"""Who marks: the instructor and assistants, the share of each, and who looks a second time."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import msgspec

from grader.errors import UsageError
from grader.plugin.names import id_problem
from grader.service.marking.questions import GradeState, GradeStates, Question

INSTRUCTOR: Final = "instructor"
"""What whoever starts the command is called."""


class Marker(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who marks, and the questions and sections that are theirs; all if none is named."""

    name: str = INSTRUCTOR
    parts: tuple[str, ...] = ()

    @property
    def name_and_share(self) -> str:
        """How the link of this one is printed."""
        return f"{self.name} ({', '.join(self.parts)})" if self.parts else self.name

    def share(
        self, questions: Sequence[Question], states: GradeStates, sections: Mapping[str, str]
    ) -> tuple[list[Question], GradeStates]:
        """Return the part of an assignment that is theirs; `sections` are those of students."""
        named = {*self.parts} & {*sections.values()}
        asked = [one for one in questions if {*self.parts} & names_of(one)]
        found = {
            place: {
                student: state
                for student, state in of_class.items()
                if not named or sections.get(student) in named
            }
            for place, of_class in states.items()
        }
        return asked or [*questions], found

    def check(self, questions: Iterable[Question], sections: Collection[str]) -> None:
        """Raise a UsageError for a part that is neither a question nor a section."""
        asked = [one.cell for one in questions]
        known = {name for one in questions for name in names_of(one)} | {*sections}
        for part in self.parts:
            if part not in known:
                raise UsageError(
                    f"{self.name} can't have {part!r}, which is neither a question nor a section."
                    f" Questions: {', '.join(asked) or 'none'}. Sections:"
                    f" {', '.join(sorted({*sections} - {''})) or 'none in the roster'}."
                )


def names_of(question: Question) -> set[str]:
    """Return the names by which a question is given to somebody."""
    return {question.cell, "/".join(question.place)}


def marker_in(text: str) -> Marker:
    """Read an assistant as `NAME` or `NAME=PART,PART`."""
    name, _, parts = text.partition("=")
    if problem := id_problem(name):
        raise UsageError(f"{name!r} can't be an assistant's name: {problem}.")
    if name == INSTRUCTOR:
        raise UsageError(f"An assistant can't be called {name}: that is who starts the command.")
    return Marker(name=name, parts=tuple(part.strip() for part in parts.split(",") if part.strip()))


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """All who mark an assignment."""

    assistants: tuple[Marker, ...] = ()
    second_look: int = 0
    """Percentage of the marked answers that somebody else looks at, too."""

    def who_looks_again(
        self, question: Question, student: str, state: GradeState, key: bytes
    ) -> str:
        """Return who marks an answer a second time: the next assistant; mostly it is nobody.

        Whoever did so stays the one.
        """
        if state.marked and state.second is not None:
            return state.second.marker
        words = "\0".join((*question.place, student, "again")).encode(errors="surrogateescape")
        drawn = int.from_bytes(hashlib.blake2b(words, key=key, digest_size=8).digest()) % 100
        if not state.marked or not state.marker or drawn >= self.second_look:
            return ""
        names = [marker.name for marker in self.assistants]
        start = names.index(state.marker) + 1 if state.marker in names else 0
        others = (name for name in names[start:] + names[:start] if name != state.marker)
        return next(others, INSTRUCTOR)


def team_of(assistants: Sequence[str], second_look: int) -> Team:
    """Read a team as options name it."""
    if second_look and not assistants:
        raise UsageError("--second-look needs somebody who looks: name them by --assistant.")
    return Team(assistants=tuple(map(marker_in, assistants)), second_look=second_look)


class Work(msgspec.Struct, kw_only=True):
    """What somebody has to mark, and how much of it is marked."""

    name: str
    parts: str = ""
    to_mark: int = 0
    marked: int = 0
    by_them: int = 0
    """Answers in the whole assignment that they marked last."""
    second: int = 0
    second_done: int = 0


class Agreement(msgspec.Struct, kw_only=True):
    """How second looks at a question agree with the marks in the gradebook."""

    question: Question
    title: str
    due: int = 0
    done: int = 0
    same: int = 0
    apart: float = 0.0
    """Sum of the differences in points."""

    def add(self, state: GradeState) -> None:
        """Count an answer that is to be looked at again."""
        self.due += 1
        if state.second is not None:
            difference = abs(state.second.points - (state.manual_score or 0.0))
            self.done += 1
            self.same += difference < 1e-6
            self.apart += difference
