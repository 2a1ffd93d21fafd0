"""An assignment as a zip that a student can open.

It holds the released notebooks with their data files, the wheel that runs the visible tests, a list
of the packages that are imported, and a text that says how to begin.

The same release and the same wheel give the same bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from grader.errors import GraderError
from grader.plugin import Course
from grader.workflows import generating
from grader.workflows.archives import WHEEL, zipped
from grader.workflows.course_copy import temporary_copy
from grader.workflows.requirements import FILE, requirements_of

START: Final = "START-HERE.txt"
WELCOME: Final = """\
{title}
{line}

You need Python 3.11 or newer. On Windows, write  venv\\Scripts\\  for  venv/bin/  and  py  for
python3. Unpack all zips of the course side by side in one folder: later notebooks go on with what
you wrote in earlier ones. In a terminal, in that folder:

1. Once, make a place for the course's programs and install them there (a minute or two):

       python3 -m venv venv
       venv/bin/pip install {install}
       venv/bin/pip install jupyterlab
{earlier}
   An editor that opens notebooks, such as VS Code, takes the place of JupyterLab; choose venv as
   its kernel, and let it install  ipykernel  there when it asks.

2. Each time you work, open the notebooks:

       venv/bin/jupyter lab

   {notebooks}

3. Run a notebook from top to bottom, and write your answers in place of
   raise NotImplementedError()  and of words like "Write your answer here". Under each exercise a
   card tells you what your function did, and what to think about next. Tests that you can't see are
   run when you have handed in.

4. Before you hand in: Kernel > Restart Kernel and Run All Cells, look at the cards once more, then
   save. Hand in the notebooks under the names that they have.
"""


class Packed(NamedTuple):
    """An assignment's zip."""

    data: bytes
    notes: list[str]
    """What the instructor should know of it."""


def fresh(course: Course, assignments: Iterable[str]) -> Iterator[tuple[str, list[Path] | str]]:
    """Yield each assignment with the files of its release, or with why that can't be handed out."""
    with temporary_copy(course) as trial:
        found = [(name, _stale(course, trial, name)) for name in assignments]
    for name, sentence in found:
        base = course.folder(course.folders.release_directory, ".", name)
        missing = f"{name} is not generated yet. Run: grader generate {name}"
        yield name, sentence or generating.released_files(base) or missing


def _stale(course: Course, trial: Course, assignment: str) -> str:
    """Return why a release cannot be packed, or an empty string."""
    try:
        generating.generate(trial, assignment)
    except GraderError as error:
        return str(error)
    found = generating.outdated(course, trial, assignment)
    return f"{course.folders.release_directory}/{assignment}: {found}" if found else ""


def pack_assignment(
    course: Course, assignment: str, files: Iterable[Path], wheel: bytes | None
) -> Packed:
    """Return the zip of an assignment. A `requirements.txt` of the release stays as it is."""
    base = course.folder(course.folders.release_directory, ".", assignment)
    entries = {path.relative_to(base).as_posix(): path.read_bytes() for path in files}
    found = requirements_of(entries)
    if FILE in entries:
        found = found._replace(missing=[])
    elif found.text:
        entries[FILE] = found.text.encode()
    entries[START] = welcome(assignment, entries, wheel).encode()
    if wheel:
        entries[WHEEL] = wheel
    data = zipped({f"{assignment}/{name}": data for name, data in entries.items()})
    return Packed(data, found.sentences(assignment))


def welcome(assignment: str, entries: Collection[str], wheel: bytes | None) -> str:
    """Return the text that a student reads first."""
    notebooks = [name for name in sorted(entries) if name.endswith(".ipynb")]
    title = assignment.lstrip("0123456789_- ").replace("_", " ").capitalize() or assignment
    name = f"{assignment}/{WHEEL}" if wheel else WHEEL
    earlier = "" if wheel else f"\n   {name} came with an earlier assignment.\n"
    return WELCOME.format(
        title=title,
        line="=" * len(title),
        install=f"{name} -r {assignment}/{FILE}" if FILE in entries else name,
        earlier=earlier,
        notebooks="\n   ".join(notebooks),
    )
