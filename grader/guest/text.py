"""Text of the student's objects and exceptions, cut to size, that any encoder accepts."""

from __future__ import annotations

import base64
import contextlib
import os
import re
import traceback
from collections.abc import Iterator
from typing import Any, Final

MAX_ERROR_CHARS: Final = 4000
"""Characters of an exception's text and of its traceback that are sent."""

_SCRIPT: Final = re.compile(r"<script\b.*?</script\s*>", re.IGNORECASE | re.DOTALL)

_OWN_FOLDER: Final = os.path.join(os.path.dirname(__file__), "")


def clean(text: str) -> str:
    """Replace lone surrogates by question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def safe_text(error: BaseException) -> str:
    """Return an exception's text, or nothing if its own class fails to give it."""
    try:
        return clean(str(error)[:MAX_ERROR_CHARS])
    except Exception:  # noqa: BLE001 - the student's `__str__` raises anything
        return ""


def exceptions_behind(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and those that were being handled when it came, each once."""
    seen: set[int] = set()  # a student's code can close the chain to a ring
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__context__


def own_traceback(error: BaseException) -> str:
    """Format an exception's traceback without the frames of this package's guest."""
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [frame for frame in frames if not is_own_file(frame.filename)]
    with contextlib.suppress(Exception):
        lines = traceback.format_list(traceback.StackSummary.from_list(theirs))
        return clean("".join(lines)[-MAX_ERROR_CHARS:])
    return ""


def is_own_file(name: str) -> bool:
    """Return whether a frame's file is one of this package's guest."""
    return name.startswith(_OWN_FOLDER)


def text_bundle(data: Any) -> dict[str, str]:
    """Return a MIME bundle as text, its bytes in base64; leave anything else out.

    Scripts are shown nowhere, and libraries send megabytes of them: they stay here. Of data for
    scripts the kind alone is sent.
    """
    texts = {}
    for key, content in dict(data).items():
        kind = clean(str(key))
        if kind.startswith("application/"):
            texts[kind] = ""
        elif isinstance(content, bytes):
            texts[kind] = base64.encodebytes(content).decode("ascii")
        elif isinstance(content, str):
            text = _SCRIPT.sub("", content) if kind == "text/html" else content
            texts[kind] = clean(text)
    return texts
