"""`grader serve`: where the course stands, and commands that are run from the page."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests import marking, own_course
from tests.marking import Marking, Reply
from tests.test_inbound import ADA, inbound_of, lay_out, named, put
from tests.test_marking import WHY, course, graded
from tests.test_marking_team import SECTIONS
from tests.test_watch import template

__all__ = ["course", "graded", "template"]

ASSISTANTS = ("--assistant", "anna=A", "--assistant", "ben")


@pytest.fixture
def page(course: Path) -> Iterator[Marking]:
    """The page of a class of five, where two answers each wait for a person."""
    roster = course.parent / "roster.csv"
    roster.write_text(SECTIONS, encoding="utf-8")
    assert own_course.run(course, "roster", str(roster))[0] == 0
    with marking.running(course, *ASSISTANTS, command="serve") as started:
        yield started


def table(reply: Reply, label: str) -> dict[str, list[str]]:
    """The rows of a table, by what stands first in each."""
    found = {}
    body = reply.text.split(f'aria-label="{label}"')[1].split("</table>")[0]
    for row in re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", body, re.DOTALL):
        head, *cells = [
            unescape(re.sub(r"<[^>]*>", "", cell)) for cell in re.split("</t[hd]>", row)
        ]
        found[head.strip()] = [" ".join(cell.split()) for cell in cells[:-1]]
    return found


def students(page: Marking) -> dict[str, list[str]]:
    """The students' rows: name, section, handed in, score, state, extension, feedback."""
    return table(page.ask("assignment/hw1/"), "Students")


def do(page: Marking, what: str, **typed: str) -> dict[str, Any]:
    """Run a command from the page, and wait for it."""
    reply = page.send("run", {"what": what, **typed})
    assert reply.status == 200, reply.text
    deadline = time.monotonic() + 300
    while (found := page.ask("run").told)["running"] and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def test_all_assignments_and_students_are_shown_as_they_stand(page: Marking) -> None:
    first = page.ask()
    assert table(first, "Assignments") == {
        "hw1": ["no date", "5", "0", "0", "0", "mark, 4 wait", "4 of 7"]
    }
    rows = students(page)
    assert list(rows) == ["ada", "bo", "cy", "dan", "eve"]
    assert rows["ada"] == ["", "A", "yes", "4", "to mark by hand", "", ""]
    assert rows["eve"][4] == ""


def test_what_changed_since_is_graded_from_the_page(page: Marking, course: Path) -> None:
    own_course.hand_in(course, "ada", own_course.WRONG)
    assert students(page)["ada"][4] == "to grade, to mark by hand"
    run = do(page, "grade", assignment="hw1")
    assert (run["said"], run["what"]) == ("Done.", "grader autograde hw1")
    assert "ada" in run["output"]
    assert float(students(page)["ada"][3]) < 4
    own_course.hand_in(course, "cy", own_course.WRONG)
    run = do(page, "again", assignment="hw1", student="bo")
    assert "1 submission graded" in run["output"]
    assert students(page)["cy"][4] == "to grade, to mark by hand", "only bo was graded"


def test_due_dates_and_extensions_are_set(page: Marking) -> None:
    do(page, "due", assignment="hw1", date="2020-01-31T18:00")
    assert table(page.ask(), "Assignments")["hw1"][0].startswith("2020-01-31")
    do(page, "due", assignment="hw1", student="cy", date="2020-02-03T18:00")
    assert students(page)["cy"][5].startswith("2020-02-03")
    do(page, "no date", assignment="hw1", student="cy")
    assert students(page)["cy"][5] == ""


def test_a_date_that_is_none_is_told_as_the_command_tells_it(page: Marking) -> None:
    run = do(page, "due", assignment="hw1", date="soon")
    assert "'soon' is no date" in run["output"]
    assert "exit status 2" in run["said"]


def test_feedback_and_report_are_written_and_read(page: Marking) -> None:
    assert do(page, "feedback", assignment="hw1")["output"] == "feedback/: 5 pages written\n"
    assert students(page)["ada"][6] == "stats"
    [address] = re.findall(
        r'href="../../(files/feedback/ada/[^"]*)"', page.ask("assignment/hw1/").text
    )
    shown = page.ask(address)
    assert (shown.status, "<title>" in shown.text) == (200, True)
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert page.ask("files/report/index.html").status == 404
    do(page, "report")
    report = page.ask("files/report/hw1/index.html")
    assert (report.status, "ada" in report.text) == (200, True)
    [back] = re.findall(r'href="(\.\./\.\./feedback/ada/[^"]*)"', report.text)
    assert page.ask("files/" + back.removeprefix("../../")).status == 200


def test_no_other_file_of_the_course_is_shown(page: Marking, course: Path) -> None:
    do(page, "feedback")
    secret = course / "source/hw1/notes.html"
    secret.write_text("<p>hidden")
    link = course / "feedback/ada/hw1/link.html"
    link.symlink_to(secret)
    for path in (
        *("source/hw1/notes.html", "gradebook.db", "feedback/ada/hw1/link.html"),
        *("feedback/../source/hw1/notes.html", "feedback/%2e%2e/source/hw1/notes.html"),
        *("report//source/hw1/notes.html", str(secret), "feedback", "feedback/ada/hw1/%00.html"),
    ):
        reply = page.ask(f"files/{path}")
        assert (path, reply.status) == (path, 404)
        assert "hidden" not in reply.text


