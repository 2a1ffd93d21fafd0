"""What stands on the page of a question, from notebooks.

What it asks and how it is to be marked is in the instructor's, what students answered in the graded
ones.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from grader.errors import GraderError, Unreadable
from grader.notebooks import ipynb
from grader.notebooks.door import read_bytes
from grader.notebooks.regions import Region
from grader.notebooks.source_cells import SourceCell, last_heading
from grader.plugin import Course
from grader.plugin.verdict_metadata import READ_MB
from grader.service.marking.questions import Question
from grader.service.marking.rubric import RubricItem

_SCHEME: Final = re.compile(r"^\**(?:Marking scheme|Mark scheme|Rubric)\b\**[:.]?\**\s*", re.I)
_LEVEL: Final = re.compile(
    r"(?:^|(?<=[\s.;]))\**(\d+(?:[.,]\d+)?) (?:points?|marks?)\b\**:\s+", re.I
)


class MarkingSheet(msgspec.Struct, kw_only=True):
    """What stands beside the answers to a question."""

    title: str
    asked: list[dict[str, object]] = []
    """Cells that ask."""
    solution: list[dict[str, object]] = []
    """Cells with the instructor's answer."""
    scheme: str = ""
    """The marking scheme in words, without the levels."""
    levels: list[RubricItem] = []
    """What an answer needs for a number of points."""
    problem: str = ""
    """Why there is nothing to show."""


def read_marking_sheet(course: Course, assignment: str, question: Question) -> MarkingSheet:
    """Read what a question asks, and how it is to be marked."""
    path = course.source / assignment / f"{question.notebook}.ipynb"
    where = f"{course.folders.source_directory}/{assignment}/{path.name}"
    try:
        cells = [SourceCell(cell) for cell in ipynb.read_source(path)["cells"]]
    except GraderError:
        return MarkingSheet(title=question.cell, problem=f"{where} can't be read.")
    place = next((n for n, cell in enumerate(cells) if cell.name == question.cell), None)
    if place is None:
        return MarkingSheet(
            title=question.cell, problem=f"{where} has no cell {question.cell!r} any more."
        )
    cell, above = cells[place], cells[:place]
    solution, _, scheme = course.regions
    if question.kind == "task":
        text, task = _split(cell.source, scheme)
        asked = {**cell.data, "source": task}
        title = _title([*above, SourceCell(asked)])
        sheet = MarkingSheet(title=title or question.cell, asked=[asked])
        _read_scheme(sheet, text)
        return sheet
    sheet = MarkingSheet(title=_title(above) or question.cell, asked=_asking(above))
    if question.kind == "tests":
        sheet.solution = [dict(cell.data)]
        return sheet
    inside, outside = _split(cell.source, solution)
    text = inside or outside
    if question.kind == "written":
        text = _read_scheme(sheet, text)
    sheet.solution = [{**cell.data, "source": text}] if text.strip() else []
    return sheet


def _asking(above: Sequence[SourceCell]) -> list[dict[str, object]]:
    """Return the Markdown right above a question, from the last heading on."""
    found: list[dict[str, object]] = []
    for cell in reversed(above):
        if not cell.is_markdown or _is_answered(cell):
            break
        found.insert(0, dict(cell.data))
        if last_heading(cell.source):
            break
    return found


def _is_answered(cell: SourceCell) -> bool:
    return cell.solution or cell.grade or cell.task


def _title(cells: Sequence[SourceCell]) -> str:
    """Return the last heading of some cells."""
    asking = (c for c in reversed(cells) if c.is_markdown and not (c.grade or c.solution))
    headings = (last_heading(cell.source) for cell in asking)
    return next(filter(None, headings), "")


def _split(source: str, region: Region) -> tuple[str, str]:
    """Return the lines of a source that are within a region, and those that are not."""
    lines = [(line, within) for _, line, within in region.lines(source)]
    inside = "\n".join(line for line, within in lines if within).strip("\n")
    return inside, "\n".join(line for line, within in lines if not within).strip("\n")


