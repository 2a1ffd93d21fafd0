"""Marking by hand in the browser: what pages show and refuse, and what comes to the gradebook."""

from __future__ import annotations

import datetime as dt
import json
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from tests import marking, own_course
from tests.courses import BIN
from tests.crowd import idle_connections
from tests.marking import Marking, Shown

WHY, NEXT = "stats/why", "stats/next"
SCHEME = """\
### BEGIN SOLUTION
It is pulled by the largest value.

Marking scheme: 2 points: the answer names outliers. 1 point: it has an example only; 0 points: no.
### END SOLUTION"""
TASK = """\
## Explore

Plot it.

### BEGIN MARK SCHEME
3 points: a plot. 0 points: none.
### END MARK SCHEME"""
ANSWERS = {
    "ada": "It is pulled by outliers.",
    "bo": "A rich neighbour moves it.",
    "cy": "I do not know.",
    "dan": "Because of $\\frac{a}{b}$.",
}
SILENT = "eve"


def written(name: str, text: str, points: float = 2) -> dict[str, Any]:
    """A question that is marked by hand."""
    return own_course.cell(name, text, kind="markdown", grade=True, solution=True, points=points)


def said(text: str) -> dict[str, Any]:
    """A cell of prose."""
    return {"cell_type": "markdown", "id": "prose", "metadata": {}, "source": text}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of five, graded; four answered the questions that are marked by hand."""
    folder = tmp_path_factory.mktemp("marking") / "course"
    made = own_course.make(folder, config=own_course.CONFIGURED)
    cells = [
        *own_course.notebook(),
        said("## Why not the mean?\n\nWhen does a `mean` mislead?"),
        written("why", SCHEME),
        written("next", "### BEGIN SOLUTION\nThe median.\n### END SOLUTION", 1),
    ]
    own_course.write(own_course.source_of(made), cells)
    assert own_course.run(made, "generate")[0] == 0
    for student in (*ANSWERS, SILENT):
        own_course.hand_in(made, student, own_course.RIGHT)
    for student, text in ANSWERS.items():
        answer(made, student, "why", text)
        answer(made, student, "next", f"After that: {text}")
    assert own_course.run(made, "autograde")[0] == 0
    return made


def answer(course: Path, student: str, name: str, source: str) -> None:
    """Change what a student handed in for a cell."""
    path = course / f"submitted/{student}/hw1/stats.ipynb"
    nb = json.loads(path.read_text(encoding="utf-8"))
    for cell in nb["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == name:
            cell["source"] = source
    path.write_text(json.dumps(nb), encoding="utf-8")


@pytest.fixture(scope="module")
def page(graded: Path) -> Iterator[Marking]:
    """The command on that class."""
    with marking.running(graded, "hw1") as started:
        yield started


def kept(course: Path, student: str, cell: str = "why") -> tuple[float | None, bool, str | None]:
    """What the gradebook has: points by hand, whether it waits, the comment."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade(cell, "stats", "hw1", student)
        comment = gradebook.find_comment(cell, "stats", "hw1", student)
        return grade.manual_score, bool(grade.needs_manual_grade), comment.manual_comment


def whose(answers: list[Shown]) -> list[str]:
    """Whose answers these are, by their words."""
    return [
        next(who for who, text in ANSWERS.items() if text.split("$")[0] in one.html)
        for one in answers
    ]


# What a page shows ----------------------------------------------------------------------------


def test_a_page_has_the_answers_of_the_class_and_no_name(page: Marking) -> None:
    found = page.answers(WHY)
    assert sorted(whose(found)) == sorted(ANSWERS)
    text = page.ask(f"question/{WHY}/").text
    assert not [who for who in (*ANSWERS, SILENT) if re.search(rf"\b{who}\b", text)]
    assert "<math" in page.answer(WHY, "Because of").html


def test_the_order_stays_and_is_another_one_in_each_question(
    page: Marking, graded: Path, course: Path
) -> None:
    order = whose(page.answers(WHY))
    with marking.running(graded, "hw1") as again:
        assert whose(again.answers(WHY)) == order
        assert again.answers(WHY)[0].fields["ident"] != page.answers(WHY)[0].fields["ident"]
    (course / ".grader/drafts/order").write_bytes(b"one".ljust(32))
    with marking.running(course, "hw1") as started:
        assert whose(started.answers(NEXT)) != whose(started.answers(WHY))


