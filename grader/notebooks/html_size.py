"""How much HTML is too much to be parsed.

A parser written in C or Rust can't be interrupted, so this is counted before it begins.
"""

from __future__ import annotations

import re
from typing import Final

TAGS: Final = 50_000
DEPTH: Final = 500
FORMATS: Final = 100_000
"""Maximum tags of HTML, elements inside one another, and formats that are begun again: where a
block ends within a format, as `<p><b><p>` has it, parsers begin the format anew in the next block.
The time for each grows with others, as with attributes of a tag, of which there are 100 at most.
"""

READ_AGAIN: Final = 2
"""Times that all of an HTML text may be read for attributes; tags within others are read twice."""

READ_FREE: Final = 100_000
"""Characters that may be read beside."""

FORMATTING: Final = frozenset(
    {
        *("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong"),
        *("tt", "u"),
    }
)
"""Elements that are begun anew."""

_TAG: Final = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
_ATTRIBUTE: Final = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
_BEGIN: Final = re.compile(r"<(?=/?[a-z])", re.IGNORECASE)
_ATTRIBUTES: Final = re.compile(rf"/?[^\s/>]*+(?:{_ATTRIBUTE}){{0,100}}+({_ATTRIBUTE})?")
"""What is read of a tag after its `<`; the group is an attribute more than any page needs."""


ALONE: Final = frozenset(
    {
        *("br", "col", "colgroup", "hr", "img", "input", "p", "source", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "wbr"),
    }
)
"""Elements that need no end tag, and do not nest without others around them."""


def is_too_much(text: str) -> bool:
    """Return whether HTML has too many tags or nests elements too deeply.

    An end tag counts only right after what it ends: parsers leave out others.
    """
    if _is_crowded(text):
        return True
    inside: list[str] = []
    formats = begun = 0
    for number, tag in enumerate(_TAG.finditer(text)):
        name = tag[2].lower()
        if not tag[1] and name not in ALONE:
            inside.append(name)
            formats += name in FORMATTING
        elif tag[1] and inside and inside[-1] == name:
            inside.pop()
            formats -= name in FORMATTING
        begun += formats
        if len(inside) > DEPTH or number >= TAGS or begun > FORMATS:
            return True
    return False


def _is_crowded(text: str) -> bool:
    """Return whether a tag has too many attributes, from whatever `<` a parser begins to read it.

    Where that means to read the same again and again, it is too much, too.
    """
    left = READ_AGAIN * len(text) + READ_FREE
    for begin in _BEGIN.finditer(text):
        tag = _ATTRIBUTES.match(text, begin.end())
        left -= len(tag[0]) if tag else 0
        if left < 0 or (tag and tag[1]):
            return True
    return False
