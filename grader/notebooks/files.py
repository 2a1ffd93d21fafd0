"""Files that are written whole or not at all, and JSON as strangers write it."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
from pathlib import Path
from typing import Final, TypeVar

import msgspec

KEPT: Final = ".grader"
"""The folder in a course for what commands keep there for themselves; it can be deleted, except
for drafts of marks."""


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all, with the folders that lead to it.

    An error names the file itself, not the temporary one beside it.
    """
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    mark = hashlib.blake2b(os.fsencode(path.name), digest_size=8).hexdigest()  # a name may be long
    temporary = path.with_name(f".{mark}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None
        raise


# JSON ---------------------------------------------------------------------------------------

T = TypeVar("T")

_SURROGATES: Final = re.compile(
    rb"(?<!\\)((?:\\\\)*)"  # no backslash that is itself escaped
    rb"(?:(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)
"""Halves of characters as JSON names them: two that belong together, or one that is alone."""


_CONSTANTS: Final = re.compile(
    rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|(-?Infinity|NaN)',  # of strings only the end is looked for
    re.DOTALL,
)
"""What Python writes for numbers that JSON does not have."""


def decode_json(decoder: msgspec.json.Decoder[T], data: bytes) -> T:
    """Decode JSON; where a strict decoder refuses it, as `as_utf8` returns it."""
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        if (text := as_utf8(data)) == data:
            raise
    return decoder.decode(text)


def as_utf8(data: bytes) -> bytes:
    """Return JSON without a byte order mark or what it has no word for.

    U+FFFD is in the place of each half of a character, null in that of NaN and infinity.
    """
    text = _without_constants(data.removeprefix(codecs.BOM_UTF8))
    return _SURROGATES.sub(lambda found: found[1] + (found[2] or rb"\ufffd"), text)


def _without_constants(data: bytes) -> bytes:
    """Return JSON with null in the place of NaN and infinity, except in strings."""
    if b"NaN" not in data and b"Infinity" not in data:
        return data
    text, end = bytearray(), 0
    for found in _CONSTANTS.finditer(data):
        if found[1]:
            text += data[end : found.start()] + b"null"
            end = found.end()
    return bytes(text + data[end:])
