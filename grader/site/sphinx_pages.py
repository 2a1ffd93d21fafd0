"""What Sphinx's pages lack: formulas as MathML, links to the workbench, and ways for a keyboard.

`make docs` uses the last of these too.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx

from grader.render import mathml

_SCROLLING = re.compile(r'<(pre|div class="(?:table-wrapper[^"]*|output text_html)")(?=>)')
_HEADING = re.compile(r"</h1>")


def setup(app: Sphinx) -> dict[str, bool]:
    """Add all this to an application."""
    app.add_html_math_renderer(
        "mathml", inline_renderers=(_inline, None), block_renderers=(_block, None)
    )
    app.connect("html-page-context", mend_access, priority=900)
    app.connect("html-page-context", _add_links, priority=910)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def mend_access(_: Sphinx, __: str, ___: str, context: dict[str, Any], ____: object) -> None:
    """Let blocks and tables scroll by keyboard, and give the sidebar's headings their level."""
    if "body" in context:
        context["body"] = _SCROLLING.sub(r'<\1 tabindex="0"', context["body"])
    tree = str(context.get("furo_navigation_tree", ""))
    context["furo_navigation_tree"] = tree.replace(
        'role="heading"', 'role="heading" aria-level="2"'
    )


def _add_links(
    _: Sphinx, page: str, __: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put the ways to write in a notebook under the title of its page."""
    if doctree is None or page == "index":
        return
    to = quote(page)
    work, notebook = (context["pathto"](name, 1) for name in ("work.html", f"lite/files/{to}"))
    links = (
        f'<p class="ways"><a class="open" href="{work}?{to}">Open and write</a>'
        f' <a href="{escape(notebook)}.ipynb" download>Download</a></p>'
    )
    context["body"] = _HEADING.sub(lambda found: found[0] + links, context["body"], count=1)


def _inline(writer: Any, node: nodes.math) -> None:
    writer.body.append(mathml.formula(node.astext()))
    raise nodes.SkipNode


def _block(writer: Any, node: nodes.math_block) -> None:
    number = r"\tag{" + str(node["number"]) + "}" if node.get("number") else ""
    formula = mathml.formula(node.astext() + number, block=True)
    writer.body.append(f'<div class="math">{formula}</div>')
    raise nodes.SkipNode
