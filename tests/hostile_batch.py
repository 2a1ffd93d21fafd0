"""A class in which most are hostile: every attack twice, among honest students who are right, wrong
and half done, graded in one batch. `make hostile` runs it within each kind of walls; it takes
minutes.

The same honest students, handed in without the others, are graded in a second course: every grade
of theirs is to be the same there.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from grader.errors import SandboxError
from grader.sandbox import backends
from tests import courses, hostile_class, hostile_trial, simulated
from tests.hostile_trial import ATTACKED, EXERCISE, TEST, Grade, Results
from tests.waits import on_an_idle_machine

NOTEBOOKS = {ATTACKED: ATTACKED, "weights": "02_matrices"}
OTHER_EXERCISE = "linear_layer"
TWICE, HONEST = 2, 36

WRONG = "wrong"
"""A student with a plain wrong answer: what it earns is no gain of an attack's."""

LIMITS = hostile_class.LIMITS | {
    "test_seconds": 3.0,
    "cell_seconds": 5.0,
    "notebook_seconds": 60.0,
    "output_kb": 256,
}
"""Wider ones: among so many, nobody honest is to run into them."""


@dataclass(frozen=True)
class Batch:
    """The class after grading, and the grades of its honest students when they were alone."""

    results: Results
    alone: dict[tuple[str, str], Grade]
    honest: list[str]
    hostile: dict[str, hostile_class.Attack]
    """The attack of each hostile student."""


def honest_answers(number: int) -> dict[str, str]:
    """A third is right in several styles, a third wrong in several ways, the others half done."""

    def pick(name: str, *, right: bool, place: int) -> str:
        sources = [v.source for v in simulated.variants(name) if v.right is right]
        return sources[place % len(sources)]

    kind, place = number % 3, number // 3
    match kind:
        case 0 | 1:
            names = (EXERCISE, OTHER_EXERCISE)
            return {name: pick(name, right=kind == 0, place=place) for name in names}
        case _:
            done = (EXERCISE, OTHER_EXERCISE)[place % 2]
            return {done: pick(done, right=place % 4 < 2, place=place)}


@pytest.fixture(scope="module", params=["bubblewrap", "sandlock"])
def batch(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Batch]:
    """The class within a kind of walls, in an order by lot that is always the same."""
    try:
        backends.choose_backend(request.param)
    except SandboxError:
        pytest.skip(f"{request.param} does not work on this machine")
    base = tmp_path_factory.mktemp(request.param)
    seats = [attack for attack in hostile_class.attacks() for _ in range(TWICE)]
    turns: list[hostile_class.Attack | int] = [*seats, *range(HONEST)]
    random.Random(20).shuffle(turns)
    names = {place: f"student_{place:03}" for place in range(len(turns))}
    right = hostile_trial.right_answers()
    with hostile_trial.trial(base, NOTEBOOKS, LIMITS) as trial:
        honest = {names[i]: turn for i, turn in enumerate(turns) if isinstance(turn, int)}
        for student, number in honest.items():
            simulated.hand_in(trial.course, student, honest_answers(number))
        wrong = f"def {EXERCISE}(vec1, vec2):\n    return 1.0"
        simulated.hand_in(trial.course, WRONG, {**right, EXERCISE: wrong})
        (base / "alone").mkdir()
        alone = shutil.copytree(trial.course, base / "alone" / "course")
        hostile = {}
        for place, turn in enumerate(turns):
            if not isinstance(turn, int):
                trial.attack(turn, names[place], right, None)
                hostile[names[place]] = turn
        results = trial.grade("--sandbox", request.param, "--jobs", "4")
        done = courses.grader(alone, "autograde", "--sandbox", request.param, timeout=600)
        assert done.returncode == 0, done.stderr
        print(f"\n{request.param}: {len(turns)} students in {results.seconds:.0f} s")
        yield Batch(results, hostile_trial.grades(alone), [*honest, WRONG], hostile)


def test_honest_students_get_the_grades_that_they_get_alone(batch: Batch) -> None:
    assert len(batch.hostile) >= 200
    assert len(batch.honest) >= 30
    theirs = {key: grade for key, grade in batch.results.grades.items() if key[0] in batch.honest}
    assert theirs == batch.alone
    assert len({score for score, _ in theirs.values()}) > 5, "the class is too much of a kind"


def test_every_hostile_student_has_a_recorded_verdict_and_no_gain(batch: Batch) -> None:
    plain = batch.results.grades[WRONG, f"{ATTACKED}/{TEST}"][0]
    assert plain is not None
    assert batch.hostile
    for student, attack in batch.hostile.items():
        score, by_hand = batch.results.grades[student, f"{ATTACKED}/{TEST}"]
        assert score is not None, student
        assert not by_hand, student
        most = {"nothing": plain, "less": 3.999999}.get(attack.earns, 4.0)
        assert 0 <= score <= most, (student, score)


def test_every_attack_ran(batch: Batch) -> None:
    assert batch.hostile
    unproved = {
        student: hostile_class.unproved(attack, batch.results.told(student))
        for student, attack in batch.hostile.items()
    }
    assert {student: lacking for student, lacking in unproved.items() if lacking} == {}


def test_nothing_leaks_survives_calls_or_changes(batch: Batch) -> None:
    results = batch.results
    assert batch.hostile
    assert results.status == 0, results.output
    assert "Traceback" not in results.output
    for student in batch.hostile:
        shown = results.shown(student)
        assert results.leaked(shown) == [], student
        assert not re.search(r"\bFOUND\b", shown), student
    assert (results.survivors, results.calls, results.litter) == ([], [], [])
    assert results.after == results.before


def test_the_batch_is_graded_in_time(batch: Batch) -> None:
    assert batch.results.seconds < on_an_idle_machine(1800)
