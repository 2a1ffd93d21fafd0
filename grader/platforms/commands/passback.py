"""`grader passback`: send grades to a learning platform by LTI 1.3."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from grader.cli.common import (
    counted,
    one_assignment,
    open_course,
    print_penalties,
    print_problem,
    student_option,
)
from grader.cli.installed import require_extra


@click.command("passback")
@click.argument("assignments", nargs=-1)
@student_option
@click.option("--dry-run", is_flag=True, help="Show what would be sent; ask nobody.")
@click.option(
    "--public-key", is_flag=True, help="Print the public key, as the platform wants it, and end."
)
@click.pass_context
def passback_command(
    ctx: click.Context,
    assignments: Sequence[str],
    students: Sequence[str],
    dry_run: bool,
    public_key: bool,
) -> None:
    """Send the grades of ASSIGNMENTS to the learning platform, by LTI 1.3.

    All scores are sent each time, and the platform keeps the latest: after an interruption, run the
    same command again. A student is known to the platform by lms_user_id (grader roster). Late
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
    from grader.platforms.lti_key import PrivateKey

    course = open_course(ctx)
    settings = passback.passback_settings_of(course.config)
    key = PrivateKey(passback.read_key(settings, course.root))
    if public_key:
        click.echo(json.dumps(key.public_jwk(), indent=1))
        return
    advice = "Name the assignments to send: grader passback ASSIGNMENT."
    names = [course.find_assignment(name) for name in assignments]
    names = names or [one_assignment(course, (), advice)]
    passback.require_settings(settings, "token_url", "client_id")
    platform = lti.Platform(settings, key)
    print_penalties(course, names, students, late_only=True)
    problems: list[str] = []
    scores = passback.scores_of(course, settings, names, students, problems)
    sent = len(scores)
    if dry_run:
        for score in scores:
            click.echo(str(score))
    else:
        for sentence in passback.send(scores, platform.send_score):
            print_problem(sentence)
            sent -= 1
    click.echo(f"{counted(sent, 'score')} {'would be sent' if dry_run else 'sent'}.")
    for sentence in problems:
        print_problem(sentence)
    ctx.exit(1 if sent < len(scores) or problems else 0)
