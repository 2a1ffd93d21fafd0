"""The kinds of walls that tests try: the one that is used here, or each in `make thorough`."""

from __future__ import annotations

from grader.sandbox import backends
from tests.simulated import WHOLE

NAMES = ("bubblewrap", "sandlock") if WHOLE else backends.available()[:1] or ("bubblewrap",)
"""Those that are tried, or skipped with a reason where they don't work."""

WORKING = [name for name in backends.available() if name in NAMES]
"""Those of them that work on this machine."""
