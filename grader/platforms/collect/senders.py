"""Who submitted a file, according to its path in a learning platform's download.

A naming scheme is a regular expression with named groups, matched from the start of the path within
the download. That part is written by the platform, not by the student. Names that the student chose
(of a file or folder) come after it and cannot claim another sender.

- Moodle (`mod_assign\\downloader`): `Full Name_<participant>_assignsubmission_file/` (in older
  releases with `_` at the end), then the student's path; or the same as a prefix of the file's
  name. The number identifies the participant in this assignment, not the user.
- Canvas (`ContentZipper`): `<sortable name, lower case, letters and digits>[_LATE]_<user>_<file>_`,
  then the file's name. Anonymous submissions do not name the user.
- Gradescope: one folder per submission. `submission_metadata.yml` beside these folders lists the
  submitters and the time of each; its keys are Ruby symbols such as `:submitters`. A file of this
  name within a student's folder is that student's, and tells nothing.
- Folders: one per student, named by id, e-mail address or name.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Final

import msgspec
import yaml
from nbgrader.plugins.zipcollect import FileNameCollectorPlugin
from traitlets.config import Config

from grader.errors import CourseError, Unreadable
from grader.platforms.collect.downloads import Received

EXTENSIONS: Final = (".ipynb", ".zip")


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """The sender of a file, as far as its path tells."""

    identity: str = ""
    """The same for all files of one sender within a download, and for nobody else's."""
    known_by: dict[str, str]
    """Roster fields and their values, the most reliable first."""
    number: str = ""
    """A number that does not identify a student, but may tell apart students with the same name."""
    late: bool = False


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A path, parsed."""

    sender: Sender
    file: str
    """The path as the student named it."""
    order: int = 0
    """Upload order, where the platform counts uploads: later ones have larger numbers."""


class Scheme(msgspec.Struct, frozen=True):
    """How a platform names files: groups are student_id and file_id, and others as in `FIELDS`."""

    pattern: str
    identity: str
    """What a sender is called, by the group student_id."""
    known_by: Mapping[str, str]
    """Roster fields that groups of the pattern tell, the most reliable first."""

    def read(self, path: str) -> Named | None:
        """Return who sent a file, or None if the path does not match."""
        found = re.match(self.pattern, path)
        groups = {name: text or "" for name, text in found.groupdict().items()} if found else {}
        if not (groups.get("student_id") and groups.get("file_id")):
            return None
        both = f"{groups.get('first_name', '')} {groups.get('last_name', '')}".strip()
        groups["full_name"] = groups.get("full_name") or both
        sender = Sender(
            identity=self.identity.format(groups["student_id"]),
            known_by={field: text for field, g in self.known_by.items() if (text := groups.get(g))},
            number=groups["student_id"],
            late=bool(groups.get("late")),
        )
        return Named(sender=sender, file=groups["file_id"], order=int(groups.get("order") or 0))


SCHEMES: Final = (
    Scheme(  # Moodle's "Download all submissions", as folders or as files
        r"(?P<full_name>[^/_]+)_(?P<student_id>[0-9]{1,20})_assignsubmission_file(?:_?/|_)(?P<file_id>.+)",
        "participant {}",
        {"name": "full_name"},
    ),
    Scheme(  # Canvas's "Download Submissions"; the roster lists the user's number as lms_user_id
        r"(?!anon_)(?P<full_name>[^/]+?)(?P<late>_LATE)?_(?P<student_id>[0-9]{1,20})_(?P<order>[0-9]{1,20})_(?P<file_id>[^/]+)$",
        "user {}",
        {"lms_user_id": "student_id", "name": "full_name"},
    ),
    Scheme(  # Gradescope's "Export Submissions", whose metadata says who submitted each folder
        r"(?:assignment_[0-9]{1,20}_export/)?(?P<student_id>submission_[0-9]{1,20})/(?P<file_id>.+)",
        "{}",
        {},
    ),
    Scheme(
        r"(?P<student_id>[^/]+)/(?P<file_id>.+)",
        "{}",
        dict.fromkeys(("id", "email", "name"), "student_id"),
    ),
)
"""The schemes in the order in which to try them."""

FIELDS: Final = {
    "id": "student_id",
    "lms_user_id": "student_id",
    "email": "email",
    "name": "full_name",
}
"""What groups of a course's own pattern tell."""


class NameReader:
    """Reads paths by the known schemes, after the course's own.

    This is set as for nbgrader: `c.FileNameCollectorPlugin.named_regexp` and `valid_ext`.
    """

    def __init__(self, config: Config) -> None:
        plugin = FileNameCollectorPlugin(config=config)
        given = "valid_ext" in config.get("FileNameCollectorPlugin", {})
        self.extensions: Sequence[str] = plugin.valid_ext if given else EXTENSIONS
        own = [Scheme(plugin.named_regexp, "number {}", FIELDS)] if plugin.named_regexp else []
        self._schemes = [*own, *SCHEMES]

    def read(self, path: str) -> Named | None:
        """Return who sent a file, or None if that is not known."""
        # patterns stop at a line break, so they would cut a name there
        if not self.takes(path) or "\n" in path:
            return None
        return next(filter(None, (scheme.read(path) for scheme in self._schemes)), None)

    def takes(self, path: str) -> bool:
        """Return whether files of this kind are collected."""
        return PurePosixPath(path).suffix in self.extensions


# Gradescope's metadata -------------------------------------------------------------------

METADATA_FILE: Final = re.compile(r"(assignment_\d+_export/)?submission_metadata\.yml")

SUBMISSION_FOLDER: Final = re.compile(r"submission_\d+")


class _MetadataLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Loads plain data only; values with a Ruby tag become None."""


_MetadataLoader.add_multi_constructor("!", lambda *_: None)


def is_metadata(path: str) -> bool:
    """Check whether a path of the download is the metadata file."""
    return bool(METADATA_FILE.fullmatch(path))


def read_metadata(
    files: Sequence[Received], limit_mb: int
) -> dict[str, tuple[list[Sender], float | None]]:
    """Return who submitted each folder, and when; nothing if the download has no metadata."""
    found = next((file for file in files if is_metadata(file.path)), None)
    if found is None:
        return {}
    try:
        entries = yaml.load(found.read(limit_mb), Loader=_MetadataLoader)  # noqa: S506 - _MetadataLoader extends SafeLoader
    except (Unreadable, yaml.YAMLError, ValueError, RecursionError) as error:
        raise CourseError(
            f"{found.path} cannot be read: {' '.join(str(error).split())}. Export the submissions"
            " again."
        ) from error
    return {
        folder: (_senders(folder, entry.get(":submitters")), _moment(entry.get(":created_at")))
        for folder, entry in (entries.items() if isinstance(entries, dict) else ())
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


def _moment(value: object) -> float | None:
    """Parse a time, in UTC if it has no zone; return None if it is not a time."""
    with contextlib.suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        if isinstance(moment, datetime):
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return None
