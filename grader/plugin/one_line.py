"""A stranger's text, as a sentence or a terminal can show it."""

from __future__ import annotations


def in_one_line(text: str) -> str:
    """Return a text with a mark in the place of each line break and control character."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
