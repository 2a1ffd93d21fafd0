"""Collectors: who submitted a file, according to its path in a learning platform's download.

Each class is a collector plugin for nbgrader (`FileNameCollectorPlugin`): a regular expression with
named groups, matched from the start of the path within the download. That part is written by the
platform, not by the student. Names that the student chose (of a file or folder) come after it and
cannot claim another sender.

- Moodle (`mod_assign\\downloader`): `Full Name_<participant>_assignsubmission_file/` (in older
  releases with `_` at the end), then the student's path; or the same as a prefix of the file's
  name. The number identifies the participant in this assignment, not the user.
- Canvas (`ContentZipper`): `<sortable name, lower case, letters and digits>[_LATE]_<user>_<file>_`,
  then the file's name. Anonymous submissions do not name the user.
- Gradescope: one folder per submission, and `submission_metadata.yml`, which names the submitters.
- Folders: one per student, named by id, e-mail address or name.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import ClassVar, Final

import msgspec
from nbgrader.plugins.zipcollect import FileNameCollectorPlugin
from traitlets import List, Unicode
from traitlets.config import Config

EXTENSIONS: Final = [".ipynb", ".zip"]

_silent = logging.Logger("silent", logging.CRITICAL + 1)


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """The sender of a file, as far as its path tells."""

    identity: str
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


class Collector(FileNameCollectorPlugin):
    """A platform's naming scheme.

    `named_regexp` has the groups student_id and file_id, and may have full_name, first_name,
    last_name, email, late and order.
    """

    valid_ext = List(Unicode(), EXTENSIONS).tag(config=True)

    system: ClassVar[str] = "your own pattern"

    def named(self, path: str) -> Named | None:
        """Return who sent a file, or None if the path does not match."""
        found = self.collect(path)
        if found is None:
            return None
        groups = {name: text or "" for name, text in found.items()}
        return Named(
            sender=self.sender(groups),
            file=groups["file_id"],
            order=int(groups.get("order") or 0),
        )

    def sender(self, groups: Mapping[str, str]) -> Sender:
        """Return the sender that a path describes."""
        number = groups["student_id"]
        both = f"{groups.get('first_name', '')} {groups.get('last_name', '')}".strip()
        known = {
            "id": number,
            "lms_user_id": number,
            "email": groups.get("email", ""),
            "name": groups.get("full_name", "") or both,
        }
        return Sender(
            identity=f"{self.system} {number}",
            known_by={field: text for field, text in known.items() if text},
            late=bool(groups.get("late")),
        )


class MoodleCollector(Collector):
    """Moodle's "Download all submissions", as folders or as files."""

    system = "Moodle"
    named_regexp = Unicode(
        r"(?P<full_name>[^/_]+)_(?P<student_id>[0-9]{1,20})_assignsubmission_file(?:_?/|_)(?P<file_id>.+)"
    )

    def sender(self, groups: Mapping[str, str]) -> Sender:
        """Identify the sender by name. The participant's number is not a user's."""
        number = groups["student_id"]
        return Sender(
            identity=f"participant {number}",
            known_by={"name": groups["full_name"]},
            number=number,
        )


class CanvasCollector(Collector):
    """Canvas's "Download Submissions"."""

    system = "Canvas"
    named_regexp = Unicode(
        r"(?!anon_)(?P<full_name>[^/]+?)(?P<late>_LATE)?_(?P<student_id>[0-9]{1,20})_(?P<order>[0-9]{1,20})_(?P<file_id>[^/]+)$"
    )

    def sender(self, groups: Mapping[str, str]) -> Sender:
        """Identify the sender by the user's number, which the roster lists as lms_user_id."""
        number = groups["student_id"]
        return Sender(
            identity=f"user {number}",
            known_by={"lms_user_id": number, "name": groups["full_name"]},
            late=bool(groups["late"]),
        )


class GradescopeCollector(Collector):
    """Gradescope's "Export Submissions", whose metadata says who submitted each folder."""

    system = "Gradescope"
    named_regexp = Unicode(
        r"(?:assignment_[0-9]{1,20}_export/)?(?P<student_id>submission_[0-9]{1,20})/(?P<file_id>.+)"
    )

    def sender(self, groups: Mapping[str, str]) -> Sender:
        """Identify the sender by the folder alone."""
        return Sender(identity=groups["student_id"], known_by={})


class FolderCollector(Collector):
    """One folder per student, named by the student's id, e-mail address or name."""

    system = "folders"
    named_regexp = Unicode(r"(?P<student_id>[^/]+)/(?P<file_id>.+)")

    def sender(self, groups: Mapping[str, str]) -> Sender:
        """Identify the sender by the folder's name."""
        name = groups["student_id"]
        return Sender(identity=name, known_by={"id": name, "email": name, "name": name})


def make_collectors(config: Config) -> list[Collector]:
    """Return the collectors in the order in which to try them.

    A pattern of the course's own (`c.FileNameCollectorPlugin.named_regexp`) comes first.
    """
    kinds = (Collector, MoodleCollector, CanvasCollector, GradescopeCollector, FolderCollector)
    found = [kind for kind in (kind(config=config) for kind in kinds) if kind.named_regexp]
    for collector in found:
        collector.log = _silent  # a mismatch is not worth logging
    return found
