"""The tables of a report are sorted and filtered in the page, by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests import reported
from tests.browser.chromium import FINE, Watched
from tests.browser.conftest import OPEN
from tests.conftest import MadeOnce
from tests.reported import ASSIGNMENT, HOSTILE, run


@pytest.fixture(scope="module")
def course(graded_copy: MadeOnce) -> Path:
    """The class of the report's tests, reported."""
    made = graded_copy("reported", reported.make)
    assert run(made, "report").status == 0
    return made


@pytest.fixture
def watched(browser: BrowserContext, course: Path) -> Iterator[Watched]:
    """The assignment's page, which asks for nothing and complains of nothing."""
    opened = Watched(browser)
    OPEN.append(opened)
    opened.page.goto((course / "report" / ASSIGNMENT / "index.html").as_uri())
    yield opened
    assert opened.told() == FINE
    OPEN.remove(opened)
    opened.page.close()


def region(watched: Watched, name: str) -> Locator:
    return watched.page.get_by_role("region", name=name, exact=True)


def shown(table: Locator, column: int = 0) -> list[str]:
    """A column of the rows that are shown, from the top."""
    cells = table.locator(f"tbody tr:visible > :nth-child({column + 1})")
    return [text.strip() for text in cells.all_inner_texts()]


def test_a_table_is_sorted_both_ways_and_back(watched: Watched) -> None:
    table = region(watched, "Table of students")
    before = shown(table)
    head = table.get_by_role("columnheader", name="Points")
    for order, points in (
        ("ascending", ["0", "0", "0", "0", "2", "2", "4", "4", "4"]),
        ("descending", ["4", "4", "4", "2", "2", "0", "0", "0", "0"]),
    ):
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", order)
        assert shown(table, 1) == points
    head.get_by_role("button").press("Enter")
    assert head.get_attribute("aria-sort") is None
    assert shown(table) == before
    table.get_by_role("columnheader", name="Student").get_by_role("button").click()
    assert shown(table)[0] == HOSTILE
    assert shown(table)[1:] == sorted(before, key=str.casefold)[1:]


def test_a_table_is_sorted_by_numbers_and_not_by_what_stands_around_them(watched: Watched) -> None:
    table = region(watched, "Table of tests")
    table.get_by_role("button", name="Passed").click()
    assert shown(table, 4) == ["3 of 9", "5 of 9"]
    table.get_by_role("button", name="Passed").click()
    assert shown(table, 4) == ["5 of 9", "3 of 9"]


def test_a_table_is_filtered_by_words_and_says_how_many_rows_are_left(watched: Watched) -> None:
    table = region(watched, "Table of students")
    everybody = shown(table)
    filter_box = watched.page.get_by_role("searchbox", name="Filter the table of students")
    filter_box.fill("SLIP")
    assert shown(table) == ["slip", "slip2"]
    status = watched.page.get_by_role("status").filter(has_text="of 9 rows")
    assert status.inner_text() == "2 of 9 rows"
    filter_box.fill("<b onclick")
    assert shown(table) == [HOSTILE]
    table.get_by_role("button", name="Points").click()
    assert shown(table) == [HOSTILE]  # sorting keeps what is filtered
    filter_box.fill("")
    assert sorted(shown(table)) == sorted(everybody)
    expect(status).to_have_count(0)


def test_a_short_table_has_no_filter(watched: Watched) -> None:
    expect(watched.page.get_by_role("searchbox", name="misconceptions")).to_have_count(0)
