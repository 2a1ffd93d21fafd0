"""Removal of a student from the gradebook, with what our own tables hold of them."""

from __future__ import annotations

from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy import delete, text

from grader.plugin.grade_records import one_transaction
from grader.plugin.schema import EXTENSIONS, GRADED, SENT


def remove_student(gradebook: Gradebook, student: str) -> bool:
    """Remove a student with all grades and comments; return whether there was one."""
    with one_transaction(gradebook):
        for table in (EXTENSIONS, SENT):
            gradebook.db.execute(delete(table).where(table.c.student == student))
        try:
            found = gradebook.find_student(student)
        except MissingEntry:
            return False
        for submission in found.submissions:
            gradebook.db.execute(delete(GRADED).where(GRADED.c.submission_id == submission.id))
        gradebook.remove_student(student)
    if gradebook.engine.name == "sqlite":  # it only marks what is deleted as free
        with gradebook.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM"))
    return True
