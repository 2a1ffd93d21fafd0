"""A roster to fill in, of senders who match no student."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from grader.notebooks.files import write_whole
from grader.platforms.collectors import Sender
from grader.platforms.roster_lists import ROSTER_COLUMNS, SENDER
from grader.plugin import sheet
from grader.plugin.names import id_problem

COLUMNS: Final = (*ROSTER_COLUMNS, SENDER)


def write_template(path: Path, senders: Iterable[Sender]) -> None:
    """Write a roster with a row for each sender; its id is empty where nothing tells it."""
    rows = [_template_row(sender) for sender in senders if sender.known_by]
    cells = [[sheet.guard(row[name]) for name in COLUMNS] for row in rows]
    write_whole(path, sheet.table([COLUMNS, *cells]).encode(errors="replace"))


def _template_row(sender: Sender) -> Mapping[str, str]:
    """Return what the download tells of a sender: on Canvas a name without spaces is no name."""
    known = sender.known_by
    name, email = known.get("name", ""), known.get("email", "")
    first, _, last = name.rpartition(" ")
    student = known.get("id", "")
    if " " in student or "@" in student or id_problem(student):
        student = ""
    return {
        "id": student,
        "first_name": first,
        "last_name": last if first else "",
        "lms_user_id": "" if student else known.get("lms_user_id", ""),
        "email": email if "@" in email else "",
        SENDER: sender.identity if sender.identity == name else f"{name} ({sender.identity})",
    }
