"""Whether what students wrote is harmless on a page: read by a parser that does as browsers do."""

from __future__ import annotations

import re
from typing import Any, Final
from xml.etree import ElementTree

import html5lib
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from grader.notebooks import sanitize, svg_pictures

TAGS: Final = frozenset({*sanitize.PLAIN, "a", "caption", "col", "colgroup", "div", "img", "span"})
"""What may stand on a page; tables bring some of it along by themselves."""

ATTRIBUTES: Final = frozenset(
    {*sanitize.TABLE, "href", "src", "alt", "width", "height", "rel", "id"}
)
STARTS: Final = ("https://", "http://", "#", "attachment:", "data:image/")


class Live(Exception):
    """Something on a page would act in a browser."""


def inert(html: str) -> None:
    """Raise where a browser would find more than text and formatting."""
    if "<" not in html:
        return
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    for element in tree.iter():
        if not isinstance(element.tag, str):  # a comment
            continue
        _check(element)


def _check(element: Any) -> None:
    if element.tag == "DOCUMENT_FRAGMENT":
        return
    if element.tag not in TAGS:
        raise Live(f"<{element.tag}> on a page")
    for name, value in element.attrib.items():
        if name not in ATTRIBUTES:
            raise Live(f"<{element.tag} {name}> on a page")
        if name in ("href", "src") and not _is_harmless(name, value):
            raise Live(f"<{element.tag} {name}={value[:60]!r}> on a page")


def _is_harmless(name: str, address: str) -> bool:
    """Whether an address leads out of the page, or to a picture within it."""
    address = re.sub(r"[\x00-\x20]", "", address).lower()
    if name == "href" and address.startswith("data:"):
        return False
    scheme = re.match(r"[a-z][a-z0-9+.-]*:", address)
    return not scheme or address.startswith(STARTS)


def still(svg: str) -> None:
    """Raise where an SVG would act, or lead out of itself, in a program that does more than draw.

    Pages show it as an image, in which no browser runs a script.
    """
    for element in ElementTree.fromstring(svg).iter():
        name = element.tag.rpartition("}")[2]
        if name not in svg_pictures.DRAWING:
            raise Live(f"<{name}> in a picture")
        for key, value in element.attrib.items():
            leads = key.rpartition("}")[2] == "href" and not value.startswith(("#", "data:image/"))
            if key.lower().startswith("on") or leads or re.search(r"url\((?!\s*['\"]?#)", value):
                raise Live(f"<{name} {key}={value[:60]!r}> in a picture")


def markdown(text: str, attachments: dict[str, dict[str, str]] | None = None) -> None:
    """The same of Markdown, made into a page as nbgrader's are."""
    renderer = IPythonRenderer(escape=False, attachments=attachments or {}, anchor_link_text="")
    inert(MarkdownWithMath(renderer=renderer).render(text))
