"""Groups that hand in together: what one of them hands in counts for all, and the newest counts."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from datetime import datetime

from nbgrader.api import Gradebook

from grader.errors import Unreadable
from grader.notebooks.door import Door
from grader.plugin.course import Course
from grader.plugin.students import groups_in
from grader.plugin.times import TIMESTAMP, moment_in, utc


def submitters_of(course: Course, gradebook: Gradebook, assignment: str) -> dict[str, str]:
    """Return the students with a submission, each with the one whose files it is."""
    present = course.students_with(assignment)
    found = {student: student for student in present}
    groups = groups_in(gradebook)
    handed_in = defaultdict[str, list[str]](list)
    for student in present:
        if group := groups.get(student):
            handed_in[group].append(student)
    newest = {
        group: max(students, key=lambda who: _moment(course, who, assignment))
        for group, students in handed_in.items()
    }
    return found | {who: newest[group] for who, group in groups.items() if group in newest}


def with_group(gradebook: Gradebook, student: str) -> list[str]:
    """Return a student, and all others of the group if there is one."""
    groups = groups_in(gradebook)
    group = groups.get(student)
    return [student, *(who for who in groups if who != student and groups[who] == group)]


def _moment(course: Course, student: str, assignment: str) -> datetime:
    """Return when a student handed in: as `timestamp.txt` says, else when the last file came."""
    place = course.hand_in(student, assignment)
    with Door(place.base) as door:
        with contextlib.suppress(Unreadable):
            if moment := moment_in(door.read(f"{place.folder}/{TIMESTAMP}", 1)):
                return moment
        files = door.walk(place.folder, most=1000)
        return utc(max((one.state.st_mtime for one in files if one.is_file), default=0.0))
