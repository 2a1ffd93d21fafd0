"""A team marks through one server: links, shares, who marked what, second looks, behind a proxy."""

from __future__ import annotations

import http.client
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import marking, own_course, postgres
from tests.marking import Marking
from tests.test_marking import NEXT, WHY, course, graded, kept, mark

__all__ = ["course", "graded"]

SECTIONS = "id,section\nada,A\nbo,A\ncy,B\ndan,B\neve,\n"
TEAM = ("--assistant", "anna=A", "--assistant", "ben=B,why", "--assistant", "cleo")


@pytest.fixture
def sections(course: Path) -> Path:
    """That class in two sections."""
    path = course.parent / "roster.csv"
    path.write_text(SECTIONS, encoding="utf-8")
    assert own_course.run(course, "roster", str(path))[0] == 0
    return course


def rows(page: Marking, caption: str) -> dict[str, list[str]]:
    """The rows of a table on the overview, by what stands first in each."""
    text = page.ask().text
    assert f'aria-label="{caption}"' in text, text
    table = text.split(f'aria-label="{caption}"')[1].split("</table>")[0]
    found = {}
    for row in re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", table, re.DOTALL):
        head, *cells = re.split(r"</th>|</td>", re.sub(r"<t[dh][^>]*>", "", row))
        name = re.sub(r"<[^>]*>", "", head).split()[-1]
        found[name] = [re.sub(r"<[^>]*>", "", cell).strip() for cell in cells[:-1]]
    return found


def test_each_assistant_has_a_link_and_sees_their_share_alone(sections: Path) -> None:
    with marking.running(sections, "hw1", *TEAM) as page:
        assert set(page.links) == {"instructor", "anna", "ben", "cleo"}
        anna, ben, cleo = (page.of(name) for name in ("anna", "ben", "cleo"))
        assert len({one.path for one in (page, anna, ben, cleo)}) == 4
        assert len(page.answers(WHY)) == len(cleo.answers(NEXT)) == 4
        assert [len(anna.answers(question)) for question in (WHY, NEXT)] == [2, 2]
        assert len(ben.answers(WHY)) == 2
        assert ben.ask(f"question/{NEXT}/").status == 404
        assert "Team" not in anna.ask().text
        stranger = page.answer(WHY, "do not know")
        assert anna.say("mark", WHY, stranger, "1").status == 409, "cy is in section B"
    assert kept(sections, "cy")[0] is None


def test_the_links_are_the_same_when_the_command_is_started_again(sections: Path) -> None:
    before = paths(sections)
    assert paths(sections) == before
    key = sections / ".grader/drafts/links"
    assert key.parent.stat().st_mode & 0o077 == 0
    key.unlink()
    assert not {*paths(sections).values()} & {*before.values()}


def paths(course: Path) -> dict[str, str]:
    """The path of each link, when the command is started."""
    with marking.running(course, "hw1", *TEAM) as page:
        assert all(page.of(name).ask().status == 200 for name in page.links)
        return {name: urlsplit(link).path for name, link in page.links.items()}


def test_it_is_told_who_marked_what_and_how_far_each_is(sections: Path) -> None:
    with marking.running(sections, "hw1", *TEAM) as page:
        anna, ben = page.of("anna"), page.of("ben")
        anna.say("mark", WHY, anna.answer(WHY, "outliers."), "2")
        anna.say("mark", NEXT, anna.answer(NEXT, "outliers."), "1")
        ben.say("mark", WHY, ben.answer(WHY, "do not know"), "0")
        page.say("mark", WHY, page.answer(WHY, "Because"), "1")
        assert rows(page, "Team") == {
            "anna": ["A", "2 of 4", "2", "0 of 0"],
            "ben": ["B, why", "2 of 2", "1", "0 of 0"],
            "cleo": ["all", "4 of 8", "0", "0 of 0"],
            "instructor": ["what nobody else has", "0 of 0", "1", "0 of 0"],
        }
        assert page.answer(WHY, "outliers.").said.endswith("2 of 2 points. Marked by anna.")
        assert anna.answer(WHY, "outliers.").said == "In the gradebook: 2 of 2 points."


def test_drafts_of_two_who_mark_the_same_are_by_themselves(sections: Path) -> None:
    with marking.running(sections, "hw1", *TEAM) as page:
        anna, cleo = page.of("anna"), page.of("cleo")
        for who, words in ((anna, "Anna's"), (cleo, "Cleo's"), (page, "Mine")):
            who.say("draft", WHY, who.answer(WHY, "outliers."), "1", words)
        assert [who.answer(WHY, "outliers.").comment for who in (anna, cleo, page)] == [
            "Anna's",
            "Cleo's",
            "Mine",
        ]
        seen = cleo.answer(WHY, "outliers.")
        anna.say("mark", WHY, anna.answer(WHY, "outliers."), "1", "Anna's")
        reply = cleo.say("mark", WHY, seen, "2")
        assert (reply.status, "Meanwhile the gradebook has 1 points" in reply.text) == (409, True)


