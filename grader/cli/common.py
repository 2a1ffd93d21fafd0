"""What all commands share: the click group, common options, and the exit status."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from grader import __version__, addons
from grader.cli.installed import require_extra
from grader.errors import GraderError, UsageError, exception_line
from grader.sandbox.leaving_nothing import hear_of_ends

if TYPE_CHECKING:
    from grader.cluster.dask_pool import DaskPool
    from grader.plugin import Course

TRACEBACK: Final = "GRADER_TRACEBACK"
"""Environment variable that asks for tracebacks."""

COMMAND_ORDER: Final = (
    *("init", "adopt", "generate", "pack", "site", "due", "roster", "collect", "autograde", "mark"),
    *("feedback", "watch", "serve", "report", "questions", "export", "passback", "status"),
    *("check", "tidy", "bench", "forget", "doctor"),
)
"""The order of the commands in `grader --help`: the one in which an instructor needs them."""


student_option = click.option(
    "--student",
    "students",
    multiple=True,
    metavar="ID",
    help="Only this student. Can be repeated.",
)


section_option = click.option(
    "--section",
    default="",
    metavar="NAME",
    help="Only students of this section of the roster.",
)


def sandbox_options(command: Callable[..., object]) -> Callable[..., object]:
    """Add the options that choose the sandbox: `sandbox`, and `unsafe` for none."""
    unsafe = click.option(
        "--unsafe-no-sandbox",
        "unsafe",
        is_flag=True,
        help="Run student code without a sandbox. Only if you trust every student.",
    )
    chosen = click.option(
        "--sandbox",
        type=click.Choice(["auto", "bubblewrap", "sandlock"]),
        default="auto",
        show_default=True,
        help="Sandbox for student code; auto uses the first that works on this machine.",
    )
    return chosen(unsafe(command))


jobs_option = click.option(
    "--jobs",
    "workers",
    type=click.IntRange(1),
    metavar="N",
    help="Number of worker processes. Default: as many as the work needs, at most one per core.",
)


cluster_option = click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Grade on the workers of a Dask cluster with this scheduler address, such as"
    " tls://grading.example.org:8786 (see docs/cluster.md).",
)


def cluster_pool(course: Course, address: str, workers: int | None, sandbox: str) -> DaskPool:
    """Return the workers of a cluster."""
    if workers:
        raise UsageError("--jobs is for this machine; it cannot be combined with --cluster.")
    require_extra("cluster", "distributed")
    from grader.cluster.dask_pool import DaskPool

    return DaskPool(course.root, course.limits, sandbox, address, files=course.cluster_files)


class Group(click.Group):
    """The group of all commands, of the core and of add-ons. An error becomes one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the installed commands in `COMMAND_ORDER`, unknown ones last."""
        order = {name: place for place, name in enumerate(COMMAND_ORDER)}
        return sorted(addons.offered("commands"), key=lambda name: order.get(name, len(order)))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        found: click.Command | None = addons.find("commands", cmd_name)
        return found

    def invoke(self, ctx: click.Context) -> object:
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        hear_of_ends()
        if isinstance(sys.stdout, io.TextIOWrapper):
            with contextlib.suppress(OSError):
                sys.stdout.reconfigure(errors="backslashreplace")  # names are of any letters
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except UsageError as error:
            print_problem(str(error))
            ctx.exit(2)
        except GraderError as error:
            print_problem(str(error))
            ctx.exit(1)
        except Exception as error:  # noqa: BLE001 - no bare traceback reaches a user
            if os.environ.get(TRACEBACK):
                click.echo(traceback.format_exc(), err=True)
            sentence, status = as_sentence(error)
            print_problem(sentence)
            ctx.exit(status)


def as_sentence(error: Exception) -> tuple[str, int]:
    """Return an error as a sentence for the user, and the exit status."""
    if isinstance(error, OSError):
        return _of_file(error), 1
    traitlets = sys.modules.get("traitlets")  # which may not even be loaded
    if traitlets and isinstance(error, traitlets.TraitError):
        return f"nbgrader_config.py: a setting has a wrong value: {error}", 2
    place = traceback.extract_tb(error.__traceback__)[-1]
    sentence = (
        f"This is a fault of grader's: {exception_line(error)}"
        f" ({os.path.basename(place.filename)}, line {place.lineno}). Please report it with what"
        f" the same command prints after {TRACEBACK}=1."
    )
    return sentence, 1


def _of_file(error: OSError) -> str:
    what = error.filename2 or error.filename or "A file"
    return (
        f"{what} can't be used: {error.strerror or error}. Check that you may write there, that"
        " nothing is in the way, and that the disk has space; then run the same command again."
    )


def print_problem(sentence: str) -> None:
    """Print a sentence about a problem to standard error."""
    click.echo(click.style("✗ ", fg="red") + without_controls(sentence), err=True)


def print_note(sentence: str) -> None:
    """Print something that the user should know to standard error; it is no failure."""
    click.echo(click.style("! ", fg="yellow") + without_controls(sentence), err=True)


def without_controls(sentence: str) -> str:
    """Return a sentence, which may quote a stranger, without what a terminal would obey."""
    kept = (
        sign if sign.isprintable() or sign == "\n" else "\N{REPLACEMENT CHARACTER}"
        for sign in sentence
    )
    return "".join(kept)


def counted(number: int, thing: str) -> str:
    """Return a number of things in words, such as "1 notebook" or "2 notebooks"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


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
    help="Course folder. Default: the current folder.",
)
@click.version_option(__version__)
@click.pass_context
def main(ctx: click.Context, folder: Path) -> None:
    """Grade a course of notebooks.

    A course is a folder with nbgrader_config.py and source/<assignment>/<notebook>.ipynb. The
    commands are listed in the order in which you usually need them: generate the student version,
    hand it out, collect the submissions, grade them, write feedback, export the grades. Each
    command explains itself with --help. Name assignments by their folders; without a name, a
    command works on all assignments.

    \b
    Examples:
      grader generate 01_linear_algebra
      grader -C ~/my-course autograde

    Set NO_COLOR for output without colors, and GRADER_TRACEBACK for tracebacks of errors.

    Exit status: 0 if everything was done; 1 if something named in the output failed and the rest
    was done; 2 if the command was used incorrectly.
    """
    ctx.obj = folder


