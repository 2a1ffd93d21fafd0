"""JSON as editors and programs write it, where a strict decoder takes UTF-8 alone."""

from __future__ import annotations

import codecs
import re
from typing import Final, TypeVar

import msgspec

T = TypeVar("T")

_SURROGATES: Final = re.compile(
    rb"(?<!\\)((?:\\\\)*)"  # no backslash that is itself escaped
    rb"(?:(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)
"""Halves of characters as JSON names them: two that belong together, or one that is alone."""


def decode(decoder: msgspec.json.Decoder[T], data: bytes) -> T:
    """Decode JSON; what needs it, as `as_utf8` returns it."""
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        if (text := as_utf8(data)) == data:
            raise
    return decoder.decode(text)


def as_utf8(data: bytes) -> bytes:
    """Return JSON without a byte order mark, and with U+FFFD for each half of a character."""
    text = data.removeprefix(codecs.BOM_UTF8)
    return _SURROGATES.sub(lambda found: found[1] + (found[2] or rb"\ufffd"), text)
