"""What lies in nbgrader's exchange: whose it is, when it was handed in, and what is in it.

    inbound/ada+01_vectors+2026-11-30 09:12:44.123456 UTC+Zx3kq0/

Everybody may make folders there, with any name, any time in it and anything inside. So a folder is
believed to be whose name it bears only if the system says that it is theirs, and its files are read
through the `Door`.
"""

from __future__ import annotations

import datetime
import fnmatch
import pwd
import re
import time
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from nbgrader.coursedir import CourseDirectory

from grader.errors import Unreadable, in_one_line
from grader.grading.submission import Room
from grader.notebooks.door import Door, Found
from grader.plugin import times
from grader.plugin.names import id_problem
from grader.plugin.times import TIMESTAMP

LAST_FILE: Final = "submission_secret.txt"
"""The last file that nbgrader writes of a submission; a student finds feedback by it."""

ENTRIES: Final = 1000
"""Files and folders of a submission that are looked at."""

BEHIND: Final = datetime.timedelta(minutes=10)
"""How much later than its time a submission may be written without a remark."""

NEWEST: Final = 10
"""Folders of a student that are looked at, the newest first, where they can't be collected."""

SETTLED_SECONDS: Final = 5.0
"""Time after the last change when a file that can't be read is not just being written any more."""

CHANGED: Final = "it changed while it was read"

_NAME: Final = re.compile(
    r"(.*)\+([^+]*)\+([^+]*:[^+]*[ \d]\+\d\d(?::?\d\d)?)(?:\+[^+]*)?", re.ASCII | re.DOTALL
)
"""The name of a folder whose time has a numeric zone, with a plus (`09:12:44 +04`)."""

MOST_SECRET_CHARS: Final = 512


class NotCollected(Exception):
    """A submission that is not collected; the message says why."""


class Unfinished(NotCollected):
    """A submission that may still be written."""


class HandIn(NamedTuple):
    """A folder in the exchange, as its name describes it."""

    folder: str
    student: str
    assignment: str
    moment: datetime.datetime
    """When it was handed in, by its name: UTC, without a time zone, as nbgrader keeps it."""
    owner: int
    """Who owned the folder when its name was believed; another may take its place at any time."""


class Contents(NamedTuple):
    """What is collected of a submission."""

    files: Mapping[str, bytes]
    left_out: list[str]
    """What is not collected of it, each with the reason."""
    changed: float
    """When the file system says that it was last changed, in seconds since 1970."""


class Rules(NamedTuple):
    """What the course says of submissions."""

    notebooks: Collection[str]
    """File names of the assignment's notebooks."""
    submission_mb: int
    folders: CourseDirectory
    """Says which files nbgrader copies."""
    check_owner: bool

    def rank(self, path: str) -> int:
        """Return when a file is read: what tells that a submission is whole comes first."""
        return 0 if path == LAST_FILE else 1 if path in self.notebooks else 2

    def needs(self, path: str) -> bool:
        """Return whether a submission is refused if this file is there and can't be read."""
        return self.rank(path) < 2

    def is_copied(self, path: str, found: Found) -> bool:
        """Return whether something is a file that nbgrader would copy, by any name on its path."""
        names = path.split("/")
        if path == LAST_FILE:
            return True
        if names[0] == TIMESTAMP or (found.is_folder and not self.needs(path)):
            return False
        ignored = any(fnmatch.fnmatch(name, glob) for name in names for glob in self.folders.ignore)
        included = any(fnmatch.fnmatch(names[-1], glob) for glob in self.folders.include or "*")
        return included and not ignored


def split_name(folder: str) -> tuple[str, str, str]:
    """Return the student, assignment and time in a folder's name, or raise a `NotCollected`.

    As with nbgrader, a student's name may contain a plus.
    """
    if found := _NAME.fullmatch(folder):
        return found[1], found[2], found[3]
    parts = folder.rsplit("+", 3)
    if len(parts) < 3:
        raise NotCollected("its name is not <student>+<assignment>+<time>")
    return parts[0], parts[1], parts[2]


def hand_in_of(door: Door, folder: str, *, check_owner: bool, timezone: str) -> HandIn:
    """Return what a folder is, or raise a `NotCollected` if it is not what it says.

    `timezone` is the one in which the course's nbgrader writes times (`c.Exchange.timezone`).
    """
    student, assignment, text = split_name(folder)
    if problem := id_problem(student):
        raise NotCollected(f"its name begins with no student: {problem}")
    moment = times.moment_of(text, timezone=timezone)
    if moment is None:
        raise NotCollected(
            "the time in its name can't be read. If that is its zone, set c.Exchange.timezone"
        )
    found = door.find(folder)
    if found is None or not found.is_folder:
        raise NotCollected("it is not a folder")
    if check_owner and _owner(found) != student:
        raise NotCollected(
            f"{_told(found)} owns it, not {student}. Where students have no accounts, set"
            " c.ExchangeCollect.check_owner = False"
        )
    return HandIn(folder, student, assignment, moment, found.state.st_uid)


def owner_of(door: Door, folder: str) -> str:
    """Return the account that owns a folder, by its name or number; empty if the folder is gone."""
    found = door.find(folder)
    return _told(found) if found else ""


def _owner(found: Found) -> str:
    """Return the name of the account that owns something; empty if its number has none."""
    try:
        return pwd.getpwuid(found.state.st_uid).pw_name
    except KeyError:
        return ""


