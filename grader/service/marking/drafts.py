"""Points and comments that were typed and are no marks yet: a file each, written as they are typed.

They are beside the gradebook and not in it, so that nothing counts that nobody has confirmed. The
folder is closed to others: it says what somebody thinks of somebody.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from grader.notebooks.files import write_whole
from grader.service.marking.questions import GradeState, Question

FOLDER: Final = ".grader/drafts"


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed for an answer."""

    assignment: str
    notebook: str
    cell: str
    student: str
    points: str = ""
    comment: str = ""
    items: Sequence[str] = ()
    """Items of the rubric that were chosen."""
    owner: str = ""
    """Whose it is: drafts of a team are by themselves."""
    answer: str = ""
    """Digest of the answer that it was typed for."""

    def is_as(self, state: GradeState) -> bool:
        """Return whether the gradebook has the same."""
        same = (self.points, self.comment) == (state.points, state.words)
        return same and {*self.items} == {*state.items}


class Drafts:
    """The drafts of a course."""

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER

    def put(self, draft: Draft) -> None:
        """Keep a draft, in the place of an earlier one for the same answer."""
        self._write(self._path(draft), msgspec.json.encode(draft))

    def drop(self, draft: Draft) -> None:
        """Remove the draft for an answer, if there is one."""
        self._path(draft).unlink(missing_ok=True)

    def of_question(self, assignment: str, question: Question) -> list[Draft]:
        """Return the drafts for a question, everybody's."""
        place = (assignment, *question.place)
        return [d for d in self._all() if (d.assignment, d.notebook, d.cell) == place]

    def forget(self, student: str) -> bool:
        """Remove all drafts about a student; return whether there was one."""
        found = [draft for draft in self._all() if draft.student == student]
        for draft in found:
            self.drop(draft)
        return bool(found)

    def key(self, name: str) -> bytes:
        """Return a secret, made once for a course: of the order of answers, or of links."""
        path = self._folder / name
        if not path.exists():
            self._write(path, secrets.token_bytes(32))
        return path.read_bytes()

    def _write(self, path: Path, data: bytes) -> None:
        self._folder.parent.mkdir(exist_ok=True)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        write_whole(path, data)

    def _all(self) -> Iterator[Draft]:
        for path in sorted(self._folder.glob("*.json")):
            with contextlib.suppress(OSError, msgspec.DecodeError):
                yield msgspec.json.decode(path.read_bytes(), type=Draft)

    def _path(self, draft: Draft) -> Path:
        parts = (draft.assignment, draft.notebook, draft.cell, draft.student)
        words = "\0".join((*parts, draft.owner) if draft.owner else parts)
        digest = hashlib.blake2b(words.encode(errors="surrogateescape"), digest_size=16)
        return self._folder / f"{digest.hexdigest()}.json"


def forget_drafts(root: Path, student: str) -> str:
    """Remove all drafts about a student; return what was removed, in words."""
    return "drafts of marks" if Drafts(root).forget(student) else ""
