"""The scores that go to a learning platform, and the sending of them."""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec
from traitlets.config import Config

from grader.errors import CourseError, GraderError, UsageError
from grader.plugin import Course
from grader.plugin.class_records import Class, read_class
from grader.plugin.settings import CONFIG_FILE, record_of

# Settings --------------------------------------------------------------------------------


class PassbackSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How a learning platform is reached by LTI 1.3. Set as `c.Passback.<name>`."""

    token_url: str = ""
    """Where the platform gives out access tokens."""
    client_id: str = ""
    """The number or name by which the platform knows this tool."""
    key_file: str = ""
    """The tool's private key (RSA, as PEM), outside the course and readable by you alone."""
    audience: str = ""
    """Whom the request for a token is for; where it is empty, token_url."""
    line_items: dict[str, str] = {}
    """The address of each assignment's column in the platform's gradebook (its line item)."""
    members_url: str = ""
    """Where the platform lists who is in the course, for `grader roster --from-platform`."""


LOCAL: Final = ("localhost", "127.0.0.1", "::1")


def passback_settings_of(config: Config) -> PassbackSettings:
    """Return the settings of `c.Passback`; raise a UsageError for one that is not there."""
    found = record_of(config, "Passback", PassbackSettings)
    places = {f"line_items[{name!r}]": url for name, url in found.line_items.items()}
    addresses = {"token_url": found.token_url, "members_url": found.members_url, **places}
    for name, url in addresses.items():
        if url and not is_address(url):
            raise UsageError(  # without the address, which may hold a password
                f"{CONFIG_FILE}: c.Passback.{name} is not an address that begins with https:// and"
                " holds no password. Write it as the platform shows it; the key takes the place of"
                " a password."
            )
    return found


def is_address(url: str) -> bool:
    """Return whether requests may be sent to an address: by https, or to this machine."""
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").encode("idna"), parts.port
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc
    local = parts.scheme == "http" and parts.hostname in LOCAL
    return bool(host) and plain and (parts.scheme == "https" or local)


def require_settings(settings: PassbackSettings, *names: str) -> None:
    """Raise a UsageError if a setting that is needed is empty."""
    for name in names:
        if not getattr(settings, name):
            raise UsageError(
                f"{CONFIG_FILE} does not set c.Passback.{name}; docs/exports.md tells where your"
                " platform shows it."
            )


def read_key(settings: PassbackSettings, root: Path) -> bytes:
    """Read the private key; refuse one that lies in the course or that others may read."""
    require_settings(settings, "key_file")
    try:
        path = (root / Path(settings.key_file).expanduser()).resolve()
        if path.is_relative_to(root.resolve()):
            raise CourseError(
                f"The key {path} lies in the course, where it may be committed or handed out. Move"
                " it out, such as to ~/.config/grader/, and name it in c.Passback.key_file."
            )
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & 0o077:
                raise CourseError(
                    f"The key {path} can be read or changed by others (mode {mode:o}). Say chmod"
                    f" 600 {path}; if others have an account here, make a new key."
                )
            return file.read(1 << 16)
    except (OSError, RuntimeError, ValueError) as error:  # no such file, user or path
        raise CourseError(
            f"The key {settings.key_file!r} of c.Passback.key_file can't be read: {error}."
        ) from error


# Scores ----------------------------------------------------------------------------------

FULLY: Final = "FullyGraded"


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """A student's points in an assignment."""

    assignment: str
    student: str
    line_item: str
    message: dict[str, object]
    """As the specification has it."""

    @property
    def place(self) -> str:
        """Return whose score of what it is."""
        return f"{self.student}, {self.assignment}"

    def __str__(self) -> str:
        waits = ", a part waits for a mark by hand" * (self.message["gradingProgress"] != FULLY)
        given, most = self.message["scoreGiven"], self.message["scoreMaximum"]
        return f"{self.place}: {given:g} of {most:g}{waits}"


def scores_of(
    course: Course,
    settings: PassbackSettings,
    assignments: Sequence[str],
    students: Sequence[str],
    problems: list[str],
) -> list[Score]:
    """Return the scores in the gradebook; add to `problems` what can't be sent."""
    for name in assignments:
        if name not in settings.line_items:
            raise UsageError(
                f"{CONFIG_FILE} names no line item of {name}: c.Passback.line_items ="
                f" {{{name!r}: 'https://…'}}"
            )
    # The platform keeps the score with the latest time. It is that of reading the gradebook, so of
    # two runs at a time the newer score stays, in whatever order they arrive.
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    with course.gradebook() as gradebook:
        chosen, unknown = read_class(gradebook, assignments, students)
    problems += unknown
    return [*_scores(chosen, settings, now, problems)]


def _scores(
    chosen: Class, settings: PassbackSettings, now: str, problems: list[str]
) -> Iterator[Score]:
    for assignment in chosen.assignments:
        if assignment.max_score <= 0:
            problems.append(f"{assignment.name} has no points that could be sent.")
            continue
        for student in chosen.students:
            grade = chosen.grades.get((assignment.name, student.id))
            if grade is None:
                continue
            if not student.lms_user_id:
                problems.append(
                    f"{student.called} has no lms_user_id, by which the platform knows students, so"
                    f" no score of {assignment.name} was sent. Enter it: grader roster FILE"
                )
                continue
            message = {
                "userId": student.lms_user_id,
                "scoreGiven": round(grade.score, 6),
                "scoreMaximum": assignment.max_score,
                "activityProgress": "Completed",
                "gradingProgress": "PendingManual" if grade.waits else FULLY,
                "timestamp": now,
            }
            yield Score(
                assignment=assignment.name,
                student=student.id,
                line_item=settings.line_items[assignment.name],
                message=message,
            )


# Sending ---------------------------------------------------------------------------------

MAX_LOST: Final = 3
"""Answers that are lost one after the other until the run ends."""


class ScoreRefused(GraderError):
    """The platform's refusal of a score, in its words."""


class AnswerLost(GraderError):
    """No whole answer, or none that is HTTP: whether the platform acted on the post is unknown."""


def send(
    scores: Sequence[Score], send_score: Callable[[str, dict[str, object]], None]
) -> Iterator[str]:
    """Send scores; yield why one was not taken, and send the others."""
    lost = 0
    for score in scores:
        try:
            send_score(score.line_item, score.message)
            lost = 0
        except ScoreRefused as refusal:
            lost = 0
            yield f"{score.place}: the platform refused the score: {refusal}"
        except AnswerLost as error:
            lost += 1
            if lost == MAX_LOST:
                raise CourseError(f"{error}. Run the same command again later.") from error
            yield f"{score.place}: {error}"