def _told(found: Found) -> str:
    return _owner(found) or f"uid {found.state.st_uid}"


def read_hand_in(door: Door, one: HandIn, rules: Rules) -> Contents:
    """Read what is collected of a submission; raise a `NotCollected` if it can't be collected.

    Notebooks of the assignment must be readable. What else can't be collected is left out.
    """
    closed: dict[str, Unreadable] = {}
    found = _look(door, one.folder, rules, closed)
    states = _states(found)
    changed = max(entry.state.st_ctime for entry in found.values())
    _check_is_finished(door, one.folder, found.get(LAST_FILE))
    _check_owners_and_size(found, one.owner, rules)
    fresh, room = time.time() - changed < SETTLED_SECONDS, Room(rules.submission_mb)
    files, left_out = dict[str, bytes](), list[str]()
    for name in sorted(found, key=lambda name: (rules.rank(name), name.count("/"))):
        if not rules.is_copied(name, found[name]):
            continue
        try:
            files[name] = _read(door, one.folder, name, found[name], rules, room)
        except Unreadable as error:
            left_out.append(_left_out(name, error, rules, fresh=fresh))
    for path, reason in closed.items():
        left_out.append(_left_out(path.removeprefix(f"{one.folder}/"), reason, rules, fresh=fresh))
    if _states(_look(door, one.folder, rules)) != states:
        raise Unfinished(CHANGED)
    if len(states) > ENTRIES:
        left_out.append(f"whatever comes after {ENTRIES} files and folders")
    files[TIMESTAMP] = f"{one.moment.isoformat(sep=' ')} UTC".encode()
    return Contents(files, left_out, changed)


def _read(door: Door, folder: str, name: str, found: Found, rules: Rules, room: Room) -> bytes:
    """Read a file; raise an `Unreadable` for one that grading would not read, or nbgrader copy."""
    size = found.state.st_size
    if not rules.needs(name):
        if not found.is_file:
            raise Unreadable("it is a link, or no regular file")
        if why := room.refuses(name, size):
            raise Unreadable(why)
    most = rules.folders.max_file_size
    if most and size > 1000 * most:
        raise Unreadable(
            f"it has {size // 1000} kB, more than the limit c.CourseDirectory.max_file_size"
            f" ({most:g} kB)"
        )
    data = door.read(f"{folder}/{name}", rules.submission_mb, found=found)
    if len(data) != size:  # so what was counted is what is kept
        raise Unfinished(CHANGED)
    if name == LAST_FILE:
        _check_secret(data)
    return data


def _left_out(name: str, error: Unreadable, rules: Rules, *, fresh: bool) -> str:
    """Say what is left out; raise a `NotCollected` if it is needed, or may soon be readable."""
    problem = f"{in_one_line(name)}: {error}"
    if isinstance(error.__cause__, PermissionError) and fresh:
        raise Unfinished(problem) from error  # nbgrader makes it readable in the end
    if rules.needs(name):
        raise NotCollected(problem) from error
    return problem


def _check_is_finished(door: Door, folder: str, secret: Found | None) -> None:
    """Raise a `NotCollected` if nbgrader has not written all of a submission."""
    try:
        door.look(folder, most=1)
    except Unreadable as error:
        raise Unfinished(str(error)) from error
    if secret is None or not secret.is_file or not secret.state.st_size:
        raise Unfinished(f"{LAST_FILE}, which nbgrader writes last, is not there")


def _look(
    door: Door, folder: str, rules: Rules, closed: dict[str, Unreadable] | None = None
) -> dict[str, Found]:
    """Look at a submission: what is in it by paths, and the folder itself by the empty path."""
    whole = door.find(folder)
    if whole is None or not whole.is_folder:
        raise NotCollected("it is not a folder any more")
    walked = door.walk(folder, most=ENTRIES, left_out=closed)
    seen = {"": whole} | {found.path.removeprefix(f"{folder}/"): found for found in walked}
    needed = (door.find(f"{folder}/{name}") for name in (*rules.notebooks, LAST_FILE))
    return seen | {found.path.removeprefix(f"{folder}/"): found for found in needed if found}


def _states(found: Mapping[str, Found]) -> dict[str, tuple[object, ...]]:
    """Return all that changes with a file."""
    return {
        name: (state.st_ino, state.st_uid, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
        for name, (_, state) in found.items()
    }


def _check_owners_and_size(found: Mapping[str, Found], owner: int, rules: Rules) -> None:
    """Raise a `NotCollected` if somebody else owns a part of a submission, or it is too large."""
    for name, entry in found.items():
        if rules.check_owner and entry.state.st_uid != owner:
            what = f"{in_one_line(name)} in it" if name else "the folder"
            raise NotCollected(
                f"{what} is owned by {_owner(entry)} (see c.ExchangeCollect.check_owner)"
            )
    size = sum(entry.state.st_size for entry in found.values() if entry.is_file)
    most = rules.folders.max_dir_size
    if most and size > 1000 * most:
        raise NotCollected(
            f"it has {size // 1000} kB, more than the limit c.CourseDirectory.max_dir_size"
            f" ({most:g} kB)"
        )


def _check_secret(data: bytes) -> None:
    """Raise a `NotCollected` for a secret by which nbgrader could not release the pages."""
    text = data.decode("ascii", "replace").strip()
    if not text.isascii() or not text.isprintable() or len(text) > MOST_SECRET_CHARS or not text:
        raise NotCollected(f"{LAST_FILE} is not one of nbgrader's")
