"""Notebooks as files: safe reading of what students hand in, one canonical form of what we write.

All knowledge of the notebook format is here. A submission is read into `Cell`s, which hold what
grading needs and nothing else: outputs, foreign metadata and tags of the student's are left behind.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import msgspec

from grader.errors import GraderError
from grader.notebooks import sanitize

FORMAT: Final = 4
MINOR: Final = 5
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Unreadable(Exception):
    """A submission that is no notebook; the sentence says why. The fault is the student's."""


class KeyCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell as the instructor made it; the gradebook keeps it."""

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


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """What a notebook was released with: its named cells, in their order."""

    notebook: str
    cells: list[KeyCell]
    kernelspec: dict[str, str] = {}

    def autograded(self) -> list[KeyCell]:
        """The cells whose score comes from running them."""
        return [cell for cell in self.cells if cell.autograded]


class Cell(msgspec.Struct, kw_only=True):
    """A cell of a submission. `key` is set where the instructor's notebook has it too."""

    id: str
    cell_type: str
    source: str
    name: str = ""
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


def read_submission(path: Path, limit_mb: int) -> list[Cell]:
    """The cells of a submitted file. It is opened as a stranger's: no link, no pipe, no giant."""
    data = read_bytes(path, limit_mb)
    if not data.strip():
        raise Unreadable("the file is empty")
    try:
        raw = _notebook_decoder.decode(data)
    except (msgspec.ValidationError, RecursionError) as error:
        raise Unreadable(f"the file is no notebook that can be read ({error})") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(f"the file is not JSON, so no notebook ({error})") from error
    if raw.nbformat != FORMAT:
        raise Unreadable(
            f"the notebook is of format {raw.nbformat}, where {FORMAT} is needed; open it in"
            " JupyterLab, save it and hand it in again"
        )
    return [_read_cell(cell, number) for number, cell in enumerate(raw.cells or [])]


def read_bytes(path: Path, limit_mb: int) -> bytes:
    """A stranger's file: no link is followed, no pipe waited for, no giant read."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        reason = "it is a symbolic link" if path.is_symlink() else error.strerror or "unknown"
        raise Unreadable(f"the file can't be opened: {reason}") from error
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        os.close(handle)
        raise Unreadable("it is not a regular file")
    with os.fdopen(handle, "rb") as file:
        if found.st_size > limit_mb << 20:
            raise Unreadable(
                f"the file has {found.st_size >> 20} MB, more than the limit submission_mb"
                f" ({limit_mb} MB); clear the outputs and hand it in again"
            )
        return file.read()


def _read_cell(raw: _RawCell, number: int) -> Cell:
    meta = raw.metadata.nbgrader if raw.metadata else None
    name = meta.get("grade_id") if isinstance(meta, dict) else None
    source = raw.source if isinstance(raw.source, str) else "".join(raw.source)
    return Cell(
        id=raw.id if isinstance(raw.id, str) and _ID.fullmatch(raw.id) else f"cell-{number}",
        cell_type=raw.cell_type if raw.cell_type in ("code", "markdown") else "raw",
        source=source,
        name=name if isinstance(name, str) else "",
        attachments=pictures(raw.attachments),
    )


def pictures(raw: Any) -> dict[str, dict[str, str]] | None:
    """Pictures pasted into a written answer, of a cell's attachments."""
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
    """Put the instructor's cells back in force: type and, where locked, text. A name counts once,
    at its last place; names which the key lacks mean nothing. Text of the student's is harmless."""
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


def read_source(path: Path) -> dict[str, Any]:
    """An instructor's notebook as plain data, each cell's text in one piece."""
    try:
        nb: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for cell in nb["cells"]:
            cell["source"] = "".join(cell["source"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GraderError(f"{path} is no notebook that can be read: {error}") from error
    return nb


def plain(text: str) -> str:
    """Text for a Markdown cell, so that it is shown as it is: nothing in it is markup or HTML."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!<>&|$~])", r"\\\1", " ".join(text.split()))


# Writing ------------------------------------------------------------------------------------


def assemble(cells: Iterable[Cell], kernelspec: dict[str, str]) -> dict[str, Any]:
    """A notebook of the current format, as plain data."""
    return {
        "cells": [_plain_text(cell) for cell in cells],
        "metadata": {"kernelspec": dict(kernelspec)} if kernelspec else {},
        "nbformat": FORMAT,
        "nbformat_minor": MINOR,
    }


def _plain_text(cell: Cell) -> dict[str, Any]:
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
    elif cell.cell_type == "raw":  # else a page would take its text for HTML
        plain["metadata"] = {**plain["metadata"], "raw_mimetype": "text/plain"}
    return plain


def marks(key: KeyCell) -> dict[str, Any]:
    """nbgrader's metadata of a cell."""
    found: dict[str, Any] = {
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


def dumps(notebook: dict[str, Any]) -> str:
    """The one form in which notebooks are written: sorted keys, indented by one, lines apart."""
    lined = json.loads(json.dumps(notebook))
    for cell in lined["cells"]:
        if isinstance(cell.get("source"), str):
            cell["source"] = cell["source"].splitlines(keepends=True)
    return json.dumps(lined, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def canonical(notebook: dict[str, Any]) -> dict[str, Any]:
    """An instructor's notebook without what a run or an editor leaves in it."""
    cells = []
    for number, cell in enumerate(notebook["cells"]):
        meta = cell.get("metadata", {})
        kept = {key: meta[key] for key in ("nbgrader", "tags") if key in meta}
        tidy = {"id": f"cell-{number}", **cell, "metadata": kept}
        if cell["cell_type"] == "code":
            tidy |= {"outputs": [], "execution_count": None}
        cells.append(tidy)
    meta = notebook.get("metadata", {})
    named = meta.get("kernelspec", {})
    kernelspec = {
        "display_name": named.get("display_name", "Python 3 (ipykernel)"),
        "language": named.get("language", "python"),
        "name": named.get("name", "python3"),
    }
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernelspec, "language_info": {"name": kernelspec["language"]}},
        "nbformat": FORMAT,
        "nbformat_minor": MINOR,
    }


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
