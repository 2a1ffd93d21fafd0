"""Facts without names: students are called by numbers, in an order that tells nothing."""

from __future__ import annotations

import hashlib
import secrets

import msgspec

from grader.report.facts import Absent, ExerciseFacts, Facts, Person
from grader.report.troubles import Trouble

REASON = "left out, since it may name the student"


class Pseudonyms:
    """Numbers for students, the same in all assignments of one report, and others in the next."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(16)
        self._taken: dict[str, str] = {}

    def __getitem__(self, student: str) -> str:
        """Return what a student is called."""
        if student not in self._taken:
            digest = hashlib.blake2b(student.encode(), key=self._key, digest_size=4).hexdigest()
            self._taken[student] = f"student {digest}"
        return self._taken[student]


def anonymous(facts: Facts, names: Pseudonyms) -> Facts:
    """Return facts in which students are called by numbers, without links and free texts."""
    replace = msgspec.structs.replace
    people = [_without_name(person, names) for person in facts.people]
    troubles = [
        Trouble(student=names[t.student], notebook=t.notebook, kind=t.kind, reason=REASON)
        for t in facts.troubles
    ]
    absent = [Absent(student=names[one.student], called="", name="") for one in facts.absent]
    return replace(
        facts,
        absent=sorted(absent, key=lambda one: one.student),
        people=sorted(people, key=lambda person: person.student),
        troubles=troubles,
        exercises={place: _renamed(one, names) for place, one in facts.exercises.items()},
        misconceptions={
            place: {names[who] for who in students}
            for place, students in facts.misconceptions.items()
        },
    )


def _without_name(person: Person, names: Pseudonyms) -> Person:
    name = names[person.student]
    return msgspec.structs.replace(person, student=name, called="", name="", pages=[])


def _renamed(exercise: ExerciseFacts, names: Pseudonyms) -> ExerciseFacts:
    tests = {
        name: msgspec.structs.replace(
            test, passed={names[who]: passed for who, passed in test.passed.items()}
        )
        for name, test in exercise.tests.items()
    }
    scores = {names[who]: points for who, points in exercise.scores.items()}
    return msgspec.structs.replace(exercise, scores=scores, tests=tests)
