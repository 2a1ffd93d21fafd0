"""What axe finds on a page against WCAG 2.2, levels A and AA."""

from __future__ import annotations

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, ViewportSize

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},  # the one of WCAG 2.2, which axe leaves off
    "resultTypes": ["violations"],
}
WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 320, "height": 640}
"""A window, and the narrowest one that a page must fit: the same at 400 %."""

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def violations(part: Page | Locator) -> list[str]:
    """The rules that a page or a part of it breaks, each with where it first does."""
    if not part.evaluate("'axe' in window"):  # of the frame that the part is in
        part.evaluate(AXE_SCRIPT)
    if isinstance(part, Page):
        found: dict[str, Any] = part.evaluate("options => axe.run(document, options)", OPTIONS)
    else:
        found = part.evaluate("(element, options) => axe.run(element, options)", OPTIONS)
    assert found["testEngine"]["name"] == "axe-core"
    return [
        f"{rule['id']}, {len(rule['nodes'])} times: {rule['nodes'][0]['html'][:200]}"
        for rule in found["violations"]
    ]


def overflow(page: Page) -> int:
    """How many pixels of a page are to the right of the window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return max(0, wide)
