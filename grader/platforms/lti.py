"""A learning platform, as LTI Advantage describes it: access tokens, scores, and members.

What the platform says is not trusted: it is read to a limit, and shown short and without control
characters, whatever part of an answer it stands in.

- A token is asked for with a signed assertion instead of a password: 1EdTech Security Framework
  1.0, "Using JSON Web Tokens with OAuth 2.0 Client-Credentials Grant"
  (https://www.imsglobal.org/spec/security/v1p0/).
- A score is posted to the line item's address with /scores at the end of its path: Assignment and
  Grade Services 2.0, "Score publish service" (https://www.imsglobal.org/spec/lti-ags/v2p0/).
- Members are read page by page: Names and Role Provisioning Services 2.0, "Membership container
  media type" and "Limit query parameter" (https://www.imsglobal.org/spec/lti-nrps/v2p0/).
"""

from __future__ import annotations

import http.client
import json
import re
import time
import urllib.error
import urllib.request
import uuid
from typing import Final, NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

import msgspec

from grader.errors import CourseError, in_one_line
from grader.platforms.lti_key import PrivateKey
from grader.platforms.passback import AnswerLost, PassbackSettings, ScoreRefused

SCOPE: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
SCORE: Final = "application/vnd.ims.lis.v1.score+json"
MEMBERS_SCOPE: Final = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
MEMBERS: Final = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
LEARNER: Final = "Learner"
ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

LIFE_SECONDS: Final = 300
"""How long an assertion is valid."""

SECONDS: Final = 30.0
"""How long an answer may take."""

MAX_BYTES: Final = 1 << 16
"""Longest answer that is read, but for members."""

MAX_MEMBERS_BYTES: Final = 1 << 24
MAX_PAGES: Final = 1000
"""Longest page of members that is read, and the most pages."""

MAX_CHARS: Final = 200
"""Most characters of an answer that are shown."""

BUSY: Final = (429, 502, 503, 504)
"""Answers after which the same is tried again."""

PAUSES: Final = (1.0, 4.0)


class Answer(NamedTuple):
    """An answer of the platform's, of any status."""

    status: int
    body: bytes
    """It ends a byte after the limit."""
    links: str = ""
    """The header that names the next page."""

    @property
    def refuses(self) -> bool:
        """Whether the status tells no success. A redirect would take the token elsewhere."""
        return not 200 <= self.status < 300

    def __str__(self) -> str:
        return f"{self.status} {in_words(self.body.decode('utf-8', 'replace'))}".strip()


class Platform:
    """A platform that knows a tool by its client id and its key."""

    def __init__(self, settings: PassbackSettings, key: PrivateKey) -> None:
        self._token_url, self._key = settings.token_url, key
        self._tokens: dict[str, str] = {}
        """Access tokens by what they are for."""
        self._claims = {
            "iss": settings.client_id,
            "sub": settings.client_id,
            "aud": settings.audience or settings.token_url,
        }

    def send_score(self, line_item: str, score: dict[str, object]) -> None:
        """Post a score; a token that has run out is replaced once."""
        fresh = SCOPE not in self._tokens
        answer = self._post_score(line_item, score)
        if answer.status == 401 and not fresh:
            del self._tokens[SCOPE]
            answer = self._post_score(line_item, score)
        if answer.refuses:
            raise ScoreRefused(str(answer))
        # What takes a score answers with nothing or with JSON.
        if len(answer.body) > MAX_BYTES or answer.body.lstrip().startswith(b"<"):
            what = f"a web page, such as one to log in, or with more than {MAX_BYTES} bytes"
            raise ScoreRefused(f"{answer.status} with {what}. Check c.Passback.line_items")

    def _post_score(self, line_item: str, score: dict[str, object]) -> Answer:
        headers = {**self._authorization(SCOPE), "Content-Type": SCORE}
        return ask(scores_url(line_item), json.dumps(score).encode(), headers)

    def members(self, url: str) -> list[Member]:
        """Return the active learners of a course; raise a CourseError if they can't be read."""
        found: list[Member] = []
        address = url
        for _ in range(MAX_PAGES):
            headers = {**self._authorization(MEMBERS_SCOPE), "Accept": MEMBERS}
            try:
                answer = ask(address, None, headers, most=MAX_MEMBERS_BYTES)
            except AnswerLost as error:
                raise CourseError(f"{error}. Run the same command again later.") from error
            if answer.refuses:
                raise CourseError(f"{in_words(url)} gives no members: {answer}.")
            found += _members_in(answer, url)
            address = next_page(answer.links, address)
            if not address:
                return found
            if urlsplit(address)[:2] != urlsplit(url)[:2]:  # the token is for this platform alone
                break
        raise CourseError(f"{in_words(url)} names pages that never end or lead elsewhere.")

    def _authorization(self, scope: str) -> dict[str, str]:
        if scope not in self._tokens:
            self._tokens[scope] = self._new_token(scope)
        return {"Authorization": f"Bearer {self._tokens[scope]}"}

    def _new_token(self, scope: str) -> str:
        """Ask for an access token with a signed assertion."""
        now = int(time.time())
        times = {"iat": now, "exp": now + LIFE_SECONDS, "jti": str(uuid.uuid4())}
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION,
            "client_assertion": self._key.sign(self._claims | times),
            "scope": scope,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            answer = ask(self._token_url, urlencode(form).encode(), headers)
        except AnswerLost as error:
            raise CourseError(f"{error}. Run the same command again later.") from error
        if answer.refuses:
            raise CourseError(
                f"{self._token_url} gives no access token: {answer}. Check c.Passback.client_id,"
                " and that the platform has this key: grader passback --public-key prints it."
            )
        try:
            token = msgspec.json.decode(answer.body, type=_Token).access_token
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            token = ""
        if not (token and token.isascii() and token.isprintable()):
            raise CourseError(
                f"{self._token_url} answered without an access token; check c.Passback.token_url."
            )
        return token


