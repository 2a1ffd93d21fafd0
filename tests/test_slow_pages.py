"""Pages whose texts take long to format, by each command that makes them."""

from __future__ import annotations

import json
import resource
import shutil
from pathlib import Path
from typing import Any

import pytest

from grader.plugin import pages
from grader.service.marking import answer_html
from tests import courses, marking, own_course, warm

HOSTILE = "*a **a " * 14_000
CELLS = 40
FAIR = "It takes *two* steps."
ALSO_FAIR = "It takes *two* or three steps."


def prose(source: str, number: int) -> dict[str, Any]:
    """A cell of a student's own."""
    return {"cell_type": "markdown", "id": f"own{number}", "metadata": {}, "source": source}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of three; eve answered the task with what would take a minute to format."""
    made = own_course.make(tmp_path_factory.mktemp("slow") / "course", config=own_course.CONFIGURED)
    task = own_course.cell("steps", "How many steps?", kind="markdown", task=True, points=2)
    own_course.write(own_course.source_of(made), [*own_course.notebook(), task])
    assert own_course.run(made, "generate")[0] == 0
    for student, answer in (("ada", [FAIR]), ("eve", [HOSTILE] * CELLS), ("zoe", [ALSO_FAIR])):
        own_course.hand_in(made, student, own_course.RIGHT)
        path = made / f"submitted/{student}/hw1/stats.ipynb"
        nb = json.loads(path.read_text(encoding="utf-8"))
        nb["cells"] += [prose(source, number) for number, source in enumerate(answer)]
        path.write_text(json.dumps(nb), encoding="utf-8")
    assert own_course.run(made, "autograde")[0] == 0
    return made


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start programs and no forks, whose CPU time this process is not told."""
    monkeypatch.setattr(warm, "forks", lambda: False)


def cpu_seconds() -> float:
    """CPU time of the processes that this one has started and waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("by", ["grader", "nbgrader"])
def test_pages_that_take_long_to_format_are_written_with_what_was_typed(
    graded: Path, by: str
) -> None:
    shutil.rmtree(graded / "feedback", ignore_errors=True)
    began = cpu_seconds()
    if by == "grader":
        done = courses.grader(graded, "feedback", "hw1", "--jobs", "1")
    else:
        command: list[str | Path] = [courses.BIN / "nbgrader", "generate_feedback", "hw1"]
        done = courses._run(command, graded, 600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert cpu_seconds() - began < pages.PAGE_SECONDS + 15
    for student in ("ada", "zoe"):
        page = (graded / f"feedback/{student}/hw1/stats.html").read_text(encoding="utf-8")
        assert "<em>two</em>" in page
    page = (graded / "feedback/eve/hw1/stats.html").read_text(encoding="utf-8")
    assert 0 < page.count(pages.TOO_SLOW) < CELLS
    assert page.count("*a **a") >= CELLS
    if by == "grader":
        again = courses.here(graded, "feedback", "hw1")
        assert "0 pages" in again.output or "up to date" in again.output, again.output


def test_marking_shows_answers_that_take_long_to_format_as_they_were_typed(graded: Path) -> None:
    began = cpu_seconds()
    with marking.running(graded, "hw1") as started:
        for _ in range(3):  # it is formatted once
            shown = started.answers("stats/steps")
            assert sum("<em>two</em>" in answer.html for answer in shown) == 2
            [slow] = [answer for answer in shown if pages.TOO_SLOW in answer.html]
            assert slow.html.count("*a **a") >= CELLS
    assert cpu_seconds() - began < answer_html.ANSWER_SECONDS + 15