def test_a_second_look_is_blind_and_its_agreement_is_told(sections: Path) -> None:
    look = ("--second-look", "100", "--assistant", "anna", "--assistant", "ben")
    with marking.running(sections, "hw1", *look) as page:
        anna, ben = page.of("anna"), page.of("ben")
        assert "<h2>Second look</h2>" not in ben.ask().text
        for words, points in (("outliers.", "2"), ("neighbour", "1")):
            anna.say("mark", WHY, anna.answer(WHY, words), points, f"Anna says {points}.")
        assert anna.ask(f"second/{WHY}/").text.count("<article") == 0
        assert rows(ben, "Second looks") == {"why": ["0 of 2"]}
        first = ben.answer(WHY, "outliers.", "second")
        assert "Anna says" not in first.html
        assert (first.points, first.fields["state"]) == ("", "open")
        for words, points in (("outliers.", "2"), ("neighbour", "1.5")):
            one = ben.answer(WHY, words, "second")
            told = ben.say("mark", WHY, one, points, look="second").told
            assert told["said"] == f"Second look: {points} of 2 points."
        assert (told["marked"], told["to_mark"]) == (2, 2)
        assert rows(page, "Agreement") == {"why": ["2 of 2", "1 of 2", "0.25"]}
        assert rows(page, "Team")["ben"] == ["all", "2 of 8", "0", "2 of 2"]
        differing = page.answer(WHY, "neighbour")
        assert differing.said.endswith("Marked by anna. Second look by ben: 1.5 points.")
        assert "Second look" not in anna.answer(WHY, "neighbour").said
    assert kept(sections, "bo") == (1.0, False, "Anna says 1."), "the first mark counts"


def test_a_sample_is_looked_at_again(sections: Path) -> None:
    look = ("--second-look", "50", "--assistant", "anna")
    (sections / ".grader/drafts").mkdir(mode=0o700, parents=True, exist_ok=True)
    (sections / ".grader/drafts/order").write_bytes(b"a key that is known".ljust(32))
    with marking.running(sections, "hw1", *look) as page:
        anna = page.of("anna")
        for question in (WHY, NEXT):
            for one in anna.answers(question):
                anna.say("mark", question, one, "1")
        due = [int(cells[0].split()[-1]) for cells in rows(page, "Agreement").values()]
        assert 0 < sum(due) < 8
        assert rows(page, "Second looks"), "with one assistant the instructor looks again"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--assistant", "anna=C"),
            "anna can't have 'C', which is neither a question nor a section.",
        ),
        (("--assistant", "instructor"), "An assistant can't be called instructor"),
        (("--assistant", "a/b"), "'a/b' can't be an assistant's name: it contains a slash."),
        (("--second-look", "10"), "name them by --assistant."),
        (("--section", "C"), "There is no section 'C'."),
        (("--serve", "hub.example.org"), "'hub.example.org' is no address of a proxy."),
    ],
)
def test_a_team_that_can_not_be_is_refused_in_a_sentence(
    graded: Path, arguments: tuple[str, ...], said: str
) -> None:
    status, told = mark(graded, "hw1", *arguments)
    assert (status, said in told) == (2, True), told


def test_the_instructor_may_mark_one_section(sections: Path) -> None:
    with marking.running(sections, "hw1", "--section", "B") as page:
        assert len(page.answers(WHY)) == 2


# Behind a proxy -------------------------------------------------------------------------------


class Proxy(http.server.BaseHTTPRequestHandler):
    """A reverse proxy as JupyterHub's (which leaves the path as it is) or nginx with a path (which
    takes its own away); with the browser's name of the server, or its own."""

    port, strips, renames = 0, False, False

    def do_GET(self) -> None:
        self._pass_on("GET", None)

    def do_POST(self) -> None:
        self._pass_on("POST", self.rfile.read(int(self.headers["Content-Length"])))

    def _pass_on(self, method: str, body: bytes | None) -> None:
        path = self.path.removeprefix("/services/marking") if self.strips else self.path
        headers = dict(self.headers)
        if self.renames:
            headers["Host"] = f"127.0.0.1:{self.port}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request(method, path, body, headers)
        reply = connection.getresponse()
        data = reply.read()
        self.send_response(reply.status)
        for name in ("Content-Type", "Content-Security-Policy"):
            self.send_header(name, reply.headers.get(name, ""))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        connection.close()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(params=[(False, False), (True, True), (True, False)], ids=["hub", "nginx", "named"])
def proxied(course: Path, request: pytest.FixtureRequest) -> Iterator[Marking]:
    """`grader mark --serve` behind a proxy, as its instructor reaches it."""
    port, (strips, renames) = postgres.free_port(), request.param
    made = type("Made", (Proxy,), {"port": port, "strips": strips, "renames": renames})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), made) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        public = f"http://localhost:{server.server_port}/services/marking/"
        options = ("--port", str(port), "--serve", public, "--assistant", "anna")
        try:
            with marking.running(course, "hw1", *options) as page:
                assert page.address.startswith(public)
                yield page
        finally:
            server.shutdown()


def test_a_team_marks_through_a_proxy(proxied: Marking, course: Path) -> None:
    anna = proxied.of("anna")
    assert anna.ask("style.css").status == 200
    assert anna.say("mark", WHY, anna.answer(WHY, "outliers."), "2", "Good.").status == 200
    assert kept(course, "ada") == (2.0, False, "Good.")
    for headers in (
        {"Content-Type": "application/json", "Origin": "https://example.org"},
        {"Content-Type": "application/json"},
    ):
        assert anna.ask(f"question/{WHY}/mark", b"{}", headers).status == 403


def test_a_proxy_that_was_not_named_is_refused(graded: Path) -> None:
    with marking.running(graded, "hw1") as page:
        reply = page.ask(headers={"Host": "hub.example.org"})
    assert (reply.status, "told its address by --serve" in reply.text) == (403, True)


def test_who_guesses_a_link_gets_nothing(sections: Path) -> None:
    with marking.running(sections, "hw1", *TEAM) as page:
        for path in ("/anna/", "/instructor/", f"{page.path[:-2]}/", f"/anna/question/{WHY}/"):
            assert page.ask(path).status == 404
