"""The notebook format: submissions read safely, and one canonical form of what we write.

A submission is read into `Cell`s of what grading needs: no outputs, foreign metadata or tags.
"""

from __future__ import annotations

import itertools
import json
import platform
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.parse import unquote

import msgspec

from grader.errors import GraderError, Unreadable
from grader.notebooks import sanitize, source_cells
from grader.notebooks.files import decode_json

FORMAT: Final = 4
MINOR: Final = 5
MOST_CELLS: Final = 2000
MOST_LINES: Final = 100_000
KEPT_METADATA: Final = ("nbgrader", "tags", "deletable", "editable")
KERNEL: Final = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
NotebookData: TypeAlias = dict[str, Any]
"""A notebook as JSON holds it."""

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


class KeyCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell as the instructor made it, from the gradebook."""

    name: str
    cell_type: str
    source: str = ""
    locked: bool = False
    grade: bool = False
    solution: bool = False
    task: bool = False
    points: float = 0.0
    checksum: str = ""

    @property
    def autograded(self) -> bool:
        """Whether its score comes from running it."""
        return self.grade and not self.solution and self.cell_type == "code"

    @property
    def is_suite(self) -> bool:
        """Whether its text is one of test functions."""
        return source_cells.is_suite(self.source)


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """The named cells with which a notebook was released, in order, and the file beside it."""

    notebook: str
    cells: list[KeyCell]
    kernelspec: dict[str, str] = {}
    misconceptions: str = ""

    def autograded(self) -> list[KeyCell]:
        """Return the cells whose score comes from running them."""
        return [cell for cell in self.cells if cell.autograded]


class Cell(msgspec.Struct, kw_only=True):
    """A cell of a submission, with nbgrader's metadata; `key` is the instructor's cell, if any."""

    id: str
    cell_type: str
    source: str
    name: str = ""
    metadata: dict[str, Any] = {}
    key: KeyCell | None = None
    attachments: dict[str, dict[str, str]] | None = None
    outputs: list[dict[str, Any]] = []
    count: int | None = None


# Reading a submission -----------------------------------------------------------------------


class _Metadata(msgspec.Struct):
    nbgrader: Any = None


class _RawCell(msgspec.Struct):
    cell_type: str
    source: str | list[str] = ""
    id: Any = ""
    metadata: _Metadata | None = None
    attachments: Any = None


class _RawNotebook(msgspec.Struct):
    nbformat: int = 0
    cells: list[_RawCell] | None = None


_notebook_decoder = msgspec.json.Decoder(_RawNotebook)


def read_submission(data: bytes) -> list[Cell]:
    """Read the cells of a submitted file, which may be hostile."""
    if not data.strip():
        raise Unreadable("the file is empty")
    try:
        raw = decode_json(_notebook_decoder, data)
    except (msgspec.ValidationError, RecursionError) as error:
        raise Unreadable(f"the file cannot be read as a notebook ({error})") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(f"the file is not JSON, so it is not a notebook ({error})") from error
    if raw.nbformat != FORMAT:
        raise Unreadable(
            f"the notebook has format {raw.nbformat}, but {FORMAT} is needed; open it in"
            " JupyterLab, save it and hand it in again"
        )
    raw_cells = raw.cells or []
    if len(raw_cells) > MOST_CELLS:
        most = f"the limit cells ({MOST_CELLS})"
        raise Unreadable(f"the notebook has {len(raw_cells)} cells, more than {most}")
    cells = [_read_cell(cell, number) for number, cell in enumerate(raw_cells)]
    if (lines := sum(_count_lines(cell.source) for cell in cells)) > MOST_LINES:
        raise Unreadable(f"its cells have {lines} lines, more than the limit lines ({MOST_LINES})")
    return cells


def _count_lines(text: str) -> int:
    """Return at least the number of lines into which a text is split when it is written."""
    return 1 + sum(map(text.count, "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"))


def _read_cell(raw: _RawCell, number: int) -> Cell:
    meta = raw.metadata or _Metadata()
    metadata = meta.nbgrader if isinstance(meta.nbgrader, dict) else {}
    return Cell(
        id=raw.id if isinstance(raw.id, str) and _ID.fullmatch(raw.id) else f"cell-{number}",
        cell_type=raw.cell_type if raw.cell_type in ("code", "markdown") else "raw",
        source=raw.source if isinstance(raw.source, str) else "".join(raw.source),
        name=name if isinstance(name := metadata.get("grade_id"), str) else "",
        metadata=metadata,
        attachments=pictures(raw.attachments),
    )


def pictures(raw: object) -> dict[str, dict[str, str]] | None:
    """Return the pictures in a cell's attachments, as pasted into a written answer."""
    try:
        found = msgspec.convert(raw, dict[str, dict[str, str]])
    except msgspec.ValidationError:
        return None
    kept = {
        name: {kind: data for kind, data in bundle.items() if sanitize.is_picture(kind, data)}
        for name, bundle in found.items()
    }
    return {name: bundle for name, bundle in kept.items() if bundle}


