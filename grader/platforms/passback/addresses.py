"""Addresses of a learning platform: which of them a request can be sent to."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

HOST: Final = re.compile(r"(?=.{1,253}$)[\w-]{1,63}(\.[\w-]{1,63})*\.?", re.ASCII)

NO_SIGN: Final = re.compile(r"[^\w.~:/?#\[\]@!$&'()*+,;=%-]", re.ASCII)
"""A character that no address has (RFC 3986)."""

LOCAL: Final = ("localhost", "127.0.0.1", "::1")


def why_no_address(url: str) -> str:
    """Return why no request can be sent to an address, or nothing.

    The address itself is not in the sentence: a password may be.
    """
    if sign := NO_SIGN.search(url):
        found = sign.group()
        code = quote(found, errors="surrogatepass")
        return f"has the character {found!r}. Remove it, or write it percent-encoded, as {code}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return "is not an address: its brackets [ ] are not those of an IPv6 address"
    if "@" in parts.netloc:
        return "holds a user or a password. Remove all between // and @; the key takes their place"
    try:
        parts.port  # noqa: B018 - it is looked at
    except ValueError:
        return "has no port between 0 and 65535 where one stands, after the last colon"
    host = parts.hostname or ""
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOCAL):
        return "does not begin with https://"
    if ":" not in host and not HOST.fullmatch(host):
        return "names no server: after https:// stands a name such as canvas.example.edu"
    return ""
