"""A site as its readers have it: served by any web server, its notebooks open in the workbench."""

from __future__ import annotations

import contextlib
import functools
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

READY = re.compile("^All that you write and run is kept")
NUMBERED = re.compile(r"\[\d+\]:")
STARTING = 600_000
"""Milliseconds for Python to start in a page, which takes seconds where nothing else runs."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:  # nobody reads it
        pass


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; its address."""
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Workbench:
    """A notebook that is open in the workbench."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.notebook = page.frame_locator("#notebook")
        expect(page.get_by_role("status")).to_have_text(READY, timeout=STARTING)

    def cell(self, holding: str) -> Locator:
        """The code cell that holds a text."""
        return self.notebook.locator(".jp-CodeCell", has_text=holding).first

    def write(self, holding: str, text: str) -> None:
        """Write into the code cell that holds a text."""
        self.cell(holding).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def run(self, holding: str) -> None:
        """Run a cell, and wait until it has run."""
        cell = self.cell(holding)
        prompt = cell.locator(".jp-InputPrompt")
        cell.locator(".cm-content").click()
        before = prompt.inner_text()
        self.page.keyboard.press("ControlOrMeta+Enter")
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(NUMBERED)

    def run_all(self) -> None:
        """Run the notebook from top to bottom: test cells are folded, and show no text."""
        self.notebook.get_by_role("menuitem", name="Run", exact=True).click()
        self.notebook.locator('.lm-Menu li[data-command="runmenu:run-all"]').click()

    def card(self, text: str) -> Locator:
        """The card that says this."""
        return self.notebook.locator(".jp-OutputArea-output.jp-RenderedHTML", has_text=text)
