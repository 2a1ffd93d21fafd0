"""`grader autograde`: grade submissions, here or on a cluster."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import click

from grader.cli.common import (
    counted,
    finish,
    jobs_option,
    main,
    open_course,
    print_note,
    student_option,
)
from grader.errors import GraderError, UsageError

if TYPE_CHECKING:
    from grader.grading.jobs import Job, JobResult
    from grader.plugin import Course
    from grader.verdict import CellVerdict
    from grader.workflows.autograding import AutogradePlan, Grade
    from grader.workflows.regrade import PointsChange

MOST_CHANGES: Final = 50
"""Submissions whose points changed that are printed."""

STOPPED: Final = "Stopped. Finished submissions are saved; run the same command again to continue."


@main.command("autograde")
@click.argument("assignments", nargs=-1)
@student_option
@jobs_option
@click.option("--force", is_flag=True, help="Also regrade submissions that have not changed.")
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Grade on the workers of a Dask cluster with this scheduler address, such as"
    " tls://grading.example.org:8786 (see docs/cluster.md).",
)
@click.option(
    "--sandbox",
    type=click.Choice(["auto", "bubblewrap", "sandlock"]),
    default="auto",
    show_default=True,
    help="Sandbox for student code; auto uses the first that works on this machine.",
)
@click.option(
    "--unsafe-no-sandbox",
    "unsafe",
    is_flag=True,
    help="Run student code without a sandbox. Only if you trust every student.",
)
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
    "--never-lower",
    is_flag=True,
    help="Let each cell keep its points where the new ones are fewer.",
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
    never_lower: bool,
) -> None:
    """Grade the submissions of ASSIGNMENTS.

    Reads submitted/<student>/<assignment>/, writes scores and comments to the gradebook, and writes
    the executed notebooks to autograded/. Submissions that were graded and have not changed are
    skipped, so after any interruption the same command continues where it stopped. If you start it
    twice at once, the two share the work. Late penalties follow due dates and policy, also of what
    is skipped. Marks by hand stay where neither the answer nor its maximum changed.

    New tests are tried first: the notebook in source/ must get full marks, and its untouched
    release none. A notebook whose tests fail that is not graded, and earlier scores of it stay.

    Each attempt to grade a submission adds one line of JSON to logs/<student>/<assignment>.jsonl:
    time, duration, the outcome of every test, and the limits exceeded. The log quotes hidden tests;
    do not show it to students.

    \b
    Examples:
      grader autograde
      grader autograde 01_linear_algebra --student ada --force
      grader autograde --cluster tls://grading.example.org:8786
    """
    from grader.workflows import autograding, misplaced

    if cluster and workers:
        raise UsageError("--jobs is for this machine; it cannot be combined with --cluster.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # treat SIGTERM like Ctrl-C
    course = open_course(ctx)
    print_unconfigured(course)
    sandbox = "none" if unsafe else sandbox

    def choose(jobs: Sequence[Job]) -> Grade:
        return choose_grade(course, jobs, workers, sandbox, cluster or "")

    plan = autograding.plan_autograding(course, assignments, students, force=force)
    faults = try_new_tests(course, plan, choose)
    for sentence in misplaced.misplaced_files(course, plan.jobs, students):
        print_note(sentence)
    if faults and not trust_tests:
        plan = autograding.plan_autograding(
            course, assignments, students, force=force, left_out=faults
        )
    problems = [*plan.problems, *fault_problems(faults, trusted=trust_tests)]
    print_unchanged(plan.unchanged)
    where = "" if cluster else sandbox
    if dry_run:
        problems += preview_batch(course, plan, choose, where)
    else:
        print_penalties(course, assignments, students)
        results = autograding.autograde_jobs(
            course,
            plan.jobs,
            choose(plan.jobs),
            force=force,
            faulty=faults,
            never_lower=never_lower,
        )
        problems += record_batch(course, plan, results, where) if plan.jobs else []
    finish(ctx, problems)


def record_batch(
    course: Course, plan: AutogradePlan, results: Iterator[JobResult], sandbox: str
) -> list[str]:
    """Grade and record the batch; print how the class stands, and whose points changed."""
    from grader.workflows import regrade

    before = regrade.read_points(course, plan.assignments)
    problems = run_batch(results, len(plan.jobs), sandbox)
    for line in regrade.summaries(course, plan.assignments):
        click.echo(line)
    print_changes(regrade.changes(before, regrade.read_points(course, plan.assignments)))
    return problems


def preview_batch(
    course: Course, plan: AutogradePlan, choose: Callable[[Sequence[Job]], Grade], sandbox: str
) -> list[str]:
    """Grade the batch and print whose points would change."""
    from grader.workflows import regrade

    if not plan.jobs:
        return []
    print_sandbox(sandbox)
    before = regrade.read_points(course, plan.assignments)
    after = regrade.preview(course, before, choose(plan.jobs)(plan.jobs))
    print_changes(regrade.changes(before, after))
    click.echo(f"{counted(len(after), 'submission')} graded; nothing is written (--dry-run).")
    return []


def print_changes(changes: Sequence[PointsChange]) -> None:
    """Print whose points changed; of many, the first."""
    for change in changes[:MOST_CHANGES]:
        click.echo(f"  {change}")
    if len(changes) > MOST_CHANGES:
        click.echo(f"  … and {len(changes) - MOST_CHANGES} others")


def fault_problems(faults: Mapping[str, Sequence[str]], *, trusted: bool) -> list[str]:
    """Return a problem for each notebook with faulty tests; if they are trusted, only say so."""
    if trusted:
        print_trusted(faults)
        return []
    return list(left_out_sentences(faults))


def print_unconfigured(course: Course) -> None:
    """Say what nbgrader's own commands do in a course that does not use our engine in them."""
    if not course.configured:
        print_note(
            "nbgrader_config.py does not call grader.plugin.configure(c): `nbgrader autograde` and"
            " formgrader would run students' code without a sandbox."
        )


