"""Five assistants mark three hundred hand-ins at once, through the server."""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.plugin.grade_records import one_transaction
from tests import marking, own_course
from tests.marking import Marking
from tests.test_marking import NEXT, SCHEME, WHY, answer, written
from tests.test_marking_team import rows

STUDENTS = [f"s{number:03}" for number in range(300)]
ASSISTANTS = {"anna": "A", "ben": "B", "cleo": "C", "dana": "D", "emil": "E"}
KINDS = 12
"""Different answers to a question."""


def text_of(student: str, question: str) -> str:
    """What a student answered: one of a few texts, with spaces of their own."""
    kind = sum(map(ord, student + question)) % KINDS
    return f"Answer {kind}:{' ' * (1 + int(student[1:]) % 3)}it is pulled."


def points_of(text: str) -> float:
    """What an answer is worth."""
    return float(int(text.split(":", maxsplit=1)[0].split()[1]) % 2)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of three hundred in five sections; one was graded, and the others are as if."""
    made = own_course.make(tmp_path_factory.mktemp("crowd") / "c", config=own_course.CONFIGURED)
    plain = "### BEGIN SOLUTION\nA.\n### END SOLUTION"
    questions = [written("why", SCHEME), written("next", plain)]
    own_course.write(own_course.source_of(made), [*own_course.notebook(), *questions])
    assert own_course.run(made, "generate")[0] == 0
    lines = [f"{who},{'ABCDE'[number % 5]}" for number, who in enumerate(STUDENTS)]
    (made / "roster.csv").write_text("\n".join(["id,section", *lines]), encoding="utf-8")
    assert own_course.run(made, "roster", str(made / "roster.csv"))[0] == 0
    own_course.hand_in(made, STUDENTS[0], own_course.RIGHT)
    for name in ("why", "next"):
        answer(made, STUDENTS[0], name, text_of(STUDENTS[0], name))
    assert own_course.run(made, "autograde")[0] == 0
    graded = json.loads((made / f"autograded/{STUDENTS[0]}/hw1/stats.ipynb").read_text())
    with Gradebook(f"sqlite:///{made}/gradebook.db") as gradebook, one_transaction(gradebook):
        for student in STUDENTS:
            answered(made, graded, student)
            submission = gradebook.update_or_create_submission("hw1", student)
            for grade in submission.notebooks[0].grades:
                grade.needs_manual_grade = grade.cell.name != "test_mean"
    (made / ".grader/drafts").mkdir(mode=0o700, parents=True, exist_ok=True)
    (made / ".grader/drafts/order").write_bytes(b"the same sample".ljust(32))
    return made


def answered(course: Path, graded: dict[str, list[dict[str, object]]], student: str) -> None:
    """Write a student's graded notebook."""
    for cell in graded["cells"]:
        if cell["id"] in ("why", "next"):
            cell["source"] = text_of(student, str(cell["id"]))
    path = course / f"autograded/{student}/hw1/stats.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(graded), encoding="utf-8")


def mark_all(page: Marking, look: str) -> int:
    """Mark all that somebody has; return how many times they did."""
    count = 0
    for question in (WHY, NEXT):
        answers = page.answers(question, look)
        random.Random(page.path).shuffle(answers)
        for one in answers:
            text = words_of(one.html)
            points = points_of(text) - (0.5 if look == "second" and "Answer 3:" in text else 0)
            reply = page.say("mark", question, one, f"{points:g}", look=look)
            assert reply.status == 200, reply.text
            count += 1
    return count


def words_of(html: str) -> str:
    """What an answer says."""
    return "Answer" + html.split("<p>Answer")[1].split("</p>", maxsplit=1)[0]


def test_five_assistants_mark_three_hundred_hand_ins_at_once(course: Path) -> None:
    options = ["--second-look", "20"]
    for name, share in ASSISTANTS.items():
        options += ["--assistant", f"{name}={share}"]
    with (
        marking.running(course, "hw1", *options) as page,
        ThreadPoolExecutor(len(ASSISTANTS)) as pool,
    ):
        team = [page.of(name) for name in ASSISTANTS]
        given = list(pool.map(lambda one: mark_all(one, "question"), team))
        assert max(given) <= 2 * KINDS, "equal answers were marked once"
        work = rows(page, "Team")
        for name, share in ASSISTANTS.items():
            assert work[name][:3] == [share, "120 of 120", "120"]
        due = sum(int(work[name][3].split()[-1]) for name in ASSISTANTS)
        assert 600 * 0.1 < due < 600 * 0.3
        list(pool.map(lambda one: mark_all(one, "second"), team))
        work, agreement = rows(page, "Team"), rows(page, "Agreement")
    assert sum(int(work[name][3].split()[0]) for name in ASSISTANTS) == due
    for name in ("why", "next"):
        done, same = int(agreement[name][0].split()[0]), int(agreement[name][1].split()[0])
        assert same < done
        assert float(agreement[name][2]) == pytest.approx(0.5 * (done - same) / done, rel=0.1)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        for submission in gradebook.find_assignment("hw1").submissions:
            for grade in submission.notebooks[0].grades:
                if grade.cell.name != "test_mean":
                    text = text_of(submission.student_id, grade.cell.name)
                    assert (grade.manual_score, grade.needs_manual_grade) == (
                        points_of(text),
                        False,
                    )
