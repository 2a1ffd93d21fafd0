"""One Jupyter server and one browser for all of this folder's tests.

They end with the folder, not with the session: while Playwright is at work no other event loop can
run in this process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext

from tests import courses
from tests.browser import chromium, server
from tests.browser.lab import Lab
from tests.browser.server import Server
from tests.simulated import ROOT

KEPT = ROOT / ".browser"
"""What a test that failed leaves: the picture of each page, and what its console said."""

IMAGES = ROOT / "docs" / "images"

OPEN: list[chromium.Watched] = []
"""The pages that are open."""

SEEN: list[BaseException] = []
"""The failures that are kept: a step that fails does so for every test that stands on it."""

Shoot = Callable[[str], None]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep what the pages showed and said when a test failed."""
    report: pytest.TestReport = yield
    if call.excinfo and report.failed and call.excinfo.value not in SEEN:
        SEEN.append(call.excinfo.value)
        for number, watched in enumerate(OPEN):
            path = KEPT / f"{item.name}-{report.when}-{number}.png"
            watched.save(path)
            said = "\n".join([watched.page.url, *watched.console])
            path.with_suffix(".txt").write_text(said, encoding="utf-8")
            report.sections.append((f"the page in {path.relative_to(ROOT)}", said))
    return report


@pytest.fixture(scope="package")
def browser() -> Iterator[BrowserContext]:
    """Chromium."""
    if reason := chromium.lacking():
        pytest.skip(reason)
    with chromium.running() as context:
        yield context


@pytest.fixture(scope="package")
def jupyter(browser: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Jupyter server in a course of one notebook, from which nothing is generated yet."""
    base = tmp_path_factory.mktemp("jupyter")
    exchange, home = base / "exchange", base / "home"
    for folder in (exchange, home):
        folder.mkdir()
    exchange.chmod(0o777)  # as nbgrader wants it: everybody hands in there
    config = f"c.Exchange.root = {str(exchange)!r}"
    course = courses.lay_out(base / "course", config=config, notebooks=("01_vectors",))
    with server.running(course, home) as started:
        yield started


@pytest.fixture(scope="package")
def watched(browser: BrowserContext) -> Iterator[chromium.Watched]:
    """The page that everything is done in."""
    opened = chromium.Watched(browser)
    OPEN.append(opened)
    yield opened
    OPEN.remove(opened)


@pytest.fixture(scope="package")
def lab(watched: chromium.Watched, jupyter: Server) -> Lab:
    """JupyterLab in that page."""
    return Lab(watched.page, jupyter)


@pytest.fixture(scope="package")
def shoot(watched: chromium.Watched) -> Shoot:
    """Write a picture of the page for the documentation, where `make screenshots` asks for it."""

    def write(name: str) -> None:
        if os.environ.get("GRADER_SCREENSHOTS"):
            path = IMAGES / f"{name}.png"
            watched.save(path)
            shrink(path)

    return write


def shrink(path: Path) -> None:
    """A picture of a screen has few colours: a palette holds them."""
    with Image.open(path) as image:
        small = image.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
