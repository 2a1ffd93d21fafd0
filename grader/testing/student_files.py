"""The fixture `student_file`: a file for the student's function, as long as a test runs.

It stands in a folder of its own below the notebook's, so it takes the place of no other file. A
hidden test may name one of the assignment's hidden files instead of giving its content.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple, Protocol

import pytest

from grader.errors import CourseError
from grader.notebooks import hidden_files
from grader.testing.namespace import Namespace

FOLDER: Final = ".test_files"


class Giver(NamedTuple):
    """What a test's files come from, and whom they go to."""

    namespace: Namespace
    hidden: Mapping[str, bytes | Path]


GIVER: Final = pytest.StashKey[Giver]()
"""Where a test has what the fixture needs."""


class StudentFile(Protocol):
    """Writes a file for the student's function, and returns its path."""

    def __call__(self, name: str, content: str | bytes | None = None) -> str: ...


@pytest.fixture
def student_file(request: pytest.FixtureRequest) -> Iterator[StudentFile]:
    """Write files that the student's function can read, and remove them after the test."""
    giver: Giver = request.node.stash[GIVER]

    def write(name: str, content: str | bytes | None = None) -> str:
        path = f"{FOLDER}/{_checked(name)}"
        giver.namespace.write_file(path, _bytes(name, content, giver.hidden))
        giver.namespace.calls.files[path] = content
        return path

    yield write
    giver.namespace.remove_files(FOLDER)


def _checked(name: object) -> PurePosixPath:
    """Return a name as a path that stays within a folder."""
    path = PurePosixPath(name) if isinstance(name, str) else PurePosixPath()
    if not path.parts or path.is_absolute() or {"..", "\0", "\\"} & {*path.parts, *str(name)}:
        raise CourseError(f"student_file: {name!r} is no name of a file, as `data.csv` is")
    return path


def _bytes(name: str, content: object, hidden: Mapping[str, bytes | Path]) -> bytes:
    match content:
        case None:
            return _hidden_file(name, hidden)
        case str():
            return content.encode()
        case bytes():
            return content
    raise CourseError(f"student_file: {name} takes text or bytes, not {content!r:.80}")


def _hidden_file(name: str, hidden: Mapping[str, bytes | Path]) -> bytes:
    found = hidden.get(name)
    if found is None:
        raise CourseError(
            f"student_file: {name} is given no content, and this test has no file"
            f" {hidden_files.FOLDER}/{name}: only hidden tests have those"
        )
    try:
        return found if isinstance(found, bytes) else found.read_bytes()
    except OSError as error:
        raise CourseError(f"student_file: {name} can't be read ({error.strerror})") from error
