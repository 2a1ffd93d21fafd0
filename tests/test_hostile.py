"""One class of hostile students, graded by the real command within each kind of walls, and what
became of it.

Their notebooks hold what the exercise needs, without figures; `test_hostile_batch` hands in whole
ones among many honest students.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader import walls
from grader.errors import SandboxError
from tests import hostile_class, hostile_trial, simulated
from tests.hostile_class import Attack
from tests.hostile_trial import ATTACKED, EXERCISE, TEST, Grade, Results

ATTACKS = hostile_class.attacks()
HONEST = ("aaron", "mia", "zoe")
WRONG = "wrong"
"""A student with a plain wrong answer: what it earns is no gain of an attack's."""

NOTEBOOKS = {ATTACKED: ATTACKED, "weights": "matrices"}
"""The notebook that is attacked, and one that is graded after it."""

OTHER_EXERCISE, OTHER_TEST = "linear_layer", "weights/test_linear_layer"
ATTACKED_TEST = f"{ATTACKED}/{TEST}"

EVERY = 4
"""One attacker in so many hands in the other notebook too."""

JOBS = "4"
"""Workers: attacks wait for their limits most of the time."""

LIVE = re.compile(r"<(script|iframe|svg)|<img [^>]*on|href=[^>]*live-script|\]\(javascript")


def hands_in_both(attack: Attack) -> bool:
    return attack.number % EVERY == 1


@pytest.fixture(scope="module", params=["bubblewrap", "sandlock"])
def sandbox(request: pytest.FixtureRequest) -> str:
    """A kind of walls that stands on this machine."""
    name: str = request.param
    try:
        walls.choose(name)
    except SandboxError:
        pytest.skip(f"{name} does not work on this machine")
    return name


@pytest.fixture(scope="module")
def results(sandbox: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    """The class, handed in and graded."""
    right = hostile_trial.right_answers()
    both = (EXERCISE, OTHER_EXERCISE)
    base = tmp_path_factory.mktemp(sandbox)
    with hostile_trial.trial(base, NOTEBOOKS, hostile_class.LIMITS) as trial:
        for student in HONEST:
            answers = {**right, "written_vectors": f"My answer. {trial.canaries['submission']}"}
            simulated.hand_in(trial.course, student, answers, only=both)
        wrong = {**right, EXERCISE: f"def {EXERCISE}(vec1, vec2):\n    return 7.0"}
        simulated.hand_in(trial.course, WRONG, wrong, only=both)
        for attack in ATTACKS:
            wanted = both if hands_in_both(attack) else (EXERCISE,)
            trial.attack(attack, attack.student, right, wanted)
        yield trial.grade("--sandbox", sandbox, "--jobs", JOBS)


each_attack = pytest.mark.parametrize("attack", ATTACKS, ids=str)


@each_attack
def test_an_attack_gets_a_recorded_verdict_and_gains_no_points(
    results: Results, attack: Attack
) -> None:
    score, by_hand = results.grades[attack.student, ATTACKED_TEST]
    assert score is not None, "no score is recorded"
    assert not by_hand
    full, plain = (results.grades[who, ATTACKED_TEST][0] for who in (HONEST[0], WRONG))
    assert full is not None
    assert plain is not None
    match attack.earns:
        case "nothing":
            assert score <= plain
        case "less":
            assert score < full
        case _:
            assert 0 <= score <= full


@pytest.mark.parametrize("attack", [*filter(hands_in_both, ATTACKS)], ids=str)
def test_an_attack_costs_nothing_in_the_next_notebook(results: Results, attack: Attack) -> None:
    assert results.grades[attack.student, OTHER_TEST] == (4.0, False)


@each_attack
def test_an_attack_is_shown_nothing_that_is_not_its_own(results: Results, attack: Attack) -> None:
    shown = results.shown(attack.student)
    assert results.leaked(shown) == []
    assert not re.search(r"\bFOUND\b.*", shown), "the attack found what it looked for"


@each_attack
def test_an_attack_leaves_no_live_script_in_the_graded_notebook(
    results: Results, attack: Attack
) -> None:
    shown = json.loads(results.shown(attack.student))
    outputs = [output for cell in shown if isinstance(cell, list) for output in cell]
    rich = [output["data"] for output in outputs if "data" in output]
    for data in rich:
        assert set(data) <= {"text/plain", "text/html", "text/markdown", "text/latex", "image/png"}
        live = {kind: text for kind, text in data.items() if kind != "text/plain"}
        assert not LIVE.search(json.dumps(live))


@pytest.mark.parametrize("student", HONEST)
def test_an_honest_student_gets_full_marks(results: Results, student: str) -> None:
    full: Grade = (4.0, False)
    assert results.grades[student, ATTACKED_TEST] == full
    assert results.grades[student, OTHER_TEST] == full


def test_the_command_ends_well_and_quietly(results: Results) -> None:
    assert results.status == 0, results.output
    assert "Traceback" not in results.output
    assert "\x1b" not in results.output
    assert results.leaked(results.output) == []


def test_the_walls_are_those_that_were_asked_for(results: Results, sandbox: str) -> None:
    for student in (*HONEST, *(attack.student for attack in ATTACKS)):
        stood = {verdict["sandbox"] for verdict in results.verdicts(student)}
        assert {name.split()[0] for name in stood if name} <= {sandbox}


def test_no_process_of_theirs_survives(results: Results) -> None:
    assert results.survivors == []


def test_nobody_was_called_over_any_network(results: Results) -> None:
    assert results.calls == []


def test_nothing_of_the_course_or_the_home_folder_was_changed(results: Results) -> None:
    assert results.after == results.before


def test_nothing_is_left_behind(results: Results) -> None:
    assert results.litter == []
    places = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), results.course, Path.home()]
    places += [Path(os.__file__).parent, Path(pytest.__file__).parent.parent]
    found = [path for place in places for path in place.glob("hostile-was-here*")]
    assert found == []


def test_the_whole_class_is_graded_in_time(results: Results) -> None:
    assert results.seconds < 240
