"""Sanitizing what a student's notebook shows.

Pages are made from graded notebooks and opened by instructors who are logged in elsewhere. HTML is
reduced to an allow-list of tags and attributes, SVG to one of elements. Sounds and videos play if
the notebook itself holds them, and none starts by itself. In Markdown and formulas,
an invisible character breaks what a browser might take for a tag. Other images must be real image
types. Where a chart needs scripts, a sentence says that it is missing.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Container, Mapping
from typing import Final

import nh3

from grader.notebooks.html_size import is_too_much
from grader.notebooks.svg_pictures import sanitize_svg

COLOURS: Final = 2000
"""Maximum number of colour changes in a text: the time for each grows with the text."""

BLANK: Final = "\u200b"
"""A zero-width space: after `<` it prevents a tag, and the text looks the same."""

PLAIN: Final = (
    *("b", "blockquote", "br", "code", "dd", "del", "details", "dl", "dt", "em", "h1", "h2", "h3"),
    *("h4", "h5", "h6", "hr", "i", "kbd", "li", "ol", "p", "pre", "q", "s", "small", "strong"),
    *("sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
)
"""Tags that only format."""

TABLE: Final = ("align", "border", "class", "colspan", "rowspan", "scope", "style", "title")
STYLES: Final = (
    *("background-color", "border", "border-collapse", "color", "font-size", "font-style"),
    *("font-weight", "height", "max-width", "padding", "text-align", "vertical-align", "width"),
)
CLASSES: Final = ("dataframe",)
"""Classes that are kept. Pages have others, whose styles would cover what is beside them."""

PICTURES: Final = ("image/png", "image/jpeg", "image/gif", "image/webp")
RECORDINGS: Final = (
    *("audio/wav", "audio/x-wav", "audio/mpeg", "audio/ogg", "audio/flac", "audio/mp4"),
    *("audio/webm", "video/mp4", "video/webm", "video/ogg"),
)
PLAYERS: Final = frozenset({"audio", "source", "video"})

MAX_TEXT_CHARS: Final = 100_000
"""Maximum characters of a Markdown cell to show: renderers get slow beyond that."""

_COLOUR: Final = re.compile(r"\x1b(?:\[((?!(?:[0-9;]*;)?[34]8m)[0-9;]{0,30}m))?")
"""The escape character that starts a colour change, with the whole change if it is a valid one."""

_HTML_TAG: Final = re.compile(rf"<(?!/?(?:{'|'.join(PLAIN)})\s*/?>)(?=[A-Za-z/!?])", re.IGNORECASE)
_ANY_TAG: Final = re.compile(r"<(?=[A-Za-z/!?])")
_ADDRESS: Final = r"https?://|attachment:|#|[\w./-]+(?=[\s)#?])"
_LINK: Final = re.compile(rf"\](?=\s*[:(]\s*<?(?!{_ADDRESS}|[\s<]))")
_IMAGE: Final = re.compile(r"!(?=\[(?![^\[\]\\`<$\n]*\]\(attachment:))")
_ATTACHED: Final = re.compile(r"(?<=\]\()attachment:([A-Za-z0-9._-]+)(?=\)| \")|attachment:()")
_ANY_ATTACHED: Final = re.compile(r"attachment:([\w.%-]*)")
_FOREIGN: Final = re.compile(r"(?<=<)(/?)(?=(?:svg|math)(?:[\s/>]|$))", re.IGNORECASE)
_SCRIPT: Final = re.compile(r"<script[\s/>]", re.IGNORECASE)
_END_OF_SCRIPT: Final = re.compile(r"</script", re.IGNORECASE)
TOO_MUCH: Final = (
    "<p>(not shown: its HTML has too many tags or attributes, or nests them too deeply)</p>"
)

NEEDS_SCRIPTS: Final = (
    "<p>(not shown here: a chart or page that needs scripts, or a sound or video that lies"
    " elsewhere; run the notebook to see it)</p>"
)
NO_SAFE_PICTURE: Final = (
    "<p>(not shown here: a picture that is damaged, too complex, or of a kind that pages can't show"
    " safely)</p>"
)

CHARTS: Final = ("application/vnd.plotly", "application/vnd.vega")
UNSAFE_PICTURES: Final = ("image/", "application/pdf")
"""Beginnings of kinds of which nothing can be shown, or not always."""

_BASE64: Final = re.compile(r"[A-Za-z0-9+/=\s]*")
_DRAWN_BY_SCRIPTS: Final = re.compile(
    r"<(?:iframe|canvas|video|audio|object|embed|svg|div[^<>]{0,300}\b(?:id|class)\s*=)",
    re.IGNORECASE,
)
_RECORDED: Final = re.compile(r"""src\s*=\s*["']data:(?:audio|video)/""", re.IGNORECASE)
_VISIBLE: Final = re.compile(r"<(?:img|hr|t[dh]|audio|video)\b|(?:^|>)[^<]*[^<\s]")


