"""What `run_autograder` does in Gradescope's container: one submission in, results.json out.

Usage: python -P -m grader.platforms.gradescope.running ROOT ASSIGNMENT [--sandbox NAME]

ROOT is /autograder. The submission's files are hostile: `receiving` chooses among them, and only
collecting and `grader autograde` read them. A student whose file was refused reads why. A fault of
the course or of grader's leaves no results.json, so that nobody gets a score by it: Gradescope then
tells the student that the autograder failed, and the instructor reads why in its output, which is
hidden from students.
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
from grader.notebooks.door import Door
from grader.notebooks.files import write_whole
from grader.platforms.collect.collecting import Options, collect_files
from grader.platforms.gradescope.receiving import Refusal, receive
from grader.platforms.gradescope.telling import print_file, tell_refusals
from grader.plugin import Course, roster
from grader.plugin.roster import Student

STUDENT: Final = "student"
"""The id by which the course in the container knows whoever handed in."""

MOST_BYTES: Final = 1 << 20

MOST_PRINTED: Final = 100
"""Files that were refused and are listed for the instructor."""


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
        write_whole(results, msgspec.json.format(msgspec.json.encode(made), indent=1))
    return 0


def read_metadata(path: Path) -> SubmissionMetadata:
    """Read what Gradescope says of the submission; nothing where it says nothing."""
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(MOST_BYTES), type=SubmissionMetadata)
    except (OSError, msgspec.DecodeError):
        return SubmissionMetadata()


def grade(course: Path, submitted: Path, assignment: str, sandbox: str) -> dict[str, Any] | None:
    """Grade a submission in a course; return its results, or None if there are none."""
    refusals = collect_submission(course, submitted.absolute(), assignment)
    (course / "submitted" / STUDENT / assignment).mkdir(parents=True, exist_ok=True)
    walls = ["--unsafe-no-sandbox"] if sandbox == "none" else ["--sandbox", sandbox]
    if run(course, "autograde", assignment, "--jobs", "1", *walls):
        return None
    target = course / "results"
    if run(course, "export", assignment, "--format", "gradescope", "-o", str(target)):
        return None
    made = target / assignment / STUDENT / "results.json"
    if not made.is_file():
        return None
    found: dict[str, Any] = msgspec.json.decode(made.read_bytes())
    tell_refusals(found, refusals)
    return found


def collect_submission(folder: Path, submitted: Path, assignment: str) -> list[Refusal]:
    """Collect what was handed in, as that of a student in the gradebook; return what was not."""
    with inside_course(folder), Door(submitted) as door:
        course = Course(folder)
        with course.gradebook() as gradebook:
            roster.enter_students(gradebook, [Student(id=STUDENT)])
        notebooks = [path.stem for path in course.notebooks(assignment)]
        taken = receive(door, STUDENT, notebooks, course.limits.submission_mb)
        report = collect_files(course, taken.files, Options(assignment=assignment, force=True))
    for line in report.lines:
        file = line.file.removeprefix(f"{STUDENT}/")
        if line.left:
            taken.refusals.append(Refusal(file=file, notebook=line.target, reason=line.note))
        else:
            print_file(file, f"collected {line.told()}")
    for refusal in taken.refusals[:MOST_PRINTED]:
        print_file(refusal.file, refusal.reason)
    return taken.refusals


def run(course: Path, *arguments: str) -> int:
    """Run one of our commands on the course; what it prints is for the instructor."""
    command = [sys.executable, "-P", "-m", "grader", "-C", str(course), *arguments]
    return subprocess.run(command, stderr=subprocess.STDOUT, check=False).returncode  # noqa: S603 - our own command; no shell


def tell_points(found: dict[str, Any], metadata: SubmissionMetadata) -> None:
    """Say where Gradescope's assignment has another maximum than the tests and answers here."""
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
