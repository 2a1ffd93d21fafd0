"""Traces of misconceptions that were recorded before: recording is most of what generating takes.

They depend on a notebook's code, the course's reference, this engine and the installed packages.
The name of the file that keeps them is a digest of all these. It lies in the user's cache folder; a
file that can't be read or written costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import sysconfig
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import platformdirs

from grader.grading.engine import ENGINE
from grader.notebooks.files import write_whole
from grader.testing import misconception_runs

KEPT_SECONDS: Final = 30 * 24 * 3600
"""How long a file stays that nobody reads."""


def sources_with_traces(cells: Sequence[Mapping[str, Any]], root: Path) -> dict[str, str]:
    """Return the sources of a notebook's cells of tests, each with its traces."""
    path = folder() / f"{_digest_for(cells, root)}.json"
    with contextlib.suppress(OSError, msgspec.DecodeError):
        found = msgspec.json.decode(path.read_bytes(), type=dict[str, str])
        os.utime(path)
        return found
    found = misconception_runs.with_traces(cells, root)
    with contextlib.suppress(OSError):
        write_whole(path, msgspec.json.encode(found))
        _forget_old()
    return found


def folder() -> Path:
    """Return the folder that keeps the traces."""
    return platformdirs.user_cache_path("math-notebook-grader") / "traces"


def _digest_for(cells: Sequence[Mapping[str, Any]], root: Path) -> str:
    """Return a digest of all that the traces of a notebook depend on."""
    packages = sorted(
        name for name in os.listdir(sysconfig.get_path("purelib")) if name.endswith(".dist-info")
    )
    parts = (
        misconception_runs.code_of(cells),
        misconception_runs.digest_of_reference(root),
        ENGINE,
        sys.version,
        packages,
    )
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=20).hexdigest()


def _forget_old() -> None:
    """Remove the files that nobody has read for a while."""
    oldest = time.time() - KEPT_SECONDS
    for path in folder().glob("*.json"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()
