"""Zip files whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection
from typing import Final

MOMENT: Final = (1980, 1, 1, 0, 0, 0)
"""Timestamp of every file in the zip."""


def zipped(entries: dict[str, bytes], programs: Collection[str] = ()) -> bytes:
    """Return a zip whose bytes depend only on names and contents; `programs` can be run."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, MOMENT)
            mode = 0o100755 if name in programs else 0o100644
            info.create_system, info.external_attr = 3, mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, entries[name])
    return written.getvalue()
