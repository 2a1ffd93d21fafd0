"""The settings of `grader report`, as a course makes them in `c.Report`."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec
from traitlets.config import Config

from grader.errors import UsageError
from grader.plugin.settings import CONFIG_FILE, record_of


class ReportSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of the class report. Set them in `nbgrader_config.py` as `c.Report.<name>`."""

    formgrader: str = ""
    """Formgrader's address, such as `http://localhost:8888/formgrader`. The report then links each
    student to their submission there."""


def report_settings_of(config: Config) -> ReportSettings:
    """Return the settings of `c.Report`; raise a UsageError for one that is wrong."""
    found = record_of(config, "Report", ReportSettings)
    if found.formgrader and not _is_web_address(found.formgrader):
        raise UsageError(
            f"{CONFIG_FILE}: c.Report.formgrader is no web address. Write it as your browser shows"
            " it, such as http://localhost:8888/formgrader."
        )
    return found


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and text.isprintable()
