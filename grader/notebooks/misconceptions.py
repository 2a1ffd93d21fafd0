"""The files beside released notebooks that tell what known misconceptions lead to.

`diagnosis.traces` says what is in them.
"""

from __future__ import annotations

from pathlib import Path


def file_of(notebook: str) -> Path:
    """Return where a notebook's misconceptions are, seen from its folder."""
    return Path("misconceptions", f"{notebook}.jsonl")


def released_text(path: Path) -> str:
    """Return the text of such a file; an empty one if it can't be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def beside(folder: Path) -> str:
    """Return the text of all such files that were released with the notebooks of a folder."""
    return "".join(map(released_text, sorted(folder.glob(str(file_of("*"))))))
