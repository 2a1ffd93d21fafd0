"""The settings of questions on students' own code."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec
from traitlets.config import Config

from grader.plugin.settings import record_of

Kind = Literal["value", "flow", "edit", "input", "mathematics"]

MOST_QUESTIONS: Final = 10


class QuestionSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Questions on students' own code. Set as `c.Questions.<name>`."""

    count: Annotated[int, msgspec.Meta(ge=1, le=MOST_QUESTIONS)] = 4
    """Questions that a student gets on an assignment, if so many can be asked."""
    kinds: tuple[Kind, ...] = ("value", "flow", "edit", "input", "mathematics")
    """Kinds of questions that are asked."""
    points: Annotated[float, msgspec.Meta(ge=0, le=1e6)] = 0.0
    """Points for all questions on an assignment together. With 0 they are practice, and nothing
    goes to the gradebook's grades."""


def question_settings_of(config: Config) -> QuestionSettings:
    """Return the settings of `c.Questions`; raise a UsageError for one that is not there."""
    return record_of(config, "Questions", QuestionSettings)
