"""Tables of text: kept as they came, written by `csv`, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import CourseError

BOM: Final = "\ufeff"
DELIMITERS: Final = (",", ";", "\t")

_SPREADSHEET_FORMULA: Final = re.compile(r"(^|[;\t\r\n])(?=[\s\x00-\x1f'\"]*[=+\-@＝＋－＠])")
"""The start of a cell whose content a spreadsheet would run as a formula.

A cell starts at the beginning of the text, and also after `;`, tab or newline: many European
spreadsheets split at `;` and take our quotes for text.
"""


def guard(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe precedes what would be a formula.

    OWASP recommends this (ASVS 1.2.10, "CSV injection"); quotes alone do not help. Every such place
    gets an apostrophe, even if it already has one, so that removing one gives back the text.
    """
    return _SPREADSHEET_FORMULA.sub(r"\1'", text)


def runs(text: str) -> bool:
    """Return whether a spreadsheet would run the text as a formula."""
    return guard(text) != text


def number(value: float | None) -> str:
    """Format a number with a dot and without an exponent; None becomes ""."""
    if value is None:
        return ""
    plain = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if plain == "-0" else plain


def parsed(text: str) -> float | None:
    """Parse another system's number, with a decimal dot or comma; return None for anything else."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None


class Sheet(msgspec.Struct):
    """A table of text in the dialect of the file that it came from. The first row is its header."""

    path: Path
    rows: list[list[str]]
    delimiter: str = ","
    newline: str = "\n"
    bom: bool = False

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return self.rows[0]

    def column(self, name: str) -> int | None:
        """Return a column's index, ignoring spaces around its name."""
        names = [found.strip() for found in self.header]
        return names.index(name.strip()) if name.strip() in names else None

    def cell(self, row: int, column: int | None) -> str:
        """Return a cell's text, or "" if the row is short or the column is missing."""
        cells = self.rows[row]
        return cells[column] if column is not None and column < len(cells) else ""

    def put(self, row: int, column: int, text: str) -> None:
        """Set a cell."""
        cells = self.rows[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = text

    def guard(self, row: int, columns: Iterable[int]) -> None:
        """Guard these cells against formulas. A lone dash means "empty" and is left."""
        cells = self.rows[row]
        for column in columns:
            if column < len(cells) and cells[column].strip() != "-":
                cells[column] = guard(cells[column])

    def text(self) -> str:
        """Return the file's text."""
        return (BOM if self.bom else "") + table(self.rows, self.delimiter, self.newline)


def read_sheet(path: Path) -> Sheet:
    """Read another system's export. The delimiter is the one that its header has most of."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise CourseError(f"{path} can't be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise CourseError(
            f"{path} is not UTF-8 text. Use the file as it was downloaded; a spreadsheet program"
            " may have saved it in another encoding."
        ) from error
    bom, text = text.startswith(BOM), text.removeprefix(BOM)
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise CourseError(f"{path} is not a table of comma-separated values: {error}.") from error
    if not rows or not rows[0]:
        raise CourseError(f"{path} is empty, or its first row is empty.")
    newline = "\r\n" if first.endswith("\r") else "\n"
    return Sheet(path=path, rows=rows, delimiter=delimiter, newline=newline, bom=bom)


def table(rows: Iterable[Sequence[str]], delimiter: str = ",", newline: str = "\n") -> str:
    """Format rows as text, quoted where necessary."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return written.getvalue()