def test_the_link_to_marking_leads_to_where_marks_are_given(page: Marking) -> None:
    reply = page.ask("mark/hw1/")
    assert reply.status == 302
    desk = Marking(page.process, f"http://{page.host}{moved(page, reply)}", {})
    answer = desk.answer(WHY, "outliers.")
    assert desk.say("mark", WHY, answer, "2").status == 200
    assert "to mark by hand" in students(page)["ada"][4], "one of two questions is marked"


def moved(page: Marking, reply: Reply) -> str:
    """The path that an answer leads to."""
    secret = reply.headers["Location"].removeprefix("../../../../")
    assert page.path.count("/") == 3, "/secret/course/"
    return f"/{secret}"


def test_an_assistant_sees_what_there_is_to_mark_and_nothing_else(page: Marking) -> None:
    anna = page.of("anna")
    assert table(anna.ask(), "Assignments") == {"hw1": ["0 of 4"]}
    assert not re.search(r"\b(ada|bo|cy)\b", anna.ask().text)
    for path in ("assignment/hw1/", "run", "files/feedback/ada/hw1/stats.html"):
        assert anna.ask(path).status == 404
    assert anna.send("run", {"what": "grade"}).status == 404
    desk = Marking(page.process, f"http://{page.host}{moved(page, anna.ask('mark/hw1/'))}", {})
    assert len(desk.answers(WHY)) == 2


def test_what_is_no_command_of_the_page_is_refused(page: Marking) -> None:
    for typed in (
        {"what": "forget", "student": "ada"},
        {"what": "grade", "assignment": "--help"},
        {"what": "grade", "assignment": "hw1", "student": "--force"},
        {"what": "due", "date": "2026-01-31T18:00"},
    ):
        reply = page.send("run", typed)
        assert (typed, reply.status) == (typed, 400)
        assert reply.told["problem"]
    assert page.ask("run").text == "null"


def test_pages_of_others_can_start_nothing(page: Marking) -> None:
    body = b'{"what": "grade"}'
    kind = {"Content-Type": "application/json"}
    for headers in (kind, {**kind, "Origin": "https://evil.example.org"}):
        assert page.ask("run", body, headers).status == 403
    form = {"Content-Type": "text/plain", "Origin": f"http://{page.host}"}
    assert page.ask("run", body, form).status == 415
    assert page.ask("/guessed/course/").status == 404


def test_one_command_runs_at_a_time_and_can_be_stopped(page: Marking, course: Path) -> None:
    (course / "nbgrader_config.py").write_text(
        "import time\ntime.sleep(60)\n" + (course / "nbgrader_config.py").read_text()
    )
    assert page.send("run", {"what": "grade"}).told["running"]
    second = page.send("run", {"what": "report"})
    assert second.status == 409
    assert second.told["problem"] == "Wait until grader autograde has ended, or stop it."
    assert do(page, "stop")["said"] == "Stopped."


def test_a_command_ends_with_the_service(course: Path) -> None:
    config = course / "nbgrader_config.py"
    with marking.running(course, command="serve") as page:
        config.write_text("import time\ntime.sleep(60)\n" + config.read_text())
        assert page.send("run", {"what": "grade"}).told["running"]
        begun = time.monotonic()
    assert time.monotonic() - begun < 30


def test_what_a_command_prints_is_text_on_the_page(page: Marking) -> None:
    run = do(page, "due", assignment="hw1", date="<img src=x onerror=alert(1)>\x1b[2J")
    assert "<img" in run["output"]
    assert "\x1b" not in run["output"]
    assert "<img" not in page.ask("assignment/hw1/").text


def test_a_share_is_a_section(course: Path) -> None:
    status, said = own_course.run(course, "serve", "--assistant", "anna=why")
    assert status == 2
    assert "'why'" in said


def test_an_assignment_that_is_not_generated_says_so(page: Marking, course: Path) -> None:
    (course / "source/hw2").mkdir()
    assert "grader generate hw2" in page.ask().text
    assert "grader generate hw2" in page.ask("assignment/hw2/").text
    assert page.ask("mark/hw2/").status >= 400
    assert page.ask("assignment/hw3/").status == 404


@pytest.mark.skipif(os.geteuid() != 0, reason="making other users' folders needs root")
def test_what_is_in_the_exchange_is_collected_and_its_feedback_released(
    template: Path, tmp_path: Path
) -> None:
    course = lay_out(template, tmp_path)
    put(course, named(ADA))
    with marking.running(course, command="serve") as page:
        assert "Release feedback" in page.ask("assignment/a/").text
        for what in ("collect", "grade", "feedback", "release"):
            run = do(page, what, assignment="a")
            assert run["said"] == "Done.", run["output"]
        assert table(page.ask("assignment/a/"), "Students")[ADA][3] == "4"
    assert [*inbound_of(course).with_name("feedback").iterdir()]