def test_the_order_follows_from_a_secret_and_not_from_the_ids(page: Marking, course: Path) -> None:
    secret = course / ".grader/drafts/order"
    assert page.answers(WHY)
    assert secret.parent.stat().st_mode & 0o077 == 0
    orders = set()
    for word in (b"one", b"two"):
        secret.write_bytes(word.ljust(32))
        with marking.running(course, "hw1") as started:
            orders.add((*whose(started.answers(WHY)), *whose(started.answers(NEXT))))
    assert len(orders) == 2


def test_beside_the_answers_stand_question_answer_and_scheme_by_points(page: Marking) -> None:
    text = page.ask(f"question/{WHY}/").text
    assert "<h1>Why not the mean?</h1>" in text
    assert "When does a <code>mean</code> mislead?" in text
    assert "It is pulled by the largest value." in text
    levels = re.findall(r"<dt>(.*?)</dt>.*?<p>(.*?)</p>", text, re.DOTALL)
    assert levels == [
        ("2 points", "the answer names outliers."),
        ("1 point", "it has an example only"),
        ("0 points", "no."),
    ]
    assert "BEGIN SOLUTION" not in text


def test_a_marker_is_no_title(page: Marking) -> None:
    text = page.ask().text
    assert "Why not the mean?" in text
    assert "END SOLUTION" not in text


def test_only_an_assignment_of_several_is_to_be_named(graded: Path, tmp_path: Path) -> None:
    course = copied(graded, tmp_path)
    with marking.running(course) as started:
        assert started.answers(WHY)
    (course / "source/hw2").mkdir()
    status, said = own_course.run(course, "mark")
    assert (status, "Name the assignment to mark" in said) == (2, True)


def test_who_wrote_nothing_is_counted_and_not_shown(page: Marking) -> None:
    assert "1 student without an answer is not shown" in page.ask(f"question/{WHY}/").text
    assert "0 of 4" in page.ask().text


