"""Metadata in Gradescope's export.

`submission_metadata.yml` lists the submitters and the time of each submission's folder. Its keys
are Ruby symbols such as `:submitters`. It lies beside these folders: a file of this name within a
student's folder is that student's, and tells nothing.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import yaml

from grader.errors import CourseError
from grader.notebooks.files import Unreadable
from grader.platforms.collect.downloads import Received
from grader.platforms.collectors import Sender

METADATA_FILE: Final = "submission_metadata.yml"

EXPORT_FOLDER: Final = re.compile(r"assignment_\d+_export")
"""The one folder of an export that is not unpacked."""

SUBMISSION_FOLDER: Final = re.compile(r"submission_\d+")


class _MetadataLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Loads plain data only; values with a Ruby tag become None."""


_MetadataLoader.add_multi_constructor("!", lambda *_: None)


def is_metadata(path: str) -> bool:
    """Check whether a path of the download is the metadata file."""
    folder, _, name = path.rpartition("/")
    return name == METADATA_FILE and (not folder or bool(EXPORT_FOLDER.fullmatch(folder)))


def read_metadata(
    files: Sequence[Received], limit_mb: int
) -> dict[str, tuple[list[Sender], float | None]]:
    """Return who submitted each folder, and when; nothing if the download has no metadata."""
    found = next((file for file in files if is_metadata(file.path)), None)
    if found is None:
        return {}
    try:
        told = yaml.load(found.read(limit_mb), Loader=_MetadataLoader)  # noqa: S506 - _MetadataLoader extends SafeLoader
    except (Unreadable, yaml.YAMLError, ValueError, RecursionError) as error:
        raise CourseError(
            f"{found.path} cannot be read: {' '.join(str(error).split())}. Export the submissions"
            " again."
        ) from error
    return {
        folder: (_senders(folder, entry.get(":submitters")), _moment(entry.get(":created_at")))
        for folder, entry in (told.items() if isinstance(told, dict) else ())
        if isinstance(folder, str)
        and SUBMISSION_FOLDER.fullmatch(folder)
        and isinstance(entry, dict)
    }


def _senders(folder: str, submitters: object) -> list[Sender]:
    """Return the submitters of a folder; one of whom nothing is known if none is listed."""
    found = []
    for who in submitters if isinstance(submitters, list) else []:
        if isinstance(who, dict):
            sid, email, name = (str(who.get(key) or "") for key in (":sid", ":email", ":name"))
            known = {"id": sid, "lms_user_id": sid, "email": email, "name": name}
            known = {field: text for field, text in known.items() if text}
            found.append(Sender(identity=folder, known_by=known))
    return found or [Sender(identity=folder, known_by={})]


def _moment(told: object) -> float | None:
    """Parse a time, in UTC if it has no zone; return None if it is not a time."""
    with contextlib.suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(told) if isinstance(told, str) else told
        if isinstance(moment, datetime):
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return None
