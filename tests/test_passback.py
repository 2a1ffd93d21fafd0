"""Grades reach a learning platform by the messages of LTI 1.3: a platform that checks them."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import shutil
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from nbgrader.api import Gradebook

from grader.platforms import lti
from grader.platforms import passback as sending
from grader.platforms.lti_key import PrivateKey
from tests import courses, own_course
from tests.test_regrading import answer, mark, written

SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
SCORE_FIELDS = {
    *("userId", "scoreGiven", "scoreMaximum", "activityProgress", "gradingProgress", "timestamp"),
}
RESET = b"(reset)"
"""End of a raw answer after which the connection is reset."""
ROSTER = "id,lms_user_id\nada,101\nbo,102\ncy,103\n"


class MockPlatform(http.server.BaseHTTPRequestHandler):
    """A platform that gives tokens for signed assertions, and takes scores for tokens."""

    keys: ClassVar[dict[str, Any]] = {}
    scores: ClassVar[list[tuple[str, dict[str, Any]]]] = []
    tokens: ClassVar[list[str]] = []
    answers: ClassVar[dict[str, list[int]]] = {}
    """Answers to give in place of the next ones, by the end of the path."""
    raw: ClassVar[dict[str, list[bytes]]] = {}
    """The same, for what stands on the line instead of an answer."""
    after: ClassVar[list[bytes]] = []
    """What stands on the line after a score was taken."""
    seen: ClassVar[set[str]] = set()
    members: ClassVar[list[list[dict[str, Any]]]] = []
    """Pages of members."""
    following: ClassVar[str] = '<HERE/2/members?page=PAGE>; rel="next"'

    def do_GET(self) -> None:
        """Give a page of the members, to who has a token for them."""
        if self.headers["Authorization"] != f"Bearer {self.tokens[-1]}":
            return self.answer(401, b"")
        assert self.headers["Accept"] == lti.MEMBERS
        page = int(parse_qs(urlsplit(self.path).query).get("page", ["0"])[0])
        if not self.members:
            return self.answer(200, b"<html>log in</html>")
        self.send_response(200)
        if page + 1 < len(self.members):
            here = f"http://localhost:{self.server.server_port}"  # type: ignore[attr-defined]
            following = self.following.replace("HERE", here).replace("PAGE", str(page + 1))
            self.send_header("Link", f'<{here}/2/members>; rel="differences", {following}')
        body = json.dumps({"id": "x", "members": self.members[page]}).encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def do_POST(self) -> None:
        """Take a request."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        path = urlsplit(self.path).path
        if waiting := self.answers.get(path.rsplit("/", 1)[-1]):
            return self.answer(waiting.pop(0), b"\x1b[31mno, \xffnot now")
        if lines := self.raw.get(path.rsplit("/", 1)[-1]):
            return self.write(lines.pop(0))
        if path == "/token":
            return self.give_token(body.decode())
        return self.take_score(json.loads(body))

    def give_token(self, body: str) -> None:
        """Give a token for an assertion that is signed by the tool's key."""
        form = {name: values[0] for name, values in parse_qs(body).items()}
        assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
        assert form["grant_type"] == "client_credentials"
        kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        assert form["client_assertion_type"] == kind
        assert form["scope"] in (SCOPE, lti.MEMBERS_SCOPE)
        signed = form["client_assertion"]
        key = self.keys.get(jwt.get_unverified_header(signed)["kid"])
        if key is None:
            return self.answer(400, b'{"error": "invalid_client"}')
        url = f"http://localhost:{self.server.server_port}/token"  # type: ignore[attr-defined]
        claims = jwt.decode(signed, key, algorithms=["RS256"], audience=url)
        assert claims["iss"] == claims["sub"] == "tool-7"
        assert claims["exp"] - claims["iat"] <= 3600
        assert claims["jti"] not in self.seen, "an assertion was used twice"
        self.seen.add(claims["jti"])
        self.tokens.append(f"token-{len(self.tokens)}")
        found = {"access_token": self.tokens[-1], "token_type": "Bearer", "expires_in": 3600}
        return self.answer(200, json.dumps(found).encode())

    def take_score(self, score: dict[str, Any]) -> None:
        """Take a score as the specification has it."""
        assert self.headers["Content-Type"] == "application/vnd.ims.lis.v1.score+json"
        if self.headers["Authorization"] != f"Bearer {self.tokens[-1]}":
            return self.answer(401, b"")
        assert set(score) == SCORE_FIELDS
        assert dt.datetime.fromisoformat(score["timestamp"]).tzinfo is not None
        self.scores.append((self.path, score))
        if self.after:
            return self.write(self.after.pop(0))
        return self.answer(204, b"")

    def answer(self, status: int, body: bytes) -> None:
        """Answer."""
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def write(self, line: bytes) -> None:
        """Write what need not be an answer."""
        self.wfile.write(line.removesuffix(RESET))
        if line.endswith(RESET):
            now = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
            self.connection.close()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def platform() -> Iterator[str]:
    """A platform on this machine; its address."""
    mock = MockPlatform
    for kept in (
        mock.scores,
        mock.tokens,
        mock.seen,
        mock.answers,
        mock.raw,
        mock.after,
        mock.keys,
        mock.members,
    ):
        kept.clear()
    server = http.server.ThreadingHTTPServer(("localhost", 0), MockPlatform)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of three students; two handed in, and a part waits for a mark by hand."""
    made = own_course.make(tmp_path_factory.mktemp("passback"), config=own_course.CONFIGURED)
    cells = [*own_course.notebook(), written("### BEGIN SOLUTION\nA.\n### END SOLUTION")]
    own_course.write(own_course.source_of(made), cells)
    assert own_course.run(made, "generate")[0] == 0
    roster = made / "roster.csv"
    roster.write_text(ROSTER)
    assert own_course.run(made, "roster", str(roster))[0] == 0
    own_course.hand_in(made, "ada", own_course.RIGHT)
    own_course.hand_in(made, "bo", own_course.WRONG)
    answer(made, "ada", "why", "It is a mean.")
    assert own_course.run(made, "autograde")[0] == 0
    return made


@pytest.fixture
def key(tmp_path: Path, platform: str) -> Path:
    """The tool's private key."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = tmp_path / "keys/tool.pem"
    path.parent.mkdir()
    text = made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(text)
    path.chmod(0o600)
    MockPlatform.keys[str(PrivateKey(text).public_jwk()["kid"])] = made.public_key()
    return path