def test_hostile_markdown_is_inert(graded: Path, tmp_path: Path) -> None:
    hostile = (
        "<script>alert(1)</script><img src=x onerror=alert(2)> [go](javascript:alert(3))"
        " ![far](https://example.org/x.png)\n\n# answers\n\n<form action=https://example.org>"
    )
    course = copied(graded, tmp_path)
    answer(course, "cy", "why", hostile)
    assert own_course.run(course, "autograde")[0] == 0
    path = course / "autograded/cy/hw1/stats.ipynb"  # as if graded without our sanitizing
    nb = json.loads(path.read_text(encoding="utf-8"))
    for cell in nb["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "why":
            cell["source"] = hostile
    path.write_text(json.dumps(nb), encoding="utf-8")
    with marking.running(course, "hw1") as started:
        found = started.answer(WHY, "alert(1)").html
        reply = started.ask(f"question/{WHY}/")
    assert "<script" not in found
    assert "<img" not in found
    assert 'href="javascript' not in found
    assert found.count("<form") == 1
    assert 'id="answers"' not in found
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy


def copied(course: Path, folder: Path) -> Path:
    """A copy of a course, to be changed."""
    target = folder / "course"
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", course, target], check=True)
    return target


# Marks and drafts -----------------------------------------------------------------------------


@pytest.fixture
def course(graded: Path, tmp_path: Path) -> Path:
    """A copy of that class of a test's own."""
    return copied(graded, tmp_path)


def test_a_mark_is_in_the_gradebook_as_formgrader_writes_it(course: Path) -> None:
    with marking.running(course, "hw1") as started:
        one = started.answer(WHY, "outliers.")
        told = started.say("mark", WHY, one, "1,5", "And the median?").told
        again = started.answer(WHY, "outliers.")
    assert kept(course, "ada") == (1.5, False, "And the median?")
    assert kept(course, "bo") == (None, True, None)
    assert (told["state"], told["marked"], told["to_mark"]) == ("marked", 1, 4)
    assert (again.points, again.comment) == ("1.5", "And the median?")
    assert again.said == "In the gradebook: 1.5 of 2 points."


def test_feedback_shows_the_mark_and_the_comment(course: Path) -> None:
    with marking.running(course, "hw1") as started:
        started.say("mark", WHY, started.answer(WHY, "outliers."), "1.5", "And the **median**?")
    assert own_course.run(course, "feedback", "--student", "ada")[0] == 0
    shown = (course / "feedback/ada/hw1/stats.html").read_text(encoding="utf-8")
    assert "1.5 / 2" in shown
    assert "And the <strong>median</strong>?" in shown
    assert "**median**" not in shown, "the summary shows no Markdown"


def test_the_summary_draws_the_formulas_of_a_comment(course: Path) -> None:
    comment = r"Is $10^6$ more than $\frac{a}{b}$?"
    with marking.running(course, "hw1") as started:
        started.say("mark", WHY, started.answer(WHY, "outliers."), "1", comment)
    summary = feedback_of(course, "ada").partition("</header>")[0]
    assert summary.count("<math") == 2
    assert "<mfrac>" in summary


def test_an_answer_that_is_not_graded_yet_has_no_score(course: Path) -> None:
    shown = feedback_of(course, "bo")
    assert "Not graded yet, of 2" in shown
    assert not re.search(r"Score: 0(\.0)? / (2|1)(\.0)? ", shown)
    assert "Score: 4 / 4" in shown


def test_a_reason_is_told_without_the_escapes_of_markdown(course: Path) -> None:
    (course / "submitted/bo/hw1/stats.ipynb").write_text("no notebook", encoding="utf-8")
    assert own_course.run(course, "autograde", "--student", "bo")[0] == 0
    assert 'class="note">stats.ipynb: ' in feedback_of(course, "bo")


def feedback_of(course: Path, student: str) -> str:
    """Return a student's page."""
    assert own_course.run(course, "feedback", "--student", student)[0] == 0
    return (course / f"feedback/{student}/hw1/stats.html").read_text(encoding="utf-8")


def test_what_is_typed_outlives_the_server_and_is_no_mark(course: Path) -> None:
    with marking.running(course, "hw1") as started:
        one = started.answer(WHY, "neighbour")
        assert started.say("draft", WHY, one, "1", "Half a thou").told["state"] == "draft"
        started.process.kill()
        started.process.wait()
    assert kept(course, "bo") == (None, True, None)
    with marking.running(course, "hw1") as started:
        one = started.answer(WHY, "neighbour")
        assert (one.points, one.comment) == ("1", "Half a thou")
        assert one.said == "Draft, not in the gradebook yet."
        started.say("mark", WHY, one, "1", "A whole thought.")
        assert started.answer(WHY, "neighbour").fields["state"] == "marked"
    assert not list((course / ".grader/drafts").glob("*.json"))


def test_what_was_typed_last_is_kept_whatever_arrives_last(course: Path) -> None:
    with marking.running(course, "hw1") as started:
        one = started.answer(WHY, "neighbour")
        started.say("draft", WHY, one, "1", "later", turn=2)
        started.say("draft", WHY, one, "1", "late", turn=1)
        assert started.answer(WHY, "neighbour").comment == "later"
        started.say("mark", WHY, one, "1", "marked", turn=4)
        started.say("draft", WHY, one, "1", "before that", turn=3)
        assert started.answer(WHY, "neighbour").fields["state"] == "marked"


def test_who_empties_the_fields_has_no_draft(course: Path) -> None:
    with marking.running(course, "hw1") as started:
        one = started.answer(WHY, "neighbour")
        started.say("draft", WHY, one, "1")
        assert started.say("draft", WHY, one, "").told["state"] == "open"
    assert not list((course / ".grader/drafts").glob("*.json"))


def test_drafts_are_for_their_owner_alone_and_forgotten_with_the_student(course: Path) -> None:
    with marking.running(course, "hw1") as started:
        started.say("draft", WHY, started.answer(WHY, "neighbour"), "1", "Bo!")
        started.say("draft", WHY, started.answer(WHY, "outliers"), "1", "Ada!")
    folder = course / ".grader/drafts"
    assert folder.stat().st_mode & 0o077 == 0
    status, told = own_course.run(course, "forget", "bo", "--yes")
    assert (status, "drafts" in told) == (0, True)
    assert ["Ada!" in path.read_text() for path in folder.glob("*.json")] == [True]


def test_an_open_page_brings_nothing_back_of_a_forgotten_student(course: Path) -> None:
    with marking.running(course, "hw1") as started:
        one = started.answer(WHY, "neighbour")
        assert own_course.run(course, "forget", "bo", "--yes")[0] == 0
        for what in ("draft", "mark"):
            reply = started.say(what, WHY, one, "1", "Bo!")
            assert (reply.status, "load it again" in reply.told["problem"]) == (409, True)
            assert not list((course / ".grader/drafts").glob("*.json"))
        other = started.answer(WHY, "outliers.")
        assert started.say("draft", WHY, other, "1").status == 200


def test_points_may_begin_or_end_with_the_point(course: Path) -> None:
    with marking.running(course, "hw1") as started:
        for typed, points in ((".5", 0.5), ("1.", 1), (",5", 0.5), (" 1,5 ", 1.5)):
            shown = started.answer(WHY, "outliers.")
            assert started.say("mark", WHY, shown, typed).status == 200
            assert kept(course, "ada")[0] == points


def test_the_script_takes_the_points_that_the_server_takes(page: Marking) -> None:
    [pattern] = re.findall(r"const POINTS = /(.*)/;", page.ask("marking.js").text)
    for text in ("0", "2", "1.5", "1,5", ".5", ",5", "1."):
        assert re.search(pattern, text), text
    for text in ("", ".", "-1", "1e0", "\uff11", "\u0661", "1.2.3", "1234567", "0x1"):
        assert not re.search(pattern, text), text


@pytest.mark.parametrize(
    "points", ["2.5", "-1", "", ".", "two", "1e0", "nan", "\uff11", "\u0661", "0.\u0665"]
)
def test_what_is_no_number_of_points_is_refused(page: Marking, graded: Path, points: str) -> None:
    reply = page.say("mark", WHY, page.answer(WHY, "do not know"), points)
    assert reply.status == 409
    assert reply.told["problem"] == "Type a number of points from 0 to 2."
    assert kept(graded, "cy") == (None, True, None)
    page.say("draft", WHY, page.answer(WHY, "do not know"), "")


def test_an_answer_that_was_handed_in_anew_is_shown_as_changed(course: Path) -> None:
    with marking.running(course, "hw1") as started:
        started.say("mark", WHY, started.answer(WHY, "outliers."), "2")
        started.say("mark", WHY, started.answer(WHY, "neighbour"), "1")
        stale = started.answer(WHY, "outliers.")
        answer(course, "ada", "why", "I changed my mind.")
        assert own_course.run(course, "autograde")[0] == 0
        reply = started.say("mark", WHY, stale, "2")
        assert reply.status == 409
        assert "is another one now" in reply.told["problem"]
        started.say("draft", WHY, started.answer(WHY, "my mind"), "2")
        one, other = started.answer(WHY, "my mind"), started.answer(WHY, "neighbour")
        assert one.fields["state"] == "changed"
        assert one.said.startswith("Changed since it was marked with 2 points")
        assert other.fields["state"] == "marked"
        assert "1 of 4" in started.ask().text
        started.say("mark", WHY, one, "0")
    assert kept(course, "ada")[:2] == (0.0, False)


def test_a_mark_of_somebody_else_is_not_replaced_unseen(course: Path) -> None:
    with marking.running(course, "hw1") as started:
        one = started.answer(WHY, "outliers.")
        with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
            grade = gradebook.find_grade("why", "stats", "hw1", "ada")
            grade.manual_score, grade.needs_manual_grade = 0.5, False
            gradebook.db.commit()
        reply = started.say("mark", WHY, one, "2")
        assert reply.status == 409
        assert "the gradebook has 0.5 points" in reply.told["problem"]
        assert kept(course, "ada")[0] == 0.5
        assert started.say("mark", WHY, one, "2", seen=reply.told["seen"]).status == 200
    assert kept(course, "ada")[0] == 2


def test_a_late_penalty_follows_the_mark(tmp_path: Path) -> None:
    config = own_course.CONFIGURED + (
        "from nbgrader.plugins import BasePlugin\n\n\n"
        "class Half(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
        "        return score / 2\n\n\n"
        "c.AssignLatePenalties.plugin_class = Half\n"
    )
    course = own_course.make(tmp_path, config=config)
    own_course.write(own_course.source_of(course), [*own_course.notebook(), written("why", SCHEME)])
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "ada", own_course.RIGHT)
    answer(course, "ada", "why", ANSWERS["ada"])
    (course / "submitted/ada/hw1/timestamp.txt").write_text("2026-01-10 13:00:00 UTC")
    url = f"sqlite:///{course}/gradebook.db"
    with Gradebook(url) as gradebook:
        gradebook.find_assignment("hw1").duedate = dt.datetime(2026, 1, 10, 12)
        gradebook.db.commit()
    assert own_course.run(course, "autograde")[0] == 0
    with marking.running(course, "hw1") as started:
        started.say("mark", WHY, started.answer(WHY, "outliers."), "2")
    with Gradebook(url) as gradebook:
        book = gradebook.find_submission_notebook("stats", "hw1", "ada")
        assert (book.score, book.late_submission_penalty) == (6, 3)


