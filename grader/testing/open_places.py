"""Which files a test may open although a student may have named them."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Final

HARMLESS: Final = (
    *("/dev/null", "/dev/urandom", "/etc/mime.types"),
    *("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system", "/sys/fs/cgroup"),
    *("/proc/self/cgroup", "/proc/self/maps", "/proc/self/mountinfo", "/proc/self/status"),
)
"""What libraries read, beside what a student's code may: how large the machine is, and which
libraries are loaded."""

PRIVATE: Final = (
    *("source", "release", "submitted", "autograded", "feedback", "questions", "report", "logs"),
    "nbgrader_config.py",
)
"""What a course's folder has that no test needs, beside the folders of its configuration."""

OF_TESTS: Final = ("solutions", "tests")
"""What a test imports, and does not read."""

CLOSED: Final = (".ipynb", ".py", ".pyc", ".db", ".sqlite", ".sqlite3")
"""Endings of notebooks, code and databases, which are no data of a test's."""

TABLES: Final = (".csv", ".json", ".xlsx")
"""Endings of what may be a roster or exported grades, in the course's folder itself."""


class Places:
    """The folders of a course and of this machine, as tests see them."""

    def __init__(self) -> None:
        self.root = ""
        self._readable: tuple[str, ...] = ()
        self._private: tuple[str, ...] = ()
        self.made: set[str] = set()
        """Temporary files and folders that tests have made."""

    def begin(self, root: str, readable: Collection[str], private: Collection[str]) -> None:
        """Name the course's folder, what students' code may read, and what nobody's may."""
        self.root = os.path.realpath(root)
        self._readable = tuple(map(os.path.realpath, readable))
        own = (os.path.join(self.root, name) for name in PRIVATE)
        self._private = (*own, *map(os.path.realpath, private))

    def is_temporary(self, path: str) -> bool:
        """Return whether a test has made this, or the folder that it is in."""
        return _is_below(os.path.realpath(path), self.made)

    def may_be_read(self, path: str) -> bool:
        """Return whether this is the course's, or what students' code may read; never a pipe."""
        real = os.path.realpath(path)
        if path in HARMLESS or _is_below(real, HARMLESS):
            return True
        if os.path.exists(real) and not (os.path.isfile(real) or os.path.isdir(real)):
            return False
        return self._is_data(real) or (_is_below(real, self._readable) and not self._closed(real))

    def may_be_imported(self, path: str) -> bool:
        """Return whether this is the course's or a library's, or a test has made it."""
        real = os.path.realpath(path)
        if self._closed(real):
            return False
        libraries = (os.path.realpath(place) for place in sys.path if place)
        return _is_below(real, [*libraries, *self.made]) or self.may_be_read(real)

    def _is_data(self, real: str) -> bool:
        if not real.startswith(f"{self.root}/") or self._closed(real):
            return False
        parts = Path(real[len(self.root) + 1 :]).parts
        of_course = parts[0] in OF_TESTS or (len(parts) == 1 and real.endswith(TABLES))
        return not (
            of_course or real.endswith(CLOSED) or any(part.startswith(".") for part in parts)
        )

    def _closed(self, real: str) -> bool:
        return _is_below(real, self._private)


def _is_below(real: str, places: Collection[str]) -> bool:
    return any(real == place or real.startswith(f"{place}/") for place in places)


places: Final = Places()
"""Those of this process."""
