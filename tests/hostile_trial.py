"""A course in which attacks are tried: canaries where nobody may look, listeners that nobody may
call, one run of the real command, and what it left behind."""

from __future__ import annotations

import ast
import base64
import contextlib
import json
import os
import re
import secrets
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.notebooks import ipynb
from grader.notebooks.files import write_whole
from tests import courses, hostile_class, simulated
from tests.hostile_class import Attack, Listener
from tests.simulated import WHOLE

COMMAND = Path(sys.executable).with_name("grader")
ATTACKED, EXERCISE, TEST = "01_vectors", "cosine_similarity", "test_cosine_similarity"
PLACES = ("hidden", "solutions", "gradebook", "submission", "environment", "home")

HIDDEN_TEST = '''
CANARY = "{hidden}"


def test_canary():
    """Numbers that are not to be seen"""
    a, b = np.array([{input}, 1.0]), np.array([1.0, {input}])
    close(cosine_similarity(a, b), reference(a, b))


### END HIDDEN TESTS'''

LIMITS = (
    hostile_class.LIMITS
    if WHOLE
    else hostile_class.LIMITS
    | {
        "test_seconds": 0.4,
        "cell_seconds": 1.0,
        "notebook_seconds": 10.0,
    }
)
"""In `make test`, they are half of those in `make hostile`, and the attacked cell has fewer hidden
tests: what an attack does in one, it does in all."""

KEPT = {"test_random_vectors", "test_one_entry", "test_calls_are_independent"}
"""Hidden tests that stay in the attacked cell: one with a counterexample, two without."""

Grade = tuple[float | None, bool]
"""A score, and whether a person has to look."""


@dataclass(frozen=True)
class Results:
    """A class after grading."""

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
    grades: dict[tuple[str, str], Grade]
    """The gradebook, by student and cell."""

    def verdicts(self, student: str) -> list[dict[str, Any]]:
        """What was found in each notebook that was graded."""
        return [nb["metadata"]["grader"]["verdict"] for nb in self._notebooks(student)]

    def shown(self, student: str) -> str:
        """All that the student is to see: outputs, and messages of tests."""
        found: list[Any] = []
        for nb in self._notebooks(student):
            found += [cell.get("outputs") for cell in nb["cells"]]
            verdict = nb["metadata"]["grader"]["verdict"]
            for cell in verdict["cells"]:
                found += [{**test, "log": ""} for test in cell["tests"]] + [cell["reason"]]
            found.append(verdict["reason"])
        return json.dumps(found, ensure_ascii=False)

    def told(self, student: str) -> str:
        """Return all that grading tells of an attack, without the source lines of tracebacks."""
        found: list[str] = []
        for nb in self._notebooks(student):
            outputs = [output for cell in nb["cells"] for output in cell.get("outputs", [])]
            found += [text for output in outputs for text in _texts(output)]
            verdict = nb["metadata"]["grader"]["verdict"]
            found.append(verdict["reason"])
            found += [test["message"] for cell in verdict["cells"] for test in cell["tests"]]
        return "\n".join(found)

    def _notebooks(self, student: str) -> list[dict[str, Any]]:
        folder = self.course / "autograded" / student / "01_linear_algebra"
        return [simulated.read(path) for path in sorted(folder.glob("*.ipynb"))]

    def leaked(self, text: str) -> list[str]:
        """The places whose canary is in a text, as it is or encoded."""
        return [
            place
            for place, canary in self.canaries.items()
            if any(form in text for form in encodings(canary))
        ]


def encodings(canary: str) -> set[str]:
    """A canary as it is, backwards, in hexadecimal digits and in base64."""
    data = canary.encode()
    return {canary, canary[::-1], data.hex(), base64.b64encode(data).decode().rstrip("=")}


def _texts(output: Mapping[str, Any]) -> list[str]:
    """Return the texts of one output of a notebook."""
    match output["output_type"]:
        case "stream":
            return ["".join(output["text"])]
        case "error":
            return [f"{output['ename']}: {output['evalue']}"]
        case _:
            return ["".join(text) for kind, text in output["data"].items() if "text" in kind]


def with_fewer_tests(source: str) -> str:
    """Return a grade cell without the hidden tests that are not kept."""
    lines = source.splitlines()
    hidden = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and node.lineno > lines.index("### BEGIN HIDDEN TESTS")
    ]
    assert {test.name for test in hidden} > KEPT
    for test in hidden:
        if test.name not in KEPT:
            first = min([test.lineno, *(mark.lineno for mark in test.decorator_list)])
            last = test.end_lineno or first
            lines[first - 1 : last] = [""] * (last - first + 1)
    return "\n".join(lines)


