"""Grade all kept answers, and compare two records of it: which verdicts did a change change?

    python -m tests.outcomes record before.jsonl
    python -m tests.outcomes record after.jsonl 05_optimization
    python -m tests.outcomes compare before.jsonl after.jsonl

Each answer of `tests/variants` is submitted by a student of its own, in the instructor's notebook.
The real commands grade and export it. A record has one line of JSON for each answer, sorted: the
points and outcomes of all tests of that notebook, the mistakes that are named, and what is said.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from grader.notebooks import ipynb
from grader.notebooks.files import write_whole
from tests import courses, simulated

LIMIT: Final = "c.Limits.test_seconds = 2.0"
"""Many wrong answers loop forever."""

HOURS: Final = 6 * 3600.0
"""More than an assignment takes, also on a busy machine."""

WORDS: Final = ("message", "remark", "hint", "counterexample")
"""What a result says of a test."""

ADDRESS: Final = re.compile(r"\b0x[0-9a-fA-F]+")
"""Where an object lies in memory, as an assert quotes it."""


class Answer(NamedTuple):
    """A kept answer, the notebook that asks for it, and the student who submits it."""

    student: str
    exercise: str
    right: bool
    name: str
    source: str
    notebook: Path


def kept_answers(assignment: str) -> Iterator[Answer]:
    """Yield the answers to all exercises of an assignment, in a fixed order."""
    homes = {
        simulated.graded_name(cell): path
        for path in sorted((simulated.ROOT / "source" / assignment).glob("*.ipynb"))
        for cell in simulated.read(path)["cells"]
    }
    for exercise in simulated.exercises():
        if home := homes.get(exercise):
            for number, kept in enumerate(simulated.variants(exercise)):
                student = f"{exercise}_{number:03}"
                yield Answer(student, exercise, kept.right, kept.name, kept.source, home)


def submit(course: Path, answers: Iterable[Answer]) -> None:
    """Submit each answer in a solved notebook, without cells that no exercise needs."""
    for answer in answers:
        nb = simulated.fill(simulated.read(answer.notebook), {answer.exercise: answer.source})
        nb["cells"] = [
            cell
            for cell in nb["cells"]
            if simulated.graded_name(cell) or "from_earlier(" in cell["source"]
        ]
        assignment, name = answer.notebook.parts[-2:]
        write_whole(course / "submitted" / answer.student / assignment / name, ipynb.dumps(nb))


def record(answers: Iterable[Answer], results: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a line for each answer from the course's exported results."""
    notebooks = {
        (submission["student"], notebook["name"]): notebook
        for submission in results["submissions"]
        for notebook in submission["notebooks"]
    }
    return [_line(answer, notebooks[answer.student, answer.notebook.stem]) for answer in answers]


def _line(answer: Answer, notebook: dict[str, Any]) -> dict[str, Any]:
    tests = {
        f"{cell['name']}, {test['name']}": test
        for cell in notebook["cells"]
        for test in cell["tests"]
    }
    said = {
        name: {word: test[word] for word in WORDS if test[word]} for name, test in tests.items()
    }
    reasons = {cell["name"]: cell["reason"] for cell in notebook["cells"] if cell["reason"]}
    line = {
        "exercise": answer.exercise,
        "answer": answer.name,
        "right": answer.right,
        "points": {cell["name"]: cell["auto_score"] for cell in notebook["cells"]},
        "outcomes": {name: test["outcome"] for name, test in tests.items()},
        "mistakes": sorted({test["misconception"] for test in tests.values()} - {""}),
        "words": {"reason": notebook["reason"], **reasons, **{k: v for k, v in said.items() if v}},
    }
    plain: dict[str, Any] = json.loads(ADDRESS.sub("0x", json.dumps(line)))
    return plain


def grade(assignment: str) -> list[dict[str, Any]]:
    """Grade all answers of an assignment, and return their lines."""
    answers = list(kept_answers(assignment))
    with tempfile.TemporaryDirectory(prefix="grader-outcomes-") as folder:
        course = courses.lay_out(Path(folder) / "course", config=LIMIT, assignment=assignment)
        submit(course, answers)
        for command in (
            ["generate"],
            ["autograde", "--trust-tests"],
            ["export", "--format", "json", "--output", "results.json"],
        ):
            courses.grader(course, *command, timeout=HOURS)
        results = json.loads((course / "results.json").read_text(encoding="utf-8"))
    return record(answers, results)


def write_record(path: Path, assignments: list[str]) -> None:
    """Record some assignments, or all; the file grows with each."""
    lines: list[str] = []
    for assignment in assignments:
        lines += [json.dumps(line, ensure_ascii=False) for line in grade(assignment)]
        write_whole(path, "".join(f"{line}\n" for line in lines))
        print(f"{assignment}: {len(lines)} answers in {path}", flush=True)


def read_record(path: Path) -> dict[str, dict[str, Any]]:
    """Read a record; the keys name the answers."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {
        f"{line['exercise']}, {'right' if line['right'] else 'wrong'}: {line['answer']}": line
        for line in lines
    }


def differences(before: Any, after: Any, where: str = "") -> Iterator[str]:
    """Yield each place in which two lines differ, with what stands there."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in before | after:
            inside = f"{where}, {key}" if where else key
            yield from differences(before.get(key), after.get(key), inside)
    elif before != after:
        yield f"{where}: {before!r} → {after!r}"


def compare(before: Path, after: Path, *, words: bool) -> int:
    """Print the differences between two records, and return how many answers differ."""
    one, other = read_record(before), read_record(after)
    count = 0
    for name in sorted(one.keys() & other.keys()):
        found = [
            difference
            for key in one[name]
            if words or key != "words"
            for difference in differences(one[name][key], other[name].get(key), key)
        ]
        count += bool(found)
        for difference in found:
            print(f"{name}\n  {difference}")
    both, alone = len(one.keys() & other.keys()), len(one.keys() ^ other.keys())
    print(f"{count} of {both} answers differ; {alone} are in one record only")
    return count


def main() -> None:
    """Record or compare."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.outcomes",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record", help="grade the answers and write their record")
    recording.add_argument("file", type=Path)
    known = sorted(path.name for path in (simulated.ROOT / "source").iterdir())
    recording.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
    comparing = commands.add_parser("compare", help="print differences; exit with 1 if any")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument(
        "--verdicts", action="store_true", help="points, outcomes and named mistakes only"
    )
    chosen = parser.parse_args()
    if chosen.command == "record":
        write_record(chosen.file, chosen.assignments or known)
    else:
        sys.exit(bool(compare(chosen.before, chosen.after, words=not chosen.verdicts)))


if __name__ == "__main__":
    main()