@pytest.fixture
def course(graded: Path, tmp_path: Path, key: Path, platform: str) -> Path:
    """A copy of the course that is registered at the platform."""
    copy = shutil.copytree(graded, tmp_path / "course")
    settings = {
        "token_url": f"{platform}/token",
        "client_id": "tool-7",
        "key_file": str(key),
        "line_items": {"hw1": f"{platform}/2/lineitems/5/lineitem?type_id=1"},
        "members_url": f"{platform}/2/members",
    }
    lines = "".join(f"c.Passback.{name} = {value!r}\n" for name, value in settings.items())
    (copy / "nbgrader_config.py").write_text(own_course.CONFIGURED + lines)
    return copy


def configure(course: Path, line: str) -> None:
    """Add a line to the configuration."""
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(line + "\n")


def test_only_an_assignment_of_several_is_to_be_named(course: Path) -> None:
    status, said = own_course.run(course, "passback", "--dry-run")
    assert (status, "2 scores would be sent" in said) == (0, True)
    (course / "source/hw2").mkdir()
    status, said = own_course.run(course, "passback", "--dry-run")
    assert (status, "Name the assignments to send" in said) == (2, True)


def passback(course: Path, *options: str) -> tuple[int, str]:
    """Send the grades."""
    return own_course.run(course, "passback", "hw1", *options)


def raw(status: str, body: bytes, *headers: str, length: int | None = None) -> bytes:
    """Return an answer as it stands on the line; its length may be a lie."""
    told = f"Content-Length: {len(body) if length is None else length}"
    return "\r\n".join([f"HTTP/1.1 {status}", told, *headers, "", ""]).encode() + body


