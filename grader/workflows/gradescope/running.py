"""What `run_autograder` does in Gradescope's container: one submission in, results.json out.

Usage: python -m grader.workflows.gradescope.running ROOT ASSIGNMENT [--sandbox NAME]

ROOT is /autograder. The submission's files are hostile: only `grader collect` and `grader
autograde` touch them. A fault of the course or of grader's leaves no results.json, so that nobody
gets a score by it: Gradescope then tells the student that the autograder failed, and the instructor
reads why in its output, which is hidden from students.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import msgspec

from grader.grading.course_folder import inside_course

STUDENT: Final = "student"
"""The id by which the course in the container knows whoever handed in."""

MOST_BYTES: Final = 1 << 20


class AssignmentMetadata(msgspec.Struct):
    total_points: str | float | None = None


class SubmissionMetadata(msgspec.Struct):
    """What is read of Gradescope's submission_metadata.json; the rest is left alone."""

    id: int | str = ""
    created_at: str = ""
    assignment: AssignmentMetadata = msgspec.field(default_factory=AssignmentMetadata)


def main(arguments: list[str] | None = None) -> int:
    """Grade a submission; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("assignment")
    parser.add_argument("--sandbox", default="auto")
    given = parser.parse_args(arguments)
    results = given.root / "results" / "results.json"
    results.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="grader-gradescope-") as name:
        course = Path(name) / "course"
        shutil.copytree(given.root / "source" / "course", course)
        metadata = read_metadata(given.root / "submission_metadata.json")
        print(f"Submission {metadata.id or '(no id)'}, {metadata.created_at or 'no time'}")
        made = grade(course, given.root / "submission", given.assignment, given.sandbox)
        if made is None:
            print("There is no results.json: nobody gets a score from a fault of ours.")
            return 1
        tell_points(made, metadata)
        results.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, results)
    return 0


def read_metadata(path: Path) -> SubmissionMetadata:
    """Read what Gradescope says of the submission; nothing where it says nothing."""
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(MOST_BYTES), type=SubmissionMetadata)
    except (OSError, msgspec.DecodeError):
        return SubmissionMetadata()


def grade(course: Path, submitted: Path, assignment: str, sandbox: str) -> Path | None:
    """Grade a submission in a course; return the file of results, or None if there is none."""
    download = course / "download"
    shutil.copytree(submitted, download / STUDENT, symlinks=True)  # nothing follows links there
    add_student(course)
    # What is not a notebook of the assignment stays behind; the instructor reads which.
    run(course, "collect", str(download), "--assignment", assignment, "--force")
    (course / "submitted" / STUDENT / assignment).mkdir(parents=True, exist_ok=True)
    walls = ["--unsafe-no-sandbox"] if sandbox == "none" else ["--sandbox", sandbox]
    if run(course, "autograde", assignment, "--jobs", "1", *walls):
        return None
    target = course / "results"
    if run(course, "export", assignment, "--format", "gradescope", "-o", str(target)):
        return None
    made = target / assignment / STUDENT / "results.json"
    return made if made.is_file() else None


def add_student(course: Path) -> None:
    """Enter whoever handed in into the gradebook."""
    from grader.plugin import Course, roster
    from grader.plugin.exports.grades import Student

    with inside_course(course), Course(course).gradebook() as gradebook:
        roster.enter_students(gradebook, [Student(id=STUDENT)])


def run(course: Path, *arguments: str) -> int:
    """Run one of our commands on the course; what it prints is for the instructor."""
    command = [sys.executable, "-m", "grader", "-C", str(course), *arguments]
    return subprocess.run(command, stderr=subprocess.STDOUT, check=False).returncode  # noqa: S603 - our own command; no shell


def tell_points(made: Path, metadata: SubmissionMetadata) -> None:
    """Say where Gradescope's assignment has another maximum than the tests and answers here."""
    found: dict[str, Any] = msgspec.json.decode(made.read_bytes())
    most = sum(test["max_score"] for test in found["tests"])
    told = metadata.assignment.total_points
    try:
        theirs = float(told) if told is not None else most
    except ValueError:
        return
    if found["tests"] and abs(theirs - most) > 1e-6:
        print(f"Points: {most:g} here, {theirs:g} in Gradescope; set the assignment's to {most:g}.")


if __name__ == "__main__":
    sys.exit(main())
