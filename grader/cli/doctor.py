"""`grader doctor`: say whether a class can be graded on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import course_folder, finish, open_course
from grader.errors import GraderError

if TYPE_CHECKING:
    from grader.limits import Limits


@click.command("doctor")
@click.pass_context
def doctor_command(ctx: click.Context) -> None:
    """Tell whether a class can be graded on this machine, and what to do if not.

    Each line says what was found, what it means and, if something is missing, what to do. Then a
    notebook of one cell is graded as grader autograde would grade it. In a course that is done
    within the course's limits, and only where students' code can't read the course.

    Exit status: 0 if a class can be graded here, 1 if not.

    \b
    Examples:
      grader doctor
      grader -C ~/statistics doctor
    """
    from traitlets.config import Config

    from grader.plugin import course as plugin_course
    from grader.plugin import settings
    from grader.sandbox import backends, machine

    root, private = course_folder(ctx).resolve(), list[Path]()
    limits = settings.limits_of(Config())
    if (root / settings.CONFIG_FILE).is_file():
        course = open_course(ctx)
        limits, private = course.limits, plugin_course.private_paths(course.folders, root)
    for one in machine.findings(limits):
        sign = click.style("!", fg="yellow") if one.advice else click.style("✓", fg="green")
        click.echo(f"{sign} {one.what}: {one.found}. It means: {one.meaning}.")
        if one.advice:
            click.echo(f"  To do: {one.advice}.")
    if problem := trial_problem(root, limits, private):
        finish(ctx, [f"No class can be graded here: {problem}"])
    click.echo(f"A class can be graded here, in {backends.choose_backend('auto').name}.")
    finish(ctx, [])


def trial_problem(root: Path, limits: Limits, private: Sequence[Path]) -> str:
    """Grade a notebook of one cell; return why that can't be done, or an empty string."""
    from grader.grading.jobs import Job
    from grader.grading.pool import Pool
    from grader.grading.submission import HandIn
    from grader.notebooks import ipynb

    cell = ipynb.Cell(id="one", cell_type="code", source="1 + 1")
    notebook = ipynb.dumps(ipynb.assemble([cell], {})).encode()
    job = Job(
        student="doctor",
        assignment="doctor",
        hand_in=HandIn(files={"doctor.ipynb": notebook}),
        keys=[ipynb.Key(notebook="doctor", cells=[])],
        data_files={},
    )
    try:
        with Pool(root, limits, "auto", 1, private=private) as pool:
            done = pool.submit(job).result()
    except GraderError as error:
        return str(error)
    return done.problem or done.graded[0].verdict.reason
