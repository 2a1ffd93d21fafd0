"""`grader watch`: grade submissions as they land."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Sequence
from pathlib import Path

import click

from grader.cli.common import (
    cluster_option,
    cluster_pool,
    finish,
    jobs_option,
    open_course,
    sandbox_options,
)


@click.command("watch")
@click.argument("assignments", nargs=-1)
@jobs_option
@click.option("--feedback", is_flag=True, help="Also write the feedback pages of what was graded.")
@click.option(
    "--exchange",
    is_flag=True,
    help="Also collect from nbgrader's exchange, and release the pages to it.",
)
@click.option(
    "--metrics",
    type=click.Path(dir_okay=False, path_type=Path, resolve_path=True),
    metavar="FILE",
    help="Write numbers in Prometheus's format to FILE, such as one that the textfile collector of"
    " its node exporter reads.",
)
@cluster_option
@sandbox_options
@click.pass_context
def watch_command(
    ctx: click.Context,
    assignments: Sequence[str],
    workers: int | None,
    feedback: bool,
    exchange: bool,
    metrics: Path | None,
    cluster: str | None,
    sandbox: str,
    unsafe: bool,
) -> None:
    """Grade submissions of ASSIGNMENTS as they land in submitted/.

    Starts with what is not graded yet, then waits. A submission is taken when all its notebooks are
    there, or when nothing of it has changed for two seconds. Students take turns, the newest
    submission of each counts, and what was graded before waits behind what is new. It may be killed
    and started again at any time, and grader autograde may run beside it. SIGTERM and Ctrl-C end it
    after the submissions in progress.

    Prints one line for each submission. grader status tells what waits. c.Watch.submissions_an_hour
    limits how many submissions of a student are graded in an hour.

    \b
    Examples:
      grader watch --feedback
      grader watch 01_linear_algebra --jobs 2
      grader watch --feedback --exchange
      grader watch --feedback --cluster tls://grading.example.org:8786
    """
    from grader.service.watch import service

    course = open_course(ctx)
    problems: list[str] = []
    names = course.select_assignments(assignments, problems)
    if problems:
        finish(ctx, problems)
    options = service.WatchOptions(
        workers=workers or os.cpu_count() or 1,
        sandbox="none" if unsafe else sandbox,
        feedback=feedback,
        exchange=exchange,
        metrics=metrics,
    )
    with contextlib.ExitStack() as after:
        pool = None
        if cluster:
            chosen = cluster_pool(course, cluster, workers, options.sandbox)
            pool = after.enter_context(chosen)
        service.run_service(course, names, options, print_timed, pool)


def print_timed(sentence: str) -> None:
    """Print a line of a log, with the time in UTC; no full disk or closed pipe ends the service."""
    with contextlib.suppress(OSError):
        click.echo(f"{time.strftime('%Y-%m-%d %H:%M:%SZ', time.gmtime())} {sentence}")
