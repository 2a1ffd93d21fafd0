"""`grader bench` measures every way of grading a class, and prints their ratios."""

from __future__ import annotations

import re
from pathlib import Path

from grader.sandbox import backends
from grader.workflows import benchmark
from tests import courses


def test_bench_tells_each_way_and_their_ratios(tmp_path: Path) -> None:
    course = courses.make(tmp_path / "course", notebooks={"matrices"})
    done = courses.grader(course, "bench", "--students", "2", "--rounds", "1")
    assert done.returncode == 0, done.stderr
    walled = [f"{benchmark.IN}{name}" for name in backends.available()]
    for way in (benchmark.STOCK, *walled, benchmark.WITHOUT, benchmark.IDLE, benchmark.BARE):
        (seconds,) = re.findall(rf"^{way}, 2 submissions: ([\d.]+) s$", done.stderr, re.MULTILINE)
        assert float(seconds) > 0
        assert re.search(rf"^ *{way} +2 +2 +[\d.]+", done.stdout, re.MULTILINE)
    for way in walled:
        assert re.search(
            rf"^{way}: [\d.]+ times the time of the bare cells, "
            r"[\d.]+ times the throughput of stock, [\d.]+ times the time without a sandbox$",
            done.stdout,
            re.MULTILINE,
        )
    (idle,) = re.findall(rf"^{benchmark.IDLE}: ([\d.]+) s$", done.stdout, re.MULTILINE)
    assert 0 < float(idle) < 60
    assert not (course / "submitted").exists(), "the course itself is left alone"


def test_bench_tells_how_cost_grows(tmp_path: Path) -> None:
    course = courses.make(tmp_path / "course", notebooks={"matrices"})
    done = courses.grader(course, "bench", "--grow", "1", "--grow", "3")
    assert done.returncode == 0, done.stderr
    sizes = re.findall(rf"^ *{benchmark.OURS} +(\d+) +(\d+) +[\d.]+", done.stdout, re.MULTILINE)
    assert sizes == [("1", "1"), ("3", "3")]