class _Token(msgspec.Struct):
    access_token: str


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a course of the platform's, as it sends them."""

    user_id: str
    status: str = "Active"
    roles: list[str] = []
    given_name: str | None = None
    family_name: str | None = None
    email: str | None = None
    lis_person_sourcedid: str | None = None

    def text(self, field: str) -> str:
        """Return a field as a line of text, empty where the platform keeps it to itself."""
        return in_one_line((getattr(self, field) or "").strip())

    @property
    def learns(self) -> bool:
        """Whether this is a student who takes part: a role is a word or ends in one."""
        words = {re.split(r"[/#]", role)[-1] for role in self.roles}
        return self.status == "Active" and LEARNER in words


class _Members(msgspec.Struct):
    members: list[Member]


def _members_in(answer: Answer, url: str) -> list[Member]:
    try:
        found = msgspec.json.decode(answer.body, type=_Members).members
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise CourseError(
            f"{in_words(url)} answered with no list of members; check c.Passback.members_url."
        ) from None
    return [member for member in found if member.learns]


def next_page(links: str, url: str) -> str:
    """Return the address of the next page that a header `Link` names (RFC 8288), or nothing."""
    for address, parameters in re.findall(r"<([^<>]*)>([^<]*)", links):
        if re.search(r";\s*rel\s*=\s*\"?next\"?", parameters, re.IGNORECASE):
            return str(urljoin(url, address))
    return ""


# Requests --------------------------------------------------------------------------------


class _AnyStatus(urllib.request.HTTPErrorProcessor):
    """Returns answers of all statuses as they are, and so follows no redirect."""

    def http_response(
        self, request: urllib.request.Request, response: http.client.HTTPResponse
    ) -> http.client.HTTPResponse:
        return response

    https_response = http_response


_opener: Final = urllib.request.build_opener(_AnyStatus)


def ask(url: str, body: bytes | None, headers: dict[str, str], *, most: int = MAX_BYTES) -> Answer:
    """Post a body, or get what is there without one; try again while the platform is busy."""
    asked = urllib.request.Request(url, body, headers)  # noqa: S310 - https, or this machine
    for pause in PAUSES:
        answer = _ask_once(asked, most)
        if answer.status not in BUSY:
            return answer
        time.sleep(pause)
    return _ask_once(asked, most)


def _ask_once(asked: urllib.request.Request, most: int) -> Answer:
    try:
        with _opener.open(asked, timeout=SECONDS) as answer:
            try:
                body = answer.read(most + 1)
            except (OSError, http.client.HTTPException):
                if answer.status < 300:
                    raise
                body = b""  # a refusal needs no words
            return Answer(answer.status, body, ", ".join(answer.headers.get_all("Link", [])))
    except urllib.error.URLError as error:
        raise AnswerLost(f"{asked.host} can't be reached: {in_words(str(error.reason))}") from error
    except (OSError, http.client.HTTPException) as error:
        why = in_words(str(error) or type(error).__name__)
        raise AnswerLost(f"{asked.host} gave no answer that can be used: {why}") from error


def in_words(answer: str) -> str:
    """Return the beginning of what was said on one line, without control characters."""
    text = " ".join(answer.split())
    return in_one_line(text if len(text) <= MAX_CHARS else text[:MAX_CHARS] + "…")


def scores_url(line_item: str) -> str:
    """Return where the scores of a line item are posted; its query stays."""
    parts = urlsplit(line_item)
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + "/scores"))