def open_course(ctx: click.Context) -> Course:
    """Open the course in the folder given by `-C`, and enter it."""
    from grader.plugin import Course, settings

    course = Course(course_folder(ctx))
    settings.check_root(course.config, course.root)
    course.enter()
    return course


def course_folder(ctx: click.Context) -> Path:
    """Return the folder given by `-C`."""
    folder: Path = ctx.find_root().obj
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder.")
    return folder


def one_assignment(course: Course, names: Sequence[str], advice: str) -> str:
    """Return the assignment that is named, or the course's only one.

    Raise a UsageError with this advice if that is none or several.
    """
    known = course.assignments()
    if len(chosen := names or known) != 1:
        raise UsageError(f"{advice} There is: {', '.join(known) or 'none'}.")
    return course.find_assignment(chosen[0])


def print_penalties(
    course: Course,
    assignments: Sequence[str],
    students: Sequence[str] = (),
    *,
    late_only: bool = False,
) -> None:
    """Apply the late policy again to what is graded already, and print what changed."""
    from grader.plugin import due_dates

    names = course.select_assignments(assignments, [])
    with course.gradebook() as gradebook:
        for line in due_dates.refresh_penalties(
            gradebook, course.config, names, students, late_only=late_only
        ):
            click.echo(line, err=late_only)


def finish(ctx: click.Context, problems: Iterable[str]) -> NoReturn:
    """Print the problems and exit: with status 1 if there are any, else 0."""
    problems = list(problems)
    for sentence in problems:
        print_problem(sentence)
    ctx.exit(1 if problems else 0)
