"""One class of hostile students, graded once by the real command, and what became of it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader import notebook
from tests import hostile_class, simulated
from tests.hostile_class import Attack, Listener

COMMAND = Path(sys.executable).with_name("grader")
ATTACKS = hostile_class.attacks()
HONEST = ("aaron", "mia", "zoe")
WRONG = "wrong"
"""A student with a plain wrong answer: what it earns is no gain of an attack's."""

NOTEBOOKS = ("matrices", "vectors")
ATTACKED, EXERCISE, TEST = "vectors", "cosine_similarity", "test_cosine_similarity"
PLACES = ("hidden", "solutions", "gradebook", "submission", "environment", "home")

HIDDEN_TEST = '''
CANARY = "{hidden}"


def test_canary():
    """Numbers that are not to be seen"""
    a, b = np.array([{input}, 1.0]), np.array([1.0, {input}])
    close(cosine_similarity(a, b), reference(a, b))


### END HIDDEN TESTS'''


LIVE = re.compile(r"<(script|iframe|svg)|<img [^>]*on|href=[^>]*live-script|\]\(javascript")


@dataclass(frozen=True)
class Results:
    """The class after grading."""

    course: Path
    output: str
    status: int
    seconds: float
    canaries: dict[str, str]
    before: dict[str, tuple[int, int, int, bytes]]
    after: dict[str, tuple[int, int, int, bytes]]
    survivors: list[str]
    calls: list[str]
    litter: list[Path]

    def score(self, student: str, name: str) -> tuple[float | None, bool]:
        """A grade in the gradebook, and whether a person has to look."""
        query = """
            select grade.auto_score, grade.needs_manual_grade from grade
            join base_cell on base_cell.id = grade.cell_id
            join submitted_notebook on submitted_notebook.id = grade.notebook_id
            join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
            where base_cell.name = ? and submitted_assignment.student_id = ?"""
        with contextlib.closing(sqlite3.connect(self.course / "gradebook.db")) as base:
            rows = base.execute(query, (name, student)).fetchall()
        assert len(rows) == 1, f"{student} has {len(rows)} grades for {name}"
        return rows[0][0], bool(rows[0][1])

    def shown(self, student: str) -> str:
        """All that the student is to see: outputs, and messages of tests."""
        found: list[Any] = []
        for name in NOTEBOOKS:
            path = self.course / "autograded" / student / "linear_algebra" / f"{name}.ipynb"
            nb = json.loads(path.read_text(encoding="utf-8"))
            found += [cell.get("outputs") for cell in nb["cells"]]
            verdict = nb["metadata"]["grader"]["verdict"]
            for cell in verdict["cells"]:
                found += [{**test, "log": ""} for test in cell["tests"]] + [cell["reason"]]
            found.append(verdict["reason"])
        return json.dumps(found, ensure_ascii=False)


def plant(path: Path, hidden: str, number: str) -> None:
    """Add a hidden test that holds a canary."""
    nb = simulated.read(path)
    for cell in nb["cells"]:
        if simulated.graded_name(cell) == TEST:
            planted = HIDDEN_TEST.format(hidden=hidden, input=number)
            cell["source"] = cell["source"].replace("\n### END HIDDEN TESTS", planted, 1)
    notebook.write(path, notebook.dumps(nb))


