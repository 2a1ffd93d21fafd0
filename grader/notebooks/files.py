"""Read strangers' files safely, and write our own whole or not at all."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
from pathlib import Path
from typing import Final, TypeVar

import msgspec

KEPT: Final = ".grader"
"""The folder in a course for what commands keep there for themselves; it can be deleted, except
for drafts of marks."""


class Unreadable(Exception):
    """A submitted file that cannot be read as a notebook: the student's fault, in one sentence."""


def read_bytes(path: Path, limit_mb: int) -> bytes:
    """Read a stranger's file without following links, waiting for pipes or exceeding the limit."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        reason = "it is a symbolic link" if path.is_symlink() else error.strerror or "unknown"
        raise Unreadable(f"the file can't be opened: {reason}") from error
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        os.close(handle)
        raise Unreadable("it is not a regular file")
    with os.fdopen(handle, "rb") as file:
        if found.st_size > limit_mb << 20:
            raise Unreadable(
                f"the file has {found.st_size >> 20} MB, more than the limit submission_mb"
                f" ({limit_mb} MB); clear the outputs and hand it in again"
            )
        return file.read()


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
