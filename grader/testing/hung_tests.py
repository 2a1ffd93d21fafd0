"""The test over which a worker hung: its name, which it left to its parent, and how it ended."""

from __future__ import annotations

import signal
from typing import Final

import msgspec

SIGNAL: Final = signal.SIGVTALRM
"""The signal that ends a worker that hangs; nothing else here uses it."""


class TestName(msgspec.Struct, frozen=True, array_like=True):
    """A test of a submission: its notebook, its grade cell, and itself ("" for the whole cell)."""

    notebook: str
    cell: str
    test: str = ""

    __test__ = False


def test_in(note: bytes) -> TestName | None:
    """Return the test whose name a process left, or None if it left none."""
    try:
        return msgspec.msgpack.decode(note, type=TestName) if note else None
    except msgspec.DecodeError:
        return None


test_in.__test__ = False  # type: ignore[attr-defined]
