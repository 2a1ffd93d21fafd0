"""The verdict as it is kept in an autograded notebook, beside the gradebook's scores."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from nbformat import NotebookNode

from grader.errors import Unreadable
from grader.notebooks import ipynb
from grader.notebooks.door import read_bytes
from grader.notebooks.files import write_whole
from grader.verdict import NotebookVerdict

if TYPE_CHECKING:
    from grader.grading.jobs import GradedNotebook

RECORD: Final = "grader"
"""Key of the notebook's metadata that holds the verdict."""

READ_MB: Final = 1024
"""Size limit in MB for reading notebooks that we wrote ourselves."""


class _KeptVerdict(msgspec.Struct):
    digest: str = ""
    verdict: msgspec.Raw = msgspec.Raw(b"null")


class _NotebookMetadata(msgspec.Struct):
    grader: _KeptVerdict = msgspec.field(default_factory=_KeptVerdict, name=RECORD)


class _Autograded(msgspec.Struct):
    metadata: _NotebookMetadata = msgspec.field(default_factory=_NotebookMetadata)


def write_autograded(folder: Path, graded: GradedNotebook, digest: str) -> None:
    """Write a notebook as it ran, with its verdict."""
    kept = {"digest": digest, "verdict": msgspec.to_builtins(graded.verdict)}
    plain = {**graded.notebook, "metadata": {**graded.notebook["metadata"], RECORD: kept}}
    write_whole(folder / f"{graded.verdict.notebook}.ipynb", ipynb.dumps(plain))


def digest_in(path: Path) -> str:
    """Return the digest from which an autograded notebook was graded, or "" if there is none."""
    try:
        return _kept(path).digest
    except (Unreadable, msgspec.DecodeError):
        return ""


def verdict_in(path: Path) -> NotebookVerdict | None:
    """Return the verdict in an autograded notebook's file.

    Raises Unreadable or msgspec.DecodeError if it cannot be read.
    """
    return msgspec.json.decode(_kept(path).verdict, type=NotebookVerdict | None)


def _kept(path: Path) -> _KeptVerdict:
    return msgspec.json.decode(read_bytes(path, READ_MB), type=_Autograded).metadata.grader


def verdict_of(nb: NotebookNode) -> NotebookVerdict | None:
    """Return the verdict that is kept in a parsed autograded notebook."""
    kept = nb.metadata.get(RECORD, {}).get("verdict")
    return msgspec.convert(kept, NotebookVerdict) if kept else None
