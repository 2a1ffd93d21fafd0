"""What the theme's pages lack for people who use a keyboard or a screen reader."""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

SCROLLING = re.compile(r'<(pre|div class="table-wrapper[^"]*")(?=>)')


def mend_access(_: Sphinx, __: str, ___: str, context: dict[str, Any], ____: object) -> None:
    """Let blocks and tables scroll by keyboard, and give the sidebar's headings their level."""
    if "body" in context:
        context["body"] = SCROLLING.sub(r'<\1 tabindex="0"', context["body"])
    tree = str(context.get("furo_navigation_tree", ""))
    context["furo_navigation_tree"] = tree.replace(
        'role="heading"', 'role="heading" aria-level="2"'
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Mend each page after the theme has made it."""
    app.connect("html-page-context", mend_access, priority=900)
    return {"parallel_read_safe": True}
