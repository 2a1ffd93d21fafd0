"""A learning platform, as LTI Advantage describes it: access tokens, and scores.

What the platform says is not trusted: it is read to a limit, and shown short and without control
characters, whatever part of an answer it stands in.

- A token is asked for with a signed assertion instead of a password: 1EdTech Security Framework
  1.0, "Using JSON Web Tokens with OAuth 2.0 Client-Credentials Grant"
  (https://www.imsglobal.org/spec/security/v1p0/).
- A score is posted to the line item's address with /scores at the end of its path: Assignment and
  Grade Services 2.0, "Score publish service" (https://www.imsglobal.org/spec/lti-ags/v2p0/).
"""

from __future__ import annotations

import hashlib
import http.client
import json
import time
import urllib.error
import urllib.request
import uuid
from typing import Final, NamedTuple
from urllib.parse import urlencode, urlsplit, urlunsplit

import jwt
import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from grader.errors import CourseError, in_one_line
from grader.platforms.passback import AnswerLost, PassbackSettings, ScoreRefused

SCOPE: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
SCORE: Final = "application/vnd.ims.lis.v1.score+json"
ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

LIFE_SECONDS: Final = 300
"""How long an assertion is valid."""

SECONDS: Final = 30.0
"""How long an answer may take."""

MAX_BYTES: Final = 1 << 16
"""Longest answer that is read."""

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

    @property
    def refuses(self) -> bool:
        """Whether the status tells no success. A redirect would take the token elsewhere."""
        return not 200 <= self.status < 300

    def __str__(self) -> str:
        return f"{self.status} {in_words(self.body.decode('utf-8', 'replace'))}".strip()


class Platform:
    """A platform that knows a tool by its client id and its key."""

    def __init__(self, settings: PassbackSettings, key: PrivateKey) -> None:
        self._token_url, self._key, self._token = settings.token_url, key, ""
        self._claims = {
            "iss": settings.client_id,
            "sub": settings.client_id,
            "aud": settings.audience or settings.token_url,
        }

    def send_score(self, line_item: str, score: dict[str, object]) -> None:
        """Post a score; a token that has run out is replaced once."""
        fresh = not self._token
        answer = self._post_score(line_item, score)
        if answer.status == 401 and not fresh:
            self._token = ""
            answer = self._post_score(line_item, score)
        if answer.refuses:
            raise ScoreRefused(str(answer))
        # What takes a score answers with nothing or with JSON.
        if len(answer.body) > MAX_BYTES or answer.body.lstrip().startswith(b"<"):
            what = f"a web page, such as one to log in, or with more than {MAX_BYTES} bytes"
            raise ScoreRefused(f"{answer.status} with {what}. Check c.Passback.line_items")

    def _post_score(self, line_item: str, score: dict[str, object]) -> Answer:
        self._token = self._token or self._new_token()
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": SCORE}
        return post(scores_url(line_item), json.dumps(score).encode(), headers)

    def _new_token(self) -> str:
        """Ask for an access token with a signed assertion."""
        now = int(time.time())
        times = {"iat": now, "exp": now + LIFE_SECONDS, "jti": str(uuid.uuid4())}
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION,
            "client_assertion": self._key.sign(self._claims | times),
            "scope": SCOPE,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            answer = post(self._token_url, urlencode(form).encode(), headers)
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


# Requests --------------------------------------------------------------------------------


class _AnyStatus(urllib.request.HTTPErrorProcessor):
    """Returns answers of all statuses as they are, and so follows no redirect."""

    def http_response(
        self, request: urllib.request.Request, response: http.client.HTTPResponse
    ) -> http.client.HTTPResponse:
        return response

    https_response = http_response


_opener: Final = urllib.request.build_opener(_AnyStatus)


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Post, and try again while the platform is busy."""
    asked = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 - https, or this machine
    for pause in PAUSES:
        answer = _post_once(asked)
        if answer.status not in BUSY:
            return answer
        time.sleep(pause)
    return _post_once(asked)


def _post_once(asked: urllib.request.Request) -> Answer:
    try:
        with _opener.open(asked, timeout=SECONDS) as answer:
            try:
                body = answer.read(MAX_BYTES + 1)
            except (OSError, http.client.HTTPException):
                if answer.status < 300:
                    raise
                body = b""  # a refusal needs no words
            return Answer(answer.status, body)
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


# The key ---------------------------------------------------------------------------------


class PrivateKey:
    """The tool's private key, from a PEM file; its id is a digest of its public part."""

    def __init__(self, pem: bytes) -> None:
        try:
            key = serialization.load_pem_private_key(pem, password=None)
        except (ValueError, TypeError):
            key = None
        if not isinstance(key, RSAPrivateKey):
            raise CourseError(
                "c.Passback.key_file holds no RSA key as PEM without a password. Make one: openssl"
                " genrsa -out KEY 2048"
            )
        public = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self._key, self._id = key, hashlib.sha256(public).hexdigest()[:32]

    def sign(self, claims: dict[str, object]) -> str:
        """Return claims as a signed assertion."""
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": self._id})

    def public_jwk(self) -> dict[str, object]:
        """Return the public key as the platform wants it."""
        found = jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        kept = {name: found[name] for name in ("kty", "n", "e")}
        return {**kept, "alg": "RS256", "use": "sig", "kid": self._id}
