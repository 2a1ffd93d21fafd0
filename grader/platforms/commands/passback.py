"""`grader passback`: send grades to a learning platform by LTI 1.3."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from grader.cli.common import (
    counted,
    finish,
    open_course,
    print_penalties,
    print_problem,
    student_option,
)
from grader.cli.installed import require_extra
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.platforms.passback.platform import Platform
    from grader.platforms.passback.sending import ScoreToSend
    from grader.plugin import Course


@click.command("passback")
@click.argument("assignments", nargs=-1)
@student_option
@click.option("--dry-run", is_flag=True, help="Show what would be sent; ask nobody.")
@click.option("--force", is_flag=True, help="Also send what has not changed since it was sent.")
@click.option(
    "--public-key", is_flag=True, help="Print the public key, as the platform wants it, and end."
)
@click.pass_context
def passback_command(
    ctx: click.Context,
    assignments: Sequence[str],
    students: Sequence[str],
    dry_run: bool,
    force: bool,
    public_key: bool,
) -> None:
    """Send the grades of ASSIGNMENTS to the learning platform, by LTI 1.3.

    Only scores are sent that changed since they were sent last, so after an interruption the same
    command goes on. A student is known to the platform by lms_user_id (grader roster). Late
    penalties follow marks by hand first; who handed in nothing is left alone. A score of which a
    part waits for a mark by hand is sent as pending.

    The platform must know this tool and its key: c.Passback in nbgrader_config.py, see
    docs/exports.md. It needs the extra `lti`.

    \b
    Examples:
      grader passback 01_linear_algebra --dry-run
      grader passback 01_linear_algebra
      grader passback --public-key
    """
    from grader.platforms.passback import settings as passback_settings

    require_extra("lti", "jwt", "cryptography")
    from grader.platforms.passback import sending
    from grader.platforms.passback.platform import Platform, public_jwk

    course = open_course(ctx)
    settings = passback_settings.passback_settings_of(course.config)
    if public_key:
        key = passback_settings.read_key(settings, course.root)
        click.echo(json.dumps(public_jwk(settings, key), indent=1))
        finish(ctx, [])
    if not assignments:
        raise UsageError("Name the assignments to send: grader passback ASSIGNMENT")
    names = [course.find_assignment(name) for name in assignments]
    passback_settings.require_settings(settings)
    platform = Platform(settings, passback_settings.read_key(settings, course.root))
    print_penalties(course, names, students, late_only=True)
    refused = 0
    alone = sending.the_only_passback(course.root)
    with contextlib.nullcontext() if dry_run else alone:
        plan = sending.plan_passback(course, settings, names, students, again=force)
        if plan.unchanged:
            click.echo(f"{counted(plan.unchanged, 'score')} unchanged since last time.")
        if dry_run:
            print_scores(plan.scores)
        else:
            refused = send_scores(course, plan.scores, platform)
    for sentence in plan.problems:
        print_problem(sentence)
    ctx.exit(1 if refused or plan.problems else 0)


def print_scores(scores: Sequence[ScoreToSend]) -> None:
    """Print what would be sent."""
    for one in scores:
        click.echo(str(one))
    click.echo(f"{counted(len(scores), 'score')} would be sent.")


def send_scores(course: Course, scores: Sequence[ScoreToSend], platform: Platform) -> int:
    """Send scores, and print which the platform did not take; return how many."""
    from grader.platforms.passback import sending

    refused = 0
    for sentence in sending.send(course, scores, platform.send_score):
        print_problem(sentence)
        refused += 1
    click.echo(f"{counted(len(scores) - refused, 'score')} sent.")
    return refused