# Other kinds of questions -----------------------------------------------------------------------


def test_tasks_code_and_undecided_tests_are_marked_too(tmp_path: Path) -> None:
    course = own_course.make(tmp_path, config=own_course.CONFIGURED)
    code = own_course.cell(
        "free",
        "### BEGIN SOLUTION\nprint('mine')\n### END SOLUTION",
        grade=True,
        solution=True,
        points=2,
    )
    cells = [
        *own_course.notebook(),
        code,
        own_course.cell("explore", TASK, kind="markdown", task=True, points=3),
    ]
    own_course.write(own_course.source_of(course), cells)
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "ada", own_course.RIGHT)
    answer(course, "ada", "free", "print('a' * 3)")
    path = course / "submitted/ada/hw1/stats.ipynb"
    nb = json.loads(path.read_text(encoding="utf-8"))
    nb["cells"].append({**said("I would plot *this*."), "id": "own"})
    path.write_text(json.dumps(nb), encoding="utf-8")
    assert own_course.run(course, "autograde")[0] == 0
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.find_grade("test_mean", "stats", "hw1", "ada").needs_manual_grade = True
        gradebook.db.commit()
    with marking.running(course, "hw1") as started:
        assert "aaa" in started.answers("stats/free")[0].html
        assert "<em>this</em>" in started.answers("stats/explore")[0].html
        text = started.ask("question/stats/explore/").text
        assert "<dt>3 points</dt>" in text
        assert "MARK SCHEME" not in text
        [tests] = started.answers("stats/test_mean")
        assert "mean" in tests.html
        assert "textarea" not in tests.html  # nbgrader keeps no comment on tests
        assert started.say("mark", "stats/test_mean", tests, "3").told["state"] == "marked"
        assert (
            started.say("mark", "stats/explore", started.answers("stats/explore")[0], "3").status
            == 200
        )


