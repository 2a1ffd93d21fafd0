"""What the commands share: their group, options, which course and assignments they are about, and
how they end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from grader import __version__
from grader.errors import GraderError, UsageError

if TYPE_CHECKING:
    from grader.plugin import Course

ROUND: Final = (
    *("generate", "pack", "collect", "autograde", "feedback", "report", "export"),
    *("check", "tidy", "bench"),
)
"""The order in which an instructor needs the commands, and in which they are listed."""

of_students = click.option(
    "--student",
    "students",
    multiple=True,
    metavar="ID",
    help="Only this student's; may be repeated.",
)
in_processes = click.option(
    "--jobs",
    "workers",
    type=click.IntRange(1),
    metavar="N",
    help="Worker processes (as the work needs, at most one a core).",
)


class Group(click.Group):
    """Commands whose failures are one sentence each."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The round of a term first, then what is for the course itself."""
        return sorted(self.commands, key=lambda name: ROUND.index(name) if name in ROUND else 99)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UsageError as error:
            say_problem(str(error))
            ctx.exit(2)
        except GraderError as error:
            say_problem(str(error))
            ctx.exit(1)


def say_problem(sentence: str) -> None:
    """Print a sentence about what went wrong."""
    click.echo(click.style("✗ ", fg="red") + sentence, err=True)


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "-C",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    metavar="DIR",
    help="The course's folder, instead of the current one.",
)
@click.version_option(__version__)
@click.pass_context
def main(ctx: click.Context, folder: Path) -> None:
    """Grade a course of notebooks.

    A course is a folder with nbgrader_config.py and source/<assignment>/<notebook>.ipynb. The
    commands below stand in the order of the usual round: make the students' version, hand it out,
    collect what comes back, grade it, write feedback, export the grades. Each says more under
    --help. Assignments are named as their folders; without any, all are meant.

    \b
    Examples:
      grader generate linear_algebra
      grader -C ~/my-course autograde

    Exit status: 0 all done; 1 something named in the output could not be done, everything else was;
    2 the command could not be understood.
    """
    ctx.obj = folder


def course_of(ctx: click.Context) -> Course:
    """Open the course that the command is about, and enter its folder."""
    from grader.plugin import Course

    folder: Path = ctx.find_root().obj
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder.")
    course = Course(folder)
    course.enter()
    return course


def chosen(course: Course, assignments: Sequence[str], problems: list[str]) -> list[str]:
    """Return the named assignments that exist, or all if none is named."""
    return course.select_assignments(assignments, problems)


def finish(ctx: click.Context, problems: Iterable[str]) -> NoReturn:
    """Print what could not be done; the exit status says whether there was any."""
    problems = list(problems)
    for sentence in problems:
        say_problem(sentence)
    ctx.exit(1 if problems else 0)
