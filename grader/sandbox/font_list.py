"""The list of fonts that this user's Matplotlib keeps, lent to hosts: making one takes a while.

A list may be older than the machine's fonts, and may name fonts that students' code may not read.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

FONTS: Final = ("/usr/share/fonts", "/usr/local/share/fonts")
"""Folders of fonts that hosts may read, see `environment.SYSTEM_PATHS`."""


def lend(folder: Path) -> None:
    """Write the lists into a host's folder for Matplotlib, if they are up to date."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        for path in _kept_lists():
            if path.stat().st_mtime > _last_change():
                kept = json.loads(path.read_bytes())
                (folder / path.name).write_text(
                    json.dumps(_without_private(kept)), encoding="utf-8"
                )


def _kept_lists() -> Iterator[Path]:
    """Yield the lists in the folder in which Matplotlib caches."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    place = os.environ.get("MPLCONFIGDIR") or Path(cache) / "matplotlib"
    yield from Path(place).glob("fontlist-v*.json")


def _last_change() -> float:
    """Return when a font was last installed or removed."""
    folders = [root for top in FONTS for root, _, _ in os.walk(top)]
    return max((os.stat(folder).st_mtime for folder in folders), default=0.0)


def _without_private(kept: dict[str, Any]) -> dict[str, Any]:
    """Return a list without the fonts that a host may not read."""
    return kept | {
        kind: [font for font in kept[kind] if _may_be_read(font["fname"])]
        for kind in ("ttflist", "afmlist")
    }


def _may_be_read(name: str) -> bool:
    path = os.path.normpath(name)
    return not os.path.isabs(path) or path.startswith(tuple(f"{top}/" for top in FONTS))