def hand_in(course: Path, attack: Attack, right: dict[str, str], listener: Listener) -> None:
    """A hostile student's submission: every other exercise is right."""
    words = {
        "__COURSE__": str(course),
        "__HOME__": str(course.parent / "home"),
        "__OTHER__": str(course / "submitted/aaron/linear_algebra/vectors.ipynb"),
        "__TCP__": str(listener.tcp),
        "__UDP__": str(listener.udp),
        "__UNIX__": listener.unix,
        "__ABSTRACT__": listener.abstract,
    }

    def worded(text: str) -> str:
        return re.sub("|".join(words), lambda found: words[found[0]], text)

    answers = {**right, EXERCISE: worded(attack.source)}
    folder = simulated.hand_in(course, attack.student, answers)
    path = folder / f"{ATTACKED}.ipynb"
    nb = simulated.read(path)
    for number, source in enumerate(attack.later):
        later = {"cell_type": "code", "id": f"later-{number}", "metadata": {}, "outputs": []}
        nb["cells"].append({**later, "execution_count": None, "source": worded(source)})
    notebook.write(path, notebook.dumps(nb))
    for name, text in attack.beside.items():
        (folder / name).write_text(worded(text), encoding="utf-8")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    """The class, handed in and results."""
    base = tmp_path_factory.mktemp("hostile")
    course, home, scratch = base / "course", base / "home", base / "tmp"
    for folder in (course, home, scratch):
        folder.mkdir()
    canaries = {place: f"{place}-canary-{secrets.token_hex(8)}" for place in PLACES}
    canaries["input"] = f"{10000 + secrets.randbelow(80000)}.{10000 + secrets.randbelow(80000)}3"
    hostile_class.make_course(course, notebooks=NOTEBOOKS)
    plant(course / "source/linear_algebra/vectors.ipynb", canaries["hidden"], canaries["input"])
    with (course / "solutions/linear_algebra.py").open("a", encoding="utf-8") as file:
        file.write(f'\nCANARY = "{canaries["solutions"]}"\n')
    (home / "canary.txt").write_text(canaries["home"], encoding="utf-8")
    env = {
        **os.environ,
        "HOME": str(home),
        "TMPDIR": str(scratch),
        "PYTHONDONTWRITEBYTECODE": "1",
        "CANARY": canaries["environment"],
    }

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        command = [COMMAND, "-C", course, *args]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    assert run("generate").returncode == 0
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as gradebook, gradebook:
        row = ("canary", canaries["gradebook"], "", "", "")
        columns = "(id, first_name, last_name, email, lms_user_id)"
        gradebook.execute(f"insert into student {columns} values (?, ?, ?, ?, ?)", row)
    right = {
        name: next(v.source for v in simulated.variants(name) if v.right)
        for name in simulated.exercises()
    }
    with hostile_class.listening(base) as listener:
        for student in HONEST:
            answers = {**right, "written_vectors": f"My answer. {canaries['submission']}"}
            simulated.hand_in(course, student, answers)
        wrong = f"def {EXERCISE}(vec1, vec2):\n    return 7.0"
        simulated.hand_in(course, WRONG, {**right, EXERCISE: wrong})
        for attack in ATTACKS:
            hand_in(course, attack, right, listener)
        kept = [home, *(course / name for name in ("source", "solutions", "submitted"))]
        before = hostile_class.snapshot(*kept)
        started = time.monotonic()
        done = run("autograde")
        seconds = time.monotonic() - started
        yield Results(
            course=course,
            output=done.stdout + done.stderr,
            status=done.returncode,
            seconds=seconds,
            canaries=canaries,
            before=before,
            after=hostile_class.snapshot(*kept),
            survivors=hostile_class.processes_with(str(scratch)),
            calls=listener.calls(),
            litter=[*scratch.rglob("*")],
        )


each_attack = pytest.mark.parametrize("attack", ATTACKS, ids=str)


@each_attack
def test_an_attack_gets_a_recorded_verdict_and_gains_no_points(
    results: Results, attack: Attack
) -> None:
    score, by_hand = results.score(attack.student, TEST)
    assert score is not None, "no score is recorded"
    assert not by_hand
    full, plain = results.score(HONEST[0], TEST)[0], results.score(WRONG, TEST)[0]
    assert full is not None
    assert plain is not None
    match attack.earns:
        case "nothing":
            assert score <= plain
        case "less":
            assert score < full
        case _:
            assert 0 <= score <= full


@each_attack
def test_an_attack_costs_nothing_in_the_other_notebook(results: Results, attack: Attack) -> None:
    assert results.score(attack.student, "test_linear_layer") == results.score(
        HONEST[0], "test_linear_layer"
    )


@each_attack
def test_an_attack_is_shown_nothing_that_is_not_its_own(results: Results, attack: Attack) -> None:
    shown = results.shown(attack.student)
    leaked = [place for place, canary in results.canaries.items() if canary in shown]
    assert not leaked
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
    assert results.score(student, TEST) == (4.0, False)
    assert results.score(student, "test_linear_layer") == (4.0, False)


def test_the_command_ends_well_and_quietly(results: Results) -> None:
    assert results.status == 0, results.output
    assert "Traceback" not in results.output
    assert "\x1b" not in results.output
    assert not [place for place, canary in results.canaries.items() if canary in results.output]


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