def try_new_tests(
    course: Course, plan: AutogradePlan, choose: Callable[[Sequence[Job]], Grade]
) -> dict[str, list[str]]:
    """Try the tests that are new; return the faults of each notebook that can't be graded."""
    from grader.workflows import trying

    def announce(count: int) -> None:
        click.echo(f"Trying the tests of {counted(count, 'notebook')} first.", err=True)

    try:
        trial = trying.try_course(course, plan.keys, plan.assignments, choose, announce)
    except KeyboardInterrupt:
        raise GraderError(STOPPED) from None
    for sentence in trial.notes:
        print_note(sentence)
    return trial.faults


def left_out_sentences(faults: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield why notebooks are not graded, and what to do."""
    for notebook, sentences in faults.items():
        yield from sentences
        yield (
            f"{notebook} is not graded, and earlier scores stay: mend its tests or the reference,"
            f" then run grader generate {notebook.split('/')[0]}; or say --trust-tests."
        )


def print_trusted(faults: Mapping[str, Sequence[str]]) -> None:
    """Say loudly by which faulty tests is graded."""
    for notebook, sentences in faults.items():
        for sentence in sentences:
            print_note(sentence)
        print_note(f"{notebook} is graded all the same, as requested (--trust-tests).")


def print_penalties(course: Course, assignments: Sequence[str], students: Sequence[str]) -> None:
    """Apply the late policy again to what is graded already, and print what changed."""
    from grader.plugin import penalties

    with course.gradebook() as gradebook:
        for name in course.select_assignments(assignments, []):
            for one in penalties.refresh_penalties(gradebook, course.config, name, students):
                click.echo(
                    f"{one.student}, {name}: late penalty {one.before:g} → {one.after:g} points"
                )


def print_unchanged(count: int) -> None:
    """Print how many submissions are skipped, if any."""
    if count:
        those = "submission is" if count == 1 else "submissions are"
        click.echo(f"{count} {those} graded and unchanged.")


def choose_grade(
    course: Course, jobs: Sequence[Job], workers: int | None, sandbox: str, cluster: str
) -> Grade:
    """Choose who grades: the cluster at an address, or workers on this machine."""
    if cluster:
        from grader.cluster import client

        return client.grade_with_cluster(course, jobs, address=cluster, sandbox=sandbox)
    from grader.workflows import autograding

    return autograding.grade_with_workers(course, jobs, workers=workers, sandbox=sandbox)


def run_batch(results: Iterator[JobResult], total: int, sandbox: str) -> list[str]:
    """Grade the batch with a progress bar and a summary; return what went wrong."""
    from grader.cli.progress import ProgressSummary, show_progress  # loads Rich

    summary = ProgressSummary()
    problems: list[str] = []
    try:
        print_sandbox(sandbox)
        for done in show_progress(results, total, "Grading"):
            summary.count(done)
            problems += broken_cells(done)
    except KeyboardInterrupt:
        problems.append(STOPPED)
    except GraderError as error:
        problems.append(str(error))
    click.echo(str(summary))
    return [*summary.not_graded_sentences(), *problems]


def print_sandbox(sandbox: str) -> None:
    """Print the sandbox in which this machine runs student code; nothing for a cluster."""
    from grader.sandbox import backends

    if sandbox == "none":
        click.echo("Grading without a sandbox, as requested.", err=True)
    elif sandbox:
        name = backends.choose_backend(sandbox).name
        click.echo(f"Student code runs in {name}.", err=True)


def broken_cells(done: JobResult) -> list[str]:
    """List the cells that got no score because of a fault of the grader or of a test."""
    who = f"{done.job.student}, {done.job.assignment}"
    return [
        f"{who}/{graded.verdict.notebook}: `{cell.grade_id}` has no score: {_reason(cell)}"
        for graded in done.graded
        for cell in graded.verdict.cells
        if cell.broken
    ]


def _reason(cell: CellVerdict) -> str:
    logs = [test.log or test.message for test in cell.tests if test.outcome == "broken"]
    logs = [log for log in logs if log not in cell.reason]
    return f"{cell.reason} ({'; '.join(logs)})" if logs else cell.reason