def restore(cells: list[Cell], key: Key) -> list[Cell]:
    """Restore each cell's type and, if it is locked, its source from the instructor's notebook.

    Of cells with the same grade_id the last one counts; unknown ids are dropped. The student's
    Markdown is sanitized.
    """
    known = {cell.name: cell for cell in key.cells}
    seen: set[str] = set()
    used: set[str] = set()
    for cell in reversed(cells):
        original = known.get(cell.name)
        if original is None or cell.name in seen:
            cell.name, cell.key = "", None
            continue
        seen.add(cell.name)
        cell.key = original
        cell.cell_type = original.cell_type
        if original.locked:
            cell.source = original.source
    numbers = itertools.count()
    for cell in cells:
        if cell.cell_type == "markdown":
            of_ours = cell.key is not None and cell.key.locked
            harmless = sanitize.illustrated if of_ours else sanitize.sanitize_markdown
            cell.source = harmless(cell.source, cell.attachments or {})
        while cell.id in used:
            cell.id = f"again-{next(numbers)}"
        used.add(cell.id)
    return cells


def read_source(path: Path) -> NotebookData:
    """Read an instructor's notebook as plain data, with each cell's source as one string."""
    try:
        nb: NotebookData = json.loads(path.read_text(encoding="utf-8"))
        for cell in nb["cells"]:
            cell["source"] = "".join(cell["source"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GraderError(f"{path} cannot be read as a notebook: {error}") from error
    return nb


def foreign_kernel(kernelspec: Mapping[str, str]) -> str:
    """Return where a notebook of another kernel is graded, or an empty string."""
    name = kernelspec.get("name", "python3")
    if name in ("python3", "python"):
        return ""
    here = f"Python {platform.python_version()} and the packages of {sys.prefix}"
    return f"its kernel `{name}` is not started; it is graded with {here}"


def plain(text: str) -> str:
    """Escape text for a Markdown cell, so that nothing in it is markup or HTML."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!<>&|$~])", r"\\\1", " ".join(text.split()))


# Writing ------------------------------------------------------------------------------------


def assemble(cells: Iterable[Cell], kernelspec: dict[str, str]) -> NotebookData:
    """Return a notebook of the current format, as plain data."""
    return {
        "cells": [_plain_text(cell) for cell in cells],
        "metadata": {"kernelspec": dict(kernelspec)} if kernelspec else {},
        "nbformat": FORMAT,
        "nbformat_minor": MINOR,
    }


def _plain_text(cell: Cell) -> dict[str, object]:
    plain: dict[str, Any] = {
        "cell_type": cell.cell_type,
        "id": cell.id,
        "metadata": {"nbgrader": marks(cell.key)} if cell.key else {},
        "source": cell.source,
    }
    if cell.cell_type == "code":
        plain |= {"execution_count": cell.count, "outputs": cell.outputs}
    elif cell.attachments and cell.cell_type == "markdown":
        plain["attachments"] = cell.attachments
    elif cell.cell_type == "raw":  # or a page would treat its text as HTML
        plain["metadata"] = {**plain["metadata"], "raw_mimetype": "text/plain"}
    return plain


def marks(key: KeyCell) -> dict[str, object]:
    """Return nbgrader's metadata of a cell."""
    found = {
        "cell_type": key.cell_type,
        "checksum": key.checksum,
        "grade": key.grade,
        "grade_id": key.name,
        "locked": key.locked,
        "schema_version": 3,
        "solution": key.solution,
        "task": key.task,
    }
    return found | ({"points": key.points} if key.grade or key.task else {})


def dumps(notebook: NotebookData) -> str:
    """Serialize a notebook canonically: sorted keys, indent 1, source split into lines."""
    cells = [
        {**cell, "source": "".join(cell.get("source", "")).splitlines(keepends=True)}
        for cell in notebook["cells"]
    ]
    data = msgspec.json.encode({**notebook, "cells": cells}, order="sorted")
    return msgspec.json.format(data.decode(), indent=1) + "\n"


def canonical(notebook: NotebookData) -> NotebookData:
    """Return an instructor's notebook without outputs, foreign metadata and pictures not shown."""
    cells = []
    for number, cell in enumerate(notebook["cells"]):
        meta = cell.get("metadata", {})
        kept = {key: meta[key] for key in KEPT_METADATA if key in meta}
        tidy = {"id": f"cell-{number}", **cell, "metadata": kept}
        if cell["cell_type"] == "code":
            tidy |= {"outputs": [], "execution_count": None}
        text = unquote("".join(cell["source"]))
        if shown := {k: v for k, v in tidy.pop("attachments", {}).items() if f":{k}" in text}:
            tidy["attachments"] = shown
        cells.append(tidy)
    named = notebook.get("metadata", {}).get("kernelspec", {})
    kernelspec = {name: named.get(name, usual) for name, usual in KERNEL.items()}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernelspec, "language_info": {"name": kernelspec["language"]}},
        "nbformat": FORMAT,
        "nbformat_minor": MINOR,
    }
