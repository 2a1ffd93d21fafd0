"""One class of hostile students, graded by the real command, and what became of it.

Their notebooks hold what the exercise needs, without figures; `hostile_batch` hands in whole
ones among many honest students. `make test` grades a third of the class within the walls that are
used here, `make hostile` and `make thorough` all of it within each kind.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader.errors import SandboxError
from grader.sandbox import backends
from tests import courses, hostile_class, hostile_trial, simulated, walls
from tests.fuzz.pages import still
from tests.hostile_class import Attack
from tests.hostile_trial import ATTACKED, EXERCISE, TEST, Grade, Results
from tests.simulated import WHOLE
from tests.waits import on_an_idle_machine


def chosen() -> list[Attack]:
    """All attacks, or a third of them, drawn with a fixed seed, and those on readers."""
    attacks = hostile_class.attacks()
    if WHOLE:
        return attacks
    drawn = {one.student for one in random.Random(7).sample(attacks, len(attacks) // 3)}
    return [one for one in attacks if one.student in drawn or is_rich(one)]


def is_rich(attack: Attack) -> bool:
    """Whether it attacks whoever reads what came of it."""
    return bool(attack.prose) or "live-script" in attack.source


ATTACKS = chosen()
HONEST = ("aaron", "mia", "zoe")
WRONG = "wrong"
"""A student with a plain wrong answer: what it earns is no gain of an attack's."""

NOTEBOOKS = {ATTACKED: ATTACKED, "weights": "02_matrices"}
"""The notebook that is attacked, and one that is graded after it."""

OTHER_EXERCISE, OTHER_TEST = "linear_layer", "weights/test_linear_layer"
ATTACKED_TEST = f"{ATTACKED}/{TEST}"

EVERY = 4
"""One attacker in so many hands in the other notebook too."""

JOBS = {"bubblewrap": "4", "sandlock": "3"} if WHOLE else {}
"""Workers where the machine has nothing else to do: attacks wait for their limits most of the time;
two where other tests run beside."""

RICH = [attack for attack in ATTACKS if is_rich(attack)]

LIVE_TAGS = ("script", "style", "link", "iframe", "object", "embed", "form", "svg", "base", "meta")
COVERING = {"modal", "modal-backdrop", "navbar-fixed-top", "affix", "overview"}
"""Classes by which a page of ours, or of nbgrader's, puts things over others."""

LIVE = re.compile(r"<(script|iframe|svg)|<img [^>]*on|href=[^>]*live-script|\]\(javascript")


def hands_in_both(attack: Attack) -> bool:
    return ATTACKS.index(attack) % EVERY == 1


each_walls = pytest.mark.parametrize("sandbox", walls.NAMES)


@pytest.fixture(scope="module")
def graded() -> dict[str, Results]:
    """The classes that were graded, by their walls."""
    return {}


@pytest.fixture
def results(
    sandbox: str, graded: dict[str, Results], tmp_path_factory: pytest.TempPathFactory
) -> Results:
    """The class within these walls, after grading."""
    if sandbox not in graded:
        try:
            backends.choose_backend(sandbox)
        except SandboxError:
            pytest.skip(f"{sandbox} does not work on this machine")
        graded[sandbox] = grade_class(sandbox, tmp_path_factory.mktemp(sandbox))
    return graded[sandbox]


def grade_class(sandbox: str, base: Path) -> Results:
    """Let the class hand in, and grade it."""
    right = hostile_trial.right_answers()
    both = (EXERCISE, OTHER_EXERCISE)
    with hostile_trial.trial(base, NOTEBOOKS, hostile_trial.LIMITS) as trial:
        for student in HONEST:
            answers = {**right, "written_vectors": f"My answer. {trial.canaries['submission']}"}
            simulated.hand_in(trial.course, student, answers, only=both)
        wrong = {**right, EXERCISE: f"def {EXERCISE}(vec1, vec2):\n    return 1.0"}
        simulated.hand_in(trial.course, WRONG, wrong, only=both)
        for attack in ATTACKS:
            wanted = both if hands_in_both(attack) else (EXERCISE,)
            trial.attack(attack, attack.student, right, wanted)
        return trial.grade("--sandbox", sandbox, "--jobs", JOBS.get(sandbox, "2"))


@each_walls
def test_every_attack_ran(results: Results, sandbox: str) -> None:
    lacking = {}
    for attack in ATTACKS:
        told = results.told(attack.student)
        if unproved := hostile_class.unproved(attack, told):
            lacking[str(attack)] = (unproved, told[-3000:])
    assert lacking == {}


@each_walls
def test_every_attack_gets_a_recorded_verdict_and_gains_no_points(
    results: Results, sandbox: str
) -> None:
    full, plain = (results.grades[who, ATTACKED_TEST][0] for who in (HONEST[0], WRONG))
    assert full is not None
    assert plain is not None
    assert 0 < plain < full
    most = {"nothing": plain, "less": full - 1e-6, "harmless": full}
    wrong = {}
    for attack in ATTACKS:
        score, by_hand = results.grades[attack.student, ATTACKED_TEST]
        if score is None or by_hand or not 0 <= score <= most[attack.earns]:
            wrong[str(attack)] = (attack.earns, score, by_hand)
    assert wrong == {}


