"""Formulas for pages that load nothing: TeX as MathML, which browsers render themselves.

`latex2mathml` parses the TeX. Of its output only the elements and attributes on our lists are
written, with every text escaped. A formula that it cannot parse, that is too long or that defines
macros is shown as TeX.
"""

from __future__ import annotations

import functools
import re
from html import escape, unescape
from typing import Final
from xml.etree.ElementTree import Element

MAX_TEX_CHARS: Final = 2000
"""Maximum length of a formula to render, which limits the time for each."""

NUMBERED: Final = r"\\qquad\\text{(\1)}"
"""Place of an equation's number: at its end."""

SCROLLS: Final = 'tabindex="0"'
"""Attribute of a formula that may be wider than the page: it scrolls, also by keyboard."""

TAGS: Final = frozenset(
    {
        *("math", "mrow", "mi", "mo", "mn", "mtext", "ms", "mspace", "mfrac", "msqrt", "mroot"),
        *("mstyle", "mpadded", "mphantom", "msub", "msup", "msubsup", "munder", "mover"),
        *("munderover", "mmultiscripts", "mprescripts", "none", "mtable", "mtr", "mtd"),
    }
)
ATTRIBUTES: Final = frozenset(
    {
        *("display", "stretchy", "fence", "separator", "accent", "accentunder", "form", "minsize"),
        *("maxsize", "largeop", "movablelimits", "width", "height", "depth", "lspace", "rspace"),
        *("voffset", "linethickness", "displaystyle", "scriptlevel", "mathvariant"),
        *("columnalign", "columnlines", "rowlines", "columnspacing", "rowspacing"),
    }
)
_VALUE: Final = re.compile(
    r"-?\d{0,2}(\.\d{1,4})?(em|ex|pt|px|%)?|[a-z -]{1,80}|(\d{1,2}(\.\d{1,3})?em ?){1,40}"
)
_MACRO: Final = re.compile(r"\\(?:[a-z]*def|let|(?:re|provide)?newcommand|DeclareMath|require)")
_LIMIT: Final = re.compile(r"\\(lim|max|min|sup|inf)\s*_")
_MATHML_TAG: Final = re.compile(r"\\tag\*?\{([^{}]{0,20})\}")
_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\ud800-\udfff\ufffe\uffff]")


@functools.lru_cache(maxsize=4096)
def formula(tex: str, *, block: bool = False) -> str:
    """Return TeX as HTML: MathML, or the TeX itself."""
    from latex2mathml.converter import Converter

    text = _MATHML_TAG.sub(NUMBERED, _UNSEEN.sub("", tex).strip())
    if block:
        text = _LIMIT.sub(r"\\\1\\limits_", text)
    if text and len(text) <= MAX_TEX_CHARS and not _MACRO.search(text):
        try:
            converter = Converter(display="block" if block else "inline")
            drawn = _to_mathml(converter.convert_to_element(text))
            return drawn.replace("<math ", f"<math {SCROLLS} ", 1) if block else drawn
        except Exception:  # noqa: BLE001, S110 - it raises anything for TeX that it cannot parse
            pass
    tag = "pre" if block else "code"
    return f'<{tag} class="tex">{escape(_UNSEEN.sub("", tex))}</{tag}>'


def _to_mathml(element: Element) -> str:
    """Serialize an element. Elements that are not on the list become rows."""
    tag = element.tag if element.tag in TAGS else "mrow"
    kept = {k: v for k, v in element.attrib.items() if k in ATTRIBUTES and _VALUE.fullmatch(v)}
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
    inner = _as_code(element.text) + "".join(
        _to_mathml(child) + _as_code(child.tail) for child in element
    )
    return f"<{tag}{attributes}>{inner}</{tag}>"


def _as_code(text: str | None) -> str:
    """Escape text, in which the converter has written characters as numeric references."""
    return escape(_UNSEEN.sub("", unescape(text))) if text else ""
