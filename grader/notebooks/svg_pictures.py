"""SVG pictures of a student's notebook, reduced to shapes and text.

Pages show SVG as an image, in which browsers run no script and load nothing. All the same only what
draws is kept, since other programs open graded notebooks, too. And a short picture could take for
ever to draw, if references lead to what holds references: such a picture is not shown.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

SVG: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "http://www.w3.org/1999/xlink"

DRAWING: Final = frozenset(
    {
        *("a", "circle", "clipPath", "defs", "desc", "ellipse", "g", "image", "line"),
        *("linearGradient", "path", "pattern", "polygon", "polyline", "radialGradient", "rect"),
        *("stop", "style", "svg", "symbol", "text", "title", "tspan", "use"),
    }
)
"""Elements that are kept; others go with all that is within them."""

GRADIENTS: Final = ("linearGradient", "radialGradient")
"""What may refer to another of its kind: it draws nothing by itself."""

MOST_ELEMENTS: Final = 50_000
"""Elements of a picture, each counted as often as it is drawn."""
MOST_DEPTH: Final = 500

_WITHIN: Final = r"#([A-Za-z_][\w.-]*)"
"""An address within the picture: with anything else in it a browser may find other ids than we."""
_LOCAL: Final = re.compile(rf"url\(['\"]?{_WITHIN}['\"]?\)", re.ASCII)
_TARGET: Final = re.compile(_WITHIN, re.ASCII)
_LOADS: Final = re.compile(r"\\|(?:url|src|image|image-set)\s*\(", re.IGNORECASE)
"""What leads out of a value, or hides what does."""
_EMBEDDED: Final = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")


class _Refused(Exception):
    """The picture is not shown."""


def sanitize_svg(text: str) -> str | None:
    """Return a picture reduced to shapes and text; None if it is no SVG, or takes too long."""
    reduced = _Reduced()
    try:
        return reduced.read(text)
    except (_Refused, expat.ExpatError):
        return None


class _Reduced:
    """What is kept of a picture, as it is read."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._open: list[tuple[str, str, int, int]] = []
        """Elements not yet ended: name, id, and what was counted when they began."""
        self._left_out = 0
        """Elements not yet ended, from one that is left out."""
        self._elements = self._references = 0
        self._leads_to: Counter[str] = Counter()
        self._targets: dict[str, tuple[int, bool]] = {}
        """By id: elements within, and whether one of them refers to others."""
        self._style: list[str] = []
        """The text of a style, which comes in pieces and is judged whole."""

    def read(self, text: str) -> str:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = parser.AttlistDeclHandler = _refuse
        parser.Parse(text.encode("utf-8", "replace"), True)
        drawn = self._elements
        for target, times in self._leads_to.items():
            size, refers = self._targets.get(target, (0, False))
            if refers:
                raise _Refused
            drawn += times * size
        if drawn > MOST_ELEMENTS:
            raise _Refused
        return "".join(self._kept)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS or len(self._open) > MOST_DEPTH:
            raise _Refused
        if not self._open and name != "svg":
            raise _Refused
        if self._left_out or name not in DRAWING or (self._open and self._open[-1][0] == "style"):
            self._left_out += 1
            return
        kept = {key: value for key, value in attributes.items() if self._keeps(name, key, value)}
        if not self._open:
            kept |= {"xmlns": SVG, "xmlns:xlink": XLINK}
        self._open.append((name, kept.get("id", ""), self._elements, self._references))
        for value in kept.values():
            self._refer(_LOCAL.findall(value))
        if name not in GRADIENTS:
            addresses = (kept.get("href", ""), kept.get("xlink:href", ""))
            self._refer([found[1] for one in addresses if (found := _TARGET.fullmatch(one))])
        written = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items())
        self._kept.append(f"<{name}{written}>")

    def _refer(self, targets: list[str]) -> None:
        self._references += len(targets)
        self._leads_to.update(targets)

    @staticmethod
    def _keeps(name: str, key: str, value: str) -> bool:
        """Return whether an attribute draws, and leads nowhere but within the picture."""
        if key in ("href", "xlink:href"):
            embedded = name == "image" and _EMBEDDED.fullmatch(value)
            return bool(embedded or (name != "a" and _TARGET.fullmatch(value)))
        if key.lower().startswith(("on", "xmlns", "href")) or (":" in key and key != "xml:space"):
            return False
        return not _LOADS.search(_LOCAL.sub("", value))

    def _end(self, _: str) -> None:
        if self._left_out:
            self._left_out -= 1
            return
        name, named, elements, references = self._open.pop()
        if name == "style":
            text = "".join(self._style)
            self._style.clear()
            if not ("@" in text or _LOADS.search(text)):
                self._kept.append(escape(text))
        if named:
            size, refers = self._targets.get(named, (0, False))
            own = self._references > references
            self._targets[named] = (max(size, self._elements - elements + 1), refers or own)
        self._kept.append(f"</{name}>")

    def _text(self, text: str) -> None:
        if self._left_out:
            return
        into = self._style if self._open[-1][0] == "style" else self._kept
        into.append(text if into is self._style else escape(text))


def _refuse(*_: object) -> None:
    raise _Refused
