"""An assignment as a zip that a student can open: the released notebooks with their data files, the
wheel of `grader` that runs the visible tests, and a text that says how to begin.

The same release and the same wheel give the same bytes.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import grader
from grader import __version__
from grader.errors import CourseError, GraderError
from grader.notebooks.files import write_whole
from grader.plugin import Course, run_converters
from grader.workflows.course_check import lint
from grader.workflows.course_copy import temporary_copy

START: Final = "START-HERE.txt"
MOMENT: Final = (1980, 1, 1, 0, 0, 0)
"""Timestamp of every file in the zip."""

WELCOME: Final = """\
{title}
{line}

You need Python 3.11 or newer. On Windows, write  venv\\Scripts\\  for  venv/bin/  and  py  for
python3. In a terminal, in this folder:

1. Once, make a place for the course's programs and install them there (a few minutes):

       python3 -m venv venv
       venv/bin/pip install {install}

2. Each time you work, open the notebooks:

       venv/bin/jupyter lab

   {notebooks}

3. Run a notebook from top to bottom, and write your answers where it says
   raise NotImplementedError()  or  "Write your answer here". Under each exercise a card tells you
   what your function did, and what to think about next. Tests that you can't see are run when you
   have handed in.

4. Before you hand in: Kernel > Restart Kernel and Run All Cells, then save. Hand in the notebooks
   under the names that they have. To see what a notebook's visible tests say of it:

       venv/bin/nbgrader validate {first}
"""


def fresh(course: Course, assignments: Iterable[str]) -> Iterator[tuple[str, list[Path] | str]]:
    """Yield each assignment with the files of its release, or with a sentence if it is outdated."""
    with temporary_copy(course) as trial:
        found = [(name, _stale(course, trial, name)) for name in assignments]
    for name, sentence in found:
        base = course.folder(course.folders.release_directory, ".", name)
        yield name, sentence or lint.files(base)


def _stale(course: Course, trial: Course, assignment: str) -> str:
    """Return why a release cannot be packed, or an empty string."""
    try:
        run_converters.generate_assignment(trial, assignment)
    except GraderError as error:
        return str(error)
    return str(next(lint.released(course, trial, assignment), ""))


def pack_assignment(
    course: Course, assignment: str, files: Iterable[Path], wheel: Path | None
) -> bytes:
    """Return the zip of an assignment."""
    base = course.folder(course.folders.release_directory, ".", assignment)
    entries = {path.relative_to(base).as_posix(): path.read_bytes() for path in files}
    notebooks = [name for name in sorted(entries) if name.endswith(".ipynb")]
    entries[START] = welcome(assignment, notebooks, wheel).encode()
    if wheel:
        entries[wheel.name] = wheel.read_bytes()
    return zipped({f"{assignment}/{name}": data for name, data in entries.items()})


def welcome(assignment: str, notebooks: list[str], wheel: Path | None) -> str:
    """The text that a student reads first."""
    title = assignment.replace("_", " ").capitalize()
    named = wheel.name if wheel else f"grader-{__version__}-py3-none-any.whl"
    before = "" if wheel else "\n   (That file came with an earlier assignment.)"
    return WELCOME.format(
        title=title,
        line="=" * len(title),
        install=named + before,
        notebooks="\n   ".join(notebooks),
        first=notebooks[0] if notebooks else "NOTEBOOK",
    )


def zipped(entries: dict[str, bytes]) -> bytes:
    """Return a zip whose bytes depend only on names and contents."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, MOMENT)
            info.create_system, info.external_attr = 3, 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, entries[name])
    return written.getvalue()


def write_archive(path: Path, data: bytes) -> None:
    """Write an archive completely or not at all."""
    try:
        write_whole(path, data)
    except OSError as error:
        raise CourseError(f"{path} cannot be written: {error.strerror or error}.") from error


# The wheel ----------------------------------------------------------------------------------


@contextmanager
def wheel_for(course: Course, named: Path | None) -> Iterator[Path]:
    """Find or build the wheel for students.

    Uses the named wheel; otherwise builds one from the running sources, if this is a checkout;
    otherwise takes the one in dist/.
    """
    sources = Path(grader.__file__).parent.parent
    with tempfile.TemporaryDirectory(prefix="grader-wheel-") as folder:
        kept = sorted((course.root / "dist").glob(f"grader-{__version__}-*.whl"))
        if named:
            found = named
        elif (sources / "pyproject.toml").is_file():
            found = build_wheel(sources, Path(folder))
        elif kept:
            found = kept[-1]
        else:
            raise CourseError(
                "The wheel of grader, which students install, is lacking: `make wheel` builds it in"
                " the kit's folder. Name it with --wheel FILE, or pack without it by --no-wheel."
            )
        inspect(found)
        yield found


def build_wheel(sources: Path, folder: Path) -> Path:
    """Build the wheel from the sources."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run([*command, str(sources)], capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).split("\n")[-1]
        raise CourseError(
            f"The wheel of grader cannot be built from {sources}: {said}. Run `make wheel`, which"
            " sets up what it needs, or give a wheel with --wheel FILE."
        )
    return next(folder.glob("*.whl"))


def inspect(wheel: Path) -> None:
    """Raise an error if the wheel contains anything but the package `grader`."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            tops = {name.split("/")[0] for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile) as error:
        raise CourseError(f"{wheel} is not a readable wheel: {error}.") from error
    if foreign := sorted(top for top in tops if top != "grader" and ".dist-info" not in top):
        raise CourseError(
            f"{wheel} contains more than students may have ({', '.join(foreign)}); build it with"
            " `make wheel`."
        )