# Who may ask ----------------------------------------------------------------------------------


def test_nobody_gets_in_without_the_secret(page: Marking) -> None:
    for path in ("/", "/wrong/", f"/wrong/question/{WHY}/", "/wrong/style.css"):
        reply = page.ask(path)
        assert reply.status == 404
        assert "outliers" not in reply.text
        assert "Use the address that grader printed" in reply.text
    assert len(page.path.strip("/")) >= 32


def test_other_names_of_this_machine_are_refused(page: Marking) -> None:
    port = page.host.split(":")[1]
    assert page.ask(headers={"Host": f"rebound.example:{port}"}).status == 403
    assert page.ask(headers={"Host": "127.0.0.1:1"}).status == 403
    assert page.ask(headers={"Host": f"localhost:{port}"}).status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "application/json"}, 403),
        ({"Content-Type": "application/json", "Origin": "https://example.org"}, 403),
        ({"Content-Type": "application/json", "Origin": "null"}, 403),
        ({"Content-Type": "text/plain", "Origin": "ours"}, 415),
        ({"Content-Type": "application/json", "Origin": "ours"}, 400),
    ],
)
def test_nothing_is_taken_from_other_pages(
    page: Marking, headers: dict[str, str], status: int
) -> None:
    named = {name: value.replace("ours", f"http://{page.host}") for name, value in headers.items()}
    reply = page.ask(f"question/{WHY}/mark", b"{}", named)
    assert reply.status == status
    assert reply.told["problem"].endswith(".")


