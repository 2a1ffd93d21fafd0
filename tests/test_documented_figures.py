"""The figures in README and docs are what was measured, drawn by `python -m tests.figures`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import figures
from tests.simulated import ROOT


@pytest.mark.parametrize("page", figures.PAGES, ids=lambda page: page.name)
def test_a_page_shows_its_figures_as_they_are_drawn_now(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert figures.page_with_figures(text, figures.records()) == text, "run python -m tests.figures"


def test_each_figure_stands_on_a_page_and_each_mark_belongs_to_a_figure() -> None:
    texts = [page.read_text(encoding="utf-8") for page in figures.PAGES]
    drawn = {found[1] for text in texts for found in figures.BLOCK.finditer(text)}
    assert drawn == {*figures.DRAWN}
    assert sum(text.count("<!-- figures:") for text in texts) == len(drawn)


def test_the_courses_table_names_every_notebook() -> None:
    notebooks = {
        path.relative_to(ROOT / "source").with_suffix("").as_posix()
        for path in (ROOT / "source").glob("*/*.ipynb")
    }
    assert {*figures.SECTIONS} == notebooks
    rows = figures.course_table().splitlines()[2:]
    assert len(rows) == len(notebooks)
    assert all(re.search(r"`\w+` \| \d+ \+ \d+ \|$", row) for row in rows)


def test_rates_are_read_from_what_the_check_prints() -> None:
    printed = (
        "5 of 6 right answers accepted, 70 of 71 wrong ones caught.\n"
        "8 of 10 mutants caught, 2 explained.\n"
    )
    found = figures.proof_record(printed)
    assert found == {
        "right_accepted": 5,
        "right": 6,
        "wrong_caught": 70,
        "wrong": 71,
        "caught": 8,
        "mutants": 10,
        "explained": 2,
    }
    assert "| 6 | 5 get full marks |" in figures.proof_table(found)


def test_ratios_are_those_of_the_measured_times() -> None:
    def row(way: str, seconds: float) -> dict[str, object]:
        return {
            "way": way,
            "answers": "kept answers",
            "submissions": 2,
            "notebooks": 10,
            "seconds": seconds,
            "cpu_seconds": 2 * seconds,
            "students_cpu_seconds": seconds,
            "peak_mb": 1.0,
        }

    rows = [row("stock nbgrader", 40.0), row("grader in x", 4.0)]
    table = figures.speed_table([*rows, row("grader, nothing to do", 0.5), row("bare cells", 2.0)])
    assert "| grader in x | 400 | 800 | 50 % | 1 | 10.0 × | 2.00 × |" in table
    assert "; 0.50 s with nothing to do; " in table
