"""An assignment as a zip that a student can open: the released notebooks with their data files, the
wheel that runs the visible tests, and a text that says how to begin.

The same release and the same wheel give the same bytes.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import grader
from grader import check
from grader.errors import CourseError, GraderError
from grader.installed import WHEEL
from grader.plugin import Course, convert
from grader.trial import copy_of

START: Final = "START-HERE.txt"
MOMENT: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the zip."""

WELCOME: Final = """\
{title}
{line}

You need Python 3.11 or newer. On Windows, write  venv\\Scripts\\  for  venv/bin/  and  py  for
python3. In a terminal, in this folder:

1. Once, make a place for the course's programs and install them there (a minute or two):

       python3 -m venv venv
       venv/bin/pip install {install}
       venv/bin/pip install jupyterlab
{earlier}
   JupyterLab is not needed if you work in an editor that opens notebooks, such as VS Code; choose
   venv as its kernel.

2. Each time you work, open the notebooks:

       venv/bin/jupyter lab

   {notebooks}

3. Run a notebook from top to bottom, and write your answers where it says
   raise NotImplementedError()  or  "Write your answer here". Under each exercise a card tells you
   what your function did, and what to think about next. Tests that you can't see are run when you
   have handed in.

4. Before you hand in: Kernel > Restart Kernel and Run All Cells, look at the cards once more, then
   save. Hand in the notebooks under the names that they have.
"""

_COURSE: Final = re.compile(
    r"^\s*(?:import|from) (?:hypothesis|scipy|sklearn|sympy)\b", re.MULTILINE
)
"""An import of a package that only the extra `course` installs."""


def fresh(course: Course, assignments: Iterable[str]) -> Iterator[tuple[str, list[Path] | str]]:
    """Each assignment with the files of its release; where that is not what `grader generate`
    would write now, a sentence in their place."""
    with copy_of(course) as trial:
        found = [(name, _stale(course, trial, name)) for name in assignments]
    for name, sentence in found:
        base = course.folder(course.folders.release_directory, ".", name)
        yield name, sentence or check.files(base)


def _stale(course: Course, trial: Course, assignment: str) -> str:
    """Why a release is not to be packed, or nothing."""
    try:
        convert.generate(trial, assignment)
    except GraderError as error:
        return str(error)
    return str(next(check.released(course, trial, assignment), ""))


def pack(course: Course, assignment: str, files: Iterable[Path], wheel: Path | None) -> bytes:
    """The zip of an assignment."""
    base = course.folder(course.folders.release_directory, ".", assignment)
    entries = {path.relative_to(base).as_posix(): path.read_bytes() for path in files}
    notebooks = [name for name in sorted(entries) if name.endswith(".ipynb")]
    extra = "[course]" if any(needs_course(entries[name]) for name in notebooks) else ""
    entries[START] = welcome(assignment, notebooks, wheel, extra).encode()
    if wheel:
        entries[wheel.name] = wheel.read_bytes()
    return zipped({f"{assignment}/{name}": data for name, data in entries.items()})


def needs_course(notebook: bytes) -> bool:
    """Tell whether a notebook imports what only the extra `course` installs."""
    cells = json.loads(notebook)["cells"]
    return any(
        cell["cell_type"] == "code" and _COURSE.search("".join(cell["source"])) for cell in cells
    )


def welcome(assignment: str, notebooks: list[str], wheel: Path | None, extra: str) -> str:
    """Return the text that a student reads first."""
    title = assignment.replace("_", " ").capitalize()
    name = wheel.name if wheel else WHEEL
    earlier = "" if wheel else f"\n   {name} came with an earlier assignment.\n"
    return WELCOME.format(
        title=title,
        line="=" * len(title),
        install=f'"{name}{extra}"' if extra else name,
        earlier=earlier,
        notebooks="\n   ".join(notebooks),
    )


def zipped(entries: dict[str, bytes]) -> bytes:
    """A zip whose bytes depend on nothing but names and contents."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, MOMENT)
            info.create_system, info.external_attr = 3, 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, entries[name])
    return written.getvalue()


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        raise CourseError(f"{path} can't be written: {error.strerror or error}.") from error
    finally:
        temporary.unlink(missing_ok=True)


# The wheel ----------------------------------------------------------------------------------


@contextmanager
def wheel_for(course: Course, named: Path | None) -> Iterator[Path]:
    """The wheel that students install: the one that was named; else one of the sources that run
    now, if they are there; else that in dist/."""
    sources = Path(grader.__file__).parent.parent
    with tempfile.TemporaryDirectory(prefix="grader-wheel-") as folder:
        kept = course.root / "dist" / WHEEL
        if named:
            found = named
        elif (sources / "pyproject.toml").is_file():
            found = build(sources, Path(folder))
        elif kept.is_file():
            found = kept
        else:
            raise CourseError(
                "The wheel of grader, which students install, is lacking: `make wheel` builds it in"
                " the kit's folder. Name it with --wheel FILE, or pack without it by --no-wheel."
            )
        inspect(found)
        yield found


def build(sources: Path, folder: Path) -> Path:
    """Build the wheel from the sources."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run([*command, str(sources)], capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).split("\n")[-1]
        raise CourseError(
            f"The wheel of grader can't be built from {sources}: {said}. `make wheel` sets up what"
            " it needs; or name a wheel with --wheel FILE."
        )
    return next(folder.glob("*.whl"))


def inspect(wheel: Path) -> None:
    """A wheel for students holds the package `grader` and nothing else."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            tops = {name.split("/")[0] for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile) as error:
        raise CourseError(f"{wheel} is no wheel that can be read: {error}.") from error
    if foreign := sorted(top for top in tops if top != "grader" and ".dist-info" not in top):
        raise CourseError(
            f"{wheel} holds more than students may have ({', '.join(foreign)}); build it with"
            " `make wheel`."
        )
