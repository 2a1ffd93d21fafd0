"""What the desk refuses, in one sentence each."""

from __future__ import annotations

from grader.errors import CourseError, UsageError


class UnknownQuestionError(CourseError):
    """A question that the assignment does not have, or that nobody marks by hand."""


class StalePageError(CourseError):
    """A page whose answer is no longer that of a student here."""

    def __init__(self) -> None:
        super().__init__("This page shows another state of the class; load it again.")


class CommentTooLongError(UsageError):
    """A comment over the limit."""


class MarkRefusedError(Exception):
    """A mark that is not written, and how the answer stands."""

    def __init__(self, said: str, seen: str) -> None:
        self.said, self.seen = said, seen
        super().__init__(said)
