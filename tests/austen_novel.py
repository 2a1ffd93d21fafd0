"""Turns a novel of the package into the plain text that the course models."""

from __future__ import annotations

import re
from typing import Final

HEADING: Final = re.compile(r"Chapter \d+\n")
NUMBER: Final = re.compile(r",? ?-*\d+(?:st|nd|rd|th)?")
"""A number and what joins it to the words before: "May 1, 1760, married" becomes "May, married"."""


def plain_novel(lines: list[str]) -> str:
    """Return a novel's text, a line for each paragraph, without title, headings and numbers."""
    _, *chapters = HEADING.split("\n".join(lines).removesuffix("Finis"))
    paragraphs = (
        " ".join(paragraph.split()) for text in chapters for paragraph in text.split("\n\n")
    )
    text = "".join(f"{paragraph}\n" for paragraph in paragraphs if paragraph)
    return NUMBER.sub("", text).replace("&c", "etc")
