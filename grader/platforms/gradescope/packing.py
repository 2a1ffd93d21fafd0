"""The zip that an instructor uploads to Gradescope as an assignment's autograder.

It follows Gradescope's "Autograder Specifications"
(https://gradescope-autograders.readthedocs.io/en/latest/specs/): `setup.sh` and `run_autograder` at
the top, extracted to /autograder/source. Beside them is a course of this one assignment, with a
gradebook that knows no student, and the wheel of grader with the versions it is used with here.

What the course's configuration says of other things stays here, such as a database's address.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import shlex
import sys
from pathlib import Path
from typing import Final

from grader.errors import CourseError
from grader.grading import submission
from grader.notebooks import misconceptions
from grader.notebooks.tempdirs import temporary_folder
from grader.plugin import Course
from grader.plugin.settings import DELIMITERS, TIMEOUTS
from grader.workflows import course_trial, generating
from grader.workflows.archives import DISTRIBUTION, WHEEL, made_wheel, zipped
from grader.workflows.course_copy import temporary_copy
from grader.workflows.handout import Packed
from grader.workflows.local_graders import LocalGraders
from grader.workflows.requirements import FILE, requirements_of

SECTIONS: Final = (
    *("Limits", "Gradescope", *TIMEOUTS),
    *(section for section, *_ in DELIMITERS),
)
"""What of a course's configuration counts in the container."""

PROGRAMS: Final = ("setup.sh", "run_autograder")

SETUP: Final = """\
#!/usr/bin/env bash
# Run once by Gradescope, when it builds the image: installs Python {python} and grader.
set -euo pipefail
source_folder="${{AUTOGRADER_ROOT:-/autograder}}/source"
home="${{GRADER_HOME:-/opt/grader}}"
export UV_PYTHON_INSTALL_DIR="$home/python" UV_LINK_MODE=copy

umask 022
if ! python3 -m venv --help >/dev/null 2>&1 || ! python3 -c 'import ensurepip' 2>/dev/null; then
  apt-get update
  apt-get install -y --no-install-recommends python3-venv
fi
python3 -m venv "$home/uv"
"$home/uv/bin/pip" install --quiet "uv>=0.9"
"$home/uv/bin/uv" venv --quiet --clear --python {python} "$home/venv"
cd "$source_folder"
"$home/uv/bin/uv" pip install --quiet --python "$home/venv/bin/python" --compile-bytecode \\
  --constraint versions.txt {packages}

# Students' processes run as another user, who has no business here.
chmod -R go= "$source_folder"
"""

RUN: Final = """\
#!/usr/bin/env bash
# Run by Gradescope for each submission: writes results/results.json, or says why there is none.
exec "${{GRADER_PYTHON:-${{GRADER_HOME:-/opt/grader}}/venv/bin/python}}" \\
  -P -m grader.platforms.gradescope.running "${{AUTOGRADER_ROOT:-/autograder}}" {assignment} \\
  --sandbox {sandbox}
"""

CONFIG: Final = """\
\"\"\"The configuration of this assignment's autograder, written by grader export.\"\"\"

import json

import grader.plugin

c = get_config()
for section, values in json.loads({settings!r}).items():
    c[section].update(values)
grader.plugin.configure(c)
"""


def pack_autograder(course: Course, assignment: str, *, sandbox: str) -> Packed:
    """Return the zip; raise if the assignment's tests fail on its own solution."""
    with temporary_folder() as made_in:
        folder = made_in / "course"
        _lay_out(course, assignment, folder)
        _try_tests(course, assignment, folder)
        entries = {
            f"course/{path.relative_to(folder).as_posix()}": path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
    found = requirements_of(entries)
    asked = course.root / FILE
    own = asked.read_text(encoding="utf-8") if asked.is_file() else ""
    entries[FILE] = "\n".join([*own.splitlines(), found.text]).encode()
    entries[WHEEL] = made_wheel()
    packages = [f"{WHEEL}[grading]", "--requirement", FILE]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    entries["versions.txt"] = "".join(f"{line}\n" for line in installed_versions()).encode()
    programs = {
        "setup.sh": SETUP.format(python=python, packages=shlex.join(packages)),
        "run_autograder": RUN.format(assignment=shlex.quote(assignment), sandbox=sandbox),
    }
    data = zipped(entries | {name: text.encode() for name, text in programs.items()}, PROGRAMS)
    return Packed(data, [] if own else found.sentences(assignment))


def installed_versions() -> list[str]:
    """Return the packages installed here, each with its version, but for our own."""
    found: dict[str, str] = {}
    for package in importlib.metadata.distributions():  # in the order in which they are imported
        name = re.sub(r"[-_.]+", "-", package.name or "").lower()
        if name and name != DISTRIBUTION and package.read_text("direct_url.json") is None:
            found.setdefault(name, package.version)
    return [f"{name}=={version}" for name, version in sorted(found.items())]


def kept_settings(course: Course) -> dict[str, dict[str, object]]:
    """Return the settings that count in the container, as plain data."""
    found: dict[str, dict[str, object]] = {}
    for section in SECTIONS:
        for name, value in course.config.get(section, {}).items():
            try:
                json.dumps(value)
            except TypeError as error:
                raise CourseError(
                    f"nbgrader_config.py: c.{section}.{name} is {value!r}, which can't be written"
                    " down for Gradescope. Give it as text or a number."
                ) from error
            found.setdefault(section, {})[name] = value
    return found


def _lay_out(course: Course, assignment: str, folder: Path) -> None:
    """Write a course of one assignment: configuration, source, modules of the tests, gradebook."""
    with temporary_copy(course) as trial:
        generating.generate(trial, assignment)
        with trial.gradebook() as opened:
            keys = list(trial.keys(opened, assignment).values())
        files = {Path("gradebook.db"): (trial.root / "gradebook.db").read_bytes()}
    settings = json.dumps(kept_settings(course), sort_keys=True)
    files[Path("nbgrader_config.py")] = CONFIG.format(settings=settings).encode()
    used = map(Path, course.graded_files(assignment).values())
    for path in [*course.notebooks(assignment), *used]:
        files["source" / path.relative_to(course.source)] = path.read_bytes()
    read_by_tests = [path for glob in course.cluster_files for path in course.root.glob(glob)]
    for path in [*submission.imported_files(keys, course.root), *read_by_tests]:
        if path.is_file():
            files[path.relative_to(course.root)] = path.read_bytes()
    for key in keys:
        if key.misconceptions:
            beside = Path("release", assignment, misconceptions.file_of(key.notebook))
            files[beside] = key.misconceptions.encode()
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _try_tests(course: Course, assignment: str, folder: Path) -> None:
    """Try the tests here, and leave the record of it: no submission has to wait for that."""
    packed = Course(folder)
    try:
        packed.enter()
        with packed.gradebook() as opened:
            keys = {assignment: list(packed.keys(opened, assignment).values())}
        with LocalGraders(packed) as graders:
            tried = course_trial.try_course(
                packed, keys, [assignment], graders.choose, lambda _: None
            )
    finally:
        course.enter()
    if tried.faults:
        raise CourseError(" ".join(s for sentences in tried.faults.values() for s in sentences))
