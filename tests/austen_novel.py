"""Turns a novel of the package into the plain text that the course models."""

from __future__ import annotations

import re
from typing import Final

HEADING: Final = re.compile(r"Chapter \d+\n")
NUMBER: Final = re.compile(r",?\s?-*\d+(?:st|nd|rd|th)?")
"""A number with what joins it to the words before: "March 1, 1760, married" keeps "March, married"."""


def plain_novel(lines: list[str]) -> str:
    """Return a novel's text from its first chapter to its last, without headings and numbers."""
    text = "\n".join(lines)
    _, *chapters = HEADING.split(text.removesuffix("Finis"))
    body = NUMBER.sub("", "\n\n".join(chapters)).replace("&c", "etc")
    tidy = [re.sub(" +", " ", line).strip() for line in body.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(tidy)).strip() + "\n"
