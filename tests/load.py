"""The same submissions on a machine with nothing else to do, and on one that is far too busy.

`python -m tests.load` hands in answers that `tests/variants` keeps, right and wrong, a student for
each. The real command grades them, then once more beside busy loops, which begin when the first is
graded. Outcomes, points and messages must be the same: it prints each difference, and
exits with 1 if there is any.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import json
import os
import pprint
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests import courses, simulated
from tests.outcomes import ADDRESS

SEED: Final = 17
"""Decides which answers are drawn."""

MEASURED: Final = ("time", "seconds", "cpu_seconds", "memory_mb")
"""What a log tells that is never the same twice."""


@contextlib.contextmanager
def busy(loops: int) -> Iterator[None]:
    """Keep each processor busy with so many loops; all of them end with the block."""
    command = [sys.executable, "-S", "-c", "while True: pass"]
    count = loops * len(os.sched_getaffinity(0))
    running = [subprocess.Popen(command) for _ in range(count)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
        for process in running:
            process.wait()


def hand_in_answers(course: Path, count: int) -> list[str]:
    """Hand in answers drawn over all exercises in turn; return what each student's is."""
    draw = random.Random(SEED)
    homes = {
        simulated.graded_name(cell): path.parent.name
        for path in sorted((course / "release").glob("*/*.ipynb"))
        for cell in simulated.read(path)["cells"]
    }
    names = [name for name in simulated.exercises() if name in homes]
    draw.shuffle(names)
    handed = []
    for number in range(count):
        name = names[number % len(names)]
        answer = draw.choice(simulated.variants(name))
        student = f"student_{number:03}"
        simulated.hand_in(
            course, student, {name: answer.source}, assignment=homes[name], only={name}
        )
        kind = "right" if answer.right else "wrong"
        handed.append(f"{student}: {name}, {kind}: {answer.name}")
    return handed


def graded(course: Path, loops: int, *prefix: str) -> dict[str, Any]:
    """Grade a course beside some loops; return each student's verdict, as the logs tell it."""
    started = time.monotonic()
    command = [
        *prefix,
        str(courses.BIN / "grader"),
        "-C",
        str(course),
        "autograde",
        "--trust-tests",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as grading:
        while grading.poll() is None and not logs_of(course):
            time.sleep(0.1)
        with busy(loops):
            if grading.wait():
                sys.exit(f"The command failed, with exit status {grading.returncode}.")
    print(f"beside {loops} loops: {time.monotonic() - started:.0f} s", flush=True)
    entries = [json.loads(path.read_text().splitlines()[-1]) for path in logs_of(course)]
    return {entry["student"]: verdict_of(entry) for entry in entries}


def logs_of(course: Path) -> list[Path]:
    """The logs of all submissions that are graded."""
    return sorted((course / "logs").rglob("*.jsonl"))


def verdict_of(entry: Any) -> Any:
    """Leave out of a log's entry what was measured, and addresses."""
    match entry:
        case dict():
            return {key: verdict_of(one) for key, one in entry.items() if key not in MEASURED}
        case list():
            return [verdict_of(one) for one in entry]
        case str():
            return ADDRESS.sub("0x", entry)
        case _:
            return entry


def main() -> None:
    """Grade twice and compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--answers", type=int, default=200, help="how many answers")
    parser.add_argument("--loops", type=int, default=8, help="busy loops a processor")
    parser.add_argument("--nice", type=int, default=0, help="how much the loops go before us")
    parser.add_argument("--assignments", default="*", help="which assignments, as a pattern")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="grader-load-") as folder:
        course = courses.make(Path(folder) / "course", assignment=chosen.assignments)
        handed = hand_in_answers(course, chosen.answers)
        again = Path(shutil.copytree(course, Path(folder) / "again"))
        first = graded(course, 0)
        second = graded(again, chosen.loops, "nice", "-n", str(chosen.nice))
    differences = [name for name in first | second if first.get(name) != second.get(name)]
    for name in differences:
        alone, busily = (pprint.pformat(one.get(name)).splitlines() for one in (first, second))
        print(*difflib.unified_diff(alone, busily, f"{name} alone", f"{name} busy", n=1), sep="\n")
    points = sum(entry["score"] for entry in first.values())
    print(f"{len(handed)} answers, {len(first)} verdicts, {points:g} points alone")
    print(f"{len(differences)} differ beside {chosen.loops} busy loops a processor")
    sys.exit(bool(differences) or len(first) != len(handed))


if __name__ == "__main__":
    main()
