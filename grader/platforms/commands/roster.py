"""`grader roster`: enter the students of a course."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import counted, open_course
from grader.cli.installed import require_extra

if TYPE_CHECKING:
    from grader.platforms.rosters import StudentList
    from grader.plugin import Course


@click.command("roster")
@click.argument(
    "file",
    required=False,
    type=click.Path(exists=True, dir_okay=False, path_type=Path, resolve_path=True),
)
@click.option(
    "--from-platform",
    is_flag=True,
    help="Ask the learning platform by LTI 1.3 instead of reading FILE; see docs/exports.md.",
)
@click.option(
    "--id",
    "id_column",
    default="",
    metavar="COLUMN",
    help="Column of a platform's list that holds the students' ids here. Default: on Canvas SIS"
    " Login ID, SIS User ID or ID; on Moodle Username, ID number or Email address: the first that"
    " is there for everybody.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be done without doing it.")
@click.pass_context
def roster_command(
    ctx: click.Context, file: Path | None, from_platform: bool, id_column: str, dry_run: bool
) -> None:
    """Enter the students in FILE, or those whom the platform names, into the gradebook.

    FILE is a CSV as the platform exports it, in English: Canvas's gradebook; Moodle's table of
    participants, its gradebook, or the grading worksheet of an assignment. Or your own, with
    columns id, first_name, last_name, lms_user_id, email, section, group, of which only id is
    required; other columns are listed. Other commands take --section; what one student of a group
    hands in counts for all of them.

    A student whom the gradebook knows by lms_user_id or email keeps the id that is used here.
    An id that differs from a known one in case alone is refused. Nobody is removed: students who
    are not in FILE are listed.

    \b
    Examples:
      grader roster ~/Downloads/2026-01-10T0900_Grades-MATH101.csv
      grader roster courseid_17_participants.csv --id "ID number" --dry-run
      grader roster --from-platform
    """
    from grader.errors import UsageError, in_one_line
    from grader.platforms import rosters
    from grader.plugin.students import enter_students, students_in_gradebook

    if (file is None) != from_platform:
        raise UsageError("Name a file, or say --from-platform: grader roster FILE")
    course = open_course(ctx)
    if file is None:
        student_list, name = asked_list(course, id_column), "the platform"
    else:
        student_list, name = rosters.read_list(file, id_column), file.name
    with course.gradebook() as gradebook:
        before = {student.id: student for student in students_in_gradebook(gradebook)}
        listed = rosters.listed_students(before.values(), student_list)
        if from_platform:
            listed = rosters.with_known_numbers(before, listed)
        after = rosters.merged(before.values(), listed)
        if not dry_run:
            enter_students(gradebook, after.values())
    click.echo(f"{name}: ids from the column {student_list.id_column!r}")
    if student_list.not_read:
        click.echo(f"  columns that are not read: {in_one_line(', '.join(student_list.not_read))}")
    new = [student for student in after.values() if student.id not in before]
    changed = [
        student for name, student in after.items() if name in before and before[name] != student
    ]
    absent = [before[name] for name in sorted(before.keys() - listed.keys())]
    for what, students in (("new", new), ("changed", changed), ("not in the file", absent)):
        for student in students:
            click.echo(f"  {what}: {student.called}")
    would = "would be " if dry_run else ""
    click.echo(
        f"{counted(len(student_list.students), 'student')}: {len(new)} {would}new, {len(changed)}"
        f" {would}changed."
    )


def asked_list(course: Course, id_column: str) -> StudentList:
    """Return the students whom the platform names."""
    require_extra("lti", "jwt", "cryptography")
    from grader.platforms import lti, passback, rosters
    from grader.platforms.lti_key import PrivateKey

    settings = passback.passback_settings_of(course.config)
    passback.require_settings(settings, "token_url", "client_id", "members_url")
    key = PrivateKey(passback.read_key(settings, course.root))
    members = lti.Platform(settings, key).members(settings.members_url)
    return rosters.list_of_members(members, id_column)