def test_an_unknown_question_is_not_found(page: Marking) -> None:
    one = page.answer(WHY, "outliers")
    for question in ("stats/nothing", "nothing/why"):
        reply = page.ask(f"question/{question}/")
        sentence = f"hw1 has no question {question} that is marked by hand."
        assert (reply.status, sentence in reply.text) == (404, True)
        reply = page.say("draft", question, one, "1")
        assert (reply.status, reply.told["problem"]) == (404, sentence)


def test_a_comment_over_the_limit_is_too_large(page: Marking, graded: Path) -> None:
    one = page.answer(WHY, "outliers")
    for what in ("draft", "mark"):
        reply = page.say(what, WHY, one, "1", "x" * 20_001)
        sentence = "The comment has more than 20000 characters; shorten it."
        assert (reply.status, reply.told["problem"]) == (413, sentence)
    assert kept(graded, "ada") == (None, True, None)


def test_a_page_that_is_out_of_date_is_refused(page: Marking) -> None:
    one = page.answer(WHY, "outliers")
    stale = one._replace(fields=one.fields | {"ident": "0" * 24})
    reply = page.say("draft", WHY, stale, "1")
    assert (reply.status, "load it again" in reply.told["problem"]) == (409, True)


def test_the_server_is_on_this_machine_alone(page: Marking) -> None:
    port = int(page.host.split(":")[1])
    with socket.socket() as other, pytest.raises(OSError, match="refused"):
        other.connect(("127.0.0.2", port))


def test_an_answer_that_cannot_be_shown_hides_no_other(course: Path) -> None:
    path = course / "autograded/ada/hw1/stats.ipynb"
    nb = json.loads(path.read_text(encoding="utf-8"))
    for cell in nb["cells"]:
        if cell["id"] == "why":
            cell |= {"cell_type": "code", "outputs": [{"output_type": "stream", "name": "stdout"}]}
    path.write_text(json.dumps(nb), encoding="utf-8")
    with marking.running(course, "hw1") as started:
        shown = started.answers("stats/why")
    assert len(shown) == len(ANSWERS)
    assert sum("can't be shown" in answer.html for answer in shown) == 1


def test_connections_that_ask_nothing_keep_nobody_out(page: Marking) -> None:
    with idle_connections(page.process.pid, int(page.host.split(":")[1])):
        assert page.ask().status == 200
        assert len(page.answers("stats/why")) == len(ANSWERS)


def mark(course: Path, *arguments: str) -> tuple[int, str]:
    """What the command says that can't start."""
    done = subprocess.run(
        [BIN / "grader", "-C", course, "mark", *arguments],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, " ".join(done.stderr.split())


def test_what_hinders_the_command_is_one_sentence(graded: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        status, told = mark(graded, "hw1", "--port", port)
    assert status == 2
    assert told == (
        f"✗ Port {port} can't be used: Address already in use. Name another with --port, or leave"
        " it out."
    )
    assert mark(graded, "hw2")[0] == 2
    fresh = own_course.make(tmp_path, config=own_course.CONFIGURED)
    status, told = mark(fresh, "hw1")
    assert (status, "Generate it first" in told) == (1, True)


def test_an_assignment_without_answers_says_what_to_do(tmp_path: Path) -> None:
    course = own_course.make(tmp_path, config=own_course.CONFIGURED)
    assert own_course.run(course, "generate")[0] == 0
    with marking.running(course, "hw1") as started:
        assert "grader autograde hw1" in started.ask().text
