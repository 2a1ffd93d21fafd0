"""The wheel that students install: its name, where it is found, and how it is built."""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import grader
from grader import __version__
from grader.errors import CourseError
from grader.workflows.archives import zipped

if TYPE_CHECKING:
    from grader.plugin import Course

WHEEL: Final = f"math_notebook_grader-{__version__}-py3-none-any.whl"
"""Name of the file. No package index has it."""


DISTRIBUTION: Final = "math-notebook-grader"

OF_INSTALLERS: Final = ("INSTALLER", "REQUESTED", "direct_url.json")
"""What installers add to a distribution."""


@contextmanager
def wheel_for(course: Course, named: Path | None) -> Iterator[Path]:
    """Find or build the wheel for students.

    Uses the named wheel; otherwise builds one from the running sources, if this is a checkout;
    otherwise takes the one in dist/, or puts one together from the files that are installed.
    """
    sources = Path(grader.__file__).parent.parent
    with tempfile.TemporaryDirectory(prefix="grader-wheel-") as folder:
        kept = course.root / "dist" / WHEEL
        if named:
            found = named
        elif (sources / "pyproject.toml").is_file():
            found = build_wheel(sources, Path(folder))
        elif kept.is_file():
            found = kept
        else:
            found = installed_wheel(Path(folder))
        inspect_wheel(found)
        yield found


def installed_wheel(folder: Path) -> Path:
    """Put the wheel together from the files of the installed distribution."""
    entries = {}
    for file in importlib.metadata.files(DISTRIBUTION) or []:
        top, leaf = file.parts[0], file.name
        kept = top == "grader" or top.endswith(".dist-info")
        if kept and "__pycache__" not in file.parts and leaf not in OF_INSTALLERS:
            entries[file.as_posix()] = Path(str(file.locate())).read_bytes()
    if "grader/__init__.py" not in entries:  # an editable install only points to its sources
        raise CourseError(
            "The wheel of grader, which students install, is lacking: `make wheel` builds it in the"
            " kit's folder. Name it with --wheel FILE, or pack without it by --no-wheel."
        )
    [record] = [name for name in entries if name.endswith(".dist-info/RECORD")]
    rows = [
        f"{name},sha256={_record_digest(data)},{len(data)}"
        for name, data in sorted(entries.items())
        if name != record
    ]
    entries[record] = "\n".join([*rows, f"{record},,", ""]).encode()
    path = folder / WHEEL
    path.write_bytes(zipped(entries))
    return path


def _record_digest(data: bytes) -> str:
    """Return a digest as the list of a wheel's files has it."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


def build_wheel(sources: Path, folder: Path) -> Path:
    """Build the wheel from the sources."""
    command = [
        sys.executable,
        "-P",
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
    ]
    done = subprocess.run([*command, str(sources)], capture_output=True, text=True, check=False)  # noqa: S603 - `build`, by this interpreter; no shell
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).split("\n")[-1]
        raise CourseError(
            f"The wheel of grader cannot be built from {sources}: {said}. Run `make wheel`, which"
            " sets up what it needs, or give a wheel with --wheel FILE."
        )
    return next(folder.glob("*.whl"))


def inspect_wheel(wheel: Path) -> None:
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
