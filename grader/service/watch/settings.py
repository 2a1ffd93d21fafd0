"""The settings of `grader watch`, as a course makes them in `c.Watch`."""

from __future__ import annotations

from typing import Annotated

import msgspec
from traitlets.config import Config

from grader.limits import Seconds
from grader.plugin.settings import record_of

NoneOrMore = Annotated[int, msgspec.Meta(ge=0, le=1 << 30)]


class WatchSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of the service. Set them in `nbgrader_config.py` as `c.Watch.<name>`."""

    submissions_an_hour: NoneOrMore = 0
    """Submissions of one student that are graded within an hour; a further one waits. 0 is no
    limit."""
    settle_seconds: Seconds = 2.0
    """Time without any change after which a submission counts as written, where nothing tells it
    earlier."""
    look_again_seconds: Seconds = 60.0
    """Time after which all of `submitted/` is looked at again, in case the system told nothing of a
    change."""
    retry_seconds: Seconds = 300.0
    """Time after which a submission that could not be graded is tried again. Each further time it
    is twice as long, up to an hour."""


def watch_settings_of(config: Config) -> WatchSettings:
    """Return the settings of `c.Watch`; raise a UsageError for one that is not there."""
    return record_of(config, "Watch", WatchSettings)
