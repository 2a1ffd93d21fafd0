"""The fingerprint of the engine: verdicts of two engines are not to be taken for each other.

A batch skips what the same engine has graded, and a cluster's workers refuse the orders of another
one. The version alone does not tell them apart: a tolerance may change without a release.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from grader import __version__


def digest_of_package(folder: Path) -> str:
    """Digest the names and contents of a package's modules."""
    total = hashlib.blake2b(digest_size=6)
    for path in sorted(folder.rglob("*.py")):
        total.update(str(path.relative_to(folder)).encode() + b"\0")
        total.update(hashlib.blake2b(path.read_bytes()).digest())
    return total.hexdigest()


ENGINE: Final = f"grader {__version__} ({digest_of_package(Path(__file__).parent.parent)})"
"""This package as it was loaded: its version and the digest of its modules."""
