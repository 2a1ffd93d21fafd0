"""Half an hour of `grader watch`: what becomes of a long line of submissions, one in twenty of them
hostile, while the service is killed once and ended once. `make soak` prints what it found.

Nothing may be lost or graded twice, no score may differ from that of its answer, and the memory of
the service and its children may not grow.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

import psutil
from rich.console import Console
from rich.table import Table

from tests import courses, own_course
from tests.courses import BIN

HOSTILE: Final = (
    "def mean(values):\n    while True:\n        pass",
    "def mean(values):\n    return mean(values)",
    "def mean(values):\n    return [0] * 10**10",
    "import os\n\nos._exit(3)\ndef mean(values):\n    return 0",
    "import os\n\nwhile True:\n    os.fork()",
    "import os, signal\n\nos.kill(os.getppid(), signal.SIGKILL)\ndef mean(values):\n    return 0",
    "print('x' * 10**8)\ndef mean(values):\n    return 0",
    "for number in range(10**6):\n    open(f'f{number}', 'w').write('x' * 10**6)",
)
"""Answers that earn nothing: they hang, recurse, fill memory, disk and output, end, fork, kill."""

CONFIG: Final = """
c.Limits.test_seconds = 1
c.Limits.cell_seconds = 3
c.Limits.memory_mb = 512
c.Limits.processes = 16
"""

ONE_IN: Final = 20
SAMPLE_SECONDS: Final = 5.0


class Soak:
    """A course, the service on it, and what was seen."""

    def __init__(self, folder: Path, count: int, minutes: float) -> None:
        config = own_course.CONFIGURED + CONFIG
        self.course = courses.generate(own_course.make(folder / "course", config=config))
        self._log = (folder / "log").open("ab")
        self.count, self.minutes = count, minutes
        self.wanted: dict[str, float] = {}
        self.memory: list[tuple[float, float]] = []
        self._service = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [BIN / "grader", "-C", self.course, "watch", "--feedback", "--jobs", "2"],
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    def restart(self, number: signal.Signals) -> None:
        """End the service in a way, and start it again."""
        self._service.send_signal(number)
        self._service.wait()
        self._service = self._start()

    def hand_in(self, number: int, rng: random.Random) -> None:
        """Move a submission to its place."""
        student = f"s{number:05}"
        if number % ONE_IN == ONE_IN - 1:
            answer, points = HOSTILE[number // ONE_IN % len(HOSTILE)], 0.0
        else:
            right = rng.random() < 0.7
            answer, points = (own_course.RIGHT, 4.0) if right else (own_course.WRONG, 0.0)
        own_course.hand_in(self.course, f".{student}", answer)
        submitted = self.course / "submitted"
        (submitted / f".{student}").rename(submitted / student)
        self.wanted[student] = points

    def sample(self, begun: float) -> None:
        """Note how much memory the service and its children have, shared pages once each."""
        total = 0
        service = psutil.Process(self._service.pid)
        for process in (service, *service.children(recursive=True)):
            with contextlib.suppress(psutil.Error):  # it has ended
                total += process.memory_full_info().pss
        self.memory.append((time.monotonic() - begun, total / 2**20))

    def run(self) -> None:
        """Hand everything in over the time, with two restarts, and wait until all is graded."""
        rng, begun, looked = random.Random(1), time.monotonic(), 0.0
        pause = self.minutes * 60 / self.count
        restarts = {self.count // 3: signal.SIGKILL, 2 * self.count // 3: signal.SIGTERM}
        for number in range(self.count):
            if number in restarts:
                self.restart(restarts[number])
            self.hand_in(number, rng)
            while time.monotonic() < begun + (number + 1) * pause:
                if time.monotonic() > looked + SAMPLE_SECONDS:
                    looked = time.monotonic()
                    self.sample(begun)
                time.sleep(0.05)
        end = time.monotonic() + 600
        while self.gradings().total() < self.count and time.monotonic() < end:
            self.sample(begun)
            time.sleep(SAMPLE_SECONDS)
        self._service.send_signal(signal.SIGTERM)
        self._service.wait()

    def gradings(self) -> Counter[str]:
        """How often each student was graded."""
        found: Counter[str] = Counter()
        for path in self.course.glob("logs/*/hw1.jsonl"):
            for line in path.read_text(encoding="utf-8").splitlines():
                found[path.parent.name] += json.loads(line)["outcome"] == "graded"
        return found

    def scores(self) -> dict[str, float | None]:
        """Each student's score in the gradebook."""
        return {
            student: score for (student, _), (score, _) in own_course.scores(self.course).items()
        }


def main() -> int:
    """Run it, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="number of submissions")
    parser.add_argument("--minutes", type=float, default=30, help="over how many minutes")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="grader-soak-"))
    soak = Soak(folder, chosen.count, chosen.minutes)
    begun = time.monotonic()
    soak.run()
    minutes = (time.monotonic() - begun) / 60
    graded, scores = soak.gradings(), soak.scores()
    lost = [student for student in soak.wanted if not graded[student]]
    twice = [student for student, times in graded.items() if times > 1]
    wrong = [student for student, points in soak.wanted.items() if scores.get(student) != points]
    table = Table(title=f"{chosen.count} submissions in {minutes:.1f} minutes")
    table.add_column("what")
    table.add_column("how many", justify="right")
    for name, found in (("lost", lost), ("graded twice", twice), ("another score", wrong)):
        table.add_row(name, f"{len(found)} {' '.join(found[:5])}".strip())
    said = (folder / "log").read_text(encoding="utf-8")
    waits = [float(seconds) for seconds in re.findall(r"([\d.]+) s after it landed", said)]
    table.add_row("seconds to the last page, median", f"{statistics.median(waits):.2f}")
    for share in (0.1, 0.3, 0.5, 0.7, 0.9, 1.0):
        part = soak.memory[: max(1, round(share * len(soak.memory)))][-12:]
        mean = sum(mb for _, mb in part) / len(part)
        table.add_row(f"memory in MB after {share:.0%}", f"{mean:.0f}")
    Console().print(table)
    failed = bool(lost or twice or wrong)
    if failed:
        sys.stdout.write(f"Kept for a look: {folder}\n")
    else:
        shutil.rmtree(folder)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