class Trial:
    """A course with canaries, in which a class hands in."""

    def __init__(
        self,
        base: Path,
        notebooks: Mapping[str, str],
        limits: Mapping[str, float],
        listener: Listener,
    ) -> None:
        self.course, self._home, self._scratch = base / "course", base / "home", base / "tmp"
        for folder in (self.course, self._home, self._scratch):
            folder.mkdir()
        self._listener = listener
        number = f"{10000 + secrets.randbelow(80000)}.{10000 + secrets.randbelow(80000)}3"
        self.canaries = {place: f"{place}-canary-{secrets.token_hex(8)}" for place in PLACES}
        self.canaries["input"] = number
        hostile_class.make_course(self.course, notebooks=notebooks, limits=limits)
        self._plant(f"source/01_linear_algebra/{ATTACKED}.ipynb")
        with (self.course / "solutions/linear_algebra.py").open("a", encoding="utf-8") as file:
            file.write(f'\nCANARY = "{self.canaries["solutions"]}"\n')
        (self._home / "canary.txt").write_text(self.canaries["home"], encoding="utf-8")
        done = self._run("generate")
        assert done.returncode == 0, done.stderr
        courses.call_tried(self.course)
        with contextlib.closing(self._gradebook()) as gradebook, gradebook:
            row = ("canary", self.canaries["gradebook"], "", "", "")
            gradebook.execute(
                "insert into student (id, first_name, last_name, email, lms_user_id)"
                " values (?, ?, ?, ?, ?)",
                row,
            )

    def _plant(self, name: str) -> None:
        """Add a hidden test that holds a canary."""
        path = self.course / name
        nb = simulated.read(path)
        planted = HIDDEN_TEST.format(hidden=self.canaries["hidden"], input=self.canaries["input"])
        for cell in nb["cells"]:
            if simulated.graded_name(cell) == TEST:
                source = cell["source"] if WHOLE else with_fewer_tests(cell["source"])
                cell["source"] = source.replace("\n### END HIDDEN TESTS", planted, 1)
        write_whole(path, ipynb.dumps(nb))

    def _gradebook(self) -> sqlite3.Connection:
        return sqlite3.connect(self.course / "gradebook.db")

    def _run(self, *args: str) -> subprocess.CompletedProcess[str]:
        env = {
            **os.environ,
            "HOME": str(self._home),
            "TMPDIR": str(self._scratch),
            "PYTHONDONTWRITEBYTECODE": "1",
            "CANARY": self.canaries["environment"],
        }
        command: list[str | Path] = [COMMAND, "-C", self.course, *args]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    def attack(
        self, attack: Attack, student: str, answers: dict[str, str], only: tuple[str, ...] | None
    ) -> None:
        """Hand in for a hostile student, whose other answers are these."""
        words = {
            "__COURSE__": str(self.course),
            "__HOME__": str(self._home),
            "__OTHER__": str(self.course / "submitted/aaron/01_linear_algebra/01_vectors.ipynb"),
            "__TCP__": str(self._listener.tcp),
            "__UDP__": str(self._listener.udp),
            "__UNIX__": self._listener.unix,
            "__ABSTRACT__": self._listener.abstract,
        }

        def worded(text: str) -> str:
            return re.sub("|".join(words), lambda found: words[found[0]], text)

        answers = {**answers, EXERCISE: worded(attack.source)}
        folder = simulated.hand_in(self.course, student, answers, only=only)
        path = folder / f"{ATTACKED}.ipynb"
        nb = simulated.read(path)
        for number, source in enumerate(attack.later):
            later = {"cell_type": "code", "id": f"later-{number}", "metadata": {}, "outputs": []}
            nb["cells"].append({**later, "execution_count": None, "source": worded(source)})
        for number, text in enumerate(attack.prose):
            prose = {"cell_type": "markdown", "id": f"prose-{number}", "metadata": {}}
            nb["cells"].append({**prose, "source": text})
        write_whole(path, ipynb.dumps(nb))
        for name, text in attack.beside.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(worded(text), encoding="utf-8")

    def grade(self, *args: str) -> Results:
        """Grade the class."""
        names = ("source", "solutions", "submitted")
        kept = [self._home, *(self.course / name for name in names)]
        before = hostile_class.snapshot(*kept)
        started = time.monotonic()
        done = self._run("autograde", *args)
        seconds = time.monotonic() - started
        return Results(
            course=self.course,
            output=done.stdout + done.stderr,
            status=done.returncode,
            seconds=seconds,
            canaries=self.canaries,
            before=before,
            after=hostile_class.snapshot(*kept),
            survivors=hostile_class.processes_with(str(self._scratch)),
            calls=self._listener.calls(),
            litter=[*self._scratch.iterdir()],
            grades=grades(self.course),
        )


def grades(course: Path) -> dict[tuple[str, str], Grade]:
    """The gradebook of a course, by student and cell."""
    query = """
        select submitted_assignment.student_id, notebook.name, base_cell.name,
               grade.auto_score, grade.needs_manual_grade from grade
        join base_cell on base_cell.id = grade.cell_id
        join notebook on notebook.id = base_cell.notebook_id
        join submitted_notebook on submitted_notebook.id = grade.notebook_id
        join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
        """
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as base:
        rows = base.execute(query).fetchall()
    return {
        (student, f"{nb}/{cell}"): (score, bool(hand)) for student, nb, cell, score, hand in rows
    }


@contextlib.contextmanager
def trial(base: Path, notebooks: Mapping[str, str], limits: Mapping[str, float]) -> Iterator[Trial]:
    """A course with canaries, while something listens for whoever breaks out."""
    with hostile_class.listening(base) as listener:
        yield Trial(base, notebooks, limits, listener)


def right_answers() -> dict[str, str]:
    """One right answer to each exercise of the course."""
    return {
        name: next(v.source for v in simulated.variants(name) if v.right)
        for name in simulated.exercises()
    }
