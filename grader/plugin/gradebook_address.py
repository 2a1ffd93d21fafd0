"""The address of a gradebook, and sentences for what goes wrong with the database there."""

from __future__ import annotations

import contextlib
import re
import traceback
from collections.abc import Iterator
from typing import Final

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from grader.errors import CourseError

OLD_DATABASE: Final = re.compile(r"no such (?:column|table)|(?:column|relation) .* does not exist")

SETTING: Final = "c.CourseDirectory.db_url"

EXAMPLES: Final = (
    "sqlite:////FOLDER/gradebook.db or postgresql+psycopg://USER:PASSWORD@HOST:PORT/DATABASE"
)
"""Addresses of gradebooks."""


REASONS: Final = {
    "SQLITE_READONLY": "it may only be read, and something is to be written to it",
    "SQLITE_BUSY": "another program has locked it",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_READONLY_DBMOVED": "its file was moved or deleted meanwhile",
    "SQLITE_NOTADB": "the file is no database: put back a copy of the gradebook, or move the file"
    " away to begin a new one",
}
"""What SQLite's error names mean, where SQLite's own message does not say."""


@contextlib.contextmanager
def gradebook_errors(url: str) -> Iterator[None]:
    """Turn database errors into sentences that say what to do."""
    shown = shown_address(url)
    try:
        yield
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        if isinstance(error, ModuleNotFoundError) and not _is_of_driver(error):
            raise
        why = f"The gradebook {shown} can't be used: {_reason(error, url)}"
        raise CourseError(why) from error


def _reason(error: SQLAlchemyError | ModuleNotFoundError, url: str) -> str:
    """Return why a database can't be used, and what to do."""
    if isinstance(error, NoSuchModuleError):
        kind = make_url(url).drivername
        return f"no kind of database is called {kind!r}. Change {SETTING}; it looks like {EXAMPLES}"
    if isinstance(error, ModuleNotFoundError):
        missing = f"{error.name} is not installed"
        return f"{missing}. Install it, or change {SETTING}; it looks like {EXAMPLES}"
    cause = getattr(error, "orig", error)
    said = str(cause).strip().split("\n")[0]
    if OLD_DATABASE.search(said):
        return (
            f"it is of an older nbgrader ({said}). Make a copy of it, then run: nbgrader db upgrade"
        )
    reason = REASONS.get(getattr(cause, "sqlite_errorname", ""), said)
    check = (
        "no other program has locked it, that you may write to it and its folder, and that the disk"
        " has space"
        if url.startswith("sqlite")
        else "its server runs, and that db_url is right (address, user, password, database)"
    )
    return (
        f"{reason}. Check that {check}. What was recorded before is kept; run the same command"
        " again to go on."
    )


def _is_of_driver(error: ModuleNotFoundError) -> bool:
    """Return whether the missing module is a database's driver, and not one that we import."""
    return any(frame.name == "import_dbapi" for frame in traceback.extract_tb(error.__traceback__))


def checks_courses(url: str) -> bool:
    """Whether a database refuses what belongs to a course that it does not know: not SQLite's."""
    try:
        return bool(make_url(url).get_backend_name() != "sqlite")
    except ArgumentError:
        return False  # the sentence about the address comes when it is opened


def shown_address(url: str) -> str:
    """Return a gradebook's address without its password."""
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        raise CourseError(
            f"c.CourseDirectory.db_url is not the address of a gradebook; one looks like {EXAMPLES}"
        ) from None
    if "@" in (parts.host or ""):
        raise CourseError(
            "c.CourseDirectory.db_url has more than one @. Percent-encode the password: write @ as"
            " %40, and its other special characters likewise."
        )
    return str(parts.render_as_string(hide_password=True))