def _read_scheme(sheet: MarkingSheet, text: str) -> str:
    """Move the marking scheme from a text to the sheet; return what is left of the text.

    A scheme of a task is all of its region. In a written answer it begins with a paragraph that
    says so ("Marking scheme: …").
    """
    paragraphs = re.split(r"\n\s*\n", text)
    begins = next((n for n, one in enumerate(paragraphs) if _SCHEME.match(one.strip())), None)
    if begins is None and sheet.asked and _is_answered(SourceCell(sheet.asked[0])):
        begins = 0
    if begins is None:
        return text
    scheme = _SCHEME.sub("", "\n\n".join(paragraphs[begins:]).strip())
    parts = _LEVEL.split(scheme)
    sheet.scheme = parts[0].strip()
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    sheet.levels = [
        RubricItem(
            id=f"level{number}",
            text=said.strip(" \n;*-"),
            points=float(points.replace(",", ".")),
            level=True,
        )
        for number, (points, said) in enumerate(pairs, 1)
    ]
    return "\n\n".join(paragraphs[:begins])


# What students answered -----------------------------------------------------------------


class StudentAnswer(msgspec.Struct, kw_only=True):
    """The cells of an answer, or why there are none."""

    cells: list[dict[str, Any]] = []
    problem: str = ""

    @property
    def digest(self) -> str:
        """A digest of what the student wrote, whatever it printed."""
        written = [
            ["".join(cell.get("source", "")), cell.get("attachments") or {}] for cell in self.cells
        ]
        return hashlib.blake2b(
            json.dumps([written, self.problem], sort_keys=True).encode(), digest_size=8
        ).hexdigest()


def shuffled(
    students: Iterable[str], assignment: str, question: Question, secret: bytes
) -> list[str]:
    """Return students in an order of this question's own, which is the same each time.

    In each question it is another one, so that nobody is always marked first. Without the secret
    nobody can tell by the place whose an answer is.
    """

    def place(student: str) -> bytes:
        words = "\0".join((assignment, question.notebook, question.cell, student))
        return hashlib.blake2b(words.encode(errors="surrogateescape"), key=secret).digest()

    return sorted(students, key=place)


def read_answer(course: Course, assignment: str, question: Question, student: str) -> StudentAnswer:
    """Read a student's answer from the graded notebook."""
    step = str(course.folders.autograded_directory)
    path = course.folder(step, student, assignment) / f"{question.notebook}.ipynb"
    if not path.exists():
        return StudentAnswer(problem="The notebook of this question was not handed in.")
    try:
        cells = json.loads(read_bytes(path, READ_MB))["cells"]
        found = _cells_of(cells, question)
    except (Unreadable, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return StudentAnswer(problem="The graded notebook of this answer can't be read.")
    if not found:
        return StudentAnswer(problem="The notebook has no cell with this answer any more.")
    return StudentAnswer(cells=found)


def _cells_of(cells: Sequence[dict[str, object]], question: Question) -> list[dict[str, object]]:
    """Return the cells that answer a question.

    A task is answered below it, up to the next cell that the instructor named; tests are about the
    code above them.
    """
    place = next(
        (n for n, cell in enumerate(cells) if SourceCell(cell).name == question.cell), None
    )
    if place is None:
        return []
    if question.kind == "task":
        after = cells[place + 1 :]
        end = next((n for n, cell in enumerate(after) if SourceCell(cell).name), len(after))
        return list(after[:end])
    if question.kind == "tests":
        return _tested(cells[:place])
    return [cells[place]]


def _tested(cells: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Return the cells with a student's code from the last grade cell on."""
    found: list[dict[str, Any]] = []
    for cell in reversed(cells):
        marked = SourceCell(cell)
        if marked.grade:
            break
        if marked.solution:
            found.insert(0, cell)
    return found
