"""A stranger's text, as a sentence or a terminal can show it."""

from __future__ import annotations

from typing import Final

MOST_SIGNS: Final = 120
"""Characters of a file's path that are shown."""


def in_one_line(text: str) -> str:
    """Return a text with a mark in the place of each line break and control character."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def shown_path(text: str) -> str:
    """Return a stranger's path as text of one line, shortened in the middle."""
    plain = in_one_line(text)
    if len(plain) <= MOST_SIGNS:
        return plain
    half = MOST_SIGNS // 2
    return f"{plain[:half]}…{plain[-half:]}"