def received() -> dict[str, tuple[float, float, str]]:
    """Return the last score of each user at the platform."""
    return {
        score["userId"]: (score["scoreGiven"], score["scoreMaximum"], score["gradingProgress"])
        for _, score in MockPlatform.scores
    }


def test_all_scores_are_sent_each_time_with_a_later_time(course: Path) -> None:
    assert passback(course) == (0, "2 scores sent.")
    assert received() == {"101": (4, 6, "PendingManual"), "102": (0, 6, "FullyGraded")}
    assert {path for path, _ in MockPlatform.scores} == {"/2/lineitems/5/lineitem/scores?type_id=1"}
    assert len(MockPlatform.tokens) == 1
    mark(course, "ada", 2)
    assert passback(course) == (0, "2 scores sent.")
    assert received()["101"] == (6, 6, "FullyGraded")
    first, *_, last = (score["timestamp"] for _, score in MockPlatform.scores)
    assert dt.datetime.fromisoformat(first) < dt.datetime.fromisoformat(last)


def test_a_score_has_the_time_at_which_it_was_read(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a platform that keeps the latest takes the newer mark, whichever arrives first."""
    given, started = MockPlatform.give_token, threading.Event()
    later: list[subprocess.CompletedProcess[str]] = []

    def start_and_give(self: MockPlatform, body: str) -> None:
        if not started.is_set():
            started.set()
            mark(course, "ada", 2)
            later.append(courses.grader(course, "passback", "hw1"))
        given(self, body)

    monkeypatch.setattr(lti, "SECONDS", 300.0)
    monkeypatch.setattr(MockPlatform, "give_token", start_and_give)
    assert passback(course) == (0, "2 scores sent.")
    assert later[0].returncode == 0
    of_ada = [score for _, score in MockPlatform.scores if score["userId"] == "101"]
    assert [score["scoreGiven"] for score in of_ada] == [6, 4]
    assert of_ada[0]["timestamp"] > of_ada[1]["timestamp"]


def test_a_dry_run_asks_nobody(course: Path) -> None:
    status, said = passback(course, "--dry-run", "--student", "ada")
    assert said == ("ada, hw1: 4 of 6, a part waits for a mark by hand 1 score would be sent.")
    assert (status, MockPlatform.tokens, MockPlatform.scores) == (0, [], [])


def test_a_late_penalty_is_in_what_is_sent(course: Path) -> None:
    (course / "submitted/ada/hw1/timestamp.txt").write_text("2026-01-11 11:00:00 UTC")
    assert own_course.run(course, "autograde", "--student", "ada", "--force")[0] == 0
    assert own_course.run(course, "due", "hw1", "2026-01-10T12:00Z")[0] == 0
    configure(course, "c.LatePolicy.percent_a_day = 25")
    assert passback(course)[0] == 0
    assert received()["101"][0] == 3


def test_one_refusal_costs_the_others_nothing(course: Path) -> None:
    MockPlatform.answers["scores"] = [422]
    status, said = passback(course)
    assert status == 1
    assert "✗ ada, hw1: the platform refused the score: 422 \ufffd[31mno, \ufffdnot now" in said
    assert "1 score sent." in said
    assert passback(course) == (0, "2 scores sent.")
    assert received().keys() == {"101", "102"}


def test_a_platform_that_is_busy_is_asked_again(course: Path) -> None:
    MockPlatform.answers["scores"] = [429]
    MockPlatform.answers["token"] = [503]
    assert passback(course) == (0, "2 scores sent.")


def test_a_token_that_ran_out_is_replaced(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = MockPlatform.take_score

    def take_one(self: MockPlatform, score: dict[str, Any]) -> None:
        if len(MockPlatform.scores) == len(MockPlatform.tokens) == 1:
            MockPlatform.tokens.append("token-of-somebody-else")
        taken(self, score)

    monkeypatch.setattr(MockPlatform, "take_score", take_one)
    assert passback(course) == (0, "2 scores sent.")
    assert len(MockPlatform.tokens) == 3


def test_a_redirect_is_not_followed(course: Path) -> None:
    MockPlatform.answers["token"] = [302]
    status, said = passback(course)
    assert (status, "gives no access token: 302" in said) == (1, True)
    assert not MockPlatform.scores


def test_a_platform_without_this_key_says_what_to_do(course: Path) -> None:
    MockPlatform.keys.clear()
    status, said = passback(course)
    assert status == 1
    assert 'gives no access token: 400 {"error": "invalid_client"}' in said
    assert "grader passback --public-key prints it" in said


def test_a_platform_that_can_not_be_reached_is_one_sentence(course: Path) -> None:
    configure(course, "c.Passback.token_url = 'http://localhost:9/token'")
    status, said = passback(course)
    assert (status, said.count("localhost:9 can't be reached")) == (1, 1)


def test_the_public_key_is_the_one_that_signs(course: Path, key: Path) -> None:
    MockPlatform.keys.clear()
    status, said = own_course.run(course, "passback", "--public-key")
    shown = json.loads(said)
    assert (status, shown.keys()) == (0, {"kty", "n", "e", "alg", "use", "kid"})
    MockPlatform.keys[shown["kid"]] = jwt.PyJWK(shown).key
    assert passback(course) == (0, "2 scores sent.")
    assert "PRIVATE" not in said


@pytest.mark.parametrize(
    ("mode", "said"),
    [(0o640, "can be read or changed by others (mode 640)"), (0o604, "Say chmod 600")],
)
def test_a_key_that_others_may_read_is_refused(
    course: Path, key: Path, mode: int, said: str
) -> None:
    key.chmod(mode)
    status, printed = passback(course)
    assert (status, said in printed, MockPlatform.tokens) == (1, True, [])


def test_a_key_in_the_course_is_refused(course: Path, key: Path) -> None:
    inside = course / "tool.pem"
    key.rename(inside)
    link = key.parent / "link.pem"
    link.symlink_to(inside)
    for path in ("tool.pem", str(inside), str(link)):
        configure(course, f"c.Passback.key_file = {path!r}")
        status, said = passback(course)
        assert (status, "lies in the course" in said) == (1, True)


def test_a_student_whom_the_platform_does_not_know_is_named(course: Path) -> None:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.find_student("ada").lms_user_id = None
        gradebook.db.commit()
    status, said = passback(course)
    assert (status, "ada has no lms_user_id" in said, "1 score sent." in said) == (1, True, True)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("c.Passback.client = '7'", "did you mean client_id?"),
        ("c.Passback.client_id = 7", "a setting of c.Passback is wrong"),
        ("c.Passback.client_id = ''", "does not set c.Passback.client_id"),
        (
            "c.Passback.token_url = 'http://example.org/'",
            "is not an address that begins with https://",
        ),
        ("c.Passback.line_items = {}", "names no line item of hw1"),
        ("c.Passback.token_url = 'https://[::1'", "c.Passback.token_url is not an address"),
        ("c.Passback.token_url = 'https:///x'", "is not an address"),
        ("c.Passback.token_url = 'https://ex..ample/x'", "is not an address"),
        ("c.Passback.token_url = 'https://localhost:abc/x'", "is not an address"),
        ("c.Passback.token_url = 'https://localhost:99999/x'", "is not an address"),
        ("c.Passback.token_url = 'https://localhost/a b'", "is not an address"),
        ("c.Passback.token_url = 'https://localhost/\\ud800'", "is not an address"),
        (
            "c.Passback.line_items = {'hw1': 'http://localhost/é/1'}",
            "c.Passback.line_items['hw1'] is not an address",
        ),
    ],
)
def test_a_setting_that_is_wrong_is_bad_usage(course: Path, line: str, said: str) -> None:
    configure(course, line)
    for options in ((), ("--dry-run",)):
        status, printed = passback(course, *options)
        assert (status, said in printed) == (2, True), printed


# What the platform does wrong -----------------------------------------------------------------


@pytest.mark.parametrize(
    "answered",
    [
        raw("200 OK", b"<p>Log in</p>", "Content-Type: text/html; charset=utf-8"),
        raw("200 OK", b" <!DOCTYPE html>"),
        raw("200 OK", b" " * 70_000),
    ],
    ids=["html", "unnamed", "long"],
)
def test_an_answer_that_takes_no_score_is_no_success(course: Path, answered: bytes) -> None:
    MockPlatform.raw["scores"] = [answered]
    status, printed = passback(course)
    assert (status, printed.count("the platform refused the score: 200 with a web page")) == (1, 1)
    assert "1 score sent." in printed
    assert passback(course) == (0, "2 scores sent.")


@pytest.mark.parametrize(
    "answered",
    [
        raw("200 OK", b'{"resultUrl": "x"}', "Content-Type: application/json"),
        raw("201 Created", b""),
        raw("200 OK", b"", "Content-Type: text/html; charset=UTF-8"),
    ],
    ids=["json", "created", "empty"],
)
def test_an_answer_that_takes_a_score_may_be_json_or_empty(course: Path, answered: bytes) -> None:
    MockPlatform.after.append(answered)
    assert passback(course) == (0, "2 scores sent.")


@pytest.mark.parametrize("place", ["token", "scores"])
def test_a_status_line_reaches_no_terminal_as_it_is(course: Path, place: str) -> None:
    evil = b"\x1b[31mEVIL\x1b]0;title\x07" + b"A" * 3000 + b"\r\n\r\n"
    MockPlatform.raw[place] = [evil]
    status, said = passback(course)
    assert (status, "\ufffd[31mEVIL" in said) == (1, True), said
    assert (said.isprintable(), "A" * 300 in said) == (True, False), said


CUT = "HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        (CUT.encode(), "ada, hw1: the platform refused the score: 500"),
        (raw("500 X", b"ab", length=9) + RESET, "ada, hw1: the platform refused the score: 500"),
        (b"", "ada, hw1: localhost"),
        (CUT.replace("500", "200").encode(), "ada, hw1: localhost"),
        (b"HTTP/1.1 200 X\r\n" + b"A: b\r\n" * 200 + b"\r\n", "ada, hw1: localhost"),
    ],
    ids=["cut", "reset", "none", "cut success", "headers"],
)
def test_a_bad_answer_for_one_costs_the_others_nothing(
    course: Path, answered: bytes, said: str
) -> None:
    MockPlatform.raw["scores"] = [answered]
    status, printed = passback(course)
    assert (status, said in printed, "1 score sent." in printed) == (1, True, True), printed
    assert passback(course) == (0, "2 scores sent.")


def test_a_platform_that_went_away_ends_the_run(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MAX_LOST", 1)
    MockPlatform.after += [raw("204 X", b""), b""]
    status, said = passback(course)
    assert (status, said.count("Run the same command again later")) == (1, 1), said
    assert passback(course) == (0, "2 scores sent.")


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        (CUT.encode(), "/token gives no access token: 500"),
        (raw("400 X", b"ab", length=9) + RESET, "/token gives no access token: 400"),
        (b"", "gave no answer that can be used"),
        (raw("200 X", b'{"access_token":' + b"[" * 30_000), "without an access token"),
        (raw("200 X", b'{"access_token": "\xff"}'), "without an access token"),
        (raw("200 X", b'{"access_token": ""}'), "without an access token"),
        (raw("200 X", b" " * 70_000 + b"{}"), "without an access token"),
    ],
    ids=["cut", "reset", "none", "deep", "no text", "empty", "long"],
)
def test_a_bad_answer_for_a_token_is_one_sentence(course: Path, answered: bytes, said: str) -> None:
    MockPlatform.raw["token"] = [answered]
    status, printed = passback(course)
    assert (status, printed.count("✗"), said in printed) == (1, 1, True), printed
    assert ("fault of grader" in printed, "the disk" in printed) == (False, False), printed


def test_a_password_in_an_address_is_refused_and_not_shown(course: Path) -> None:
    for url in (
        "https://user:secret@localhost/x",
        "http://user:secret@example.org/[",
        "https://u:secret@[::1/",
    ):
        configure(course, f"c.Passback.token_url = {url!r}")
        status, said = passback(course, "--dry-run")
        assert (status, "secret" in said, said.count("✗")) == (2, False, 1), said
        assert "c.Passback.token_url" in said


@pytest.mark.parametrize("path", ["~nosuchuser/k.pem", "a\0b"])
def test_a_key_file_that_is_no_path_is_one_sentence(course: Path, path: str) -> None:
    configure(course, f"c.Passback.key_file = {path!r}")
    status, said = passback(course)
    assert (status, said.count("c.Passback.key_file"), "fault of grader" in said) == (1, 1, False)


# Names and roles --------------------------------------------------------------------------------

ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership#"


def member(number: str, name: str, *roles: str, **fields: Any) -> dict[str, Any]:
    """A member of a course."""
    names = {"given_name": name, "family_name": "Li", "email": f"{name}@example.org"}
    return {"user_id": number, "roles": [ROLE + role for role in roles], **names, **fields}


def rostered(course: Path, *options: str) -> tuple[int, str]:
    """Ask the platform who is in the course."""
    return own_course.run(course, "roster", "--from-platform", *options)


def in_gradebook(course: Path) -> dict[str, tuple[str, str]]:
    """The students of the gradebook: first name and the platform's number."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {one.id: (one.first_name, one.lms_user_id) for one in gradebook.students}


def test_the_learners_of_a_course_are_entered_page_by_page(course: Path) -> None:
    MockPlatform.members[:] = [
        [
            member("u-7", "eve", "Learner", lis_person_sourcedid="eve7"),
            member("u-8", "ann", "Instructor", lis_person_sourcedid="ann"),
        ],
        [
            member("u-9", "dan", "Learner", lis_person_sourcedid="dan9", email=None),
            member("u-10", "gone", "Learner", status="Inactive"),
        ],
    ]
    assert rostered(course, "--dry-run")[0] == 0
    assert "eve7" not in in_gradebook(course)
    status, said = rostered(course)
    assert (status, "2 students: 2 new, 0 changed." in said) == (0, True), said
    found = in_gradebook(course)
    assert (found["eve7"], found["dan9"]) == (("eve", "u-7"), ("dan", "u-9"))
    assert "ann" not in found
    assert found["ada"][1] == "101", "who is not named stays"


def test_who_is_known_keeps_the_number_of_the_platforms_files(course: Path) -> None:
    MockPlatform.members[:] = [[member("u-1", "ada", "Learner")]]
    roster = course / "roster.csv"
    roster.write_text("id,email\nada,ada@example.org\n")
    assert own_course.run(course, "roster", str(roster))[0] == 0
    assert rostered(course)[0] == 0
    assert in_gradebook(course)["ada"] == ("ada", "101")
    assert "ada@example.org" not in in_gradebook(course)


@pytest.mark.parametrize(
    "following",
    [
        '<http://evil.example.org/members?page=PAGE>; rel="next"',
        '<HERE/2/members?page=0>; rel="next"',
    ],
)
def test_pages_that_lead_elsewhere_or_never_end_enter_nobody(
    course: Path, following: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MockPlatform, "following", following)
    monkeypatch.setattr(lti, "MAX_PAGES", 3)
    MockPlatform.members[:] = [[member("u-7", "eve", "Learner")], [member("u-9", "dan", "Learner")]]
    before = in_gradebook(course)
    status, said = rostered(course)
    assert (status, "never end or lead elsewhere" in said) == (1, True), said
    assert in_gradebook(course) == before


def test_what_is_no_list_of_members_is_one_sentence(course: Path) -> None:
    status, said = rostered(course)
    assert (status, "answered with no list of members" in said) == (1, True), said
    MockPlatform.members[:] = [[member("u-7", "eve", "Learner", email="")]]
    status, said = rostered(course, "--id", "email")
    assert (status, "does not send email of every member" in said) == (1, True), said
    assert rostered(course, "--id", "name")[0] == 2
    assert own_course.run(course, "roster")[0] == 2
