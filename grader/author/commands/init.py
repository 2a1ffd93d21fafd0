"""`grader init`: start a course."""

from __future__ import annotations

from pathlib import Path

import click

NEXT = """\
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
    from grader.author import new_course

    for name in new_course.create_course(folder):
        click.echo(f"{folder / name} written")
    click.echo()
    click.echo(NEXT.format(folder=folder), nl=False)
