"""Temporary folders of hosts and of who grades on a cluster: held by a lock while their owner
lives, swept by the next grader where it was killed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from pathlib import Path
from typing import Final

from grader.guest.scratch import remove_tree

PREFIX: Final = "grader-"
"""How the names of hosts' folders begin."""

NAME_PARTS: Final = {"lib", "scratch", "course", "submission"}
"""What is in them: a host's, or those of who grades on a cluster."""


def create() -> tuple[Path, int]:
    """A new folder in the system's temporary one, and our hold on it: a lock that ends with us."""
    while True:
        made = Path(tempfile.mkdtemp(prefix=PREFIX))
        hold = os.open(made, os.O_RDONLY | os.O_DIRECTORY)
        with contextlib.suppress(OSError):  # no locks here: then nobody sweeps either
            fcntl.flock(hold, fcntl.LOCK_EX)
        if made.exists():  # not swept away before we had it
            return made, hold
        os.close(hold)


def remove_stale() -> None:
    """Remove the folders of hosts whose owner was killed: nobody holds them any more."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}????????"):
        try:
            hold = os.open(left, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:  # gone meanwhile, or somebody else's
            continue
        try:
            ours = os.fstat(hold).st_uid == os.geteuid() and {*os.listdir(hold)} <= NAME_PARTS
            if ours:
                fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove_tree(left)
        except OSError:  # it is in use
            pass
        finally:
            os.close(hold)
