"""Keeps SQL from opening other files than the one that Python connected to."""

from __future__ import annotations

import functools
import sys
from typing import Any, Final

from grader.testing.test_walls import leads_from_a_test

ATTACH: Final = 24
"""SQLite's number of what attaches a database, or writes one elsewhere."""


def of_one_file(sqlite3: Any) -> None:
    """Patch `connect` to refuse `ATTACH` and `VACUUM INTO` where a test's code leads there."""
    connect = sqlite3.connect
    if hasattr(connect, "__wrapped__"):
        return

    def judge(action: int, *_: object) -> int:
        refused = action == ATTACH and leads_from_a_test(sys._getframe(1))
        return int(sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK)

    @functools.wraps(connect)
    def connect_to_one(*arguments: Any, **options: Any) -> Any:
        connection = connect(*arguments, **options)
        connection.set_authorizer(judge)
        return connection

    sqlite3.connect = connect_to_one
