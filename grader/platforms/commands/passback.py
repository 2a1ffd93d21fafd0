"""`grader passback`: send grades to a learning platform by LTI 1.3."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence

import click

from grader.cli.common import (
    counted,
    open_course,
    print_penalties,
    print_problem,
    student_option,
)
from grader.cli.installed import require_extra
from grader.errors import UsageError


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
    require_extra("lti", "jwt", "cryptography")
    from grader.platforms import lti, passback

    course = open_course(ctx)
    settings = passback.passback_settings_of(course.config)
    key = lti.PrivateKey(passback.read_key(settings, course.root), settings.key_id)
    if public_key:
        click.echo(json.dumps(key.public_jwk(), indent=1))
        return
    if not assignments:
        raise UsageError("Name the assignments to send: grader passback ASSIGNMENT")
    names = [course.find_assignment(name) for name in assignments]
    passback.require_settings(settings, "token_url", "client_id")
    platform = lti.Platform(
        settings.token_url,
        settings.client_id,
        key,
        audience=settings.audience,
        deployment=settings.deployment_id,
    )
    print_penalties(course, names, students, late_only=True)
    refused: list[str] = []
    alone = passback.the_only_passback(course.root)
    with contextlib.nullcontext() if dry_run else alone:
        plan = passback.plan_passback(course, settings, names, students, again=force)
        if plan.unchanged:
            click.echo(f"{counted(plan.unchanged, 'score')} unchanged since last time.")
        if dry_run:
            for score in plan.scores:
                click.echo(str(score))
        else:
            for sentence in passback.send(course, plan.scores, platform.send_score):
                print_problem(sentence)
                refused.append(sentence)
    done = "would be sent" if dry_run else "sent"
    click.echo(f"{counted(len(plan.scores) - len(refused), 'score')} {done}.")
    for sentence in plan.problems:
        print_problem(sentence)
    ctx.exit(1 if refused or plan.problems else 0)
