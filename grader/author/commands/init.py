"""`grader init`: start a course."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import click

from grader.errors import UsageError
from grader.notebooks.files import write_whole

TEMPLATE: Final = Path(__file__).parents[1] / "template"
"""A course of one notebook, which is generated, packed, checked and graded as it stands."""

COURSE_ID: Final = "example"
"""The name of the template in the gradebook."""

CONFIG: Final = "nbgrader_config.py"

NEXT: Final = """\
Next, in {folder}:

  grader check --variants          your solution, the empty notebook, the kept answers
  grader generate                  the students' version, in release/
  grader pack                      a zip of it for your learning platform, in handout/
  grader collect submissions.zip   what came back, into submitted/
  grader autograde                 grade it; then grader feedback, report, export
"""


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def init_command(folder: Path) -> None:
    """Start a course in FOLDER, with one assignment as an example.

    Writes the configuration, a notebook with visible and hidden tests, the reference that these
    compare with (solutions/), right and wrong answers (tests/variants/), and a .gitignore. Files
    that are there already stay as they are. All commands work on it as it stands; replace the
    example by your own notebooks.

    \b
    Examples:
      grader init ~/statistics
    """
    for name in create_course(folder):
        click.echo(f"{folder / name} written")
    click.echo()
    click.echo(NEXT.format(folder=folder), nl=False)


def create_course(folder: Path) -> list[str]:
    """Write a new course; return the paths that were written. Files that are there stay.

    The configuration comes last: until it is there, the same command goes on with what is lacking.
    """
    for name in (CONFIG, "source"):
        if (folder / name).exists():
            raise UsageError(
                f"{folder} is a course already: it has {name}. To grade a course of nbgrader's by"
                f" this engine: grader -C {folder} adopt"
            )
    wanted = {_name_of(path): path.read_text(encoding="utf-8") for path in _files()}
    wanted[CONFIG] = wanted.pop(CONFIG).replace(COURSE_ID, course_id(folder))
    lacking = [name for name in wanted if not (folder / name).exists()]
    for name in lacking:
        write_whole(folder / name, wanted[name])
    return lacking


def course_id(folder: Path) -> str:
    """Return a name for the course in the gradebook, from that of its folder."""
    return re.sub(r"\W+", "_", folder.resolve().name).strip("_") or "course"


def _files() -> list[Path]:
    found = (path for path in TEMPLATE.rglob("*") if path.is_file())
    return sorted(path for path in found if path.parent.name != "__pycache__")


def _name_of(path: Path) -> str:
    """Return where a file of the template is to be written."""
    name = path.relative_to(TEMPLATE).as_posix()
    return ".gitignore" if name == "gitignore" else name  # hidden ones are not in the wheel
