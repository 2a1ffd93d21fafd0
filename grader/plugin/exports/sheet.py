"""Tables of text: read as they came, written by `csv`, and safe to open in a spreadsheet."""

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

_SPREADSHEET_FORMULA: Final = re.compile(r"(^|[;\t\r\n])(?=[\s\x00-\x1f']*[=+\-@＝＋－＠])")
"""Where a cell may begin, if what it begins with is run: at its start and, since spreadsheets in
half of Europe split at `;` and take our quotes for text, after what may be split at."""


def guard(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what would be a formula.

    This is what the application security project OWASP recommends (ASVS 1.2.10, "CSV injection");
    quotes alone do not help. Every such place gets one, also where one stands already, so that to
    take one away gives the text back.
    """
    return _SPREADSHEET_FORMULA.sub(r"\1'", text)


def runs(text: str) -> bool:
    """Whether a spreadsheet would run it."""
    return guard(text) != text


def number(value: float | None) -> str:
    """A plain number, with a dot and no exponent; nothing for None."""
    if value is None:
        return ""
    plain = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if plain == "-0" else plain


def parsed(text: str) -> float | None:
    """A number of another system's, with a dot or a comma; None for anything else."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None


class Sheet(msgspec.Struct):
    """A table of text, its header the first row, in the form of the file that it came from."""

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
        """Where a column is, spaces around its name apart."""
        names = [found.strip() for found in self.header]
        return names.index(name.strip()) if name.strip() in names else None

    def cell(self, row: int, column: int | None) -> str:
        """A cell's text; nothing where the row is short or the column is not there."""
        cells = self.rows[row]
        return cells[column] if column is not None and column < len(cells) else ""

    def put(self, row: int, column: int, text: str) -> None:
        """Set a cell."""
        cells = self.rows[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = text

    def guard(self, row: int, columns: Iterable[int]) -> None:
        """Let no spreadsheet run these cells; a lone dash, which stands for nothing, is not run."""
        cells = self.rows[row]
        for column in columns:
            if column < len(cells) and cells[column].strip() != "-":
                cells[column] = guard(cells[column])

    def text(self) -> str:
        """The file's text."""
        return (BOM if self.bom else "") + table(self.rows, self.delimiter, self.newline)


def read_sheet(path: Path) -> Sheet:
    """A file that some system exported; its delimiter is that which its header has most of."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise CourseError(f"{path} can't be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise CourseError(
            f"{path} is not text in UTF-8. Take the file as it was downloaded; a spreadsheet may"
            " have saved it in another encoding."
        ) from error
    bom, text = text.startswith(BOM), text.removeprefix(BOM)
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise CourseError(f"{path} is no table of comma-separated values: {error}.") from error
    if not rows or not rows[0]:
        raise CourseError(f"{path} is empty, or its first row is.")
    newline = "\r\n" if first.endswith("\r") else "\n"
    return Sheet(path=path, rows=rows, delimiter=delimiter, newline=newline, bom=bom)


def table(rows: Iterable[Sequence[str]], delimiter: str = ",", newline: str = "\n") -> str:
    """Rows as text, quoted where they need it."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return written.getvalue()
