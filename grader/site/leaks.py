"""What a page must not show: lines that a release leaves out, and files outside of assignments."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import unquote

from grader.notebooks.source_cells import SourceCell
from grader.site.lessons import Cells, Lesson

DISTINCT: Final = 20
"""A shorter line may well be printed for other reasons, unless it stands alone."""

STATEMENT: Final = re.compile(r"(return|def|class|for|while|if|elif|import|from|raise|yield)\b.")
"""How a line begins that is printed where code is, and hardly elsewhere."""

_LINK: Final = re.compile(r"\](?:\(|:)\s*<?([^\s:)>]+)")
"""The address of a link or picture in Markdown that names no server."""


def shown_secrets(lesson: Lesson, hidden: Collection[str]) -> Iterator[str]:
    """Yield the lines of solutions and hidden tests that an output shows."""
    told = [plain for text in _strings(lesson.outputs) for plain in _as_read(text)]
    alone = {_spaced(line) for text in told for line in text.splitlines()}
    whole = _spaced(" ".join(told))
    for line in sorted(hidden):
        long = len(line) >= DISTINCT and _spaced(line) in whole
        if long or (STATEMENT.match(line) and _spaced(line) in alone):
            yield f"an output shows `{line}`, which students must not see; print less there."


def leads_out(lesson: Lesson) -> Iterator[str]:
    """Yield the links to files above the assignments: a page would have a copy of them."""
    for cell in map(SourceCell, lesson.cells):
        for found in _LINK.finditer(cell.source if cell.is_markdown else ""):
            place = posixpath.normpath(f"{lesson.assignment}/{unquote(found[1])}")
            if place.startswith(".."):
                yield f"a link leads to {found[1]}, which lies outside of what students get."


def _as_read(text: str) -> Iterator[str]:
    """Yield a text as it is, as its HTML shows it, and as the text that it is the `repr` of."""
    yield text
    yield html.unescape(re.sub(r"<[^>]*>", "", text))
    yield re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def lines_of(notebooks: Iterable[Cells]) -> set[str]:
    """Return the lines of notebooks, without the spaces around them."""
    cells = (SourceCell(cell) for notebook in notebooks for cell in notebook)
    return {line.strip() for cell in cells for line in cell.source.splitlines()}


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
