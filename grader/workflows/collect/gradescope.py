"""What Gradescope's export says of its submissions: `submission_metadata.yml` has an entry for each
folder, with who handed it in, and when. Its keys are symbols of Ruby's, as `:submitters`."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import yaml

from grader.errors import CourseError
from grader.notebooks.files import Unreadable
from grader.plugin.collectors import Sender
from grader.workflows.collect.downloads import Received

METADATA_FILE: Final = "submission_metadata.yml"


class Metadata(msgspec.Struct):
    """Senders and times by a submission's folder; nothing where the download has none."""

    senders: dict[str, list[Sender]] = {}
    times: dict[str, float] = {}

    def of(self, sender: Sender) -> list[Sender]:
        """A sender who is a folder becomes those who handed it in, together or alone."""
        return self.senders.get(sender.identity, [sender])


class _MetadataLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain data alone. What has a tag of Ruby's is left out."""


_MetadataLoader.add_multi_constructor("!", lambda *_: None)


def is_metadata(path: str) -> bool:
    """Whether a path of the download is Gradescope's own file."""
    folder, _, name = path.rpartition("/")
    return name == METADATA_FILE and "/" not in folder


def metadata(files: Sequence[Received], limit_mb: int) -> Metadata:
    """What the download's metadata says."""
    found = next((file for file in files if is_metadata(file.path)), None)
    if found is None:
        return Metadata()
    try:
        told = yaml.load(found.read(limit_mb), Loader=_MetadataLoader)
    except (Unreadable, yaml.YAMLError, ValueError, RecursionError) as error:
        raise CourseError(
            f"{found.path} can't be read: {' '.join(str(error).split())}. Export the submissions"
            " again."
        ) from error
    made = Metadata()
    for folder, entry in told.items() if isinstance(told, dict) else ():
        if isinstance(folder, str) and isinstance(entry, dict):
            made.senders[folder] = [
                _sender(folder, who)
                for who in entry.get(":submitters") or []
                if isinstance(who, dict)
            ] or [Sender(identity=folder, known_by={})]
            if moment := _moment(entry.get(":created_at")):
                made.times[folder] = moment
    return made


def _sender(folder: str, told: dict[Any, Any]) -> Sender:
    student = str(told.get(":sid") or "")
    known = {
        "id": student,
        "lms_user_id": student,
        "email": str(told.get(":email") or ""),
        "name": str(told.get(":name") or ""),
    }
    return Sender(identity=folder, known_by={name: text for name, text in known.items() if text})


def _moment(told: Any) -> float | None:
    """A time, in UTC where it does not say; None for what is none."""
    with contextlib.suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(told) if isinstance(told, str) else told
        if isinstance(moment, datetime):
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return None
