"""`grader bench` measures every way of grading a class, and prints their ratios."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from grader.author import benchmark, latency
from grader.sandbox import backends
from tests import courses

WALLED = f"{benchmark.IN}bubblewrap"


def run(way: str, seconds: float, cpu: float = 1.0, peak: float = 1.0) -> benchmark.Measured:
    return benchmark.Measured(
        way=way, submissions=2, notebooks=4, seconds=seconds, cpu_seconds=cpu, peak_mb=peak
    )


RUNS = [
    run(benchmark.STOCK, 60.0),
    run(WALLED, 4.0, cpu=7.0, peak=100.0),
    run(benchmark.WITHOUT, 2.5),
    run(benchmark.IDLE, 0.5),
    run(benchmark.BARE, 1.5),
    run(WALLED, 2.0, cpu=9.0, peak=300.0),
    run(WALLED, 3.0, cpu=8.0, peak=200.0),
]
"""Made up: three rounds of one way, one of the others."""


def test_a_summary_has_the_median_of_each_figure_and_tells_the_ratios() -> None:
    found = benchmark.summarize_times(RUNS)
    assert found.medians == [
        run(benchmark.STOCK, 60.0),
        run(WALLED, 3.0, cpu=8.0, peak=200.0),
        run(benchmark.WITHOUT, 2.5),
        run(benchmark.IDLE, 0.5),
        run(benchmark.BARE, 1.5),
    ]
    walled = f"{WALLED}: 2.00 times the time of the bare cells, 20.0 times the throughput of stock"
    assert found.sentences == [
        f"{walled}, 1.20 times the time without a sandbox",
        f"{benchmark.IDLE}: 0.50 s",
    ]


def test_a_summary_without_stock_tells_the_other_ratios() -> None:
    assert benchmark.summarize_times(RUNS[1:]).sentences == [
        f"{WALLED}: 2.00 times the time of the bare cells, 1.20 times the time without a sandbox",
        f"{benchmark.IDLE}: 0.50 s",
    ]


def test_bench_tells_each_way_and_their_ratios(tmp_path: Path) -> None:
    course = courses.make(tmp_path / "course", notebooks={"02_matrices"})
    started = time.monotonic()
    done = courses.grader(course, "bench", "--students", "2", "--rounds", "1")
    elapsed = time.monotonic() - started
    assert done.returncode == 0, done.stderr
    assert backends.available()
    walled = [f"{benchmark.IN}{name}" for name in backends.available()]
    took = {}
    for way in (benchmark.STOCK, *walled, benchmark.WITHOUT, benchmark.IDLE, benchmark.BARE):
        (seconds,) = re.findall(rf"^{way}, 2 submissions: ([\d.]+) s$", done.stderr, re.MULTILINE)
        assert re.search(rf"^ *{way} +2 +2 +{re.escape(seconds)} ", done.stdout, re.MULTILINE)
        took[way] = float(seconds)
    assert sum(took.values()) < elapsed + 0.05 * len(took)
    assert took[benchmark.STOCK] > 0.5, "nbgrader starts a kernel for each notebook"
    for way in walled:
        (told,) = re.findall(
            rf"^{way}: ([\d.]+) times the time of the bare cells, "
            r"([\d.]+) times the throughput of stock, ([\d.]+) times the time without a sandbox$",
            done.stdout,
            re.MULTILINE,
        )
        assert_ratio(told[0], took[way], took[benchmark.BARE])
        assert_ratio(told[1], took[benchmark.STOCK], took[way])
        assert_ratio(told[2], took[way], took[benchmark.WITHOUT])
    (idle,) = re.findall(rf"^{benchmark.IDLE}: ([\d.]+) s$", done.stdout, re.MULTILINE)
    assert float(idle) == pytest.approx(took[benchmark.IDLE], abs=0.06)
    assert not (course / "submitted").exists(), "the course itself is left alone"


def assert_ratio(told: str, one: float, other: float) -> None:
    """Check a ratio against its parts, which are told with one digit after the point."""
    least, most = (one - 0.05) / (other + 0.05), (one + 0.05) / max(other - 0.05, 0.001)
    assert least - 0.06 <= float(told) <= most + 0.06


def test_bench_tells_how_cost_grows(tmp_path: Path) -> None:
    course = courses.make(tmp_path / "course", notebooks={"02_matrices"})
    done = courses.grader(course, "bench", "--grow", "1", "--grow", "3")
    assert done.returncode == 0, done.stderr
    sizes = re.findall(rf"^ *{benchmark.OURS} +(\d+) +(\d+) +[\d.]+", done.stdout, re.MULTILINE)
    assert sizes == [("1", "1"), ("3", "3")]


def test_bench_tells_how_long_students_wait_while_the_service_runs(tmp_path: Path) -> None:
    course = courses.make(tmp_path / "course", notebooks={"02_matrices"})
    done = courses.here(course, "bench", "01_linear_algebra", "--watch", "--students", "2")
    assert done.exit_code == 0, done.output
    line = r"01_linear_algebra, 2 submissions: median [\d.]+ s, 95 % within [\d.]+ s from landing"
    assert re.search(line, done.output)
    assert len(re.findall(r"^[\d.]+ s from landing", done.output, re.MULTILINE)) == 2


def test_a_summary_of_latencies_has_the_median_and_what_most_do_not_exceed() -> None:
    told = latency.latency_sentence([0.5] * 10 + [0.7] * 9 + [9.0])
    assert told == "20 submissions: median 0.60 s, 95 % within 0.70 s"