@each_walls
def test_no_attack_costs_anything_in_the_next_notebook(results: Results, sandbox: str) -> None:
    grades = {
        str(attack): results.grades[attack.student, OTHER_TEST]
        for attack in ATTACKS
        if hands_in_both(attack)
    }
    assert len(grades) > 10
    assert set(grades.values()) == {(4.0, False)}, grades


@each_walls
def test_no_attack_is_shown_anything_that_is_not_its_own(results: Results, sandbox: str) -> None:
    shown = {str(attack): results.shown(attack.student) for attack in ATTACKS}
    assert {name: found for name, text in shown.items() if (found := results.leaked(text))} == {}
    found = [name for name, text in shown.items() if re.search(r"\bFOUND\b", text)]
    assert found == [], "they found what they looked for"


@each_walls
def test_no_attack_leaves_a_live_script_in_the_graded_notebook(
    results: Results, sandbox: str
) -> None:
    kinds = {"text/plain", "text/html", "text/markdown", "text/latex", "image/png"}
    for attack in ATTACKS:
        shown = json.loads(results.shown(attack.student))
        outputs = [output for cell in shown if isinstance(cell, list) for output in cell]
        rich = [output["data"] for output in outputs if "data" in output]
        assert rich, f"{attack}: not even the points are shown"
        for data in rich:
            if picture := data.pop("image/svg+xml", ""):  # shown as an image
                still(picture)
            assert set(data) <= kinds, attack
            live = {kind: text for kind, text in data.items() if kind != "text/plain"}
            assert not LIVE.search(json.dumps(live)), attack


class Page(HTMLParser):
    """What is live in a feedback page: scripts, handlers, places that it loads from, styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.risks: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += tag in LIVE_TAGS
        for name, value in attrs:
            if name == "class":
                self.tags.update(COVERING.intersection((value or "").split()))
            text = (value or "").replace(" ", "")
            leaves = name in ("src", "action", "data") and not text.startswith("data:image/")
            covers = name == "style" and re.search("position|url|margin-|z-index|transform", text)
            if name.startswith("on") or "javascript:" in text or leaves or covers:
                self.risks.append(f"<{tag} {name}={value}>")


@pytest.fixture(scope="module")
def pages(graded: dict[str, Results]) -> dict[str, Page]:
    """The feedback pages of those who show something rich, and of an honest student."""
    results = graded[walls.NAMES[0]]
    students = [HONEST[0], *(attack.student for attack in RICH)]
    options = [option for student in students for option in ("--student", student)]
    done = courses.here(results.course, "feedback", *options)
    assert done.exit_code == 0, done.output
    folder = results.course / "feedback"
    return {
        student: Page((folder / student / f"01_linear_algebra/{ATTACKED}.html").read_text("utf-8"))
        for student in students
    }


@pytest.mark.parametrize("sandbox", walls.NAMES[:1])
@pytest.mark.usefixtures("results")
def test_no_attack_brings_anything_live_into_its_feedback(pages: dict[str, Page]) -> None:
    honest = pages[HONEST[0]]
    assert len(pages) == 1 + len(RICH) > 5
    for student, page in pages.items():
        assert page.tags == honest.tags, student
        assert page.risks == honest.risks, student


@each_walls
@pytest.mark.parametrize("student", HONEST)
def test_an_honest_student_gets_full_marks(results: Results, student: str) -> None:
    full: Grade = (4.0, False)
    assert results.grades[student, ATTACKED_TEST] == full
    assert results.grades[student, OTHER_TEST] == full


@each_walls
def test_the_command_ends_well_and_quietly(results: Results) -> None:
    assert results.status == 0, results.output
    assert "Traceback" not in results.output
    assert "\x1b" not in results.output
    assert results.leaked(results.output) == []


@each_walls
def test_the_walls_are_those_that_were_asked_for(results: Results, sandbox: str) -> None:
    for student in (*HONEST, *(attack.student for attack in ATTACKS)):
        names = [verdict["sandbox"] for verdict in results.verdicts(student)]
        # A notebook that is not handed in runs nowhere.
        assert {name.partition(" ")[0] for name in names if name} == {sandbox}, student
    assert f"Student code runs in {sandbox}" in results.output


@each_walls
def test_no_process_of_theirs_survives(results: Results) -> None:
    assert results.survivors == []


@each_walls
def test_nobody_was_called_over_any_network(results: Results) -> None:
    assert results.calls == []


@each_walls
def test_nothing_of_the_course_or_the_home_folder_was_changed(results: Results) -> None:
    assert len(results.before) > len(ATTACKS), "what was handed in is among it"
    assert results.after == results.before


@each_walls
def test_nothing_is_left_behind(results: Results) -> None:
    assert results.litter == []
    places = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), results.course, Path.home()]
    places += [Path(os.__file__).parent, Path(pytest.__file__).parent.parent]
    found = [path for place in places for path in place.glob("hostile-was-here*")]
    assert found == []


@each_walls
def test_the_whole_class_is_graded_in_time(results: Results) -> None:
    assert results.seconds < on_an_idle_machine(600)
