"""Secret addresses, and what is behind each."""

from __future__ import annotations

import base64
import hmac
import secrets
from typing import Final
from urllib.parse import SplitResult, urlsplit

from grader.errors import UsageError

HOST: Final = "127.0.0.1"


class Entrance:
    """Who is let in where, and by which names of the server."""

    def __init__(self, public: SplitResult | None = None) -> None:
        self.public = public
        """The address of a proxy."""
        self._places: dict[str, object] = {}

    def open(self, secret: str, place: object) -> None:
        """Let in whoever knows a secret."""
        self._places[secret] = place

    def find(self, secret: str) -> object | None:
        """Return what is behind a secret."""
        given, found = secret.encode(), None
        for one, place in self._places.items():
            if hmac.compare_digest(given, one.encode()):
                found = place
        return found

    def admits(self, port: int, host: str, origin: str | None, *, changing: bool) -> bool:
        """Return whether a request is to this server, and what changes something from its pages."""
        names = {f"{HOST}:{port}", f"localhost:{port}"}
        origins = {f"http://{name}" for name in names}
        if self.public:
            names.add(self.public.netloc.lower())
            origins.add(f"{self.public.scheme}://{self.public.netloc}".lower())
        return host.lower() in names and (not changing or (origin or "").lower() in origins)


def secret_for(key: bytes, *words: str) -> str:
    """Return a secret that follows from one of the course's, and tells nothing of it.

    Without a key it is another one each time.
    """
    if not key:
        return secrets.token_urlsafe(24)
    digest = hmac.digest(key, "\0".join(words).encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:24]).decode()


def proxy_at(text: str) -> SplitResult | None:
    """Read the address of a proxy; None for no text."""
    if not text:
        return None
    found = urlsplit(text)
    if found.scheme not in ("http", "https") or not found.netloc or found.query or found.fragment:
        raise UsageError(
            f"{text!r} is no address of a proxy. Write it as https://hub.example.org/marking/"
        )
    return found


def is_open_on_the_way(public: SplitResult | None) -> bool:
    """Return whether others on the way to a proxy can read its address."""
    here = ("localhost", HOST)
    return public is not None and public.scheme == "http" and public.hostname not in here
