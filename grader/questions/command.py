"""`grader questions`: ask students about their own code, and mark what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

from grader.cli.common import (
    counted,
    finish,
    one_assignment,
    open_course,
    print_note,
    sandbox_options,
    student_option,
)

if TYPE_CHECKING:
    from grader.plugin import Course

ADVICE: Final = "Name the assignment to ask about: grader questions ASSIGNMENT."

MOST_NOTES: Final = 20
"""Functions that nothing is asked about which are named."""


@click.command("questions")
@click.argument("assignment", required=False)
@student_option
@click.option("--mark", "marks", is_flag=True, help="Mark the answers that were handed in.")
@click.option(
    "--force",
    is_flag=True,
    help="Also make new questions for students who have some; their answers are dropped.",
)
@sandbox_options
@click.pass_context
def questions_command(
    ctx: click.Context,
    assignment: str | None,
    students: Sequence[str],
    marks: bool,
    force: bool,
    sandbox: str,
    unsafe: bool,
) -> None:
    """Ask students about the code that they handed in for ASSIGNMENT.

    A course's only assignment need not be named.

    Writes questions/<student>/<assignment>/questions.ipynb for each student who handed in: a few
    questions on what their own functions do, each with four choices. Keys come of running the code
    in the sandbox and stay in the gradebook. Students who have questions keep them. Hand the
    notebooks out; answers come back as submitted/<student>/<assignment>-questions/questions.ipynb,
    where grader collect DOWNLOAD --assignment <assignment>-questions puts them.

    With --mark, the answers are marked: feedback/<student>/<assignment>-questions/ tells the
    student which are right and why, report/<assignment>/questions.html tells you what the class
    could not answer. The first answers that are marked count. They give no points unless
    c.Questions.points says so.

    \b
    Examples:
      grader questions 01_linear_algebra
      grader questions 01_linear_algebra --mark
    """
    course = open_course(ctx)
    name = one_assignment(course, [assignment] if assignment else [], ADVICE)
    if marks:
        finish(ctx, mark_answers(course, name, students))
    finish(ctx, write_questions(course, name, students, "none" if unsafe else sandbox, force=force))


def write_questions(
    course: Course, assignment: str, students: Sequence[str], sandbox: str, *, force: bool
) -> list[str]:
    """Make questions and write them; return what could not be done."""
    from grader.cli import progress  # loads Rich
    from grader.questions import making

    progress.print_sandbox(sandbox)
    problems: list[str] = []
    made = kept = 0
    notes: list[str] = []
    for one in making.make_all(course, assignment, students, sandbox, problems, force=force):
        made += bool(one.questions)
        kept += one.kept
        notes += [
            f"{one.student}: nothing is asked about `{name}`: {why}."
            for name, why in one.not_asked.items()
        ]
    for sentence in notes[:MOST_NOTES]:
        print_note(sentence)
    if len(notes) > MOST_NOTES:
        print_note(f"Nothing is asked about {len(notes) - MOST_NOTES} more functions.")
    click.echo(f"questions/: questions for {counted(made, 'student')} written")
    if kept:
        click.echo(f"{counted(kept, 'student')} had questions before; --force makes new ones.")
    return problems


def mark_answers(course: Course, assignment: str, students: Sequence[str]) -> list[str]:
    """Mark what was handed in; return what could not be read."""
    from grader.notebooks.files import write_whole
    from grader.plugin.hand_ins import ANSWERS
    from grader.questions import marking, pages, records
    from grader.questions.settings import question_settings_of
    from grader.workflows.locks import SubmissionLocks

    points = question_settings_of(course.config).points
    with course.gradebook() as gradebook, SubmissionLocks(course.root) as locks:
        locks.acquire(f"{assignment}{ANSWERS}")  # a set that is just being replaced is not marked
        found = [*marking.mark(course, gradebook, assignment, students, points)]
        page = course.root / "report" / assignment / "questions.html"
        write_whole(page, pages.for_class(assignment, records.questions_of(gradebook, assignment)))
    marked = [one for one in found if not one.problem]
    right, asked = sum(one.right for one in marked), sum(one.questions for one in marked)
    click.echo(
        f"{assignment}: {right} of {asked} answers of {counted(len(marked), 'student')} right"
    )
    click.echo(f"{page} written")
    return [one.problem for one in found if one.problem]
