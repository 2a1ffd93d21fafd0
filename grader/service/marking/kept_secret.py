"""The secret by which answers are ordered: made once for a course, and kept for its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from grader.errors import CourseError

ORDER_FILE: Final = ".grader.order"

SECRET_BYTES: Final = 32


def order_secret(root: Path) -> bytes:
    """Return a course's secret, which is made if there is none."""
    path = root / ORDER_FILE
    try:
        if not path.exists():
            _make(path)
        found = path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path} can't be used: {error.strerror or error}.") from error
    if len(found) != SECRET_BYTES:
        raise CourseError(
            f"{path} is damaged. Delete it; the answers to each question then get another order."
        )
    return found


def _make(path: Path) -> None:
    """Write a secret, whole. Of two processes that do it at once, the later one's holds."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(SECRET_BYTES))
    temporary.replace(path)
