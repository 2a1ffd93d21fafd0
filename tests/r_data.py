"""Read the data sets of an R package: names, and the lines of text under each.

R keeps them in two files. `Rdata.rdb` is a row of zlib streams, each after its length of four
bytes; `Rdata.rdx` says where each begins. Both hold R's serialization: a word of flags, whose last
byte is the type, then the value. Only the types that lists of strings need are read here.
"""

from __future__ import annotations

import enum
import gzip
import struct
import zlib
from typing import Any, Final

HAS_ATTRIBUTES: Final = 1 << 9
HAS_TAG: Final = 1 << 10
IS_LATIN_1: Final = 1 << 14  # the levels begin at bit 12, and Latin-1 is the third of them


class RType(enum.IntEnum):
    """R's numbers of the types that are read."""

    SYMBOL = 1
    PAIRS = 2
    CHARACTERS = 9
    LOGICALS = 10
    INTEGERS = 13
    STRINGS = 16
    LIST = 19
    NIL = 254
    REFERENCE = 255


def read_texts(rdx: bytes, rdb: bytes) -> dict[str, list[str]]:
    """Return the lines of each data set by its name."""
    variables = RReader(gzip.decompress(rdx)).value()[""][0]
    blocks = (rdb[start + 4 : start + length] for start, length in variables[""])
    lines = (RReader(zlib.decompress(block)).value() for block in blocks)
    return dict(zip(variables["names"], lines, strict=True))


class RReader:
    """Read one serialized value of R."""

    def __init__(self, data: bytes) -> None:
        """Begin behind the header: the format, three versions and, in format 3, the encoding."""
        if not data.startswith(b"X\n"):
            raise ValueError("this is not R's binary serialization")
        self.data, self.position = data, 2
        self.symbols: list[str] = []
        versions = [self.integer() for _ in range(3)]
        if versions[0] >= 3:
            self.take(self.integer())

    def take(self, count: int) -> bytes:
        """Return the next bytes."""
        self.position += count
        return self.data[self.position - count : self.position]

    def integer(self) -> int:
        """Return the next whole number."""
        return int(struct.unpack(">i", self.take(4))[0])

    def value(self) -> Any:
        """Return the next value; one with attributes as a dict, its content under ""."""
        return self.value_of(self.integer())

    def value_of(self, flags: int) -> Any:
        """Return the value that these flags announce."""
        match RType(flags & 0xFF):
            case RType.NIL:
                return None
            case RType.REFERENCE:
                return self.symbols[(flags >> 8) - 1]
            case RType.SYMBOL:
                self.symbols.append(self.value())
                return self.symbols[-1]
            case RType.PAIRS:
                return self.pairs(flags)
            case RType.CHARACTERS:
                text = self.take(self.integer())
                return text.decode("latin-1" if flags & IS_LATIN_1 else "utf-8")
            case RType.LOGICALS | RType.INTEGERS:
                content = [self.integer() for _ in range(self.integer())]
            case RType.STRINGS | RType.LIST:
                content = [self.value() for _ in range(self.integer())]
        return {**self.value(), "": content} if flags & HAS_ATTRIBUTES else content

    def pairs(self, flags: int) -> dict[str, Any]:
        """Return a list of tagged values, such as attributes, as a dict."""
        found: dict[str, Any] = {}
        while flags & 0xFF == RType.PAIRS:
            if flags & HAS_ATTRIBUTES:
                self.value()
            tag = self.value() if flags & HAS_TAG else ""
            found[tag] = self.value()
            flags = self.integer()
        return found
