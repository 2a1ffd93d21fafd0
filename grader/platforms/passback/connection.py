"""Posts to the learning platform, and what its answers mean.

What the platform says is not trusted: it is read to a limit, and shown short and without control
characters, whatever part of an answer it stands in.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from grader.errors import GraderError
from grader.plugin.one_line import in_one_line

SECONDS: Final = 30.0
"""How long an answer may take."""

MOST_BYTES: Final = 1 << 16
"""Longest answer that is read."""

MOST_SIGNS: Final = 200
"""Most characters of an answer that are shown."""

BUSY: Final = (429, 502, 503, 504)
"""Answers after which the same is tried again."""

PAUSES: Final = (1.0, 4.0)

PAGES: Final = ("text/html", "application/xhtml+xml")


class ScoreRefused(GraderError):
    """The platform's refusal, with the number of its answer."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"{status} {said}".strip())
        self.status = status


class Unreachable(GraderError):
    """No connection at all."""


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
        if len(self.body) > MOST_BYTES or start == b"<" or (start and self.kind in PAGES):
            what = f"a web page, such as one to log in, or with more than {MOST_BYTES} bytes"
            raise ScoreRefused(self.status, f"with {what}. Check c.Passback.line_items")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is a refusal: it would take the token elsewhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
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
                return PlatformAnswer(answer.status, kind, answer.read(MOST_BYTES + 1))
        except urllib.error.HTTPError as error:
            with error:
                said = in_words(_what_arrived(error))
            if error.code not in BUSY or pause is None:
                raise ScoreRefused(error.code, said) from None
            time.sleep(pause)
        except urllib.error.URLError as error:
            why = in_words(str(error.reason))
            raise Unreachable(f"{server} can't be reached: {why}") from error
        except (OSError, http.client.HTTPException) as error:
            why = in_words(str(error) or type(error).__name__)
            raise AnswerLost(f"{server} gave no answer that can be used: {why}") from error
    raise AssertionError("the last attempt returns or raises")


def in_words(said: str) -> str:
    """Return the beginning of what was said on one line, without control characters."""
    text = " ".join(said.split())
    text = text if len(text) <= MOST_SIGNS else text[:MOST_SIGNS] + "…"
    return in_one_line(text)


def _what_arrived(error: urllib.error.HTTPError) -> str:
    """Read a refusal, or as much of it as arrives."""
    try:
        body: Any = error.read(MOST_BYTES)
    except http.client.IncompleteRead as cut:
        body = cut.partial
    except (OSError, http.client.HTTPException):
        body = b""
    return bytes(body).decode("utf-8", "replace")
