"""`grader autograde`: grade submissions, here or on a cluster."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from grader.cli.common import (
    cluster_option,
    cluster_pool,
    counted,
    finish,
    jobs_option,
    open_course,
    print_note,
    print_penalties,
    sandbox_options,
    student_option,
)
from grader.errors import GraderError

if TYPE_CHECKING:
    from grader.grading.jobs import Job
    from grader.plugin import Course
    from grader.workflows.autograding import AutogradePlan, Grade


@click.command("autograde")
@click.argument("assignments", nargs=-1)
@student_option
@jobs_option
@click.option(
    "--force",
    is_flag=True,
    help="Also regrade submissions that have not changed. If interrupted, continue without it.",
)
@cluster_option
@sandbox_options
@click.option(
    "--trust-tests",
    is_flag=True,
    help="Also grade by tests that fail on the course's own solution. The report then says so.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Grade, and print whose points would change; write nothing to the gradebook.",
)
@click.option(
    "--never-lower/--may-lower",
    default=None,
    help="From now on let each cell of ASSIGNMENTS keep its points where new ones are fewer, until"
    " you say --may-lower.",
)
@click.pass_context
def autograde_command(
    ctx: click.Context,
    assignments: Sequence[str],
    students: Sequence[str],
    workers: int | None,
    force: bool,
    cluster: str | None,
    sandbox: str,
    unsafe: bool,
    trust_tests: bool,
    dry_run: bool,
    never_lower: bool | None,
) -> None:
    """Grade the submissions of ASSIGNMENTS.

    Reads submitted/<student>/<assignment>/, writes scores and comments to the gradebook, and writes
    the executed notebooks to autograded/. Submissions that were graded and have not changed are
    skipped, so after any interruption the same command continues where it stopped. If you start it
    twice at once, the two share the work. Late penalties follow due dates and policy, also of what
    is skipped. Marks by hand stay where neither the answer nor its maximum changed. What
    --never-lower promises holds whatever grades later, also another answer of a student.

    New test functions are tried first: the notebook in source/ must get full marks by them, and
    its untouched release none. A notebook whose tests fail that is not graded, and earlier scores
    of it stay. Plain asserts count as they stand; grader check tries them.

    Each attempt to grade a submission adds one line of JSON to logs/<student>/<assignment>.jsonl:
    time, duration, the outcome of every test, and the limits exceeded. The log quotes hidden tests;
    do not show it to students.

    \b
    Examples:
      grader autograde
      grader autograde 01_linear_algebra --student ada --force
      grader autograde --cluster tls://grading.example.org:8786
    """
    begun = time.monotonic()
    course = open_course(ctx)
    print_unconfigured(course)
    sandbox = "none" if unsafe else sandbox
    choose = grading_place(ctx, course, workers, sandbox, cluster or "")
    plan, faults = plan_batch(course, assignments, students, choose, force, trust_tests)
    problems = [*plan.problems, *fault_problems(faults, trusted=trust_tests)]
    print_unchanged(plan, assignments, problems)
    kept = keep_points(course, assignments, never_lower, dry_run=dry_run)
    if not dry_run:
        print_penalties(course, assignments, students)
    if plan.jobs:
        from grader.cli import progress  # loads Rich
        from grader.workflows import autograding

        progress.print_sandbox("" if cluster else sandbox)
        if dry_run:
            progress.preview_batch(course, plan, choose(plan.jobs), kept)
        else:
            grade = choose(plan.jobs)
            results = autograding.autograde_jobs(
                course, plan.jobs, grade, force=force, faulty=faults
            )
            problems += progress.record_batch(course, plan, results, begun)
    finish(ctx, problems)


def plan_batch(
    course: Course,
    assignments: Sequence[str],
    students: Sequence[str],
    choose: Callable[[Sequence[Job]], Grade],
    force: bool,
    trust_tests: bool,
) -> tuple[AutogradePlan, dict[str, list[str]]]:
    """Plan the batch and print what the instructor should know of tests and stray files.

    Also return the faults of each notebook that can't be graded.
    """
    from grader.workflows import course_trial, misplaced

    def announce(count: int) -> None:
        click.echo(f"Trying the tests of {counted(count, 'notebook')} first.", err=True)

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # treat SIGTERM like Ctrl-C
    try:
        plan, trial = course_trial.plan_gradable(
            *(course, assignments, students, choose, announce),
            force=force,
            trust_tests=trust_tests,
        )
    except KeyboardInterrupt:
        from grader.cli.progress import STOPPED  # loads Rich

        raise GraderError(STOPPED) from None
    for sentence in (*trial.notes, *misplaced.misplaced_files(course, plan.jobs, students)):
        print_note(sentence)
    return plan, trial.faults


def print_unchanged(
    plan: AutogradePlan, assignments: Sequence[str], problems: Sequence[str]
) -> None:
    """Print how many submissions need no grading, or that there is none at all."""
    if plan.unchanged:
        those = "submission is" if plan.unchanged == 1 else "submissions are"
        click.echo(f"{plan.unchanged} {those} graded and unchanged.")
    elif not plan.jobs and not problems:
        of = f" of {', '.join(assignments)}" if assignments else ""
        click.echo(f"Nothing to grade: there is no submission{of}.")


def keep_points(
    course: Course, assignments: Sequence[str], never_lower: bool | None, *, dry_run: bool
) -> set[str]:
    """Promise that points are never lowered, or lift that; return and print where it holds."""
    from grader.plugin import kept_points
    from grader.plugin.grade_records import one_transaction

    names = course.select_assignments(assignments, [])
    with course.gradebook() as gradebook:
        if never_lower is not None and not dry_run:
            with one_transaction(gradebook):
                kept_points.promise(gradebook, names, kept=never_lower)
        kept = kept_points.kept_assignments(gradebook)
    if never_lower is not None:
        kept = kept.union(names) if never_lower else kept.difference(names)
    if found := [name for name in names if name in kept]:
        print_note(f"Points are never lowered in {', '.join(found)}, until you say --may-lower.")
    return kept


def print_unconfigured(course: Course) -> None:
    """Say what nbgrader's own commands do in a course that does not use our engine in them."""
    if course.configured:
        return
    if course.own_steps:
        why = (
            "c.Autograde.autograde_preprocessors in nbgrader_config.py takes the place of what"
            " grader.plugin.configure(c) sets"
        )
        advised = " Remove that setting."
    else:
        why, advised = "nbgrader_config.py does not call grader.plugin.configure(c)", ""
    print_note(
        f"{why}: `nbgrader autograde` and formgrader would run students' code without a sandbox."
        f"{advised}"
    )


def fault_problems(faults: Mapping[str, Sequence[str]], *, trusted: bool) -> Iterator[str]:
    """Yield what is wrong with tests, and what to do; if they are trusted, print it as notes."""
    for notebook, sentences in faults.items():
        if trusted:
            for sentence in sentences:
                print_note(sentence)
            print_note(f"{notebook} is graded all the same, as requested (--trust-tests).")
            continue
        yield from sentences
        yield (
            f"{notebook} is not graded, and earlier scores stay: mend its tests or the reference,"
            f" then run grader generate {notebook.split('/')[0]}; or say --trust-tests."
        )


def grading_place(
    ctx: click.Context, course: Course, workers: int | None, sandbox: str, cluster: str
) -> Callable[[Sequence[Job]], Grade]:
    """Return what chooses who grades: the cluster at an address, or workers on this machine."""
    if cluster:
        return ctx.with_resource(cluster_pool(course, cluster, workers, sandbox)).choose
    from grader.workflows.local_graders import LocalGraders

    return ctx.with_resource(LocalGraders(course, workers=workers, sandbox=sandbox)).choose
