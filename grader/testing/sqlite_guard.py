"""Keeps SQL from opening other files than the one that Python connected to."""

from __future__ import annotations

import functools
from typing import Any, Final

ATTACH: Final = 24
"""SQLite's number of what attaches a database, or writes one elsewhere."""


def of_one_file(sqlite3: Any) -> None:
    """Patch `connect` to refuse `ATTACH` and `VACUUM INTO` on its connections."""
    connect = sqlite3.connect
    if hasattr(connect, "__wrapped__"):
        return

    def judge(action: int, *_: object) -> int:
        return int(sqlite3.SQLITE_DENY if action == ATTACH else sqlite3.SQLITE_OK)

    @functools.wraps(connect)
    def connect_to_one(*arguments: Any, **options: Any) -> Any:
        connection = connect(*arguments, **options)
        connection.set_authorizer(judge)
        return connection

    sqlite3.connect = connect_to_one