def sanitize_outputs(data: Mapping[str, str]) -> dict[str, str]:
    """Return the safe part of a MIME bundle, without widgets and scripts.

    HTML that only scripts would fill gives way to a picture, or to a sentence.
    """
    found = {kind: _harmless(kind, text) for kind, text in data.items()}
    kept = {kind: text for kind, text in found.items() if text is not None}
    empty = "text/html" in kept and not _VISIBLE.search(kept["text/html"])
    if any(kind.startswith("image/") for kind in kept):
        if empty:
            del kept["text/html"]
        return kept
    nothing = empty or not kept.keys() & {"text/html", "text/markdown", "text/latex"}
    if nothing and (sentence := _missing(data)):
        kept["text/html"] = sentence
    elif "<button" in data.get("text/html", ""):  # as below an animation of Matplotlib's
        kept["text/html"] += NEEDS_SCRIPTS
    return kept


def _missing(data: Mapping[str, str]) -> str:
    """Return a sentence about what a bundle would show elsewhere, or an empty string."""
    if _DRAWN_BY_SCRIPTS.search(data.get("text/html", "")):
        return NEEDS_SCRIPTS
    if any(kind.startswith(CHARTS) for kind in data):
        return NEEDS_SCRIPTS
    return NO_SAFE_PICTURE if any(kind.startswith(UNSAFE_PICTURES) for kind in data) else ""


def _harmless(kind: str, text: str) -> str | None:
    match kind:
        case "text/plain":
            return keep_colour_codes(text)
        case "text/html":
            return sanitize_html(text)
        case "text/markdown":
            return sanitize_markdown(text)
        case "text/latex":
            return _ANY_TAG.sub(f"<{BLANK}", text)
        case "image/svg+xml":
            return sanitize_svg(text)
        case _:
            return text if is_picture(kind, text) else None


def keep_colour_codes(text: str) -> str:
    """Remove terminal escape sequences, except for the first colour changes.

    Pages cannot be made from some sequences, and many of them take too long.
    """
    number = itertools.count()

    def kept(found: re.Match[str]) -> str:
        return found[0] if found[1] and next(number) < COLOURS else ""

    return _COLOUR.sub(kept, text)


def is_picture(kind: str, text: str) -> bool:
    """Return whether this is base64 data of an image type that cannot contain a script."""
    return kind in PICTURES and _BASE64.fullmatch(text) is not None


def sanitize_html(text: str) -> str:
    """Return HTML reduced to the allowed tags and attributes, or a sentence if it is too much.

    Elements inside SVG and MathML nest by other rules. None of them is kept, so they are HTML here.
    """
    text = _FOREIGN.sub(r"\1x-", _without_scripts(text))
    if is_too_much(text):
        return TOO_MUCH
    return _cleaner(PLAYERS if _RECORDED.search(text) else frozenset()).clean(text)


def _without_scripts(text: str) -> str:
    """Return HTML without scripts, in which much looks like tags."""
    kept, place = [], 0
    while begin := _SCRIPT.search(text, place):
        end = _END_OF_SCRIPT.search(text, begin.end())
        after = text.find(">", end.end()) if end else -1
        if after < 0:
            break
        kept.append(text[place : begin.start()])
        place = after + 1
    return "".join([*kept, text[place:]])


@functools.cache
def _cleaner(players: frozenset[str]) -> nh3.Cleaner:
    """Return what cleans HTML. Players that are not kept go with what they say of a browser."""
    return nh3.Cleaner(
        tags={*PLAIN, "a", "caption", "div", "img", "span", *players},
        clean_content_tags={"script", "style", *PLAYERS} - players,
        attributes={
            "*": set(TABLE),
            "a": {"href"},
            "img": {"alt", "height", "src", "width"},
            **{name: {"controls", "height", "src", "type", "width"} for name in players},
        },
        attribute_filter=_attribute,
        url_schemes={"http", "https", "data"},
        url_relative="deny",
        filter_style_properties=set(STYLES),
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's safe value: images are embedded, and links open web pages."""
    if name == "src":
        return value if _is_embedded(value, PICTURES if tag == "img" else RECORDINGS) else None
    if name == "href":
        return value if value.startswith(("https://", "http://")) else None
    if name == "class":
        return " ".join(word for word in value.split() if word in CLASSES) or None
    return value


def _is_embedded(address: str, kinds: Container[str]) -> bool:
    head, _, data = address.partition(";base64,")
    return head.removeprefix("data:") in kinds and _BASE64.fullmatch(data) is not None


def sanitize_markdown(text: str, pictures: Container[str] = ()) -> str:
    """Return Markdown with formatting tags only, and with safe links.

    Links may open web pages or show one of the cell's `pictures`, since a page fails if one is
    missing. An image from elsewhere becomes a link to it.
    """
    if len(text) > MAX_TEXT_CHARS:
        text = f"{text[:MAX_TEXT_CHARS]}\n\n(cut: the cell has {len(text)} characters)"
    text = _LINK.sub(f"]{BLANK}", _HTML_TAG.sub(f"<{BLANK}", text))
    text = _IMAGE.sub(f"!{BLANK}", text)
    return _ATTACHED.sub(lambda found: _attached(found, pictures), text)


def illustrated(text: str, pictures: Container[str]) -> str:
    """Return an instructor's Markdown for a student's notebook, which may lack its pictures."""
    return _ANY_ATTACHED.sub(lambda found: _attached(found, pictures), text)


def _attached(found: re.Match[str], pictures: Container[str]) -> str:
    return found[0] if found[1] in pictures else found[0].replace(":", f"{BLANK}:", 1)
