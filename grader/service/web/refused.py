"""What a page asked for, and is not done."""

from __future__ import annotations

from grader.errors import GraderError


class RefusedError(GraderError):
    """Something that is not done. Has the status of HTTP for it, and the answer's digest if new."""

    def __init__(self, sentence: str, *, status: int = 409, seen: str = "") -> None:
        super().__init__(sentence)
        self.status, self.seen = status, seen
