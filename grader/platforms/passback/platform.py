"""The learning platform, as LTI Advantage describes it: access tokens, and scores.

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
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode, urlsplit, urlunsplit

import jwt
import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from grader.errors import CourseError, GraderError
from grader.platforms.passback.settings import PassbackSettings
from grader.plugin.names import in_one_line

SCOPE: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
SCORE: Final = "application/vnd.ims.lis.v1.score+json"
ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
DEPLOYMENT: Final = "https://purl.imsglobal.org/spec/lti/claim/deployment_id"

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

GO_ON: Final = "What was sent before is recorded; run the same command again."

PAGES: Final = ("text/html", "application/xhtml+xml")


class ScoreRefused(GraderError):
    """The platform's refusal, with the number of its answer."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"{status} {said}".strip())
        self.status = status


class AnswerLost(GraderError):
    """No whole answer, or none that is HTTP: whether the platform acted on the post is unknown."""


class PlatformAnswer(NamedTuple):
    """What the platform calls a success."""

    status: int
    kind: str
    """Its content type."""
    body: bytes
    """It ends a byte after the limit."""

    def check_receipt(self) -> None:
        """Raise a `ScoreRefused` if this can't be the answer to a score, which is empty or JSON."""
        start = self.body.lstrip()[:1]
        if len(self.body) > MAX_BYTES or start == b"<" or (start and self.kind in PAGES):
            what = f"a web page, such as one to log in, or with more than {MAX_BYTES} bytes"
            raise ScoreRefused(self.status, f"with {what}. Check c.Passback.line_items")


class Platform:
    """A platform, reached with a tool's key."""

    def __init__(self, settings: PassbackSettings, key: bytes) -> None:
        self._settings, self._key = settings, load_private_key(key)
        self._token = ""

    def send_score(self, line_item: str, score: dict[str, object]) -> None:
        """Post a score; a token that has run out is replaced once."""
        fresh = not self._token
        for attempt in (True, False):
            self._token = self._token or self._new_token()
            headers = {"Authorization": f"Bearer {self._token}", "Content-Type": SCORE}
            try:
                post(scores_url(line_item), json.dumps(score).encode(), headers).check_receipt()
                return
            except ScoreRefused as refusal:
                if refusal.status != 401 or fresh or not attempt:
                    raise
                self._token = ""

    def _new_token(self) -> str:
        """Ask for an access token with a signed assertion."""
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION,
            "client_assertion": self._assertion(),
            "scope": SCOPE,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        url = self._settings.token_url
        try:
            answer = post(url, urlencode(form).encode(), headers).body
            token = msgspec.json.decode(answer, type=dict[str, Any]).get("access_token")
        except ScoreRefused as refusal:
            raise CourseError(
                f"{url} gives no access token: {refusal}. Check c.Passback.client_id, and that the"
                " platform has this key: grader passback --public-key prints it."
            ) from refusal
        except AnswerLost as error:
            raise CourseError(f"{error}. {GO_ON}") from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            token = None
        if not (isinstance(token, str) and token and token.isascii() and token.isprintable()):
            raise CourseError(
                f"{url} answered without an access token; check c.Passback.token_url."
            )
        return token

    def _assertion(self) -> str:
        now, settings = int(time.time()), self._settings
        claims: dict[str, Any] = {
            "iss": settings.client_id,
            "sub": settings.client_id,
            "aud": settings.audience or settings.token_url,
            "iat": now,
            "exp": now + LIFE_SECONDS,
            "jti": str(uuid.uuid4()),
        }
        if settings.deployment_id:
            claims[DEPLOYMENT] = settings.deployment_id
        kid = settings.key_id or key_id_of(self._key)
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": kid})


# Requests --------------------------------------------------------------------------------


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is a refusal: it would take the token elsewhere."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


_opener: Final = urllib.request.build_opener(_NoRedirect)


def post(url: str, body: bytes, headers: dict[str, str]) -> PlatformAnswer:
    """Post, and try again while the platform is busy."""
    server = urlsplit(url).netloc
    for pause in (*PAUSES, None):
        asked = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 - https, or this machine
        try:
            with _opener.open(asked, timeout=SECONDS) as answer:
                kind = answer.headers.get_content_type()
                return PlatformAnswer(answer.status, kind, answer.read(MAX_BYTES + 1))
        except urllib.error.HTTPError as error:
            with error:
                said = in_words(_what_arrived(error))
            if error.code not in BUSY or pause is None:
                raise ScoreRefused(error.code, said) from None
            time.sleep(pause)
        except urllib.error.URLError as error:
            why = in_words(str(error.reason))
            raise AnswerLost(f"{server} can't be reached: {why}") from error
        except (OSError, http.client.HTTPException) as error:
            why = in_words(str(error) or type(error).__name__)
            raise AnswerLost(f"{server} gave no answer that can be used: {why}") from error
    raise AssertionError("the last attempt returns or raises")


def in_words(said: str) -> str:
    """Return the beginning of what was said on one line, without control characters."""
    text = " ".join(said.split())
    text = text if len(text) <= MAX_CHARS else text[:MAX_CHARS] + "…"
    return in_one_line(text)


def _what_arrived(error: urllib.error.HTTPError) -> str:
    """Read a refusal, or as much of it as arrives."""
    try:
        body: Any = error.read(MAX_BYTES)
    except http.client.IncompleteRead as cut:
        body = cut.partial
    except (OSError, http.client.HTTPException):
        body = b""
    return bytes(body).decode("utf-8", "replace")


def scores_url(line_item: str) -> str:
    """Return where the scores of a line item are posted; its query stays."""
    parts = urlsplit(line_item)
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + "/scores"))


def load_private_key(pem: bytes) -> RSAPrivateKey:
    """Return the private key of a PEM file."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise CourseError(
            "c.Passback.key_file holds no private key as PEM without a password. Make one: openssl"
            " genrsa -out KEY 2048"
        ) from error
    if not isinstance(key, RSAPrivateKey):
        raise CourseError("c.Passback.key_file holds no RSA key, which LTI wants (RS256).")
    return key


def key_id_of(key: RSAPrivateKey) -> str:
    """Return an id of a key that depends on its public part alone."""
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(public).hexdigest()[:32]


def public_jwk(settings: PassbackSettings, pem: bytes) -> dict[str, object]:
    """Return the public key as the platform wants it."""
    key = load_private_key(pem)
    found: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    kept = {name: found[name] for name in ("kty", "n", "e")}
    return {**kept, "alg": "RS256", "use": "sig", "kid": settings.key_id or key_id_of(key)}
