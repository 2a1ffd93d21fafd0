"""Writes down each opening of a path at or below a folder that does not go through the door.

Python imports this first of all where this folder is on PYTHONPATH: in the command and its workers.
Reading is meant: opening to read, listing, and what `pathlib`, `glob` and `shutil` do by a path.
"""

import os
import sys
import traceback
from typing import Any

FOLDER = os.environ.get("WATCHED_FOLDER", "")
RECORD = os.environ.get("WATCHED_RECORD", "")

MAY = ("grader/notebooks/door.py", "grader/notebooks/whole_folder.py")
"""The door, and what locks a student's folder to write a submission into it."""

READING = (
    "open",
    "os.listdir",
    "os.scandir",
    "os.walk",
    "os.fwalk",
    "glob.",
    "pathlib.",
    "shutil.",
)


def note(event: str, arguments: tuple[Any, ...]) -> None:
    """Write an opening down, with the modules that it came from, the innermost last."""
    if not event.startswith(READING) or not arguments:
        return
    if event == "open" and arguments[2] & os.O_ACCMODE != os.O_RDONLY:
        return
    if event == "open" and arguments[1] is None and not os.path.isabs(arguments[0]):
        return  # by os.open, and below another folder that is open already
    paths = [
        os.fsdecode(one) for one in arguments[:2] if isinstance(one, str | bytes | os.PathLike)
    ]
    full = [os.path.join(os.getcwd(), path) for path in paths]
    if not any(f"{path}/".startswith(f"{FOLDER}/") for path in full):
        return
    places = [frame.filename for frame in traceback.extract_stack()]
    if not any(place.endswith(MAY) for place in places):
        ours = [place.rpartition("/grader/")[2] for place in places if "/grader/" in place]
        line = f"{event} {full[0]} by {' '.join(ours[-3:] or places[-3:])}\n"
        handle = os.open(RECORD, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, line.encode(errors="replace"))
        os.close(handle)


if FOLDER and RECORD:
    sys.addaudithook(note)
