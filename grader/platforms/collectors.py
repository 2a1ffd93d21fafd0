"""Collectors: who submitted a file, according to its path in a learning platform's download.

Each class is a collector plugin for nbgrader (`FileNameCollectorPlugin`): a regular expression with
named groups, which `nbgrader_config.py` can replace. It is matched from the start of the path
within the download. That part is written by the platform, not by the student. Names that the
student chose (of a file or folder) come after it and cannot claim another sender.

- Moodle (`mod_assign\\downloader`): `Full Name_<participant>_assignsubmission_file/` (in older
  releases with `_` at the end), then the student's path; or the same as a prefix of the file's
  name. The number identifies the participant in this assignment, not the user.
- Canvas (`ContentZipper`): `<sortable name, lower case, letters and digits>[_LATE]_<user>_<file>_`,
  then the file's name. Anonymous submissions do not name the user.
- Gradescope: one folder per submission, and `submission_metadata.yml`, which names the submitters.
- Folders: one per student, named by id, e-mail address or name.
"""

from __future__ import annotations

import copy
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


class Collector(FileNameCollectorPlugin):
    """A platform's naming scheme.

    `named_regexp` has the groups student_id and file_id, and may have full_name, first_name,
    last_name, email, late and order.
    """

    valid_ext = List(Unicode(), EXTENSIONS).tag(config=True)

    identity: ClassVar[str] = "number {}"
    """What a sender is called, by the group student_id."""

    known_by: ClassVar[Mapping[str, str]] = {
        "id": "student_id",
        "lms_user_id": "student_id",
        "email": "email",
        "name": "full_name",
    }
    """Roster fields that groups of the pattern tell, the most reliable first."""

    def named(self, path: str) -> Named | None:
        """Return who sent a file, or None if the path does not match."""
        found = self.collect(path)
        if found is None:
            return None
        groups = {name: text or "" for name, text in found.items()}
        both = f"{groups.get('first_name', '')} {groups.get('last_name', '')}".strip()
        groups["full_name"] = groups.get("full_name") or both
        sender = Sender(
            identity=self.identity.format(groups["student_id"]),
            known_by={field: text for field, g in self.known_by.items() if (text := groups.get(g))},
            number=groups["student_id"],
            late=bool(groups.get("late")),
        )
        return Named(sender=sender, file=groups["file_id"], order=int(groups.get("order") or 0))


class MoodleCollector(Collector):
    """Moodle's "Download all submissions", as folders or as files."""

    named_regexp = Unicode(
        r"(?P<full_name>[^/_]+)_(?P<student_id>[0-9]{1,20})_assignsubmission_file(?:_?/|_)(?P<file_id>.+)"
    )
    identity = "participant {}"
    known_by: ClassVar = {"name": "full_name"}


class CanvasCollector(Collector):
    """Canvas's "Download Submissions"; the roster lists the user's number as lms_user_id."""

    named_regexp = Unicode(
        r"(?!anon_)(?P<full_name>[^/]+?)(?P<late>_LATE)?_(?P<student_id>[0-9]{1,20})_(?P<order>[0-9]{1,20})_(?P<file_id>[^/]+)$"
    )
    identity = "user {}"
    known_by: ClassVar = {"lms_user_id": "student_id", "name": "full_name"}


class GradescopeCollector(Collector):
    """Gradescope's "Export Submissions", whose metadata says who submitted each folder."""

    named_regexp = Unicode(
        r"(?:assignment_[0-9]{1,20}_export/)?(?P<student_id>submission_[0-9]{1,20})/(?P<file_id>.+)"
    )
    identity = "{}"
    known_by: ClassVar = {}


class FolderCollector(Collector):
    """One folder per student, named by the student's id, e-mail address or name."""

    named_regexp = Unicode(r"(?P<student_id>[^/]+)/(?P<file_id>.+)")
    identity = "{}"
    known_by: ClassVar = dict.fromkeys(("id", "email", "name"), "student_id")


def make_collectors(config: Config) -> list[Collector]:
    """Return the collectors in the order in which to try them.

    A pattern of the course's own (`c.FileNameCollectorPlugin.named_regexp`) comes first.
    """
    platforms = (MoodleCollector, CanvasCollector, GradescopeCollector, FolderCollector)
    rest = copy.deepcopy(config)
    own = rest.FileNameCollectorPlugin.pop("named_regexp", "")  # or every collector would use it
    found: list[Collector] = [kind(config=rest) for kind in platforms]
    if own:
        found.insert(0, Collector(config=rest, named_regexp=own))
    for collector in found:
        collector.log = _silent  # a mismatch is not worth logging
    return found
