"""Chromium, and what a page says and asks for while it is open.

The browser is the system's (Debian: `apt-get install chromium`); none is downloaded.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

SECONDS = 120
"""How long a step may take on a machine that is busy."""

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ASKS = {"http", "https", "ws", "wss"}
"""Addresses that go over a network; others (`file`, `data`, `blob`) stay in the browser."""


def lacking() -> str:
    """Why there can be no browser here; nothing where there can."""
    if shutil.which("chromium") is None:
        return "no Chromium is installed (Debian: apt-get install chromium)"
    return ""


@contextlib.contextmanager
def running() -> Iterator[BrowserContext]:
    """A browser without a window, which reaches this machine and no other."""
    expect.set_options(timeout=SECONDS * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(FLAGS)
        )
        try:
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            context.set_default_timeout(SECONDS * 1000)
            context.route(leaves, lambda route: route.abort())
            yield context
        finally:
            browser.close()


def leaves(url: str) -> bool:
    """Whether an address is on another machine."""
    parts = urlsplit(url)
    return parts.scheme in ASKS and parts.hostname != "127.0.0.1"


FINE: dict[str, list[str]] = {"errors": [], "asked elsewhere": []}
"""What a page tells that needs nothing but itself."""


class Watched:
    """A page, with its console, its errors, and what it asked other machines for."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.console: list[str] = []
        self.errors: list[str] = []
        self.strangers: list[str] = []
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self._wrong(f"uncaught: {error}"))
        self.page.on("request", self._asked)

    def told(self) -> dict[str, list[str]]:
        """The errors, and what other machines were asked for, since this was called last."""
        told = {"errors": self.errors, "asked elsewhere": self.strangers}
        self.errors, self.strangers = [], []
        return told

    def save(self, path: Path) -> None:
        """Keep what the page shows."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._wrong(message.text)
        elif message.type != "debug":
            self.console.append(f"{message.type}: {message.text}")

    def _wrong(self, text: str) -> None:
        self.errors.append(text)
        self.console.append(f"error: {text}")

    def _asked(self, request: Request) -> None:
        if leaves(request.url):
            self.strangers.append(request.url)
